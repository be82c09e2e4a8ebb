import HearthMarkdown
import HearthModel
import Testing

/// Tags within a line that are left out, although browsers would begin a line there.
@Suite struct BlockTagTests {
    @Test(arguments: [
        ("Status <div>Required</div><div>Android</div> end", "Status Required Android  end"),
        ("a<li>b</li><li>c</li> d", "a b c  d"), ("x<b>y</b>z", "xyz"), ("x<li-icon>y", "xy"), ("a<p>b</p>", "a b"),
        ("a <DIV CLASS=x>b</DIV>", "a b"), ("a<!-- c -->b", "ab"), ("a<td>\nb", "a b"), ("**a<li>b**<li>c", "a b c"),
    ])
    func wordsStayApart(_ text: String, _ plain: String) {
        let (document, diagnostics) = parse(text + "\n")
        #expect(document.plainText(of: document.blocks[...]) == plain)
        #expect(!diagnostics.contains { $0.kind.id != "raw-html" })
    }

    @Test func theyDoInTables() {
        let (document, _) = parse(
            "| a | b |\n|---|---|\n| <ul><li>one</li><li>two</li></ul> | <p>first</p><p>second</p> |\n")
        let text = document.plainText(of: document.blocks[...])
        #expect(text.contains("one two\n") && text.contains("first second"))
    }

    @Test func manyTakeNoLongerThanTheirLength() {
        _ = parse("a" + String(repeating: "<li>", count: 100_000) + "\n")
        _ = parse(String(repeating: "</li>a", count: 50_000) + "\n")
    }
}
