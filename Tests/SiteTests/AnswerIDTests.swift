import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import TestKit
import Testing

/// Answers of one person on one day, each with an id and an anchor of its own.
@Suite struct AnswerIDTests {
    private func site(
        _ answers: [String: String], question: String = "accepted: ben-2026-01-02"
    ) async throws -> (Site, [Diagnostic]) {
        var files = [
            "questions/q/index.md": "---\ntitle: Why?\n\(question)\n---\nBecause.\n",
            "links.md": "---\ntitle: L\n---\n"
                + answers.keys.sorted().map { "[x](questions/q/answers/\($0).md)" }.joined(separator: " ") + "\n",
        ]
        for (name, text) in answers {
            files["questions/q/answers/\(name).md"] =
                text.hasPrefix("---") ? text : "---\nauthor: \"@ben\"\ndate: 2026-01-02\n---\n\(text)\n"
        }
        return try await TinySite(files).resolve()
    }

    @Test func theNumberOfTheFileIsThatOfTheID() async throws {
        let (site, diagnostics) = try await site([
            "2026-01-02-ben": "First.", "2026-01-02-ben-2": "Second.", "2026-01-02-ben-4711": "Third.",
        ])
        #expect(diagnostics.ids == [])
        let answers = site.questions[0].answers
        #expect(answers.map(\.id) == ["ben-2026-01-02", "ben-2026-01-02-2", "ben-2026-01-02-4711"])
        #expect(answers.map(\.isAccepted) == [true, false, false], "the one that 'accepted:' names")
        let links = try #require(site.page(at: "links.md")).links
        var anchors: [String] = []
        for case .link(let href, _, _)? in links { anchors.append(String(href.drop { $0 != "#" })) }
        #expect(anchors == ["#a-ben-2026-01-02", "#a-ben-2026-01-02-2", "#a-ben-2026-01-02-4711"])
    }

    @Test(arguments: ["2026-01-02-ben-okoro", "some-name", "2026-01-02-ben-", "2026-01-02-bens-2", "ben"])
    func otherNamesChangeNoID(_ name: String) async throws {
        let (site, _) = try await site([name: "Text."])
        #expect(site.questions[0].answers.map(\.id) == ["ben-2026-01-02"])
    }

    @Test func anAnswerWithoutDateHasANumberToo() async throws {
        let text = "---\nauthor: \"@ben\"\n---\nText.\n"
        let (site, _) = try await site(["undated-ben": text, "undated-ben-2": text], question: "accepted: ben")
        #expect(site.questions[0].answers.map(\.id) == ["ben", "ben-2"])
    }

    @Test func filesThatNothingTellsApartAreAnError() async throws {
        let (_, diagnostics) = try await site(["one": "First.", "two": "Second."])
        #expect(diagnostics.ids == ["duplicate-id"])
        #expect(diagnostics.first?.location?.file == "Content/questions/q/answers/two.md")
        #expect(diagnostics.first?.help == "give this one an id of its own: 'id: ben-2026-01-02-2'")
    }

    @Test func soAreEqualIDsByHandAndAHeadingBesideAFile() async throws {
        let text = "---\nauthor: \"@ben\"\nid: mine\n---\nText.\n"
        let (_, byHand) = try await site(["one": text, "two": text], question: "accepted: mine")
        #expect(byHand.ids == ["duplicate-id"])
        #expect(byHand.first?.location?.line == 3)
        let files = [
            "questions/q/index.md": "---\ntitle: Why?\n---\nx\n\n## Answer — @ben, 2026-01-02\nHere.\n",
            "questions/q/answers/2026-01-02-ben.md": "---\nauthor: \"@ben\"\ndate: 2026-01-02\n---\nThere.\n",
        ]
        let (_, mixed) = try await TinySite(files).resolve()
        #expect(mixed.ids == ["duplicate-id"])
        #expect(mixed.first?.location?.file == "Content/questions/q/answers/2026-01-02-ben.md")
    }
}
