import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import TestKit
import Testing

/// Links to pages of the site whose address has a query.
@Suite struct QueryLinkTests {
    private func links(_ text: String) async throws -> (hrefs: [String?], problems: [Diagnostic]) {
        let (site, diagnostics) = try await TinySite([
            "a/page.md": "---\ntitle: Page\n---\n" + text + "\n\n## Part\nx\n",
            "a/other.md":
                "---\ntitle: Other\nredirect_from: [\"/t.php?id=7\", /old/, \"/a/list/?p=2\"]\n---\n## Some\nx\n",
            "a/list.md": "---\ntitle: List\n---\nx\n", "a/p.png": "x",
            "questions/q.md": "---\ntitle: Q\nauthor: \"@ada\"\ndate: 2026-01-01\n---\nx\n",
        ]).resolve()
        let page = try #require(site.page(at: "a/page.md"))
        let hrefs = page.links.map { link -> String? in
            guard case .link(let href, _, _)? = link else { return nil }
            return String(href.drop { $0 == "\u{1}" })
        }
        return (hrefs, diagnostics.filter { $0.severity > .note })
    }

    @Test(arguments: [
        ("[x](/search/?q=pump)", "search/?q=pump"), ("[x](/people/?x=1)", "people/?x=1"),
        ("[x](other.md?x=1)", "a/other/?x=1"), ("[x](/a/other/?x=1#some)", "a/other/?x=1#some"),
        ("[x](?q=1)", "a/page/?q=1"), ("[x](?q=1#part)", "a/page/?q=1#part"),
        ("[x](/questions/?state=open&by=a%20b)", "questions/?state=open&by=a%20b"),
        ("[x](</search/?q=a \"b\">)", "search/?q=a%20%22b%22"), ("[x](/search/?q=æ)", "search/?q=%C3%A6"),
        ("![x](p.png?raw=true)", "a/p.png?raw=true"), ("[x](/old/?y=2)", "a/other/?y=2"),
        // An old address with a query is another page's.
        ("[x](/t.php?id=7)", "a/other/"), ("[x](../t.php?id=7#some)", "a/other/#some"),
        ("[x](/a/list/?p=2)", "a/other/"),
    ])
    func theQueryStays(_ text: String, _ href: String) async throws {
        let (hrefs, problems) = try await links(text)
        #expect(problems.map(\.summary) == [] && hrefs == [href])
    }

    @Test(arguments: ["[x](/t.php?id=8)", "[x](/a/list/?p=3)", "[x](/nowhere/?q=1)", "[x](nowhere.md?q=1)"])
    func whatLeadsNowhereIsTold(_ text: String) async throws {
        let (hrefs, problems) = try await links(text)
        #expect(problems.map(\.kind) == [.brokenLink] && hrefs == [nil])
    }
}
