// Lines: headings, lists, quotes, tables, code by indentation, paragraphs.

extension DokuWikiText {
    mutating func blocks(_ text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var paragraph: [UInt8] = []
        let lines = ByteText.lines(text)
        var index = 0
        func isMarkerLine(_ line: ArraySlice<UInt8>) -> Bool {
            let plain = line.trimmed()
            guard plain.first == Self.marker, plain.last == Self.marker, plain.count > 2,
                let number = Int(plain.dropFirst().dropLast().string), number < stripped.count
            else { return false }
            return stripped[number].isBlock
        }
        while index < lines.count {
            let line = text[lines[index]]
            let kind = Self.kind(of: line)
            let isBlock = kind != .text || isMarkerLine(line)
            if isBlock, !paragraph.isEmpty {
                out += Array("<p>".utf8) + inline(paragraph.trimmed(), depth: 0) + Array("</p>\n".utf8)
                paragraph = []
            }
            switch kind {
            case .blank: index += 1
            case .heading(let level):
                let title = line.trimmed().drop { $0 == 0x3D }
                let end = title.lastIndex { $0 != 0x3D }.map { $0 + 1 } ?? title.startIndex
                out += Array("<h\(level)>".utf8) + inline(title[title.startIndex..<end].trimmed(), depth: 0)
                out += "</h\(level)>\n".utf8
                index += 1
            case .rule:
                out += "<hr>\n".utf8
                index += 1
            case .list: index = list(text, lines, from: index, into: &out)
            case .quote: index = quote(text, lines, from: index, into: &out)
            case .table: index = table(text, lines, from: index, into: &out)
            case .code: index = code(text, lines, from: index, into: &out)
            case .macro:
                lose("macro:" + line.trimmed().filter { $0 != 0x7E }.prefix(30).string.lowercased())
                index += 1
            case .text:
                if isBlock { out += line.trimmed() } else { paragraph += line + [0x0A] }
                index += 1
            }
        }
        if !paragraph.trimmed().isEmpty {
            out += Array("<p>".utf8) + inline(paragraph.trimmed(), depth: 0) + Array("</p>\n".utf8)
        }
        return out
    }

    private enum LineKind: Equatable {
        case blank, rule, list, quote, table, code, text, macro
        case heading(Int)
    }

    private static func kind(of line: ArraySlice<UInt8>) -> LineKind {
        let plain = line.trimmed()
        guard let first = plain.first else { return .blank }
        if first == 0x3D, Self.indent(of: line) < 2, plain.count > 4, plain.last == 0x3D,
            plain[plain.startIndex + 1] == 0x3D,
            plain[plain.endIndex - 2] == 0x3D
        {
            let count = plain.prefix { $0 == 0x3D }.count
            if count < plain.count { return .heading(max(1, min(5, 7 - count))) }
        }
        if first == 0x2D, plain.count >= 4, plain.allSatisfy({ $0 == 0x2D }) { return .rule }
        if first == 0x7E, plain.count > 4, plain.starts(with: "~~".utf8), plain.suffix(2).elementsEqual("~~".utf8),
            plain.dropFirst(2).dropLast(2).allSatisfy({
                ($0 >= 0x41 && $0 <= 0x5A) || $0 == 0x3A || $0 == 0x5F || $0.isASCIILetter
            })
        {
            return .macro
        }
        if line.first == 0x3E { return .quote }
        if line.first == 0x7C || line.first == 0x5E { return .table }
        if Self.indent(of: line) >= 2 { return first == 0x2A || first == 0x2D ? .list : .code }
        return .text
    }

    /// Whether a line is code because of the space before it: nothing in it is syntax, unless it is a tag for code or a
    /// box, which somebody has only moved in.
    static func isIndentedCode(_ line: ArraySlice<UInt8>) -> Bool {
        guard kind(of: line) == .code else { return false }
        // Tags of code are read all the same, as whoever put spaces before them meant it; this one is only ever shown.
        return !line.contains(0x3C) || line.trimmed().elementsEqual("<nowiki>".utf8)
            || line.trimmed().elementsEqual("</nowiki>".utf8)
    }

    /// In columns; a tab counts as two.
    private static func indent(of line: ArraySlice<UInt8>) -> Int {
        var count = 0
        for byte in line {
            if byte == 0x20 { count += 1 } else if byte == 0x09 { count += 2 } else { break }
        }
        return count
    }

    // MARK: Lists

    private mutating func list(_ text: [UInt8], _ lines: [Range<Int>], from start: Int, into out: inout [UInt8]) -> Int
    {
        var open: [(indent: Int, tag: String)] = []
        var index = start
        while index < lines.count, Self.kind(of: text[lines[index]]) == .list {
            let line = text[lines[index]]
            let indent = Self.indent(of: line)
            let plain = line.trimmed()
            let tag = plain.first == 0x2A ? "ul" : "ol"
            while let last = open.last, last.indent > indent {
                // Somebody counted spaces badly: an item between two levels belongs to the deeper one.
                if open.count > 1, open[open.count - 2].indent < indent {
                    open[open.count - 1].indent = indent
                    break
                }
                out += "</li></\(last.tag)>".utf8
                open.removeLast()
            }
            if let last = open.last, last.indent == indent {
                out += "</li>".utf8
                if last.tag != tag {
                    out += "</\(last.tag)><\(tag)>".utf8
                    open[open.count - 1].tag = tag
                }
            } else if open.count < 60 {
                out += "<\(tag)>".utf8
                open.append((indent, tag))
            }
            out += Array("<li>".utf8) + inline(plain.dropFirst().trimmed(), depth: 0)
            index += 1
        }
        for last in open.reversed() { out += Array("</li></\(last.tag)>".utf8) }
        out.append(0x0A)
        return index
    }

    // MARK: Quotes and code

    private mutating func quote(_ text: [UInt8], _ lines: [Range<Int>], from start: Int, into out: inout [UInt8]) -> Int
    {
        var depth = 0
        var index = start
        while index < lines.count, text[lines[index]].first == 0x3E {
            let line = text[lines[index]]
            let level = min(30, line.prefix { $0 == 0x3E }.count)
            while depth < level {
                out += "<blockquote>".utf8
                depth += 1
            }
            while depth > level {
                out += "</blockquote>".utf8
                depth -= 1
            }
            let content = line.drop { $0 == 0x3E }.trimmed()
            out += Array("<p>".utf8) + inline(content, depth: 0) + Array("</p>".utf8)
            index += 1
        }
        for _ in 0..<depth { out += Array("</blockquote>".utf8) }
        out.append(0x0A)
        return index
    }

    private mutating func code(_ text: [UInt8], _ lines: [Range<Int>], from start: Int, into out: inout [UInt8]) -> Int
    {
        var index = start
        var body: [UInt8] = []
        while index < lines.count, Self.kind(of: text[lines[index]]) == .code {
            let line = text[lines[index]]
            body += line.dropFirst(line.first == 0x09 ? 1 : 2) + [0x0A]
            index += 1
        }
        // A box or a piece of code that somebody has indented is not indented code.
        if body.contains(Self.marker) {
            out += Array("<p>".utf8) + inline(body.trimmed(), depth: 0) + Array("</p>\n".utf8)
            return index
        }
        out += "<pre>\n".utf8
        ByteText.escape(body, into: &out)
        out += "</pre>\n".utf8
        return index
    }

    // MARK: Tables

    private struct Cell {
        var isHeader: Bool
        var content: ArraySlice<UInt8>
        var span = 1
    }

    private mutating func table(_ text: [UInt8], _ lines: [Range<Int>], from start: Int, into out: inout [UInt8]) -> Int
    {
        var index = start
        out += "<table>\n".utf8
        while index < lines.count, Self.kind(of: text[lines[index]]) == .table {
            out += "<tr>".utf8
            for cell in Self.cells(text[lines[index]]) { write(cell, into: &out) }
            out += "</tr>\n".utf8
            index += 1
        }
        out += "</table>\n".utf8
        return index
    }

    private mutating func write(_ cell: Cell, into out: inout [UInt8]) {
        let name = cell.isHeader ? "th" : "td"
        out += "<\(name)".utf8
        if cell.span > 1 { out += Array(" colspan=\"\(cell.span)\"".utf8) }
        let isRight = cell.content.starts(with: "  ".utf8)
        let isLeft = cell.content.suffix(2).elementsEqual("  ".utf8)
        let content = cell.content.trimmed()
        if !content.isEmpty, isRight || isLeft {
            out += Array(" align=\"\(isRight && isLeft ? "center" : isRight ? "right" : "left")\"".utf8)
        }
        out.append(0x3E)
        if content.elementsEqual(":::".utf8) {
            // The cell above reaches down here: Markdown leaves the place empty.
            out += "<hearth-loss name=\"table:span\"></hearth-loss>".utf8
        } else {
            isInCell = true
            out += inline(content, depth: 0)
            isInCell = false
        }
        out += "</\(name)>".utf8
    }

    /// `^ head | cell |`; bars in links and files belong to them, and a cell without width widens the one before.
    private static func cells(_ line: ArraySlice<UInt8>) -> [Cell] {
        var cells: [Cell] = []
        var index = line.startIndex
        var mark = line[index]
        index += 1
        var start = index
        var depth = 0
        func close(at end: Int) {
            if start == end, !cells.isEmpty, end < line.endIndex {
                cells[cells.count - 1].span += 1
            } else {
                cells.append(Cell(isHeader: mark == 0x5E, content: line[start..<end]))
            }
        }
        while index < line.endIndex {
            let byte = line[index]
            let next = index + 1 < line.endIndex ? line[index + 1] : 0
            if (byte == 0x5B && next == 0x5B) || (byte == 0x7B && next == 0x7B) {
                depth += 1
                index += 2
            } else if depth > 0, (byte == 0x5D && next == 0x5D) || (byte == 0x7D && next == 0x7D) {
                depth -= 1
                index += 2
            } else if depth == 0, byte == 0x7C || byte == 0x5E {
                close(at: index)
                mark = byte
                start = index + 1
                index += 1
            } else {
                index += 1
            }
        }
        // What follows the last bar is no cell, unless the row was not closed.
        if line[min(start, line.endIndex)...].contains(where: { $0 > 0x20 }) { close(at: line.endIndex) }
        return cells
    }
}
