import HearthModel

/// Reads a text document of LibreOffice and others (OpenDocument 1.2, ISO/IEC 26300) into plain HTML.
struct OpenDocumentReader {
    struct Style {
        var name: String
        var parent: String?
        var text: OfficeElement?
        var list: String?
        var outline: Int?
        var hasLine = false
    }

    let parts: [String: [UInt8]]
    private let body: OfficeElement
    private var styles: [String: Style] = [:]
    /// Whether a level of a list style has bullets, and where its numbers begin.
    private var lists: [String: [Int: (isBullet: Bool, start: Int)]] = [:]
    private var counters: [Int: Int] = [:]
    private var lastListStyle: String?
    var document = OfficeDocument()
    var anchors = OfficeAnchors()
    var notes: [(label: String, html: [UInt8])] = []
    /// Levels that an item is inside of, and whether its first block is still to come.
    var itemStack: [(style: String?, level: Int, isFirst: Bool, isHeader: Bool, start: Int?)] = []

    init(_ parts: [String: [UInt8]]) throws {
        self.parts = parts
        guard let bytes = parts["content.xml"] else { throw OfficeProblem("there is no text in it") }
        let content: OfficeElement
        do {
            content = try OfficeElement.parse(bytes, name: "content.xml")
        } catch let problem as XMLProblem {
            let manifest = parts["META-INF/manifest.xml"]?.string ?? ""
            if manifest.contains("encryption-data") { throw OfficeProblem("it is protected by a password") }
            throw problem
        }
        guard let body = content.descendant("office:body", "office:text") else {
            throw OfficeProblem("it is no text document")
        }
        self.body = body
        if let bytes = parts["styles.xml"] { readStyles(try OfficeElement.parse(bytes, name: "styles.xml")) }
        readStyles(content)
    }

    private mutating func readStyles(_ root: OfficeElement) {
        for group in ["office:styles", "office:automatic-styles"] {
            for element in root.child(group)?.children ?? [] {
                guard let id = element.attribute("style:name") else { continue }
                if element.name == "text:list-style" {
                    for level in element.children {
                        guard let number = level.attribute("text:level").flatMap({ Int($0) }) else { continue }
                        let isNumber = level.name == "text:list-level-style-number"
                        let hasFormat = level.attribute("style:num-format").map { !$0.isEmpty } ?? false
                        let start = level.attribute("text:start-value").flatMap { Int($0) } ?? 1
                        lists[id, default: [:]][number - 1] = (!isNumber || !hasFormat, start)
                    }
                } else if element.name == "style:style" {
                    let border = element.child("style:paragraph-properties")?.attribute("fo:border-bottom")
                    styles[id] = Style(
                        name: Self.name(of: id),
                        parent: element.attribute("style:parent-style-name"),
                        text: element.child("style:text-properties"),
                        list: element.attribute("style:list-style-name"),
                        outline: element.attribute("style:default-outline-level").flatMap { Int($0) },
                        hasLine: border.map { $0 != "none" } ?? false)
                }
            }
        }
    }

    /// As people see it: a blank is `_20_` in LibreOffice's files, and `_` in pandoc's.
    private static func name(of id: String) -> String {
        id.replacing("_20_", with: " ").replacing("_", with: " ").lowercased()
    }

    func chain(_ id: String?) -> [Style] {
        var found: [Style] = []
        var next = id
        while let id = next, found.count < 20 {
            let style = styles[id] ?? Style(name: Self.name(of: id))
            found.append(style)
            next = style.parent
        }
        return found
    }

    private func isStyle(_ id: String?, _ names: String...) -> Bool {
        chain(id).contains { names.contains($0.name) }
    }

    mutating func lose(_ loss: String) {
        if !document.losses.contains(loss) { document.losses.append(loss) }
    }

    mutating func read() throws -> OfficeDocument {
        findAnchors()
        var blocks = OfficeBlocks()
        read(body, into: &blocks)
        blocks.closeAll()
        document.html = blocks.bytes
        for note in notes {
            document.html +=
                "<hearth-definition label=\"\(note.label)\">".utf8 + note.html + "</hearth-definition>".utf8
        }
        readProperties()
        return document
    }

    private mutating func readProperties() {
        guard let bytes = parts["meta.xml"], let root = try? OfficeElement.parse(bytes, name: "meta.xml"),
            let meta = root.child("office:meta")
        else { return }
        func value(_ name: String) -> String? {
            let text = DirectoryPerson.trimmed(meta.child(name)?.text ?? "")
            return text.isEmpty ? nil : text
        }
        document.properties.title = value("dc:title")
        document.properties.author = value("meta:initial-creator") ?? value("dc:creator")
        document.properties.created = value("meta:creation-date").flatMap { Self.date($0) }
        document.properties.modified = value("dc:date").flatMap { Self.date($0) }
        document.properties.description = value("dc:description")
        document.properties.keywords = meta.all("meta:keyword").map { DirectoryPerson.trimmed($0.text) }
    }

    /// Without the fractions of a second that LibreOffice writes.
    private static func date(_ text: String) -> Timestamp? {
        Timestamp(iso8601: text.prefix { $0 != "." }) ?? Timestamp(iso8601: text.prefix(10))
    }

    static let marks: Set<String> = [
        "text:bookmark", "text:bookmark-start", "text:reference-mark", "text:reference-mark-start",
    ]

    private mutating func findAnchors() {
        func visit(_ element: OfficeElement) {
            for child in element.children {
                if child.name == "text:h" {
                    let marks = Self.marks.sorted().flatMap { child.all($0) }.compactMap { $0.attribute("text:name") }
                    anchors.add(heading: child.text, bookmarks: marks)
                } else if Self.marks.contains(child.name), let name = child.attribute("text:name") {
                    anchors.add(bookmark: name)
                } else {
                    visit(child)
                }
            }
        }
        visit(body)
    }

    // MARK: Blocks

    mutating func read(_ parent: OfficeElement, into blocks: inout OfficeBlocks) {
        for child in parent.children {
            switch child.name {
            case "text:p", "text:h": paragraph(child, into: &blocks)
            case "text:list": list(child, into: &blocks)
            case "text:section" where Self.isHidden(child): lose("text:hidden")
            case "text:section", "text:numbered-paragraph": read(child, into: &blocks)
            case "table:table": table(child, into: &blocks)
            case "text:tracked-changes": lose("tracked-changes")
            case "text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index",
                "text:user-index", "text:alphabetical-index":
                lose("toc")
            case "text:bibliography":
                if let body = child.child("text:index-body") { read(body, into: &blocks) }
            case "text:index-title": read(child, into: &blocks)
            case "draw:frame", "draw:custom-shape", "draw:g":
                var html = OfficeHTML()
                var boxes: [OfficeElement] = []
                frame(child, OfficeHTML.Format(), into: &html, boxes: &boxes)
                if !html.isEmpty { blocks.add(paragraph: html.takeRuns()) }
                for box in boxes { read(box, into: &blocks) }
            default: continue
            }
        }
    }

    private mutating func paragraph(_ element: OfficeElement, into blocks: inout OfficeBlocks) {
        let style = element.attribute("text:style-name")
        if Self.isHidden(paragraph: element) || hides(style) { return lose("text:hidden") }
        var html = OfficeHTML()
        var boxes: [OfficeElement] = []
        runs(of: element, OfficeHTML.Format(), into: &html, boxes: &boxes)
        add(element, &html, style, into: &blocks)
        for box in boxes { read(box, into: &blocks) }
    }

    private mutating func add(
        _ element: OfficeElement, _ html: inout OfficeHTML, _ style: String?, into blocks: inout OfficeBlocks
    ) {
        if let last = itemStack.indices.last, element.name == "text:p" || !itemStack[last].isHeader {
            if element.name == "text:p" { return add(toItem: last, &html, style, into: &blocks) }
        }
        if element.name == "text:h" {
            guard !html.isEmpty else { return }
            let level = max(1, min(6, element.attribute("text:outline-level").flatMap { Int($0) } ?? 1))
            if document.headings.isEmpty { document.beginsWithText = blocks.holdsText }
            document.headings.append((level, element.text))
            return blocks.add("<h\(level)>".utf8 + html.takeRuns(plain: true) + "</h\(level)>".utf8)
        }
        if isStyle(style, "preformatted text") { return blocks.add(codeLine: html.takeRuns(asCode: true)) }
        if html.isEmpty {
            if isStyle(style, "horizontal line") || chain(style).contains(where: \.hasLine) { blocks.add("<hr>".utf8) }
            return
        }
        if isStyle(style, "title"), document.title == nil {
            document.title = DirectoryPerson.trimmed(element.text)
            return blocks.add("<h1>".utf8 + html.takeRuns(plain: true) + "</h1>".utf8)
        }
        if isStyle(style, "quotations") { return blocks.add(quoted: html.takeRuns()) }
        if isStyle(style, "definition term", "list heading") {
            return blocks.add(term: html.takeRuns(), isDefinition: false)
        }
        if isStyle(style, "definition", "list contents") {
            return blocks.add(term: html.takeRuns(), isDefinition: true)
        }
        blocks.add(paragraph: html.takeRuns())
    }

    private mutating func add(
        toItem last: Int, _ html: inout OfficeHTML, _ style: String?, into blocks: inout OfficeBlocks
    ) {
        let item = itemStack[last]
        let isCode = isStyle(style, "preformatted text")
        // Within code an empty line is a line.
        guard !html.isEmpty || isCode && !item.isFirst else { return }
        if isCode {
            var mark = OfficeHTML()
            if item.isFirst { begin(item: last, &mark, into: &blocks) }
            return blocks.add(codeLine: html.takeRuns(asCode: true), isInItem: true)
        }
        guard item.isFirst else { return blocks.add(toItem: "<p>".utf8 + html.takeRuns() + "</p>".utf8) }
        begin(item: last, &html, into: &blocks)
    }

    private mutating func begin(item last: Int, _ html: inout OfficeHTML, into blocks: inout OfficeBlocks) {
        let item = itemStack[last]
        itemStack[last].isFirst = false
        let look = item.style.flatMap { lists[$0]?[item.level] } ?? (isBullet: true, start: 1)
        if look.isBullet { return blocks.add(item: html.takeRuns(), level: item.level, number: nil) }
        let number = item.start ?? counters[item.level].map { $0 + 1 } ?? look.start
        counters[item.level] = number
        for deeper in counters.keys where deeper > item.level { counters[deeper] = nil }
        blocks.add(item: html.takeRuns(), level: item.level, number: number)
    }

    private mutating func list(_ element: OfficeElement, into blocks: inout OfficeBlocks) {
        let outer = itemStack.last
        let level = outer.map { $0.level + 1 } ?? 0
        let style = element.attribute("text:style-name") ?? outer?.style
        if outer == nil {
            let goesOn =
                element.attribute("text:continue-numbering") == "true" || element.attribute("text:continue-list") != nil
            if !goesOn || style != lastListStyle { counters = [:] }
            lastListStyle = style
        } else if element.attribute("text:continue-numbering") != "true" {
            counters[level] = nil
        }
        for item in element.children where item.name == "text:list-item" || item.name == "text:list-header" {
            let start = item.attribute("text:start-value").flatMap { Int($0) }
            let isHeader = item.name == "text:list-header"
            if isHeader {
                // A line above the items, without a mark.
                let saved = itemStack
                itemStack = []
                read(item, into: &blocks)
                itemStack = saved
                continue
            }
            itemStack.append((style, min(level, 8), true, isHeader, start))
            read(item, into: &blocks)
            itemStack.removeLast()
        }
    }

    /// A field somewhere in its text hides all of it; text boxes have paragraphs of their own.
    private static func isHidden(paragraph: OfficeElement) -> Bool {
        paragraph.children.contains { child in
            if child.name == "text:hidden-paragraph" { return child.attribute("text:is-hidden") != "false" }
            return !child.name.hasPrefix("draw:") && child.name != "text:note" && isHidden(paragraph: child)
        }
    }

    /// Hidden, or hidden when it was written.
    private static func isHidden(_ section: OfficeElement) -> Bool {
        switch section.attribute("text:display") {
        case "none": true
        case "condition": section.attribute("text:is-hidden") != "false"
        default: section.attribute("text:is-hidden") == "true"
        }
    }

    // MARK: Tables

    private mutating func table(_ element: OfficeElement, into blocks: inout OfficeBlocks) {
        var rows: [(element: OfficeElement, isHeader: Bool)] = []
        func collect(_ parent: OfficeElement, _ isHeader: Bool) {
            for child in parent.children {
                switch child.name {
                case "table:table-row": rows.append((child, isHeader))
                case "table:table-header-rows": collect(child, true)
                case "table:table-rows", "table:table-row-group": collect(child, isHeader)
                default: continue
                }
            }
        }
        collect(element, false)
        let saved = itemStack
        itemStack = []
        defer { itemStack = saved }
        var html = Array("<table>".utf8)
        var cells = 0
        var only: [UInt8] = []
        for row in rows {
            html += "<tr>".utf8
            let tag = row.isHeader ? "th" : "td"
            for cell in row.element.children where cell.name == "table:table-cell" {
                func count(_ name: String) -> Int {
                    max(1, min(200, cell.attribute(name).flatMap { Int($0) } ?? 1))
                }
                var inner = OfficeBlocks()
                read(cell, into: &inner)
                inner.closeAll()
                for _ in 0..<count("table:number-columns-repeated") {
                    cells += 1
                    only = inner.bytes
                    let columns = count("table:number-columns-spanned")
                    let down = count("table:number-rows-spanned")
                    html += "<\(tag)".utf8
                    if columns > 1 { html += " colspan=\"\(columns)\"".utf8 }
                    if down > 1 { html += " rowspan=\"\(down)\"".utf8 }
                    html.append(0x3E)
                    html += inner.bytes
                    html += "</\(tag)>".utf8
                }
            }
            html += "</tr>".utf8
        }
        if cells == 1 {
            lose("table:one-cell")
            return blocks.add(only)
        }
        if cells > 0 { blocks.add(html + "</table>".utf8) }
    }
}
