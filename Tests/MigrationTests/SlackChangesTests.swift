import HearthModel
import Testing

@testable import HearthMigration

/// What Slack exports hide, and what goes from one export to the next.
@Suite struct SlackChangesTests {
    private static let users = """
        [{"id":"U1","name":"jo","profile":{"real_name":"Jo Larsen","email":"jo@corp.example"}},
         {"id":"U2","name":"ana","profile":{"real_name":"Ana Rossi"}},
         {"id":"U9","name":"buildbot","is_bot":true,"profile":{"real_name":"Build Bot"}}]
        """

    private static func message(_ user: String, _ text: String, _ ts: Int, _ more: String = "") -> String {
        #"{"type":"message","user":"\#(user)","text":"\#(text)","ts":"\#(ts).000100"\#(more)}"#
    }

    private static func inThread(_ ts: Int) -> String { #","thread_ts":"\#(ts).000100""# }

    private func write(_ messages: [String], to site: Workspace, _ day: String = "general/2020-02-01.json") throws {
        try site.write("[" + messages.joined(separator: ",\n") + "]", to: "old-site/" + day)
    }

    private func workspace(_ messages: [String], _ more: [String: String] = [:]) throws -> Workspace {
        let site = try Workspace([
            "users.json": Self.users, "channels.json": #"[{"id":"C1","name":"general"}]"#,
        ])
        for (name, text) in more { try site.write(text, to: "old-site/" + name) }
        try write(messages, to: site)
        return site
    }

    private func migrate(_ site: Workspace, opensUnknown: Bool = false) async throws -> MigrationOutcome {
        var run = MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/work", workers: 1)
        run.opensUnknown = opensUnknown
        let outcome = try await run.run()
        #expect(outcome.report.isBalanced)
        return outcome
    }

    private func pages(_ site: Workspace, with word: String) -> [String] {
        site.files.filter { site.read($0).contains(word) }
    }

    // MARK: Hostile numbers

    @Test func numbersThatNoWorkspaceHasAreNoCrash() async throws {
        let huge = #","reactions":[{"name":"+1","count":"9223372036854775807","users":[]}]"#
        let edited = #","edited":{"ts":"-9223372036854775808.0"}"#
        let site = try workspace([
            Self.message("U1", "Why does it trip?", 1_580_550_000, Self.inThread(1_580_550_000)),
            Self.message("U2", "The delay.", 1_580_550_100, Self.inThread(1_580_550_000) + huge),
            Self.message("U2", "All of it.", 1_580_550_110, Self.inThread(1_580_550_000) + huge + edited),
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(pages(site, with: "All of it.").count == 1)
    }

    // MARK: Privacy

    @Test(arguments: [false, true])
    func aFolderThatNoListNamesIsNotOpenByItsName(_ opensUnknown: Bool) async throws {
        let secret = "[" + Self.message("U1", "We sell the plant", 1_580_550_000) + "]"
        let site = try workspace(
            [Self.message("U1", "Hello", 1_580_550_000)],
            [
                "groups.json": #"[{"id":"C055","name":"board"}]"#, "board-/2020-02-01.json": secret,
                "board/2020-02-01.json": secret, "C055/2020-02-01.json": secret,
                "gene-ral/2020-02-01.json": secret, "G024BE7LH/2020-02-01.json": secret,
            ])
        _ = try await migrate(site, opensUnknown: opensUnknown)
        let found = pages(site, with: "We sell the plant").filter { !$0.hasSuffix("index.md") }
        #expect(found.count == 5)
        for page in found {
            let isOpen = opensUnknown && page.contains("gene-ral")
            #expect(site.read(page).contains("visibility: members") != isOpen, "\(page)")
        }
    }

    @Test(arguments: [false, true])
    func directMessagesWithoutTheirListStayBehind(_ opensUnknown: Bool) async throws {
        let secret = "[" + Self.message("U1", "I am ill", 1_580_550_000) + "]"
        let site = try workspace(
            [Self.message("U1", "Hello", 1_580_550_000)],
            [
                "dms.json": #"[{"id":"D0"#, "D024BE7LH/2020-02-01.json": secret,
                "mpdm-jo--ana--kim-1/2020-02-01.json": secret, "D924BE7LH/2020-02-01.json": secret,
                "channels.json": #"[{"id":"C1","name":"general"},{"id":"D924BE7LH"}]"#,
            ])
        let outcome = try await migrate(site, opensUnknown: opensUnknown)
        #expect(pages(site, with: "I am ill") == [])
        #expect(outcome.report.kinds["channels"]?.skippedCount == 3)
    }

    @Test func noTextHasTheAddressOfAnAuthorOrAKey() async throws {
        let hook = "https://hooks.slack.com/services/T00/B00/Secret1Key"
        let site = try workspace([
            Self.message(
                "U2",
                "Reach Jo by `jo@corp.example` or <https://crm.example/jo@corp.example/edit> or desk@corp.example",
                Self.wifi),
            Self.message("U1", "```mail jo@corp.example```", Self.wifi + 1000),
            Self.message(
                "U1", "the plan: <https://files.slack.com/x.pdf?t=xoxe-111-Secret2Key|x.pdf>", Self.wifi + 2000),
            Self.message("U1", "post to <\(hook)> or `curl \(hook) -H xoxb-17653672481-Secret3Key`", Self.wifi + 3000),
        ])
        _ = try await migrate(site)
        for word in ["jo@corp", "Secret"] { #expect(pages(site, with: word).filter { !$0.hasPrefix("people/") } == []) }
        let page = site.read("groups/work/channels/general/2020-02.md")
        #expect(page.contains("Reach Jo by `Jo Larsen` or") && page.contains("[x.pdf](https://files.slack.com/x.pdf)"))
        #expect(page.contains("https://hooks.slack.com/services/…") && page.contains("-H xoxb-…"))
    }

    @Test(arguments: [
        ("xoxb-your-token-here or foxoxb-1234567890123", "xoxb-your-token-here or foxoxb-1234567890123"),
        ("set xoxe.xoxp-1-Mi0yLTEyMzQ1Njc4OTA. Then", "set xoxe.xoxp-…. Then"), ("(xapp-1-A0123-456-abc)", "(xapp-…)"),
        ("https://hooks.slack.com/workflows/T1/A2/345/abcdef", "https://hooks.slack.com/workflows/…"),
        ("https://hooks.slack.com/ tells", "https://hooks.slack.com/ tells"), ("xox", "xox"), ("xoxb-", "xoxb-"),
    ])
    func keysAreHidden(_ text: String, _ expected: String) { #expect(TokenVeil.hidden(text) == expected) }

    @Test(arguments: ["xoxb-", "hooks.slack.com/a/", "xoxe.xoxb"])
    func hostileKeysEnd(_ part: String) { _ = TokenVeil.hidden(String(repeating: part, count: 100_000)) }

    // MARK: Deletions

    private static let wifi = 1_580_550_000
    private static let gloves = 1_580_555_000

    private static let first = [
        message("U1", "What is the wifi code?", wifi, inThread(wifi)),
        message("U2", "Ask the desk please", wifi + 100, inThread(wifi)),
        message("U1", "How do we order new gloves?", gloves, inThread(gloves)),
        message("U2", "The pin of the shop is 4711", gloves + 100, inThread(gloves)),
        message("U2", "Order them in the web shop", gloves + 160, inThread(gloves)),
    ]

    private static let second = [
        message(
            "USLACKBOT", "This message was deleted.", wifi, #","subtype":"tombstone","hidden":true"# + inThread(wifi)),
        first[1], first[2], first[4],
    ]

    @Test func whatWasDeletedSinceGoes() async throws {
        let site = try workspace(Self.first)
        _ = try await migrate(site)
        #expect(pages(site, with: "wifi code").count == 2 && pages(site, with: "4711").count == 1)
        try write(Self.second, to: site)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.files.conflicts == 0)
        #expect(pages(site, with: "wifi code") == [] && pages(site, with: "4711") == [])
        #expect(pages(site, with: "Ask the desk") == ["groups/work/channels/general/2020-02.md"])
        #expect(pages(site, with: "web shop").count == 1)
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func whatSomebodyHasEditedBecomesADraft() async throws {
        let site = try workspace(Self.first)
        _ = try await migrate(site)
        let question = try #require(pages(site, with: "wifi code").first { $0.contains("questions/") })
        try site.write(site.read(question) + "\nMine\n", to: "Content/" + question)
        try write(Self.second, to: site)
        _ = try await migrate(site)
        #expect(site.read(question).contains("draft: true") && site.read(question).hasSuffix("Mine\n"))
    }

    /// An export of some months brings the beginning of a thread without its end, or the other way round.
    @Test func whatAnExportDoesNotReachStays() async throws {
        let all = [
            Self.message("U1", "Why does it trip?", Self.wifi, #","reply_count":2"# + Self.inThread(Self.wifi)),
            Self.message("U2", "The delay.", Self.wifi + 100, Self.inThread(Self.wifi)),
            Self.message("U9", "Another bot", Self.wifi + 200),
            Self.message("U1", "Thanks!", Self.wifi + 700, Self.inThread(Self.wifi)),
        ]
        let site = try workspace(all)
        _ = try await migrate(site)
        let answer = try #require(pages(site, with: "The delay.").first)
        try write([all[0]], to: site)
        #expect(try await migrate(site).files.removed == 0)
        try write([Self.message("U2", "Something else", Self.wifi + 90_000)], to: site)
        #expect(try await migrate(site).files.removed == 0)
        #expect(site.has(answer))
        // Where it has none any more, they were deleted.
        let alone = all[0].replacing("\"reply_count\":2,", with: "").replacing(Self.inThread(Self.wifi), with: "")
        let other = Self.message(
            "U1", "And this?", Self.wifi + 5000, #","reply_count":1"# + Self.inThread(Self.wifi + 5000))
        try write(
            [alone, other, Self.message("U2", "Yes", Self.wifi + 5100, Self.inThread(Self.wifi + 5000))], to: site)
        _ = try await migrate(site)
        #expect(pages(site, with: "The delay.") == [] && pages(site, with: "Why does it trip?").count == 2)
    }

    @Test func aFileThatWasDeletedGoes() async throws {
        func post(_ mode: String) -> String {
            Self.message(
                "U1", "See the plan of the hall", Self.wifi, #","files":[{"id":"F2","name":"map.png"\#(mode)}]"#)
        }
        let site = try workspace([post("")], ["__uploads/F2/map.png": "png"])
        _ = try await migrate(site)
        #expect(site.files.contains { $0.hasSuffix("map.png") })
        try write([post(#","mode":"tombstone""#)], to: site)
        _ = try await migrate(site)
        #expect(!site.files.contains { $0.hasSuffix("map.png") })
    }

    // MARK: Who writes

    @Test func programsAreNoPeopleAndGuestsHaveNames() async throws {
        let site = try workspace([
            Self.message("U1", "Is the build broken?", Self.wifi, Self.inThread(Self.wifi)),
            Self.message("U9", "Build 713 failed", Self.wifi + 60, #","bot_id":"B1""# + Self.inThread(Self.wifi)),
            Self.message("U8", "Build 714 failed", Self.wifi + 70, #","bot_id":"B2""#),
            Self.message("U1", "Sent by my calendar", Self.wifi + 80, #","bot_id":"B3""#),
            Self.message("U7", "I am from the supplier", Self.wifi + 90, #","user_profile":{"real_name":"Pat Guest"}"#),
        ])
        let outcome = try await migrate(site)
        #expect(outcome.report.kinds["messages"]?.skipped["a message of a program"] == 2)
        #expect(site.files.filter { $0.hasPrefix("people/") } == ["people/jo.larsen.md", "people/pat.guest.md"])
        #expect(pages(site, with: "Sent by my calendar").count == 1)
    }

    @Test func nobodyIsCalledLikeAList() async throws {
        let users = #"[{"id":"U1","name":"index","real_name":"Index"},{"id":"U2","name":"s","real_name":"Sites"}]"#
        let site = try workspace(
            [Self.message("U1", "Hello", Self.wifi), Self.message("U2", "Hello", Self.wifi + 1)], ["users.json": users])
        _ = try await migrate(site)
        #expect(site.files.filter { $0.hasPrefix("people/") } == ["people/index-u1.md", "people/sites-u2.md"])
    }
}
