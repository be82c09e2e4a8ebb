import HearthMarkdown
import HearthModel
import Testing

/// The links of `text` as `form:destination`.
private func links(_ text: String) -> [String] {
    parse(text).document.links.map { "\($0.form):\($0.destination)" + ($0.label.map { "|" + $0 } ?? "") }
}

@Suite struct CommunityLinkTests {
    @Test(arguments: [
        ("[[Gas lock]]", ["wiki:Gas lock"]),
        ("[[ a/b#Delay | the *delay* ]]", ["wiki:a/b#Delay|the *delay*"]),
        (
            "[[__init__.py]] [[q:esp-trip]] [[person:j.larsen]]",
            ["wiki:__init__.py", "wiki:q:esp-trip", "wiki:person:j.larsen"]
        ),
        ("[[a\\|b]] [[[c]]] [[]] [[ ]] [[d", ["wiki:a|b", "wiki:c"]),
        ("\\[[a]] `[[b]]` [x [[c]] y](z) <http://h/[[d]]>", ["link:z", "link:http://h/[[d]]"]),
        ("[[1]](u) [[2]][r]\n\n[r]: v", ["link:u", "link:v"]),
        ("[[a\nb]]", []),
    ])
    func wikiLinks(_ text: String, _ expected: [String]) {
        #expect(links(text) == expected)
    }

    @Test(arguments: [
        ("@j.larsen, (@m_o-k). *@a* @ø.æ", ["mention:j.larsen", "mention:m_o-k", "mention:a", "mention:ø.æ"]),
        ("Ask @jo...", ["mention:jo"]),
        ("a@b x@ @ @. @-x \\@jo é@jo", []),
        ("mail jo@corp.example or @jo@corp", ["bareURL:mailto:jo@corp.example"]),
        ("`@a` [@b](c) <i>@d</i> ![@e](f)", ["link:c", "mention:d", "image:f"]),
        ("# By @jo\n@mo", ["mention:jo", "mention:mo"]),
        ("a `b`@c", ["mention:c"]),
    ])
    func mentions(_ text: String, _ expected: [String]) {
        #expect(links(text) == expected)
    }

    @Test(arguments: [
        ("#esp (#gas-lock) **#økt** \"#a1\"", ["topic:esp", "topic:gas-lock", "topic:økt", "topic:a1"]),
        ("#1 a#b #-x # x \\#esp &#35; http://h/#esp", ["bareURL:http://h/#esp"]),
        ("# #esp and #水力\n", ["topic:esp", "topic:水力"]),
        ("`#a` [#b](c) #esp-, #d_", ["link:c", "topic:esp", "topic:d"]),
        ("#esp", ["topic:esp"]),
    ])
    func topics(_ text: String, _ expected: [String]) {
        #expect(links(text) == expected)
    }

    @Test func theyAreTextUntilResolved() {
        let text = "@jo and #esp, [[A#B]] and [[A|b & c]]"
        #expect(html(text) == "<p>@jo and #esp, A#B and b &amp; c</p>\n")
        let resolved = html(text) { link in
            switch link.form {
            case .mention: .link(href: "\u{1}people/jo/", text: "Jo L.", class: .mention)
            case .topic: .plain(text: "ESP")
            default: .link(href: "\u{1}a/?x&y")
            }
        }
        #expect(
            resolved == "<p><a href=\"\u{1}people/jo/\" class=\"mention\">Jo L.</a> and ESP, "
                + "<a href=\"\u{1}a/?x&amp;y\">A#B</a> and <a href=\"\u{1}a/?x&amp;y\">b &amp; c</a></p>\n")
    }

    @Test func escapesAreLiteralEverywhere() {
        let text = "\\@a \\#b \\~c\\~ `\\@a \\#b` [x\\[y](u\\@v) \\{#z}\n\n    \\@code\n\n```i\\#j\n\\[x\n```\n"
        #expect(
            html(text)
                == "<p>@a #b ~c~ <code>\\@a \\#b</code> <a href=\"u@v\">x[y</a> {#z}</p>\n<pre><code>\\@code\n</code></pre>\n"
                + "<pre><code class=\"language-i#j\">\\[x\n</code></pre>\n")
        // Syriac and Armenian punctuation are what escapes are hidden behind.
        #expect(html("\u{700}\u{701} \\@a \\[b") == "<p>\u{700}\u{701} @a [b</p>\n")
        #expect(html("\u{55A}\u{700} \\@a \\[b").hasPrefix("<p>\u{55A}\u{700} @a [b"))
    }

    @Test func placesAreThoseOfTheFile() {
        let text = "See @jo\nand [a *b*](c)\n  #esp `x\ny` [[w]] https://h.example/a_b\n> q [d](e)\nlazy @mo\n"
        let (document, _) = parse(text, firstLine: 7)
        #expect(document.links.map(\.line) == [7, 8, 9, 10, 10, 11, 12])
        #expect(document.links.map(\.column) == [5, 5, 3, 4, 10, 5, 6])
        #expect(document.links.map(\.length) == [3, 10, 4, 5, 21, 6, 3])
    }

    @Test func linkDefinitionsBeforeAParagraphDoNotShiftLines() {
        let (document, _) = parse("[r]: u\n[s]: v\ntext [r]\nand @jo\n")
        #expect(document.links.map(\.line) == [3, 4])
    }
}

@Suite struct InlineTests {
    @Test func strikethroughPairsInsideOneParent() {
        #expect(html("~~a *b ~c~* d~~") == "<p><del>a <em>b <del>c</del></em> d</del></p>\n")
        #expect(html("~~a **b~~ c**") == "<p>~~a <strong>b~~ c</strong></p>\n")
        #expect(html("a ~ b ~ c ~~~d~~~ x~") == "<p>a ~ b ~ c ~~~d~~~ x~</p>\n")
        #expect(html("x ~~a~~, ~~b~~\n~~c\nd~~") == "<p>x <del>a</del>, <del>b</del>\n<del>c\nd</del></p>\n")
    }

    @Test(arguments: [
        ("https://h.example/a_(b)_c*d*e, x", "https://h.example/a_(b)_c*d*e"),
        ("(www.h.example/a).", "http://www.h.example/a"),
        ("**https://h.example/x**", "https://h.example/x"),
        ("https://h.example/?a=1&b=2&amp;", "https://h.example/?a=1&b=2&"),
        ("HTTPS://H.example", "HTTPS://H.example"),
        ("ftp://h.example/x;", "ftp://h.example/x"),
        ("https://例え.jp/パス。", "https://例え.jp/パス。"),
    ])
    func bareURLs(_ text: String, _ destination: String) {
        #expect(parse(text).document.links.map(\.destination) == [destination])
    }

    @Test func emphasisBesideURLsStillWorks() {
        #expect(
            html("*see http://h.example/a_b_c* _d_")
                == "<p><em>see <a href=\"http://h.example/a_b_c\">http://h.example/a_b_c</a></em> <em>d</em></p>\n")
        #expect(html("[a](http://h/b_c_d) *e*") == "<p><a href=\"http://h/b_c_d\">a</a> <em>e</em></p>\n")
        #expect(html("`http://h/*a*` http:/x xhttp://h") == "<p><code>http://h/*a*</code> http:/x xhttp://h</p>\n")
    }

    @Test func imagesAndLinksOfSites() {
        // What follows a link is no part of its address.
        let after = html(
            "[x](https://h.example)*y* [z](https://h.example/a_(b)_c)**d**", renderer: MarkdownHTMLRenderer())
        #expect(
            after.contains("</a><em>y</em>") && after.contains("a_(b)_c") && after.contains("</a><strong>d</strong>"))
        let output = html("![a *b*](p.png \"t\") [x](https://h.example) [y](z.md)", renderer: MarkdownHTMLRenderer())
        #expect(
            output == "<p><img src=\"p.png\" alt=\"a b\" title=\"t\" loading=\"lazy\" decoding=\"async\" /> "
                + "<a href=\"https://h.example\" rel=\"noopener\">x</a> <a href=\"z.md\">y</a></p>\n")
        #expect(html("![](p.png)") == "<p><img src=\"p.png\" alt=\"\" /></p>\n")
        #expect(html("![a](p) [b *c*](d)") { _ in .plain() } == "<p>a b <em>c</em></p>\n")
    }

    @Test func plainTextHasNoMarkup() {
        let (document, _) = parse("# A *b*\n\nc `d`\ne ![f](g) @h [[i|j]][^1]\n\n- k\n- l\n\n[^1]: m\n")
        #expect(document.plainText(of: document.blocks[...]) == "A b\nc d e f @h j\nk\nl")
        #expect(document.plainText(of: document.blocks[...], limit: 3) == "A b")
        let first = document.firstParagraph(in: document.blocks[...])
        #expect(first.map { document.plainText(of: $0) } == "c d e f @h j")
        #expect(document.firstParagraph(in: parse("# x\n").document.blocks[...]) == nil)
    }

    @Test(arguments: [
        (
            "![The pump](https://e.example/a/p%20q.png?x=1&y \"T\")",
            "<a href=\"https://e.example/a/p%20q.png?x=1&amp;y\" title=\"T\" class=\"elsewhere\">The pump <small>e.example</small></a>"
        ),
        (
            "![](//u:secret@e.example/p%20%3Cq%3E.png)",
            "<a href=\"//u:secret@e.example/p%20%3Cq%3E.png\" class=\"elsewhere\">p &lt;q&gt;.png <small>e.example</small></a>"
        ),
        ("![](https://e.example)", "<a href=\"https://e.example\" class=\"elsewhere\"><small>e.example</small></a>"),
        (
            "[![The *old* pump](https://e.example/p.png)](/pump/)",
            "<a href=\"/pump/\"><span class=\"elsewhere\">The old pump <small>e.example</small></span></a>"
        ),
    ])
    func imagesOfOtherServersAreLinkedAndSayWhatTheyShow(_ text: String, _ expected: String) {
        let shown = html(text) { link in
            link.form == .image ? .link(href: link.destination, class: .elsewhere) : nil
        }
        #expect(shown == "<p>\(expected)</p>\n")
    }
}
