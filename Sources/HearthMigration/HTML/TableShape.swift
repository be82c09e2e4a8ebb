import CGumbo

/// What a table was for. Before style sheets, tables placed things on the page more often than they held data.
enum TableShape {
    case data
    case layout
    /// Pictures of bullets in one column, the items in the other.
    case list

    /// The rows of this table, not those of tables inside it.
    static func rows(of table: HTMLNode) -> [HTMLNode] {
        var (head, rows, foot): ([HTMLNode]?, [HTMLNode], [HTMLNode]?) = (nil, [], nil)
        for child in table.children where child.kind == .element {
            switch child.pointer.pointee.v.element.tag {
            case GUMBO_TAG_TR: rows.append(child)
            case GUMBO_TAG_THEAD where head == nil: head = Self.rows(in: child)
            // HTML 4 wanted the foot before the body; browsers show it below.
            case GUMBO_TAG_TFOOT where foot == nil: foot = Self.rows(in: child)
            case GUMBO_TAG_THEAD, GUMBO_TAG_TBODY, GUMBO_TAG_TFOOT: rows += Self.rows(in: child)
            default: continue
            }
        }
        return (head ?? []) + rows + (foot ?? [])
    }

    private static func rows(in section: HTMLNode) -> [HTMLNode] {
        section.children.filter { $0.isElement(GUMBO_TAG_TR) }
    }

    /// The cells of a row, without one for the numbers of the lines of code beside it.
    static func cells(of row: HTMLNode) -> [HTMLNode] {
        let cells = allCells(of: row)
        return LineNumbers.column(cells) == nil ? cells : Array(cells.dropFirst())
    }

    static func allCells(of row: HTMLNode) -> [HTMLNode] {
        row.children.filter { $0.isElement(GUMBO_TAG_TD) || $0.isElement(GUMBO_TAG_TH) }
    }

    /// The cell of a table that has no other.
    static func onlyCell(of table: HTMLNode) -> HTMLNode? {
        let rows = rows(of: table)
        guard rows.count == 1 else { return nil }
        let cells = cells(of: rows[0])
        return cells.count == 1 ? cells[0] : nil
    }

    /// Whether no row has more than one cell, and none is a head: what is in them needs no flattening either.
    static func isColumn(_ table: HTMLNode) -> Bool {
        let rows = rows(of: table).map { cells(of: $0) }
        return rows.contains { !$0.isEmpty } && rows.allSatisfy { $0.count < 2 }
            && !rows.joined().contains { $0.isElement(GUMBO_TAG_TH) }
    }

    static func of(_ table: HTMLNode) -> TableShape {
        if let role = table.attribute("role"), role == "presentation" || role == "none" { return .layout }
        let rows = rows(of: table).map { cells(of: $0) }.filter { !$0.isEmpty }
        if isBulletList(rows) { return .list }
        let width = rows.map(\.count).max() ?? 0
        // One row is a table when somebody has drawn lines around its cells.
        guard width > 1, rows.count > 1 || (isFramed(table) && hasLines(rows)) else { return .layout }
        var facts = Facts()
        for cell in rows.joined() { facts.add(cell) }
        if facts.holdsLayout || facts.longest > longestOfData { return .layout }
        // A row of pictures with their names is no row of data, nor are columns of prose side by side.
        if rows.count == 1, facts.pictured > 0 || facts.longest > longestOfOneRow { return .layout }
        if hasHeader(rows) || table.children.contains(where: { $0.isElement(GUMBO_TAG_CAPTION) }) {
            return .data
        }
        guard facts.texts > 1 else { return .layout }
        // Pictures with a line below each are a gallery, and pictures with prose beside each an article.
        if facts.images > facts.texts || isIllustrated(rows, facts) { return .layout }
        if isFramed(table) { return .data }
        // No frame: a regular grid of short texts reads as data all the same.
        let regular = rows.count { $0.count { Facts.holdsText($0) } > 1 }
        // Names and values, some of which nobody has filled in.
        let isForm = rows.allSatisfy { $0.count == 2 && Facts.holdsText($0[0]) } && facts.images == 0
        if isForm, regular > 0, facts.longest <= 8 { return .data }
        return regular > 1 && regular * 2 >= rows.count && facts.words <= facts.texts * 20 ? .data : .layout
    }

    /// Whether a table in the text of a wiki or blog only places things on the page, as on many a main page: other tables
    /// or headings stand in it, columns of prose, or one row without lines. Tables with heads above or beside are data.
    static func isLayout(_ table: HTMLNode) -> Bool {
        if let role = table.attribute("role"), role == "presentation" || role == "none" { return true }
        // Whoever draws lines around all cells means a table.
        if table.attribute("class")?.contains("wikitable") ?? false { return false }
        if let border = table.attribute("border"), border != "0" { return false }
        let rows = rows(of: table).map { cells(of: $0) }.filter { !$0.isEmpty }
        let width = rows.map(\.count).max() ?? 0
        var facts = Facts()
        for cell in rows.joined() { facts.add(cell) }
        if width == 1 {
            // A column of titled boxes, one below the other.
            let heads = rows.count { $0[0].isElement(GUMBO_TAG_TH) && Facts.holdsText($0[0]) }
            return rows.count > 1 && (facts.holdsLayout || heads > 1)
        }
        guard width > 1, !hasHeader(rows), !table.children.contains(where: { $0.isElement(GUMBO_TAG_CAPTION) }) else {
            return false
        }
        return facts.holdsLayout || facts.longest > longestOfData || (rows.count == 1 && !isFramed(table))
    }

    /// More words than this are no cell of a table of data.
    private static let longestOfData = 150
    /// More words than this in a cell of a table's only row read as prose.
    private static let longestOfOneRow = 25

    /// More words than this, on average, say more than the name of the picture beside them.
    private static let longestName = 12

    private static func isIllustrated(_ rows: [[HTMLNode]], _ facts: Facts) -> Bool {
        facts.images == facts.texts && facts.words > facts.texts * longestName
            && rows.allSatisfy { $0.count == 2 && Facts.holdsText($0[0]) != Facts.holdsText($0[1]) }
    }

    private static func hasHeader(_ rows: [[HTMLNode]]) -> Bool {
        rows.joined().contains { $0.isElement(GUMBO_TAG_TH) && Facts.holdsText($0) }
    }

    private static func isFramed(_ table: HTMLNode) -> Bool {
        if let border = table.attribute("border"), border != "0" { return true }
        let names = table.attribute("class") ?? ""
        if ["MsoTableGrid", "MsoNormalTable", "confluenceTable", "wikitable", "bordered"].contains(where: names.holds) {
            return true
        }
        if let rules = table.attribute("rules"), rules != "none" { return true }
        guard let style = table.attributeBytes("style") else { return false }
        let plain: [UInt8] = style.filter { $0 > 0x20 }
        return plain.withUnsafeBufferPointer { ByteText.contains("border-collapse:collapse", in: $0) } || isLine(style)
    }

    /// Whether a style draws a border: `border: 1px solid`.
    private static func isLine(_ style: UnsafeBufferPointer<UInt8>) -> Bool {
        let plain = style.filter { $0 > 0x20 }.map(\.asciiLower).string
        return plain.holds("border") && (plain.holds("solid") || plain.holds("double"))
    }

    private static func hasLines(_ rows: [[HTMLNode]]) -> Bool { rows.joined().allSatisfy { Facts.holdsText($0) } }

    private static func isBulletList(_ rows: [[HTMLNode]]) -> Bool {
        guard !rows.isEmpty else { return false }
        return rows.allSatisfy { cells in
            guard cells.count == 2, !Facts.holdsText(cells[0]), Facts.holdsText(cells[1]) else { return false }
            let images = Facts.images(below: cells[0])
            guard images.count == 1, let source = images[0].attribute("src")?.lowercased() else { return false }
            func pixels(_ name: StaticString) -> Int { images[0].attribute(name).flatMap { Int($0) } ?? 99 }
            return source.holds("bul") || source.holds("dot") || (pixels("width") <= 20 && pixels("height") <= 20)
        }
    }

    /// What the cells of a table hold.
    private struct Facts {
        var words = 0
        var longest = 0
        /// Cells with text, and with pictures only.
        var texts = 0
        var images = 0
        /// Cells with pictures.
        var pictured = 0
        /// Headings, rules, forms or other tables: nothing that a cell of data has.
        var holdsLayout = false

        mutating func add(_ cell: HTMLNode) {
            var stack = [cell]
            var count = 0
            var hasImage = false
            while let node = stack.popLast() {
                switch node.kind {
                case .text: count += Self.words(in: node.text)
                case .element:
                    switch node.tag {
                    case .heading1, .heading2, .heading3, .heading4, .heading5, .heading6, .rule, .table:
                        holdsLayout = true
                    case .image: hasImage = true
                    case .silent: continue
                    default: if node.isElement(GUMBO_TAG_FORM) { holdsLayout = true }
                    }
                    stack += node.children
                default: continue
                }
            }
            words += count
            longest = max(longest, count)
            if hasImage { pictured += 1 }
            if count > 0 { texts += 1 } else if hasImage { images += 1 }
        }

        static func words(in text: UnsafeBufferPointer<UInt8>) -> Int {
            var count = 0
            var inWord = false
            var index = 0
            while index < text.count {
                var isSpace = text[index] <= 0x20
                if text[index] == 0xC2, index + 1 < text.count, text[index + 1] == 0xA0 {
                    isSpace = true
                    index += 1
                }
                if !isSpace, !inWord { count += 1 }
                inWord = !isSpace
                index += 1
            }
            return count
        }

        static func holdsText(_ cell: HTMLNode) -> Bool {
            var stack = [cell]
            while let node = stack.popLast() {
                if node.kind == .text, words(in: node.text) > 0 { return true }
                if node.kind == .element, node.tag != .silent { stack += node.children }
            }
            return false
        }

        static func images(below cell: HTMLNode) -> [HTMLNode] {
            var found: [HTMLNode] = []
            var stack = [cell]
            while found.count < 3, let node = stack.popLast() {
                guard node.kind == .element else { continue }
                if node.tag == .image { found.append(node) }
                stack += node.children
            }
            return found
        }
    }
}

/// Cells with spans laid out on a grid; rows and columns that hold nothing go.
struct TableGrid {
    private var rows: [[[MarkdownInline]]] = []
    private var headers: [Bool] = []
    private var alignments: [Int: MarkdownTable.Alignment] = [:]
    /// Columns that cells of rows above reach down into: how many rows more.
    private var reach: [Int: Int] = [:]

    private(set) var hasHeader = false
    /// Whether the first cell of every row is its head, and no other cell is one.
    private(set) var hasRowHeads = false
    /// By row: how many heads it has, and whether its first cell is one.
    private var heads: [(count: Int, isFirst: Bool)] = []

    mutating func startRow() {
        rows.append([])
        headers.append(true)
        heads.append((0, false))
        fillFromAbove()
    }

    private mutating func fillFromAbove() {
        while let left = reach[rows[rows.count - 1].count], left > 0 {
            reach[rows[rows.count - 1].count] = left - 1
            rows[rows.count - 1].append([])
        }
    }

    mutating func add(
        _ content: [MarkdownInline], columns: Int, rows span: Int, isHeader: Bool, alignment: MarkdownTable.Alignment
    ) {
        let last = rows.count - 1
        guard last >= 0, rows[last].count < 500 else { return }
        if isHeader {
            heads[last].count += 1
            if rows[last].isEmpty { heads[last].isFirst = true }
        } else {
            headers[last] = false
        }
        let column = rows[last].count
        if alignments[column] == nil { alignments[column] = alignment }
        for offset in 0..<columns {
            rows[last].append(offset == 0 ? content : [])
            if span > 1 { reach[column + offset] = span - 1 }
        }
        fillFromAbove()
    }

    /// The table; nil when nothing is in it.
    var table: MarkdownTable? {
        mutating get {
            let filled = rows.indices.filter { rows[$0].contains { !$0.isEmpty } }
            guard let first = filled.first else { return nil }
            hasHeader = headers[first]
            let width = filled.map { rows[$0].count }.max() ?? 0
            let columns = (0..<width).filter { column in
                filled.contains { column < rows[$0].count && !rows[$0][column].isEmpty }
            }
            let kept = filled.map { row in columns.map { $0 < rows[row].count ? rows[row][$0] : [] } }
            hasRowHeads =
                filled.count > 1 && columns.count > 1
                && filled.allSatisfy { heads[$0].isFirst && heads[$0].count == 1 }
            if hasRowHeads {
                return MarkdownTable(
                    header: columns.map { _ in [] }, alignments: columns.map { alignments[$0] ?? .none },
                    rows: kept.map { row in [row[0].isEmpty ? [] : [.strong(row[0])]] + row.dropFirst() })
            }
            return MarkdownTable(
                header: kept[0], alignments: columns.map { alignments[$0] ?? .none }, rows: Array(kept.dropFirst()))
        }
    }
}
