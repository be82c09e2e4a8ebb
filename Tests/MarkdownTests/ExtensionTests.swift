import HearthMarkdown
import HearthModel
import Testing

@Suite struct TableTests {
    @Test func cellsHaveAlignmentAndInlines() {
        let text = "Pump | Trips\n:--- | ---:\n*B-14* | `a\\|b`\nB-15 | [[Lift\\|lift]]\n"
        let output = html(text, renderer: MarkdownHTMLRenderer())
        #expect(output.contains("<th scope=\"col\" class=\"align-left\">Pump</th>"))
        #expect(output.contains("<td class=\"align-left\"><em>B-14</em></td>"))
        #expect(output.contains("<td class=\"align-right\"><code>a|b</code></td>"))
        #expect(output.contains("<td class=\"align-right\">lift</td>"))
        #expect(output.hasPrefix("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\""))
    }

    @Test func aTableMayStandInAQuoteInAListAndAfterWords() {
        let inQuote = html("> words\n> a | b\n> --|--\n> 1 | 2\nlater\n")
        #expect(inQuote.hasPrefix("<blockquote>\n<p>words</p>\n<table>"))
        #expect(inQuote.hasSuffix("</table>\n</blockquote>\n<p>later</p>\n"))
        let inList = html("- | a | b |\n  |---|---|\n  | 1 | 2 |\n- next\n")
        #expect(inList.hasPrefix("<ul>\n<li>\n<table>"))
        #expect(inList.hasSuffix("</table>\n</li>\n<li>next</li>\n</ul>\n"))
        let deep = html("1. > - x\n   >\n   >   a | b\n   >   -|-\n   >   1 | 2\n")
        #expect(deep.contains("<td>2</td>"))
        #expect(!deep.contains("|"))
    }

    @Test func rowsOnLazyLinesOrInCodeAreNoTable() {
        #expect(!html("> a | b\n--|--\n1 | 2\n").contains("<table"))
        #expect(!html("- a | b\n--|--\n1 | 2\n").contains("<table"))
        #expect(!html("```\na | b\n--|--\n```\n").contains("<table"))
        #expect(!html("    a | b\n    --|--\n").contains("<table"))
        #expect(!html("<div>\na | b\n--|--\n</div>\n", options: SpecTests.gitHub).contains("<table"))
    }

    @Test func anUnderlineBelowATableIsNoHeading() {
        #expect(html("a | b\n-|-\n1 | 2\n---\n").hasSuffix("</table>\n<hr />\n"))
    }

    @Test func anInlineDoesNotReachIntoAnotherCell() {
        let output = html("a | b\n-|-\n*x | y*\n`x | y`\n")
        #expect(output.contains("<td>*x</td>\n<td>y*</td>"))
        #expect(output.contains("<td>`x</td>\n<td>y`</td>"))
    }

    @Test func hashesAtTheEndOfACellStay() {
        let output = html("a | b\n-|-\nC # | #\nF# | ## x ##\n")
        for cell in ["C #", "#", "F#", "## x ##"] { #expect(output.contains("<td>\(cell)</td>"), "\(cell)") }
    }

    @Test func linesOfCellsAreThoseOfTheFile() {
        let (document, _) = parse("intro [a](x)\n\nh | i\n-|-\n1 | [b](y)\n2 | @jo\n\n[c](z)\n", firstLine: 10)
        #expect(document.links.map(\.line) == [10, 14, 15, 17])
        #expect(document.links.map(\.column) == [7, 5, 5, 1])
        #expect(document.nodes.filter { $0.kind == .tableRow }.map(\.line) == [12, 14, 15])
    }
}

@Suite struct BlockExtensionTests {
    @Test func tasksAreLabelled() {
        let output = html("- [ ] ask\n- [X] done\n- [y] no\n- \\[ ] no\n", renderer: MarkdownHTMLRenderer())
        #expect(output.contains("<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"to do\"> ask</li>"))
        #expect(output.contains("<input type=\"checkbox\" checked disabled aria-label=\"done\"> done"))
        #expect(output.contains("<li>[y] no</li>\n<li>[ ] no</li>"))
        let (document, _) = parse("1. [x] a\n\n   b\n2. c\n")
        #expect(document.lists.first?.hasTasks == true)
        #expect(html(document, renderer: MarkdownHTMLRenderer()).contains("<p><input type=\"checkbox\" checked"))
    }

    @Test(arguments: MarkdownDocument.AlertKind.allCases)
    func alertsAreMarked(_ kind: MarkdownDocument.AlertKind) {
        let output = html("> [!\(kind.rawValue.uppercased())]\n> Mind the *gap*.\n", renderer: MarkdownHTMLRenderer())
        let title = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
        #expect(
            output
                == "<div class=\"alert alert-\(kind.rawValue)\" role=\"note\">\n<p class=\"alert-title\">\(title)</p>\n"
                + "<p>Mind the <em>gap</em>.</p>\n</div>\n")
    }

    @Test func otherQuotesStayQuotes() {
        for text in [
            "> [!NOTE]words\n", "> [!NOTE]**x**\n", "> [!NOTE]\n", "> [!faq]-\n", "> [!MINE]\n> x\n",
            "> \\[!NOTE]\n> x\n", "[!NOTE]\nx\n",
        ] {
            #expect(!html(text).contains("alert"), "\(text)")
        }
        #expect(html("> [!Tip]\n>\n> - x\n").contains("markdown-alert-tip"))
    }

    @Test(arguments: [
        ("> [!tip] My *own* title\n> text\n", "tip", "<p><strong>My <em>own</em> title</strong></p>\n<p>text</p>"),
        (
            "> [!faq]- Why ~~x~~?\n>\n> - a\n", "note",
            "<p><strong>Why <del>x</del>?</strong></p>\n<ul>\n<li>a</li>\n</ul>"
        ),
        ("> [!Warning]+\n> text **b**\n", "warning", "<p>text <strong>b</strong></p>"),
        ("> [!example]\n> a\\\n> b\n", "note", "<p><strong>Example</strong></p>\n<p>a<br />\nb</p>"),
        ("> [!danger] **Stop**\n", "caution", "<p><strong><strong>Stop</strong></strong></p>"),
        ("> [!bug]\n>\n> x\n", "caution", "<p><strong>Bug</strong></p>\n<p>x</p>"),
    ])
    func boxesOfOtherProgramsKeepTheirTitles(_ text: String, _ kind: String, _ body: String) {
        let title = kind.prefix(1).uppercased() + kind.dropFirst()
        #expect(
            html(text, renderer: MarkdownHTMLRenderer())
                == "<div class=\"alert alert-\(kind)\" role=\"note\">\n<p class=\"alert-title\">\(title)</p>\n\(body)\n</div>\n"
        )
    }

    @Test func whatStandsBelowATitleIsAtItsLine() {
        let (document, _) = parse("> [!tip] Title\n> [[x]]\n")
        #expect(document.links.map(\.line) == [2])
        #expect(document.nodes.filter { $0.kind == .paragraph }.map(\.line) == [1, 2])
    }

    @Test(arguments: [
        ("## A {#b .c}", "b", "A"), ("## A { #b }", "b", "A"), ("## A {: #b}", "b", "A"), ("## A {.c}", "a", "A"),
        ("## A {b}", "a-b", "A {b}"), ("## A {.5}", "a-5", "A {.5}"), ("## A {#b c}", "a-b-c", "A {#b c}"),
        ("## A \\{.c}", "a-c", "A {.c}"), ("## A {x=y}", "a-xy", "A {x=y}"),
    ])
    func idsMayHaveClasses(_ text: String, _ id: String, _ shown: String) {
        let heading = parse(text + "\n").0.headings.first
        #expect(heading?.id == id && heading?.text == shown)
    }

    @Test func theLanguageOfCodeMayStandInBraces() {
        let text = "```{.python .x}\na\n```\n"
        #expect(html(text, renderer: MarkdownHTMLRenderer()).contains("class=\"language-python\""))
        #expect(html(text).contains("class=\"language-{.python\""))
    }

    @Test func headingsHaveIDs() {
        let text =
            "# What's new, @jo?\n## Økt & trykk_1\n## ESP\n## ESP\n## ESP {#own-id}\n## ESP-1\n## ???\n### \\{#x}\n"
        let (document, diagnostics) = parse(text)
        #expect(
            document.headings.map(\.id)
                == ["whats-new-jo", "økt--trykk_1", "esp", "esp-1", "own-id", "esp-1-1", "section", "x"])
        #expect(
            document.headings.map(\.text) == [
                "What's new, @jo?", "Økt & trykk_1", "ESP", "ESP", "ESP", "ESP-1", "???", "{#x}",
            ])
        #expect(document.headings[4].hasOwnID)
        #expect(diagnostics.isEmpty)
    }

    @Test func idsSetByHandComeFirstAndDuplicatesAreReported() {
        let (document, diagnostics) = parse("# Delay\n\n# Other {#delay}\n\n# More {#delay}\n", firstLine: 5)
        #expect(document.headings.map(\.id) == ["delay-2", "delay", "delay-1"])
        #expect(diagnostics.map(\.kind) == [.duplicateAnchor])
        #expect(diagnostics.first?.location?.line == 9)
    }

    @Test func headingsAreShiftedAndLinked() {
        let renderer = MarkdownHTMLRenderer(anchorPrefix: "a-1-", headingAnchors: true, headingShift: 2)
        #expect(
            html("# Gas lock\n###### Deep\n", renderer: renderer)
                == "<h3 id=\"a-1-gas-lock\">Gas lock <a class=\"anchor\" href=\"#a-1-gas-lock\" "
                + "aria-label=\"Link to this section: Gas lock\">#</a></h3>\n"
                + "<h6 id=\"a-1-deep\">Deep <a class=\"anchor\" href=\"#a-1-deep\" aria-label=\"Link to this section: Deep\">#</a></h6>\n"
        )
    }

    @Test func codeBlocksMayBeHighlighted() {
        let renderer = MarkdownHTMLRenderer(highlighter: { code, language in
            language == "swift" ? Array("<b>\(code.utf8.count)</b>".utf8) : nil
        })
        #expect(
            html("```swift x\nlet\n```\n", renderer: renderer)
                == "<pre tabindex=\"0\"><code class=\"language-swift\"><b>4</b></code></pre>\n")
        #expect(html("```c\na<b\n```\n", renderer: renderer).contains("<code class=\"language-c\">a&lt;b\n</code>"))
    }
}

@Suite struct FootnoteTests {
    @Test func footnotesAreNumberedByReference() {
        let text =
            "One[^b] two[^a] again[^B].\n\n[^a]: First *note*\n    goes on\n[^b]: Second, see[^c]\n\n    - list\n[^c]: Third\n\nEnd.\n"
        let (document, diagnostics) = parse(text)
        #expect(diagnostics.isEmpty)
        #expect(document.footnotes.map(\.label) == ["b", "a", "c"])
        #expect(document.footnotes.map(\.number) == [1, 2, 3])
        #expect(document.footnotes.map(\.references) == [2, 1, 1])
        let output = html(document, renderer: MarkdownHTMLRenderer(anchorPrefix: "x-"))
        #expect(
            output.contains(
                "One<sup><a href=\"#x-fn-b\" id=\"x-fnref-b\" class=\"footnote-ref\" aria-label=\"Footnote 1\">1</a></sup>"
            ))
        #expect(output.contains("id=\"x-fnref-b-2\""))
        #expect(output.contains("<p>End.</p>\n<section class=\"footnotes\""))
        #expect(output.contains("<li id=\"x-fn-a\">\n<p>First <em>note</em>\ngoes on <a href=\"#x-fnref-a\""))
        #expect(document.blocks.count == 2)
    }

    @Test func footnotesStandInContainersAndInterruptParagraphs() {
        let (document, _) = parse(
            "> a[^1]\n> [^1]: quoted [l](m)\n\n- b[^2]\n\n  [^2]: in a list | x\n\n      more\n- c\n")
        #expect(document.footnotes.map(\.number) == [1, 2])
        #expect(document.plainText(of: document.footnotes[0].definition) == "quoted l")
        #expect(document.plainText(of: document.footnotes[1].definition) == "in a list | x\nmore")
        #expect(document.links.map(\.line) == [2])
        #expect(document.links.map(\.column) == [16])
    }

    @Test(arguments: [
        "x[^1]\n\n>[^1]: the note\n", "x[^1]\n\n>>[^1]: the\n>>     note\n", "x[^1]\n\n- >[^1]: the note\n",
        "x[^1]\n\n>\n>[^1]: the note\n>\n>     more\n",
    ])
    func footnotesInQuotesNeedNoBlankBeforeThem(_ text: String) {
        let (document, diagnostics) = parse(text)
        #expect(diagnostics.isEmpty)
        let note = document.plainText(of: document.footnotes[0].definition)
        #expect(note.hasPrefix("the") && note.contains("note") && note.contains("more") == text.contains("more"))
        #expect(!document.plainText(of: document.blocks[...]).contains("note"))
    }

    @Test func whatIsMissingOrUnusedIsReported() {
        let (document, diagnostics) = parse("A[^x] \\[^y] `[^y]`\n\n[^y]: why\n[^y]: twice\n[^z]: z\n")
        #expect(
            diagnostics.map(\.kind.id) == [
                "missing-footnote", "unused-footnote", "duplicate-footnote", "unused-footnote",
            ])
        #expect(html(document) == "<p>A[^x] [^y] <code>[^y]</code></p>\n")
    }

    @Test func footnotesInCodeAreCode() {
        #expect(
            html("```\n[^a]: b\n```\n\n    [^c]: d\n")
                == "<pre><code>[^a]: b\n</code></pre>\n<pre><code>[^c]: d\n</code></pre>\n")
        #expect(
            html("see [^a]: it is\n\n[^a]: x\n").hasPrefix(
                "<p>see <sup class=\"footnote-ref\"><a href=\"#fn-a\" id=\"fnref-a\" data-footnote-ref>1</a></sup>: it is</p>"
            ))
    }

    @Test func footnotesMayHoldTables() {
        let output = html("x[^t]\n\n[^t]: Values\n\n    a | b\n    -|-\n    1 | 2\n")
        #expect(output.contains("<p>Values</p>\n<table>"))
    }

    @Test func linksOfFootnotesComeLast() {
        let (document, _) = parse("[a](1)[^n]\n\n[^n]: [c](3)\n\n# H [b](2)\n")
        #expect(document.links.map(\.destination) == ["1", "2", "3"])
        #expect(document.links(in: document.blocks[...]) == 0..<2)
        #expect(document.links(in: document.blocks[1...]) == 1..<2)
        #expect(document.headings(in: document.blocks[..<1]).isEmpty)
        #expect(document.headings(in: document.blocks[1...]).map(\.text) == ["H b"])
    }
}
