import Foundation
import HearthContent
import HearthModel
import TestKit
import Testing

@testable import HearthPreview

/// A preview builds because of what a build reads, and of nothing else.
@Suite struct WatchedPlacesTests {
    /// The paths that are told until one ends with `end`.
    private func changes(_ watcher: FileWatcher, until end: String) async -> Set<String> {
        var seen: Set<String> = []
        while !seen.contains(where: { $0.hasSuffix(end) }), let more = await watcher.next() { seen.formUnion(more) }
        return seen
    }

    @Test(arguments: [false, true])
    func filesBesideTheContentAreNoChange(polls: Bool) async throws {
        let site = try TinySite()
        let watcher = FileWatcher(.init(try site.project().project), polls: polls)
        watcher.start()
        defer { watcher.stop() }
        // The thread needs a moment before it looks.
        try await Task.sleep(for: .milliseconds(400))
        for name in ["serve.log", "notes.md", "Output/index.html", ".hearth/x"] { try site.folder.write(name, "x") }
        try await Task.sleep(for: .milliseconds(400))
        try site.folder.write("hearth.yml", "title: Other\n")
        let seen = await changes(watcher, until: "/hearth.yml")
        #expect(seen == [site.folder.path + "/hearth.yml"])
    }

    @Test(arguments: [false, true])
    func aFolderThatComesLaterIsWatched(polls: Bool) async throws {
        let site = try TinySite()
        let watcher = FileWatcher(.init(try site.project().project), polls: polls)
        watcher.start()
        defer { watcher.stop() }
        try await Task.sleep(for: .milliseconds(400))
        try site.folder.write("Layouts/rows/question.mustache", "x")
        let first = await watcher.next()
        #expect(first?.contains { $0.contains("/Layouts") } == true)
        try site.folder.write("Layouts/rows/other.mustache", "x")
        #expect(await changes(watcher, until: "/other.mustache").contains { $0.hasSuffix("/rows/other.mustache") })
    }

    // MARK: git

    private func git(_ folder: TemporaryFolder, _ arguments: String...) throws {
        try TestKit.git(arguments, in: folder.path)
    }

    private func site(_ folder: TemporaryFolder, _ path: String) throws -> Project {
        try folder.write(path + "hearth.yml", "title: T\n")
        try folder.write(path + "Content/index.md", "---\ntitle: T\n---\nx\n")
        var diagnostics: [Diagnostic] = []
        return try #require(try ProjectLoader.load(root: folder.path + "/" + path, diagnostics: &diagnostics))
    }

    /// Whether a preview that begins now sees what `body` does.
    private func sees(_ project: Project, _ body: () throws -> Void) async throws -> Bool {
        let watcher = FileWatcher(.init(project), polls: false)
        watcher.start()
        try await Task.sleep(for: .milliseconds(200))
        try body()
        Task {
            try await Task.sleep(for: .seconds(10))
            watcher.stop()
        }
        return await watcher.next() != nil
    }

    @Test func theFirstCommitIsSeenAndEachThatFollows() async throws {
        let folder = try TemporaryFolder()
        let project = try site(folder, "")
        #expect(try await sees(project) { try git(folder, "init", "-q", "-b", "team/main") })
        try git(folder, "add", "-A")
        #expect(try await sees(project) { try git(folder, "commit", "-qm", "1") })
        try git(folder, "gc", "-q")
        #expect(try await sees(project) { try git(folder, "commit", "-qm", "2", "--allow-empty") })
        #expect(try await sees(project) { try git(folder, "checkout", "-q", "--detach") })
        #expect(try await sees(project) { try git(folder, "commit", "-qm", "3", "--allow-empty") })
    }

    @Test func commitsAreSeenFromAFolderOfTheRepository() async throws {
        let folder = try TemporaryFolder()
        let project = try site(folder, "intranet/site/")
        try git(folder, "init", "-q")
        try git(folder, "add", "-A")
        #expect(try await sees(project) { try git(folder, "commit", "-qm", "1") })
    }

    @Test func commitsAreSeenInAWorktree() async throws {
        let folder = try TemporaryFolder()
        _ = try site(folder, "main/")
        let main = folder.path + "/main"
        try git(folder, "init", "-q", main)
        try git(folder, "-C", main, "add", "-A")
        try git(folder, "-C", main, "commit", "-qm", "1")
        try git(folder, "-C", main, "worktree", "add", "-q", folder.path + "/tree", "-b", "side")
        let project = try site(folder, "tree/")
        #expect(
            try await sees(project) {
                try git(folder, "-C", folder.path + "/tree", "commit", "-qm", "2", "--allow-empty")
            })
    }

    @Test func aFileThatNamesNoRepositoryIsNone() throws {
        let folder = try TemporaryFolder()
        let project = try site(folder, "")
        for text in ["", "gitdir: ", "gitdir: /nowhere/at/all\n", "x", String(repeating: "gitdir: /", count: 5_000)] {
            try folder.write(".git", text)
            #expect(!GitHead.files(project).isEmpty)
            _ = FileWatcher.Places(project)
        }
    }
}
