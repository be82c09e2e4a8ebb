/// Lists that people typed as paragraphs, or as lines of one, each with a dash, a dot or a number in front.
enum TypedLists {
    private static let marks: Set<Character> = ["-", "–", "•", "·", "*", "▪", "●", "■"]

    /// The blocks with at least two such paragraphs in a row as a list.
    ///
    /// - Parameter numbers: whether numbers that count up make a list, too.
    static func found(in blocks: [MarkdownBlock], numbers: Bool = false) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        var items: [[MarkdownBlock]] = []
        var originals: [MarkdownBlock] = []
        var first: Int?
        var last: Int?
        func finish() {
            if items.count > 1 {
                result.append(.list(MarkdownList(start: first, isTight: true, items: items)))
            } else {
                result += originals
            }
            items = []
            originals = []
        }
        for block in blocks.flatMap({ lines($0, numbers) }) {
            guard case .paragraph(let inlines) = block, let (number, item) = item(inlines, numbers) else {
                finish()
                result.append(block)
                continue
            }
            if number != last.map({ $0 + 1 }) { finish() }
            if items.isEmpty { first = number }
            last = number
            items.append([.paragraph(item)])
            originals.append(block)
        }
        finish()
        return result
    }

    /// A paragraph of lines, two of which in a row have marks, as one for each of them and for what stands between.
    private static func lines(_ block: MarkdownBlock, _ numbers: Bool) -> [MarkdownBlock] {
        guard case .paragraph(let inlines) = block, inlines.contains(.lineBreak) else { return [block] }
        let lines = inlines.split(separator: .lineBreak, omittingEmptySubsequences: false).map(Array.init)
        let isItem = lines.map { item($0, numbers) != nil }
        guard zip(isItem, isItem.dropFirst()).contains(where: { $0 && $1 }) else { return [block] }
        var result: [MarkdownBlock] = []
        var rest: [MarkdownInline] = []
        func flush() {
            if rest.contains(where: { $0 != .lineBreak }) { result.append(.paragraph(rest)) }
            rest = []
        }
        for (index, line) in lines.enumerated() {
            // One mark alone is no list.
            let isListed =
                isItem[index] && (index > 0 && isItem[index - 1] || index + 1 < lines.count && isItem[index + 1])
            if isListed { flush() } else if !rest.isEmpty { rest.append(.lineBreak) }
            rest += line
            if isListed { flush() }
        }
        flush()
        return result
    }

    /// The paragraph without its mark; nil when it has none, or nothing else.
    private static func item(_ inlines: [MarkdownInline], _ numbers: Bool) -> (number: Int?, [MarkdownInline])? {
        func isSpace(_ character: Character) -> Bool { character == " " || character == "\u{A0}" }
        guard case .text(let whole)? = inlines.first else { return nil }
        let text = whole.drop(while: isSpace)
        var rest = text.dropFirst()
        let digits = text.utf8.prefix { $0.isASCIIDigit }
        // Years begin sentences.
        let number = (1...3).contains(digits.count) && numbers ? Int(digits.string) : nil
        if number != nil { rest = text.dropFirst(digits.count) }
        guard let mark = number == nil ? text.first : rest.popFirst(),
            number == nil ? marks.contains(mark) : mark == "." || mark == ")"
        else { return nil }
        // A dash right before a word or number may be a sign, not a mark.
        guard rest.first.map(isSpace) ?? true || mark == "•" || mark == "·" else { return nil }
        let words = String(rest.drop(while: isSpace))
        let head: [MarkdownInline] = words.isEmpty ? [] : [.text(words)]
        let item = head + inlines.dropFirst()
        return item.isEmpty ? nil : (number, item)
    }
}
