/// Prints a Markdown tree the way a person would have typed it: ATX headings, `-` lists, fenced code, pipe tables, and
/// a backslash only where a character would otherwise read as markup.
///
/// All goes into one buffer. What quotes and lists put before each of their lines is kept in `prefix`; what stands
/// before the first line of an item (its marker) and the blank line above a block are written when the first byte
/// behind them is known to come.
package struct MarkdownWriter {
    /// Markup that could not be written where it stood, such as emphasis inside a word that ends in punctuation.
    package private(set) var losses: [String] = []

    private var out: [UInt8] = []
    /// Stands before every line of the blocks that are open.
    private var prefix: [UInt8] = []
    /// As much of `prefix` as stands on a blank line: all up to the innermost `>`.
    private var blankLength = 0
    /// Stands before the next line instead of `prefix`, when that is the first of a list's item.
    private var first: [UInt8]?
    /// How much of `prefix` stands on the blank line that comes before the next line; nil for no blank line.
    private var blankAbove: Int?

    /// Whether the text is that of a question or an answer, where some headings have a meaning (`PostHeading`).
    private let isPost: Bool

    package init(isPost: Bool = false) { self.isPost = isPost }

    /// The Markdown of `blocks`, each line ended by a newline; empty for no blocks.
    package mutating func write(_ blocks: [MarkdownBlock]) -> String { bytes(blocks).string }

    /// The same as bytes in UTF-8.
    mutating func bytes(_ blocks: [MarkdownBlock]) -> [UInt8] {
        var bytes: [UInt8] = []
        append(blocks, to: &bytes)
        return bytes
    }

    /// Adds `blocks` to Markdown that `bytes` holds already.
    mutating func append(_ blocks: [MarkdownBlock], to bytes: inout [UInt8]) {
        swap(&out, &bytes)
        if !out.isEmpty { blankAbove = 0 }
        write(blocks, tight: false)
        blankAbove = nil
        swap(&out, &bytes)
    }

    // MARK: Lines

    /// Writes what stands before a line's own text.
    private mutating func startLine() {
        if let length = blankAbove {
            out += prefix[..<length]
            out.append(0x0A)
            blankAbove = nil
        }
        if let first {
            out += first
            self.first = nil
        } else {
            out += prefix
        }
    }

    private mutating func line(_ text: some Collection<UInt8>) {
        if text.isEmpty, first == nil {
            out += prefix[..<blankLength]
        } else {
            startLine()
            out += text
        }
        out.append(0x0A)
    }

    /// What `startLine` was about to write, so that a block that turns out empty leaves no trace.
    private struct State {
        var count: Int
        var first: [UInt8]?
        var blankAbove: Int?
    }

    private var state: State { State(count: out.count, first: first, blankAbove: blankAbove) }

    private mutating func restore(_ state: State) {
        out.removeSubrange(state.count...)
        first = state.first
        blankAbove = state.blankAbove
    }

    /// Writes `body` with `mark` before its first line and `others` before all that follow.
    private mutating func indented(_ mark: [UInt8], _ others: [UInt8], _ body: (inout Self) -> Void) {
        let (count, length) = (prefix.count, blankLength)
        let before = first
        first = (first ?? prefix) + mark
        prefix += others
        let start = out.count
        body(&self)
        prefix.removeSubrange(count...)
        blankLength = length
        if out.count == start { first = before }
    }

    // MARK: Blocks

    private mutating func write(_ blocks: [MarkdownBlock], tight: Bool) {
        // Two lists of one kind in a row would run together: the second takes the other marker.
        var alternate = false
        var last: Int?
        for (index, block) in blocks.enumerated() {
            if case .list(let list) = block, let last, case .list(let before) = blocks[last],
                (list.start == nil) == (before.start == nil)
            {
                alternate.toggle()
            } else {
                alternate = false
            }
            if let last { blankAbove = tight && Self.mayTouch(blocks[last], block) ? nil : blankLength }
            let count = out.count
            write(block, alternate: alternate)
            if out.count > count { last = index }
        }
        if last != nil { blankAbove = nil }
    }

    /// Inside a tight list item a nested list may follow the paragraph without a blank line.
    private static func mayTouch(_ above: MarkdownBlock, _ below: MarkdownBlock) -> Bool {
        guard case .paragraph = above, case .list(let list) = below else { return false }
        // An ordered list that does not start at 1 cannot interrupt a paragraph.
        return list.start == nil || list.start == 1
    }

    private mutating func write(_ block: MarkdownBlock, alternate: Bool) {
        switch block {
        case .paragraph(let inlines): paragraph(inlines)
        case .heading(let level, let inlines): heading(level: level, inlines, id: nil)
        case .anchoredHeading(let level, let id, let inlines): heading(level: level, inlines, id: id)
        case .code(let language, let text): fence(language: language, text)
        case .quote(let inner): quote { $0.write(inner, tight: false) }
        case .list(let list): write(list, alternate: alternate)
        case .table(let table): write(table)
        case .rule: line(followsMarker ? "***".utf8 : "---".utf8)
        case .alert(let kind, let inner): alert(kind, inner)
        case .footnoteDefinition(let label, let inner):
            indented(Array("[^\(label)]: ".utf8), Array("    ".utf8)) { $0.write(inner, tight: false) }
        case .verbatimLine(let text): line(text.utf8)
        }
    }

    /// A rule right after the marker of an item would read as one longer rule (`- ---`).
    private var followsMarker: Bool {
        guard let mark = first?.dropLast().last else { return false }
        return mark != 0x3E && mark != 0x3A
    }

    /// Writes running text into the buffer itself; answers whether there was any.
    private mutating func write(_ inlines: [MarkdownInline], _ place: InlineWriter.Place) -> Bool {
        var writer = InlineWriter(place)
        let start = out.count
        swap(&writer.out, &out)
        writer.lineStart = start
        writer.write(inlines)
        swap(&writer.out, &out)
        if !writer.losses.isEmpty { losses += writer.losses }
        return out.count > start
    }

    private mutating func paragraph(_ inlines: [MarkdownInline]) {
        let before = state
        startLine()
        let start = out.count
        guard write(inlines, .paragraph) else { return restore(before) }
        if !prefix.isEmpty, out[start...].contains(0x0A) {
            let lines = out[start...].split(separator: 0x0A, omittingEmptySubsequences: false)
            var text = Array(lines[0])
            for line in lines.dropFirst() {
                text.append(0x0A)
                text += line.isEmpty ? prefix[..<blankLength] : prefix[...]
                text += line
            }
            out.replaceSubrange(start..., with: text)
        }
        out.append(0x0A)
    }

    private mutating func heading(level: Int, _ inlines: [MarkdownInline], id: String?) {
        if isPost, let plain = PostHeading.plain(level, inlines) {
            if case .heading(let lower, _) = plain, lower == level { return title(level: level, inlines, id: id) }
            return write(plain, alternate: false)
        }
        title(level: level, inlines, id: id)
    }

    private mutating func title(level: Int, _ inlines: [MarkdownInline], id: String?) {
        let before = state
        startLine()
        for _ in 0..<max(1, min(6, level)) { out.append(0x23) }
        out.append(0x20)
        guard write(inlines, .heading) else { return restore(before) }
        if let id { out += " {#\(id)}".utf8 }
        out.append(0x0A)
    }

    private mutating func quote(_ body: (inout Self) -> Void) {
        let (count, length) = (prefix.count, blankLength)
        let before = first
        if first != nil { first? += [0x3E, 0x20] }
        prefix += [0x3E, 0x20]
        blankLength = prefix.count - 1
        let start = out.count
        body(&self)
        prefix.removeSubrange(count...)
        blankLength = length
        if out.count == start { first = before }
    }

    private mutating func alert(_ kind: String, _ inner: [MarkdownBlock]) {
        let before = state
        quote { writer in
            writer.line("[!\(kind)]".utf8)
            let start = writer.out.count
            writer.write(inner, tight: false)
            if writer.out.count == start { writer.restore(before) }
        }
    }

    private mutating func fence(language: String, _ text: String) {
        var text = text
        text.withUTF8 { bytes in
            let longest = bytes.contains(0x60) ? Self.longestRun(of: 0x60, in: bytes) : 0
            let mark = [UInt8](repeating: 0x60, count: max(3, longest + 1))
            // An info string holds no backtick, and our languages are single words.
            line(mark + language.utf8.filter { $0 > 0x20 && $0 != 0x60 && $0 != 0x7F })
            var end = bytes.count
            while end > 0, bytes[end - 1] == 0x0A { end -= 1 }
            if prefix.isEmpty {
                out += bytes[..<end]
                if end > 0 { out.append(0x0A) }
            } else if end > 0 {
                for part in bytes[..<end].split(separator: 0x0A, omittingEmptySubsequences: false) { line(part) }
            }
            line(mark)
        }
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

    private mutating func write(_ list: MarkdownList, alternate: Bool) {
        for (index, item) in list.items.enumerated() {
            var marker: [UInt8] = []
            if let start = list.start {
                // CommonMark reads at most nine digits.
                let number = min(max(0, start), 999_999_000) + index
                marker += "\(number)".utf8
                marker += [alternate ? 0x29 : 0x2E, 0x20]
            } else {
                marker = [alternate ? 0x2A : 0x2D, 0x20]
            }
            if index > 0 { blankAbove = list.isTight ? nil : blankLength }
            let count = out.count
            indented(marker, [UInt8](repeating: 0x20, count: marker.count)) { $0.write(item, tight: list.isTight) }
            if out.count == count {
                startLine()
                out += marker.dropLast()
                out.append(0x0A)
            }
        }
    }

    // MARK: Tables

    private mutating func write(_ table: MarkdownTable) {
        let width = max(table.header.count, table.rows.map(\.count).max() ?? 0)
        guard width > 0 else { return }
        row(table.header, width: width)
        startLine()
        out.append(0x7C)
        for column in 0..<width {
            let alignment = column < table.alignments.count ? table.alignments[column] : .none
            let text: StaticString =
                switch alignment {
                case .none: " --- |"
                case .left: " :-- |"
                case .center: " :-: |"
                case .right: " --: |"
                }
            out += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        }
        out.append(0x0A)
        for cells in table.rows { row(cells, width: width) }
    }

    private mutating func row(_ cells: [[MarkdownInline]], width: Int) {
        startLine()
        out.append(0x7C)
        for column in 0..<width {
            out.append(0x20)
            if column < cells.count, write(cells[column], .tableCell) { out.append(0x20) }
            out.append(0x7C)
        }
        out.append(0x0A)
    }
}
