import HearthModel
import Testing

@testable import HearthMigration

/// What an old system deletes of a page that stays goes also where somebody has edited that page.
@Suite struct DeletedPartTests {
    private static let posts = dump("posts", [question(1, "Trip"), answer(2, to: 1, body: "<p>So.</p>")])
    private static let page = "groups/old-site/questions/trip/index.md"
    private static let reply = "groups/old-site/questions/trip/answers/2011-10-12-bo.berg.md"

    private func site(_ comments: [[(String, String)]]) async throws -> Workspace {
        let site = try Workspace([
            "Posts.xml": Self.posts, "Comments.xml": dump("comments", comments),
            "Users.xml": dump("users", [user(1, "Jo Larsen", [("Location", "Oslo")]), user(2, "Bo Berg")]),
        ])
        #expect(try await site.migrate().exitStatus == 0)
        return site
    }

    private static let comments = [
        comment(1, on: 2, "stays one"), comment(2, on: 2, "canary words"), comment(3, on: 2, "stays two", by: 1),
    ]

    @Test(arguments: [true, false])
    func aDeletedCommentIsTakenOutOfAnEditedAnswer(_ isMarked: Bool) async throws {
        let site = try await site(Self.comments)
        let own = "### Comment — @jo.larsen, 2026-01-01 10:00\n\nWritten here."
        let before = site.read(Self.reply)
        #expect(before.contains("canary words"))
        let edited = before.replacing("So.", with: "So it is.") + "\n\(own)\n\nMine.\n"
        try site.write(edited, to: "Content/" + Self.reply)
        let gone = isMarked ? [Self.comments[1] + [("DeletionDate", "2014-01-01T00:00:00")]] : []
        try site.write(dump("comments", [Self.comments[0]] + gone + [Self.comments[2]]), to: "old-site/Comments.xml")
        let outcome = try await site.migrate()
        #expect(outcome.files.adjusted == 1 && outcome.files.conflicts == 0 && outcome.exitStatus == 0)
        #expect(outcome.diagnostics.contains { $0.summary.contains("a comment") })
        let start = try #require(edited.firstRange(of: "### Comment — @bo.berg, 2011-10-13 09:30Z\n\ncanary"))
        let end = try #require(edited.firstRange(of: "canary words\n\n"))
        #expect(site.read(Self.reply) == edited[..<start.lowerBound] + edited[end.upperBound...])
        #expect(try await site.migrate().files.changed == 0)
    }

    /// The last one, and one that somebody has answered below.
    @Test(arguments: ["", "\nMine.\n"])
    func theLastCommentIsTakenOut(_ more: String) async throws {
        let site = try await site([Self.comments[0], Self.comments[1]])
        let edited = site.read(Self.reply).replacing("So.", with: "So it is.") + more
        try site.write(edited, to: "Content/" + Self.reply)
        try site.write(dump("comments", [Self.comments[0]]), to: "old-site/Comments.xml")
        #expect(try await site.migrate().files.adjusted == 1)
        let page = site.read(Self.reply)
        #expect(page.hasSuffix("stays one\n" + more) && !page.contains("canary"), "\(page)")
    }

    /// What somebody has changed here, or the old system has changed there, is left as it is, and named.
    @Test func changedCommentsStay() async throws {
        let site = try await site(Self.comments)
        let edited = site.read(Self.reply).replacing("canary words", with: "canary words of ours")
        try site.write(edited, to: "Content/" + Self.reply)
        try site.write(dump("comments", [Self.comments[0], Self.comments[2]]), to: "old-site/Comments.xml")
        #expect(try await site.migrate().files.conflicts == 1 && site.read(Self.reply) == edited)
        let other = try await self.site(Self.comments)
        let mine = other.read(Self.reply) + "\nMine.\n"
        try other.write(mine, to: "Content/" + Self.reply)
        try other.write(
            dump("comments", [Self.comments[0], comment(2, on: 2, "other words"), Self.comments[2]]),
            to: "old-site/Comments.xml")
        #expect(try await other.migrate().files.conflicts == 1 && other.read(Self.reply) == mine)
    }

    /// The pages of who has deleted the account, also where somebody has edited them.
    @Test(arguments: [true, false])
    func aDeletedAccountLosesItsNameOnEditedPages(_ isPersonEdited: Bool) async throws {
        let site = try await site(Self.comments)
        for path in [Self.page, Self.reply] + (isPersonEdited ? ["people/jo.larsen.md"] : []) {
            try site.write(site.read(path) + "\nMine.\n", to: "Content/" + path)
        }
        #expect(site.read(Self.page).contains("Larsen"))
        let deleted = [("DeletionDate", "2020-01-01T00:00:00.000")]
        try site.write(
            dump("users", [user(1, "Jo Larsen", [("Location", "Oslo")] + deleted), user(2, "Bo Berg")]),
            to: "old-site/Users.xml")
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 0 && outcome.files.conflicts == 0)
        #expect(outcome.files.adjusted == (isPersonEdited ? 2 : 2), "\(outcome.summary)")
        for path in site.files where path.hasSuffix(".md") {
            let text = site.read(path)
            #expect(
                !text.contains("Larsen") && !text.contains("Oslo") && !text.contains("jo-larsen"), "\(path) \(text)")
            if !isPersonEdited { #expect(!text.contains("jo.larsen"), "\(path) \(text)") }
        }
        #expect(site.read(Self.page).hasSuffix("\nMine.\n") && site.read(Self.reply).contains("stays two"))
        #expect(try await site.migrate().files.changed == 0)
    }

    /// Forums lay out replies as comments, too, in Markdown of several lines.
    @Test func aDeletedReplyIsTakenOutOfAnEditedAnswer() async throws {
        func topic(_ more: String) -> String {
            let posts = [
                ("ada", "<p>Why?</p>", ""), ("jo", "<p>So.</p>", ""),
                ("ada", "<p>canary</p><ul><li>canary</li></ul>", more), ("jo", "<p>Stays.</p>", ""),
            ]
            let all = posts.enumerated().map { number, post in
                #"{"id":\#(number + 1),"post_number":\#(number + 1),"post_type":1,"username":"\#(post.0)","created_at":"2020-01-0\#(number + 1)T10:00:00.000Z","cooked":"\#(post.1)"\#(post.2)}"#
            }
            return
                #"{"post_stream":{"posts":[\#(all.joined(separator: ","))],"stream":[1,2,3,4]},"id":10,"title":"Trip","slug":"t","category_id":4,"archetype":"regular","visible":true}"#
        }
        let site = try Workspace([
            "t/10.json": topic(""),
            "categories.json": #"{"category_list":{"categories":[{"id":4,"name":"Lift","read_restricted":false}]}}"#,
        ])
        func migrate() async throws -> MigrationOutcome {
            try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/all", workers: 1).run()
        }
        #expect(try await migrate().exitStatus == 0)
        let path = try #require(site.files.first { site.read($0).contains("canary") && $0.contains("/answers/") })
        try site.write(site.read(path).replacing("So.", with: "So it is."), to: "Content/" + path)
        try site.write(topic(#","deleted_at":"2020-02-01T10:00:00.000Z""#), to: "old-site/t/10.json")
        #expect(try await migrate().files.adjusted == 1)
        #expect(!site.read(path).contains("canary") && site.read(path).contains("So it is."))
        #expect(site.read(path).contains("Stays.") && !site.read(path).contains("\n\n\n"))
        #expect(try await migrate().files.changed == 0)
    }
}
