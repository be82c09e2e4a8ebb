import TestKit
import Testing

/// What programs are told of each item of `list`, and how they ask for it.
@Suite struct ListFactsTests {
    private struct Row: Decodable {
        let title: String
        let date: String?
        let updated: String?
        let authors: [String]?
        let owner: String?
        let group: String?
        let topics: [String]?
        let due: String?
    }

    private func site() throws -> TinySite {
        try TinySite([
            "groups/g/index.md":
                "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\nproblem: p\nreview_interval: P30D\n---\nx\n",
            "groups/g/d.md":
                "---\ntitle: D\nauthors: [\"@ada\"]\nowner: \"@ben\"\ndate: 2026-01-01\nupdated: 2026-02-01\ntags: [lift]\n---\nx\n",
            "topics/lift.md": "---\ntitle: Lift\n---\nx\n",
        ])
    }

    @Test func jsonHasWhatAReminderNeeds() throws {
        let run = try Program.run(
            "list", "documents", "--state", "due", "--as-of", "2026-06-01", "--json", in: site().folder)
        let row = try #require(try run.decode([Row].self).first)
        #expect(row.date == "2026-01-01" && row.updated == "2026-02-01" && row.due == "2026-03-03")
        #expect(row.authors == ["@ada"] && row.owner == "@ben")
        #expect(row.group == "g" && row.topics == ["lift"])
    }

    @Test func jsonIsAskedForInBothWays() throws {
        let folder = try site().folder
        let wanted = try Program.run("list", "--json", in: folder).out
        let other = try Program.run("list", "--format", "json", in: folder).out
        #expect(wanted.hasPrefix("[{") && other == wanted)
        #expect(try Program.run("list", "--format", "human", in: folder).out.contains("\t"))
        #expect(try Program.run("list", "--format", "human", "--json", in: folder).status == 2)
        let check = try Program.run("check", "--json", in: folder)
        #expect(check.out.hasPrefix("{\"diagnostics\": ") && check.out.contains("\"errors\": "))
        #expect(try Program.run("check", "--json", "--format", "sarif", in: folder).status == 2)
        #expect(try Program.run("build", in: folder).status == 0)
        let found = try Program.run("search", "lift", "--json", in: folder).out
        let again = try Program.run("search", "lift", "--format", "json", in: folder).out
        #expect(found.hasPrefix("[{") && again == found)
    }

    @Test func aSlipInAWordOfTheCommandLineIsTold() throws {
        let folder = try site().folder
        let list = try Program.run("list", "quesions", in: folder)
        #expect(list.status == 2 && list.err.contains("did you mean 'questions'?"), "\(list.err)")
        let shell = try Program.run("completions", "bsh", in: folder)
        #expect(shell.status == 2 && shell.err.contains("did you mean 'bash'?"), "\(shell.err)")
        #expect(try Program.run("list", "things", in: folder).err.contains("redirects and use-cases"))
    }

    @Test func newSaysAllThatIsMissingAtOnce() throws {
        let folder = try site().folder
        let group = try Program.run("new", "group", "X", in: folder)
        #expect(group.status == 2 && group.err.contains("--kind") && group.err.contains("--problem"), "\(group.err)")
        let measure = try Program.run("new", "measure", in: folder)
        for word in ["Title?", "--category", "(revenue, cost, risk)", "--unit", "--baseline", "--target"] {
            #expect(measure.err.contains(word), "\(measure.err)")
        }
        let one = try Program.run("new", "group", "X", "--kind", "community", in: folder)
        #expect(one.status == 2 && one.err.contains("give it with --problem"), "\(one.err)")
        #expect(try Program.run("new", "group", "X", "--kind", "team", "--author", "ada", in: folder).status == 0)
    }
}
