import Foundation
import HearthModel
import TestKit
import Testing

@testable import HearthContent

/// A repository whose commits have the dates that the test says.
private final class Repository {
    let folder: Folder
    private var path: String { folder.path }

    init() throws {
        folder = try Folder()
        try git(["init", "-q", "-b", "main"])
    }

    func commit(_ changes: [String: String?], at date: String, renaming: (String, String)? = nil) throws {
        for (file, text) in changes {
            if let text { try folder.write(file, Array(text.utf8)) } else { try FileSystem.remove(path + "/" + file) }
        }
        if let (old, new) = renaming { try git(["mv", old, new]) }
        try git(["add", "-A"])
        try git(["commit", "-q", "-m", "x"], date: date)
    }

    func git(_ arguments: [String], date: String = "2020-01-01T00:00:00Z") throws {
        try TestKit.git(arguments, in: path, at: date)
    }
}

@Suite struct GitHistoryTests {
    @Test func datesComeFromOnePass() throws {
        let repository = try Repository()
        try repository.commit(
            ["Content/a.md": "1", "Content/å b.md": "2", "hearth.yml": "title: T"], at: "2013-04-02T08:00:00Z")
        try repository.commit(["Content/a.md": "11"], at: "2014-01-01T00:00:00+02:00")
        try repository.commit(["Content/old.md": "a page that moves"], at: "2015-01-01T00:00:00Z")
        try repository.commit([:], at: "2016-01-01T00:00:00Z", renaming: ("Content/old.md", "Content/new.md"))
        try repository.commit(["Content/old.md": "another page"], at: "2017-01-01T00:00:00Z")
        let (read, diagnostics) = GitHistory.read(projectRoot: repository.folder.path, contentFolder: "Content")
        let history = try #require(read)
        #expect(diagnostics.isEmpty && !history.isShallow)
        #expect(history["a.md"]?.created.iso8601 == "2013-04-02T08:00:00Z")
        #expect(history["a.md"]?.updated.iso8601 == "2013-12-31T22:00:00Z")
        #expect(history["å b.md"]?.created.iso8601 == "2013-04-02T08:00:00Z")
        #expect(history["new.md"]?.created.iso8601 == "2015-01-01T00:00:00Z")
        #expect(history["new.md"]?.updated.iso8601 == "2015-01-01T00:00:00Z")
        #expect(history["old.md"]?.created.iso8601 == "2017-01-01T00:00:00Z")
        #expect(history["missing.md"] == nil)
    }

    @Test func neitherAMoveNorChmodIsAChange() throws {
        let repository = try Repository()
        let text = (1...9).map { "Line \($0) of the page.\n" }.joined()
        try repository.commit(
            ["Content/moved.md": text, "Content/mode.md": "mode", "Content/edited.md": text + "[a](../a.md)\n"],
            at: "2020-01-01T00:00:00Z")
        try repository.commit([:], at: "2021-01-01T00:00:00Z", renaming: ("Content/moved.md", "Content/b.md"))
        try repository.git(["mv", "Content/edited.md", "Content/c.md"])
        try repository.git(["update-index", "--chmod=+x", "Content/mode.md"])
        try repository.git(["commit", "-q", "-m", "x"], date: "2022-01-01T00:00:00Z")
        try repository.git(["mv", "Content/c.md", "Content/d.md"])
        try repository.commit(["Content/d.md": text + "[a](a.md)\n"], at: "2023-01-01T00:00:00Z")
        let (read, _) = GitHistory.read(projectRoot: repository.folder.path, contentFolder: "Content")
        let history = try #require(read)
        for path in ["b.md", "mode.md"] {
            #expect(history[path]?.created.iso8601 == "2020-01-01T00:00:00Z", "\(path)")
            #expect(history[path]?.updated.iso8601 == "2020-01-01T00:00:00Z", "\(path)")
        }
        // What moves with its links mended was written when it was, and is changed.
        #expect(history["d.md"]?.created.iso8601 == "2020-01-01T00:00:00Z")
        #expect(history["d.md"]?.updated.iso8601 == "2023-01-01T00:00:00Z")
    }

    @Test(arguments: [
        ("9223372036854775807", "9999-12-31T23:59:59Z"), ("-9223372036854775808", "0001-01-01T00:00:00Z"),
        ("18446744073709551615", "1970-01-01T00:00:00Z"),
    ])
    func aCommitOfNoYearIsNoCrash(_ seconds: String, _ date: String) throws {
        var history = GitHistory()
        history.readLog(Array("\u{1}\(seconds)\0\n:0 1 0 b A\0b.md\0".utf8))
        let created = try #require(history["b.md"]).created
        #expect(created.iso8601 == date)
        #expect(SiteZone("Europe/Oslo").day(of: created) >= created.day)
    }

    /// What comes into the folder by a move alone has the date of the move.
    @Test func aMoveIsTheFirstThatIsKnownOfAFile() throws {
        var history = GitHistory()
        history.readLog(Array("\u{1}70\0\n:1 1 b b R100\0b.md\0c.md\0".utf8))
        #expect(history["c.md"]?.created.seconds == 70)
        #expect(history["c.md"]?.updated.seconds == 70)
    }

    @Test func aShallowCloneGivesNoDates() throws {
        let repository = try Repository()
        try repository.commit(["Content/a.md": "1"], at: "2013-04-02T08:00:00Z")
        try repository.commit(["Content/a.md": "2"], at: "2014-04-02T08:00:00Z")
        let clone = try Folder()
        try repository.git(["clone", "-q", "--depth", "1", "file://" + repository.folder.path, clone.path + "/c"])
        let (history, diagnostics) = GitHistory.read(projectRoot: clone.path + "/c", contentFolder: "Content")
        #expect(diagnostics.map(\.kind.id) == ["shallow-clone"])
        #expect(diagnostics.first?.severity == .note)
        #expect(diagnostics.first?.help?.contains("fetch-depth: 0") == true)
        #expect(history?.isShallow == true)
        #expect(history?["a.md"] == nil)
    }

    @Test func withoutARepositoryThereIsNothingToSay() throws {
        let folder = try Folder(["Content/a.md": "1"])
        let (history, diagnostics) = GitHistory.read(projectRoot: folder.path, contentFolder: "Content")
        #expect(history == nil)
        #expect(diagnostics.isEmpty)
    }

    @Test func anEmptyOrBrokenRepositoryIsNoCrash() throws {
        let repository = try Repository()
        try repository.folder.write("Content/a.md", [0x61])
        let (empty, none) = GitHistory.read(projectRoot: repository.folder.path, contentFolder: "Content")
        #expect(empty?["a.md"] == nil)
        #expect(none.isEmpty)
        let folder = try Folder(["Content/a.md": "1", ".git": "gitdir: /nowhere"])
        let (broken, diagnostics) = GitHistory.read(projectRoot: folder.path, contentFolder: "Content")
        #expect(broken == nil)
        #expect(diagnostics.map(\.kind.id) == ["git-unavailable"])
    }

    @Test func aFolderOfSomebodyElseCanBeAllowed() {
        let git = "fatal: detected dubious ownership in repository at '/srv/site'\nTo add an exception…"
        let refused = GitHistory.refusal(git, folder: "/srv/site")
        #expect(refused.map(\.kind.id) == ["git-unavailable"])
        #expect(refused.first?.help?.contains("safe.directory '/srv/site'") == true)
        #expect(GitHistory.refusal("", folder: "/srv/site").count == 1)
    }

    @Test func aTruncatedLogIsReadAsFarAsItGoes() {
        var history = GitHistory()
        let log =
            "\u{1}100\0\n:1 1 a b M\0a.md\0:1 1 b b R100\0b.md\0c.md\0\u{1}50\0\n:0 1 0 b A\0b.md\0\u{1}x\0"
            + "\n:0 1 0 a A\0a.md\0:1 1 b b R100\0b"
        history.readLog(Array(log.utf8))
        #expect(history["a.md"]?.created.seconds == 50)
        #expect(history["c.md"]?.created.seconds == 50)
        #expect(history["b.md"] == nil)
    }
}

/// The site in the package's own Content folder: real pages, and the user's guide.
@Suite struct ExampleSiteTests {
    private static let root = ProjectLoader.findRoot(
        from: String(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex)))
    private static var isPresent: Bool { root.map { FileSystem.isFile($0 + "/Content/index.md") } ?? false }

    @Test(.enabled(if: isPresent)) func itLoadsWithoutDiagnostics() async throws {
        let root = try #require(Self.root)
        var diagnostics: [Diagnostic] = []
        let project = try #require(try ProjectLoader.load(root: root, diagnostics: &diagnostics))
        #expect(diagnostics.map(\.summary) == [])
        let (content, found) = try await ContentLoader(project: project, workers: 2).load()
        #expect(found.map { "\($0.location?.file ?? ""):\($0.location?.line ?? 0) \($0.kind.id) \($0.summary)" } == [])
        #expect(content.pages.count > 10)
        #expect(Set(content.pages.map(\.type)).isSuperset(of: [.group, .person, .page]))
    }
}
