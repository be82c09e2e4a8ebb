import HearthMigration
import TestKit
import Testing

/// What programs that make sites put into their pages, and how pages write what Markdown has a word for.
@Suite struct ProgramsInPagesTests {
    private func markdown(_ html: String) -> String {
        var converter = HTMLToMarkdown()
        var writer = MarkdownWriter()
        return writer.write(converter.convert(html))
    }

    private func migrate(_ files: [String: String]) async throws -> (site: Workspace, outcome: MigrationOutcome) {
        let site = try Workspace(files)
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        return (site, try await run.run())
    }

    private func body(_ site: Workspace, _ page: String) -> String {
        let text = site.read("groups/w/\(page)")
        return text.firstRange(of: "imported}\n---\n").map { String(text[$0.upperBound...].drop { $0 == "\n" }) }
            ?? text
    }

    @Test(arguments: [
        // Docusaurus, VitePress, MkDocs, Sphinx with a typeface of its own, GitHub.
        ("<h2 id=s>Set<a href='#s' class='hash-link' title='Direct link'>\u{200B}</a></h2>", "## Set\n"),
        ("<h2 id=s>Set <a href='#s'>\u{200B}</a></h2>", "## Set\n"),
        ("<h2 id=s>Set<a class=headerlink href='#s' title='Permanent link'>¶</a></h2>", "## Set\n"),
        ("<h2 id=s>Set<a class=headerlink href='#s'>\u{F0C1}</a></h2>", "## Set\n"),
        ("<h2><a class=anchor href='#s'><svg><path/></svg></a>Set</h2>", "## Set\n"),
        ("<h2><a href='#s'>#</a> Set</h2>", "## Set\n"),
        ("<dl><dt>term<a class=headerlink href='#t'>¶</a></dt><dd>it</dd></dl>", "- **term**: it\n"),
        ("<dl><dt>term<a href='#t'>¶</a></dt><dd>it</dd></dl>", "- **term**: it\n"),
        ("<p>A figure<a class=headerlink href='#f' title='Link'>¶</a></p>", "A figure\n"),
        // Links with words, signs in a text, and headings that are a sign.
        ("<h2><a class=anchor href='#s'>Set up</a></h2>", "## [Set up](#s)\n"),
        ("<h2><a class=permalink href='/post'>Post</a></h2>", "## [Post](/post)\n"),
        ("<p>See <a href='#s'>¶</a></p>", "See [¶](#s)\n"),
        ("<h2><a href='#s'>#</a></h2>", "## [#](#s)\n"),
        ("<h2>To <a href='#s'>§</a> 5</h2>", "## To [§](#s) 5\n"),
        // A link around nothing that anyone sees.
        ("<p>One<a href='/x'>\u{200B}\u{FEFF}</a> two</p>", "One two\n"),
        ("<p>\u{200B}</p><p>x</p>", "x\n"),
    ])
    func linksOfHeadingsToThemselvesGo(html: String, expected: String) {
        #expect(markdown(html) == expected)
    }

    @Test func titlesHaveNoSignOfALink() async throws {
        func page(_ title: String, _ text: String) -> String {
            "<title>\(title)</title><h1>\(title)<a class=headerlink href='#x'>¶</a></h1><h2 id=set-up>Set up<a class=hash-link href='#set-up'>\u{200B}</a></h2><p>\(text)"
        }
        let (site, outcome) = try await migrate([
            "a.html": page("Pumps", "Text."), "b.html": page("Seals", "See <a href='a.html#set-up'>pumps</a>."),
        ])
        #expect(outcome.exitStatus == 0)
        #expect(body(site, "a.md") == "## Set up\n\nText.\n")
        #expect(body(site, "b.md") == "## Set up\n\nSee [pumps](a.md#set-up).\n")
    }

    /// A control of the first row opens all rows behind it.
    @Test func hiddenRowsOfATreeStay() {
        let html = """
            <p>All parts of the plant that we know of, in the tree below.</p><table>
            <tr><th>Part</th><th>Use</th></tr>
            <tr><td><span onclick="toggle('0')">+</span><b>Pumps</b></td><td>All</td></tr>
            <tr style="display:none;"><td>P4</td><td>night</td></tr>
            <tr style="display:none;"><td>P5</td><td>day</td></tr>
            <tr style="display:none;"><td>P6</td><td>rest</td></tr>
            <tr><td>Valves</td><td>All</td></tr>
            <tr style="display:none;"><td>draft</td><td>nobody</td></tr></table>
            """
        let text = markdown(html)
        for word in ["P4", "P5", "P6", "Valves"] { #expect(text.contains(word)) }
        #expect(!text.contains("draft"))
    }

    @Test(arguments: [
        ("<img data-src='i/c.png' src='data:image/gif;base64,R0=' alt=c>", "![c](i/c.png)\n"),
        ("<img src='/spacer.gif' data-original='i/c.png' alt=c>", "![c](i/c.png)\n"),
        // As a browser has saved it.
        ("<img src='a_files/c.png' data-src='https://a.example/c.png' alt=c>", "![c](a_files/c.png)\n"),
        ("<img srcset='i/s.png 1x, i/l.png 2x' alt=c>", "![c](i/l.png)\n"),
        ("<img srcset='i/l.png 800w,i/s.png 400w' alt=c>", "![c](i/l.png)\n"),
        ("<img srcset='data:image/gif;base64,R0= 1w, i/a,b.png 2w,' alt=c>", "![c](i/a,b.png)\n"),
        ("<img src='i/s.png' srcset='i/l.png 2x' alt=c>", "![c](i/s.png)\n"),
        (
            "<p><img data-src='i/c.png' src='data:image/gif;base64,R0=' alt=c><noscript><img src='i/c.png' alt=c></noscript></p>",
            "![c](i/c.png)\n"
        ),
        (
            "<p><noscript><img src='i/c.png' alt=c></noscript><img data-src='i/c.png' src='' alt=c></p>",
            "![c](i/c.png)\n"
        ),
        (
            "<noscript><ul><li><a href='i/e.png'><img src='i/c.png' alt=c></a></ul></noscript>",
            "- [![c](i/c.png)](i/e.png)\n"
        ),
        // Counters of readers.
        ("<p>x<noscript><img height=1 width=1 src='https://a.example/p.png'></noscript></p>", "x\n"),
        ("<p>x<noscript><img src='//a.example/matomo.php?idsite=1'></noscript></p>", "x\n"),
        ("<p>x<noscript><img src='https://a.example/p.gif'></noscript></p>", "x\n"),
    ])
    func picturesThatScriptsShowStay(html: String, expected: String) {
        #expect(markdown(html) == expected)
    }

    @Test func filesOfPicturesThatScriptsShowComeAlong() async throws {
        let png = "\u{89}PNG"
        let (site, outcome) = try await migrate([
            "a.html":
                "<title>Plant</title><h1>Plant</h1><p>A <img data-src='c.png' src='data:image/gif;base64,R0=' alt=c></p><p>B <img srcset='e.png 2x' alt=e></p><p>C</p><noscript><img src='f.png' alt=f></noscript>",
            "c.png": png, "e.png": png + "e", "f.png": png + "f",
        ])
        #expect(outcome.exitStatus == 0)
        #expect(body(site, "a.md") == "A ![c](c.png)\n\nB ![e](e.png)\n\nC\n\n![f](f.png)\n")
    }

    @Test(arguments: [
        (
            "<ul><li><input type=checkbox disabled checked> Order</li><li><input type=checkbox disabled> Call</li></ul>",
            "- [x] Order\n- [ ] Call\n"
        ),
        ("<ul><li><label><input type='checkbox' checked=''>Order</label></li></ul>", "- [x] Order\n"),
        ("<ul><li><p><input type=checkbox> Order</p><ul><li>two</li></ul></li></ul>", "- [ ] Order\n\n  - two\n"),
        (
            "<ul><li><div class='checkbox checkbox-on'></div> <span>Grease</span></li></ul><ul><li><div class='checkbox checkbox-off'></div> <span>Paint</span></li></ul>",
            "- [x] Grease\n\n- [ ] Paint\n"
        ),
        // Of a form, or behind the words.
        ("<ul><li><input type=checkbox name=a value=b> Yes</li></ul>", "- Yes\n"),
        ("<ul><li>Yes <input type=checkbox></li></ul>", "- Yes\n"),
        ("<ul><li>a<ul><li><input type=checkbox checked> b</li></ul></li></ul>", "- a\n  - [x] b\n"),
    ])
    func tasksKeepTheirTicks(html: String, expected: String) {
        #expect(markdown(html) == expected)
    }

    @Test(arguments: [
        ("<ol reversed start=3><li>c</li><li>b</li></ol>", "3. c\n\n2) b\n"),
        ("<ol reversed><li>b</li><li>a</li></ol>", "2. b\n\n1) a\n"),
        ("<ol><li>a</li><li value=9>i</li><li>j</li></ol>", "1. a\n\n9) i\n10) j\n"),
        ("<ol><li>a</li><li value=2>b</li><li value='99999999999999999999'>c</li></ol>", "1. a\n2. b\n3. c\n"),
        ("<ul><li value=3>a</li></ul>", "- a\n"),
    ])
    func numbersStay(html: String, expected: String) {
        #expect(markdown(html) == expected)
    }

    @Test func theFootOfATableStandsBelow() async throws {
        let table =
            "<table border=1><caption>Hours of May</caption><tfoot><tr><td>Sum</td><td>30</td></tr></tfoot><tbody><tr><td>Ada</td><td>10</td></tr><tr><td>Bo</td><td>20</td></tr></tbody><thead><tr><th>Who</th><th>h</th></tr></thead></table>"
        let grid = "| Who | h |\n| --- | --- |\n| Ada | 10 |\n| Bo | 20 |\n| Sum | 30 |\n"
        #expect(markdown(table) == "**Hours of May**\n\n" + grid)
        // Without a heading on the page a bold line would become one.
        let (site, _) = try await migrate(["a.html": "<title>Rules</title><p>Text.</p>\(table)"])
        #expect(body(site, "a.md") == "Text.\n\n*Hours of May*\n\n" + grid)
    }

    @Test(arguments: [
        (
            "<pre><span class=linenos>1</span><span>def</span> f():\n<span class=linenos>2</span>    return 1\n</pre>",
            "```\ndef f():\n    return 1\n```\n"
        ),
        ("<pre><code>a <span class=ln>x</span> <span class=mi>1</span></code></pre>", "```\na x 1\n```\n"),
        (
            "<table><tr><td class=linenos><div><pre><a href='#l1'>1</a>\n2</pre></div></td><td><pre>one\ntwo</pre></td></tr></table>",
            "```\none\ntwo\n```\n"
        ),
        (
            "<p><abbr title='net head'>NPSH</abbr> and <abbr title='net head'>NPSH</abbr>.</p>",
            "NPSH (net head) and NPSH.\n"
        ),
        ("<h2><abbr title='net head'>NPSH</abbr></h2><p><abbr title='2009-05-01'>May</abbr></p>", "## NPSH\n\nMay\n"),
        ("<dl><dt>Author<span>:</span></dt><dd>Ada</dd></dl>", "- **Author:** Ada\n"),
        ("<dl><dt>term<span class=classifier>kind</span></dt><dd>it</dd></dl>", "- **term (kind)**: it\n"),
        (
            "<div class='tabbed-set'><input type=radio><input type=radio><div class=tabbed-labels><label>Linux</label><label>Windows</label></div><div class=tabbed-content><div><p>apt</p></div><div><p>winget</p></div></div></div>",
            "**Linux**\n\napt\n\n**Windows**\n\nwinget\n"
        ),
    ])
    func wordsAreNotFused(html: String, expected: String) {
        #expect(markdown(html) == expected)
    }

    /// Pages are untrusted: none of this takes more time than the page is long.
    @Test(.timeLimit(.minutes(10))) func longPartsTakeLittleTime() {
        let many = 20_000
        let marks = String(repeating: "<a class=anchor href='#x'>¶</a>", count: many)
        #expect(markdown("<h2>x\(marks)</h2>") == "## x\n")
        let set = String(repeating: "a.png 1x,", count: many)
        #expect(markdown("<p><img srcset='\(set)' alt=c></p>") == "![c](a.png)\n")
        let items = String(repeating: "<li>x</li>", count: many)
        #expect(markdown("<ol reversed>\(items)</ol>").hasPrefix("\(many). x\n"))
    }
}
