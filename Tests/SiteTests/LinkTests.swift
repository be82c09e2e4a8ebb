import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import TestKit
import Testing

@Suite struct LinkTests {
    /// The resolutions of the links of `a/page.md` with this text.
    private func links(
        _ text: String, files: [String: String] = [:], configuration: String = "title: Test\n"
    ) async throws -> (links: [LinkResolution?], diagnostics: [Diagnostic]) {
        var all = files
        all["a/page.md"] = "---\ntitle: Page\n---\n" + text + "\n"
        all["a/other.md"] =
            "---\ntitle: Other page\naliases: [The Other]\nredirect_from: [/old/other.html, \"/t.php?id=7\"]\n---\n## Some heading\nx\n"
        let tiny = try TinySite(all, configuration: configuration)
        let (site, diagnostics) = try await tiny.resolve()
        let page = try #require(site.page(at: "a/page.md"))
        return (page.links, diagnostics.filter { $0.severity > .note })
    }

    private func href(_ text: String) async throws -> String? {
        let (links, diagnostics) = try await links(text)
        #expect(diagnostics.map(\.summary) == [])
        guard case .link(let href, _, _)?? = links.first else { return nil }
        return String(href.drop { $0 == "\u{1}" })
    }

    @Test(arguments: [
        "[x](other.md)", "[x](other)", "[x](./other.md)", "[x](../a/other.md)", "[x](/a/other/)", "[x](/a/other)",
        "[x](/a/other/index.html)", "[x](/a/other.md)", "[x](/old/other.html)",
        "[x](/t.php?id=7)",
        "[[Other page]]", "[[other]]", "[[The Other]]", "[[the  other]]", "[[a/other]]", "[[Other page|label]]",
        "[[/a/other/]]",
    ])
    func everyFormLeadsToThePage(_ text: String) async throws { #expect(try await href(text) == "a/other/") }

    @Test(arguments: ["[x](other.md#some-heading)", "[[other#Some heading]]", "[[Other page#some-heading|x]]"])
    func anchorsAreKept(_ text: String) async throws { #expect(try await href(text) == "a/other/#some-heading") }

    @Test func brokenLinksNameTheLineAndTheNearestPage() async throws {
        let (links, diagnostics) = try await links("one\n\nAsk the [team](othr.md) first.")
        #expect(links == [.plain()])
        let problem = try #require(diagnostics.first)
        #expect(problem.kind == .brokenLink && problem.severity == .error)
        #expect(problem.location?.line == 6)
        #expect(problem.help == "did you mean '/a/other.md'?")
    }

    @Test func brokenAnchorsAndWikiLinksAndImagesAreErrors() async throws {
        #expect(try await links("[x](other.md#nowhere)").diagnostics.ids == ["broken-anchor"])
        #expect(try await links("[x](#nowhere)").diagnostics.ids == ["broken-anchor"])
        #expect(try await links("[[Nobody wrote this]]").diagnostics.ids == ["broken-link"])
        #expect(try await links("![x](no.png)").diagnostics.ids == ["broken-link"])
    }

    @Test(arguments: ["https://e.example/a.png", "HTTP://e.example/a.png", "//e.example/a.png"])
    func imagesOfOtherServersAreLinks(_ address: String) async throws {
        let (links, diagnostics) = try await links("![x](\(address)) [x](\(address)) ![x](data:image/png;base64,AA==)")
        #expect(links == [.link(href: address, class: .elsewhere), nil, nil])
        #expect(diagnostics.isEmpty, "no more than a note")
    }

    @Test func levelsLowerBrokenLinks() async throws {
        let (_, diagnostics) = try await links("[x](nope.md)", configuration: "title: T\nlinks: {broken: warn}\n")
        #expect(diagnostics.map(\.severity) == [.warning])
        #expect(
            try await links("[x](nope.md)", configuration: "title: T\nlinks: {broken: ignore}\n").diagnostics.isEmpty)
    }

    @Test func pathsCannotLeaveTheContent() async throws {
        #expect(try await links("[x](../../../etc/passwd)").diagnostics.ids == ["broken-link"])
        #expect(try await links("[x](/..%2f..%2fetc/passwd)").diagnostics.ids == ["broken-link"])
    }

    @Test func twoCandidatesAreAnErrorThatListsThem() async throws {
        let (_, diagnostics) = try await links(
            "[[faq]]", files: ["b/faq.md": "---\ntitle: B\n---\nx\n", "c/faq.md": "---\ntitle: C\n---\nx\n"])
        let problem = try #require(diagnostics.first(.ambiguousLink))
        #expect(problem.notes.compactMap { $0.location?.file } == ["Content/b/faq.md", "Content/c/faq.md"])
    }

    @Test func peopleAndTopicsBecomeLinks() async throws {
        let tags = ["d.md": "---\ntitle: D\ntags: [esp]\n---\nx\n"]
        let (links, diagnostics) = try await links("Ask @ada about #esp, not a@ada.example or C#.", files: tags)
        #expect(diagnostics.map(\.summary) == [])
        #expect(links.contains(.link(href: "\u{1}people/ada/", text: "Ada Lund", class: .mention)))
        #expect(links.contains(.link(href: "\u{1}topics/esp/", text: "esp", class: .topic)))
    }

    @Test func unknownPeopleInTextAreWarnings() async throws {
        let (_, diagnostics) = try await links("Ask @adaa.")
        #expect(diagnostics.ids == ["unknown-person"])
        #expect(diagnostics[0].severity == .warning && diagnostics[0].help == "did you mean '@ada'?")
    }

    @Test func draftsAreNamedAsTheReason() async throws {
        let (_, diagnostics) = try await links(
            "[x](soon.md)", files: ["a/soon.md": "---\ntitle: Soon\ndraft: true\n---\nx\n"])
        #expect(diagnostics.first(.brokenLink)?.help?.contains("draft") == true)
    }
}
