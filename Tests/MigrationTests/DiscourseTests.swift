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
            answer.hasSuffix("\nada:\n\n> Why?\n\nThe delay.\n\n### Comment — @ada.berg, 2020-01-03 10:00\n\nThanks\n"))
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
        String(repeating: "<svg>", count: 20_000),
    ])
    func hostileTextEnds(_ text: String) { _ = DiscourseHTML(Array(text.utf8)) { _ in nil }.rewritten() }

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
}
