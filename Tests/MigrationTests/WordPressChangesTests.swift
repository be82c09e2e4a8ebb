import HearthModel
import Testing

@testable import HearthMigration

/// Exports of a blog that change over time, and those with numbers and names that do not fit together.
@Suite struct WordPressChangesTests {
    private static func item(
        _ id: Int, _ title: String, _ content: String, type: String = "post", status: String = "publish",
        parent: Int = 0, author: String = "jlarsen", more: String = ""
    ) -> String {
        """
        <item><title>\(title)</title><link>https://old.example/\(title.lowercased())/</link>
        <dc:creator>\(author)</dc:creator><content:encoded><![CDATA[\(content)]]></content:encoded>
        <wp:post_id>\(id)</wp:post_id><wp:post_date_gmt>2013-04-02 08:00:00</wp:post_date_gmt>
        <wp:post_name>\(title.lowercased())</wp:post_name><wp:status>\(status)</wp:status>
        <wp:post_parent>\(parent)</wp:post_parent><wp:post_type>\(type)</wp:post_type>\(more)</item>
        """
    }

    private static func comment(_ id: String, parent: Int = 0, by name: String, user: Int = 0) -> String {
        """
        <wp:comment>\(id)<wp:comment_author>\(name)</wp:comment_author><wp:comment_content>said</wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>\(parent)</wp:comment_parent>
        <wp:comment_user_id>\(user)</wp:comment_user_id></wp:comment>
        """
    }

    private static func author(_ id: Int, _ login: String, _ name: String) -> String {
        "<wp:author><wp:author_id>\(id)</wp:author_id><wp:author_login>\(login)</wp:author_login>"
            + "<wp:author_display_name>\(name)</wp:author_display_name></wp:author>"
    }

    private static func export(_ items: [String], authors: String = author(1, "jlarsen", "Jo Larsen")) -> String {
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
         xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
        <channel><title>Blog</title><link>https://old.example</link><wp:base_blog_url>https://old.example</wp:base_blog_url>
        \(authors)\(items.joined(separator: "\n"))</channel></rss>
        """
    }

    private func migrate(_ site: Workspace) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/blog", workers: 2).run()
    }

    /// Comments without a number, with the same, in circles, and in a chain of any length: each comes once.
    @Test func commentsComeOnceWhateverTheirNumbers() async throws {
        func id(_ number: Int) -> String { "<wp:comment_id>\(number)</wp:comment_id>" }
        let odd = [
            Self.comment("", by: "A1"), Self.comment(id(0), by: "A2"), Self.comment(id(0), parent: 0, by: "A3"),
            Self.comment(id(5), parent: 6, by: "A4"), Self.comment(id(6), parent: 5, by: "A5"),
            Self.comment(id(7), parent: 7, by: "A6"), Self.comment(id(8), parent: 99, by: "A7"),
            Self.comment(id(9), parent: 8, by: "A8"), Self.comment(id(8), parent: 9, by: "A9"),
        ]
        let chain = (1...5000).map { Self.comment(id($0), parent: $0 - 1, by: "B\($0)") }
        let site = try Workspace([
            "blog.xml": Self.export([
                Self.item(1, "Odd", "x", more: odd.joined()), Self.item(2, "Chain", "x", more: chain.joined()),
            ])
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(outcome.report.kinds["comments"]?.converted == 5009)
        let page = site.read("groups/blog/posts/odd.md")
        for number in 1...9 { #expect(page.ranges(of: "**A\(number)**").count == 1, "A\(number)") }
        #expect(page.contains("\n**A7**\n\nsaid\n\n> **A8**\n>\n> said\n>\n> > **A9**\n"))
        #expect(site.read("groups/blog/posts/chain.md").contains("\n> > > > **B5000**\n"))
    }

    /// The number of the account tells who wrote a comment, for names may be those of several.
    @Test func accountsWithOneNameStayApart() async throws {
        let authors = (2...6).map { Self.author($0, "chris\($0)", "Chris Lee") }.joined()
        let site = try Workspace([
            "blog.xml": Self.export(
                (2...6).map {
                    Self.item(
                        $0, "P\($0)", "<a href=\"https://old.example/author/chris\($0)/\">x</a>", author: "chris\($0)",
                        more: Self.comment("<wp:comment_id>\($0)</wp:comment_id>", by: "Chris Lee", user: 8 - $0))
                }, authors: authors)
        ])
        #expect(try await migrate(site).exitStatus == 0)
        for number in 2...6 {
            let page = site.read("groups/blog/posts/p\(number).md")
            let writer = site.read("groups/blog/posts/p\(8 - number).md").split(separator: "\n").first {
                $0.hasPrefix("author: ")
            }
            let handle = try #require(writer?.split(separator: "\"").last)
            #expect(page.contains("\n\(handle)\n\nsaid"), "\(page)")
        }
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test(arguments: [
        ("<!-- wp:block {\"ref\": 50} /-->", ""), ("<!-- wp:jetpack/paywall /--> Hidden", ""),
        ("[content_control roles=\"x\"]Hidden[/content_control]", ""),
        ("[groups_can read=\"a\"]Hidden[/groups_can]", ""),
        ("[aam hide=\"x\"]Hidden[/aam]", ""),
        (
            "Hidden",
            "<wp:postmeta><wp:meta_key>_jetpack_newsletter_access</wp:meta_key><wp:meta_value>subscribers</wp:meta_value></wp:postmeta>"
        ),
    ])
    func partsForSomeCloseThePage(_ text: String, _ field: String) async throws {
        let open =
            "<wp:postmeta><wp:meta_key>_jetpack_newsletter_access</wp:meta_key><wp:meta_value>everybody</wp:meta_value></wp:postmeta>"
        let site = try Workspace([
            "blog.xml": Self.export([
                Self.item(1, "Thing", text, more: field),
                Self.item(2, "Open", "<!-- wp:block {\"ref\":52} /--><!-- wp:block {\"ref\":53} /-->", more: open),
                // The first block shows the second.
                Self.item(50, "Outer", "<!-- wp:block {\"ref\":51} /-->", type: "wp_block"),
                Self.item(51, "Inner", "[private]Hidden[/private]<!-- wp:block {\"ref\":50} /-->", type: "wp_block"),
                Self.item(52, "Plain", "Shared", type: "wp_block"),
                Self.item(
                    53, "Locked", "Locked words", type: "wp_block", more: "<wp:post_password>x</wp:post_password>"),
            ])
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.read("groups/blog/posts/thing.md").contains("\nvisibility: members\n"))
        let page = site.read("groups/blog/posts/open.md")
        #expect(!page.contains("visibility") && page.contains("\nShared\n") && !page.contains("Locked"))
    }

    /// Titles and links that stand in the attributes of builders' boxes and buttons are words that readers saw.
    @Test(arguments: [
        ("[accordion title=\"How to order\"]Ask.[/accordion]", "**How to order**\n\nAsk.\n"),
        (
            "[su_spoiler title=\"A &amp; B\"]x[/su_spoiler] [vc_tta_section title='C']y[/vc_tta_section]",
            "**A & B**\n\nx\n\n**C**\n\ny\n"
        ),
        ("[et_pb_toggle title=\"D\" open=\"on\"]z[/et_pb_toggle]", "**D**\n\nz\n"),
        ("[su_button url=\"https://x.example/f\"]Form[/su_button]", "[Form](https://x.example/f)\n"),
        ("[vc_btn title=\"Go\" link=\"url:https%3A%2F%2Fx.example%2Fb|target:_blank\"]", "[Go](https://x.example/b)\n"),
        ("[button link=\"javascript:alert(1)\"]Go[/button]", "Go\n"),
        (
            "[button link=\"https://x.example/\"]a [su_button url=\"/b\"]b[/su_button][/button]",
            "a [b](/b)\n"
        ),
        ("[table title=\"no\"]t[/table] [row title=\"no\"]r[/row]", "t r\n"),
    ])
    func titlesOfBoxesStay(_ text: String, _ expected: String) {
        var converter = WordPressText(gallery: { _ in [] }, block: { _ in nil })
        var markdown = HTMLToMarkdown()
        var writer = MarkdownWriter()
        #expect(writer.write(markdown.convert(converter.html(text).string)) == expected)
    }

    /// An address that holds the title of a closed page says no more than a link without words.
    @Test func bareAddressesOfClosedPagesSayNothing() async throws {
        let address = "https://old.example/payroll-plan/"
        let site = try Workspace([
            "blog.xml": Self.export([
                Self.item(
                    1, "Open", "See \(address), <b>\(address)</b> and https://old.example/other/.",
                    more: Self.comment("<wp:comment_id>3</wp:comment_id>", by: "Ada").replacing("said", with: address)),
                Self.item(2, "Payroll-plan", "x", status: "private"), Self.item(3, "Other", "y"),
            ])
        ])
        #expect(try await migrate(site).exitStatus == 0)
        let page = site.read("groups/blog/posts/open.md")
        let link = "[a restricted page](/groups/blog/posts/payroll-plan/)"
        #expect(page.contains("\nSee \(link), **\(link)** and https://old.example/other/.\n"), "\(page)")
        #expect(page.ranges(of: link).count == 3 && !page.contains(address))
    }

    @Test func blocksThatHoldEachOtherEnd() {
        let many = String(repeating: "<!-- wp:block {\"ref\":1} /-->", count: 100)
        var text = WordPressText(gallery: { _ in [] }, block: { _ in "x" + many })
        #expect(text.html(many).count < 1 << 20)
    }

    /// An answer that is gone takes nobody else's name along.
    @Test func answersKeepTheirNames() async throws {
        func items(_ status: String) -> String {
            Self.export(
                [Self.item(12, "How", "q", type: "topic")]
                    + (21...23).map {
                        Self.item(
                            $0, "", "text \($0)", type: "reply", status: $0 == 21 ? status : "publish", parent: 12)
                    } + (status == "trash" ? [Self.item(24, "", "text 24", type: "reply", parent: 12)] : []))
        }
        func answers(_ site: Workspace) -> [String: String] {
            var found: [String: String] = [:]
            for file in site.files where file.contains("/answers/") {
                found[file.split(separator: "/").last.map(String.init) ?? ""] =
                    site.read(file).split(separator: "\n").last.map(String.init)
            }
            return found
        }
        let site = try Workspace(["blog.xml": items("publish")])
        #expect(try await migrate(site).exitStatus == 0)
        let before = answers(site)
        #expect(before.count == 3)
        try site.write(items("trash"), to: "old-site/blog.xml")
        let second = try await migrate(site)
        #expect(second.exitStatus == 0 && second.files.removed == 1 && second.files.conflicts == 0)
        var after = answers(site)
        #expect(after.removeValue(forKey: "2013-04-02-jo.larsen-24.md") == "text 24")
        #expect(after == before.filter { $0.value != "text 21" })
        #expect(try await migrate(site).files.changed == 0)
    }
}
