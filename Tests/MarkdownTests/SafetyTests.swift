import HearthMarkdown
import HearthModel
import Testing

@Suite struct SafetyTests {
    @Test func rawHTMLIsLeftOutAndReported() {
        let (document, diagnostics) = parse("a <b>c</b> <!-- d -->e\n\n<div>\nf\n</div>\n\n<!-- g -->\n", firstLine: 3)
        #expect(html(document) == "<p>a c e</p>\n")
        #expect(diagnostics.map(\.kind) == [.rawHTML, .rawHTML])
        #expect(diagnostics.map { $0.location?.line } == [3, 5])
        #expect(diagnostics.first?.location?.column == 3)
        #expect(diagnostics.first?.summary == "the HTML <b> was left out")
        #expect(html("a <b>c</b>", options: MarkdownOptions(allowsRawHTML: true)) == "<p>a <b>c</b></p>\n")
    }

    @Test func aCommentHidesNothingBehindIt() {
        #expect(parse("<!-- a --> words\n").diagnostics.map(\.kind) == [.rawHTML])
        #expect(parse("<!-- a\n\nwords\n").diagnostics.map(\.kind) == [.rawHTML])
        #expect(parse("<!-- a\n\nb -->\n<!-- c -->\n").diagnostics.isEmpty)
    }

    @Test(arguments: [
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:x)", "[a](java&#10;script:x)", "[a](&#106;avascript:x)",
        "[a](<java\tscript:x>)",
        "[a](vbscript:x)", "[a](file:///etc/passwd)", "[a](data:text/html,x)", "![a](data:image/svg+xml,x)",
        "[a](javascript&colon;x)",
        "<javascript:x>", "[a]\n\n[a]: javascript:x", "[a](%6Aavascript:x)", "[a](<  javascript:x>)",
        "[a](javascript%3Ax)", "[a](data:image/png+xml,x)",
    ])
    func unsafeAddressesAreLeftOut(_ text: String) {
        let (document, diagnostics) = parse(text)
        let output = html(document)
        #expect(!output.contains("href") && !output.contains("src"))
        #expect(diagnostics.map(\.kind) == [.unsafeURL])
        #expect(document.links.isEmpty)
    }

    @Test(arguments: [
        "![a](data:image/png;base64,AA)", "[a](x/javascript:y)", "[a](?q=javascript:x)", "[a](mailto:x@y)",
        "[a](#javascript:x)",
    ])
    func safeAddressesStay(_ text: String) {
        #expect(parse(text).diagnostics.isEmpty)
        #expect(parse(text).document.links.count == 1)
    }

    @Test func commonMarkModeKeepsEverything() {
        #expect(
            html("<b>[a](javascript:x)</b>", options: SpecTests.plain)
                == "<p><b><a href=\"javascript:x\">a</a></b></p>\n")
        #expect(
            html("@a #b [[c]] ~~d~~ http://e\n\na|b\n-|-\n", options: SpecTests.plain)
                == "<p>@a #b [[c]] ~~d~~ http://e</p>\n<p>a|b\n-|-</p>\n")
    }

    @Test func brokenBytesAndControlCharactersAreReplaced() {
        var diagnostics: [Diagnostic] = []
        let bytes: [UInt8] = [
            0xEF, 0xBB, 0xBF, 0x23, 0x20, 0x61, 0x00, 0x0D, 0x0A, 0x0D, 0x0A, 0x62, 0xFF, 0x01, 0x63, 0x0C, 0x64, 0x0D,
            0x65,
        ]
        let document = MarkdownDocument.parse(bytes[...], file: "f", diagnostics: &diagnostics)
        #expect(html(document) == "<h1>a\u{FFFD}</h1>\n<p>b\u{FFFD}\u{FFFD}c d\ne</p>\n")
    }
}

@Suite struct HostileInputTests {
    static let count = 40_000

    /// Inputs that are cheap to write and dear to parse carelessly.
    static let inputs: [(String, String)] = [
        ("brackets", String(repeating: "[", count: count)),
        ("closing brackets", String(repeating: "]", count: count)),
        ("stars", String(repeating: "*", count: count)),
        ("stars and letters", String(repeating: "*a ", count: count)),
        ("underscores", String(repeating: "_a__", count: count)),
        ("backticks", (1..<400).map { "e" + String(repeating: "`", count: $0) }.joined()),
        ("pipes", String(repeating: "|", count: count)),
        ("delimiter rows", String(repeating: "|-\n", count: count)),
        (
            "a wide table",
            String(repeating: "a|", count: 5000) + "\n" + String(repeating: "-|", count: 5000) + "\n"
                + String(repeating: "b\n", count: 5000)
        ),
        ("wiki links", String(repeating: "[[", count: count)),
        ("wiki links with a letter", String(repeating: "[[a", count: count)),
        ("ats", String(repeating: "@", count: count)),
        ("ats and letters", String(repeating: "a@", count: count)),
        ("hashes", String(repeating: "#", count: count)),
        ("topics", String(repeating: " #a", count: count)),
        ("tildes", String(repeating: "~a ", count: count)),
        ("nested tildes", String(repeating: "~a", count: count) + String(repeating: "b~", count: count)),
        ("strikes", String(repeating: " ~~a", count: count) + String(repeating: "a~~ ", count: count)),
        ("URLs", String(repeating: "http://", count: count)),
        ("hosts", String(repeating: "www.", count: count)),
        ("colons", String(repeating: "://a_", count: count)),
        ("footnotes", String(repeating: "[^a", count: count)),
        ("footnote definitions", String(repeating: "[^a]:", count: count)),
        ("footnote lines", (0..<20_000).map { "[^\($0)]: x[^\($0 + 1)]\n" }.joined() + "\na[^0]\n"),
        ("quotes", String(repeating: ">", count: count)),
        ("lists", String(repeating: "* ", count: count) + "a" + String(repeating: "\n", count: count)),
        ("nested emphasis", String(repeating: "*a **a ", count: count) + String(repeating: "b** b*", count: count)),
        ("images", String(repeating: "![[]()", count: count)),
        ("alternative texts", String(repeating: "![a", count: count)),
        ("entities", String(repeating: "&", count: count) + String(repeating: "&a;", count: count)),
        ("angle brackets", String(repeating: "<", count: count)),
        ("comments", String(repeating: "<!-- a ", count: count)),
        ("comment blocks", String(repeating: "<!--\n-->x<!--", count: count)),
        ("equal headings", String(repeating: "# a\n", count: count)),
        ("ids", String(repeating: "# a {#a}\n", count: 20_000)),
        ("backslashes", String(repeating: "\\", count: count) + String(repeating: "\\@", count: count)),
        ("definitions", (0..<count).map { "[\($0)]: u\n" }.joined() + String(repeating: "[1] ", count: count)),
        ("a long line", String(repeating: "word ", count: 200_000)),
        ("breaks", String(repeating: "a\n", count: count)),
        ("semicolons", "http://a" + String(repeating: ";", count: count)),
        ("parentheses", "http://a" + String(repeating: "(", count: count) + String(repeating: ")", count: count)),
        ("mails", String(repeating: "a.b-c_d", count: count) + "@" + String(repeating: "a.b", count: count)),
    ]

    /// Each ends, nothing overflows, and the output is not out of proportion. A quadratic step would show as minutes.
    @Test(arguments: inputs.map(\.0))
    func staysLinear(_ name: String) throws {
        let text = try #require(Self.inputs.first { $0.0 == name }).1
        let (document, _) = parse(text)
        let output = html(document, renderer: MarkdownHTMLRenderer(headingAnchors: true))
        #expect(output.utf8.count < text.utf8.count * 120 + 3_000_000, "\(name)")
        #expect(TagBalance.problem(in: output) == nil, "\(name)")
        #expect(TagBalance.depth(of: output) < 480, "\(name)")
    }

    @Test func deepNestingIsFlattenedAndReported() {
        for text in [
            String(repeating: "> ", count: 5000) + "a",
            String(repeating: "*a **a ", count: 1000) + String(repeating: "b** b*", count: 1000),
        ] {
            let (document, diagnostics) = parse(text, firstLine: 4)
            #expect(diagnostics.map(\.kind) == [.deepNesting])
            #expect(diagnostics.first?.location?.line == 4)
            #expect(document.plainText(of: document.blocks[...]).contains("a"))
        }
    }

    @Test func plainCommonMarkNestsAsDeepAsItLikes() {
        let output = html(String(repeating: ">", count: 20_000) + "a", options: SpecTests.plain)
        #expect(TagBalance.depth(of: output) == 20_001)
    }
}
