import TestKit
import Testing

@testable import HearthSearch

/// Parts of compounds beside words that other pages have, and slips beside forms that stand in their way.
struct CompoundAndSlipTests {
    private func site(_ titles: [String], text: String = "Text.", language: String = "en") throws -> TinySite {
        var pages = ["z.md": "---\ntitle: Canteen\n---\n\(text)\n"]
        for (number, title) in titles.enumerated() {
            pages["p\(number).md"] = "---\ntitle: \"\(title)\"\n---\nHier.\n"
        }
        return try TinySite(pages, configuration: "title: T\nlanguage: \(language)\n")
    }

    @Test func aWordElsewhereHidesNoCompound() async throws {
        let german = try site(
            ["Reisekostenabrechnung", "Urlaubsantrag"], text: "Die Abrechnung. Im Urlaub keine Anträge.", language: "de"
        )
        #expect(Set(try await german.find("Abrechnung ")) == ["p0/", "z/"])
        #expect(Set(try await german.find("Urlaub ")) == ["p1/", "z/"])
        #expect(Set(try await german.find("Antrag ")) == ["p1/", "z/"])
    }

    @Test func manyCompoundsAreFoundByTheirPart() async throws {
        let wholes = ["Reisekosten", "Gehalts", "Jahres", "Spesen", "Lohn", "Monats"].map { $0 + "abrechnung" }
        #expect(try await site(wholes, language: "de").find("Abrechnung ").count == 6)
    }

    @Test func fourLettersWillDoWhereNothingIsLikeThem() async throws {
        let german = try site(["Kranschein", "Dachkran", "Passport"], language: "de")
        #expect(Set(try await german.find("Kran ")) == ["p0/", "p1/"])
    }

    @Test func theWholeComesBeforePagesThatHaveOnePart() async throws {
        let german = try site(["Schuh", "Schrank", "Schuhschrank", "Urlaubsantrag"], language: "de")
        #expect(try await german.find("Schuh Schrank ").first == "p2/")
        #expect(try await german.find("Urlaub Antrag ").first == "p3/")
    }

    @Test func swappedLettersAreNotOnlyAnUmlaut() async throws {
        let site = try site(["Darek Kowal", "Source code rules"], text: "Fresh cod and dark bread.")
        #expect(try await site.find("daerk ").contains("p0/"))
        #expect(try await site.find("coed ").contains("p1/"))
    }

    @Test func endingsOfOneWordTakeOnePlaceOfTheSlips() async throws {
        let pages = (0..<9).map { "They warn \($0) of a war, and of wars." }
        let found = try await site(["Joan Warren"] + pages).index()
        let word = try #require(QueryReader(index: found).read("warrn ").first)
        #expect(word.alternatives.map(\.terms).contains(["warren"]))
        #expect(word.alternatives.map(\.terms).contains(["war"]))
    }
}
