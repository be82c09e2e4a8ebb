import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthSearch

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

    @Test func theHomePageMayBeFoundToo() async throws {
        // Its address is empty.
        let found = try await check("tests:\n  - {query: home welcome, finds: questions/a/}\n")
        #expect(found.ids == ["search-test"])
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

    @Test func aTopicNeedsNoFileToBeNamed() async throws {
        let files = ["questions/a.md": "---\ntitle: Trips\nauthor: \"@ada\"\ntags: [valves]\n---\nText.\n"]
        let site = try TinySite(files)
        try site.folder.write(
            "search-tests.yml",
            "tests:\n  - {query: valves, finds: /topics/valves/, within: 1}\n  - {query: trips, finds: topics/valve/}\n"
        )
        let found = try await site.build { $0.writes = false }.diagnostics
        #expect(found.ids == ["search-test"])
        #expect(found.first(.searchTest)?.help == "did you mean 'topics/valves/'?")
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

/// Searching by a server of its own instead of the index.
struct SearchServerTests {
    private let group =
        "---\ntitle: Secret\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: cn=s\n---\n"

    @Test func anEndpointReplacesTheIndex() async throws {
        let site = try TinySite(configuration: "title: T\nsearch: {endpoint: /opensearch/hearth/_search}\n")
        #expect(try await site.build().diagnostics.ids.isEmpty)
        #expect(site.folder.tree("Output/search").keys.sorted() == ["index.html"])
        #expect(site.output("index.html")?.contains("data-endpoint=\"/opensearch/hearth/_search\"") == true)
    }

    @Test(arguments: ["javascript:alert(1)", "search.example", "//evil.example/x"])
    func anEndpointMustBeAnAddress(_ endpoint: String) async throws {
        let site = try TinySite(configuration: "title: T\nsearch: {endpoint: \"\(endpoint)\"}\n")
        #expect(try await site.build().diagnostics.ids == ["bad-setting"])
        #expect(site.output("index.html")?.contains("data-endpoint") == false)
    }

    @Test func theExportNamesTheAudienceOfEachDocument() async throws {
        let site = try TinySite([
            "groups/secret/index.md": group,
            "groups/secret/questions/q.md": "---\ntitle: \"Why? </script>\"\nauthor: \"@ada\"\n---\nText \"quoted\".\n",
        ])
        let (resolved, _) = try await site.resolve()
        var lines: [String] = []
        BulkExport(resolved, index: "intranet", words: .english).write { bytes in
            lines += String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        #expect(lines.count % 2 == 0 && lines.count >= 8)
        for line in lines { #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) } }
        let place = try #require(lines.firstIndex { $0.contains("\"_id\":\"/groups/secret/questions/q/\"") })
        #expect(lines[place] == "{\"index\":{\"_index\":\"intranet\",\"_id\":\"/groups/secret/questions/q/\"}}")
        #expect(lines[place + 1].contains("\"audience\":\"group:secret\",\"access_group\":\"cn=s\""))
        #expect(lines[place + 1].contains("Text \\\"quoted\\\"."))
        #expect(lines.first?.contains("/\"") == true)
    }
}
