import HearthModel
import Testing

@testable import HearthMigration

/// What nobody would have typed, by kind: found by reading migrated pages beside their sources.
@Suite struct PlainWritingTests {
    private func markdown(_ html: String) -> String {
        var converter = HTMLToMarkdown()
        var writer = MarkdownWriter()
        return writer.write(converter.convert(html))
    }

    @Test(arguments: [
        ("<h2><strong>Goal</strong></h2>", "## Goal\n"),
        ("<h2><b><i>Extruder</i></b> <b>MK 1400</b></h2>", "## *Extruder* MK 1400\n"),
        ("<h2><b><i>Extruder</i></b> <b><i>MK 1400</i></b></h2>", "## Extruder MK 1400\n"),
        ("<h2><b>Pump</b> north</h2>", "## **Pump** north\n"),
    ])
    func aHeadingIsNotBoldAsWell(html: String, expected: String) { #expect(markdown(html) == expected) }

    @Test(arguments: [
        ("<p>9~12, 13~17</p>", "9\\~12, 13\\~17\n"), ("<p>~10 or ~20, a ~ b</p>", "~10 or ~20, a ~ b\n"),
        ("<p>H~2~O</p>", "H\\~2\\~O\n"), ("<p>C:\\PROGRA~1\\MICROS~2</p>", "C:\\PROGRA\\~1\\MICROS\\~2\n"),
        ("<p>https://x.example/~jo/~a</p>", "<https://x.example/~jo/~a>\n"),
    ])
    func tildesStrikeNothingOut(html: String, expected: String) { #expect(markdown(html) == expected) }

    @Test func codeHasNoSpacesAtItsEnds() {
        #expect(markdown("<p>run<code> make  x </code>now, <code>\n a</code></p>") == "run `make  x` now, `a`\n")
    }

    @Test func anAddressInATagThatIsTextEndsWithItsQuote() {
        let html = "<p>&lt;a href=\"http://a.example/docs/\"&gt;docs&lt;/a&gt; and \"http://b.example\".</p>"
        #expect(
            markdown(html)
                == "\\<a href=\"<http://a.example/docs/>\">docs\\</a> and \"<http://b.example>\".\n")
    }

    @Test func linksThatNobodySawAreNone() {
        let html =
            "<p><a href=http://a.example/1>One</a><a href=http://a.example/2><br></a>Two<a href=http://a.example/3>&nbsp;</a>three</p>"
        #expect(markdown(html) == "[One](http://a.example/1)\\\nTwo three\n")
    }

    @Test func definitionsWithLinesBetweenAreOneList() {
        let html = "<dl><dt>a</dt><dd>b</dd></dl>\n<dl><dt>c</dt><dd>d</dd></dl><ul><li>e</li></ul>"
        #expect(markdown(html) == "- **a**: b\n\n- **c**: d\n\n* e\n")
    }

    @Test func wordsOfTogglesAreNoPartOfAHeading() {
        let toggle = "<a href=\"javascript:unhide('x', 'y')\">Collapse</a>"
        #expect(
            markdown("<h3>News: <span>\(toggle)<br></span><hr></h3><h3>\(toggle)</h3>")
                == "### News:\n\n---\n\n### Collapse\n")
    }

    @Test func oneOrderForBoldItalics() {
        #expect(markdown("<p><i><b>a</b> </i>b <b><i>c</i></b></p>") == "**_a_** b **_c_**\n")
    }

    @Test(arguments: [
        ("<p>chat.example/\u{200B}wg and\u{FEFF} more\u{2028}text</p>", "chat.example/wg and more text\n"),
        ("<p>\u{FFFC}\u{2028}\u{2028}    - x</p>", "\\- x\n"), ("<h2>\u{200B}</h2><p>a</p>", "a\n"),
        ("<p>👩\u{200D}🔧 می\u{200C}خواهم</p>", "👩\u{200D}🔧 می\u{200C}خواهم\n"),
    ])
    func whatNobodySeesGoes(html: String, expected: String) { #expect(markdown(html) == expected) }

    @Test(arguments: [
        ("<p>Regards<br>____<br>Jo</p>", "Regards\n\n---\n\nJo\n"), ("<p>==========</p><p>a</p>", "---\n\na\n"),
        ("<p>Changes<br>-----------<br>None.<br>===</p>", "## Changes\n\nNone.\n\n---\n"),
        ("<p>one<br>two<br>-----</p>", "one\\\ntwo\n\n---\n"),
        ("<ul><li>a<br>-----<br>b</li></ul>", "- a\n\n  ---\n\n  b\n"),
        ("<p>--</p><p>a -- b</p>", "\\--\n\na -- b\n"), ("<p>---- x</p>", "---- x\n"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>---</td><td>c</td></tr></table>",
            "| a | b |\n| --- | --- |\n| --- | c |\n"
        ),
    ])
    func linesThatPeopleTypedAreRules(html: String, expected: String) { #expect(markdown(html) == expected) }

    @Test(arguments: [
        (
            "<p>a <a href='https://x.example/p'><br><img src='https://x.example/i.png' alt=' Pump  1 '></a></p>",
            "a [![Pump 1](https://x.example/i.png)](https://x.example/p)\n"
        ),
        ("<p>see <a href='https://x.example/p'><br></a></p>", "see\n"),
        ("<blockquote><p><em><br>Jo</em></p></blockquote>", "> *Jo*\n"),
        (
            "<p><img src='https://x.example/i.gif' v:shapes='_x1' alt='Abgerundetes Rechteck: Home '></p>",
            "![Home](https://x.example/i.gif)\n"
        ),
        (
            "<p><img src='https://x.example/i.gif' alt='Figure 1: Home'></p>",
            "![Figure 1: Home](https://x.example/i.gif)\n"
        ),
    ])
    func linksAndPicturesHaveNoSpareSpaces(html: String, expected: String) { #expect(markdown(html) == expected) }

    /// A cell has no lists, hence no boxes to tick.
    @Test func tasksInCellsShowTheirBoxes() {
        var writer = MarkdownWriter()
        let table = MarkdownTable(
            header: [[.text("a")]], alignments: [.none], rows: [[[.taskBox(isDone: true), .text("b")]]])
        #expect(writer.write([.table(table)]) == "| a |\n| --- |\n| ☑ b |\n")
    }

    @Test func aBoxIsNoTable() {
        let box = "<table><tr><td><p>Tasks</p><ul><li>a</li><li>b</li></ul></td></tr></table>"
        #expect(markdown(box) == "Tasks\n\n- a\n- b\n")
    }

    // MARK: Pages of old sites

    private func body(_ body: String, title: String = "Press 300") async throws -> String {
        let site = try Workspace(["a.htm": "<html><head><title>\(title)</title></head><body>\(body)</body></html>"])
        _ = try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/old", workers: 1).run()
        let text = site.read("groups/old/a.md")
        return text.firstRange(of: "imported}\n---\n").map { String(text[$0.upperBound...].drop { $0 == "\n" }) }
            ?? "(no page)"
    }

    @Test func boldLinesAboveTextAreHeadings() async throws {
        let text = "<p>It presses things flat.</p>"
        #expect(
            try await body("<p><b>Press 300</b></p>\(text)<p><i><b>Dimensions</b> </i></p><ul><li>590 mm</ul>")
                == "It presses things flat.\n\n## Dimensions\n\n- 590 mm\n")
        // Headings of the page's own, the heads of two columns, a sentence and navigation stay what they are.
        #expect(try await body("<h2>Use</h2><p><b>Mind your hands</b></p>\(text)").contains("**Mind your hands**"))
        #expect(try await body("<p><b>Term</b></p><p><b>Definition</b></p>\(text)").contains("**Definition**"))
        #expect(try await body("<p><b>Mind your hands!</b></p>\(text)").contains("**Mind your hands!**"))
        #expect(try await body("\(text)<p><b>The end</b></p>").contains("**The end**"))
    }

    @Test func theTitleIsNotSaidAgainBelowAPathOfPages() async throws {
        let path = "<p>Machines / Presses</p>"
        #expect(
            try await body("\(path)<h2>Press 300</h2><p>a</p><h4>Use</h4>") == "Machines / Presses\n\na\n\n## Use\n")
        #expect(try await body("\(path)<h2>Press 300</h2><p>a</p><h2>Use</h2>").contains("## Press 300"))
    }

    @Test func rowsOfPicturesAndColumnsOfProseAreNoTables() async throws {
        func row(_ cells: [String]) -> String {
            "<table border=1><tr>\(cells.map { "<td>\($0)</td>" }.joined())</tr></table>"
        }
        let prose = String(repeating: "word ", count: 30)
        #expect(try await !body(row(["<img src='https://x.example/i.png'> Mixer", "Oven"])).contains("|"))
        #expect(try await !body(row([prose, prose])).contains("|"))
        #expect(try await body(row(["1", "2"])).contains("| 1 | 2 |"))
    }

    @Test func whatExcelClipsArrives() async throws {
        let cell = "<td class=xl65>Quality di<span style='display:\n none'>alogue</span></td><td>x</td>"
        let text = try await body(
            "<table border=1><tr>\(cell)</tr><tr><td>a</td><td>b</td></tr></table><div style='display:none'>secret</div>"
        )
        #expect(text.contains("Quality dialogue") && !text.contains("secret"))
    }
}
