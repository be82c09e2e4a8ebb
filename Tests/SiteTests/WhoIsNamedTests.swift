import HearthModel
import HearthSite
import TestKit
import Testing

/// People in tables, and people whose files have names that are no handles.
@Suite struct WhoIsNamedTests {
    private static let group =
        "---\ntitle: G\nkind: community\nproblem: p\nmanagers: [\"@ada\"]\nmembers_file: m.csv\n---\nx\n"

    private func problems(_ files: [String: String]) async throws -> [Diagnostic] {
        try await TinySite(files).resolve().diagnostics.filter { $0.severity > .note }
    }

    @Test func anUnknownMemberIsToldWhereItIsWritten() async throws {
        let found = try await problems([
            "groups/g/index.md": Self.group, "groups/g/m.csv": "who,via\n\nben,opt-in\nno.body,opt-in\n",
        ])
        #expect(found.map(\.kind) == [.unknownPerson])
        #expect(found.first?.location == SourceLocation(file: "Content/groups/g/m.csv", line: 4))
        let page =
            "---\ntitle: G\nkind: community\nproblem: p\nmanagers: [\"@ada\"]\nmembers:\n  - \"@no.body\"\n---\nx\n"
        #expect(
            try await problems(["groups/g/index.md": page]).first?.location
                == SourceLocation(file: "Content/groups/g/index.md", line: 7))
    }

    @Test(arguments: [
        ("ada,opt-in\n", "the first row names no column 'who'"),
        ("Name,Via\nada,opt-in\nben,opt-in\n", "the first row names no column 'who'"),
        ("who\tvia\nada\topt-in\n", "the columns are separated by tabs"),
    ])
    func aTableWithoutItsHeadIsToldOnce(_ table: String, _ summary: String) async throws {
        let found = try await problems(["groups/g/index.md": Self.group, "groups/g/m.csv": table])
        #expect(found.map(\.summary) == [summary])
        #expect(found.first?.severity == .error && found.first?.help?.hasSuffix(": who,via,since,role") == true)
        #expect(found.first?.location == SourceLocation(file: "Content/groups/g/m.csv", line: 1))
    }

    @Test func soIsASeries() async throws {
        let found = try await problems([
            "measures/m.md": "---\ntitle: M\ncategory: cost\nunit: h\nseries_file: m.csv\n---\nx\n",
            "measures/m.csv": "when;value\n2026-01-01;3\n2026-02-01;4\n",
        ])
        #expect(found.map(\.summary) == ["the first row names no column 'date'"])
    }

    @Test(arguments: [
        ("people/Bo Lie.md", "", "rename it to 'bo.lie.md'"),
        ("people/Bo  (IT) Lie.md", "", "rename it to 'bo.it.lie.md'"),
        ("people/bo.md", "id: Bo Lie\n", "write 'id: bo.lie'"),
        ("people/().md", "", "a handle has letters, digits and the signs . _ -"),
    ])
    func aFileWhoseNameIsNoHandleIsTold(_ path: String, _ id: String, _ help: String) async throws {
        let found = try await problems([path: "---\n\(id)name: Bo Lie\n---\n"])
        #expect(found.map(\.kind.id) == ["not-a-handle"])
        #expect(found.first?.location?.file == "Content/" + path && found.first?.help == help)
    }

    @Test(arguments: ["\"@bo.lie\"", "\"@bo.li\"", "Bo Lie", "bo@corp.example"])
    func nothingIsAdvisedThatIsNoHandle(_ author: String) async throws {
        let found = try await problems([
            "people/Bo Lie.md": "---\nname: Bo Lie\nemail: bo@corp.example\n---\n",
            "d.md": "---\ntitle: D\nauthor: \(author)\ndate: 2026-01-01\n---\nx\n",
        ])
        #expect(found.contains { $0.location?.file == "Content/people/Bo Lie.md" })
        for problem in found { #expect(problem.help?.contains("@bo lie") != true) }
        if author.contains("@bo.lie") {
            #expect(found.first(.unknownPerson)?.help == "rename Content/people/Bo Lie.md to bo.lie.md")
        }
    }
}
