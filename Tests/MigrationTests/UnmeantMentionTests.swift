import HearthMarkdown
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// What people typed with `@` and `#` calls nobody and names no topic, unless they were meant.
@Suite struct UnmeantMentionTests {
    private func forms(_ markdown: String) -> [MarkdownDocument.LinkForm] {
        var diagnostics: [Diagnostic] = []
        let document = MarkdownDocument.parse(
            Array(markdown.utf8)[...], file: "a.md", options: MarkdownOptions(), diagnostics: &diagnostics)
        return document.links.map(\.form).filter { $0 == .mention || $0 == .topic }
    }

    @Test(arguments: [
        "ABV0@@Z", "@@zoe", "@@@zoe", "a@-@zoe", "##tag", "(@zoe)", "@#zoe", "#@zoe", "x.@2b", "\"#.net\"",
    ])
    func textIsNoMention(_ text: String) {
        var writer = MarkdownWriter()
        let markdown = writer.write([.paragraph([.text(text)])])
        #expect(forms(markdown).isEmpty, "\(markdown)")
        #expect(HTMLToMarkdown.visibleText(RoundTrip.rendered(markdown)).contains(text), "\(markdown)")
    }

    /// As the reader of pages sees it.
    @Test func noTextIsReadAsAMention() {
        let pieces = [
            "@", "@", "@", "#", "#", "#", "a", "Zoe", "7", ".", "-", "_", "ä", "é", "中", "😀", " ", "(", ")", "*", "/",
            "&",
            "~", "'", "\"", "–", "\\", "[", "]", "<", "!", ":", "+", "\u{301}", "http://a.example/", "jo",
        ]
        var chance = SeededNumbers(seed: 0x2545_F491_4F6C_DD1D)
        func text() -> String {
            (0..<Int.random(in: 1...7, using: &chance)).map { _ in pieces.randomElement(using: &chance) ?? "" }.joined()
        }
        for _ in 0..<6000 {
            var inlines: [MarkdownInline] = []
            for _ in 0..<Int.random(in: 1...4, using: &chance) {
                switch Int.random(in: 0..<8, using: &chance) {
                case 0: inlines.append(.emphasis([.text(text())]))
                case 1: inlines.append(.strong([.text(text())]))
                case 2: inlines.append(.code("x"))
                case 3: inlines.append(.link(destination: "https://b.example/", title: "", [.text("link")]))
                case 4: inlines.append(.lineBreak)
                default: inlines.append(.text(text()))
                }
            }
            var writer = MarkdownWriter()
            let markdown = writer.write([.paragraph(inlines)])
            #expect(forms(markdown).isEmpty, "\(inlines)\n\(markdown)")
        }
    }
}
