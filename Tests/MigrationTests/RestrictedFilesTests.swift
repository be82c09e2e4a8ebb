import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// Files of pages that only some could read, in tiny exports of all systems that know of such pages. What is closed holds
/// `closed-bytes`, what is open `open-bytes`.
enum RestrictedExport: String, CaseIterable, Sendable {
    case wordpress, dokuwiki, slack, discourse, yammer

    var files: [String: String] {
        switch self {
        case .wordpress: Self.wordpressFiles
        case .dokuwiki:
            [
                "data/pages/start.txt":
                    "====== Home ======\n{{:open.png|Plan}} {{:hr:pay.png|Pay}} {{:hr:pay.pdf|List}}",
                "data/pages/hr/pay.txt": "====== Pay list ======\n{{pay.png}} [[:start]]",
                "data/pages/news.txt": "====== News ======\n[[hr:pay]] https://wiki.example/doku.php?id=hr:pay",
                "data/media/open.png": "open-bytes", "data/media/hr/pay.png": "closed-bytes 1",
                "data/media/hr/pay.pdf": "closed-bytes 2", "data/meta/start.meta": "",
                "conf/acl.auth.php": "*\t@ALL\t8\nhr:*\t@ALL\t0\nhr:*\t@hr\t16\n",
            ]
        case .slack: Self.slackFiles
        case .discourse:
            [
                "t/10.json": Self.topic(10, "Open", category: 4, file: "open.png"),
                "t/11.json": Self.topic(11, "Salaries", category: 5, file: "closed.png"),
                // Two topics show the same file; one of them is closed.
                "t/12.json": Self.topic(12, "Also open", category: 4, file: "open.png"),
                "t/13.json": Self.topic(13, "Closed too", category: 5, file: "open.png"),
                "categories.json":
                    #"{"category_list":{"categories":[{"id":4,"name":"Lift","read_restricted":false},{"id":5,"name":"Board","read_restricted":true}]}}"#,
                "uploads/default/original/1X/open.png": "open-bytes",
                "uploads/default/original/1X/closed.png": "closed-bytes",
            ]
        case .yammer:
            [
                "Messages.csv":
                    "id,replied_to_id,thread_id,group_id,group_name,in_private_group,in_private_conversation,sender_id,sender_type,sender_name,sender_email,body,attachments,deleted_at,created_at\n"
                    + "100,,100,7,Lift,false,false,1,user,Ada,a@b.example,Why does it trip?,uploadedfile:31,,2019/03/02 10:00:00 +0000\n"
                    + "300,,300,8,Board,true,false,1,user,Ada,a@b.example,What do we pay?,uploadedfile:32,,2019/03/03 10:00:00 +0000\n",
                "Groups.csv": "id,name,description,private\n7,Lift,,false\n8,Board,,true\n",
                "Files.csv": "file_id,name,download_url\n31,plan.png,\n32,pay.png,\n", "Files/31.png": "open-bytes",
                "Files/32.png": "closed-bytes",
            ]
        }
    }

    private static func topic(_ id: Int, _ title: String, category: Int, file: String) -> String {
        let image = "<img src=\\\"/uploads/default/original/1X/\(file)\\\">"
        return
            #"{"post_stream":{"posts":[{"id":\#(id),"post_number":1,"post_type":1,"username":"ada","created_at":"2020-01-01T10:00:00.000Z","cooked":"<p>Look \#(image)</p>"}],"stream":[\#(id)]},"id":\#(id),"title":"\#(title)","slug":"t\#(id)","category_id":\#(category),"archetype":"regular","visible":true}"#
    }

    private static let slackFiles: [String: String] = {
        func day(_ name: String, _ stamp: String, file: String) -> String {
            #"[{"type":"message","user":"U1","text":"\#(name)","ts":"\#(stamp)","files":[{"id":"\#(file)","name":"plan.png"}]}]"#
        }
        return [
            "users.json": #"[{"id":"U1","name":"jo","real_name":"Jo Larsen"}]"#,
            "channels.json": #"[{"id":"C1","name":"pumps"},{"id":"C2","name":"news"}]"#,
            "groups.json": #"[{"id":"G1","name":"board"}]"#,
            "pumps/2020-02-01.json": day("Look", "1580550000.000100", file: "F1"),
            // Another file of the same name, in the same month.
            "news/2020-02-01.json": day("And look", "1580550000.000200", file: "F3"),
            "board/2020-02-01.json": day("The pay", "1580550000.000300", file: "F2"),
            "board/2020-02-02.json": day("Also seen in public", "1580650000.000300", file: "F1"),
            "__uploads/F1/plan.png": "open-bytes", "__uploads/F2/plan.png": "closed-bytes",
            "__uploads/F3/plan.png": "open-bytes 3",
        ]
    }()

    private static let wordpressFiles: [String: String] = {
        var number = 100
        var files: [String: String] = [:]
        func item(
            _ id: Int, _ title: String, _ text: String = "", type: String = "post", status: String = "publish",
            parent: Int = 0, more: String = ""
        ) -> String {
            """
            <item><title>\(title)</title><link>https://old.example/p\(id)/</link><content:encoded><![CDATA[\(text)]]></content:encoded>
            <wp:post_id>\(id)</wp:post_id><wp:post_name>p\(id)</wp:post_name><wp:status>\(status)</wp:status>
            <wp:post_parent>\(parent)</wp:post_parent><wp:post_type>\(type)</wp:post_type>\(more)</item>
            """
        }
        func upload(_ name: String, _ bytes: String, of parent: Int = 0, status: String = "inherit") -> String {
            number += 1
            files["wp-content/uploads/2013/\(name).png"] = bytes
            return item(
                number, name, type: "attachment", status: status, parent: parent,
                more: "<wp:attachment_url>https://old.example/wp-content/uploads/2013/\(name).png</wp:attachment_url>")
        }
        func image(_ name: String) -> String { "<img src=\"https://old.example/wp-content/uploads/2013/\(name).png\">" }
        let items = [
            item(1, "Open", image("inopen-300x200") + image("shared") + image("loose") + "see [gallery ids=\"103\"]"),
            item(2, "Secret", image("insecret") + image("shared") + image("library"), status: "private"),
            item(3, "Locked", "x", more: "<wp:post_password>abc</wp:post_password>"),
            item(4, "Idea", image("draft"), status: "draft"),
            item(5, "Mixed", "For all. [private]For us. https://old.example/p2/[/private] \(image("mixed"))"),
            item(6, "Talk", "Why?", type: "topic"), item(7, "Re", "Hush.", type: "reply", status: "private", parent: 6),
            item(8, "Forum", "f", type: "forum", status: "private"),
            item(9, "Quiet", "Where?", type: "topic", parent: 8), item(10, "Re", "There", type: "reply", parent: 9),
            item(
                12, "Levels", "closed-text 12",
                more:
                    "<wp:postmeta><wp:meta_key>_members_access_role</wp:meta_key><wp:meta_value>staff</wp:meta_value></wp:postmeta>"
            ),
            item(13, "Form", "closed-text 13", type: "nf_sub").replacing("/p13/", with: "/?post_type=nf_sub&#38;p=13"),
            item(14, "Snippet", "closed-text 14", type: "wp_block", status: "private"),
            item(
                15, "Noted", "Open. <!-- wp:block {\"ref\":14} /-->",
                more:
                    "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_type>note</wp:comment_type><wp:comment_approved>1</wp:comment_approved><wp:comment_content>closed-text 15</wp:comment_content></wp:comment>"
            ),
            item(11, "Linker", "https://old.example/p2/ and \(image("ownprivate"))"),
            upload("inopen", "open-bytes 1", of: 1), upload("shared", "open-bytes 2", of: 2),
            upload("galleried", "open-bytes 3", of: 2), upload("insecret", "closed-bytes 1", of: 2),
            upload("notshown", "closed-bytes 2", of: 3), upload("draft", "closed-bytes 3", of: 4),
            upload("library", "closed-bytes 4"), upload("mixed", "closed-bytes 5", of: 5),
            upload("ownprivate", "closed-bytes 6", status: "private"), upload("ofreply", "closed-bytes 7", of: 10),
            upload("lost", "closed-bytes 8", of: 99), upload("loose", "open-bytes 4"), upload("unused", "open-bytes 5"),
        ]
        files["blog.xml"] = """
            <?xml version="1.0" encoding="UTF-8" ?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
            <channel><title>Blog</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
            <wp:base_blog_url>https://old.example</wp:base_blog_url>\(items.joined(separator: "\n"))</channel></rss>
            """
        return files
    }()
}

@Suite struct RestrictedFilesTests {
    @Test(arguments: RestrictedExport.allCases)
    func filesOfRestrictedPagesAreForMembers(_ export: RestrictedExport) async throws {
        let site = try TinySite.withExport(export.files)
        let outcome = try await site.migrate(export.rawValue)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let report = try await site.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        let closed = site.outputs(containing: "closed-bytes")
        let count = export.files.values.count { $0.hasPrefix("closed-bytes") }
        #expect(Set(closed.compactMap { site.output($0) }).count == count, "\(closed)")
        for path in closed + site.outputs(containing: "closed-text") {
            #expect(path.hasPrefix("groups/all/members/"), "\(path) is open")
        }
        // What everybody saw stays open, whatever restricted pages show it as well.
        let open = Set(
            site.outputs(containing: "open-bytes").filter { !$0.contains("/members/") }.compactMap(site.output))
        #expect(open == Set(export.files.values.filter { $0.hasPrefix("open-bytes") }))
        #expect(try await site.migrate(export.rawValue).files.changed == 0)
    }

    @Test func titlesOfRestrictedPagesDoNotReachOpenOnes() async throws {
        for (export, title) in [(RestrictedExport.wordpress, "Secret"), (.dokuwiki, "Pay list")] {
            let site = try TinySite.withExport(export.files)
            #expect(try await site.migrate(export.rawValue).exitStatus == 0)
            try await site.build()
            let found = site.outputs(containing: title)
            #expect(!found.isEmpty)
            for path in found { #expect(path.hasPrefix("groups/all/members/"), "\(path) tells '\(title)'") }
        }
    }

    @Test func textsBehindMembershipTagsAndRepliesForSomeCloseThePage() async throws {
        let site = try TinySite.withExport(RestrictedExport.wordpress.files)
        #expect(try await site.migrate().exitStatus == 0)
        func page(_ path: String) -> String { site.folder.read("Content/groups/all/" + path) ?? "" }
        #expect(page("posts/p5.md").contains("visibility: members\n"))
        #expect(page("posts/p5.md").contains("privacy: shortcode:private\n"))
        #expect(page("questions/p6/index.md").contains("visibility: members\n"))
        #expect(page("questions/p9/index.md").contains("visibility: members\n"))
        #expect(!page("posts/p1.md").contains("visibility:"))
    }

    @Test(arguments: [
        ("a [private]b[/private]", "private"), ("[um_loggedin a=\"1\"]x[/um_loggedin]", "um_loggedin"),
        ("<!-- wp:pmpro/membership --><p>x</p><!-- /wp:pmpro/membership -->", "pmpro/membership"),
        ("[MEMBERS_ONLY]x[/Members_Only]", "members_only"), ("[private] alone", nil), ("[/ private]", nil),
        ("[mepr-active id=\"1\"]x[/mepr-active]", "mepr-active"),
        ("[um_show_content]x[/um_show_content]", "um_show_content"),
        ("<!-- wp:paragraph {\"blockVisibility\":{}} --><p>x</p>", "blockVisibility"),
        ("[team_member name=\"A\"]x[/team_member] [showhide]y[/showhide]", nil), ("[/", nil),
    ])
    func knowsTagsThatClose(_ text: String, _ expected: String?) {
        #expect(WordPressPrivacy.closingTag(in: text) == expected)
    }

    /// A newer export closes and opens pages: their files move, and none stays behind in the open.
    @Test func filesFollowTheirPage() async throws {
        var files = RestrictedExport.dokuwiki.files
        let site = try TinySite.withExport(files)
        #expect(try await site.migrate().exitStatus == 0)
        #expect(site.folder.exists("Content/groups/all/files-for-members/hr/pay.png"))
        files["conf/acl.auth.php"] = "*\t@ALL\t8\n"
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t8\n")
        #expect(try await site.migrate().exitStatus == 0)
        #expect(site.folder.exists("Content/groups/all/files/hr/pay.png"))
        #expect(!site.folder.exists("Content/groups/all/files-for-members/hr/pay.png"))
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t0\n")
        #expect(try await site.migrate().exitStatus == 0)
        #expect(!site.folder.exists("Content/groups/all/files/hr/pay.png"))
        #expect(!site.folder.exists("Content/groups/all/files/open.png"))
        #expect(site.folder.exists("Content/groups/all/files-for-members/hr/pay.png"))
    }

    /// The page that closes the folder comes back when somebody deletes it.
    @Test func theFolderStaysClosed() async throws {
        let site = try TinySite.withExport(RestrictedExport.slack.files)
        #expect(try await site.migrate().exitStatus == 0)
        let page = "Content/groups/all/files-for-members/index.md"
        #expect(site.folder.read(page)?.contains("visibility: members\n") == true)
        try FileSystem.remove(site.folder.path + "/" + page)
        #expect(try await site.migrate().files.written == 1)
        #expect(site.folder.exists(page))
    }

    /// What is of unknown privacy does not become open because it goes into a group that is.
    @Test func anOpenGroupOfSomebodyElseOpensNothing() async throws {
        var files = RestrictedExport.discourse.files
        files["categories.json"] = nil
        let group = "---\ntitle: All\nkind: community\nproblem: x\nmembers: []\naccess_group: all-members\n"
        for (visibility, isSaid) in [("", true), ("visibility: everyone\n", true), ("visibility: members\n", false)] {
            let site = try TinySite.withExport(
                files, more: ["groups/all/index.md": group + visibility + "---\nHello.\n"])
            #expect(try await site.migrate().exitStatus == 0)
            #expect(
                (site.folder.read("Content/groups/all/questions/open/index.md") ?? "").contains("visibility: members")
                    == isSaid)
            try await site.build()
            let found = site.outputs(containing: "-bytes")
            #expect(!found.isEmpty)
            for path in found { #expect(!path.hasPrefix("groups/all/files") || !isSaid, "\(path)") }
        }
    }

    /// A site builds also where another system's group, or somebody's, gets its first pages for members.
    @Test(arguments: ["system", "person", "hearth.yml"])
    func aGroupOfAnotherSystemNamesItsMembers(_ owner: String) async throws {
        let audiences = owner == "hearth.yml" ? "audiences: {\"all\": staff}\n" : ""
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: https://e.example/\n" + audiences)
        for (path, text) in RestrictedExport.discourse.files { try tiny.folder.write("forum/\(path)", text) }
        try tiny.folder.write("wiki/data/pages/start.txt", "Open")
        try tiny.folder.write("wiki/conf/acl.auth.php", "*\t@ALL\t8\n")
        try tiny.folder.write("wiki/data/media/x.png", "png")
        if owner == "person" {
            try tiny.folder.write(
                "Content/groups/all/index.md",
                "---\ntitle: All\nkind: community\nproblem: x\nvisibility: everyone\n---\nHello.\n")
        }
        func migrate(_ name: String) async throws -> MigrationOutcome {
            try await MigrationRun(
                paths: ["\(tiny.folder.path)/\(name)"], siteRoot: tiny.folder.path, into: "groups/all",
                audiences: owner == "hearth.yml" ? ["all"] : [], workers: 1
            ).run()
        }
        #expect(try await migrate("wiki").exitStatus == 0)
        let outcome = try await migrate("forum")
        #expect(outcome.files.adjusted == (owner == "hearth.yml" ? 0 : 1))
        #expect(try await tiny.build().diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        for name in ["wiki", "forum", "wiki", "forum"] {
            #expect(try await migrate(name).files.conflicts == 0)
        }
        #expect(try await migrate("wiki").files.changed == 0)
        #expect(try await migrate("forum").files.changed == 0)
        let page = tiny.folder.read("Content/groups/all/index.md") ?? ""
        #expect(page.contains("access_group: members-of-all") == (owner != "hearth.yml"))
        #expect(page.contains("Hello.") == (owner == "person"))
    }

    /// Where an export says nothing of readers, the group decides; in somebody's open group the pages and their files stay
    /// closed, unless whoever migrates knows better.
    @Test(arguments: ["mail", "dokuwiki", "discourse"])
    func whatNobodyKnowsStaysForMembers(_ system: String) async throws {
        let part =
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n"
        let files: [String: String] =
            switch system {
            case "mail":
                [
                    "a.mbox": "From a@b.example\nMessage-ID: <1@a>\nFrom: Ada <a@b.example>\nSubject: Trip\n" + part
                        + "canary-words\n--b\nContent-Type: text/csv; name=\"list.csv\"\nContent-Disposition: attachment\n\ncanary-bytes\n--b--\n"
                ]
            case "dokuwiki":
                ["data/pages/start.txt": "canary-words {{list.png}}", "data/media/list.png": "canary-bytes"]
            default:
                [
                    "t/10.json":
                        #"{"post_stream":{"posts":[{"id":1,"post_number":1,"post_type":1,"username":"ada","created_at":"2020-01-01T10:00:00.000Z","cooked":"<p>canary-words <img src=\"/uploads/default/list.png\"></p>"}],"stream":[1]},"id":10,"title":"Trip","slug":"t","category_id":4,"archetype":"regular","visible":true}"#,
                    "uploads/default/list.png": "canary-bytes",
                ]
            }
        func isOpen(_ site: TinySite) async throws -> [Bool] {
            try await site.build()
            return ["canary-words", "canary-bytes"].map { word in
                site.outputs(containing: word).contains { $0.hasPrefix("groups/all/") && !$0.contains("members/") }
            }
        }
        // A group of its own is for members; who opens it opens all of it.
        let own = try TinySite.withExport(files)
        #expect(try await own.migrate(system == "dokuwiki" ? system : nil).exitStatus == 0)
        let page = "Content/groups/all/index.md"
        let text = try #require(own.folder.read(page))
        #expect(text.contains("visibility: members\n"))
        try own.folder.write(page, text.replacing("visibility: members", with: "visibility: everyone"))
        #expect(try await isOpen(own) == [true, true])
        // An open group of somebody else stays as it is, and what comes is closed.
        let group =
            "---\ntitle: All\nkind: community\nproblem: x\nmembers: []\naccess_group: a\nvisibility: everyone\n---\nHi.\n"
        let other = try TinySite.withExport(files, more: ["groups/all/index.md": group])
        #expect(try await other.migrate(system == "dokuwiki" ? system : nil).exitStatus == 0)
        #expect(try await isOpen(other) == [false, false])
        let known = try TinySite.withExport(files, more: ["groups/all/index.md": group])
        let run = MigrationRun(
            system: system == "dokuwiki" ? system : nil, paths: [known.folder.path + "/old-site"],
            siteRoot: known.folder.path, into: "groups/all", opensUnknown: true, workers: 2)
        #expect(try await run.run().exitStatus == 0)
        #expect(try await isOpen(known) == [true, true])
    }

    @Test(arguments: [
        ("$conf['useacl'] = 1;\n", false), ("$conf['useacl'] = 0;\n", true), ("$conf['title'] = 'x';\n", true),
        (nil, false),
    ])
    func aWikiWithoutRightsIsUnknown(_ settings: String?, _ isOpen: Bool) async throws {
        var files = ["data/pages/start.txt": "a", "data/media/x.png": "b"]
        if let settings { files["conf/local.php"] = "<?php\n" + settings }
        let site = try TinySite.withExport(files)
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 0)
        #expect(site.folder.read("Content/groups/all/index.md")?.contains("visibility: everyone") == isOpen)
        #expect(outcome.diagnostics.contains { $0.summary.contains("does not say who could read") } == !isOpen)
    }

    @Test func rightsWithACommentHold() async throws {
        let site = try TinySite.withExport([
            "data/pages/hr/pay.txt": "a", "data/media/x.png": "b",
            "conf/acl.auth.php": "*\t@ALL\t8\nhr:*\t@ALL\t0 # hr only\n",
        ])
        #expect(try await site.migrate().exitStatus == 0)
        #expect(site.folder.read("Content/groups/all/hr/pay.md")?.contains("visibility: members") == true)
    }

    @Test func aPartForSomeGroupsClosesThePage() async throws {
        let site = try TinySite.withExport([
            "data/pages/start.txt": "a <ifauth @hr>b</ifauth>", "data/pages/other.txt": "c", "data/media/x.png": "b",
            "conf/acl.auth.php": "*\t@ALL\t8\n",
        ])
        #expect(try await site.migrate().exitStatus == 0)
        #expect(site.folder.read("Content/groups/all/start.md")?.contains("visibility: members") == true)
        #expect(site.folder.read("Content/groups/all/other.md")?.contains("visibility") == false)
    }
}
