import Glibc
import HearthBuild
import HearthContent
import HearthModel
import TestKit
import Testing

/// What counts as an input of a build: what was read, wherever it lies and whatever happens to it meanwhile.
@Suite struct IncrementalInputTests {
    private static let members = "who,via,since,role\n@ada,mail,2026-01-01,expert\n"

    private static func site(_ table: String = "members.csv") throws -> TinySite {
        try TinySite(
            [
                "groups/lift/index.md": "---\ntitle: Lift\nmembers_file: \"\(table)\"\n---\nCranes.\n",
                "groups/lift/" + table: members, "docs/a.md": "---\ntitle: A\n---\nold text\n",
            ], configuration: TinySite.withoutSearch)
    }

    private static let more = members + "@ben,mail,2026-01-01,expert\n"

    @Test(arguments: [".members.csv", ".tables/members.csv", "members.csv~", "members.csv"])
    func aTableIsAnInputWhereverItLies(_ table: String) async throws {
        let site = try Self.site(table)
        try await site.build()
        #expect(site.main("people/ben/index.html")?.contains("groups/lift") == false)
        try site.folder.write("Content/groups/lift/" + table, Self.more)
        let report = try await site.build { $0.verifies = true }
        #expect(report.scope == .everything(because: "Content/groups/lift/\(table) changed"))
        #expect(report.diagnostics.first(.outputDiffers) == nil)
        #expect(site.main("people/ben/index.html")?.contains("groups/lift") == true)
        #expect(try await site.build().scope == .nothing)
    }

    /// What is no input is no part of the record, but what was said about it is.
    @Test(arguments: ["Content/h.md", "Layouts/assets/h.css"])
    func aLinkThatLeadsOutComesAndGoes(_ path: String) async throws {
        let site = try Self.site()
        try site.folder.write("Layouts/assets/own.css", "x")
        try await site.build()
        let link = site.folder.path + "/" + path
        #expect(symlink("/etc/hostname", link) == 0)
        let kind: DiagnosticKind = path.hasPrefix("Content/") ? .linkOutsideContent : .layoutOutside
        for _ in 0..<2 { #expect(try await site.build().diagnostics.first(kind) != nil) }
        try FileSystem.remove(link)
        for _ in 0..<2 { #expect(try await site.build().diagnostics.first(kind) == nil) }
    }

    @Test func aTableThatIsMissingIsAwaited() async throws {
        let site = try Self.site(".members.csv")
        try FileSystem.remove(site.folder.path + "/Content/groups/lift/.members.csv")
        #expect(try await site.build().diagnostics.first(.badTableFile) != nil)
        #expect(try await site.build().scope == .nothing)
        try site.folder.write("Content/groups/lift/.members.csv", Self.members)
        #expect(try await site.build().diagnostics.first(.badTableFile) == nil)
    }

    @Test(arguments: ["members.csv", ".members.csv"])
    func aTableThatIsSavedWhileABuildRunsIsReadByTheNext(_ table: String) async throws {
        let site = try Self.site(table)
        let path = site.folder.path + "/Content/groups/lift/" + table
        try await site.build { options in
            options.progress = { phase, _, _ in
                // The pages have been read, and their tables with them.
                if phase == "resolving" { try? FileSystem.writeAtomically(Array(Self.more.utf8), to: path) }
            }
        }
        #expect(site.main("people/ben/index.html")?.contains("groups/lift") == false)
        #expect(try await site.build { $0.verifies = true }.diagnostics.first(.outputDiffers) == nil)
        #expect(site.main("people/ben/index.html")?.contains("groups/lift") == true)
    }

    @Test func settingsThatAreSavedWhileABuildRunsAreReadByTheNext() async throws {
        let site = try Self.site()
        let (project, _) = try site.project()
        try site.folder.write("hearth.yml", TinySite.withoutSearch.replacingOccurrence(of: "Test", with: "Newname"))
        _ = try await BuildPipeline(project: project, options: site.options()).run()
        #expect(site.outputs(containing: "Newname").isEmpty)
        try await site.build()
        #expect(site.output("docs/a/index.html")?.contains("Newname") == true)
    }

    @Test func diagnosticsNameTheSettingsOfTheirRun() async throws {
        let site = try TinySite(configuration: TinySite.withoutSearch + "nav: [bogus]\n")
        #expect(try await site.build().diagnostics.first?.location?.file == "hearth.yml")
        try site.folder.write("other.yml", try #require(site.folder.read("hearth.yml")))
        var found: [Diagnostic] = []
        let project = try #require(
            try ProjectLoader.load(root: site.folder.path, configurationPath: "other.yml", diagnostics: &found))
        let report = try await BuildPipeline(project: project, options: site.options()).run()
        #expect(!report.diagnostics.isEmpty)
        #expect(Set((found + report.diagnostics).compactMap { $0.location?.file }) == ["other.yml"])
    }

    /// A build was killed when it had published a file and not yet removed another, and the edit was undone.
    @Test func aFileThatOnlyAKilledBuildMadeGoes() async throws {
        let site = try Self.site()
        try await site.build()
        let list = try #require(site.folder.tree(".hearth").keys.first { $0.hasPrefix("output-") })
        let whole = try #require(site.folder.read(".hearth/" + list))
        try site.folder.write(".hearth/" + list, whole + "zz.txt\n")
        try site.folder.write("Output/zz.txt", "of a page that is no more")
        #expect(try await site.build().removedPaths == ["zz.txt"])
        #expect(!site.folder.exists("Output/zz.txt") && site.folder.read(".hearth/" + list) == whole)
        #expect(try await site.build().scope == .nothing)
    }

    @Test func whatSomebodyPutIntoAPageIsNotWrittenOn() async throws {
        let site = try Self.site()
        try await site.build()
        // Same size and, as far as the file system tells, never touched.
        let path = site.folder.path + "/Output/docs/a/index.html"
        let stamp = try #require(Stamp(path))
        let page = try #require(site.output("docs/a/index.html"))
        try site.folder.write("Output/docs/a/index.html", page.replacingOccurrence(of: "<main", with: "<nain"))
        stamp.restore(path)
        #expect(try await site.build().scope == .nothing)
        try site.folder.write("Content/docs/a.md", "---\ntitle: A\n---\nnew text\n")
        try await site.build()
        let made = try #require(site.output("docs/a/index.html"))
        #expect(made.contains("new text") && made.contains("<main") && !made.contains("<nain"))
    }
}
