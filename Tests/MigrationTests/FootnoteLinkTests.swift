import HearthMigration
import HearthModel
import TestKit
import Testing

/// Footnotes in pages that programs have made.
@Suite struct FootnoteLinkTests {
    private func page(_ body: String) async throws -> (text: String, report: ImportReport) {
        let site = try Workspace(["a.html": "<title>Pump rules</title><body>\(body)"])
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let text = site.read("groups/w/a.md")
        return (text.components(behind: "{status: imported}\n---\n\n"), outcome.report)
    }

    @Test func ofPandoc() async throws {
        let (text, report) = try await page(
            """
            <h2 id="stop">Stop</h2><p>Stop it<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>
            and wait.<a href="#fn2" class="footnote-ref" id="fnref2" role="doc-noteref"><sup>2</sup></a></p>
            <aside id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr /><ol>
            <li id="fn1"><p>By the <em>red</em> button.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li>
            <li id="fn2"><p>Five minutes:</p><pre><code>sleep 300</code></pre>
            <p><a href="#fnref2" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></aside>
            """)
        #expect(
            text == """
                ## Stop

                Stop it[^1] and wait.[^2]

                [^1]: By the *red* button.

                [^2]: Five minutes:

                    ```
                    sleep 300
                    ```

                """, "\(text)")
        #expect(report.kinds["links"]?.skipped == ["marks of footnotes": 4])
    }

    @Test(arguments: [
        #"""
        <p>Stop it<sup id="fnref:1"><a href="#fn:1" class="footnote" rel="footnote">1</a></sup> now.</p><p>It runs.</p>
        <div class="footnotes"><h2>Footnotes</h2><ol><li id="fn:1"><p>By the button.&nbsp;<a href="#fnref:1"
        class="reversefootnote">&#8617;</a></p></li></ol></div>
        """#,
        #"""
        <p>Stop it<a href="#fn:1" id="fnref:1" title="see footnote" class="footnote">[1]</a> now.</p><p>It runs.</p>
        <div class="footnotes"><hr /><ol><li id="fn:1"><p>By the button. <a href="#fnref:1" title="return to body"
        class="reversefootnote">&#160;&#8617;</a></p></li></ol></div>
        """#,
        #"""
        <div class=WordSection1><p class=MsoNormal>Stop it<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
        title=""><span class=MsoFootnoteReference><![if !supportFootnotes]><span>[1]</span><![endif]></span></a> now.</p>
        <p>It runs.</p></div><div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all>
        <hr align=left size=1 width="33%"><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
        style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span>[1]</span></a> By the button.</p></div></div>
        """#,
        #"""
        <p>Stop it<sup class="footnote">[<a id="_footnoteref_1" class="footnote" href="#_footnotedef_1">1</a>]</sup> now.</p>
        <p>It runs.</p><div id="footnotes"><hr><div class="footnote" id="_footnotedef_1"><a href="#_footnoteref_1">1</a>. By the
        button.</div></div>
        """#,
        #"""
        <p>Stop it<sup id="cite_ref-b_1-0" class="reference"><a href="#cite_note-b-1">[1]</a></sup> now.</p><p>It runs.</p>
        <ol class="references"><li id="cite_note-b-1"><span class="mw-cite-backlink">↑ <a href="#cite_ref-b_1-0"><sup>a</sup></a>
        </span> <span class="reference-text">By the button.</span></li></ol>
        """#,
    ])
    func ofOthers(_ body: String) async throws {
        let (text, _) = try await page(body)
        #expect(text == "Stop it[^1] now.\n\nIt runs.\n\n[^1]: By the button.\n", "\(text)")
    }

    @Test func severalMarksOfOneNote() async throws {
        let (text, _) = try await page(
            """
            <p>Stop<sup id="r1"><a href="#fn:1">1</a></sup> it<sup><a id="r2" href="#fn:1">1</a>,<a id="r3" href="#fn:2">2</a></sup></p>
            <div class="footnotes"><ol><li id="fn:1">One <a href="#r1">↩</a> <a href="#r2">↩</a></li>
            <li id="fn:2">Two <a href="#r3">↩</a></li></ol></div>
            """)
        #expect(text == "Stop[^1] it[^1],[^2]\n\n[^1]: One\n\n[^2]: Two\n", "\(text)")
    }

    @Test func linksThatAreNoNotesStay() async throws {
        for body in [
            "<p>Words of it<sup><a href=#n>1</a></sup> here</p><h2 id=n>Pumps</h2><p>Go <a href=#t>back</a> up</p>",
            "<p>See part <a id=t href=#n>1</a> of it</p><p id=n>The first part, <a href=#t>up</a></p>",
            "<p>Words of it<sup><a href=#n>1</a></sup> here</p><p id=n>Nothing leads back</p>",
        ] {
            let (text, _) = try await page(body)
            #expect(!text.contains("[^"), "\(text)")
        }
    }

    /// A note whose mark goes with the menu that it stands in would be shown nowhere.
    @Test func noNoteIsLostWithItsMark() async throws {
        let (text, _) = try await page(
            """
            <nav><a href=b.html>Home</a><sup><a id=r1 href="#fn:1">1</a></sup></nav><p>All the words of the page</p>
            <ol><li id="fn:1">The start of it <a href="#r1">↩</a></li></ol>
            """)
        #expect(text == "All the words of the page\n\nThe start of it\n", "\(text)")
    }
}

extension String {
    fileprivate func components(behind mark: String) -> String {
        firstRange(of: mark).map { String(self[$0.upperBound...]) } ?? self
    }
}
