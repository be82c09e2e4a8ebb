import Testing

@testable import HearthLayout

/// `Layouts/assets/custom.css`: rules of the site's own, without a copy of anything of the theme.
@Suite struct CustomStyleTests {
    private static let link = "<link rel=\"stylesheet\" href=\"~assets/custom.css\">"

    @Test func everyPageReadsItAfterTheTheme() async throws {
        let sample = try await SampleSite([
            "Content/a.md": "---\ntitle: A\n---\nx\n", "Layouts/assets/custom.css": "h1 {color: red}",
        ])
        #expect(sample.library.assets.contains { $0.path == "assets/custom.css" })
        #expect(sample.diagnostics.isEmpty)
        for path in ["", "a/", "questions/", "404.html"] {
            let page = sample.page(path)
            // The page of what is not found may be shown at any address: its links are absolute.
            let own = try #require(page.range(of: path == "404.html" ? "assets/custom.css" : Self.link), "\(path)")
            let theme = try #require(page.range(of: "assets/theme.css"))
            #expect(theme.lowerBound < own.lowerBound)
        }
    }

    @Test(arguments: ["Layouts/assets/other.css", "Layouts/assets/css/custom.css", "Layouts/custom.css"])
    func noOtherFileIsLinked(_ path: String) async throws {
        let sample = try await SampleSite(["Content/a.md": "---\ntitle: A\n---\nx\n", path: "h1 {color: red}"])
        #expect(!sample.page("a/").contains("custom.css"))
        #expect(sample.has("unused-layout").isEmpty == path.hasPrefix("Layouts/assets/"))
    }
}
