import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

private func post(_ number: Int, _ user: String, _ cooked: String, _ more: String = "") -> String {
    let text = cooked.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    return
        #"{"id":\#(number + 100),"post_number":\#(number),"post_type":1,"username":"\#(user)","name":"\#(user.capitalized) Berg","created_at":"2020-01-0\#(number)T10:00:00.000Z","cooked":"\#(text)"\#(more)}"#
}

private func topic(_ id: Int, _ title: String, _ posts: [String], _ more: String = "") -> String {
    #"{"post_stream":{"posts":[\#(posts.joined(separator: ","))],"stream":[\#(posts.indices.map { "\($0)" }.joined(separator: ","))]},"id":\#(id),"title":"\#(title)","slug":"\#(title.lowercased().replacing(" ", with: "-"))","category_id":4,"archetype":"regular","visible":true\#(more)}"#
}

@Suite struct DiscourseTests {
    private static let files = [
        "t/10.json": topic(
            10, "Trip on restart",
            [
                post(
                    1, "ada",
                    "<p>Why? <img src=\"/images/emoji/smile.png\" title=\":smile:\" class=\"emoji\" alt=\":smile:\"> See <a href=\"/t/other/11/2\">this</a>, <a class=\"mention\" href=\"/u/jo\">@jo</a></p>"
                ),
                post(
                    2, "jo",
                    "<aside class=\"quote\" data-post=\"1\" data-topic=\"10\"><div class=\"title\"><img class=\"avatar\" src=\"//x.example/a.png\">ada:</div><blockquote><p>Why?</p></blockquote></aside><p>The delay.</p>",
                    #","reply_to_post_number":1,"accepted_answer":true,"actions_summary":[{"id":2,"count":3}]"#),
                post(3, "ada", "<p>Thanks</p>", #","reply_to_post_number":2"#),
                post(4, "max", "", #","post_type":3,"action_code":"closed.enabled""#).replacing(
                    "\"post_type\":1,", with: ""),
                post(
                    5, "max",
                    "<p><a class=\"lightbox\" href=\"/uploads/default/original/1X/abc.png\" title=\"Plan\"><img src=\"/uploads/default/optimized/abc.png\"><div class=\"meta\">Plan 10 KB</div></a></p>"
                ),
            ], #","tags":["esp",{"name":"pumps"}],"closed":true"#),
        "t/11.json": topic(
            11, "Other", [post(1, "jo", "<p>One</p>"), post(2, "max", "<h2>Two</h2><p>x<script>y()</script></p>")]
        ).replacing("\"category_id\":4", with: "\"category_id\":5"),
        "t/12.json": topic(12, "Secret", [post(1, "jo", "<p>psst</p>")]).replacing("regular", with: "private_message"),
        "categories.json":
            #"{"category_list":{"categories":[{"id":4,"name":"Lift","read_restricted":false},{"id":5,"name":"Board","read_restricted":true}]}}"#,
        "uploads/default/original/1X/abc.png": "png",
    ]

    private func migrate(_ site: Workspace) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/forum", workers: 2).run()
    }

    /// The address of a topic holds its title, also in code and of a forum whose host nobody knows.
    @Test func addressesOfRestrictedTopicsSayNothing() async throws {
        let text = "<p>See https://f.example/t/board-plans/11, <code>/t/board-plans/11</code> and /t/trip/10.</p>"
        var files = Self.files
        files["t/10.json"] = topic(10, "Trip", [post(1, "ada", text)])
        files["t/11.json"] = topic(11, "Board plans", [post(1, "jo", text)])
            .replacing("\"category_id\":4", with: "\"category_id\":5")
        let site = try Workspace(files)
        #expect(try await migrate(site).exitStatus == 0)
        let page = site.read("groups/forum/questions/trip/index.md")
        let link = "[a restricted page](/groups/forum/questions/board-plans/)"
        #expect(page.hasSuffix("\nSee \(link), `a restricted page` and /t/trip/10.\n"), "\(page)")
        #expect(
            site.read("groups/forum/questions/board-plans/index.md").contains("See https://f.example/t/board-plans/11,")
        )
    }

    @Test func topicsBecomeQuestions() async throws {
        let site = try Workspace(Self.files)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let folder = "groups/forum/questions/trip-on-restart"
        #expect(
            site.files == [
                "groups/forum/files/trip-on-restart/abc.png", "groups/forum/index.md",
                "groups/forum/questions/other/answers/2020-01-02-max.berg.md",
                "groups/forum/questions/other/index.md", "\(folder)/answers/2020-01-02-jo.berg.md",
                "\(folder)/answers/2020-01-05-max.berg.md",
                "\(folder)/index.md", "people/ada.berg.md", "people/jo.berg.md", "people/max.berg.md",
            ])
        let question = site.read("\(folder)/index.md")
        #expect(
            question.contains(
                "tags: [esp, pumps, lift]\nstatus: closed\nredirect_from:\n  - /t/trip-on-restart/10\n  - /t/10\n"))
        #expect(question.hasSuffix("\nWhy? 😄 See [this](/groups/forum/questions/other/#a-11-2), @jo.berg\n"))
        let answer = site.read("\(folder)/answers/2020-01-02-jo.berg.md")
        #expect(answer.contains("accepted: true\nvotes: 3\n"))
        #expect(
            answer.hasSuffix("\nada:\n\n> Why?\n\nThe delay.\n\n### Comment — @ada.berg, 2020-01-03 10:00Z\n\nThanks\n")
        )
        #expect(
            site.read("\(folder)/answers/2020-01-05-max.berg.md").hasSuffix(
                "\n![Plan](/groups/forum/files/trip-on-restart/abc.png)\n"))
        #expect(site.read("groups/forum/questions/other/index.md").contains("visibility: members\n"))
        #expect(site.read("groups/forum/index.md").contains("visibility: everyone\naccess_group: members-of-forum\n"))
        #expect(outcome.report.kinds["posts"]?.total == 8 && outcome.report.kinds["posts"]?.skippedCount == 2)
        #expect(!site.files.contains { site.read($0).contains("psst") })
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func withoutCategoriesTheGroupIsForMembers() async throws {
        var files = Self.files
        files["categories.json"] = nil
        let site = try Workspace(files)
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.read("groups/forum/index.md").contains("visibility: members\naccess_group: members-of-forum\n"))
    }

    @Test func administratorsExportsAndMarkdownAreRead() async throws {
        let site = try Workspace([
            "export.json":
                #"{"categories":[{"id":4,"name":"Lift","permissions_params":{"staff":1}}],"users":[{"id":1,"username":"ada","name":"Ada Berg","email":"ada@corp.example"}],"topics":[{"id":10,"title":"Trip","category_id":4,"posts":[{"id":1,"post_number":1,"username":"ada","created_at":"2020-01-01T10:00:00Z","raw":"Why **so**?\n\n[quote=\"jo, post:1, topic:2\"]\nold\n[/quote]\n\n- a\n- b"},{"id":2,"post_number":2,"username":"jo","created_at":"2020-01-02T10:00:00Z","raw":"So."}]}]}"#
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let question = site.read("groups/forum/questions/trip/index.md")
        #expect(
            question.contains("visibility: members\n")
                && question.hasSuffix("\nWhy **so**?\n\n> jo:\n>\n> old\n\n- a\n- b\n"))
        #expect(!site.files.contains { site.read($0).contains("corp.example") })
    }

    @Test(arguments: [
        String(repeating: "<img class=\"emoji\" alt='", count: 20_000),
        String(repeating: "<a class=\"lightbox\" ", count: 20_000), "<", "<a class=\"mention\" href=\"/u/x\">",
        String(repeating: "<svg>", count: 20_000), String(repeating: "<div class=\"poll\">", count: 20_000),
        String(repeating: "<div class=\"poll\"><div class=\"poll-info\">", count: 20_000),
        "<div class=\"poll\">" + String(repeating: "<li data-poll-option-id=\"a\">", count: 20_000) + "</div>",
    ])
    func hostileTextEnds(_ text: String) {
        let polls = DiscoursePolls(
            LooseJSON.parse(Array(#"[{"name":"poll","voters":1,"options":[{"id":"a","votes":1}]}]"#.utf8)).value)
        _ = DiscourseHTML(Array(text.utf8), polls: polls) { _ in nil }.rewritten()
    }

    /// A poll has its votes; the script's empty counter goes.
    @Test(arguments: [true, false])
    func pollsHaveTheirVotes(_ isCounted: Bool) async throws {
        let poll =
            "<p>Which?</p><div class=\"poll\" data-poll-name=\"poll\"><div class=\"poll-container\"><ul>"
            + "<li data-poll-option-id=\"a\">The <b>red</b></li><li data-poll-option-id=\"b\">Blue</li></ul></div>"
            + "<div class=\"poll-info\"><div class=\"poll-info_counts\"><span>0</span><span>voters</span></div></div></div>"
            + "<p>Thanks</p>"
        let votes =
            #","polls":[{"name":"poll","voters":3,"options":[{"id":"a","html":"x","votes":2},{"id":"b","votes":1}]}]"#
        let site = try Workspace(["t/10.json": topic(10, "Colour", [post(1, "ada", poll, isCounted ? votes : "")])])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(
            site.read("groups/forum/questions/colour/index.md").hasSuffix(
                isCounted
                    ? "\nWhich?\n\n- The **red** (2 votes)\n- Blue (1 vote)\n\n3 people have voted.\n\nThanks\n"
                    : "\nWhich?\n\n- The **red**\n- Blue\n\nThanks\n"))
    }

    /// The answer that is the question now is no answer any more; without the first pages of a topic nothing is known.
    @Test(arguments: [true, false])
    func theFirstPostIsDeleted(_ isDeleted: Bool) async throws {
        let posts = [
            post(1, "ada", "<p>Why?</p>"), post(2, "jo", "<p>The delay.</p>"), post(3, "max", "<p>Or so.</p>"),
        ]
        let site = try Workspace(["t/10.json": topic(10, "Trip", posts)])
        #expect(try await migrate(site).exitStatus == 0)
        let answer = "groups/forum/questions/trip/answers/2020-01-02-jo.berg.md"
        #expect(site.has(answer))
        let first = isDeleted ? [post(1, "ada", "<p>Why?</p>", #","deleted_at":"2020-02-01T10:00:00Z""#)] : []
        let newer = topic(10, "Trip", first + posts.dropFirst())
        try site.write(
            isDeleted ? newer : newer.replacing("\"stream\":[", with: "\"stream\":[9,"), to: "old-site/t/10.json")
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.files.removed == (isDeleted ? 1 : 0))
        #expect(site.has(answer) != isDeleted)
    }

    /// What an export with categories has closed stays closed when a newer one comes without them.
    @Test func whatWasClosedStaysClosed() async throws {
        let site = try Workspace(Self.files)
        #expect(try await migrate(site).exitStatus == 0)
        let path = "groups/forum/questions/other/index.md"
        #expect(site.read(path).contains("visibility: members\n"))
        try FileSystem.remove(site.export + "/categories.json")
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.read(path).contains("visibility: members\n"))
        #expect(!site.read("groups/forum/questions/trip-on-restart/index.md").contains("visibility:"))
    }

    /// A topic that was saved twice: what is deleted or closed in one of the files is so, whichever is read first.
    @Test(arguments: ["a.json", "z.json"], ["post", "topic", "category"])
    func ofTwoVersionsTheStricterHolds(_ newer: String, _ what: String) async throws {
        let first = post(1, "ada", "<p>Why?</p>")
        let second = post(2, "jo", "<p>Secretword.</p>", what == "post" ? #","deleted_at":"2020-02-01T10:00:00Z""# : "")
        let more = what == "topic" ? #","deleted_at":"2020-02-01T10:00:00Z""# : ""
        var later = topic(10, "Trip", [first, second], more)
        if what == "category" { later = later.replacing("\"category_id\":4", with: "\"category_id\":5") }
        let site = try Workspace([
            "m.json": topic(10, "Trip", [first, post(2, "jo", "<p>Secretword.</p>")]), newer: later,
            "categories.json": Self.files["categories.json"] ?? "",
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let page = site.read("groups/forum/questions/trip/index.md")
        switch what {
        case "category": #expect(page.contains("visibility: members\n"))
        default:
            #expect(!site.files.contains { site.read($0).contains("Secretword") } && page.isEmpty == (what == "topic"))
        }
    }

    /// What would open another answer in the page is no heading there.
    @Test func headingsOfAnswersAreText() async throws {
        let text =
            "<h2>Accepted answer — @jo, 2019-01-01</h2><p>a</p><h3>Comment — @jo</h3><h3>Comment</h3><h2>Answers</h2>"
            + "<h4>Anwser: @jo</h4><h2>Comment on this</h2><h2>Write to us @ 9</h2>"
        let tiny = try TinySite([:], configuration: "title: Forum\nbaseURL: https://e.example/\n")
        try tiny.folder.write("old/t/10.json", topic(10, "Trip", [post(1, "ada", text), post(2, "jo", text)]))
        let run = MigrationRun(
            paths: [tiny.folder.path + "/old"], siteRoot: tiny.folder.path, into: "groups/forum", workers: 2)
        #expect(try await run.run().exitStatus == 0)
        let question = tiny.folder.read("Content/groups/forum/questions/trip/index.md") ?? ""
        #expect(
            question.contains("\n**Accepted answer — \\@jo, 2019-01-01**\n") && question.contains("# Answers\n")
                && question.contains("# Comment on this\n"))
        #expect(try await tiny.build().diagnostics.filter { $0.kind.id == "answer-heading" }.map { "\($0)" } == [])
    }

    private static let data: String? = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = root + "/../shared/data/discourse"
        return ((try? FileSystem.entries(of: data)) ?? []).first { $0.kind == .directory }.map { data + "/" + $0.name }
    }()

    @Test(.enabled(if: data != nil, "there is no ../shared/data/discourse"))
    func realTopicsBuild() async throws {
        let folder = try #require(Self.data)
        let tiny = try TinySite([:], configuration: "title: Forum\nbaseURL: https://e.example/\n")
        let run = MigrationRun(paths: [folder], siteRoot: tiny.folder.path, into: "groups/forum", workers: 2)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(try await run.run().files.changed == 0)
        let report = try await tiny.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
    }

    @Test func noCodeHasTheAddressOfAnAuthor() async throws {
        let site = try Workspace([
            "1.json":
                #"{"id":1,"title":"How to reach Ada?","slug":"x","user":{"username":"ada","name":"Ada Berg","email":"Ada@corp.example"},"post_stream":{"posts":[{"id":1,"post_number":1,"username":"ada","name":"Ada Berg","cooked":"<p>By <code>ada@corp.example</code> or <a href=\"https://crm.example/ada@corp.example\">there</a></p>"}],"stream":[1]}}"#
        ])
        let run = MigrationRun(
            system: "discourse", paths: [site.export], siteRoot: site.root, into: "groups/forum", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let question = site.files.first { $0.contains("questions/") } ?? ""
        #expect(site.read(question).hasSuffix("By `Ada Berg` or there\n"))
    }
}
