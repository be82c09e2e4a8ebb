import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

private func html(_ text: String) -> String {
    var converter = WordPressText(
        gallery: { $0.map { ("https://a.example/\($0).png", "") } },
        block: { $0 == 7 ? "<!-- wp:paragraph --><p>again</p><!-- /wp:paragraph -->" : nil })
    var markdown = HTMLToMarkdown()
    var writer = MarkdownWriter()
    return writer.write(markdown.convert(converter.html(text).string))
}

/// An item as WordPress writes it.
private func item(
    _ id: Int, _ title: String, _ content: String, type: String = "post", status: String = "publish", parent: Int = 0,
    author: String = "jlarsen", more: String = ""
) -> String {
    """
    <item><title>\(title)</title><link>https://old.example/\(title.lowercased())/</link>
    <dc:creator><![CDATA[\(author)]]></dc:creator><content:encoded><![CDATA[\(content)]]></content:encoded>
    <excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>\(id)</wp:post_id>
    <wp:post_date><![CDATA[2013-04-02 10:00:00]]></wp:post_date><wp:post_date_gmt>2013-04-02 08:00:00</wp:post_date_gmt>
    <wp:post_name>\(title.lowercased())</wp:post_name><wp:status>\(status)</wp:status><wp:post_parent>\(parent)</wp:post_parent>
    <wp:post_type>\(type)</wp:post_type>\(more)</item>
    """
}

private func export(_ items: [String]) -> String {
    """
    <?xml version="1.0" encoding="UTF-8" ?>
    <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/">
    <channel><title>Pump blog</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
    <wp:base_blog_url>https://old.example</wp:base_blog_url>
    <wp:author><wp:author_login><![CDATA[jlarsen]]></wp:author_login><wp:author_email>jo@b.example</wp:author_email>
    <wp:author_display_name><![CDATA[Jo Larsen]]></wp:author_display_name></wp:author>
    <wp:category><wp:category_nicename>pumps</wp:category_nicename><wp:category_parent></wp:category_parent>
    <wp:cat_name><![CDATA[Big Pumps]]></wp:cat_name><wp:category_description><![CDATA[All about them.]]></wp:category_description></wp:category>
    \(items.joined(separator: "\n"))
    </channel></rss>
    """
}

@Suite struct WordPressTests {
    @Test(arguments: [
        (
            "a [and who wrote this: <a href=\"https://b.example/\">him</a>] b [sic] [so they said x=1]",
            "a [and who wrote this: [him](https://b.example/)] b [sic] [so they said x=1]\n"
        ),
        ("[ccnLe_php]\n$a = 1;\n[/ccnLe_php] [cc]x\ny[/cc]", "```php\n$a = 1;\n```\n\n```\nx\ny\n```\n"),
        ("one\ntwo\n\nthree <b>x</b>", "one\\\ntwo\n\nthree **x**\n"),
        ("text\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nmore", "text\n\n- a\n- b\n\nmore\n"),
        ("<pre>a\n\nb</pre>\nc", "```\na\n\nb\n```\n\nc\n"),
        (
            "<!-- wp:heading --><h2>H</h2><!-- /wp:heading -->\n\n<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->",
            "## H\n\na\n"
        ),
        ("<!-- wp:block {\"ref\":7} /--><!-- wp:latest-posts /-->", "again\n"),
        (
            "<!-- wp:file --><div><a href=\"https://a.example/p\">Plan</a><a href=\"https://a.example/p\">Download</a></div><!-- /wp:file -->",
            "[Plan](https://a.example/p) [Download](https://a.example/p)\n"
        ),
        (
            "[caption id=\"x\" width=\"3\"]<img src=\"https://a.example/i.png\" alt=\"A\" /> The plan[/caption]",
            "![A](https://a.example/i.png)\n\nThe plan\n"
        ),
        ("[gallery ids=\"1,2\"]", "![](https://a.example/1.png)\n\n![](https://a.example/2.png)\n"),
        (
            "[sourcecode language=\"java\"]\nif (a &lt; b) x();\n\ny();\n[/sourcecode]",
            "```java\nif (a < b) x();\n\ny();\n```\n"
        ),
        (
            "<code lang=\"PHP\" highlight=\"2\">\n<?php\n\n  echo \"<p>$row[code]&lt;</p>\"; // <!-- x\n</code>\nso <code lang=\"c\">f()</code>",
            "```php\n<?php\n\n  echo \"<p>$row[code]&lt;</p>\"; // <!-- x\n```\n\nso `f()`\n"
        ),
        (
            "<pre class=\"x\"><code lang=\"css\" class=\"language-css\">a {\n &lt;b&gt; }</code></pre>",
            "```css\na {\n <b> }\n```\n"
        ),
        ("[sic], [a b] and [1] stay, [vc_row]this[/vc_row] too", "[sic], [a b] and [1] stay, this too\n"),
        ("[[gallery]] [youtube https://y.example/v]", "[gallery] https://y.example/v\n"),
    ])
    func readsWhatPeopleWrote(_ text: String, _ expected: String) { #expect(html(text) == expected) }

    @Test(arguments: [
        String(repeating: "[a ", count: 20_000), String(repeating: "[caption]", count: 20_000),
        String(repeating: "<!-- wp:x -->", count: 20_000), String(repeating: "<p", count: 20_000),
        String(repeating: "[a]", count: 20_000), String(repeating: "<code lang=x>\n", count: 20_000),
        String(repeating: "\n\n<b>", count: 10_000), "<!-- wp:block {\"ref\":7",
    ])
    func hostileTextEnds(_ text: String) { _ = html(text) }

    /// What a newer export has as a draft or in its trash is not read here any more, edited or not.
    @Test(arguments: ["draft", "trash"], [false, true])
    func whatWasTakenBackIsTakenBack(_ status: String, _ isEdited: Bool) async throws {
        let image = "<img src=\"https://old.example/wp-content/uploads/plan.png\">"
        func items(_ status: String) -> String {
            export([
                item(1, "Hello", "Secretword \(image)", status: status), item(2, "About", "Us"),
                item(3, "Trip", "Secretword?", type: "topic", status: status),
                item(4, "Re", "Secretword.", type: "reply", parent: 3),
            ])
        }
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: https://e.example/\n")
        try tiny.folder.write("old/blog.xml", items("publish"))
        try tiny.folder.write("old/wp-content/uploads/plan.png", "png")
        func migrate() async throws -> MigrationOutcome {
            try await MigrationRun(
                paths: [tiny.folder.path + "/old"], siteRoot: tiny.folder.path, into: "groups/blog", workers: 2
            ).run()
        }
        #expect(try await migrate().exitStatus == 0)
        let page = "Content/groups/blog/posts/hello.md"
        let question = "Content/groups/blog/questions/trip/index.md"
        if isEdited {
            for path in [page, question] {
                try tiny.folder.write(path, try #require(tiny.folder.read(path)) + "\nMine.\n")
            }
        }
        try tiny.folder.write("old/blog.xml", items(status))
        let second = try await migrate()
        #expect(
            second.exitStatus == 0 && second.files.conflicts == 0
                && second.files.adjusted == (isEdited ? 2 : 0))
        #expect(tiny.folder.exists(page) == (isEdited || status == "draft"))
        #expect(tiny.folder.read(page)?.contains("Mine.") ?? false == isEdited)
        #expect(try await tiny.build().diagnostics.filter { $0.severity == .error }.isEmpty)
        #expect(tiny.outputs(containing: "ecretword") == [])
        #expect(try await migrate().files.changed == 0)
    }

    /// A link to what nobody has published yet keeps its words only.
    @Test(arguments: ["draft", "pending", "future"])
    func linksToUnpublishedPostsTellNothing(_ status: String) async throws {
        let site = try Workspace([
            "blog.xml": export([
                item(
                    1, "Hello",
                    "See <a href=\"https://old.example/?p=2\">this</a>. <a href=\"https://old.example/?p=2\">https://old.example/?p=2</a>"
                ),
                item(2, "Secrettitle", "<a href=\"https://old.example/?p=3\">x</a>", status: status),
                item(3, "Other", "y", status: "draft"),
                item(4, "Form", "z", type: "flamingo_inbound").replacing(
                    "https://old.example/form/", with: "https://old.example/?post_type=flamingo_inbound&amp;p=4"),
                item(
                    5, "Group", "g",
                    more:
                        "<wp:postmeta><wp:meta_key>groups-groups_read_post</wp:meta_key><wp:meta_value>x</wp:meta_value></wp:postmeta>"
                ),
            ])
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.read("groups/blog/posts/hello.md").hasSuffix("\nSee this. https://old.example/?p=2\n"))
        #expect(site.read("groups/blog/posts/secrettitle.md").hasSuffix("[x](/groups/blog/posts/other/)\n"))
        for closed in ["flamingo-inbound/form", "posts/group"] {
            #expect(site.read("groups/blog/\(closed).md").contains("visibility: members"))
        }
    }

    /// What opens again leaves no broken site behind, and topics are as closed as a forum that nobody knows.
    @Test func whatWasPrivateMayBecomeOpen() async throws {
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: https://e.example/\n")
        try tiny.folder.write("old/wp-content/uploads/plan.png", "png")
        for status in ["private", "publish"] {
            let image = "<img src=\"https://old.example/wp-content/uploads/plan.png\">"
            try tiny.folder.write(
                "old/blog.xml",
                export([
                    item(1, "Hello", image, status: status),
                    item(2, "Trip", "Lostforum?", type: "topic", parent: status == "private" ? 99 : 0),
                ]))
            #expect(
                try await MigrationRun(
                    paths: [tiny.folder.path + "/old"], siteRoot: tiny.folder.path, into: "groups/blog", workers: 2
                ).run().exitStatus == 0)
            #expect(try await tiny.build().diagnostics.filter { $0.severity == .error }.isEmpty)
            let isOpen = tiny.outputs(containing: "Lostforum").contains { !$0.hasPrefix("groups/blog/members/") }
            #expect(isOpen == (status == "publish"))
        }
    }

    /// An export of some pages only has no items for files.
    @Test func picturesBesideAnExportComeAlong() async throws {
        let uploads = "https://old.example/wp-content/uploads"
        let site = try Workspace([
            "blog.xml": export([
                item(
                    1, "Hello",
                    "<img src=\"\(uploads)/2013/Plan-300x200.png\"> <a href=\"\(uploads)/list.pdf\">List</a>"),
                item(2, "Secret", "<img src=\"\(uploads)/pay.png\">", status: "private"),
            ]),
            "wp-content/uploads/2013/Plan.png": "png", "wp-content/uploads/2013/Plan-300x200.png": "small",
            "wp-content/uploads/list.pdf": "pdf", "wp-content/uploads/pay.png": "pay",
            "wp-content/uploads/nobody.png": "x",
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(
            site.files.filter { $0.contains("/files") } == [
                "groups/blog/files-for-members/index.md", "groups/blog/files-for-members/pay.png",
                "groups/blog/files/list.pdf", "groups/blog/files/plan.png",
            ])
        #expect(
            site.read("groups/blog/posts/hello.md").hasSuffix(
                "![](/groups/blog/files/plan.png) [List](/groups/blog/files/list.pdf)\n"))
        #expect(outcome.report.kinds["attachments"]?.converted == 3)
        #expect(try await migrate(site).files.changed == 0)
    }

    private func migrate(_ site: Workspace) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/blog", workers: 2).run()
    }

    @Test func footnotesOfBlocksStayNotes() async throws {
        func mark(_ id: String, _ number: Int) -> String {
            "<sup data-fn=\"\(id)\" class=\"fn\"><a href=\"#\(id)\" id=\"\(id)-link\">\(number)</a></sup>"
        }
        let text =
            "<!-- wp:paragraph --><p>A\(mark("a-1", 1)) b\(mark("b-2", 2)) again\(mark("a-1", 1)) "
            + "x<sup>2</sup>\(mark("c-3", 3))</p><!-- /wp:paragraph --><!-- wp:footnotes /-->"
        let notes = #"[{"id":"b-2","content":"Two <em>c<\/em>"},{"id":"a-1","content":"One"}]"#
        let field =
            "<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA[\(notes)]]></wp:meta_value></wp:postmeta>"
        let site = try Workspace(["blog.xml": export([item(1, "Hello", text, more: field), item(2, "Other", text)])])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0)
        let post = site.read("groups/blog/posts/hello.md")
        #expect(post.contains("\nA[^1] b[^2] again[^1] x²³\n\n[^1]: One\n\n[^2]: Two *c*\n"))
        #expect(!post.contains("block:footnotes"))
        #expect(site.read("groups/blog/posts/other.md").contains("losses: [\"block:footnotes\"]"))
    }

    private static let comments = """
        <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[Ada]]></wp:comment_author>
        <wp:comment_author_email>ada@b.example</wp:comment_author_email><wp:comment_author_IP>192.0.2.5</wp:comment_author_IP>
        <wp:comment_date_gmt>2013-04-03 09:30:00</wp:comment_date_gmt><wp:comment_content><![CDATA[Why?]]></wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>
        <wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author><![CDATA[Jo Larsen]]></wp:comment_author>
        <wp:comment_date_gmt>2013-04-03 10:30:00</wp:comment_date_gmt><wp:comment_content><![CDATA[Because.]]></wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>1</wp:comment_parent><wp:comment_user_id>1</wp:comment_user_id></wp:comment>
        <wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_content>Buy!</wp:comment_content>
        <wp:comment_approved>spam</wp:comment_approved></wp:comment>
        """

    @Test func writesPostsPagesCommentsAndAnswers() async throws {
        let site = try Workspace([
            "blog.xml": export([
                item(
                    1, "Hello",
                    "See <a href=\"https://old.example/about/\">us</a>, <a href=\"/?p=3\">this</a>, "
                        + "<a href=\"https://old.example/gone/\">gone</a>.\n\n<img src=\"https://old.example/wp-content/uploads/2013/04/plan-300x200.png\">",
                    more: "<category domain=\"category\" nicename=\"pumps\"><![CDATA[Big Pumps]]></category>"
                        + Self.comments),
                item(2, "About", "Us", type: "page"), item(3, "Team", "We", type: "page", parent: 2),
                item(
                    4, "Plan", "", type: "attachment", status: "inherit",
                    more:
                        "<wp:attachment_url>https://old.example/wp-content/uploads/2013/04/plan.png</wp:attachment_url>"
                ),
                item(5, "Secret", "x", status: "private"), item(6, "Idea", "y", status: "draft"),
                item(7, "Locked", "z", more: "<wp:post_password>abc</wp:post_password>"),
                item(8, "Menu", "", type: "nav_menu_item"), item(9, "Trip", "Why?", type: "topic", status: "closed"),
                item(10, "Re", "So.", type: "reply", parent: 9), item(11, "Lost", "?", type: "reply", parent: 99),
            ]),
            "wp-content/uploads/2013/04/plan.png": "png",
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(
            site.files == [
                "groups/blog/about.md", "groups/blog/about/team.md", "groups/blog/files/plan.png",
                "groups/blog/index.md",
                "groups/blog/posts/hello.md", "groups/blog/posts/idea.md", "groups/blog/posts/locked.md",
                "groups/blog/posts/secret.md",
                "groups/blog/questions/trip/answers/2013-04-02-jo.larsen.md", "groups/blog/questions/trip/index.md",
                "people/jo.larsen.md", "topics/big-pumps.md",
            ])
        let post = site.read("groups/blog/posts/hello.md")
        #expect(post.contains("title: Hello\nauthor: \"@jo.larsen\"\ndate: 2013-04-02T08:00:00Z\ntags: [big-pumps]\n"))
        #expect(post.contains("  - https://old.example/hello/\n  - https://old.example/?p=1\n"))
        #expect(
            post.contains(
                "See [us](/groups/blog/about/), [this](/groups/blog/about/team/), [gone](https://old.example/gone/).\n\n![](/groups/blog/files/plan.png)\n"
            ))
        #expect(
            post.contains(
                "## Comments\n\n**Ada**, 2013-04-03 09:30\n\nWhy?\n\n> @jo.larsen, 2013-04-03 10:30\n>\n> Because.\n"))
        #expect(
            !post.contains("Buy")
                && !site.files.contains { site.read($0).contains("b.example") || site.read($0).contains("192.0.2") })
        #expect(site.read("groups/blog/posts/secret.md").contains("visibility: members\n"))
        #expect(site.read("groups/blog/posts/locked.md").contains("visibility: members\n"))
        #expect(site.read("groups/blog/posts/idea.md").contains("draft: true\n"))
        #expect(site.read("groups/blog/questions/trip/index.md").contains("status: closed\n"))
        #expect(site.read("topics/big-pumps.md").contains("All about them.\n"))
        #expect(outcome.report.unresolvedLinks.map(\.address) == ["https://old.example/gone/"])
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func anExportThatBreaksOffKeepsWhatCameBefore() async throws {
        let whole = export([item(1, "One", "a"), item(2, "Two", "b"), item(3, "Three", "c")])
        let site = try Workspace(["blog.xml": String(whole.prefix(whole.count - 300))])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 1 && outcome.report.isBalanced)
        #expect(site.has("groups/blog/posts/one.md"))
        #expect(outcome.diagnostics.contains { $0.kind.id == "migrate-source" })
    }

    @Test func whoMayReadIsAsStrictAsTheForumAndUnknownStatusesAreClosed() async throws {
        let site = try Workspace([
            "blog.xml": export([
                item(1, "Open", "x"), item(2, "Archived", "y", status: "archive"),
                item(3, "Shout", "z", status: "PRIVATE"),
                item(4, "Board", "b", type: "forum", status: "private"),
                item(5, "Inner", "b", type: "forum", parent: 4),
                item(6, "Plans", "Why?", type: "topic", parent: 5), item(7, "Re", "So.", type: "reply", parent: 6),
                item(8, "Lobby", "b", type: "forum"), item(9, "Hi", "Who?", type: "topic", parent: 8),
            ])
        ])
        #expect(try await migrate(site).exitStatus == 0)
        for (path, isClosed) in [
            ("posts/open.md", false), ("posts/archived.md", true), ("posts/shout.md", true),
            ("questions/plans/index.md", true), ("questions/hi/index.md", false),
        ] {
            let page = site.read("groups/blog/" + path)
            #expect(page.contains("title:"), "\(path): \(site.files)")
            #expect(page.contains("visibility: members") == isClosed, "\(path)")
        }
    }

    private static let exports: [String] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        var found: [String] = []
        var pending = [root + "/../shared/data/wordpress-wxr"]
        while let folder = pending.popLast() {
            for entry in (try? FileSystem.entries(of: folder)) ?? [] {
                if entry.kind == .directory { pending.append(folder + "/" + entry.name) }
                if entry.name.hasSuffix(".xml") { found.append(folder + "/" + entry.name) }
            }
        }
        return found.sorted()
    }()

    /// Every real export ends in balance, and what is sound builds without a broken link.
    @Test(.enabled(if: !exports.isEmpty, "there is no ../shared/data/wordpress-wxr"), arguments: exports)
    func aRealExportBuilds(_ file: String) async throws {
        let tiny = try TinySite([:], configuration: "title: Blog\nbaseURL: https://e.example/\n")
        // A site of each would take minutes; the small ones are pieces for the tests of other tools.
        let isLarge = (FileSystem.size(of: file) ?? 0) > 600_000
        let run = MigrationRun(
            system: "wordpress", paths: [file], siteRoot: tiny.folder.path, into: "groups/blog", isDryRun: !isLarge,
            workers: 2)
        let outcome: MigrationOutcome
        do { outcome = try await run.run() } catch is FatalError { return }
        #expect(outcome.report.isBalanced)
        let isDamaged = outcome.diagnostics.contains { $0.kind.id == "migrate-source" }
        #expect(outcome.exitStatus == (isDamaged ? 1 : 0))
        guard isLarge else { return }
        #expect(try await run.run().files.changed == 0)
        let report = try await tiny.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
    }
}
