import HearthModel

extension HTMLWalk {
    /// Writes the beginning of a block; true when its children and its end are to follow.
    mutating func enterBlock(_ id: MarkdownDocument.NodeID, _ node: MarkdownDocument.Node) -> Bool {
        switch node.kind {
        case .paragraph: beginParagraph(id, node)
        case .heading: beginHeading(node)
        case .blockQuote:
            freshLine()
            writer.raw("<blockquote>\n")
        case .alert: beginAlert(document.alerts[Int(node.detail)])
        case .list: beginList(document.lists[Int(node.detail)])
        case .item: beginItem(node)
        case .table: beginTable(node)
        case .tableRow: beginRow(id, node)
        case .tableCell: beginCell(node)
        case .codeBlock:
            writeCodeBlock(node)
            return false
        case .htmlBlock:
            freshLine()
            writer.rendered(literal(node))
            freshLine()
            return false
        case .thematicBreak:
            freshLine()
            writer.raw("<hr />\n")
            return false
        default: break
        }
        return true
    }

    mutating func exitBlock(_ id: MarkdownDocument.NodeID, _ node: MarkdownDocument.Node) {
        switch node.kind {
        case .paragraph:
            if id == backReferenceParagraph { writeBackReferences() }
            if !isTight(node) { writer.raw("</p>\n") }
        case .heading: endHeading(node)
        case .blockQuote:
            freshLine()
            writer.raw("</blockquote>\n")
        case .alert:
            freshLine()
            writer.raw("</div>\n")
        case .list: writer.raw(document.lists[Int(node.detail)].isOrdered ? "</ol>\n" : "</ul>\n")
        case .item: writer.raw("</li>\n")
        case .table: endTable(node)
        case .tableRow:
            freshLine()
            writer.raw("</tr>\n")
            if node.detail == 1 { writer.raw("</thead>\n") }
        case .tableCell: writer.raw(isHeaderCell(node) ? "</th>\n" : "</td>\n")
        default: break
        }
    }

    // MARK: - Paragraphs and headings

    /// Whether a paragraph is written without `<p>`: one in an item of a tight list.
    private func isTight(_ node: MarkdownDocument.Node) -> Bool {
        let parent = document.nodes[Int(node.parent)]
        guard parent.kind == .item else { return false }
        let list = document.nodes[Int(parent.parent)]
        return list.kind == .list && document.lists[Int(list.detail)].isTight
    }

    private mutating func beginParagraph(_ id: MarkdownDocument.NodeID, _ node: MarkdownDocument.Node) {
        if !isTight(node) {
            freshLine()
            writer.raw("<p>")
        }
        // A task's box stands on the line of its words, also in a loose list.
        guard !isPlain else { return }
        let parent = document.nodes[Int(node.parent)]
        if parent.kind == .item, parent.detail != 0, parent.firstChild == id { writeCheckbox(parent.detail) }
    }

    private mutating func beginHeading(_ node: MarkdownDocument.Node) {
        freshLine()
        let heading = document.headings[Int(node.detail)]
        writer.raw("<h")
        number(shifted(heading.level))
        if !isPlain, !heading.id.isEmpty {
            writer.raw(" id=\"")
            writer.text(renderer.anchorPrefix)
            writer.text(document.shownID(of: heading, resolve: resolve))
            writer.raw("\"")
        }
        writer.raw(">")
    }

    private mutating func endHeading(_ node: MarkdownDocument.Node) {
        let heading = document.headings[Int(node.detail)]
        if renderer.headingAnchors, !isPlain, !heading.id.isEmpty {
            writer.raw(" <a class=\"anchor\" href=\"#")
            writer.text(renderer.anchorPrefix)
            writer.text(document.shownID(of: heading, resolve: resolve))
            writer.raw("\" aria-label=\"")
            writer.text(renderer.words.linkToSection.before)
            writer.text(document.text(of: heading) { resolve($0)?.text })
            writer.text(renderer.words.linkToSection.after)
            writer.raw("\">#</a>")
        }
        writer.raw("</h")
        number(shifted(heading.level))
        writer.raw(">\n")
    }

    private func shifted(_ level: Int) -> Int { min(max(level + renderer.headingShift, 1), 6) }

    // MARK: - Quotes and lists

    private mutating func beginAlert(_ kind: MarkdownDocument.AlertKind) {
        freshLine()
        let name = kind.rawValue
        let title = renderer.words.alerts[kind] ?? name
        writer.raw(isPlain ? "<div class=\"markdown-alert markdown-alert-" : "<div class=\"alert alert-")
        writer.text(name)
        writer.raw(isPlain ? "\">\n<p class=\"markdown-alert-title\">" : "\" role=\"note\">\n<p class=\"alert-title\">")
        writer.text(title)
        writer.raw("</p>\n")
    }

    private mutating func beginList(_ list: MarkdownDocument.ListInfo) {
        freshLine()
        writer.raw(list.isOrdered ? "<ol" : "<ul")
        if list.isOrdered, list.start != 1 { writer.attribute("start", String(list.start)) }
        if list.hasTasks, !isPlain { writer.raw(" class=\"tasks\"") }
        writer.raw(">\n")
    }

    private mutating func beginItem(_ node: MarkdownDocument.Node) {
        freshLine()
        guard node.detail != 0 else {
            writer.raw("<li>")
            return
        }
        writer.raw(isPlain ? "<li>" : "<li class=\"task\">")
        if isPlain { writer.raw(node.detail == 2 ? Self.checkedBox : Self.emptyBox) }
    }

    private static let checkedBox: StaticString = "<input type=\"checkbox\" checked=\"\" disabled=\"\" /> "
    private static let emptyBox: StaticString = "<input type=\"checkbox\" disabled=\"\" /> "

    private mutating func writeCheckbox(_ state: Int32) {
        writer.raw(state == 2 ? "<input type=\"checkbox\" checked disabled" : "<input type=\"checkbox\" disabled")
        writer.attribute("aria-label", state == 2 ? renderer.words.done : renderer.words.toDo)
        writer.raw("> ")
    }

    // MARK: - Code

    private mutating func writeCodeBlock(_ node: MarkdownDocument.Node) {
        freshLine()
        var info = document.codeInfos[Int(node.detail)][...]
        // `{.python .numberLines}`, as pandoc and MkDocs have it.
        if !isPlain, info.utf8.first == Byte.brace {
            info = info.drop { $0 == "{" || $0 == " " || $0 == "." }.prefix { $0 != "}" && $0 != "," }
        }
        let language = info[..<(info.utf8.firstIndex(where: \.isASCIISpace) ?? info.endIndex)]
        writer.raw(isPlain ? "<pre><code" : "<pre tabindex=\"0\"><code")
        if !language.isEmpty { writer.attribute("class", "language-" + language) }
        writer.raw(">")
        let code = literal(node)
        if let highlighter = renderer.highlighter, !language.isEmpty,
            let html = highlighter(String(decoding: code, as: UTF8.self), String(language))
        {
            writer.rendered(html)
        } else {
            writer.text(code)
        }
        writer.raw("</code></pre>\n")
    }

    // MARK: - Tables

    private mutating func beginRow(_ id: MarkdownDocument.NodeID, _ node: MarkdownDocument.Node) {
        freshLine()
        if node.detail == 1 {
            writer.raw("<thead>\n")
        } else {
            // The row after the header opens the body.
            let header = document.nodes[Int(node.parent)].firstChild
            if document.nodes[Int(header)].nextSibling == id { writer.raw("<tbody>\n") }
        }
        writer.raw("<tr>\n")
    }

    /// An empty cell of the header row heads nothing: assistive technology would announce an empty heading.
    private func isHeaderCell(_ node: MarkdownDocument.Node) -> Bool {
        document.nodes[Int(node.parent)].detail == 1 && (isPlain || node.firstChild != MarkdownDocument.none)
    }

    private mutating func beginCell(_ node: MarkdownDocument.Node) {
        let row = document.nodes[Int(node.parent)]
        let table = document.nodes[Int(row.parent)]
        writer.raw(isHeaderCell(node) ? (isPlain ? "<th" : "<th scope=\"col\"") : "<td")
        switch document.tables[Int(table.detail)][Int(node.detail)] {
        case .none: break
        case .left: writer.raw(isPlain ? " align=\"left\"" : " class=\"align-left\"")
        case .center: writer.raw(isPlain ? " align=\"center\"" : " class=\"align-center\"")
        case .right: writer.raw(isPlain ? " align=\"right\"" : " class=\"align-right\"")
        }
        writer.raw(">")
    }

    /// In a region that scrolls by itself and can be reached by keyboard. Its number makes its name unique on the page.
    private mutating func beginTable(_ node: MarkdownDocument.Node) {
        freshLine()
        guard !isPlain else { return writer.raw("<table>\n") }
        writer.raw("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\"")
        let number = renderer.words.table("\(node.detail + 1)")
        writer.attribute("aria-label", renderer.anchorPrefix.isEmpty ? number : "\(number) (\(renderer.anchorPrefix))")
        writer.raw(">\n<table>\n")
    }

    private mutating func endTable(_ node: MarkdownDocument.Node) {
        if document.nodes[Int(node.firstChild)].nextSibling != MarkdownDocument.none { writer.raw("</tbody>\n") }
        writer.raw(isPlain ? "</table>\n" : "</table>\n</div>\n")
    }
}
