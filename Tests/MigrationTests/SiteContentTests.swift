import HearthMigration
import HearthModel
import TestKit
import Testing

/// What of a saved page is content, and what of its tables.
@Suite struct SiteContentTests {
    private func migrate(_ files: [String: String]) async throws -> Workspace {
        let site = try Workspace(files)
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        return site
    }

    /// The menu has one of the links of a list that is mostly the page's own.
    @Test func aLinkOfTheMenuStaysInAListOfThePagesOwn() async throws {
        let menu = "<ul><li><a href=a.htm>Council</a><li><a href=b.htm>Forum</a></ul>"
        var files = [
            "map.htm":
                "<title>Map</title>\(menu)<h1>Map</h1><p>All pages:<ul><li><a href=a.htm>Council</a><ul><li><a href=c.htm>In French</a></ul><li><a href=d.htm>How to sign</a><li><a href=e.htm>Who signed</a><li><a href=b.htm>Our own forum</a></ul>"
        ]
        for name in ["a", "b", "c", "d", "e"] {
            files[name + ".htm"] =
                "<title>\(name)</title>\(menu)<h1>Page \(name)</h1><p>The text of page \(name), which says something."
        }
        let text = try await migrate(files).read("groups/w/map.md")
        #expect(
            text.hasSuffix(
                "All pages:\n\n- [Council](a.md)\n  - [In French](c.md)\n- [How to sign](d.md)\n- [Who signed](e.md)\n- [Our own forum](b.md)\n"
            ), "\(text)")
    }

    @Test func proseBesidePicturesIsNoTable() async throws {
        let prose =
            "This machine presses plates of up to twelve millimetres, and has done so since it was bought in 1987."
        func table(_ text: String) -> String {
            "<table border=1><tr><td><img src=p.png><td>\(text)<tr><td>\(text)<td><img src=p.png></table>"
        }
        let site = try await migrate([
            "a.htm": "<title>A</title><h1>A</h1>" + table(prose),
            "b.htm": "<title>B</title><h1>B</h1>" + table("Press"),
            "p.png": "x",
        ])
        #expect(site.read("groups/w/a.md").hasSuffix("\n\n![](p.png)\n\n\(prose)\n\n\(prose)\n\n![](p.png)\n"))
        #expect(site.read("groups/w/b.md").contains("| Press"))
    }
}
