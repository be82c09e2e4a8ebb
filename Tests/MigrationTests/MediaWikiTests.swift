import Foundation
import HearthBuild
import HearthMigration
import HearthModel
import TestKit
import Testing

/// The XML of a small dump.
private func wiki(_ pages: [(title: String, text: String)], namespaces: String = "") -> String {
    func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    let body = pages.enumerated().map { number, page in
        """
          <page>
            <title>\(escaped(page.title))</title>
            <id>\(number + 1)</id>
            <revision>
              <id>\(number + 100)</id>
              <timestamp>2010-03-04T05:06:07Z</timestamp>
              <contributor><username>Jo Larsen</username><id>7</id></contributor>
              <text xml:space="preserve">an old version</text>
            </revision>
            <revision>
              <id>\(number + 200)</id>
              <timestamp>2011-03-04T05:06:07Z</timestamp>
              <contributor><ip>192.0.2.77</ip></contributor>
              <text xml:space="preserve">\(escaped(page.text))</text>
            </revision>
          </page>
        """
    }
    return """
        <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="de">
          <siteinfo>
            <sitename>Pumpenwiki</sitename>
            <base>https://wiki.example/wiki/Hauptseite</base>
            <case>first-letter</case>
            <namespaces>
              <namespace key="0" case="first-letter" /><namespace key="1" case="first-letter">Diskussion</namespace>
              <namespace key="2" case="first-letter">Benutzer</namespace>
              <namespace key="6" case="first-letter">Datei</namespace>
              <namespace key="10" case="first-letter">Vorlage</namespace>
              <namespace key="14" case="first-letter">Kategorie</namespace>
            </namespaces>
          </siteinfo>
        \(body.joined(separator: "\n"))
        </mediawiki>
        """
}

private func migrate(_ site: Workspace, dryRun: Bool = false) async throws -> MigrationOutcome {
    try await MigrationRun(
        paths: [site.export], siteRoot: site.root, into: "groups/wiki", isDryRun: dryRun, workers: 2
    ).run()
}

@Suite struct MediaWikiTests {
    private static let pages = [
        (
            "Anlauf",
            "= Anlauf =\n{{Warnung|heiß}}\n\n== Ablauf ==\nSiehe [[Pumpe#Die Wartung|Wartung]], [[pumpe]]n, [[Fehlt]] und "
                + "[https://wiki.example/index.php?title=Pumpe alt].\n\n[[Datei:Plan.png|mini|Der Plan]]\n[[Kategorie:Große Pumpen]]"
        ),
        ("Pumpe", "== Die Wartung ==\nText [[Anlauf#Ablauf]].<ref>Quelle</ref>"),
        ("Vorlage:Warnung", "'''Achtung: {{{1}}}'''"), ("Alte Pumpe", "#WEITERLEITUNG [[Pumpe]]"),
        ("Diskussion:Pumpe", "Frage\n: Antwort"), ("Kategorie:Große Pumpen", "Alles über [[Pumpe]]n."),
        ("Benutzer:Jo Larsen", "Ich baue Pumpen."), ("MediaWiki:Sidebar", "* x"), ("Pumpe/Teile", "{{Fehlt auch|Rad}}"),
    ]

    /// A link in the export may lead anywhere on the machine.
    @Test func linksOutOfTheExportAreNotFollowed() async throws {
        let site = try Workspace(["dump.xml": wiki(Self.pages)])
        let outside = site.root + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try Data("private".utf8).write(to: URL(filePath: outside + "/Plan.png"))
        try FileManager.default.createSymbolicLink(atPath: site.export + "/images", withDestinationPath: outside)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0)
        #expect(!site.files.contains { $0.hasSuffix(".png") })
    }

    /// The Translate extension numbers its units, inside blocks of code as well.
    @Test func marksOfTranslationUnitsAreNoText() async throws {
        let text = """
            <translate>
            <!--T:1-->
            One <!-- a remark --> two

            == Set up == <!--T:2-->
            <source lang="bash">
            make

            <!--T:3-->
            # <!--T:x--> stays
            </source>
            </translate>
            """
        let site = try Workspace(["wiki.xml": wiki([("Build", text)])])
        _ = try await migrate(site)
        let page = site.read("groups/wiki/build.md")
        #expect(page.hasSuffix("\n\nOne two\n\n## Set up\n\n```bash\nmake\n\n# <!--T:x--> stays\n```\n"))
    }

    /// The last part alone of `Pump/de` says nothing in a list.
    @Test(arguments: [
        ("Pump/de", "Pump (de)"), ("Pump/zh-hans", "Pump (zh-hans)"), ("Pump/Parts", "Parts"), ("Pump/IT", "IT"),
        ("Pump/de-", "de-"), ("Valve/de", "Valve/de"),
    ])
    func subpagesOfLanguagesKeepTheNameOfTheirPage(_ name: String, _ title: String) async throws {
        let site = try Workspace(["dump.xml": wiki([("Pump", "The pump."), (name, "Der Text.")])])
        #expect(try await migrate(site).exitStatus == 0)
        let page = site.files.filter { $0.hasSuffix(".md") }.map { site.read($0) }.first { $0.contains("Der Text.") }
        #expect(
            page?.split(separator: "\n").contains { $0 == "title: \(title)" || $0 == "title: \"\(title)\"" } == true)
        #expect(page?.contains("\nlang: ") == title.hasSuffix(")"))
    }

    /// The namespace of pages has no name, and its element no end.
    @Test func titlesOfSomeWikisDifferByTheirCase() async throws {
        let dump = wiki([("apple", "Small words, see [[Apple]]."), ("Apple", "Capital words, see [[apple]].")])
            .replacing("key=\"0\" case=\"first-letter\"", with: "key=\"0\" case=\"case-sensitive\"")
        let site = try Workspace(["dump.xml": dump])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.kinds["pages"]?.skippedCount == 0)
        let pages = site.files.filter { $0.hasPrefix("groups/wiki/apple") }.map { site.read($0) }.sorted()
        try #require(pages.count == 2)
        #expect(pages.contains { $0.contains("Small words, see [Apple]") })
        #expect(pages.contains { $0.contains("Capital words, see [apple]") })
    }

    @Test func writesPagesTopicsAndPeople() async throws {
        let site = try Workspace(["dump.xml": wiki(Self.pages), "images/a/ab/Plan.png": "png"])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(
            site.files == [
                "groups/wiki/anlauf.md", "groups/wiki/diskussion/pumpe.md", "groups/wiki/files/plan.png",
                "groups/wiki/index.md", "groups/wiki/pumpe.md", "groups/wiki/pumpe/teile.md", "people/jo.larsen.md",
                "topics/grosse-pumpen.md",
            ])
        let start = site.read("groups/wiki/anlauf.md")
        #expect(
            start.contains(
                "title: Anlauf\nauthor: \"@jo.larsen\"\ndate: 2010-03-04T05:06:07Z\nupdated: 2011-03-04T05:06:07Z\n"))
        #expect(start.contains("tags: [grosse-pumpen]\n"))
        #expect(
            start.contains(
                "**Achtung: heiß**\n\n## Ablauf\n\nSiehe [Wartung](/groups/wiki/pumpe/#die-wartung), [pumpen](/groups/wiki/pumpe/), Fehlt und [alt](/groups/wiki/pumpe/).\n"
            ))
        #expect(start.contains("![Der Plan](/groups/wiki/files/plan.png)\n\nDer Plan\n"))
        #expect(!start.contains("192.0.2") && !start.contains("# Anlauf\n"))
        let pump = site.read("groups/wiki/pumpe.md")
        #expect(pump.contains("  - https://wiki.example/wiki/Pumpe\n"))
        #expect(pump.contains("  - https://wiki.example/index.php?curid=2\n"))
        #expect(pump.contains("  - https://wiki.example/wiki/Alte_Pumpe\n"))
        #expect(
            pump.contains("[Anlauf\\#Ablauf](/groups/wiki/anlauf/#ablauf).[^1]\n\n[^1]: Quelle\n")
                || pump.contains("[Anlauf#Ablauf](/groups/wiki/anlauf/#ablauf).[^1]\n\n[^1]: Quelle\n"))
        #expect(site.read("groups/wiki/diskussion/pumpe.md").contains("Frage\n\n> Antwort\n"))
        #expect(site.read("people/jo.larsen.md").contains("Ich baue Pumpen.\n"))
        #expect(site.read("topics/grosse-pumpen.md").contains("title: Große Pumpen\n"))
        let parts = site.read("groups/wiki/pumpe/teile.md")
        #expect(
            parts.contains("title: Teile\n") && parts.contains("losses: [\"template:Fehlt auch\"]")
                && parts.contains("\nRad\n"))
        #expect(outcome.report.unresolvedLinks.map(\.address) == ["Fehlt"])
        #expect(outcome.report.kinds["older versions"]?.skippedCount == 9)
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func aSmallChangeChangesOneFile() async throws {
        let site = try Workspace(["dump.xml": wiki(Self.pages)])
        _ = try await migrate(site)
        try site.write("# mine", to: "Content/groups/wiki/pumpe.md")
        var pages = Self.pages
        pages[0].1 += "\n\nNeu."
        try site.write(wiki(pages), to: "old-site/dump.xml")
        let outcome = try await migrate(site)
        #expect(outcome.files.updated == 1 && outcome.files.kept == 1 && outcome.files.conflicts == 0)
        #expect(site.read("groups/wiki/anlauf.md").contains("Neu.") && site.read("groups/wiki/pumpe.md") == "# mine")
    }

    @Test func aDumpThatBreaksOffIsReportedWithItsLine() async throws {
        let whole = wiki(Self.pages)
        for share in [3, 5, 8] {
            let site = try Workspace(["dump.xml": String(whole.prefix(whole.count * share / 10))])
            let outcome = try await migrate(site)
            #expect(outcome.exitStatus == 1 && outcome.report.isBalanced)
            #expect(outcome.diagnostics.contains { $0.kind.id == "migrate-source" && ($0.location?.line ?? 0) > 1 })
        }
    }

    @Test func pagesOfNetworkAddressesAreNobodys() async throws {
        let site = try Workspace([
            "dump.xml": wiki([
                ("Start", "See [[Benutzer:Jo Larsen]]."), ("Benutzer:Jo Larsen", "I am Jo."),
                ("Benutzer:10.9.8.7", "vandal"), ("Benutzer:10.9.8.7/Notes", "vandal"),
                ("Benutzer:2001:DB8:0:0:0:0:0:7", "vandal"), ("Benutzer Diskussion:10.9.8.6", "vandal"),
                ("Benutzer Diskussion:2001:db8::8", "#REDIRECT [[Start]]"), ("10.9.8.5", "A server of ours"),
            ]).replacing(
                "<namespace key=\"6\"", with: "<namespace key=\"3\">Benutzer Diskussion</namespace><namespace key=\"6\""
            )
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let rule = "a page of a network address"
        #expect(outcome.report.kinds["user pages"]?.skipped[rule] == 3)
        #expect(outcome.report.kinds["talk pages"]?.skipped[rule] == 2)
        let all = site.files.map { $0 + site.read($0) }.joined()
        for word in ["vandal", "10.9.8.7", "10.9.8.6", "2001", "db8"] { #expect(!all.contains(word), "\(word)") }
        // A page of the wiki itself that is called like one is a page.
        #expect(all.contains("A server of ours") && site.has("people/jo.larsen.md"))
    }

    @Test func hostilePagesStayHarmless() async throws {
        let site = try Workspace([
            "dump.xml": wiki([
                ("../../etc/passwd", "x"), ("A\u{0}B", "y"), ("<b>", "z"),
                (
                    "Gift",
                    "<script>alert(1)</script> [javascript:alert(1) x] <b onclick=\"a()\">b</b> [[Datei:Böse.svg]]"
                ),
            ]).replacing("\u{0}", with: ""),
            "images/Böse.svg": "<svg onload=\"alert(1)\"></svg>", "images/Seite.html": "<script></script>",
        ])
        let outcome = try await migrate(site)
        #expect(outcome.report.isBalanced)
        #expect(site.files.allSatisfy { $0.hasPrefix("groups/wiki/") || $0.hasPrefix("people/") })
        #expect(!site.files.contains { $0.hasSuffix(".svg") || $0.hasSuffix(".html") })
        let page = site.read("groups/wiki/gift.md")
        #expect(!page.contains("](javascript") && !page.contains("onclick"))
        #expect(page.contains("\\<script>alert(1)\\</script>"))
    }

    private static let dumps: [String] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = root + "/../shared/data/mediawiki"
        var found: [String] = []
        for entry in (try? FileSystem.entries(of: data)) ?? [] {
            let folder = "\(data)/\(entry.name)/migration"
            for file in (try? FileSystem.entries(of: folder)) ?? [] where file.name.hasSuffix(".xml") {
                found.append(folder + "/" + file.name)
            }
        }
        return found
    }()

    /// Every page of a real wiki is accounted for, and the site that it becomes has no broken link.
    @Test(.enabled(if: !dumps.isEmpty, "there is no ../shared/data/mediawiki"), arguments: dumps)
    func aRealWikiBuilds(_ dump: String) async throws {
        let text = String(decoding: try FileSystem.read(dump), as: UTF8.self)
        let tiny = try TinySite([:], configuration: "title: Dump\nbaseURL: https://e.example/\n")
        let run = MigrationRun(paths: [dump], siteRoot: tiny.folder.path, into: "groups/wiki", workers: 2)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let kinds = outcome.report.kinds.filter { !["people", "attachments", "older versions"].contains($0.key) }
        #expect(kinds.values.reduce(0) { $0 + $1.total } == text.ranges(of: "<page>").count)
        #expect(try await run.run().files.changed == 0)
        let report = try await tiny.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
    }
}
