import HearthBuild
import HearthMigration
import HearthModel
import TestKit
import Testing

/// Saved web sites, as the tools of their time left them.
@Suite struct HTMLSiteTests {
    /// Names that a wiki's program gives to its lines are names of somebody's own elsewhere.
    @Test func namesOfAWikiMeanNothingElsewhere() async throws {
        let site = try Workspace([
            "a.htm":
                "<title>Plan</title><h1>Plan</h1><p>One.<div class=editsection>How to edit it</div><p id=lastmod>Valid from May",
            "b.htm": "<title>Other</title><h1>Other</h1><p>Text",
        ])
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        #expect(site.read("groups/w/a.md").hasSuffix("\nOne.\n\nHow to edit it\n\nValid from May\n"))
    }

    /// Lines with a dot in front, inside one paragraph.
    @Test func typedLinesAreLists() async throws {
        let site = try Workspace([
            "a.htm":
                "<title>Book</title><h1>Book</h1><p>The chapters:<br>&nbsp; ●&nbsp; One<br><b>x</b> more<br>&nbsp; ●&nbsp; Two <i>b</i><br>&nbsp; ●&nbsp; Three<br>The end<p>● alone<br>text",
            "b.htm": "<title>Other</title><h1>Other</h1><p>Text",
        ])
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        #expect(
            site.read("groups/w/a.md").hasSuffix(
                "\nThe chapters:\\\n● One\\\n**x** more\n\n- Two *b*\n- Three\n\nThe end\n\n● alone\\\ntext\n"),
            "\(site.read("groups/w/a.md"))")
    }

    private func migrate(_ files: [String: String]) async throws -> (Workspace, MigrationOutcome) {
        let site = try Workspace(files)
        return (site, try await migrate(site))
    }

    private func migrate(_ site: Workspace) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/old", workers: 2).run()
    }

    /// The text of a page below its front matter.
    private func body(_ site: Workspace, _ page: String) -> String {
        let text = site.read("groups/old/\(page)")
        return text.firstRange(of: "imported}\n---\n").map { String(text[$0.upperBound...].drop { $0 == "\n" }) }
            ?? "(no page)"
    }

    private func page(_ title: String, _ body: String) -> String {
        "<html><head><title>\(title)</title></head><body>\(body)</body></html>"
    }

    /// What a crawler saved under the name of a program is a page; a program is not.
    @Test func pagesThatProgramsMadeArePages() async throws {
        func page(_ title: String, _ text: String) -> String {
            "<!DOCTYPE html><html><head><title>\(title)</title></head><body><h1>\(title)</h1><p>\(text)</p></body></html>"
        }
        let site = try Workspace([
            "index.html": page(
                "Home", "<a href='news.asp'>News</a> <a href='db.php'>DB</a> <a href='plan.do'>Plan</a>"),
            "news.asp": page("News", "canary one"), "plan.do": page("Plan", "canary two"),
            "db.php": page("DB", "<?php echo $password; ?>"), "news/index.php": page("More news", "canary three"),
        ])
        let run = MigrationRun(
            system: "html", paths: [site.export], siteRoot: site.root, into: "groups/old", workers: 1)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(
            site.read("groups/old/index.md").contains("[News](") && site.read("groups/old/index.md").contains("[Plan](")
        )
        #expect(site.files.filter { site.read($0).contains("canary") }.count == 3)
        #expect(!site.files.contains { site.read($0).contains("password") })
    }

    /// `products.htm` beside `products/index.htm` are two pages.
    @Test func aPageBesideAFolderOfItsNameIsAnotherPage() async throws {
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: https://e.example/\n")
        for (path, title) in [
            ("index.htm", "Home"), ("products.htm", "Products"), ("Products/index.htm", "All products"),
        ] {
            try tiny.folder.write("old/" + path, "<title>\(title)</title><h1>\(title)</h1><p>Text of \(title).")
        }
        let run = MigrationRun(
            system: "html", paths: [tiny.folder.path + "/old"], siteRoot: tiny.folder.path, into: "groups/old",
            workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let errors = try await tiny.build().diagnostics.filter { $0.severity == .error }.map { "\($0)" }
        #expect(errors.isEmpty, "\(errors)")
        #expect(try await run.run().files.changed == 0)
    }

    @Test func addressesAsOldEditorsWroteThem() async throws {
        let links = [
            "Sub\\My%20Page.HTM", "file:///C:\\Web\\sub\\my page.htm", "javascript:window.open('sub/my page.htm','w')",
            "http://old.example/sub/my page.htm", "sub/my page.htm#low", "./sub/../sub/my page.htm?x=1",
        ]
        let anchors = links.map { "<p><a href=\"\($0)\">x</a></p>" }.joined()
        let site = try Workspace([
            "a.htm": page("A", anchors), "sub/my page.htm": page("B", "<p>t</p><h2><a name=low>Low</a></h2>"),
        ])
        let outcome = try await MigrationRun(
            paths: [site.export], siteRoot: site.root, into: "groups/old", baseURL: "https://old.example"
        ).run()
        #expect(outcome.exitStatus == 0)
        let lines = body(site, "a.md").split(separator: "\n")
        #expect(Set(lines) == ["[x](sub/my-page.md)", "[x](sub/my-page.md#low)"])
        #expect(lines.count == 6)
        #expect(body(site, "sub/my-page.md").contains("## Low\n"))
        #expect(site.read("groups/old/sub/my-page.md").contains("https://old.example/sub/my%20page.htm"))
    }

    @Test func whatLeadsNowhereIsListedAndNotLinked() async throws {
        let (site, outcome) = try await migrate([
            "a.htm": page(
                "A", "<p><a href=gone.htm>x</a> <a href='file:///C:/y.doc'>y</a> <img src=no.gif alt=Pump></p>")
        ])
        #expect(outcome.exitStatus == 0)
        #expect(body(site, "a.md") == "x y Pump\n")
        #expect(outcome.report.unresolvedLinks.map(\.address) == ["gone.htm", "file:///C:/y.doc"])
        #expect(outcome.report.missingFiles.map(\.address) == ["no.gif"])
        #expect(outcome.report.kinds["links"]?.convertedWithLosses == 2)
        #expect(outcome.report.isBalanced)
    }

    @Test func navigationThatEveryPageRepeatsGoes() async throws {
        let nav = "<table><tr><td><a href=p1.htm>One</a></td><td><a href=p2.htm>Two</a></td></tr></table>"
        var files: [String: String] = [:]
        for number in 1...6 {
            files["p\(number).htm"] = page(
                "Page \(number)",
                nav + "<h1>Page \(number)</h1><p>Text of number \(number) alone.</p><p>Mail us: x@corp.example</p>")
        }
        let (site, outcome) = try await migrate(files)
        #expect(body(site, "p3.md") == "Text of number 3 alone.\n")
        #expect(outcome.report.kinds["links"]?.skipped.values.reduce(0, +) == 12)
        #expect(outcome.report.isBalanced && outcome.exitStatus == 0)
    }

    /// What the border of every page says is that page's own where it stands in the content.
    @Test func wordsOfABorderStayInTheContent() async throws {
        func framed(_ border: String, _ text: String) -> String {
            "<!--msnavigation--><table><tr><td>\(border)</td></tr><!--msnavigation--></table>"
                + "<!--msnavigation--><table><tr><!--msnavigation--><td><p>\(text)</p></td></tr></table>"
        }
        var pages = ["index.htm": page("Home", framed("", "Pumps and more</p><p>Call 12345 now"))]
        for name in ["a", "b", "c", "d", "e"] {
            pages[name + ".htm"] = page(name, framed("<p>Call 12345 now</p>", "About \(name)"))
        }
        let (site, _) = try await migrate(pages)
        #expect(body(site, "index.md") == "Pumps and more\n\nCall 12345 now\n")
        #expect(body(site, "a.md") == "About a\n")
    }

    @Test func frontPageBordersAndThemes() async throws {
        let border =
            "<!--msnavigation--><table><tr><td>Border [ <a href=a.htm>A</a> ]</td></tr><!--msnavigation--></table>"
        let list =
            "<!--msthemelist--><table><tr><td><img src=_themes/x/bul1.gif width=15 height=15></td><td>first</td></tr>"
            + "<tr><td><img src=_themes/x/bul1.gif></td><td>second</td></tr></table>"
        let text =
            border + "<!--msnavigation--><table><tr><!--msnavigation--><td valign=top><p>Own text</p>\(list)"
            + "<p><img src=_themes/x/rule.gif width=600 height=10></p><p>End</p></td></tr></table>"
        let (site, outcome) = try await migrate([
            "a.htm": page("New Page 1", text), "_themes/x/bul1.gif": "GIF",
            "_vti_cnf/a.htm": """
            vti_author:SR|CORP\\\\jlarsen
            vti_timecreated:TR|17 May 2005 14:43:19 -0000
            """, "_borders/top.htm": "<p>Border</p>", "b.htm": page("B", "<a href=a.htm>The pumps</a>"),
        ])
        #expect(body(site, "a.md") == "Own text\n\n- first\n- second\n\n---\n\nEnd\n")
        let matter = site.read("groups/old/a.md")
        #expect(matter.contains("title: The pumps\n"))
        #expect(matter.contains("author: \"@jlarsen\"\ndate: 2005-05-17T14:43:19Z\n"))
        #expect(site.read("people/jlarsen.md").contains("name: jlarsen"))
        #expect(!site.files.contains { $0.contains("bul1") || $0.contains("border") })
        #expect(outcome.exitStatus == 0)
    }

    @Test func theTitleIsSpelledAsReadersSawIt() async throws {
        let (site, _) = try await migrate([
            "a.htm": page("Features of the nanoPump", "<h1>Features of the NanoPump</h1><p>Many.</p>")
        ])
        #expect(site.read("groups/old/a.md").contains("title: Features of the NanoPump\n"))
        #expect(body(site, "a.md") == "Many.\n")
    }

    @Test func framesetsLeadToTheirContent() async throws {
        let (site, outcome) = try await migrate([
            "index.htm":
                "<html><frameset cols=20%,*><frame src=menu.htm name=menu><frame src=pumps.htm name=main></frameset></html>",
            "menu.htm": page("", "<a href=pumps.htm>Pumps</a> <a href=valves.htm>Valves</a>"),
            "pumps.htm": page(
                "", "<p>All about pumps, and what they do when nobody looks after them for years on end.</p>"),
            "valves.htm": page("", "<p>Valves leak. <a href=index.htm>Back</a></p>"),
        ])
        #expect(outcome.exitStatus == 0)
        #expect(site.read("groups/old/pumps.md").contains("title: Pumps\n"))
        #expect(site.read("groups/old/pumps.md").contains("- /index.htm\n"))
        #expect(body(site, "valves.md") == "Valves leak. [Back](pumps.md)\n")
        #expect(outcome.report.kinds["pages"]?.skippedCount == 1)
    }

    @Test func wordAndExcel() async throws {
        let word = """
            <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>·<span>&nbsp;&nbsp;</span></span>\
            <![endif]>One<o:p></o:p></p>
            <p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.<span> </span></span>Inner</p>
            <p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>·</span><![endif]>Two</p>
            <!--[if gte mso 9]><xml>no</xml><![endif]--><p class=MsoNormal><o:p>&nbsp;</o:p></p>
            <p>In <st1:place w:st="on">Bergen</st1:place></p>
            """
        let sheet =
            "<table border=0 style='border-collapse:collapse'><tr><td></td><td colspan=2>Plan</td><td></td></tr>"
            + "<tr><td></td><td>a</td><td>b</td><td></td></tr></table>"
        let (site, outcome) = try await migrate([
            "w.htm": page("W", word),
            "plan.htm":
                "<head><link id=\"shLink\" href=\"plan_files/sheet001.htm\"><script>c_rgszSh[0] = \"May\";</script></head>",
            "plan_files/sheet001.htm": page("", sheet),
            "plan_files/tabstrip.htm": page("", "<a href=sheet001.htm>May</a>"),
        ])
        #expect(body(site, "w.md") == "- One\n  1. Inner\n- Two\n\nIn Bergen\n")
        #expect(body(site, "plan.md") == "- [May](plan-files/sheet001.md)\n")
        #expect(body(site, "plan-files/sheet001.md") == "| Plan | |\n| --- | --- |\n| a | b |\n")
        #expect(site.read("groups/old/plan-files/sheet001.md").contains("title: \"Plan: May\""))
        #expect(outcome.report.isBalanced)
    }

    @Test func layoutTablesAreNoTables() async throws {
        let (site, _) = try await migrate([
            "a.htm": page(
                "A",
                "<table width=100%><tr><td><h2>Left</h2><p>One</p></td><td><table border=1><tr><th>a</th><th>b</th></tr>"
                    + "<tr><td>1</td><td>2</td></tr></table></td></tr></table>")
        ])
        #expect(body(site, "a.md") == "## Left\n\nOne\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n")
    }

    @Test func whatPeopleTypedByHand() async throws {
        let (site, _) = try await migrate([
            "a.htm": page(
                "A",
                "<p>Text</p><h2><b><i>Set twice</i></b></h2><p>- one</p><p>- <b>two</b></p><p>-5 degrees</p>"
                    + "<p><a href=b.htm>P</a><a href=b.htm>utty</a></p><h2>A</h2>"),
            "b.htm": page("B", "<p>t</p>"),
        ])
        #expect(
            body(site, "a.md")
                == "Text\n\n## Set twice\n\n- one\n- **two**\n\n-5 degrees\n\n[Putty](b.md)\n\n## A\n")
    }

    /// What MediaWiki writes around a page, and the pages that are none.
    @Test func savedWikiPagesHaveOnlyTheirText() async throws {
        func wiki(_ name: String, _ text: String, action: String = "view", special: String = "false") -> String {
            """
            <html><head><title>\(name) - wiki.example</title><script>var wgCanonicalSpecialPageName = \(special);
            var wgAction = "\(action)";</script></head><body><div id=content><h1 class=firstHeading>\(name)</h1>
            <h3 id=siteSub>From the wiki</h3>\(text)<div class=printfooter>Retrieved from "<a href="\(name).html">\(name)</a>"
            <p>Last change of \(name)</p></div></div><div>Last change of \(name)</div><div id=column-one><h5>Views</h5><ul><li><a href=x>Edit</a></ul></div><ul><li id=lastmod>Changed \(name)</li></ul>
            </body></html>
            """
        }
        let toc =
            "<table id=toc class=toc><tr><td><h2>Contents</h2><ul><li><a href='#Use'>1 Use</a></li></ul></td></tr></table>"
        let use =
            "<p>Text.</p><h2> <span id=Use> Use</span><span class=mw-editsection>[<a href=x>edit</a>]</span></h2><p>More.</p>"
        let (site, outcome) = try await migrate([
            "Pumps.html": wiki("Pumps", toc + use),
            "Presses.html": wiki("Presses", "<p>See <a href='Pumps.html#Use'>use</a>."),
            "Valves.html": wiki("Valves", "<p>Three."),
            "index.php?title=Pumps&action=history.html": wiki("History of Pumps", "<p>Old.", action: "history"),
            "Log in.html": wiki("Log in", "<p>Name", special: "\"Userlogin\""),
            "index.php?title=Pumps&oldid=3.html": "<title>Pumps</title><p>Older.",
        ])
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(body(site, "pumps.md") == "Text.\n\n## Use\n\nMore.\n")
        #expect(site.read("groups/old/pumps.md").hasPrefix("---\ntitle: Pumps\n"))
        #expect(body(site, "presses.md") == "See [use](pumps.md#use).\n")
        #expect(
            outcome.report.kinds["pages"]?.converted == 3
                && outcome.report.kinds["pages"]?.skipped.values.reduce(0, +) == 3)
    }

    @Test func patternsOfPagesAreNoPages() async throws {
        func made(_ text: String) -> String {
            "<html><!-- InstanceBegin template=\"/Templates/main.dwt\" --><head><title>\(text)</title></head><body><p>\(text)</body></html>"
        }
        let (site, outcome) = try await migrate([
            "a.htm": made("One"), "b.htm": made("Two"), "Templates/main.htm": page("Main", "<p>Pattern"),
            "Templates/other.htm": page("Other", "<p>Own"),
        ])
        #expect(outcome.report.isBalanced && outcome.report.kinds["pages"]?.skipped.values.reduce(0, +) == 1)
        #expect(!site.files.contains { site.read($0).contains("Pattern") })
    }

    /// FrontPage names the language of a page, and not its encoding.
    @Test func theLanguageOfAPageKnowsItsLetters() async throws {
        let site = try Workspace([:])
        let head = "<html><head><title>Ring</title><meta http-equiv=\"Content-Language\" content=\"da\"></head><body>"
        var bytes = Array(head.utf8)
        for word in [
            "J\u{F8}rgen", "Opdr\u{E6}ttere", "K\u{F8}benhavn", "\u{C5}lborg", "sk\u{F8}n", "v\u{E6}re", "gr\u{F8}n",
            "p\u{E5}",
        ] {
            bytes +=
                Array("<p>".utf8) + word.unicodeScalars.map { UInt8($0.value) } + [0x20]
                + word.unicodeScalars.map { UInt8($0.value) }
        }
        try site.write(bytes, to: "old-site/a.htm")
        #expect(try await migrate(site).exitStatus == 0)
        #expect(body(site, "a.md").hasPrefix("Jørgen Jørgen\n\nOpdrættere"))
    }

    @Test func secondRunChangesNothingAndEditsStay() async throws {
        let site = try Workspace([
            "a.htm": page("A", "<p>one <img src=p.gif></p>"), "p.gif": "GIF89a", "b.htm": page("B", "<p>two</p>"),
        ])
        #expect(try await migrate(site).files.written == 4)
        #expect(try await migrate(site).files.changed == 0)
        let edited = site.read("groups/old/a.md").replacing("one", with: "ONE")
        try site.write(edited, to: "Content/groups/old/a.md")
        try site.write(page("A", "<p>uno <img src=p.gif></p>"), to: "old-site/a.htm")
        try site.write(page("B", "<p>due</p>"), to: "old-site/b.htm")
        let third = try await migrate(site)
        #expect(third.files.conflicts == 1 && third.files.updated == 1)
        #expect(site.read("groups/old/a.md") == edited)
        #expect(site.read("groups/old/b.md").contains("due"))
    }

    /// An empty heading does not come along, and no link may name it.
    @Test func anchorsOfEmptyHeadings() async throws {
        let site = try Workspace([
            "a.htm": page(
                "A", "<p><a href='b.htm#one'>x</a> <a href='b.htm#two'>y</a> <a href='b.htm#three'>z</a></p>"),
            "b.htm": page(
                "B",
                "<p>t</p><h2><a name=one></a></h2><p>u</p><h2>Kept</h2><p>v</p><a name=two></a><h2>&nbsp;</h2><p>w</p>"
                    + "<h2><a name=three></a></h2><h2>Third</h2><p>x</p>"),
        ])
        _ = try await migrate(site)
        #expect(body(site, "a.md") == "[x](b.md) [y](b.md#two) [z](b.md#three)\n")
        #expect(body(site, "b.md") == "t\n\nu\n\n## Kept {#two}\n\nv\n\nw\n\n## Third {#three}\n\nx\n")
    }

    @Test func hostileSites() async throws {
        let site = try Workspace([
            "a.htm": page(
                "<b>&lt;script&gt;",
                "<script>x</script><p onclick=x()>t <a href='java\nscript:alert(1)'>j</a><img src=e.svg></p>"
                    + String(repeating: "<div>", count: 20_000)),
            "deep.htm": page("Deep", String(repeating: "<ul><li>x", count: 20_000)),
            "e.svg": "<svg onload = 'x()'></svg>", "run.exe": "MZ", "..%2f..%2fout.htm": page("Out", "<p>x</p>"),
            "nul.htm": "<p>a\u{0}b</p>", "empty.htm": "", "README.md": "# no page",
            "b.htm": page("B", "<a href='README.md'>r</a><a href=run.exe>e</a><a href='../../../../etc/passwd'>p</a>"),
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let text = site.read("groups/old/a.md")
        #expect(!text.contains("script:") && !text.contains("onclick") && !body(site, "a.md").contains("<script"))
        #expect(site.files.allSatisfy { !$0.contains("svg") && !$0.contains("exe") && !$0.contains("..") })
        #expect(body(site, "b.md") == "[r](README.md.attached.txt)ep\n")
    }

    @Test func oneAndManyWorkersWriteTheSame() async throws {
        var files: [String: String] = [:]
        for number in 0..<40 {
            files["d\(number % 3)/p\(number).htm"] = page(
                "T", "<p><a href=../d0/p0.htm>home</a></p><p>Own \(number)</p>")
        }
        let (one, many) = (try Workspace(files), try Workspace(files))
        for (site, workers) in [(one, 1), (many, 4)] {
            _ = try await MigrationRun(paths: [site.export], siteRoot: site.root, workers: workers).run()
        }
        #expect(one.files == many.files && one.files.count > 40)
        for file in one.files { #expect(one.read(file) == many.read(file)) }
    }
}
