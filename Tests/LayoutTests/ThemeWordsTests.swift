import HearthContent
import HearthModel
import Testing

@testable import HearthLayout

/// The theme's words in the languages that come with it.
@Suite struct ThemeWordsTests {
    private struct Text: Hashable {
        var english: String
        var isCounted: Bool
    }

    /// What calls of `Words` have in Swift: `words("…")`, `.counted("…", "…")`, `.count(n, "…", "…")`.
    private static func texts(ofSwift source: String) -> [Text] {
        let literal = #"("(?:[^"\\\n]|\\.)*")"#
        guard
            let plain = try? Regex(#"\bwords\((?!\s*""")\s*"# + literal),
            let counted = try? Regex(#"(?:counted\(|words\.count\([^"]*?,)\s*"# + literal + #",\s*"# + literal)
        else { return [] }
        func text(_ output: AnyRegexOutput, _ group: Int) -> String {
            let quoted = output[group].substring ?? ""
            return String(quoted.dropFirst().dropLast()).replacing("\\\"", with: "\"")
        }
        return source.matches(of: plain).map { Text(english: text($0.output, 1), isCounted: false) }
            + source.matches(of: counted).map { Text(english: text($0.output, 2), isCounted: true) }
    }

    private static let root =
        #filePath.dropFileName.dropLast().description.dropFileName.dropLast().description.dropFileName

    private static func sources() throws -> [String] {
        var found: [String] = []
        var folders = [root + "Sources"]
        while let folder = folders.popLast() {
            for entry in try FileSystem.entries(of: folder) {
                let path = folder + "/" + entry.name
                if entry.kind == .directory { folders.append(path) }
                if entry.name.hasSuffix(".swift") {
                    found.append(String(decoding: try FileSystem.read(path), as: UTF8.self))
                }
            }
        }
        return found
    }

    private static func texts() throws -> Set<Text> {
        var all: Set<Text> = []
        for file in BuiltInTheme.files {
            if file.name.hasSuffix(".mustache") {
                for text in WordMarks.texts(ofTemplate: file.bytes) {
                    all.insert(Text(english: text, isCounted: false))
                }
            } else if file.name.hasSuffix(".js") {
                for text in WordScripts.texts(ofScript: file.bytes) {
                    all.insert(Text(english: text.english, isCounted: text.one != nil))
                }
            }
        }
        for source in try sources() { all.formUnion(texts(ofSwift: source)) }
        return all
    }

    private func lines(_ file: BuiltInTheme.File) -> [WordFile.Line] {
        var diagnostics: [Diagnostic] = []
        let lines = WordFile(file.bytes, file: file.name, diagnostics: &diagnostics).lines
        #expect(diagnostics.isEmpty, "\(file.name): \(diagnostics)")
        return lines
    }

    @Test func everyLanguageHasEveryText() throws {
        let texts = try Self.texts()
        #expect(texts.count > 350)
        for file in BuiltInTheme.wordFiles {
            let known = Dictionary(lines(file).map { ($0.english, $0.entry) }, uniquingKeysWith: { first, _ in first })
            for text in texts {
                let entry = known[text.english]
                #expect(entry != nil, "\(file.name) lacks '\(text.english)'")
                if case .text? = entry, text.isCounted, PluralRule(language: file.name).categories.count > 1 {
                    Issue.record("\(file.name) has one form of '\(text.english)'")
                }
            }
        }
    }

    /// Of all languages the same texts, each in the program or the theme, and each sound.
    @Test func noLanguageHasMore() throws {
        let literal = try Regex(#""((?:[^"\\\n]|\\.)*)""#)
        let code = Set(
            try Self.sources().flatMap {
                $0.matches(of: literal).compactMap { $0.output[1].substring.map(String.init) }
            })
        let marked = Set(try Self.texts().map(\.english))
        for file in BuiltInTheme.wordFiles {
            let own = LayoutFolder.File(name: file.name, file: file.name, bytes: file.bytes)
            let language = try #require(WordCatalogue.tag(of: file.name))
            let catalogue = WordCatalogue(language: language, own: [own])
            #expect(catalogue.diagnostics.isEmpty, "\(catalogue.diagnostics)")
            #expect(catalogue.missing == 0, "\(file.name)")
            let keys = lines(file).map(\.english)
            #expect(Set(keys).count == keys.count && Set(keys) == WordCatalogue.texts)
            for key in keys where !marked.contains(key) {
                #expect(code.contains(key) || key.hasSuffix("##state of a question"), "nothing says '\(key)'")
            }
        }
    }

    /// What a screen reader says of a button has the words that are seen on it (WCAG 2.2, 2.5.3).
    @Test(arguments: BuiltInTheme.wordFiles.compactMap { WordCatalogue.tag(of: $0.name) })
    func labelsHaveTheWordsOfTheirButtons(_ language: String) {
        let words = WordCatalogue(language: language, own: []).words
        let button = words("Ask##button").lowercased()
        for label in [words("Ask everyone"), words("Ask {group}##a group of people")] {
            #expect(label.lowercased().contains(button), "\(language): '\(label)'")
        }
    }

    @Test(arguments: [
        ("de-AT", ["de", "de-at"]), ("no", ["nb", "no"]), ("nn-NO", ["nb", "nn", "nn-no"]), ("en", ["en"]),
        ("pt_BR", ["pt", "pt-br"]),
    ])
    func generalLanguagesStandIn(_ language: String, _ tags: [String]) {
        #expect(WordCatalogue.chain(language) == tags)
    }

    private func own(_ name: String, _ text: String) -> LayoutFolder.File {
        LayoutFolder.File(name: name, file: "Layouts/" + name, bytes: Array(text.utf8))
    }

    @Test func aSiteHasTheLastWord() {
        let swiss = own("i18n/de-CH.yml", "\"Ask a question\": Frag uns\n")
        let german = own("i18n/de.yml", "Ask a question: Frage stellen\nNewest: \n")
        let catalogue = WordCatalogue(language: "de-CH", own: [german, swiss])
        #expect(catalogue.diagnostics.isEmpty, "\(catalogue.diagnostics)")
        #expect(catalogue.words("Ask a question") == "Frag uns")
        #expect(WordCatalogue(language: "de", own: [german, swiss]).words("Ask a question") == "Frage stellen")
        // An empty line is one that nobody has translated yet.
        #expect(catalogue.words("Newest") != "")
        let english = WordCatalogue(language: "en-GB", own: [own("i18n/en.yml", "Ask a question: Ask the hive\n")])
        #expect(english.words("Ask a question") == "Ask the hive" && english.missing == 0)
        let unknown = WordCatalogue(language: "tlh", own: [])
        #expect(unknown.missing == WordCatalogue.texts.count && unknown.words("Home") == "Home")
    }

    @Test(arguments: [
        ("Ask a qestion: x\n", 1, "did you mean 'Ask a question'?"),
        ("Home: Heim\n\"A to Z\": \"{x}\"\n", 2, "leave them out"),
        ("\"New in {title}##a group or topic\": Neu in {titel}\n", 1, "write '{title}' once each"),
        ("\"New in {title}##a group or topic\": Neu\n", 1, "write '{title}' once each"),
        ("\"{n} answers\": Antworten\n", 1, "the forms of this language are one, other"),
        ("\"{n} answers\":\n  one: eine Antwort\n", 1, "the forms of this language are one, other"),
        ("\"{n} answers\":\n  one: eine Antwort\n  other: viele\n  plenty: x\n", 4, "the forms are zero, one"),
        ("Home:\n  one: Heim\n", 1, "one text behind the colon"), ("Home: [a, b]\n", 1, "one text behind the colon"),
        ("Home: \"a\n", 1, ""),
    ])
    func mistakesAreTold(_ text: String, _ line: Int, _ help: String) {
        let catalogue = WordCatalogue(language: "de", own: [own("i18n/de.yml", text)])
        #expect(catalogue.diagnostics.count == 1, "\(catalogue.diagnostics)")
        let told = catalogue.diagnostics.first
        #expect(told?.location?.line == line && told?.location?.file == "Layouts/i18n/de.yml")
        let said = told?.help ?? ""
        #expect(said.contains(help), "\(said)")
        // What is wrong is not shown.
        #expect(catalogue.words("New in {title}##a group or topic", ["title": "T"]).contains("T"))
        #expect(!catalogue.words("A to Z").contains("{"))
    }

    @Test func theListIsAFileThatCanBeReadAgain() {
        for language in ["de", "pl", "ar", "fi"] {
            let file = WordCatalogue(language: language, own: []).file()
            let again = WordCatalogue(
                language: language, own: [own("i18n/\(language).yml", String(decoding: file, as: UTF8.self))])
            #expect(again.diagnostics.isEmpty, "\(again.diagnostics)")
            #expect(again.file() == file)
        }
        let empty = String(decoding: WordCatalogue(language: "fi", own: []).file(), as: UTF8.self)
        #expect(empty.contains("\"Home\":\n") && empty.contains("\"{n} answers\":\n  one:\n  other:\n"))
    }
}
