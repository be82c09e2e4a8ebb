import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthSearch

/// The addresses that `search-tests.yml` may name, and a search that is switched off.
struct SearchTestAddressTests {
    private func check(_ tests: String, _ configuration: String = "title: T\n") async throws -> [Diagnostic] {
        let site = try TinySite(
            ["questions/a.md": "---\ntitle: The pump trips\nauthor: \"@ada\"\n---\nText.\n"],
            configuration: configuration)
        try site.folder.write("search-tests.yml", tests)
        return try await site.build { $0.writes = false }.diagnostics
    }

    @Test func aResultMayBeCopiedWithThePlaceOnItsPage() async throws {
        let found = try await check("tests:\n  - {query: pump trip, finds: \"/questions/a/#a-ben-2026-04-03\"}\n")
        #expect(found.ids.isEmpty)
    }

    @Test(arguments: ["/a-z/", "questions"])
    func aListThatHearthMakesIsNotInTheSearch(_ address: String) async throws {
        let found = try await check("tests:\n  - {query: pump, finds: \(address)}\n")
        #expect(found.first(.searchTest)?.summary.contains("is not in the search") == true)
    }

    @Test func testsOfASearchThatIsSwitchedOffAreAWarning() async throws {
        let off = "title: T\nsearch: {enabled: false}\n"
        let found = try await check("tests:\n  - {query: pump, finds: nowhere/}\n", off)
        #expect(found.ids == ["search-test-unasked"])
        #expect(found.first(.searchTestUnasked)?.location == SourceLocation(file: "search-tests.yml", line: 2))
        #expect(try await check("tests: []\n", off).ids.isEmpty)
    }

    @Test func itemsAndCellsAreKeptApartInAnExcerpt() async throws {
        let text =
            "You get:\n\n- Card and telephone\n- Work clothes.\n- Keys\n\n| Room | Key |\n|---|---|\n| Lab | 13 |\n"
        let site = try TinySite(["a.md": "---\ntitle: First day\n---\n" + text])
        let hit = try #require(try await SearchEngine(site.index()).search(SearchQuery("first day")).hits.first)
        #expect(hit.excerpt == "You get: Card and telephone · Work clothes. Keys · Room · Key · Lab · 13")
    }
}
