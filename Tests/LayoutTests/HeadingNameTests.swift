import HearthModel
import Testing

@testable import HearthLayout

/// The heading that is the title keeps its anchor, and headings are called what their readers see.
@Suite struct HeadingNameTests {
    private func sample(_ files: [String: String]) async throws -> SampleSite {
        var all = [
            "Content/index.md": "---\ntitle: Home\n---\nHello.\n",
            "Content/people/jo.md": "---\nname: Jo Larsen\n---\n",
        ]
        for (path, text) in files { all["Content/" + path] = text }
        return try await SampleSite(all)
    }

    @Test(arguments: [
        ("t.md", "# My title\n\n[x](#my-title)\n", "t/", "my-title"),
        ("t.md", "# My title {#own}\n\n[x](#own)\n", "t/", "own"),
        ("questions/index.md", "# All of them\n\nx\n", "questions/", "all-of-them"),
        ("questions/q.md", "---\ntitle: Why?\n---\n# Why?\n\nx\n", "questions/q/", "why"),
        ("groups/g/index.md", "---\nkind: team\nmanagers: [\"@jo\"]\n---\n# The G\n", "groups/g/", "the-g"),
        ("topics/esp.md", "# Pumps\n\nx\n", "topics/esp/", "pumps"),
    ])
    func theTitleHasTheIDOfItsHeading(_ path: String, _ text: String, _ page: String, _ id: String) async throws {
        let sample = try await sample([path: text, "l.md": "---\ntitle: L\ntags: [esp]\n---\n[x](/\(page)#\(id))\n"])
        #expect(sample.diagnostics.filter { $0.severity > .note }.map(\.summary) == [])
        let html = sample.main(page)
        #expect(html.contains(" id=\"\(id)\""), "\(html.prefix(600))")
    }

    @Test func aTitleThatIsAHeadingSaysWhatTheHeadingSays() async throws {
        let sample = try await sample([
            "t.md": "# What @jo says of [[d]]\n\nx\n", "d.md": "---\ntitle: Doc Dee\n---\nSee [[t]].\n",
            "w.md": "---\ntitle: \"@jo\"\n---\nx\n",
        ])
        #expect(
            sample.main("t/").contains("<h1 dir=\"auto\" id=\"what-jo-says-of-d\">What Jo Larsen says of Doc Dee</h1>"))
        #expect(sample.main("d/").contains(">What Jo Larsen says of Doc Dee</a>"))
        #expect(sample.main("documents/").contains(">What Jo Larsen says of Doc Dee</a>"))
        #expect(sample.main("w/").contains(">@jo</h1>"), "a field is no Markdown")
    }

    @Test func aTitleDoesNotTellTheNameOfARestrictedPage() async throws {
        let sample = try await sample([
            "groups/g/index.md":
                "---\ntitle: G\nkind: team\nmanagers: [\"@jo\"]\nvisibility: members\naccess_group: g\n---\nx\n",
            "groups/g/plan.md": "---\ntitle: Secret plan\n---\nx\n", "t.md": "# About [[groups/g/plan]]\n\nx\n",
        ])
        #expect(!sample.page("t/").contains("Secret plan"))
        #expect(sample.main("t/").contains(">About restricted page</h1>"))
    }

    @Test func aTitleOfTheFrontMatterHasNone() async throws {
        let sample = try await sample(["t.md": "---\ntitle: T\n---\nx\n"])
        #expect(sample.main("t/").contains("<h1 dir=\"auto\">T</h1>"))
    }

    @Test func theOutlineAndTheLinkOfAHeadingSayWhatItSays() async throws {
        let sample = try await sample([
            "t.md": "---\ntitle: T\n---\n## What @jo says of [[d]]\n\nx\n\n## Plain\n\ny\n",
            "d.md": "---\ntitle: Doc Dee\n---\nx\n",
        ])
        let html = sample.main("t/")
        #expect(html.contains("aria-label=\"Link to this section: What Jo Larsen says of Doc Dee\""))
        #expect(html.contains("<a href=\"#what-jo-says-of-d\" dir=\"auto\">What Jo Larsen says of Doc Dee</a>"))
        #expect(html.contains("<h2 id=\"what-jo-says-of-d\">"), "the id stays")
    }
}
