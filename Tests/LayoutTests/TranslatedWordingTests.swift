import HearthContent
import HearthModel
import HearthSite
import Testing

@testable import HearthLayout

/// What the program itself says, in the language of the site.
@Suite struct TranslatedWordingTests {
    private static let german = Words(
        language: "de",
        entries: [
            "1,234.5": .text("1.234,5"), "{percent} %": .text("{percent}\u{A0}%"),
            "{n} answers": .forms([.one: "{n} Antwort", .other: "{n} Antworten"]),
            "{n} votes": .forms([.one: "{n} Stimme", .other: "{n} Stimmen"]),
            "{n} documents": .forms([.one: "{n} Dokument", .other: "{n} Dokumente"]),
            "{n} days": .forms([.one: "{n} Tag", .other: "{n} Tagen"]),
            "{n} hours": .forms([.one: "{n} Stunde", .other: "{n} Stunden"]),
            "{count}, {n} by choice##members of a group": .forms([
                .one: "{count}, davon {n} freiwillig", .other: "{count}, davon {n} freiwillig",
            ]),
            "{day} {month} {year}": .text("{day}. {month} {year}"), "{date}, {time}": .text("{date} um {time}"),
            "May##month, short": .text("Mai"), "Dec": .text("Dez."), "Groups": .text("Gruppen"),
            "Questions": .text("Fragen"), "Home": .text("Start"), "Measures##metrics": .text("Kennzahlen"),
            "Risk": .text("Risiko"), "Other##objectives and measures of no category": .text("Sonstiges"),
            "Teams": .text("Mannschaften"), "Questions in {group}": .text("Alle Fragen: {group}"),
            "{title}, page {number}##of a long list": .text("{title}, Seite {number}"),
            "Accepted##state of a question": .text("Angenommen"), "Community manager": .text("Betreut"),
            "Member": .text("Mitglied"), "A to Z": .text("A bis Z"), "Topic": .text("Thema"),
            "New in {title}##a group or topic": .text("{title}: Neues"),
            "The topic’s owner, {name}, has left.": .text("{name} ist fort."),
        ])

    @Test func countsHaveTheFormsOfTheLanguage() throws {
        let wording = Wording(Self.german)
        #expect(wording.answers(1) == "1 Antwort" && wording.answers(2) == "2 Antworten")
        #expect(wording.votes(-1) == "−1 Stimme" && wording.votes(12_345) == "12.345 Stimmen")
        #expect(wording.documentsWord(1) == "Dokument" && wording.documentsWord(7) == "Dokumente")
        #expect(wording.duration(try #require(ISODuration("P1DT12H"))) == "1 Tag, 12 Stunden")
        #expect(wording.members(5, chosen: 2, assigned: 3) == "5, davon 2 freiwillig")
        // What has no translation stays English, with English forms.
        #expect(wording.questions(1) == "1 question" && wording.questions(0) == "0 questions")
        let english = Wording(.english)
        #expect(english.documentsWord(1) == "document" && english.documentsWord(0) == "documents")
    }

    @Test(arguments: [
        ("1.234,5", "1.040", "−3,25", "1.234.567,89"),
        ("1\u{202F}234,5", "1\u{202F}040", "−3,25", "1\u{202F}234\u{202F}567,89"),
        ("1234·5", "1040", "−3·25", "1234567·89"), ("one", "1,040", "−3.25", "1,234,567.89"),
        ("12345", "1,040", "−3.25", "1,234,567.89"),
    ])
    func numbersAreWrittenAsTheExampleIs(_ sample: String, _ whole: String, _ small: String, _ big: String) {
        let wording = Wording(Words(language: "xx", entries: ["1,234.5": .text(sample)]))
        #expect(wording.number(1040) == whole && wording.number(-3.25) == small)
        #expect(wording.number(1_234_567.891) == big)
    }

    @Test func shortUnitsStandBesideTheirValues() {
        let wording = Wording(Self.german)
        #expect(wording.value(94.2, unit: "%") == "94,2\u{A0}%" && wording.value(1e300, unit: "%") == "1e+300\u{A0}%")
        #expect(wording.value(11, unit: "h") == "11 h")
    }

    @Test func datesHaveTheOrderOfTheLanguage() throws {
        let day = try #require(Timestamp(iso8601: "2011-05-14"))
        let evening = try #require(Timestamp(iso8601: "2011-12-14T23:30:00Z"))
        let german = DateText(timeZone: "UTC", words: Self.german)
        #expect(german.day(day) == "14. Mai 2011" && german.moment(evening) == "14. Dez. 2011 um 23:30")
        #expect(german.parts(day) == ("14", "Mai 2011"))
        let japanese = DateText(
            timeZone: "UTC",
            words: Words(
                language: "ja",
                entries: [
                    "{day} {month} {year}": .text("{year}年{month}{day}日"), "{month} {year}": .text("{year}年{month}"),
                    "May##month, short": .text("5月"),
                ]))
        #expect(japanese.day(day) == "2011年5月14日" && japanese.parts(day).month == "2011年5月")
        #expect(DateText(timeZone: "UTC").day(day) == "14 May 2011")
        // A translation without the names would lose the date.
        let broken = Words(language: "xx", entries: ["{day} {month} {year}": .text("x"), "{date}, {time}": .text("y")])
        #expect(DateText(timeZone: "UTC", words: broken).moment(evening) == "14 Dec 2011, 23:30")
    }

    private static let files = [
        "Content/people/ann.md": "---\nname: Ann\n---\n", "Content/people/bo.md": "---\nname: Bo\n---\n",
        "Content/people/cy.md": "---\nname: Cy\n---\n",
        "Content/groups/g/index.md": """
        ---
        title: Groups
        kind: community
        managers: ["@ann"]
        members: [{who: "@bo"}, {who: "@cy", role: member}]
        ---
        """,
        "Content/groups/g/questions/q.md": """
        ---
        title: Why?
        author: "@ann"
        date: 2026-05-02
        tags: [esp]
        ---
        x

        ## Accepted answer — @ann, 2026-05-03
        y
        """,
        "Content/groups/g/questions/r.md": "---\ntitle: Who?\nauthor: \"@ann\"\ndate: 2026-05-01\n---\nx\n",
        "Content/topics/esp.md": "---\nlabel: Topic\n---\nx\n",
        "Content/measures/m.md": "---\ntitle: M\ncategory: risk\n---\nx\n",
        "Content/measures/n.md": "---\ntitle: N\n---\nx\n",
    ]

    private static func site(_ words: Words?) async throws -> SampleSite {
        try await SampleSite(
            files,
            configuration: """
                title: T
                language: de
                baseURL: https://t.example/
                nav: [groups, questions, a-z]
                questions: {pageSize: 1}
                """, words: words)
    }

    @Test func titlesBarsAndStatesAreInTheLanguageOfTheSite() async throws {
        let sample = try await Self.site(Self.german)
        #expect(sample.planned("groups/")?.title == "Gruppen")
        #expect(sample.planned("questions/page/2/")?.title == "Fragen, Seite 2")
        #expect(sample.planned("groups/g/questions/")?.title == "Alle Fragen: Groups")
        #expect(sample.planned("measures/")?.title == "Kennzahlen")
        let page = sample.page("groups/g/questions/q/")
        #expect(page.contains("Gruppen</a>") && page.contains("A bis Z</a>") && page.contains(">Start</a>"))
        #expect(page.contains("Angenommen") && page.contains("2. Mai 2026") && page.contains("1 Antwort<"))
        #expect(sample.page("topics/esp/").contains("<title>Topic · Thema · T</title>"))
        #expect(sample.page("topics/esp/").contains("Topic: Neues"))
    }

    @Test func whatSomebodyWroteIsNotTranslated() async throws {
        let sample = try await Self.site(Self.german)
        #expect(sample.main("people/ann/").contains("Betreut"))
        #expect(sample.main("people/bo/").contains("Mitglied"))
        let own = sample.main("people/cy/")
        #expect(own.contains("Member") && !own.contains("Mitglied"))
        // The group and the topic are called like a title and a label.
        #expect(sample.main("groups/g/").contains("Groups</h1>") && sample.main("topics/esp/").contains("Topic</h1>"))
    }

    @Test func idsAreTheSameInAllLanguages() async throws {
        func ids(_ sample: SampleSite) -> [[String]] {
            ["groups/", "measures/", "questions/by-group/", "people/sites/", "a-z/", "events/"].map { path in
                sample.main(path).split(separator: " ").filter { $0.hasPrefix("id=") }.map {
                    String($0.prefix { $0 != ">" })
                }
            }
        }
        let (english, german) = (try await Self.site(nil), try await Self.site(Self.german))
        #expect(ids(english) == ids(german))
        #expect(german.main("measures/").contains("Risiko") && german.main("measures/").contains("id=\"H-risk\""))
        #expect(german.main("measures/").contains("Sonstiges") && german.main("measures/").contains("id=\"H-other\""))
        #expect(english.plan.pages.map(\.path) == german.plan.pages.map(\.path))
    }

    @Test func diagnosticsNameListsInEnglish() async throws {
        var files = Self.files
        files["Content/groups/g/questions.md"] = "---\ntitle: Mine\n---\nx\n"
        let sample = try await SampleSite(files, words: Self.german)
        let found = sample.has("generated-list-hidden")
        #expect(found.first?.summary.contains("'Questions in Groups' would be") == true, "\(sample.diagnostics)")
    }

    @Test func standInsAreNamedInOneSentence() {
        let wording = Wording(.english)
        #expect(wording.askInstead([]) == "" && wording.askInstead(["A"]) == "Ask A instead.")
        #expect(wording.askInstead(["A", "B"]) == "Ask A or B instead.")
        #expect(wording.askInstead(["A", "B", "C"]) == "Ask A or B or C instead.")
    }
}
