import HearthMarkdown
import HearthModel
import Testing

/// The lines that problems name, where libcmark counts others.
@Suite struct LinesOfProblemsTests {
    private func problems(_ text: String) -> [String] {
        parse(text).diagnostics.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0)" }.sorted()
    }

    @Test(arguments: [
        ("a\\\nb\\\nc [x](file:x)\\\n<i> `d\ne` <b>\n\n[y](file:y)\n", ["3:3", "4:1", "5:4", "7:1"]),
        ("a  \nb\\\n[x](file:x)\nc <i>\n", ["3:1", "4:3"]), ("*a\\\nb* \\\\\n<i>\n", ["3:1"]),
        ("> a\\\n> <i>\n\n- b\\\n  <i>\n", ["2:3", "5:3"]), ("> [!NOTE]\\\n> a\\\n> <i>\n", ["3:3"]),
        ("a[^1]\n\n[^1]: b\\\n    <i>\n", ["4:5"]), ("| a |\n|---|\n| <i> |\n\nb\\\n<i>\n", ["3:3", "6:1"]),
        ("a\\\n\\\n<i>\n", ["3:1"]),
    ])
    func aBackslashThatBreaksALineIsCounted(_ text: String, _ expected: [String]) {
        #expect(problems(text) == expected)
    }

    @Test(arguments: [
        ("[r]: x\n[s]: y\na\\\n<i>\n", ["4:1"]), ("[r]: x\n<i>\\\n`c\nd` <b>\n", ["2:1", "4:4"]),
        ("[x](file:x)\\\na\\\n<i>\n", ["1:1", "3:1"]), ("[*a\\\nb*](u)\n<i>\n", ["3:1"]),
    ])
    func soAreTheLinesOfDefinitions(_ text: String, _ expected: [String]) {
        #expect(problems(text) == expected)
    }
}

/// Cells for which the head of their table has no column.
@Suite struct SurplusCellsTests {
    private func told(_ text: String) -> [Diagnostic] { parse(text).diagnostics.filter { $0.kind == .surplusCells } }

    @Test(arguments: ["", "text\n\n", "<!-- x -->\n\n"]) func theFirstRowIsTold(above: String) throws {
        let found = told(above + "| a | b |\n|---|---|\n| c | d |\n| [[e|f]] | `g` |\n| h | i | j |\n")
        let first = try #require(found.first)
        #expect(found.count == 1)
        #expect(first.location?.line == above.split(separator: "\n", omittingEmptySubsequences: false).count + 3)
        #expect(first.location?.column == 13)
        #expect(first.summary.hasSuffix("; so has another row"))
    }

    @Test func aTableWithoutABlankLineAboveItIsOne() {
        let found = told("> a | b\n> -|-\n> c | d\n> e | f | g\n> -|-|-\n> 1 | 2 | 3\n")
        #expect(found.map { $0.location?.line } == [4] && found.first?.location?.column == 11)
    }

    @Test(arguments: [
        "| a | b |\n|---|---|\n| c | d | | |\n|e|f|  \n", "| a |\n|---|\n| b\\|c |\n| `d\\|e`\n", "a|b\n-|-\nc\nd|e\n",
    ])
    func emptyCellsAndWrittenBarsAreNoneTooMany(_ text: String) {
        #expect(told(text).isEmpty)
    }

    @Test func ofATableInAFootnoteToo() {
        let found = told("x[^1]\n\n[^1]: n\n\n    | a |\n    |---|\n    | b | c |\n")
        #expect(found.map { $0.location?.line } == [7] && found.first?.location?.column == 11)
    }
}

/// What stands in the text of a link, and for HTML that is left out.
@Suite struct WordsOfLinksAndTagsTests {
    @Test(arguments: [
        ("[~~a~~ b](u)", "<a href=\"u\"><del>a</del> b</a>"),
        ("[**~~a~~**](u) ~b~", "<a href=\"u\"><strong><del>a</del></strong></a> <del>b</del>"),
        ("~~[a~~](u)", "~~<a href=\"u\">a~~</a>"), ("[\\~~a~~](u)", "<a href=\"u\">~~a~~</a>"),
        ("<http://h/~~a~~>", "<a href=\"http://h/~~a~~\">http://h/~~a~~</a>"),
        ("![~~a~~](u)", "<img src=\"u\" alt=\"a\" />"),
        ("[@a #b ~~c~~ www.x.example](u)", "<a href=\"u\">@a #b <del>c</del> www.x.example</a>"),
    ])
    func wordsOfALinkAreStruckOut(_ text: String, _ expected: String) {
        #expect(html(text) == "<p>\(expected)</p>\n")
    }

    @Test(arguments: ["<br>", "<br/>", "<BR />", "</br>", "<br class=\"x\">"])
    func aLineBreakInHTMLKeepsWordsApart(_ tag: String) {
        let (document, diagnostics) = parse("| a |\n|---|\n| b\(tag)c |\n\n# d\(tag)e\n")
        #expect(html(document).contains("<td>b<br />\nc</td>"))
        #expect(document.headings.map(\.text) == ["d e"])
        #expect(diagnostics.map(\.kind) == [.rawHTML, .rawHTML])
        #expect(diagnostics.map { $0.location?.column } == [4, 4])
        #expect(!html("a<bruno>b").contains("<br") && !html("a<br-x>b").contains("<br"))
    }

    @Test(arguments: [
        "jar:https://h/a.jar!/b", "feed:javascript:x", "FEED:feed:vbscript:x", "view-source:javascript:x",
        "view-source:https://h/",
    ])
    func addressesThatWrapOthersAreUnsafe(_ address: String) {
        #expect(parse("[a](\(address))").diagnostics.map(\.kind) == [.unsafeURL])
        #expect(parse("[a](feed:https://h/feed.xml) [b](feeds/a:b)").diagnostics.isEmpty)
    }
}
