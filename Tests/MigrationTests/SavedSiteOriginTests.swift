import HearthMigration
import HearthModel
import TestKit
import Testing

/// What saved pages say of where they were, who wrote them and when, and the addresses that servers made of them.
@Suite struct SavedSiteOriginTests {
    private func migrate(_ files: [String: String], oldURL: String? = nil) async throws -> Workspace {
        let site = try Workspace(files)
        let run = MigrationRun(
            system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", baseURL: oldURL, workers: 1)
        #expect(try await run.run().exitStatus == 0)
        return site
    }

    /// Servers show `contact.html` at `/contact`; a crawler writes a query into the name of its file.
    @Test func addressesThatAServerMadeOfFilesAreFound() async throws {
        let site = try await migrate(
            [
                "a.html":
                    "<title>Start</title><h1>Start</h1><ul><li><a href=contact>one</a><li><a href=/contact>two</a><li><a href='view.php?id=4'>three</a><li><a href='view.php?id=5'>four</a><li><a href='http://OLD.example:80/contact.html'>five</a><li><a href='http://old.example:8080/contact.html'>six</a><li><a href='view.php?id=6'>seven</a></ul>",
                "contact.html": "<title>Contact</title><h1>Contact</h1><p>Words",
                "view.php?id=4.html": "<title>Fourth</title><h1>Fourth</h1><p>Words of 4",
                "view.php@id=5.html": "<title>Fifth</title><h1>Fifth</h1><p>Words of 5",
            ], oldURL: "http://old.example:80")
        let text = site.read("groups/w/a.md")
        for link in ["[one](contact.md)", "[two](contact.md)", "[five](contact.md)"] {
            #expect(text.contains(link), "\(text)")
        }
        #expect(text.contains("- [three](view-php-id-4.md)\n- [four](view-php-id-5.md)"), "\(text)")
        #expect(text.contains("[six](http://old.example:8080/contact.html)") && text.contains("- seven\n"), "\(text)")
    }

    /// Pages that somebody saved from a browser say where they were, and lead to each other by those addresses.
    @Test func pagesKnowTheAddressThatTheyWereSavedFrom() async throws {
        func page(_ name: String, _ text: String) -> String {
            "<!DOCTYPE html>\n<!-- saved from url=(0046)https://Old.example/plant/\(name) -->\n<html><head><title>\(name) rules</title></head><body><h1>\(name) rules</h1>\(text)</body></html>"
        }
        let site = try await migrate([
            "Pump rules.html": page(
                "pump.aspx?v=1",
                "<p>See <a href='https://old.example/plant/valve.aspx#low'>valves</a>, <a href='https://old.example/plant/pump.aspx?v=1#x'>below</a>, <a href='https://old.example/plant/pump.aspx?v=2'>more</a>.<h2 id=x>And then</h2><p>Words."
            ),
            "Valve rules.html": page("valve.aspx", "<p>One<h2 id=low>Low ones</h2><p>Two"),
            "Seal rules.html":
                "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://old.example/plant/seal.aspx \n saved date: Mon\n--><title>Seals</title><h1>Seals</h1><p>Three",
            "Bolts.html":
                "<!-- saved from url=(0014)about:internet --><title>Bolts</title><h1>Bolts</h1><p>As <a href=Seal%20rules.html>seals</a>",
            "Keys.html":
                "<!-- saved from url=(0036)https://ann:word@old.example/keys.htm --><title>Keys</title><h1>Keys</h1><p>Four",
        ])
        let pump = site.read("groups/w/pump-rules.md")
        #expect(
            pump.contains(
                "See [valves](valve-rules.md#low), [below](#x), [more](https://old.example/plant/pump.aspx?v=2)."),
            "\(pump)")
        #expect(pump.contains("redirect_from:\n  - https://Old.example/plant/pump.aspx?v=1\n"), "\(pump)")
        #expect(pump.contains("url: https://Old.example/plant/pump.aspx?v=1\n"), "\(pump)")
        #expect(site.read("groups/w/valve-rules.md").contains("## Low ones {#low}"))
        #expect(site.read("groups/w/seal-rules.md").contains("  - https://old.example/plant/seal.aspx\n"))
        #expect(site.read("groups/w/bolts.md").contains("  - /Bolts.html\n"))
        #expect(site.read("groups/w/keys.md").contains("  - /Keys.html\n"))
    }

    /// Programs write author and date where only search engines look, or mark them in the text.
    @Test func authorsAndDatesAreTakenFromWhatProgramsMark() async throws {
        let line = "<p>By <a rel=author href=ada.html>Ada Berg</a>"
        let site = try await migrate([
            "a.html":
                "<title>A</title><article><h1>A</h1><p><time datetime='2019-03-03T10:00:00+01:00' pubdate>3 March</time>\(line)<p>Words of a</article><footer><a rel=author href=/x>Webmaster Ltd</a></footer>",
            "b.html":
                "<title>B</title><script type='application/ld+json'>{\"@graph\":[{\"@type\":\"BlogPosting\",\"datePublished\":\"2019-03-04\",\"dateModified\":\"2019-05-04\",\"author\":{\"name\":\"Bo Ek\"}}]}</script><h1>B</h1><p>Words of b",
            "c.html":
                "<title>C</title><meta property='article:published_time' content='2019-03-05'><meta property='article:author' content='https://x.example/ada'><h1>C</h1><p>Words of c",
            "d.html":
                "<title>D</title><h1>D</h1><article><h2>A</h2>\(line)<p>One</article><article><h2>B</h2><p>Two</article>",
            "e.html":
                "<title>E</title><meta name=author content='Eva Li'><script type='application/ld+json'>{\"@type\":\"Article\",\"author\":\"Bo Ek\"</script><h1>E</h1>\(line)<p>Words of e, held on <time datetime=2020-01-01>New Year</time>",
        ])
        func fields(_ name: String) -> String { site.read("groups/w/\(name).md") }
        #expect(fields("a").contains("author: \"@ada.berg\"\ndate: 2019-03-03T09:00:00Z\n"), "\(fields("a"))")
        #expect(fields("b").contains("author: \"@bo.ek\"\ndate: 2019-03-04\nupdated: 2019-05-04\n"), "\(fields("b"))")
        #expect(fields("c").contains("date: 2019-03-05\n") && !fields("c").contains("author:"), "\(fields("c"))")
        #expect(!fields("d").contains("author:"), "\(fields("d"))")
        #expect(fields("e").contains("author: \"@eva.li\"\n") && !fields("e").contains("date:"), "\(fields("e"))")
    }
}
