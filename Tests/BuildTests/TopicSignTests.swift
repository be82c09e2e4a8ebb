import HearthBuild
import HearthModel
import TestKit
import Testing

@Suite struct TopicSignTests {
    /// `#oil` is a link to a topic as long as a page has that tag, and stands there as it was written afterwards: the search
    /// counts another text.
    @Test func theSearchCountsATextAnewWhoseTopicIsGone() async throws {
        let site = try TinySite([
            "groups/lift/index.md": "---\ntitle: Lift\nkind: team\n---\nLift.\n",
            "groups/lift/plan.md": "---\ntitle: Plan\ntags: [oil]\n---\nPlan.\n",
            "docs/guide.md": "---\ntitle: Guide\n---\nThe guide is about #oil here.\n",
        ])
        try await site.build()
        #expect(site.main("docs/guide/index.html")?.contains("topics/oil") == true)
        try site.folder.write("Content/groups/lift/plan.md", "---\ntitle: Plan\n---\nPlan.\n")
        let report = try await site.build { $0.verifies = true }
        #expect(site.main("docs/guide/index.html")?.contains("topics/oil") == false)
        #expect(report.diagnostics.filter { $0.kind == .outputDiffers } == [])
    }
}
