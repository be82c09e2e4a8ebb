import HearthSite
import TestKit
import Testing

/// How many pages a build says that it left out.
@Suite struct LeftOutCountTests {
    private func answer(_ fields: String = "") -> String {
        "---\nauthor: \"@ben\"\ndate: 2026-01-01\n\(fields)---\nA\n"
    }

    @Test func theAnswersOfADraftAreAPartOfIt() async throws {
        let files = [
            "questions/f/index.md": "---\ntitle: F\nauthor: \"@ada\"\ndraft: true\n---\nQ\n",
            "questions/f/answers/a.md": answer(), "questions/f/answers/b.md": answer(),
        ]
        #expect(try await TinySite(files).resolve().site.leftOut.drafts == 1)
    }

    @Test func anAnswerThatIsADraftIsOne() async throws {
        let files = [
            "questions/f/index.md": "---\ntitle: F\nauthor: \"@ada\"\n---\nQ\n",
            "questions/f/answers/a.md": answer(), "questions/f/answers/b.md": answer("draft: true\n"),
        ]
        #expect(try await TinySite(files).resolve().site.leftOut.drafts == 1)
    }
}
