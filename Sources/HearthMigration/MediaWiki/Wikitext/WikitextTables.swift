/// `{| … |}` to HTML tables, line by line, as MediaWiki's `doTableStuff` does it.
struct WikitextTables {
    private struct Open {
        /// `td`, `th` or `caption`, while one is open.
        var cell = ""
        var isRowOpen = false
        var hasRow = false
        var rowAttributes: [UInt8] = []
        /// The `:` in front of the table.
        var indent = 0
    }

    private var out: [UInt8] = []
    private var stack: [Open] = []

    static func convert(_ source: [UInt8]) -> [UInt8] {
        guard ByteText.find("{|", in: source, from: 0, to: source.count) != nil else { return source }
        var tables = WikitextTables()
        for line in ByteText.lines(source) { tables.add(source, line) }
        tables.finish()
        return tables.out
    }

    private mutating func add(_ source: [UInt8], _ range: Range<Int>) {
        var start = range.lowerBound
        while start < range.upperBound, source[start] <= 0x20 { start += 1 }
        var end = range.upperBound
        while end > start, source[end - 1] <= 0x20 { end -= 1 }
        let line = source[start..<end]
        var indent = 0
        while start + indent < end, source[start + indent] == 0x3A { indent += 1 }
        if line.dropFirst(indent).starts(with: "{|".utf8) {
            return open(line.dropFirst(indent + 2), indent: indent)
        }
        guard !stack.isEmpty, let first = line.first else {
            out += source[range] + [0x0A]
            return
        }
        if line.starts(with: "|}".utf8) { return close(line.dropFirst(2)) }
        if line.starts(with: "|-".utf8) { return row(line.dropFirst(2)) }
        guard first == 0x7C || first == 0x21 else {
            out += source[range] + [0x0A]
            return
        }
        if line.starts(with: "|+".utf8) { return cells(line.dropFirst(2), "caption", splitsAtBang: false) }
        cells(line.dropFirst(), first == 0x21 ? "th" : "td", splitsAtBang: first == 0x21)
    }

    private mutating func open(_ attributes: ArraySlice<UInt8>, indent: Int) {
        for _ in 0..<min(indent, 20) { out += Array("<dl><dd>".utf8) }
        out += "<table".utf8
        WikitextSanitizer.write(attributes, into: &out)
        out += ">\n".utf8
        stack.append(Open(indent: min(indent, 20)))
    }

    private mutating func endCell() {
        let top = stack.count - 1
        if !stack[top].cell.isEmpty { out += Array("</\(stack[top].cell)>\n".utf8) }
        stack[top].cell = ""
    }

    private mutating func endRow() {
        endCell()
        let top = stack.count - 1
        if stack[top].isRowOpen { out += Array("</tr>\n".utf8) }
        stack[top].isRowOpen = false
    }

    private mutating func close(_ rest: ArraySlice<UInt8>) {
        endRow()
        let table = stack.removeLast()
        out += "</table>".utf8
        for _ in 0..<table.indent { out += Array("</dd></dl>".utf8) }
        out += rest + [0x0A]
    }

    private mutating func row(_ rest: ArraySlice<UInt8>) {
        endRow()
        stack[stack.count - 1].rowAttributes = Array(rest.drop { $0 == 0x2D })
    }

    private mutating func cells(_ line: ArraySlice<UInt8>, _ kind: String, splitsAtBang: Bool) {
        for cell in Self.split(line, atBang: splitsAtBang) {
            endCell()
            let top = stack.count - 1
            if kind != "caption", !stack[top].isRowOpen {
                out += "<tr".utf8
                WikitextSanitizer.write(stack[top].rowAttributes[...], into: &out)
                out += ">\n".utf8
                stack[top].rowAttributes = []
                stack[top].isRowOpen = true
                stack[top].hasRow = true
            }
            stack[top].cell = kind
            let (attributes, content) = Self.parts(cell)
            out += "<\(kind)".utf8
            WikitextSanitizer.write(attributes, into: &out)
            out.append(0x3E)
            out += content
        }
        out.append(0x0A)
    }

    /// At `||`, and in header rows at `!!`.
    private static func split(_ line: ArraySlice<UInt8>, atBang: Bool) -> [ArraySlice<UInt8>] {
        var cells: [ArraySlice<UInt8>] = []
        var start = line.startIndex
        var index = start
        while index + 1 < line.endIndex {
            let byte = line[index]
            if line[index + 1] == byte, byte == 0x7C || (atBang && byte == 0x21) {
                cells.append(line[start..<index])
                index += 2
                start = index
            } else {
                index += 1
            }
        }
        cells.append(line[start...])
        return cells
    }

    /// `attributes | content`; a link's bar is none.
    private static func parts(_ cell: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        guard let bar = cell.firstIndex(of: 0x7C) else { return ([], Self.content(cell)) }
        let before = cell[..<bar]
        if before.firstIndex(of: 0x5B).map({ $0 + 1 < bar && cell[$0 + 1] == 0x5B }) ?? false {
            return ([], Self.content(cell))
        }
        return (before, Self.content(cell[(bar + 1)...]))
    }

    private static func content(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> { cell.trimmed() }

    private mutating func finish() {
        while !stack.isEmpty { close([]) }
        if out.last == 0x0A { out.removeLast() }
    }
}
