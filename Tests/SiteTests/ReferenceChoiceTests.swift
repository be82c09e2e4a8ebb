import HearthContent
import HearthModel
import HearthSite
import TestKit
import Testing

/// Fields that name other pages, and what is said when they name the wrong ones.
@Suite struct ReferenceChoiceTests {
    private static func group(_ more: String = "") -> String {
        "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n\(more)---\nx\n"
    }

    private func resolve(_ files: [String: String]) async throws -> (site: Site, diagnostics: [Diagnostic]) {
        var files = files
        for id in ["g", "h", "k"] where files["groups/\(id)/index.md"] == nil {
            files["groups/\(id)/index.md"] = Self.group()
        }
        return try await TinySite(files).resolve()
    }

    private func place(_ diagnostic: Diagnostic?) -> String {
        "\(diagnostic?.location?.file.dropFirst("Content/".count) ?? "")" + ":\(diagnostic?.location?.line ?? -1)"
    }

    @Test func anIdOfTwoPagesMeansTheOneInTheGroup() async throws {
        let old = "---\ntitle: Old\nstatus: superseded\nsuperseded_by: dup\n---\nx\n"
        let files = [
            "groups/g/dup.md": "---\ntitle: Dup G\n---\nx\n", "groups/k/deep/dup.md": "---\ntitle: Dup K\n---\nx\n",
            "groups/k/old.md": old,
        ]
        let (site, diagnostics) = try await resolve(files)
        #expect(diagnostics.ids == [])
        let page = try #require(site.pages.firstIndex { $0.parsed.path == "groups/k/old.md" })
        let found = try #require(site.page("dup", types: [.document], near: page))
        #expect(site.pages[found].parsed.path == "groups/k/deep/dup.md")
        // A page elsewhere must say which.
        let (_, unclear) = try await resolve(files.merging(["groups/h/old.md": old]) { $1 })
        #expect(unclear.ids == ["ambiguous-link"])
        let problem = unclear.first(.ambiguousLink)
        #expect(place(problem) == "groups/h/old.md:4" && problem?.notes.count == 2)
    }

    @Test func anIdOfTwoQuestionsOfOneGroupIsAmbiguous() async throws {
        func question(_ title: String, _ more: String) -> String { "---\ntitle: \(title)\n\(more)---\nx\n" }
        let (_, diagnostics) = try await resolve([
            "groups/g/questions/a.md": question("A", "id: same\n"),
            "groups/g/questions/b.md": question("B", "id: same\n"),
            "groups/g/questions/c.md": question("C", "status: duplicate\nduplicate_of: same\n"),
        ])
        #expect(place(diagnostics.first(.ambiguousLink)) == "groups/g/questions/c.md:4")
    }

    @Test func circlesAreToldWhereTheyAreWritten() async throws {
        let (_, diagnostics) = try await resolve([
            "questions/a.md": "---\ntitle: A\nstatus: duplicate\nduplicate_of: b\n---\nx\n",
            "questions/b.md": "---\ntitle: B\nstatus: duplicate\nduplicate_of: a\n---\nx\n",
            "topics/aa.md": "---\nlabel: A\nparent: bb\n---\nx\n",
            "topics/bb.md": "---\nlabel: B\nparent: aa\n---\nx\n",
        ])
        #expect(place(diagnostics.first(.documentCycle)) == "questions/a.md:4")
        #expect(place(diagnostics.first(.topicCycle)) == "topics/bb.md:3")
    }

    @Test func twoAcceptedAnswerFilesAreToldByTheirFields() async throws {
        func answer(_ who: String) -> String { "---\nauthor: \"@\(who)\"\ndate: 2026-01-01\naccepted: true\n---\nx\n" }
        let (_, diagnostics) = try await resolve([
            "questions/q/index.md": "---\ntitle: Q\n---\nx\n", "questions/q/answers/a.md": answer("ben"),
            "questions/q/answers/b.md": answer("ada"),
        ])
        let problem = try #require(diagnostics.first(.twoAcceptedAnswers))
        #expect(place(problem) == "questions/q/answers/b.md:4")
        #expect(problem.help?.contains("accepted: true") == true)
        #expect(problem.notes.first?.location?.line == 4)
    }

    @Test func aGroupOfAnotherIdIsToldAsThat() async throws {
        let (_, other) = try await resolve(["groups/g/index.md": Self.group("id: heron\n")])
        #expect(other.ids == ["missing-group-index"])
        #expect(place(other.first(.missingGroupIndex)) == "groups/g/index.md:5")
        #expect(other.first(.missingGroupIndex)?.summary.contains("'heron'") == true)
        let (_, same) = try await resolve(["groups/h/index.md": Self.group("id: g\n")])
        #expect(same.ids == ["duplicate-id"])
        let (_, none) = try await resolve(["groups/x/a.md": "---\ntitle: A\n---\nx\n"])
        #expect(none.ids == ["missing-group-index"])
    }

    @Test func anOwnerMayBeAGroup() async throws {
        let (_, diagnostics) = try await resolve([
            "groups/g/a.md": "---\ntitle: A\nowner: gg\n---\nx\n", "groups/lift/index.md": Self.group(),
            "groups/g/b.md": "---\ntitle: B\nowner: lfit\n---\nx\n",
            "groups/g/c.md": "---\ntitle: C\nowner: lift\n---\nx\n",
        ])
        #expect(diagnostics.ids == ["unknown-person", "unknown-person"])
        #expect(diagnostics.allSatisfy { $0.help?.contains("Content/people") == false })
        #expect(diagnostics.contains { $0.help == "did you mean 'lift'?" })
    }

    @Test func aMissingSponsorIsToldOnce() async throws {
        let (_, diagnostics) = try await resolve(["groups/g/index.md": Self.group("tier: white-glove\n")])
        #expect(diagnostics.ids == ["missing-sponsor"])
    }

    @Test func twoObjectivesOfOneIdAreToldApart() async throws {
        let (_, diagnostics) = try await resolve([
            "strategy.md": "---\ntitle: S\nobjectives:\n  - {id: o1, title: A}\n  - {id: o1, title: B}\n---\nx\n"
        ])
        #expect(diagnostics.ids == ["duplicate-id"] && diagnostics.first?.location?.line == 5)
    }

    @Test func anEventHasNoTimeFromGit() async throws {
        let tiny = try TinySite(["events/e.md": "---\ntitle: E\n---\nx\n", "a.md": "---\ntitle: A\n---\nx\n"])
        let project = try tiny.project().project
        let content = try await ContentLoader(project: project, workers: 1).load().content
        let (site, _) = try await SiteResolver.resolve(
            content, project: project, options: ResolveOptions(clock: TinySite.clock),
            history: { _ in (TinySite.clock, TinySite.clock) })
        func date(_ path: String) -> Timestamp? { site.page(at: path)?.date }
        #expect(date("events/e.md") == nil && date("a.md") != nil)
    }
}
