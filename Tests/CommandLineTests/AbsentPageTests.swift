import TestKit
import Testing

/// Pages that are there and not on the site: `explain` says why, `list` has them, `build -v` names them.
@Suite struct AbsentPageTests {
    private func site() throws -> TinySite {
        let group = "managers: [\"@ada\"]\nkind: team\nproblem: p\n"
        return try TinySite([
            "a.md": "---\ntitle: A\ndraft: true\nauthor: \"@ada\"\ntags: [lift]\n---\nx\n",
            "b.md": "---\ntitle: B\nexpires: 2026-01-01\n---\nx\n",
            "c.md": "---\ntitle: C\npublish: 2027-01-01\n---\nx\n",
            "d.md": "---\ntitle: D\nexpiryDate: 2026-01-01\n---\nx\n",
            "e.mdx": "---\ntitle: E\n---\nx\n",
            "groups/w/index.md": "---\ntitle: W\ndraft: true\n\(group)---\nx\n",
            "groups/w/f.md": "---\ntitle: F\n---\nx\n",
            "groups/m/index.md": "---\ntitle: M\nvisibility: members\naccess_group: m\n\(group)---\nx\n",
            "groups/m/g.md": "---\ntitle: G\ndraft: true\n---\nx\n",
        ])
    }

    private func explain(_ subject: String, _ more: String..., in site: TinySite) throws -> String {
        let run = try Program.start(["explain", subject, "--as-of", "2026-06-01"] + more, in: site.folder)
        #expect(run.status == 0, "\(run.err)")
        return run.out
    }

    @Test func explainSaysWhyAPageIsNotOnTheSite() throws {
        let site = try site()
        for subject in ["Content/a.md", "/a/", "a/"] {
            let draft = try explain(subject, in: site)
            #expect(draft.hasPrefix("Content/a.md is not on the site\n"), "\(draft)")
            #expect(draft.contains("it is a draft (line 3 of Content/a.md)\n") && draft.contains("take 'draft:' away"))
            #expect(draft.contains("/a/, once it is published\n"))
        }
        #expect(try explain("Content/b.md", in: site).contains("it expired on 2026-01-01 (line 3 of Content/b.md)"))
        #expect(try explain("/c/", in: site).contains("it comes on 2027-01-01 (line 3 of Content/c.md)"))
    }

    @Test func explainNamesTheErrorThatKeepsAPageBack() throws {
        let site = try site()
        let held = try explain("Content/d.md", in: site)
        #expect(held.contains("an error in Content/d.md keeps it back\n"))
        #expect(held.contains("unknown-key, line 3: no field is called 'expiryDate'"))
        let none = try explain("Content/e.mdx", in: site)
        #expect(none.hasPrefix("Content/e.mdx is no page of the site\n") && none.contains("page-as-text"))
    }

    @Test func explainNamesTheFolderThatDecides() throws {
        let site = try site()
        let inside = try explain("Content/groups/w/f.md", in: site)
        #expect(inside.contains("what it belongs to is a draft (line 3 of Content/groups/w/index.md)"))
        let shown = try explain("Content/a.md", "--drafts", in: site)
        #expect(shown.hasPrefix("/a/\n") && shown.contains("no, it is a draft (line 3 of Content/a.md)\n"))
        let nowhere = try Program.run("explain", "Content/nowhere.md", in: site.folder)
        #expect(nowhere.status == 2 && nowhere.err.contains("no page has the address or file"))
    }

    private func list(_ arguments: String..., in site: TinySite) throws -> [String] {
        let run = try Program.start(["list", "--as-of", "2026-06-01"] + arguments, in: site.folder)
        #expect(run.status == 0, "\(run.err)")
        return run.out.split(separator: "\n").map { line in
            let columns = line.split(separator: "\t")
            return "\(columns[4]): \(columns[1])"
        }
    }

    @Test func listHasThemByTheirReason() throws {
        let site = try site()
        let drafts = [
            "Content/a.md: draft", "Content/groups/m/g.md: draft, restricted", "Content/groups/w/f.md: draft",
            "Content/groups/w/index.md: draft",
        ]
        #expect(try list("--state", "draft", in: site) == drafts)
        #expect(try list("--state", "draft", "--drafts", in: site) == drafts)
        #expect(try list("documents", "--state", "draft", "--group", "w", in: site) == ["Content/groups/w/f.md: draft"])
        #expect(try list("groups", "--state", "draft", in: site) == ["Content/groups/w/index.md: draft"])
        #expect(try list("--state", "future", in: site) == ["Content/c.md: future"])
        #expect(try list("--state", "expired", in: site) == ["Content/b.md: expired"])
        #expect(try list("pages", "--state", "held", in: site) == ["Content/d.md: held"])
        #expect(try !list(in: site).contains { $0.hasPrefix("Content/a.md") })
    }

    @Test func answersAndPagesElsewhereAreListedToo() throws {
        let site = try TinySite([
            "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\nproblem: p\n---\nx\n",
            "groups/g/questions/q/index.md": "---\ntitle: Q\n---\nx\n",
            "groups/g/questions/q/answers/1.md": "---\nauthor: \"@ben\"\ndate: 2026-01-01\ndraft: true\n---\nx\n",
            "events/e.md": "---\ntitle: E\nkind: tour\ndate: 2026-07-01\ngroups: [g]\ndraft: true\n---\nx\n",
        ])
        let all = ["Content/events/e.md: draft", "Content/groups/g/questions/q/answers/1.md: draft"]
        #expect(try list("--state", "draft", in: site) == all)
        #expect(try list("--state", "draft", "--group", "groups/g", in: site) == all)
        #expect(try list("questions", "--state", "draft", in: site) == [])
    }

    private struct Row: Decodable {
        let file: String
        let publication: String
        let authors: [String]
        let topics: [String]
        let group: String?
    }

    @Test func jsonSaysWhetherAPageIsPublished() throws {
        let site = try site()
        let drafts = try Program.run("list", "--state", "draft", "--json", in: site.folder).decode([Row].self)
        #expect(drafts.first?.authors == ["@ada"] && drafts.first?.topics == ["lift"])
        #expect(drafts.map(\.publication) == ["draft", "draft", "draft", "draft"] && drafts[1].group == "m")
        let all = try Program.run("list", "--drafts", "--format", "json", in: site.folder).decode([Row].self)
        #expect(all.filter { $0.publication == "draft" }.map(\.file) == drafts.map(\.file))
        #expect(all.first { $0.file == "Content/index.md" }?.publication == "published")
    }

    @Test func aVerboseBuildNamesThem() throws {
        let site = try site()
        let names = [
            "left out: Content/a.md (draft)\n", "left out: Content/groups/w/f.md (draft)\n",
            "left out: Content/c.md (future)\n", "left out: Content/b.md (expired)\n",
        ]
        // The second build says what the first one remembered.
        for _ in 0..<2 {
            let run = try Program.run("build", "-v", "--as-of", "2026-06-01", in: site.folder)
            for name in names { #expect(run.err.contains(name), "\(run.err)") }
            #expect(run.summary.contains("left out: 4 drafts, 1 future, 1 expired"))
        }
        #expect(try !Program.run("build", in: site.folder).err.contains("left out: Content"))
    }
}
