import HearthModel
import TestKit
import Testing

@testable import HearthSearch

/// What a search finds, and in which order.
struct SearchTests {
    private func question(_ title: String, _ body: String = "", _ fields: String = "") -> String {
        "---\ntitle: \(title)\nauthor: \"@ada\"\ndate: 2026-04-02\n\(fields)---\n\(body)\n"
    }

    @Test func aWordOfTheTitleCountsMoreThanOneOfTheText() async throws {
        let site = try TinySite([
            "questions/a.md": question("Valves", "The pump is near."), "questions/b.md": question("The pump", "Near."),
        ])
        #expect(try await site.find("pump") == ["questions/b/", "questions/a/"])
    }

    @Test func theTitleThatHasLittleElseComesFirst() async throws {
        let site = try TinySite([
            "questions/a.md": question("Replacing the shaft seal of a pump at the northern site"),
            "questions/b.md": question("Shaft seal kits"),
            "questions/c.md": question("Tools", String(repeating: "The shaft seal. ", count: 60)),
        ])
        #expect(try await site.find("shaft seal ") == ["questions/b/", "questions/a/", "questions/c/"])
        #expect(try await site.find("shaft saeal") == ["questions/b/", "questions/a/", "questions/c/"])
    }

    @Test func wordsAreFoundInOtherForms() async throws {
        let site = try TinySite(["questions/a.md": question("Tripping pumps")])
        #expect(try await site.find("pump trips ") == ["questions/a/"])
        #expect(try await site.find("tripped ") == ["questions/a/"])
    }

    @Test func aSlipOfTheFingerIsForgiven() async throws {
        let site = try TinySite(["questions/a.md": question("Filter change on the compressor")])
        for query in ["fliter", "filte", "filtter", "folter", "kompressor", "comprssor", "compresosr"] {
            #expect(try await site.find(query + " ") == ["questions/a/"], "\(query)")
        }
    }

    @Test func aSlipThatStandsOnSomePageFindsWhatWasMeantToo() async throws {
        var files = ["guide.md": "---\ntitle: Searching\n---\nA slip such as fliter is forgiven."]
        for number in 0..<6 { files["questions/q\(number).md"] = question("Filter number \(number)") }
        let found = try await TinySite(files).find("fliter ")
        #expect(Set(found) == Set((0..<6).map { "questions/q\($0)/" } + ["guide/"]))
    }

    @Test func aWordThatIsStillGrowingFindsItsEndings() async throws {
        let site = try TinySite(["questions/a.md": question("Centrifugal pump")])
        #expect(try await site.find("centri") == ["questions/a/"])
        #expect(try await site.find("ce") == ["questions/a/"])
    }

    @Test func diacriticsDoNotMatter() async throws {
        let site = try TinySite(
            ["questions/a.md": question("Größe der Dichtung")], configuration: "title: T\nlanguage: de\n")
        #expect(try await site.find("grosse") == ["questions/a/"])
        #expect(try await site.find("GRÖSSE") == ["questions/a/"])
    }

    @Test func chineseAndJapaneseAreFoundWithoutSpaces() async throws {
        let site = try TinySite(["questions/a.md": question("東京都の天気"), "questions/b.md": question("大阪の天気")])
        #expect(try await site.find("東京") == ["questions/a/"])
        #expect(try await site.find("天気").count == 2)
    }

    @Test func namesOfATopicStandForEachOther() async throws {
        let site = try TinySite(
            [
                "questions/a.md": question("Trips at night", "Tagged.", "tags: [esp]\n"),
                "questions/b.md": question("Delivery", "Our electric submersible pump is late."),
                "questions/c.md": question("Other", "A pump, electric."),
            ], configuration: "title: T\ntopics: {esp: {label: ESP, synonyms: [electric submersible pump]}}\n")
        let found = try await site.find("esp ")
        #expect(Set(found) == ["topics/esp/", "questions/a/", "questions/b/"])
        #expect(try await site.find("electric submersible pump ").contains("questions/a/"))
    }

    @Test func aResultLeadsToTheAnswerThatHasTheWords() async throws {
        let site = try TinySite([
            "questions/a.md": question(
                "Why does it trip?", "Ideas?\n\n## Accepted answer — @ben, 2026-04-03\n\nRaise the underload delay.")
        ])
        let hit = try #require(try await SearchEngine(site.index()).search(SearchQuery("underload delay")).hits.first)
        #expect(hit.address == "questions/a/#a-ben-2026-04-03")
        #expect(hit.heading == "Accepted answer by Ben Okoro")
        #expect(hit.label == "Accepted")
    }

    @Test func aResultLeadsToTheHeadingThatHasTheWords() async throws {
        let site = try TinySite([
            "guide.md": "---\ntitle: Guide\n---\nStart.\n\n## Delay\n\nForty seconds.\n\n## End\n\nDone."
        ])
        #expect(try await site.find("forty seconds") == ["guide/#delay"])
        #expect(try await site.find("delay") == ["guide/#delay"])
    }

    @Test func obsoleteDocumentsComeAfterVerifiedOnes() async throws {
        func document(_ fields: String) -> String {
            "---\ntitle: Starting pumps\nauthor: \"@ada\"\n\(fields)\n---\nText.\n"
        }
        let site = try TinySite([
            "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\n",
            "groups/g/a.md": document("status: obsolete"),
            "groups/g/b.md": document("verified: {by: \"@ada\", date: 2026-05-01}"),
        ])
        #expect(try await site.find("starting pumps") == ["groups/g/b/", "groups/g/a/"])
    }

    @Test func aCheckThatIsOverCountsNoMore() async throws {
        func document(_ date: String) -> String {
            "---\ntitle: Starting pumps\ndate: 2020-01-01\nverified: {by: \"@ada\", date: \(date)}\nreview_interval: P90D\n---\nText.\n"
        }
        let site = try TinySite([
            "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\n",
            "groups/g/a.md": document("2020-02-01"), "groups/g/b.md": document("2026-05-01"),
        ])
        #expect(try await site.find("starting pumps") == ["groups/g/b/", "groups/g/a/"])
        try await site.build()
        let index = site.folder.tree("Output").filter { $0.key.hasPrefix("search/") }.values
        let texts = index.map { String(decoding: $0, as: UTF8.self) }.joined()
        #expect(texts.contains("Due for review"))
    }

    @Test func peopleAreFoundByNameRoleAndTopic() async throws {
        let site = try TinySite([
            "people/ada.md": """
            ---
            name: Ada Lund
            title: Lift engineer
            department: Production
            expertise: [{tag: esp, level: expert}]
            ---
            """,
            "questions/a.md": question("About it", "Text", "tags: [esp]\n"),
        ])
        #expect(try await site.find("ada lund").first == "people/ada/")
        #expect(try await site.find("lift engineer").first == "people/ada/")
        #expect(try await site.find("production").first == "people/ada/")
    }

    @Test func namesOfAttachedFilesAreFound() async throws {
        let site = try TinySite(["guide.md": "---\ntitle: Guide\n---\nSee [the curve](pump-curve.xls)."])
        try site.folder.write("Content/pump-curve.xls", "x")
        #expect(try await site.find("pump-curve.xls") == ["guide/"])
    }

    @Test func resultsCanBeNarrowed() async throws {
        let site = try TinySite([
            "groups/g/index.md": "---\ntitle: Pumps\nkind: team\nmanagers: [\"@ada\"]\n---\n",
            "groups/g/questions/a.md": question("Pump", "x", "tags: [esp]\n"), "questions/b.md": question("Pump"),
        ])
        let engine = SearchEngine(try await site.index())
        func find(_ change: (inout SearchQuery) -> Void) -> Set<String> {
            var query = SearchQuery("pump")
            change(&query)
            return Set(engine.search(query).hits.map(\.address))
        }
        #expect(find { $0.kind = .group } == ["groups/g/"])
        #expect(find { $0.group = "g" }.contains("groups/g/questions/a/"))
        #expect(!find { $0.group = "g" }.contains("questions/b/"))
        #expect(find { $0.topic = "esp" } == ["groups/g/questions/a/"])
    }

    @Test func aLongPageIsFoundByItsLastWordAndOnce() async throws {
        let filler = String(repeating: "Words that fill the page and say nothing. ", count: 2000)
        let site = try TinySite(["long.md": "---\ntitle: Handbook\n---\n\(filler)\n\n## Last\n\nThe zirconium seal.\n"])
        #expect(try await site.find("zirconium") == ["long/#last"])
        #expect(try await site.find("handbook zirconium") == ["long/#last"])
    }

    @Test func nothingMatchesNothing() async throws {
        let site = try TinySite()
        #expect(try await site.find("zzzzqqqq").isEmpty)
        #expect(try await site.find("").isEmpty)
        #expect(try await site.find("?!").isEmpty)
    }
}
