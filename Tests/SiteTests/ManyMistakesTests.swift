import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import TestKit
import Testing

/// What is found of many mistakes of one kind at once is what was found of each alone.
@Suite struct ManyMistakesTests {
    @Test func headingsOfALongPageAreFoundByTheirWords() async throws {
        let headings = (1...200).map { "## Part \($0)\n\nx\n\n" }.joined() + "## Part 7\n"
        let tiny = try TinySite([
            "long.md": "---\ntitle: Long\n---\n\(headings)",
            "page.md":
                "---\ntitle: Page\n---\n[[Long#Part 7]] [[Long#part  199]] [[Long#Prat 150]] [a](long.md#prat-12)\n",
        ])
        let (site, diagnostics) = try await tiny.resolve()
        let page = try #require(site.page(at: "page.md"))
        let hrefs = page.links.map { link -> String in
            guard case .some(.link(let href, _, _)) = link else { return "" }
            return String(href.drop { $0 != "#" })
        }
        #expect(hrefs.prefix(2) == ["#part-7", "#part-199"])
        let found = diagnostics.filter { $0.kind == .brokenAnchor }
        #expect(found.map(\.help) == ["did you mean '#part-150'?", "did you mean '#part-12'?"])
    }

    @Test func whoIsNotKnownToTheReadersIsNoAdviceForThem() async throws {
        let closed = "visibility: members\naccess_group: r\n"
        var files = [
            "groups/r/index.md": "---\ntitle: R\nkind: team\nmanagers: [\"@ada\"]\n\(closed)---\nAsk @beni.berk.\n",
            "groups/r/people/beni.berg.md": "---\ntype: person\nname: Beni Berg\n---\n",
        ]
        for number in 0..<20 { files["p\(number).md"] = "---\ntitle: P\n---\nAsk @beni.berk and @adda.\n" }
        let (site, diagnostics) = try await TinySite(files).resolve()
        let person = try #require(site.people.first { $0.handle == "beni.berg" })
        #expect(site.pages[person.page].audience.isRestricted)
        let found = diagnostics.filter { $0.kind == .unknownPerson }
        let open = found.filter { $0.location?.file.hasPrefix("Content/p") == true }
        #expect(open.count == 40)
        #expect(open.allSatisfy { $0.help?.contains("beni.berg") == false })
        #expect(open.count { $0.help == "did you mean '@ada'?" } == 20)
        let members = try #require(found.first { $0.location?.file == "Content/groups/r/index.md" })
        #expect(members.help == "did you mean '@beni.berg'?")
    }

    @Test func unknownMembersAndAuthorsAreAdvisedAlike() async throws {
        let (_, diagnostics) = try await TinySite([
            "groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@adda\", \"@bne\", \"Adda Lnud\"]\n---\nx\n",
            "a.md": "---\ntitle: A\ntype: document\nauthor: \"@adda\"\n---\nx\n",
        ]).resolve()
        let help = diagnostics.filter { $0.kind == .unknownPerson }.compactMap(\.help)
        #expect(help.count { $0 == "did you mean '@ada'?" } == 3 && help.count { $0 == "did you mean '@ben'?" } == 1)
    }

    @Test func whatLeadsToACircleIsNotWhereItCloses() async throws {
        func duplicate(_ of: String) -> String { "---\ntitle: T\nstatus: duplicate\nduplicate_of: \(of)\n---\nx\n" }
        let (site, diagnostics) = try await TinySite([
            "questions/a.md": duplicate("b"), "questions/b.md": duplicate("c"), "questions/c.md": duplicate("b"),
            "questions/d.md": duplicate("questions/a.md"),
        ]).resolve()
        let found = diagnostics.filter { $0.kind == .documentCycle }
        #expect(found.compactMap(\.location?.file) == ["Content/questions/b.md"])
        let originals = site.questions.map { $0.duplicateOf.map { site.pages[$0].parsed.id } }
        #expect(originals == ["b", nil, "b", "a"])
    }

    @Test func documentsOfACircleAreAllTold() async throws {
        func old(_ next: String) -> String {
            "---\ntitle: T\ntype: document\nstatus: superseded\nsuperseded_by: \(next)\n---\nx\n"
        }
        let (_, diagnostics) = try await TinySite([
            "a.md": old("b"), "b.md": old("c"), "c.md": old("b"), "x.md": old("y"), "y.md": old("z"),
            "z.md": "---\ntitle: T\ntype: document\n---\nx\n",
        ]).resolve()
        let found = diagnostics.filter { $0.kind == .documentCycle }.compactMap(\.location?.file)
        #expect(found.sorted() == ["Content/a.md", "Content/b.md", "Content/c.md"])
    }
}
