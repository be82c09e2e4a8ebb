import Foundation
import HearthMarkdown
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// Texts that nobody would write, made by chance of marks that people mix up: whatever comes out, no word is lost, none
/// is made up, and none changes its place.
@Suite struct RandomTextTests {
    /// A text of `count` pieces, between which the words `w0`, `w1`, … stand.
    private static func text(
        of pieces: [String], count: Int, using chance: inout SeededNumbers
    ) -> (text: String, words: [String]) {
        var text = ""
        var words: [String] = []
        for _ in 0..<count {
            text += pieces.randomElement(using: &chance) ?? ""
            if Bool.random(using: &chance) {
                words.append("w\(words.count)")
                text += Bool.random(using: &chance) ? words[words.count - 1] + " " : words[words.count - 1]
            }
        }
        return (text, words)
    }

    /// In HTML the tree that a browser builds says in which order the words stand.
    @Test func tagsLoseNoWords() {
        let pieces = [
            "<p>", "</p>", "<ul>", "</ul>", "<ol start=3>", "</ol>", "<li>", "</li>", "<b>", "</b>", "<i>", "</i>",
            "<em>",
            "</em>", "<a href=\"https://a.example/x\">", "</a>", "<table>", "</table>", "<tr>", "</tr>", "<td>",
            "</td>",
            "<th colspan=2>", "</th>", " ", "\n", "<br>", "<hr>", "<dl>", "</dl>", "<dt>", "<dd>",
            "<div>", "</div>", "<h2>", "</h2>", "<h4>", "</h4>", "<pre>", "</pre>", "<code>", "</code>", "<blockquote>",
            "</blockquote>", "<s>", "</s>", "<span class=x>", "</span>", "* ", "_", "**", "`", "[", "](", ")", "# ",
            "1. ",
            "- ", "&lt;b&gt;", "| ", "~~", "\\", "!", "<img src=\"https://a.example/p.png\">", "&amp;amp; ", "@", "#",
            "~~~", "> ",
        ]
        var chance = SeededNumbers(seed: 0x9E37_79B9_7F4A_7C15)
        for _ in 0..<3000 {
            let (html, made) = Self.text(of: pieces, count: Int.random(in: 1...14, using: &chance), using: &chance)
            var converter = HTMLToMarkdown()
            var writer = MarkdownWriter()
            let markdown = writer.write(converter.convert(html))
            let result = RoundTrip.words(RoundTrip.rendered(markdown))
            // Words run together where nothing stands between them, on either side.
            #expect(result.joined() == RoundTrip.words(html).joined(), "\(html)\n\(markdown)")
            #expect(made.allSatisfy { result.joined().contains($0) }, "\(html)")
        }
    }

    /// Wikitext without what hides words by its nature, such as templates and the targets of links.
    @Test func wikitextLosesNoWords() {
        let pieces = [
            "''", "'''", "'''''", "\n", "\n\n", "\n* ", "\n** ", "\n# ", "\n: ", "\n; ", "\n== ", " ==\n", "\n=== ",
            "[[", "]",
            "\n----\n", "<b>", "</b>", "<div>", "</div>", "<pre>", "</pre>", "<nowiki>", "</nowiki>", "&amp;", "\n ",
            "__NOTOC__",
            "<br>", "<p>", "</p>", "<s>", "</s>", "<ul>", "<li>", "</ul>", "[", "\\", "`", "_", "*", "<script>", "}}",
            "|", "</td>",
        ]
        var chance = SeededNumbers(seed: 0xD1B5_4A32_D192_ED03)
        for _ in 0..<3000 {
            let (wikitext, made) = Self.text(of: pieces, count: Int.random(in: 1...14, using: &chance), using: &chance)
            let result = RoundTrip.words(RoundTrip.rendered(Self.markdown(wikitext))).joined()
            var place = result.startIndex
            for word in made {
                guard let found = result[place...].firstRange(of: word) else {
                    Issue.record("\(word) is not in its place\n\(wikitext)\n\(result)")
                    break
                }
                place = found.upperBound
            }
        }
    }

    /// All marks there are, in any order: a page comes out of it, and the same one each time.
    @Test func wikitextOfAnyKindGivesAPage() {
        let pieces = [
            "{{", "}}", "{{{", "}}}", "{|", "\n{|", "\n|-", "\n|}", "\n| ", "\n! ", "||", "!!", "|", "[[", "]]", "[",
            "]",
            "[[File:", "[[Category:", "https://a.example/ ", "<ref>", "</ref>", "<ref name=a />", "<references/>",
            "<nowiki>",
            "</nowiki>", "<noinclude>", "</noinclude>", "<includeonly>", "<gallery>", "</gallery>", "<!--", "-->",
            "#if:", "#switch:",
            "= ", "\n= ", "''", "'''", "\n* ", "\n: ", "\n;", ":", "<table>", "<td>", "</table>", "\u{7F}", "&#x41;",
            "\n#REDIRECT ",
            "<syntaxhighlight lang=\"c\">", "</syntaxhighlight>", "~~~~", "ä", "\u{0}", "<translate>", "{{Own}}",
            "{{Other|a=",
        ]
        let pages = ["Template:Own": "{{Own}} {{Other}}", "Template:Other": "{{{a|}}} {{Own|{{{1}}}}} {|\n| x"]
        var chance = SeededNumbers(seed: 0x2545_F491_4F6C_DD1D)
        for _ in 0..<2000 {
            let (wikitext, _) = Self.text(of: pieces, count: Int.random(in: 1...20, using: &chance), using: &chance)
            #expect(Self.markdown(wikitext, pages) == Self.markdown(wikitext, pages))
        }
    }

    private static func markdown(_ wikitext: String, _ pages: [String: String] = [:]) -> String {
        var parser = WikitextParser(site: TinyWiki(pages), page: WikiTitle(namespace: 0, name: "A"))
        var converter = HTMLToMarkdown()
        var writer = MarkdownWriter()
        return writer.write(converter.convert(utf8: parser.parse(Array(wikitext.utf8)).html))
    }
}
