import HearthBuild
import HearthModel
import TestKit
import Testing

/// `search-tests.yml`, which `hearth check` runs.
struct GoldenQueryTests {
    private func check(_ tests: String) async throws -> [Diagnostic] {
        let site = try TinySite(["questions/a.md": "---\ntitle: The pump trips\nauthor: \"@ada\"\n---\nText.\n"])
        try site.folder.write("search-tests.yml", tests)
        return try await site.build { $0.writes = false }.diagnostics
    }

    @Test func aQueryThatFindsItsPageIsFine() async throws {
        let found = try await check(
            "tests:\n  - {query: pump trip, finds: questions/a/}\n  - {query: ada, finds: /people/ada/, within: 1}\n")
        #expect(found.ids.isEmpty)
    }

    @Test func aQueryThatDoesNotIsAnErrorAtItsLine() async throws {
        let found = try await check(
            "tests:\n  - {query: pump, finds: questions/a/}\n  - query: valve\n    finds: questions/a/\n")
        let problem = try #require(found.first(.searchTest))
        #expect(problem.location == SourceLocation(file: "search-tests.yml", line: 3))
        #expect(problem.summary.contains("nothing was found"))
    }

    @Test func aPageThatIsNotThereIsAnError() async throws {
        let found = try await check("tests:\n  - {query: pump, finds: questions/b/}\n")
        #expect(try #require(found.first(.searchTest)).help == "did you mean 'questions/a/'?")
    }

    @Test func mistakesInTheFileAreNamed() async throws {
        let found = try await check(
            "tests:\n  - {query: pump, finds: questions/a/, withn: 2}\n  - {query: x, finds: questions/a/, audience: nobody}\n"
        )
        #expect(found.ids.sorted() == ["unknown-group", "unknown-key"])
    }

    @Test func aBuildDoesNotRunThem() async throws {
        let site = try TinySite()
        try site.folder.write("search-tests.yml", "tests:\n  - {query: pump, finds: questions/a/}\n")
        #expect(try await site.build().diagnostics.ids.isEmpty)
    }

    @Test func aLanguageWithoutStemsIsAWarning() async throws {
        let site = try TinySite(configuration: "title: T\nsearch: {languages: [en, tlh]}\n")
        #expect(try await site.build().diagnostics.ids == ["search-language"])
    }

    @Test func withoutSearchThereIsNoIndexAndNoBox() async throws {
        let site = try TinySite(configuration: "title: T\nsearch: {enabled: false}\n")
        try await site.build()
        #expect(site.folder.tree("Output").keys.allSatisfy { !$0.hasPrefix("search/") })
        #expect(site.output("index.html")?.contains("type=\"search\"") == false)
    }
}
