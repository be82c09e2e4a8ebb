import TestKit
import Testing

/// `list --group` has what the group's page has.
@Suite struct ListGroupTests {
    private static let files = [
        "groups/g/index.md": "---\ntitle: G\nkind: community\nproblem: p\nmanagers: [\"@ada\"]\n---\nx\n",
        "groups/h/index.md": "---\ntitle: H\nkind: community\nproblem: p\nmanagers: [\"@ben\"]\n---\nx\n",
        "use-cases/u.md": "---\ntitle: U\ngroups: [g]\nproblem: p\n---\nx\n",
        "measures/m.md": "---\ntitle: M\ncategory: cost\nuse_cases: [u]\n---\nx\n",
        "events/e.md": "---\ntitle: E\nkind: tour\ndate: 2026-05-01\ngroups: [g, h]\n---\nx\n",
        "groups/g/questions/q.md": "---\ntitle: Q\ntags: [esp]\n---\nx\n",
        "groups/h/questions/q.md": "---\ntitle: Q2\ntags: [esp]\n---\nx\n",
        "docs/o.md": "---\ntitle: O\ntags: [other]\n---\nx\n",
    ]

    private func addresses(_ subject: String, of group: String, _ site: TinySite) throws -> [String] {
        let run = try Program.run("list", subject, "--group", group, in: site.folder)
        #expect(run.status == 0, "\(run.err)")
        return run.out.split(separator: "\n").map { String($0.split(separator: "\t")[2]) }
    }

    @Test func hasWhatNamesTheGroup() throws {
        let site = try TinySite(Self.files)
        #expect(try addresses("use-cases", of: "g", site) == ["/use-cases/u/"])
        #expect(try addresses("measures", of: "g", site) == ["/measures/m/"])
        #expect(try addresses("events", of: "h", site) == ["/events/e/"])
        #expect(try addresses("use-cases", of: "h", site) == [])
        #expect(try addresses("people", of: "g", site) == ["/people/ada/"])
        let pages = ["/events/e/", "/groups/g/", "/groups/g/questions/q/", "/measures/m/", "/use-cases/u/"]
        #expect(try addresses("pages", of: "g", site).sorted() == pages)
    }

    @Test func countsItsOwnQuestions() throws {
        let site = try TinySite(Self.files)
        let all = try Program.run("list", "topics", in: site.folder)
        #expect(
            all.out.contains("topic\t2 questions\t/topics/esp/")
                && all.out.contains("topic\t0 questions\t/topics/other/"))
        let own = try Program.run("list", "topics", "--group", "g", in: site.folder)
        #expect(own.out.contains("topic\t1 question\t/topics/esp/") && !own.out.contains("/topics/other/"))
    }

    @Test func countsNoQuestionThatTheTopicsPageDoesNotShow() throws {
        var files = Self.files
        let closed = "visibility: members\naccess_group: h\n"
        files["groups/h/index.md"] =
            "---\ntitle: H\nkind: community\nproblem: p\nmanagers: [\"@ben\"]\n\(closed)---\nx\n"
        let site = try TinySite(files)
        #expect(try Program.run("list", "topics", in: site.folder).out.contains("topic\t1 question\t/topics/esp/"))
        let own = try Program.run("list", "topics", "--group", "h", in: site.folder)
        #expect(own.out.contains("topic\t1 question\t/topics/esp/"))
    }
}
