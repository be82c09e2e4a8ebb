import Foundation
import Glibc
import HearthBuild
import HearthModel
import TestKit
import Testing

@Suite struct RedirectTests {
    private struct Rule: Decodable, Equatable {
        var from: String
        var path: String
        var to: String
    }

    private func rules(_ tiny: TinySite, _ path: String = "redirects.json") throws -> [Rule] {
        try JSONDecoder().decode([Rule].self, from: Data(try #require(tiny.folder.tree("Output")[path])))
    }

    private func build(_ old: [String], configuration: String = "title: T\n") async throws -> (TinySite, BuildReport) {
        let list = old.map { "  - \"\($0)\"" }.joined(separator: "\n")
        let tiny = try TinySite(
            ["a/new page.md": "---\ntitle: New page\nredirect_from:\n\(list)\n---\nx\n"], configuration: configuration)
        return (tiny, try await tiny.build())
    }

    /// Where a fallback page sends its reader, as a file of the output.
    private func target(_ tiny: TinySite, _ file: String) throws -> [String] {
        let html = try #require(tiny.output(file), "\(file)")
        #expect(html.contains("http-equiv=\"refresh\"") && html.contains("noindex"))
        let refresh = html.ranges(of: "url=").first.map { html[$0.upperBound...].prefix { $0 != "\"" } } ?? ""
        return relativeTargets(in: "<a href=\"\(refresh)\">", of: file)
    }

    @Test func aQuestionMarkOfAPathIsNoQuery() async throws {
        let (tiny, report) = try await build([
            "https://wiki.example/wiki/Why_does_it_fail%3F", "/old?id=1", "/both%3Fx?y=%3F",
        ])
        #expect(report.errors == 0)
        #expect(
            try rules(tiny).map(\.path) == ["/both%3Fx?y=%3F", "/old?id=1", "/wiki/Why_does_it_fail%3F"])
        let old = report.delivery.oldAddresses
        #expect(old.map(\.path) == ["/both?x", "/old", "/wiki/Why_does_it_fail?"])
        #expect(old.map(\.query) == ["y=%3F", "id=1", nil])
        #expect(tiny.folder.tree("Output")["wiki/Why_does_it_fail?/index.html"] != nil)
    }

    @Test(arguments: [
        ("/old", "old/index.html"), ("/old/", "old/index.html"), ("old/page.html", "old/page.html"),
        ("/Old/Page.HTM", "Old/Page.HTM"), ("/old/x.aspx", "old/x.aspx/index.html"),
        ("https://old.example/deep/er/x.php", "deep/er/x.php/index.html"), ("/gr%C3%B6%C3%9Fe/", "größe/index.html"),
        ("/old.html?id=7", "old.html"), ("/a//b/./c", "a/b/c/index.html"), ("/wiki/A_(b)", "wiki/A_(b)/index.html"),
        ("/x#part", "x/index.html"),
    ])
    func everyOldAddressHasAFallbackPage(_ old: String, _ file: String) async throws {
        let (tiny, report) = try await build([old])
        #expect(report.places == [])
        #expect(try target(tiny, file) == ["a/new page/index.html"])
        let rule = try #require(try rules(tiny).first)
        #expect(rule.from == old && rule.to == "a/new%20page/" && rule.path.hasPrefix("/"))
    }

    @Test func theMapIsSortedAndHoldsEveryAddress() async throws {
        let odd = "/q?title=Main&x=\u{E9}%22"
        let old = ["/z", "/b?id=2", "/b?id=1", "https://h.example/c", "/%22quoted%22", odd]
        let (tiny, report) = try await build(old)
        #expect(report.errors == 0)
        let rules = try rules(tiny)
        #expect(Set(rules.map(\.from)) == Set(old))
        #expect(rules.map(\.path) == rules.map(\.path).sorted())
        #expect(rules.contains(Rule(from: "/b?id=1", path: "/b?id=1", to: "a/new%20page/")))
        #expect(rules.contains(Rule(from: "/%22quoted%22", path: "/\"quoted\"", to: "a/new%20page/")))
        // A query alone cannot be told from the home page by a file.
        let (queries, _) = try await build(["/?p=12", "/index.php?p=12"])
        #expect(try self.rules(queries).count == 2)
        #expect(queries.main("index.html")?.contains("Welcome") == true)
    }

    @Test func addressesToldApartByQueriesShareAFallbackThatChoosesNoneWrongly() async throws {
        let tiny = try TinySite([
            "a.md": "---\ntitle: A\nredirect_from: /topic.php?id=1\n---\nx\n",
            "b.md": "---\ntitle: B\nredirect_from: [\"/topic.php?id=2\", /list.php]\n---\nx\n",
            "c.md": "---\ntitle: C\nredirect_from: \"/list.php?page=2\"\n---\nx\n",
        ])
        #expect(try await tiny.build().places == [])
        #expect(try rules(tiny).count == 4)
        #expect(try target(tiny, "list.php/index.html") == ["b/index.html"])
        #expect(try target(tiny, "topic.php/index.html") == ["index.html"])
    }

    @Test func contradictionsAreErrorsThatNameBothPlaces() async throws {
        let tiny = try TinySite([
            "a.md": "---\ntitle: A\nredirect_from: [/old, /b/, /p.png, /people/]\n---\nx\n",
            "b.md": "---\ntitle: B\nredirect_from:\n  - /x\n  - /old\n---\nx\n", "p.png": "p",
        ])
        let report = try await tiny.build()
        #expect(
            report.places == [
                "redirect-conflict Content/a.md:3", "redirect-conflict Content/a.md:3",
                "redirect-conflict Content/a.md:3",
                "redirect-conflict Content/b.md:5",
            ])
        #expect(report.diagnostics.last { $0.kind == .redirectConflict }?.notes.first?.location?.file == "Content/a.md")
        #expect(try rules(tiny).map(\.from) == ["/old", "/x"])
        #expect(tiny.folder.tree("Output")["p.png"] == Array("p".utf8))
    }

    @Test(arguments: ["/old", "/old/", "old", "/%6Fld", "/old#a"])
    func theSameAddressInAnotherSpellingIsAContradictionToo(_ spelling: String) async throws {
        let tiny = try TinySite([
            "a.md": "---\ntitle: A\nredirect_from: /old\n---\nx\n",
            "b.md": "---\ntitle: B\nredirect_from: \"\(spelling)\"\n---\nx\n",
        ])
        let report = try await tiny.build()
        #expect(report.places == ["redirect-conflict Content/b.md:3"])
        #expect(try target(tiny, "old/index.html") == ["a/index.html"])
    }

    @Test func samePathsOfSeveralHostsAreKeptApartInTheMap() async throws {
        let tiny = try TinySite([
            "a.md": "---\ntitle: A\nredirect_from: https://one.example/old\n---\nx\n",
            "b.md": "---\ntitle: B\nredirect_from: https://two.example/old/\n---\nx\n",
        ])
        let report = try await tiny.build()
        #expect(report.places == [])
        #expect(try rules(tiny).map(\.to) == ["a/", "b/"])
        #expect(try target(tiny, "old/index.html") == ["a/index.html"])
        #expect(report.diagnostics.first(.redirectShadowed)?.location?.file == "Content/b.md")
    }

    @Test func fallbackPagesNeverReplaceRealOnes() async throws {
        let tiny = try TinySite([
            "a.md":
                "---\ntitle: A\n"
                + "redirect_from: [/b/index.html, /404.html, /assets/site.css, \"/?x=1\", /index.html]\n---\nx\n",
            "b.md": "---\ntitle: B\n---\nthis is b\n",
        ])
        try await tiny.build()
        #expect(tiny.main("b/index.html")?.contains("this is b") == true)
        #expect(tiny.main("index.html")?.contains("Welcome") == true)
        for file in ["404.html", "assets/site.css", "index.html"] {
            #expect(tiny.output(file)?.contains("http-equiv=\"refresh\"") == false, "\(file)")
        }
    }

    @Test(arguments: [
        "/assets/site.css", "/sitemap.xml", "/404.html", "/search/docs.js", "/feed.xml", "/redirects.json",
        "/questions/page/2/",
    ])
    func nobodyCanGiveAwayAFileOfHearthsOwn(address: String) async throws {
        let site = try TinySite(["a.md": "---\ntitle: A\nredirect_from: [\"\(address)\"]\n---\nText.\n"])
        let report = try await site.build()
        #expect(report.diagnostics.first(.redirectConflict)?.location?.file == "Content/a.md")
        #expect(report.delivery.oldAddresses.isEmpty)
    }

    /// A new kind of output must be known to those who check old addresses, or somebody could give it away.
    @Test func everyFileThatHearthMakesOfManyIsItsOwn() async throws {
        var files = [
            "strategy.md": "---\ntitle: Strategy\n---\nx\n", "events/e.md": "---\ntitle: E\ndate: 2026-05-01\n---\nx\n",
            "measures/m.md":
                "---\ntitle: M\ncategory: cost\nunit: h\nbaseline: {value: 9, date: 2026-01-01}\n"
                + "target: {value: 2, date: 2026-12-01}\n---\nx\n",
            "use-cases/u.md": "---\ntitle: U\nproblem: P\n---\nx\n",
        ]
        for group in ["lift", "heron"] {
            let restricted = group == "heron" ? "visibility: members\naccess_group: \"cn=h\"\nredirect_from: /h\n" : ""
            files["groups/\(group)/index.md"] =
                "---\ntitle: \(group)\nkind: team\nmanagers: [\"@ada\"]\n\(restricted)---\nx\n"
            for number in 1...8 {
                files["groups/\(group)/questions/q\(number).md"] =
                    "---\ntitle: Q\(number)\nauthor: \"@ada\"\ndate: 2026-05-0\(number)\ntags: [pumps]\n---\nx\n"
                files["groups/\(group)/d\(number).md"] = "---\ntitle: D\(number)\ntags: [pumps]\n---\nx\n"
                files["groups/\(group)/events/e\(number).md"] = "---\ntitle: E\ndate: 2026-05-0\(number)\n---\nx\n"
                files["groups/\(group)/s\(number).md"] = "---\ntitle: S\nkind: story\n---\nx\n"
            }
        }
        let configuration =
            "title: T\nbaseURL: https://x.example/\nquestions: {pageSize: 2}\n"
            + "edit: {new: \"https://git.example/{folder}\"}\n"
        let made = try await TinySite(files, configuration: configuration).build()
        let own = made.outputs.filter { $0.source == nil }.map(\.path)
        #expect(own.count > 60 && own.contains { $0.hasPrefix("groups/heron/") && $0.hasSuffix(".js") })
        let list = own.map { "  - \"/\(SitePath.percentEncode($0))\"\n" }.joined()
        files["old.md"] = "---\ntitle: Old\nredirect_from:\n\(list)---\nx\n"
        let report = try await TinySite(files, configuration: configuration).build()
        let given = report.delivery.oldAddresses.map(\.path).filter { $0 != "/h" }
        #expect(given.isEmpty, "\(given)")
        #expect(report.diagnostics.count { $0.kind == .redirectConflict } == own.count)
    }

    @Test func theFolderOfCachesIsNoLink() async throws {
        let site = try TinySite()
        let elsewhere = try TemporaryFolder()
        #expect(symlink(elsewhere.path, site.folder.path + "/.hearth") == 0)
        await #expect(throws: FatalError.self) { try await site.build() }
        #expect(elsewhere.tree("").isEmpty)
    }
}
