/// What the name of an HTML tag says.
enum HTMLTag {
    /// Elements that begin on a line of their own in browsers (HTML, 15.3), and cells of tables.
    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl",
        "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "legend",
        "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
        "th",
        "thead", "tr", "ul",
    ]

    /// Whether `tag`, which opens or closes an element, is that of a block.
    static func isBlock(_ tag: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = tag.hasASCII("</", at: 0) ? 2 : 1
        guard start < tag.count else { return false }
        let name = tag[start...].prefix(11).prefix { $0.isASCIIAlphanumeric }
        // `<li-icon>` is another element.
        if name.endIndex < tag.count, tag[name.endIndex] == Byte.minus { return false }
        return blocks.contains(String(decoding: name.map(\.lowercasedASCII), as: UTF8.self))
    }

    /// What to write in place of the element that `html` begins with.
    static func advice(on html: UnsafeBufferPointer<UInt8>) -> String {
        let start = html.hasASCII("</", at: 0) ? 2 : 1
        guard start < html.count else { return general }
        let word = html[start...].prefix(30).prefix {
            $0.isASCIIAlphanumeric || $0 == Byte.minus || $0 == Byte.underscore
        }
        let name = String(decoding: word.map(\.lowercasedASCII), as: UTF8.self)
        if name.isEmpty {
            return html.hasASCII("<!--", at: 0) ? "put the words behind the comment on a line of their own" : general
        }
        return advice[name]
            ?? (isElement(name) ? general : "put it between backticks, so that it is shown, or remove it")
    }

    private static let general = "remove the tags, and write in Markdown what they are for"

    /// Whether HTML knows the element; anything else in angle brackets was rather to be read.
    private static func isElement(_ name: String) -> Bool {
        blocks.contains(name) || others.contains(name)
    }

    private static let others: Set<String> = [
        "a", "abbr", "acronym", "audio", "b", "base", "basefont", "bdi", "bdo", "big", "body", "br", "button", "canvas",
        "cite",
        "code", "col", "colgroup", "data", "del", "dfn", "em", "embed", "font", "frame", "head", "html", "i", "iframe",
        "img",
        "input", "ins", "kbd", "label", "link", "map", "mark", "math", "meta", "meter", "noscript", "object",
        "optgroup", "output",
        "param", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "select", "slot", "small",
        "source",
        "span", "strike", "strong", "style", "sub", "sup", "svg", "template", "textarea", "time", "title", "track",
        "tt", "u",
        "var", "video", "wbr",
    ]

    private static let advice: [String: String] = {
        let groups: [(names: String, text: String)] = [
            ("b strong mark big", "write **words**"),
            ("i em cite dfn var", "write *words*"),
            ("code tt samp", "write `words`"),
            ("kbd", "write **Ctrl+C** or `Ctrl+C`"),
            ("sub", "write the sign itself, such as ₂"),
            ("sup", "write the sign itself, such as ²; for a footnote [^1]"),
            ("s del strike", "write ~~words~~"),
            ("u ins small font span abbr acronym center time q bdi", "remove the tags: the words need none"),
            ("a", "write [words](address), for a place to link to a heading"),
            ("img picture", "write ![what can be seen](picture.png)"),
            ("figure figcaption", "write ![what can be seen](picture.png), with the words about it below"),
            ("h1 h2 h3 h4 h5 h6", "write ## and a space before the words"),
            ("hr", "write --- between two blank lines"),
            (
                "p div section article main header footer aside nav",
                "remove the tags, and leave a line blank between paragraphs"
            ),
            ("ul ol li dl dt dd menu dir", "write '- ' or '1. ' before each item"),
            ("blockquote", "write '> ' before each line"),
            ("pre", "write ``` on a line above and below"),
            (
                "table tbody thead tr td th caption colgroup col",
                "write lines such as | a | b |, with |---|---| below the first"
            ),
            ("details summary", "write a heading with the text below it: nothing is folded"),
            ("iframe video audio embed object frame", "write a link to it: [words](address)"),
            (
                "script style link meta form input button select textarea",
                "remove it: a page shows text, and runs nothing"
            ),
        ]
        var advice: [String: String] = [:]
        for group in groups { for name in group.names.split(separator: " ") { advice[String(name)] = group.text } }
        return advice
    }()
}
