import HearthBuild
import HearthModel
import TestKit
import Testing

/// What a day that comes takes off the site is no mistake of anybody's.
@Suite struct DatesAloneTests {
    private static let settings = """
        title: T
        nav: [groups, events, /news/]
        topics: {party: {label: Party, parent: fun}}

        """

    private func site(_ field: String) throws -> TinySite {
        try TinySite(
            [
                "events/party.md": "---\ntitle: Party\nkind: tour\ndate: 2026-05-20\n\(field)\ntags: [fun]\n---\nx\n",
                "news.md": "---\ntitle: News\n\(field)\n---\nx\n",
            ], configuration: Self.settings)
    }

    @Test(arguments: ["expires: 2026-05-31", "publish: 2026-06-02", "draft: true"])
    func isLeftOutWithAWarning(_ field: String) async throws {
        let tiny = try site(field)
        let report = try await tiny.build()
        let told = report.diagnostics.filter { $0.severity > .note }
        #expect(told.map(\.kind.id).sorted() == ["absent-nav", "absent-nav", "absent-topic"], "\(told)")
        #expect(told.allSatisfy { $0.severity == .warning && $0.help != nil && $0.location?.file == "hearth.yml" })
        let home = try #require(tiny.output("index.html"))
        #expect(home.contains("href=\"./groups/\"") && !home.contains("events/") && !home.contains("news/"))
        #expect(tiny.main("topics/party/index.html") != nil && tiny.main("topics/fun/index.html") == nil)
    }

    private static let absent: [String: String] = [
        "groups/lift/index.md": "---\ntitle: Lift\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n",
        "groups/lift/plan.md": "---\ntype: document\ntitle: Plan\nexpires: 2026-05-31\n---\n## Steps\n\nx\n",
        "groups/lift/questions/why.md": "---\ntitle: Why?\npublish: 2026-06-02\n---\nx\n",
        "groups/old/index.md": "---\ntitle: Old\nkind: team\nmanagers: [\"@ada\"]\nexpires: 2026-05-31\n---\nx\n",
        "people/jo.md": "---\nname: Jo\nexpires: 2026-05-31\n---\nx\n",
        "measures/m.md": "---\ntitle: M\nexpires: 2026-05-31\n---\nx\n",
    ]

    /// A text or a page that names one of `absent`, and the words that stand for it.
    @Test(
        arguments: [
            ("index.md", "---\ntitle: Home\n---\nThe [plan](groups/lift/plan.md#steps) holds.\n", "The plan holds."),
            ("index.md", "---\ntitle: Home\n---\nThe [plan](/groups/lift/plan/) holds.\n", "The plan holds."),
            ("index.md", "---\ntitle: Home\n---\nThe [[Plan]] holds.\n", "The Plan holds."),
            ("index.md", "---\ntitle: Home\n---\nAsk @jo today.\n", "Ask @jo today."),
            ("groups/lift/former.md", "---\ntitle: F\nstatus: superseded\nsuperseded_by: plan\n---\nx\n", nil),
            ("groups/lift/former.md", "---\ntitle: F\nowner: old\n---\nx\n", nil),
            ("groups/lift/questions/too.md", "---\ntitle: T?\nstatus: duplicate\nduplicate_of: why\n---\nx\n", nil),
            ("events/e.md", "---\ntitle: E\ndate: 2026-07-01\nkind: tour\ngroups: [/groups/old/]\n---\nx\n", nil),
            ("use-cases/u.md", "---\ntitle: U\nstatus: hypothesis\nmeasures: [m]\n---\nx\n", nil),
            ("people/al.md", "---\nname: Al\nmanager: \"@jo\"\n---\nx\n", nil),
            ("topics/t.md", "---\ntitle: T\nowner: \"@jo\"\n---\nx\n", nil),
        ] as [(String, String, String?)])
    func whatNamesAPageOfAnotherDayIsNoMistake(_ file: String, _ text: String, _ words: String?) async throws {
        let tiny = try TinySite(Self.absent.merging([file: text]) { $1 })
        let told = try await tiny.build().diagnostics.filter { $0.kind.id == "absent-page" || $0.severity == .error }
        #expect(told.ids == ["absent-page"] && told.first?.severity == .warning, "\(told)")
        #expect(told.first?.help?.hasPrefix("it") == true && told.first?.location?.file == "Content/" + file)
        if let words { #expect(tiny.main("index.html")?.contains(words) == true) }
        let all = try await tiny.build {
            $0.includesFuture = true
            $0.includesExpired = true
        }
        #expect(all.diagnostics.filter { $0.kind.id == "absent-page" || $0.severity == .error } == [])
    }

    /// Its author holds a draft back, and whoever names it could have waited.
    @Test(arguments: ["[plan](plan.md)", "[[Plan]]"])
    func whatNamesADraftIsAMistakeThatSaysSo(_ link: String) async throws {
        let tiny = try TinySite([
            "plan.md": "---\ntitle: Plan\ndraft: true\n---\nx\n", "a.md": "---\ntitle: A\n---\n\(link)\n",
        ])
        let told = try await tiny.build().diagnostics.filter { $0.severity == .error }
        #expect(told.ids == ["broken-link"] && told.first?.help?.contains("--drafts") == true, "\(told)")
    }

    @Test func aFieldSaysThatWhatItNamesIsADraft() async throws {
        let tiny = try TinySite([
            "groups/lift/index.md": Self.absent["groups/lift/index.md"]!,
            "groups/lift/plan.md": "---\ntype: document\ntitle: Plan\ndraft: true\n---\nx\n",
            "groups/lift/former.md":
                "---\ntype: document\ntitle: F\nstatus: superseded\nsuperseded_by: plan\n---\nx\n",
        ])
        let told = try await tiny.build().diagnostics.filter { $0.kind.id == "unknown-reference" }
        #expect(told.count == 1 && told.first?.severity == .error && told.first?.help?.contains("--drafts") == true)
    }

    @Test func isThereOnItsDay() async throws {
        let tiny = try site("expires: 2026-06-01")
        #expect(try await tiny.build().diagnostics.filter { $0.severity > .note } == [])
        #expect(tiny.output("index.html")?.contains("events/") == true)
    }

    @Test func whatNoPageHasIsAMistake() async throws {
        let tiny = try TinySite(configuration: "title: T\nnav: [nwes]\ntopics: {party: {parent: fnu}}\n")
        let found = try await tiny.build().diagnostics.filter { $0.severity == .error }
        #expect(found.ids.sorted() == ["unknown-nav", "unknown-reference"])
    }
}
