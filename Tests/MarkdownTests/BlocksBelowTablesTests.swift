import HearthMarkdown
import HearthModel
import Testing

/// Where tables end, and wiki links with brackets.
@Suite struct BlocksBelowTablesTests {
    private let table = "| a | b |\n|---|---|\n| c | d |\n"

    private func rest(_ text: String) -> (rows: Int, below: String) {
        let output = html(table + text)
        let end = "</table>\n"
        guard let place = output.firstRange(of: end) else { return (0, output) }
        return (output[..<place.lowerBound].split(separator: "<tr>").count - 1, String(output[place.upperBound...]))
    }

    @Test(arguments: [
        ("---\ntext\n", "<hr />\n<p>text</p>\n"), ("---\n", "<hr />\n"), ("---\n---\n", "<hr />\n<hr />\n"),
        ("---\n\ntext\n", "<hr />\n<p>text</p>\n"),
        ("-----  \n- x\n", "<hr />\n<ul>\n<li>x</li>\n</ul>\n"),
        ("2. x\n", "<ol start=\"2\">\n<li>x</li>\n</ol>\n"), ("-\n", "<ul>\n<li></li>\n</ul>\n"),
        ("    code\n", "<pre><code>code\n</code></pre>\n"), ("# h\n", "<h1>h</h1>\n"),
    ])
    func anotherBlockEndsATable(_ text: String, _ expected: String) {
        let (rows, below) = rest(text)
        #expect(rows == 2 && below == expected, "\(rows) \(below)")
    }

    @Test(arguments: ["e\n", "===\n", "===\n\n", "2.x\n", "-x\n", "   e\n", "e | f\n"])
    func otherLinesAreRows(_ text: String) {
        let (rows, below) = rest(text)
        #expect(rows == 3 && below == "", "\(rows) \(below)")
    }

    @Test func tablesInContainersEndToo() {
        let output = html("> | a |\n> |---|\n> | c |\n> ---\n> text\n")
        #expect(output.contains("<td>c</td>") && output.contains("<hr />\n<p>text</p>\n</blockquote>"), "\(output)")
    }

    @Test(arguments: [
        ("[[a [b] c]] [[d]]", ["a [b] c", "d"]), ("[[[x]]]", ["x"]), ("[[[x] y]]", ["[x] y"]), ("[[a [b]]]", ["a [b]"]),
        ("[[a [b [[c]]", ["c"]),
        ("[[a [b]](u)", []), ("[[a] [b]]", []), ("[[a *b* [_c_]]]", ["a *b* [_c_]"]), ("[[a [b]|c]]", ["a [b]"]),
    ])
    func wikiLinksMayHaveBrackets(_ text: String, _ expected: [String]) {
        let (document, _) = parse(text)
        #expect(document.links.filter { $0.form == .wiki }.map(\.destination) == expected)
    }
}
