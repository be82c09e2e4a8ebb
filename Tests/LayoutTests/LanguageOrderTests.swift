import Testing

@testable import HearthLayout

/// Lists are in the order of the site's language.
@Suite struct LanguageOrderTests {
    private static let files: [String: String] = {
        var files: [String: String] = [:]
        for (handle, name, department) in [
            ("a", "Åsa Å", "Ökonomi"), ("b", "Zara Z", "Zoo"), ("c", "Örjan Ö", "Ånga"), ("d", "Adam A", "Arkiv"),
            ("e", "Ärla Ä", "Ärenden"),
        ] {
            files["Content/people/\(handle).md"] = "---\nname: \(name)\ndepartment: \(department)\n---\n"
        }
        for (id, title) in [("a", "Åre"), ("b", "Zon"), ("c", "Öl"), ("d", "Ale")] {
            files["Content/groups/\(id)/index.md"] = "---\ntitle: \(title)\nkind: team\nmanagers: [\"@a\"]\n---\n"
            files["Content/groups/\(id)/x.md"] =
                "---\ntitle: \(title)-dokument\ntags: [\(title.lowercased())]\n---\nx\n"
        }
        return files
    }()

    private func order(_ names: [String], on path: String, _ language: String) async throws -> [String] {
        let page = try await SampleSite(Self.files, configuration: "title: T\nlanguage: \(language)\n").main(path)
        return names.compactMap { name in page.range(of: ">\(name)<").map { ($0.lowerBound, name) } }
            .sorted { $0.0 < $1.0 }.map(\.1)
    }

    @Test(arguments: [
        ("people/", "Adam A|Zara Z|Åsa Å|Ärla Ä|Örjan Ö"), ("people/departments/", "Arkiv|Zoo|Ånga|Ärenden|Ökonomi"),
        ("groups/", "Ale|Zon|Åre|Öl"), ("documents/", "Ale-dokument|Zon-dokument|Åre-dokument|Öl-dokument"),
        ("topics/", "ale|zon|åre|öl"),
        ("a-z/", "Ale-dokument|Zara Z|Zon-dokument|Åre-dokument|Åsa Å|Ärla Ä|Öl-dokument|Örjan Ö"),
    ])
    func swedishLettersStandBehindZ(_ path: String, _ expected: String) async throws {
        let names = expected.split(separator: "|").map(String.init)
        #expect(try await order(names, on: path, "sv") == names)
    }

    @Test func englishSitesHaveThemWithTheirLetters() async throws {
        let names = ["Adam A", "Ärla Ä", "Åsa Å", "Örjan Ö", "Zara Z"]
        #expect(Set(try await order(names, on: "people/", "en").suffix(2)) == ["Örjan Ö", "Zara Z"])
        let page = try await SampleSite(Self.files).main("people/")
        #expect(page.contains("id=\"H-letter-a\"") && !page.contains("H-letter-å"))
    }

    @Test func theLettersAreTheAlphabetOfTheLanguage() async throws {
        let page = try await SampleSite(Self.files, configuration: "title: T\nlanguage: sv\n").main("people/")
        #expect(
            page.contains(
                "<span>Y</span><a href=\"#H-letter-z\">Z</a><a href=\"#H-letter-%C3%A5\">Å</a><a href=\"#H-letter-%C3%A4\">Ä</a>"
            ))
        let czech = try await SampleSite(
            [
                "Content/people/a.md": "---\nname: Chalupa\n---\n", "Content/people/b.md": "---\nname: Cibulka\n---\n",
                "Content/people/c.md": "---\nname: Hora\n---\n",
            ],
            configuration: "title: T\nlanguage: cs\n"
        ).main("people/")
        #expect(czech.contains("<a href=\"#H-letter-h\">H</a><a href=\"#H-letter-ch\">Ch</a><span>I</span>"))
    }

    @Test func pagesWithoutPeopleSaySo() async throws {
        let sample = try await SampleSite(["Content/index.md": "---\ntitle: Home\n---\n"])
        for path in ["people/", "people/departments/", "people/sites/", "people/topics/"] {
            #expect(sample.main(path).contains("<p class=\"empty panel\">Nobody is here yet."), "\(path)")
        }
        let full = try await SampleSite(Self.files)
        #expect(!full.main("people/").contains("Nobody is here"))
    }
}
