import HearthMigration
import TestKit
import Testing

private func markdown(_ html: String, highest: Int = 2) -> (text: String, losses: [String]) {
    var converter = HTMLToMarkdown(options: HTMLToMarkdown.Options(highestHeading: highest))
    var writer = MarkdownWriter()
    let text = writer.write(converter.convert(html))
    return (text, converter.losses + writer.losses)
}

@Suite struct HTMLToMarkdownTests {
    /// Gumbo compares each attribute of a tag with all before it.
    @Test func aTagWithManyAttributesIsTakenOut() {
        let many = (0..<200_000).map { "a\($0)=b" }.joined(separator: " ")
        #expect(markdown("<p>one</p><p \(many)>two</p><p>three</p>").text == "one\n\ntwo\n\nthree\n")
        let long = String(repeating: "A", count: 20_000)
        #expect(
            markdown("<p>x <a href='https://a.example/\(long)' title='a b c'>y</a></p>").text.hasPrefix(
                "x [y](https://"))
    }

    @Test(arguments: [
        ("<p>a <b>bold</b>, <i>it</i> &amp; <code>x &lt; y</code></p>", "a **bold**, *it* & `x < y`\n"),
        ("<p>one<br>two<br><br>three</p>", "one\\\ntwo\n\nthree\n"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c\n"),
        ("<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>", "- a\n\n- b\n\n  c\n"),
        // A break at the end of a mark or a link ends its line as well.
        ("<p><b>Servers<br>\n </b>Apache</p>", "**Servers**\\\nApache\n"),
        ("<p>of <a href='/h'>Susan Huff<br></a>1860</p>", "of [Susan Huff](/h)\\\n1860\n"),
        ("<p>one<i><br>two<br><br></i>three</p>", "one\\\n*two*\n\nthree\n"),
        // What an editor left of a link shows nothing.
        ("<p><a href='/a'>5 whys:</a><a href='/a'> </a>The</p>", "[5 whys:](/a) The\n"),
        ("<p>Next:</p> <li>a</li>\n<li>b</li><br><li></li><p>c</p><li>d", "Next:\n\n- a\n- b\n\nc\n\n- d\n"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b\n"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n- b\n"),
        ("<ol><li>a</li></ol><ol><li>b</li></ol>", "1. a\n\n1) b\n"),
        ("<ul><li>a</li></ul>and<ul><li>b</li></ul>", "- a\n\nand\n\n- b\n"),
        ("<p><a href='http://a.example/x' title='http://a.example/x'>x</a></p>", "[x](http://a.example/x)\n"),
        ("<blockquote><p>a</p><pre><code>b\n</code></pre></blockquote>", "> a\n>\n> ```\n> b\n> ```\n"),
        ("<pre class='lang-js prettyprint'><code>let `x`\n\n  y\n</code></pre>", "```js\nlet `x`\n\n  y\n```\n"),
        ("<!-- language: lang-py --><pre><code>```</code></pre>", "````py\n```\n````\n"),
        ("<p><a href='https://a.example/x_y'>https://a.example/x_y</a></p>", "https://a.example/x_y\n"),
        (
            "<p><a href='/x(y'>t</a> <img src='https://i.example/a b.png' alt='z'></p>",
            "[t](/x\\(y) ![z](https://i.example/a%20b.png)\n"
        ),
        ("<p>x<sup>2</sup> H<sub>2</sub>O 16<sup>th</sup></p>", "x² H₂O 16th\n"),
        // Where a link leads must be said by something.
        ("<p><a href='/x'><img src='/i/pump-logo.png'></a></p>", "[![pump-logo](/i/pump-logo.png)](/x)\n"),
        ("<p><a href='/x' title='Pumps'><img src='/i/a.png'></a></p>", "[![Pumps](/i/a.png)](/x \"Pumps\")\n"),
        ("<p><a href='/x'><img src='/i/a.png'> Pumps</a></p>", "[![](/i/a.png) Pumps](/x)\n"),
        ("<p><del>a</del> <kbd>Ctrl</kbd></p><hr>", "~~a~~ `Ctrl`\n\n---\n"),
        (
            "<table><thead><tr><th>A</th><th align=right>B|</th></tr></thead><tr><td>1</td></tr></table>",
            "| A | B\\| |\n| --- | --: |\n| 1 | |\n"
        ),
        ("<dl><dt>T</dt><dd>d</dd></dl>", "- **T**: d\n"),
        ("<dl>loose <b>text</b><dt>T</dt><dd>d</dd></dl>", "- loose **text**\n- **T**: d\n"),
        ("<p>Look!<a href='/x'>here</a></p>", "Look\\![here](/x)\n"),
        (
            "<table><tr><th ALIGN=Center>A</th><th style='text-align: right'>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| A | B |\n| :-: | --: |\n| 1 | 2 |\n"
        ),
        ("<h2><div>Title</div></h2><p>x</p>", "## Title\n\nx\n"),
        ("<h2><p>Title</p><table><tr><td>note</td></tr></table></h2>", "## Title\n\nnote\n"),
        ("<h2><table><tr><td>a</td></tr></table></h2>", "## a\n"),
        ("<p><code>see <a href='/x'>Foo</a> or <a href='#y'>b</a></code></p>", "`see` [`Foo`](/x) `or` [`b`](#y)\n"),
        ("<p><code><b><a href='/x'>Foo</a></b></code>, <code>plain</code></p>", "[`Foo`](/x), `plain`\n"),
        ("<a href='https://a.example'><div>x</div></a>", "[x](https://a.example)\n"),
        ("<b><p>x</p></b>", "**x**\n"),
        ("<p>&nbsp;</p><p>\n  a\n  b </p>", "a b\n"),
        ("<p>foo<b> bar </b>baz</p>", "foo **bar** baz\n"),
        ("<p><b>note:</b>x and a<i>b</i>c</p>", "**note**:x and a*b*c\n"),
        ("<p><b>a</b><i>b</i></p>", "__a__*b*\n"),
        ("<p><i>a <b>b</b></i></p>", "*a __b__*\n"),
        ("<details><summary>More</summary><p>x</p></details>", "**More**\n\nx\n"),
        ("text <p>unclosed <p>next", "text\n\nunclosed\n\nnext\n"),
    ])
    func converts(html: String, expected: String) {
        #expect(markdown(html).text == expected)
    }

    @Test func headingsMoveDownTogether() {
        #expect(markdown("<h1>a</h1><h3>b</h3>", highest: 4).text == "#### a\n\n###### b\n")
        #expect(markdown("<h4>a</h4>", highest: 3).text == "#### a\n")
    }

    @Test(arguments: [
        ("<blockquote class='spoiler'><p>x</p></blockquote>", "spoiler:shown"),
        ("<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>", "table:nested"),
        ("<table><tr><th colspan=2>a</th></tr><tr><td>b</td><td>c</td></tr></table>", "table:span"),
        ("<p><object>x</object></p>", "element:object"), ("<a href='vbscript:x'>y</a>", "link:vbscript"),
        ("<p>x<sup>abc</sup></p>", "element:sup"),
    ])
    func namesLosses(html: String, loss: String) {
        #expect(markdown(html).losses.contains(loss))
    }

    /// Lists and quotes nest as deep as people write them; beyond that the words stay apart, and what is written stays
    /// within bounds.
    @Test(arguments: ["<ul><li>word", "<blockquote>word", "<dl><dd>word", "<table><tr><td>word"])
    func deepNestingIsFlattened(_ piece: String) {
        let shallow = markdown(String(repeating: piece, count: 12))
        #expect(!shallow.losses.contains("nesting:too-deep"))
        let (text, losses) = markdown(String(repeating: piece, count: 2_000))
        #expect(losses.contains("nesting:too-deep"))
        #expect(text.split { !$0.isLetter }.count == 2_000 && !text.contains("wordword"))
        #expect(text.split(separator: "\n").allSatisfy { !$0.hasPrefix(String(repeating: "  ", count: 41)) })
    }
}

@Suite struct MarkdownWriterTests {
    private func write(_ text: String) -> String {
        var writer = MarkdownWriter()
        return writer.write([.paragraph([.text(text)])])
    }

    /// Only what would read as markup gets a backslash.
    @Test(arguments: [
        ("2 * 3 * 4, snake_case_name, a_b", "2 * 3 * 4, snake_case_name, a_b"),
        ("*x* and _y_", "\\*x\\* and \\_y\\_"), ("C# and a@b.example", "C# and a@b.example"),
        ("@jo and #esp, (@jo)", "\\@jo and \\#esp, (\\@jo)"), ("[[wiki]] [x] [x](y)", "\\[\\[wiki]] [x] [x\\](y)"),
        ("~~x~~ ~5", "\\~\\~x\\~\\~ ~5"), ("1. one", "1\\. one"), ("1.5 bar", "1.5 bar"), ("- x", "\\- x"),
        ("-x", "-x"),
        ("# x", "\\# x"), ("> x", "\\> x"), ("a < b <tag> &amp; AT&T", "a < b \\<tag> \\&amp; AT&T"),
        ("`x`", "\\`x\\`"),
        ("C:\\dir\\*", "C:\\dir\\\\\\*"), ("[ ] task", "\\[ ] task"), ("[!NOTE] x", "\\[!NOTE] x"), ("---", "\\---"),
        ("see https://a.example/_x_/y* ok", "see <https://a.example/_x_/y>\\* ok"), ("wow!", "wow!"),
        ("[a]: b", "\\[a]: b"), ("a | b", "a | b"),
    ])
    func escapes(text: String, expected: String) {
        #expect(write(text) == expected + "\n")
    }

    /// The parentheses behind an address are counted once, not anew for each.
    @Test(.timeLimit(.minutes(5))) func addressesWithManyParenthesesEnd() {
        #expect(write("https://a.example/(b)))") == "<https://a.example/(b)>))\n")
        // Milliseconds, where the square of the number is hours.
        let signs = String(repeating: ")", count: 1_000_000)
        #expect(write("https://a.example/" + signs).count > signs.count)
    }

    /// Any text must come out free of accidental structure: one paragraph, every delimiter escaped or harmless.
    @Test func randomTextNeverBecomesMarkup() {
        var generator = SeededNumbers(seed: 42)
        let pieces = [
            "a", "b", " ", "*", "_", "`", "~~", "[", "]", "(", ")", "#", "@x", "<b>", "&amp;", "|", "-", "+", "1.", ">",
            "!", "\\", "\n",
            "é", "https://x.y/", "=", ":", "{#i}", "***", "[[", "]]", "![", "^",
        ]
        for _ in 0..<1500 {
            var text = ""
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                text += pieces.randomElement(using: &generator) ?? ""
            }
            let out = write(text)
            let lines = out.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 2, "\(text.debugDescription) gave more than a line")
            let bare = Self.withoutEscapes(out)
            for markup in ["`", "~~", "[[", "](", "<b>", "&amp;"] {
                #expect(!bare.contains(markup), "\(text.debugDescription) gave \(out.debugDescription)")
            }
            for start in ["# ", "> ", "- ", "+ ", "* ", "1. ", "---", "==="] {
                #expect(!bare.hasPrefix(start), "\(text.debugDescription) gave \(out.debugDescription)")
            }
        }
    }

    /// The text with every escaped character and every address in angle brackets replaced by a harmless letter.
    private static func withoutEscapes(_ text: String) -> String {
        var out = ""
        var rest = text[...]
        while let first = rest.popFirst() {
            if first == "\\", let next = rest.first, next.isASCII, next.isPunctuation || next.isSymbol {
                rest.removeFirst()
                out += "x"
            } else if first == "<", rest.hasPrefix("http"), let end = rest.firstIndex(of: ">") {
                rest = rest[rest.index(after: end)...]
                out += "x"
            } else {
                out.append(first)
            }
        }
        return out
    }
}
