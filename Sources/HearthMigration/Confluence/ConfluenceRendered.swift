import HearthModel

/// A comment of an HTML export.
struct ConfluenceRenderedComment {
    var id: String
    var account: ImportAccount
    var date: Timestamp?
    var body: ConfluenceBody
}

/// Pages of an HTML export: what Confluence made of the macros is turned back into what it stands for.
struct ConfluenceRendered {
    let index: ConfluenceIndex
    let people: ImportPeople
    let page: Int
    private var body = ConfluenceBody()

    init(index: ConfluenceIndex, people: ImportPeople, page: Int) {
        self.index = index
        self.people = people
        self.page = page
    }

    mutating func body(_ text: [UInt8]) -> (ConfluenceBody, [ConfluenceRenderedComment]) {
        let source = text.string
        let limited = HTMLDepthLimit.limited(source)
        let tree = GumboTree(limited ?? source)
        return withExtendedLifetime(tree) {
            body = ConfluenceBody()
            if limited != nil { body.lose("nesting:too-deep") }
            guard let root = tree.root else { return (body, []) }
            let node = HTMLNode(pointer: root)
            if let main = Self.main(node) { children(main, depth: 0) }
            let own = body
            var comments: [ConfluenceRenderedComment] = []
            for found in ConfluencePageParts(node).comments {
                body = ConfluenceBody()
                for part in found.nodes { emit(part, depth: 0) }
                comments.append(
                    ConfluenceRenderedComment(
                        id: found.id, account: ConfluencePageParts.account(found.author, index), date: found.date,
                        body: body))
            }
            return (own, comments)
        }
    }

    /// The element with the page's own text: newer exports give it an id, older ones a class.
    static func main(_ root: HTMLNode) -> HTMLNode? {
        root.first { $0.attribute("id") == "main-content" } ?? root.first { $0.hasClass("wiki-content") }
            ?? root.first { $0.hasClass("pagecontent") } ?? root.first { $0.attribute("id") == "content" }
    }

    // MARK: Walking

    private mutating func children(_ node: HTMLNode, depth: Int) {
        for child in node.children { emit(child, depth: depth + 1) }
    }

    private mutating func emit(_ node: HTMLNode, depth: Int) {
        switch node.kind {
        case .text:
            body.write(text: node.text)
            if node.text.contains(where: { $0 > 0x20 }) { body.passText() }
        case .element:
            guard depth < 200 else { return body.write(text: HTMLToMarkdown.plainText(of: node)) }
            if !macro(node, depth: depth) { plain(node, depth: depth) }
        default: return
        }
    }

    private static let formats: Set<String> = ["em", "i", "strong", "b", "u", "span", "del", "s", "code"]
    private static let attributes: [StaticString] = [
        "href", "src", "alt", "title", "style", "width", "height", "colspan", "rowspan", "align", "start",
    ]

    /// An element that means what it says.
    private mutating func plain(_ node: HTMLNode, depth: Int) {
        let name = node.name
        if let id = node.attribute("id") {
            if node.tag.headingLevel != nil {
                body.beginHeading(HTMLToMarkdown.plainText(of: node), id: id)
            } else if name == "span" || name == "a" {
                body.addAnchor(id)
            }
        } else if name == "a", let anchor = node.attribute("name") {
            body.addAnchor(anchor)
        }
        if node.tag == .dropped || name == "script" || name == "style" {
            if node.tag == .dropped { body.lose("element:" + name) }
            return
        }
        body.write("<\(name)")
        for key in Self.attributes {
            guard let value = node.attribute(key) else { continue }
            body.html += Array(" \(key)=\"".utf8)
            body.write(text: value)
            body.write("\"")
        }
        if node.hasEventHandler { body.write(" onclick=\"\"") }
        body.write(">")
        if ["br", "img", "hr", "col", "wbr"].contains(name) { return }
        // A break at the end of emphasis stands behind it.
        var inner = Array(node.children)
        var breaks = 0
        while Self.formats.contains(name), let last = inner.lastIndex(where: { !WordList.isBetween($0) }),
            inner[last].kind == .element, inner[last].tag == .lineBreak
        {
            inner.removeSubrange(last...)
            breaks += 1
        }
        for child in inner { emit(child, depth: depth + 1) }
        body.write("</\(name)>")
        for _ in 0..<breaks { body.write("<br>") }
    }

    // MARK: Macros

    /// Writes what a macro stands for; false for an element that is none.
    private mutating func macro(_ node: HTMLNode, depth: Int) -> Bool {
        if node.tag == .image { return image(node) }
        let classes = node.classes
        guard !classes.isEmpty else { return false }
        func has(_ name: String) -> Bool { classes.contains(name) }
        if has("toc-macro") || has("plugin_pagetree") || has("hidden") || has("aui-icon") || has("pagetree-search") {
            return true
        }
        if has("confluence-information-macro") {
            let kinds = [("note", "WARNING"), ("warning", "CAUTION"), ("tip", "TIP")]
            let kind = kinds.first { has("confluence-information-macro-\($0.0)") }?.1 ?? "NOTE"
            alert(
                kind, title: node.first { $0.hasClass("title") },
                node.first { $0.hasClass("confluence-information-macro-body") }, depth)
            return true
        }
        if has("panelMacro") { return oldAlert(node, depth) }
        if has("panel") && (has("code") || has("preformatted")) { return code(node) }
        if has("panel") || has("panelContent") && node.name == "div" && !has("pdl") { return panel(node, depth) }
        if node.name == "pre" { return pre(node, node.attribute("data-syntaxhighlighter-params") ?? "") }
        if has("expand-container") {
            strong(node.first { $0.hasClass("expand-control-text") })
            if let inner = node.first(where: { $0.hasClass("expand-content") }) { children(inner, depth: depth) }
            body.lose("macro:expand")
            return true
        }
        if has("inline-task-list") { return tasks(node, depth) }
        if has("status-macro") {
            body.write("<strong>")
            children(node, depth: depth)
            body.write("</strong>")
            return true
        }
        if node.name == "a" { return link(node, classes, depth) }
        return false
    }

    private mutating func alert(_ kind: StaticString, title: HTMLNode?, _ inner: HTMLNode?, _ depth: Int) {
        alert("\(kind)", title: title, inner, depth)
    }

    private mutating func alert(_ kind: String, title: HTMLNode?, _ inner: HTMLNode?, _ depth: Int) {
        body.write("<hearth-alert kind=\"\(kind)\">")
        strong(title)
        if let inner { children(inner, depth: depth) }
        body.write("</hearth-alert>")
    }

    /// A line in bold, where there is one.
    private mutating func strong(_ node: HTMLNode?) {
        guard let node else { return }
        let text = Array(HTMLToMarkdown.plainText(of: node).utf8).trimmed()
        guard !text.isEmpty else { return }
        body.write("<p><strong>")
        body.write(text: text)
        body.write("</strong></p>")
    }

    /// Before Confluence 5.8 an alert was a table with a picture in front.
    private mutating func oldAlert(_ node: HTMLNode, _ depth: Int) -> Bool {
        guard let table = node.first(where: { $0.name == "table" }) else { return false }
        let kinds = [("noteMacro", "WARNING"), ("warningMacro", "CAUTION"), ("tipMacro", "TIP")]
        let kind = kinds.first { table.hasClass($0.0) }?.1 ?? "NOTE"
        guard let row = TableShape.rows(of: table).first, let cell = TableShape.cells(of: row).last else {
            return false
        }
        alert(kind, title: nil, cell, depth)
        return true
    }

    private mutating func panel(_ node: HTMLNode, _ depth: Int) -> Bool {
        guard let content = node.hasClass("panelContent") ? node : node.first(where: { $0.hasClass("panelContent") })
        else {
            return false
        }
        let isFrame = content.first { $0.kind == .element && ($0.tag.headingLevel != nil || $0.tag == .table) } == nil
        body.write(isFrame ? "<blockquote>" : "<div>")
        strong(node.first { $0.hasClass("panelHeader") })
        children(content, depth: depth)
        body.write(isFrame ? "</blockquote>" : "</div>")
        return true
    }

    private mutating func code(_ node: HTMLNode) -> Bool {
        guard let pre = node.first(where: { $0.name == "pre" }) else { return false }
        strong(node.first { $0.hasClass("codeHeader") || $0.hasClass("preformattedHeader") })
        return self.pre(pre, pre.attribute("data-syntaxhighlighter-params") ?? "")
    }

    /// `brush: java; gutter: false`
    private mutating func pre(_ node: HTMLNode, _ parameters: String) -> Bool {
        var name = ""
        for parameter in parameters.split(separator: ";") {
            let sides = parameter.split(separator: ":").map(String.init)
            guard sides.count == 2, sides[0].contains("brush") else { continue }
            name = CodeLanguage.of(sides[1])
        }
        let language = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "-") }
        body.write(language.isEmpty ? "<pre>\n" : "<pre class=\"language-\(language)\">\n")
        body.write(text: HTMLToMarkdown.plainText(of: node))
        body.write("</pre>")
        return true
    }

    private mutating func tasks(_ node: HTMLNode, _ depth: Int) -> Bool {
        body.write("<ul>")
        for child in node.children where child.kind == .element {
            guard child.tag == .listItem else {
                emit(child, depth: depth + 1)
                continue
            }
            let isDone = child.classes.contains("checked") || child.attribute("checked") != nil
            body.write(isDone ? "<li><hearth-task done></hearth-task> " : "<li><hearth-task></hearth-task> ")
            children(child, depth: depth + 1)
            body.write("</li>")
        }
        body.write("</ul>")
        return true
    }

    // MARK: Links and images

    private mutating func link(_ node: HTMLNode, _ classes: [String], _ depth: Int) -> Bool {
        if classes.contains("confluence-userlink") || classes.contains("user-mention") {
            let name = node.attribute("data-username") ?? node.attribute("data-account-id") ?? ""
            let shown = HTMLToMarkdown.plainText(of: node)
            let account = index.accounts[name.lowercased()] ?? index.accounts[Naming.squeezed(shown)]
            if let account, let handle = people.knows(slot: account.slot) {
                body.write("<hearth-person handle=\"\(handle)\">")
                body.write(text: shown)
                body.write("</hearth-person>")
            } else {
                children(node, depth: depth)
            }
            return true
        }
        // A file shown by its icon: the name is all that a reader can click on.
        guard classes.contains("confluence-embedded-file"), let address = node.attribute("href") else { return false }
        let name = node.attribute("data-linked-resource-default-alias") ?? node.attribute("data-nice-type") ?? ""
        guard !HTMLToMarkdown.plainText(of: node).utf8.contains(where: { $0 > 0x20 }) else { return false }
        body.write("<a")
        body.write(attribute: "href", address)
        body.write(">")
        body.write(text: name.isEmpty ? address : name)
        body.write("</a>")
        return true
    }

    private mutating func image(_ node: HTMLNode) -> Bool {
        let classes = node.classes
        if classes.contains("emoticon") {
            let name = node.attribute("data-emoticon-name") ?? ""
            body.write(
                text: ConfluenceEmoticon.text(
                    name: name, shortname: node.attribute("data-emoji-short-name"),
                    fallback: node.attribute("data-emoji-fallback") ?? node.attribute("alt")))
            return true
        }
        let source = node.attribute("src") ?? ""
        // Pictures of the old site's own look.
        if source.hasPrefix("images/icons/") || source.contains("/images/icons/") {
            return !classes.contains("confluence-embedded-image")
        }
        body.write("<img")
        body.write(attribute: "src", original(of: source, node))
        if let alt = node.attribute("alt") ?? node.attribute("data-linked-resource-default-alias"), alt != source {
            body.write(attribute: "alt", alt)
        }
        body.write(">")
        return true
    }

    /// The file that a thumbnail was made of.
    private func original(of source: String, _ node: HTMLNode) -> String {
        guard source.contains("thumbnails/") else { return source }
        for name: StaticString in ["data-image-src", "data-linked-resource-id"] {
            guard let value = node.attribute(name) else { continue }
            if value.hasPrefix("attachments/") { return value }
            if let container = node.attribute("data-linked-resource-container-id") {
                let stem = "\(index.pages[page].space)/attachments/\(container)/\(value)"
                if let found = index.attachmentStems[stem] { return found }
            }
        }
        return source.replacing("thumbnails/", with: "attachments/").replacing(
            "attachments/attachments/", with: "attachments/")
    }
}

extension HTMLNode {
    /// The first element below, in the order of the page.
    func first(where matches: (HTMLNode) -> Bool) -> HTMLNode? {
        var stack = Array(children).reversed() as [HTMLNode]
        while let node = stack.popLast() {
            guard node.kind == .element else { continue }
            if matches(node) { return node }
            stack += Array(node.children).reversed()
        }
        return nil
    }

    var classes: [String] {
        (attribute("class") ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    }

    func hasClass(_ name: String) -> Bool { kind == .element && classes.contains(name) }
}
