import HearthBuild
import HearthContent
import HearthMigration
import HearthModel
import HearthSite
import TestKit
import Testing

/// Peers' mistake 15: importers stamp everything with the importing account and today's date.
@Suite struct PeerMistakeTests {
    private static let export: [String: String] = [
        "Posts.xml": dump(
            "posts",
            [
                question(
                    1, "Why does it trip?", owner: 1,
                    [("AcceptedAnswerId", "2"), ("LastEditDate", "2014-02-03T04:05:06.000")]),
                answer(2, to: 1, owner: 2), question(3, "Nobody's", owner: nil),
            ]),
        "Users.xml": dump("users", [user(1, "Jo Larsen"), user(2, "Åse Bjørn")]),
        "Comments.xml": dump("comments", [comment(7, on: 1, "Same here", by: 2)]),
    ]

    @Test func mistake15AuthorsAndDatesAreTheOriginals() async throws {
        let site = try Workspace(Self.export)
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 0)
        let folder = "groups/old-site/questions/why-does-it-trip"
        let page = site.read(folder + "/index.md")
        #expect(page.contains("author: \"@jo.larsen\"\ndate: 2011-10-11T19:42:20Z\n"))
        #expect(page.contains("### Comment — @ase.bjorn, 2011-10-13 09:30Z\n\nSame here"))
        #expect(page.contains("created: 2011-10-11T19:42:20Z") && page.contains("modified: 2014-02-03T04:05:06Z"))
        #expect(page.contains("id: question/1\n") && page.contains("author: Jo Larsen (1)\n"))
        let answer = site.read(folder + "/answers/2011-10-12-ase.bjorn.md")
        #expect(answer.contains("author: \"@ase.bjorn\"\ndate: 2011-10-12T08:00:00Z\n"))
        // A post whose author is not known gets a placeholder or nobody, never the account that ran the import.
        let orphan = site.read("groups/old-site/questions/nobodys.md")
        #expect(!orphan.isEmpty && !orphan.contains("@jo.larsen") && !orphan.contains("@ase.bjorn"))
        for file in site.files where file.contains("/questions/") {
            let text = site.read(file)
            #expect(text.contains("system: stackexchange"), "\(file)")
            #expect(text.contains("date: 2011-10-1"), "\(file)")
        }
    }

    @Test func mistake15TheBuiltPagesShowThem() async throws {
        let site = try Workspace(Self.export)
        _ = try await site.migrate()
        try site.write("title: T\nbaseURL: https://h.example/\n", to: "hearth.yml")
        try site.write("---\ntitle: Home\n---\nx\n", to: "Content/index.md")
        var diagnostics: [Diagnostic] = []
        let project = try #require(try ProjectLoader.load(root: site.root, diagnostics: &diagnostics))
        let report = try await BuildPipeline(project: project, options: BuildOptions(clock: TinySite.clock, workers: 2))
            .run()
        #expect(report.errors == 0, "\(report.diagnostics)")
        func output(_ path: String) -> String {
            (try? FileSystem.read(site.root + "/Output/" + path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        let page = output("groups/old-site/questions/why-does-it-trip/index.html")
        #expect(page.contains("Jo Larsen") && page.contains("Åse Bjørn"))
        #expect(
            page.contains("datetime=\"2011-10-11") && page.contains("datetime=\"2011-10-12")
                && page.contains("datetime=\"2011-10-13"))
        #expect(!page.contains("datetime=\"202"))
        let feed = output("feed.xml")
        #expect(feed.contains("<published>2011-10-11T19:42:20Z</published>") && feed.contains("<name>Jo Larsen</name>"))
        #expect(!feed.contains("<published>202"))
    }
}
