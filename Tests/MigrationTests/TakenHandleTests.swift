import HearthModel
import Testing

@testable import HearthMigration

/// Handles of earlier runs belong to those who have them.
@Suite struct TakenHandleTests {
    private func export(_ folder: String, about: String) -> [String: String] {
        [
            "\(folder)/Posts.xml": dump("posts", [question(1, "Why does the \(folder) trip?")]),
            "\(folder)/Users.xml": dump("users", [user(1, "Jo Larsen", [("AboutMe", about)])]),
        ]
    }

    private func migrate(_ folder: String, _ site: Workspace, system: String) async throws -> MigrationOutcome {
        try await MigrationRun(
            system: system, paths: [site.export + "/" + folder], siteRoot: site.root, into: "groups/\(folder)",
            workers: 1
        ).run()
    }

    /// Two sites, and somebody of one name on each.
    @Test func theOtherSiteHasAnotherJo() async throws {
        let files = export("pumps", about: "Of the pumps").merging(export("cranes", about: "Of the cranes")) { $1 }
        let site = try Workspace(files)
        for folder in ["pumps", "cranes"] {
            let outcome = try await migrate(folder, site, system: "stackexchange")
            #expect(outcome.exitStatus == 0 && outcome.files.conflicts == 0)
        }
        #expect(site.files.filter { $0.hasPrefix("people/") } == ["people/jo.larsen-1.md", "people/jo.larsen.md"])
        #expect(site.read("people/jo.larsen.md").contains("Of the pumps"))
        #expect(site.read("people/jo.larsen-1.md").contains("Of the cranes"))
        for (folder, handle) in [("pumps", "\"@jo.larsen\""), ("cranes", "\"@jo.larsen-1\"")] {
            let page = site.files.first { $0.hasPrefix("groups/\(folder)/questions/") } ?? ""
            #expect(site.read(page).contains("author: \(handle)\n"), "\(site.read(page))")
        }
        for folder in ["pumps", "cranes", "pumps"] {
            #expect(try await migrate(folder, site, system: "stackexchange").files.changed == 0)
        }
    }

    /// The same with saved pages.
    @Test func theOtherSavedSiteHasAnotherJo() async throws {
        func page(_ title: String) -> String {
            "<head><meta name=author content='Jo Larsen'><title>\(title)</title></head><p>Words of \(title).</p>"
        }
        let site = try Workspace(["pumps/a.htm": page("Pumps"), "cranes/a.htm": page("Cranes")])
        for folder in ["pumps", "cranes"] {
            #expect(try await migrate(folder, site, system: "html").files.conflicts == 0)
        }
        #expect(site.files.filter { $0.hasPrefix("people/") } == ["people/jo.larsen-2.md", "people/jo.larsen.md"])
        for folder in ["pumps", "cranes"] {
            #expect(try await migrate(folder, site, system: "html").files.changed == 0)
        }
    }

    /// Where nobody can tell who has which handle, none is given out.
    @Test func peopleThatCannotBeListedEndTheRun() async throws {
        let site = try Workspace(export("pumps", about: "x"))
        try site.write("no folder", to: "Content/people")
        await #expect(throws: FatalError.self) { try await migrate("pumps", site, system: "stackexchange") }
        #expect(site.files == ["people"])
    }
}
