import HearthMarkdown
import HearthModel
import Testing

/// Addresses with a blank, which are no links in CommonMark, and addresses that only one computer knows.
@Suite struct BlankAddressTests {
    @Test(
        arguments: [
            ("See ![p](Photo of pump.png) now", "put it in <…>: ![p](<Photo of pump.png>)", 5),
            ("[plan](how we work.md)", "put it in <…>: [plan](<how we work.md>)", 1),
            ("- a [x](../a b/#part) b", "put it in <…>: [x](<../a b/#part>)", 5),
            ("[x](Report (final).pdf \"A title\")", "put it in <…>: [x](<Report (final).pdf> \"A title\")", 1),
            ("**[**a**](a b.md)", "put it in <…>: (<a b.md>)", nil),
            ("![a](my photo)", "put it in <…>: ![a](<my photo>)", 1),
            ("# T [x](a b.md)", "put it in <…>: [x](<a b.md>)", 5),
        ] as [(String, String, Int?)])
    func isToldWithAFormThatIsALink(_ text: String, _ help: String, _ column: Int?) throws {
        let (_, diagnostics) = parse("One.\n\n" + text + "\n", firstLine: 3)
        #expect(diagnostics.map(\.kind.id) == ["blank-in-address"])
        #expect(diagnostics.first?.help == help)
        #expect(diagnostics.first?.location?.line == 5)
        if let column { #expect(diagnostics.first?.location?.column == column) }
        let advice = help.dropFirst("put it in <…>: ".count)
        let followed = parse(advice.hasPrefix("(") ? "[x]" + advice : String(advice))
        #expect(followed.diagnostics.isEmpty && followed.document.links.count == 1)
    }

    @Test(arguments: [
        ("![Italic](/pic.png =x30)", "![Italic](/pic.png)"), ("![p](a.png =300x200)", "![p](a.png)"),
        ("![p](a.png  =100% \"T\")", "![p](a.png \"T\")"), ("![p](my pump.png =30x)", "![p](<my pump.png>)"),
    ])
    func aSizeIsLeftOut(_ text: String, _ advice: String) {
        let (_, diagnostics) = parse(text + "\n")
        #expect(diagnostics.map(\.kind.id) == ["blank-in-address"])
        #expect(diagnostics.first?.help == "a size has no place there: " + advice)
        let followed = parse(advice)
        #expect(followed.diagnostics.isEmpty && followed.document.links.count == 1)
    }

    @Test(arguments: [
        ("![x](img\\My Photo.PNG)", "put it in <…>: ![x](<img/My Photo.PNG>)"),
        ("[x](mailto: jo@example.com)", "write [x](mailto:jo@example.com)"),
        ("[x](tel: +47 12.34)", "write [x](tel:+4712.34)"),
        ("[x](https: //a.example/b c)", "write [x](https://a.example/b%20c)"),
    ])
    func theFormIsOneForReaders(_ text: String, _ help: String) throws {
        let (_, diagnostics) = parse(text + "\n")
        #expect(diagnostics.map(\.kind.id) == ["blank-in-address"] && diagnostics.first?.help == help)
        let advice = help.drop { $0 != "!" && $0 != "[" }
        let followed = parse(String(advice))
        #expect(followed.diagnostics.isEmpty && followed.document.links.count == 1)
        #expect(followed.document.links.first?.destination.contains("\\") == false)
    }

    @Test(arguments: [
        "See [x](\\\\server\\share\\my docs\\f.doc)", "[x](C:\\my docs\\f.doc)", "[x](file:///C:/my docs/f.doc)",
    ])
    func whatOneComputerKnowsNeedsNoBrackets(_ text: String) {
        let (_, diagnostics) = parse(text + "\n")
        #expect(diagnostics.map(\.kind.id) == ["blank-in-address"] && diagnostics.first?.location?.column != nil)
        #expect(diagnostics.first?.help == "put the file beside the page and write its name")
    }

    @Test(arguments: [
        ("<file:///C:/x.doc>", "put the file beside the page and write its name"),
        ("[x](file://server/share/f.doc)", "put the file beside the page and write its name"),
        (
            "[x](file:///home/x/Output/groups/lift/index.html)",
            "write the path of the page on the site, such as /groups/lift/"
        ),
    ])
    func filesOfOneComputerAreLeftOutWithAWayOut(_ text: String, _ help: String) {
        let (document, diagnostics) = parse(text + "\n")
        #expect(diagnostics.map(\.kind.id) == ["unsafe-url"] && diagnostics.first?.help == help)
        #expect(document.links.isEmpty)
    }

    @Test(arguments: [
        "`![p](Photo of pump.png)`", "    [x](a b.md)", "```\n[x](a b.md)\n```", "\\[x](a b.md)", "[x\\](a b.md)",
        "[x]\\(a b.md)", "[see](as found in it)", "f[i](a, b)", "[1](cf. Smith 2010)", "[x](a%20b.md)", "[x](<a b.md>)",
        "[x](a.md \"A title\")", "[x] (a b.md)", "x](a b.md)", "[[wiki]](a b.md)", "<!-- [x](a b.md) -->",
    ])
    func anythingElseIsNot(_ text: String) {
        #expect(parse("One.\n\n" + text + "\n").diagnostics.filter { $0.kind.id == "blank-in-address" }.isEmpty)
    }

    @Test func manyTakeNoLongerThanTheirLength() {
        for part in ["](", "[x](a b", "[", "](a b.md)"] {
            _ = parse(String(repeating: part, count: 20_000))
        }
    }

    @Test(arguments: [
        "![x](C:\\Users\\Jo\\a.png)", "![y](D:/pics/a.png)", "![z](cid:image001.png@01D)", "[n](c:/Users/jo/a.docx)",
        "[n](SMB://server/share)", "[x](C%3A/a)",
    ])
    func whatOneComputerKnowsIsLeftOut(_ text: String) {
        let (document, diagnostics) = parse(text + "\n")
        #expect(diagnostics.map(\.kind.id) == ["unsafe-url"])
        #expect(diagnostics.first?.help == "put the file beside the page and write its name")
        #expect(document.links.isEmpty)
    }

    @Test(arguments: ["[x](c/a.md)", "[x](./c:a)", "[x](ms-word:a)", "[x](mailto:a@b.example)", "[x](a#c:d)"])
    func otherAddressesStay(_ text: String) { #expect(parse(text + "\n").diagnostics.isEmpty) }
}
