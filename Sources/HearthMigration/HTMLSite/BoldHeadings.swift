/// Headings that people made by hand: short lines, bold as a whole, above the text that they head. FrontPage and Word have
/// styles for headings, and many a page of theirs uses none.
enum BoldHeadings {
    /// More bytes than this are a sentence that somebody wanted read.
    private static let longest = 80

    /// The blocks with such lines as headings, where the page has no other; one at the top that only says the page's title
    /// again goes.
    static func found(in blocks: [MarkdownBlock], title: String) -> [MarkdownBlock] {
        guard !holdsHeadings(blocks) else { return blocks }
        let places = Set(
            blocks.indices.filter { index in
                heading(blocks[index]) != nil && index + 1 < blocks.count && isText(blocks[index + 1])
            })
        // "Term" and "Definition" were the heads of two columns.
        if places.count == 1, let only = places.first, only > 0, isWord(blocks[only]), isWord(blocks[only - 1]) {
            return blocks
        }
        var result: [MarkdownBlock] = []
        for (index, block) in blocks.enumerated() {
            guard places.contains(index), let text = heading(block) else {
                result.append(block)
                continue
            }
            // In another spelling it is the one that readers saw, and stays.
            let isTitle = letters(MarkdownInline.plainText(text)) == letters(title)
            if !isTitle || !isLittle(result) { result.append(.heading(level: 2, text)) }
        }
        return result
    }

    private static func letters(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }

    private static func isWord(_ block: MarkdownBlock) -> Bool {
        heading(block).map { !MarkdownInline.plainText($0).contains(where: \.isWhitespace) } ?? false
    }

    /// Whether nothing, or no more than a path of pages, stands above.
    private static func isLittle(_ blocks: [MarkdownBlock]) -> Bool {
        var words = 0
        for block in blocks {
            switch block {
            case .paragraph(let inlines):
                words += MarkdownInline.plainText(inlines).split(whereSeparator: \.isWhitespace).count
            case .rule: continue
            default: return false
            }
        }
        return words <= 12
    }

    private static func holdsHeadings(_ blocks: [MarkdownBlock]) -> Bool {
        blocks.contains { block in
            switch block {
            case .heading, .anchoredHeading: true
            case .quote(let inner), .alert(_, let inner): holdsHeadings(inner)
            case .list(let list): list.items.contains { holdsHeadings($0) }
            default: false
            }
        }
    }

    /// The line without its bold face; nil for what is no heading.
    private static func heading(_ block: MarkdownBlock) -> [MarkdownInline]? {
        guard case .paragraph(let written) = block else { return nil }
        // `<i><b>` and `<b><i>` alike.
        let inlines = InlineWriter.normalise(written)
        var isBold = false
        for inline in inlines {
            switch inline {
            case .strong: isBold = true
            case .text(let text) where text.allSatisfy(\.isWhitespace): continue
            default: return nil
            }
        }
        let text = HTMLToMarkdown.plainlySet(inlines)
        let words = MarkdownInline.plainText(text)
        guard isBold, isPlain(text), words.utf8.count <= longest, words.contains(where: \.isLetter),
            let last = words.last(where: { !$0.isWhitespace }), !".,;:!?-–".contains(last)
        else { return nil }
        return text
    }

    /// Whether there are words only: a line of links is navigation, one with a picture or a break a layout.
    private static func isPlain(_ inlines: [MarkdownInline]) -> Bool {
        inlines.allSatisfy { inline in
            switch inline {
            case .text, .code: true
            case .strong(let inner), .emphasis(let inner): isPlain(inner)
            default: false
            }
        }
    }

    /// Whether a block can be what a heading is for: not another line in bold, nor a heading, nor a rule.
    private static func isText(_ block: MarkdownBlock) -> Bool {
        switch block {
        case .paragraph(let inlines):
            inlines.contains { if case .text(let text) = $0 { text.contains(where: \.isLetter) } else { false } }
        case .list, .table, .code, .quote: true
        default: false
        }
    }
}
