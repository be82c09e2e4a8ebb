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

    @Test(arguments: [
        ("a <kbd>x</kbd>", "write **Ctrl+C** or `Ctrl+C`"), ("H<sub>2</sub>O", "write the sign itself, such as ₂"),
        ("<details>\nx\n</details>", "write a heading with the text below it: nothing is folded"),
        ("<TABLE><tr><td>x", "write lines such as | a | b |, with |---|---| below the first"),
        ("ssh <host-name> now", "put it between backticks, so that it is shown, or remove it"),
        ("a <ruby>x</ruby>", "remove the tags, and write in Markdown what they are for"),
        ("<!-- x", "close the comment with -->"),
        ("<!-- x --> words", "put the words behind the comment on a line of their own"),
        ("<?php x ?>", "remove the tags, and write in Markdown what they are for"),
    ])
    func eachElementHasAnAdvice(_ text: String, _ help: String) {
        #expect(parse(text + "\n").1.first?.help == help)
    }
}
