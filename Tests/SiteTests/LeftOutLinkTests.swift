import HearthModel
import HearthSite
import TestKit
import Testing

/// What is said of a wiki link to a page that is there, but not in this build.
@Suite struct LeftOutLinkTests {
    private static let draft = "---\ntitle: The plan\naliases: [Secret name]\ndraft: true\n---\nx\n"
    private static let group = "title: R\nkind: team\nmanagers: [\"@ada\"]\n"

    private func problem(
        _ link: String, _ files: [String: String], from page: String = "a.md"
    ) async throws -> Diagnostic {
        var all = files
        all[page] = "---\ntitle: A\n---\n\(link)\n"
        return try #require(try await TinySite(all).resolve().diagnostics.first(.brokenLink))
    }

    @Test(arguments: ["[[Held page]]", "[[held  PAGE]]", "[[The plan]]", "[[secret name]]", "[[Held page#Part|x]]"])
    func aDraftIsToldByEachOfItsNames(_ link: String) async throws {
        let found = try await problem(link, ["Sub/Held page.md": Self.draft])
        #expect(found.summary.hasSuffix("is not published"))
        #expect(found.help == "it is a draft (build with --drafts to see it)")
    }

    @Test func thatOfARestrictedGroupIsToldThereAlone() async throws {
        let closed = [
            "groups/r/index.md": "---\n\(Self.group)visibility: members\naccess_group: r\n---\nx\n",
            "groups/r/plan.md": Self.draft,
        ]
        #expect(try await problem("[[The plan]]", closed).help == nil)
        #expect(
            try await problem("[[The plan]]", closed, from: "groups/r/b.md").help?.hasPrefix("it is a draft") == true)
        let open = ["groups/r/index.md": "---\n\(Self.group)---\nx\n", "groups/r/plan.md": Self.draft]
        #expect(try await problem("[[The plan]]", open).help?.hasPrefix("it is a draft") == true)
    }

    @Test(arguments: ["visibility: members\n", "group: r\n", "visibility: nobody-knows\n"])
    func oneThatSaysWhoMayReadItIsNotTold(_ field: String) async throws {
        let page = "---\ntitle: The plan\ndraft: true\n\(field)---\nx\n"
        let files = [
            "sub/plan.md": page,
            "groups/r/index.md": "---\n\(Self.group)visibility: members\naccess_group: r\n---\nx\n",
        ]
        #expect(try await problem("[[The plan]]", files).help == nil)
    }

    @Test func aDraftFolderTellsNothingOfWhatLiesInIt() async throws {
        let files = [
            "groups/r/index.md": "---\n\(Self.group)draft: true\nvisibility: members\naccess_group: r\n---\nx\n",
            "groups/r/plan.md": Self.draft,
        ]
        #expect(try await problem("[[The plan]]", files).help == nil)
    }
}
