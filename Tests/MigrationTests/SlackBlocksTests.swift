import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// What Slack's blocks, files and attachments say beside the text of a message.
@Suite struct SlackBlocksTests {
    private static let users = """
        [{"id":"U1","name":"jo","profile":{"real_name":"Jo Larsen","email":"jo@corp.example"}},
         {"id":"U2","name":"ana","profile":{"real_name":"Ana Rossi","email":"ana@corp.example"}}]
        """
    private static let start = 1_580_550_000

    private static func message(_ text: String, _ more: String = "", ts: Int = start, user: String = "U1") -> String {
        #"{"type":"message","user":"\#(user)","text":"\#(text)","ts":"\#(ts).000100"\#(more)}"#
    }

    private func migrate(
        _ messages: [String], _ more: [String: String] = [:]
    ) async throws -> (site: Workspace, outcome: MigrationOutcome) {
        let site = try Workspace([
            "users.json": Self.users, "channels.json": #"[{"id":"C1","name":"general"},{"id":"C2","name":"ops"}]"#,
            "general/2020-02-01.json": "[" + messages.joined(separator: ",\n") + "]",
        ])
        for (name, text) in more { try site.write(text, to: "old-site/" + name) }
        let outcome = try await MigrationRun(
            paths: [site.export], siteRoot: site.root, into: "groups/work", workers: 1
        ).run()
        #expect(outcome.report.isBalanced)
        return (site, outcome)
    }

    private func page(_ messages: [String], _ more: [String: String] = [:]) async throws -> String {
        let site = try await migrate(messages, more).site
        let text = site.read("groups/work/channels/general/2020-02.md")
        guard let head = text.firstRange(of: "**@jo.larsen**") else { return text }
        return String(text[head.upperBound...].drop { $0 != "\n" }.drop { $0 == "\n" })
    }

    private static func rich(_ elements: String) -> String {
        #","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[\#(elements)]}]}]"#
    }

    private static func part(_ text: String, _ style: String = "") -> String {
        #"{"type":"text","text":"\#(text)"\#(style.isEmpty ? "" : #","style":{"\#(style)":true}"#)}"#
    }

    // MARK: Messages of other channels

    private static func preview(_ text: String, _ more: String) -> String {
        #"{"is_msg_unfurl":true,"text":"\#(text)"\#(more)}"#
    }

    @Test func aPreviewOfAPrivateMessageStaysBehind() async throws {
        let previews = [
            Self.preview("zulu one", #","channel_id":"G1","is_private":true"#),
            Self.preview("zulu two", #","channel_id":"D024BE7LH""#),
            Self.preview("zulu three", #","from_url":"https://corp.slack.com/archives/G1/p1580550000000100""#),
            Self.preview("zulu four", ""), Self.preview("zulu five", #","channel_id":"C2","is_private":true"#),
            Self.preview("zulu six", #","channel_id":"C404""#), Self.preview("zulu seven", #","channel_id":"C3""#),
            Self.preview("plain one", #","channel_id":"C2""#),
            Self.preview("plain two", #","from_url":"https://corp.slack.com/archives/C1/p1580550000000100""#),
        ]
        let (site, outcome) = try await migrate(
            [Self.message("See", #","attachments":[\#(previews.joined(separator: ","))]"#)],
            [
                "groups.json": #"[{"id":"G1","name":"board"},{"id":"C3","name":"pay"}]"#,
                "dms.json": #"[{"id":"D024BE7LH","members":["U1","U2"]}]"#,
                "board/2020-02-01.json": "[" + Self.message("zulu", ts: Self.start) + "]",
            ])
        let text = site.read("groups/work/channels/general/2020-02.md")
        #expect(!text.contains("zulu") && text.contains("> plain one") && text.contains("> plain two"))
        #expect(outcome.report.kinds["quoted messages"]?.skippedCount == 7)
    }

    @Test func aPrivateChannelMayShowItsOwn() async throws {
        let preview = Self.preview("zulu", #","channel_id":"G1","is_private":true"#)
        let (site, _) = try await migrate(
            [],
            [
                "groups.json": #"[{"id":"G1","name":"board"}]"#,
                "board/2020-02-01.json": "[" + Self.message("See", #","attachments":[\#(preview)]"#) + "]",
            ])
        let text = site.read("groups/work/channels/board/2020-02.md")
        #expect(text.contains("> zulu") && text.contains("visibility: members"))
    }

    // MARK: Addresses in titles

    @Test func anAuthorIsNamedInATitle() async throws {
        let inThread = #","thread_ts":"1580550000.000100""#
        let (site, _) = try await migrate([
            Self.message("Who can write to <mailto:ana@corp.example|ana@corp.example> or desk@corp.example?", inThread),
            Self.message("I can", inThread, ts: Self.start + 9, user: "U2"),
            Self.message("Better ask jo@corp.example about the new pump first", ts: Self.start + 90, user: "U2"),
        ])
        let question = "groups/work/questions/who-can-write-to-ana-rossi-or-desk-at-corp-example/index.md"
        #expect(site.read(question).contains("title: Who can write to Ana Rossi or desk at corp.example?\n"))
        #expect(
            site.read("groups/work/channels/general/2020-02.md").contains("Better ask Jo Larsen about the new pump"))
        for file in site.files where !file.hasPrefix("people/") {
            #expect(!(file + site.read(file)).contains("ana at corp") && !site.read(file).contains("jo at corp"))
        }
    }

    // MARK: Tables

    private static let table = """
        {"type":"table","column_settings":[{"align":"left"},{"align":"right"}],"rows":[[{"type":"raw_text","text":"Well"},
        {"type":"raw_text","text":"Trips"}],[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
        {"type":"text","text":"B-14","style":{"bold":true}}]}]},{"type":"raw_text","text":"a | *b*"}]]}
        """

    @Test(arguments: [
        ("", #","blocks":[\#(table)]"#), ("Numbers of June", #","attachments":[{"id":1,"blocks":[\#(table)]}]"#),
        (
            "This content can't be displayed.",
            #","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Numbers of June"}]}]},\#(table)]"#
        ), ("Numbers of June", #","blocks":[\#(table)]"#),
    ])
    func tablesAreTables(_ text: String, _ more: String) async throws {
        let (site, outcome) = try await migrate([Self.message(text, more)])
        let page = site.read("groups/work/channels/general/2020-02.md")
        #expect(page.contains("| Well "), "\(page)")
        #expect(page.contains("| **B-14** | a \\| \\*b\\* |\n"), "\(page)")
        #expect(page.contains("Numbers of June") != text.isEmpty && !page.contains("displayed"))
        #expect(outcome.report.kinds["link previews"] == nil || outcome.report.kinds["link previews"]?.total == 0)
    }

    @Test func aTableOfAPrivateMessageOrALinkedPageStaysBehind() async throws {
        let text = try await page([
            Self.message(
                "See",
                #","attachments":[{"is_msg_unfurl":true,"channel_id":"G1","text":"x","blocks":[\#(Self.table)]},{"from_url":"https://a.example/","blocks":[\#(Self.table)]}]"#
            )
        ])
        #expect(text == "See\n")
    }

    @Test func aHostileTableEnds() async throws {
        let cells = String(repeating: #"{"type":"raw_text","text":"x"},"#, count: 20_000).dropLast()
        let rows = String(repeating: #"[{"type":"raw_text","text":"y"}],"#, count: 20_000).dropLast()
        let text = try await page([Self.message("", #","blocks":[{"type":"table","rows":[[\#(cells)],\#(rows)]}]"#)])
        #expect(text.utf8.count < 5_000_000 && text.contains("y"))
    }

    // MARK: Folders that no list names

    @Test func aFolderOfACanvasHasNoOldAddress() async throws {
        let (site, _) = try await migrate(
            [Self.message("hello")],
            ["FC:F0759GPTMDX:Meeting notes/2020-02-01.json": "[" + Self.message("a comment") + "]"])
        let found = site.files.filter { site.read($0).contains("a comment") || $0.contains("meeting-notes/index") }
        #expect(found.count == 2)
        for file in found {
            #expect(site.read(file).contains("visibility: members") && !site.read(file).contains("redirect_from"))
        }
        #expect(site.read("groups/work/channels/general/index.md").contains("  - /archives/C1\n"))
    }

    // MARK: Snippets and posts

    private static func file(_ fields: String) -> String {
        #","files":[{"id":"F1","name":"log.sh","permalink":"https://corp.slack.com/files/F1/log.sh",\#(fields)}]"#
    }

    @Test(arguments: [
        (
            #""mode":"snippet","filetype":"shell","preview":"echo *a*\n  b\n""#,
            "```shell\necho *a*\n  b\n```\n", 0
        ),
        (
            #""mode":"snippet","filetype":"text","preview":"jo@corp.example","preview_is_truncated":true"#,
            "```\nJo Larsen\n```\n", 1
        ),
        (
            #""mode":"snippet","filetype":"x y","preview_highlight":"<div><pre>a &lt; b</pre></div>\n<div><pre>  <b>c</b></pre></div>""#,
            "```\na < b\n  c\n```\n", 0
        ),
        (
            #""mode":"space","preview":"<document><h2>Plan</h2><ul><li><a href=\"https://a.example/x\">one</a> <b>two</b></li></ul></document>","plain_text":"Planone two""#,
            "#### Plan\n\n- [one](https://a.example/x) **two**\n", 0
        ),
        (#""mode":"post","filetype":"post","preview":"One\n\n*two*""#, "One\n\n\\*two\\*\n", 0),
    ])
    func snippetsShowTheirText(_ fields: String, _ expected: String, _ losses: Int) async throws {
        let (site, outcome) = try await migrate([Self.message("The log", Self.file(fields))])
        let page = site.read("groups/work/channels/general/2020-02.md")
        #expect(page.hasSuffix("The log\n\n[log.sh](https://corp.slack.com/files/F1/log.sh)\n\n" + expected), "\(page)")
        #expect(outcome.report.kinds["files"]?.converted == 1 - losses)
        #expect(outcome.report.kinds["files"]?.total == 1 && outcome.report.kinds["files"]?.skippedCount == 0)
    }

    @Test func aSnippetThatLiesInTheExportIsAFile() async throws {
        let (site, _) = try await migrate(
            [Self.message("The log", Self.file(#""mode":"snippet","preview":"echo""#))],
            ["__uploads/F1/log.sh": "echo\n"])
        #expect(!site.read("groups/work/channels/general/2020-02.md").contains("```"))
    }

    // MARK: Styles

    @Test func blocksSayWhatIsBold() async throws {
        let text = try await page([
            Self.message(
                "これは*重要*です。",
                Self.rich([Self.part("これは"), Self.part("重要", "bold"), Self.part("です。")].joined(separator: ","))),
            Self.message(
                "He 2*said* “*never*”",
                Self.rich(
                    [
                        Self.part("He 2"), Self.part("said", "bold"), Self.part(" “"), Self.part("never", "italic"),
                        Self.part("”"),
                    ]
                    .joined(separator: ",")), ts: Self.start + 1),
            Self.message(
                "*a* :100: 10:100:20 &amp; `x`",
                Self.rich(
                    [
                        Self.part("*a* "), #"{"type":"emoji","name":"own","unicode":"1f4af"}"#,
                        Self.part(" 10:100:20 & "), Self.part("x", "code"),
                    ].joined(separator: ",")), ts: Self.start + 2),
            // What the blocks do not say stays.
            Self.message("*one* and two", Self.rich(Self.part("one")), ts: Self.start + 3),
            Self.message("#!?", Self.rich(#"{"type":"unheard_of"}"#), ts: Self.start + 5),
            // Nobody can type our marks.
            Self.message("a", Self.rich(Self.part(#"\u0001a\u0005\u0006"#)), ts: Self.start + 4),
        ])
        #expect(
            text == """
                これは**重要**です。

                He 2**said** “*never*”

                **a** 💯 10:100:20 & `x`

                **one** and two

                a

                #!?

                """)
    }

    // MARK: Threads

    @Test func messagesThatReplyToEachOtherStandOnce() async throws {
        let (site, outcome) = try await migrate([
            Self.message("alpha", #","thread_ts":"1580550001.000100""#),
            Self.message("bravo", #","thread_ts":"1580550000.000100""#, ts: Self.start + 1),
            // A clock that is wrong puts a reply in front of the first message.
            Self.message("early", #","thread_ts":"1580550003.000100""#, ts: Self.start + 2),
            Self.message("later", #","thread_ts":"1580550003.000100""#, ts: Self.start + 3),
        ])
        let page = site.read("groups/work/channels/general/2020-02.md")
        for word in ["alpha", "bravo", "early", "later"] { #expect(page.ranges(of: word).count == 1, "\(page)") }
        #expect(outcome.exitStatus == 0 && outcome.report.kinds["messages"]?.converted == 4)
    }
}
