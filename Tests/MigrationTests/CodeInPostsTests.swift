import HearthMigration
import HearthModel
import TestKit
import Testing

/// Listings of code in posts, as plugins of WordPress keep them.
@Suite struct CodeInPostsTests {
    private func body(_ text: String) async throws -> String {
        let site = try Workspace([
            "blog.xml": """
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
            <channel><title>B</title><link>https://b.example</link><wp:wxr_version>1.2</wp:wxr_version><item><title>A</title>
            <wp:post_id>1</wp:post_id><wp:post_name>a</wp:post_name><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
            <wp:post_date_gmt>2013-01-01 00:00:00</wp:post_date_gmt>
            <content:encoded><![CDATA[\(text)]]></content:encoded></item></channel></rss>
            """
        ])
        let run = MigrationRun(
            system: "wordpress", paths: [site.export], siteRoot: site.root, into: "groups/b", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let page = site.files.first { $0.hasSuffix("a.md") && $0.hasPrefix("groups/b") } ?? ""
        return site.read(page).split(separator: "\n---\n\n", maxSplits: 1).last.map(String.init) ?? ""
    }

    /// WP-Syntax shows what stands in it as it was typed.
    @Test func preWithALanguageIsNoHTML() async throws {
        #expect(
            try await body(
                "One\n<pre lang=\"php\" line=\"1\"><?php\necho \"<h2>&lt;$a</h2>\";\n\n[code] ?>\n</pre>\nTwo")
                == "One\n\n```php\n<?php\necho \"<h2>&lt;$a</h2>\";\n\n[code] ?>\n```\n\nTwo\n")
        #expect(try await body("<pre lang='c'>if (a < b && c) x();</pre>") == "```c\nif (a < b && c) x();\n```\n")
        #expect(try await body("<pre lang='c'>a &lt; b</pre>") == "```c\na < b\n```\n")
    }

    @Test func preWithAPeoplesLanguageOrColouredWordsIsHTML() async throws {
        #expect(try await body("<pre lang=\"en-GB\">a <b>x</b> &lt; y</pre>") == "```\na x < y\n```\n")
        #expect(try await body("<pre lang=\"c\"><span class=k>int</span> a;</pre>").contains("int a;\n"))
        #expect(try await body("<pre lang=\"c\">never closed <b>x</b>").contains("never closed x"))
    }

    /// Old editors kept links as they lead from the place where posts are written.
    @Test func linksFromTheEditorsPlaceAreOnesOfTheSite() async throws {
        #expect(
            try await body("<a href=\"../?p=1\">this</a> <a href='../2001/no/'>that</a> <a href='x/y'>other</a>")
                == "[this](/groups/b/posts/a/) that other\n")
    }

    /// An editor took the lines of the code for paragraphs.
    @Test func linesOfCodeAreNoParagraphs() async throws {
        let text = try await body(
            "<p>[cc_php]</p>\n<p>if ( a -&gt; b ) :<br />\nreturn;</p>\n<p>c<br />\nd;<br />\n[/cc_php]</p>")
        #expect(text == "```php\nif ( a -> b ) :\nreturn;\n\nc\nd;\n```\n", "\(text)")
    }
}
