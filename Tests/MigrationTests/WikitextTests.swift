import Foundation
import HearthModel
import Testing

@testable import HearthMigration

/// A wiki of a few pages.
struct TinyWiki: WikitextSite {
    var namespaces = WikiNamespaces()
    var origin: String? { "https://wiki.example:8080" }
    var pages: [WikiTitle: [UInt8]] = [:]

    init(_ pages: [String: String] = [:]) {
        for (name, text) in pages.sorted(by: { $0.key < $1.key }) {
            namespaces.title(name).map { self.pages[$0] = Array(text.utf8) }
        }
    }

    func text(of title: WikiTitle) -> [UInt8]? {
        guard let text = pages[title] else { return nil }
        let target = MediaWikiFates.redirect(in: text.string).flatMap { namespaces.title($0) }
        return target.map { pages[$0] } ?? text
    }
    func exists(_ title: WikiTitle) -> Bool { pages[title] != nil }
    func address(of title: WikiTitle, fragment: String) -> String? {
        "/wiki/" + namespaces.text(of: title) + (fragment.isEmpty ? "" : "#" + fragment)
    }
    func address(ofFile name: String) -> String? { "/images/" + name }
    func interwiki(_ prefix: String) -> String? { WikitextInterwiki.known[prefix] }
}

/// A name of five letters for each number.
private func letters(_ number: Int) -> String {
    String(decoding: (0..<5).map { UInt8(0x61 + number >> ($0 * 4) & 15) }, as: UTF8.self)
}

private func markdown(_ wikitext: String, _ pages: [String: String] = [:]) -> String {
    var parser = WikitextParser(site: TinyWiki(pages), page: WikiTitle(namespace: 0, name: "Pumps/North"))
    var converter = HTMLToMarkdown()
    var writer = MarkdownWriter()
    return writer.write(converter.convert(parser.parse(Array(wikitext.utf8)).html.string))
}

@Suite struct WikitextTests {
    @Test func whoSignsWithANetworkAddressIsNobody() async throws {
        let text =
            "Hi. [[Special:Contributions/10.99.88.77|10.99.88.77]] ([[User talk:10.99.88.77|talk]]) 10:00, [[User:Jo|Jo]]"
        let site = try Workspace([
            "wiki.xml":
                "<mediawiki><siteinfo><sitename>W</sitename><base>https://w.example/wiki/Main</base></siteinfo><page><title>A</title><ns>0</ns><id>1</id><revision><id>1</id><timestamp>2013-01-01T00:00:00Z</timestamp><contributor><username>Jo</username><id>1</id></contributor><text>\(text)</text></revision></page></mediawiki>"
        ])
        #expect(
            try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1).run()
                .exitStatus == 0)
        #expect(
            site.read("groups/w/a.md").contains("Hi. somebody (somebody) 10:00")
                && !site.files.contains { site.read($0).contains("10.99") })
    }

    @Test(arguments: [
        ("== A ==\ntext ''it'' '''bold''' '''''both'''''\n\nnext", "## A\n\ntext *it* **bold** **_both_**\n\nnext\n"),
        ("* a\n** b\n* c\n# one\n# two", "- a\n  - b\n- c\n\n1. one\n2. two\n"),
        ("; term : definition", "- **term**: definition\n"),
        (
            "a\n<tabber>\n One=first ''x''\n* y\n|-|\nTwo = a=b\n|-|\nno name\n</tabber>\nb",
            "a\n\n**One**\n\nfirst *x*\n\n- y\n\n**Two**\n\na=b\n\nno name\n\nb\n"
        ),
        ("a\n: reply\n:: again", "a\n\n> reply\n>\n> > again\n"),
        (
            "[[Foo]]s [[Foo|x]] [[:Category:Bar]] [[w:Pump|p]]",
            "[Foos](/wiki/Foo) [x](/wiki/Foo) [Category:Bar](/wiki/Category:Bar) [p](https://en.wikipedia.org/wiki/Pump)\n"
        ),
        ("[[/Sub]] [[../]] [[Category:X]]", "[/Sub](/wiki/Pumps/North/Sub) [Pumps](/wiki/Pumps)\n"),
        ("[https://a.example text] https://b.example.", "[text](https://a.example) https://b.example.\n"),
        ("[http://a.example b\n[http://c.example d]", "[<http://a.example> b [d](http://c.example)\n"),
        ("[[File:P.png|thumb|200px|A [[Foo|pump]]]]", "![A pump](/images/P.png)\n\nA [pump](/wiki/Foo)\n"),
        (
            "{| class=\"wikitable\"\n! A !! B\n|-\n| 1 || [[Foo|x]]\n|}",
            "| A | B |\n| --- | --- |\n| 1 | [x](/wiki/Foo) |\n"
        ),
        ("<syntaxhighlight lang=\"php\">\n$a = '''1''';\n</syntaxhighlight>", "```php\n$a = '''1''';\n```\n"),
        (" pre\n  more", "```\npre\n more\n```\n"),
        ("<nowiki>[[x]] ''y''</nowiki> &amp; <b>z", "\\[\\[x]] ''y'' & **z**\n"),
        (
            "a<ref name=n>Note ''one''</ref> b<ref name=n/>\n== Refs ==\n<references/>",
            "a[^1] b[^1]\n\n[^1]: Note *one*\n"
        ),
        ("a<ref>n</ref>\n== Refs ==\n<references/>\n----\nStub", "a[^1]\n\n---\n\nStub\n\n[^1]: n\n"),
        ("a<ref>n</ref>\n== Refs ==\n<references/>\n* b", "a[^1]\n\n## Refs\n\n- b\n\n[^1]: n\n"),
        ("a<br>\n[[Pumps/North | the plan]]", "a\\\nthe plan\n"),
        ("__NOTOC__\n----\n<script>alert(1)</script>", "---\n\n\\<script>alert(1)\\</script>\n"),
        ("#REDIRECT", "1. REDIRECT\n"),
        (
            "a\n<twelf check=decl>\nz : nat. ''\ns: nat -> {x} nat.\n</twelf >\nb",
            "a\n\n```twelf\nz : nat. ''\ns: nat -> {x} nat.\n```\n\nb\n"
        ),
        ("<config>\n <a>1</a>\n</config>", "```xml\n<config>\n <a>1</a>\n</config>\n```\n"),
        ("<twelf>x</twelf> <who>\n[[Foo|x]]</who>", "\\<twelf>x\\</twelf> \\<who> [x](/wiki/Foo)\\</who>\n"),
        (
            "<html><a href=/a.mov>See<br><b>it</a></html> on\n\n''x''",
            "[See **it**](https://wiki.example:8080/a.mov) on\n\n*x*\n"
        ),
        (
            "a\n<html><div><pre>one<script>alert(1)</script></pre><iframe src='https://v.example/1'></html>\nb",
            "a\n\n```\none\n```\n\nhttps://v.example/1\n\nb\n"
        ),
        ("[http://{{SERVERNAME}}/x y] {{SERVER}}", "[y](http://wiki.example/x) https://wiki.example:8080\n"),
    ])
    func readsWhatPeopleWrite(_ wikitext: String, _ expected: String) {
        #expect(markdown(wikitext) == expected)
    }

    @Test func expandsTemplatesFromTheDump() {
        let pages = [
            "Template:Box":
                "<noinclude>doc</noinclude>{{{1|nothing}}} by {{{who}}}{{#if:{{{x|}}}|yes|no}}<includeonly>!</includeonly>",
            "Template:Loop": "{{Loop}}", "Template:Old": "#REDIRECT [[Template:Box]]",
            "Template:Case": "{{#switch:{{{1}}}|a|b=first|c=second|#default=other}}",
        ]
        #expect(markdown("{{Box|A|who=Jo}}", pages) == "A by Jono!\n")
        #expect(markdown("{{old|who=B|x=1}} {{Case|b}} {{case|z}}", pages) == "nothing by Byes! first other\n")
        #expect(markdown("a {{Loop}} b", pages) == "a b\n")
        #expect(
            markdown("{{#expr: (2+3)*4 / 8 round 1}} {{ucfirst:{{lc:ABC}}}} {{PAGENAME}} {{SUBPAGENAME}}")
                == "2.5 Abc Pumps/North North\n")
        // What a caller wrote into a template that is not there stays.
        #expect(markdown("{{Nowhere|text|colour=red}}") == "text, colour: red\n")
    }

    /// Depth and repetition end in time, and in text.
    @Test(arguments: [
        String(repeating: "{{", count: 20_000), String(repeating: "[[a|", count: 20_000),
        String(repeating: "{|\n|", count: 3_000), String(repeating: "<div>", count: 20_000),
        String(repeating: "*", count: 50_000) + " x", String(repeating: "<ref>", count: 20_000),
        String(repeating: "'''''a", count: 20_000), String(repeating: "<!--", count: 20_000),
        String(repeating: "{{{a|", count: 5_000) + String(repeating: "}}}", count: 5_000),
        "\u{7F}12\u{7F}\u{0}", "[[File:" + String(repeating: "[[", count: 20_000),
        "{{#expr:" + String(repeating: "(", count: 5_000) + "}}",
        String(repeating: "{{{", count: 30_000) + String(repeating: "}}}", count: 30_000),
        String(repeating: "{{", count: 30_000) + String(repeating: "}}", count: 30_000),
        String(repeating: "[[", count: 30_000) + String(repeating: "]]", count: 30_000),
        String(repeating: "{{#if:1|", count: 10_000) + String(repeating: "}}", count: 10_000),
        String(repeating: "-{{{[[{", count: 10_000) + String(repeating: "}]]}}}-", count: 10_000),
        String(repeating: "-{", count: 30_000) + String(repeating: "}-", count: 30_000),
        String(repeating: "[[File:a|", count: 5_000), String(repeating: "[http://x ", count: 30_000),
        String(repeating: "_", count: 60_000),
        (0..<30_000).map { "<\(letters($0))>" }.joined() + "\n[[" + (0..<30_000).map { "</\(letters($0))>" }.joined(),
        String(repeating: "<xq>\n", count: 30_000) + "</xq>", String(repeating: "<xq>\n</xq>", count: 20_000),
        String(repeating: "<xq>", count: 30_000) + "</xq>\n", String(repeating: "<xq ", count: 30_000),
        "<html>" + String(repeating: "<div><b>", count: 20_000) + "</html>",
    ])
    func hostileTextEnds(_ text: String) {
        _ = markdown(text)
    }

    /// Braces that nest deeper than any tree is read are text, and a loss; a few of them are what they were.
    @Test(arguments: [3, 5_000]) func bracesBeyondTheLimitStay(_ count: Int) {
        let text = String(repeating: "{{{", count: count) + "x" + String(repeating: "}}}", count: count)
        var parser = WikitextParser(site: TinyWiki(), page: WikiTitle(namespace: 0, name: "P"))
        let result = parser.parse(Array(text.utf8))
        #expect(result.html.string.contains(text))
        #expect(result.losses == (count > 3 ? ["nesting:too-deep"] : []))
    }

    /// Templates that each nest and each call the next one.
    @Test func chainsOfDeepTemplatesEnd() {
        var pages: [String: String] = [:]
        for number in 0..<45 {
            pages["Template:T\(number)"] =
                String(repeating: "{{#if:1|", count: 60) + "{{T\(number + 1)|{{{1}}}}}"
                + String(repeating: "}}", count: 60)
        }
        var parser = WikitextParser(site: TinyWiki(pages), page: WikiTitle(namespace: 0, name: "P"))
        #expect(parser.parse(Array("a {{T0|x}} b".utf8)).losses == ["template:limit"])
    }

    // MARK: MediaWiki's own tests

    private static let folder: String? = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = root + "/../shared/data/mediawiki"
        let found = ((try? FileSystem.entries(of: data)) ?? []).map { "\(data)/\($0.name)/tests/parser" }
        return found.first { FileSystem.isDirectory($0) }
    }()

    /// The visible text of MediaWiki's parser tests. The rest needs a configuration (foreign languages, images on other
    /// servers, hooks of the tests) or is about error messages.
    @Test(.enabled(if: folder != nil, "there is no ../shared/data/mediawiki"))
    func agreesWithTheParserTests() throws {
        let folder = try #require(Self.folder)
        let tests = try ParserTests(folder)
        var right = 0
        for test in tests.cases {
            var site = TinyWiki(tests.articles)
            site.namespaces.siteName = "MediaWiki"
            let title = site.namespaces.title(test.title) ?? WikiTitle(namespace: 0, name: "Parser test")
            var parser = WikitextParser(site: site, page: title, date: Timestamp(iso8601: "1970-01-01T00:02:03Z"))
            let html = parser.parse(Array(test.wikitext.utf8)).html.string
            if ParserTests.visible(html) == ParserTests.visible(test.html) { right += 1 }
        }
        print("parser tests of MediaWiki: \(right) of \(tests.cases.count) texts agree")
        #expect(tests.cases.count > 1000)
        #expect(right * 100 >= tests.cases.count * 85)
    }
}

/// The `!! test` files of MediaWiki.
private struct ParserTests {
    struct Case {
        var title: String
        var wikitext: String
        var html: String
    }

    var cases: [Case] = []
    var articles: [String: String] = [:]

    /// Files about other directions or extensions.
    private static let left: Set<String> = [
        "langParserTests.txt", "langParserTests2.txt", "pst.txt", "timedMediaHandlerParserTests.txt", "wtsTests.txt",
        "i18nParserTests.txt", "pFragmentHandlerTests.txt", "annotationParserTests.txt",
    ]
    private static let hooks = [
        "<tag", "pwraptest", "spantag", "sealtag", "embedtag", "asidetag", "divtag", "statictag",
    ]
    private static let options = [
        "pst", "msg", "comment", "disabled", "section", "replace", "preload", "variant", "language",
    ]

    init(_ folder: String) throws {
        for entry in try FileSystem.entries(of: folder).sorted(by: { $0.name < $1.name })
        where entry.name.hasSuffix(".txt") {
            let text = String(decoding: try FileSystem.read(folder + "/" + entry.name), as: UTF8.self)
            read(text, keepsCases: !Self.left.contains(entry.name))
        }
    }

    private mutating func read(_ text: String, keepsCases: Bool) {
        var sections: [String: String] = [:]
        var name: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("!!") else {
                if let name { sections[name, default: ""] += line + "\n" }
                continue
            }
            let word = line.dropFirst(2).split(separator: " ").first.map { $0.lowercased() } ?? ""
            switch word {
            case "end":
                if keepsCases { add(sections) }
                (sections, name) = ([:], nil)
            case "endarticle":
                let title = Array((sections["article"] ?? "").utf8).trimmed().string
                articles[title] = (sections["text"] ?? "").trimmingCharacters(in: .newlines)
                (sections, name) = ([:], nil)
            default:
                name = word
                sections[word] = sections[word] ?? ""
            }
        }
    }

    private mutating func add(_ sections: [String: String]) {
        let options = sections["options"] ?? ""
        let words = Set(options.split { !$0.isLetter }.map(String.init))
        guard let wikitext = sections["wikitext"], sections["config"] == nil, words.isDisjoint(with: Self.options),
            !Self.hooks.contains(where: { wikitext.lowercased().contains($0) }), !wikitext.contains("#REDIRECT"),
            let html = ["html/php", "html", "html/*", "html/parsoid", "html/parsoid+integrated"].lazy.compactMap({
                sections[$0]
            }).first
        else { return }
        if sections["html/php"] == nil, options.contains("wt2wt") || options.contains("html2"),
            !options.contains("wt2html")
        {
            return
        }
        let title = options.firstRange(of: "title=[[").map { String(options[$0.upperBound...].prefix { $0 != "]" }) }
        cases.append(
            Case(title: title ?? "Parser test", wikitext: wikitext.trimmingCharacters(in: .newlines), html: html))
    }

    /// The text that a reader sees, without white space: tables of contents, notes and links to edit are the skin's.
    static func visible(_ html: String) -> String {
        let tree = GumboTree(html)
        var out: [UInt8] = []
        guard let root = tree.root else { return "" }
        var stack = [HTMLNode(pointer: root)]
        while let node = stack.popLast() {
            switch node.kind {
            case .text: out += node.text.filter { $0 > 0x20 }
            case .element:
                let classes = node.attribute("class") ?? ""
                let skin = ["toc", "mw-editsection", "magnify", "mw-ref", "references", "mw-indicators", "reference"]
                if ["style", "script", "head", "title", "video", "audio", "hearth-definition"].contains(node.name)
                    || skin.contains(where: { classes.contains($0) }) || node.attribute("id") == "toc"
                {
                    continue
                }
                if classes.contains("autonumber") {
                    out += Array((node.attribute("href") ?? "").utf8)
                } else {
                    stack += Array(node.children).reversed()
                }
            default: continue
            }
        }
        let ignored: Set<Unicode.Scalar> = ["\u{200E}", "\u{200F}", "\u{A0}", "\u{AD}"]
        return String(String.UnicodeScalarView(out.string.unicodeScalars.filter { !ignored.contains($0) }))
    }
}
