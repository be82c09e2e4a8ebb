import HearthModel
import Testing

@testable import HearthContent

/// What word processors and keyboards make of Markdown's signs, and readers would see.
@Suite struct ShownMarksTests {
    private func page(_ body: String, fields: String = "title: A") throws -> Parsed {
        try parse("a.md", "---\n\(fields)\n---\n\(body)\n")
    }

    @Test(arguments: [
        ("Text.\n\n##\u{A0}Heading", 6, "write '##' and a plain space"),
        ("###\u{A0}x", 4, "write '###' and a plain space"),
        ("##Heading here", 4, "write '## Heading here'"), ("-\u{A0}one\n-\u{A0}two", 4, "write '-' and a plain space"),
        ("•\tone\n•\ttwo", 4, "begin each of them with '- ' instead"),
        ("• one *x*\n• **two**", 4, "begin each of them with '- ' instead"),
        ("> [!Mine]- Title\n> Text", 4, "write one of [!NOTE], [!TIP], [!IMPORTANT], [!WARNING], [!CAUTION]"),
    ])
    func areTold(_ body: String, _ line: Int, _ help: String) throws {
        let page = try page(body)
        #expect(page.found == ["shown-mark:\(line)"] && page.diagnostics.first?.help == help)
        let followed = body.replacing("\u{A0}", with: " ").replacing("•\t", with: "- ").replacing("• ", with: "- ")
            .replacing("Mine", with: "TIP").replacing("##H", with: "## H")
        #expect(try self.page(followed).found == [])
        #expect(try self.page(body, fields: "title: A\nsource: {system: wiki}").found == [])
    }

    @Test(arguments: [
        "• one", "• one\ntwo", "one\n• two", "• one  \n• two", "`##\u{A0}x`", "\\##\u{A0}x", "#######\u{A0}x", "##x",
        "#\u{2003}x",
        "> [!TIP]\n> x", "[!Mine]", "> [!Hint] of a title", "> [!hint]\n> x", "> [x]", "```\n##\u{A0}x\n• a\n• b\n```",
    ])
    func otherTextIsAsItIs(_ body: String) throws { #expect(try page(body).found == []) }
}
