import HearthModel
import Testing

@testable import HearthLayout

/// What pages say about their site is true, and said once.
@Suite struct ShownFactsTests {
    private static let people = [
        "Content/people/ann.md": "---\nname: Ann Berg\n---\n",
        "Content/people/bo.md": "---\nname: Bo Dahl\n---\n",
    ]

    private func site(_ files: [String: String], edit: Bool = true) async throws -> SampleSite {
        let way = edit ? "edit: {new: \"https://git.example/new/{folder}\"}\n" : ""
        return try await SampleSite(
            files.merging(Self.people) { first, _ in first }, configuration: "title: Test\nlanguage: en\n" + way)
    }

    private func group(_ fields: String = "") -> String {
        "---\ntitle: Pump people\nkind: community\nmanagers: [\"@ann\"]\ndate: 2026-01-01\n\(fields)---\n"
    }

    // MARK: - Who to ask

    @Test func theListOfTopicsNamesWhomTheTopicNames() async throws {
        let question = "---\ntitle: Why?\nauthor: \"@bo\"\ndate: 2026-05-01\ntags: [pumps]\n---\nQ\n\n"
        let sample = try await site([
            "Content/groups/g/index.md": group("tags: [pumps]\n"),
            "Content/groups/g/questions/why.md": question + "## Answer — @ann, 2026-05-02\nSo.\n",
            "Content/groups/g/guide.md": "---\ntitle: Guide\ntags: [pumps]\n---\nText.\n",
            "Content/use-cases/uc.md": "---\ntitle: UC\ntags: [pumps]\nproblem: p\n---\n",
        ])
        let list = sample.main("topics/")
        #expect(list.contains("Ann Berg") && !list.contains("Nobody yet"))
        // The group and the use case have the tag, but are no documents.
        #expect(list.contains("<td class=\"n\">1<span class=\"stacked\"> document</span></td></tr>"))
        let people = sample.main("people/topics/")
        #expect(people.contains("1 question and people who have answered, but no expert yet."))
        #expect(!people.contains("nobody who is known"))
    }

    @Test func nobodyIsSentToPeopleWhoCannotHelp() async throws {
        func person(_ name: String, _ fields: String) -> String { "---\nname: \(name)\n\(fields)---\n" }
        let backups = ["bo", "gone", "quiet", "off", "al"].map { "  - {tag: pumps, who: \"@\($0)\"}\n" }.joined()
        let sample = try await site([
            "Content/people/al.md": person("Al Away", "status: away\nbackups:\n" + backups),
            "Content/people/gone.md": person(
                "Gina Gone", "status: left\nemail: gina@example.org\ncontact: true\nexpertise: [{tag: pumps}]\n"),
            "Content/people/quiet.md": person("Quinn Quiet", "ask_me: false\n"),
            "Content/people/off.md": person("Olga Off", "status: away\n"),
            "Content/doc.md": "---\ntitle: D\ntags: [pumps]\n---\nx\n",
        ])
        #expect(sample.main("people/al/").contains("Away at the moment. Ask Bo Dahl instead."))
        let gone = sample.main("people/gone/")
        #expect(gone.contains("Gina Gone has left") && !gone.contains("gina@example.org"))
        #expect(gone.contains(">Known for<") && !gone.contains("Ask me about"))
    }

    @Test(arguments: [("active", true), ("incubating", true), ("reference", false), ("retired", false)])
    func onlyLivingGroupsPromiseAnswers(_ lifecycle: String, _ isLiving: Bool) async throws {
        let sample = try await site([
            "Content/groups/g/index.md": group("lifecycle: \(lifecycle)\nresponse_target: P2D\n"),
            "Content/groups/g/questions/why.md": "---\ntitle: Why now?\nauthor: \"@bo\"\ndate: 2026-05-01\n---\nQ\n",
            "Content/questions/how.md": "---\ntitle: How so?\nauthor: \"@bo\"\ndate: 2026-05-02\n---\nQ\n",
        ])
        #expect(sample.main("").contains("Why now?") == isLiving)
        #expect(sample.main("").contains("How so?") && sample.main("questions/unanswered/").contains("Why now?"))
        #expect(sample.main("groups/g/").contains("2 days") == isLiving)
        #expect(sample.main("groups/g/questions/why/").contains("2 days") == isLiving)
    }

    @Test(arguments: [
        ("date: 2026-06-01T00:01:00Z", true), ("date: 2026-06-01", true), ("date: 2026-05-31T23:00:00Z", false),
        ("date: 2026-05-31T08:00:00Z\nend: 2026-05-31T09:00:00Z", false), ("date: 2026-05-30\nend: 2026-06-01", true),
    ])
    func anEventWithoutAnEndIsPastWhenItsDayIs(_ dates: String, _ isToCome: Bool) async throws {
        let sample = try await site(["Content/events/e.md": "---\ntitle: E\nkind: workshop\n\(dates)\n---\n"])
        let list = sample.main("events/")
        #expect(list.contains(isToCome ? "Coming" : "Past") && !list.contains(isToCome ? "Past" : "Coming"), "\(list)")
    }

    @Test func aTopicHasOneRowOfGaps() async throws {
        var files = ["Content/groups/g/index.md": group()]
        for number in 1...5 {
            files["Content/groups/g/questions/q\(number).md"] = """
                ---
                title: Q\(number)
                author: "@bo"
                date: 2026-05-0\(number)
                tags: [pumps]
                ---
                Q

                ## Accepted answer — @ann, 2026-05-10
                So.
                """
        }
        let people = try await site(files).main("people/topics/")
        #expect(
            people.contains(
                "Ann Berg is the only expert, and nobody stands in. Ann Berg gives more than 40 % of the answers."))
        #expect(people.contains("Where knowledge is thin <span class=\"count\">1</span>"))
    }

    // MARK: - Figures

    @Test func figuresHaveTheirUnitAndNeverRoundUpToTheTarget() async throws {
        let sample = try await site([
            "Content/measures/m.md": """
            ---
            title: Sales
            category: revenue
            unit: million kr
            direction: up
            baseline: {value: 0, date: 2026-01-01}
            target: {value: 1000, date: 2027-12-31}
            series: [{date: 2026-02-01, value: 997}]
            ---
            """
        ])
        #expect(sample.main("measures/").contains("Sales</a> <span class=\"meta\">million kr</span>"))
        let measure = sample.main("measures/m/")
        #expect(measure.contains("99 %</b> of the way") && measure.contains("million kr · higher is better"))
        #expect(Wording.percent(1) == 100 && Wording.percent(1.2) == 100 && Wording.percent(-0.5) == 0)
        #expect(Wording.percent(0.9999) == 99 && Wording.percent(0.506) == 51)
    }

    @Test func aPracticeThatNobodyWroteDownIsNoEmptyBox() async throws {
        let sample = try await site(["Content/use-cases/uc.md": "---\ntitle: UC\nproblem: p\n---\n"])
        #expect(sample.main("use-cases/uc/").contains("<h2>Before</h2><p class=\"meta\">Not written down yet.</p>"))
    }

    // MARK: - Groups

    @Test(arguments: [
        (4, 4, 0, "4, all by choice"), (1, 1, 0, "1, by choice"), (4, 0, 4, "4, assigned"), (5, 2, 3, "5, 2 by choice"),
        (5, 0, 3, "5, 3 assigned"), (3, 0, 0, "3"),
    ]) func membersSayHowTheyCame(_ count: Int, _ chosen: Int, _ assigned: Int, _ text: String) {
        #expect(Wording(.english).members(count, chosen: chosen, assigned: assigned) == text)
    }

    @Test func namesOfDepartmentsStandAsTheyAreWritten() async throws {
        let members = "members: [{who: \"@ann\", via: assigned}, {who: \"@bo\", via: assigned}]\n"
        let sample = try await site([
            "Content/groups/g/index.md": group("serves: [it, hr]\n" + members),
            "Content/use-cases/uc.md": "---\ntitle: UC\nproblem: p\ntarget_departments: [hr]\n---\n",
        ])
        let main = sample.main("groups/g/")
        #expect(main.contains("<dd>it, hr</dd>") && main.contains("<dd>2, assigned</dd>"))
        #expect(sample.main("use-cases/uc/").contains("<dd>hr</dd>"))
    }

    @Test func rowsLeaveOutTheGroupOnItsOwnPages() async throws {
        let decision = "---\ntitle: Rule\nkind: decision\nowner: g\ndate: 2026-05-01\n---\nText.\n"
        let sample = try await site([
            "Content/groups/g/index.md": group(),
            "Content/groups/g/rule.md": decision,
            "Content/groups/g/questions/q.md": "---\ntitle: Q\ndate: 2026-05-01\n---\nQ\n",
        ])
        let row = "Decision<span class=\"of\"> · <a href=\"~groups/g/\">Pump people</a></span> · <time"
        #expect(sample.main("groups/g/").contains(row))
        #expect(sample.page("groups/g/").contains("<body class=\"page-group of-group\">"))
        #expect(sample.page("groups/g/questions/").contains("<body class=\"page-questions of-group\">"))
        #expect(sample.page("questions/").contains("<body class=\"page-questions\">"))
        #expect(!sample.diagnostics.contains { $0.kind.id != "missing-field" })
    }

    @Test func thePlacesToAskSayWhatTheyAreFor() async throws {
        let sample = try await site(["Content/groups/g/index.md": group("description: Pumps and their seals.\n")])
        #expect(sample.main("ask/").contains("Pumps and their seals."))
    }

    // MARK: - Questions

    @Test func aClosedQuestionWaitsForNoAnswer() async throws {
        let files = [
            "Content/groups/g/index.md": group(),
            "Content/groups/g/questions/shut.md": "---\ntitle: Shut\ndate: 2026-05-01\nstatus: closed\n---\nQ\n",
            "Content/groups/g/questions/again.md":
                "---\ntitle: Again\ndate: 2026-05-02\nstatus: duplicate\nduplicate_of: shut\n---\nQ\n",
            "Content/groups/g/questions/open.md": "---\ntitle: Open\ndate: 2026-05-02\n---\nQ\n",
        ]
        let sample = try await site(files)
        #expect(sample.main("groups/g/questions/shut/").contains(">No answers</bdi></h2>"))
        #expect(sample.main("groups/g/questions/again/").contains(">No answers here</bdi></h2>"))
        let open = sample.main("groups/g/questions/open/")
        #expect(open.contains(">No answers yet</bdi></h2>") && open.contains("Have a different question?"))
        // Nobody is invited to ask where there is no way to.
        let silent = try await site(files, edit: false)
        #expect(!silent.main("groups/g/questions/open/").contains("Have a different question?"))
    }

    // MARK: - Languages

    @Test func aTextInAnotherLanguageTurnsNothingButItself() async throws {
        let sample = try await site([
            "Content/groups/g/index.md": group(),
            "Content/groups/g/ar.md": "---\ntitle: دليل\nlang: ar\n---\nنص\n\n## جزء\n\nنص\n\n## آخر\n\nنص\n",
            "Content/groups/g/en.md": "---\ntitle: Guide\n---\nText.\n",
            "Content/groups/ar/index.md":
                "---\ntitle: مضخات\nkind: community\nlang: ar\nmanagers: [\"@ann\"]\n---\nنص\n",
        ])
        let page = sample.page("groups/g/ar/")
        #expect(page.contains("<html lang=\"en\" dir=\"ltr\">"))
        #expect(page.contains("<article class=\"main\" lang=\"ar\" dir=\"rtl\">"))
        #expect(page.contains("<ol lang=\"ar\" dir=\"rtl\">"))
        #expect(sample.page("groups/g/en/").contains("<article class=\"main\">"))
        // The lists of a group are the site's.
        let group = sample.page("groups/ar/")
        #expect(group.contains("<html lang=\"en\" dir=\"ltr\">"))
        #expect(group.contains("<h1 dir=\"rtl\" lang=\"ar\">"))
        #expect(group.split(separator: "dir=\"rtl\"").count == 3)
    }

    @Test func aTextIsSetInTheDirectionOfItsLanguageWhateverItBeginsWith() async throws {
        let files = [
            "Content/a.md": "---\ntitle: VPN والشبكة\nlang: ar\n---\nVPN هي شبكة.\n",
            "Content/b.md": "---\ntitle: VPN\n---\nVPN.\n",
            "Content/d.md": "---\ntitle: Microsoft Excel دليل\n---\nExcel دليل\n",
            "Content/e.md": "---\ntitle: VPN والشبكة\n---\nVPN هي شبكة.\n",
            "Content/c.md": "---\ntitle: العنوان\nlang: en\n---\nالعنوان\n",
        ]
        let english = try await SampleSite(files, configuration: "title: T\n")
        #expect(
            english.main("a/").contains("<h1 dir=\"rtl\">")
                && english.main("a/").contains("<div class=\"prose\" dir=\"rtl\">"))
        #expect(english.main("b/").contains("<div class=\"prose\" dir=\"auto\">"))
        #expect(english.main("c/").contains("<div class=\"prose\" dir=\"ltr\">"))
        let arabic = try await SampleSite(files, configuration: "title: T\nlanguage: ar\n")
        #expect(arabic.main("a/").contains("<div class=\"prose\" dir=\"rtl\">"))
        #expect(arabic.main("b/").contains("<div class=\"prose\" dir=\"auto\">"))
        // Where nobody says it, the title tells.
        #expect(
            arabic.main("d/").contains("<h1 dir=\"rtl\">")
                && arabic.main("d/").contains("<div class=\"prose\" dir=\"rtl\">"))
        #expect(english.main("d/").contains("<div class=\"prose\" dir=\"auto\">"))
        #expect(english.main("e/").contains("<div class=\"prose\" dir=\"rtl\">"))
        #expect(arabic.main("c/").contains("<div class=\"prose\" dir=\"ltr\">"))
    }
}
