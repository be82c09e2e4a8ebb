import HearthModel
import Testing

@testable import HearthMigration

/// Lines of front matter as YAML reads them.
@Suite struct FrontMatterLineTests {
    @Test(arguments: [
        ("\"C# basics\"", "C# basics"), ("'C# basics'  # mine", "C# basics"), ("C# basics", "C# basics"),
        ("members  # as in the old system", "members"), ("members #", "members"), ("# members", ""), ("", ""),
        (#""Say \"on\" # twice" # x"#, #"Say "on" # twice"#), ("'Jo''s # pump'", "Jo's # pump"),
        (#""a \\ b""#, #"a \ b"#), ("\"open # end", "\"open"), ("\"\"", ""),
    ])
    func aHashEndsAValueOnlyWhereYAMLSaysSo(_ written: String, _ value: String) {
        let page = Array("---\ntitle: \(written)\r\ntags: [a]\n---\nx\n".utf8)
        #expect(FrontMatterLine("title", in: page)?.value == value)
    }

    /// The words that leave a page open to the site leave its people open, too.
    @Test(arguments: [("public", false), ("Everyone", false), ("\"open\"", false), ("restricted", true), ("", true)])
    func wordsThatLeaveAPageOpen(_ privacy: String, _ isClosed: Bool) {
        let page = Array("---\ntitle: A\nauthor: \"@jo\"\nsource:\n  privacy: \(privacy)\n---\nx\n".utf8)
        let item = ImportedItem(key: "k", path: "groups/g/a.md", bytes: page, records: [])
        #expect(PeopleAccess([item]).closedGroups(contentRoot: "/nonexistent")["jo"] == (isClosed ? "groups/g" : nil))
        #expect(ClosingLine.holds("visibility", item) == isClosed)
    }
}
