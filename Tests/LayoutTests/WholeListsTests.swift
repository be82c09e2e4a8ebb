import HearthModel
import Testing

@testable import HearthLayout

/// What a page counts or shows a part of can be reached from it.
@Suite struct WholeListsTests {
    private func site(_ files: [String: String], feeds: Bool = false) async throws -> SampleSite {
        var all = files
        all["Content/people/ann.md"] = "---\nname: Ann Berg\n---\n"
        all["Content/people/bo.md"] = "---\nname: Bo Dahl\n---\n"
        if all["Content/groups/g/index.md"] == nil { all["Content/groups/g/index.md"] = Self.group() }
        return try await SampleSite(
            all, configuration: "title: Test\n" + (feeds ? "baseURL: https://x.example/\n" : ""))
    }

    private static func group(_ fields: String = "") -> String {
        "---\ntitle: Pump people\nkind: team\nmanagers: [\"@ann\"]\n\(fields)---\n"
    }

    private func question(_ title: String, _ fields: String = "", answer: String = "") -> String {
        "---\ntitle: \(title)\nauthor: \"@bo\"\ndate: 2026-01-01\n\(fields)---\nQ\n\n\(answer)\n"
    }

    private func count(_ text: String, in page: String) -> Int {
        page.split(separator: text, omittingEmptySubsequences: false).count - 1
    }

    // MARK: - Pages that link here

    private static let heading = "<h2>Pages that link here <span class=\"count\">"

    @Test func pagesThatLinkHereAreCountedAndFoldAway() async throws {
        var files = ["Content/deep/t.md": "---\ntitle: T\ntype: document\n---\nx\n"]
        for number in 1...7 { files["Content/docs/l\(number).md"] = "---\ntitle: L\(number)\n---\n[t](/deep/t/)\n" }
        let few = try await site(files).main("deep/t/")
        #expect(few.contains(Self.heading + "7</span>") && few.contains("<summary>2 more</summary>"))
        for number in 1...7 { #expect(few.contains("~docs/l\(number)/")) }
        #expect(!few.contains("not listed"))
        for number in 8...60 { files["Content/docs/l\(number).md"] = "---\ntitle: L\(number)\n---\n[t](/deep/t/)\n" }
        let sample = try await site(files)
        let many = sample.main("deep/t/")
        #expect(many.contains(Self.heading + "60</span>") && many.contains("<summary>55 more</summary>"))
        #expect(many.contains("and 10 that are not listed") && count("~docs/l", in: many) == 50)
        let page = try #require(sample.planned("deep/t/"))
        #expect(page.sources.count == 51)
    }

    @Test func ofPagesForMembersNothingIsCounted() async throws {
        let closed = "title: R\nkind: team\nmanagers: [\"@ann\"]\nvisibility: members\naccess_group: r\n"
        let sample = try await site([
            "Content/docs/t.md": "---\ntitle: T\ntype: document\n---\nx\n",
            "Content/docs/l.md": "---\ntitle: L\n---\n[t](t.md)\n",
            "Content/groups/r/index.md": "---\n\(closed)---\n",
            "Content/groups/r/a.md": "---\ntitle: Secret\n---\n[t](/docs/t/)\n",
        ])
        #expect(sample.main("docs/t/").contains(Self.heading + "1</span>"))
    }

    @Test func whoSignsAnAnswerIsNotWrittenAbout() async throws {
        var files = ["Content/docs/t.md": "---\ntitle: Thanks\n---\nWithout @ann this would not be.\n"]
        for number in 1...6 {
            files["Content/groups/g/questions/q\(number).md"] = question(
                "Q\(number)", answer: "## Answer — @ann, 2026-02-01\nSo.\n\n### Comment — @ann, 2026-02-02\nAnd.\n")
        }
        files["Content/groups/g/questions/q7.md"] = question(
            "Q7", answer: "## Answer — @bo, 2026-02-01\nAsk @ann.\n")
        let main = try await site(files).main("people/ann/")
        let start = try #require(main.range(of: Self.heading))
        let list = String(main[start.lowerBound...])
        #expect(list.contains("2</span>") && list.contains("~docs/t/") && list.contains("~groups/g/questions/q7/"))
        #expect(!list.contains("~groups/g/questions/q1/"))
    }

    // MARK: - Related

    @Test func whatIsObsoleteIsNotRecommended() async throws {
        let policy = "kind: policy\ndate: 2026-01-01\ntags: [alone]\n"
        let sample = try await site([
            "Content/groups/g/questions/q.md": question("Working alone", "tags: [alone]\n"),
            "Content/docs/old.md": "---\ntitle: Working alone, old\n\(policy)status: obsolete\n---\nx\n",
            "Content/docs/new.md": "---\ntitle: Working alone, new\n\(policy)---\nSee [before](old.md).\n",
        ])
        let page = sample.main("groups/g/questions/q/")
        #expect(page.contains("~docs/new/") && !page.contains("~docs/old/"))
        // It leads on to what holds.
        #expect(sample.main("docs/old/").contains("~docs/new/"))
        #expect(sample.main("a-z/").contains("Working alone, old</a> <span class=\"meta\">Policy · Obsolete</span>"))
        #expect(sample.main("a-z/").contains("Working alone, new</a> <span class=\"meta\">Policy</span>"))
    }

    // MARK: - Questions

    @Test func closedQuestionsOfATopicAreListed() async throws {
        let answer = "## Accepted answer — @ann, 2026-01-02\nSo.\n"
        let closed = question("B", "tags: [k]\nstatus: closed\n")
        let again = question("C", "tags: [k]\nstatus: duplicate\nduplicate_of: b\n")
        var files = [
            "Content/groups/g/questions/a.md": question("A", "tags: [k]\n", answer: answer),
            "Content/groups/g/questions/b.md": closed, "Content/groups/g/questions/c.md": again,
        ]
        let sample = try await site(files)
        for page in ["topics/k/", "groups/g/"] {
            #expect(count("<a href=\"~\(page)questions/\">All 3 questions</a>", in: sample.main(page)) == 1, "\(page)")
            for slug in ["a", "b", "c"] {
                #expect(sample.main(page + "questions/").contains("~groups/g/questions/\(slug)/"))
            }
        }
        files["Content/groups/g/questions/b.md"] = question("B", "tags: [k]\n", answer: answer)
        files["Content/groups/g/questions/c.md"] = question("C", "tags: [k]\n")
        let whole = try await site(files)
        #expect(whole.planned("topics/k/questions/") == nil)
        for page in ["topics/k/", "groups/g/"] { #expect(!whole.main(page).contains("All 3 questions")) }
    }

    @Test func theListsOfATopicOverTheirLimitHaveOneWayEach() async throws {
        var files: [String: String] = [:]
        for number in 1...12 {
            let fields = number == 1 ? "tags: [k]\nstatus: closed\n" : "tags: [k]\n"
            files["Content/groups/g/questions/q\(number).md"] = question("Q\(number)", fields)
        }
        let main = try await site(files).main("topics/k/")
        #expect(count("All 12 questions", in: main) == 1 && count("class=\"row q\"", in: main) == PageLimits.open)
    }

    // MARK: - Groups

    @Test func storiesOfAGroupHaveTheirList() async throws {
        var files: [String: String] = [:]
        for number in 1...5 {
            files["Content/groups/g/s\(number).md"] =
                "---\ntitle: S\(number)\nkind: story\ndate: 2026-01-0\(number)\n---\nx\n"
        }
        let sample = try await site(files)
        #expect(sample.main("groups/g/").contains("<a href=\"~groups/g/stories/\">All 5 stories</a>"))
        for number in 1...5 { #expect(sample.main("groups/g/stories/").contains("~groups/g/s\(number)/")) }
        files["Content/groups/g/s5.md"] = nil
        let few = try await site(files)
        #expect(few.planned("groups/g/stories/") == nil && !few.main("groups/g/").contains("All 4 stories"))
    }

    @Test(arguments: ["", "visibility: members\naccess_group: r\n"])
    func useCasesAndMeasuresOfAGroupHaveTheirLists(_ fields: String) async throws {
        var files = ["Content/groups/g/index.md": Self.group(fields)]
        for number in 1...9 {
            files["Content/groups/g/u\(number).md"] =
                "---\ntitle: U\(number)\ntype: use-case\nproblem: P\ngroups: [g]\n---\nx\n"
            files["Content/groups/g/m\(number).md"] =
                "---\ntitle: M\(number)\ntype: measure\ncategory: cost\nunit: h\nbaseline: {value: 4, date: 2026-01-01}\n"
                + "target: {value: 3, date: 2026-12-31}\nowner: \"@ann\"\n---\nx\n"
        }
        let sample = try await site(files)
        for (path, letter, words) in [("use-cases/", "u", "use cases"), ("measures/", "m", "measures")] {
            #expect(sample.main("groups/g/").contains("<a href=\"~groups/g/\(path)\">All 9 \(words)</a>"))
            let list = sample.main("groups/g/" + path)
            for number in 1...9 { #expect(list.contains("~groups/g/\(letter)\(number)/"), "\(path) \(number)") }
            #expect(sample.planned("groups/g/" + path)?.audience.isRestricted == !fields.isEmpty)
        }
        files["Content/groups/g/u9.md"] = nil
        #expect(try await site(files).planned("groups/g/use-cases/") == nil)
    }

    // MARK: - Topics

    @Test func manyTopicsFoldAway() async throws {
        let tags = (1...14).map { "t\($0)" }
        var files = [
            "Content/groups/g/questions/q.md": question("Q", "tags: [\(tags.joined(separator: ", "))]\n"),
            "Content/groups/g/d.md": "---\ntitle: D\ntags: [\(tags.prefix(12).joined(separator: ", "))]\n---\nx\n",
            "Layouts/event.mustache": "{{#topics}}{{tag}};{{/topics}}",
        ]
        files["Content/groups/g/events/e.md"] =
            "---\ntitle: E\nkind: tour\ndate: 2026-08-01\ntags: [\(tags.joined(separator: ", "))]\n---\n"
        let sample = try await site(files)
        let many = sample.main("groups/g/questions/q/")
        for tag in tags { #expect(many.contains("<a class=\"tag\" href=\"~topics/\(tag)/\">"), "\(tag)") }
        let fold = try #require(many.range(of: "<details class=\"rest\"><summary>and 2 more</summary>"))
        #expect(count("class=\"tag\"", in: String(many[..<fold.lowerBound])) == PageLimits.topics)
        let few = sample.main("groups/g/d/")
        #expect(count("class=\"tag\"", in: few) == 12 && !few.contains("<details"))
        // Templates of a site have all of them under the one name.
        #expect(count(";", in: sample.page("groups/g/events/e/")) == 14)
    }

    // MARK: - Events

    private func event(_ title: String, _ date: String, _ fields: String = "") -> String {
        "---\ntitle: \(title)\nkind: tour\ndate: \(date)\n\(fields)---\nx\n"
    }

    @Test func pastEventsOfAGroupAreReachedFromItsPage() async throws {
        let closed = "visibility: members\naccess_group: r\n"
        for fields in ["", closed] {
            let files = [
                "Content/groups/g/index.md": Self.group(fields),
                "Content/groups/g/events/next.md": event("Next", "2026-08-01"),
                "Content/groups/g/events/past.md": event("Past", "2026-01-01"),
            ]
            let sample = try await site(files)
            let main = sample.main("groups/g/")
            #expect(main.contains("~groups/g/events/next/") && !main.contains("~groups/g/events/past/"))
            #expect(main.contains("<a href=\"~groups/g/events/\">All 2 events</a>"))
            let list = sample.main("groups/g/events/")
            #expect(list.contains("~groups/g/events/next/") && list.contains("~groups/g/events/past/"))
            let page = try #require(sample.planned("groups/g/events/"))
            #expect(page.audience.isRestricted == !fields.isEmpty)
        }
        let one = try await site(["Content/groups/g/events/next.md": event("Next", "2026-08-01")])
        #expect(one.planned("groups/g/events/") == nil && !one.main("groups/g/").contains("events</a>"))
    }

    @Test func anEventNamesTheGroupItLiesIn() async throws {
        let sample = try await site([
            "Content/groups/h/index.md": "---\ntitle: Hosts\nkind: team\nmanagers: [\"@ann\"]\n---\n",
            "Content/groups/g/events/e.md": event("Tour", "2026-08-01", "groups: [h, g]\n"),
        ])
        #expect(sample.main("events/").contains("Tour · Pump people · Hosts</p>"))
        let page = sample.main("groups/g/events/e/")
        #expect(page.contains("<h2>Groups</h2>"))
        #expect(count("~groups/g/\"", in: page) == 1 && count("~groups/h/\"", in: page) == 1)
    }

    // MARK: - Home, people and feeds

    @Test func justAnsweredIsByTheDayOfTheAnswer() async throws {
        var files = [
            "Content/groups/g/questions/old.md": question(
                "Old", answer: "## Answer — @ann, 2026-01-02\nA.\n\n### Comment — @bo, 2026-05-27\nThanks."),
            "Content/groups/g/questions/edited.md": question(
                "Edited", "updated: 2026-05-26\n", answer: "## Answer — @ann, 2026-01-03\nA."),
            "Content/groups/g/questions/coming.md": question(
                "Coming", answer: "## Answer — @ann, 2028-01-03\nA."),
        ]
        for number in 1...5 {
            files["Content/groups/g/questions/new\(number).md"] = question(
                "New \(number)", answer: "## Answer — @ann, 2026-02-0\(number)\nA.")
        }
        let home = try await site(files).main("")
        let start = try #require(home.range(of: "Just answered"))
        let list = String(home[start.lowerBound...])
        for number in 1...5 { #expect(list.contains("New \(number)")) }
        for title in ["Old", "Edited", "Coming"] { #expect(!list.contains(">\(title)<")) }
        // The day is the one that the order follows.
        #expect(list.contains("answered <time datetime=\"2026-02-05\">5 Feb 2026</time></span></p>"))
        let end = try #require(list.range(of: "</section>"))
        #expect(!list[..<end.lowerBound].contains("2026-01-01"))
    }

    @Test func anAnswerWithoutADateLeavesTheQuestionsDay() async throws {
        let files = ["Content/groups/g/questions/q.md": question("Undated", answer: "## Answer — @ann\nA.")]
        let home = try await site(files).main("")
        let start = try #require(home.range(of: "Just answered"))
        #expect(!home[start.lowerBound...].contains("<span>answered <") && home[start.lowerBound...].contains("<time"))
    }

    @Test func whoWroteADocumentDoesNotLookAfterThatOfOthers() async throws {
        let sample = try await site([
            "Content/docs/h.md":
                "---\ntitle: Handbook\ntype: document\nauthor: \"@ann\"\nowner: \"@bo\"\ntags: [k]\n---\nx\n",
            "Content/docs/o.md": "---\ntitle: Own\ntype: document\nauthor: \"@bo\"\nowner: \"@bo\"\n---\nx\n",
        ])
        let ann = sample.main("people/ann/")
        #expect(!ann.contains("Looks after") && ann.contains("id=\"H-documents\" aria-labelledby=\"H-written\""))
        #expect(ann.contains("Wrote <span class=\"count\">1</span>") && ann.contains("~docs/h/"))
        let bo = sample.main("people/bo/")
        #expect(bo.contains("Looks after <span class=\"count\">2</span>") && !bo.contains("Wrote"))
        #expect(bo.contains("id=\"H-documents\" aria-labelledby=\"H-looks-after\""))
    }

    @Test func feedsAreCalledWhatTheyHold() async throws {
        let sample = try await site(
            ["Content/groups/g/questions/q.md": question("Q", "tags: [k]\n")], feeds: true)
        #expect(sample.main("groups/g/").contains("</svg>New in Pump people</a>"))
        #expect(sample.main("topics/k/").contains("</svg>New in k</a>"))
        #expect(sample.page("").contains("title=\"Everything new\""))
    }
}
