import HearthModel
import Testing

@testable import HearthMigration

/// A newer export of a site that an earlier run brought under another name is the same site: its pages do not come twice
/// without a word.
@Suite struct EarlierSiteTests {
    private static let yammer = [
        "Messages.csv": "id,replied_to_id,thread_id,group_id,sender_id,sender_name,body,created_at\n"
            + ["Valve", "Pump", "Door", "Lamp"].enumerated().map {
                "\($0 * 10 + 10),,\($0 * 10 + 10),7,1,Jo Day,\($1)?,2019/03/01 10:00:00 +0000\n"
            }.joined(),
        "Groups.csv": "id,name,private\n7,Lift,false\n",
    ]
    private static let wiki = Dictionary(
        uniqueKeysWithValues: ["start", "valve", "pump", "door"].map { ("data/pages/\($0).txt", "== The \($0) ==\n") }
            + [("data/media/x.png", "png")])
    private static let pages = Dictionary(
        uniqueKeysWithValues: ["a", "b", "c", "d"].map {
            ("\($0).htm", "<title>Page \($0)</title><h1>Page \($0)</h1><p>It says \($0).</p>")
        })
    private static let posts = ["Posts.xml": dump("posts", (1...4).map { question($0, "Question number \($0)") })]

    private func site(_ files: [String: String], _ names: [String]) throws -> Workspace {
        let site = try Workspace([:])
        for name in names {
            for (path, text) in files { try site.write(text, to: "\(name)/\(path)") }
        }
        return site
    }

    private func migrate(_ site: Workspace, _ name: String, into: String? = nil) async throws -> MigrationOutcome {
        try await MigrationRun(
            paths: [site.root + "/" + name], siteRoot: site.root, into: into, opensUnknown: true, workers: 2
        ).run()
    }

    @Test(arguments: [yammer, wiki, pages, posts])
    func aNewerExportUnderAnotherNameAsks(_ files: [String: String]) async throws {
        let site = try site(files, ["corp2024", "corp2025"])
        #expect(try await migrate(site, "corp2024").exitStatus == 0)
        let before = site.files
        let refused = await #expect(throws: FatalError.self) { try await migrate(site, "corp2025") }
        #expect(refused?.code == .usage)
        let shown = (refused?.diagnostics ?? []).map { $0.summary + ($0.help ?? "") }.joined()
        #expect(shown.contains("brought here as 'corp2024'") && shown.contains("--into groups/corp2024"))
        #expect(site.files == before)
        // As it says, and what it says does what it promises.
        let again = try await migrate(site, "corp2025", into: "groups/corp2024")
        #expect(again.exitStatus == 0 && again.files.changed == 0, "\(again.summary)")
        #expect(site.files == before)
        #expect(try await migrate(site, "corp2024").files.changed == 0)
        let both = try await migrate(site, "corp2025", into: "groups/corp2025")
        #expect(both.exitStatus == 0 && both.files.written > 0)
        #expect(both.diagnostics.contains { $0.summary.contains("are here twice now") })
        // Said once, and then it is known.
        #expect(try await migrate(site, "corp2025", into: "groups/corp2025").files.changed == 0)
        #expect(try await migrate(site, "corp2025").files.changed == 0)
    }

    /// A group that was given first is no name of an export, and is asked for in the same way.
    @Test func aTrialIntoAnotherGroupIsSaid() async throws {
        let site = try site(Self.wiki, ["wiki"])
        #expect(try await migrate(site, "wiki").exitStatus == 0)
        let second = try await migrate(site, "wiki", into: "groups/handbook")
        #expect(second.diagnostics.contains { $0.summary.contains("brought them as 'wiki'") })
        // After a trial whose files are gone nothing is to be said.
        try FileSystem.removeTree(site.content + "/groups/wiki")
        try FileSystem.removeTree(site.content + "/groups/handbook")
        let third = try await migrate(site, "wiki", into: "groups/new")
        #expect(third.exitStatus == 0 && !third.diagnostics.contains { $0.summary.contains("twice") })
    }

    /// Two dumps count from one: the second must not overwrite the first.
    @Test func aGroupHoldsOneSiteOfASystem() async throws {
        func posts(_ words: [String]) -> String {
            dump("posts", words.enumerated().map { question($0 + 1, "Why \($1)") })
        }
        let site = try Workspace(["Posts.xml": posts(["valves leak", "pumps trip", "doors stick", "lamps flicker"])])
        #expect(try await site.migrate(into: "groups/it").exitStatus == 0)
        let before = site.files
        try site.write(posts(["cats purr", "dogs bark", "birds sing", "fish swim"]), to: "old-site/Posts.xml")
        let refused = await #expect(throws: FatalError.self) { try await site.migrate(into: "groups/it") }
        #expect(refused?.code == .usage && refused?.diagnostics.first?.summary.contains("holds another site") == true)
        #expect(site.files == before && site.read("groups/it/questions/why-valves-leak.md").contains("valves leak"))
        #expect(try await site.migrate(into: "groups/other").exitStatus == 0)
        // Titles change now and then, and people write better ones.
        for name in ["why-valves-leak", "why-pumps-trip", "why-doors-stick", "why-lamps-flicker"] {
            let path = "groups/other/questions/\(name)"
            #expect(!site.has(path + ".md"))
        }
        for path in site.files where path.hasPrefix("groups/other/questions/") {
            try site.write(site.read(path).replacing("title: Why", with: "title: Behold,"), to: "Content/" + path)
        }
        #expect(try await site.migrate(into: "groups/other").files.kept == 4)
        try site.write(
            posts(["valves leak at night", "pumps trip", "no door sticks", "lamps flicker"]), to: "old-site/Posts.xml")
        #expect(try await site.migrate(into: "groups/it").exitStatus == 0)
    }

    /// Other sites share an id here and a name there.
    @Test func anotherSiteIsAnotherSite() async throws {
        let site = try site(Self.wiki, ["one"])
        #expect(try await migrate(site, "one").exitStatus == 0)
        for name in ["start", "valve", "tree", "leaf", "root"] {
            try site.write("== Other \(name) ==\n", to: "two/data/pages/\(name).txt")
            try site.write("png", to: "two/data/media/y.png")
        }
        #expect(try await migrate(site, "two").exitStatus == 0)
        #expect(site.has("groups/two/valve.md") && site.has("groups/one/valve.md"))
    }
}
