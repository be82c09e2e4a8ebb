import HearthMarkdown
import HearthModel
import Testing

@testable import HearthContent

/// Raw HTML that goes on further than its writer meant.
@Suite struct AnswerInHTMLTests {
    private func question(_ body: String) throws -> Parsed {
        try parse("groups/g/questions/q.md", "---\ntitle: Q\n---\n\(body)")
    }

    @Test func anAnswerInACommentThatIsNotClosedIsReported() throws {
        let page = try question("one\n\n<!-- todo\n\nTWO\n\n## Accepted answer — @bob, 2026-01-02\n\nANSWER\n")
        #expect(page.found == ["raw-html:6", "answer-in-html:10"])
        let html = try #require(page.diagnostic("raw-html"))
        #expect(html.summary == "the HTML <!-- todo was left out, with the 6 lines below it")
        #expect(html.help == "close the comment with -->")
        #expect(
            page.diagnostic("answer-in-html")?.summary
                == "'Accepted answer — @bob, 2026-01-02' is swallowed by HTML")
    }

    @Test func otherBlocksTooButNoCommentThatIsClosed() throws {
        #expect(try question("<pre>\n## Answer — @bob\n").found == ["raw-html:4", "answer-in-html:5"])
        #expect(try question("<!--\n## Answer — @bob\n-->\n").found == [])
        #expect(try question("> <pre>\n> ## Answer — @bob\n").found == ["raw-html:4"])
        #expect(
            try question("<b>\n## Answers\n").diagnostics.first?.summary.hasSuffix("with the line below it") == true)
        #expect(try parse("groups/g/a.md", "---\ntitle: A\n---\n<pre>\n## Answer — @bob\n").found == ["raw-html:4"])
    }
}
