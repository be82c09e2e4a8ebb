import Foundation
import HearthModel
import Testing

@testable import HearthLayout

@Suite struct EscapingTests {
    private static let evil = "<script>x('&\\\"')</script>"

    /// Every text of the front matter is an attack.
    private static var files: [String: String] {
        let evil = "\"\(Self.evil)\""
        return [
            "Content/index.md": "---\ntitle: \(evil)\ndescription: \(evil)\n---\n",
            "Content/people/ada.md":
                "---\nname: \(evil)\ntitle: \(evil)\ndepartment: \(evil)\nsite: \(evil)\nexpertise: [{tag: \(evil), note: \(evil)}]\n---\n",
            "Content/groups/g/index.md": """
            ---
            title: \(evil)
            kind: community
            problem: \(evil)
            wiifm: {\(evil): \(evil)}
            serves: [\(evil)]
            managers: ["@ada"]
            ---
            """,
            "Content/groups/g/questions/q.md": """
            ---
            title: \(evil)
            author: "@ada"
            date: 2026-05-01
            tags: [\(evil)]
            alt_titles: [\(evil)]
            source: {system: \(evil), author: \(evil), url: "javascript:alert(1)", privacy: public}
            ---
            Text.

            ## Accepted answer — @ada, 2026-05-02
            Yes.
            """,
            "Content/groups/g/d.md":
                "---\ntitle: \(evil)\nowner: \"@ada\"\ntags: [\(evil)]\n---\n## \(Self.evil)\n\nText.\n",
            "Content/groups/g/events/e.md":
                "---\ntitle: \(evil)\ndate: 2026-05-01\nsite: \(evil)\nfollow_up: [{task: \(evil)}]\n---\n",
            "Content/use-cases/u.md": """
            ---
            title: \(evil)
            problem: \(evil)
            current_practice: \(evil)
            desired: \(evil)
            pain_points: [\(evil)]
            obstacles: [{objection: \(evil), response: \(evil), evidence: \(evil)}]
            process: {trigger: \(evil), step: \(evil), channel: \(evil)}
            decision: adopt
            rationale: \(evil)
            target_departments: [\(evil)]
            ---
            """,
            "Content/measures/m.md":
                "---\ntitle: \(evil)\nunit: \(evil)\nso_what: \(evil)\nsignposts: [\(evil)]\nseries: [{date: 2026-01-01, value: 1, evidence: \(evil)}]\n---\n",
            "Content/strategy.md": "---\ntitle: \(evil)\nobjectives: [{id: o, title: \(evil)}]\n---\n",
            "Content/topics/t.md": "---\nlabel: \(evil)\ndescription: \(evil)\nsynonyms: [\(evil)]\n---\n",
        ]
    }

    @Test func noTextBecomesMarkup() async throws {
        let sample = try await SampleSite(
            Self.files,
            configuration: "title: \"\(Self.evil)\"\nbaseURL: https://x.example/\nfooter: \"\(Self.evil)\"\n")
        #expect(sample.plan.pages.count > 20)
        for page in sample.plan.pages {
            let text = sample.page(page.path.text)
            #expect(!text.lowercased().contains("<script>"), "\(page.path)")
            #expect(!text.contains("javascript:"), "\(page.path)")
            // No attribute ends early.
            #expect(!text.contains("x('&\""), "\(page.path)")
        }
    }

    @Test func structuredDataIsValidJSON() async throws {
        let sample = try await SampleSite(
            Self.files.merging(SampleFiles.open) { first, _ in first }, configuration: SampleFiles.configuration)
        let expected = [
            "groups/g/questions/q/": 1, "groups/lift/questions/trip/": 2, "groups/lift/questions/grease/": 0,
        ]
        for (path, answers) in expected {
            let page = sample.page(path)
            let start = try #require(page.range(of: "application/ld+json\">", options: []))
            let end = try #require(page[start.upperBound...].range(of: "</script>", options: []))
            let json = String(page[start.upperBound..<end.lowerBound])
            let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
            let question = try #require(object?["mainEntity"] as? [String: Any])
            #expect(object?["@type"] as? String == "QAPage")
            #expect(question["answerCount"] as? Int == answers)
            #expect((question["name"] as? String)?.isEmpty == false && (question["text"] as? String)?.isEmpty == false)
            if answers > 0 {
                let accepted = try #require(question["acceptedAnswer"] as? [String: Any])
                #expect((accepted["url"] as? String)?.hasPrefix("https://intranet.example/community/groups/") == true)
            }
        }
    }

    @Test func controlCharactersAreNoRootMarkers() {
        #expect(Wording.clean("a\u{1}b") == "a\u{FFFD}b")
        #expect(HTMLEscaping().escapeText("<a href=\"'&\u{2}") == "&lt;a href=&quot;&#39;&amp;\u{FFFD}")
    }
}
