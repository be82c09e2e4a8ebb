import HearthModel

/// Lists as people type them into messages: at least two lines in a row with a dash, a dot, or numbers that count up.
enum YammerLists {
    private struct Item {
        var number: Int?
        var text: [MarkdownInline]
        var line: [MarkdownInline]
    }

    static func found(in blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        blocks.flatMap { block -> [MarkdownBlock] in
            guard case .paragraph(let inlines) = block else { return [block] }
            var result: [MarkdownBlock] = []
            var lines: [[MarkdownInline]] = []
            var items: [Item] = []
            func finishItems() {
                if items.count > 1 {
                    if !lines.isEmpty { result.append(paragraph(lines)) }
                    lines = []
                    result.append(
                        .list(
                            MarkdownList(
                                start: items[0].number, isTight: true, items: items.map { [.paragraph($0.text)] })))
                } else {
                    lines += items.map(\.line)
                }
                items = []
            }
            for line in inlines.split(separator: .lineBreak).map(Array.init) {
                let item = item(line)
                if let last = items.last, item == nil || item?.number != last.number.map({ $0 + 1 }) { finishItems() }
                if let item { items.append(item) } else { lines.append(line) }
            }
            finishItems()
            if !lines.isEmpty { result.append(paragraph(lines)) }
            return result
        }
    }

    private static func paragraph(_ lines: [[MarkdownInline]]) -> MarkdownBlock {
        .paragraph(Array(lines.joined(separator: [.lineBreak])))
    }

    /// The line without its mark; nil for one that has none.
    private static func item(_ line: [MarkdownInline]) -> Item? {
        guard case .text(let text)? = line.first else { return nil }
        if let mark = ["- ", "• ", "* "].first(where: { text.hasPrefix($0) }) {
            return Item(text: [.text(String(text.dropFirst(mark.count)))] + line.dropFirst(), line: line)
        }
        let digits = text.utf8.prefix { $0.isASCIIDigit }
        let rest = text.utf8.dropFirst(digits.count)
        // Years and large numbers begin sentences.
        guard (1...3).contains(digits.count), let number = Int(digits.string), rest.first == 0x2E || rest.first == 0x29,
            rest.dropFirst().first == 0x20
        else { return nil }
        return Item(number: number, text: [.text(rest.dropFirst(2).string)] + line.dropFirst(), line: line)
    }
}
