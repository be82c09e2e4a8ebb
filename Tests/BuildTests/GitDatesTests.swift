import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

/// Dates that no field says come from git's history.
@Suite struct GitDatesTests {
    private static func commit(_ site: TinySite, at date: String) throws {
        if !site.folder.exists(".git") { try git(["init", "-q", "-b", "main"], in: site.folder.path) }
        try git(["add", "hearth.yml", "Content"], in: site.folder.path)
        try git(["commit", "-q", "-m", "x"], in: site.folder.path, at: date)
    }

    private static let configuration = "title: T\nbaseURL: https://e.example/\nsearch: {enabled: false}\n"

    @Test func anAnswerFileHasTheDateOfItsCommit() async throws {
        let site = try TinySite(
            ["questions/q/index.md": "---\ntitle: Q\nauthor: \"@ada\"\ndate: 2020-01-01\n---\nq\n"],
            configuration: Self.configuration)
        try Self.commit(site, at: "2020-01-01T12:00:00Z")
        try site.folder.write("Content/questions/q/answers/late.md", "---\nauthor: \"@ben\"\n---\nLate.\n")
        try Self.commit(site, at: "2026-03-20T12:00:00Z")
        try site.folder.write("Content/questions/q/answers/first.md", "---\nauthor: \"@ada\"\n---\nFirst.\n")
        try Self.commit(site, at: "2026-02-20T12:00:00Z")
        try await site.build()
        let page = try #require(site.main("questions/q/index.html"))
        #expect(page.contains("20 Mar 2026") && page.contains("20 Feb 2026"))
        let first = try #require(page.firstRange(of: "First."))
        let late = try #require(page.firstRange(of: "Late."))
        #expect(first.lowerBound < late.lowerBound)
        #expect(site.output("feed.xml")?.contains("<updated>2026-03-20T12:00:00Z</updated>") == true)
        // An answer that is changed is news of its question, wherever it stands.
        try site.folder.write("Content/questions/q/answers/late.md", "---\nauthor: \"@ben\"\n---\nLate, better.\n")
        try Self.commit(site, at: "2026-04-20T12:00:00Z")
        try await site.build()
        #expect(site.output("feed.xml")?.contains("<updated>2026-04-20T12:00:00Z</updated>") == true)
        #expect(site.main("questions/q/index.html")?.contains("20 Mar 2026") == true)
    }

    @Test func aMovedDocumentIsDueAsBefore() async throws {
        let text = "---\ntitle: D\ntype: document\nreview_interval: P30D\n---\n" + "A line of it.\n"
        let site = try TinySite(["old/d.md": text], configuration: Self.configuration)
        try Self.commit(site, at: "2020-01-01T12:00:00Z")
        try git(["mv", "Content/old", "Content/new"], in: site.folder.path)
        try Self.commit(site, at: "2026-05-30T12:00:00Z")
        try await site.build()
        #expect(site.main("new/d/index.html")?.contains("Due for review") == true)
        #expect(site.output("feed.xml")?.contains("2026-05-30") == false)
    }

    @Test func aDocumentWhoseTagsChangedIsDueAsBefore() async throws {
        func text(_ field: String) -> String {
            "---\ntitle: D\ntype: document\nreview_interval: P30D\nverified: {by: \"@ada\", date: 2020-01-01}\n\(field)---\nA\n"
        }
        let site = try TinySite(["d.md": text("tags: [esp]\n")], configuration: Self.configuration)
        try Self.commit(site, at: "2020-01-01T12:00:00Z")
        try site.folder.write("Content/d.md", text("tags: [pumps]\nredirect_from: [/old/]\n"))
        try Self.commit(site, at: "2026-05-30T12:00:00Z")
        try await site.build()
        let page = try #require(site.main("d/index.html"))
        #expect(page.contains("Due for review") && !page.contains("30 May 2026"))
        #expect(site.output("feed.xml")?.contains("2026-05-30") == false)
        // A text that changed is not due, and yet nobody has checked it.
        try site.folder.write("Content/d.md", text("tags: [pumps]\nredirect_from: [/old/]\n") + "Another line.\n")
        try Self.commit(site, at: "2026-05-31T12:00:00Z")
        try await site.build()
        let changed = try #require(site.main("d/index.html"))
        #expect(
            !changed.contains("Due for review") && !changed.contains(">Verified<") && changed.contains("31 May 2026"))
        let built = site.folder.tree("Output")
        try await site.build { $0.reuses = false }
        #expect(site.folder.tree("Output") == built)
    }

    @Test(arguments: ["", "date: 2020-01-01\n"])
    func aShallowCloneIsAWarningWherePagesHaveNoOtherDates(_ date: String) async throws {
        let site = try TinySite([
            "a.md": "---\ntitle: A\ntype: document\n\(date)---\na\n",
            "b.md": "---\ntitle: B\ntype: document\ndraft: true\n---\nb\n",
        ])
        try Self.commit(site, at: "2020-01-01T12:00:00Z")
        try site.folder.write("Content/index.md", "---\ntitle: Home\n---\nWelcome back.\n")
        try Self.commit(site, at: "2021-01-01T12:00:00Z")
        let folder = try TemporaryFolder()
        try git(
            ["clone", "-q", "--depth", "1", "file://" + site.folder.path, folder.path + "/c"], in: site.folder.path)
        for name in ["hearth.yml", "Content", ".git"] {
            try FileManager.default.moveItem(
                atPath: folder.path + "/c/" + name, toPath: folder.path + "/" + name)
        }
        let report = try await TinySite(at: folder).build()
        let found = try #require(report.diagnostics.first(.shallowClone))
        #expect(found.severity == (date.isEmpty ? .warning : .note))
        #expect(found.notes.map(\.location?.file) == (date.isEmpty ? ["Content/a.md"] : []))
        #expect(report.errors == 0)
    }
}
