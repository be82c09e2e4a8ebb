import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import TestKit
import Testing

/// Anchors in other spellings than the page's, and those of what is no heading.
@Suite struct AnchorFormTests {
    /// The first link of `page.md` with this text, and what is wrong with it.
    private func link(_ text: String, _ other: String = "") async throws -> (href: String?, ids: [String]) {
        let tiny = try TinySite([
            "page.md": "---\ntitle: Page\n---\n\(text)\n", "other.md": "---\ntitle: Other\n---\n\(other)\n",
        ])
        let (site, diagnostics) = try await tiny.resolve()
        let page = try #require(site.page(at: "page.md"))
        var href: String?
        if case .link(let found, _, _)?? = page.links.first { href = String(found.drop { $0 != "#" }) }
        return (href, diagnostics.filter { $0.severity > .note }.ids)
    }

    @Test func anotherUnicodeFormLeadsToTheHeading() async throws {
        let (composed, decomposed) = ("gr\u{F6}\u{DF}e", "gro\u{308}\u{DF}e")
        let (first, firstIDs) = try await link("[x](other.md#\(decomposed))", "## Gr\u{F6}\u{DF}e")
        #expect(first == "#gr%C3%B6%C3%9Fe" && firstIDs == [])
        let (second, secondIDs) = try await link("[x](other.md#\(composed))", "## Gro\u{308}\u{DF}e")
        #expect(second == "#gro%CC%88%C3%9Fe" && secondIDs == [])
        let (own, ownIDs) = try await link("[x](#\(decomposed))\n\n## Gr\u{F6}\u{DF}e")
        #expect(own == "#gr%C3%B6%C3%9Fe" && ownIDs == [])
    }

    @Test func theWordsOfAHeadingLeadToItOnTheSamePageToo() async throws {
        let (own, ids) = try await link("[x](#\u{DC}ber)\n\n## \u{DC}ber")
        #expect(own == "#%C3%BCber" && ids == [])
        #expect(try await link("[x](other.md#\u{DC}ber)", "## \u{DC}ber").href == "#%C3%BCber")
    }

    @Test(arguments: ["[x](#top)", "[x](#Top)", "[x](other.md#top)"])
    func everyPageHasATop(_ text: String) async throws { #expect(try await link(text).ids == []) }

    @Test func aHeadingOfThatNameComesBeforeTheTop() async throws {
        #expect(try await link("[x](#Top)\n\n## Top").href == "#top")
    }

    @Test func footnotesHaveAnchors() async throws {
        #expect(try await link("[x](other.md#fn-1) [x](other.md#fnref-1)", "y[^1]\n\n[^1]: z").ids == [])
        #expect(try await link("[x](#fn-1)[^1]\n\n[^1]: z").ids == [])
        #expect(try await link("[x](other.md#fn-2)", "y[^1]\n\n[^1]: z").ids == ["broken-anchor"])
    }

    @Test func pagesOfTheBuildHaveOnlyTheLayoutsAnchors() async throws {
        #expect(try await link("[x](/questions/#nope)").ids == ["broken-anchor"])
        #expect(try await link("[x](/people/ada/#answers)").ids == ["broken-anchor"])
        for fine in ["/questions/#H-topic-esp", "/people/ada/#H-answers", "/groups/#top", "/questions/#"] {
            #expect(try await link("[x](\(fine))").ids == [])
        }
    }

    @Test func objectivesHaveAnchors() async throws {
        let strategy = "---\ntitle: S\nobjectives: [{id: obj-a, title: A, owner: \"@ada\", category: cost}]\n---\n"
        let tiny = try TinySite(["strategy.md": strategy, "l.md": "---\ntitle: L\n---\n[x](strategy.md#obj-a)\n"])
        #expect(try await tiny.resolve().1.filter { $0.severity > .note }.ids == [])
    }

    @Test func anAnswersFileFindsItsOwnHeadings() async throws {
        let files = [
            "questions/q/index.md": "---\ntitle: Why?\n---\nx\n",
            "questions/q/answers/a.md":
                "---\nauthor: \"@ben\"\ndate: 2026-01-02\n---\n[[#My part]] [x](#fn-1)[^1]\n\n#### My part\n\n[^1]: z\n",
        ]
        let (site, diagnostics) = try await TinySite(files).resolve()
        #expect(diagnostics.ids == [])
        let links = try #require(site.pages.first { $0.parsed.path.hasSuffix("answers/a.md") }).links
        #expect(
            links == [.link(href: "#ben-2026-01-02-my-part", text: "My part"), .link(href: "#ben-2026-01-02-fn-1")])
    }
}
