/// Lines across the page that people typed: `-----`, `_____`, `=====`. The writer keeps text as it is; those who know
/// that a text was typed or set by hand ask here.
enum TypedRules {
    /// How many of a character make a line; fewer may be meant as they stand.
    private static func least(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "*"): 3
        case UInt8(ascii: "#"), UInt8(ascii: "~"), UInt8(ascii: "+"): 5
        default: nil
        }
    }

    /// A paragraph that holds such lines, taken apart at them; nil when it has none. Hyphens or equals signs right below
    /// its first line make that a heading of the level `heading`, where one may stand.
    static func found(in inlines: [MarkdownInline], heading: Int?) -> [MarkdownBlock]? {
        guard inlines.contains(where: { isRule($0) }) else { return nil }
        var blocks: [MarkdownBlock] = []
        var found = false
        for line in inlines.split(omittingEmptySubsequences: false, whereSeparator: { $0 == .lineBreak }) {
            if line.count == 1, let only = line.first, isRule(only) {
                found = true
                if let heading, blocks.count == 1, let title = title(blocks[0]), isUnderline(only) {
                    blocks = [.heading(level: heading, title)]
                } else if blocks.last != .rule {
                    blocks.append(.rule)
                }
            } else if case .paragraph(let above)? = blocks.last {
                blocks[blocks.count - 1] = .paragraph(above + [.lineBreak] + line)
            } else {
                blocks.append(.paragraph(Array(line)))
            }
        }
        return found ? blocks : nil
    }

    /// The text of a single short line; nil for anything else.
    private static func title(_ block: MarkdownBlock) -> [MarkdownInline]? {
        guard case .paragraph(let line) = block, !line.contains(.lineBreak) else { return nil }
        let text = HTMLToMarkdown.plainlySet(line)
        let isText = text.allSatisfy { if case .text = $0 { true } else { false } }
        return isText && MarkdownInline.plainText(text).utf8.count <= 80 ? text : nil
    }

    private static func isUnderline(_ inline: MarkdownInline) -> Bool {
        guard case .text(let text) = inline else { return false }
        return text.contains("-") || text.contains("=")
    }

    private static func isRule(_ inline: MarkdownInline) -> Bool {
        guard case .text(let text) = inline else { return false }
        let trimmed = text.utf8.drop { $0 == 0x20 }
        guard let first = trimmed.first, let least = least(first) else { return false }
        var count = 0
        var isOver = false
        for byte in trimmed {
            if byte == 0x20 { isOver = true } else if byte != first || isOver { return false } else { count += 1 }
        }
        return count >= least
    }
}
