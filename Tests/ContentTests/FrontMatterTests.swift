import HearthModel
import TestKit
import Testing

@testable import HearthContent

@Suite struct FrontMatterTests {
    @Test func fieldsAndBodyAreTold() throws {
        let page = try parse("a.md", "---\ntitle: Pumps\ndate: 2013-04-02\n---\nText.\n")
        #expect(page.found == [])
        #expect(page.page.common.title == "Pumps")
        #expect(page.page.common.titleLine == 2)
        #expect(page.page.common.date == Timestamp(year: 2013, month: 4, day: 2))
        #expect(page.page.bodyLine == 5)
        #expect(page.bodyText == "Text.")
    }

    @Test func threeDotsCloseToo() throws {
        let page = try parse("a.md", "---  \ntitle: Pumps\n...\t\nText.")
        #expect(page.found == [])
        #expect(page.bodyText == "Text.")
    }

    @Test func aDashedLineWithinTheTextIsNoFrontMatter() throws {
        let page = try parse("a.md", "# T\n\n---\nkey: value\n---\n")
        #expect(page.found == [])
        #expect(page.bodyText.contains("key: value"))
    }

    @Test(arguments: ["\r\n", "\r", "\n"]) func lineEndsDoNotMoveLines(end: String) throws {
        let page = try parse("a.md", ["---", "title: Pumps", "dte: 1", "---", "Text", ""].joined(separator: end))
        #expect(page.found == ["unknown-key:3"])
        #expect(page.page.bodyLine == 5)
        #expect(page.page.common.title == "Pumps")
    }

    @Test func unterminatedFrontMatterIsNeverText() throws {
        let page = try parse(
            "a.md", "---\ntitle: Pumps\ntags: [a]\n\nvisibility: invited\n\nThe text: it starts here.\n")
        #expect(page.found == ["unterminated-front-matter:1"])
        #expect(page.page.common.title == "Pumps")
        #expect(page.page.common.visibility?.value == .invited)
        #expect(page.bodyText == "The text: it starts here.")
        #expect(page.page.bodyLine == 6)
    }

    @Test func malformedYAMLIsReportedAtItsTrueLineAndNotPrinted() throws {
        let page = try parse("a.md", "---\ntags: [a]\ntitle: A\nauthor: @x.y\n---\nBody.\n")
        #expect(page.found == ["yaml-syntax:4"])
        #expect(page.diagnostic("yaml-syntax")?.help == #"put it in quotes: "@x.y""#)
        #expect(page.diagnostic("yaml-syntax")?.location?.column == 9)
        #expect(page.bodyText == "Body.")
        #expect(page.page.common.title == "A")
    }

    @Test(arguments: [
        ("title: \"open\ntags: [a]", 2...4), ("a: b: c", 2...2), ("tags: [a, b", 2...3), ("type: page\n\tb: c", 2...3),
        ("title: 'a\n\n\n", 2...5), ("just words", 2...2), ("- a\n- b", 2...2), ("title: *b", 2...2), ("{", 2...3),
        ("title: %x", 2...2), ("a: !!binary [", 2...2), ("a: &b c", 2...2), ("a: \"b\nc: d", 2...2), ("? [", 2...3),
        ("title: \"\\q\"", 2...2),
    ])
    func everyMistakeOfNotationHasALineAndKeepsTheBody(yaml: String, lines: ClosedRange<Int>) throws {
        let page = try parse("a.md", "---\n\(yaml)\n---\n# From the body\n\nBody.\n")
        let mistake = try #require(page.diagnostic("yaml-syntax"), "\(page.found)")
        #expect(lines.contains(mistake.location?.line ?? 0), "\(mistake)")
        #expect(page.bodyText == "Body.")
        #expect(page.page.common.title == "From the body")
    }

    @Test func aSignThatWouldSwallowAWordIsReported() throws {
        let page = try parse("a.md", "---\ntags: [a]\ntitle: !important Read this\ndescription: A & B!\n---\n")
        #expect(page.found == ["yaml-syntax:3"])
        #expect(page.diagnostic("yaml-syntax")?.location?.column == 8)
        #expect(page.page.common.tags.map(\.value) == ["a"])
    }

    @Test func aDuplicateFieldIsReportedAtItsSecondLineAndTheFirstCounts() throws {
        let page = try parse("a.md", "---\ntitle: One\nsource: {system: x}\ntitle: Two\ntags: [a]\n---\n")
        #expect(page.found == ["duplicate-key:4"])
        #expect(page.diagnostic("duplicate-key")?.notes.first?.location?.line == 2)
        #expect(page.page.common.title == "One")
        #expect(page.page.common.tags.map(\.value) == ["a"])
    }

    @Test func aDuplicateFieldDeepInsideIsAnErrorToo() throws {
        let page = try parse("a.md", "---\ntitle: One\nsource: {system: x, system: y}\n---\n")
        #expect(page.found == ["duplicate-key:3"])
    }

    @Test func aHashThatSwallowsTheValueIsReported() throws {
        let page = try parse("a.md", "---\ntitle: One\ntags: #esp\ndate: # unknown\n---\n")
        #expect(page.found == ["empty-field:3"])
    }

    @Test func numbersDatesAndBooleansInTextFieldsStayText() throws {
        let page = try parse(
            "a.md",
            "---\ntitle: 2024\nlang: no\ntags: [2024, yes, 1_000, 0x1F, 2013-04-02, 1.10]\ndescription: ~ish\n---\n")
        #expect(page.found == [])
        #expect(page.page.common.title == "2024")
        #expect(page.page.common.language == "no")
        #expect(page.page.common.tags.map(\.value) == ["2024", "yes", "1_000", "0x1F", "2013-04-02", "1.10"])
        #expect(page.page.common.description == "~ish")
    }

    @Test func aTitleYesIsYesAndANullIsNothing() throws {
        #expect(try parse("a.md", "---\ntitle: yes\n---\n").page.common.title == "yes")
        #expect(try parse("a.md", "---\ntitle: Null\n---\n").page.common.title == "Null")
        #expect(try parse("a.md", "---\ntitle: 'null'\n---\n").page.common.title == "null")
        #expect(try parse("a.md", "---\ntitle: null\n---\n# H\n").page.common.title == "H")
    }

    @Test func controlCharactersBecomeReplacements() throws {
        let page = try parse("a.md", "---\ntitle: \"a\\x07b\\0\"\ndescription: x\u{1B}y\u{0}\n---\n")
        #expect(page.found == [])
        #expect(page.page.common.title == "a\u{FFFD}b\u{FFFD}")
        #expect(page.page.common.description == "x\u{FFFD}y\u{FFFD}")
    }
}

@Suite struct HostileYAMLTests {
    @Test func aliasesAreRefusedBeforeTheyMultiply() throws {
        var yaml = "a0: &a0 [x, x]\n"
        for level in 1..<40 { yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let page = try parse("a.md", "---\ntitle: T\n\(yaml)---\nBody")
        #expect(page.found.first == "yaml-too-complex:2")
        #expect(page.page.common.title == "T")
        #expect(page.bodyText == "Body")
    }

    @Test func ampersandsAndStarsInTextAreNoAliases() throws {
        let page = try parse("a.md", "---\ntitle: \"R&D and *D*\"\ndescription: |\n  Q&A\n  *bold* text\n---\n")
        #expect(page.found == [])
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "]) func deepNestingIsAnError(opener: String) throws {
        for depth in [100, 999, 5000, 100_000] {
            let page = try parse("a.md", "---\nx: \n  \(String(repeating: opener, count: depth))\n---\n# T\n")
            #expect(!page.diagnostics.isEmpty)
            #expect(page.page.common.title == "T")
        }
    }

    @Test func closedNestingIsAnErrorWhenTooDeep() throws {
        let deep = String(repeating: "[", count: 300) + String(repeating: "]", count: 300)
        #expect(try parse("a.md", "---\ntitle: T\nx: \(deep)\n---\n").found.contains("yaml-too-complex:2"))
        let fine = String(repeating: "[", count: 30) + String(repeating: "]", count: 30)
        #expect(try parse("a.md", "---\ntitle: T\nx: \(fine)\n---\n").found == ["unknown-key:3"])
    }

    @Test func hugeFrontMatterIsRefused() throws {
        let page = try parse("a.md", "---\ntitle: T\nx: [\(String(repeating: "a, ", count: 400_000))]\n---\nBody")
        #expect(page.found.contains("yaml-too-complex:2"))
        #expect(page.bodyText == "Body")
    }

    @Test func membersThatAreTooManyBelongIntoATable() throws {
        let members = String(repeating: "  - {who: \"@somebody\", via: opt-in, since: 2024-01-01}\n", count: 30_000)
        let group = try parse("groups/g/index.md", "---\ntitle: T\nmembers:\n\(members)---\nBody")
        #expect(group.diagnostics.first?.help == "write the members into a table: 'members_file: members.csv'")
        let other = try parse("a.md", "---\ntitle: T\nx: [\(String(repeating: "a, ", count: 400_000))]\n---\nBody")
        #expect(other.diagnostics.first?.help == "is the closing line '---' in the right place?")
    }

    /// Random bytes, and YAML with random mutations: never a crash, always a page.
    @Test func randomBytesNeverCrash() throws {
        var random = SeededNumbers(seed: 1)
        let seedText = """
            ---
            title: "A: b" # c
            tags: [a, 'b', "c"]
            members: [{who: "@a", since: 2013-04-02}, x]
            text: |
              literal
            ? complex
            : {a: [1, 2]}
            date: 2013-04-02
            ---
            # H
            ## Answer — @x, 2013-04-02
            ### Comment - @y
            """
        let pieces: [[UInt8]] =
            [
                "---\n", "&a ", "*a ", "\"", "'", "[", "{", ": ", "\n", "\t", "\r", "\0", "@", "%", "!", "|\n", "é",
                "\u{2028}", "\u{FEFF}", "<<<<<<< x\n",
            ]
            .map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]
        for round in 0..<600 {
            var bytes: [UInt8]
            if round % 3 == 0 {
                bytes =
                    Array("---\n".utf8)
                    + (0..<Int.random(in: 0..<200, using: &random)).map { _ in .random(in: 0...255, using: &random) }
            } else {
                bytes = Array(seedText.utf8)
                for _ in 0..<Int.random(in: 1..<8, using: &random) {
                    let place = Int.random(in: 0...bytes.count, using: &random)
                    if Bool.random(using: &random), place < bytes.count {
                        bytes.removeSubrange(place..<min(bytes.count, place + 3))
                    } else {
                        bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
                    }
                }
            }
            for path in ["groups/g/index.md", "questions/q.md", "people/p.md", "strategy.md", "measures/m.md"] {
                let (page, _) = PageParser(project: project()).parse(path: path, bytes: bytes)
                #expect(page?.common.title?.isEmpty == false)
            }
        }
    }
}

/// The quick reader must read exactly as the YAML parser does, or not at all.
@Suite struct PlainFieldsTests {
    private func yams(_ text: String) -> [YAMLEntry]? {
        var diagnostics: [Diagnostic] = []
        // A list in a list is no plain line and forces the text through the parser.
        let result = YAMLReader(file: "x", firstLine: 1).read(
            Array((text + "\nzz: [[]]\n").utf8)[...], diagnostics: &diagnostics)
        guard result.isComplete, diagnostics.isEmpty else { return nil }
        return Array(result.entries.dropLast())
    }

    @Test func plainLinesAreRead() {
        let text =
            "title: Why: not\n\n# note\nurl: http://a.b/c?d=e#f\ntags: [a, \"b, c\", 'd']\nempty:\n"
            + "quoted: \"@a: b # c\"\nnone: []\n"
        // `Why: not` is no plain text.
        #expect(PlainFields.parse(Array(text.utf8)[...], firstLine: 1) == nil)
        let rest = Array(text.utf8.drop { $0 != 0x0A })[...]
        let entries = PlainFields.parse(rest, firstLine: 1)
        #expect(entries?.map(\.key) == ["url", "tags", "empty", "quoted", "none"])
        #expect(entries?.map(\.line) == [4, 5, 6, 7, 8])
        #expect(entries?.map(\.value.shown) == ["'http://a.b/c?d=e#f'", "a list", "nothing", "'@a: b # c'", "a list"])
    }

    @Test func itReadsAsYAMLDoes() {
        var random = SeededNumbers(seed: 7)
        let pieces = [
            "a", "b1", "Zz", "é", "—", "日本", " ", "  ", ":", ": ", " #", "#", "\"", "'", "[", "]", "{", "}", ",", ", ",
            "-", "- ",
            "@", "&", "*", "!", "|", ">", "%", "`", "?", "/", "(", ")", ".", "...", "---", "~", "null", "yes", "2024",
            "1.5", "\\",
            "\\n", "\t", "=", "<<", "+", "_", "\u{85}", "\u{A0}", "\u{2028}", "\u{FEFF}", "\u{FFFE}", "\u{7F}", "\u{1}",
            "\u{1F600}",
        ]
        let starts = [
            "title: ", "tags: [", "k: \"", "k2: '", "x:", "", " ", "- ", "date: ", "url: http://", "# ", "title: \"",
            "t_-: ",
        ]
        let ends = ["", "", "]", "\"", "'", " ", " # c", ":"]
        let harmless = [
            "a", "b1", " ", "é", "—", "x: y", "/", ".", "2024", "-", "yes", ", b", " c", ", 'd, e'", ": ", " #",
        ]
        let frames = [("", ""), ("\"", "\""), ("'", "'"), ("[", "]"), ("[\"", "\"]"), (" ", "  "), ("http://", "")]
        var read = 0
        for round in 0..<40_000 {
            let isWild = round % 2 == 0
            let lines = (0..<Int.random(in: 1...4, using: &random)).map { number in
                let middle = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    (isWild ? pieces : harmless).randomElement(using: &random) ?? ""
                }.joined()
                let frame = frames.randomElement(using: &random) ?? ("", "")
                if !isWild { return "k\(number): " + frame.0 + middle + frame.1 }
                let start = starts.randomElement(using: &random) ?? ""
                let key = Bool.random(using: &random) || start.isEmpty ? start : "k\(number)" + start
                return key + middle + (ends.randomElement(using: &random) ?? "")
            }
            let text = lines.joined(separator: "\n")
            guard let quick = PlainFields.parse(Array(text.utf8)[...], firstLine: 1) else { continue }
            read += 1
            let slow = yams(text)
            #expect(quick == slow, "\(text.debugDescription)")
            if quick != slow { return }
        }
        // It would be easy to be equal by refusing everything.
        #expect(read > 5_000)
    }
}
