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
    private func site(_ files: [String: String], more: [String: String] = [:]) throws -> TinySite {
        let site = try TinySite(more, configuration: "title: Test\nbaseURL: https://e.example/\n")
        for (name, text) in files { try site.folder.write("old-site/" + name, text) }
        return site
    }

    private func migrate(_ site: TinySite, _ system: String? = nil) async throws -> MigrationOutcome {
        try await MigrationRun(
            system: system, paths: [site.folder.path + "/old-site"], siteRoot: site.folder.path, into: "groups/all",
            workers: 2
        ).run()
    }

    @Test(arguments: RestrictedExport.allCases)
    func filesOfRestrictedPagesAreForMembers(_ export: RestrictedExport) async throws {
        let site = try site(export.files)
        let outcome = try await migrate(site, export.rawValue)
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
        #expect(try await migrate(site, export.rawValue).files.changed == 0)
    }

    @Test func titlesOfRestrictedPagesDoNotReachOpenOnes() async throws {
        for (export, title) in [(RestrictedExport.wordpress, "Secret"), (.dokuwiki, "Pay list")] {
            let site = try site(export.files)
            #expect(try await migrate(site, export.rawValue).exitStatus == 0)
            try await site.build()
            let found = site.outputs(containing: title)
            #expect(!found.isEmpty)
            for path in found { #expect(path.hasPrefix("groups/all/members/"), "\(path) tells '\(title)'") }
        }
    }

    @Test func textsBehindMembershipTagsAndRepliesForSomeCloseThePage() async throws {
        let site = try site(RestrictedExport.wordpress.files)
        #expect(try await migrate(site).exitStatus == 0)
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
        let site = try site(files)
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.folder.exists("Content/groups/all/files-for-members/hr/pay.png"))
        files["conf/acl.auth.php"] = "*\t@ALL\t8\n"
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t8\n")
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.folder.exists("Content/groups/all/files/hr/pay.png"))
        #expect(!site.folder.exists("Content/groups/all/files-for-members/hr/pay.png"))
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t0\n")
        #expect(try await migrate(site).exitStatus == 0)
        #expect(!site.folder.exists("Content/groups/all/files/hr/pay.png"))
        #expect(!site.folder.exists("Content/groups/all/files/open.png"))
        #expect(site.folder.exists("Content/groups/all/files-for-members/hr/pay.png"))
    }

    /// The page that closes the folder comes back when somebody deletes it.
    @Test func theFolderStaysClosed() async throws {
        let site = try site(RestrictedExport.slack.files)
        #expect(try await migrate(site).exitStatus == 0)
        let page = "Content/groups/all/files-for-members/index.md"
        #expect(site.folder.read(page)?.contains("visibility: members\n") == true)
        try FileSystem.remove(site.folder.path + "/" + page)
        #expect(try await migrate(site).files.written == 1)
        #expect(site.folder.exists(page))
    }

    /// What is of unknown privacy does not become open because it goes into a group that is.
    @Test func anOpenGroupOfSomebodyElseOpensNothing() async throws {
        var files = RestrictedExport.discourse.files
        files["categories.json"] = nil
        let group = "---\ntitle: All\nkind: community\nproblem: x\nmembers: []\naccess_group: all-members\n"
        for (visibility, isSaid) in [("", true), ("visibility: everyone\n", true), ("visibility: members\n", false)] {
            let site = try site(files, more: ["groups/all/index.md": group + visibility + "---\nHello.\n"])
            #expect(try await migrate(site).exitStatus == 0)
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
        let audiences = owner == "hearth.yml" ? "audiences:\n  all: staff\n" : ""
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
                paths: ["\(tiny.folder.path)/\(name)"], siteRoot: tiny.folder.path, into: "groups/all", workers: 1
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

    /// A draft that is published for some readers only is never open in between.
    @Test func whatOpensInOneWayAndClosesInAnotherIsClosed() async throws {
        func blog(_ status: String) -> String {
            "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>B</title><link>https://b.example</link><wp:wxr_version>1.2</wp:wxr_version><item><title>A</title><content:encoded>Text</content:encoded><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>\(status)</wp:status></item></channel></rss>"
        }
        let site = try site(["blog.xml": blog("publish")])
        #expect(try await migrate(site).exitStatus == 0)
        let path = "Content/groups/all/posts/a.md"
        try site.folder.write(path, try #require(site.folder.read(path)) + "\nMine.\n")
        for (status, line) in [("draft", "draft: true"), ("private", "visibility: members"), ("draft", "draft: true")] {
            try site.folder.write("old-site/blog.xml", blog(status))
            #expect(try await migrate(site).files.adjusted == 1)
            let page = try #require(site.folder.read(path))
            #expect(page.contains(line) && page.contains("Mine.") && page.contains("draft:") == (status == "draft"))
        }
    }

    /// The files of an edited page move with their page, and its links go with them.
    @Test func linksOfAnEditedPageFollowItsFiles() async throws {
        let site = try site(RestrictedExport.slack.files)
        #expect(try await migrate(site).exitStatus == 0)
        let path = "Content/groups/all/channels/pumps/2020-02.md"
        let before = try #require(site.folder.read(path)) + "\nOur own sentence.\n"
        #expect(before.contains("/groups/all/files/"))
        try site.folder.write(path, before)
        try site.folder.write("old-site/channels.json", #"[{"id":"C2","name":"news"}]"#)
        try site.folder.write("old-site/groups.json", #"[{"id":"G1","name":"board"},{"id":"C1","name":"pumps"}]"#)
        #expect(try await migrate(site).files.adjusted == 1)
        let closed = try #require(site.folder.read(path))
        #expect(
            closed.contains("/files-for-members/") && !closed.contains("/files/") && closed.contains("own sentence"))
        #expect(try await site.build().diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        #expect(try await migrate(site).files.changed == 0)
        for name in ["channels.json", "groups.json"] {
            try site.folder.write("old-site/" + name, RestrictedExport.slack.files[name] ?? "")
        }
        #expect(try await migrate(site).files.adjusted == 1)
        #expect(site.folder.read(path) == before)
    }

    /// An edit is kept; that everybody may read it is not.
    @Test func anEditedPageIsClosedWithItsSource() async throws {
        let site = try site(RestrictedExport.dokuwiki.files)
        #expect(try await migrate(site).exitStatus == 0)
        let path = "Content/groups/all/news.md"
        let before = try #require(site.folder.read(path))
        try site.folder.write(path, before + "\nOur own sentence.\n")
        #expect(try await migrate(site).files.kept == 1)
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t8\nnews\t@ALL\t0\nhr:*\t@ALL\t0\n")
        let outcome = try await migrate(site)
        #expect(outcome.files.adjusted == 1 && outcome.files.changed == 1 && outcome.files.conflicts == 0)
        #expect(outcome.summary.contains("1 edited and closed"))
        #expect(outcome.diagnostics.contains { $0.summary.contains("'visibility: members' was set") })
        let after = try #require(site.folder.read(path))
        let line = "visibility: members  # as in the old system\n"
        #expect(after.contains("\n" + line) && after.hasSuffix("\nOur own sentence.\n"))
        #expect(after.replacing(line, with: "") == before + "\nOur own sentence.\n")
        try await site.build()
        for found in site.outputs(containing: "Our own sentence") { #expect(found.hasPrefix("groups/all/members/")) }
        #expect(try await migrate(site).files.changed == 0)
        // What opens again there opens here, unless somebody has closed it.
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t8\nhr:*\t@ALL\t0\n")
        let opened = try await migrate(site)
        #expect(opened.files.adjusted == 1 && opened.files.conflicts == 0)
        #expect(opened.diagnostics.contains { $0.summary.contains("open again in the export") })
        #expect(site.folder.read(path) == before + "\nOur own sentence.\n")
        #expect(try await migrate(site).files.kept == 1)
    }

    @Test(arguments: [
        ("---\ntitle: A\nvisibility: everyone # all\n---\nx\n", "---\ntitle: A\nvisibility: members\n---\nx\n"),
        ("---\nvisibility: \"everyone\"\n---\nx\n", "---\nvisibility: members\n---\nx\n"),
        ("---\r\ntitle: A\r\nvisibility: 'everyone'\r\n---\r\n", "---\r\ntitle: A\r\nvisibility: members\r\n---\r\n"),
        (
            "\u{FEFF}---\ntitle: A\n---\nvisibility: members\n",
            "\u{FEFF}---\nvisibility: members\ntitle: A\n---\nvisibility: members\n"
        ),
        ("Only text.\n", "---\nvisibility: members\n---\n\nOnly text.\n"),
        ("---\ntitle: never closed\n", "---\nvisibility: members\n---\n\n---\ntitle: never closed\n"),
        ("", "---\nvisibility: members\n---\n\n"),
        ("---\nvisibility: 'members'\n---\n", nil), ("---\nvisibility: members  # hr\n---\n", nil),
    ])
    func aPageIsClosedHoweverItIsWritten(_ page: String, _ closed: String?) {
        let bytes = Array(page.utf8)
        #expect(FrontMatterLine.isForMembers(bytes) == (closed == nil))
        let now = FrontMatterLine.set("visibility", "members", in: bytes)
        if let closed { #expect(now.string == closed) }
        #expect(FrontMatterLine.isForMembers(now))
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
        let own = try site(files)
        #expect(try await migrate(own, system == "dokuwiki" ? system : nil).exitStatus == 0)
        let page = "Content/groups/all/index.md"
        let text = try #require(own.folder.read(page))
        #expect(text.contains("visibility: members\n"))
        try own.folder.write(page, text.replacing("visibility: members", with: "visibility: everyone"))
        #expect(try await isOpen(own) == [true, true])
        // An open group of somebody else stays as it is, and what comes is closed.
        let group =
            "---\ntitle: All\nkind: community\nproblem: x\nmembers: []\naccess_group: a\nvisibility: everyone\n---\nHi.\n"
        let other = try site(files, more: ["groups/all/index.md": group])
        #expect(try await migrate(other, system == "dokuwiki" ? system : nil).exitStatus == 0)
        #expect(try await isOpen(other) == [false, false])
        let known = try site(files, more: ["groups/all/index.md": group])
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
        let site = try site(files)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0)
        #expect(site.folder.read("Content/groups/all/index.md")?.contains("visibility: everyone") == isOpen)
        #expect(outcome.diagnostics.contains { $0.summary.contains("does not say who could read") } == !isOpen)
    }

    @Test func rightsWithACommentHold() async throws {
        let site = try site([
            "data/pages/hr/pay.txt": "a", "data/media/x.png": "b",
            "conf/acl.auth.php": "*\t@ALL\t8\nhr:*\t@ALL\t0 # hr only\n",
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.folder.read("Content/groups/all/hr/pay.md")?.contains("visibility: members") == true)
    }

    @Test func aPartForSomeGroupsClosesThePage() async throws {
        let site = try site([
            "data/pages/start.txt": "a <ifauth @hr>b</ifauth>", "data/pages/other.txt": "c", "data/media/x.png": "b",
            "conf/acl.auth.php": "*\t@ALL\t8\n",
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.folder.read("Content/groups/all/start.md")?.contains("visibility: members") == true)
        #expect(site.folder.read("Content/groups/all/other.md")?.contains("visibility") == false)
    }

    @Test(arguments: [
        ("AuthType Basic\nRequire valid-user\n", false), ("Require all granted\nOptions -Indexes\n", true),
        ("order deny,allow\nDeny from all\n", false),
        // FrontPage writes this everywhere: who may write.
        (
            "<Limit GET POST>\norder deny,allow\ndeny from all\nallow from all\n</Limit>\n<Limit PUT DELETE>\norder deny,allow\ndeny from all\n</Limit>\nAuthName x\nAuthUserFile /x\n",
            true
        ),
        ("<Limit GET POST>\nrequire group staff\n</Limit>\n", false),
        ("<LimitExcept GET POST>\nrequire valid-user\n</LimitExcept>\n", true),
        ("<LimitExcept OPTIONS>\nrequire valid-user\n</LimitExcept>\n", false),
        (
            "<FilesMatch \"\\.(bak|inc)$\">\nRequire all denied\n</FilesMatch>\n<Files .htpasswd>\nDeny from all\n</Files>\n",
            true
        ),
        ("<Files *>\n  Deny from all\n</Files>\n", false),
        ("<FilesMatch \"\\.html?$\">\nRequire all denied\n</FilesMatch>", false),
        ("Order allow,deny\nAllow from all\nDeny from 10.1.2.3\n", true),
        ("Order allow,deny\nAllow from 10.0.0.0/8\n", false),
        ("<IfModule mod_authz_core.c>\r\n  Require all denied\r\n</IfModule>\r\n", false),
        ("Require valid-user\nSatisfy any\nAllow from all\n", true),
        ("RewriteEngine on\nRewriteRule ^ - [F,L]\n", false),
        ("RewriteRule ^pay - [F]\nRewriteRule ^more/(.*)$ - [F]\n", false),
        ("RewriteCond %{HTTP_REFERER} !^$\nRewriteRule .* - [F]\n", true), ("Redirect 403 /\n", false),
        ("</Files>\n</Limit>\n<Files\n", true),
    ])
    func foldersThatTheServerProtectedStayOut(_ settings: String, _ isOpen: Bool) async throws {
        let site = try site([
            "index.htm": "<title>A</title><h1>A</h1><p>Hi <a href='hr/pay.htm'>pay</a>", "hr/.htaccess": settings,
            "hr/pay.htm": "<title>P</title><h1>P</h1><p>canary", "hr/more/x.htm": "<title>X</title><h1>X</h1><p>canary",
        ])
        let outcome = try await migrate(site, "html")
        #expect(outcome.report.isBalanced && site.folder.exists("Content/groups/all/hr/pay.md") == isOpen)
        #expect(site.folder.exists("Content/groups/all/hr/more/x.md") == isOpen)
        #expect(outcome.diagnostics.contains { $0.summary.contains("'hr/") } == !isOpen)
    }

    @Test(arguments: [
        (
            "<configuration><system.web><authorization><deny users=\"?\"/><allow roles=\"HR\"/></authorization></system.web></configuration>",
            false
        ),
        (
            "<configuration><system.webServer><security><authorization><remove users=\"*\"/><add accessType=\"Allow\" roles=\"HR\"/></authorization></security></system.webServer></configuration>",
            false
        ),
        ("<configuration><system.webServer><defaultDocument/></system.webServer></configuration>", true),
        (
            "<configuration><location path=\"admin\"><system.web><authorization><deny users=\"?\"/></authorization></system.web></location><system.web/></configuration>",
            true
        ),
        (
            "<configuration><location path='pay.htm'><system.web><authorization><deny users=\"?\"/></authorization></system.web></location></configuration>",
            false
        ),
    ])
    func foldersThatAServerProtectsLaterAreTakenBack(_ settings: String, _ isOpen: Bool) async throws {
        let site = try site([
            "index.htm": "<title>A</title><h1>A</h1><p>Hi", "hr/pay.htm": "<title>P</title><h1>P</h1><p>canary",
        ])
        #expect(try await migrate(site, "html").files.removed == 0)
        #expect(site.folder.exists("Content/groups/all/hr/pay.md"))
        try site.folder.write("old-site/hr/web.config", settings)
        #expect(try await migrate(site, "html").files.removed == (isOpen ? 0 : 1))
        #expect(site.folder.exists("Content/groups/all/hr/pay.md") == isOpen)
    }

    /// What moderators delete is taken back, too: an answer alone, a topic with its answers.
    @Test func whatAForumDeletesIsTakenBack() async throws {
        func topic(_ id: Int, _ more: String, second: String) -> String {
            #"{"post_stream":{"posts":[{"id":\#(id)1,"post_number":1,"post_type":1,"username":"ada","created_at":"2020-01-01T10:00:00.000Z","cooked":"<p>Question?</p>"},{"id":\#(id)2,"post_number":2,"post_type":1,"username":"jo","created_at":"2020-01-02T10:00:00.000Z","cooked":"<p>Answer.</p>"\#(second)}],"stream":[\#(id)1,\#(id)2]},"id":\#(id),"title":"Topic \#(id)","slug":"t\#(id)","category_id":4,"archetype":"regular","visible":true\#(more)}"#
        }
        let categories = #"{"category_list":{"categories":[{"id":4,"name":"Lift","read_restricted":false}]}}"#
        let site = try site([
            "t/10.json": topic(10, "", second: ""), "t/11.json": topic(11, "", second: ""),
            "categories.json": categories,
        ])
        #expect(try await migrate(site).exitStatus == 0)
        try site.folder.write("old-site/t/10.json", topic(10, #","deleted_at":"2020-02-01T10:00:00.000Z""#, second: ""))
        try site.folder.write("old-site/t/11.json", topic(11, "", second: #","hidden":true"#))
        #expect(try await migrate(site).files.removed == 3)
        #expect(try await site.build().diagnostics.filter { $0.severity == .error }.isEmpty)
        #expect(!site.folder.exists("Content/groups/all/questions/topic-10/index.md"))
        #expect(site.folder.exists("Content/groups/all/questions/topic-11/index.md"))
        #expect(site.outputs(containing: "Answer.").isEmpty)
    }

    /// A group's page that somebody has edited gets its members with the first page for them.
    @Test func anEditedGroupNamesItsMembers() async throws {
        let site = try site(RestrictedExport.dokuwiki.files.merging(["conf/acl.auth.php": "*\t@ALL\t8\n"]) { $1 })
        #expect(try await migrate(site).exitStatus == 0)
        let group = "Content/groups/all/index.md"
        #expect(site.folder.read(group)?.contains("access_group") == false)
        try site.folder.write(group, try #require(site.folder.read(group)) + "\nOurs.\n")
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t8\nhr:*\t@ALL\t0\n")
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.folder.read(group)?.contains("access_group: members-of-all") == true)
        #expect(site.folder.read(group)?.hasSuffix("\nOurs.\n") == true)
        #expect(try await site.build().diagnostics.filter { $0.severity == .error }.isEmpty)
    }

    @Test func keysStayBehind() {
        #expect(
            ["a.pem", "b.kdbx", "c.PST", "x.env", "keys/id_rsa"].allSatisfy {
                AttachmentSafety.danger(name: $0) { nil } != nil
            })
        #expect(["a.key", "b.docx", "c.pdf"].allSatisfy { AttachmentSafety.danger(name: $0) { nil } == nil })
    }

    /// People whom the old system called by their address.
    @Test func namesAreNoAddresses() {
        let account = ImportAccount(slot: "7", name: "jo.larsen@corp.example")
        #expect(account.name == "jo.larsen" && account.mail == "jo.larsen@corp.example")
        #expect(ImportAccount(slot: "8", name: "Jo (jo@corp.example)").name == "Jo (jo)")
        #expect(ImportAccount(slot: "9", name: "@jo, at home", mail: "x@y.example").name == "@jo, at home")
    }

    @Test func whatAnExportHoldsNoMoreIsNamed() async throws {
        let site = try site(RestrictedExport.dokuwiki.files)
        #expect(!(try await migrate(site).diagnostics.contains { $0.summary.contains("not in this one") }))
        try FileSystem.remove(site.folder.path + "/old-site/data/pages/news.txt")
        let outcome = try await migrate(site)
        #expect(outcome.diagnostics.contains { $0.summary.contains("'Content/groups/all/news.md'") })
        #expect(outcome.exitStatus == 0 && outcome.files.changed == 0)
    }

    /// What somebody attached is no page, whatever it says of itself.
    @Test func attachedMarkdownIsAFile() async throws {
        var files = RestrictedExport.slack.files
        files["news/2020-02-01.json"] = files["news/2020-02-01.json"]?.replacing("plan.png", with: "Index.MD")
        files["__uploads/F3/plan.png"] = nil
        files["__uploads/F3/Index.MD"] = "---\ntitle: Evil\n---\nopen-bytes [x](gone.md)\n"
        let site = try site(files)
        #expect(try await migrate(site).exitStatus == 0)
        let report = try await site.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.isEmpty)
        #expect(site.folder.exists("Output/groups/all/files/news/2020-02/index.md.txt"))
        #expect(site.outputs(containing: "<title>Evil").isEmpty)
    }

    @Test func channelsAndTitlesTellNothingPrivate() async throws {
        let site = try site([
            "users.json": #"[{"id":"U1","name":"jo","real_name":"Jo Larsen"}]"#,
            "channels.json":
                #"[{"id":"C1","name":"news"},{"id":"C2","name":"layoffs","is_private":true},{"id":"D1","name":"dm","is_im":true}]"#,
            "news/2020-02-01.json":
                #"[{"type":"message","user":"U1","text":"Please ask desk@corp.example or <#C2> about the new plan","ts":"1580550000.000100"}]"#,
            "layoffs/2020-02-01.json":
                #"[{"type":"message","user":"U1","text":"Whom we lose in May","ts":"1580550000.000200"}]"#,
            "dm/2020-02-01.json":
                #"[{"type":"message","user":"U1","text":"Only for you and me","ts":"1580550000.000300"}]"#,
        ])
        #expect(try await migrate(site, "slack").exitStatus == 0)
        try await site.build()
        #expect(!site.outputs(containing: "about the new plan").isEmpty)
        for secret in ["Whom we lose", "layoffs", "Only for you", "desk@corp.example"] {
            for found in site.outputs(containing: secret) {
                #expect(found.hasPrefix("groups/all/members/"), "\(found) tells \(secret)")
            }
        }
    }
}
