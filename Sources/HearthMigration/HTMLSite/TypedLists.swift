/// Lists that people typed as paragraphs, each with a dash or a dot in front.
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
        for block in blocks {
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

    /// The paragraph without its mark; nil when it has none, or nothing else.
    private static func item(_ inlines: [MarkdownInline]) -> [MarkdownInline]? {
        guard case .text(let text)? = inlines.first, let mark = text.first, marks.contains(mark) else { return nil }
        let rest = text.dropFirst()
        // A dash right before a word or number may be a sign, not a mark.
        guard rest.first == " " || rest.isEmpty || mark == "•" || mark == "·" else { return nil }
        let words = String(rest.drop { $0 == " " })
        let head: [MarkdownInline] = words.isEmpty ? [] : [.text(words)]
        let item = head + inlines.dropFirst()
        return item.isEmpty ? nil : item
    }
}
