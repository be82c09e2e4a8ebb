import HearthMigration
import HearthModel
import TestKit
import Testing

/// Pages that Google Docs has made, saved among others.
@Suite struct GoogleDocumentTests {
    private func migrate(_ body: String, of attributes: String = " class=\"c8 doc-content\"") async throws -> String {
        let style =
            ".lst-kix_a-0{list-style-type:none}.c1{font-weight:700}.c2{color:#000;font-style: italic}"
            + ".c9{text-decoration:line-through}.c5{vertical-align:super}@media print{.c3{font-weight:700}}"
        let site = try Workspace([
            "a.html":
                "<html><head><meta content=\"text/html; charset=UTF-8\" http-equiv=\"content-type\"><style>\(style)</style></head><body\(attributes)>\(body)</body></html>",
            "b.html": "<title>Other</title><h1>Other</h1><p>Words of another page",
        ])
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        return site.read("groups/w/a.md")
    }

    @Test func theTitleIsTheTitleAndSpansAreWhatTheyLookLike() async throws {
        let page = try await migrate(
            "<p class=\"c4 title\" id=\"h.abc\"><span class=\"c1\">The Handbook</span></p><p class=\"subtitle\"><span>Second edition</span></p>"
                + "<h1 id=\"h.x1\"><span class=\"c1\">Start</span></h1><p><span class=\"c1\">Bold words</span><span class=\"c3\">&nbsp;and </span>"
                + "<span class=\"c2\">slanted</span> and <span class=\"c9\">struck</span> m<span class=\"c5\">2</span></p>"
        )
        #expect(page.contains("title: The Handbook\n"), "\(page)")
        #expect(
            page.hasSuffix("\n\nSecond edition\n\n## Start\n\n**Bold words** and *slanted* and ~~struck~~ m²\n"),
            "\(page)")
    }

    @Test func listsLieInEachOtherAndNotesAreNotes() async throws {
        let page = try await migrate(
            "<h1>Start</h1><p>Words<sup><a href=\"#ftnt1\" id=\"ftnt_ref1\">[1]</a></sup><sup><a href=\"#cmnt1\" id=\"cmnt_ref1\">[a]</a></sup> go</p>"
                + "<ul class=\"lst-kix_a-0 start\"><li><span>one</span></li></ul><ul class=\"lst-kix_a-1 start\"><li>one deeper</li></ul>"
                + "<ul class=\"lst-kix_a-0\"><li>two</li></ul><ol class=\"lst-kix_b-0 start\" start=\"1\"><li>first</li><li>second</li></ol>"
                + "<hr class=\"c12\"><div><p><a href=\"#ftnt_ref1\" id=\"ftnt1\">[1]</a><span>&nbsp;Words of the note.</span></p></div>"
                + "<div><p><a href=\"#cmnt_ref1\" id=\"cmnt1\">[a]</a><span>Words of a reviewer</span></p></div>")
        #expect(page.contains("Words[^1] go\n\n- one\n  - one deeper\n- two\n\n1. first\n2. second\n"), "\(page)")
        #expect(page.hasSuffix("\n[^1]: Words of the note.\n") && !page.contains("reviewer"), "\(page)")
        #expect(page.contains("comment") && !page.contains("\n---\n\n["), "\(page)")
    }

    @Test func linksLeadWhereTheyLead() async throws {
        let page = try await migrate(
            "<h1>Start</h1><p>See <a href=\"https://www.google.com/url?q=https://wiki.corp.example/pumps%3Fid%3D4&amp;sa=D&amp;usg=A\">the wiki</a>, "
                + "<a href=\"https://www.google.com/url?sa=D&amp;q=javascript:x\">this</a> and <a href=\"#h.x2\">below</a></p><h2 id=\"h.x2\">Deeper</h2><p>x</p>"
        )
        #expect(page.contains("[the wiki](https://wiki.corp.example/pumps?id=4)"), "\(page)")
        #expect(page.contains("(https://www.google.com/url?") && page.contains("[below](#"), "\(page)")
    }

    @Test func pagesOfOthersAreNotRead() async throws {
        let page = try await migrate("<h1>Start</h1><p class=title>Not so <span class=\"x\">much</span></p>", of: "")
        #expect(page.contains("title: Start\n") && page.contains("Not so much\n"), "\(page)")
    }
}
