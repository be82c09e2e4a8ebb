import HearthModel
import Testing

/// Marks of footnotes in a text that has none: a footnote was forgotten, or somebody speaks of regular expressions.
@Suite struct MissingFootnoteTests {
    @Test(arguments: [
        "See the note.[^1] More.", "[^1]", "A word[^note].", "\u{201C}Quoted\u{201D}[^see-also]", "- x[^12]",
        "Really[^1]?",
    ])
    func aMarkWithoutFootnoteIsReported(_ text: String) {
        let (document, diagnostics) = parse("One.\n\n" + text + "\n", firstLine: 3)
        #expect(diagnostics.map(\.kind.id) == ["missing-footnote"])
        #expect(diagnostics.first?.location?.line == 5)
        #expect(html(document).contains("[^"), "the text stays as it is")
    }

    @Test(arguments: [
        "Use [^0-9] for all others.", "[^abc]+ and x[^abcd]* and x[^abcd]?", "`[^1]`", "\\[^1]", "a [^word] apart",
        "[^1](https://x.example/)", "x[^a-z]", "(?:[^12]|x)", "[[^1]]", "x[^2013]", "[^ ]", "[^]",
    ])
    func anythingElseIsNot(_ text: String) {
        #expect(parse(text + "\n").diagnostics.map(\.kind.id).filter { $0 == "missing-footnote" } == [])
    }
}
