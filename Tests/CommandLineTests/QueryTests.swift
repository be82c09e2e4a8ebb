import HearthModel
import TestKit
import Testing

@testable import HearthCommandLine

/// `list`, `explain`, `render`, `completions` and `migrate` as processes.
@Suite struct QueryTests {
    private static let files = [
        "groups/lift/index.md":
            "---\ntitle: Lift\nkind: community\nproblem: p\nmanagers: [\"@ada\"]\nredirect_from: [/old/lift]\n---\nx\n",
        "groups/lift/questions/q.md": "---\ntitle: \"Why\\tso?\"\nauthor: \"@ada\"\ntags: [esp]\n---\nWhy?\n",
        "groups/lift/how.md": "---\ntitle: How\n---\nSee [[Why so?]] or [q](questions/q.md).\n",
        "questions/r.md": "---\ntitle: R\n---\nx\n\n## Accepted answer — @ben, 2026-01-02\nYes.\n",
        "events/e.md": "---\ntitle: E\ndate: 2026-02-01\nkind: tour\n---\nx\n",
    ]

    private struct Row: Decodable {
        let type: String
        let state: String
        let address: String
        let title: String
        let file: String
    }

    @Test func listsOneItemALine() throws {
        let site = try TinySite(Self.files)
        let pages = try Program.run("list", in: site.folder)
        #expect(pages.status == 0)
        #expect(pages.out.split(separator: "\n").count == 8)
        #expect(pages.out.split(separator: "\n").allSatisfy { $0.count { $0 == "\t" } == 4 })
        let questions = try Program.run("list", "questions", "--state", "unanswered", "--json", in: site.folder)
        let rows = try questions.decode([Row].self)
        #expect(rows.map(\.address) == ["/groups/lift/questions/q/"])
        #expect(rows.map(\.state) == ["unanswered"] && rows.map(\.file) == ["Content/groups/lift/questions/q.md"])
        let group = try Program.run("list", "--group", "lift", in: site.folder)
        #expect(group.out.split(separator: "\n").allSatisfy { $0.contains("Content/groups/lift/") })
        #expect(group.out.contains("Content/groups/lift/how.md"))
        #expect(
            try Program.run("list", "redirects", in: site.folder).out
                == "redirect\t-\t/old/lift\t/groups/lift/\tContent/groups/lift/index.md\n")
        #expect(try Program.run("list", "topics", in: site.folder).out.hasPrefix("topic\t1 question\t/topics/esp/\t"))
        #expect(try Program.run("list", "measures", "--json", in: site.folder).out == "[]\n")
    }

    @Test func listSaysWhatItCannotList() throws {
        let site = try TinySite(Self.files)
        let group = try Program.run("list", "--group", "lfit", in: site.folder)
        #expect(group.status == 2 && group.out == "" && group.err.contains("did you mean 'lift'?"))
        #expect(try Program.run("list", "--state", "open", in: site.folder).status == 2)
        #expect(try Program.run("list", "things", in: site.folder).status == 2)
        try site.folder.write("Content/broken.md", "---\ntitle: [\n---\nx\n")
        let errors = try Program.run("list", in: site.folder)
        #expect(errors.status == 0 && errors.err.contains("'hearth check' shows them"))
    }

    @Test func explainsProblemsPagesAndOldAddresses() throws {
        let site = try TinySite(Self.files)
        let nowhere = try TemporaryFolder()
        let all = try Program.run("explain", in: nowhere)
        #expect(all.status == 0 && all.out.split(separator: "\n").count == DiagnosticCatalog.all.count)
        #expect(
            try Program.run("explain", "broken-link", in: nowhere).out.hasPrefix(
                "error[broken-link]: a link leads nowhere\n\n"))
        let typo = try Program.run("explain", "brokn-link", in: nowhere)
        #expect(typo.status == 2 && typo.err.contains("did you mean 'broken-link'?") && typo.out == "")
        for name in ["/groups/lift/how/", "groups/lift/how", "groups/lift/how.md", "Content/groups/lift/how.md"] {
            let page = try Program.run("explain", name, in: site.folder)
            #expect(page.out.contains("source    Content/groups/lift/how.md\n"), "\(name): \(page.out)\(page.err)")
            #expect(page.out.contains("audience  everyone who reaches the server\n"))
        }
        let question = try Program.run("explain", "/groups/lift/questions/q/", in: site.folder)
        #expect(question.out.contains("linked from  Content/groups/lift/how.md\n"), "\(question.out)")
        #expect(try Program.run("explain", "/old/lift", in: site.folder).out.contains("leads to  /groups/lift/\n"))
        #expect(
            try Program.run("explain", "/old/lift", in: site.folder).out.contains("Output/old/lift/index.html\n"))
        #expect(try Program.run("explain", "/questions/", in: site.folder).out.contains("made by   Hearth"))
        let wrong = try Program.run("explain", "/groups/lft/how/", in: site.folder)
        #expect(wrong.status == 2 && wrong.err.contains("did you mean '/groups/lift/how/'?"))
    }

    @Test func explainsWithTheTemplateThatMakesThePage() throws {
        var files = Self.files
        files["questions/big/index.md"] = "---\ntitle: Big\n---\nx\n"
        files["questions/big/answers/2026-06-02-ada.md"] = "---\nauthor: \"@ada\"\n---\nYes.\n"
        let site = try TinySite(files)
        #expect(try Program.run("build", in: site.folder).status == 0)
        func explained(_ subject: String) throws -> String { try Program.run("explain", subject, in: site.folder).out }
        let home = try explained("/")
        #expect(home.contains("template    home.mustache\n") && !home.contains("page.mustache"), "\(home)")
        let answer = try explained("Content/questions/big/answers/2026-06-02-ada.md")
        #expect(answer.contains("shown on its question's page") && !answer.contains("answer.mustache"), "\(answer)")
        let index = try explained("/search/index.js")
        #expect(index.contains("file        Output/search/index.js\n"), "\(index)")
        #expect(index.contains("Content/groups/lift/how.md"))
    }

    @Test func rendersFromAFileOrStandardInput() throws {
        let folder = try TemporaryFolder()
        let text = "---\ntitle: X\n---\n~~a~~ [[b]] <i>c</i>\n"
        try folder.write("x.md", text)
        let file = try Program.run("render", "x.md", in: folder)
        #expect(file.status == 0 && file.ids == ["raw-html"])
        #expect(file.out.contains("<del>a</del>") && !file.out.contains("<i>") && !file.out.contains("title"))
        #expect(file.err.contains("  --> x.md:4"))
        let input = try Program.run("render", "-", in: folder, input: text)
        #expect(input.status == 0 && input.out == file.out && input.err.contains("standard input:4"))
        let raw = try Program.run("render", "--raw-html", "allow", "-", in: folder, input: text)
        #expect(raw.out.contains("<i>c</i>") && raw.ids == [])
        let plain = try Program.run("render", "--commonmark", "--raw-html", "allow", "-", in: folder, input: text)
        #expect(plain.out == "<hr />\n<h2>title: X</h2>\n<p>~~a~~ [[b]] <i>c</i></p>\n")
        #expect(try Program.run("render", "-", in: folder).out == "")
        #expect(try Program.run("render", "no.md", in: folder).status == 3)
        #expect(try Program.run("render", ".", in: folder).status == 3)
        #expect(try Program.run("render", in: folder).status == 2)
    }

    @Test func completionScriptsAreValid() throws {
        let folder = try TemporaryFolder()
        let bash = try Program.shell("\"$0\" completions bash > c && bash -n c", in: folder)
        #expect(bash.status == 0 && bash.err == "")
        let script = folder.read("c") ?? ""
        #expect(script.contains("complete -") && script.contains("--write-baseline"))
        #expect(try Program.run("completions", "zsh", in: folder).out.hasPrefix("#compdef hearth"))
        #expect(try Program.run("completions", "fish", in: folder).out.contains("complete -c"))
        #expect(try Program.run("completions", "csh", in: folder).status == 2)
    }

    @Test func migratesIntoASiteThatBuilds() throws {
        let site = try TinySite()
        let posts = """
            <?xml version="1.0" encoding="utf-8"?><posts>
            <row Id="1" PostTypeId="1" CreationDate="2011-10-11T19:42:20.713" Score="7" Body="&lt;p&gt;Why?&lt;/p&gt;" \
            Title="Why does it trip?" Tags="&lt;pumps&gt;" OwnerUserId="4" />
            </posts>
            """
        try site.folder.write("old/Posts.xml", posts)
        try site.folder.write(
            "old/Users.xml",
            "<users><row Id=\"4\" DisplayName=\"Jo Larsen\" CreationDate=\"2010-01-01T00:00:00\" /></users>")
        let before = site.folder.tree(".")
        let dry = try Program.run("migrate", "old", "--dry-run", in: site.folder)
        #expect(dry.status == 0, "\(dry.err)")
        #expect(site.folder.tree(".") == before)
        let run = try Program.run("migrate", "stackexchange", "old", "--into", "groups/help", in: site.folder)
        #expect(run.status == 0 && run.out == "", "\(run.err)")
        #expect(site.folder.exists("Content/groups/help/questions/why-does-it-trip.md"))
        let again = try Program.run("migrate", "old", "--into", "groups/help", in: site.folder)
        #expect(again.status == 0)
        #expect(try Program.run("check", in: site.folder).status == 0)
        #expect(try Program.run("migrate", "jive", "old", in: site.folder).status == 2)
        #expect(try Program.run("migrate", "nowhere", in: site.folder).status == 2)
        #expect(try Program.run("migrate", "a", "b", "c", in: site.folder).status == 2)
    }
}
