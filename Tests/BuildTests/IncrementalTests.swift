import HearthBuild
import HearthModel
import TestKit
import Testing

/// Builds that start from what the last one left.
@Suite struct IncrementalTests {
    private static let question = """
        ---
        title: Why?
        date: 2026-01-01
        author: "@ada"
        tags: [cranes]
        ---
        The crane stops.

        Then it goes on.

        ## Answer — @ben, 2026-01-02
        Oil it.

        ### Comment — @ada, 2026-01-03
        Thanks.
        """

    private func site(_ files: [String: String] = [:], configuration: String = Self.configuration) throws -> TinySite {
        var all = [
            "groups/lift/index.md": "---\ntitle: Lift\nmanagers: [\"@ada\"]\n---\nCranes.\n",
            "groups/lift/questions/why.md": Self.question,
            "groups/lift/plan.md": "---\ntitle: Plan\ndate: 2026-02-01\n---\nThe first paragraph.\n\nThe second.\n",
            "groups/lift/map.txt": "a map",
        ]
        all.merge(files) { _, new in new }
        return try TinySite(all, configuration: configuration)
    }

    static let configuration =
        "title: Test\nbaseURL: https://example.com/x/\nsearch: {enabled: false}\n"

    /// Builds, and compares every file with a build from scratch.
    private func build(_ site: TinySite, _ change: (inout BuildOptions) -> Void = { _ in }) async throws -> BuildReport
    {
        let report = try await site.build { options in
            options.verifies = true
            change(&options)
        }
        #expect(report.diagnostics.filter { $0.kind == .outputDiffers }.isEmpty)
        return report
    }

    @Test func anUnchangedSiteIsNotMadeAgain() async throws {
        let site = try site(["broken.md": "---\ntitle: B\n---\n[x](nowhere.md)\n"])
        let first = try await build(site)
        #expect(first.scope == .everything(because: "there is no earlier build"))
        let second = try await build(site)
        #expect(second.scope == .nothing)
        #expect(second.written == 0 && second.unchanged == first.written && second.rendered == 0)
        #expect(second.diagnostics == first.diagnostics && second.pages == first.pages)
        #expect(second.outputs.map(\.path) == first.outputs.map(\.path))
        #expect(second.outputs.map(\.source) == first.outputs.map(\.source))
        #expect(second.delivery == first.delivery)
    }

    @Test func anEditedBodyIsMadeAgainWhereItStands() async throws {
        let site = try site()
        _ = try await build(site)
        try site.folder.write(
            "Content/groups/lift/questions/why.md",
            Self.question.replacingOccurrence(of: "Then it goes on.", with: "Then it *sings* & stops."))
        let report = try await build(site)
        #expect(report.scope == .texts(of: ["Content/groups/lift/questions/why.md"]))
        #expect(report.changedPaths == ["feed.xml", "groups/lift/feed.xml", "groups/lift/questions/why/index.html"])
        #expect(report.rendered == 3)
        #expect(site.main("groups/lift/questions/why/index.html")?.contains("it <em>sings</em> &amp; stops") == true)
        #expect(site.output("feed.xml")?.contains("&lt;em&gt;sings") == true)
    }

    @Test func answersAndCommentsAreTextsToo() async throws {
        let site = try site()
        _ = try await build(site)
        try site.folder.write(
            "Content/groups/lift/questions/why.md",
            Self.question.replacingOccurrence(of: "Oil it.", with: "Oil it **well**.")
                .replacingOccurrence(of: "Thanks.", with: "Many thanks."))
        let report = try await build(site)
        #expect(report.scope == .texts(of: ["Content/groups/lift/questions/why.md"]))
        let main = try #require(site.main("groups/lift/questions/why/index.html"))
        #expect(main.contains("<strong>well</strong>") && main.contains("Many thanks."))
    }

    @Test func theSearchFindsAChangedTextWithoutAWholeBuild() async throws {
        let site = try site(configuration: "title: Test\nbaseURL: https://example.com/x/\n")
        _ = try await build(site)
        try site.folder.write(
            "Content/groups/lift/questions/why.md",
            Self.question.replacingOccurrence(of: "Then it goes on.", with: "Then xylophones play."))
        let report = try await build(site)
        #expect(report.scope == .texts(of: ["Content/groups/lift/questions/why.md"]))
        #expect(report.changedPaths.contains { $0.hasPrefix("search/") })
        #expect(report.rendered == 3)
        let proof = site.folder.read(".hearth/audience-manifest.json")
        let full = try await site.build { $0.reuses = false }
        #expect(full.written == 0 && full.removed == 0)
        #expect(site.folder.read(".hearth/audience-manifest.json") == proof)
    }

    @Test func aSummaryChangesInEveryListThatShowsIt() async throws {
        let head = "---\ntitle: Plan\nkind: story\ndate: 2026-02-01\n---\n"
        let site = try site(["groups/lift/plan.md": head + "The first paragraph.\n\nThe second.\n"])
        _ = try await build(site)
        try site.folder.write("Content/groups/lift/plan.md", head + "A \"new\" beginning.\n\nThe second.\n")
        let report = try await build(site)
        #expect(report.scope == .texts(of: ["Content/groups/lift/plan.md"]))
        #expect(report.changedPaths.contains("groups/lift/index.html"))
        #expect(!report.changedPaths.contains("questions/index.html"))
    }

    @Test(arguments: [
        ("Content/groups/lift/plan.md", "---\ntitle: The plan\ndate: 2026-02-01\n---\nThe first paragraph.\n"),
        ("Content/groups/lift/plan.md", "---\ntitle: Plan\ndate: 2026-02-01\n---\nThe first.\n\n## A heading\n"),
        ("Content/groups/lift/plan.md", "---\ntitle: Plan\ndate: 2026-02-01\n---\nThe [first](questions/why.md).\n"),
        ("Content/groups/lift/plan.md", "---\ntitle: Plan\ndate: 2026-02-01\n---\n"),
        ("Content/groups/lift/new.md", "---\ntitle: New\n---\nText.\n"),
        ("Content/groups/lift/map.txt", "another map"),
        ("Layouts/rows/question.mustache", "<li>MINE {{title}}</li>"),
        ("Layouts/assets/custom.css", "h1 {color: red}"),
        ("hearth.yml", Self.configuration + "timeZone: Europe/Oslo\n"),
    ])
    func everythingElseRunsTheWholePipeline(path: String, text: String) async throws {
        let site = try site()
        _ = try await build(site)
        try site.folder.write(path, text)
        let report = try await build(site)
        guard case .everything(because: .some) = report.scope else {
            Issue.record("\(report.scope)")
            return
        }
    }

    @Test func timeIsAnInput() async throws {
        let event = "---\ntitle: Tour\ndate: 2026-06-01T10:00:00Z\nend: 2026-06-01T14:00:00Z\n---\nSee.\n"
        let later = "---\ntitle: Later\npublish: 2026-06-01T16:00:00Z\n---\nText.\n"
        let site = try site(["groups/lift/events/tour.md": event, "later.md": later])
        let noon = TinySite.clock.seconds
        _ = try await build(site)
        func scope(_ hours: Int64) async throws -> BuildReport.Scope {
            try await build(site) { $0.clock = Timestamp(seconds: noon + hours * 3600, hasTime: true) }.scope
        }
        #expect(try await scope(1) == .nothing)
        #expect(try await scope(3) == .everything(because: "it is another day"))
        #expect(try await scope(3) == .nothing)
        #expect(try await scope(5) == .everything(because: "it is another day"))
        #expect(try await scope(13) == .everything(because: "it is another day"))
        #expect(try await scope(0) == .everything(because: "it is another day"))
    }

    @Test func aFileThatSomebodyChangedOrRemovedInTheOutputComesBack() async throws {
        let site = try site()
        _ = try await build(site)
        try site.folder.write("Output/groups/lift/plan/index.html", "mine")
        #expect(try await site.build().written == 1)
        try FileSystem.remove(site.folder.path + "/Output/feed.xml")
        #expect(try await site.build().written == 1)
        #expect(try await build(site).scope == .nothing)
    }

    @Test func aCopyWithOtherDatesIsKnown() async throws {
        let site = try site()
        _ = try await build(site)
        let copy = try TemporaryFolder()
        for folder in ["Content", "Output", ".hearth"] {
            for (path, bytes) in site.folder.tree(folder) { try copy.write(folder + "/" + path, bytes) }
        }
        try copy.write("hearth.yml", Self.configuration)
        let moved = TinySite(at: copy)
        #expect(try await build(moved).scope == .nothing)
        try copy.write(
            "Content/groups/lift/plan.md", "---\ntitle: Plan\ndate: 2026-02-01\n---\nOther.\n\nThe second.\n")
        #expect(try await build(moved).scope == .texts(of: ["Content/groups/lift/plan.md"]))
    }

    @Test func aDamagedRecordIsSaidAndDoesNoHarm() async throws {
        let site = try site()
        _ = try await build(site)
        let name = try #require(site.folder.tree(".hearth").keys.first { $0.hasSuffix(".cache") })
        let whole = try #require(site.folder.tree(".hearth")[name])
        for damage in 0..<6 {
            var bytes = whole
            switch damage {
            case 0: bytes = []
            case 1: bytes.removeLast(7)
            case 2: bytes[bytes.count / 2] ^= 0x40
            case 3: bytes[3] ^= 1
            case 4: bytes += [0]
            default: bytes = Array("hearth-record-3\n".utf8) + [UInt8](repeating: 0xFF, count: 64)
            }
            try site.folder.write(".hearth/" + name, bytes)
            let report = try await build(site)
            #expect(report.scope == .everything(because: BuildReport.damagedRecord), "damage \(damage)")
            #expect(report.written == 0)
        }
    }

    @Test func verifyTellsOfWhatTheBuildPutsRight() async throws {
        let site = try site()
        _ = try await build(site)
        try site.folder.write("Output/groups/lift/plan/index.html", "mine")
        try FileSystem.remove(site.folder.path + "/Output/feed.xml")
        try site.folder.write(".hearth/audience-manifest.json", "junk")
        let report = try await site.build { $0.verifies = true }
        let files = report.diagnostics.filter { $0.kind == .outputDiffers }.compactMap { $0.location?.file }
        #expect(
            files == [".hearth/audience-manifest.json", "Output/feed.xml", "Output/groups/lift/plan/index.html"])
        #expect(report.written == 2)
        _ = try await build(site)
        // What was edited is no damage.
        try site.folder.write("Content/index.md", "---\ntitle: Home\n---\nAnother text.\n")
        _ = try await build(site)
    }

    @Test func verifyFindsWhatDiffers() async throws {
        let site = try site()
        _ = try await build(site)
        // Same size and, as far as the file system tells, never touched: only reading it can tell.
        let path = site.folder.path + "/Output/404.html"
        var bytes = try FileSystem.read(path)
        let stamp = try #require(Stamp(path))
        bytes[bytes.count - 3] ^= 1
        try FileSystem.writeAtomically(bytes, to: path)
        stamp.restore(path)
        let report = try await site.build { $0.verifies = true }
        #expect(report.diagnostics.first(.outputDiffers)?.location?.file == "Output/404.html")
        #expect(report.scope == .nothing)
    }
}
