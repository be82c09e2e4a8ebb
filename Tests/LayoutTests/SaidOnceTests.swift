import HearthModel
import Testing

@testable import HearthLayout

/// What a list says stands there once, in words that fit their number, and nothing runs together.
@Suite struct SaidOnceTests {
    private static let group = "---\ntitle: G\nkind: community\nmanagers: [\"@ann\"]\nproblem: x\n---\n"
    private static func person(_ name: String, _ fields: String = "") -> String {
        "---\nname: \(name)\n\(fields)\n---\n"
    }

    @Test func namesAndCountsInOneLineAreDivided() async throws {
        let sample = try await SampleSite([
            "Content/people/ann.md": Self.person("Ann", "expertise: [{tag: esp, level: expert}]"),
            "Content/people/bo.md": Self.person("Bo"), "Content/groups/g/index.md": Self.group,
            "Content/groups/g/a.md": "---\ntitle: A\nowner: \"@ann\"\nauthor: \"@ann\"\ntags: [esp]\n---\nx\n",
            "Content/groups/g/questions/q.md": """
            ---
            title: Q
            author: "@bo"
            date: 2026-05-01
            tags: [esp]
            ---
            x

            ## Accepted answer — @ann, 2026-05-02
            y

            ## Answer — @bo, 2026-05-03
            z
            """,
        ])
        let row = sample.main("topics/")
        #expect(row.contains(">Ann</a>, <a href=\"~people/bo/\">Bo</a></td>"))
        #expect(row.contains("<td class=\"n\">1<span class=\"stacked\"> document</span></td>"))
        #expect(
            sample.main("people/ann/").contains("1 accepted answer</a>, <a href=\"#H-documents\">1 document</a></td>"))
        #expect(sample.main("people/topics/").contains(";</span> <span class=\"asked\"><a href=\"~people/bo/\">"))
    }

    @Test func whatNobodyMayCountIsNoNumber() async throws {
        let sample = try await SampleSite([
            "Content/people/ann.md": Self.person("Ann"),
            "Content/groups/g/index.md":
                "---\ntitle: G\nkind: team\nmanagers: [\"@ann\"]\nvisibility: members\naccess_group: cn=g\n---\n",
        ])
        #expect(sample.main("groups/").contains("<td class=\"n nothing\">—</td><td class=\"n nothing\">—</td></tr>"))
    }

    @Test func answersToOneQuestionShareARow() async throws {
        let answers = (2...4).map { "\n\n## \($0 == 3 ? "Accepted answer" : "Answer") — @ann, 2026-05-0\($0)\ny" }
        let sample = try await SampleSite([
            "Content/people/ann.md": Self.person("Ann"), "Content/people/bo.md": Self.person("Bo"),
            "Content/groups/g/index.md": Self.group,
            "Content/groups/g/questions/q.md":
                "---\ntitle: Q\nauthor: \"@bo\"\ndate: 2026-05-01\n---\nx\(answers.joined())\n",
            "Content/groups/g/questions/r.md":
                "---\ntitle: R\nauthor: \"@bo\"\ndate: 2026-05-01\n---\nx\n\n## Answer — @ann, 2026-05-09\ny\n",
        ])
        let main = sample.main("people/ann/")
        #expect(main.contains("Answers <span class=\"count\">4</span>"))
        #expect(main.split(separator: "dir=\"auto\">Q</a>").count == 2)
        #expect(
            main.contains("Accepted</span><div><a class=\"row-title\" href=\"~groups/g/questions/q/#a-ann-2026-05-03"))
        #expect(main.contains(">G</a> · 3 answers · <time datetime=\"2026-05-03\">"))
        #expect(main.contains(">G</a> · <time datetime=\"2026-05-09\">"))
    }

    @Test func duplicatesAreNotRelatedAsWell() async throws {
        let sample = try await SampleSite([
            "Content/people/ann.md": Self.person("Ann"), "Content/groups/g/index.md": Self.group,
            "Content/groups/g/questions/q.md": "---\ntitle: Why\ntags: [esp]\ndate: 2026-05-01\n---\nx\n",
            "Content/groups/g/questions/dup.md":
                "---\ntitle: Why again\ntags: [esp]\nstatus: duplicate\nduplicate_of: q\ndate: 2026-05-02\n---\nx\n",
            "Content/groups/g/questions/other.md": "---\ntitle: Other\ntags: [esp]\ndate: 2026-05-01\n---\nx\n",
        ])
        let side = sample.main("groups/g/questions/q/").components(from: "<aside")
        #expect(side.contains("Same question elsewhere"))
        #expect(side.contains("<h2>Related</h2><ul class=\"links\"><li><a href=\"~groups/g/questions/other/\""))
        #expect(side.split(separator: "Why again").count == 2)
    }

    @Test func aCaseThatIsLeftAsItIsSaysSoOnce() async throws {
        let sample = try await SampleSite([
            "Content/use-cases/a.md": "---\ntitle: A\nstatus: dropped\ndecision: leave-as-is\n---\n",
            "Content/use-cases/b.md": "---\ntitle: B\nstatus: proven\ndecision: adopt\n---\n",
        ])
        let rows = sample.main("use-cases/")
        #expect(rows.split(separator: "Left as is").count == 2)
        #expect(rows.contains("<p class=\"meta\">Adopted</p>"))
    }

    @Test func departmentsThatNobodyHasAreNoTab() async throws {
        let files = [
            "Content/people/ann.md": Self.person("Ann", "site: Havnes"), "Content/people/bo.md": Self.person("Bo"),
        ]
        let tabs = try await SampleSite(files).main("people/")
        #expect(!tabs.contains("By department") && tabs.contains("By site"))
        // Whoever opens the address sees where that is.
        #expect(try await SampleSite(files).main("people/departments/").contains("aria-current=\"page\">By department"))
    }

    @Test func topicsAndGroupsOfOneNameAreToldApart() async throws {
        let sample = try await SampleSite([
            "Content/people/ann.md": Self.person("Ann"), "Content/groups/g/index.md": Self.group,
            "Content/topics/g.md": "---\nlabel: G\n---\nx\n",
        ])
        #expect(sample.page("topics/g/").contains("<title>G · Topic · Test</title>"))
        #expect(sample.page("groups/g/").contains("<title>G · Test</title>"))
    }

    @Test(arguments: [(1, "1 vote"), (12_345, "12,345 votes"), (-1, "−1 votes"), (0, "0 votes")])
    func votesAreNumbers(_ votes: Int, _ text: String) {
        #expect(Wording(.english).votes(votes) == text)
    }

    @Test func oldSystemsHaveTheirOwnNames() {
        let wording = Wording(.english)
        #expect(wording.system("dokuwiki") == "DokuWiki" && wording.system("jive") == "Jive")
    }
}

extension String {
    fileprivate func components(from text: String) -> Substring { range(of: text).map { self[$0.lowerBound...] } ?? "" }
}
