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
