import HearthModel
import Testing

@testable import HearthContent

/// Fields below a line that is nearly `---`, or below none, must not become text: they may say who may read the page.
@Suite struct NearlyOpenedFieldsTests {
    @Test(arguments: [
        "----", " ---", "   ----", "\u{A0}---", "---\u{A0}", "\u{200B}---", "---\u{200B}", "—-", "—", "–––", "--", "-",
        "+++",
        "- - -", "\\---", "***", "===", "---yaml", "--- # fields", "\u{2212}\u{2212}\u{2212}", "\u{A0}\n---",
    ])
    func belowALineThatIsNearlyAFence(fence: String) throws {
        for close in ["---", "----", "+++", "—-"] {
            let page = try parse(
                "a.md", fence + "\ntitle: Plan\ndraft: true\nvisibility: members\n\(close)\n# Plan\n\nText.\n")
            let found = try #require(page.diagnostic("unread-front-matter"), "\(page.found)")
            #expect(page.found.count == 1 && found.severity == .error && found.help != nil)
            #expect(found.location?.line == (fence.contains("\n") ? 2 : 1))
            #expect(page.page.common.isHeld)
            #expect(page.bodyText.contains("Text.") && !page.bodyText.contains("draft"))
        }
    }

    @Test(arguments: [
        "----\ntitle: A\n\n# A\n", "----\nVisibility: members\n\nText.\n", "----\ntitle:A\ndraft: true\n---\n",
        "----\nnote: x\nvisibility: members\n", "<!-- c -->\n ---\ntitle: A\ndraft: true\n---\n",
        "\n---\ntitle:A\ndraft: true\n---\n", "----\ntags:\n- a\n- b\n\ndraft: true\n---\n",
        "--\n# fields\ndraft: true\n",
        "----\nvisibility = members\n",
    ])
    func whatTellsThatTheyAreFields(text: String) throws {
        #expect(try parse("a.md", text).page.common.isHeld, "\(text)")
    }

    @Test(arguments: [
        "visibility: members\n\n# T\n", "draft: true\n---\n# T\n", "title: A\ndraft: true\n---\n",
        "title: A\n---\nText.\n",
        "\n\u{200B}\ntitle: A\nauthor: jo\n\nText.\n", "publish: 2099-01-01 08:00\n\nText.\n",
        "<!-- c -->\ntitle: A\nlisted: members\n---\nText.\n", "date: 2026-01-01\nauthor: jo\n---\nText.\n",
    ])
    func withoutALineAboveThem(text: String) throws {
        let page = try parse("a.md", text)
        #expect(page.found.contains { $0.hasPrefix("unread-front-matter") }, "\(page.found)")
        #expect(page.page.common.isHeld)
    }

    @Test(arguments: [
        "----\n\n# T\n\nText.\n", "***\n# T\n", "----\nNote: this is old.\n\n# T\n",
        "----\nDate: 5 May\nAuthor: Jo\n----\n# T\n",
        "--\nwords\n---\n# T\n", "Note: this is old.\n\n# T\n", "Title: A plan\n---\n\nText.\n",
        "note: see below\n---\n# T\n",
        "title: what a book is called\n\n# T\n", "Visibility: poor\n\n# T\n", "visibility: how far one sees\n\n# T\n",
        "date: 5 May\nplace: Oslo\n\n# T\n", "- title: A\n- draft: true\n\n# T\n", "https://example.org\n---\n# T\n",
        "Heading\n---\ntitle: A\ndraft: true\n", "— Jo\n\ndate: x\n\n# T\n", "# T\n---\ndraft: true\n---\n",
        "```yaml\ntitle: A\ndraft: true\n```\n# T\n", "    title: A\n    draft: true\n\n# T\n", "name = value\n\n# T\n",
    ])
    func otherTextsStayTexts(text: String) throws {
        let page = try parse("a.md", text)
        #expect(!page.page.common.isHeld, "\(page.found) \(text)")
        #expect(page.diagnostic("unread-front-matter") == nil)
    }
}
