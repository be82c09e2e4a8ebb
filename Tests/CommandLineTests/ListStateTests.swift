import TestKit
import Testing

/// `list` says how things stand, and `--state` asks for it.
@Suite struct ListStateTests {
    private func site() throws -> TinySite {
        let group = "managers: [\"@ada\"]\nkind: team\nproblem: p\n"
        let old = "date: 2020-01-01\nupdated: 2020-01-01\n"
        return try TinySite([
            "people/cy.md": "---\nname: Cy\nstatus: left\n---\n", "people/di.md": "---\nname: Di\nstatus: away\n---\n",
            "groups/g/index.md": "---\ntitle: G\n\(group)review_interval: P30D\n---\nx\n",
            "groups/r/index.md": "---\ntitle: R\nlifecycle: retired\n\(group)---\nx\n",
            "groups/c/index.md": "---\ntitle: C\nvisibility: members\naccess_group: c\n\(group)---\nx\n",
            "groups/g/due.md": "---\ntitle: Due\n\(old)---\nx\n",
            "groups/g/fresh.md": "---\ntitle: Fresh\n\(old)verified: {by: \"@ada\", date: 2026-06-01}\n---\nx\n",
            "groups/g/gone.md": "---\ntitle: Gone\nstatus: obsolete\n\(old)---\nx\n",
            "groups/g/next.md": "---\ntitle: Next\nstatus: superseded\nsuperseded_by: fresh\n\(old)---\nx\n",
            "groups/c/plain.md": "---\ntitle: Plain\n\(old)---\nx\n",
            "events/a.md": "---\ntitle: A\nkind: tour\ndate: 2026-05-31\n---\nx\n",
            "events/b.md": "---\ntitle: B\nkind: tour\ndate: 2026-06-01\n---\nx\n",
        ])
    }

    private func states(_ subject: String, _ state: String? = nil) throws -> [String] {
        let folder = try site().folder
        let run =
            try state.map { try Program.run("list", subject, "--as-of", "2026-06-01", "--state", $0, in: folder) }
            ?? Program.run("list", subject, "--as-of", "2026-06-01", in: folder)
        #expect(run.status == 0, "\(run.err)")
        return run.out.split(separator: "\n").map { line in
            let columns = line.split(separator: "\t")
            return "\(columns[3]): \(columns[1])"
        }.sorted()
    }

    @Test func saysHowThingsStand() throws {
        #expect(
            try states("documents") == [
                "Due: due", "Fresh: verified", "Gone: obsolete", "Next: superseded", "Plain: current, restricted",
            ])
        #expect(try states("people") == ["Ada Lund: active", "Ben Okoro: active", "Cy: left", "Di: away"])
        #expect(try states("groups") == ["C: active, restricted", "G: active", "R: retired"])
        #expect(try states("events") == ["A: past", "B: coming"])
    }

    @Test func asksForAState() throws {
        #expect(try states("documents", "due") == ["Due: due"])
        #expect(try states("documents", "current") == ["Plain: current, restricted"])
        #expect(try states("people", "away") == ["Di: away"])
        #expect(try states("groups", "retired") == ["R: retired"])
        #expect(try states("events", "past") == ["A: past"])
        #expect(try states("pages", "past") == ["A: past"])
    }

    @Test func saysWhichStatesThereAre() throws {
        let folder = try site().folder
        let run = try Program.run("list", "people", "--state", "due", in: folder)
        #expect(
            run.status == 2
                && run.err.contains(
                    "--state of people takes active, away, left, draft, future, expired or held; not 'due'")
        )
        let none = try Program.run("list", "topics", "--state", "due", in: folder)
        #expect(none.status == 2 && none.err.contains("topics have no states"))
    }
}
