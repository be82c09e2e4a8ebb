import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@Suite struct OutputTests {
    @Test func assetsAreCopiedByteForByte() async throws {
        let all = (0...255).map { UInt8($0) } + [1, 1, 1]
        let tiny = try TinySite(
            ["a.md": "---\ntitle: A\n---\n![x](d/x.bin)\n"],
            configuration: "title: Test\nrawHTML: {allow: [Content/d]}\n")
        for path in ["d/x.bin", "d/no extension", "d/page.html", "d/data.JSON", "d/s.svg", "d/empty"] {
            try tiny.put(path, path == "d/empty" ? [] : all)
        }
        #expect(try await tiny.build().places == [])
        let tree = tiny.folder.tree("Output")
        for path in ["d/x.bin", "d/no extension", "d/page.html", "d/data.JSON", "d/s.svg"] {
            #expect(tree[path] == all, "\(path)")
        }
        #expect(tree["d/empty"] == [])
    }

    @Test(arguments: ["title: T\n", "title: T\nbaseURL: https://e.example/community/\n"])
    func everyLinkIsRelativeAndLeadsToAFile(_ configuration: String) async throws {
        let tiny = try TinySite(
            [
                "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\n[x](/deep/er/page/)\n",
                "groups/g/questions/q.md":
                    "---\ntitle: Q\ntags: [pumps]\nauthor: \"@ben\"\ndate: 2020-01-01\n---\nAsk @ada about #pumps.\n",
                "deep/er/page.md":
                    "---\ntitle: P\nredirect_from: /x/y/z\n---\n[[Q]] ![p](../p.png) [self](#h)\n\n## H\n",
                "deep/p.png": "p",
            ], configuration: configuration)
        #expect(try await tiny.build().places == [])
        let tree = tiny.folder.tree("Output")
        var count = 0
        for (file, bytes) in tree where file.hasSuffix(".html") && file != "404.html" {
            let html = String(decoding: bytes, as: UTF8.self)
            #expect(!html.contains("href=\"/") && !html.contains("src=\"/"), "\(file)")
            for target in relativeTargets(in: html, of: file) {
                #expect(tree[target] != nil, "\(file) → \(target)")
                count += 1
            }
        }
        #expect(count > 100)
        // A missing page is shown at any depth, so only its links start at the root of the server.
        let root = configuration.contains("community") ? "href=\"/community/" : "href=\"/"
        #expect(tiny.output("404.html")?.contains(root + "assets/site.css\"") == true)
    }

    @Test func whatIsGoneFromTheContentIsGoneFromTheSite() async throws {
        let files = [
            "a/b/c.md": "---\ntitle: C\n---\nx\n", "a/b/c.png": "c", "d.md": "---\ntitle: D\n---\nx\n",
        ]
        let tiny = try TinySite(files, configuration: TinySite.withoutSearch)
        try await tiny.build()
        try tiny.folder.write("Output/a/b/mine.txt", "precious")
        for path in ["a/b/c.md", "a/b/c.png", "d.md"] { try FileSystem.remove(tiny.folder.path + "/Content/" + path) }
        #expect(try await tiny.build().removed == 3)
        #expect(tiny.folder.tree("Output/a").keys.sorted() == ["b/mine.txt"])
        #expect(!tiny.folder.exists("Output/d"))
    }

    @Test func checkingRendersEverythingAndWritesNothing() async throws {
        let tiny = try TinySite(["a.md": "---\ntitle: A\n---\n[x](nope.md)\n"])
        let report = try await tiny.build { $0.writes = false }
        #expect(report.places == ["broken-link Content/a.md:4"] && report.pages > 5)
        #expect(!tiny.folder.exists("Output") && !tiny.folder.exists(".hearth"))
    }
}

/// The audience proof: what a restricted group holds is in no output that others may read.
@Suite struct AudienceOutputTests {
    private static let group = """
        ---
        title: CanaryTitle
        kind: team
        managers: ["@ada"]
        sponsor: "@ben"
        members: [{who: "@ben", role: canaryrole}]
        visibility: members
        listed: members
        access_group: cn=canaryaccess
        tags: [canarytag]
        aliases: [Canary Alias]
        redirect_from: [/old/canary-address.html, "https://old.example/canary/folder?id=1"]
        ---
        The canarybody of @ada. ![x](canaryfile.png)
        """

    private static let secret: [String: String] = [
        "groups/canaryid/index.md": group, "groups/canaryid/canaryfile.png": "canarybytes",
        "groups/canaryid/canaryfolder/canarypage.md": """
        ---
        title: CanaryPage
        author: "@ada"
        date: 2026-05-01
        tags: [canarytag, pumps]
        redirect_from: /old/canary-page/
        owner: "@ada"
        ---
        canarybody, see [open](/open.md) and [[Open question]].
        """,
        "groups/canaryid/questions/canaryslug.md": """
        ---
        title: CanaryQuestion about pump seals that leak
        author: "@ben"
        date: 2026-05-02
        tags: [pumps]
        alt_titles: [canary other title]
        ---
        canarybody

        ## Accepted answer — @ada, 2026-05-03
        canaryanswer

        ### Comment — @ben, 2026-05-04
        canarycomment
        """,
        "groups/canaryid/events/canaryevent.md":
            "---\ntitle: CanaryEvent\nkind: workshop\ndate: 2026-05-20\nhosts: [\"@ada\"]\n---\ncanarybody\n",
        "questions/canaryplaced.md":
            "---\ntitle: CanaryPlaced\ngroup: canaryid\nauthor: \"@ada\"\ntags: [canarytag2]\n---\ncanarybody\n",
        "use-cases/canaryuse.md":
            "---\ntitle: CanaryUse\ngroup: canaryid\ngroups: [canaryid]\nproblem: canaryproblem\nstatus: proven\n"
            + "---\ncanarybody\n",
    ]

    private static let open: [String: String] = [
        "questions/seals.md": """
        ---
        title: Which pump seals last?
        date: 2026-04-03
        author: "@ada"
        tags: [pumps]
        ---
        We have many pumps.

        ## Answer — @ben, 2026-04-04
        The grey ones.
        """,
        "pumps.md":
            "---\ntitle: Pumps\nauthor: \"@ben\"\ndate: 2026-04-06\ntags: [pumps]\n---\n"
            + "See [[Which pump seals last?]]\n",
        "open.md": """
        ---
        title: Open
        date: 2026-04-01
        tags: [pumps]
        ---
        [the page](groups/canaryid/canaryfolder/canarypage.md), [](groups/canaryid/index.md), [[CanaryTitle|the group]]
        and [their question](/groups/canaryid/questions/canaryslug/).
        """,
        "questions/open-question.md": """
        ---
        title: Open question
        date: 2026-04-02
        author: "@ben"
        tags: [pumps]
        duplicate_of: canaryslug
        ---
        How do pump seals leak?
        """,
        "superseded.md":
            "---\ntitle: Superseded\nstatus: superseded\n"
            + "superseded_by: groups/canaryid/canaryfolder/canarypage.md\n---\nx\n",
        "groups/near/index.md": """
        ---
        title: Near
        kind: team
        managers: ["@ben"]
        visibility: members
        access_group: cn=near
        ---
        A restricted group that everyone may know of: nearbody.
        """,
        "groups/near/near.md": "---\ntitle: NearPage\ndate: 2026-04-05\ntags: [pumps]\n---\nnearbody [[Open]]\n",
    ]

    /// Outputs that hold `word`, in capitals or not, or have it in their names.
    private func outputs(_ tiny: TinySite, with word: String) -> [String] {
        tiny.folder.tree("Output").filter { path, bytes in
            path.lowercased().contains(word) || String(decoding: bytes, as: UTF8.self).lowercased().contains(word)
        }.keys.sorted()
    }

    private func build() async throws -> (tiny: TinySite, report: BuildReport) {
        let files = Self.secret.merging(Self.open) { $1 }
        let tiny = try TinySite(files, configuration: "title: T\nbaseURL: https://e.example/\n")
        return (tiny, try await tiny.build())
    }

    @Test func noByteOfARestrictedGroupIsOutsideItsFolder() async throws {
        let (tiny, report) = try await build()
        let leaks = outputs(tiny, with: "canary").filter { !$0.hasPrefix("groups/canaryid/") }
        #expect(leaks == [])
        #expect(report.diagnostics.first(.restrictedLink) != nil)
        // The words that the author of the open page wrote stay.
        let open = try #require(tiny.main("open/index.html"))
        #expect(open.contains("the page") && open.contains("the group") && open.contains("their question"))
        // It is all there for those who may read it.
        let inside = outputs(tiny, with: "canary").filter { $0.hasPrefix("groups/canaryid/") }
        for file in [
            "index.html", "canaryfile.png", "feed.xml", "redirects.json", "canaryfolder/canarypage/index.html",
            "questions/canaryslug/index.html", "questions/canaryplaced/index.html", "events/canaryevent/index.html",
            "use-cases/canaryuse/index.html",
        ] { #expect(inside.contains("groups/canaryid/" + file), "\(file)") }
        let question = try #require(tiny.main("groups/canaryid/questions/canaryslug/index.html"))
        #expect(question.contains("canaryanswer") && question.contains("canarycomment"))
    }

    @Test func oneRestrictedGroupLearnsNothingOfAnother() async throws {
        let (tiny, _) = try await build()
        #expect(outputs(tiny, with: "nearbody").allSatisfy { $0.hasPrefix("groups/near/") })
        #expect(!outputs(tiny, with: "nearbody").isEmpty && !outputs(tiny, with: "nearpage").isEmpty)
        #expect(outputs(tiny, with: "nearpage").allSatisfy { $0.hasPrefix("groups/near/") })
        #expect(outputs(tiny, with: "canary").allSatisfy { !$0.hasPrefix("groups/near/") })
    }

    /// Not only words: numbers, lists and orders may not depend on what is restricted.
    @Test func openOutputsAreTheSameWithoutTheRestrictedPages() async throws {
        // Pages that name the group themselves say so by their own words.
        let files = Self.open.filter { !$0.value.contains("canary") && !$0.value.contains("Canary") }
        let configuration = "title: T\nbaseURL: https://e.example/\n"
        let tiny = try TinySite(Self.secret.merging(files) { $1 }, configuration: configuration)
        let bare = try TinySite(files, configuration: configuration)
        try await tiny.build()
        try await bare.build()
        let (with, without) = (tiny.folder.tree("Output"), bare.folder.tree("Output"))
        let different = Set(with.keys).union(without.keys).filter { path in
            !path.hasPrefix("groups/canaryid/") && with[path] != without[path]
        }.sorted()
        #expect(different == [])
        #expect(with.keys.contains("topics/pumps/index.html"))
    }

    @Test func theManifestIsTheProof() async throws {
        struct Entry: Decodable {
            var output: String
            var audience: String
            var sources: [String]
        }
        let (tiny, _) = try await build()
        let bytes = try #require(tiny.folder.tree(".hearth")["audience-manifest.json"])
        let entries = try JSONDecoder().decode([Entry].self, from: Data(bytes))
        #expect(entries.map(\.output) == entries.map(\.output).sorted())
        #expect(Set(entries.map(\.output)) == Set(tiny.folder.tree("Output").keys))
        for entry in entries {
            let group = ["canaryid", "near"].first { entry.output.hasPrefix("groups/\($0)/") }
            #expect(entry.audience == group.map { "group:" + $0 } ?? "everyone", "\(entry.output)")
            for source in entry.sources {
                #expect(tiny.folder.exists("Content/" + source))
                guard group != "canaryid" else { continue }
                #expect(!source.contains("canary"), "\(entry.output)")
            }
        }
        let page = try #require(entries.first { $0.output == "groups/canaryid/canaryfolder/canarypage/index.html" })
        #expect(page.sources.contains("groups/canaryid/canaryfolder/canarypage.md"))
    }

    @Test func theProofCoversTheHomePageAndTheFeeds() async throws {
        let answer = "---\nauthor: \"@ben\"\ndate: 2026-01-02\n---\ny\n"
        let tiny = try TinySite(
            [
                "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n",
                "groups/g/questions/q/index.md": "---\ntitle: Q\ndate: 2026-01-01\ntags: [pumps]\n---\nx\n",
                "groups/g/questions/q/answers/a.md": answer, "topics/pumps.md": "---\ntitle: Pumps\n---\nx\n",
            ], configuration: "title: T\nbaseURL: https://e.example/\n")
        try await tiny.build()
        struct Entry: Decodable {
            var output: String
            var sources: [String]
        }
        let bytes = try #require(tiny.folder.tree(".hearth")["audience-manifest.json"])
        let entries = try JSONDecoder().decode([Entry].self, from: Data(bytes))
        func sources(_ output: String) -> [String]? { entries.first { $0.output == output }?.sources }
        let question = ["groups/g/questions/q/answers/a.md", "groups/g/questions/q/index.md"]
        #expect(sources("index.html") == ["groups/g/index.md", question[1], "index.md", "topics/pumps.md"])
        #expect(sources("feed.xml") == question)
        #expect(sources("groups/g/feed.xml") == ["groups/g/index.md"] + question)
        #expect(sources("topics/pumps/feed.xml") == question + ["topics/pumps.md"])
    }

    @Test func whenAPageBecomesRestrictedItsOldOutputsGoAtOnce() async throws {
        let group = Self.group.replacing("visibility: members\nlisted: members\n", with: "")
        let files = Self.secret.merging(["groups/canaryid/index.md": group]) { $1 }
        let tiny = try TinySite(files, configuration: "title: T\nbaseURL: https://e.example/\n")
        try await tiny.build()
        #expect(outputs(tiny, with: "canary").contains { !$0.hasPrefix("groups/canaryid/") })
        try tiny.folder.write("Content/groups/canaryid/index.md", Self.group)
        #expect(try await tiny.build().removed > 0)
        #expect(outputs(tiny, with: "canary").filter { !$0.hasPrefix("groups/canaryid/") } == [])
    }

    @Test func aRestrictedAnswerIsNotOnTheOpenQuestion() async throws {
        let tiny = try TinySite(
            [
                "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=g\n---\nx\n",
                "groups/g/questions/q/index.md": "---\ntitle: Q\ndate: 2020-01-01\n---\nopen text\n",
                "groups/g/questions/q/answers/a.md": "---\nauthor: \"@ada\"\ndate: 2020-01-02\n---\nopen answer\n",
                "groups/g/questions/q/answers/b.md":
                    "---\nauthor: \"@ben\"\ndate: 2020-01-03\nvisibility: members\naccepted: true\n---\ncanaryanswer\n",
            ], configuration: "title: T\nbaseURL: https://e.example/\n")
        try await tiny.build()
        #expect(outputs(tiny, with: "canary") == [])
        let main = try #require(tiny.main("groups/g/questions/q/index.html"))
        #expect(main.contains("open answer") && !main.contains("Ben Okoro") && !main.contains("2 answers"))
    }

    @Test func anAssetOfARestrictedGroupUsedElsewhereIsAnErrorAndStaysInside() async throws {
        let files = Self.secret.merging(["open.md": "---\ntitle: Open\n---\n![x](groups/canaryid/canaryfile.png)\n"]) {
            $1
        }
        let tiny = try TinySite(files)
        let report = try await tiny.build()
        #expect(report.places.contains("restricted-asset Content/open.md:4"))
        #expect(outputs(tiny, with: "canary").filter { !$0.hasPrefix("groups/canaryid/") } == [])
    }
}
