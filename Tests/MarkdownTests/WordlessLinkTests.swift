import HearthModel
import Testing

/// A link around a picture without words has no name.
@Suite struct WordlessLinkTests {
    @Test(arguments: [
        "[![](a.png)](https://example.com/x)", "[ ![ ](a.png) ](b.md)", "[**![](a.png)**](b.md)",
        "[![](a.png)![](c.png)](b.md)", "| A |\n| --- |\n| [![](a.png)](b.md) |",
    ])
    func aLinkThatIsAPictureNeedsWords(_ text: String) throws {
        let found = parse("One.\n\n" + text + "\n", firstLine: 3).diagnostics
        #expect(found.map(\.kind.id) == ["wordless-link"])
        #expect(found.first?.location?.line == (text.hasPrefix("|") ? 7 : 5))
    }

    @Test(arguments: [
        "[![Pump](a.png)](b.md)", "[![](a.png) Pump](b.md)", "![](a.png)", "[Pump](b.md)", "[`x`![](a.png)](b.md)",
        "[![](a.png)](b.md \"Pump\")", "[![](https://other.example/a.png)](b.md)", "[![](a.png)![Pump](c.png)](b.md)",
    ])
    func othersHaveOne(_ text: String) {
        #expect(parse(text + "\n").diagnostics.map(\.kind.id) == [])
    }
}
