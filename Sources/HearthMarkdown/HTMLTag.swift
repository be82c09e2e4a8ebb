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
}
