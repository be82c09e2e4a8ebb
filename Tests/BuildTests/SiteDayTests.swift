import HearthBuild
import HearthModel
import TestKit
import Testing

/// Days and times are those of the site's time zone, and what is still to come has not happened.
@Suite struct SiteDayTests {
    private func site(_ files: [String: String], zone: String) throws -> TinySite {
        try TinySite(
            files, configuration: "title: T\nbaseURL: https://e.example/\ntimezone: \(zone)\nsearch: {enabled: false}\n"
        )
    }

    private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

    private func text(_ html: String, from start: String, to end: String = "\u{0}") -> String {
        guard let first = html.firstRange(of: start) else { return "" }
        let rest = html[first.upperBound...]
        return String(rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)])
    }

    /// Half past eleven in the evening of 1 June, UTC: in Kiritimati it is 2 June, in Pago Pago 1 June at noon.
    @Test(arguments: [("Pacific/Kiritimati", 2), ("Pacific/Pago_Pago", 1), ("UTC", 1)])
    func eventsAndReviewsGoByTheDayOfTheSite(_ zone: String, _ day: Int) async throws {
        var files: [String: String] = [:]
        for number in 0...3 {
            files["events/e\(number).md"] =
                "---\ntitle: On day \(number)\nkind: tour\ndate: 2026-06-0\(number + 1)\n---\nx\n"
            files["d\(number).md"] = """
                ---
                title: D\(number)
                type: document
                date: 2020-01-01
                verified: {by: "@ada", date: 2026-05-0\(number + 1)}
                review_interval: P31D
                ---
                x
                """
        }
        let site = try site(files, zone: zone)
        let clock = try at("2026-06-01T23:30:00Z")
        try await site.build { $0.clock = clock }
        let events = try #require(site.main("events/index.html"))
        let past = text(events, from: "Past")
        for number in 0...3 {
            #expect(past.contains("On day \(number)") == (number + 1 < day), "\(number)")
            let page = try #require(site.main("d\(number)/index.html"))
            #expect(page.contains("Due for review") == (number + 1 <= day), "\(number)")
        }
    }

    @Test func anEarlierRecordHoldsUntilTheDayOfTheSiteEnds() async throws {
        let site = try site(["a.md": "---\ntitle: A\ndate: 2026-01-01\n---\nx\n"], zone: "America/Los_Angeles")
        func scope(_ clock: String) async throws -> BuildReport.Scope {
            let clock = try at(clock)
            return try await site.build { $0.clock = clock }.scope
        }
        _ = try await scope("2026-06-01T08:00:00Z")
        #expect(try await scope("2026-06-02T06:59:59Z") == .nothing)
        #expect(try await scope("2026-06-02T07:00:00Z") == .everything(because: "it is another day"))
    }

    @Test func aTimeInAPageIsOneOfTheSite() async throws {
        let site = try site(
            [
                "events/e.md": "---\ntitle: E\nkind: tour\ndate: 2026-12-01T10:00\n---\nx\n",
                "questions/q.md":
                    "---\ntitle: Q\nauthor: \"@ada\"\ndate: 2026-05-01 00:10\n---\nq\n\n"
                    + "## Answer — @ben, 2026-05-02 00:30\na\n\n### Comment — @ada, 2026-05-02 08:00Z\nc\n",
                "questions/f/index.md": "---\ntitle: F\ndate: 2026-05-01\n---\nq\n",
                "questions/f/answers/a.md": "---\nauthor: \"@ben\"\ndate: 2026-05-02 00:30\n---\na\n",
            ], zone: "Europe/Oslo")
        try await site.build()
        #expect(site.main("events/e/index.html")?.contains("1 Dec 2026, 10:00") == true)
        #expect(site.main("events/e/index.html")?.contains("2026-12-01T09:00:00Z") == true)
        let question = try #require(site.main("questions/q/index.html"))
        #expect(question.contains("2026-05-01T22:30:00Z") && question.contains("2026-05-02T08:00:00Z"))
        // The day that was written stays in the address of an answer.
        for page in ["q", "f"] {
            #expect(site.main("questions/\(page)/index.html")?.contains("id=\"a-ben-2026-05-02\"") == true)
        }
    }

    @Test func aMeasurementToComeIsNotThePresentOne() async throws {
        let site = try site(
            [
                "measures/m.md": """
                ---
                title: M
                category: cost
                unit: hours
                direction: down
                baseline: {value: 10, date: 2026-01-01}
                target: {value: 2, date: 2027-01-01}
                series_file: m.csv
                ---
                x
                """,
                "measures/m.csv": "date,value,evidence\n2026-02-01,9,x\n2026-06-01,8,today\n2026-06-02,3,typo\n",
            ], zone: "UTC")
        let report = try await site.build()
        let found = try #require(report.diagnostics.first(.futureMeasurement))
        #expect(report.diagnostics.ids == ["future-measurement"])
        #expect(found.location == SourceLocation(file: "Content/measures/m.csv", line: 4))
        let page = try #require(site.main("measures/m/index.html"))
        #expect(page.contains("<b>25 %</b> of the way"))
        #expect(try await site.build { $0.clock.seconds += 86_400 }.diagnostics.ids == [])
    }

    @Test(arguments: [
        ("2036-11-25", "2036-11-20", true), ("2036-11-25T10:00", "2036-11-25T09:00", true),
        ("2036-11-25T10:00", "2036-11-25", false), ("2036-11-25", "2036-11-25T09:00", false),
        ("2036-11-25", "2036-11-24T23:30Z", false),
    ])
    func anEventEndsAfterItBegan(_ date: String, _ end: String, _ isWrong: Bool) async throws {
        let site = try site(
            ["events/e.md": "---\ntitle: E\nkind: tour\ndate: \(date)\nend: \(end)\n---\nx\n"], zone: "Europe/Oslo")
        let diagnostics = try await site.resolve().diagnostics
        #expect(diagnostics.ids == (isWrong ? ["end-before-beginning"] : []))
        if isWrong { #expect(diagnostics.first?.location?.line == 5) }
    }

    // MARK: - Feeds

    @Test func feedsNameNoChangeThatIsToCome() async throws {
        let site = try site(
            [
                "events/p.md": "---\ntitle: Party\nkind: tour\ndate: 2031-12-24T18:00\nupdated: 2026-05-20\n---\nt\n",
                "events/unknown.md": "---\ntitle: Unknown\nkind: tour\ndate: 2026-06-01T06:00\n---\nt\n",
                "groups/g/index.md": "---\ntitle: G\nkind: awareness\ndate: 2026-01-01\n---\nx\n",
                "groups/g/news.md":
                    "---\ntitle: News\nauthor: \"@ada\"\ndate: 2026-05-10\nupdated: 2027-01-01\n---\nt\n\n## Why\n\nx\n",
            ], zone: "America/Los_Angeles")
        try await site.build()
        let feed = try #require(site.output("feed.xml"))
        #expect(!feed.contains("2031") && !feed.contains("2027") && !feed.contains("Unknown"))
        #expect(feed.contains("<updated>2026-05-20T07:00:00Z</updated>"))
        #expect(feed.contains("<published>2026-05-10T07:00:00Z</published>"))
        #expect(feed.contains("id=&quot;why&quot;&gt;Why&lt;/h2") && !feed.contains("anchor"))
        let sitemap = try #require(site.output("sitemap.xml"))
        #expect(!sitemap.contains("2031") && !sitemap.contains("2027"))
        #expect(sitemap.contains("<loc>https://e.example/events/p/</loc><lastmod>2026-05-20</lastmod>"))
        // When it has begun, its date is behind; a record of the morning does not hold then.
        let begun = try at("2026-06-01T13:00:00Z")
        let report = try await site.build {
            $0.clock = begun
            $0.verifies = true
        }
        #expect(report.diagnostics.first(.outputDiffers) == nil)
        #expect(site.output("feed.xml")?.contains("Unknown") == true)
    }

    @Test func aChangedTextHasNoAnchorsInFeedsEither() async throws {
        let path = "groups/g/news.md"
        let site = try site(
            [
                "groups/g/index.md": "---\ntitle: G\nkind: awareness\ndate: 2026-01-01\nupdated: 2026-01-01\n---\nx\n",
                path: "---\ntitle: News\ndate: 2026-05-10\nupdated: 2026-05-10\n---\nt\n\n## Why\n\nx\n",
            ], zone: "UTC")
        try await site.build()
        let before = try #require(site.folder.read("Content/" + path))
        try site.folder.write("Content/" + path, before + "y\n")
        let report = try await site.build { $0.verifies = true }
        #expect(report.diagnostics.first(.outputDiffers) == nil)
        #expect(site.output("feed.xml")?.contains("anchor") == false)
        #expect(site.main("groups/g/news/index.html")?.contains("class=\"anchor\"") == true)
    }

    // MARK: - Tables

    @Test func filesThatFieldsAreTakenFromAreNotPublished() async throws {
        let files = [
            "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\nmembers_file: members.csv\n---\nx\n",
            "groups/g/members.csv": "who,via,since,role\n@ben,assigned,2026-01-01,canary\n",
            "measures/m.md": "---\ntitle: M\ncategory: cost\nunit: h\nseries_file: m.csv\n---\n[all](m.csv)\n",
            "measures/m.csv": "date,value\n2026-02-01,9\n",
            "measures/draft.md": "---\ntitle: D\ndraft: true\nseries_file: d.csv\n---\nx\n",
            "measures/d.csv": "date,value\n2026-02-01,9\n", "measures/other.csv": "a,b\n",
        ]
        let site = try site(files, zone: "UTC")
        try await site.build()
        let tables = site.folder.tree("Output").keys.filter { $0.hasSuffix(".csv") }.sorted()
        #expect(tables == ["measures/m.csv", "measures/other.csv"])
        #expect(site.outputs(containing: "canary") == [])
        // It is an input all the same.
        #expect(try await site.build().scope == .nothing)
        try site.folder.write("Content/groups/g/members.csv", "who,via\n@ada,assigned\n")
        #expect(try await site.build().scope == .everything(because: "Content/groups/g/members.csv changed"))
    }

    /// A quarter past eight in the evening of 10 January in New York is 11 January, UTC.
    @Test func listsAreInTheOrderOfTheDaysThatTheyShow() async throws {
        let dates = ["10 in the evening": "2026-01-10T20:14", "the 10th": "2026-01-10", "the 11th": "2026-01-11"]
        var files: [String: String] = [:]
        for (index, (name, date)) in dates.sorted(by: { $0.key < $1.key }).enumerated() {
            files["questions/q\(index).md"] = "---\ntitle: \(name)\nauthor: \"@ada\"\ndate: \(date)\n---\nq\n"
            files["events/e\(index).md"] = "---\ntitle: \(name)\nkind: tour\ndate: \(date)\n---\nx\n"
        }
        files["questions/a.md"] =
            "---\ntitle: A\ndate: 2026-01-01\n---\nq\n\n## Answer — @ben, 2026-01-11\nOn the 11th.\n\n"
            + "## Answer — @ada, 2026-01-10 20:14\nThe evening before.\n"
        let site = try site(files, zone: "America/New_York")
        try await site.build()
        for page in ["questions/index.html", "events/index.html"] {
            let html = try #require(site.main(page))
            let places = ["the 11th", "10 in the evening", "the 10th"].map { html.firstRange(of: $0)?.lowerBound }
            #expect(!places.contains(nil) && places.compactMap { $0 } == places.compactMap { $0 }.sorted(), "\(page)")
        }
        let answers = try #require(site.main("questions/a/index.html"))
        let first = try #require(answers.firstRange(of: "The evening before."))
        #expect(first.lowerBound < answers.firstRange(of: "On the 11th.")?.lowerBound ?? answers.startIndex)
    }
}
