import Testing

@testable import HearthMigration

/// What stands in the texts of Yammer: references, addresses, lists as people type them.
@Suite struct YammerTextTests {
    private static let columns =
        "id,replied_to_id,thread_id,group_id,group_name,in_private_group,in_private_conversation,sender_id,sender_type,"
        + "sender_name,sender_email,body,attachments,deleted_at,created_at,title,html_body,message_type"

    private static func row(_ id: Int, _ body: String, title: String = "", html: String = "") -> String {
        func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
        return "\(id),,\(id),7,Lift,false,false,5,user,Jo Berg,jo@corp.example,\(quoted(body)),,,"
            + "2019/03/01 10:00:00 +0000,\(quoted(title)),\(quoted(html)),update"
    }

    private func pages(_ rows: [String]) async throws -> [String] {
        let site = try Workspace([
            "Messages.csv": ([Self.columns] + rows).joined(separator: "\n") + "\n",
            "Groups.csv": "id,name,private\n7,Lift,false\n",
            "Users.csv": "id,name,email\n5,Jo Berg,jo@corp.example\n6,Ana Costa,ana@corp.example\n",
            "Topics.csv": "id,name\n50,pumps\n",
        ])
        let outcome = try await MigrationRun(paths: [site.export], siteRoot: site.root, workers: 1).run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        return site.files.filter { $0.contains("/questions/") }.map { site.read($0) }
    }

    private func body(_ text: String, html: String = "") async throws -> String {
        let page = try #require(try await pages([Self.row(1, text, title: "T", html: html)]).first)
        return page.firstRange(of: "\n---\n\n").map { String(page[$0.upperBound...]) } ?? page
    }

    @Test func referencesAreReadEverywhere() async throws {
        let text = try await body(
            "x",
            html: "<h3>By [[user:5]]</h3><table><tr><th>Who</th></tr><tr><td>[[user:5]]</td></tr></table>"
                + "<p><s>[[user:5]]</s> <a href=\"https://a.example\">list of [[tag:50]] by [[user:5]]</a></p>")
        #expect(!text.contains("user:") && !text.contains("tag:"), "\(text)")
        #expect(
            text.contains("By @jo.berg\n") && text.contains("| @jo.berg |") && text.contains("~~@jo.berg~~"), "\(text)")
        #expect(text.contains("[list of \\#pumps by \\@Jo Berg](https://a.example)"), "\(text)")
    }

    @Test func titlesAreText() async throws {
        let page = try #require(
            try await pages([Self.row(1, "x", title: "Announcing [[tag:50]] &amp; more by [[user:5]]")]).first)
        #expect(
            page.contains("title: \"Announcing #pumps & more by @Jo Berg\"\n")
                || page.contains("title: Announcing #pumps & more by @Jo Berg\n"), "\(page)")
    }

    @Test func addressesOfConversationsLeadToTheirPages() async throws {
        let new = "https://web.yammer.com/main/threads/eyJfdHlwZSI6IlRocmVhZCIsImlkIjoiMTAwMSJ9"
        let old = "https://www.yammer.com/corp.example/#/Threads/show?threadId=1001"
        let pages = try await pages([
            Self.row(1001, "Why?", title: "First"),
            Self.row(1002, "See \(new), <\(old)> and <https://a.example/a_b> or https://b.example/x.", title: "Second"),
        ])
        let text = try #require(pages.first { $0.contains("title: Second") })
        #expect(
            text.hasSuffix(
                "See [\(new)](/groups/lift/questions/first/), [\(old)](/groups/lift/questions/first/) and "
                    + "https://a.example/a_b or https://b.example/x.\n"), "\(text)")
    }

    @Test(arguments: [
        ("Steps:\n1. first\n2. second\n3. third", "Steps:\n\n1. first\n2. second\n3. third\n"),
        ("2) two\n3) three\nend", "2. two\n3. three\n\nend\n"), ("- a\n- b\n1. x\n2. y", "- a\n- b\n\n1. x\n2. y\n"),
        ("1. first\n3. third", "1\\. first\\\n3\\. third\n"),
        ("2012. a year\n2013. one more", "2012\\. a year\\\n2013\\. one more\n"),
        ("99999999999999999999. a\n- b", "99999999999999999999. a\\\n\\- b\n"),
    ])
    func typedListsAreLists(_ text: String, _ expected: String) async throws {
        let found = try await body(text)
        #expect(found == expected, "\(found)")
    }
}
