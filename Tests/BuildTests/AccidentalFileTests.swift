import HearthBuild
import HearthModel
import TestKit
import Testing

/// Files that other programs left in a folder, and pages under a wrong name.
@Suite struct AccidentalFileTests {
    @Test func whatOfficeAndWindowsLeaveIsNotPublished() async throws {
        let names = ["~$plan.docx", "Thumbs.db", "desktop.ini", "Desktop.INI", "ehthumbs.db"]
        var files = Dictionary(uniqueKeysWithValues: names.map { ("a/" + $0, "canary") })
        files["a/~plan.docx"] = "part"
        files["a/thumbs.dbx"] = "part"
        let tiny = try TinySite(files)
        #expect(try await tiny.build().places == [])
        #expect(tiny.outputs(containing: "canary") == [])
        #expect(["~plan.docx", "thumbs.dbx"].allSatisfy { tiny.output("a/" + $0) == "part" })
    }

    private static let fields = "---\ntitle: Q\ndate: 2026-01-05\n---\nText?\n"

    @Test(arguments: [
        ("q.md.txt", "rename it to 'q.md'"), ("q.txt", "rename it to 'q.md'"), ("q.mdx", "rename it to 'q.md'"),
        ("q.mkd", "rename it to 'q.md'"), ("q.qmd", "rename it to 'q.md'"), ("q.Rmd", "rename it to 'q.md'"),
        ("q.rst", "rename it to 'q.md'"), ("q.adoc", "rename it to 'q.md'"), ("q.org", "rename it to 'q.md'"),
        ("q.html", "rename it to 'q.md'"), ("q", "rename it to 'q.md'"), ("q.MD.TXT", "rename it to 'q.MD'"),
    ])
    func aPageUnderAnotherNameIsNotPublished(_ name: String, _ help: String) async throws {
        for text in [Self.fields, "\u{FEFF}---\r\ntitle: Q\r\ndraft: true\r\n---\r\nText?\r\n"] {
            let tiny = try TinySite(["a/" + name: text, "b.md": "---\ntitle: B\n---\n[x](a/\(name))\n"])
            // A build that makes nothing anew tells it again.
            for _ in 0..<2 {
                let found = try await tiny.build().diagnostics.filter { $0.severity > .note }
                #expect(found.map(\.kind.id) == ["page-as-text", "broken-link"])
                #expect(found.first?.severity == .error && found.first?.help?.hasPrefix(help) == true)
                #expect(found.first?.location?.file == "Content/a/" + name)
                #expect(found.last?.help == "its name is none of a page, so it is not published")
            }
            #expect(tiny.output("a/" + name) == nil)
        }
    }

    @Test(arguments: ["index.mdx", "index.txt", "index.md.txt", "index.html", "index"])
    func aFolderWhoseIndexHasAnotherNameIsForNobody(_ name: String) async throws {
        let fields = "---\ntitle: R\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: r\n---\nx\n"
        let tiny = try TinySite([
            "groups/r/" + name: fields, "groups/r/plan.md": "---\ntitle: Plan\n---\ncanary\n",
            "groups/r/p.bin": "canary",
        ])
        for _ in 0..<2 {
            let found = try await tiny.build().diagnostics
            let problem = try #require(found.first(.pageAsText))
            #expect(problem.severity == .error && problem.summary.contains("nor is anything in its folder"))
            #expect(problem.location?.file == "Content/groups/r/" + name)
            #expect(tiny.outputs(containing: "canary") == [])
        }
        try tiny.folder.write("Content/groups/r/index.md", fields)
        #expect(try await tiny.build().diagnostics.first(.pageAsText)?.summary.contains("nor is") == false)
        #expect(!tiny.outputs(containing: "canary").isEmpty)
    }

    @Test func whatIsMendedIsPublished() async throws {
        let tiny = try TinySite(["a/q.mdx": Self.fields])
        _ = try await tiny.build()
        try FileSystem.removeTree(tiny.folder.path + "/Content/a")
        try tiny.folder.write("Content/a/q.md", Self.fields)
        #expect(try await tiny.build().places == [] && tiny.output("a/q/index.html") != nil)
        try FileSystem.removeTree(tiny.folder.path + "/Content/a")
        #expect(try await tiny.build().places == [] && tiny.output("a/q/index.html") == nil)
    }

    @Test func markdownOfOtherProgramsIsToldWithoutFields() async throws {
        let tiny = try TinySite(["a/q.mdx": "# Q\n", "a/r.qmd": "# R\n"])
        #expect(try await tiny.build().diagnostics.ids == ["page-as-text"])
        #expect(tiny.output("a/q.mdx") == nil && tiny.output("a/r.qmd") == "# R\n")
    }

    @Test func anAttachedTextIsAWarning() async throws {
        let tiny = try TinySite(["a/q.md.txt": "# Q\n"])
        let found = try await tiny.build().diagnostics.filter { $0.severity > .note }
        #expect(found.map(\.kind.id) == ["page-as-text"] && found.first?.severity == .warning)
        #expect(tiny.output("a/q.md.txt") == "# Q\n")
    }

    /// Migrations call so what somebody attached.
    @Test func whatSaysThatItIsAttachedIsAFileWithoutAWord() async throws {
        let text = "---\ntitle: Q\n---\n# Q\n"
        let tiny = try TinySite(["a/q.md.attached.txt": text, "a/index.attached.txt": text])
        #expect(try await tiny.build().diagnostics.filter { $0.severity > .note } == [])
        #expect(tiny.output("a/q.md.attached.txt") == text && tiny.output("a/index.attached.txt") == text)
    }

    @Test func htmlIsPublishedWhereItIsAllowed() async throws {
        let files = [
            "a/s.html": "<script>alert(1)</script>", "a/t.HTM": "x", "b.md": "---\ntitle: B\n---\n[x](a/s.html)\n",
        ]
        let tiny = try TinySite(files)
        let found = try await tiny.build().diagnostics.filter { $0.severity > .note }
        #expect(found.map(\.kind.id).sorted() == ["broken-link", "html-file", "html-file"])
        #expect(found.first(.htmlFile)?.help?.hasSuffix("or allow it: rawHTML: {allow: [Content/a]}") == true)
        #expect(found.first(.brokenLink)?.help == "it is HTML, which is not published in this folder")
        #expect(tiny.output("a/s.html") == nil && tiny.output("a/t.HTM") == nil)
        try tiny.folder.write("hearth.yml", "title: Test\nrawHTML: {allow: [Content/a]}\n")
        #expect(try await tiny.build().places == [])
        #expect(tiny.output("a/s.html") == "<script>alert(1)</script>" && tiny.output("a/t.HTM") == "x")
    }

    @Test(arguments: ["", "Notes.\n", "---\nwords\n---\n", "---\ntitle: never closed\n", "\u{0}\u{1}"])
    func otherTextsAreNot(_ text: String) async throws {
        #expect(try await TinySite(["a/q.txt": text, "a/x.md.text": "x"]).build().places == [])
    }
}
