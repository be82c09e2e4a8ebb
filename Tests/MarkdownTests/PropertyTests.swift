import HearthMarkdown
import HearthModel
import TestKit
import Testing

@Suite struct PropertyTests {
    static let pieces = [
        "a", "b ", " ", "\n", "\n\n", "    ", "\t", "*", "**", "_", "__", "~", "~~", "`", "```", "```\n", "[", "]", "(",
        ")", "![", "](", "[[", "]]",
        "|", "\\|", "---", "|-|-|\n", "a|b\n-|-\n", "> ", "- ", "+ ", "1. ", "# ", "## ", "\\", "\\@", "\\#", "\\[",
        "@", "@jo", "#", "#esp",
        "[^1]", "[^1]: ", "[^1]: x\n", "[!NOTE]", "> [!TIP]\n", "[ ] ", "- [x] ", "<", ">", "<b>", "</b>", "<script>",
        "<img onerror=x>",
        "<!--", "-->", "javascript:", "http://", "www.a.b", "a@b.c", ":", "://", "&", "&lt;", "&#60;", "&amp;", "\"",
        "'", "{#id}", "{", "}", "é", "水",
        "\u{0}", "\u{3}", "\u{4}", "\u{5}1", "\u{E}", "\u{700}", "\u{55A}", "&#3;", "&#3;7", "&#5;1", "&#x704;",
        "&#x55e;", "\\:", "&#16;", "javascript&#x704;x",
        "\r\n", "\r", "  \n", "===\n",
        "[r]: javascript:x\n", "[r]", "onclick=",
    ]

    @Test func anyTextGivesSafeBalancedHTML() {
        for seed in 0..<6000 {
            var numbers = SeededNumbers(seed: UInt64(seed))
            let text = (0..<Int.random(in: 1...40, using: &numbers)).compactMap { _ in
                Self.pieces.randomElement(using: &numbers)
            }.joined()
            let (document, _) = parse(text)
            for renderer in [MarkdownHTMLRenderer(headingAnchors: true), MarkdownHTMLRenderer(gfmCompatible: true)] {
                let output = html(document, renderer: renderer)
                if let problem = TagBalance.problem(in: output) {
                    Issue.record("\(problem) of \(text.debugDescription): \(output)")
                }
                let lower = output.lowercased()
                #expect(
                    !lower.contains("<script") && !lower.contains("href=\"javascript") && !lower.contains("<b>"),
                    "\(text.debugDescription)")
                #expect(
                    !output.contains("\u{3}") && !output.contains("\u{5}") && !output.contains("\u{E}"),
                    "\(text.debugDescription)")
                for tag in output.split(separator: "<").compactMap({ $0.split(separator: ">").first }) {
                    #expect(!Self.hasHandler(String(tag)), "\(text.debugDescription): \(tag)")
                }
            }
            check(document, text)
        }
    }

    /// Whether a tag has an attribute whose name begins with `on`; what stands in quotes is a value.
    static func hasHandler(_ tag: String) -> Bool {
        tag.split(separator: "\"", omittingEmptySubsequences: false).enumerated().contains {
            $0.offset % 2 == 0 && $0.element.contains(" on")
        }
    }

    /// The arena is a tree in document order, and its tables fit together.
    private func check(_ document: MarkdownDocument, _ text: String) {
        for (index, node) in document.nodes.enumerated() where node.firstChild != MarkdownDocument.none {
            for child in document.children(of: Int32(index)) {
                #expect(document.nodes[Int(child)].parent == Int32(index), "\(text.debugDescription)")
            }
        }
        #expect(document.links.map(\.node) == document.links.map(\.node).sorted(), "\(text.debugDescription)")
        #expect(document.headings.map(\.node) == document.headings.map(\.node).sorted(), "\(text.debugDescription)")
        #expect(Set(document.headings.map(\.id)).count == document.headings.count, "\(text.debugDescription)")
        let lines = 1 + text.utf8.count { $0 == 0x0A || $0 == 0x0D }
        for node in document.nodes { #expect(node.line >= 1 && Int(node.line) <= lines, "\(text.debugDescription)") }
        #expect(document.links(in: document.blocks[...]).count <= document.links.count)
    }

    @Test func plainCommonMarkNeverCrashesEither() {
        for seed in 0..<2000 {
            var numbers = SeededNumbers(seed: UInt64(seed) &+ 1 << 40)
            let text = (0..<Int.random(in: 1...40, using: &numbers)).compactMap { _ in
                Self.pieces.randomElement(using: &numbers)
            }.joined()
            _ = html(text, options: SpecTests.plain)
        }
    }
}
