import HearthModel

extension MailMarkdown {
    /// How deep a list may lie in others; what is deeper is text of its item.
    private static let nestingLimit = 6

    struct Marker {
        /// Of the mark, with what stands before it and behind it.
        var width: Int
        var number: Int?
        /// `a. `, only below an item.
        var isLetter = false
    }

    /// `- `, `* `, `3. ` or `3) `; in a list within a list also `a. `.
    static func marker(_ line: String, isNested: Bool = false) -> Marker? {
        let text = line.drop { $0 == " " }
        let indent = line.count - text.count
        guard indent < 8, let first = text.first else { return nil }
        let gap = text.dropFirst().prefix { $0 == " " }.count
        if "-*•·".contains(first), (1...4).contains(gap), text.count > gap + 1 {
            return Marker(width: indent + 1 + gap, number: nil)
        }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let isLetter = isNested && digits.isEmpty && first.isASCII && first.isLowercase
        let count = isLetter ? 1 : digits.count
        let rest = text.dropFirst(count)
        guard (1...3).contains(count), let mark = rest.first, mark == "." || mark == ")", rest.dropFirst().first == " ",
            let number = isLetter ? first.asciiValue.map({ Int($0) - 0x60 }) : Int(digits)
        else { return nil }
        return Marker(width: indent + count + 2, number: number, isLetter: isLetter)
    }

    /// The list that begins at `start`, and where it ends. Below an item may stand lists and, behind an empty line,
    /// paragraphs of its own.
    func list(_ lines: [String], from start: Int, _ width: Int, nesting: Int) -> (list: MarkdownList, end: Int)? {
        let isNested = nesting > 0
        guard let first = Self.marker(lines[start], isNested: isNested), !first.isLetter || first.number == 1 else {
            return nil
        }
        var next = first.number
        func markWidth(_ line: String) -> Int? {
            guard let marker = Self.marker(line, isNested: isNested), marker.number == next,
                marker.isLetter == first.isLetter, abs(marker.width - first.width) < 2
            else { return nil }
            return marker.width
        }
        var items: [[String]] = []
        var index = start
        var isTight = true
        while index < lines.count {
            let line = lines[index]
            if let mark = markWidth(line) {
                items.append([String(line.dropFirst(mark))])
                next = next.map { $0 + 1 }
                index += 1
            } else if !Self.isBlank(line), index > start, !Self.isBlank(lines[index - 1]),
                Self.marker(line) == nil || Self.indent(line) >= first.width
            {
                // The item goes on, set in or not.
                items[items.count - 1].append(line)
                index += 1
            } else if Self.isBlank(line), index + 1 < lines.count, markWidth(lines[index + 1]) != nil {
                isTight = false
                index += 1
            } else if Self.isBlank(line), let end = Self.endOfItem(lines, index, first.width),
                markWidth(lines[end]) != nil
            {
                isTight = false
                items[items.count - 1] += lines[index..<end]
                index = end
            } else {
                break
            }
        }
        // A lone `- ` may be a dash, a lone number the end of a sentence.
        guard items.count > 1 || (first.number == nil && lines[start].first != " ") else { return nil }
        let list = MarkdownList(
            start: first.isLetter ? 1 : first.number, isTight: isTight,
            items: items.map { item($0, width, nesting: nesting + 1) })
        return (list, index)
    }

    /// Where the lines below an item end that are set in as its text is, empty lines among them.
    private static func endOfItem(_ lines: [String], _ start: Int, _ width: Int) -> Int? {
        var end = start
        while end < lines.count, isBlank(lines[end]) || indent(lines[end]) >= width { end += 1 }
        return end < lines.count && lines[start..<end].contains { !isBlank($0) } ? end : nil
    }

    private func item(_ lines: [String], _ width: Int, nesting: Int) -> [MarkdownBlock] {
        func text(_ lines: ArraySlice<String>) -> [MarkdownBlock] {
            let plain = lines.map { $0.drop { $0.isWhitespace }.description }
            return [.paragraph(inlines(plain[...], 0))]
        }
        if nesting > Self.nestingLimit { return text(lines.filter { !Self.isBlank($0) }[...]) }
        let head = (1..<lines.count).first { Self.isBlank(lines[$0]) } ?? lines.count
        let inner = (1..<head).first { Self.marker(lines[$0], isNested: true) != nil }
        var rest = Self.dedented(lines[(inner ?? head)...])
        var blocks = text(lines[..<(inner ?? head)])
        if inner != nil, let list = list(rest, from: 0, width, nesting: nesting) {
            blocks.append(.list(list.list))
            rest = Array(rest[list.end...])
        } else if inner != nil {
            // A mark that begins no list.
            let end = rest.firstIndex { Self.isBlank($0) } ?? rest.count
            blocks = text(lines[..<head])
            rest = Array(rest[end...])
        }
        return blocks + own(rest, width: width, nesting: nesting)
    }

    private static func dedented(_ lines: ArraySlice<String>) -> [String] {
        let least = lines.filter { !isBlank($0) }.map { indent($0) }.min() ?? 0
        return lines.map { isBlank($0) ? "" : removing(least, from: $0) }
    }

    /// The line without `width` columns at its beginning.
    private static func removing(_ width: Int, from line: String) -> String {
        String(repeating: " ", count: max(0, indent(line) - width)) + line.drop { $0 == " " || $0 == "\t" }
    }
}
