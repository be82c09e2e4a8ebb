import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// What an old system closes, deletes or moves later, in pages that somebody has edited as well; and what its server protected.
@Suite struct EditedPageTests {
    /// A draft that is published for some readers only is never open in between.
    @Test func whatOpensInOneWayAndClosesInAnotherIsClosed() async throws {
        func blog(_ status: String) -> String {
            "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>B</title><link>https://b.example</link><wp:wxr_version>1.2</wp:wxr_version><item><title>A</title><content:encoded>Text</content:encoded><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>\(status)</wp:status></item></channel></rss>"
        }
        let site = try TinySite.withExport(["blog.xml": blog("publish")])
        #expect(try await site.migrate().exitStatus == 0)
        let path = "Content/groups/all/posts/a.md"
        try site.folder.write(path, try #require(site.folder.read(path)) + "\nMine.\n")
        for (status, line) in [("draft", "draft: true"), ("private", "visibility: members"), ("draft", "draft: true")] {
            try site.folder.write("old-site/blog.xml", blog(status))
            #expect(try await site.migrate().files.adjusted == 1)
            let page = try #require(site.folder.read(path))
            #expect(page.contains(line) && page.contains("Mine.") && page.contains("draft:") == (status == "draft"))
        }
    }

    /// The files of an edited page move with their page, and its links go with them.
    @Test func linksOfAnEditedPageFollowItsFiles() async throws {
        let site = try TinySite.withExport(RestrictedExport.slack.files)
        #expect(try await site.migrate().exitStatus == 0)
        let path = "Content/groups/all/channels/pumps/2020-02.md"
        let before = try #require(site.folder.read(path)) + "\nOur own sentence.\n"
        #expect(before.contains("/groups/all/files/"))
        try site.folder.write(path, before)
        try site.folder.write("old-site/channels.json", #"[{"id":"C2","name":"news"}]"#)
        try site.folder.write("old-site/groups.json", #"[{"id":"G1","name":"board"},{"id":"C1","name":"pumps"}]"#)
        #expect(try await site.migrate().files.adjusted == 1)
        let closed = try #require(site.folder.read(path))
        #expect(
            closed.contains("/files-for-members/") && !closed.contains("/files/") && closed.contains("own sentence"))
        #expect(try await site.build().diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        #expect(try await site.migrate().files.changed == 0)
        for name in ["channels.json", "groups.json"] {
            try site.folder.write("old-site/" + name, RestrictedExport.slack.files[name] ?? "")
        }
        #expect(try await site.migrate().files.adjusted == 1)
        #expect(site.folder.read(path) == before)
    }

    /// An edit is kept; that everybody may read it is not.
    @Test func anEditedPageIsClosedWithItsSource() async throws {
        let site = try TinySite.withExport(RestrictedExport.dokuwiki.files)
        #expect(try await site.migrate().exitStatus == 0)
        let path = "Content/groups/all/news.md"
        let before = try #require(site.folder.read(path))
        try site.folder.write(path, before + "\nOur own sentence.\n")
        #expect(try await site.migrate().files.kept == 1)
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t8\nnews\t@ALL\t0\nhr:*\t@ALL\t0\n")
        let outcome = try await site.migrate()
        #expect(outcome.files.adjusted == 1 && outcome.files.changed == 1 && outcome.files.conflicts == 0)
        #expect(outcome.summary.contains("1 edited and closed"))
        #expect(outcome.diagnostics.contains { $0.summary.contains("'visibility: members' was set") })
        let after = try #require(site.folder.read(path))
        let line = "visibility: members  # as in the old system\n"
        #expect(after.contains("\n" + line) && after.hasSuffix("\nOur own sentence.\n"))
        #expect(after.replacing(line, with: "") == before + "\nOur own sentence.\n")
        try await site.build()
        for found in site.outputs(containing: "Our own sentence") { #expect(found.hasPrefix("groups/all/members/")) }
        #expect(try await site.migrate().files.changed == 0)
        // What opens again there opens here, unless somebody has closed it.
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t8\nhr:*\t@ALL\t0\n")
        let opened = try await site.migrate()
        #expect(opened.files.adjusted == 1 && opened.files.conflicts == 0)
        #expect(opened.diagnostics.contains { $0.summary.contains("open again in the export") })
        #expect(site.folder.read(path) == before + "\nOur own sentence.\n")
        #expect(try await site.migrate().files.kept == 1)
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
        ("</Files>\n</Limit>\n<Files\n", true), ("Order \\\nallow,deny\nAllow from 10.\n", false),
        ("<Files \"pay*\">\nRequire valid-user\n</Files>\n<Files \"x.htm\">\nDeny from all\n</Files>\n", false),
        ("<FilesMatch \"^(pay|x\\.htm)\">\nRequire all denied\n</FilesMatch>\n", false),
        ("RewriteRule \"^(pay|more)/?\" \"-\" [F,L]\n", false), ("RewriteRule ^pay|^more/ - [R=403,L]\n", false),
        ("RewriteCond %{REMOTE_ADDR} !^10\\.\nRewriteRule ^ - [F]\n", false),
        ("RewriteRule (^|/)\\.(?!well-known) - [F]\nRewriteRule \\.(bak|git)$ - [F]\n", true),
        (
            "<Files ~ \"^\\.(htaccess|htpasswd)$\">\nDeny from all\n</Files>\n<FilesMatch \"^\\.\">\nDeny from all\n</FilesMatch>\n",
            true
        ),
    ])
    func foldersThatTheServerProtectedStayOut(_ settings: String, _ isOpen: Bool) async throws {
        let site = try TinySite.withExport([
            "index.htm": "<title>A</title><h1>A</h1><p>Hi <a href='hr/pay.htm'>pay</a>", "hr/.htaccess": settings,
            "hr/pay.htm": "<title>P</title><h1>P</h1><p>canary", "hr/more/x.htm": "<title>X</title><h1>X</h1><p>canary",
        ])
        let outcome = try await site.migrate("html")
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
            "<configuration><system.webServer><security><requestFiltering><denyUrlSequences><add sequence='..'/></denyUrlSequences><hiddenSegments><add segment='bin'/></hiddenSegments></requestFiltering></security></system.webServer></configuration>",
            true
        ),
        (
            "<configuration><system.webServer><security><authentication><anonymousAuthentication enabled=\"false\" /></authentication></security></system.webServer></configuration>",
            false
        ),
        (
            "<configuration><system.webServer><security><ipSecurity allowUnlisted=\"false\"/></security></system.webServer></configuration>",
            false
        ),
        (
            "<configuration><system.webServer><security><requestFiltering><hiddenSegments><add segment='pay.htm'/></hiddenSegments></requestFiltering></security></system.webServer></configuration>",
            false
        ),
        (
            "<configuration><location path='pay.htm'><system.web><authorization><deny users=\"?\"/></authorization></system.web></location></configuration>",
            false
        ),
    ])
    func foldersThatAServerProtectsLaterAreTakenBack(_ settings: String, _ isOpen: Bool) async throws {
        let site = try TinySite.withExport([
            "index.htm": "<title>A</title><h1>A</h1><p>Hi", "hr/pay.htm": "<title>P</title><h1>P</h1><p>canary",
        ])
        #expect(try await site.migrate("html").files.removed == 0)
        #expect(site.folder.exists("Content/groups/all/hr/pay.md"))
        try site.folder.write("old-site/hr/web.config", settings)
        #expect(try await site.migrate("html").files.removed == (isOpen ? 0 : 1))
        #expect(site.folder.exists("Content/groups/all/hr/pay.md") == isOpen)
    }

    /// What moderators delete is taken back, too: an answer alone, a topic with its answers.
    @Test func whatAForumDeletesIsTakenBack() async throws {
        func topic(_ id: Int, _ more: String, second: String) -> String {
            #"{"post_stream":{"posts":[{"id":\#(id)1,"post_number":1,"post_type":1,"username":"ada","created_at":"2020-01-01T10:00:00.000Z","cooked":"<p>Question?</p>"},{"id":\#(id)2,"post_number":2,"post_type":1,"username":"jo","created_at":"2020-01-02T10:00:00.000Z","cooked":"<p>Answer.</p>"\#(second)}],"stream":[\#(id)1,\#(id)2]},"id":\#(id),"title":"Topic \#(id)","slug":"t\#(id)","category_id":4,"archetype":"regular","visible":true\#(more)}"#
        }
        let categories = #"{"category_list":{"categories":[{"id":4,"name":"Lift","read_restricted":false}]}}"#
        let site = try TinySite.withExport([
            "t/10.json": topic(10, "", second: ""), "t/11.json": topic(11, "", second: ""),
            "categories.json": categories,
        ])
        #expect(try await site.migrate().exitStatus == 0)
        try site.folder.write("old-site/t/10.json", topic(10, #","deleted_at":"2020-02-01T10:00:00.000Z""#, second: ""))
        try site.folder.write("old-site/t/11.json", topic(11, "", second: #","hidden":true"#))
        #expect(try await site.migrate().files.removed == 3)
        #expect(try await site.build().diagnostics.filter { $0.severity == .error }.isEmpty)
        #expect(!site.folder.exists("Content/groups/all/questions/topic-10/index.md"))
        #expect(site.folder.exists("Content/groups/all/questions/topic-11/index.md"))
        #expect(site.outputs(containing: "Answer.").isEmpty)
    }

    /// A group's page that somebody has edited gets its members with the first page for them.
    @Test func anEditedGroupNamesItsMembers() async throws {
        let site = try TinySite.withExport(
            RestrictedExport.dokuwiki.files.merging(["conf/acl.auth.php": "*\t@ALL\t8\n"]) { $1 })
        #expect(try await site.migrate().exitStatus == 0)
        let group = "Content/groups/all/index.md"
        #expect(site.folder.read(group)?.contains("access_group") == false)
        try site.folder.write(group, try #require(site.folder.read(group)) + "\nOurs.\n")
        try site.folder.write("old-site/conf/acl.auth.php", "*\t@ALL\t8\nhr:*\t@ALL\t0\n")
        #expect(try await site.migrate().exitStatus == 0)
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
        let site = try TinySite.withExport(RestrictedExport.dokuwiki.files)
        #expect(!(try await site.migrate().diagnostics.contains { $0.summary.contains("not in this one") }))
        try FileSystem.remove(site.folder.path + "/old-site/data/pages/news.txt")
        let outcome = try await site.migrate()
        #expect(outcome.diagnostics.contains { $0.summary.contains("'Content/groups/all/news.md'") })
        #expect(outcome.exitStatus == 0 && outcome.files.changed == 0)
    }

    /// What somebody attached is no page, whatever it says of itself.
    @Test func attachedMarkdownIsAFile() async throws {
        var files = RestrictedExport.slack.files
        files["news/2020-02-01.json"] = files["news/2020-02-01.json"]?.replacing("plan.png", with: "Index.MD")
        files["__uploads/F3/plan.png"] = nil
        files["__uploads/F3/Index.MD"] = "---\ntitle: Evil\n---\nopen-bytes [x](gone.md)\n"
        let site = try TinySite.withExport(files)
        #expect(try await site.migrate().exitStatus == 0)
        let report = try await site.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.isEmpty)
        #expect(site.folder.exists("Output/groups/all/files/news/2020-02/index.md.attached.txt"))
        #expect(site.outputs(containing: "<title>Evil").isEmpty)
    }

    @Test func channelsAndTitlesTellNothingPrivate() async throws {
        let site = try TinySite.withExport([
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
        #expect(try await site.migrate("slack").exitStatus == 0)
        try await site.build()
        #expect(!site.outputs(containing: "about the new plan").isEmpty)
        for secret in ["Whom we lose", "layoffs", "Only for you", "desk@corp.example"] {
            for found in site.outputs(containing: secret) {
                #expect(found.hasPrefix("groups/all/members/"), "\(found) tells \(secret)")
            }
        }
    }
}
