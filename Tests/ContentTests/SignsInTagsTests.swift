import HearthModel
import Testing

@testable import HearthContent

/// Tags as word processors and other programs write them.
@Suite struct SignsInTagsTests {
    private func tags(_ written: String) throws -> Parsed {
        try parse("a.md", "---\ntitle: A\ntags: \(written)\n---\nx\n")
    }

    @Test(arguments: [
        ("[“safety”, ‘shoes’]", ["safety", "shoes"]), ("„safety“", ["safety"]), ("«safety»", ["safety"]),
        ("[readers’ questions, readers’]", ["readers’ questions", "readers’"]), ("[“Q” and “A”]", ["“Q” and “A”"]),
        ("['#safety', “#shoes”]", ["safety", "shoes"]), ("[rock ’n’ roll, ’n’]", ["rock ’n’ roll", "’n’"]),
    ])
    func curlyQuotesAroundATagAreNoneOfIt(_ written: String, _ expected: [String]) throws {
        let page = try tags(written)
        #expect(page.found.isEmpty && page.page.common.tags.map(\.value) == expected)
    }

    @Test(arguments: [
        ("safety; shoes", "write a list: [safety, shoes]"), ("“safety”; shoes", "write a list: [safety, shoes]"),
        ("“safety, shoes”", "write a list: [safety, shoes]"), ("[a;b]", "write a list: [a, b]"),
        ("\"#safety #shoes\"", "write a list: [safety, shoes]"), ("(safety, shoes)", "write a list: [safety, shoes]"),
        ("[“safety, shoes”]", "write straight quotation marks, or none: [one, two]"),
    ])
    func severalInOneAreTold(_ written: String, _ help: String) throws {
        let page = try tags(written)
        #expect(
            page.diagnostics.map(\.kind.id).allSatisfy { $0 == "wrong-type" } && page.diagnostics.first?.help == help)
        #expect(page.page.common.tags.isEmpty)
    }

    @Test(arguments: [
        ("#safety #shoes", "write a list: [safety, shoes]"), ("#safety, #shoes", "write a list: [safety, shoes]"),
        ("#safety", "put it in quotes: \"#safety\""),
    ])
    func whatYAMLTakesForACommentIsTold(_ written: String, _ help: String) throws {
        let page = try tags(written)
        #expect(page.found == ["empty-field:3"] && page.diagnostics.first?.help == help)
        let advice = help.split(separator: ": ", maxSplits: 1)[1]
        let followed = try tags(String(advice))
        #expect(followed.found.isEmpty)
        #expect(followed.page.common.tags.map(\.value) == (written == "#safety" ? ["safety"] : ["safety", "shoes"]))
    }

    @Test func signsWithinATagStay() throws {
        let page = try tags("[\"#c #\", \"c# #1\", (x)]")
        #expect(page.found.isEmpty && page.page.common.tags.map(\.value) == ["c #", "c# #1", "(x)"])
    }
}
