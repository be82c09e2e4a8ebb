import HearthModel
import Testing

@testable import HearthMigration

/// A page "Here" of a space with a page "There", a file and a person.
private func survey() -> ConfluenceSurvey {
    let request = ImportRequest(
        folder: "/nowhere", name: "wiki", siteRoot: "/nowhere", contentFolder: "Content", into: "groups/wiki",
        baseURL: nil,
        allUsers: false, workers: 1, identities: IdentityMap(), manifest: ImportManifest(),
        corrections: SurveyCorrections())
    let place = ImportPlace(request, system: "confluence", version: 1)
    var index = ConfluenceIndex()
    index.spaces = [ConfluenceSpace(key: "KEY", name: "Wiki", audience: .everyone, home: nil, place: place)]
    index.spaceNumbers = ["key": 0]
    for (number, title) in ["Here", "There"].enumerated() {
        var page = ConfluencePage(number: number, id: 10 + number, space: 0, title: title)
        page.path = "groups/wiki/\(title.lowercased()).md"
        index.pages.append(page)
        index.byID[page.id] = number
        index.byTitle["0/\(title.lowercased())"] = number
    }
    index.children = [0: [1]]
    var file = ConfluenceAttachment(id: "30", page: 0, name: "Plan A.png", file: "/nowhere/30")
    file.path = "groups/wiki/files/plan-a.png"
    index.attachments = [file]
    index.attachmentsOfPage = [0: [0]]
    index.attachmentNames = ["0/plan a.png": 0]
    let person = ImportAccount(slot: "jlarsen", name: "Jo Larsen")
    index.accounts = ["k1": person, "jlarsen": person]
    index.labels = ["pumps": [0]]
    return ConfluenceSurvey(
        index: index,
        people: (try? ImportPeople([person], place: place, request: request)) ?? ImportPeople(place: place),
        findings: SurveyFindings())
}

/// The Markdown of a text, and its losses.
private func markdown(_ text: String, isMarkup: Bool = false) -> (text: String, losses: [String]) {
    let survey = survey()
    let body = ConfluenceStorage.body(Array(text.utf8), isMarkup: isMarkup, page: 0, survey: survey)
    var links = ConfluenceLinks(index: survey.index, people: survey.people, from: 0)
    var converter = HTMLToMarkdown(
        options: HTMLToMarkdown.Options(resolveLink: { links.resolve($0, isImage: $1) }))
    let blocks = converter.convert(body.html.string)
    var writer = MarkdownWriter()
    return (writer.write(blocks), body.losses + converter.losses)
}

private func macro(
    _ name: String, _ parameters: [String: String] = [:], rich: String? = nil, plain: String? = nil
) -> String {
    let settings = parameters.sorted { $0.key < $1.key }.map {
        "<ac:parameter ac:name=\"\($0.key)\">\($0.value)</ac:parameter>"
    }
    return "<ac:structured-macro ac:name=\"\(name)\" ac:schema-version=\"1\">" + settings.joined()
        + (rich.map { "<ac:rich-text-body>\($0)</ac:rich-text-body>" } ?? "")
        + (plain.map { "<ac:plain-text-body><![CDATA[\($0)]] ></ac:plain-text-body>" } ?? "") + "</ac:structured-macro>"
}

@Suite struct ConfluenceTextTests {
    /// What nests too deep comes up, and is named; the ends of its tags close nothing else.
    @Test func wordsBelowTheLimitComeUp() {
        let start =
            "<ac:task-list><ac:task><ac:task-id>777</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body>"
        let end = "</ac:task-body></ac:task></ac:task-list>"
        let tasks = (0..<60).map { "\(start)task\($0) " }.joined() + String(repeating: end, count: 60)
        let (text, losses) = markdown(tasks + "<p>After</p><h2>Next</h2>")
        for number in 0..<60 { #expect(text.contains("task\(number)")) }
        #expect(text.hasSuffix("\n\nAfter\n\n## Next\n") && losses.contains("nesting:too-deep"))
        #expect(!text.contains("777") && !text.contains("incomplete"))
    }

    private static let macros: [(String, String)] = [
        (macro("info", ["title": "Mind"], rich: "<p>this</p>"), "> [!NOTE]\n> **Mind**\n>\n> this\n"),
        ("<p>a \(macro("note", rich: "<p>b</p>")) c</p>", "a\n\n> [!WARNING]\n> b\n\nc\n"),
        (macro("tip", rich: "b"), "> [!TIP]\n> b\n"), (macro("warning", rich: "b"), "> [!CAUTION]\n> b\n"),
        (
            macro("code", ["language": "c#", "title": "T"], plain: "\nif (a[b[0]] > 1) {\n  x &amp; <y>;\n}\n"),
            "**T**\n\n```csharp\nif (a[b[0]] > 1) {\n  x &amp; <y>;\n}\n```\n"
        ),
        ("<p>Status: \(macro("status", ["title": "DONE", "colour": "Green"]))</p>", "Status: **DONE**\n"),
        (
            macro("widget", ["url": "https://v.example/1"]) + macro("widget", ["url": "https://v.example/1"]),
            "https://v.example/1\n\nhttps://v.example/1\n"
        ), (macro("roadmap", ["title": "Plan%20B"]), "Plan B\n"),
        (macro("panel", ["title": "Box"], rich: "<p>few words</p>"), "> **Box**\n>\n> few words\n"),
        (macro("panel", rich: "<h2>Big</h2><p>w</p>"), "## Big\n\nw\n"),
        (macro("expand", ["title": "More"], rich: "<p>hidden</p>"), "**More**\n\nhidden\n"),
        ("<p>\(macro("toc"))</p><p>x</p>", "x\n"), (macro("children"), "- [There](/groups/wiki/there/)\n"),
        (macro("attachments"), "- [Plan A.png](/groups/wiki/files/plan-a.png)\n"),
        (
            macro("view-file", ["name": "<ri:attachment ri:filename=\"Plan A.png\"/>"]),
            "[Plan A.png](/groups/wiki/files/plan-a.png)\n"
        ),
        ("<p>See \(macro("jira", ["key": "AB-1", "server": "J"]))</p>", "See AB-1\n"),
        (
            macro("section", rich: "\(macro("column", rich: "<p>a</p>"))\(macro("column", rich: "<p>b</p>"))"),
            "a\n\nb\n"
        ),
        (macro("drawio", ["diagramName": "Plan A"]), "![Plan A](/groups/wiki/files/plan-a.png)\n"),
        (macro("contentbylabel", ["cql": "label = \"pumps\" and x"]), "[pumps](/topics/pumps/)\n"),
        (macro("markdown", plain: "# Hi\n\n*a* and **b**"), "## Hi\n\n*a* and **b**\n"),
        (macro("my-own", ["title": "T"], rich: "<p>kept</p>"), "**T**\n\nkept\n"),
        ("\(macro("details", ["hidden": "true"], rich: "<p>no</p>"))<p>yes</p>", "yes\n"),
    ]

    @Test(arguments: macros)
    func macrosBecomeWhatAPersonWouldWrite(_ text: String, _ expected: String) {
        #expect(markdown(text).text == expected)
    }

    @Test(arguments: [
        ("<ac:link><ri:page ri:content-title=\"There\"/></ac:link>", "[There](/groups/wiki/there/)\n"),
        (
            "<ac:link ac:anchor=\"Top\"><ri:page ri:space-key=\"KEY\" ri:content-title=\"there\"/><ac:plain-text-link-body><![CDATA[<go>]] ></ac:plain-text-link-body></ac:link>",
            "[\\<go>](/groups/wiki/there/#Top)\n"
        ),
        (
            "<ac:link><ri:page ri:content-title=\"No\"/><ac:link-body>never <b>was</b></ac:link-body></ac:link>",
            "never **was**\n"
        ),
        (
            "<ac:link><ri:attachment ri:filename=\"Plan A.png\"/></ac:link>",
            "[Plan A.png](/groups/wiki/files/plan-a.png)\n"
        ),
        ("<p>by <ac:link><ri:user ri:userkey=\"K1\"/></ac:link></p>", "by @jo.larsen\n"),
        (
            "<a href=\"https://old.example/x/Cw\">t</a> <a href=\"/pages/viewpage.action?pageId=11\">i</a> <a href=\"https://old.example/wiki/spaces/KEY/pages/11/There\">s</a>",
            "[t](/groups/wiki/there/) [i](/groups/wiki/there/) [s](/groups/wiki/there/)\n"
        ),
        (
            "<ac:image ac:alt=\"P\"><ri:attachment ri:filename=\"plan a.png\"/><ac:caption><p>Cap</p></ac:caption></ac:image>",
            "![P](/groups/wiki/files/plan-a.png)\n\nCap\n"
        ),
        (
            "<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body><span>a</span></ac:task-body></ac:task><ac:task><ac:task-status>incomplete</ac:task-status><ac:task-body>b</ac:task-body></ac:task></ac:task-list>",
            "- [x] a\n- [ ] b\n"
        ),
        (
            "<p>on <time datetime=\"2024-02-22\"/> <ac:emoticon ac:name=\"tick\"/><ac:placeholder>type</ac:placeholder></p>",
            "on 2024-02-22 ✅\n"
        ),
        (
            "<ac:layout><ac:layout-section><ac:layout-cell><p>a</p></ac:layout-cell><ac:layout-cell><p>b</p></ac:layout-cell></ac:layout-section></ac:layout>",
            "a\n\nb\n"
        ),
        (
            "<p>a<ac:inline-comment-marker ac:ref=\"x\">b</ac:inline-comment-marker>c &Aacute; &lt; d</p>",
            "abc Á < d\n"
        ),
        ("wrong <![CDATA[cdata]] >", "wrong cdata\n"), ("<p>x</b> y</p> a < b", "x y\n\na < b\n"),
    ])
    func storageFormatReads(_ text: String, _ expected: String) { #expect(markdown(text).text == expected) }

    @Test(arguments: [
        ("<p>a</p>", true), ("a <b>b</b> <p>c</p>", true), ("see <ac:link><ri:user/></ac:link>", true),
        ("h2. Tags\n\n{code}<p>a</p>{code}", false), ("{html}\n<p>a</p>\n{html}", false), ("a < b, x </ y", false),
        ("Intro\nh2. Tags\nuse <p>, </p>", false),
    ])
    func textsWithoutATypeAreStorageOrMarkup(_ text: String, _ isStorage: Bool) {
        #expect(ConfluenceMarkup.isStorage(Array(text.utf8)) == isStorage)
    }

    @Test func lossesHaveNames() {
        #expect(markdown(macro("roadmap", rich: "x")).losses == ["macro:roadmap"])
        #expect(markdown("<ac:link><ri:page ri:content-title=\"No\"/></ac:link>").losses == ["link:broken-in-source"])
        #expect(markdown("<ac:image><ri:attachment ri:filename=\"no.png\"/></ac:image>").losses == ["file:missing"])
    }

    @Test(arguments: [
        ("h2. One\n\nText *bold* and _soft_ -gone-\nnext", "## One\n\nText **bold** and *soft* ~~gone~~\\\nnext\n"),
        ("* a\n** b\n# c", "- a\n  - b\n\n1. c\n"),
        ("||h||i||\n|a|[x\\|y|http://e.example]|", "| h | i |\n| --- | --- |\n| a | [x\\|y](http://e.example) |\n"),
        ("{code:java}\nint a = b[0];\n{code}", "```java\nint a = b[0];\n```\n"),
        ("{info:title=Mind}\nthis {{mono}}\n{info}", "> [!NOTE]\n> **Mind**\n>\n> this `mono`\n"),
        (
            "[There] [see|There] [^Plan A.png] [~jlarsen] !Plan A.png|thumbnail!",
            "[There](/groups/wiki/there/) [see](/groups/wiki/there/) [Plan A.png](/groups/wiki/files/plan-a.png) @jo.larsen ![](/groups/wiki/files/plan-a.png)\n"
        ),
        ("{toc}\na {color:red}red{color} b \\\\ c \\{x} {unknown}", "a red b\\\nc {x} {unknown}\n"),
        ("{*}as{*}sert{_}ed{_} *a{*}b, {*}c", "**as**sert*ed* **a**b, {\\*}c\n"), ("h2.\n\nh3. One", "### One\n"),
        ("files{*}may* be", "files**may** be\n"),
        ("||h||i||\n|a\n\nb|c|\n|d|e|\n\nf|", "| h | i |\n| --- | --- |\n| a b | c |\n| d | e |\n\nf|\n"),
        ("{section}\n{column:width=60%}\na\n{column}\n{column}\nb\n{column}\n{section}", "a\n\nb\n"),
        ("bq. so\n----\n2 * 3 * 4 - x_y_z", "> so\n\n---\n\n2 * 3 * 4 - x_y_z\n"), ("(/) done (!)", "✅ done ⚠️\n"),
    ])
    func wikiMarkupReads(_ text: String, _ expected: String) {
        #expect(markdown(text, isMarkup: true).text == expected)
    }

    @Test(arguments: [
        "<ac:structured-macro>", "<p><b>", "<![CDATA[", "]] >", "<a href=\"", "<", "{code}", "{info}", "[", "*a", "|a",
        "{{", "!a.png", "**",
        "<ac:link><ac:link-body>", "<ri:page ri:content-title=\"Here\"/>", "<ac:task-list><ac:task>",
    ])
    func hostileTextEnds(_ piece: String) {
        let text = String(repeating: piece, count: 5000)
        _ = markdown(text)
        _ = markdown(text, isMarkup: true)
    }

    @Test func macrosAreAllAccountedFor() {
        let text =
            macro("info", rich: macro("toc") + macro("nope", rich: "x"))
            + macro("details", ["hidden": "true"], rich: macro("status"))
        let body = ConfluenceStorage.body(Array(text.utf8), isMarkup: false, page: 0, survey: survey())
        #expect(ConfluenceStorageParser.facts(Array(text.utf8)).macros == 5)
        #expect(body.macros.values.reduce(0, +) == 4)
    }

    @Test(arguments: [1, 11, 255, 65_536, 655_360_001, 2_616_164_357])
    func tinyLinksComeBack(_ id: Int) { #expect(ConfluenceAddress.id(ofTiny: ConfluenceAddress.tiny(id)) == id) }

    @Test(
        arguments: [
            ("last modified on Jan 04, 2017", "2017-01-04"), ("am 24.02.2015", "2015-02-24"),
            ("4 janv. 2017 15:50", "2017-01-04T15:50:00Z"),
            ("Sep 02, 2020 3:50 PM", "2020-09-02T15:50:00Z"), ("25/12/2019", "2019-12-25"), ("04/05/2019", nil),
            ("März 5, 2020", "2020-03-05"),
        ] as [(String, String?)])
    func datesForPeopleAreRead(_ text: String, _ expected: String?) {
        #expect(ConfluenceDate.shown(text)?.iso8601 == expected)
    }
}
