import Testing

@testable import HearthMigration

/// Lists as people type them into mails.
@Suite struct MailListTests {
    private func markdown(_ text: String) -> String {
        var writer = MarkdownWriter()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            MailLine(depth: 0, text: String($0))
        }
        return writer.write(MailMarkdown.blocks(lines))
    }

    @Test(arguments: [
        ("* one\n* two\n  - a\n  - b\n* three\n\nend", "- one\n- two\n  - a\n  - b\n- three\n\nend\n"),
        ("* one\n* two\n  goes on\n  - a\n* three", "- one\n- two goes on\n  - a\n- three\n"),
        (
            "1. first\n   a. alpha\n   b. beta\n2. second\n\n   a paragraph\n3. third",
            "1. first\n\n   1. alpha\n   2. beta\n\n2. second\n\n   a paragraph\n\n3. third\n"
        ),
        ("- one\n\n  - a\n  - b\n\n- two", "- one\n\n  - a\n  - b\n\n- two\n"),
        ("- one\n  - a\n    - x\n    - y\n  - b\n- two", "- one\n  - a\n    - x\n    - y\n  - b\n- two\n"),
        // A lone number in an item is the end of its sentence, and a letter alone no list.
        ("- it was in\n  2012. or so\n- two", "- it was in 2012. or so\n- two\n"),
        ("- see section\n  b. of it\n- two", "- see section b. of it\n- two\n"),
        ("- one\n\n  not of it", "- one\n\nnot of it\n"),
    ])
    func listsLieInLists(_ text: String, _ expected: String) { #expect(markdown(text) == expected) }

    @Test func hostileListsEnd() {
        _ = markdown((0..<3000).map { String(repeating: " ", count: $0) + "- x" }.joined(separator: "\n"))
        _ = markdown(String(repeating: "- a\n\n   - b\n\n\n", count: 5000))
        _ = markdown(String(repeating: "1. a\n   x\n\n", count: 5000))
        _ = markdown(String(repeating: "1. \n\n", count: 5000) + String(repeating: "- \n", count: 5000))
    }
}
