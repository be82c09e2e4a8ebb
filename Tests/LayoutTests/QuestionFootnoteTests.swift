import HearthModel
import Testing

@testable import HearthLayout

/// Footnotes of a question in one file belong to the question or to an answer, as if each had a file of its own.
@Suite struct QuestionFootnoteTests {
    private let fields = "---\ntitle: Why?\ndate: 2026-01-01\n---\n"

    private func main(_ files: [String: String]) async throws -> (main: String, diagnostics: [Diagnostic]) {
        var all = files
        all["Content/index.md"] = "---\ntitle: Home\n---\nHello.\n"
        for name in ["bob", "ada"] { all["Content/people/\(name).md"] = "---\nname: \(name) L\n---\n" }
        let sample = try await SampleSite(all)
        return (sample.main("questions/q/"), sample.diagnostics)
    }

    private func count(_ text: String, _ part: String) -> Int {
        var count = 0
        var rest = Substring(text)
        while let range = String(rest).range(of: part) {
            count += 1
            rest = Substring(String(rest)[range.upperBound...])
        }
        return count
    }

    @Test func oneFileAndTheFolderGiveTheSamePage() async throws {
        let answers = [
            ("bob", "2026-01-02", "yes[^1] and[^2]\n\n[^1]: NOTEBOB\n[^2]: SECOND\n"),
            ("ada", "2026-01-03", "no[^1]\n\n[^1]: NOTEADA\n"),
        ]
        var one = fields + "q[^1]\n\n[^1]: NOTEQ\n"
        var folder = ["Content/questions/q/index.md": one]
        for (author, date, text) in answers {
            one += "\n## Answer — @\(author), \(date)\n\n\(text)"
            folder["Content/questions/q/answers/\(author).md"] =
                "---\nauthor: \"@\(author)\"\ndate: \(date)\n---\n\(text)"
        }
        let (whole, found) = try await main(["Content/questions/q.md": one])
        let (parts, others) = try await main(folder)
        #expect(found.isEmpty && others.isEmpty)
        #expect(whole == parts)
        for note in ["NOTEQ", "NOTEBOB", "SECOND", "NOTEADA"] { #expect(count(whole, note) == 1) }
        #expect(whole.contains("<a href=\"#bob-2026-01-02-fn-1\""))
        #expect(whole.contains("<li id=\"bob-2026-01-02-fn-1\">\n<p>NOTEBOB"))
        #expect(whole.contains("aria-label=\"Footnote 2\">2</a>"))
    }

    @Test func aLabelOfAnotherPartServesWhereThereIsNone() async throws {
        let text = "q[^1]\n\n## Answer — @bob, 2026-01-02\n\nyes\n\n## Answer — @ada, 2026-01-03\n\n[^1]: NOTEQ\n"
        let (page, found) = try await main(["Content/questions/q.md": fields + text])
        #expect(found.isEmpty)
        #expect(page.contains("href=\"#ada-2026-01-03-fn-1\""))
        #expect(page.contains("<li id=\"ada-2026-01-03-fn-1\">\n<p>NOTEQ"))
    }

    @Test func aQuestionOfCommentsAloneShowsTheirNotes() async throws {
        let text = "### Comment — @bob, 2026-01-02\n\nsee[^1]\n\n[^1]: NOTEC\n"
        let (page, found) = try await main(["Content/questions/q.md": fields + text])
        #expect(found.isEmpty)
        #expect(page.contains("href=\"#fn-1\"") && page.contains("<li id=\"fn-1\">\n<p>NOTEC"))
    }

    @Test func aLabelMayBeTwiceInPartsAndNotInOne() async throws {
        let text = "q[^1]\n\n[^1]: A\n[^1]: B\n\n## Answer — @bob, 2026-01-02\n\n[^1]: C\n"
        let (_, found) = try await main(["Content/questions/q.md": fields + text])
        #expect(found.map(\.kind.id) == ["duplicate-footnote", "unused-footnote"])
        #expect(found.map(\.location?.line) == [8, 12])
    }

    /// A heading that looks like an answer's begins none on another page.
    @Test func otherPagesHaveOnePart() async throws {
        let sample = try await SampleSite([
            "Content/index.md": "---\ntitle: Home\n---\nHello.\n",
            "Content/a.md": "---\ntitle: A\n---\na[^1]\n\n## Answer — @bob, 2026-01-02\n\nb[^1]\n\n[^1]: N\n",
        ])
        let page = sample.main("a/")
        #expect(count(page, "href=\"#fn-1\"") == 2 && page.contains("<li id=\"fn-1\">"))
    }
}
