import Foundation
import Glibc
import HearthBuild
import HearthModel
import HearthSite
import TestKit
import Testing

extension TemporaryFolder {
    /// Removes a file or a whole folder.
    func delete(_ path: String) { try? FileManager.default.removeItem(atPath: self.path + "/" + path) }

    func link(_ path: String, to target: String) { symlink(target, self.path + "/" + path) }
}

/// A start tag of an output with its attributes, as a browser reads it.
struct Tag {
    let name: String
    let attributes: [(name: String, value: String)]

    /// All start tags of HTML that Hearth wrote: every attribute value is in double quotes, every `<` of a text is
    /// escaped.
    static func all(in html: String) -> [Tag] {
        html.matches(of: /<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s"'<>\/=]+(?:="[^"]*")?)*)\s*\/?>/).map { match in
            Tag(
                name: match.1.lowercased(),
                attributes: match.2.matches(of: /([^\s"'<>\/=]+)(?:="([^"]*)")?/).map {
                    ($0.1.lowercased(), decoded(String($0.2 ?? "")))
                })
        }
    }

    /// With the few character references that a writer of links may use, decimal and hexadecimal ones included.
    private static func decoded(_ text: String) -> String {
        var text = text
        for (name, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&colon;", ":"), ("&Tab;", "\t")] {
            text = text.replacing(name, with: character)
        }
        text = text.replacing(/&#(x?)([0-9a-fA-F]+);?/) { match in
            UInt32(match.2, radix: match.1.isEmpty ? 10 : 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
        }
        return text.replacing("&amp;", with: "&")
    }
}

extension TinySite {
    /// The text of every HTML output.
    var pages: [(path: String, html: String)] {
        folder.tree("Output").filter { $0.key.hasSuffix(".html") }.map {
            ($0.key, String(decoding: $0.value, as: UTF8.self))
        }
        .sorted { $0.0 < $1.0 }
    }
}

/// What peers get wrong, by the numbers of `product.md`: what stands in the bytes of the output.
@Suite struct PeerMistakeOutputTests {
    // MARK: 9. Links from the root ignore that the site lies in a folder of the server.

    private static let linked = [
        "index.md": "---\ntitle: Home\n---\n[a](/docs/a/) [q](/questions/) ![p](/docs/p.png) @ada #esp\n",
        "docs/a.md":
            "---\ntitle: A\nauthor: \"@ada\"\ntags: [esp]\nredirect_from: [/very/old/a.html, /old]\n---\n"
            + "[home](/) [b](b.md#h) [[B]] [p](/docs/p.png)\n",
        "docs/b.md": "---\ntitle: B\n---\n## H\n[a](/docs/a)\n", "docs/p.png": "png",
        "groups/g/index.md": "---\ntitle: G\nkind: community\nproblem: p\nmanagers: [\"@ada\"]\n---\nx\n",
        "groups/g/questions/q.md":
            "---\ntitle: Q\ntags: [esp]\n---\n[a](/docs/a/)\n\n## Answer — @ben, 2026-01-01\n[p](/docs/p.png)\n",
    ]

    @Test(arguments: ["title: T\n", "title: T\nbaseURL: https://h.example/a/b/\ntheme: {logo: docs/p.png}\n"])
    func mistake9NoLinkStartsAtTheRootOfTheServer(_ configuration: String) async throws {
        let site = try TinySite(Self.linked, configuration: configuration)
        let report = try await site.build()
        #expect(report.errors == 0, "\(report.diagnostics)")
        let root = configuration.contains("baseURL") ? "/a/b/" : "/"
        var seen = 0
        for page in site.pages {
            for tag in Tag.all(in: page.html) {
                for attribute in tag.attributes
                where attribute.value.hasPrefix("/") || attribute.value.contains("url=/") {
                    // Nobody knows how deep the address is at which the missing page is shown.
                    #expect(page.path == "404.html" && attribute.value.hasPrefix(root), "\(page.path): \(attribute)")
                    seen += 1
                }
            }
        }
        #expect(seen > 3, "the missing page has links from the root")
        for (path, bytes) in site.folder.tree("Output") where path.hasSuffix(".css") {
            #expect(!String(decoding: bytes, as: UTF8.self).contains(/url\(\s*["']?\//), "\(path)")
        }
    }

    @Test func mistake9EveryLinkLeadsToAFileFromWhereverTheSiteLies() async throws {
        let site = try TinySite(Self.linked, configuration: "title: T\nbaseURL: https://h.example/a/b/\n")
        try await site.build()
        let files = Set(site.folder.tree("Output").keys)
        var seen = 0
        for page in site.pages where page.path != "404.html" {
            let base = try #require(URL(string: "http://x.example/deep/" + page.path))
            for tag in Tag.all(in: page.html) {
                for attribute in tag.attributes where attribute.name == "href" || attribute.name == "src" {
                    guard let url = URL(string: attribute.value, relativeTo: base)?.absoluteURL,
                        url.host() == "x.example"
                    else { continue }
                    #expect(url.path().hasPrefix("/deep/"), "\(page.path): \(attribute.value)")
                    let path = url.path(percentEncoded: false).dropFirst(6)
                    let file = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
                    #expect(files.contains(String(file)), "\(page.path): \(attribute.value)")
                    seen += 1
                }
            }
        }
        #expect(seen > 200)
    }

    // MARK: 11. Text comes out unescaped.

    /// Ends scripts, attributes and character references, wherever it lands unescaped.
    private static let evil = "</script><script>evil()</script>\"onx=\"1'&zz;<b>"
    /// The same in a double-quoted YAML string.
    private static let quoted = "\"</script><script>evil()</script>\\\"onx=\\\"1'&zz;<b>\""

    private static let hostile: [String: String] = {
        let e = quoted
        return [
            "index.md":
                "---\ntitle: \(e)\ndescription: \(e)\n---\n\\</script>\\<script>evil()\\</script>\"onx=\"1'\\&zz;\n",
            "people/ada.md":
                "---\nname: \(e)\ntitle: \(e)\ndepartment: \(e)\nsite: \(e)\nemail: \(e)\ncontact: true\n"
                + "expertise: [{tag: esp, level: expert, note: \(e), confirmed: 2026-05-01}]\n---\n",
            "groups/g/index.md":
                "---\ntitle: \(e)\nkind: community\nproblem: \(e)\nwiifm: {\(e): \(e)}\nmanagers: [\"@ada\"]\n"
                + "serves: [\(e)]\nmembers: [{who: \"@ben\", via: \(e), role: \(e)}]\n---\nx\n",
            "groups/g/questions/q.md":
                "---\ntitle: \(e)\nauthor: \"@ada\"\ndate: 2026-01-01\ntags: [esp]\nalt_titles: [\(e)]\n---\n# "
                + "\"onx=\"1'&zz\\;\n"
                + "![\(evil.replacing("<", with: "\\<").replacing("&", with: "\\&"))](p.png '\"onx=\"1 &amp;zz;')\n\n"
                + "## Accepted answer — @ada, 2026-01-02\n`</script><script>evil()</script>\"onx=\"1'&zz;`\n",
            "groups/g/questions/p.png": "png",
            "groups/g/doc.md":
                "---\ntitle: \(e)\nauthor: [\(e)]\nowner: g\ndate: 2026-01-01\ntags: [esp]\naliases: [\(e)]\n"
                + "source: {system: \(e), id: \(e), url: \(e), author: \(e), place: \(e), privacy: public, losses: "
                + "[\(e)]}\n---\n[[g]]\n",
            "use-cases/u.md":
                "---\ntitle: \(e)\ngroups: [g]\nproblem: \(e)\ncurrent_practice: \(e)\npain_points: [\(e)]\ndesired: "
                + "\(e)\n"
                + "obstacles: [{objection: \(e), response: \(e), evidence: \(e)}]\nprocess: {trigger: \(e), step: "
                + "\(e), channel: \(e)}\n"
                + "decision: adopt\nrationale: \(e)\ntarget_departments: [\(e)]\nstatus: proven\nmeasures: [m]\n"
                + "objective: o\n---\nx\n",
            "measures/m.md":
                "---\ntitle: \(e)\ncategory: cost\nunit: \(e)\ndirection: down\nbaseline: {value: 4, date: "
                + "2026-01-01}\n"
                + "target: {value: 1, date: 2026-12-01}\nseries: [{date: 2026-02-01, value: 3, evidence: \(e)}]\n"
                + "owner: \"@ada\"\n"
                + "objective: o\nattribution: measured\nso_what: \(e)\nsignposts: [\(e)]\n---\nx\n",
            "events/e.md":
                "---\ntitle: \(e)\ndate: 2026-07-01\nkind: tour\ngroups: [g]\nsite: \(e)\nhosts: [\"@ada\"]\n"
                + "follow_up: [{task: \(e), who: \"@ben\", due: 2026-08-01}]\n---\nx\n",
            "strategy.md":
                "---\ntitle: \(e)\nobjectives: [{id: o, title: \(e), owner: \"@ada\", category: cost}]\n---\nx\n",
            "topics/esp.md": "---\nlabel: \(e)\ndescription: \(e)\nsynonyms: [\(e)]\nowner: \"@ada\"\n---\nx\n",
            "docs/a'b&zz;\"onx=\"1.md":
                "---\ntitle: File\nredirect_from: ['/old?a=\"onx=\"1&zz;']\n---\n[x](f'&zz;.txt)\n",
            "docs/f'&zz;.txt": "text",
        ]
    }()

    private func hostileSite() async throws -> TinySite {
        let site = try TinySite(
            Self.hostile,
            configuration:
                "title: \(Self.quoted)\nbaseURL: https://h.example/\nfooter: "
                + "\"\\\\<script>evil()\\\\</script>\\\"onx=\\\"1'\"\n"
                + "nav: [groups, questions, people, topics, documents, events]\nedit: {mail: \"{group}@h.example\"}\n")
        try await site.build()
        return site
    }

    @Test func mistake11EveryTextOfFrontMatterIsEscaped() async throws {
        let site = try await hostileSite()
        var structured = 0
        for (path, bytes) in site.folder.tree("Output") where path.hasSuffix(".html") || path.hasSuffix(".xml") {
            var text = String(decoding: bytes, as: UTF8.self)
            // JSON-LD has its own rules: it must be valid JSON and may not end its element.
            for match in text.matches(of: /<script type="application\/ld\+json">(.*?)<\/script>/.dotMatchesNewlines()) {
                #expect((try? JSONSerialization.jsonObject(with: Data(match.1.utf8))) != nil, "\(path): \(match.1)")
                #expect(!match.1.contains("<"), "\(path)")
                structured += 1
            }
            text.replace(/<script type="application\/ld\+json">(.*?)<\/script>/.dotMatchesNewlines(), with: "")
            #expect(!text.contains("<script>evil") && !text.contains("</script><script>"), "\(path)")
            #expect(!text.contains("\"onx="), "\(path): \(context(of: "\"onx=", in: text))")
            // All attributes are in double quotes, so a single one ends nothing.
            #expect(!text.contains(/=\s*'/), "\(path)")
            #expect(!text.contains("&zz;"), "\(path): \(context(of: "&zz;", in: text))")
            #expect(!text.contains("1'&amp;zz;<b>"), "\(path)")
            for tag in Tag.all(in: text) { #expect(!tag.attributes.contains { $0.name == "onx" }, "\(path): \(tag)") }
        }
        #expect(structured > 0)
    }

    /// The other test would pass if nothing were shown at all.
    @Test(arguments: [
        "index.html", "groups/g/index.html", "groups/index.html", "groups/g/questions/q/index.html",
        "groups/g/doc/index.html",
        "people/ada/index.html", "people/index.html", "use-cases/u/index.html", "measures/m/index.html",
        "events/e/index.html",
        "topics/esp/index.html", "strategy/index.html", "feed.xml", "groups/g/feed.xml",
    ])
    func mistake11TheWordsAreStillThere(_ path: String) async throws {
        let text = try #require(try await hostileSite().output(path))
        let escaped = "&lt;/script&gt;&lt;script&gt;evil()"
        #expect(text.contains(escaped), "\(path)")
        if path.hasSuffix(".html") { #expect(text.contains("&amp;zz;&lt;b&gt;"), "\(path)") }
    }

    @Test func mistake11JSONFilesAreValidWhateverTheNames() async throws {
        let site = try await hostileSite()
        for (path, bytes) in site.folder.tree("Output") where path.hasSuffix(".json") {
            #expect((try? JSONSerialization.jsonObject(with: Data(bytes))) != nil, "\(path)")
        }
        #expect(site.output("redirects.json")?.contains("/old?a=\\\"onx=\\\"1&zz;") == true)
    }

    private func context(of needle: String, in text: String) -> String {
        guard let range = text.firstRange(of: needle) else { return "" }
        return String(text[..<range.lowerBound].suffix(120)) + needle
    }

    // MARK: 12. Scripts pass through.

    private static let scripts = """
        <script>evil()</script>
        <img src=x onerror=evil()> text <b onclick="evil()">b</b> <svg/onload=evil()> <iframe srcdoc="x"></iframe>

        <style>*{color:red}</style>

        <form action="javascript:evil()"><button>x</button></form>

        [a](javascript:evil()) [b](JaVaScRiPt:evil()) [c](<java\tscript:evil()>) [d](&#106;avascript:evil())
        [e](javascript&colon;evil())
        [f](data:text/html,<script>evil()</script>) [g](vbscript:evil()) [h]( javascript:evil())
        [i](\u{1}javascript:evil())
        ![j](javascript:evil()) ![k](data:image/svg+xml,evil) <javascript:evil()> [l][r]
        [m](file:///etc/passwd) [n](//evil.example/x)
        [o](%6Aavascript:evil()) [p](javascript%3Aevil()) [[javascript:evil()]]

        [r]: javascript:evil() "t"

        | [t](javascript:evil()) |
        |---|
        | <script>evil()</script> ![u](JAVASCRIPT:evil()) |

        [^1]

        [^1]: [v](javascript:evil()) <script>evil()</script>
        """

    private static let schemes = ["javascript:", "data:", "vbscript:", "file:"]

    private func expectHarmless(_ site: TinySite) {
        for page in site.pages {
            for tag in Tag.all(in: page.html) {
                #expect(!["iframe", "style", "object", "embed", "base"].contains(tag.name), "\(page.path): \(tag)")
                for attribute in tag.attributes {
                    #expect(!attribute.name.hasPrefix("on"), "\(page.path): \(attribute)")
                    // Browsers skip control characters and blanks in front of and within a scheme.
                    let address = attribute.value.unicodeScalars.filter { $0.value > 0x20 }.map { String($0) }.joined()
                        .lowercased()
                    let target = address.firstRange(of: "url=").map { String(address[$0.upperBound...]) } ?? address
                    #expect(!Self.schemes.contains { target.hasPrefix($0) }, "\(page.path): \(attribute)")
                }
            }
            #expect(!page.html.contains("<script>evil"), "\(page.path)")
        }
    }

    @Test func mistake12NoScriptOfTheTextReachesThePage() async throws {
        let site = try TinySite(
            [
                "a.md": "---\ntitle: A\n---\n" + Self.scripts,
                "questions/q.md":
                    "---\ntitle: Q\n---\n\(Self.scripts)\n\n## Answer — @ben, 2026-01-01\n\(Self.scripts)\n",
            ], configuration: "title: T\nbaseURL: https://h.example/\nlinks: ignore\n")
        let report = try await site.build()
        #expect(site.main("a/index.html")?.contains(">v") == true || site.main("a/index.html")?.contains("v") == true)
        #expect(report.diagnostics.first(.rawHTML) != nil && report.diagnostics.first(.unsafeURL) != nil)
        expectHarmless(site)
        // Feeds hold the same HTML, escaped once more.
        let feed = try #require(site.output("feed.xml"))
        #expect(!feed.contains("&lt;script") && !feed.lowercased().contains("href=&quot;javascript:"))
    }

    @Test func mistake12AddressesOfFrontMatterAndSettingsAreCheckedToo() async throws {
        let bad = "javascript:evil()"
        let site = try TinySite(
            [
                "a.md":
                    "---\ntitle: A\nredirect_from: [\"\(bad)\", \"data:text/html,x\"]\n"
                    + "source: {system: x, url: \"\(bad)\", privacy: public}\n---\nx\n",
                "people/ada.md": "---\nname: Ada\nphoto: \"\(bad)\"\nemail: \"\(bad)\"\ncontact: true\n---\n",
            ],
            configuration: "title: T\ntheme: {logo: \"\(bad)\"}\nfooter: \"[x](\(bad)) <script>evil()</script>\"\n"
                + "edit: {url: \"javascript:{path}\", new: \"javascript:{folder}\", mail: \"{group}@h.example\"}\n"
                + "nav: [\"\(bad)\"]\n"
        )
        try await site.build()
        expectHarmless(site)
    }

    @Test func mistake12RawHTMLIsAllowedOnlyWhereTheConfigurationSaysSo() async throws {
        let text = "---\ntitle: A\n---\n<div class=\"mine\">x</div>\n"
        let site = try TinySite(
            ["old/a.md": text, "new/a.md": text, "older/a.md": text],
            configuration: "title: T\nrawHTML: {allow: [Content/old]}\n")
        let report = try await site.build()
        #expect(site.outputs(containing: "<div class=\"mine\">") == ["old/a/index.html"])
        #expect(
            report.diagnostics.filter { $0.kind == .rawHTML }.map { $0.location?.file } == [
                "Content/new/a.md", "Content/older/a.md",
            ])
    }

    // MARK: 14. Restricted text stands in what everybody can fetch.

    @Test func mistake14NoOpenOutputHoldsARestrictedWord() async throws {
        let c = "canary"
        let site = try TinySite(
            [
                "index.md":
                    "---\ntitle: Home\n---\n[plan](groups/heron/index.md) [[\(c) group]] "
                    + "[d](groups/heron/\(c)-doc.md) @ada\n",
                "open.md":
                    "---\ntitle: Open\ntags: [esp]\nsuperseded_by: groups/heron/\(c)-doc\n---\n"
                    + "![p](groups/heron/\(c).png)\n",
                "people/cleo.md": "---\nname: Cleo\n---\n",
                "people/dan.md": "---\nname: Dan\nmanager: \"@ada\"\n---\n",
                "groups/heron/index.md":
                    "---\ntitle: \(c) group\ndescription: \(c)\nkind: community\nproblem: \(c)\nwiifm: {\(c): \(c)}\n"
                    + "managers: [\"@ada\"]\n"
                    + "members: [{who: \"@ben\", role: \(c)}]\nserves: [\(c)]\nvisibility: members\nlisted: members\n"
                    + "access_group: cn=\(c)\nredirect_from: [/old/\(c), \"/old?\(c)=1\"]\naliases: [\(c)]\n---\n\(c) "
                    + "@cleo #esp\n",
                "groups/heron/questions/\(c)-q.md":
                    "---\ntitle: \(c) question\nauthor: \"@ada\"\ndate: 2026-05-01\ntags: [esp, \(c)-tag]\n"
                    + "alt_titles: [\(c)]\n"
                    + "redirect_from: [/q/\(c).html]\n---\n\(c)\n\n## Accepted answer — @cleo, 2026-05-02\n\(c)\n\n"
                    + "### Comment — @ben, 2026-05-03\n\(c)\n",
                "groups/heron/\(c)-doc.md":
                    "---\ntitle: \(c) doc\nauthor: \"@cleo\"\ndate: 2026-05-01\ntags: [esp, \(c)-tag]\n---\n## \(c)\n"
                    + "[o](/open/) ![p](\(c).png)\n",
                "groups/heron/\(c).png": "canary bytes",
                "groups/heron/events/\(c)-e.md":
                    "---\ntitle: \(c)\ndate: 2026-07-01\nkind: tour\nhosts: [\"@cleo\"]\n---\n\(c)\n",
                "use-cases/u.md":
                    "---\ntitle: U\ngroups: [heron]\nproblem: x\nstatus: proven\nstories: [\(c)-doc]\n---\nx\n",
                "questions/moved.md": "---\ntitle: \(c) moved\ngroup: heron\ntags: [esp]\n---\n\(c)\n",
                "questions/dup.md": "---\ntitle: Dup\nduplicate_of: groups/heron/questions/\(c)-q\n---\nx\n",
            ],
            configuration:
                "title: T\nbaseURL: https://h.example/\nedit: {url: \"https://g.example/{path}\", mail: "
                + "\"{group}@h.example\"}\n"
        )
        try await site.build { $0.includesDrafts = true }
        let outputs = site.folder.tree("Output")
        let word = Array(c.utf8)
        var inside = 0
        for (path, bytes) in outputs {
            let found = bytes.firstRange(of: word)
            if path.hasPrefix("groups/heron/") {
                if found != nil { inside += 1 }
            } else {
                let context = found.map { String(decoding: bytes[..<$0.upperBound].suffix(90), as: UTF8.self) }
                #expect(found == nil && !path.contains(c), "\(path): \(context ?? "")")
            }
        }
        // The members do see them, else this test could not fail.
        #expect(inside >= 6)
        #expect(!outputs.keys.contains { $0.contains("manifest") })
    }

    @Test func mistake14DraftsAndExpiredPagesLeaveNoTrace() async throws {
        let site = try TinySite(
            [
                "a.md": "---\ntitle: A\ntags: [esp]\n---\n[d](d.md) [f](f.md)\n",
                "d.md": "---\ntitle: canary\ndraft: true\ntags: [canary-tag]\nredirect_from: [/canary]\n---\ncanary\n",
                "f.md":
                    "---\ntitle: canary\npublish: 2027-01-01\nauthor: \"@ada\"\ntags: [esp]\n---\ncanary [a](a.md)\n",
                "e.md": "---\ntitle: canary\nexpires: 2026-01-01\n---\ncanary [a](a.md)\n",
            ], configuration: "title: T\nbaseURL: https://h.example/\nlinks: ignore\n")
        let report = try await site.build()
        #expect(site.outputs(containing: "canary") == [])
        #expect(!site.folder.tree("Output").keys.contains { $0.contains("canary") })
        #expect(report.leftOut.drafts == 1 && report.leftOut.future == 1 && report.leftOut.expired == 1)
        try await site.build { $0.includesDrafts = true }
        #expect(site.outputs(containing: "canary").contains("d/index.html"))
    }
}
