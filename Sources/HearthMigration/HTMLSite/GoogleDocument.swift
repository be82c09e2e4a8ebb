import CGumbo

/// A page that Google Docs has made, written again in the words of HTML: the program says in names of classes what is a
/// title, how deep a list lies and what is bold, and writes notes as links between two ends of the page.
struct GoogleDocument {
    private(set) var html: [UInt8] = []

    private struct Look {
        var isBold = false
        var isItalic = false
        var isStruck = false
        var isRaised = false
        var isLowered = false
    }

    /// What the classes of the style sheet look like.
    private var looks: [Substring: Look] = [:]
    /// The last list of a row is the innermost that is open.
    private struct OpenList {
        var level: Int
        var name: String
        /// Which of the document's lists it is, without the level.
        var list: Substring
    }

    private static let maximumDepth = 200
    private static let styleLimit = 1 << 20

    /// Nil for pages of others.
    init?(_ tree: GumboTree) {
        guard let root = tree.root else { return nil }
        var (styles, title) = ("", "")
        var body: HTMLNode?
        for part in HTMLNode(pointer: root).children where part.kind == .element {
            if part.isElement(GUMBO_TAG_BODY) { body = part }
            guard part.isElement(GUMBO_TAG_HEAD) else { continue }
            for node in part.children {
                if node.isElement(GUMBO_TAG_STYLE) { styles += HTMLToMarkdown.rawText(of: node) }
                if node.isElement(GUMBO_TAG_TITLE) { title = HTMLToMarkdown.rawText(of: node) }
            }
        }
        guard let body, Self.classes(of: body).contains("doc-content") || styles.holds("lst-kix_") else { return nil }
        looks = Self.looks(in: styles)
        html = Array("<html><head><title>\(ByteText.escaped(title))</title></head><body>".utf8)
        write(childrenOf: body, depth: 0, inHeading: false)
        html += "</body></html>".utf8
    }

    private static func classes(of node: HTMLNode) -> [Substring] {
        (node.attribute("class") ?? "").split { $0.isWhitespace }
    }

    /// The rules of single classes: `.c1{font-weight:700}`.
    private static func looks(in styles: String) -> [Substring: Look] {
        var looks: [Substring: Look] = [:]
        guard styles.utf8.count <= styleLimit else { return [:] }
        for rule in styles.split(separator: "}") {
            let parts = rule.split(separator: "{", omittingEmptySubsequences: false)
            guard parts.count == 2, let name = parts[0].split(whereSeparator: { $0.isWhitespace || $0 == ";" }).last,
                name.utf8.first == 0x2E
            else { continue }
            var look = Look()
            for field in parts[1].split(separator: ";") {
                let words = field.lowercased().split(separator: ":").map { $0.filter { !$0.isWhitespace } }
                guard words.count == 2 else { continue }
                switch words[0] {
                case "font-weight": look.isBold = words[1] == "bold" || (Int(words[1]) ?? 0) >= 600
                case "font-style": look.isItalic = words[1] == "italic"
                case "text-decoration": look.isStruck = words[1].hasPrefix("line-through")
                case "vertical-align":
                    look.isRaised = words[1] == "super"
                    look.isLowered = words[1] == "sub"
                default: continue
                }
            }
            looks[name.dropFirst()] = look
        }
        return looks
    }

    // MARK: Writing

    private mutating func write(childrenOf parent: HTMLNode, depth: Int, inHeading: Bool) {
        var lists: [OpenList] = []
        let nodes = Array(parent.children)
        for (index, node) in nodes.enumerated() {
            switch node.kind {
            case .text:
                if lists.isEmpty || node.text.contains(where: { $0 > 0x20 }) {
                    close(&lists, to: 0)
                    ByteText.escape(Array(node.text), into: &html)
                }
            case .element:
                // The rule above the notes.
                if node.isElement(GUMBO_TAG_HR), let next = nodes[(index + 1)...].first(where: { $0.kind == .element }),
                    next.isElement(GUMBO_TAG_DIV), Self.definition(next) != nil
                {
                    continue
                }
                if let (list, level) = Self.list(node) {
                    write(list: node, OpenList(level: level, name: node.name, list: list), &lists, depth: depth)
                } else {
                    close(&lists, to: 0)
                    write(node, depth: depth, inHeading: inHeading)
                }
            default: continue
            }
        }
        close(&lists, to: 0)
    }

    private mutating func write(_ node: HTMLNode, depth: Int, inHeading: Bool) {
        guard depth < Self.maximumDepth, node.tag != .silent else { return }
        if let number = Self.note(node, "#ftnt") {
            html += "<hearth-footnote label=\"\(number)\"></hearth-footnote>".utf8
            return
        }
        // What reviewers wrote beside the text.
        if Self.note(node, "#cmnt") != nil { return lose("comment") }
        if node.isElement(GUMBO_TAG_DIV), let (id, isComment) = Self.definition(node) {
            if isComment { return lose("comment") }
            html += "<hearth-definition label=\"\(id)\">".utf8
            write(childrenOf: node, depth: depth + 1, inHeading: false)
            html += "</hearth-definition>".utf8
            return
        }
        // The mark in front of a note's own words.
        if let target = node.attribute("href"), node.isElement(GUMBO_TAG_A), target.hasPrefix("#ftnt_ref") { return }
        let classes = Self.classes(of: node)
        let isTitle = node.isElement(GUMBO_TAG_P) && classes.contains("title")
        let name = isTitle ? "h1" : node.name
        let isHeading = inHeading || isTitle || node.tag.headingLevel != nil
        let marks = node.isElement(GUMBO_TAG_SPAN) ? marks(classes, inHeading: isHeading) : []
        html += "<\(name)".utf8
        for attribute: StaticString in [
            "id", "name", "href", "src", "alt", "title", "colspan", "rowspan", "start", "lang",
        ] {
            guard let value = node.attribute(attribute) else { continue }
            html += " \(attribute)=\"\(ByteText.escaped(value))\"".utf8
        }
        html.append(0x3E)
        if ["br", "hr", "img", "col", "wbr"].contains(name) { return }
        for mark in marks { html += "<\(mark)>".utf8 }
        write(childrenOf: node, depth: depth + 1, inHeading: isHeading)
        for mark in marks.reversed() { html += "</\(mark)>".utf8 }
        html += "</\(name)>".utf8
    }

    private mutating func lose(_ name: String) { html += "<hearth-loss name=\"\(name)\"></hearth-loss>".utf8 }

    /// Headings are bold enough.
    private func marks(_ classes: [Substring], inHeading: Bool) -> [String] {
        let looks = classes.compactMap { self.looks[$0] }
        var marks: [String] = []
        if !inHeading, looks.contains(where: \.isBold) { marks.append("b") }
        if !inHeading, looks.contains(where: \.isItalic) { marks.append("i") }
        if looks.contains(where: \.isStruck) { marks.append("s") }
        if looks.contains(where: \.isRaised) { marks.append("sup") }
        if looks.contains(where: \.isLowered) { marks.append("sub") }
        return marks
    }

    // MARK: Notes

    /// The number of a note's mark, a link in `<sup>`.
    private static func note(_ node: HTMLNode, _ kind: String) -> Int? {
        guard node.isElement(GUMBO_TAG_SUP), let link = only(node), link.isElement(GUMBO_TAG_A),
            let address = link.attribute("href"), address.hasPrefix(kind)
        else { return nil }
        return Int(address.dropFirst(kind.utf8.count))
    }

    /// The number of the note that an element is the text of, and whether it is a comment.
    private static func definition(_ node: HTMLNode) -> (number: Int, isComment: Bool)? {
        guard let line = node.children.first(where: { $0.kind == .element }), line.isElement(GUMBO_TAG_P),
            let link = line.children.first(where: { $0.kind == .element }), link.isElement(GUMBO_TAG_A),
            let id = link.attribute("id")
        else { return nil }
        for kind in ["ftnt", "cmnt"] where id.hasPrefix(kind) {
            if let number = Int(id.dropFirst(4)) { return (number, kind == "cmnt") }
        }
        return nil
    }

    private static func only(_ node: HTMLNode) -> HTMLNode? {
        var found: HTMLNode?
        for child in node.children {
            if child.kind == .text, !child.text.contains(where: { $0 > 0x20 }) { continue }
            guard found == nil, child.kind == .element else { return nil }
            found = child
        }
        return found
    }

    // MARK: Lists

    /// `lst-kix_abc-1` is the second level of the list `abc`.
    private static func list(_ node: HTMLNode) -> (list: Substring, level: Int)? {
        guard node.isElement(GUMBO_TAG_UL) || node.isElement(GUMBO_TAG_OL),
            let name = classes(of: node).first(where: { $0.hasPrefix("lst-") }),
            let dash = name.utf8.lastIndex(of: 0x2D), let level = Int(name[name.utf8.index(after: dash)...])
        else { return nil }
        return (name[..<dash], max(0, min(level, 20)))
    }

    private mutating func write(list node: HTMLNode, _ list: OpenList, _ open: inout [OpenList], depth: Int) {
        if let first = open.first, first.list != list.list { close(&open, to: 0) }
        while let last = open.last, last.level > list.level || last.level == list.level && last.name != list.name {
            close(&open, to: open.count - 1)
        }
        var isNew = false
        if open.last?.level != list.level {
            html += "<\(list.name)".utf8
            if let start = node.attribute("start") { html += " start=\"\(ByteText.escaped(start))\"".utf8 }
            html.append(0x3E)
            open.append(list)
            isNew = true
        }
        for item in node.children where item.kind == .element {
            html += (isNew ? "<li>" : "</li><li>").utf8
            isNew = false
            write(childrenOf: item, depth: depth + 1, inHeading: false)
        }
    }

    /// An item stays open until the next one, as a list below it belongs to it.
    private mutating func close(_ open: inout [OpenList], to count: Int) {
        while open.count > count, let last = open.popLast() { html += "</li></\(last.name)>".utf8 }
    }
}
