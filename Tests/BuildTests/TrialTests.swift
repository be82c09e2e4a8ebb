import HearthBuild
import HearthModel
import TestKit
import Testing

@Suite struct OutputLengthTests {
    @Test func addressesThatNoFileSystemTakesAreErrorsAndCostNoOtherPage() async throws {
        let tag = String(repeating: "t", count: 300)
        let tiny = try TinySite(["a.md": "---\ntitle: A\ntags: [\(tag), short]\n---\nThis is it.\n"])
        let report = try await tiny.build()
        #expect(report.diagnostics.ids.contains("address-too-long"))
        #expect(tiny.main("a/index.html")?.contains("This is it.") == true)
        #expect(tiny.main("topics/short/index.html") != nil)
    }
}

@Suite struct RestrictedTextTests {
    private static let restricted =
        "---\ntitle: Wombat\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: cn=w\n---\nx\n"

    @Test func titlesOfRestrictedPagesAreInNoSummaryFeedOrStructuredData() async throws {
        let tiny = try TinySite(
            [
                "groups/w/index.md": Self.restricted.replacing("Wombat", with: "Wgroup"),
                "groups/w/plan.md": "---\ntitle: Wombat\n---\nx\n",
                "questions/q.md":
                    "---\ntitle: Q\ndate: 2026-01-01\n---\nSee [[Wombat]].\n\n## Answer — @ben, 2026-01-02\n[[Wombat]]!\n",
                "d.md": "---\ntitle: D\ndate: 2026-01-01\n---\nSee [[Wombat]].\n",
            ], configuration: "title: T\nbaseURL: https://x.example/\n")
        try await tiny.build()
        #expect(tiny.output("questions/q/index.html")?.contains("restricted page") == true)
        #expect(tiny.outputs(containing: "Wombat").filter { !$0.hasPrefix("groups/w/") } == [])
    }

    @Test func membersPagesOfAnOpenGroupLieBelowOneFolder() async throws {
        let open = "---\ntitle: Open\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=o\n---\nx\n"
        let page = "---\ntitle: S\nvisibility: members\nredirect_from: [/old/numbat]\n---\nNumbat.\n"
        let tiny = try TinySite([
            "groups/o/index.md": open, "groups/o/s.md": page,
            "groups/o/priv/index.md": page.replacing("/numbat", with: "/numbat2"),
            "groups/o/priv/a.bin": "Numbat",
        ])
        try await tiny.build()
        #expect(tiny.outputs(containing: "umbat").allSatisfy { $0.hasPrefix("groups/o/members/") })
        #expect(tiny.main("groups/o/members/s/index.html") != nil && tiny.output("groups/o/members/priv/a.bin") != nil)
        let unprotected = try TinySite([
            "groups/o/index.md": open.replacing("access_group: cn=o\n", with: ""), "groups/o/s.md": page,
        ])
        #expect(try await unprotected.build().diagnostics.ids == ["missing-access-group"])
        #expect(unprotected.outputs(containing: "Numbat") == [])
    }

    @Test func filesOfSomebodyElseAreNotReplacedWithoutAWord() async throws {
        let tiny = try TinySite()
        try tiny.folder.write("Output/index.html", "mine")
        #expect(try await tiny.build().diagnostics.ids == ["unowned-files"])
        #expect(try await tiny.build().diagnostics.ids == [])
    }

    @Test func oldAddressesThatAreInUseOrNobodysAreRefused() async throws {
        let tiny = try TinySite([
            "a.md": "---\ntitle: A\nredirect_from: [/index.html, /people/index.html, \"/%2e%2e/x\"]\n---\nx\n",
            "people/h.md": "---\nname: H\ndirectory: hidden\nredirect_from: [/users/9]\n---\n",
        ])
        let report = try await tiny.build()
        #expect(report.diagnostics.ids == ["redirect-conflict", "redirect-conflict", "redirect-conflict"])
        #expect(!tiny.folder.exists("Output/users"))
    }
}
