import HearthMigration
import HearthModel
import Testing

/// What a reader of an old page saw must be on the new one, and what the page hid must not.
@Suite struct LostWordsTests {
    private func migrate(_ files: [String: [UInt8]]) async throws -> (Workspace, MigrationOutcome) {
        let site = try Workspace([:])
        for (name, bytes) in files { try site.write(bytes, to: "old-site/" + name) }
        let outcome = try await MigrationRun(
            system: "html", paths: [site.export], siteRoot: site.root, into: "groups/old", workers: 2
        ).run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        return (site, outcome)
    }

    /// The Markdown of a page with this body, and what was lost.
    private func body(_ html: String) async throws -> (text: String, losses: [String: Int]) {
        let bytes = Array("<html><head><title>Page</title></head><body>\(html)</body></html>".utf8)
        let (site, outcome) = try await migrate(["a.htm": bytes])
        let text = site.read("groups/old/a.md")
        let start = text.firstRange(of: "imported}\n---\n")?.upperBound ?? text.startIndex
        return (String(text[start...].drop { $0 == "\n" }), outcome.report.kinds["pages"]?.losses ?? [:])
    }

    @Test func windowsTextThatSaysUTF8() async throws {
        let head = Array("<html><head><meta charset=utf-8><title>It".utf8) + [0x92]
        let (site, outcome) = try await migrate([
            "a.htm": head + Array("s</title></head><body><p>".utf8) + [0xE4, 0xF6, 0xFC] + Array("</p></body>".utf8)
        ])
        let text = site.read("groups/old/a.md")
        #expect(text.contains("title: It’s\n") && text.hasSuffix("\näöü\n"))
        #expect(outcome.report.kinds["pages"]?.convertedWithLosses == 0)
    }

    @Test func whatBrowsersShowInPlaceOfOldElements() async throws {
        let html = """
            <p>Now <marquee>Canteen closed</marquee></p><object data="x.swf"><p>The film as text</p></object>
            <noscript>Please enable JavaScript</noscript><noscript><p>The plan as text</p></noscript>
            """
        let result = try await body(html)
        #expect(result.text == "Now\n\nCanteen closed\n\nThe film as text\n\nThe plan as text\n")
        #expect(result.losses == ["element:object": 1])
    }

    @Test func aFramesetWithoutItsFramesIsThePageForOldBrowsers() async throws {
        let html = """
            <html><head><title>Frames &amp; more</title></head><frameset cols="20%,*"><frame src="gone.htm">
            <noframes><body><p>Text without frames</p></body></noframes></frameset></html>
            """
        let (site, _) = try await migrate(["a.htm": Array(html.utf8)])
        let text = site.read("groups/old/a.md")
        #expect(text.contains("title: Frames & more\n") && text.hasSuffix("\nText without frames\n"))
    }

    @Test func severalMeaningsOfATermAreAList() async throws {
        let html = "<dl><dt>Term</dt><dd>one</dd><dd>two</dd><div><dt>Other</dt><dd>only</dd></div></dl>"
        #expect(try await body(html).text == "- **Term**\n  - one\n  - two\n- **Other**: only\n")
    }

    @Test(arguments: [
        "<p style='display: none'>ghost</p>", "<p hidden>ghost</p>", "<span style='VISIBILITY:hidden'>ghost</span>",
        "<ul><li style='display:none'>ghost</li><li>one</li></ul>",
        "<table border=1><tr><th>a</th><th>b</th></tr><tr style='display:none'><td>ghost</td><td>2</td></tr></table>",
    ])
    func whatAPageHidesStaysBehindAndIsNamed(_ html: String) async throws {
        let result = try await body("<p>Shown words of this page</p>" + html)
        #expect(!result.text.contains("ghost") && result.text.contains("Shown words"))
        #expect(result.losses["text:hidden"] == 1)
    }

    @Test(arguments: [
        "<div class=tabs><div>one</div><div style='display:none'>kept</div></div>",
        "<a href='#' onclick=\"show('m')\">More</a><p>and</p><div id=m style='display:none'>kept</div>",
        "<h3 onclick='toggle(this)'>Question</h3><div style='display:none'>kept</div>",
        "<button data-target='#x'>+</button><p>so</p><section id=x hidden>kept</section>",
        "<script>document.getElementById('late').style.display='block'</script><div id=late style='display:none'>kept</div>",
        "<p class=s>one</p><div class=card>two</div><div class=card style='display:none'>kept</div>",
        "<div id=all style='visibility:hidden'>kept, as this is what the page is about in most of its words</div>",
    ])
    func whatAClickShowsStays(_ html: String) async throws {
        let result = try await body("<p>Shown words</p>" + html)
        #expect(result.text.contains("kept"))
        #expect(result.losses["text:hidden"] == nil)
    }

    @Test func smallTablesStayTables() async throws {
        let framed = try await body("<p>x</p><table border=1><tr><td>Room</td><td>12</td></tr></table>")
        #expect(framed.text.contains("| Room | 12 |"))
        let heads = "<p>x</p><table><tr><th>Phone</th><td>12</td></tr><tr><th>Fax</th><td>13</td></tr></table>"
        #expect(try await body(heads).text.contains("| | |\n| --- | --- |\n| **Phone** | 12 |\n| **Fax** | 13 |"))
        let gaps = "<p>x</p><table><tr><td>Phone</td><td>12</td></tr><tr><td>Fax</td><td></td></tr></table>"
        #expect(try await body(gaps).text.contains("| Phone | 12 |\n| --- | --- |\n| Fax | |"))
    }

    @Test func aMenuAboveTheTitleGoes() async throws {
        let html = "<ul><li><a href=a.htm>Home</a></li><li><a href=b.htm>Plan</a></li></ul><h1>Page</h1><p>Text</p>"
        #expect(try await body(html).text == "Text\n")
        #expect(
            try await body("<p>Department of pumps</p><h1>Page</h1><p>Text</p>").text == "Department of pumps\n\nText\n"
        )
    }

    @Test func anItemOfNothingButAListIsNoLevel() async throws {
        let deep = "<ul><li><ul><li><ul><li>deep</li></ul></li></ul></li></ul>"
        #expect(try await body("<p>x</p>" + deep).text == "x\n\n- deep\n")
        let below = "<ul><li>one</li><li><ul><li>two</li></ul></li></ul>"
        #expect(try await body("<p>x</p>" + below).text == "x\n\n- one\n  - two\n")
    }

    @Test func filmsAndFilesInsideOfAPageAreLinks() async throws {
        let html = """
            <p>x</p><p><video controls><source src=v.mp4>No film</video></p><object data=plan.pdf></object>
            <object data=plan.pdf><a href=plan.pdf>The plan</a></object><p>A <q>b</q></p>
            """
        let (site, outcome) = try await migrate([
            "a.htm": Array("<html><head><title>Page</title></head><body>\(html)</body></html>".utf8),
            "v.mp4": Array("\0\0\0 ftypmp42".utf8), "plan.pdf": Array("%PDF-1.4".utf8),
        ])
        let text = site.read("groups/old/a.md")
        #expect(text.hasSuffix("x\n\n[v.mp4](v.mp4)\n\n[plan.pdf](plan.pdf) [The plan](plan.pdf)\n\nA “b”\n"))
        #expect(site.has("groups/old/v.mp4") && site.has("groups/old/plan.pdf"))
        #expect(outcome.report.kinds["links"]?.converted == 1)
    }

    @Test func aFirstRowInBoldIsTheHeader() async throws {
        let html =
            "<p>x</p><table border=1><tr><td><b>Name</b></td><td><b>Room</b></td></tr><tr><td>Jo</td><td>1</td></tr></table>"
        let result = try await body(html)
        #expect(result.text == "x\n\n| Name | Room |\n| --- | --- |\n| Jo | 1 |\n" && result.losses.isEmpty)
    }

    /// Outlook puts the message answered below; a list above it is the answer's own.
    @Test func listsAboveAQuotedMailStay() async throws {
        let mail = """
            From jo@x.example Thu Nov  1 11:19:12 2001
            From: jo@x.example
            Subject: Pump
            Message-ID: <1@x>

            How?

            From ada@x.example Thu Nov  1 12:19:12 2001
            From: ada@x.example
            Subject: RE: Pump
            In-Reply-To: <1@x>
            Message-ID: <2@x>
            Content-Type: text/html

            <p>Do this:</p><ol><li>Open</li><li>Close</li></ol><p><b>From:</b> jo<br><b>Sent:</b> Thursday<br><b>To:</b> all<br>
            <b>Subject:</b> Pump</p><p>How?</p>

            """
        let site = try Workspace(["a.mbox": mail])
        _ = try await MigrationRun(system: "mbox", paths: [site.export], siteRoot: site.root, workers: 2).run()
        let answer = site.files.first { $0.contains("/answers/") }.map { site.read($0) } ?? ""
        #expect(answer.hasSuffix("\nDo this:\n\n1. Open\n2. Close\n"))
    }

    @Test func slackMessagesOfBlocksAlone() async throws {
        let blocks =
            #"[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Plan "},{"type":"text","text":"bold ","style":{"bold":true}},{"type":"link","url":"https://a.example","text":"A"}]},{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"item"}]}]}]}]"#
        let site = try Workspace([
            "channels.json": #"[{"id":"C1","name":"general"}]"#, "users.json": #"[{"id":"U1","name":"jo"}]"#,
            "general/2020-01-01.json": #"[{"user":"U1","ts":"1577880000.1","text":"","blocks":\#(blocks)}]"#,
        ])
        _ = try await MigrationRun(system: "slack", paths: [site.export], siteRoot: site.root, workers: 2).run()
        let page = site.files.first { $0.hasSuffix("2020-01.md") }.map { site.read($0) } ?? ""
        #expect(page.contains("Plan **bold** [A](https://a.example)\n\n- item\n"))
    }

    @Test func twoPostsOfOneAddressDoNotFightForIt() async throws {
        func item(_ id: Int) -> String {
            "<item><title>Post \(id)</title><link>https://n.example/canteen/</link><content:encoded>Words</content:encoded>"
                + "<wp:post_id>\(id)</wp:post_id><wp:post_name>p\(id)</wp:post_name><wp:status>publish</wp:status>"
                + "<wp:post_type>post</wp:post_type></item>"
        }
        let site = try Workspace([
            "a.xml":
                "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"c\"><channel><title>N</title><link>https://n.example</link>"
                + "<wp:wxr_version>1.2</wp:wxr_version>\(item(1))\(item(2))</channel></rss>"
        ])
        _ = try await MigrationRun(system: "wordpress", paths: [site.export], siteRoot: site.root, workers: 2).run()
        let lines = site.files.flatMap { site.read($0).split(separator: "\n").map(String.init) }
        #expect(lines.filter { $0.hasSuffix("n.example/canteen/") && $0.hasPrefix("  - ") }.count == 1)
    }
}
