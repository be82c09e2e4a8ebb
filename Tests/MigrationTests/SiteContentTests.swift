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

    /// Lists that lead only where the menu leads as well, which stands above and below.
    @Test func listsOfThePagesOwnStayBesideTheMenu() async throws {
        let names = ["a", "b", "c", "d", "e", "f"]
        let links = names.map { "<li><a href=\($0).htm>Page \($0)</a>" }
        let menu = "<ul>\(links.joined())</ul>"
        var files: [String: String] = [:]
        for name in names {
            let own =
                switch name {
                case "a":
                    "<p>Read these first:<ul>\(links[1] + links[2])</ul><p>In trouble:<ul>\(links[3])<li>call 112</ul>"
                case "b": "<p>All of them:<ul>\(links.joined())</ul><p>There are no more."
                default: "<p>The text of page \(name), which says something."
                }
            files[name + ".htm"] = "<title>Page \(name)</title>\(menu)<h1>The \(name)</h1>\(own)\(menu)"
        }
        let site = try await migrate(files)
        let text = site.read("groups/w/a.md")
        #expect(
            text.hasSuffix(
                "Read these first:\n\n- [Page b](b.md)\n- [Page c](c.md)\n\nIn trouble:\n\n- [Page d](d.md)\n- call 112\n"
            ),
            "\(text)")
        let all = names.map { $0 == "b" ? "- Page b\n" : "- [Page \($0)](\($0).md)\n" }.joined()
        #expect(site.read("groups/w/b.md").hasSuffix("All of them:\n\n\(all)\nThere are no more.\n"))
        #expect(site.read("groups/w/c.md").hasSuffix("\nThe text of page c, which says something.\n"))
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

    /// The main pages of many wikis: boxes in tables in a table.
    @Test func boxesOfAMainPageAreNoTable() async throws {
        let text = """
            {| style="border-spacing:8px"
            | style="width:55%" |
            {| width="100%"
            ! &lt;h2&gt;What is it?&lt;/h2&gt;
            |-
            | A '''press'''.
            * one
            * two
            |-
            ! &lt;div&gt;Learn&lt;/div&gt;
            |-
            | Read.
            |}
            |
            {|
            ! Year !! Tons
            |-
            | 1987 || 20
            |}
            |}
            {|
            | [http://a.example Learn] || [http://b.example Buy]
            |}
            {| class="wikitable"
            | One || Row
            |}
            """
        let site = try Workspace([
            "wiki.xml":
                "<mediawiki><siteinfo><sitename>W</sitename><base>https://w.example/wiki/Main</base></siteinfo><page><title>A</title><ns>0</ns><id>1</id><revision><id>1</id><timestamp>2013-01-01T00:00:00Z</timestamp><contributor><username>Jo</username><id>1</id></contributor><text>\(text)</text></revision></page></mediawiki>"
        ])
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let page = site.read("groups/w/a.md")
        #expect(
            page.hasSuffix(
                "\n\n## What is it?\n\nA **press**.\n\n- one\n- two\n\n**Learn**\n\nRead.\n\n| Year | Tons |\n| --- | --- |\n| 1987 | 20 |\n\n[Learn](http://a.example)\n\n[Buy](http://b.example)\n\n| One | Row |\n| --- | --- |\n"
            ), "\(page)")
    }
}
