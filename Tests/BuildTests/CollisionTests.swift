import HearthBuild
import HearthModel
import TestKit
import Testing

/// Two sources on one address: told once, at a file that can be renamed.
@Suite struct CollisionTests {
    @Test func twoPagesOfOneAddressAreToldOnce() async throws {
        let report = try await TinySite([
            "docs/a.md": "---\ntitle: A\n---\nx\n", "docs/a/index.md": "---\ntitle: B\n---\nx\n",
        ]).build()
        #expect(report.diagnostics.ids == ["url-collision"])
        #expect(report.diagnostics.first(.urlCollision)?.notes.count == 1)
    }

    @Test func whatTheBuildMakesIsNoFileToRename() async throws {
        let site = try TinySite(
            [
                "feed.xml": "x", "groups/index.html": "x",
                "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n",
            ], configuration: "title: T\nbaseURL: https://x.example/\nrawHTML: {default: allow}\n")
        let found = try await site.build().diagnostics.filter { $0.kind == .urlCollision }
        #expect(found.compactMap(\.location?.file) == ["Content/feed.xml", "Content/groups/index.html"])
        #expect(found.allSatisfy { $0.summary.hasSuffix("made by the build itself") }, "\(found)")
    }

    @Test func aNamesakeInOtherCapitalsHidesNoCollision() async throws {
        let report = try await TinySite([
            "A.md": "---\ntitle: A\n---\nx\n", "a.md": "---\ntitle: B\n---\nx\n",
            "a/index.md": "---\ntitle: C\n---\nx\n",
        ]).build()
        #expect(report.diagnostics.ids.sorted() == ["case-collision", "url-collision"])
    }
}
