import HearthMigration
import HearthModel
import Testing

/// Pages of saved sites that are in another file of the same address in a newer export.
@Suite struct MovedPageTests {
    private func page(_ title: String, _ text: String) -> String {
        "<html><head><title>\(title)</title></head><body><h1>\(title)</h1><p>\(text)</p></body></html>"
    }

    @Test(arguments: [
        ("c/index.html", "c.html", "c/index"), ("c.html", "c/index.html", "c"), ("c.htm", "c.html", "c"),
        ("c/default.htm", "c.htm", "c/index"),
    ])
    func aPageOfTheSameAddressIsTheSame(_ old: String, _ new: String, _ place: String) async throws {
        let site = try Workspace([
            "index.html": page("Home", "See <a href='\(old)'>C</a>."), old: page("C", "One."),
            "c/x.html": page("X", "More."),
        ])
        func migrate() async throws -> MigrationOutcome {
            try await MigrationRun(
                system: "html", paths: [site.export], siteRoot: site.root, into: "groups/old", workers: 1
            ).run()
        }
        #expect(try await migrate().exitStatus == 0)
        let path = "groups/old/\(place).md"
        #expect(site.read(path).contains("One."))
        let before = site.files
        try FileSystem.remove(site.export + "/" + old)
        try site.write(page("C", "Two."), to: "old-site/" + new)
        try site.write(page("Home", "See <a href='\(new)'>C</a>."), to: "old-site/index.html")
        let outcome = try await migrate()
        #expect(outcome.exitStatus == 0 && outcome.files.conflicts == 0 && outcome.files.updated >= 1)
        #expect(site.files == before && site.read(path).contains("Two."))
        // Its old addresses go on leading here.
        #expect(site.read(path).contains("/\(old)\n") && site.read(path).contains("/\(new)\n"))
        #expect(try await migrate().files.changed == 0)
        // When both are there, they are two.
        try site.write(page("C too", "Three."), to: "old-site/" + old)
        #expect(try await migrate().exitStatus == 0)
        #expect(site.files.contains { site.read($0).contains("Two.") })
        #expect(site.files.contains { site.read($0).contains("Three.") })
    }
}
