import Foundation
import HearthBuild
import HearthModel
import HearthSite
import TestKit
import Testing

/// Topics are the whole site's: what only a group may read says nothing about one.
@Suite struct RestrictedTopicTests {
    private static let group = """
        ---
        title: R
        kind: team
        managers: ["@ada"]
        visibility: invited
        listed: members
        access_group: cn=r
        ---
        x
        """
    private static let topic = """
        label: Zqlabel
        description: Zqdescription
        synonyms: [zqsynonym]
        owner: "@ada"
        """

    private func build(_ files: [String: String]) async throws -> (site: TinySite, report: BuildReport) {
        let site = try TinySite(files, configuration: "title: T\nbaseURL: https://e.example/\n")
        return (site, try await site.build())
    }

    private func words(_ site: TinySite) -> [String] {
        site.folder.tree("Output").filter {
            $0.key.contains("zq") || String(decoding: $0.value, as: UTF8.self).lowercased().contains("zq")
        }.keys.sorted()
    }

    @Test func aTopicInARestrictedGroupIsNotPublished() async throws {
        let (site, report) = try await build([
            "groups/r/index.md": Self.group,
            "groups/r/t.md": "---\ntype: topic\nid: zqid\n\(Self.topic)\n---\nZqbody\n",
        ])
        #expect(report.diagnostics.ids == ["restricted-topic"])
        #expect(words(site) == [])
    }

    @Test(arguments: [
        "visibility: members", "visibility: members\ngroup: r", "source: {system: jive, privacy: private}",
    ])
    func aTopicForMembersIsNotPublished(_ fields: String) async throws {
        let (site, report) = try await build([
            "groups/r/index.md": Self.group, "topics/zqid.md": "---\n\(Self.topic)\n\(fields)\n---\nZqbody\n",
        ])
        #expect(report.diagnostics.ids == ["restricted-topic"])
        #expect(report.diagnostics.first?.help?.contains("group:") == false)
        #expect(words(site) == [])
    }

    @Test func itsTagOnOpenPagesIsAnOrdinaryOne() async throws {
        let (site, report) = try await build([
            "topics/pumps.md": "---\n\(Self.topic)\nvisibility: members\n---\nZqbody\n",
            "questions/q.md": "---\ntitle: Q\nauthor: \"@ada\"\ntags: [pumps]\n---\nx\n",
        ])
        #expect(report.diagnostics.ids == ["restricted-topic"])
        #expect(words(site) == [])
        #expect(site.output("topics/pumps/index.html")?.contains("pumps") == true)
    }

    @Test func theProofNamesTheTopicsPage() async throws {
        struct Entry: Decodable {
            var output: String
            var sources: [String]
        }
        let (site, _) = try await build([
            "topics/pumps.md": "---\nlabel: Pumps\n---\nx\n",
            "questions/q.md": "---\ntitle: Q\nauthor: \"@ada\"\ndate: 2026-01-02\ntags: [pumps]\n---\nx\n",
        ])
        let bytes = try #require(site.folder.tree(".hearth")["audience-manifest.json"])
        let entries = try JSONDecoder().decode([Entry].self, from: Data(bytes))
        let outputs = entries.filter { $0.sources.contains("topics/pumps.md") }.map(\.output)
        for output in [
            "topics/index.html", "topics/pumps/index.html", "topics/pumps/feed.xml", "people/topics/index.html",
        ] {
            #expect(outputs.contains(output), "\(output)")
        }
    }
}
