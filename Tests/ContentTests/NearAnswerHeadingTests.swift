import HearthModel
import Testing

@testable import HearthContent

/// Headings of answers as people type them.
@Suite struct NearAnswerHeadingTests {
    private func question(_ body: String) throws -> Parsed {
        try parse("questions/q.md", "---\ntitle: Why?\n---\n" + body)
    }

    @Test(arguments: [
        "##Answer — @x, 2026-01-06", "##\u{A0}Answer — @x, 2026-01-06", "## Answer ‑ @x, 2026-01-06",
        "## Answer − @x, 2026-01-06", "## Answer ― @x, 2026-01-06", "## Answer ‐ @x, 2026-01-06",
        "## Answer\u{A0}— @x, 2026-01-06", "## Answer —\u{A0}@x,\u{A0}2026-01-06", "## \u{200B}Answer — @x, 2026-01-06",
        "## Answer — @x\u{202F}, 2026-01-06", "## Answer — @x 2026-01-06", "## Answer by @x  2026-01-06",
    ])
    func whatIsClearIsAccepted(heading: String) throws {
        let page = try question("Text?\n\n\(heading)\nThe front desk.\n")
        #expect(page.found == [])
        #expect(page.page.answers.map(\.id) == ["x-2026-01-06"])
        #expect(page.page.answers.map(\.line) == [6])
        #expect(page.page.answers.map { page.text($0.blocks) } == ["The front desk."])
    }

    @Test func blocksOfCodeStayAsTheyAre() throws {
        let page = try question(
            "```\n##Answer — @x\n```\n\n~~~~\n##Answer — @y\n~~~\n##Comment\n~~~~\n\n##Answer — @z\nText.\n")
        #expect(page.page.answers.map { $0.author?.value } == ["z"])
        #expect(page.bodyText.contains("##Answer — @x") && page.bodyText.contains("##Answer — @y"))
        let other = try question("##Question\n\n####Answer — @x\n\n###Comment — @x\nHi.\n")
        // Readers see the signs of what is no heading and no answer.
        #expect(Set(other.found.map { $0.prefix(10) }) == ["shown-mark"] && other.page.comments.count == 1)
    }

    @Test(arguments: [
        "## Antwort — @x, 2026-01-06", "## Accepted — @x, 2026-01-06", "## ✅ Accepted answer — @x, 2026-01-06",
        "## Answer (accepted) — @x, 2026-01-06", "## Answer from @x, 2026-01-06", "## Best answer — @x, 2026-01-06",
        "## Solution — @x, 2026-01-06", "## Reply — @x", "## Solution by @x", "## Mitigation — @x, 2026-01-06",
        "### Reply — @x, 2026-01-06", "### Kommentar — @x, 2026-01-06", "# Lösung — @x, 2026-01-06",
        "**Answer — @x, 2026-01-06**", "**Accepted answer — @x**", "**Solution — @x, 2026-01-06**",
        "Answer — @x, 2026-01-06", "## @x, 2026-01-06", "## @x 2026-01-06", "## Answer from Ann", "## My answer",
        "## Answer from Ann Berg, 2026-01-06", "## Our best answer", "## Svar — @x, 2026-01-06",
        "## Solution — @x 2026-01-06",
    ])
    func whatIsNearlyOneIsReported(heading: String) throws {
        let page = try question("Intro.\n\n\(heading)\nThe front desk.\n")
        #expect(page.found == ["answer-heading:6"])
        #expect(page.diagnostics.first?.severity == .error)
        #expect(page.diagnostics.first?.help?.contains("— @handle, 2013-04-02") == true)
        #expect(page.page.answers.isEmpty)
    }

    @Test(arguments: [
        "## Response times", "## The solution", "## Response times at @x", "## What @x, 2026-01-06 said",
        "## Update — @x, 2026-01-06", "## Edit by @x, 2026-01-06", "## Solution of the problem that @x found",
        "#### Solution — @x, 2026-01-06", "### Log — @x, 2026-01-06", "## Thanks to @x", "## Steps by @x",
        "**Answer** the phone.", "**Answer — soon**", "Answer — @x knows.", "Comments are welcome.", "**Solution**",
        "> **Answer — @x, 2026-01-06**", "## Meeting with @x, 2026-01-06",
        "## @x", "## @x says", "## Answers from the survey", "## My machine", "## Answer to the letter",
        "### @x, 2026-01-06",
        "## Best way to answer", "## Reply times", "## My",
    ])
    func otherWordsAreNone(text: String) throws {
        let page = try question("Intro.\n\n\(text)\n\nMore.\n")
        #expect(page.found == [])
    }

    @Test func whatWasImportedMayQuoteAnswersInBold() throws {
        let fields = "---\ntitle: Q\nsource: {system: discourse}\n---\n"
        #expect(try parse("questions/q.md", fields + "**Answer — @x, 2026-01-06**\n").found == [])
        #expect(try parse("groups/g/a.md", fields + "## Answer — @x, 2026-01-06\n").found == [])
    }

    @Test func answersOfADocumentAreTold() throws {
        let page = try parse(
            "groups/g/q2.md", "---\ntitle: Q\n---\nx\n\n## Accepted answer — @x, 2026-01-06\ny\n\n## Answer — @y\nz\n")
        #expect(page.found == ["answer-heading:6"])
        #expect(page.diagnostics.first?.severity == .warning)
        #expect(
            try parse("a.md", "# T\n\n> ## Answer — @x\n\n## Answer\n\n## Answer — Jo Larsen, 2026-01-06\n").found == []
        )
    }
}
