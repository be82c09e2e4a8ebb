import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// Who wrote only where members read has a page for members.
@Suite struct PeopleAccessTests {
    private static func topic(_ id: Int, _ category: Int, _ users: [String]) -> String {
        let posts = users.enumerated().map { number, user in
            #"{"id":\#(id)\#(number),"post_number":\#(number + 1),"post_type":1,"username":"\#(user)","created_at":"2020-01-0\#(number + 1)T10:00:00.000Z","cooked":"<p>Words of \#(user).</p>"}"#
        }
        return
            #"{"post_stream":{"posts":[\#(posts.joined(separator: ","))],"stream":[]},"id":\#(id),"title":"Topic \#(id)","slug":"t\#(id)","category_id":\#(category),"archetype":"regular","visible":true}"#
    }

    private static func categories(_ isRestricted: Bool) -> String {
        #"{"category_list":{"categories":[{"id":4,"name":"Lift","read_restricted":false},{"id":5,"name":"Board","read_restricted":\#(isRestricted)}]}}"#
    }

    private static let forum = [
        "t/10.json": topic(10, 4, ["ada", "jo"]), "t/11.json": topic(11, 5, ["cleo", "jo", "dorothea"]),
        "categories.json": categories(true),
    ]

    private func page(_ handle: String, _ site: TinySite) -> String {
        site.folder.read("Content/people/\(handle).md") ?? ""
    }

    @Test func whoWroteForMembersOnlyIsForMembers() async throws {
        let site = try TinySite.withExport(Self.forum)
        let first = try await site.migrate()
        #expect(first.exitStatus == 0 && first.report.isBalanced)
        for handle in ["cleo", "dorothea"] {
            #expect(page(handle, site).hasPrefix("---\ngroup: all\nvisibility: members\n"), "\(page(handle, site))")
        }
        #expect(!page("jo", site).contains("visibility") && !page("jo", site).isEmpty)
        #expect(try await site.migrate().files.changed == 0)
        #expect(try await site.build().diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        for word in ["cleo", "dorothea"] {
            for found in site.outputs(containing: word) { #expect(found.hasPrefix("groups/all/members/"), "\(found)") }
        }
        #expect(site.outputs(containing: "Words of dorothea").count > 0)
        // A newer export has the board open, and with it its people.
        try site.folder.write("old-site/categories.json", Self.categories(false))
        #expect(try await site.migrate().exitStatus == 0)
        for handle in ["cleo", "dorothea"] {
            #expect(!page(handle, site).contains("visibility") && !page(handle, site).isEmpty)
        }
        #expect(try await site.migrate().files.changed == 0)
    }

    /// A page that somebody has edited, or that was here, is as they left it.
    @Test(arguments: [true, false])
    func pagesOfPeopleThatSomebodyEditedStay(_ wasClosed: Bool) async throws {
        let site = try TinySite.withExport(Self.forum)
        try site.folder.write("old-site/categories.json", Self.categories(wasClosed))
        #expect(try await site.migrate().exitStatus == 0)
        let mine = page("cleo", site) + "\nMine.\n"
        try site.folder.write("Content/people/cleo.md", mine)
        for isRestricted in [!wasClosed, wasClosed, !wasClosed] {
            try site.folder.write("old-site/categories.json", Self.categories(isRestricted))
            #expect(try await site.migrate().exitStatus == 0)
            #expect(page("cleo", site) == mine)
            #expect(page("dorothea", site).contains("visibility: members") == isRestricted)
            #expect(try await site.migrate().files.changed == 0)
        }
    }

    /// Where a newer export does not reach back, open pages of earlier ones count; those that were deleted do not.
    @Test(arguments: [true, false])
    func openPagesOfEarlierRunsCount(_ isDeleted: Bool) async throws {
        let site = try TinySite.withExport(Self.forum)
        #expect(try await site.migrate().exitStatus == 0)
        if isDeleted {
            let deleted = Self.topic(10, 4, ["ada", "jo"]).replacing(
                #""visible":true"#, with: #""visible":true,"deleted_at":"2020-02-01T10:00:00.000Z""#)
            try site.folder.write("old-site/t/10.json", deleted)
        } else {
            try FileSystem.remove(site.folder.path + "/old-site/t/10.json")
        }
        #expect(try await site.migrate().exitStatus == 0)
        #expect(page("jo", site).contains("visibility: members") == isDeleted)
        #expect(try await site.migrate().files.changed == 0)
    }

    @Test func aPageThatWasHereIsNotClosed() async throws {
        let own = "---\nname: Cleo\n---\n"
        let site = try TinySite.withExport(Self.forum, more: ["people/cleo.md": own])
        #expect(try await site.migrate().exitStatus == 0)
        #expect(page("cleo", site) == own)
    }

    /// In a group for members everybody is, until somebody opens the group.
    @Test func aGroupForMembersHasPeopleForMembers() async throws {
        let site = try TinySite.withExport([
            "a.mbox":
                "From a@b.example\nMessage-ID: <1@a>\nFrom: Ada Day <a@b.example>\nSubject: Trip\n\nWords\n"
        ])
        #expect(try await site.migrate().exitStatus == 0)
        #expect(page("ada.day", site).contains("\nvisibility: members\n"))
        #expect(try await site.migrate().files.changed == 0)
        #expect(try await site.build().diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        for found in site.outputs(containing: "Ada Day") { #expect(found.hasPrefix("groups/all/"), "\(found)") }
        let group = "Content/groups/all/index.md"
        let text = try #require(site.folder.read(group))
        try site.folder.write(group, text.replacing("visibility: members", with: "visibility: everyone"))
        #expect(try await site.build().diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
    }
}
