import HearthBuild
import HearthModel
import TestKit
import Testing

/// What closes a page, or stands on one that is closed, in other words than ours.
@Suite struct ClosedElsewhereTests {
    @Test(arguments: [
        "private: true", "hidden: yes", "publishDate: 2099-01-01", "expiry_date: 2020-01-01", "Restricted: staff",
    ])
    func fieldsOfOtherGeneratorsHoldThePageBack(_ field: String) async throws {
        let site = try TinySite(["docs/a.md": "---\ntitle: A\n\(field)\n---\nSecret.\n"])
        let report = try await site.build()
        #expect(report.diagnostics.ids == ["unknown-key"])
        #expect(site.outputs(containing: "Secret.").isEmpty)
    }

    @Test(arguments: ["private: false", "hidden: no"]) func unlessTheySayNo(_ field: String) async throws {
        let site = try TinySite(["docs/a.md": "---\ntitle: A\n\(field)\n---\nOpen.\n"])
        try await site.build()
        #expect(site.main("docs/a/index.html")?.contains("Open.") == true)
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
}
