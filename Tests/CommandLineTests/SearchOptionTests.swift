import TestKit
import Testing

/// `hearth search` narrowed to what is not there.
@Suite struct SearchOptionTests {
    @Test func aGroupOrTopicThatNothingHasIsAMistake() async throws {
        let site = try TinySite([
            "groups/first-group/index.md": "---\ntitle: First\nkind: team\nmanagers: [\"@ada\"]\n---\nPumps.\n",
            "questions/q.md": "---\ntitle: Pumps\nauthor: \"@ada\"\ntags: [valves]\n---\nx\n",
        ])
        try await site.build()
        let group = try Program.run("search", "pumps", "--group", "frist-group", in: site.folder)
        #expect(group.status == 2 && group.err.contains("did you mean 'first-group'?"))
        let topic = try Program.run("search", "pumps", "--topic", "valve", "--json", in: site.folder)
        #expect(topic.status == 2 && topic.out == "" && topic.err.contains("did you mean 'valves'?"))
        let none = try Program.run("search", "pumps", "--topic", "nope", in: site.folder)
        #expect(none.status == 2 && !none.err.contains("did you mean"))
        #expect(try Program.run("search", "pumps", "--group", "first-group", in: site.folder).status == 0)
        #expect(try Program.run("search", "xyzzy", "--topic", "valves", in: site.folder).status == 0)
    }

    @Test func aSearchThatIsSwitchedOffIsNoMissingBuild() async throws {
        let site = try TinySite(configuration: "title: T\nsearch: {enabled: false}\n")
        try await site.build()
        let result = try Program.run("search", "pumps", in: site.folder)
        #expect(result.status == 2 && result.err.contains("switched off") && !result.err.contains("hearth build"))
    }
}
