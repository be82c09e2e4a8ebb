import HearthBuild
import HearthModel
import TestKit
import Testing

/// What closes a page, or stands on one that is closed, in other words than ours.
@Suite struct ClosedElsewhereTests {
    @Test(arguments: [
        "private: true", "hidden: yes", "publishDate: 2099-01-01", "expiry_date: 2020-01-01", "Restricted: staff",
        "visible: members", "visible: no", "access: members", "Audience: [r1]", "permissions: {read: r1}",
        "<<: {visibility: members}", "password: pear", "isPublished: false", "is_draft: true", "internal: true",
        "workflow: draft", "state: private", "build: {render: never}", "cascade: {draft: true}",
        "cascade: [{params: {x: 1}}, {visibility: members}]",
    ])
    func fieldsOfOtherGeneratorsHoldThePageBack(_ field: String) async throws {
        let site = try TinySite(["docs/a.md": "---\ntitle: A\n\(field)\n---\nSecret.\n"])
        let report = try await site.build()
        #expect(report.diagnostics.ids == ["unknown-key"])
        #expect(site.outputs(containing: "Secret.").isEmpty)
    }

    @Test(arguments: [
        "private: false", "hidden: no", "visible: true", "access: public", "audience: [everyone]", "password:",
        "isPublished: true", "is_draft: false", "state: done", "build: {list: always}", "cascade: {params: {x: 1}}",
    ]) func unlessTheySayNo(_ field: String) async throws {
        let site = try TinySite(["docs/a.md": "---\ntitle: A\n\(field)\n---\nOpen.\n"])
        try await site.build()
        #expect(site.main("docs/a/index.html")?.contains("Open.") == true)
    }

    /// The status of a document is a field of ours with other words.
    @Test func aStatusOfOtherSystemsHoldsThePageBack() async throws {
        let site = try TinySite([
            "docs/a.md": "---\ntitle: A\nstatus: draft\n---\nSecret.\n",
            "docs/b.md": "---\ntitle: B\nstatus: obsolete\n---\nOpen.\n",
        ])
        let report = try await site.build()
        #expect(report.diagnostics.filter { $0.location?.file.hasSuffix("a.md") == true }.count == 2)
        #expect(site.outputs(containing: "Secret.").isEmpty)
        #expect(site.main("docs/b/index.html")?.contains("Open.") == true)
    }

    /// A page whose group is not known is not for everyone because it lies in an open group's folder.
    @Test(arguments: ["groups: [r]", "group: rr", "Group: r"])
    func groupsThatAreNotReadCloseThePageInAnOpenGroupToo(_ field: String) async throws {
        let open = "groups/o/index.md"
        let page = ["groups/o/a.md": "---\ntitle: A\n\(field)\n---\nSecret.\n"]
        let group = "---\ntitle: G\nkind: team\nmanagers: [\"@bea\"]\naccess_group: cn=g\n"
        let people = ["people/bea.md": "---\nname: Bea\n---\n", open: group + "---\nx\n"]
        let mixed = try TinySite(
            page.merging(people) { $1 }.merging(["groups/r/index.md": group + "visibility: members\n---\nx\n"]) { $1 })
        try await mixed.build()
        #expect(mixed.outputs(containing: "Secret.").isEmpty)
        let alone = try TinySite(page.merging(people) { $1 })
        try await alone.build()
        #expect(alone.main("groups/o/a/index.html")?.contains("Secret.") == true)
    }

    /// Who stands in for somebody is a fact of that person's page.
    @Test func theBackupOfAMemberIsNotNamedOnOpenPages() async throws {
        func site(_ visibility: String) async throws -> TinySite {
            let site = try TinySite([
                "groups/r/index.md": "---\ntitle: R\nkind: team\nvisibility: members\naccess_group: cn=r\n---\nx\n",
                "people/bea.md": "---\nname: Bea Backup\n---\n",
                "people/cy.md":
                    "---\nname: Cy Cole\n\(visibility)expertise: [oil]\nbackups: [{tag: oil, who: \"@bea\"}]\n---\n",
                "questions/q.md":
                    "---\ntitle: Q\ntags: [oil]\n---\nWhy?\n\n## Accepted answer — @cy, 2026-05-01\nSo.\n",
                "questions/p.md":
                    "---\ntitle: P\ntags: [oil]\n---\nWhy?\n\n## Accepted answer — @cy, 2026-05-01\nSo.\n",
            ])
            try await site.build()
            return site
        }
        let open = try await site("")
        #expect(open.main("topics/oil/index.html")?.contains("Bea Backup") == true)
        let closed = try await site("group: r\nvisibility: members\n")
        #expect(closed.main("topics/oil/index.html")?.contains("Bea Backup") == false)
    }

    /// Whoever has a page for members alone is no expert on open ones, and whether they have left is not said there.
    @Test func expertsOfOpenPagesHaveOpenPages() async throws {
        let answer = "Why?\n\n## Accepted answer — @cy, 2026-05-01\nSo.\n"
        func site(_ more: String) async throws -> TinySite {
            let site = try TinySite(
                [
                    "groups/r/index.md": "---\ntitle: R\nkind: team\nvisibility: members\naccess_group: cn=r\n---\nx\n",
                    "groups/r/q.md": "---\ntitle: D\nauthor: \"@cy\"\ntags: [oil]\n---\nx\n",
                    "people/cy.md": "---\nname: Cy Cole\n\(more)---\n",
                    "questions/q.md": "---\ntitle: Q\ntags: [oil]\n---\n\(answer)",
                    "questions/p.md": "---\ntitle: P\ntags: [oil]\n---\n\(answer)",
                ], configuration: "title: T\ntopics: {oil: {owner: \"@cy\", experts: [\"@cy\"]}}\n")
            try await site.build()
            return site
        }
        let closed = try await site("status: left\ngroup: r\n")
        #expect(closed.outputs(containing: "has left").allSatisfy { $0.hasPrefix("groups/r/") })
        #expect(try await site("").main("people/topics/index.html")?.contains("Cy Cole") == true)
        #expect(try await site("group: r\n").main("people/topics/index.html")?.contains("Cy Cole") == false)
        let left = try await site("status: left\n")
        #expect(!left.outputs(containing: "has left").isEmpty)
    }
}
