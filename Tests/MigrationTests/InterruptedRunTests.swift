import HearthModel
import Testing

@testable import HearthMigration

/// A run that was stopped half-way knows its own files in the next one.
@Suite struct InterruptedRunTests {
    private func site() throws -> Workspace {
        var files = ["data/media/x.png": "png"]
        for number in 0..<40 { files["data/pages/p\(number).txt"] = "== Page \(number) ==\nText" }
        return try Workspace(files)
    }

    private func migrate(_ site: Workspace) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 2).run()
    }

    /// Of every file that a stopped run may have left: all of the journal, half of it, and a line without its file.
    @Test(arguments: [40, 17, 0])
    func itGoesOn(_ left: Int) async throws {
        let whole = try site()
        #expect(try await migrate(whole).exitStatus == 0)
        let manifest = String(
            decoding: try FileSystem.read(whole.root + "/migration/dokuwiki/manifest.tsv"), as: UTF8.self)
        let all = whole.files
        // What a run leaves that is stopped after some of its files.
        let stopped = try site()
        let lines = manifest.split(separator: "\n").filter { $0.contains(".md") && !$0.hasPrefix("named") }
        var journal = ""
        for (number, line) in lines.enumerated() {
            let path = String(line.split(separator: "\t")[2])
            if number < left { try stopped.write(whole.read(path), to: "Content/" + path) }
            if number <= left { journal += line + "\n" }
        }
        try stopped.write(journal + "0123", to: "migration/dokuwiki/unfinished.tsv")
        let outcome = try await migrate(stopped)
        #expect(outcome.exitStatus == 0 && outcome.files.conflicts == 0 && outcome.files.kept == 0)
        #expect(stopped.files == all)
        #expect(!FileSystem.isFile(stopped.root + "/migration/dokuwiki/unfinished.tsv"))
        #expect(
            String(decoding: try FileSystem.read(stopped.root + "/migration/dokuwiki/manifest.tsv"), as: UTF8.self)
                == manifest)
        #expect(try await migrate(stopped).files.changed == 0)
    }

    /// A file that cannot be written ends the run; what was written before it is known.
    @Test func aRunThatFailsLeavesItsLines() async throws {
        let site = try site()
        try site.write("a file", to: "Content/groups/w/sub")
        try site.write("Text", to: "old-site/data/pages/sub/deep.txt")
        _ = try? await migrate(site)
        let path = site.root + "/migration/dokuwiki/unfinished.tsv"
        let written = site.files.filter { $0.hasPrefix("groups/w/p") }
        if FileSystem.isFile(path) {
            let journal = String(decoding: try FileSystem.read(path), as: UTF8.self)
            for file in written {
                #expect(journal.contains("\t\(file)\n") || journal.contains("\t\(file)\t"), "\(file)")
            }
        }
        try FileSystem.remove(site.content + "/groups/w/sub")
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.files.conflicts == 0)
        #expect(!site.files.contains { $0.hasSuffix("-2.md") })
    }
}
