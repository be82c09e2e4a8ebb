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

    @Test func hiddenTagsAreComparedLikeTagsAndHoldForWhatComesFromBelow() async throws {
        let machines = "title: T\ntopics: {machines: {synonyms: [engines]}, esp: {parent: machines}}\n"
        let accepted = Self.question("\n## Accepted answer — @ben, 2026-05-01\nYes.\n")
        for tag in ["machines", "Machines", "engines"] {
            let files = [
                "questions/a.md": accepted, "questions/b.md": accepted,
                "people/ben.md": "---\nname: Ben\nhide_tags: [\(tag)]\n---\n",
            ]
            #expect(try await experts(files, topic: "machines", configuration: machines).isEmpty)
            #expect(try await experts(files, topic: "esp", configuration: machines).map(\.handle) == ["ben"])
        }
        let spaced = [
            "questions/a.md": Self.question("\n## Accepted answer — @ben, 2026-05-01\nYes.\n", tags: "ESP Restart"),
            "people/ben.md": "---\nname: Ben\nhide_tags: [\"ESP Restart\"]\n---\n",
        ]
        #expect(try await experts(spaced, topic: "esp-restart").isEmpty)
        #expect(try await TinySite(spaced).resolve().diagnostics.ids == [])
    }

    @Test func aTagThatHidesNothingIsReported() async throws {
        let (_, diagnostics) = try await TinySite([
            "d.md": "---\ntitle: D\ntags: [pumps]\n---\nx\n",
            "people/ben.md": "---\nname: Ben\nhide_tags:\n  - pumpss\n---\n",
        ]).resolve()
        let found = try #require(diagnostics.first(.unknownTopic))
        #expect(found.severity == .warning && found.location?.line == 4 && found.help == "did you mean 'pumps'?")
    }

    @Test func whoHidesATopicIsNotNamedForMostOfItsAnswers() async throws {
        var files = ["people/ben.md": "---\nname: Ben\nhide_tags: [esp]\n---\n"]
        for number in 1...5 {
            files["questions/\(number).md"] = Self.question("\n## Answer — @ben, 2026-05-01\nYes.\n")
        }
        let (site, _) = try await TinySite(files).resolve()
        let gap = try #require(site.experts[.everyone]?.gaps.first { $0.kind == .concentrated })
        #expect(gap.person == nil)
    }

    @Test(arguments: [(3, 3, nil), (3, 2, "ben"), (4, 1, "ben")] as [(Int, Int, String?)])
    func mostOfTheAnswersAreThoseOfTheTopicsBelowToo(_ ofBen: Int, _ ofAda: Int, _ handle: String?) async throws {
        var files: [String: String] = [:]
        for number in 0..<(ofBen + ofAda) {
            let who = number < ofBen ? "ben" : "ada"
            // One in the topic itself; all others in the one below it.
            files["questions/\(number).md"] = Self.question(
                "\n## Answer — @\(who), 2026-05-01\nYes.\n", tags: number == 0 ? "machines" : "esp")
        }
        let configuration = "title: T\ntopics: {machines: {label: Machines}, esp: {parent: machines}}\n"
        for hides in [false, true] {
            if hides { files["people/ben.md"] = "---\nname: Ben\nhide_tags: [esp]\n---\n" }
            let (site, _) = try await TinySite(files, configuration: configuration).resolve()
            let machines = try #require(site.topics.firstIndex { $0.tag == "machines" })
            let gap = site.experts[.everyone]?.gaps.first { $0.kind == .concentrated && $0.topic == machines }
            #expect((gap == nil) == (handle == nil))
            #expect(gap?.person.map { site.people[$0].handle } == (hides ? nil : handle))
        }
    }

    @Test func synonymsCountInWhatPeopleSay() async throws {
        let (site, _) = try await TinySite(
            [
                "people/ada.md":
                    "---\nname: Ada\nexpertise: [{tag: pump}]\nbackups: [{tag: pump, who: \"@ben\"}]\n---\n"
            ], configuration: "title: T\ntopics: {pumps: {synonyms: [pump]}}\n"
        ).resolve()
        let experts = try #require(site.experts[.everyone])
        #expect(experts.byTopic[0].count == 1 && experts.backups[0].count == 1)
    }

    @Test func gitKnowsWhenADocumentChanged() async throws {
        let tiny = try TinySite([
            "questions/a.md": Self.question("\n## Answer — @ben, 2022-01-02\nNo.\n"),
            "d.md": "---\ntitle: D\ntags: [esp]\nauthor: \"@ada\"\n---\nx\n",
        ])
        let (project, _) = try tiny.project()
        let (content, _) = try await ContentLoader(project: project, workers: 1).load()
        func order(_ commit: String) async throws -> [String] {
            let date = try #require(Timestamp(iso8601: commit))
            let (site, _) = try await SiteResolver.resolve(
                content, project: project, options: ResolveOptions(clock: TinySite.clock)
            ) { $0 == "d.md" ? (date, date) : nil }
            return site.experts[.everyone]?.byTopic[0].map { site.people[$0.person].handle } ?? []
        }
        #expect(try await order("2026-05-01") == ["ada", "ben"])
        #expect(try await order("2018-05-01") == ["ben", "ada"])
    }

    @Test func answersWithoutADateAreEvidenceForTheParentToo() async throws {
        let accepted = Self.question("\n## Accepted answer — @ben\nYes.\n")
        let result = try await experts(
            ["questions/a.md": accepted, "questions/b.md": accepted], topic: "lift",
            configuration: "title: T\ntopics: {lift: {label: Lift}, esp: {parent: lift}}\n")
        #expect(result.map(\.isExpert) == [true])
    }

    @Test(arguments: [
        ("status: active", []), ("status: left", [TopicGap.Kind.noBackup]), ("status: away", [.noBackup]),
        ("ask_me: false", [.noBackup]), ("directory: hidden", [.noBackup]),
    ]) func onlyWhoCanBeAskedStandsIn(_ field: String, _ gaps: [TopicGap.Kind]) async throws {
        let accepted = Self.question("\n## Accepted answer — @ben, 2026-05-01\nYes.\n")
        let (site, _) = try await TinySite([
            "questions/a.md": accepted, "questions/b.md": accepted,
            "people/ben.md": "---\nname: Ben\nbackups: [{tag: esp, who: \"@ada\"}]\n---\n",
            "people/ada.md": "---\nname: Ada\n\(field)\n---\n",
        ]).resolve()
        #expect(site.experts[.everyone]?.gaps.map(\.kind) == gaps)
        #expect(site.experts[.everyone]?.backups[0].isEmpty == !gaps.isEmpty)
    }
}
