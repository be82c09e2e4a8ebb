import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import TestKit
import Testing

/// What is said about a link or a person that is not there must work when it is copied.
@Suite struct LinkAdviceTests {
    private func problems(_ text: String, _ files: [String: String] = [:]) async throws -> [Diagnostic] {
        var all = files
        all["a/page.md"] = "---\ntitle: Page\n---\n" + text + "\n"
        return try await TinySite(all).resolve().diagnostics.filter { $0.severity > .note }
    }

    @Test(arguments: [
        ("[a](www.example.com/x?y=1#z)", "write 'https://www.example.com/x?y=1#z'"),
        ("[a](WWW.example.com)", "write 'https://WWW.example.com'"),
        ("[b](ada@corp.example)", "write 'mailto:ada@corp.example'"),
        ("[c](Content/a/page.md)", "paths begin in Content/: write '/a/page.md'"),
        ("![[image.png]]", "put a file of that name into the content folder, or correct the name"),
        ("[[plans/the plan.pdf|Plan]]", "a file is written [words](<plans/the plan.pdf>)"),
        ("[[/a/x.PNG]]", "a picture is written ![what it shows](/a/x.PNG)"),
    ])
    func addressesOfAnotherKindAreToldAsWhatTheyAre(_ link: String, _ help: String) async throws {
        #expect(try await problems(link).map(\.help) == [help])
    }

    @Test func whatOnlyLooksLikeAnAddressIsAName() async throws {
        let found = try await problems("[a](logo@2x.png) [b](a@b) [c](www.md)", ["a/logo@3x.png": "x"])
        #expect(found.count == 3)
        #expect(found.allSatisfy { $0.help?.contains("mailto") != true && $0.help?.contains("https") != true })
    }

    @Test(arguments: [
        "Photo of pump.png", "Bild#1.png", "was?.png", "50%20off.png", "100%.png", "x).png", "(x.png", "a(b)c.png",
        "a<b>.png", "a[1].png", "a]b.png", "a`b`c.png", "a|b.png", "R&D.png", "a&copy;b.png", "a\"b\".png", "a'b.png",
        "*a*_b_.png", "Prøve på é.png", " a.png", "a.png ", "a~b~.png", "@a.png", "a:b.png", "a  b.png", "!a$+,;=.png",
    ])
    func theNearestNameWorksWhenCopied(_ name: String) async throws {
        let files = ["a/" + name: "x"]
        for mark in ["", "!"] {
            let wrong =
                mark + "[f](/a/zz"
                + SitePath.percentEncode(name).replacing("(", with: "%28").replacing(")", with: "%29") + ")"
            let found = try await problems(wrong, files)
            #expect(found.map(\.kind.id) == ["broken-link"])
            let help = try #require(found.first?.help)
            #expect(help.hasPrefix("did you mean '") && help.hasSuffix("'?"))
            let advice = help.dropFirst("did you mean '".count).dropLast(2)
            let tiny = try TinySite(
                files.merging(["a/page.md": "---\ntitle: P\n---\n\(mark)[f](\(advice)) and\n"]) { $1 })
            let (site, diagnostics) = try await tiny.resolve()
            #expect(diagnostics.filter { $0.severity > .note }.map(\.summary) == [], "\(advice)")
            let page = try #require(site.page(at: "a/page.md"))
            #expect(page.links.count == 1)
            guard case .link(let href, _, _)?? = page.links.first else {
                Issue.record("no link: \(advice)")
                continue
            }
            #expect(href.hasSuffix("a/" + SitePath.percentEncode(name)))
        }
    }

    @Test func aPictureIsNoPage() async throws {
        let found = try await problems("![x](pag.png)", ["a/pag.md": "---\ntitle: T\n---\nx\n"])
        #expect(found.map(\.kind.id) == ["broken-link"] && found.first?.help == nil)
    }

    @Test(
        arguments: [
            ("[l](http://localhost:8000/a/page/)", "write '/a/page/'"),
            ("[l](http://127.0.0.1:8000/a/other%20one/?x=1#part)", "write '</a/other one/#part>'"),
            ("<http://[::1]:8000/a/page/>", nil),
            ("http://localhost:8000/a/page/", "link to the page: [words](/a/page/)"),
            ("[l](HTTPS://LOCALHOST/nowhere)", nil), ("![l](http://0.0.0.0:8000/a/p.png)", "write '/a/p.png'"),
        ] as [(String, String?)])
    func linksToOnesOwnComputerAreTold(_ text: String, _ help: String?) async throws {
        let found = try await problems(
            text, ["a/p.png": "x", "a/other one.md": "---\ntitle: O\n---\n# Part\nx\n"])
        #expect(found.map(\.kind.id) == ["own-computer-link"])
        if let help { #expect(found.first?.help == help) }
    }

    @Test(arguments: [
        "Open http://localhost:8000/ then.", "`http://localhost:8000/a/page/`", "[x](http://localhost.example/a/page/)",
        "[x](https://e.example/localhost)", "http://localhost:3000/api",
    ])
    func instructionsAreNot(_ text: String) async throws { #expect(try await problems(text).isEmpty) }

    @Test(arguments: [
        ("Ada Lund", "write \"@ada\""), ("ada  lund", "write \"@ada\""), ("“@ada”", "write \"@ada\""),
        ("a.lund@corp.example", "write \"@ada\""), ("lund@home.example", "write \"@ada\""),
        ("ben@corp.example", "write \"@ben\""), ("\"@ada, @b.other\"", "write \"@ada\""),
        ("Ada Lunt", "write \"@ada\""), ("Ada Lund <a.lund@corp.example>", "write \"@ada\""),
        ("zzz.qqqqq", "add Content/people/zzz.qqqqq.md"),
        ("Zoe Quirk", "write the handle: the name of the file in people/, without .md"),
        ("q@zzzzz.example", "write the handle: the name of the file in people/, without .md"),
    ])
    func peopleAreLookedForByWhatWasWritten(_ author: String, _ help: String) async throws {
        let found = try await TinySite([
            "d.md": "---\ntitle: D\nauthor: \(author)\ndate: 2026-01-01\n---\nx\n",
            "people/ada.md":
                "---\nname: Ada Lund\nemail: A.Lund@corp.example\nidentities: [\"git:lund@home.example\"]\n---\n",
        ]).resolve().diagnostics
        #expect(found.first { $0.kind.id == "unknown-person" }?.help == help)
        #expect(!found.contains { $0.help?.contains("j.larsen") == true })
    }
}
