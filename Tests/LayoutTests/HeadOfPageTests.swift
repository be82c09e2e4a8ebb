import HearthModel
import Testing

@testable import HearthLayout

/// What stands at the head of a page, and what stands there when there is nothing.
@Suite struct HeadOfPageTests {
    private func event(_ fields: String) async throws -> String {
        let sample = try await SampleSite(
            ["Content/events/e.md": "---\ntitle: E\nkind: tour\n\(fields)\n---\nCome.\n"],
            configuration: "title: T\ntimezone: Europe/Oslo\n")
        return sample.main("events/e/")
    }

    @Test(arguments: [
        (
            "date: 2026-02-17T09:00+01:00\nend: 2026-02-17T15:30+01:00",
            ">17 Feb 2026, 09:00</time> to <time datetime=\"2026-02-17T14:30:00Z\">15:30</time></dd>"
        ),
        (
            "date: 2026-02-17T09:00+01:00\nend: 2026-02-18T15:30+01:00",
            ">17 Feb 2026, 09:00</time> to <time datetime=\"2026-02-18T14:30:00Z\">18 Feb 2026, 15:30</time></dd>"
        ),
        ("date: 2026-02-17\nend: 2026-02-17", ">17 Feb 2026</time></dd>"),
        (
            "date: 2026-02-17\nend: 2026-02-18",
            ">17 Feb 2026</time> to <time datetime=\"2026-02-18\">18 Feb 2026</time></dd>"
        ),
    ])
    func anEventSaysItsDaysOnce(_ fields: String, _ when: String) async throws {
        #expect(try await event(fields).contains(when))
    }

    @Test func whenAndWhereStandAboveTheTextOfAnEvent() async throws {
        let main = try await event("date: 2026-02-17\nsite: Skarvik\nattendees: 34")
        let head = main.prefix(upTo: main.range(of: "</header>")?.lowerBound ?? main.startIndex)
        for fact in ["17 Feb 2026", "Skarvik", "34 people"] { #expect(head.contains(fact)) }
        #expect(main.split(separator: "Skarvik").count == 2)
    }

    @Test func theOutlineFoldsAwayAboveTheText() async throws {
        let sample = try await SampleSite(["Content/a.md": "---\ntitle: A\n---\n## One\nx\n\n## Two\ny\n"])
        let main = sample.main("a/")
        let fold = try #require(main.range(of: "<details class=\"on-this-page\"><summary>On this page</summary>"))
        let text = try #require(main.range(of: "<div class=\"prose\""))
        #expect(fold.lowerBound < text.lowerBound)
        #expect(main.split(separator: "<a href=\"#two\"").count == 3)
    }

    @Test func whatIsEmptySaysSo() async throws {
        let sample = try await SampleSite([
            "Content/a.md": "---\ntitle: A\n---\n", "Content/documents/d.md": "---\ntitle: D\n---\n",
            "Content/measures/m.md": "---\ntitle: M\ncategory: risk\nunit: x\n---\n",
        ])
        for path in ["a/", "documents/d/"] {
            #expect(!sample.main(path).contains("class=\"prose\""))
            #expect(sample.main(path).contains("<p class=\"empty panel\">Nothing is written here yet.</p>"))
        }
        #expect(sample.main("measures/m/").contains("<p>Nothing has been measured yet.</p>"))
    }

    @Test func thePageOfAnOldAddressLooksLikeTheOthers() async throws {
        let files = ["Content/a.md": "---\ntitle: A\nredirect_from: [/old]\n---\nx\n"]
        let sample = try await SampleSite(files)
        let page = SampleSite.readable(sample.renderer.redirectPage(to: SitePath("a/")))
        for asset in ["theme.css", "theme.js", "site.css"] { #expect(page.contains("\"~assets/\(asset)\"")) }
        #expect(!page.contains("custom.css"))
        #expect(page.contains("href=\"~\">Home</a> <a class=\"button\" href=\"~search/\">Search</a>"))
        let own = try await SampleSite(files.merging(["Layouts/assets/custom.css": "h1 {color: red}\n"]) { a, _ in a })
        #expect(SampleSite.readable(own.renderer.redirectPage(to: SitePath("a/"))).contains("\"~assets/custom.css\""))
    }

    @Test func titlesOfNeighboursHaveTheirOwnDirection() async throws {
        let sample = try await SampleSite([
            "Content/a/index.md": "---\ntitle: A\n---\nx\n", "Content/a/b.md": "---\ntitle: B\norder: 1\n---\nx\n",
            "Content/a/c.md": "---\ntitle: Does it end?\norder: 2\n---\nx\n",
        ])
        #expect(sample.main("a/b/").contains("<bdi>Does it end?</bdi></a>"))
    }
}
