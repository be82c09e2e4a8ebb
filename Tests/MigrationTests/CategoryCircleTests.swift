import HearthBuild
import HearthMigration
import HearthModel
import TestKit
import Testing

/// Categories of the old system may be each other's parents; topics may not.
@Suite struct CategoryCircleTests {
    private func migrate(_ system: String, _ files: [String: String]) async throws -> TinySite {
        let site = try TinySite.withExport(files)
        #expect(try await site.migrate(system).exitStatus == 0)
        let report = try await site.build()
        #expect(report.errors == 0, "\(report.diagnostics.filter { $0.severity == .error })")
        return site
    }

    private func topic(_ tag: String, _ site: TinySite) -> String { site.folder.read("Content/topics/\(tag).md") ?? "" }

    /// A dump of pages with these titles and texts.
    private static func wiki(_ pages: KeyValuePairs<String, String>) -> [String: String] {
        let pages = pages.enumerated().map { place, page in
            "<page><title>\(page.key)</title><ns>\(page.key.hasPrefix("Category:") ? 14 : 0)</ns><id>\(place + 1)</id>"
                + "<revision><id>\(place + 1)</id><timestamp>2020-01-02T03:04:05Z</timestamp>"
                + "<contributor><username>Ada</username></contributor><text>\(page.value)</text></revision></page>"
        }
        return [
            "wiki.xml": """
            <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en"><siteinfo>
            <sitename>Corp</sitename><base>https://wiki.example/wiki/Main_Page</base><case>first-letter</case>
            <namespaces><namespace key="0"/><namespace key="14">Category</namespace></namespaces></siteinfo>
            \(pages.joined())</mediawiki>
            """
        ]
    }

    @Test func categoriesOfAWikiInACircleAreCutOnce() async throws {
        let site = try await migrate(
            "mediawiki",
            Self.wiki([
                "Pump": "words [[Category:Pumps]]", "Category:Pumps": "x [[Category:Machines]]",
                // Of its categories the first would close the circle, the second doesn't.
                "Category:Machines": "x [[Category:Seals]] [[Category:Plant]]",
                "Category:Seals": "x [[Category:Pumps]]", "Category:Plant": "x",
                "Category:Own": "x [[Category:Own]] [[Category:Pumps]]",
            ]))
        #expect(topic("pumps", site).contains("parent: machines\n"))
        #expect(topic("machines", site).contains("parent: seals\n"))
        let cut = topic("seals", site)
        #expect(!cut.contains("parent:") && cut.contains("category:circle"), "\(cut)")
        #expect(topic("own", site).contains("parent: pumps\n") && !topic("own", site).contains("circle"))
    }

    @Test func ofCategoriesWithOneTagTheSecondIsAPage() async throws {
        let site = try await migrate(
            "mediawiki",
            Self.wiki([
                "Pump": "words [[Category:A b]] [[Category:A-B]] [[:Category:A-B]]", "Category:A b": "First words",
                "Category:A-B": "Second words",
            ]))
        #expect(topic("a-b", site).contains("First words"))
        let page = site.folder.read("Content/groups/all/category/a-b.md") ?? ""
        #expect(page.contains("Second words"), "\(page)")
    }

    @Test func categoriesOfABlogInACircleAreCutOnce() async throws {
        func category(_ name: String, below parent: String) -> String {
            "<wp:category><wp:term_id>1</wp:term_id><wp:category_nicename>\(name)</wp:category_nicename>"
                + "<wp:category_parent>\(parent)</wp:category_parent><wp:cat_name>\(name)</wp:cat_name></wp:category>"
        }
        let site = try await migrate(
            "wordpress",
            [
                "blog.xml": """
                <?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" \
                xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
                <channel><title>Blog</title><link>https://b.example</link><wp:wxr_version>1.2</wp:wxr_version>
                \(category("one", below: "two"))\(category("two", below: "three"))\(category("three", below: "one"))
                <item><title>Post</title><link>https://b.example/post/</link><dc:creator>ada</dc:creator>
                <content:encoded>Words</content:encoded><wp:post_id>1</wp:post_id><wp:post_name>post</wp:post_name>
                <wp:post_date_gmt>2020-01-02 03:04:05</wp:post_date_gmt><wp:status>publish</wp:status>
                <wp:post_type>post</wp:post_type></item></channel></rss>
                """
            ])
        #expect(topic("one", site).contains("parent: two\n") && topic("two", site).contains("parent: three\n"))
        #expect(!topic("three", site).contains("parent:") && topic("three", site).contains("category:circle"))
    }
}
