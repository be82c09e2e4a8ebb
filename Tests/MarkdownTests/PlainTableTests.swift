import TestKit
import Testing

@testable import HearthMarkdown

/// Tables that are told by their lines alone must be just those that libcmark's tree shows.
@Suite struct PlainTableTests {
    /// Lines that tables stand between, and that make the difference between a table and what only looks like one.
    private static let lines = [
        "", "", "", "| a | b |", "| a | b |", "|---|:-:|", "|---|---|", "| 1 | 2 |", "| x |", "|-|", "a | b",
        "--- | ---",
        "text", "> quote", "> | a | b |", "> |---|---|", "- item", "  | a | b |", "  |---|---|", "1. one", "   ```",
        "```",
        "~~~", "```swift", "``` a`b", "````", "    ```", "\t|---|", "<div>", "</div>", "<!-- x", "-->", "# Heading",
        "===",
        "\n| a | b |\n|---|---|", "\n| a |\n|:-:|\n| 1 |\n| 2 | 3 |\n", "\n|a|b|\n|-|-|\n", "---", "[a]: /url",
        "'title", "| a \\| b |", " | a | b |", "\u{A0}| a |", "***", "|", "||", ":-|-:",
    ]

    @Test func theShortWaySaysWhatLibcmarkSays() {
        var generator = SeededNumbers(seed: 7)
        var (plain, withTables, doubtful) = (0, 0, 0)
        for _ in 0..<12_000 {
            let count = Int.random(in: 1...7, using: &generator)
            let text = (0..<count).map { _ in Self.lines.randomElement(using: &generator) ?? "" }.joined(
                separator: "\n")
            let source = SourceText(bytes: Array(text.utf8))
            guard let short = TableRewriter(plain: source) else {
                doubtful += 1
                continue
            }
            guard let tree = CMarkTree(parsing: source.bytes) else {
                Issue.record("libcmark could not parse")
                return
            }
            let long = TableRewriter(source: source, tree: tree)
            plain += 1
            if !short.tables.isEmpty { withTables += 1 }
            let (one, two) = (short.rewrittenSource().bytes, long.rewrittenSource().bytes)
            #expect(one == two, "\(text.debugDescription)")
            #expect(short.tables.map(\.alignments) == long.tables.map(\.alignments), "\(text.debugDescription)")
        }
        // Each of the three must have been met, or nothing was compared.
        #expect(plain > 1000 && withTables > 300 && doubtful > 1000)
    }
}
