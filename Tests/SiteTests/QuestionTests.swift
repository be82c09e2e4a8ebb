import HearthContent
import HearthModel
import HearthSite
import TestKit
import Testing

@Suite struct QuestionTests {
    private func site(_ text: String) async throws -> (Site, [Diagnostic]) {
        let tiny = try TinySite([
            "questions/q.md": "---\ntitle: Why?\nauthor: \"@ada\"\ndate: 2026-01-01\n---\nBecause.\n" + text
        ])
        let (site, diagnostics) = try await tiny.resolve()
        return (site, diagnostics)
    }

    @Test func statesFollowFromAnswers() async throws {
        #expect(try await site("").0.questions[0].state == .unanswered)
        #expect(try await site("\n## Answer — @ben, 2026-01-02\nYes.\n").0.questions[0].state == .answered)
        #expect(try await site("\n## Accepted answer — @ben, 2026-01-02\nYes.\n").0.questions[0].state == .accepted)
    }

    @Test func acceptedAnswerComesFirst() async throws {
        let (site, _) = try await site(
            "\n## Answer — @ada, 2026-01-02\nNo.\n\n## Accepted answer — @ben, 2026-01-03\nYes.\n")
        #expect(site.questions[0].answers.map(\.isAccepted) == [true, false])
    }

    @Test func bothFormsMakeTheSameQuestion() async throws {
        let tiny = try TinySite([
            "groups/g/index.md": "---\ntitle: G\nkind: community\nproblem: p\nmanagers: [\"@ada\"]\n---\n",
            "groups/g/questions/q/index.md": "---\ntitle: Why?\n---\nBecause.\n",
            "groups/g/questions/q/answers/2026-01-02-ben.md":
                "---\nauthor: \"@ben\"\ndate: 2026-01-02\naccepted: true\nvotes: 3\n---\nYes.\n",
        ])
        let (site, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.ids == [])
        #expect(site.questions.count == 1)
        #expect(site.questions[0].state == .accepted)
        #expect(site.questions[0].answers[0].votes == 3)
        #expect(site.pages[site.questions[0].page].url.text == "groups/g/questions/q/")
    }

    @Test func twoAcceptedAnswersAreAnError() async throws {
        let (site, diagnostics) = try await site(
            "\n## Accepted answer — @ada, 2026-01-02\nNo.\n\n## Accepted answer — @ben, 2026-01-03\nYes.\n")
        #expect(diagnostics.ids == ["two-accepted-answers"])
        #expect(site.questions[0].answers.count { $0.isAccepted } == 1)
    }

    @Test func duplicateCyclesEnd() async throws {
        let tiny = try TinySite([
            "questions/a.md": "---\ntitle: A\nduplicate_of: b\n---\nx\n",
            "questions/b.md": "---\ntitle: B\nduplicate_of: a\n---\nx\n",
        ])
        let (_, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.ids.contains("reference-cycle"))
    }

    @Test func answersWithoutQuestionAreReported() async throws {
        let tiny = try TinySite(["questions/q/answers/a.md": "---\nauthor: \"@ben\"\ndate: 2026-01-02\n---\nYes.\n"])
        let (_, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.first(.orphanAnswer)?.location?.file == "Content/questions/q/answers/a.md")
    }
}
