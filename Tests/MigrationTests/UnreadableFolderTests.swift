import Glibc
import HearthModel
import Testing

@testable import HearthMigration

/// Folders of an export that nobody can read: what was in them is not known, and that is said.
@Suite struct UnreadableFolderTests {
    /// A path that is longer than the system takes: root, too, cannot read such a folder.
    private func makeUnreadable(below folder: String) {
        let name = String(repeating: "n", count: 250)
        #expect(
            system("cd '\(folder)' && for i in $(seq 17); do mkdir '\(name)' && cd -P '\(name)' || exit 1; done") == 0)
    }

    private static let exports: [String: (files: [String: String], folder: String)] = [
        "dokuwiki": (
            ["data/pages/start.txt": "Words", "data/media/x.png": "png", "conf/acl.auth.php": "*\t@ALL\t8\n"],
            "data/pages"
        ),
        "slack": (
            [
                "users.json": "[]", "channels.json": "[{\"id\":\"C1\",\"name\":\"pumps\"}]",
                "pumps/2020-01-02.json":
                    "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"Words\",\"ts\":\"1577923200.000100\"}]",
            ], ""
        ),
        "html": (["a.htm": "<title>A</title><p>Words</p>"], ""),
        "docx": (["notes.txt": "x", "cards.docx": "x"], ""),
        "mbox": (["a.eml": "Message-ID: <1@a>\nFrom: Ada <a@b.example>\nSubject: Trip\n\nWords\n"], ""),
    ]

    @Test(arguments: ["dokuwiki", "slack", "html", "docx", "mbox"])
    func whatCannotBeReadIsSaid(_ system: String) async throws {
        let export = try #require(Self.exports[system])
        let site = try Workspace(export.files)
        defer { _ = Glibc.system("rm -rf '\(site.export)'") }
        let run = MigrationRun(
            system: system, paths: [site.export], siteRoot: site.root, into: "groups/g", workers: 1)
        let before = try await run.run()
        makeUnreadable(below: site.export + "/" + export.folder)
        let outcome = try await run.run()
        let problems = outcome.diagnostics.filter { $0.summary.hasPrefix("the folder cannot be read") }
        #expect(problems.count == 1 && problems[0].kind == .migrationSource)
        #expect(problems.first?.location?.file.contains("/nnnn") == true)
        let kind = try #require(outcome.report.kinds["source files"])
        #expect(kind.failedCount - (before.report.kinds["source files"]?.failedCount ?? 0) == 1)
        #expect(outcome.report.isBalanced && outcome.exitStatus == 1)
        // Everything else is as it was.
        #expect(outcome.files.changed == 0)
    }

    /// A page that cannot be read may name somebody: placeholders stay.
    @Test func allFilesAreThoseThatCanBeRead() throws {
        let site = try Workspace(["a.md": "x", "b/c.md": "x", ".git/d": "x"])
        defer { _ = system("rm -rf '\(site.export)'") }
        makeUnreadable(below: site.export)
        var unreadable = 0
        #expect(FileSystem.filesBelow(site.export) { _ in unreadable += 1 } == ["a.md", "b/c.md"])
        #expect(unreadable == 1)
    }
}
