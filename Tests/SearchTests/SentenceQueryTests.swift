import HearthModel
import TestKit
import Testing

@testable import HearthSearch

/// Questions as people say them, long texts, and queries that are still being typed.
struct SentenceQueryTests {
    private func page(_ title: String, _ body: String = "Text.") -> String {
        "---\ntitle: \"\(title)\"\n---\n\(body)\n"
    }

    /// Pages that have the words of every sentence in their titles.
    private var site: TinySite {
        get throws {
            try TinySite([
                "a.md": page("Reset a password"), "b.md": page("How can I order my lunch?"),
                "c.md": page("What do I do when my card is lost?"), "d.md": page("First aid"),
                "e.md": page("The F factor", "A factor f."), "f.md": page("First steps", "Of f, g and h."),
                "g.md": page("Help from the IT service", "IT helps."), "h.md": page("Canteen"),
            ])
        }
    }

    @Test(arguments: ["how can I reset my password", "what do I do when my password is locked", "my password"])
    func wordsOfEverySentenceDoNotOutvoteTheOthers(_ query: String) async throws {
        #expect(try await site.find(query).first == "a/")
    }

    @Test func aloneTheyAreWordsLikeOthers() async throws {
        #expect(Set(try await site.find("what when ")) == ["c/"])
        #expect(try await site.find("it ").first == "g/")
    }

    @Test func theyAreNoSlipsOfOtherWords() async throws {
        let site = try TinySite(["a.md": page("Whom we serve"), "b.md": page("Password")])
        #expect(try await site.find("password who ").first == "b/")
        #expect(try await site.find("who ").isEmpty)
    }

    @Test func eachLanguageHasItsOwn() async throws {
        let pages = ["a.md": page("Kennwort ändern"), "b.md": page("Wie kann ich mein Essen bestellen?")]
        let site = try TinySite(pages, configuration: "title: T\nlanguage: de\n")
        #expect(try await site.find("wie kann ich mein kennwort ").first == "a/")
        #expect(FunctionWords.words(of: ["nb"]) == FunctionWords.words(of: ["no"]))
        #expect(FunctionWords.words(of: ["en", "de"]).contains("password") == false)
        for language in ["en", "de", "nl", "sv", "da", "nb", "fr", "es", "it", "pt", "fi", "ru"] {
            let words = FunctionWords.words(of: [language])
            #expect(words.count > 80 && words.allSatisfy { WordFolding.fold($0) == $0 }, "\(language)")
        }
    }

    @Test func ofALongTextTheRarestWordsAreRead() async throws {
        let site = try TinySite([
            "a.md": page("Excel stops with 0x80070005"),
            "b.md": page(
                "Where files are",
                "Sorry, something went wrong while you were trying to open the file that we asked for."),
        ])
        let long =
            "Hello all, I hope that somebody of you can help me with this, it goes on since last week: excel stops "
        #expect(try await site.find(long).first == "a/")
        let reader = QueryReader(index: try await site.index())
        let message = "Sorry, something went wrong while we were trying to open the file that you asked for: 0x80070005"
        #expect(reader.read(message).contains { $0.form == "0x80070005" && !$0.alternatives.isEmpty })
        #expect(reader.read(String(repeating: "alpha beta gamma ", count: 200)).count == QueryReader.mostWords)
    }

    @Test func theFirstLetterOfTheNextWordTakesNothingAway() async throws {
        for query in ["First aid", "First aid ", "First aid f", "First aid fo"] {
            #expect(try await site.find(query).first == "d/", "\(query)")
        }
        #expect(try await site.find("f").first == "e/")
    }
}

/// Forms, parts and spellings of a word that no page has as it was typed.
struct WordFormTests {
    private func site(_ titles: [String], _ language: String = "en") throws -> TinySite {
        let pages = titles.enumerated().map { ("p\($0).md", "---\ntitle: \"\($1)\"\n---\nText.\n") }
        return try TinySite(Dictionary(uniqueKeysWithValues: pages), configuration: "title: T\nlanguage: \(language)\n")
    }

    @Test func aWordThatIsTheStemOfOthersIsNoSlip() async throws {
        let german = try site(["Maus", "Häuser und Gebäude der Stadt", "Die Maus"], "de")
        #expect(try await german.find("haus ") == ["p1/"])
        #expect(try await site(["A bump", "Pumps of the plant and of the harbour"]).find("pump ") == ["p1/"])
    }

    @Test func aStemThatNobodyWritesMayBeASlipOfAFrequentWord() async throws {
        let pages = (0..<9).map { "Page \($0) with comments" }
        #expect(try await site(["Through the ages"] + pages).find("age comments ").first != "p0/")
        #expect(try await site(["Through the ages"] + pages).find("age ").first == "p0/")
    }

    @Test func thePartsOfACompoundFindIt() async throws {
        let german = try site(["Reisekostenabrechnung und Urlaubsantrag"], "de")
        for query in ["Abrechnung ", "Antrag ", "Kostenabrechnung", "Reisekosten "] {
            #expect(try await german.find(query) == ["p0/"], "\(query)")
        }
        #expect(try await german.find("rag ").isEmpty)
        #expect(try await site(["Trafikkontrollsentralen"], "nb").find("sentralen ") == ["p0/"])
    }

    @Test func umlautsMayBeTwoLetters() async throws {
        let german = try site(["Büros im dritten Stock", "Überstunden"], "de")
        for query in ["büro", "buero ", "Bueros "] { #expect(try await german.find(query) == ["p0/"], "\(query)") }
        #expect(try await german.find("ueberstunden ") == ["p1/"])
    }

    @Test func lettersAndDigitsMayBeWrittenTogetherOrApart() async throws {
        let site = try site(["Audit by ISO 9001 and EN 13445-3, pump P-3102", "Valve EN12266", "ISO 14001 of 9002"])
        for query in ["ISO 9001", "ISO9001", "EN13445", "P3102", "P 3102"] {
            #expect(try await site.find(query).first == "p0/", "\(query)")
        }
        for query in ["EN 12266", "EN12266"] { #expect(try await site.find(query).first == "p1/", "\(query)") }
        #expect(try await site.find("ISO9001 ") == ["p0/"])
    }

    @Test func anArabicWordIsFoundWithItsArticleAndWithout() async throws {
        let arabic = try site(["كيف أطلب إجازة سنوية", "فقدان مفتاح", "الطابعة بدون ورق"], "ar")
        for query in ["مفتاح ", "المفتاح "] { #expect(try await arabic.find(query) == ["p1/"], "\(query)") }
        #expect(try await arabic.find("طابعة ") == ["p2/"])
        // These begin like the article themselves.
        let machines = try site(["صيانة الآلات", "أوراق", "وصلت الأوراق"], "ar")
        for query in ["آلات ", "الات ", "الآلات ", "الالات "] {
            #expect(try await machines.find(query) == ["p0/"], "\(query)")
        }
        #expect(try await site(["لعبة الألعاب", "شيء"], "ar").find("العاب ") == ["p0/"])
    }
}
