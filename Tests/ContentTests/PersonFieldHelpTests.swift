import HearthModel
import Testing

@testable import HearthContent

@Suite struct PersonFieldHelpTests {
    @Test(arguments: [
        ("author: \"@a, @b\"", "write a list: [\"@a\", \"@b\"]"),
        ("author: Jo Larsen", "a handle is the name of a file in people/, without .md"),
    ])
    func noHandleOfAnotherSiteIsOffered(_ field: String, _ help: String) throws {
        #expect(try parse("d.md", "---\ntitle: D\n\(field)\n---\nx\n").diagnostic("not-a-handle")?.help == help)
    }
}
