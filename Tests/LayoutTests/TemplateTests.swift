import HearthContent
import HearthModel
import Testing

@testable import HearthLayout

@Suite struct TemplateTests {
    private let home = ["Content/index.md": "---\ntitle: Home\n---\nHello.\n"]

    private func site(_ layouts: [String: String], _ files: [String: String] = [:]) async throws -> SampleSite {
        var all = home.merging(files) { _, new in new }
        for (name, text) in layouts { all["Layouts/" + name] = text }
        return try await SampleSite(all)
    }

    @Test func theDefaultThemeHasNoMistakes() async throws {
        let sample = try await SampleSite(home)
        #expect(sample.diagnostics.isEmpty)
    }

    @Test func anUnknownNameIsReportedWithItsPlace() async throws {
        let sample = try await site(["home.mustache": "<h1>{{title}}</h1>\n<p>{{descripton}}</p>\n"])
        let found = try #require(sample.has("unknown-template-name").first)
        #expect(found.location == SourceLocation(file: "Layouts/home.mustache", line: 2, column: 6, length: 10))
        #expect(found.help == "did you mean 'description'?")
        #expect(found.notes.map(\.message) == ["used by the layout 'home'"])
    }

    @Test func namesAreCheckedInsideSectionsAndPartials() async throws {
        let sample = try await site([
            "home.mustache":
                "{{#open}}{{count}}{{#more}}{{href}}{{nope}}{{/more}}{{/open}}{{#faces}}{{> partials/who}}{{/faces}}",
            "partials/who.mustache": "{{name}} {{title}} {{ages}}",
        ])
        let names = sample.has("unknown-template-name").map(\.summary).sorted()
        // `title` is the page's, seen from inside a face.
        #expect(names == ["there is no 'ages' here", "there is no 'nope' here"])
    }

    @Test func dottedNamesAndListsAreChecked() async throws {
        let sample = try await site([
            "home.mustache": "{{links.question}}{{faces}}{{#links.people}}{{.}}{{/links.people}}"
        ])
        let found = sample.has("unknown-template-name")
        #expect(
            found.map(\.summary).sorted() == [
                "'faces' is a list and cannot be printed", "there is no 'question' here in 'links.question'",
            ])
        #expect(found.contains { $0.help == "did you mean 'questions'?" })
    }

    @Test func textBetweenThreeBracesIsAnError() async throws {
        let sample = try await site([
            "home.mustache":
                "{{{title}}} {{&siteTitle}} {{title}} {{#description}}{{{.}}}{{/description}} {{{header}}} {{#content}}{{{.}}}{{/content}}"
        ])
        let found = sample.has("unescaped-text")
        #expect(found.map { $0.location?.column } == [4, 16, 57])
        #expect(found.map(\.help) == ["write {{title}}", "write {{siteTitle}}", "write {{.}}"])
    }

    @Test(arguments: [
        ("site.css", "did you mean 'Layouts/assets/site.css'?"),
        ("question.html", "did you mean 'Layouts/question.mustache'?"),
        ("assets/Site.css", "did you mean 'Layouts/assets/site.css'?"),
        ("Question.mustache", "did you mean 'question'?"),
        ("rows/topic.html", "did you mean 'Layouts/rows/topic.mustache'?"), ("logo.svg", "put it into Layouts/assets/"),
        ("css/own.css", "put it into Layouts/assets/"),
        (
            "own.html",
            "give a template a name that ends in .mustache, and put what is published as it is into Layouts/assets/"
        ),
    ])
    func filesThatNothingReadsAreTold(_ name: String, _ help: String) async throws {
        let found = try await site([name: "x"]).has("unused-layout")
        #expect(found.map(\.location?.file) == ["Layouts/" + name])
        #expect(found.first?.help == help)
    }

    @Test(arguments: [
        "README.md", "assets/own.css", "assets/fonts/a.woff2", "site.css.orig", "LICENSE", "own.mustache",
    ])
    func notesAndOwnFilesAreNot(_ name: String) async throws {
        #expect(try await site([name: "x"]).has("unused-layout").isEmpty)
    }

    @Test(arguments: [
        ("{{}}", "this tag has no name"), ("{{#open}}{{ }}{{/open}}", "this tag has no name"),
        ("{{lower(title)}}", "nothing called 'lower' can be done to a text"),
        ("{{sorted(faces)}}", "nothing called 'sorted' can be done to a list"),
        ("{{#faces}}{{zzz()}}{{/faces}}", "nothing called 'zzz' can be done to the place in a list"),
    ])
    func whatPrintsNothingOrRubbishIsAnError(_ text: String, _ summary: String) async throws {
        #expect(try await site(["home.mustache": text]).has("template-syntax").map(\.summary) == [summary])
    }

    @Test func whatTheEngineCanDoIsNone() async throws {
        let sample = try await site([
            "home.mustache":
                "{{uppercased(title)}}{{#faces}}{{^first()}}, {{/first()}}{{index()}}{{/faces}}{{count(faces)}}{{#first(faces)}}{{name}}{{/first(faces)}}"
        ])
        #expect(sample.diagnostics.isEmpty)
        let list = try await site(["home.mustache": "{{reversed(faces)}}"])
        #expect(list.has("unknown-template-name").map(\.summary) == ["'faces' is a list and cannot be printed"])
    }

    /// The engine reads sections by calling itself.
    @Test func deepNestingIsAnErrorAndTheBuiltInTemplateStandsIn() async throws {
        func nested(_ count: Int) -> String {
            String(repeating: "{{#title}}", count: count) + "x" + String(repeating: "{{/title}}", count: count)
        }
        let sample = try await site(["home.mustache": "\n" + nested(20_000)])
        let found = try #require(sample.has("template-syntax").first)
        #expect(found.location == SourceLocation(file: "Layouts/home.mustache", line: 2, column: 1_004, length: 5))
        #expect(sample.main("").contains("Waiting for an answer"))
        #expect(try await site(["home.mustache": nested(100)]).diagnostics.isEmpty)
    }

    @Test func theLayoutOfAnotherTypeIsOneErrorOfThePage() async throws {
        let sample = try await site([:], ["Content/a.md": "---\ntitle: A\nlayout: question\n---\nx\n"])
        #expect(sample.diagnostics.map(\.kind.id) == ["unknown-layout"])
        #expect(sample.diagnostics.first?.location?.line == 3)
    }

    @Test func theRightNameInAnotherFolderIsTold() async throws {
        let sample = try await site(["header.mustache": "x", "partials/document.mustache": "x"])
        #expect(
            sample.has("unused-layout").map(\.help) == ["did you mean 'partials/header'?", "did you mean 'document'?"])
    }

    @Test func syntaxErrorsNameThePlaceAndTheBuiltInTemplateStandsIn() async throws {
        let sample = try await site(["home.mustache": "<h1>\n{{#open}}\n{{/closed}}"])
        let found = try #require(sample.has("template-syntax").first)
        #expect(found.location?.file == "Layouts/home.mustache")
        #expect(found.location?.line == 3)
        #expect(sample.main("").contains("Waiting for an answer"))
    }

    @Test func missingPartialsAndLayoutsAreReported() async throws {
        let sample = try await site(
            ["home.mustache": "{{> partials/heed}}"], ["Content/a.md": "---\ntitle: A\nlayout: wide\n---\n"])
        #expect(sample.has("unknown-partial").first?.help == "did you mean 'partials/head'?")
        let layout = try #require(sample.has("unknown-layout").first)
        #expect(layout.location == SourceLocation(file: "Content/a.md", line: 3))
    }

    @Test func aLayoutOfTheSitesOwnIsUsedAndChecked() async throws {
        let sample = try await site(
            ["wide.mustache": "<main>WIDE {{title}} </main>", "narrow.mustache": "<main>NARROW {{bodi}}</main>"],
            [
                "Content/a.md": "---\ntitle: A\nlayout: wide\n---\n",
                "Content/b.md": "---\ntitle: B\nlayout: narrow\n---\n",
            ])
        #expect(sample.main("a/") == "<main>WIDE A " && !sample.page("b/").contains("NARROW"))
        #expect(sample.has("unknown-template-name").first?.notes.map(\.message) == ["used by Content/b.md"])
    }

    @Test func oneRowCanBeReplaced() async throws {
        let sample = try await site(
            ["rows/question.mustache": "<li>MINE {{title}}</li>"],
            ["Content/questions/q.md": "---\ntitle: Why?\ndate: 2026-01-01\n---\nText.\n"])
        #expect(sample.main("questions/").contains("<li>MINE Why?</li>"))
        #expect(sample.main("").contains("<li>MINE Why?</li>"))
    }

    @Test func whatTheFastWayCannotDoTheEngineDoes() async throws {
        let sample = try await site(["home.mustache": "<main>{{uppercased(title)}} {{=<% %>=}}<% title %></main>"])
        #expect(!sample.library.isCompiled("home"))
        #expect(sample.main("") == "<main>HOME Home")
    }

    @Test func assetsOfTheSiteStandOverThoseOfTheTheme() async throws {
        let sample = try await site(["assets/site.css": "body{}", "assets/fonts/a.woff2": "x", "notes.txt": "no"])
        let assets = Dictionary(uniqueKeysWithValues: sample.library.assets.map { ($0.path, $0.bytes) })
        #expect(assets["assets/site.css"] == Array("body{}".utf8))
        #expect(assets["assets/fonts/a.woff2"] != nil && assets["notes.txt"] == nil)
        #expect(assets["assets/theme.css"] != nil && assets["assets/site.js"] != nil)
        let plain = try await site([:])
        #expect(plain.library.hash != sample.library.hash && plain.library.hash.count == 32)
    }

    @Test func everySchemaNameIsAnswered() {
        let face = PersonFaceFields(name: "A", href: nil, initials: "A", colour: 1, photo: nil)
        let context = Context(face)
        for name in PersonFaceFields.table.schema.fields.keys {
            #expect(context.value(FieldNames.id(of: name)) != nil)
            #expect(context.child(named: name) != nil)
        }
        #expect(context.child(named: "age") == nil)
    }

    @Test func compilerAgreesWithTheEngineOnWhiteSpace() throws {
        let templates = [
            "a\n  {{#flag}}\n  x\n  {{/flag}}\nb\n", "{{#flag}} x {{/flag}}\n\n", "{{! note }}\nx",
            "  {{! note }}  \r\nx\n",
            "{{#flag}}\nx {{/flag}} y\n", "x {{#flag}}\ny\n{{/flag}}\n{{#flag}}z{{/flag}}\n",
            "{{^flag}}\nno\n{{/flag}}\nyes",
            "{ {{name}} } {{{name}}} {{&name}}\n", "{{#items}}\n- {{.}}\n{{/items}}",
            "{{ name }}{{#name}}[{{.}}]{{/name}}  ",
        ]
        for text in templates {
            let library = LayoutLibrary(
                [.init(name: "t.mustache", bytes: Array(text.utf8))], own: [], style: "", diagnostics: &Self.ignored)
            let context = Context(Probe(name: "<n>", flag: true, items: ["a", "b"]))
            #expect(library.isCompiled("t"), "\(text)")
            #expect(library.render(context, with: "t") == library.renderByEngine(context, with: "t"), "\(text)")
        }
    }

    private nonisolated(unsafe) static var ignored: [Diagnostic] = []
}

private struct Probe: TemplateFields {
    var name: String
    var flag: Bool
    var items: [String]

    static let table = FieldTable<Self>("probe") { table in
        table.text("name") { $0.name }
        table.flag("flag") { $0.flag }
        table.texts("items") { $0.items }
    }
}
