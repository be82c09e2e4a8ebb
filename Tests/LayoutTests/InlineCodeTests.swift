import HearthModel
import Testing

@testable import HearthLayout

/// What browsers block on the published site is told.
@Suite struct InlineCodeTests {
    private func found(_ text: String, name: String = "partials/footer.mustache") async throws -> [Diagnostic] {
        let files = ["Content/index.md": "---\ntitle: Home\n---\nHello.\n", "Layouts/" + name: text]
        return try await SampleSite(files).has("blocked-by-policy")
    }

    @Test(arguments: [
        ("<p>\n <script>track()</script>", "a script within the page"),
        ("\n <style>p{}</style>", "a style sheet within"),
        ("\n <p class=\"a\" style=\"color:red\">x</p>", "a style= attribute"),
        ("\n <a href=\"#\" onclick='go()'>x</a>", "a script in onclick="),
        ("\n <script async src=\"https://stats.example/m.js\"></script>", "a script of another server"),
        ("\n <link rel=\"stylesheet\" href=\"//cdn.example/a.css\">", "a style sheet of another server"),
        ("\n <SCRIPT type=module>x</SCRIPT>", "a script within the page"),
    ])
    func itIsToldWithItsPlace(_ text: String, _ words: String) async throws {
        let problems = try await found(text)
        #expect(problems.count == 1 && problems.first?.severity == .warning)
        #expect(problems.first?.summary.contains(words) == true, "\(problems)")
        #expect(problems.first?.location?.line == 2 && problems.first?.location?.column == 2)
    }

    @Test(arguments: [
        "<script src=\"{{root}}assets/mine.js\" defer></script>", "<script type=\"application/ld+json\">{}</script>",
        "<!-- <script>x</script> <p style=\"x\"> -->", "<p title=\"a style= b > <i\">x</p>", "a < b style=\"x\"",
        "<a href=\"https://other.example/\">x</a>{{#title}}<p class=\"{{title}}\">{{/title}}",
    ])
    func whatIsFineIsNot(_ text: String) async throws {
        #expect(try await found(text).isEmpty)
    }
}
