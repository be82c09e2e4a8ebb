import HearthMigration
import HearthModel
import TestKit
import Testing

/// Parts of saved pages that are marked as headers, footers and navigation, and what headings call themselves.
@Suite struct SavedSitePartsTests {
    private func migrate(_ files: [String: String]) async throws -> Workspace {
        let site = try Workspace(files)
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        return site
    }

    /// Quotations, asides, tables of data and cards have headers and footers of their own.
    @Test func headersAndFootersOfPartsStay() async throws {
        let site = try await migrate([
            "a.html": """
            <title>Pump rules</title><div id=page><div class=top><header><p>Corp intranet</header></div><div id=content><h1>Pump rules</h1>
            <blockquote><p>Never run a pump dry.<footer>Said by Ada</footer></blockquote>
            <aside><header>Call before you start</header><p>The desk knows more.<footer>Valid since May</footer></aside>
            <div class=card><header><p>Pump 4 is closed<nav><a href=b.html>All pumps</a></nav></header><div><p>Use pump 5.</div><div><footer>Opens again in June</footer></div></div>
            <p>Other text of this page about pumps, valves and seals, and about whom to call at night.</div><footer><p>Copyright</footer></div>
            """
        ])
        let text = site.read("groups/w/a.md")
        #expect(
            text.hasSuffix(
                "\n> Never run a pump dry.\n>\n> Said by Ada\n\nCall before you start\n\nThe desk knows more.\n\nValid since May\n\nPump 4 is closed\n\nUse pump 5.\n\nOpens again in June\n\nOther text of this page about pumps, valves and seals, and about whom to call at night.\n"
            ), "\(text)")
    }

    /// A menu inside of `<main>` is no content, on long pages and on short ones that share it.
    @Test func navigationInTheContentGoes() async throws {
        let names = ["a", "b", "c", "d", "e"]
        let links = names.map { "<li><a href=\($0).html>The long name of page \($0)</a>" }.joined()
        var files: [String: String] = [:]
        for name in names {
            let words =
                name == "a"
                ? "Short."
                : "Own words of page \(name), and enough of them to say something to a reader of it, who wants to know all of this, and a good deal more of it than that."
            files[name + ".html"] =
                "<title>Page \(name)</title><main><nav><ul>\(links)</ul><label>Here</label><ul><li><a href=#one-\(name)>First of \(name)</a></ul></nav><article><h1>Page \(name)</h1><h2 id=one-\(name)>First of \(name)</h2><p>\(words)</article><div role=navigation><a href=a.html>Next: \(name)</a></div></main>"
        }
        let site = try await migrate(files)
        #expect(
            site.read("groups/w/a.md").hasSuffix("---\n\n## First of a {#one-a}\n\nShort.\n"),
            "\(site.read("groups/w/a.md"))")
        #expect(
            site.read("groups/w/c.md").contains("---\n\n## First of c {#one-c}\n\nOwn words of page c"),
            "\(site.read("groups/w/c.md"))")
        #expect(site.read("groups/w/c.md").hasSuffix("than that.\n"))
    }

    /// The page of a handbook that is there for its list of chapters.
    @Test func aListOfChaptersStaysWhereThePageIsThereForIt() async throws {
        let chapters = ["Pumps of the plant", "Valves of the plant", "Seals of the plant"]
        let links = chapters.enumerated().map { "<li><a href=p\($0).html>\($1)</a>" }.joined()
        var files = ["a.html": "<title>Handbook</title><main><h1>Handbook</h1><nav><ul>\(links)</ul></nav></main>"]
        for number in chapters.indices {
            files["p\(number).html"] = "<title>\(number)</title><main><h1>Part \(number)</h1><p>Text"
        }
        let text = try await migrate(files).read("groups/w/a.md")
        #expect(text.contains("- [Pumps of the plant](p0.md)\n"), "\(text)")
    }

    /// Links to lines of code and to notes below a heading lead to it, and leave it its own id.
    @Test func aHeadingKeepsItsOwnName() async throws {
        let site = try await migrate([
            "a.html":
                "<title>Pumps</title><h1>Pumps</h1><section id=seals><h2>Of seals</h2><p>See <a href=#a-note>1</a> and <a href=#low>low</a>.<pre><code><a id=__line-0-1 href=#__line-0-1>x</a> = 1</code></pre><p id=a-note>A note.</section><h2 id=own>Low <a name=other></a> ones</h2><p id=low>Text<p id=aa>More",
            "b.html":
                "<title>B</title><h1>B</h1><p>See <a href=a.html#seals>seals</a>, <a href=a.html#other>other</a>, <a href=a.html#aa>more</a>.",
        ])
        let text = site.read("groups/w/a.md")
        #expect(text.contains("## Of seals {#seals}\n\nSee [1](#seals) and [low](#own)."), "\(text)")
        #expect(text.contains("## Low ones {#own}\n"), "\(text)")
        #expect(site.read("groups/w/b.md").contains("See [seals](a.md#seals), [other](a.md#own), [more](a.md#own)."))
    }
}
