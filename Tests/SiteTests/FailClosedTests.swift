import Glibc
import HearthBuild
import HearthContent
import HearthModel
import HearthSite
import TestKit
import Testing

/// A mistake in what says who may read a folder must not open it.
@Suite struct FailClosedTests {
    private static let secret = """
        ---
        title: Heron
        kind: team
        managers: ["@ada"]
        visibility: members
        access_group: cn=heron
        ---
        x
        """

    private static let page = "---\ntitle: Plan\n---\nSECRETBODY\n"

    @Test(arguments: ["index.md", "index.MD", "index.markdown"])
    func anIndexOfAnyEndingClosesItsFolder(name: String) async throws {
        let tiny = try TinySite([
            "groups/heron/" + name: Self.secret, "groups/heron/plan.md": Self.page, "groups/heron/plan.png": "png",
            "groups/heron/questions/q/" + name: "---\ntitle: Q\n---\nx\n",
            "groups/heron/questions/q/answers/a.md": "---\nauthor: \"@ben\"\ndate: 2026-01-02\n---\ny\n",
        ])
        let (site, diagnostics) = try await tiny.resolve()
        #expect(diagnostics.ids == [])
        #expect(site.page(at: "groups/heron/plan.md")?.audience == .group("heron"))
        #expect(site.page(at: "groups/heron/questions/q/answers/a.md")?.audience == .group("heron"))
        #expect(site.questions.first?.answers.count == 1)
        #expect(site.assets.map(\.audience) == [.group("heron")])
    }

    @Test func aPageOfAnyEndingIsFoundByItsUsualPath() async throws {
        let tiny = try TinySite([
            "docs/index.MD": "---\ntitle: D\n---\nx\n", "docs/b.markdown": "---\ntitle: B\n---\nx\n",
            "a.md":
                "---\ntitle: A\nstatus: superseded\nsuperseded_by: docs/b\n---\n[D](docs) [D](docs/index.md) [B](docs/b)\n",
        ])
        #expect(try await tiny.resolve().diagnostics.ids == [])
    }

    @Test func twoIndexesOfAFolderNeverOpenIt() async throws {
        let open = "---\ntitle: Open\nkind: team\nmanagers: [\"@ada\"]\nvisibility: everyone\n---\nx\n"
        for (first, second) in [("index.markdown", "index.md"), ("index.MD", "index.md")] {
            for swaps in [true, false] {
                let tiny = try TinySite([
                    "groups/heron/" + (swaps ? second : first): Self.secret,
                    "groups/heron/" + (swaps ? first : second): open, "groups/heron/plan.md": Self.page,
                ])
                let (site, diagnostics) = try await tiny.resolve()
                #expect(diagnostics.ids.contains("duplicate-id"))
                #expect(site.page(at: "groups/heron/plan.md").map { $0.audience != .everyone } ?? true)
            }
        }
    }

    @Test(arguments: [
        "", "---\n---\n", "+++\ntitle = \"Heron\"\nvisibility = \"members\"\n+++\n",
        secret.replacing("visibility", with: "visibilty"),
        secret.replacing("visibility", with: "Visibility"), "<!-- x -->\n" + secret,
    ])
    func anIndexThatCannotBeReadHoldsItsFolderBack(index: String) async throws {
        let tiny = try TinySite([
            "groups/heron/index.md": index, "groups/heron/plan.md": Self.page, "groups/heron/plan.pdf": "SECRETBODY",
            "groups/heron/deep/notes.md": Self.page,
            "questions/q.md": "---\ntitle: Q\ngroup: groups/heron\n---\nSECRETBODY\n",
            "open.md": "---\ntitle: Open\n---\nx\n",
        ])
        let report = try await tiny.build()
        #expect(
            report.diagnostics.contains {
                $0.severity == .error && $0.location?.file == "Content/groups/heron/index.md"
            })
        #expect(tiny.outputs(containing: "SECRETBODY") == [])
        #expect(tiny.main("open/index.html") != nil)
        // Nor when drafts are shown.
        try await tiny.build { $0.includesDrafts = true }
        #expect(tiny.outputs(containing: "SECRETBODY") == [])
        try tiny.folder.write("Content/groups/heron/index.md", Self.secret)
        let mended = try await tiny.build()
        #expect(mended.diagnostics.ids == [])
        #expect(tiny.outputs(containing: "SECRETBODY").contains("groups/heron/plan/index.html"))
    }

    @Test func anIndexThatTheSystemRefusesHoldsItsFolderBack() async throws {
        // Whoever may read everything sees a file that is too large instead.
        let tiny = try TinySite(["groups/heron/index.md": Self.secret, "groups/heron/plan.md": Self.page])
        let path = tiny.folder.path + "/Content/groups/heron/index.md"
        #expect(truncate(path, ContentLoader.pageByteLimit + 1) == 0)
        let report = try await tiny.build()
        #expect(report.diagnostics.ids == ["file-too-large"])
        #expect(tiny.outputs(containing: "SECRETBODY") == [])
        #expect(try await tiny.build().diagnostics.ids == ["file-too-large"])
        try tiny.folder.write("Content/groups/heron/index.md", Self.secret)
        #expect(try await tiny.build().diagnostics.ids == [])
        #expect(tiny.outputs(containing: "SECRETBODY").contains("groups/heron/plan/index.html"))
    }

    @Test func anEmptyIndexOfAPlainFolderHidesNothing() async throws {
        let tiny = try TinySite(["docs/index.md": "", "docs/a.md": "---\ntitle: A\n---\nx\n"])
        let report = try await tiny.build()
        #expect(report.diagnostics.ids == ["empty-file"])
        #expect(tiny.main("docs/a/index.html") != nil && tiny.main("docs/index.html") != nil)
    }

    @Test func aHeldPageIsNotPublishedAndItsOtherMistakesAreTold() async throws {
        let group = "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n"
        let tiny = try TinySite([
            "groups/g/index.md": group,
            "groups/g/held.md":
                "---\ntitle: Held\nDraft: true\nowner: zz\nlayout: nolayout\nsuperseded_by: nope\n---\nSECRETBODY [x](gone.md)\n",
            "groups/g/closed.md":
                "---\ntitle: Closed\nvisibility: members\n---\nSECRETBODY [x](gone.md) [[Nope]] @zz\n",
            "groups/g/open.md": "---\ntitle: Open\n---\n[h](held.md)\n",
        ])
        let report = try await tiny.build()
        func ids(_ name: String) -> [String] {
            report.diagnostics.filter { $0.location?.file == "Content/groups/g/" + name }.map(\.kind.id).sorted()
        }
        #expect(
            ids("held.md") == ["broken-link", "unknown-key", "unknown-layout", "unknown-person", "unknown-reference"])
        #expect(ids("closed.md") == ["broken-link", "broken-link", "missing-access-group", "unknown-person"])
        #expect(
            report.diagnostics.first { $0.location?.file == "Content/groups/g/open.md" }?.help?.contains("held back")
                == true)
        #expect(Set(report.diagnostics).count == report.diagnostics.count)
        #expect(tiny.outputs(containing: "SECRETBODY") == [])
        #expect(tiny.outputs(containing: "Held") == [])
    }

    @Test func filesOfAFolderThatIsNotPublishedAreNot() async throws {
        let tiny = try TinySite([
            "docs/index.md": "---\ntitle: D\nvisibility: members\n---\nx\n", "docs/a.pdf": "SECRETBODY",
            "b.pdf": "open",
        ])
        let report = try await tiny.build()
        #expect(report.diagnostics.ids == ["unplaced-restricted"])
        #expect(tiny.outputs(containing: "SECRETBODY") == [] && tiny.output("b.pdf") == "open")
    }

    // MARK: - What has lost the page that said who may read it

    @Test func aGroupFolderWithoutIndexStaysClosedWhereThereAreRestrictedGroups() async throws {
        let files = [
            "groups/heron/plan.md": Self.page, "groups/heron/plan.png": "png",
            "groups/heron/questions/q.md": "---\ntitle: Q\n---\nSECRETBODY\n",
        ]
        var other = files
        other["groups/ibis/index.md"] = Self.secret.replacing("Heron", with: "Ibis").replacing("heron", with: "ibis")
        let (site, diagnostics) = try await TinySite(other).resolve()
        #expect(diagnostics.ids == ["missing-group-index"])
        #expect(diagnostics.first?.summary.contains("not published") == true)
        #expect(site.page(at: "groups/heron/plan.md") == nil)
        #expect(site.questions.isEmpty && site.assets.isEmpty)
        // Where nothing is for members, nothing can have been.
        let (open, told) = try await TinySite(files).resolve()
        #expect(told.ids == ["missing-group-index"])
        #expect(open.page(at: "groups/heron/plan.md")?.audience == .everyone)
        #expect(told.first?.summary.contains("not published") == false)
        // hearth.yml may be what is left of the only one.
        let (mapped, _) = try await TinySite(files, configuration: "title: T\naudiences:\n  heron: cn=heron\n")
            .resolve()
        #expect(mapped.page(at: "groups/heron/plan.md") == nil)
    }

    @Test(arguments: ["draft: true", "publish: 2099-01-01", "expires: 2001-01-01"])
    func aMeasureIsNotOpenBeforeItsRestrictedUseCaseIs(field: String) async throws {
        let measure = "---\ntitle: Days lost\nunit: days\n---\nx\n"
        func useCase(_ field: String, _ group: String) -> String {
            "---\ntitle: U\n\(group)\n\(field)\nmeasures: [days-lost]\n---\nx\n"
        }
        let group = ["groups/heron/index.md": Self.secret, "measures/days-lost.md": measure]
        let (site, diagnostics) = try await TinySite(
            group.merging(["use-cases/u.md": useCase(field, "group: heron")]) { $1 }
        ).resolve()
        #expect(site.page(at: "measures/days-lost.md")?.audience == .group("heron"))
        #expect(diagnostics.contains { $0.kind == .restrictedMeasure })
        // One that everyone will read closes nothing, and neither does one beside others that everyone reads.
        let (open, _) = try await TinySite(group.merging(["use-cases/u.md": useCase(field, "")]) { $1 }).resolve()
        #expect(open.page(at: "measures/days-lost.md")?.audience == .everyone)
        let (both, _) = try await TinySite(
            group.merging([
                "use-cases/u.md": useCase(field, "group: heron"), "use-cases/v.md": useCase("weight: 1", ""),
            ]) { $1 }
        ).resolve()
        #expect(both.page(at: "measures/days-lost.md")?.audience == .everyone)
    }

    private static let team = "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=g\n"

    private func visible(_ site: Site) -> [String] {
        site.pages.filter { $0.audience == .everyone }.map(\.parsed.path)
            + site.assets.filter { $0.audience == .everyone }.map(\.file.path)
    }

    @Test(arguments: ["draft: true", "publish: 2099-01-01", "expires: 2001-01-01"])
    func anIndexThatIsNotPublishedStillRestrictsItsFolder(field: String) async throws {
        let index = "---\ntitle: I\nvisibility: members\n\(field)\n---\nx\n"
        let (site, _) = try await TinySite([
            "groups/g/index.md": Self.team + "---\nx\n", "groups/g/sub/index.md": index, "groups/g/sub/a.md": Self.page,
            "groups/g/sub/a.csv": "1", "minutes/index.md": index, "minutes/b.md": Self.page, "minutes/b.csv": "1",
        ]).resolve()
        #expect(visible(site).filter { $0.contains("sub/") || $0.contains("minutes/") } == [])
        #expect(site.page(at: "groups/g/sub/a.md")?.audience == .group("g"))
        #expect(site.assets.map(\.file.path) == ["groups/g/sub/a.csv"])
        #expect(site.page(at: "minutes/b.md") == nil)
    }

    @Test func aRestrictedIndexThatIsWithheldStillRestrictsWhatLiesBelow() async throws {
        let (site, diagnostics) = try await TinySite([
            "groups/g/index.md": Self.team + "---\nx\n",
            "questions/index.md": "---\ntitle: I\nvisibility: members\n---\nx\n",
            "questions/c.md": "---\ntitle: C\ngroup: g\n---\nSECRETBODY\n", "questions/c.csv": "1",
        ]).resolve()
        #expect(diagnostics.ids == ["unplaced-restricted"])
        #expect(site.page(at: "questions/c.md")?.audience == .group("g"))
        #expect(site.assets.isEmpty)
    }

    @Test(arguments: [
        "{system: jive, Privacy: private}", "{system: jive, privcy: private}", "{system: jive, privacy: [private]}",
        "{privacy: private}", "{system: jive, privacy: ~}",
    ])
    func privacyOfASourceThatCannotBeReadIsPrivate(source: String) async throws {
        let (site, _) = try await TinySite([
            "groups/g/index.md": Self.team + "---\nx\n", "groups/g/a.md": "---\ntitle: A\nsource: \(source)\n---\nx\n",
            "groups/g/b.md": "---\ntitle: B\nsource: {system: jive}\n---\nx\n",
        ]).resolve()
        #expect(site.page(at: "groups/g/a.md")?.audience == .group("g"))
        #expect(site.page(at: "groups/g/b.md")?.audience == .everyone)
    }

    @Test(arguments: [
        "questions/c.md|group: [heron]", "questions/c.md|group:", "questions/c.md|Group: heron",
        "questions/c.md|groups: [heron]", "questions/c.md|group: {id: heron}", "events/c.md|groups: [heronn]",
        "events/c.md|groups: [{id: heron}]", "use-cases/c.md|groups: [\"@heron\"]", "questions/c.md|group: later",
    ])
    func aGroupThatIsNamedButNotKnownOpensNothing(file: String) async throws {
        let parts = file.split(separator: "|")
        let text = "---\ntitle: C\ndate: 2026-01-01\n\(parts[1])\n---\nSECRETBODY\n"
        let later = Self.secret.replacing("---\nx", with: "draft: true\n---\nx")
        let files = ["groups/later/index.md": later, String(parts[0]): text]
        let (site, diagnostics) = try await TinySite(
            parts[1].contains("later") ? files : files.merging(["groups/heron/index.md": Self.secret]) { $1 }
        ).resolve()
        #expect(diagnostics.ids.contains("unplaced-restricted"), "\(diagnostics.ids)")
        #expect(site.page(at: String(parts[0])) == nil)
    }

    @Test func aGroupInOneFileClosesItsFolder() async throws {
        let (site, _) = try await TinySite([
            "groups/heron.md": Self.secret.replacing("kind", with: "type: group\nkind"), "groups/heron/a.md": Self.page,
            "questions/c.md": "---\ntitle: C\ngroup: heron\n---\nSECRETBODY\n", "groups/heron/a.csv": "1",
        ]).resolve()
        #expect(visible(site).filter { $0 != "index.md" && !$0.hasPrefix("people/") } == [])
        #expect(site.page(at: "groups/heron/a.md")?.audience == .group("heron"))
    }

    @Test func whatLiesInAnOpenGroupsFolderMayBelongToOthers() async throws {
        let event = "---\ntitle: E\ndate: 2026-10-01\ngroups: [heron]\n---\nSECRETBODY\n"
        let (site, _) = try await TinySite([
            "groups/heron/index.md": Self.secret, "groups/g/index.md": Self.team + "---\nx\n",
            "groups/g/events/e.md": event, "groups/g/events/f.md": event.replacing("[heron]", with: "[heron, g]"),
        ]).resolve()
        #expect(site.page(at: "groups/g/events/e.md")?.audience == .group("heron"))
        #expect(site.page(at: "groups/g/events/f.md")?.audience == .everyone)
    }

    @Test func groupDoesNotTakeAPageOutOfARestrictedFolder() async throws {
        let (site, diagnostics) = try await TinySite([
            "groups/heron/index.md": Self.secret, "groups/g/index.md": Self.team + "---\nx\n",
            "groups/heron/c.md": "---\ntitle: C\ngroup: g\n---\nSECRETBODY\n",
        ]).resolve()
        #expect(site.page(at: "groups/heron/c.md")?.audience == .group("heron"))
        #expect(diagnostics.ids.contains("visibility-wider"))
    }

    @Test func anOpenPageWhereTheServerLetsInOnlyMembersIsAnError() async throws {
        let open = ["groups/g/index.md": Self.team + "---\nx\n", "groups/g/members.md": "---\ntitle: M\n---\nx\n"]
        #expect(try await TinySite(open).resolve().diagnostics.ids == [])
        let secret = ["groups/g/a.md": "---\ntitle: A\nvisibility: members\n---\nx\n"]
        #expect(try await TinySite(open.merging(secret) { $1 }).resolve().diagnostics.ids == ["url-collision"])
    }

    @Test func filesOfADraftAreNotPublishedUnlessLinked() async throws {
        let draft = "---\ntitle: Q\ndraft: true\n---\n![](q.png)\n"
        let (site, _) = try await TinySite([
            "questions/q/index.md": draft, "questions/q/q.png": "1", "questions/q/linked.pdf": "1",
            "docs/index.md": draft, "docs/a.md": "---\ntitle: A\n---\n[pdf](../questions/q/linked.pdf)\n",
            "docs/shared.pdf": "1", "people/hidden.md": "---\nname: H\ndirectory: hidden\nphoto: h.png\n---\n",
            "people/h.png": "1",
        ]).resolve()
        #expect(site.assets.map(\.file.path).sorted() == ["docs/shared.pdf", "questions/q/linked.pdf"])
    }

    @Test func aTableForMembersDoesNotStandOnAnOpenMeasure() async throws {
        let measure = "---\ntitle: Days\nunit: days\nseries_file: ../groups/heron/days.csv\n---\nx\n"
        let files = [
            "groups/heron/index.md": Self.secret, "groups/heron/days.csv": "date,value\n2026-01-01,4711\n",
            "measures/days.md": measure,
        ]
        let (site, diagnostics) = try await TinySite(files).resolve()
        #expect(diagnostics.ids.contains("restricted-asset"))
        #expect(site.page(at: "measures/days.md") == nil)
        let inside = [
            "groups/heron/measures/days.md": measure.replacing("../groups/heron/", with: "../").replacing(
                "unit", with: "type: measure\nunit")
        ]
        let (own, told) = try await TinySite(files.filter { $0.key.hasPrefix("groups") }.merging(inside) { $1 })
            .resolve()
        #expect(told.ids == [])
        #expect(own.page(at: "groups/heron/measures/days.md")?.audience == .group("heron"))
    }
}
