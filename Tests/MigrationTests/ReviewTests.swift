import HearthModel
import Testing

@testable import HearthMigration

/// The report for people, and what they say of the pages.
@Suite struct ReviewTests {
    private func migrated() async throws -> (Workspace, MigrationOutcome) {
        let site = try Workspace([
            "a.htm":
                "<title>A</title><p>one <img src='<b>&quot;.gif' alt=x> <a href='javascript:&lt;script>'>two</a></p>",
            "<i>.htm": "<title><script>alert(1)</script></title><p onclick=x>three <a href=\"gone<b>.htm\">x</a></p>",
            "_vti_cnf/a.htm": "vti_author:SR|CORP\\\\<b>jo\n",
        ])
        let outcome = try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/old").run()
        return (site, outcome)
    }

    @Test func reportNamesEverythingAndEscapesIt() async throws {
        let (site, outcome) = try await migrated()
        #expect(outcome.exitStatus == 0)
        let html = String(decoding: try FileSystem.read(site.root + "/migration/html/report.html"), as: UTF8.self)
        for word in [
            "All 7 records are accounted for", "attribute:event-handler", "gone&lt;b&gt;.htm", "image:missing",
            "../../Content/groups/old/a.md", "html:CORP", "link:broken-in-source",
        ] {
            #expect(html.contains(word), "\(word)")
        }
        #expect(!html.contains("<script") && !html.contains("<b>jo") && !html.contains("<i>.htm"))
        #expect(!html.contains("http"))
    }

    /// The table of contents calls by their names what is below it.
    @Test func theContentsNameConflictsAndEditedFiles() async throws {
        func html(_ change: (inout ImportReport) -> Void) -> String {
            var report = ImportReport(system: "html", version: 1, source: "x")
            change(&report)
            return ReportPage.bytes(report, ReviewQueue()).string
        }
        let file = ImportReport.Conflict(file: "Content/a b.md", reason: "<why>")
        func fail(_ report: inout ImportReport) { report.add(ImportedRecord("pages", "7", .failed(reason: "<bad>"))) }
        let edited = html { $0.adjusted = [file] }
        #expect(edited.contains("<a href=\"#failures\">Edited files 1</a>") && !edited.contains("Failures"))
        #expect(edited.contains("<h2>Edited files</h2>") && edited.contains("a b.md</a> &lt;why&gt;</li>"))
        let conflict = html { $0.conflicts = [file, file] }
        #expect(conflict.contains("<a href=\"#failures\">Conflicts 2</a>"))
        #expect(conflict.contains("a b.md</a> left as it is: &lt;why&gt;</li>"))
        let all = html {
            fail(&$0)
            $0.conflicts = [file]
            $0.adjusted = [file]
        }
        #expect(all.contains(">Failures, conflicts and edited files 3</a>"))
        #expect(all.contains("<li><b>pages 7</b>: &lt;bad&gt;</li>"))
        #expect(!html { _ in }.contains("#failures"))
    }

    @Test func reviewAndAccept() async throws {
        let (site, _) = try await migrated()
        let review = MigrationReview(contentRoot: site.content)
        let items = try review.items()
        #expect(items.map(\.path) == ["groups/old/a.md", "groups/old/i.md", "groups/old/index.md", "people/bjo.md"])
        #expect(items[0].losses == ["image:missing", "link:javascript"] && items[0].system == "html")
        let day = try #require(Timestamp(iso8601: "2026-11-22"))
        let before = site.read("groups/old/a.md")
        #expect(try review.settle("groups/old/a.md", as: .accepted, by: "m.okafor", on: day))
        #expect(
            site.read("groups/old/a.md")
                == before.replacing(
                    "migration: {status: imported}",
                    with: "migration: {status: accepted, reviewed_by: \"@m.okafor\", reviewed: 2026-11-22}"))
        #expect(try review.items(below: "groups/old").filter { $0.status == "imported" }.count == 2)
        // The page is a person's now: a changed export is reported and nothing is overwritten.
        try site.write("<title>A</title><p>other</p>", to: "old-site/a.htm")
        let again = try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/old").run()
        #expect(again.files.conflicts == 1 && site.read("groups/old/a.md").contains("m.okafor"))
    }

    @Test func acceptingKeepsLineEndsAndBlocks() throws {
        let site = try Workspace([:])
        let text =
            "---\r\ntitle: A\r\nmigration:\r\n  status: imported\r\n  reviewed_by: null\r\ntags: [x]\r\n---\r\nBody\r\n"
        try site.write(text, to: "Content/a.md")
        try site.write("no front matter\n", to: "Content/b.md")
        let review = MigrationReview(contentRoot: site.content)
        let day = try #require(Timestamp(iso8601: "2026-11-22"))
        #expect(try review.settle("a.md", as: .archived, by: "x", on: day))
        #expect(
            site.read("a.md")
                == "---\r\ntitle: A\r\nmigration: {status: archived, reviewed_by: \"@x\", reviewed: 2026-11-22}\r\ntags: [x]\r\n---\r\nBody\r\n"
        )
        #expect(try !review.settle("b.md", as: .accepted, by: "x", on: day))
        #expect(site.read("b.md") == "no front matter\n")
    }
}
