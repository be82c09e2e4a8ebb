import HearthModel
import Testing

@testable import HearthMigration

/// Conversations that go on in a later export, which does not hold their beginning.
@Suite struct ThreadContinuationTests {
    @Test func whatTheAskerSaysIsACommentOnAnAnswer() {
        let members = [
            ThreadShape.Member(account: "jo", parent: nil), ThreadShape.Member(account: "jo", parent: nil),
            ThreadShape.Member(account: "ada", parent: nil), ThreadShape.Member(account: "jo", parent: 2),
        ]
        let shape = ThreadShape(members, isContinued: true)
        // The question's page is written, so the first word of the asker cannot go below it.
        #expect(shape.answers.map(\.member) == [1, 2] && shape.answers.map(\.comments) == [[], [3]])
        #expect(shape.comments.isEmpty && ThreadShape(members).comments == [1])
    }

    private func mail(_ id: String, from: String, day: Int, to parent: String? = nil, _ body: String) -> String {
        "From a@x\nMessage-ID: <\(id)>\nFrom: \(from)\nDate: Mon, \(day) Mar 2013 10:00:00 +0100\n"
            + "Subject: \(parent == nil ? "" : "Re: ")Pump stops\n"
            + (parent.map { "In-Reply-To: <\($0)>\nReferences: <q@x> <\($0)>\n" } ?? "") + "\n\(body)\n\n"
    }

    @Test func mailsOfTheAskerAreNoAnswers() async throws {
        let jo = "Jo Larsen <jo@corp.example>"
        let ada = "Ada Berg <ada@corp.example>"
        let site = try Workspace(["list.mbox": mail("q@x", from: jo, day: 4, "Why does it stop?")])
        func migrate() async throws -> MigrationOutcome {
            try await MigrationRun(
                system: "mbox", paths: [site.export], siteRoot: site.root, into: "groups/lift", workers: 1
            ).run()
        }
        #expect(try await migrate().exitStatus == 0)
        try site.write(
            mail("a@x", from: ada, day: 5, to: "q@x", "Low oil.") + mail("t@x", from: jo, day: 6, to: "a@x", "Thanks!"),
            to: "old-site/list.mbox")
        let outcome = try await migrate()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let answers = site.files.filter { $0.contains("/answers/") }
        #expect(answers.count == 1, "\(answers)")
        let text = site.read(answers.first ?? "")
        #expect(text.contains("Low oil.") && text.contains("### Comment — @jo.larsen") && text.contains("Thanks!"))
        #expect(try await migrate().files.changed == 0)
    }

    private static let columns =
        "id,replied_to_id,thread_id,group_id,group_name,in_private_group,in_private_conversation,sender_id,sender_name,body,created_at"

    private func message(_ id: Int, to parent: Int?, by sender: Int, _ body: String) -> String {
        "\n\(id),\(parent.map { "\($0)" } ?? ""),100,7,Lift,false,false,\(sender),Name \(sender),\(body),2019/03/0\(id % 9 + 1) 10:00:00 +0000"
    }

    /// The first export may hold the middle of a conversation, and the second its end.
    @Test(arguments: [100, 101])
    func messagesOfTheAskerAreNoAnswers(_ first: Int) async throws {
        let site = try Workspace([
            "Messages.csv": Self.columns + message(first, to: first == 100 ? nil : 100, by: 1, "Why does it stop?"),
            "Groups.csv": "id,name,private\n7,Lift,false\n",
        ])
        let run = MigrationRun(system: "yammer", paths: [site.export], siteRoot: site.root, workers: 1)
        #expect(try await run.run().exitStatus == 0)
        try site.write(
            Self.columns + message(102, to: first, by: 2, "Low oil.") + message(103, to: 102, by: 1, "Thanks!"),
            to: "old-site/Messages.csv")
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(site.files.count { $0.hasSuffix("/index.md") && $0.contains("/questions/") } == 1)
        let answers = site.files.filter { $0.contains("/answers/") }
        #expect(answers.count == 1, "\(answers)")
        let text = site.read(answers.first ?? "")
        #expect(text.contains("Low oil.") && text.contains("Comment — @name.1") && text.contains("Thanks!"))
    }

    /// The question is deleted in a newer export: what answered it has a page, and no answer is left without one.
    @Test(arguments: ["yammer", "mbox"])
    func answersOutliveTheirQuestion(_ system: String) async throws {
        let jo = "Jo Larsen <jo@corp.example>"
        let ada = "Ada Berg <ada@corp.example>"
        let (first, second): ([String: String], [String: String])
        if system == "mbox" {
            let replies =
                mail("a@x", from: ada, day: 5, to: "q@x", "Low oil.")
                + mail("t@x", from: jo, day: 6, to: "a@x", "Thanks!")
            let question = mail("q@x", from: jo, day: 4, "Why does it stop?")
            first = ["list.mbox": question + replies]
            second = ["list.mbox": replies, "Trash.mbox": question]
        } else {
            let replies = message(102, to: 100, by: 2, "Low oil.") + message(103, to: 102, by: 1, "Thanks!")
            let groups = "id,name,private\n7,Lift,false\n"
            let question = message(100, to: nil, by: 1, "Why does it stop?")
            first = ["Messages.csv": Self.columns + question + replies, "Groups.csv": groups]
            let columns = Self.columns.replacing("created_at", with: "deleted_at")
            second = [
                "Messages.csv": Self.columns + replies, "Groups.csv": groups, "old/Messages.csv": columns + question,
            ]
        }
        let site = try Workspace(first)
        let run = MigrationRun(system: system, paths: [site.export], siteRoot: site.root, into: "groups/g", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        #expect(site.files.count { $0.contains("/answers/") } == 1)
        for (name, text) in second { try site.write(text, to: "old-site/" + name) }
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(!site.files.contains { site.read($0).contains("Why does it stop?") })
        let questions = site.files.filter { $0.hasSuffix("/index.md") && $0.contains("/questions/") }
        #expect(questions.count == 1 && site.read(questions.first ?? "").contains("Low oil."), "\(questions)")
        for answer in site.files where answer.contains("/answers/") {
            #expect(questions.contains { answer.hasPrefix($0.dropLast("index.md".count)) }, "\(answer)")
        }
        #expect(try await run.run().files.changed == 0)
    }
}
