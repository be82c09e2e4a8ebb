import HearthModel
import TestKit
import Testing

@testable import HearthSearch

/// Words that the plain rules would miss: scripts of India and Asia, names with signs, titles as they were typed.
struct WordRulesTests {
    private func page(_ title: String, _ body: String = "x", _ fields: String = "") -> String {
        "---\ntitle: \"\(title)\"\n\(fields)---\n\(body)\n"
    }

    private func words(_ text: String) -> [String] { QueryReader.tokens(text).map(\.form) }

    @Test func aHalfTypedWordOfAnIndianScriptIsFound() async throws {
        let site = try TinySite(["a.md": page("कंप्यूटर"), "b.md": page("தமிழ்நாடு")])
        #expect(try await site.find("कंप्") == ["a/"])
        #expect(try await site.find("தமிழ்ந") == ["b/"])
    }

    @Test func aWordOfOneCharacterIsFoundWhereAPairBeginsWithIt() async throws {
        let site = try TinySite(["a.md": page("車の税を払う", "水を飲む。"), "b.md": page("別")])
        for query in ["車", "税", "水", "税 払う"] { #expect(try await site.find(query) == ["a/"], "\(query)") }
        #expect(try await site.find("別") == ["b/"])
        #expect(try await site.find("山").isEmpty)
    }

    @Test func aCharacterThatManyPairsBeginWithLoadsFewFiles() async throws {
        var files: [String: String] = [:]
        for page in 0..<40 {
            let scalars = (0..<100).compactMap { Unicode.Scalar(0x4E10 + page * 100 + $0) }
            files["p\(page).md"] = self.page("P\(page)", scalars.map { "一\($0)。" }.joined())
        }
        let (site, _) = try await TinySite(files).resolve()
        let built = try await SearchIndexBuilder.build(site, workers: 2).files
        let bytes = Dictionary(uniqueKeysWithValues: built.map { ($0.path.text, $0) })
        final class Loaded { var names: Set<String> = [] }
        let loaded = Loaded()
        let index = try #require(
            SearchIndex { name in
                if name.hasPrefix("t/") { loaded.names.insert(name) }
                return bytes["search/" + name].map { $0.bytes() }
            })
        #expect(index.pairs(beginningWith: "一").count == 32)
        #expect(loaded.names.count <= 6)
    }

    @Test func signsMakeAWordOfTheirOwn() {
        #expect(words("C++") == ["c", "c++"])
        #expect(words("C# and F#.") == ["c", "c#", "and", "f", "f#"])
        #expect(words("use .NET (.htaccess)") == ["use", "net", ".net", "htaccess", ".htaccess"])
        #expect(words("C语言 C#语言") == ["c", "语言", "c", "c#", "语言"])
        for plain in ["c+", "c+++", "c##", "c#5", "item#", "a.net", "..net", "3#", "cé++"] {
            #expect(!words(plain).contains { $0.contains { "#+.".contains($0) } }, "\(plain)")
        }
    }

    @Test func namesWithSignsAreToldApart() async throws {
        let site = try TinySite([
            "a.md": page("C# naming rules"), "b.md": page("C++ naming rules"), "c.md": page("C naming rules"),
        ])
        #expect(try await site.find("C++").first == "b/")
        #expect(try await site.find("C#").first == "a/")
        #expect(try await site.find("c++ rules").first == "b/")
        #expect(Set(try await site.find("c")) == ["a/", "b/", "c/"])
    }

    @Test func theTitleThatIsJustTheQueryComesFirst() async throws {
        let site = try TinySite(
            [
                "a.md": page("Plans", "The plans.", "date: 2020-01-01\n"),
                "b.md": page("Planning", "Planning of planning.", "date: 2026-05-01\n"),
                "c.md": page("Permit to work", "Permit to work.", "date: 2020-01-01\n"),
                "e.md": page("Surveys", "All surveys", "date: 2024-01-01\n"),
                "f.md": page("Survey", "A survey of the survey", "date: 2026-05-01\n"),
            ], configuration: "title: T\ntopics:\n  permits: {label: Permits, synonyms: [permit to work]}\n")
        #expect(try await site.find("Plans").first == "a/")
        #expect(try await site.find("PERMIT to work").first == "c/")
        #expect(try await site.find("Surveys").first == "e/")
        #expect(try await site.find("Survey").first == "f/")
    }

    @Test func pointsOfHebrewAndArabicDoNotMatter() async throws {
        let site = try TinySite(["a.md": page("שָׁלוֹם"), "b.md": page("مَرْحَبًا")])
        for query in ["שלום", "שָׁלוֹם"] { #expect(try await site.find(query) == ["a/"], "\(query)") }
        #expect(try await site.find("مرحبا") == ["b/"])
    }
}
