import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// A title becomes the page's address, and stands in lists and in the search index: whoever wrote is called by name there.
@Suite struct AuthorsInTitlesTests {
    private func pages(_ site: Workspace, _ export: String, _ into: String?) async throws -> String {
        var run = MigrationRun(paths: [export], siteRoot: site.root, into: into, workers: 1)
        run.opensUnknown = true
        #expect(try await run.run().report.isBalanced)
        let questions = site.files.filter { $0.contains("/questions/") }
        return questions.map { $0 + "\n" + site.read($0) }.joined(separator: "\n")
    }

    @Test func ofMails() async throws {
        let site = try Workspace([
            "l.mbox": """
            From x Mon Jan  1 00:00:00 2024
            From: Jo Larsen <jo.larsen@corp.example>
            Subject: Access for jo.larsen@corp.example or desk@corp.example?
            Date: Mon, 01 Jan 2024 08:00:00 +0100
            Message-ID: <a@x>

            Please.

            """
        ])
        let text = try await pages(site, site.export + "/l.mbox", "groups/l")
        #expect(text.contains("title: Access for Jo Larsen or desk at corp.example?\n"))
        #expect(text.contains("access-for-jo-larsen-or-desk") && !text.contains("larsen at corp"))
    }

    @Test func ofYammer() async throws {
        let site = try Workspace([
            "Groups.csv": "id,name,private\n10,Open,false\n",
            "Users.csv": "id,email,name,state\n5,jo@corp.example,Jo Larsen,active\n",
            "Messages.csv": """
            id,replied_to_id,thread_id,group_id,group_name,in_private_group,in_private_conversation,sender_id,sender_name,sender_email,body,created_at
            1,,1,10,Open,false,false,5,Jo Larsen,jo@corp.example,Please write to jo@corp.example if you can,2020-01-01T00:00:00Z

            """,
        ])
        let text = try await pages(site, site.export, nil)
        #expect(text.contains("title: Please write to Jo Larsen if you can\n") && !text.contains("jo at corp"))
    }

    @Test func ofDiscourseAndItsEmoji() async throws {
        let site = try Workspace([
            "users.json": #"[{"username":"jo","name":"Jo Larsen","email":"jo@corp.example"}]"#,
            "categories.json":
                #"{"category_list":{"categories":[{"id":5,"name":"Pumps","slug":"pumps","read_restricted":false}]}}"#,
            "11.json":
                #"{"post_stream":{"posts":[{"id":100,"post_number":1,"post_type":1,"username":"jo","name":"Jo Larsen","created_at":"2026-01-01T08:00:00.000Z","cooked":"<p>Trips <img src=\"https://emoji.example/point_right.png\" class=\"emoji\" alt=\":point_right:\"> <img class=\"emoji\" alt=\":wave:t3:\"></p>"}],"stream":[100]},"id":11,"title":"Pump trips :rotating_light: again","slug":"pump-trips","category_id":5,"tags":[],"visible":true,"archetype":"regular"}"#,
        ])
        let text = try await pages(site, site.export, "groups/f")
        #expect(text.contains("title: Pump trips 🚨 again\n") && text.contains("Trips 👉 👋🏼\n"), "\(text)")
    }

    @Test func theVeilNamesThoseItKnows() {
        let veil = AddressVeil { $0 == "jo@a.example" ? AddressVeil.Person(handle: "jo", name: "Jo Larsen") : nil }
        #expect(veil.title("Ask Jo@a.example or ana@a.example") == "Ask Jo Larsen or ana at a.example")
    }
}
