import HearthModel
import Testing

@testable import HearthContent

/// Values that have to be in quotes, or in others: what is advised gives the text that was meant.
@Suite struct QuotesInValuesTests {
    private func title(_ written: String) throws -> Parsed {
        try parse("a.md", "---\ntitle: \(written)\nauthor: \"@ada\"\n---\nx\n")
    }

    @Test(arguments: [
        ("\"Pumps\" and valves", "\"Pumps\" and valves", 16), ("'What's new?'", "What's new?", 14),
        ("\"5\" pipe", "\"5\" pipe", 12), ("\"He said \"hi\"\"", "He said \"hi\"", 18),
        ("'It's \"x\" ours'", "It's \"x\" ours", 12), ("\"5\" pipe: x", "\"5\" pipe: x", 12),
        ("? what", "? what", 8), ("| pipe", "| pipe", 10), ("> big", "> big", 10),
    ])
    func theWholeTextIsToBeInQuotes(_ written: String, _ meant: String, _ column: Int) throws {
        let page = try title(written)
        #expect(page.found == ["yaml-syntax:2"] && page.diagnostics.first?.location?.column == column)
        let help = try #require(page.diagnostics.first?.help)
        #expect(help.hasPrefix("put the whole text in quotes: "))
        let followed = try title(String(help.dropFirst("put the whole text in quotes: ".count)))
        #expect(followed.found.isEmpty && followed.page.common.title == meant)
        #expect(page.diagnostics.first?.summary.contains("above") == false)
    }

    @Test func aBracketMayBeginATextOrAList() throws {
        let page = try title("[Draft] Plan")
        #expect(
            page.diagnostics.first?.help
                == "if it is a text, put the whole text in quotes: \"[Draft] Plan\"; if it is a list, close it at the end"
        )
    }

    @Test(arguments: ["aliases: \"a\", \"b\"", "aliases:  'a' , 'b' "])
    func severalTextsAreAList(_ line: String) throws {
        let page = try parse("a.md", "---\ntitle: A\n\(line)\n---\nx\n")
        let help = try #require(page.diagnostics.first?.help)
        #expect(page.found == ["yaml-syntax:3"] && help.hasPrefix("write a list: ["))
        let followed = try parse("a.md", "---\ntitle: A\naliases: \(help.dropFirst(14))\n---\nx\n")
        #expect(followed.found.isEmpty && followed.page.common.aliases.map(\.value) == ["a", "b"])
    }

    @Test(arguments: [
        ("tags: [#a, #b]", 8, "put it in quotes: \"#a\""), ("tags: [\"#a\", #b]", 14, "put it in quotes: \"#b\""),
        ("verified: {by: #b}", 16, "put it in quotes: \"#b\""),
    ])
    func aCommentInBracketsIsNamed(_ line: String, _ column: Int, _ help: String) throws {
        for text in ["---\ntitle: A\n\(line)\n---\nx\n", "---\nweight: 1\n\(line)\ntitle: A\n---\nx\n"] {
            let page = try parse("a.md", text)
            #expect(page.found.contains("yaml-syntax:3"))
            let problem = try #require(page.diagnostic("yaml-syntax"))
            #expect(problem.help == help && problem.location?.column == column)
            #expect(problem.summary == "what follows '#' is a comment, so the bracket is not closed")
        }
        #expect(try parse("a.md", "---\ntitle: A\ntags: [\"#a\", \"#b\"]\n---\nx\n").found.isEmpty)
    }

    @Test(arguments: ["tags: [a, # one", "tags: [a, b # two"])
    func aCommentOfWordsIsNone(_ line: String) throws {
        let page = try parse("a.md", "---\ntitle: A\n\(line)\nweight: 1\n---\nx\n")
        #expect(page.diagnostic("yaml-syntax")?.summary == "a bracket is not closed, or a comma is missing")
    }

    @Test func aLineThatIsIndentedTooDeepIsNamed() throws {
        let page = try parse("a.md", "---\ntitle: Hello\n  author: \"@ada\"\n---\nx\n")
        #expect(page.found == ["yaml-syntax:3"])
        #expect(page.diagnostics.first?.help == "indent it like the one above, or put the whole text in quotes")
        let text = try parse("a.md", "---\ntitle: A\ndescription: one\n  two\n  note: three\n---\nx\n")
        #expect(text.diagnostic("yaml-syntax")?.summary == "a second ': ' in one line")
    }

    @Test func settingsAreNotRepeated() {
        for line in ["title: \"hunter\"2\"", "publish: {live: #hunter}", "title: ? hunter", "- \"hunter\", \"x\""] {
            var found: [Diagnostic] = []
            let yaml = Array("a: b\n\(line)\n".utf8)
            _ = YAMLReader(file: "hearth.yml", firstLine: 1, hidesTexts: true).read(yaml[...], diagnostics: &found)
            #expect(!found.isEmpty)
            #expect(found.allSatisfy { !$0.summary.contains("hunter") && $0.help?.contains("hunter") != true })
        }
    }
}
