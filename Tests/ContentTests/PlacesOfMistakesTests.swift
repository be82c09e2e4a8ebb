import HearthModel
import Testing

@testable import HearthContent

/// Where mistakes in YAML are reported.
@Suite struct PlacesOfMistakesTests {
    private func notes(_ page: Parsed, _ id: String) -> [Int] {
        page.diagnostics.filter { $0.kind.id == id }.flatMap(\.notes).compactMap { $0.location?.line }
    }

    @Test(arguments: [
        ("title: T\ntags: [a]\nweight: 1\n\"tags\": [b]", ["duplicate-key:5"], [3]),
        ("'title': T\ntitle: U\n\"title\": V", ["duplicate-key:3", "duplicate-key:4"], [2, 2]),
        ("source:\n  system: x\n  id: a\n  system: y", ["duplicate-key:5"], [3]),
        (
            "source:\n  id: a\n  system: x\n  \"id\":\n    - 1\n  system: y", ["duplicate-key:5", "duplicate-key:7"],
            [3, 4]
        ),
        ("title: T\nmembers:\n- who: a\n  via: b\n  who: c\n- who: d", ["duplicate-key:6"], [4]),
        ("title: T\nmembers:\n  - via: b\n    who: a\n\n    # who: e\n    who: c", ["duplicate-key:8"], [5]),
        ("tags: [a,\n  b]\ntitle: T\ntags: [c]", ["duplicate-key:5"], [2]),
        ("source: {system: a, system: b}", ["duplicate-key:2"], []),
        ("source: {\n  system: a,\n  system: b}", ["duplicate-key:3"], []),
        ("a:\n  x: 1\nb:\n  x: 1\n  x: 2", ["duplicate-key:6"], [5]),
    ])
    func theSecondOfTwoKeysIsNamed(_ yaml: String, _ expected: [String], _ first: [Int]) throws {
        let page = try parse("groups/g/index.md", "---\n\(yaml)\n---\n# T\n")
        #expect(page.found.filter { $0.hasPrefix("duplicate") || $0.hasPrefix("yaml") } == expected)
        #expect(notes(page, "duplicate-key") == first)
    }

    @Test func whatStandsOnceBesideThemIsRead() throws {
        let page = try parse("a.md", "---\ntitle: T\nsource:\n  system: x\n  id: a\n  system: y\nweight: 3\n---\n")
        #expect(page.page.common.source?.system == "x" && page.page.common.source?.id == "a")
        #expect(page.page.common.weight == 3)
    }

    @Test(arguments: [
        ("title: B\nfoo bar\n# comment\ndescription: right", 3, 5), ("tags: [a, b\n\n# x\n\ndescription: right", 2, 6),
        ("title: B\nsource: {system: x\n\nweight: 1", 3, 5),
    ])
    func aMistakeIsNotPutOnAnInnocentLine(_ yaml: String, _ line: Int, _ noticed: Int) throws {
        let page = try parse("a.md", "---\n\(yaml)\n---\nx\n")
        #expect(page.found.filter { $0.hasPrefix("yaml") } == ["yaml-syntax:\(line)"])
        #expect(notes(page, "yaml-syntax").allSatisfy { $0 > line && $0 <= noticed })
    }

    @Test func aListIsSaidToBeOne() throws {
        let map = try parse("a.md", "---\ntitle: T\ntags: {a: b}\n---\n").diagnostic("wrong-type")
        #expect(map?.summary == "'tags' is a list, not a group of fields" && map?.help == "write a list: [one, two]")
        let item = try parse("a.md", "---\ntitle: T\ntags:\n- a: b\n---\n").diagnostic("wrong-type")
        #expect(item?.summary == "'tags' is a list of texts, and one of them is a group of fields")
    }

    @Test(arguments: ["", " # true", " ~", " null"])
    func anEmptyDraftOrDateOfPublishingHoldsThePageBack(_ value: String) throws {
        let draft = try parse("a.md", "---\ntitle: T\ndraft:\(value)\n---\n")
        #expect(draft.page.common.isDraft && draft.found == ["wrong-type:3"])
        let publish = try parse("a.md", "---\ntitle: T\npublish:\(value)\n---\n")
        #expect(publish.page.common.isDraft && publish.found == ["bad-date:3"])
        // A word that says so does not make up for a date that nobody can read.
        #expect(try parse("a.md", "---\ntitle: T\ndraft: false\npublish:\(value)\n---\n").page.common.isDraft)
    }
}
