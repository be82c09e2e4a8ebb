import Testing

@testable import HearthMigration

/// Bold words with a word right behind them.
@Suite struct LabelsTests {
    @Test(arguments: [
        ("<p><b>Note:</b>text", "**Note**:text\n"),
        ("<p><b>Plan (new):</b>text", "**Plan (new)**:text\n"),
        ("<p><b>What?!</b>text", "**What**?!text\n"),
        (
            "<p><b>Plan (new):</b><a href='http://a.example/a_b?c&amp;d'>http://a.example/a_b?c&amp;d</a>",
            "**Plan (new)**:<http://a.example/a_b?c&d>\n"
        ),
        ("<p><b>(a)</b>b", "**(a**)b\n"), ("<p><b>Plan (new): </b>text", "**Plan (new):** text\n"),
    ])
    func keepTheirBrackets(_ html: String, _ expected: String) {
        var converter = HTMLToMarkdown()
        var writer = MarkdownWriter()
        #expect(writer.write(converter.convert(html)) == expected)
    }
}
