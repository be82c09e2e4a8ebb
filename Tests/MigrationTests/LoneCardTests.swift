import HearthMigration
import HearthModel
import TestKit
import Testing

/// A card that is nearly all of a page is no page.
@Suite struct LoneCardTests {
    private func page(_ body: String) async throws -> String {
        let site = try Workspace(["a.html": "<title>Pump rules</title><body>\(body)"])
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        return site.read("groups/w/a.md")
    }

    private let words = "<p>Use pump 5, and pump 6 when that is closed, too, or ask at the front desk of the plant.</p>"

    @Test func itsHeaderStays() async throws {
        let text = try await page(
            "<header><p>Corp intranet</p></header><h1>Pump rules</h1><div><header><p>Pump 4 is closed</p></header>\(words)</div>"
        )
        #expect(text.contains("\n\nPump 4 is closed\n\nUse pump 5"), "\(text)")
        #expect(!text.contains("Corp intranet"))
    }

    @Test func theHeaderOfThePageGoes() async throws {
        for start in [
            "<div><header><p>Corp intranet</p></header><h1>Pump rules</h1>",
            "<h1>Pump rules</h1><div><header><a href=b.html>Corp intranet</a></header>",
        ] {
            let text = try await page(start + words + "</div>")
            #expect(text.contains("Use pump 5") && !text.contains("Corp intranet"), "\(text)")
        }
    }

    @Test func itsFooterStays() async throws {
        for start in ["<h1>Pump rules</h1><div>", "<div class='card wide'><h2>Pump rules</h2>"] {
            let text = try await page(
                "<header>Corp intranet</header>\(start)\(words)<footer><p>Checked by the shift leader</p></footer></div>"
                    + "<footer>Corp 2020</footer>")
            #expect(text.contains("front desk of the plant.\n\nChecked by the shift leader\n"), "\(text)")
            #expect(!text.contains("Corp"), "\(text)")
        }
    }

    @Test func theFooterOfThePageGoes() async throws {
        for (start, footer) in [
            ("<div><h1>Pump rules</h1>", "Corp 2020"), ("<h1>Pump rules</h1><div>", "<a href=b.html>Corp</a> 2020"),
        ] {
            let text = try await page("\(start)\(words)<footer><p>\(footer)</p></footer></div>")
            #expect(text.contains("Use pump 5") && !text.contains("Corp"), "\(text)")
        }
    }
}
