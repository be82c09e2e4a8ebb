import HearthModel
import TestKit
import Testing

@testable import HearthContent

/// Commits that kept the books are no changes of a page.
@Suite struct BookkeepingTests {
    private static let page = "---\ntitle: A\ntags: [esp]\nowner: \"@ada\"\n---\nOne line.\n\nAnother one.\n"

    @Test(arguments: [
        "---\ntitle: A\ntags: [pumps]\nowner: \"@ada\"\n---\nOne line.\n\nAnother one.\n",
        "---\ntitle: A\ntags:\n  - esp\n  - pumps\nredirect_from:\n- /old/\n---\nOne line.\n\nAnother one.\n",
        "---\r\nredirect_from: [/a/]\r\ntitle: A\r\n# words\r\n---\r\nOne line.\r\n\r\nAnother one.\r\n\r\n",
        "---\ntitle: A\nverified: {by: \"@ada\", date: 2026-01-01}\nweight: 1\n---\nOne line.\n\nAnother one.",
    ])
    func theseSayTheSame(_ other: String) {
        #expect(PageVersions.agree(Array(Self.page.utf8)[...], Array(other.utf8)[...]))
    }

    @Test(arguments: [
        "---\ntitle: B\ntags: [esp]\n---\nOne line.\n\nAnother one.\n",
        "---\ntitle: A\ntags: [esp]\n---\nOne line.\n\nAnother two.\n",
        "---\ntitle: A\nstatus: obsolete\n---\nOne line.\n\nAnother one.\n",
        "---\ntitle: A\ndraft: true\n---\nOne line.\n\nAnother one.\n",
        "---\ntitle: A\ntags:\n  - esp\nseries:\n  - 1\n---\nOne line.\n\nAnother one.\n",
        "title: A\ntags: [esp]\n---\nOne line.\n\nAnother one.\n", "---\ntitle: A\n", "",
        "---\ntitle: A\n---\n    One line.\n\nAnother one.\n",
    ])
    func theseDoNot(_ other: String) {
        #expect(!PageVersions.agree(Array(Self.page.utf8)[...], Array(other.utf8)[...]))
    }

    private static func text(_ tag: String, _ line: String = "x") -> String {
        "---\ntitle: A\ntags: [\(tag)]\n---\n\(line)\n" + (1...9).map { "Line \($0) of the page.\n" }.joined()
    }

    @Test func thePageIsAsOldAsItsText() throws {
        let folder = try TemporaryFolder()
        try git(["init", "-q", "-b", "main"], in: folder.path)
        func commit(_ files: [String: String], _ year: Int) throws {
            for (path, text) in files { try folder.write("Content/" + path, text) }
            try git(["add", "-A"], in: folder.path)
            try git(["commit", "-q", "-m", "x"], in: folder.path, at: "\(year)-01-01T00:00:00Z")
        }
        let names = ["a.md", "b.md", "c.md", "d.md", "e.md", "moved.md"]
        try commit(Dictionary(uniqueKeysWithValues: names.map { ($0, Self.text("a")) }), 2001)
        try commit(["b.md": Self.text("a", "y")], 2002)
        try commit(["a.md": Self.text("b"), "b.md": Self.text("b", "y"), "d.md": Self.text("b", "y")], 2011)
        try git(["mv", "Content/moved.md", "Content/f.md"], in: folder.path)
        try commit(["a.md": Self.text("c"), "b.md": Self.text("c", "y"), "f.md": Self.text("b")], 2012)
        // Written again after it was gone: that is a change.
        try git(["rm", "-q", "Content/e.md"], in: folder.path)
        try commit([:], 2013)
        try commit(["e.md": Self.text("a")], 2014)
        for year in 2015...2040 { try commit(["c.md": Self.text("\(year)")], year) }

        let pages: Set = ["a.md", "b.md", "c.md", "d.md", "e.md", "f.md"]
        let history = try #require(
            GitHistory.read(projectRoot: folder.path, contentFolder: "Content", pages: pages).0)
        func years(_ path: String) -> String {
            history[path].map { "\($0.created.iso8601.prefix(4)) \($0.updated.iso8601.prefix(4))" } ?? ""
        }
        #expect(years("a.md") == "2001 2001")
        #expect(years("b.md") == "2001 2002")
        #expect(years("d.md") == "2001 2011")
        #expect(years("e.md") == "2001 2014")
        #expect(years("f.md") == "2001 2001")
        // Only so many commits are looked at.
        #expect(years("c.md") == "2001 2016")
        // Of other files, nothing is.
        let all = try #require(GitHistory.read(projectRoot: folder.path, contentFolder: "Content").0)
        #expect(all["a.md"]?.updated.iso8601.prefix(4) == "2012")
    }

    @Test func manyAndLargePagesAreComparedToo() throws {
        let folder = try TemporaryFolder()
        try git(["init", "-q", "-b", "main"], in: folder.path)
        func commit(_ tag: String, _ year: Int) throws {
            for number in 1...420 {
                let line = String(repeating: "\(number) ", count: number == 7 ? 100_000 : 9)
                try folder.write("Content/\(number).md", Self.text(tag, number % 3 == 0 ? line + tag : line))
            }
            try git(["add", "-A"], in: folder.path)
            try git(["commit", "-q", "-m", "x"], in: folder.path, at: "\(year)-01-01T00:00:00Z")
        }
        try commit("a", 2001)
        try commit("b", 2002)
        let pages = Set((1...420).map { "\($0).md" })
        let history = try #require(
            GitHistory.read(projectRoot: folder.path, contentFolder: "Content", pages: pages).0)
        for number in 1...420 {
            #expect(
                history["\(number).md"]?.updated.iso8601.prefix(4) == (number % 3 == 0 ? "2002" : "2001"), "\(number)")
        }
    }

    @Test func aBlobThatIsNotThereIsAChange() throws {
        let folder = try TemporaryFolder()
        try git(["init", "-q", "-b", "main"], in: folder.path)
        let no = String(repeating: "1", count: 40) + "\n"
        #expect(GitHistory.agreements(Array((no + no + no + no).utf8), in: folder.path) == [false, false])
        #expect(GitHistory.agreements([], in: folder.path) == [])
    }
}
