// Tables: rows of one-line cells, which is all that a pipe table can hold.

extension HTMLToMarkdown {
    mutating func table(_ node: HTMLNode, depth: Int) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        var rows: [(cells: [[MarkdownInline]], isHeader: Bool)] = []
        var alignments: [MarkdownTable.Alignment] = []
        for row in Self.rows(of: node) {
            var cells: [[MarkdownInline]] = []
            var headers = 0
            for cell in row.children where cell.kind == .element {
                let name = cell.name
                guard name == "td" || name == "th" else { continue }
                if name == "th" { headers += 1 }
                cells.append(self.cell(cell, depth: depth + 2))
                if alignments.count < cells.count { alignments.append(Self.alignment(of: cell)) }
                let span = cell.attribute("colspan").flatMap { Int($0) } ?? 1
                if span > 1 || (cell.attribute("rowspan").flatMap { Int($0) } ?? 1) > 1 { lose("table:span") }
                for _ in 1..<max(2, min(span, 50)) where span > 1 { cells.append([]) }
            }
            if !cells.isEmpty { rows.append((cells, headers == cells.count)) }
        }
        for child in node.children where child.kind == .element && child.name == "caption" {
            result += blocks(of: child, depth: depth + 1, wrappers: [{ .strong($0) }])
        }
        guard let first = rows.first else { return result }
        // One cell is a box, not a table.
        if rows.count == 1, first.cells.count == 1 {
            lose("table:one-cell")
            return result + [.paragraph(first.cells[0])]
        }
        if !first.isHeader { lose("table:no-header") }
        let body = rows.dropFirst().map(\.cells)
        return result + [.table(MarkdownTable(header: first.cells, alignments: alignments, rows: Array(body)))]
    }

    /// The rows of this table, not those of tables inside it.
    private static func rows(of table: HTMLNode) -> [HTMLNode] {
        var rows: [HTMLNode] = []
        for child in table.children where child.kind == .element {
            switch child.name {
            case "tr": rows.append(child)
            case "thead", "tbody", "tfoot": rows += child.children.filter { $0.kind == .element && $0.name == "tr" }
            default: continue
            }
        }
        return rows
    }

    private static func alignment(of cell: HTMLNode) -> MarkdownTable.Alignment {
        let style = (cell.attribute("style") ?? "").filter { $0 != " " } + ";align:" + (cell.attribute("align") ?? "")
        if style.contains("align:center") { return .center }
        if style.contains("align:right") { return .right }
        return style.contains("align:left") ? .left : .none
    }

    /// A cell in one line: blocks are joined, and what that loses is named.
    private mutating func cell(_ node: HTMLNode, depth: Int) -> [MarkdownInline] {
        let blocks = self.blocks(of: node, depth: depth, wrappers: [])
        var line: [MarkdownInline] = []
        var stack = Array(blocks.reversed())
        func add(_ inlines: [MarkdownInline]) {
            if !line.isEmpty, !inlines.isEmpty { line.append(.text(" ")) }
            line += inlines
        }
        if blocks.count > 1 { lose("table:block-in-cell") }
        while let block = stack.popLast() {
            switch block {
            case .paragraph(let inlines): add(inlines)
            case .heading(_, let inlines): add([.strong(inlines)])
            case .code(_, let text): add([.code(text)])
            case .quote(let inner): stack += inner.reversed()
            case .list(let list):
                lose("table:block-in-cell")
                stack += list.items.flatMap { $0 }.reversed()
            case .table(let table):
                lose("table:nested")
                for row in [table.header] + table.rows {
                    for cell in row { add(cell) }
                }
            case .rule, .verbatimLine: continue
            }
        }
        return line
    }
}
