import HearthBuild
import HearthModel
import HearthSite
import TestKit
import Testing

/// What peers get wrong, by the numbers of `product.md`: addresses, problems, the output folder. Numbers 7 and 10 need
/// a process and are in `CommandLineTests`, 15 is in `MigrationTests`.
@Suite struct PeerMistakeTests {
    // MARK: 1. A page that is deleted from the source stays published.

    @Test func mistake1DeletedSourcesLeaveTheOutput() async throws {
        let files = [
            "a.md": "---\ntitle: A\n---\nx\n", "deep/er/b.md": "---\ntitle: B\ntags: [rare]\n---\nx\n",
            "deep/er/c.png": "png",
        ]
        let site = try TinySite(files, configuration: TinySite.withoutSearch)
        try await site.build()
        try site.folder.write("Output/mine.txt", "mine")
        try site.folder.write("Output/deep/er/b/mine.txt", "mine too")
        #expect(site.output("topics/rare/index.html") != nil)
        site.folder.delete("Content/deep")
        let report = try await site.build()
        #expect(report.removed == 3)
        #expect(site.folder.tree("Output").keys.filter { $0.hasPrefix("deep/") } == ["deep/er/b/mine.txt"])
        #expect(!site.folder.exists("Output/topics/rare"))
        #expect(site.output("mine.txt") == "mine" && site.output("a/index.html") != nil)
    }

    @Test func mistake1RenamedPagesLeaveNothingAtTheOldAddress() async throws {
        let site = try TinySite(["a.md": "---\ntitle: A\n---\nx\n"])
        try await site.build()
        site.folder.delete("Content/a.md")
        try site.folder.write("Content/b.md", "---\ntitle: A\nredirect_from: [/a/]\n---\nx\n")
        try await site.build()
        // What lies there now is the redirect, and with its line it goes too.
        #expect(site.output("a/index.html")?.contains("../b/") == true)
        try site.folder.write("Content/b.md", "---\ntitle: A\n---\nx\n")
        try await site.build()
        #expect(!site.folder.exists("Output/a") && site.folder.exists("Output/b/index.html"))
    }

    @Test func mistake1AFileBecomesAFolderAndBack() async throws {
        let site = try TinySite(["data": "a file without extension"])
        try await site.build()
        #expect(site.output("data") == "a file without extension")
        site.folder.delete("Content/data")
        try site.folder.write("Content/data/index.md", "---\ntitle: Data\n---\nx\n")
        try await site.build()
        #expect(site.output("data/index.html") != nil)
        site.folder.delete("Content/data")
        try site.folder.write("Content/data", "a file again")
        let report = try await site.build()
        #expect(report.diagnostics.ids == [] && site.output("data") == "a file again")
    }

    @Test func mistake1ALostListOfOwnFilesIsSaid() async throws {
        let site = try TinySite(["a.md": "---\ntitle: A\n---\nx\n"])
        try await site.build()
        site.folder.delete(".hearth")
        site.folder.delete("Content/a.md")
        let report = try await site.build()
        let problem = try #require(report.diagnostics.first(.unownedFiles))
        #expect(problem.summary.contains("'a/index.html'") && site.folder.exists("Output/a/index.html"))
    }

    // MARK: 2. Two sources on one address: one silently wins.

    @Test(arguments: [
        ["x/y.md": "---\ntitle: A\n---\nx\n", "x/y/index.md": "---\ntitle: B\n---\nx\n"],
        ["x/y.md": "---\ntitle: A\nslug: same\n---\nx\n", "x/z.md": "---\ntitle: B\nslug: same\n---\nx\n"],
        ["x/y.md": "---\ntitle: A\n---\nx\n", "x/y/index.html": "an asset"],
    ])
    func mistake2TwoSourcesOfOneAddressAreAnErrorThatNamesBoth(_ files: [String: String]) async throws {
        let report = try await TinySite(files, configuration: "title: Test\nrawHTML: {default: allow}\n").build()
        let problem = try #require(report.diagnostics.first(.urlCollision))
        let words = ([problem.location?.file, problem.summary] + problem.notes.map { $0.location?.file }).compactMap {
            $0
        }
        for file in files.keys { #expect(words.contains { $0.contains("Content/" + file) }, "\(problem)") }
        #expect(problem.severity == .error)
    }

    @Test func mistake2OneOldAddressOfTwoPagesIsAnError() async throws {
        let site = try TinySite([
            "a.md": "---\ntitle: A\nredirect_from: [/old]\n---\nx\n",
            "b.md": "---\ntitle: B\nredirect_from: [/old]\n---\nx\n",
        ])
        let problem = try #require(try await site.build().diagnostics.first(.redirectConflict))
        #expect(problem.severity == .error)
    }

    // MARK: 3. A broken link ships with exit code 0.

    @Test func mistake3BrokenLinksAreErrorsAndNeverShipped() async throws {
        let site = try TinySite([
            "a/b.md": "---\ntitle: B\n---\nText [one](gone.md), [[two]], ![three](no.png), [four](#no).\n"
        ])
        let report = try await site.build()
        #expect(report.diagnostics.ids.sorted() == ["broken-anchor", "broken-link", "broken-link", "broken-link"])
        #expect(
            report.errors == 4
                && report.diagnostics.filter { $0.severity == .error }.allSatisfy { $0.location?.line == 4 })
        #expect(site.main("a/b/index.html")?.contains("Text one, two") == true)
        #expect(site.outputs(containing: "gone.md") == [] && site.outputs(containing: "no.png") == [])
    }

    // MARK: 4. Broken YAML is printed as text, exit code 0.

    @Test(arguments: [
        ("title: [x\nkeyword_one: 1", 2...4), ("title: T\nkeyword_one: \"unclosed\nother: 1", 3...5),
        ("title: T\n\tkeyword_one: 1", 3...3), ("title: T\nkeyword_one: @ada", 3...3), ("title: *keyword_one", 2...2),
    ])
    func mistake4BrokenYAMLIsAnErrorAtItsLineAndNeverText(_ yaml: String, _ lines: ClosedRange<Int>) async throws {
        let site = try TinySite(["a/b.md": "---\n\(yaml)\n---\nThe body stays.\n"])
        let report = try await site.build()
        let problem = try #require(report.diagnostics.first { $0.severity == .error })
        #expect(problem.location?.file == "Content/a/b.md")
        #expect(lines.contains(problem.location?.line ?? 0), "\(problem)")
        #expect(site.main("a/b/index.html")?.contains("The body stays.") == true)
        #expect(site.outputs(containing: "keyword_one") == [])
    }

    @Test func mistake4FrontMatterWithoutEndIsAnErrorAndNeverText() async throws {
        let site = try TinySite(["a/b.md": "---\ntitle: T\nkeyword_one: 1\n\nThe body.\n"])
        let report = try await site.build()
        #expect(report.diagnostics.ids.contains("unterminated-front-matter"))
        #expect(site.outputs(containing: "keyword_one") == [])
        #expect(site.folder.exists("Output/a/b/index.html"))
    }

    // MARK: 5. A mistake in the configuration hides those of the pages.

    @Test func mistake5ConfigurationProblemsDoNotHideThoseOfPages() async throws {
        let site = try TinySite(
            [
                "a.md": "---\ntitle: A\ntitel: x\n---\n[x](gone.md)\n", "b.md": "---\ntitle: [\n---\nx\n",
                "c.md": "---\ntitle: C\nlayout: nope\ndate: 2026-13-01\n---\n<b>x</b>\n",
            ], configuration: "title: T\nbogus: 1\ntimezone: Mars/Base\nnav: [nowhere]\ntheme: {accent: red}\n")
        let ids = try await site.build().diagnostics.ids
        let all = [
            "bad-date", "bad-setting", "broken-link", "invalid-accent", "raw-html", "unknown-key", "unknown-layout",
            "unknown-nav",
            "unknown-setting", "yaml-syntax",
        ]
        #expect(ids.filter { $0 != "missing-title" }.sorted() == all, "\(ids)")
    }

    // MARK: 6. Two identical builds differ.

    private static let everything: [String: String] = {
        var files = [
            "groups/g/index.md":
                "---\ntitle: G\nkind: community\nproblem: p\nmanagers: [\"@ada\"]\nwiifm: {b: x, a: y, c: z}\n---\n"
                + "See @ben and #esp.\n",
            "groups/h/index.md":
                "---\ntitle: H\nkind: team\nmanagers: [\"@ben\"]\nvisibility: members\naccess_group: cn=h\n---\nx\n",
            "groups/h/secret.md": "---\ntitle: S\ntags: [esp]\n---\nx\n",
            "measures/m.md":
                "---\ntitle: M\ncategory: cost\nunit: h\ndirection: down\nbaseline: {value: 4, date: 2026-01-01}\n"
                + "target: {value: 1, date: 2026-12-01}\nowner: \"@ada\"\nattribution: measured\n---\nx\n",
            "events/e.md": "---\ntitle: E\ndate: 2026-07-01\nkind: tour\ngroups: [g]\n---\nx\n", "a.png": "png",
        ]
        for number in 1...30 {
            // The same title and date, so that only a rule can order them.
            files["groups/g/questions/q\(number).md"] =
                "---\ntitle: Same\nauthor: \"@ada\"\ndate: 2026-01-01\ntags: [esp, t\(number % 5)]\nredirect_from: "
                + "[/old/\(number)]\n---\n"
                + "Why?\n\n## Accepted answer — @ben, 2026-01-02\nSo.\n"
            files["docs/d\(number).md"] =
                "---\ntitle: Doc \(number % 7)\ntags: [t\(number % 5), esp]\n---\nSee [x](d1.md).\n"
        }
        return files
    }()

    @Test func mistake6TheSameInputMakesTheSameBytes() async throws {
        let configuration = "title: T\nbaseURL: https://h.example/x/\ntopics: {t1: {parent: esp}, t2: {parent: esp}}\n"
        var trees: [[String: [UInt8]]] = []
        for workers in [1, 1, 2, 9] {
            let site = try TinySite(Self.everything, configuration: configuration)
            let report = try await site.build { $0.workers = workers }
            #expect(report.errors == 0, "\(report.diagnostics.ids)")
            trees.append(site.folder.tree("Output"))
        }
        #expect(trees[0].count > 100)
        for tree in trees.dropFirst() {
            #expect(tree.keys.sorted() == trees[0].keys.sorted())
            #expect(tree.filter { trees[0][$0.key] != $0.value }.keys.sorted() == [])
        }
    }

    @Test func mistake6ASecondBuildWritesNothingWhateverTheHour() async throws {
        let site = try TinySite(Self.everything, configuration: "title: T\nbaseURL: https://h.example/\n")
        try await site.build()
        let before = site.folder.tree("Output")
        let report = try await site.build { $0.clock = Timestamp(seconds: $0.clock.seconds + 3600, hasTime: true) }
        #expect(report.written == 0 && report.removed == 0 && report.unchanged == before.count)
        #expect(site.folder.tree("Output") == before)
    }

    // MARK: 8. Unknown settings pass silently.

    @Test func mistake8UnknownSettingsAreErrorsAtTheirLines() async throws {
        let site = try TinySite(
            configuration:
                "title: T\nbaseUrl: https://h.example/\ntheme:\n  acent: \"#0b5cad\"\nlinks: {brokn: warn}\nzzz: 1\n")
        let found = try await site.build().diagnostics.filter { $0.kind == .unknownSetting }
        #expect(found.map { $0.location?.line } == [2, 4, 5, 6])
        #expect(found.allSatisfy { $0.severity == .error && $0.location?.file == "hearth.yml" })
        #expect(found.prefix(3).map { $0.help } == ["baseURL", "accent", "broken"].map { "did you mean '\($0)'?" })
    }

    // MARK: 10. Pages are dropped with a line in the log.

    @Test func mistake10PagesWithMistakesAreStillPublished() async throws {
        let heads = [
            "title: A\ndate: never", "title: A\ntags: {a: b}", "title: A\nauthor: \"@nobody\"",
            "title: A\nkind: nonsense",
            "title: A\ntitle: B", "title: A\nlayout: nope", "titel: A", "title: A\ngroup: nowhere",
            "title: A\nslug: a/b",
            "title: A\nsuperseded_by: nowhere", "title: A\nlang: \"?\"", "title: A\nweight: heavy",
        ]
        var files: [String: String] = [:]
        for (number, head) in heads.enumerated() {
            files["docs/d\(number).md"] = "---\n\(head)\n---\nBody \(number).\n"
        }
        files["docs/bytes.md"] = nil
        let site = try TinySite(files)
        try site.folder.write(
            "Content/docs/bytes.md", Array("---\ntitle: Bytes\n---\nBody ".utf8) + [0xFF, 0xFE, 0x0A])
        let report = try await site.build()
        for number in heads.indices {
            #expect(site.main("docs/d\(number)/index.html")?.contains("Body \(number).") == true, "\(heads[number])")
            #expect(
                report.diagnostics.contains { $0.location?.file == "Content/docs/d\(number).md" }, "\(heads[number])")
        }
        #expect(
            site.main("docs/bytes/index.html")?.contains("Body ") == true && report.diagnostics.first(.notUTF8) != nil)
    }

    // MARK: 13. The live folder is emptied before the new pages are there.

    /// Things that lie in the way, or names that no disk takes: they show only when the site is written.
    @Test(arguments: ["file for folder", "folder for file", "link for folder", "long name"])
    func mistake13AFailedBuildLeavesTheOldSite(_ obstacle: String) async throws {
        let site = try TinySite(["a.md": "---\ntitle: A\n---\nOld.\n", "b.md": "---\ntitle: B\n---\nOld.\n"])
        try await site.build()
        switch obstacle {
        case "file for folder": try site.folder.write("Output/m/n", "mine")
        case "folder for file": try site.folder.write("Output/m/n/index.html/mine", "mine")
        case "link for folder": site.folder.link("Output/m", to: site.folder.path)
        default: break
        }
        let before = site.folder.tree("Output")
        site.folder.delete("Content/b.md")
        let slug = obstacle == "long name" ? "slug: \(String(repeating: "n", count: 300))\n" : ""
        for name in ["a", "index", "m/n", "z"] {
            try site.folder.write(
                "Content/\(name).md", "---\ntitle: New \(name)\n\(name == "m/n" ? slug : "")---\nNew.\n")
        }
        var failed = false
        do {
            let report = try await site.build()
            // A mistake that is found early is as good: then the site is built without it.
            failed = report.errors > 0
            #expect(failed && site.output("z/index.html") != nil)
        } catch {
            failed = true
            #expect(error is FileError || error is FatalError)
            #expect(site.folder.tree("Output").filter { before[$0.key] != $0.value }.keys.sorted() == [])
            #expect(before.keys.filter { site.folder.tree("Output")[$0] == nil }.sorted() == [])
        }
        #expect(failed)
        // Without the obstacle the next build makes all good.
        site.folder.delete("Output/m")
        try site.folder.write("Content/m/n.md", "---\ntitle: New m\n---\nNew.\n")
        try await site.build()
        #expect(site.output("b/index.html") == nil && site.output("m/n/index.html") != nil)
        #expect(site.output("a/index.html")?.contains("New a") == true)
        #expect(!site.folder.exists("Output/.hearth-staging"))
    }

    @Test func mistake13WhatAKilledBuildLeftIsNotPublished() async throws {
        let site = try TinySite(["a.md": "---\ntitle: A\n---\nx\n"])
        try await site.build()
        let before = site.folder.tree("Output")
        try site.folder.write("Output/.hearth-staging/0", "half a page")
        try site.folder.write("Output/.hearth-staging/1", "half a page")
        let report = try await site.build()
        #expect(
            site.folder.tree("Output") == before && report.written == 0 && !site.folder.exists("Output/.hearth-staging")
        )
    }

    @Test func mistake13TheOutputFolderNeverSwallowsTheSources() async throws {
        for output in ["Content", "Content/out", ".", "..", "Layouts", "Layouts/x", ".git", ".hearth/x", "/"] {
            let site = try TinySite(configuration: "title: T\noutput: \"\(output)\"\n")
            let before = site.folder.tree(".")
            await #expect(throws: FatalError.self, "\(output)") { try await site.build() }
            #expect(site.folder.tree(".") == before, "\(output)")
        }
    }
}
