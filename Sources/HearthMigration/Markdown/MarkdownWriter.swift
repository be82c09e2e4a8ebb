/// Prints a Markdown tree the way a person would have typed it: ATX headings, `-` lists, fenced code, pipe tables, and
/// a backslash only where a character would otherwise read as markup.
package struct MarkdownWriter {
    /// Markup that could not be written where it stood, such as emphasis inside a word that ends in punctuation.
    package private(set) var losses: [String] = []

    package init() {}

    /// The Markdown of `blocks`, each line ended by a newline; empty for no blocks.
    package mutating func write(_ blocks: [MarkdownBlock]) -> String {
        let lines = lines(of: blocks, tight: false)
        guard !lines.isEmpty else { return "" }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
        for line in lines {
            bytes += line
            bytes.append(0x0A)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private typealias Line = [UInt8]

    private mutating func lines(of blocks: [MarkdownBlock], tight: Bool) -> [Line] {
        var lines: [Line] = []
        // Two lists of one kind in a row would run together: the second takes the other marker.
        var alternate = false
        var last: MarkdownBlock?
        for block in blocks {
            if case .list(let list) = block, case .list(let before)? = last,
                (list.start == nil) == (before.start == nil)
            {
                alternate.toggle()
            } else {
                alternate = false
            }
            let own = self.lines(of: block, alternate: alternate)
            if own.isEmpty { continue }
            if let last, !(tight && Self.mayTouch(last, block)) { lines.append([]) }
            lines += own
            last = block
        }
        return lines
    }

    /// Inside a tight list item a nested list may follow the paragraph without a blank line.
    private static func mayTouch(_ above: MarkdownBlock, _ below: MarkdownBlock) -> Bool {
        guard case .paragraph = above, case .list(let list) = below else { return false }
        // An ordered list that does not start at 1 cannot interrupt a paragraph.
        return list.start == nil || list.start == 1
    }

    private mutating func lines(of block: MarkdownBlock, alternate: Bool) -> [Line] {
        switch block {
        case .paragraph(let inlines): inlineLines(inlines, .paragraph)
        case .heading(let level, let inlines): heading(level: level, inlines)
        case .anchoredHeading(let level, let id, let inlines):
            heading(level: level, inlines).map { $0 + Array(" {#\(id)}".utf8) }
        case .code(let language, let text): Self.fence(language: language, text)
        case .quote(let inner): quote(inner)
        case .list(let list): listLines(list, alternate: alternate)
        case .table(let table): tableLines(table)
        case .rule: [Array("---".utf8)]
        case .alert(let kind, let inner): alert(kind, inner)
        case .footnoteDefinition(let label, let inner): footnote(label, inner)
        case .verbatimLine(let text): [Array(text.utf8)]
        }
    }

    private mutating func inlineLines(_ inlines: [MarkdownInline], _ place: InlineWriter.Place) -> [Line] {
        var writer = InlineWriter(place)
        writer.write(inlines)
        losses += writer.losses
        let lines = writer.lines()
        return lines.count == 1 && lines[0].isEmpty ? [] : lines
    }

    private mutating func heading(level: Int, _ inlines: [MarkdownInline]) -> [Line] {
        guard let text = inlineLines(inlines, .heading).first else { return [] }
        return [Array(repeating: 0x23, count: max(1, min(6, level))) + [0x20] + text]
    }

    private mutating func quote(_ inner: [MarkdownBlock]) -> [Line] {
        lines(of: inner, tight: false).map { $0.isEmpty ? [0x3E] : [0x3E, 0x20] + $0 }
    }

    private mutating func alert(_ kind: String, _ inner: [MarkdownBlock]) -> [Line] {
        let body = quote(inner)
        return body.isEmpty ? [] : [Array("> [!\(kind)]".utf8)] + body
    }

    /// `[^label]: text`; what follows the first line is indented by four.
    private mutating func footnote(_ label: String, _ inner: [MarkdownBlock]) -> [Line] {
        let own = lines(of: inner, tight: false)
        guard let first = own.first else { return [] }
        let indent: Line = Array(repeating: 0x20, count: 4)
        return [Array("[^\(label)]: ".utf8) + first] + own.dropFirst().map { $0.isEmpty ? [] : indent + $0 }
    }

    private static func fence(language: String, _ text: String) -> [Line] {
        let bytes = Array(text.utf8)
        var body: [Line] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            body.append(Array(bytes[start..<end]))
            start = end + 1
        }
        body.append(Array(bytes[start...]))
        while let last = body.last, last.isEmpty { body.removeLast() }
        let longest = bytes.contains(0x60) ? longestRun(of: 0x60, in: bytes) : 0
        let mark: Line = Array(repeating: 0x60, count: max(3, longest + 1))
        // An info string holds no backtick, and our languages are single words.
        let info = language.utf8.filter { $0 > 0x20 && $0 != 0x60 && $0 != 0x7F }
        return [mark + info] + body + [mark]
    }

    static func longestRun(of byte: UInt8, in bytes: some Sequence<UInt8>) -> Int {
        var longest = 0
        var current = 0
        for each in bytes {
            current = each == byte ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }

    private mutating func listLines(_ list: MarkdownList, alternate: Bool) -> [Line] {
        var lines: [Line] = []
        for (index, item) in list.items.enumerated() {
            let marker: Line
            if let start = list.start {
                // CommonMark reads at most nine digits.
                let number = min(max(0, start), 999_999_000) + index
                marker = Array(String(number).utf8) + [alternate ? 0x29 : 0x2E, 0x20]
            } else {
                marker = [alternate ? 0x2A : 0x2D, 0x20]
            }
            let own = self.lines(of: item, tight: list.isTight)
            if index > 0, !list.isTight { lines.append([]) }
            guard let first = own.first else {
                lines.append(Array(marker.dropLast()))
                continue
            }
            // A rule right after the marker would read as one longer rule (`- ---`).
            if case .rule? = item.first {
                lines.append(marker + Array("***".utf8))
            } else {
                lines.append(marker + first)
            }
            let indent: Line = Array(repeating: 0x20, count: marker.count)
            lines += own.dropFirst().map { $0.isEmpty ? [] : indent + $0 }
        }
        return lines
    }

    private mutating func tableLines(_ table: MarkdownTable) -> [Line] {
        let width = max(table.header.count, table.rows.map(\.count).max() ?? 0)
        guard width > 0 else { return [] }
        var lines = [row(table.header, width: width)]
        var rule: Line = [0x7C]
        for column in 0..<width {
            let alignment = column < table.alignments.count ? table.alignments[column] : .none
            let text =
                switch alignment {
                case .none: " --- |"
                case .left: " :-- |"
                case .center: " :-: |"
                case .right: " --: |"
                }
            rule += Array(text.utf8)
        }
        lines.append(rule)
        for cells in table.rows { lines.append(row(cells, width: width)) }
        return lines
    }

    private mutating func row(_ cells: [[MarkdownInline]], width: Int) -> Line {
        var line: Line = [0x7C]
        for column in 0..<width {
            let text = column < cells.count ? inlineLines(cells[column], .tableCell).first ?? [] : []
            line += text.isEmpty ? [0x20, 0x7C] : [0x20] + text + [0x20, 0x7C]
        }
        return line
    }
}
