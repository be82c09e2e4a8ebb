import HearthModel
import Testing

@testable import HearthContent

/// A group of fields that somebody wrote as something else: what stands in it is named.
@Suite struct GroupsOfFieldsTests {
    @Test(arguments: [
        ("verified: 2026-01-01", "write fields in braces, such as {by: \"@handle\", date: 2026-04-02}"),
        ("source: wiki", "write fields in braces, such as {system: confluence}"),
        ("migration: done", "write fields in braces, such as {status: imported}"),
    ])
    func isToldWithOneThatIsRight(_ line: String, _ help: String) throws {
        let page = try parse("a.md", "---\ntitle: A\n\(line)\n---\nx\n")
        #expect(page.found == ["wrong-type:3"] && page.diagnostics.first?.help == help)
        let advice = line.prefix { $0 != ":" } + ": " + help.drop { $0 != "{" }
        #expect(try parse("a.md", "---\ntitle: A\n\(advice)\n---\nx\n").found == [])
    }

    @Test func listsOfThemAreToldSo() throws {
        for line in ["members: \"@ada\"", "members: [[a]]"] {
            let page = try parse("groups/g/index.md", "---\ntitle: G\nkind: team\n\(line)\n---\nx\n")
            #expect(page.diagnostics.map(\.help) == ["write a list, such as [{who: \"@handle\"}]"])
        }
        let followed = "---\ntitle: G\nkind: team\nmembers: [{who: \"@handle\"}]\n---\nx\n"
        #expect(try parse("groups/g/index.md", followed).found == [])
    }

    @Test func aColonNeedsASpace() throws {
        let page = try parse("a.md", "---\ntitle: A\nverified: {by:\"@ada\", date:2026-01-01}\n---\nx\n")
        #expect(
            page.diagnostics.map(\.help) == [
                "there is no space behind the colon: write by: \"@ada\"",
                "there is no space behind the colon: write date: 2026-01-01",
            ])
        let right = "---\ntitle: A\nverified: {by: \"@ada\", date: 2026-01-01}\n---\nx\n"
        #expect(try parse("a.md", right).found == [])
    }

    @Test(arguments: [
        ("edit: https://git.example/x", "{url: \"https://git.example/site/edit/main/{path}\"}"),
        ("publish: live", "{live: {folder: /srv/intranet}}"), ("publish: {live: /srv}", "{folder: /srv/intranet}"),
        ("topics: [a]", "{pumps: {label: Pumps}}"), ("theme: \"#0b5cad\"", "{accent: \"#0b5cad\"}"),
        ("links: [warn]", "{broken: warn}"), ("rawHTML: allow", "{allow: [Content/legacy]}"),
        ("audiences: lift", "{lift: \"cn=lift,ou=groups,dc=corp\"}"), ("search: false", "{enabled: true}"),
        ("questions: 25", "{pageSize: 25}"), ("metrics: P90D", "{window: P90D}"), ("experts: x", "{mode: declared}"),
    ])
    func settingsHaveAnExampleThatIsRight(_ line: String, _ example: String) throws {
        func problems(_ line: String) throws -> [Diagnostic] {
            let folder = try Folder(["hearth.yml": "title: T\n\(line)\n"])
            var found: [Diagnostic] = []
            _ = try ProjectLoader.load(root: folder.path, diagnostics: &found)
            return found
        }
        let found = try problems(line)
        #expect(found.map(\.help) == ["write fields in braces, such as " + example])
        let name = line.prefix { $0 != ":" }
        let followed = line.contains("{live:") ? "publish: {live: \(example)}" : "\(name): \(example)"
        #expect(try problems(followed).isEmpty)
    }

    @Test func settingsAreNotRepeated() throws {
        let folder = try Folder([
            "hearth.yml":
                "title: T\nsearch: {endpoint:https://web:hunter2@x}\npublish: {live: {rsync:web:hunter2@h:/x}}\n"
        ])
        var found: [Diagnostic] = []
        _ = try ProjectLoader.load(root: folder.path, diagnostics: &found)
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { !$0.summary.contains("hunter2") && $0.help?.contains("hunter2") != true })
    }
}
