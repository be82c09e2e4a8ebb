import CCMark

/// The tables of a text, found in libcmark's blocks, and the source in which place-holders stand for them.
///
/// libcmark knows no tables: to it they are paragraphs. So it parses twice when there are some. The first tree says
/// which
/// delimiter rows stand in a paragraph (not in code, not on a lazy line). Then each line of a table is replaced by a
/// heading
/// with a mark, in the same containers, and each cell becomes a heading in front of the text. So cells share the text's
/// link definitions, no inline of one cell reaches into another, and the whole stays linear.
struct TableRewriter {
    /// A cell: the heading (counted from 0) that libcmark makes of it, or nil when it is empty.
    struct Cell {
        var heading: Int?
        var line: Int
    }

    struct Table {
        var alignments: [MarkdownDocument.Alignment]
        /// The header first. A row may have fewer cells than there are columns.
        var rows: [[Cell]]
        /// Nil when no row has more cells than there are columns.
        var surplus: Surplus?
    }

    /// Rows whose last cells have no column, and are left out.
    struct Surplus {
        /// The first of them, counted from the header, and the column on its line, from 1, where what is left out begins.
        var row: Int
        var column: Int
        /// How many there are.
        var rows = 1
    }

    private(set) var tables: [Table] = []
    private(set) var cellCount = 0
    private(set) var source: SourceText
    private var rewritten: [(line: Int, prefixEnd: Int, table: Int?)] = []
    private var cells: [(content: Range<Int>, line: Int)] = []

    /// No tables yet.
    init(source: SourceText) {
        self.source = source
        self.source.indexLines()
    }

    /// Finds the tables of `source`, of which `tree` is libcmark's.
    init(source: SourceText, tree: borrowing CMarkTree) {
        self.init(source: source)
        let candidates = delimiterLines()
        guard !candidates.isEmpty else { return }
        var next = 0
        var node: CMarkNode? = tree.root
        while let block = node, next < candidates.count {
            if block.kind == CMARK_NODE_PARAGRAPH || block.kind == CMARK_NODE_HEADING {
                while next < candidates.count, candidates[next] <= block.startLine { next += 1 }
                if next < candidates.count, candidates[next] <= block.endLine {
                    findTable(in: block, candidates: candidates[next...])
                }
            }
            node = block.nextBlock(below: tree.root)
        }
    }

    /// The lines that look like delimiter rows, in order.
    private func delimiterLines() -> [Int] { (1...max(source.lineCount, 1)).filter { isDelimiterLine($0) } }

    /// Whether a line, its indentation and quote marks left out, looks like a delimiter row.
    func isDelimiterLine(_ line: Int) -> Bool {
        source.bytes.withUnsafeBufferPointer { text in
            let range = source.range(ofLine: line)
            var index = range.lowerBound
            while index < range.upperBound, text[index].isBlank || text[index] == Byte.greater { index += 1 }
            return index < range.upperBound && DelimiterRow.isCandidate(text, from: index)
        }
    }

    /// The first table that begins in a paragraph (or in what an underline has made a heading) reaches to its end.
    private mutating func findTable(in block: CMarkNode, candidates: ArraySlice<Int>) {
        let chain = ContainerChain(around: block, source: source)
        var lastLine = block.endLine
        // The underline `---` is a thematic break below a table, `===` one more row. libcmark may count the line below
        // it to the heading, too.
        if block.kind == CMARK_NODE_HEADING {
            let isBreak = cmark_node_get_heading_level(block) == 2
            let underline = (max(block.startLine, lastLine - 1)...lastLine).first { line in
                content(ofLine: line, in: block, chain).map { isUnderline($0.range, isBreak: isBreak) } ?? false
            }
            lastLine = (underline ?? lastLine) - (isBreak ? 1 : 0)
        }
        for delimiterLine in candidates {
            guard delimiterLine <= lastLine else { return }
            guard let delimiter = content(ofLine: delimiterLine, in: block, chain), delimiter.indent < 4,
                let header = content(ofLine: delimiterLine - 1, in: block, chain),
                let alignments = DelimiterRow.alignments(source.bytes[delimiter.range])
            else { continue }
            let headerCells = TableRow.cells(in: source.bytes[header.range], limit: alignments.count + 1)
            guard headerCells.count == alignments.count else { continue }
            var lines: [Line] = []
            for line in delimiterLine - 1...lastLine {
                guard let content = content(ofLine: line, in: block, chain) else { break }
                // What cannot interrupt a paragraph ends a table all the same.
                if line > delimiterLine, content.indent > 3 || beginsItem(content.range) { break }
                lines.append((line, content.range, content.prefixEnd))
            }
            addTable(alignments, lines: lines)
            return
        }
    }

    private func isUnderline(_ line: Range<Int>, isBreak: Bool) -> Bool {
        let text = source.bytes[line]
        let signs = text.prefix { $0 == (isBreak ? Byte.minus : 0x3D) }
        return !signs.isEmpty && text[signs.endIndex...].allSatisfy { $0.isBlank || $0 == Byte.newline }
    }

    /// Whether a line begins with the mark of a list (CommonMark 0.30, section 5.2).
    private func beginsItem(_ line: Range<Int>) -> Bool {
        let text = source.bytes[line]
        var rest = text.dropFirst()
        switch text.first {
        case Byte.minus, Byte.plus, Byte.star: break
        case (0x30...0x39)?:
            let digits = text.prefix { $0.isASCIIDigit }
            rest = text[digits.endIndex...]
            guard digits.count < 10, rest.first == Byte.dot || rest.first == Byte.close else { return false }
            rest = rest.dropFirst()
        default: return false
        }
        return rest.first.map { $0.isBlank || $0 == Byte.newline } ?? true
    }

    /// What a line of `block` holds without the marks of its containers; nil for a lazy line.
    private func content(
        ofLine line: Int, in block: CMarkNode, _ chain: ContainerChain
    ) -> (range: Range<Int>, prefixEnd: Int, indent: Int)? {
        let range = source.range(ofLine: line)
        if line == block.startLine {
            let start = min(range.lowerBound + max(block.startColumn - 1, 0), range.upperBound)
            return (start..<range.upperBound, start, 0)
        }
        let (position, isComplete) = chain.position(onLine: line)
        guard isComplete else { return nil }
        let (byte, indent) = chain.firstNonBlank(from: position, line: line)
        // A tab that belongs to the containers in part stays with them.
        let prefixEnd =
            position.byte < byte && source.bytes[position.byte] == Byte.tab ? position.byte + 1 : position.byte
        return (byte..<range.upperBound, prefixEnd, indent)
    }

    /// A line of a table, the bytes of its row, and where the marks of its containers end.
    typealias Line = (line: Int, row: Range<Int>, prefixEnd: Int)

    /// Adds a table of these lines: the header, the delimiter row, the others.
    mutating func addTable(_ alignments: [MarkdownDocument.Alignment], lines: [Line]) {
        var table = Table(alignments: alignments, rows: [])
        for (place, (line, bytes, prefixEnd)) in lines.enumerated() {
            rewritten.append((line, prefixEnd, place == 0 ? tables.count : nil))
            guard place != 1 else { continue }
            let ranges = TableRow.cells(in: source.bytes[bytes], limit: alignments.count)
            if let surplus = TableRow.surplus(in: source.bytes[bytes], behind: ranges) {
                let column = surplus - source.range(ofLine: line).lowerBound + 1
                if table.surplus == nil { table.surplus = Surplus(row: table.rows.count, column: column, rows: 0) }
                table.surplus?.rows += 1
            }
            let row = ranges.map { range in
                guard !range.isEmpty else { return Cell(heading: nil, line: line) }
                cells.append((range, line))
                return Cell(heading: cells.count - 1, line: line)
            }
            table.rows.append(row)
        }
        tables.append(table)
        cellCount = cells.count
    }

    /// The source with a heading for each cell in front, and place-holders for the lines of tables.
    func rewrittenSource() -> SourceText {
        var rewriter = SourceRewriter(source)
        for (range, line) in cells {
            let column = range.lowerBound - source.range(ofLine: line).lowerBound
            rewriter.add(
                [Self.headingMark, Self.headingContent(source.bytes[range])], for: line, columnShift: column - 2)
        }
        for (line, prefixEnd, table) in rewritten {
            rewriter.copyLines(before: line)
            let prefix = source.bytes[source.range(ofLine: line).lowerBound..<prefixEnd]
            let number = table.map { Array(String($0).utf8) } ?? []
            rewriter.add([prefix, Self.headingMark, [Mask.table], number[...]], for: line)
            rewriter.skipLine()
        }
        return rewriter.finish()
    }

    private static let headingMark = Array("# ".utf8)[...]

    /// The content of a cell as that of a heading: `\|` is `|`, and a closing `#` is not a heading's.
    private static func headingContent(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var output = cell
        if cell.contains(Byte.pipe) {
            output = []
            for index in cell.indices {
                if cell[index] == Byte.backslash, index + 1 < cell.endIndex, cell[index + 1] == Byte.pipe { continue }
                output.append(cell[index])
            }
        }
        guard output.last == Byte.hash else { return output }
        let rest = output.reversed().drop { $0 == Byte.hash }
        guard rest.first.map(\.isBlank) ?? true else { return output }
        // An entity is no `#` to libcmark's headings, and a `#` again in the text.
        output.removeLast()
        output += "&#35;".utf8
        return output
    }
}
