import HearthModel
import Testing

@testable import HearthMigration

/// Exports that do not lie at the top of the folder that somebody gives.
@Suite struct ExportSearchTests {
    private static let wiki = """
        <mediawiki><siteinfo><sitename>W</sitename></siteinfo><page><title>Start</title><id>1</id><revision>
        <text>Words</text></revision></page></mediawiki>
        """
    private static let confluence = """
        <hibernate-generic><object class="Space" package="x"><id name="id">1</id><property name="name">Ops</property>
        <property name="key">OPS</property></object><object class="Page" package="x"><id name="id">10</id>
        <property name="title">Home</property><property name="space" class="Space"><id name="id">1</id></property>
        <property name="contentStatus">current</property></object></hibernate-generic>
        """
    private static let slack = [
        "users.json": "[]", "channels.json": "[{\"id\":\"C1\",\"name\":\"pumps\"}]",
        "pumps/2020-01-02.json":
            "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"Why does it stop?\",\"ts\":\"1577923200.000100\"}]",
    ]

    private func migrate(_ files: [String: String], system: String? = nil) async throws -> (Workspace, MigrationOutcome)
    {
        let site = try Workspace(files)
        let run = MigrationRun(system: system, paths: [site.export], siteRoot: site.root, into: "groups/g", workers: 1)
        return (site, try await run.run())
    }

    private func below(_ folder: String, _ files: [String: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: files.map { (folder + "/" + $0, $1) })
    }

    @Test(arguments: [nil, "mediawiki"])
    func oneDumpBelowIsTaken(_ system: String?) async throws {
        let (site, outcome) = try await migrate(
            ["notes.txt": "see below", "backup/2020/dump.xml": Self.wiki, "backup/readme.md": "x"], system: system)
        #expect(outcome.exitStatus == 0 && site.read("groups/g/start.md").hasSuffix("\nWords\n"))
    }

    @Test(arguments: [nil, "confluence"])
    func oneSpaceBelowIsTaken(_ system: String?) async throws {
        let (site, outcome) = try await migrate(
            ["notes.txt": "x", "a/b/c/entities.xml": Self.confluence, "a/notes.txt": "x"], system: system)
        #expect(outcome.exitStatus == 0 && site.files.contains { $0.hasPrefix("groups/") && $0.hasSuffix(".md") })
    }

    @Test(arguments: [nil, "slack"])
    func oneWorkspaceBelowIsTaken(_ system: String?) async throws {
        let files = below("share/export", Self.slack).merging(["notes.txt": "x"]) { $1 }
        let (site, outcome) = try await migrate(files, system: system)
        #expect(outcome.exitStatus == 0 && site.files.contains { site.read($0).contains("Why does it stop?") })
    }

    /// Pages that say nothing of who may read them must not be taken for the export that says it.
    @Test func anExportBelowOtherPagesIsNoWebSite() async throws {
        let page = "<html><head><title>Old</title></head><body><p>Words that stand on a page.</p></body></html>"
        let files = ["index.html": page, "a/b/c/entities.xml": Self.confluence]
        let error = try await #require(throws: FatalError.self) { _ = try await migrate(files) }
        let found = try #require(error.diagnostics.first)
        #expect(found.summary.contains("a saved web site, and holds a Confluence export in a/b"), "\(found.summary)")
        #expect(found.help?.contains("put 'html' in front") == true)
        #expect(try await migrate(files, system: "html").1.exitStatus == 0)
        #expect(
            try await migrate(["index.html": page, "a/index.html": page, "a/b/x.docx": "x", "a/b/p.pdf": "x"]).1
                .exitStatus == 0)
    }

    @Test func ofSeveralAllAreNamed() async throws {
        let site = try Workspace(
            below("teams/slack", Self.slack).merging(["old/wiki/dump.xml": Self.wiki, "notes.txt": "x"]) { $1 })
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, workers: 1)
        let error = try await #require(throws: FatalError.self) { try await run.run() }
        let summary = try #require(error.diagnostics.first).summary
        #expect(summary.contains("old/wiki (mediawiki), teams/slack (slack)"), "\(summary)")
        #expect(site.files.isEmpty)
    }

    /// Links out of the folder lead to no export.
    @Test func nothingBelowIsNothing() async throws {
        let site = try Workspace(["notes.txt": "x", "a/b/c.txt": "x"])
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, workers: 1)
        let error = try await #require(throws: FatalError.self) { try await run.run() }
        #expect(error.diagnostics.first?.summary.contains("no importer recognises") == true)
        #expect(error.diagnostics.first?.summary.contains("looked at") == false)
    }

    /// What lies too deep may be an export: nobody is told that there is none.
    @Test func whatLiesTooDeepIsSaid() async throws {
        let folder = (1...10).map { "\($0)" }.joined(separator: "/")
        let site = try Workspace(below(folder, Self.slack))
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, workers: 1)
        let error = try await #require(throws: FatalError.self) { try await run.run() }
        let problem = try #require(error.diagnostics.first)
        #expect(problem.summary.hasSuffix(": only folders up to 8 deep were looked at"), "\(problem.summary)")
        #expect(problem.help?.hasPrefix("name the folder of the export itself") == true)
    }

    @Test func aSearchThatIsCutShortSaysSo() throws {
        let site = try Workspace(below("c", Self.slack).merging(["a/b/x": "x", "b/x": "x"]) { $1 })
        var search = ExportSearch.ofAll
        func found() -> [String] { search.run(below: ExportSource(path: site.export)).found.map(\.path) }
        func gap() -> String? { search.run(below: ExportSource(path: site.export)).gap }
        // `c/pumps` is part of an export.
        #expect(found() == ["c"] && gap() == nil)
        search.folderLimit = 4
        #expect(found() == ["c"] && gap() == nil)
        search.folderLimit = 3
        #expect(found() == ["c"] && gap() == "only the first 3 folders were looked at")
        search.folderLimit = 2
        #expect(found().isEmpty && gap() == "only the first 2 folders were looked at")
        var told: [String] = []
        search.folderLimit = 3
        _ = try search.only(below: ExportSource(path: site.export)) { told.append($0) }
        #expect(told == ["the export lies in c", "there may be others: only the first 3 folders were looked at"])
    }
}
