import CGumbo

// Tables: rows of one-line cells, which is all that a pipe table can hold.

extension HTMLToMarkdown {
    mutating func table(_ node: HTMLNode, depth: Int) -> [MarkdownBlock] {
        if options.isWholePage {
            switch TableShape.of(node) {
            case .layout: return unfolded(node, depth: depth)
            case .list: return bulletTable(node, depth: depth)
            case .data: break
            }
        }
        if options.hasLayoutTables, cells == 0, TableShape.isLayout(node) { return unfolded(node, depth: depth) }
        // One cell is a box, not a table: what is in it needs no flattening.
        if let box = TableShape.onlyCell(of: node), !isDropped(box) {
            lose("table:one-cell")
            return unfolded(node, depth: depth)
        }
        // Nothing stands beside anything, and nothing is a head.
        if TableShape.isColumn(node) {
            lose("table:one-column")
            return unfolded(node, depth: depth, captionWrappers: [{ .strong($0) }])
        }
        var grid = grid(of: node, depth: depth)
        var result: [MarkdownBlock] = []
        for child in node.children where child.isElement(GUMBO_TAG_CAPTION) {
            // On a page without headings a bold line would be taken for one.
            result += blocks(
                of: child, depth: depth + 1, wrappers: [options.isWholePage ? { .emphasis($0) } : { .strong($0) }])
        }
        guard var table = grid.table else { return result }
        // All but one are empty.
        if table.rows.isEmpty, table.header.count == 1 {
            lose("table:one-cell")
            return result + [.paragraph(table.header[0])]
        }
        // What stood beside it has gone.
        if table.header.count == 1, !grid.hasHeader {
            lose("table:one-column")
            return result + ([table.header] + table.rows).flatMap { $0 }.filter { !$0.isEmpty }.map { .paragraph($0) }
        }
        // Before style sheets a header was a first row in bold.
        if !grid.hasRowHeads, let plain = Self.unbolded(table.header), !table.rows.isEmpty {
            table.header = plain
        } else if !grid.hasHeader, !grid.hasRowHeads {
            lose("table:no-header")
        }
        return result + [.table(table)]
    }

    private mutating func grid(of node: HTMLNode, depth: Int) -> TableGrid {
        var grid = TableGrid()
        var spans = false
        for row in TableShape.rows(of: node) where !isDropped(row) {
            grid.startRow()
            for cell in shownCells(of: row) where !isDropped(cell) {
                func span(_ name: StaticString) -> Int {
                    cell.attribute(name).flatMap { Int($0) }.map { max(1, min($0, 200)) } ?? 1
                }
                let (columns, rows) = (span("colspan"), span("rowspan"))
                let content = self.cell(cell, depth: depth + 2)
                if columns > 1 || rows > 1, !content.isEmpty { spans = true }
                grid.add(
                    content, columns: columns, rows: rows, isHeader: cell.isElement(GUMBO_TAG_TH),
                    alignment: Self.alignment(of: cell))
            }
        }
        if spans { lose("table:span") }
        return grid
    }

    /// The cells that come along.
    private mutating func shownCells(of row: HTMLNode) -> [HTMLNode] {
        let cells = TableShape.allCells(of: row)
        guard let numbers = LineNumbers.column(cells) else { return cells }
        leaveOut(numbers, "inside code")
        return Array(cells.dropFirst())
    }

    /// The cells of a row without their bold face; nil unless all that say something are bold as a whole.
    private static func unbolded(_ row: [[MarkdownInline]]) -> [[MarkdownInline]]? {
        var plain: [[MarkdownInline]] = []
        for cell in row {
            if cell.isEmpty {
                plain.append(cell)
            } else if cell.count == 1, case .strong(let inner) = cell[0] {
                plain.append(inner)
            } else {
                return nil
            }
        }
        return plain.contains { !$0.isEmpty } ? plain : nil
    }

    /// The cells of a table that only placed things on the page, one after the other.
    private mutating func unfolded(
        _ node: HTMLNode, depth: Int, captionWrappers: [Wrapper] = []
    ) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        for child in node.children where child.isElement(GUMBO_TAG_CAPTION) {
            result += blocks(of: child, depth: depth + 1, wrappers: captionWrappers)
        }
        for row in TableShape.rows(of: node) where !isDropped(row) {
            for cell in shownCells(of: row) where !isDropped(cell) {
                let blocks = self.blocks(of: cell, depth: depth + 2, wrappers: [])
                // The title of a box.
                let isTitle = !options.isWholePage && cell.isElement(GUMBO_TAG_TH)
                result += blocks.map { block in
                    if isTitle, case .paragraph(let line) = block { .paragraph([.strong(line)]) } else { block }
                }
            }
        }
        return result
    }

    /// A list whose bullets are pictures in a column of their own.
    private mutating func bulletTable(_ node: HTMLNode, depth: Int) -> [MarkdownBlock] {
        var items: [[MarkdownBlock]] = []
        for row in TableShape.rows(of: node) {
            let cells = TableShape.cells(of: row)
            guard cells.count == 2 else { continue }
            leaveOut(cells[0], "bullets")
            let item = blocks(of: cells[1], depth: depth + 2, wrappers: [])
            if !item.isEmpty { items.append(item) }
        }
        let isTight = items.allSatisfy { item in
            item.dropFirst().allSatisfy { if case .list = $0 { true } else { false } }
        }
        return items.isEmpty ? [] : [.list(MarkdownList(start: nil, isTight: isTight, items: items))]
    }

    /// As a style sheet or the old attribute says; the style wins, as in a browser.
    private static func alignment(of cell: HTMLNode) -> MarkdownTable.Alignment {
        func alignment(_ value: some Sequence<UInt8>) -> MarkdownTable.Alignment? {
            var word: UInt64 = 0
            for byte in value {
                guard byte.isASCIILetter else { break }
                word = word << 8 | UInt64(byte | 0x20)
            }
            switch word {
            case 0x6365_6E74_6572: return .center
            case 0x7269_6768_74: return .right
            case 0x6C65_6674: return .left
            default: return nil
            }
        }
        if let style = cell.attributeBytes("style"), ByteText.contains("lign", in: style) {
            let plain = style.filter { $0 > 0x20 }
            if let place = plain.withUnsafeBufferPointer({ ByteText.place(of: "text-align:", in: $0) }),
                let found = alignment(plain[(place + 11)...])
            {
                return found
            }
        }
        return cell.attributeBytes("align").flatMap { alignment($0) } ?? .none
    }

    /// A cell in one line: blocks are joined, and what that loses is named.
    private mutating func cell(_ node: HTMLNode, depth: Int) -> [MarkdownInline] {
        cells += 1
        let blocks = self.blocks(of: node, depth: depth, wrappers: [])
        cells -= 1
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
            case .heading(_, let inlines), .anchoredHeading(_, _, let inlines): add([.strong(inlines)])
            case .code(_, let text):
                // A cell has no lines, but which there were can still be seen.
                for line in text.split(separator: "\n") {
                    let code = Array(line.utf8).trimmed().string
                    if !code.isEmpty { add([.code(code)]) }
                }
            case .quote(let inner), .alert(_, let inner), .footnoteDefinition(_, let inner): stack += inner.reversed()
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
