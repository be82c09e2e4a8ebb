import HearthModel

/// Turns the storage format, in which Confluence keeps texts since version 4, into HTML for `HTMLToMarkdown`.
///
/// Elements of HTML stay; `ac:` and `ri:` elements become what a reader saw. Links name their page or file by number
/// (`ConfluencePlace`) until it is known who reads them.
struct ConfluenceStorage {
    let survey: ConfluenceSurvey
    /// The page that the text belongs to.
    let page: Int
    /// The page that shows it: another one where the text is included.
    let reader: Int
    var body = ConfluenceBody()
    /// Pages that the text is included through.
    let through: [Int]
    /// How much of other pages has been taken in.
    var included = 0
    private var inHeading = false
    var index: ConfluenceIndex { survey.index }

    init(survey: ConfluenceSurvey, page: Int, reader: Int? = nil, through: [Int] = []) {
        self.survey = survey
        self.page = page
        self.reader = reader ?? page
        self.through = through
    }

    /// The HTML of a text of `page`.
    static func body(_ text: [UInt8], isMarkup: Bool, page: Int, survey: ConfluenceSurvey) -> ConfluenceBody {
        var storage = ConfluenceStorage(survey: survey, page: page)
        storage.add(text, isMarkup: isMarkup)
        return storage.body
    }

    mutating func add(_ text: [UInt8], isMarkup: Bool) {
        let root = ConfluenceStorageParser.parse(isMarkup ? ConfluenceMarkup.storage(text) : text)
        emit(root.nodes)
        if root.isTooDeep { body.lose("nesting:too-deep") }
    }

    // MARK: Walking

    mutating func emit(_ nodes: [ConfluenceElement.Node]) {
        for node in nodes {
            switch node {
            case .text(let text):
                body.html += text
                if !inHeading, text.contains(where: { $0 > 0x20 }) { body.passText() }
            case .element(let element): emit(element)
            }
        }
    }

    private mutating func emit(_ element: ConfluenceElement) {
        if !element.name.utf8.contains(0x3A) { return html(element) }
        switch element.name {
        case "ac:structured-macro", "ac:macro": macro(element)
        case "ac:link": link(element)
        case "ac:image": image(element)
        case "ac:emoticon", "ac:emoji":
            body.write(
                text: ConfluenceEmoticon.text(
                    name: element.attribute("ac:name") ?? "", shortname: element.attribute("ac:emoji-shortname"),
                    fallback: element.attribute("ac:emoji-fallback"), id: element.attribute("ac:emoji-id")))
        case "ac:task-list": wrap("ul", element.nodes)
        case "ac:task": task(element)
        case "ac:layout", "ac:layout-section", "ac:layout-cell": wrap("div", element.nodes)
        case "ac:inline-comment-marker", "ac:rich-text-body", "ac:link-body", "ac:plain-text-link-body", "ac:task-body",
            "ac:adf-content", "ac:caption":
            emit(element.nodes)
        case "ac:plain-text-body": preformatted(element, language: "")
        case "ac:adf-extension":
            // What older versions show in place of a new element.
            if let fallback = element.child("ac:adf-fallback") {
                emit(fallback.nodes)
            } else if let content = element.descendant("ac:adf-content") {
                emit(content.nodes)
            } else {
                body.lose("element:adf-extension")
            }
        // Hints of the editor, and what stands for its elements in the file.
        case "ac:placeholder", "ac:parameter", "ac:default-parameter", "ac:task-id", "ac:task-uuid", "ac:task-status",
            "ac:adf-mark", "ac:adf-attribute", "ac:adf-node", "ac:adf-fallback":
            return
        case "ri:user": mention(element)
        case _ where element.name.hasPrefix("ri:"): return
        case _ where element.name.hasPrefix("o:") || element.name.hasPrefix("st1:"): emit(element.nodes)
        default:
            body.lose("element:" + element.name.replacing(":", with: "-").prefix(40))
            emit(element.nodes)
        }
    }

    mutating func wrap(_ name: StaticString, _ nodes: [ConfluenceElement.Node]) {
        body.write("<")
        body.write(name)
        body.write(">")
        emit(nodes)
        body.write("</")
        body.write(name)
        body.write(">")
    }

    // MARK: Elements of HTML

    private static let attributes = [
        "href", "src", "alt", "title", "style", "width", "height", "colspan", "rowspan", "align", "start", "class",
    ]
    private static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

    private mutating func html(_ element: ConfluenceElement) {
        switch element.name {
        case "xml", "html", "body": return emit(element.nodes)
        case "script", "style":
            body.lose("element:" + element.name)
            return
        case "time":
            body.write(text: element.attribute("datetime") ?? "")
            return emit(element.nodes)
        case "img" where (element.attribute("class") ?? "").contains("emoticon"):
            let text = ConfluenceEmoticon.text(
                name: element.attribute("data-emoticon-name") ?? "", shortname: nil,
                fallback: element.attribute("alt") ?? element.attribute("title"))
            return body.write(text: text)
        case _ where Self.headings.contains(element.name): return heading(element)
        default: break
        }
        // A paragraph cannot hold what macros bring: lists, tables, code.
        let name = element.name == "p" && Self.holdsBlocks(element) ? "div" : element.name
        open(element, as: name)
        if ["br", "hr", "img", "col", "wbr"].contains(name) { return }
        // A break at the end of emphasis stands behind it.
        var nodes = element.nodes
        var breaks = 0
        while Self.formats.contains(name), let last = Self.lastVisible(nodes), case .element(let element) = nodes[last],
            element.name == "br"
        {
            nodes.removeSubrange(last...)
            breaks += 1
        }
        emit(nodes)
        body.write("</\(name)>")
        for _ in 0..<breaks { body.write("<br>") }
    }

    private static func lastVisible(_ nodes: [ConfluenceElement.Node]) -> Int? {
        nodes.lastIndex { node in
            guard case .text(let text) = node else { return true }
            // A no-break space is what the editor writes for a space at the end.
            return text.contains { $0 > 0x20 && $0 != 0xC2 && $0 != 0xA0 } && text.string != "&nbsp;"
        }
    }

    private static let formats: Set<String> = ["em", "i", "strong", "b", "u", "span", "del", "s", "code"]

    private mutating func open(_ element: ConfluenceElement, as name: String) {
        body.write("<\(name)")
        for key in Self.attributes {
            guard let value = element.rawAttribute(key) else { continue }
            body.html += Array(" \(key)=\"".utf8)
            ByteText.escape(Array(value.utf8), into: &body.html, references: true)
            body.write("\"")
        }
        if element.hasEventHandler { body.write(" onclick=\"\"") }
        body.write(">")
    }

    private mutating func heading(_ element: ConfluenceElement) {
        open(element, as: element.name)
        let start = body.html.count
        inHeading = true
        emit(element.nodes)
        inHeading = false
        let text = Self.visible(body.html[start...])
        body.beginHeading(text, id: element.attribute("id"))
        body.write("</\(element.name)>")
    }

    /// Text of HTML that was written here: tags are whole.
    static func visible(_ html: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        var isTag = false
        for byte in html {
            if byte == 0x3C {
                isTag = true
            } else if byte == 0x3E, isTag {
                isTag = false
            } else if !isTag {
                text.append(byte)
            }
        }
        return ConfluenceReferences.decode(text.string)
    }

    // MARK: Blocks

    private static let blocks: Set<String> = [
        "p", "div", "ul", "ol", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr", "dl",
        "section", "article", "figure", "details", "ac:task-list", "ac:layout", "ac:layout-section",
        "ac:plain-text-body",
    ]

    static func holdsBlocks(_ element: ConfluenceElement) -> Bool {
        element.elements.contains { child in
            if blocks.contains(child.name) { return true }
            if ConfluenceStorageParser.isMacro(child.name) { return isBlock(macro: child) }
            if child.name == "ac:image" { return child.child("ac:caption") != nil }
            return holdsBlocks(child)
        }
    }

    private static func isBlock(macro: ConfluenceElement) -> Bool {
        let name = (macro.attribute("ac:name") ?? "").lowercased()
        if ConfluenceMacros.inline.contains(name) { return false }
        if ConfluenceMacros.block.contains(name) || macro.child("ac:plain-text-body") != nil { return true }
        return macro.children("ac:rich-text-body").contains { holdsBlocks($0) }
    }

    private mutating func task(_ element: ConfluenceElement) {
        let isDone = element.child("ac:task-status")?.plainText == "complete"
        body.write(isDone ? "<li><hearth-task done></hearth-task> " : "<li><hearth-task></hearth-task> ")
        for part in element.children("ac:task-body") { emit(part.nodes) }
        body.write("</li>")
    }

    mutating func preformatted(_ element: ConfluenceElement, language: String) {
        let plain = language.filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "-" || $0 == "#")
        }
        body.write(plain.isEmpty ? "<pre>\n" : "<pre class=\"language-\(plain)\">\n")
        var text: [UInt8] = []
        for case .text(let part) in element.nodes { text += part }
        for inner in element.elements { text += Array(ByteText.escaped(inner.plainText).utf8) }
        // The exporter's white space around the marked section.
        while let end = text.firstIndex(of: 0x0A), text[..<end].allSatisfy({ $0 <= 0x20 }) { text.removeFirst(end + 1) }
        while let last = text.last, last <= 0x20 { text.removeLast() }
        body.html += text
        body.write("\n</pre>")
    }
}
