import HearthContent
import HearthModel
import TestKit
import Testing

@testable import HearthSite

/// `[text](some words)` is no link in Markdown; where a page has that name, it was to be one.
@Suite struct WordsAsAddressTests {
    private static let files = [
        "a/how we work.md": "---\ntitle: Our ways\n---\nx\n", "a/the-plan-b.md": "---\ntitle: Another\n---\nx\n",
        "b/c.md": "---\ntitle: All about C\n---\nx\n",
        "groups/g/index.md": "---\ntitle: Secret group\nkind: team\nvisibility: members\n---\nx\n",
    ]

    private func found(_ text: String) async throws -> [Diagnostic] {
        var files = Self.files
        files["a/page.md"] = "---\ntitle: Page\n---\n" + text + "\n"
        return try await TinySite(files).resolve().diagnostics.filter {
            $0.severity > .note && $0.location?.file.hasSuffix("a/page.md") == true
        }
    }

    @Test(arguments: [
        ("See [x](how we work) now.", "put it in <…>: [x](<how we work>)"),
        ("See [x](how we work#a) now.", "put it in <…>: [x](<how we work#a>)"),
        ("[x](the plan b)", "write [x](the-plan-b)"), ("[x](all about c)", "write [[all about c|x]]"),
        ("[All about C](All about C)", "write [[All about C]]"), ("- *a* [x](Our ways)", "write [[Our ways|x]]"),
    ])
    func isToldWhereAPageHasThatName(_ text: String, _ help: String) async throws {
        let found = try await found(text)
        #expect(found.map(\.kind.id) == ["blank-in-address"])
        #expect(found.first?.help == help && found.first?.location?.line == 4)
        #expect(found.first?.location?.column != nil)
    }

    @Test(arguments: [
        "[note](see below)", "f[i](a, b)", "[1](cf. Smith 2010)", "`[x](how we work)`", "\\[x](how we work)",
        "[x](Secret group)", "[[x]](how we work)", "[^1](how we work)", "[x] (how we work)",
    ])
    func otherWordsAreWords(_ text: String) async throws {
        #expect(try await found(text).filter { $0.kind.id == "blank-in-address" }.isEmpty)
    }

    @Test func theyStayText() async throws {
        let site = try await TinySite([
            "a.md": "---\ntitle: A\n---\n[x](see below) and [[b]]\n", "b.md": "---\ntitle: B\n---\n",
        ])
        .resolve().0
        let page = try #require(site.page(at: "a.md"))
        #expect(page.links.count == 2 && page.links[0] == nil)
    }
}
