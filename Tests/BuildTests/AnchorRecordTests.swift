import HearthBuild
import HearthModel
import TestKit
import Testing

/// What other pages show of a text's headings and footnotes is made again when these change.
@Suite struct AnchorRecordTests {
    /// Builds, and compares every file with a build from scratch.
    private func build(_ site: TinySite) async throws -> BuildReport {
        let report = try await site.build { $0.verifies = true }
        #expect(report.diagnostics.filter { $0.kind == .outputDiffers }.isEmpty)
        return report
    }

    @Test func aFootnoteThatGoesBreaksTheLinksToIt() async throws {
        let head = "---\ntitle: A\n---\n"
        let site = try TinySite([
            "a.md": head + "x[^1] y[^2]\n\n[^1]: one\n[^2]: two\n", "b.md": "---\ntitle: B\n---\n[n](a.md#fn-2)\n",
        ])
        #expect(try await build(site).diagnostics.filter { $0.kind == .brokenAnchor } == [])
        try site.folder.write("Content/a.md", head + "x[^1] y\n\n[^1]: one\n")
        #expect(try await build(site).diagnostics.filter { $0.kind == .brokenAnchor }.count == 1)
    }

    @Test func aLinkThatLeavesAHeadingLeavesTheOutline() async throws {
        let head = "---\ntitle: T\n---\n"
        let site = try TinySite([
            "t.md": head + "## About [[d]]\n\nx d\n\n## Two\n\ny\n", "d.md": "---\ntitle: Doc Dee\n---\nx\n",
        ])
        _ = try await build(site)
        #expect(site.output("t/index.html")?.contains("<a href=\"#about-d\" dir=\"auto\">About Doc Dee</a>") == true)
        try site.folder.write("Content/t.md", head + "## About d\n\nx [[d]]\n\n## Two\n\ny\n")
        _ = try await build(site)
        #expect(site.output("t/index.html")?.contains("<a href=\"#about-d\" dir=\"auto\">About d</a>") == true)
    }
}
