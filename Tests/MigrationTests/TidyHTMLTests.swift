import CGumbo
import Foundation
import TestKit
import Testing

@testable import HearthMigration

/// Tidy HTML has the tree that gumbo would have made, or is refused.
@Suite struct TidyHTMLTests {
    /// The tree in one line: elements with attributes, texts in quotes.
    private static func shape(_ tree: GumboTree) -> String {
        guard let root = tree.root else { return "" }
        func shape(_ node: HTMLNode) -> String {
            switch node.kind {
            case .text: return "'" + String(decoding: node.text, as: UTF8.self) + "'"
            case .comment: return "!" + String(decoding: node.text, as: UTF8.self) + "!"
            case .other: return "?"
            case .element:
                let list = node.pointer.pointee.v.element.attributes
                let attributes = (0..<Int(list.length)).compactMap { index -> String? in
                    guard let raw = list.data[index] else { return nil }
                    let attribute = raw.assumingMemoryBound(to: GumboAttribute.self).pointee
                    return " \(String(cString: attribute.name))=\(String(cString: attribute.value))"
                }
                return "<\(node.name)\(attributes.joined())" + node.children.map(shape).joined() + ">"
            }
        }
        return withExtendedLifetime(tree) { shape(HTMLNode(pointer: root)) }
    }

    private static func agree(_ source: String) -> Bool? {
        guard let tidy = GumboTree(tidy: Array(source.utf8)) else { return nil }
        return shape(tidy) == shape(GumboTree(source))
    }

    @Test(arguments: [
        "", " \n", "words", " words \n",
        "<p>a</p>\n\n<p>b <em>c</em> &amp; d &lt;e&gt; &quot;&nbsp;&#39;&#x20ac;</p>\n",
        "a & b &, c", "<p>a<p>b", "<p>a<ul><li>b<li>c</ul>d", "<ul><li><p>a</p><p>b</p></li><li>c<ol><li>d</ol></ul>",
        "<ol>\n<li>a</li>\n<li>b</li>\n</ol>", "<dl><dt>a<dd>b<dt>c<dd>d</dl>", "<dl><dt>a</dt><dd><p>b</dl>",
        "<pre><code>a\n b</code></pre>", "<pre>\na</pre>", "<pre>\n\na</pre>", "a<br>b<br/>c<br />d",
        "<p>a</p><hr><p>b</p>",
        "<p>a<hr>b",
        "<img src=\"a&amp;b.png\" alt='x \"y\"' title=\"\"><a href=\"https://x.example/?a=1&amp;b=2\" disabled>z</a>",
        "<h2>a <code>b</code></h2><h3>c</h3>", "<p>a<h2>b</h2>", "<blockquote>\n<p>a</p>\n</blockquote>",
        "<b><p>a</p></b>", "<b><i>a</i></b><b><b><b><b>a</b></b></b></b>", "<div><p>a</div>b",
        "<table><tr><td>a</td><td>b</td></tr></table>", "<table>\n<tr>\n<th>a</th>\n<td>b</td>\n</tr>\n</table>\n",
        "<table border=\"1\"><caption>t</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td><p>b</td></tr></tbody></table>",
        "<table><tr><td>a<td>b<tr><td>c</table>d", "<table><tbody><tr><td>a<tbody><tr><td>b</table>",
        "<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>",
        "<b>x</b><table><tr><td><b>a</b></td></tr></table>",
        "a<!-- b -->c<p>d</p><!--e-->", "<hearth-alert kind=\"NOTE\"><p>a</p></hearth-alert><x-y>b</x-y>",
        "<p>Grüße &#8211; 日本 🐟</p>", "<ul>a<li>b</li>c</ul>", "<p>a <span class=\"x\">b</span>\n</p>",
        "<table><tr><td>a</td></tr><!-- b --></table>", "<div><li>a</div>", "<blockquote><li>a<li>b</blockquote>",
        "<p><table><tr><td>a</td></tr></table>", "<ul><li>a<p>b<li>c</ul>", "<center>a</center><section>b</section>",
    ])
    func theTreeIsGumbos(_ source: String) { #expect(Self.agree(source) != false, "\(source)") }

    @Test(arguments: [
        "<p>Grüße an <strong>alle</strong>, siehe <a href=\"/x\">hier</a>.</p>\n\n<ul>\n<li>a</li>\n</ul>\n",
        "<table>\n<tr><td>a</td></tr>\n</table>", "<pre><code>a &lt; b\n</code></pre>", "<p>a<br />b</p><hr />",
    ])
    func ordinaryTextNeedsNoGumbo(_ source: String) { #expect(GumboTree(tidy: Array(source.utf8)) != nil) }

    /// What only the whole rule book gets right.
    @Test(arguments: [
        "<b><i>a</b></i>", "<p><b>a</p><p>b</p>", "<a href=x>y</a>", "<table>text<tr><td>a</td></tr></table>",
        "<a><a>b</a></a>", "<script>x</script>", "<P>a</P>", "a < b", "a &copy; b", "a &amp b", "</p>", "<p>a</b></p>",
        "<!-- first --><p>a</p>", "<p a=1 a=2>b</p>", "<p a=\"1\" a=\"2\">b</p>", "<div/>a", "a\rb", "a\u{0}b",
        "<svg></svg>",
        "<input>", "<h1><h2>a</h2></h1>", "<td>a</td>", "<table><td>a</table>", "<p", "<p>a</p", "<p title=\"a", "&#0;",
        "<html><body>a</body></html>", "<b>\u{1}</b>", "&#x80;", "<pre>&#10;a</pre>", "<x-a>b</x-c>",
    ])
    func everythingElseGoesToGumbo(_ source: String) { #expect(GumboTree(tidy: Array(source.utf8)) == nil) }

    @Test func deepNestingGoesToGumbo() {
        #expect(GumboTree(tidy: Array(String(repeating: "<div>", count: 10_000).utf8)) == nil)
        #expect(GumboTree(tidy: Array((String(repeating: "<b>", count: 40) + "a").utf8)) == nil)
    }

    /// A tree that was written down is the same when it is read, comments in front of it included.
    @Test(arguments: [
        "", "<!-- one --><!--two--><!doctype html><html><body>a", "<p title=\"a&amp;b\" hidden>a<b>b</p>c",
        "<x-y a=\"1\">b</x-y><svg><g/></svg><template><p>a</template>", "<table>text<tr><td>a<![CDATA[b]]>",
        "<textarea>\n a</textarea><title>t</title><P ID=x>Grüße 🐟 &#0;",
    ])
    func aTreeThatIsWrittenDownComesBack(_ source: String) throws {
        let tree = GumboTree(source)
        let back = try #require(GumboTree(coded: HTMLTreeCoding.encode(tree)))
        #expect(Self.shape(back) == Self.shape(tree))
        #expect(back.leadingComments.map { Array($0.text) } == tree.leadingComments.map { Array($0.text) })
    }

    /// Bytes that are no tree are refused, whatever they are.
    @Test func otherBytesAreNoTree() {
        let coded = HTMLTreeCoding.encode(GumboTree("<!--c--><p class=\"x\">a <x-y>b</x-y></p>"))
        for end in 0..<coded.count { #expect(GumboTree(coded: Array(coded[..<end])) == nil) }
        for index in coded.indices {
            for byte: UInt8 in [0, 5, 0x7F, 0x80, 0xFF] {
                var changed = coded
                changed[index] = byte
                // A tree or none; never a crash.
                _ = GumboTree(coded: changed).map { Self.shape($0) }
            }
        }
        #expect(GumboTree(coded: coded + [0]) == nil)
    }

    /// Random texts of tags that people mix up: whatever is taken has the same tree.
    @Test func mixedUpTagsNeverDiffer() throws {
        let pieces = [
            "<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<b>", "</b>", "<i>", "</i>", "<a href=\"x\">", "</a>",
            "<table>",
            "</table>", "<tr>", "</tr>", "<td>", "</td>", "<tbody>", "</tbody>", "a", " ", "\n", "<br>", "<hr>", "<dl>",
            "</dl>",
            "<dt>", "<dd>", "</dd>", "<div>", "</div>", "<h2>", "</h2>", "<pre>", "</pre>", "<span>", "</span>",
            "&amp;",
            "<blockquote>", "</blockquote>", "<ol>", "</ol>", "<caption>", "</caption>", "<!--c-->", "<x-y>", "</x-y>",
            "</dt>",
            "<th>", "</th>", "<thead>", "</thead>",
        ]
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(limit))
        }
        var taken = 0
        for _ in 0..<20_000 {
            let source = (0..<(1 + random(9))).map { _ in pieces[random(pieces.count)] }.joined()
            if taken & 15 == 0 {
                let tree = GumboTree(source)
                let back = try #require(GumboTree(coded: HTMLTreeCoding.encode(tree)))
                #expect(Self.shape(back) == Self.shape(tree), "\(source)")
            }
            guard let agrees = Self.agree(source) else { continue }
            taken += 1
            #expect(agrees, "\(source)")
        }
        #expect(taken > 500)
    }
}
