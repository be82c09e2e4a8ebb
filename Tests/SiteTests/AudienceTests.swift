import HearthBuild
import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import TestKit
import Testing

@Suite struct AudienceTests {
    private static let secret = """
        ---
        title: Heron
        kind: team
        managers: ["@ada"]
        visibility: members
        listed: members
        access_group: cn=heron
        ---
        x
        """

    @Test func folderVisibilityIsInherited() async throws {
        let tiny = try TinySite([
            "groups/heron/index.md": Self.secret, "groups/heron/plan.md": "---\ntitle: Plan\n---\nx\n",
            "groups/heron/deep/er/notes.md": "---\ntitle: Notes\n---\nx\n", "groups/heron/plan.png": "png",
        ])
        let (site, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.ids == [])
        #expect(site.page(at: "groups/heron/plan.md")?.audience == .group("heron"))
        #expect(site.page(at: "groups/heron/deep/er/notes.md")?.audience == .group("heron"))
        #expect(site.assets.map(\.audience) == [.group("heron")])
    }

    @Test func aPageIsNeverWiderThanItsFolder() async throws {
        let tiny = try TinySite([
            "groups/heron/index.md": Self.secret,
            "groups/heron/plan.md": "---\ntitle: Plan\nvisibility: everyone\n---\nx\n",
        ])
        let (site, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.ids == ["visibility-wider"])
        #expect(site.page(at: "groups/heron/plan.md")?.audience == .group("heron"))
    }

    @Test func restrictedPagesElsewhereMoveBelowTheirGroup() async throws {
        let tiny = try TinySite([
            "groups/heron/index.md": Self.secret, "questions/q.md": "---\ntitle: Q\ngroup: heron\n---\nx\n",
        ])
        let (site, _) = try await tiny.resolve()
        #expect(site.page(at: "questions/q.md")?.url.text == "groups/heron/questions/q/")
    }

    @Test func restrictedPagesOfNoGroupAreNotPublished() async throws {
        let tiny = try TinySite(["secret.md": "---\ntitle: S\nvisibility: members\n---\nx\n"])
        let (site, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.ids == ["unplaced-restricted"])
        #expect(site.page(at: "secret.md") == nil)
    }

    @Test func aMisspeltGroupMayBeARestrictedOne() async throws {
        let note = "---\ntitle: N\ngroup: hereon\n---\nx\n"
        let restricted = try await TinySite(["groups/heron/index.md": Self.secret, "notes/n.md": note]).resolve()
        #expect(restricted.diagnostics.ids == ["unknown-group", "unplaced-restricted"])
        #expect(restricted.site.page(at: "notes/n.md") == nil)
        let open = Self.secret.replacing("visibility: members\n", with: "").replacing("listed: members\n", with: "")
        let unprotected = try await TinySite(["groups/heron/index.md": open, "notes/n.md": note]).resolve()
        #expect(unprotected.diagnostics.ids == ["unknown-group"])
        #expect(unprotected.site.page(at: "notes/n.md")?.audience == .everyone)
    }

    @Test func answersAreForTheReadersOfTheirQuestion() async throws {
        let question = "groups/heron/questions/q/index.md"
        let answer = "groups/heron/questions/q/answers/a.md"
        func resolve(_ question: String, _ answer: String) async throws -> (site: Site, diagnostics: [Diagnostic]) {
            let group = Self.secret.replacing("visibility: members\n", with: "").replacing(
                "listed: members\n", with: "")
            let tiny = try TinySite([
                "groups/heron/index.md": group,
                "groups/heron/questions/q/index.md": "---\ntitle: Q\n\(question)---\nx\n",
                "groups/heron/questions/q/answers/a.md":
                    "---\naccepted: true\ndate: 2026-02-03\n\(answer)author: \"@ben\"\n---\ny\n",
            ])
            return try await tiny.resolve()
        }
        let (narrow, problems) = try await resolve("", "visibility: members\n")
        #expect(problems.ids == ["restricted-answer"])
        #expect(problems.first?.location?.line == 4)
        #expect(narrow.page(at: answer) == nil)
        #expect(narrow.questions.map(\.state) == [.unanswered])
        #expect(narrow.questions.first?.lastActivity == nil)
        let imported = "source: {system: jive, privacy: private}\n"
        let (wide, others) = try await resolve(imported, "")
        #expect(others.ids == [])
        #expect(wide.page(at: question)?.audience == .group("heron"))
        #expect(wide.page(at: answer)?.audience == .group("heron"))
        #expect(wide.questions.map(\.state) == [.accepted])
    }

    @Test func whatBelongsToRestrictedGroupsAloneIsForTheirMembers() async throws {
        let files = [
            "groups/heron/index.md": Self.secret, "groups/open/index.md": "---\ntitle: O\nkind: awareness\n---\nx\n",
            "groups/egret/index.md": Self.secret.replacing("Heron", with: "Egret"),
            "use-cases/u.md": "---\ntitle: U\ngroups: [heron]\nmeasures: [m]\n---\nx\n",
            "measures/m.md": "---\ntitle: M\n---\nx\n",
            "measures/n.md": "---\ntitle: N\nuse_cases: [u]\n---\nx\n",
            "measures/o.md": "---\ntitle: O\nuse_cases: [u, both]\n---\nx\n",
            "events/e.md": "---\ntitle: E\ngroups: [heron]\ndate: 2026-01-02\n---\nx\n",
            "events/several.md": "---\ntitle: S\ngroups: [egret, heron]\ndate: 2026-01-02\n---\nx\n",
            "events/said.md": "---\ntitle: A\nvisibility: everyone\ngroups: [heron]\ndate: 2026-01-02\n---\nx\n",
            "use-cases/both.md": "---\ntitle: B\ngroups: [heron, open]\n---\nx\n",
        ]
        let (site, diagnostics) = try await TinySite(files).resolve()
        #expect(diagnostics.ids.filter { $0 != "missing-manager" } == ["several-restricted-groups"])
        #expect(diagnostics.first(.severalRestrictedGroups)?.location?.line == 3)
        #expect(diagnostics.count { $0.kind == .restrictedMeasure } == 2)
        for path in ["use-cases/u.md", "measures/m.md", "measures/n.md", "events/e.md"] {
            #expect(site.page(at: path)?.audience == .group("heron"), "\(path)")
            #expect(site.page(at: path)?.url.text == "groups/heron/" + path.dropLast(3) + "/")
        }
        #expect(site.page(at: "events/several.md")?.audience == .group("egret"))
        for path in ["events/said.md", "use-cases/both.md", "measures/o.md"] {
            #expect(site.page(at: path)?.audience == .everyone, "\(path)")
        }
    }

    @Test func theMeasureOfAUseCaseThatNobodyMayReadIsNotOpen() async throws {
        let tiny = try TinySite([
            "use-cases/u.md": "---\ntitle: U\nvisibility: members\nmeasures: [/measures/m.md]\n---\nx\n",
            "measures/m.md": "---\ntitle: M\n---\nx\n",
        ])
        let (site, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.ids == ["unplaced-restricted", "unplaced-restricted"])
        #expect(site.page(at: "measures/m.md") == nil)
    }

    @Test func privateImportsAreRestricted() async throws {
        let group = Self.secret.replacing("visibility: members\n", with: "").replacing("listed: members\n", with: "")
        let tiny = try TinySite([
            "groups/heron/index.md": group,
            "groups/heron/old.md": "---\ntitle: Old\nsource: {system: jive, privacy: private}\n---\nx\n",
            "groups/heron/new.md": "---\ntitle: New\nsource: {system: jive, privacy: public}\n---\nx\n",
        ])
        let (site, _) = try await tiny.resolve()
        #expect(site.page(at: "groups/heron/old.md")?.audience == .group("heron"))
        #expect(site.page(at: "groups/heron/new.md")?.audience == .everyone)
    }

    @Test func linksToRestrictedPagesKeepOnlyTheAuthorsWords() async throws {
        let tiny = try TinySite([
            "groups/heron/index.md": Self.secret,
            "open.md": "---\ntitle: Open\n---\n[the plan](groups/heron/index.md) and [[Heron]]\n",
        ])
        let (site, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.ids == ["restricted-link", "restricted-link"])
        #expect(site.page(at: "open.md")?.links == [.plain(), .plain(text: "restricted page")])
    }

    @Test func restrictedGroupsNeedADirectoryGroup() async throws {
        let tiny = try TinySite(["groups/heron/index.md": Self.secret.replacing("access_group: cn=heron\n", with: "")])
        #expect(try await tiny.resolve().diagnostics.ids == ["missing-access-group"])
        let mapped = try TinySite(
            ["groups/heron/index.md": Self.secret.replacing("access_group: cn=heron\n", with: "")],
            configuration: "title: T\naudiences: {heron: cn=heron}\n")
        #expect(try await mapped.resolve().diagnostics.ids == [])
    }
}

@Suite struct PublicationTests {
    private func isPublished(_ field: String, at clock: String, zone: String = "UTC") async throws -> Bool {
        let tiny = try TinySite(
            ["a.md": "---\ntitle: A\n\(field)\n---\nx\n"], configuration: "title: T\ntimezone: \(zone)\n")
        let now = try #require(Timestamp(iso8601: clock))
        let (site, _) = try await tiny.resolve { $0.clock = now }
        return site.pages.contains { $0.parsed.path == "a.md" }
    }

    @Test func daysBeginAndEndInTheTimeZoneOfTheSite() async throws {
        #expect(try await !isPublished("publish: 2026-03-02", at: "2026-03-01T23:30:00Z"))
        #expect(try await isPublished("publish: 2026-03-02", at: "2026-03-01T23:30:00Z", zone: "Europe/Oslo"))
        #expect(try await isPublished("expires: 2026-03-01", at: "2026-03-01T22:30:00Z", zone: "Europe/Oslo"))
        #expect(try await !isPublished("expires: 2026-03-01", at: "2026-03-01T23:30:00Z", zone: "Europe/Oslo"))
    }

    @Test func aTimeIsATime() async throws {
        #expect(try await !isPublished("publish: 2026-03-01T12:00:00Z", at: "2026-03-01T11:59:59Z", zone: "Asia/Tokyo"))
        #expect(try await isPublished("expires: 2026-03-01T12:00:00Z", at: "2026-03-01T11:59:59Z", zone: "Asia/Tokyo"))
        #expect(try await !isPublished("expires: 2026-03-01T12:00:00Z", at: "2026-03-01T12:00:00Z", zone: "Asia/Tokyo"))
    }
}
