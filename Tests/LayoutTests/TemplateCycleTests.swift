import HearthModel
import Testing

@testable import HearthLayout

/// Templates that include themselves, that hang on no other, and that are not text: each is a diagnostic.
@Suite struct TemplateCycleTests {
    private let files = [
        "Content/index.md": "---\ntitle: Home\n---\nHello.\n", "Content/a.md": "---\ntitle: A\n---\nText.\n",
    ]

    private func site(_ layouts: [String: String], _ more: [String: String] = [:]) async throws -> SampleSite {
        var all = files.merging(more) { _, new in new }
        for (name, text) in layouts { all["Layouts/" + name] = text }
        return try await SampleSite(all)
    }

    @Test func aPartialThatIncludesItselfIsReportedAndTheBuiltInLayoutStandsIn() async throws {
        let sample = try await site([
            "document.mustache": "<main>{{title}}{{> partials/x}}",
            "partials/x.mustache": "\n{{#title}}{{> partials/x}}{{/title}}",
        ])
        let found = sample.has("partial-cycle")
        #expect(found.map(\.summary) == ["partials/x would include itself: partials/x → partials/x"])
        #expect(
            found.first?.location
                == SourceLocation(file: "Layouts/partials/x.mustache", line: 2, column: 15, length: 10))
        #expect(sample.main("a/").contains("<p>Text.</p>"))
        #expect(sample.has("unknown-partial").isEmpty)
    }

    @Test func aCycleOfTwoPartialsIsReportedOnce() async throws {
        let sample = try await site([
            "document.mustache": "<main>{{> partials/x}}", "partials/x.mustache": "x{{> partials/y}}",
            "partials/y.mustache": "{{nope}} {{> partials/x}}",
        ])
        #expect(
            sample.has("partial-cycle").map(\.summary) == [
                "partials/x would include itself: partials/x → partials/y → partials/x"
            ])
        #expect(sample.has("unknown-template-name").count == 1)
        #expect(sample.main("a/").contains("<p>Text.</p>"))
    }

    @Test(arguments: ["", "\n", "  \r\n\t"])
    func anEmptyLayoutIsReportedAndTheBuiltInOneUsed(text: String) async throws {
        let sample = try await site(["document.mustache": text, "partials/footer.mustache": text])
        #expect(sample.has("template-syntax").map(\.location?.file) == ["Layouts/document.mustache"])
        #expect(sample.main("a/").contains("Text."))
    }

    /// The text of a page must not choose the template: its title may be the name of the one that shows it.
    @Test(arguments: ["{{>*title}}", "{{> *title}}", "{{<*title}}{{/*title}}"])
    func aNameThatAPageChoosesIsReportedAndNotIncluded(tag: String) async throws {
        let sample = try await site(
            ["document.mustache": "<main>{{> partials/x}}", "partials/x.mustache": "x\n" + tag],
            ["Content/a.md": "---\ntitle: partials/x\n---\nText.\n"])
        #expect(sample.has("partial-cycle").map(\.location?.line) == [2])
        #expect(sample.main("a/").contains("<p>Text.</p>"))
    }

    /// Each step of the walk would be ten: the check of names must not follow them either.
    @Test func aRowThatIncludesItselfManyTimesTakesNoTime() async throws {
        let sample = try await site(["rows/link.mustache": String(repeating: "{{title}}{{> rows/link}}", count: 10)])
        #expect(sample.has("partial-cycle").count == 10)
    }

    @Test func inheritanceThatComesBackIsReported() async throws {
        let own = try await site(["document.mustache": "{{<document}}{{$x}}{{title}}{{/x}}{{/document}}"])
        #expect(own.has("partial-cycle").map(\.summary) == ["document would include itself: document → document"])
        // The outer text for a block is what the inner parent shows, too.
        let nested = try await site([
            "document.mustache": "{{<base}}{{$main}}{{<box}}{{$main}}in{{/main}}{{/box}}{{/main}}{{/base}}",
            "base.mustache": "<main>{{$main}}{{/main}}", "box.mustache": "<b>{{$main}}{{/main}}</b>",
        ])
        #expect(
            nested.has("partial-cycle").map(\.summary) == [
                "block 'main' would include itself: block 'main' → box → block 'main'"
            ])
        #expect(nested.main("a/").contains("<p>Text.</p>"))
    }

    @Test func inheritanceWithoutCycleIsShown() async throws {
        let sample = try await site([
            "document.mustache": "{{<base}}{{$main}}{{title}}{{> partials/x}}{{/main}}{{/base}}",
            "base.mustache": "<main>{{$main}}{{nameOfNoPage}}{{/main}}{{$foot}}end{{/foot}}",
            "partials/x.mustache": "!{{#title}}{{> partials/z}}{{/title}}{{> partials/z}}", "partials/z.mustache": "z",
        ])
        #expect(sample.diagnostics.isEmpty)
        #expect(sample.main("a/") == "<main>A!zzend")
    }

    @Test func aParentThatIsNotThereIsReported() async throws {
        let sample = try await site([
            "document.mustache": "{{<bse}}{{$main}}{{title}}{{/main}}{{/bse}}",
            "base.mustache": "{{$main}}{{nope}}{{/main}}",
        ])
        let found = try #require(sample.has("unknown-partial").first)
        #expect(found.location == SourceLocation(file: "Layouts/document.mustache", line: 1, column: 4, length: 3))
        #expect(found.help == "did you mean 'base'?")
        let used = try await site([
            "document.mustache": "{{<base}}{{$x}}{{/x}}{{/base}}", "base.mustache": "{{$main}}{{nope}}{{/main}}",
        ])
        #expect(used.has("unknown-template-name").count == 1)
    }

    @Test func aNameThatIsAlmostOneOfTheThemeIsReported() async throws {
        let sample = try await site(
            [
                "documnt.mustache": "x", "partials/heder.mustache": "x", "rows/questoin.mustache": "x",
                "events2.mustache": "{{> partials/avatars}}", "partials/avatars.mustache": "x",
                "landing-with-nothing-alike.mustache": "x",
            ],
            ["Content/b.md": "---\ntitle: B\nlayout: events2\n---\n"])
        let found = sample.has("unused-layout")
        #expect(
            found.map { $0.location?.file } == [
                "Layouts/documnt.mustache", "Layouts/partials/heder.mustache", "Layouts/rows/questoin.mustache",
            ])
        #expect(
            found.map(\.help) == [
                "did you mean 'document'?", "did you mean 'partials/header'?", "did you mean 'rows/question'?",
            ])
    }

    @Test func layoutsAreTextInUTF8WithoutMark() throws {
        var found: [Diagnostic] = []
        let library = LayoutLibrary(
            [],
            own: [
                .init(name: "a.mustache", file: "Layouts/a.mustache", bytes: [0xEF, 0xBB, 0xBF] + Array("<p>".utf8)),
                .init(name: "b.mustache", file: "Layouts/b.mustache", bytes: Array("\ncaf".utf8) + [0xE9]),
                .init(name: "assets/c.png", file: "Layouts/assets/c.png", bytes: [0xEF, 0xBB, 0xBF, 0xFF]),
            ], style: "", diagnostics: &found)
        #expect(library.render(Context(Nothing()), with: "a") == "<p>")
        #expect(found.map(\.kind.id) == ["not-utf8"])
        #expect(found.first?.location == SourceLocation(file: "Layouts/b.mustache", line: 2, column: 4, length: 1))
        #expect(found.first?.help?.contains("old.mustache") == true)
        #expect(library.assets.first { $0.path == "assets/c.png" }?.bytes.count == 4)
    }
}

private struct Nothing: TemplateFields {
    static let table = FieldTable<Self>("nothing") { _ in }
}
