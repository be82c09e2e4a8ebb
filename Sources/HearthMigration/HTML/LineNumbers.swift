import CGumbo

/// The numbers of lines that programs write beside code: they are no part of it, and nobody could copy it with them.
enum LineNumbers {
    /// What Pygments, Rouge, Chroma and others call the number in front of a line.
    private static let names: Set<Substring> = [
        "linenos", "lineno", "ln", "lnt", "line-number", "line-numbers", "linenumber", "linenum",
    ]

    /// Whether the element, inside code, holds the number of a line and nothing else.
    static func isNumber(_ node: HTMLNode) -> Bool {
        guard node.kind == .element, let classes = node.attributeBytes("class"), classes.count < 200,
            ByteText.contains("ln", in: classes) || ByteText.contains("line", in: classes),
            String(decoding: classes, as: UTF8.self).split(whereSeparator: \.isWhitespace).contains(
                where: names.contains)
        else { return false }
        return HTMLToMarkdown.plainText(of: node).utf8.allSatisfy { $0 <= 0x20 || (0x30...0x39).contains($0) }
    }

    /// The first of two cells beside each other, when it holds as preformatted text the numbers of the lines in the
    /// second, one after the other.
    static func column(_ cells: [HTMLNode]) -> HTMLNode? {
        guard cells.count == 2, let first = preformatted(in: cells[0]), preformatted(in: cells[1]) != nil else {
            return nil
        }
        var expected: Int?
        for word in HTMLToMarkdown.plainText(of: first).split(whereSeparator: \.isWhitespace) {
            guard let number = Int(word), number >= 0, number < 10_000_000, expected.map({ $0 == number }) ?? true
            else {
                return nil
            }
            expected = number + 1
        }
        return expected == nil ? nil : cells[0]
    }

    /// The code that is all that a cell holds, in a box or two.
    private static func preformatted(in cell: HTMLNode) -> HTMLNode? {
        var node = cell
        for _ in 0..<4 {
            var only: HTMLNode?
            for child in node.children {
                switch child.kind {
                case .text: if child.text.contains(where: { $0 > 0x20 }) { return nil }
                case .element:
                    if only != nil { return nil }
                    only = child
                default: continue
                }
            }
            guard let only else { return nil }
            if only.tag == .preformatted { return only }
            node = only
        }
        return nil
    }
}
