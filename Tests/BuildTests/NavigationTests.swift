import HearthBuild
import HearthModel
import TestKit
import Testing

/// The bar at the top, and what indexes are called.
@Suite struct NavigationTests {
    private static let files = [
        "groups/lift/index.md": "---\ntitle: Lift\nkind: team\nproblem: Cranes\nobjectives: [up]\n---\nx\n",
        "groups/index.md": "---\ntitle: Communities\n---\nWhere people meet.\n",
        "docs/a.md": "---\ntitle: The handbook\n---\nx\n",
        "strategy.md": "---\ntitle: S\nobjectives: [{id: up, title: Go up}]\n---\nx\n",
        "wide.svg": "<svg viewBox=\"0 0 300 60\"></svg>", "widest.svg": "<svg width=\"900\" height=\"60\"></svg>",
        "round.svg": "<svg width=\"64\" height=\"64\"></svg>",
    ]

    private func page(_ settings: String, _ path: String = "docs/a/index.html") async throws -> String {
        let tiny = try TinySite(Self.files, configuration: "title: T\n\(settings)\n")
        #expect(
            try await tiny.build().diagnostics.filter { $0.location?.file == "hearth.yml" && $0.severity > .note } == []
        )
        return try #require(tiny.output(path))
    }

    @Test func entriesHaveTheWordsThatAreWritten() async throws {
        let page = try await page(
            "nav: [groups, {Handbook: docs/a/}, docs/a, {Canteen & co: \"https://canteen.example/a?b&c\"}, \"https://h.example/x\", "
                + "{Write: \"mailto:a@b.example\"}]")
        let nav = try #require(
            page.split(separator: "<nav class=\"nav\"").dropFirst().first?.split(separator: "</nav>").first)
        let links = nav.split(separator: "<a ").dropFirst().map { "<a " + $0.replacing("\n", with: "") }
        #expect(
            links == [
                "<a href=\"../../groups/\">Communities</a>",
                "<a href=\"../../docs/a/\" aria-current=\"true\">Handbook</a>",
                "<a href=\"../../docs/a/\">The handbook</a>",
                "<a href=\"https://canteen.example/a?b&amp;c\">Canteen &amp; co</a>",
                "<a href=\"https://h.example/x\">h.example</a>", "<a href=\"mailto:a@b.example\">Write</a>",
            ], "\(nav)")
    }

    @Test func anIndexIsCalledAsItsPage() async throws {
        #expect(try await page("nav: [groups]", "groups/lift/index.html").contains(">Communities</a>"))
        let index = try await page("nav: [groups]", "groups/index.html")
        #expect(index.split(separator: "Where people meet.").count == 2, "its first paragraph stands there once")
    }

    @Test(arguments: [
        ("wide", "width=\"140\" height=\"28\"", true), ("widest", "width=\"180\" height=\"12\"", true),
        ("round", "width=\"28\" height=\"28\"", false),
    ])
    func aLogoHasItsShape(_ name: String, _ size: String, _ isWide: Bool) async throws {
        let page = try await page("theme: {logo: \(name).svg}")
        #expect(
            page.contains("<img src=\"../../\(name).svg\" alt=\"\" \(size)>")
                && page.contains("class=\"brand wide\"") == isWide)
    }

    @Test func groupsAndObjectivesLeadToEachOther() async throws {
        #expect(
            try await page("nav: []", "groups/lift/index.html").contains("<a href=\"../../strategy/#up\">Go up</a>"))
        #expect(try await page("nav: []", "strategy/index.html").contains("<dt>Groups</dt>"))
    }

    @Test(arguments: ["{label: A, href: groups/}", "{A: [b]}", "{A: }"])
    func whatIsNoLinkIsTold(_ entry: String) async throws {
        let tiny = try TinySite(configuration: "title: T\nnav: [\(entry)]\n")
        #expect(
            try await tiny.build().diagnostics.contains {
                $0.kind == .badSetting && $0.help?.contains("Canteen") == true
            })
    }
}
