import HearthModel
import TestKit
import Testing

/// What the file of a person says of topics that are not there.
@Suite struct PersonTopicTests {
    private func problems(_ lines: String) async throws -> [Diagnostic] {
        try await TinySite([
            "people/ada.md": "---\nname: Ada\n\(lines)\n---\n", "people/ben.md": "---\nname: Ben\n---\n",
            "a.md": "---\ntitle: A\ntags: [pumps, vibration]\n---\nx\n",
        ]).resolve().diagnostics.filter { $0.kind == .unknownTopic }
    }

    @Test(arguments: [
        ("expertise: [{tag: vibraton, level: expert}]", "expertise", "did you mean 'vibration'?"),
        ("backups: [{tag: pumsp, who: \"@ben\"}]", "backups", "did you mean 'pumps'?"),
        ("hide_tags: [pumsp]", "hide_tags", "did you mean 'pumps'?"),
    ])
    func aSlipIsAWarning(_ line: String, _ field: String, _ help: String) async throws {
        let found = try await problems(line)
        #expect(found.map(\.severity) == [.warning] && found.first?.help == help)
        #expect(found.first?.summary.hasPrefix(field + ":") == true && found.first?.location?.line == 3)
    }

    @Test func aTopicThatMayComeIsANote() async throws {
        #expect(try await problems("expertise: [crane]").map(\.severity) == [.note])
        #expect(try await problems("hide_tags: [crane]").map(\.severity) == [.warning])
        #expect(try await problems("expertise: [pumps]\nbackups: [{tag: Vibration, who: \"@ben\"}]") == [])
    }
}
