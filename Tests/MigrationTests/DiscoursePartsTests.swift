import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// Parts of posts that HTML has no words for, and what administrators export as it was typed.
@Suite struct DiscoursePartsTests {
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }

    private static func files(
        _ posts: [String], field: String = "cooked", user: String = "ana", tags: String = "[]"
    ) -> [String: String] {
        let posts = posts.enumerated().map { number, text in
            #"{"id":\#(number),"post_number":\#(number + 1),"post_type":1,"username":"\#(number == 0 ? user : "jo")","#
                + #""created_at":"2020-01-0\#(number + 1)T10:00:00Z","\#(field)":\#(quoted(text))}"#
        }.joined(separator: ",")
        return [
            "categories.json": #"{"category_list":{"categories":[{"id":4,"name":"Lift","read_restricted":false}]}}"#,
            "t/10.json":
                #"{"post_stream":{"posts":[\#(posts)]},"id":10,"title":"Why","slug":"why","category_id":4,"tags":\#(tags)}"#,
            "uploads/1X/a.mp4": "film", "uploads/1X/old.pdf": "old", "uploads/1X/new.png": "new",
        ]
    }

    private func page(_ site: Workspace) async throws -> String {
        let outcome = try await MigrationRun(
            paths: [site.export], siteRoot: site.root, into: "groups/f", baseURL: "https://f.example", workers: 1
        ).run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        return site.read("groups/f/questions/why/index.md")
    }

    private func body(_ html: String, field: String = "cooked") async throws -> String {
        let page = try await page(try Workspace(Self.files([html], field: field)))
        return page.firstRange(of: "\n---\n").map { String(page[$0.upperBound...]) } ?? page
    }

    @Test func filesInStruckTextHaveTheirPlace() async throws {
        let text = try await body(
            "<p><s><a href=\"/uploads/1X/old.pdf\">old.pdf</a></s> <del><img src=\"/uploads/1X/new.png\" alt=\"x\"></del></p>"
        )
        #expect(text.contains("~~[old.pdf](/groups/f/files/why/old.pdf)~~"), "\(text)")
        #expect(text.contains("![x](/groups/f/files/why/new.png)") && !text.contains("hearth-upload"), "\(text)")
    }

    @Test func filmsAndSoundsAreLinks() async throws {
        let site = try Workspace(
            Self.files([
                "<p>Look:</p><div class=\"video-placeholder-container\" data-video-src=\"/uploads/1X/a.mp4\"></div>"
                    + "<div class=\"video-container\"><video controls=\"\"><source src=\"https://c.example/v.mp4\">"
                    + "<a href=\"https://c.example/v.mp4\">v</a></video></div>"
                    + "<audio controls><source src=\"https://c.example/a.mp3\"></audio><p>end</p>"
            ]))
        let text = try await page(site)
        #expect(
            text.hasSuffix(
                "\nLook:\n\n[a.mp4](/groups/f/files/why/a.mp4)\n\nhttps://c.example/v.mp4\n\nhttps://c.example/a.mp3\n\nend\n"
            ),
            "\(text)")
        #expect(site.has("groups/f/files/why/a.mp4") && !text.contains("losses"))
    }

    @Test func tasksKeepTheirTicks() async throws {
        let text = try await body(
            "<ul>\n<li><span class=\"chcklst-box fa fa-square-o fa-fw\"></span> open</li>\n"
                + "<li>\n<p><span class=\"chcklst-box checked fa fa-square-check-o fa-fw\"></span> done</p></li></ul>"
                + "<p>here <span class=\"chcklst-box checked\"></span> too</p>")
        #expect(text.contains("- [ ] open\n") && text.contains("- [x] done\n"), "\(text)")
        #expect(text.contains("here ☑ too"), "\(text)")
    }

    private static func noted(_ id: Int) -> String {
        "<p>Here<sup class=\"footnote-ref\"><a href=\"#footnote-\(id)-1\" id=\"footnote-ref-\(id)-1\">[1]</a></sup>.</p>\n"
            + "<hr class=\"footnotes-sep\">\n<ol class=\"footnotes-list\">\n<li id=\"footnote-\(id)-1\" class=\"footnote-item\">\n"
            + "<p>Note \(id). <a href=\"#footnote-ref-\(id)-1\" class=\"footnote-backref\">↩︎</a></p>\n</li>\n</ol>"
    }

    @Test func footnotesAreFootnotes() async throws {
        let text = try await body(Self.noted(101))
        #expect(text == "\nHere[^1].\n\n[^1]: Note 101.\n", "\(text)")
        let lone = try await body("<p>Here<sup class=\"footnote-ref\"><a href=\"#footnote-1-1\">[1]</a></sup>.</p>")
        #expect(!lone.contains("[^"), "\(lone)")
    }

    /// Posts of one page have one list of footnotes; the site shows each.
    @Test func footnotesOfAPageStayApart() async throws {
        let site = try TinySite.withExport(Self.files([Self.noted(101), Self.noted(102)]))
        _ = try await site.migrate("discourse")
        let report = try await site.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.isEmpty, "\(report.diagnostics)")
        for text in ["Note 101.", "Note 102."] {
            #expect(site.outputs(containing: text).contains { $0.hasPrefix("groups/all/questions/why/") }, "\(text)")
        }
    }

    @Test func mentionsHaveAnyCase() async throws {
        let site = try Workspace(
            Self.files(
                [
                    "<p>Hi <a class=\"mention\" href=\"/u/joberg\">@JoBerg</a></p><pre><code class=\"lang-auto\">make\n</code></pre>"
                ],
                user: "JoBerg", tags: #"["c++","c#","esp"]"#))
        let text = try await page(site)
        #expect(text.contains("Hi @joberg\n") && text.contains("\n```\nmake\n```\n"), "\(text)")
        #expect(text.contains("\ntags: [c++, c#, esp, lift]\n"), "\(text)")
    }

    @Test(arguments: [
        ("one\ntwo", "one\\\ntwo"),
        ("```\n[quote=\"x\"]\n[poll]\n```\n\nend", "```\n[quote=\"x\"]\n[poll]\n```\n\nend"),
        ("[quote=\"ana, post:1\"]said[/quote]\nso", "> ana:\n>\n> said\n\nso"),
        ("[quote=\"ana\"]\n> ```\n> x\n[/quote]\nso", "> ana:\n>\n> > ```\n> > x\n> > ```\n\nso"),
        ("[spoiler]the butler[/spoiler] [b]bold[/b]", "the butler **bold**"),
        ("[date=2026-01-01 time=10:00:00 timezone=\"Europe/Oslo\"]", "2026-01-01 10:00:00 (Europe/Oslo)"),
        ("`[b]` and [date] and [dates=x]", "`[b]` and [date] and [dates=x]"),
        ("- [ ] open\n- [x] done", "- [ ] open\n- [x] done"), ("Here[^1]\n\n[^1]: a note", "Here[^1]\n\n[^1]: a note"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("[details=\"More\"]\nwords\n[/details]", "**More**\n\nwords"),
        (
            "[m.pdf|attachment](https://x.example/m.pdf) ![c|690x388, 50%](https://x.example/c.png)",
            "[m.pdf](https://x.example/m.pdf) ![c](https://x.example/c.png)"
        ),
    ])
    func whatWasTypedIsRead(_ raw: String, _ expected: String) async throws {
        let text = try await body(raw, field: "raw")
        #expect(text.trimmed == expected, "\(text)")
    }

    @Test(.timeLimit(.minutes(10))) func hostileTextsEnd() {
        for text in ["[quote]", "[/quote]", "x[/quote]", "`` ` ", "[date=", "a|", "[details", "```\n", "[quote]\n"] {
            _ = DiscourseRaw.markdown(String(repeating: text, count: 60_000))
        }
        for text in [
            "<video>", "<sup class=\"footnote-ref\">", "<li id=\"a\">", "<span class=\"chcklst-box\">",
            "<sup class=\"footnote-ref\"><a href=\"#a\"><li id=\"a\">", "<ol class=\"footnotes-list\">", "</ol>",
        ] {
            let bytes = Array(String(repeating: text, count: 3_000).utf8)
            _ = DiscourseHTML(bytes, polls: DiscoursePolls(.null), notePrefix: "") { _ in nil }.rewritten()
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
