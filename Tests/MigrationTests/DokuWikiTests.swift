import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

private struct TinyDoku: DokuWikiSite {
    var pages: Set<String> = ["pumps:start", "pumps:north", "staff"]
    func address(ofPage id: String, fragment: String) -> String? {
        pages.contains(id) ? "/g/\(id)" + (fragment.isEmpty ? "" : "#" + fragment) : nil
    }
    func title(ofPage id: String) -> String? { "Title of " + id }
    func address(ofMedia id: String) -> String? { id.hasSuffix("missing.png") ? nil : "/f/" + id }
    func isClosed(media id: String) -> Bool { false }
    func isClosed(page id: String) -> Bool { false }
    func exists(_ id: String) -> Bool { pages.contains(id) }
    var interwiki = DokuWikiInterwiki()
    func person(_ login: String) -> (handle: String, name: String)? { nil }
}

private func markdown(_ text: String, page: String = "pumps:north") -> (text: String, result: DokuWikiText.Result) {
    var parser = DokuWikiText(site: TinyDoku(), page: page)
    let result = parser.parse(Array(text.utf8))
    var converter = HTMLToMarkdown()
    var writer = MarkdownWriter()
    return (writer.write(converter.convert(result.html.string)), result)
}

/// `.meta` as PHP writes it.
private func meta(user: String, name: String, created: Int = 1_300_000_000) -> String {
    func text(_ value: String) -> String { "s:\(value.utf8.count):\"\(value)\";" }
    let date = "a:2:{s:7:\"created\";i:\(created);s:8:\"modified\";i:\(created + 60);}"
    return
        "a:1:{s:10:\"persistent\";a:3:{s:4:\"date\";\(date)\(text("user"))\(text(user))\(text("creator"))\(text(name))}}"
}

@Suite struct DokuWikiTests {
    @Test func codeInACellIsPartOfItsRow() {
        let text = "^ Name ^ Code ^ Who ^\n| P1 | <code bash>ls -l\ncd /tmp | x</code> | Jo |\n| P2 | text | Ann |\n"
        let after = "<code>\na\n</code>\n"
        #expect(
            markdown(text + after).text
                == "| Name | Code | Who |\n| --- | --- | --- |\n| P1 | `ls -l` `cd /tmp \\| x` | Jo |\n| P2 | text | Ann |\n\n```\na\n```\n"
        )
    }

    @Test func framesOfPluginsGoAndTheirTextStays() async throws {
        let text = """
            A <color red>red</color> <fs large>word</fs> and <todo #jo>a task</todo>, <servlet>kept</servlet>.
            <hidden How to>
            Inside.
            </hidden>
            ++++ More |
            Below.
            ++++
            1 ++ 2
            """
        let site = try Workspace(["data/pages/start.txt": text, "data/media/x.png": "x"])
        #expect(
            try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1).run()
                .exitStatus == 0)
        #expect(
            site.read("groups/w/start.md").hasSuffix(
                "\n\nA red word and a task, \\<servlet>kept\\</servlet>.\n\n**How to**\n\nInside.\n\n**More**\n\nBelow.\n\n1 ++ 2\n"
            ))
        #expect(site.read("groups/w/start.md").contains("plugin:hidden"))
    }

    /// Names without Latin letters do not depend on how many others there are.
    @Test func pagesOfOtherAlphabetsKeepTheirNames() async throws {
        func names(_ pages: [String]) async throws -> [String] {
            var files = ["data/pages/start.txt": "Hi."]
            for page in pages { files["data/pages/\(page).txt"] = "text" }
            let site = try Workspace(files)
            let run = MigrationRun(
                system: "dokuwiki", paths: [site.export], siteRoot: site.root, into: "groups/wiki", workers: 2)
            #expect(try await run.run().exitStatus == 0)
            return try FileManager.default.contentsOfDirectory(atPath: site.root + "/Content/groups/wiki")
                .filter { $0.hasPrefix("page-") }.sorted()
        }
        let two = try await names(["泵", "насос"])
        let three = try await names(["ポンプ", "泵", "насос"])
        #expect(two.count == 2 && three.count == 3 && Set(two).isSubset(of: three))
        #expect(two.allSatisfy { !$0.contains("--") })
    }

    /// A wiki in git often has nothing but its pages.
    @Test func aFolderOfPagesIsAWikiForWhoSaysSo() async throws {
        let site = try Workspace(["data/pages/start.txt": "====== Home ======\nHi."])
        let run = MigrationRun(
            system: "dokuwiki", paths: [site.export], siteRoot: site.root, into: "groups/wiki", workers: 2)
        #expect(try await run.run().exitStatus == 0)
        #expect(site.read("groups/wiki/start.md").hasSuffix("\nHi.\n"))
    }

    @Test(arguments: [
        ("====== A ======\ntext **b** //i// ''m'' <del>d</del>\\\\ next", "## A\n\ntext **b** *i* `m` ~~d~~\\\nnext\n"),
        ("  * a\n    * b\n  * c\n  - one\n  - two", "- a\n  - b\n- c\n\n1. one\n2. two\n"),
        ("  * a\n      * b\n    * c", "- a\n  - b\n  - c\n"),
        ("^ H ^ I ^\n| 1 | [[:staff|x]] |\n| ::: | 2 |", "| H | I |\n| --- | --- |\n| 1 | [x](/g/staff) |\n| | 2 |\n"),
        (
            "[[.:start]] [[:staff|S]] [[pumps:]] [[https://a.example|e]] <jo@b.example>",
            "[Title of pumps:start](/g/pumps:start) [S](/g/staff) [Title of pumps:start](/g/pumps:start) [e](https://a.example) [jo@b.example](mailto:jo@b.example)\n"
        ),
        (
            "{{:plan.png?300|The plan}} {{manual.pdf|Manual}}",
            "![The plan](/f/plan.png) [Manual](/f/pumps:manual.pdf)\n"
        ),
        ("a((note //x//)) b", "a[^1] b\n\n[^1]: note *x*\n"),
        ("<code java [enable_line_numbers=\"true\"]>\nint **x**;\n</code>", "```java\nint **x**;\n```\n"),
        (
            "text\n  ((no note)) %%x%% {{a}}\n\n  == no heading ==\n ====== A ======",
            "text\n\n```\n((no note)) %%x%% {{a}}\n```\n\n```\n== no heading ==\n```\n\n## A\n"
        ),
        ("  <code>\n  a %%b%%\n  </code>", "```\n  a %%b%%\n```\n"),
        ("  code\n  more\n\n> quote\n>> deeper", "```\ncode\nmore\n```\n\n> quote\n>\n> > deeper\n"),
        (
            "%%**no**%% <nowiki>//n//</nowiki> http://a.example/x//y//z.",
            "\\*\\*no\\*\\* //n// http://a.example/x//y//z.\n"
        ),
        ("<WRAP center round tip 60%>\nDo **this**.\n</WRAP>", "> [!TIP]\n> Do **this**.\n"),
        // Plugins: boxes with titles, and words with a look.
        ("<box 40% right red| Get **in** >\nDo this.\n</box>", "Get **in**\n\nDo this.\n"),
        ("<alert> See **[[:staff|us]]**. </alert>", "> [!NOTE]\n> See **[us](/g/staff)**.\n"),
        (
            "<callout type=\"warning\" icon=\"true\" title=\"Take care\">\nIt is hot.\n</callout>\n\nMore.",
            "> [!WARNING]\n> **Take care**\n>\n> It is hot.\n\nMore.\n"
        ),
        ("<box green|News>\nAll well.\n</box>", "**News**\n\nAll well.\n"),
        ("is <color #ff7400>//in// progress</color> <fs:2em>now</FS> <color x", "is *in* progress now \\<color x\n"),
        (
            "[[this>doku.php?do=admin&page=config|settings]] [[this>doku.php?id=staff&rev=1|S]]",
            "settings [S](/g/staff)\n"
        ),
        ("a {{url>https://a.example/x?b 100%,400px}} b", "a https://a.example/x?b b\n"),
        ("x{{:missing.png}}In{{:missing.png|Plan}}.", "x missing.png In Plan.\n"),
        ("  * a\n\n  * b\n//\n//\n  * c", "- a\n\n- b\n\n- c\n"),
        ("~~NOTOC~~\n----\ntext", "---\n\ntext\n"), ("{{tag>a b_c}} x", "x\n"),
        ("^ Status | {{tag>planned b_c}} |", "| Status | planned, b c |\n| --- | --- |\n"),
    ])
    func readsWhatPeopleWrite(_ text: String, _ expected: String) { #expect(markdown(text).text == expected) }

    @Test func namesWhatItCouldNotKeep() {
        let result = markdown(
            "[[nowhere]] {{missing.png}} {{rss>http://a.example/feed}} \\\\server [[\\\\server\\share]]"
        ).result
        #expect(result.missing == ["pumps:nowhere"] && result.missingFiles == ["pumps:missing.png"])
        #expect(result.losses == ["file:missing", "plugin:rss", "link:file"])
        #expect(markdown("{{tag>a b_c}}").result.tags == ["a", "b c"])
        #expect(
            markdown("# T\n* [x](/staff)", page: "notes.md").text == "# T\n\n- [x](/staff)\n"
                || markdown("# T\n* x", page: "notes.md").text == "## T\n\n- x\n")
    }

    @Test(arguments: [
        String(repeating: "**", count: 30_001), String(repeating: "((", count: 20_000),
        String(repeating: "((", count: 5_000) + String(repeating: "))", count: 5_000),
        String(repeating: "[[a|", count: 20_000),
        String(repeating: "<WRAP>", count: 20_000), String(repeating: "{{", count: 20_000),
        String(repeating: "//a ", count: 20_000),
        String(repeating: "  * a\n   * b\n", count: 5_000), "|" + String(repeating: "[[|", count: 20_000),
        String(repeating: ">", count: 20_000),
        String(repeating: "<code>", count: 20_000), "\u{7F}1\u{7F}\u{0}",
        "<sub>" + String(repeating: "<del>", count: 20_000),
    ])
    func hostileTextEnds(_ text: String) { _ = markdown(text) }

    @Test(arguments: [
        "", "a:", "a:999999999:{", "s:99:\"x\";", "i:;", "a:1:{s:1:\"a\";",
        String(repeating: "a:1:{i:0;", count: 10_000),
    ])
    func damagedMetadataIsNone(_ text: String) {
        #expect(PHPValue.parse(Array(text.utf8))?.text == nil)
    }

    @Test func timesThatNoCalendarHasAreNone() async throws {
        let date = #"a:1:{s:4:"date";a:1:{s:7:"created";i:-9223372036854775808;}}"#
        let site = try Workspace([
            "data/pages/start.txt": "Hello all", "data/meta/start.meta": #"a:1:{s:10:"persistent";\#(date)}"#,
            "data/pages/b.txt": "Hello all",
            "data/meta/b.changes": "-9223372036854775808\t192.0.2.9\tC\tb\tada\tcreated\t\n",
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.has("groups/wiki/b.md"))
    }

    private static let wiki: [String: String] = [
        "data/pages/start.txt": "====== Home ======\n[[pumps:start]] [[pumps:north#The Sound]] [[gone]]",
        "data/pages/pumps/start.txt": "====== Pumps ======\n{{:pumps:plan.png|Plan}} {{tag>heat}}",
        "data/pages/pumps/north.txt": "===== The Sound =====\nit hums", "data/pages/hr/pay.txt": "Secret",
        "data/pages/%C3%BCber.txt": "x", "data/media/pumps/plan.png": "png",
        "data/media/bad.svg": "<svg><script/></svg>",
        "data/meta/start.meta": meta(user: "jlarsen", name: "Jo Larsen"),
        "data/meta/pumps/north.meta": meta(user: "", name: "192.0.2.9"),
        "data/meta/pumps/start.changes": "1290000000\t192.0.2.9\tC\tpumps:start\tanwosu\tcreated\t\n",
        "data/attic/start.1290000000.txt.gz": "x", "conf/users.auth.php": "anwosu:hash:Ada Nwosu:a@b.example:user\n",
        "conf/acl.auth.php": "*\t@ALL\t8\nhr:*\t@ALL\t0\nhr:*\t@hr\t16\n",
    ]

    private func migrate(_ site: Workspace) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/wiki", workers: 2).run()
    }

    @Test func writesPagesFilesAndPeople() async throws {
        let site = try Workspace(Self.wiki)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(
            site.files == [
                "groups/wiki/files/pumps/plan.png", "groups/wiki/hr/pay.md", "groups/wiki/index.md",
                "groups/wiki/pumps.md",
                "groups/wiki/pumps/north.md", "groups/wiki/start.md", "groups/wiki/uber.md", "people/ada.nwosu.md",
                "people/jo.larsen.md", "people/unknown.author.md",
            ])
        let home = site.read("groups/wiki/start.md")
        #expect(
            home.contains(
                "title: Home\nauthor: \"@jo.larsen\"\ndate: 2011-03-13T07:06:40Z\nupdated: 2011-03-13T07:07:40Z\n"))
        #expect(home.contains("[Pumps](/groups/wiki/pumps/) [north](/groups/wiki/pumps/north/) gone\n"))
        let pumps = site.read("groups/wiki/pumps.md")
        #expect(
            pumps.contains("author: \"@ada.nwosu\"\ndate: 2010-11-17T13:20:00Z\n") && pumps.contains("tags: [heat]\n"))
        #expect(pumps.contains("  - /doku.php?id=pumps:start\n  - /pumps/start\n  - /pumps:start\n  - /pumps/\n"))
        #expect(site.read("groups/wiki/hr/pay.md").contains("visibility: members\n"))
        #expect(site.read("groups/wiki/index.md").contains("access_group: members-of-wiki\n"))
        #expect(!site.files.contains { site.read($0).contains("192.0.2") })
        #expect(outcome.report.kinds["older versions"]?.skippedCount == 1)
        #expect(try await migrate(site).files.changed == 0)
    }

    /// A heading below text is the page's title when no other is as high, and is not said again; else it heads a part.
    @Test func titlesOfPagesThatBeginWithText() async throws {
        let site = try Workspace([
            "data/pages/one.txt": "[[staff|Staff]]\n\n===== Weekly call =====\ntext\n==== Notes ====\nmore",
            "data/pages/staff_on-call.txt": "Who is here.\n===== Goals =====\na\n===== Roles =====\nb",
            "data/pages/2018-10-26-night-shift.txt": "text", "data/pages/readme-first.md.txt": "text",
            "data/pages/20161014.md.txt": "# 2016-10-14 **call**\n```\n# no\n```\n# Log\nx",
            "data/attic/one.1290000000.txt.gz": "x", "data/meta/one.meta": meta(user: "", name: ""),
            "data/pages/link.txt": "====== Link ======\nhttps://a.example/\u{200B}x",
        ])
        _ = try await migrate(site)
        let one = site.read("groups/wiki/one.md")
        #expect(one.contains("title: Weekly call\n") && one.hasSuffix("Staff\n\ntext\n\n## Notes\n\nmore\n"))
        let staff = site.read("groups/wiki/staff-on-call.md")
        #expect(staff.contains("title: Staff on call\n") && staff.contains("## Goals\n"))
        #expect(site.read("groups/wiki/2018-10-26-night-shift.md").contains("title: \"2018-10-26 night shift\"\n"))
        #expect(site.read("groups/wiki/readme-first-md.md").contains("title: Readme first\n"))
        let call = site.read("groups/wiki/20161014-md.md")
        #expect(call.contains("title: \"2016-10-14 call\"\n") && !call.contains("## 2016"))
        #expect(site.read("groups/wiki/link.md").hasSuffix("https://a.example/x\n"))
    }

    @Test func templatesOfNewPagesAreNoPages() async throws {
        let site = try Workspace([
            "data/pages/start.txt": "====== Home ======\ntext", "data/pages/_template.txt": "@USER@ writes",
            "data/pages/pumps/__template.txt": "@USER@ writes", "data/pages/pumps/my_template.txt": "kept",
            "data/meta/start.meta": meta(user: "jlarsen", name: "Jo Larsen"), "data/attic/start.1290000000.txt.gz": "x",
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(outcome.report.kinds["pages"]?.skipped == ["a template for new pages": 2])
        #expect(
            !site.files.contains { site.read($0).contains("@USER") } && site.has("groups/wiki/pumps/my-template.md"))
    }

    private static let wikis: [String] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = root + "/../shared/data/dokuwiki"
        return ((try? FileSystem.entries(of: data)) ?? []).filter { $0.kind == .directory }.map { data + "/" + $0.name }
    }()

    @Test(.enabled(if: !wikis.isEmpty, "there is no ../shared/data/dokuwiki"), arguments: wikis)
    func aRealWikiBuilds(_ wiki: String) async throws {
        let tiny = try TinySite([:], configuration: "title: Wiki\nbaseURL: https://e.example/\n")
        let run = MigrationRun(paths: [wiki], siteRoot: tiny.folder.path, into: "groups/wiki", workers: 2)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(try await run.run().files.changed == 0)
        let report = try await tiny.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
    }
}
