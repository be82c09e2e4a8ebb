import HearthModel
import Testing

@testable import HearthMigration

/// Comments below a document that the old system has deleted go also where somebody has edited the page.
@Suite struct DeletedDocumentCommentTests {
    private static let path = "groups/blog/posts/trip.md"

    private static func comment(_ id: Int, _ text: String, by name: String = "Eve", parent: Int = 0) -> String {
        """
        <wp:comment><wp:comment_id>\(id)</wp:comment_id><wp:comment_author>\(name)</wp:comment_author>
        <wp:comment_date_gmt>2020-05-0\(id) 10:00:00</wp:comment_date_gmt><wp:comment_content>\(text)</wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>\(parent)</wp:comment_parent></wp:comment>
        """
    }

    private static func blog(_ comments: [String]) -> String {
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
         xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
        <channel><title>Blog</title><link>https://old.example</link><wp:base_blog_url>https://old.example</wp:base_blog_url>
        <item><title>Trip</title><link>https://old.example/trip/</link><dc:creator>jo</dc:creator>
        <content:encoded><![CDATA[So.]]></content:encoded><wp:post_id>1</wp:post_id>
        <wp:post_date_gmt>2013-04-02 08:00:00</wp:post_date_gmt><wp:post_name>trip</wp:post_name>
        <wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type>
        \(comments.joined(separator: "\n"))</item></channel></rss>
        """
    }

    private func migrate(_ site: Workspace) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/blog", workers: 2).run()
    }

    private static let all = [
        comment(1, "one"), comment(2, "two\n\nmore of two", parent: 1), comment(3, "three", parent: 1),
        comment(4, "four"), comment(5, "five", parent: 4),
    ]
    private static let whole = """
        ## Comments

        **Eve**, 2020-05-01 10:00

        one

        > **Eve**, 2020-05-02 10:00
        >
        > two
        >
        > more of two
        >
        > **Eve**, 2020-05-03 10:00
        >
        > three

        **Eve**, 2020-05-04 10:00

        four

        > **Eve**, 2020-05-05 10:00
        >
        > five

        """

    /// The comments that stay by their numbers, and what of `whole` goes.
    @Test(arguments: [
        ([1, 3, 4, 5], ["> **Eve**, 2020-05-02 10:00\n>\n> two\n>\n> more of two\n>\n"]),
        ([1, 2, 4, 5], [">\n> **Eve**, 2020-05-03 10:00\n>\n> three\n"]),
        (
            [1, 4, 5],
            [
                "> **Eve**, 2020-05-02 10:00\n>\n> two\n>\n> more of two\n>\n> **Eve**, 2020-05-03 10:00\n>\n> three\n\n"
            ]
        ),
        // An answer stays where it stood.
        ([1, 2, 3, 5], ["**Eve**, 2020-05-04 10:00\n\nfour\n\n"]),
        ([1, 2, 3, 4], ["\n> **Eve**, 2020-05-05 10:00\n>\n> five\n"]),
        ([], ["\n" + whole]),
    ])
    func aDeletedCommentIsTakenOut(_ kept: [Int], _ gone: [String]) async throws {
        let site = try Workspace(["blog.xml": Self.blog(Self.all)])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.read(Self.path).hasSuffix("So.\n\n" + Self.whole))
        let edited = site.read(Self.path).replacing("So.", with: "So it is.")
        try site.write(edited, to: "Content/" + Self.path)
        try site.write(Self.blog(kept.map { Self.all[$0 - 1] }), to: "old-site/blog.xml")
        let outcome = try await migrate(site)
        #expect(outcome.files.adjusted == 1 && outcome.files.conflicts == 0 && outcome.exitStatus == 0)
        let expected = gone.reduce(edited) { $0.replacing($1, with: "") }
        #expect(site.read(Self.path) == expected, "\(site.read(Self.path))")
        #expect(try await migrate(site).files.changed == 0)
    }

    /// What somebody has added below stays, and so does a comment that somebody has changed.
    @Test func whatIsOursStays() async throws {
        let site = try Workspace(["blog.xml": Self.blog(Self.all)])
        #expect(try await migrate(site).exitStatus == 0)
        let own = site.read(Self.path) + "\nMine.\n"
        try site.write(own, to: "Content/" + Self.path)
        try site.write(Self.blog(Array(Self.all.dropLast())), to: "old-site/blog.xml")
        #expect(try await migrate(site).files.adjusted == 1)
        #expect(!site.read(Self.path).contains("five") && site.read(Self.path).hasSuffix("four\n\nMine.\n"))
        let other = try Workspace(["blog.xml": Self.blog(Self.all)])
        #expect(try await migrate(other).exitStatus == 0)
        let changed = other.read(Self.path).replacing("four", with: "four of ours")
        try other.write(changed, to: "Content/" + Self.path)
        try other.write(Self.blog(Array(Self.all.prefix(3))), to: "old-site/blog.xml")
        _ = try await migrate(other)
        #expect(other.read(Self.path).contains("four of ours") && !other.read(Self.path).contains("five"))
    }

    /// The old system has changed it, or who wrote it: the former is a conflict, the latter follows.
    @Test func changedWordsStayAndNamesFollow() async throws {
        let site = try Workspace(["blog.xml": Self.blog(Self.all)])
        #expect(try await migrate(site).exitStatus == 0)
        let edited = site.read(Self.path).replacing("So.", with: "So it is.")
        try site.write(edited, to: "Content/" + Self.path)
        try site.write(
            Self.blog(Self.all.prefix(3) + [Self.comment(4, "other"), Self.all[4]]), to: "old-site/blog.xml")
        #expect(try await migrate(site).files.conflicts == 1 && site.read(Self.path) == edited)
        try site.write(
            Self.blog([Self.all[0], Self.comment(2, "two\n\nmore of two", by: "", parent: 1)] + Self.all[2...]),
            to: "old-site/blog.xml")
        #expect(try await migrate(site).files.adjusted == 1)
        let expected = edited.replacing("> **Eve**, 2020-05-02", with: "> **Anonymous**, 2020-05-02")
        #expect(site.read(Self.path) == expected)
    }
}
