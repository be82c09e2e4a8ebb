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

    @Test(arguments: [
        ("q.md.txt", "Text?", "rename it to 'q.md'"), ("q.MD.TXT", "", "rename it to 'q.MD'"),
        ("q.txt", "---\ntitle: Q\ndate: 2026-01-05\n---\nText?\n", "rename it to 'q.md'"),
        ("q.txt", "\u{FEFF}---\r\ntitle: Q\r\n---\r\nText?\r\n", "rename it to 'q.md'"),
    ])
    func aPageSavedAsATextIsTold(_ name: String, _ text: String, _ help: String) async throws {
        let tiny = try TinySite(["a/" + name: text])
        // A build that makes nothing anew tells it again.
        for _ in 0..<2 {
            let found = try await tiny.build().diagnostics.filter { $0.severity > .note }
            #expect(found.map(\.kind.id) == ["page-as-text"])
            #expect(found.first?.help == help && found.first?.location?.file == "Content/a/" + name)
        }
    }

    @Test(arguments: ["", "Notes.\n", "---\nwords\n---\n", "---\ntitle: never closed\n", "\u{0}\u{1}"])
    func otherTextsAreNot(_ text: String) async throws {
        #expect(try await TinySite(["a/q.txt": text, "a/x.md.text": "x"]).build().places == [])
    }
}
