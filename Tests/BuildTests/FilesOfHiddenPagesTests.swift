import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

/// Files that belong to pages which not everybody may read are not open because of where they lie.
@Suite struct FilesOfHiddenPagesTests {
    private static func group(_ more: String = "") -> String {
        "---\ntitle: G\nkind: team\naccess_group: cn=g\n\(more)---\nx\n"
    }

    private static let restricted = group("visibility: members\n")

    private static func open(_ site: TinySite) -> [String] {
        site.outputs(containing: "SECRET").filter { !$0.hasPrefix("groups/r/") && !$0.contains("/members/") }
    }

    @Test(arguments: ["draft: true", "publish: 2099-01-01", "expires: 2020-01-01", "visibility: members"])
    func filesOfAnAnswerThatIsNotPublished(_ field: String) async throws {
        let question = "groups/o/questions/q/"
        let site = try TinySite([
            "groups/o/index.md": Self.group(), question + "index.md": "---\ntitle: Q\n---\nWhy?\n",
            question + "answers/1.md": "---\nauthor: Jo\ndate: 2026-01-01\n\(field)\n---\n![x](a.txt)\n",
            question + "answers/a.txt": "SECRET", question + "answers/b.txt": "SECRET",
        ])
        try await site.build()
        #expect(Self.open(site).isEmpty)
        // Another answer is published: then the folder is not theirs alone.
        try site.folder.write(
            "Content/" + question + "answers/2.md", "---\nauthor: Al\ndate: 2026-02-01\n---\n[x](b.txt)\n")
        try await site.build()
        #expect(Self.open(site) == [question + "answers/b.txt"])
    }

    @Test func filesThatOnlyADraftLeadsTo() async throws {
        let site = try TinySite(
            [
                "d.md": "---\ntitle: D\ndraft: true\n---\n![x](a.txt) [y](/b.txt) ![l](logo.svg) [[c.txt]]\n",
                "a.txt": "SECRET", "c.txt": "SECRET", "b.txt": "SECRET", "logo.svg": "<svg/>", "e.txt": "SECRET",
                "o.md": "---\ntitle: O\n---\n[y](b.txt)\n",
            ], configuration: "title: T\ntheme: {logo: logo.svg}\n")
        try await site.build()
        #expect(Self.open(site) == ["b.txt", "e.txt"])
        #expect(site.output("logo.svg") != nil)
    }

    @Test func aSymbolicLinkOpensNothing() async throws {
        let site = try TinySite([
            "groups/o/index.md": Self.group(), "groups/r/index.md": Self.restricted, "groups/r/a.txt": "SECRET",
            "groups/r/deep/c.md": "---\ntitle: C\n---\nSECRET\n", "groups/d/index.md": Self.group("draft: true\n"),
            "groups/d/d.txt": "SECRET", "b.txt": "Open", "groups/o/same.txt": "Open",
        ])
        func link(_ path: String, _ target: String) throws {
            try? FileManager.default.removeItem(atPath: site.folder.path + "/Content/" + path)
            try FileManager.default.createSymbolicLink(
                atPath: site.folder.path + "/Content/" + path, withDestinationPath: target)
        }
        try link("groups/o/a.txt", "../r/a.txt")
        try link("groups/o/deep", "../r/deep")
        try link("groups/o/d.txt", "../d/d.txt")
        try link("groups/o/b.txt", "../../b.txt")
        try link("groups/r/o.txt", "../o/same.txt")
        let report = try await site.build { $0.verifies = true }
        #expect(Self.open(site).isEmpty)
        #expect(site.output("groups/o/b.txt") == "Open" && site.output("groups/r/o.txt") == "Open")
        #expect(report.diagnostics.filter { $0.kind == .restrictedLinkTarget }.count == 2)
        // The same bytes from another place.
        try site.folder.write("Content/groups/r/b.txt", "Open")
        try await site.build()
        try link("groups/o/b.txt", "../r/b.txt")
        let again = try await site.build { $0.verifies = true }
        #expect(site.output("groups/o/b.txt") == nil)
        #expect(!again.diagnostics.ids.contains("output-differs"))
    }

    @Test(arguments: ["Index.md", "INDEX.markdown", "_index.md", "README.md"])
    func otherNamesOfAnIndexCloseItsFolder(_ name: String) async throws {
        let site = try TinySite([
            "groups/o/index.md": Self.group(), "groups/o/s/" + name: "---\ntitle: S\nvisibility: members\n---\nx\n",
            "groups/o/s/c.md": "---\ntitle: C\n---\nSECRET\n", "groups/o/s/a.txt": "SECRET",
        ])
        try await site.build()
        #expect(Self.open(site).isEmpty)
        #expect(site.output("groups/o/members/s/c/index.html") != nil)
        #expect(site.output("groups/o/members/s/a.txt") == "SECRET")
        // Whose fields cannot be read.
        try site.folder.write("Content/groups/o/s/" + name, "---\ntitle: S\nvisibilty: members\n---\nx\n")
        try await site.build()
        #expect(site.outputs(containing: "SECRET").isEmpty)
    }

    @Test func aReadmeBesideAnIndexSpeaksForItselfAlone() async throws {
        let site = try TinySite([
            "groups/o/index.md": Self.group(),
            "groups/o/README.md": "---\ntitle: S\nvisibility: members\n---\nSECRET\n",
            "groups/o/c.md": "---\ntitle: C\n---\nOpen\n", "README.md": "---\ntitle: R\n---\nOpen\n",
        ])
        try await site.build()
        #expect(Self.open(site).isEmpty)
        #expect(site.output("groups/o/c/index.html") != nil && site.output("README/index.html") != nil)
    }

    @Test func filesBesideASinglePageForMembersGoWithIt() async throws {
        let page = "---\ntitle: X\ngroup: r\n---\n![p](a.txt) ![q](img/b.txt) ![c](c.txt) ![d](d%20d.txt)\n"
        let site = try TinySite([
            "groups/r/index.md": Self.restricted, "groups/s/index.md": Self.restricted, "docs/x.md": page,
            "docs/a.txt": "SECRET", "docs/img/b.txt": "SECRET", "docs/c.txt": "Shared", "docs/d d.txt": "Open",
            "docs/y.md": "---\ntitle: Y\ngroup: s\n---\n![c](c.txt)\n",
            "docs/z.md": "---\ntitle: Z\n---\n[d](</docs/d d.txt>)\n",
        ])
        let report = try await site.build { $0.verifies = true }
        #expect(report.diagnostics.filter { $0.severity == .error } == [])
        #expect(Self.open(site).isEmpty)
        #expect(site.output("groups/r/docs/a.txt") == "SECRET" && site.output("groups/r/docs/img/b.txt") == "SECRET")
        #expect(site.output("docs/c.txt") == "Shared" && site.output("docs/d d.txt") == "Open")
        #expect(site.output("groups/r/docs/x/index.html")?.contains("groups/r/docs/a.txt\"") == true)
        // Another page leads to one of them: it is as open as its folder again.
        try site.folder.write("Content/docs/z.md", "---\ntitle: Z\n---\n[d](a.txt)\n")
        try await site.build()
        #expect(site.output("docs/a.txt") == "SECRET")
    }
}
