import HearthBuild
import HearthModel
import TestKit
import Testing

/// The output folder is not what `.hearth` says: a list that is not whole, or caches older than the folder.
@Suite struct ForeignOutputTests {
    private static func site() throws -> TinySite {
        try TinySite(
            [
                "docs/keep.md": "---\ntitle: Keep\n---\nx\n", "docs/gone.md": "---\ntitle: Gone\n---\nx\n",
                "docs/plan.txt": "a plan",
            ], configuration: TinySite.withoutSearch)
    }

    private static func list(_ site: TinySite) throws -> String {
        ".hearth/" + (try #require(site.folder.tree(".hearth").keys.first { $0.hasPrefix("output-") }))
    }

    @Test(arguments: [true, false])
    func whatADamagedListForgotTheRecordKnows(_ isFull: Bool) async throws {
        let site = try Self.site()
        try await site.build()
        try site.folder.write("Output/mine.txt", "precious")
        try site.folder.write("Output/docs/plan.txt", "somebody else's by now")
        let list = try Self.list(site)
        let lines = try #require(site.folder.read(list)).split(separator: "\n")
        try site.folder.write(list, lines.prefix(3).joined(separator: "\n") + "\n")
        for file in ["docs/gone.md", "docs/plan.txt"] { site.folder.delete("Content/" + file) }
        let report = try await site.build { $0.reuses = !isFull }
        #expect(report.removed == 1 && !site.folder.exists("Output/docs/gone"))
        // A file with other bytes is not ours any more; it lies among pages, so it is said.
        #expect(site.folder.read("Output/docs/plan.txt") == "somebody else's by now")
        #expect(site.folder.read("Output/mine.txt") == "precious")
        let note = try #require(report.diagnostics.first(.unownedFiles))
        #expect(note.summary.contains("1 file here") && note.summary.contains("'docs/plan.txt'"))
        #expect(try await site.build().diagnostics.first(.unownedFiles) == nil)
    }

    @Test func cachesOfAnEarlierBuildAreSaid() async throws {
        let site = try Self.site()
        try await site.build()
        let caches = site.folder.tree(".hearth")
        try site.folder.write("Content/docs/layoffs.md", "---\ntitle: Layoffs\n---\nSecret.\n")
        try await site.build()
        site.folder.delete("Content/docs/layoffs.md")
        for (name, bytes) in caches { try site.folder.write(".hearth/" + name, bytes) }
        let report = try await site.build { $0.verifies = true }
        let notes = report.diagnostics.filter { $0.kind == .unownedFiles }
        #expect(notes.count == 1 && notes[0].summary.contains("'docs/layoffs/index.html'"))
        // Nobody knows that it was Hearth that wrote it. Whoever asks is told again.
        #expect(site.folder.exists("Output/docs/layoffs/index.html"))
        #expect(try await site.build().diagnostics.first(.unownedFiles) == nil)
        let verified = try await site.build { $0.verifies = true }
        #expect(verified.diagnostics.filter { $0.kind == .unownedFiles } == notes)
    }

    @Test func whatPeopleKeepInTheOutputIsNoMatter() async throws {
        let site = try Self.site()
        try await site.build()
        try site.folder.write("Output/CNAME", "intranet.example")
        try site.folder.write("Output/old-files/report.pdf", "x")
        try site.folder.write("Output/docs/keep/index.html", "changed by hand")
        let report = try await site.build { $0.verifies = true }
        #expect(report.diagnostics.first(.unownedFiles) == nil && report.written == 1)
    }

    @Test func cleanRemovesWhatTheRecordKnows() async throws {
        let site = try Self.site()
        try await site.build()
        try site.folder.write("Output/mine.txt", "precious")
        try site.folder.write(try Self.list(site), "hearth-output 1\n404.html\n")
        _ = try SiteCleaner(project: try site.project().project).clean(dryRun: false)
        #expect(Array(site.folder.tree("Output").keys) == ["mine.txt"])
    }

    @Test(arguments: ["", "somebody's.txt"])
    func aFolderInTheWayIsNamedWithAWayOut(_ file: String) async throws {
        let site = try Self.site()
        try await site.build()
        site.folder.delete("Output/docs/keep/index.html")
        try FileSystem.makeDirectories(site.folder.path + "/Output/docs/keep/index.html")
        if !file.isEmpty { try site.folder.write("Output/docs/keep/index.html/" + file, "x") }
        let problem = try #require(
            await #expect(throws: FatalError.self) { try await site.build() }?.diagnostics.first)
        #expect(problem.location?.file == "Output/docs/keep/index.html")
        #expect(problem.summary.contains("folder") && problem.help?.contains("remove it") == true)
    }

    @Test func whatIsLeftOutOfTheContentLeavesBuildsIncremental() async throws {
        let site = try Self.site()
        try site.folder.write("Content/a\\b.txt", "x")
        let first = try await site.build()
        #expect(first.diagnostics.first(.badFileName) != nil)
        let second = try await site.build()
        #expect(second.scope == .nothing && second.diagnostics == first.diagnostics)
        try site.folder.write("Content/docs/keep.md", "---\ntitle: Keep\n---\ny\n")
        #expect(try await site.build { $0.verifies = true }.scope == .texts(of: ["Content/docs/keep.md"]))
        try site.folder.write("Content/c\\d.txt", "x")
        #expect(try await site.build().scope == .everything(because: "Content/c\\d.txt is left out now"))
        site.folder.delete("Content/c\\d.txt")
        #expect(try await site.build().scope == .everything(because: "Content/c\\d.txt was left out before"))
    }
}
