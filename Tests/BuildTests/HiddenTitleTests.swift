import HearthBuild
import HearthModel
import TestKit
import Testing

/// What a restricted page is called stands on no output of others, in whichever form it was written there.
@Suite struct HiddenTitleTests {
    private static let groups = [
        "groups/r/index.md": "---\ntitle: R\nkind: team\nvisibility: members\naccess_group: cn=r\n---\nx\n",
        "groups/s/index.md": "---\ntitle: S\nkind: team\nvisibility: members\naccess_group: cn=s\n---\nx\n",
    ]

    private static func site(_ files: [String: String], _ settings: String = "") throws -> TinySite {
        try TinySite(
            groups.merging(files) { $1 },
            configuration: "title: T\nbaseURL: https://x.example/\nlinks: {broken: warn}\n" + settings)
    }

    private static func open(_ site: TinySite, _ text: String) -> [String] {
        site.outputs(containing: text).filter { !$0.hasPrefix("groups/r/") }
    }

    @Test func idsOfHeadingsSayWhatTheHeadingSays() async throws {
        let site = try Self.site([
            "groups/r/z.md": "---\ntitle: Plan Osprey\n---\nx\n",
            "a.md": """
            ---
            title: A
            date: 2026-01-01
            ---
            ## See [[Plan Osprey]]

            ## See plan osprey

            ## See [[Plan Osprey]]

            [one](#see-plan-osprey-1) [[#See Plan Osprey]]

            ## Of [[B]]

            """,
            "b.md":
                "---\ntitle: B\n---\n# About [[Plan Osprey]]\n\n[two](a.md#see-plan-osprey-1) [[A#See Plan Osprey]]\n",
        ])
        try await site.build()
        let page = try #require(site.output("a/index.html"))
        #expect(Self.open(site, "osprey-1").isEmpty)
        for id in ["see-restricted-page", "see-plan-osprey", "see-restricted-page-1", "of-b"] {
            #expect(page.contains("id=\"\(id)\""))
            #expect(page.contains("href=\"#\(id)\""))
        }
        let other = try #require(site.output("b/index.html"))
        #expect(other.contains("id=\"about-restricted-page\""))
        #expect(other.contains("#see-restricted-page\">two"))
    }

    /// Members of the group see the name, and the id that follows from it.
    @Test func membersSeeTheirOwn() async throws {
        let site = try Self.site([
            "groups/r/z.md": "---\ntitle: Plan Osprey\n---\nx\n",
            "groups/r/a.md": "---\ntitle: A\n---\n## See [[Plan Osprey]]\n",
            "groups/s/a.md": "---\ntitle: A\n---\n## See [[Plan Osprey]]\n",
        ])
        try await site.build()
        #expect(site.output("groups/r/a/index.html")?.contains("id=\"see-plan-osprey\"") == true)
        #expect(site.output("groups/s/a/index.html")?.contains("id=\"see-restricted-page\"") == true)
    }

    @Test func theIDFollowsTheReadersOfThePage() async throws {
        let site = try Self.site([
            "groups/r/z.md": "---\ntitle: Plan Osprey\n---\nx\n",
            "a.md": "---\ntitle: A\n---\n## See [[Plan Osprey]]\n",
            "b.md": "---\ntitle: B\n---\n[x](a.md#see-plan-osprey)\n",
        ])
        for (field, id) in [("", "see-restricted-page"), ("visibility: everyone\n", "see-plan-osprey")] {
            try site.folder.write(
                "Content/groups/r/index.md",
                "---\ntitle: R\nkind: team\naccess_group: cn=r\n\(field.isEmpty ? "visibility: members\n" : field)---\nx\n"
            )
            let report = try await site.build { $0.verifies = true }
            #expect(!report.diagnostics.ids.contains("output-differs"))
            #expect(site.output("a/index.html")?.contains("id=\"\(id)\"") == true)
            #expect(site.output("b/index.html")?.contains("a/#\(id)\"") == true)
        }
    }

    @Test(arguments: ["draft: true", "publish: 2099-01-01", "expires: 2020-01-01", "visibilty: members"])
    func pagesThatAreInNoBuildAreNamedAsLittle(_ field: String) async throws {
        let files = [
            "groups/r/z.md": "---\ntitle: Plan Osprey\naliases: [Fish hawk]\n\(field)\n---\nx\n",
            "a.md":
                "---\ntitle: A\n---\n## Of [[Plan Osprey]]\n\n[[fish hawk]] [[groups/r/z.md]] [[Plan Osprey|own words]]\n",
            "groups/s/a.md": "---\ntitle: A\n---\n[[Plan Osprey]]\n",
            "groups/r/a.md": "---\ntitle: A\n---\n[[Plan Osprey]]\n",
        ]
        let site = try Self.site(files)
        try await site.build()
        #expect(Self.open(site, "osprey").isEmpty && Self.open(site, "Osprey").isEmpty)
        #expect(Self.open(site, "fish hawk").isEmpty)
        #expect(site.output("a/index.html")?.contains("own words") == true)
        let isHeld = field.hasPrefix("visibilty")
        #expect(site.output("groups/r/a/index.html")?.contains("Plan Osprey") == !isHeld)
    }

    /// Whoever wrote on an open page of what is not there yet sees the words, and so does everybody of an open draft.
    @Test func openDraftsAndMissingPagesKeepTheirWords() async throws {
        let site = try Self.site([
            "z.md": "---\ntitle: Plan Osprey\ndraft: true\n---\nx\n",
            "a.md": "---\ntitle: A\n---\n[[Plan Osprey]] [[Nothing yet]]\n",
        ])
        try await site.build()
        #expect(site.output("a/index.html")?.contains("Plan Osprey Nothing yet") == true)
    }

    @Test func versionsOfTheSearchFollowFromWhatIsShown() async throws {
        func index(_ title: String) async throws -> String? {
            let site = try Self.site([
                "groups/r/z.md": "---\ntitle: \(title)\n---\nx\n", "a.md": "---\ntitle: A\n---\nSee [[\(title)]].\n",
            ])
            try await site.build()
            return site.output("search/index.js")
        }
        let first = try await index("Plan Osprey")
        #expect(try await index("Plan Condor") == first)
        #expect(first != nil)
    }

    @Test func adviceOnOpenPagesNamesNoRestrictedPage() async throws {
        let site = try Self.site([
            "groups/r/plan-osprey.md": "---\ntitle: Takeover of Acme\n---\nx\n",
            "groups/r/plan.png": "x",
            "people/osprey.md": "---\nname: Olga Osprey\nvisibility: members\ngroup: r\n---\n",
            "a.md": """
            ---
            title: A
            ---
            [[Takeover of Acmee]] [x](groups/r/plan-ospry.md) ![x](groups/r/plam.png) @ospre
            """,
            "groups/r/b.md": "---\ntitle: B\n---\n[[Takeover of Acmee]]\n",
        ])
        let report = try await site.build()
        let told = report.diagnostics.filter { $0.location?.file == "Content/a.md" }
        #expect(told.count == 4)
        for help in told.compactMap(\.help) {
            #expect(!help.lowercased().contains("acme") && !help.contains("did you mean"))
        }
        let own = report.diagnostics.first { $0.location?.file == "Content/groups/r/b.md" && $0.kind == .brokenLink }
        #expect(own?.help == "did you mean [[takeover of acme]]?")
    }

    @Test func aHeadingThatNamesAHeadingThatNamesAPage() async throws {
        let site = try Self.site([
            "groups/r/z.md": "---\ntitle: Plan Osprey\n---\nx\n", "b.md": "# About [[Plan Osprey]]\n\nx\n",
            "c.md": "# Of [[b]]\n\nx\n", "d.md": "# See [[c]]\n\n[[c]]\n",
        ])
        try await site.build()
        #expect(Self.open(site, "Osprey").isEmpty)
        #expect(site.output("c/index.html")?.contains("Of About restricted page") == true)
    }
}
