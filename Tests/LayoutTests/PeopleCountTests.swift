import Testing

@testable import HearthLayout

/// People are counted, not the lines that name them.
@Suite struct PeopleCountTests {
    private func person(_ name: String, _ fields: String = "") -> String { "---\nname: \(name)\n\(fields)\n---\n" }

    @Test func membersAndAttendeesAreCountedOnce() async throws {
        let sample = try await SampleSite([
            "Content/people/ann.md": person("Ann", "status: left"), "Content/people/bo.md": person("Bo"),
            "Content/people/dee.md": person("Dee"),
            "Content/groups/g/index.md": """
            ---
            title: G
            kind: team
            managers: ["@dee"]
            members:
              - {who: "@bo", via: assigned}
              - {who: "@bo", via: opt-in}
              - {who: "@ann", via: opt-in}
              - {who: "@dee", via: assigned}
            ---
            """,
            "Content/events/e.md":
                "---\ntitle: E\nkind: tour\ndate: 2026-01-05\nattendees: [\"@bo\", \"@Bo\", \"@ann\"]\n---\nx\n",
        ])
        #expect(sample.main("groups/g/").contains("<dd>2, 1 by choice</dd>"))
        #expect(sample.main("events/e/").contains("<dd>2 people</dd>"))
        #expect(sample.main("people/bo/").split(separator: "groups/g/").count == 2)
    }
}
