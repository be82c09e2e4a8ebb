import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

private func markdown(_ text: String) -> String {
    let slack = SlackText(
        person: { $0 == "U1" ? AddressVeil.Person(handle: "jo.larsen", name: "Jo Larsen") : nil },
        userName: { $0 == "U2" ? "Ada" : nil },
        channel: { $0 == "C1" ? ("pumps", "/groups/x/channels/pumps/") : nil })
    var writer = MarkdownWriter()
    return writer.write(slack.blocks(text))
}

@Suite struct LooseJSONTests {
    @Test func ofTwoExportsTheStricterCounts() async throws {
        let site = try Workspace([
            "users.json": #"[{"id":"U1","name":"jo","real_name":"Jo Larsen"}]"#,
            "channels.json": #"[{"id":"C2","name":"pay"},{"id":"C3","name":"news"}]"#,
            "groups.json": #"[{"id":"C2","name":"pay","is_private":true}]"#,
            "pay/2020-01-26.json": #"[{"type":"message","user":"U1","text":"Much","ts":"1580000000.000100"}]"#,
            "news/2020-01-26.json": #"[{"type":"message","user":"U1","text":"Little","ts":"1580000000.000100"}]"#,
        ])
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/chat", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let months = site.files.filter { site.read($0).hasSuffix("Much\n") || site.read($0).hasSuffix("Little\n") }
        #expect(months.count == 2)
        for path in months { #expect(site.read(path).contains("visibility: members") == path.contains("/pay/")) }
    }

    /// Old exports do not say of a thread's first message that it is one.
    @Test func aThreadWhoseBeginningDoesNotSaySoIsOne() async throws {
        let site = try Workspace([
            "users.json":
                #"[{"id":"U1","name":"jo","real_name":"Jo Larsen"},{"id":"U2","name":"ada","real_name":"Ada Vik"}]"#,
            "channels.json": #"[{"id":"C1","name":"lift"}]"#,
            "lift/2020-01-26.json":
                #"[{"type":"message","user":"U1","text":"Why does it trip?","ts":"1580000000.000100"},{"type":"message","subtype":"thread_broadcast","user":"U2","text":"The delay.","ts":"1580000060.000100","thread_ts":"1580000000.000100"}]"#,
        ])
        let outcome = try await MigrationRun(
            paths: [site.export], siteRoot: site.root, into: "groups/chat", workers: 1
        ).run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(site.files.filter { site.read($0).contains("The delay.") }.count == 1)
    }

    @Test func readsWhatExportsHold() {
        let (value, problem) = LooseJSON.parse(
            Array("\u{FEFF}{\"a\": [1, -2.5e1, true, null, \"x\\u00e9\\ud83d\\ude00\\n\"], \"n\": \"12\"} ".utf8))
        #expect(problem == nil)
        #expect(value["a"].elements == [.number(1), .number(-25), .bool(true), .null, .string("xé😀\n")])
        #expect(value["n"].integer == 12 && value["a"].elements[0].text == "1" && value["none"].isNull)
    }

    @Test(arguments: [
        ("[{\"a\":1},{\"a\":2},{\"a\":", 2), ("[1,2", 2), ("[\"x\",\"y", 1), ("[1 2]", 1), ("[1,2] x", 2), ("", 0),
        ("[nul]", 0),
    ])
    func whatBreaksOffKeepsWhatCameBefore(_ text: String, _ count: Int) {
        let (value, problem) = LooseJSON.parse(Array(text.utf8))
        #expect(value.elements.count == count && problem?.line == 1)
    }

    @Test func depthHasALimit() {
        #expect(LooseJSON.parse(Array(String(repeating: "[", count: 1_000_000).utf8)).problem != nil)
    }
}

@Suite struct SlackTests {
    @Test(arguments: [
        ("*bold* _it_ ~no~ `a &lt; b` 2*3*4 a_b_c", "**bold** *it* ~~no~~ `a < b` 2\\*3\\*4 a_b_c\n"),
        (":+1::skin-tone-3: yes :tada: :own::skin-tone-2:", "👍🏼 yes 🎉 :own:\n"),
        ("これは*重要*です。10時~20時、月~金 ファイル_名前_版", "これは**重要**です。10時\\~20時、月\\~金 ファイル_名前_版\n"),
        ("He said “*never*” — *really*… →*go*", "He said “**never**” — **really**… →**go**\n"),
        ("*Line one\nline two* of it\n* no\nyes*", "**Line one\\\nline two** of it\n\n- no\n\nyes\\*\n"),
        (
            "*" + String(repeating: "Ask first. ", count: 60) + "Now.*",
            "**" + String(repeating: "Ask first. ", count: 60) + "Now.**\n"
        ),
        (
            "<@U1> <@U2|ada> <@U9> <#C1|x> <#C9|other> <!here> <!subteam^S1|@team>",
            "@jo.larsen \\@Ada \\@somebody [\\#pumps](/groups/x/channels/pumps/) another channel \\@here \\@team\n"
        ),
        (
            "<https://a.example/x|the plan> <https://a.example/y_z> <javascript:x|bad> <mailto:jo@a.example|jo@a.example>",
            "[the plan](https://a.example/x) https://a.example/y_z bad jo@a.example\n"
        ),
        ("one\ntwo\n\nthree", "one\\\ntwo\n\nthree\n"), ("&gt; q1\n&gt; q2\na", "> q1\\\n> q2\n\na\n"),
        ("a\n&gt;&gt;&gt; all\nof it", "a\n\n> all\\\n> of it\n"),
        ("see ```x = 1\ny &amp;&amp; z``` ok", "see\n\n```\nx = 1\ny && z\n```\n\nok\n"),
        ("• a\n• b\n1. c\n2. d", "- a\n- b\n\n1. c\n2. d\n"),
        ("• a\n    ◦ b\n        ▪︎ c\n    ◦ d\n• e", "- a\n  - b\n    - c\n  - d\n- e\n"),
        (
            "1. a\n    a. b\n        i. c\n        ii. d\n    b. e\n2. f",
            "1. a\n   1. b\n      1. c\n      2. d\n   2. e\n2. f\n"
        ),
        (":tada: :our_own: 10:30:12", "🎉 :our_own: 10:30:12\n"),
    ])
    func readsItsMarkup(_ text: String, _ expected: String) { #expect(markdown(text) == expected) }

    @Test(arguments: [
        String(repeating: "*", count: 100_000), String(repeating: "<", count: 100_000),
        String(repeating: "```", count: 50_001),
        String(repeating: "_a ", count: 20_000), String(repeating: "_a_", count: 30_000),
        String(repeating: "*a\n", count: 30_000), String(repeating: "*a b* ", count: 15_000),
        String(repeating: "_*~a ", count: 20_000),
        String(repeating: ":wave:", count: 16_000), String(repeating: "&gt;&gt;&gt;\n", count: 5000),
    ])
    func hostileTextEnds(_ text: String) { _ = markdown(String(text.prefix(100_000))) }

    private static let files = [
        "users.json": """
        [{"id":"U1","name":"jo","real_name":"Jo Larsen","profile":{"email":"jo@corp.example"}},
         {"id":"U2","name":"ada","profile":{"real_name":"Ada Berg"}},{"id":"U3","name":"max"}]
        """,
        "channels.json":
            #"[{"id":"C1","name":"pumps","purpose":{"value":"All about pumps"}},{"id":"C2","name":"empty"},{"id":"C3","name":"ops"}]"#,
        "ops/2020-02-03.json":
            #"[{"type":"message","user":"U1","text":"Morning","ts":"1580750000.000100"},{"type":"message","user":"U1","text":"<@U2>, <@U1> The new valves are in since Monday","ts":"1580750001.000100"}]"#,
        "groups.json": #"[{"id":"G1","name":"board"}]"#, "dms.json": #"[{"id":"D1","members":["U1","U2"]}]"#,
        "pumps/2020-01-31.json": """
        [{"type":"message","subtype":"channel_join","user":"U1","text":"<@U1> has joined","ts":"1580470000.000100"},
         {"type":"message","user":"U2","text":"<!here> Morning. Why does it trip on restart? See <https://a.example|this>","ts":"1580471000.000100","thread_ts":"1580471000.000100","reply_count":3},
         {"type":"message","user":"U2","text":"Hi all","ts":"1580471001.000100","reactions":[{"name":"wave","users":["U1"],"count":1}]},
         {"type":"message","user":"U2","text":"Coffee?","ts":"1580471002.000100"},
         {"type":"message","user":"U1","text":"The delay.","ts":"1580471100.000100","thread_ts":"1580471000.000100","reactions":[{"name":"white_check_mark","users":["U2"],"count":1},{"name":"+1","users":["U2","U3"],"count":2}]},
         {"type":"message","user":"U1","text":"40 s","ts":"1580471110.000100","thread_ts":"1580471000.000100"}]
        """,
        "pumps/2020-02-01.json": """
        [{"type":"message","user":"U2","text":"Thanks!","ts":"1580550000.000100","thread_ts":"1580471000.000100"},
         {"type":"message","user":"U3","text":"News: https://a.example","ts":"1580551000.000100","thread_ts":"1580551000.000100","files":[{"id":"F1","name":"plan.pdf","url_private":"https://files.slack.com/plan.pdf?t=xoxe-secret"},{"id":"F2","name":"map.png"}]},
         {"type":"message","user":"U1","text":"Nice, see https://corp.slack.com/archives/C1/p1580471000000100 and <https://corp.slack.com/archives/C1/p1580471000000100>","ts":"1580552000.000100","thread_ts":"1580551000.000100"},
         {"type":"message","subtype":"bot_message","text":"build ok","ts":"1580553000.000100"}]
        """,
        "board/2020-02-01.json": #"[{"type":"message","user":"U1","text":"Secret","ts":"1580550000.000200"}]"#,
        "D1/2020-02-01.json": #"[{"type":"message","user":"U1","text":"Private","ts":"1580550000.000300"}]"#,
        "lost/2020-02-01.json": #"[{"type":"message","user":"U1","text":"Whose?","ts":"1580550000.000400"}]"#,
        "__uploads/F2/map.png": "png",
    ]

    private func migrate(_ site: Workspace) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/work", workers: 2).run()
    }

    @Test func threadsBecomeQuestionsAndTalkBecomesMonths() async throws {
        let site = try Workspace(Self.files)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let question = "groups/work/questions/why-does-it-trip-on-restart"
        #expect(
            site.files == [
                "groups/work/channels/board/2020-02.md", "groups/work/channels/board/index.md",
                "groups/work/channels/lost/2020-02.md",
                "groups/work/channels/lost/index.md", "groups/work/channels/ops/2020-02.md",
                "groups/work/channels/ops/index.md", "groups/work/channels/pumps/2020-01.md",
                "groups/work/channels/pumps/2020-02.md",
                "groups/work/channels/pumps/index.md", "groups/work/files/pumps/2020-02/map.png",
                "groups/work/index.md",
                "\(question)/answers/2020-01-31-jo.larsen.md", "\(question)/index.md", "people/ada.berg.md",
                "people/jo.larsen.md",
                "people/max.md",
            ])
        let answer = site.read("\(question)/answers/2020-01-31-jo.larsen.md")
        #expect(answer.contains("accepted: true\nvotes: 2\n"))
        #expect(answer.hasSuffix("The delay.\n\n40 s\n\n### Comment — @ada.berg, 2020-02-01 09:40Z\n\nThanks!\n"))
        #expect(site.read("\(question)/index.md").contains("redirect_from:\n  - /archives/C1/p1580471000000100\n"))
        #expect(
            site.read("groups/work/channels/pumps/2020-01.md").hasSuffix(
                "\n## 2020-01-31\n\n**@ada.berg**, 11:43\n\nHi all\n\nCoffee?\n"))
        #expect(
            site.read("groups/work/channels/pumps/2020-02.md").hasSuffix(
                "## 2020-02-01\n\n**@max**, 09:56\n\nNews: https://a.example\n\n![map.png](/groups/work/files/pumps/2020-02/map.png)\n\n[plan.pdf](https://files.slack.com/plan.pdf)\n\n"
                    + "> **@jo.larsen**, 10:13\n>\n> Nice, see https://corp.slack.com/archives/C1/p1580471000000100 and [https://corp.slack.com/archives/C1/p1580471000000100](/groups/work/questions/why-does-it-trip-on-restart/)\n"
            ))
        // The first message that says something tells months apart; the first that says next to nothing does not.
        #expect(site.read("groups/work/channels/pumps/2020-01.md").contains("title: \"#pumps, January 2020\"\n"))
        #expect(
            site.read("groups/work/channels/ops/2020-02.md").contains(
                "title: \"#ops, February 2020: The new valves are in since Monday\"\n"))
        #expect(
            site.read("groups/work/channels/ops/index.md").contains(
                "[February 2020: The new valves are in since Monday]("))
        for page in ["board/index.md", "board/2020-02.md", "lost/2020-02.md"] {
            #expect(site.read("groups/work/channels/\(page)").contains("visibility: members\n"))
        }
        #expect(!site.read("groups/work/channels/pumps/2020-02.md").contains("visibility"))
        #expect(!site.files.contains { ["xoxe", "corp.example", "Private"].contains(where: site.read($0).contains) })
        #expect(outcome.report.kinds["messages"]?.total == 15 && outcome.report.kinds["messages"]?.converted == 12)
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func aDayThatBreaksOffKeepsWhatCameBefore() async throws {
        var files = Self.files
        files["pumps/2020-02-01.json"] =
            #"[{"type":"message","user":"U3","text":"Kept","ts":"1580551000.000100"},{"type":"mess"#
        let site = try Workspace(files)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 1 && outcome.report.isBalanced)
        #expect(site.read("groups/work/channels/pumps/2020-02.md").contains("Kept"))
        #expect(outcome.diagnostics.contains { $0.kind.id == "migrate-source" })
    }

    private static let export: String? = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = root + "/../shared/data/slack"
        return ((try? FileSystem.entries(of: data)) ?? []).first { $0.kind == .directory }.map { data + "/" + $0.name }
    }()

    @Test(.enabled(if: export != nil, "there is no ../shared/data/slack"))
    func aRealExportBuilds() async throws {
        let folder = try #require(Self.export)
        let tiny = try TinySite([:], configuration: "title: Talk\nbaseURL: https://e.example/\n")
        let run = MigrationRun(paths: [folder], siteRoot: tiny.folder.path, into: "groups/talk", workers: 2)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(try await run.run().files.changed == 0)
        let report = try await tiny.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        for (file, bytes) in tiny.folder.tree("Content") {
            #expect(!String(decoding: bytes, as: UTF8.self).contains("xoxe-"), "\(file)")
        }
    }
}
