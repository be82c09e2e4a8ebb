/// Lists that people typed as paragraphs, or as lines of one, each with a dash or a dot in front.
enum TypedLists {
    private static let marks: Set<Character> = ["-", "–", "•", "·", "*", "▪", "●", "■"]

    /// The blocks with at least two such paragraphs in a row as a list.
    static func found(in blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        var items: [[MarkdownBlock]] = []
        var originals: [MarkdownBlock] = []
        func finish() {
            if items.count > 1 {
                result.append(.list(MarkdownList(start: nil, isTight: true, items: items)))
            } else {
                result += originals
            }
            items = []
            originals = []
        }
        for block in blocks.flatMap(lines) {
            guard case .paragraph(let inlines) = block, let item = item(inlines) else {
                finish()
                result.append(block)
                continue
            }
            items.append([.paragraph(item)])
            originals.append(block)
        }
        finish()
        return result
    }

    /// A paragraph of lines, two of which in a row have marks, as one for each of them and for what stands between.
    private static func lines(_ block: MarkdownBlock) -> [MarkdownBlock] {
        guard case .paragraph(let inlines) = block, inlines.contains(.lineBreak) else { return [block] }
        let lines = inlines.split(separator: .lineBreak, omittingEmptySubsequences: false).map(Array.init)
        let isItem = lines.map { item($0) != nil }
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
    private static func item(_ inlines: [MarkdownInline]) -> [MarkdownInline]? {
        func isSpace(_ character: Character) -> Bool { character == " " || character == "\u{A0}" }
        guard case .text(let whole)? = inlines.first else { return nil }
        let text = whole.drop(while: isSpace)
        guard let mark = text.first, marks.contains(mark) else { return nil }
        let rest = text.dropFirst()
        // A dash right before a word or number may be a sign, not a mark.
        guard rest.first.map(isSpace) ?? true || mark == "•" || mark == "·" else { return nil }
        let words = String(rest.drop(while: isSpace))
        let head: [MarkdownInline] = words.isEmpty ? [] : [.text(words)]
        let item = head + inlines.dropFirst()
        return item.isEmpty ? nil : item
    }
}
