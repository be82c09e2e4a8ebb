import HearthBuild
import HearthModel
import TestKit
import Testing

@Suite struct FeedTests {
    private static let base = "https://e.example/community/"

    private func site(_ more: [String: String] = [:], configuration: String = "") async throws -> TinySite {
        var files = [
            "groups/g/index.md": "---\ntitle: G & Co\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n",
            "groups/g/questions/q.md": """
            ---
            title: Why <b> & "quotes"?
            author: "@ada"
            date: 2020-01-01
            tags: [pumps]
            ---
            See [the plan](../plan.md#head), ![p](../p.png), <http://x.example/?a=1&b=2> and ]]>.

            ## Answer — @ben, 2020-05-01
            Because.
            """,
            "groups/g/plan.md": "---\ntitle: Plan\ndate: 2020-03-01\n---\n## Head\nx\n", "groups/g/p.png": "p",
            "sp ace.md":
                "---\ntitle: Space\ndate: 2020-02-01\nupdated: 2020-02-02T10:00:00+02:00\n"
                + "authors: [\"@ada\", \"@ben\"]\n---\nx\n",
            "undated.md": "---\ntitle: Undated\n---\nx\n",
        ]
        files.merge(more) { _, new in new }
        let tiny = try TinySite(files, configuration: "title: T & U\nbaseURL: \(Self.base)\n" + configuration)
        try await tiny.build()
        return tiny
    }

    private func feed(_ tiny: TinySite, _ path: String) throws -> XMLItem {
        let bytes = try #require(tiny.folder.tree("Output")[path], "\(path)")
        return try xmlTree(bytes)
    }

    @Test func everyFeedIsValidAtom() async throws {
        let tiny = try await site()
        for path in ["feed.xml", "groups/g/feed.xml", "topics/pumps/feed.xml"] {
            let feed = try feed(tiny, path)
            #expect(feed.name == "feed" && feed.attributes["xmlns"] == "http://www.w3.org/2005/Atom")
            // RFC 4287, 4.1.1: exactly one of each, and a link to itself.
            for name in ["id", "title", "updated"] { #expect(feed[name].count == 1 && feed[name][0].text != "") }
            let page = String(path.dropLast("feed.xml".count))
            #expect(feed["id"][0].text == Self.base + page)
            let links = Dictionary(grouping: feed["link"]) { $0.attributes["rel"] ?? "" }
            #expect(links["self"]?.map { $0.attributes["href"] } == [Self.base + path])
            #expect(links["alternate"]?.map { $0.attributes["href"] } == [Self.base + page])
            #expect(!feed["entry"].isEmpty)
            var ids: Set<String> = []
            for entry in feed["entry"] {
                for name in ["id", "title", "updated", "published"] { #expect(entry[name].count == 1, "\(name)") }
                let address = entry["id"][0].text
                #expect(ids.insert(address).inserted)
                #expect(address.hasPrefix(Self.base) && !address.contains(" "))
                #expect(entry["link"].map { $0.attributes["href"] } == [address])
                // What it names is there.
                let file = SitePath.percentDecode(String(address.dropFirst(Self.base.count))) + "index.html"
                #expect(tiny.folder.exists("Output/" + file), "\(file)")
                for name in ["updated", "published"] {
                    let text = entry[name][0].text
                    #expect(Timestamp(iso8601: text)?.hasTime == true && text.hasSuffix("Z"))
                }
            }
        }
    }

    @Test func entriesComeNewestFirstAndNewsMovesThemUp() async throws {
        let feed = try feed(try await site(), "feed.xml")
        // The answer of May makes the question of January the newest; a page without date is no news.
        #expect(feed["entry"].map { $0["title"][0].text } == ["Why <b> & \"quotes\"?", "Plan", "Space"])
        #expect(
            feed["entry"].map { $0["updated"][0].text } == [
                "2020-05-01T00:00:00Z", "2020-03-01T00:00:00Z", "2020-02-02T08:00:00Z",
            ])
        #expect(feed["updated"][0].text == "2020-05-01T00:00:00Z")
        #expect(feed["entry"][2]["author"].map { $0["name"][0].text } == ["Ada Lund", "Ben Okoro"])
        #expect(feed["entry"][0]["category"].map { $0.attributes["term"] } == ["pumps"])
    }

    @Test func linksInTheTextOfAFeedAreAbsolute() async throws {
        let entry = try #require(try feed(try await site(), "groups/g/feed.xml")["entry"].first)
        let content = try #require(entry["content"].first)
        #expect(content.attributes["type"] == "html")
        #expect(content.text.contains("href=\"\(Self.base)groups/g/plan/#head\""))
        #expect(content.text.contains("src=\"\(Self.base)groups/g/p.png\""))
        #expect(content.text.contains("http://x.example/?a=1&amp;b=2") && content.text.contains("]]&gt;"))
        #expect(content.text.contains("Because.") && !content.text.contains("\u{1}"))
        #expect(!content.text.contains("href=\"..") && !content.text.contains("src=\".."))
    }

    @Test func aFeedHoldsTheNewestTwenty() async throws {
        var more: [String: String] = [:]
        for day in 10...40 {
            more["d\(day).md"] = "---\ntitle: D\(day)\ndate: 2021-0\(day / 28 + 1)-\(10 + day % 18)\n---\nx\n"
        }
        let entries = try feed(try await site(more), "feed.xml")["entry"]
        #expect(entries.count == 20)
        let dates = entries.map { $0["updated"][0].text }
        #expect(dates == dates.sorted(by: >))
    }

    @Test func whatWasHeldBackIsNewOnItsDay() async throws {
        var files = ["rules.md": "---\ntitle: Rules\ndate: 2020-01-10\npublish: 2026-05-01\n---\nx\n"]
        for day in 10...35 { files["d\(day).md"] = "---\ntitle: D\(day)\ndate: 2026-04-\(day % 20 + 10)\n---\nx\n" }
        let tiny = try await site(files)
        let first = try #require(try feed(tiny, "feed.xml")["entry"].first)
        #expect(first["title"][0].text == "Rules" && first["published"][0].text.hasPrefix("2026-05-01"))
        #expect(first["updated"][0].text.hasPrefix("2026-05-01"))
        let sitemap = try #require(tiny.output("sitemap.xml"))
        #expect(sitemap.contains("rules/</loc><lastmod>2026-05-01"))
    }

    @Test func anEmptySiteHasAValidFeedThatDoesNotChangeWithTheHour() async throws {
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: \(Self.base)\n")
        try await tiny.build()
        #expect(try feed(tiny, "feed.xml")["updated"][0].text == "2026-06-01T00:00:00Z")
        #expect(try await tiny.build { $0.clock.seconds += 3600 }.written == 0)
    }

    @Test func withoutABaseURLThereAreNoFeedsAndItIsSaid() async throws {
        let tiny = try TinySite(["a.md": "---\ntitle: A\ndate: 2020-01-01\n---\nx\n"])
        let report = try await tiny.build()
        #expect(report.diagnostics.map(\.kind) == [.noBaseURL])
        #expect(!tiny.folder.tree("Output").keys.contains { $0.hasSuffix(".xml") })
        #expect(tiny.outputs(containing: "feed.xml") == [])
    }

    @Test func theSitemapNamesEveryOpenPageOnce() async throws {
        let tiny = try await site([
            "groups/s/index.md":
                "---\ntitle: S\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: cn=s\n---\nx\n",
            "groups/s/secret.md": "---\ntitle: Secret\nredirect_from: /old-secret\n---\nx\n",
            "moved.md": "---\ntitle: Moved\nredirect_from: [/old-place, /old.html]\n---\nx\n",
        ])
        let map = try feed(tiny, "sitemap.xml")
        #expect(map.name == "urlset" && map.attributes["xmlns"] == "http://www.sitemaps.org/schemas/sitemap/0.9")
        let addresses = map["url"].map { $0["loc"].map(\.text).joined() }
        #expect(Set(addresses).count == addresses.count && addresses == addresses.sorted())
        #expect(addresses.allSatisfy { $0.hasPrefix(Self.base) })
        let listed = Set(addresses.map { SitePath.percentDecode(String($0.dropFirst(Self.base.count))) + "index.html" })
        // Every page of the output is either in the map, or says itself that it is not for search engines.
        for (path, bytes) in tiny.folder.tree("Output") where path.hasSuffix(".html") {
            let text = String(decoding: bytes, as: UTF8.self)
            let isHidden = text.contains("noindex") || path.hasPrefix("groups/s/") || path == "404.html"
            #expect(listed.contains(path) == !isHidden, "\(path)")
        }
        #expect(listed.contains("moved/index.html") && listed.contains("sp ace/index.html"))
        #expect(map["url"].flatMap { $0["lastmod"] }.allSatisfy { Timestamp(iso8601: $0.text) != nil })
    }

    @Test func linksWithinATextLeadToItsPage() async throws {
        let tiny = try await site([
            "groups/g/notes.md": "---\ntitle: Notes\ndate: 2020-06-01\n---\n[x](#head)[^1]\n\n## Head\n\n[^1]: y\n"
        ])
        let feed = try feed(tiny, "groups/g/feed.xml")
        for entry in feed["entry"] {
            #expect(entry["content"].map { $0.attributes["xml:base"] } == [entry["id"][0].text])
        }
        let notes = try #require(feed["entry"].first { $0["title"][0].text == "Notes" })
        #expect(notes["content"][0].text.contains("href=\"#fn-1\""))
    }
}
