import HearthBuild
import HearthModel
import TestKit
import Testing

/// Two sources on one address: told once, at a file that can be renamed.
@Suite struct CollisionTests {
    @Test func twoPagesOfOneAddressAreToldOnce() async throws {
        let report = try await TinySite([
            "docs/a.md": "---\ntitle: A\n---\nx\n", "docs/a/index.md": "---\ntitle: B\n---\nx\n",
        ]).build()
        #expect(report.diagnostics.ids == ["url-collision"])
        #expect(report.diagnostics.first(.urlCollision)?.notes.count == 1)
    }

    @Test func whatTheBuildMakesIsNoFileToRename() async throws {
        let site = try TinySite(
            [
                "feed.xml": "x", "groups/index.html": "x",
                "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n",
            ], configuration: "title: T\nbaseURL: https://x.example/\nrawHTML: {default: allow}\n")
        let found = try await site.build().diagnostics.filter { $0.kind == .urlCollision }
        #expect(found.compactMap(\.location?.file) == ["Content/feed.xml", "Content/groups/index.html"])
        #expect(found.allSatisfy { $0.summary.hasSuffix("made by the build itself") }, "\(found)")
    }

    @Test func aNamesakeInOtherCapitalsHidesNoCollision() async throws {
        let report = try await TinySite([
            "A.md": "---\ntitle: A\n---\nx\n", "a.md": "---\ntitle: B\n---\nx\n",
            "a/index.md": "---\ntitle: C\n---\nx\n",
        ]).build()
        #expect(report.diagnostics.ids.sorted() == ["case-collision", "url-collision"])
    }

    /// One mistake, and not one for each file that the build makes for a group.
    @Test(arguments: ["_index.md", "Index.md", "index.markdown"])
    func twoIndexesOfOneFolderAreToldOnce(_ name: String) async throws {
        let text = "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n"
        let files = ["groups/g/index.md": text, "groups/g/" + name: text, "groups/g/a.md": "---\ntitle: A\n---\nx\n"]
        let site = try TinySite(files, configuration: "title: T\nbaseURL: https://x.example/\n")
        let found = try await site.build().diagnostics.filter { $0.severity > .note }
        #expect(found.map(\.kind.id) == ["url-collision"])
        #expect(found.first?.summary == "'index.md' and '\(name)' are both the page of their folder")
        #expect(found.first?.location?.file == "Content/groups/g/" + name && found.first?.location?.line == 1)
        #expect(site.output("groups/g/index.html") != nil)
    }

    @Test func theStricterOfTwoIndexesCounts() async throws {
        let site = try TinySite([
            "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\naccess_group: g\n---\nx\n",
            "groups/g/_index.md":
                "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: g\n---\nx\n",
            "groups/g/a.md": "---\ntitle: Takeover\n---\nx\n",
        ])
        let report = try await site.build()
        #expect(report.diagnostics.ids == ["url-collision"])
        #expect(report.outputs.filter { $0.path.hasPrefix("groups/g/") }.allSatisfy { $0.audience != .everyone })
        #expect(site.outputs(containing: "Takeover").allSatisfy { $0.hasPrefix("groups/g/") })
    }

    @Test func anIndexThatIsADraftIsNoSecondOne() async throws {
        let report = try await TinySite([
            "docs/index.md": "---\ntitle: New\ndraft: true\n---\nx\n", "docs/_index.md": "---\ntitle: Old\n---\nx\n",
        ]).build()
        #expect(report.diagnostics.ids == [])
    }

    @Test func namesThatLookTheSameAreToldApart() async throws {
        let site = try TinySite([
            "docs/\u{DC}bung.md": "---\ntitle: A\n---\nx\n",
            "docs/a.md": "---\ntitle: L\n---\n[[\u{DC}bung]] [x](\u{DC}bung.md)\n",
        ])
        // To a dictionary both names are one key.
        try site.folder.write("Content/docs/U\u{308}bung.md", "---\ntitle: B\n---\nx\n")
        let report = try await site.build()
        #expect(report.diagnostics.ids == ["url-collision"])
        let problem = try #require(report.diagnostics.first(.urlCollision))
        #expect(problem.summary.contains("looks the same") && problem.help?.contains("NFC and NFD") == true)
        #expect(problem.notes.count == 1)
    }
}
