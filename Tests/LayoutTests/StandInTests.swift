import HearthModel
import Testing

@testable import HearthLayout

/// Templates with a mistake make no pages: the built-in ones stand in, whatever the mistake is.
@Suite struct StandInTests {
    private static let files = [
        "Content/index.md": "---\ntitle: Home\n---\nHello.\n", "Content/a.md": "---\ntitle: First\n---\nText.\n",
        "Content/groups/g/b.md": "---\ntitle: Second\nlayout: wide\n---\nText.\n",
        "Content/groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@a\"]\nproblem: p\n---\n",
        "Content/people/a.md": "---\nname: A\n---\n",
    ]

    private func site(_ layouts: [String: String]) async throws -> SampleSite {
        var all = Self.files
        for (name, text) in layouts { all["Layouts/" + name] = text }
        return try await SampleSite(all)
    }

    /// What the built-in theme makes of a page.
    private func usual(_ path: String) async throws -> String {
        try await site(["wide.mustache": "{{> document}}"]).page(path)
    }

    @Test(arguments: [
        "<h1>{{titel}}</h1>", "{{> partials/nowhere}}", "{{{title}}}", "{{#title}}x", "{{> document}}",
        "{{> partials/mine}}",
    ])
    func aDocumentHasTheBuiltInLayout(_ text: String) async throws {
        let sample = try await site(["document.mustache": text, "partials/mine.mustache": "{{titel}}"])
        #expect(sample.diagnostics.contains { $0.severity == .error })
        let page = sample.page("groups/g/b/")
        #expect(try await page == usual("groups/g/b/") && page.contains("Second</h1>"))
    }

    @Test func whatIsRightStays() async throws {
        let sample = try await site([
            "document.mustache": "<h1>{{titel}}</h1>", "partials/footer.mustache": "<footer>MINE</footer>",
            "wide.mustache": "WIDE {{title}}{{{footer}}}",
        ])
        #expect(sample.page("groups/g/b/") == "WIDE Second<footer>MINE</footer>")
        #expect(sample.page("people/a/").contains("<footer>MINE</footer>"))
    }

    @Test func aRowAndAPartialStandInAlone() async throws {
        let sample = try await site([
            "partials/footer.mustache": "<footer>{{sitTitle}}</footer>", "wide.mustache": "WIDE{{{footer}}}",
        ])
        #expect(sample.has("unknown-template-name").count == 1)
        #expect(sample.page("groups/g/b/").contains("class=\"foot-in\""))
    }

    @Test(arguments: ["WIDE {{titel}}", "WIDE {{#title}}", "WIDE {{> partials/nowhere}}", "WIDE {{answersText}}"])
    func aLayoutOfThePagesChoiceGivesWayToThatOfItsType(_ text: String) async throws {
        let sample = try await site(["wide.mustache": text])
        #expect(sample.diagnostics.contains { $0.severity == .error })
        #expect(try await sample.page("groups/g/b/") == usual("groups/g/b/"))
    }

    @Test func theLayoutOfTheHomePageIsCheckedAsThat() async throws {
        var files = Self.files
        files["Content/index.md"] = "---\ntitle: Home\nlayout: landing\n---\nHello.\n"
        files["Layouts/landing.mustache"] = "LANDING {{title}}{{#open}}{{count}}{{/open}}{{{content}}}"
        files["Layouts/wide.mustache"] = "{{title}}"
        let sample = try await SampleSite(files)
        #expect(!sample.diagnostics.contains { $0.severity == .error })
        #expect(sample.page("").hasPrefix("LANDING Home"))
    }
}
