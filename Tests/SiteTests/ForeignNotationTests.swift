import HearthBuild
import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import TestKit
import Testing

/// What note-taking programs and other generators write for pictures, pages and links.
@Suite struct ForeignNotationTests {
    private static let files = [
        "pic.png": "x", "a/own.png": "x", "notes/files/Far off.png": "x", "b/twice.png": "x", "c/twice.png": "x",
        "c/plan.pdf": "x", "page.md": "---\ntitle: The page\n---\n## Head\nx\n",
        "groups/r/index.md":
            "---\ntitle: R\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: r\n---\nx\n",
        "groups/r/secret.png": "x",
    ]

    private func page(_ text: String) async throws -> (html: String, problems: [Diagnostic]) {
        let tiny = try TinySite(Self.files.merging(["a/p.md": "---\ntitle: P\n---\n" + text + "\n"]) { $1 })
        let problems = try await tiny.build().diagnostics.filter { $0.severity > .note }
        let main = try #require(tiny.main("a/p/index.html"))
        let start = try #require(main.firstRange(of: "class=\"prose\" dir=\"auto\">")).upperBound
        return (String(main[start...]), problems)
    }

    @Test(arguments: [
        ("![[pic.png]]", "../../pic.png", "pic"), ("![[own.png|300]]", "../../a/own.png", "own"),
        ("![[own.png|A pump|300x200]]", "../../a/own.png", "A pump"),
        ("See ![[own.png|A pump]].", "../../a/own.png", "A pump"),
        ("![[Far off.png]]", "../../notes/files/Far%20off.png", "Far off"),
        ("![[files/Far off.png]]", "../../notes/files/Far%20off.png", "Far off"),
        ("![[b/twice.png]]", "../../b/twice.png", "twice"), ("- ![[/pic.png]]", "../../pic.png", "pic"),
    ])
    func aPictureIsShown(_ text: String, _ source: String, _ alternative: String) async throws {
        let (html, problems) = try await page(text)
        #expect(problems.map(\.summary) == [])
        #expect(html.contains("<img src=\"\(source)\" alt=\"\(alternative)\""), "\(html.prefix(200))")
        #expect(!html.contains("!<") && !html.contains("]]"))
    }

    @Test(arguments: [
        ("300", " width=\"300\""), ("300x200", " width=\"300\" height=\"200\""), ("A pump|80", " width=\"80\""),
        ("A pump", ""), ("0", ""), ("99999", ""), ("1x2x3", " width=\"1\""),
    ])
    func aPictureHasTheSizeThatIsWritten(_ label: String, _ expected: String) async throws {
        let (html, problems) = try await page("![[own.png|\(label)]]")
        let tag = try #require(html.split(separator: ">").first { $0.contains("<img") })
        #expect(problems.map(\.summary) == [] && tag.hasSuffix(expected + " loading=\"lazy\" decoding=\"async\" /"))
        #expect(tag.contains("width") == expected.contains("width"))
    }

    @Test(arguments: [
        ("![[page]]", "<p><a href=\"../../page/\">The page</a></p>", ["embedded-page"]),
        ("![[page#Head]]", "<p><a href=\"../../page/#head\">The page: Head</a></p>", ["embedded-page"]),
        ("![[plan.pdf]]", "<p><a href=\"../../c/plan.pdf\">plan.pdf</a></p>", []),
        ("[[plan.pdf|The plan]]", "<p><a href=\"../../c/plan.pdf\">The plan</a></p>", []),
        ("\\![[page]]", "<p>!<a href=\"../../page/\">The page</a></p>", []),
        ("![[twice.png]]", "<p>twice.png</p>", ["ambiguous-link"]),
        ("![[none.png]]", "<p>none.png</p>", ["broken-link"]),
        ("![[secret.png]]", "<p>secret.png</p>", ["broken-link"]), ("`![[page]]`", "<p><code>![[page]]</code></p>", []),
    ])
    func anythingElseIsALink(_ text: String, _ html: String, _ ids: [String]) async throws {
        let (found, problems) = try await page(text)
        #expect(problems.map(\.kind.id) == ids && found.hasPrefix(html), "\(found.prefix(200))")
    }

    @Test func aFileThatIsNotThereIsToldWithOneThatEverybodyMaySee() async throws {
        #expect(try await page("![[owm.png]]").problems.first?.help == "did you mean ![[own.png]]?")
        let help = try await page("![[secrat.png]]").problems.first?.help
        #expect(help?.hasPrefix("put a file of that name") == true)
    }

    @Test(arguments: [
        "[y]({{< ref \"page.md\" >}})", "[y]({{< relref \"page.md#x\" >}} \"title\")",
        "[v]({% post_url 2020-01-01-x %})",
        "[v]({{ site.baseurl }}{% link page.md %})", "![p]({{< static \"pic.png\" >}})",
        "[x](https://e.example/{{ v }}/b)",
    ])
    func anAddressOfAnotherGeneratorIsTold(_ text: String) async throws {
        let problems = try await page("One.\n\n" + text).problems
        #expect(problems.map(\.kind.id) == ["foreign-address"])
        #expect(problems.first?.location?.line == 6 && problems.first?.location?.column == 1)
        #expect(problems.first?.help == "write the path of the page or file, without braces")
    }

    @Test(arguments: ["[v]({{site.baseurl}}/page/)", "![v]({{site.baseurl}}/pic.png)"])
    func anAddressThatIsALinkToo(_ text: String) async throws {
        let problems = try await page(text).problems
        #expect(problems.map(\.kind) == [.brokenLink])
        #expect(problems.first?.help == "write the path of the page or file, without braces")
    }

    @Test(arguments: ["`[y]({{< ref x >}})`", "`{{< youtube abc >}}`", "\\[y]({{< ref \"page.md\" >}})", "a {{ b }} c"])
    func anythingElseIsNot(_ text: String) async throws { #expect(try await page(text).problems.isEmpty) }
}
