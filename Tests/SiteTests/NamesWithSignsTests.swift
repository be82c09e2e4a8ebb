import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import TestKit
import Testing

/// Titles and topics with `#`, `+`, `.` and brackets.
@Suite struct NamesWithSignsTests {
    private func resolve(
        _ text: String, tags: String = "[c, \"c#\", c++, .net, node.js, node]"
    ) async throws -> (links: [LinkResolution?], site: Site, diagnostics: [Diagnostic]) {
        let tiny = try TinySite([
            "p.md": "---\ntitle: P\n---\n\(text)\n",
            "sharp.md": "---\ntitle: \"C# basics\"\ntags: \(tags)\n---\n## Set up\n",
            "x.md": "---\ntitle: \"What is [x]?\"\n---\n## A [b]\n", "c.md": "---\ntitle: C\n---\n## Set up\n",
        ])
        let (site, diagnostics) = try await tiny.resolve()
        let page = try #require(site.page(at: "p.md"))
        return (page.links, site, diagnostics.filter { $0.severity > .note })
    }

    private func hrefs(_ text: String) async throws -> [String] {
        let (links, _, diagnostics) = try await resolve(text)
        #expect(diagnostics.map(\.summary) == [])
        return links.map { link in
            guard case .link(let href, let text, _)? = link else { return "-" }
            return href.drop { $0 == "\u{1}" } + " " + (text ?? "")
        }
    }

    @Test func aTitleMayHaveANumberSign() async throws {
        #expect(try await hrefs("[[C# basics]] [[c# basics|l]]") == ["sharp/ C# basics", "sharp/ l"])
        #expect(try await hrefs("[[C# basics#Set up]]") == ["sharp/#set-up C# basics: Set up"])
        #expect(try await hrefs("[[C#Set up]]") == ["c/#set-up C: Set up"])
        #expect(try await hrefs("[[topic:c#]] [[topic:c]]") == ["topics/c%23/ c#", "topics/c/ c"])
        #expect(try await resolve("[[D# basics]]").diagnostics.map(\.kind.id) == ["broken-link"])
    }

    @Test func bracketsInANameComeInPairs() async throws {
        #expect(
            try await hrefs("[[What is [x]?]] and [[what is [x]?#A [b]]]") == [
                "x/ What is [x]?", "x/#a-b What is [x]?: A [b]",
            ])
        #expect(try await resolve("[[What is [y]?]]").diagnostics.map(\.kind.id) == ["broken-link"])
    }

    @Test func topicsAreReadAsAWhole() async throws {
        #expect(
            try await hrefs("#c++ #c#, (#.net) #node.js. #node. #c") == [
                "topics/c++/ c++", "topics/c%23/ c#", "topics/_net/ .net", "topics/node.js/ node.js",
                "topics/node/ node", "topics/c/ c",
            ])
    }

    @Test func anUnknownOneIsNoLinkToAnother() async throws {
        let (links, _, diagnostics) = try await resolve("#c++ #c# #node.js #.css and #c.", tags: "[c, node]")
        #expect(diagnostics.isEmpty)
        #expect(links.dropLast() == [.plain(), .plain(), .plain(), .plain()])
        #expect(links.last == .link(href: "\u{1}topics/c/", text: "c", class: .topic))
    }

    @Test func theAddressOfATopicBeginsWithNoPoint() async throws {
        let (_, site, _) = try await resolve("x", tags: "[.net, net, _net, \"._net\", esp, \"a.b\", \"..\"]")
        let found = Dictionary(uniqueKeysWithValues: site.topics.map { ($0.tag, $0.url.text) })
        #expect(
            found == [
                ".net": "topics/___net/", "net": "topics/net/", "_net": "topics/_net/", "._net": "topics/__net/",
                "esp": "topics/esp/", "a.b": "topics/a.b/", "--": "topics/--/",
            ])
    }

    @Test func aSlugBeginsWithNoPoint() async throws {
        let (site, diagnostics) = try await TinySite(["a.md": "---\ntitle: A\nslug: .x\n---\nx\n"]).resolve()
        #expect(diagnostics.map(\.kind.id) == ["bad-slug"])
        #expect(site.page(at: "a.md")?.url.text == "a/")
    }
}
