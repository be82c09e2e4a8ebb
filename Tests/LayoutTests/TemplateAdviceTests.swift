import HearthModel
import Testing

@testable import HearthLayout

/// Mistakes in templates and their way out.
@Suite struct TemplateAdviceTests {
    private func site(
        _ template: String, folder: String = "Layouts", more: [String: String] = [:]
    ) async throws
        -> SampleSite
    {
        var files = more
        files["Content/index.md"] = "---\ntitle: \"<b>Home\"\n---\nHello.\n"
        files[folder + "/home.mustache"] = template
        return try await SampleSite(files, configuration: "title: Test\nlayouts: \(folder)\n")
    }

    @Test(arguments: ["{{%CONTENT_TYPE:TEXT}}", "{{% CONTENT_TYPE: TEXT }}", "{{%NOPE}}"])
    func noTemplateSwitchesEscapingOff(_ setting: String) async throws {
        let sample = try await site("<main>\n\(setting){{title}}</main>")
        let found = sample.has("template-syntax")
        #expect(found.map(\.location?.line) == [2] && found.first?.help?.contains("remove it") == true)
        // The built-in one stands in.
        #expect(sample.page("").contains("&lt;b&gt;Home") && !sample.page("").contains("<b>Home"))
    }

    @Test func anOpenSectionIsToldWhereItBegins() async throws {
        let sample = try await site("<main>{{title}}\n{{#tags}}\n<b>{{#lead}}x{{/lead}}</b>\n\n{{title}}\n")
        let found = try #require(sample.has("template-syntax").first)
        #expect(found.location?.line == 2 && found.summary == "the section 'tags' is not closed")
        #expect(found.help == "write {{/tags}} where it ends")
    }

    @Test func anotherSectionsEndNamesTheOneThatIsOpen() async throws {
        let sample = try await site("<main>\n{{#tags}}\n{{#lead}}x\n{{/tags}}\n{{/lead}}\n")
        let found = try #require(sample.has("template-syntax").first)
        #expect(found.location?.line == 4 && found.help == "write {{/lead}} where it ends")
        #expect(found.notes.map(\.message) == ["'lead' is open since here"])
        #expect(found.notes.first?.location?.line == 3)
    }

    @Test func theNameOfAPartialIsHelpedWithItsEnding() async throws {
        let sample = try await site(
            "{{> partials/avatar.mustache}}{{> partials/something-else.mustache}}{{>}}", folder: "theme")
        let missing = sample.has("unknown-partial")
        #expect(
            missing.map(\.help) == [
                "write it without '.mustache': 'partials/avatar'", "add theme/partials/something-else.mustache",
            ])
        #expect(sample.has("template-syntax").map(\.summary) == ["this tag has no name"])
    }

    @Test func aStylesheetThatTakesTheSettingsPlaceIsTold() async throws {
        let files = ["Content/index.md": "---\ntitle: Home\n---\n", "Layouts/assets/theme.css": "/* mine */"]
        let settings = "title: T\ntheme: {accent: \"#0b5cad\"}\n"
        let found = try await SampleSite(files, configuration: settings).has("bad-setting")
        #expect(found.map(\.severity) == [.warning] && found.first?.location?.line == 2)
        #expect(try await SampleSite(files).has("bad-setting").isEmpty)
        let fonts = try await SampleSite(files, configuration: "title: T\ntheme: {font: serif}\n").has("bad-setting")
        #expect(fonts.first?.summary.hasPrefix("font: 'Layouts/assets/theme.css'") == true)
    }

    @Test(arguments: [
        ("{{#if title}}x{{/if}}", "templates have no 'if': {{#title}}…{{/title}} is for each, and if"),
        ("{{#unless title}}x{{/unless}}", "{{^title}}…{{/title}}"),
        ("{{asker}}", "the layout 'question' has this name; 'hearth theme reference' lists the names of each layout"),
        ("{{zzzzzzzzzz}}", "'hearth theme reference' lists the names of each layout"),
    ])
    func aNameThatIsNoneHasAWayOut(_ template: String, _ help: String) async throws {
        let found = try await site(template).has("unknown-template-name")
        #expect(found.first?.help?.contains(help) == true, "\(found)")
    }

    @Test(arguments: ["wide.mustache", "Layouts/wide.mustache", "Layouts/wide"])
    func aLayoutIsNamedWithoutFolderAndEnding(_ name: String) async throws {
        let sample = try await site(
            "{{title}}",
            more: ["Content/a.md": "---\ntitle: A\nlayout: \(name)\n---\n", "Layouts/wide.mustache": "{{title}}"])
        #expect(sample.has("unknown-layout").first?.help == "write it without folder and ending: 'wide'")
        let none = try await site(
            "{{title}}", more: ["Content/a.md": "---\ntitle: A\nlayout: gartenlaube.mustache\n---\n"])
        #expect(none.has("unknown-layout").first?.help == "add Layouts/gartenlaube.mustache, or remove this line")
    }
}
