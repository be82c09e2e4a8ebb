import HearthModel
import Testing

@testable import HearthMigration

/// Markdown needs no importer, and whoever looks for one is told so.
@Suite struct MarkdownFolderTests {
    @Test(arguments: [nil, "html"]) func aFolderOfMarkdownIsNamedAsThat(_ system: String?) async throws {
        let site = try Workspace(["index.md": "# A", "sub/b.md": "# B", "sub/x.png": "x", "mkdocs.yml": "a: b"])
        let run = MigrationRun(system: system, paths: [site.export], siteRoot: site.root, workers: 1)
        let error = try await #require(throws: FatalError.self) { try await run.run() }
        let diagnostic = try #require(error.diagnostics.first)
        #expect(diagnostic.summary.hasSuffix("holds Markdown, which needs no migration"), "\(diagnostic.summary)")
        #expect(diagnostic.help?.contains("Content/groups/") == true && site.files.isEmpty)
    }

    @Test func soIsAProgram() async throws {
        let site = try Workspace(["index.md": "# A"])
        let run = MigrationRun(system: "hugo", paths: [site.export], siteRoot: site.root, workers: 1)
        let error = try await #require(throws: FatalError.self) { try await run.run() }
        #expect(error.diagnostics.first?.help?.contains("hearth check") == true)
    }
}
