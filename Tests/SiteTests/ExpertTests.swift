import HearthContent
import HearthModel
import HearthSite
import TestKit
import Testing

@Suite struct ExpertTests {
    private func experts(
        _ files: [String: String], topic: String = "esp", audience: Audience = .everyone,
        configuration: String = "title: T\n"
    )
        async throws -> [(handle: String, isExpert: Bool)]
    {
        let (site, _) = try await TinySite(files, configuration: configuration).resolve()
        guard let index = site.topics.firstIndex(where: { $0.tag == topic }), let directory = site.experts[audience]
        else { return [] }
        return directory.byTopic[index].map { (site.people[$0.person].handle, $0.isExpert) }
    }

    private static func question(_ answers: String, tags: String = "esp") -> String {
        "---\ntitle: Q \(answers.count)\ntags: [\(tags)]\n---\nx\n" + answers
    }

    @Test func twoAcceptedAnswersMakeAnExpert() async throws {
        let one = Self.question("\n## Accepted answer — @ben, 2026-05-01\nYes.\n")
        #expect(try await experts(["questions/a.md": one]).map(\.isExpert) == [false])
        #expect(try await experts(["questions/a.md": one, "questions/b.md": one]).map(\.isExpert) == [true])
    }

    @Test func acceptedAnswersOutweighOthersAndAgeCounts() async throws {
        let result = try await experts([
            "questions/a.md": Self.question(
                "\n## Accepted answer — @ben, 2026-05-01\nYes.\n\n## Answer — @ada, 2026-05-01\nNo.\n")
        ])
        #expect(result.map(\.handle) == ["ben", "ada"])
        // Five years and more: 5·2^-5 < 1.
        let old = try await experts([
            "questions/a.md": Self.question(
                "\n## Accepted answer — @ben, 2020-05-01\nYes.\n\n## Answer — @ada, 2026-05-01\nNo.\n")
        ])
        #expect(old.map(\.handle) == ["ada", "ben"])
    }

    @Test func childTopicsGiveHalfToTheirParent() async throws {
        let result = try await experts(
            ["questions/a.md": Self.question("\n## Accepted answer — @ben, 2026-05-01\nYes.\n")], topic: "lift",
            configuration: "title: T\ntopics: {lift: {label: Lift}, esp: {parent: lift}}\n")
        #expect(result.map(\.handle) == ["ben"])
    }

    @Test func declaredModeUsesNoInference() async throws {
        let files = [
            "questions/a.md": Self.question("\n## Accepted answer — @ben, 2026-05-01\nYes.\n"),
            "people/ada.md": "---\nname: Ada\nexpertise: [{tag: esp, confirmed: 2026-01-01}]\n---\n",
        ]
        let result = try await experts(files, configuration: "title: T\nexperts: {mode: declared}\n")
        #expect(result.map(\.handle) == ["ada"] && result[0].isExpert)
    }

    @Test func selfDeclarationLapsesAfterAYear() async throws {
        let files = [
            "d.md": "---\ntitle: D\ntags: [esp]\n---\nx\n",
            "people/ada.md": "---\nname: Ada\nexpertise: [{tag: esp, confirmed: 2024-01-01}]\n---\n",
        ]
        #expect(try await experts(files).isEmpty)
    }

    @Test func hiddenPeopleAndOptedOutTagsAreNeverNamed() async throws {
        let question = Self.question("\n## Accepted answer — @ben, 2026-05-01\nYes.\n")
        for line in ["directory: hidden", "inferred_expertise: false", "hide_tags: [esp]"] {
            #expect(
                try await experts(["questions/a.md": question, "people/ben.md": "---\nname: Ben\n\(line)\n---\n"])
                    .isEmpty)
        }
    }

    @Test func restrictedAnswersCountOnlyForTheirGroup() async throws {
        let files = [
            "groups/g/index.md":
                "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: cn=g\n---\nx\n",
            "groups/g/questions/a.md": Self.question("\n## Accepted answer — @ben, 2026-05-01\nYes.\n"),
            "d.md": "---\ntitle: D\ntags: [esp]\n---\nx\n",
        ]
        #expect(try await experts(files).isEmpty)
        #expect(try await experts(files, audience: .group("g")).map(\.handle) == ["ben"])
    }

    @Test func parentCyclesAreCutAndNamed() async throws {
        let tiny = try TinySite(configuration: "title: T\ntopics: {a: {parent: c}, b: {parent: a}, c: {parent: b}}\n")
        let (site, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.ids == ["topic-cycle"])
        #expect(site.topics.count { $0.parent == nil } == 1)
    }
}
