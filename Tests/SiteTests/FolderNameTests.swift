import HearthModel
import TestKit
import Testing

/// A folder of nearly the right name makes documents of questions, groups and people: that is told once a folder.
@Suite struct FolderNameTests {
    @Test func aFolderOfNearlyTheRightNameIsToldOnce() async throws {
        let page = "---\ntitle: T\n---\nx\n"
        let tiny = try TinySite([
            "docs/Questions/a.md": page, "person/jo.md": page, "person/b/ben.md": page, "Topics/a.md": page,
        ])
        let found = try await tiny.resolve().diagnostics.filter { $0.kind.id == "folder-name" }
        #expect(found.compactMap(\.location?.file).sorted() == ["Content/Topics/a.md", "Content/person/b/ben.md"])
        #expect(
            found.contains { $0.help?.contains("'people'") == true } && found.allSatisfy { $0.severity == .warning })
    }

    @Test func pagesThatSayWhatTheyAreAndImportsNeedNoSuchFolder() async throws {
        let tiny = try TinySite([
            "Questions/a.md": "---\ntitle: T\ntype: question\ndate: 2026-01-05\n---\nx\n",
            "Events/a.md": "---\ntitle: T\nsource: {system: confluence}\n---\nx\n",
        ])
        #expect(try await tiny.resolve().diagnostics.filter { $0.kind.id == "folder-name" }.isEmpty)
    }
}
