import Foundation
import HearthMarkdown
import HearthMigration
import HearthModel
import Testing

/// What a reader sees of a text, before and after a migration.
enum RoundTrip {
    static func words(_ html: String) -> [String] {
        HTMLToMarkdown.visibleText(html).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Markdown as a page of the new site shows it.
    static func rendered(_ markdown: String) -> String {
        var diagnostics: [Diagnostic] = []
        let document = MarkdownDocument.parse(
            Array(markdown.utf8)[...], file: "a.md", options: MarkdownOptions(), diagnostics: &diagnostics)
        var out = HTMLWriter()
        MarkdownHTMLRenderer().render(document, blocks: document.blocks[...], into: &out) { _ in nil }
        return out.text
    }
}

/// The way there and back: the Markdown of a page, rendered, shows the words that the page showed.
@Suite struct RoundTripTests {
    private func rendered(_ html: String) -> String {
        var converter = HTMLToMarkdown()
        var writer = MarkdownWriter()
        let markdown = writer.write(converter.convert(html))
        return RoundTrip.rendered(markdown)
    }

    @Test func nestedStructuresKeepTheirWords() {
        let pieces = [
            "<p>a *b* _c_ [d] &lt;e&gt; #f 1. g</p>", "<ul><li>x<ol start=7><li>y<p>z</p></li></ol></li></ul>",
            "<blockquote><h2>q</h2><pre>code  `r`\n\n  s</pre></blockquote>",
            "<p><b>bold<i>both</i></b>tail <code>`k`</code></p>",
            "<table><tr><th>A|B</th><th>C</th></tr><tr><td>1</td><td><ul><li>2</li></ul></td></tr></table>",
            "<dl><dt>term</dt><dd>meaning</dd></dl>",
            "<p>x<sub>2</sub> 10<sup>th</sup> https://a.example/_b_ &amp;amp;</p>",
            "<a href='https://a.example/(x'><h3>linked</h3></a>", "<p>- no list</p><p>+ none</p><p>---</p><p>~~~</p>",
        ]
        // Every piece inside and beside every other.
        for outer in pieces {
            for inner in pieces {
                let html = outer + "<div>\(inner)</div>" + outer.replacing("</li>", with: inner + "</li>")
                // Digits written low and high have characters of their own.
                let source = RoundTrip.words(html).map { $0.decomposedStringWithCompatibilityMapping }
                let result = RoundTrip.words(rendered(html)).map { $0.decomposedStringWithCompatibilityMapping }
                #expect(source.joined() == result.joined(), "\(html)")
            }
        }
    }
}
