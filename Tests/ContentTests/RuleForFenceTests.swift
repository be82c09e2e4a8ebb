import HearthModel
import Testing

@testable import HearthContent

/// A rule in the text does not close fields that were left open.
@Suite struct RuleForFenceTests {
    @Test(arguments: [
        "---\ntitle: A\ntags: [x]\n\nFirst words here.\n\n---\n\nMore words.\n",
        "---\ntitle: A\ntags:\n  - x\n\n# First heading\n\nFirst words here.\n\n---\nMore words.\n",
        "---\ntitle: A\ntags: [x]\n\nFirst words here\n---\nMore words.\n",
    ])
    func theTextAboveItIsText(_ text: String) throws {
        let page = try parse("a.md", text)
        #expect(page.found == ["unterminated-front-matter:1"], "\(page.diagnostics)")
        #expect(page.page.common.title == "A" && page.page.common.tags.map(\.value) == ["x"])
        #expect(page.bodyText.contains("First words here") && page.bodyText.contains("More words."))
    }

    /// What may be a field stays one: it may say who may read the page.
    @Test(arguments: [
        "---\ntitle: A\n\nFirst words here.\n\nvisibility: members\n---\nMore words.\n",
        "---\ntitle: A\n\nFirst words here.\n  Draft : true\n---\nMore words.\n",
        "---\ntitle: A\ndescription: \"one\n\nFirst words here.\"\n---\nMore words.\n",
        "---\ntitle: A\ndescription: 'one\n\nFirst words here.'\n---\nMore words.\n",
        "---\ntitle: A\ntags: [one,\n\nFirst words here]\n---\nMore words.\n",
        "---\ntitle: A\n\ndescription: |\n  one\n\n  First words here.\n---\nMore words.\n",
    ])
    func fieldsStayFields(_ text: String) throws {
        let page = try parse("a.md", text)
        #expect(page.diagnostic("unterminated-front-matter") == nil)
        #expect(!page.bodyText.contains("First words") && page.bodyText.contains("More words."))
    }
}
