import HearthBuild
import HearthModel
import TestKit
import Testing

/// Pages of which one thing is there a thousand times show the first of it and the way to the others.
@Suite struct LongListTests {
    private func count(_ text: String, in page: String?) -> Int {
        (page ?? "").split(separator: text, omittingEmptySubsequences: false).count - 1
    }

    @Test func topicsOfATopicGoOnInAListOfTheirOwn() async throws {
        func site(_ children: Int) async throws -> TinySite {
            let topics = (1...children).map { "  t\($0): {label: Topic \($0), parent: root}\n" }.joined()
            let tiny = try TinySite(configuration: "title: T\ntopics:\n  root: {label: Root}\n" + topics)
            #expect(try await tiny.build().errors == 0)
            return tiny
        }
        let few = try await site(60)
        #expect(count("class=\"tag\"", in: few.main("topics/root/index.html")) == 60)
        #expect(few.output("topics/root/topics/index.html") == nil)
        let many = try await site(61)
        let page = try #require(many.main("topics/root/index.html"))
        #expect(
            count("class=\"tag\"", in: page) == 61
                && page.contains("href=\"../../topics/root/topics/\">All 61 topics</a>"))
        let list = many.outputs(containing: "Topics of Root")
        #expect(list.contains("topics/root/topics/index.html") && list.contains("topics/root/topics/page/2/index.html"))
    }

    @Test func useCasesOfAMeasureAndOfAnObjectiveAreCut() async throws {
        var files = [
            "strategy.md": "---\ntitle: S\nobjectives:\n  - {id: o1, title: O1, category: cost}\n---\nx\n",
            "measures/m.md": "---\ntitle: M\ncategory: cost\nobjective: o1\n---\nx\n",
        ]
        for number in 1...21 {
            files["use-cases/u\(number).md"] = "---\ntitle: Use \(number)\nmeasures: [m]\nobjective: o1\n---\nx\n"
        }
        let tiny = try TinySite(files)
        try await tiny.build()
        let measure = try #require(tiny.main("measures/m/index.html"))
        #expect(
            count("/use-cases/u", in: measure) == 20
                && measure.contains("href=\"../../measures/m/use-cases/\">and 1 more</a>"))
        #expect(count("/use-cases/u", in: tiny.main("measures/m/use-cases/index.html")) >= 21)
        let strategy = try #require(tiny.main("strategy/index.html"))
        #expect(count("use-cases/u", in: strategy) == 20)
        #expect(strategy.contains("href=\"../use-cases/\">and 1 more</a>"))
    }

    @Test func peopleWhoRunAGroupAreCut() async throws {
        var files: [String: String] = [:]
        for number in 10...22 { files["people/p\(number).md"] = "---\nname: Person \(number)\n---\n" }
        let names = (10...22).map { "\"@p\($0)\"" }.joined(separator: ", ")
        files["groups/g/index.md"] = "---\ntitle: G\nkind: team\nmanagers: [\(names)]\n---\n"
        let tiny = try TinySite(files)
        #expect(try await tiny.build().errors == 0)
        let page = try #require(tiny.main("groups/g/index.html"))
        #expect(count("Person ", in: page) == 12 && page.contains("href=\"../../groups/g/managers/\">and 1 more</a>"))
        #expect(tiny.main("groups/g/managers/index.html")?.contains("Person 22") == true)
    }

    @Test func peopleWhoRunAGroupAndAreShownByNameOnlyAreInItsListToo() async throws {
        var files: [String: String] = [:]
        for number in 10...22 { files["people/p\(number).md"] = "---\nname: Person \(number)\n---\n" }
        files["people/p21.md"] = "---\nname: Person 21\ntitle: Fitter\ndirectory: hidden\n---\n"
        let names = (10...22).map { "\"@p\($0)\"" }.joined(separator: ", ")
        files["groups/g/index.md"] = "---\ntitle: G\nkind: team\nmanagers: [\(names)]\n---\n"
        let tiny = try TinySite(files)
        let report = try await tiny.build()
        let list = try #require(tiny.main("groups/g/managers/index.html"))
        #expect(report.diagnostics.filter { $0.severity == .error } == [])
        #expect(list.contains("<span class=\"row-title\">Person 21</span>"))
        #expect(list.contains("Person 20") && !list.contains("href=\"\"") && !list.contains("Fitter"))
    }

    @Test func ofManyQueriesTheMapHasThoseThatThePageHasNot() async throws {
        func page(_ queries: Int) async throws -> String {
            func old(_ numbers: [Int]) -> String { numbers.map { "  - \"/old.php?t=\($0)\"\n" }.joined() }
            let tiny = try TinySite([
                "a.md": "---\ntitle: A\nredirect_from:\n\(old((1...queries).filter { $0 % 2 == 0 }))---\nx\n",
                "b.md": "---\ntitle: B\nredirect_from:\n\(old((1...queries).filter { $0 % 2 == 1 }))---\nx\n",
            ])
            try await tiny.build()
            return try #require(tiny.output("old.php/index.html"))
        }
        let few = try await page(200)
        #expect(count("data-query", in: few) == 200 && !few.contains("data-map"))
        let many = try await page(230)
        #expect(count("data-query", in: many) == 200)
        #expect(many.contains("data-map=\"../redirects.json\"") && many.contains("and 30 more"))
    }

    @Test func entriesOfAFeedHaveTwentyCategoriesAndThatOfTheFeed() async throws {
        let tags = (1...30).map { "tag\($0)" }.joined(separator: ", ")
        let tiny = try TinySite(
            ["a.md": "---\ntitle: A\ntype: document\ndate: 2026-01-01\ntags: [\(tags)]\n---\nx\n"],
            configuration: "title: T\nbaseURL: https://e.example/\n")
        try await tiny.build()
        #expect(count("<category", in: tiny.output("feed.xml")) == 20)
        for number in 1...30 {
            let feed = try #require(tiny.output("topics/tag\(number)/feed.xml"))
            #expect(feed.contains("term=\"tag\(number)\"") && (20...21).contains(count("<category", in: feed)))
        }
    }

    @Test func anAddressOfTwoPagesStandsInTheSitemapOnce() async throws {
        let tiny = try TinySite(
            ["a.md": "---\ntitle: A\nslug: same\n---\nx\n", "b.md": "---\ntitle: B\nslug: same\n---\nx\n"],
            configuration: "title: T\nbaseURL: https://e.example/\n")
        #expect(try await tiny.build().errors > 0)
        #expect(count("<loc>https://e.example/same/</loc>", in: tiny.output("sitemap.xml")) == 1)
    }
}
