import Glibc
import HearthModel
import Testing

@testable import HearthMigration

/// Every record of a source has one fate, also where the source is broken or made to break something.
@Suite struct AccountTests {
    private func run(_ system: String, _ site: Workspace, _ path: String? = nil) async throws -> MigrationOutcome {
        let outcome = try await MigrationRun(
            system: system, paths: [path ?? site.export], siteRoot: site.root, workers: 2
        ).run()
        #expect(outcome.report.isBalanced)
        return outcome
    }

    private func run(_ system: String, _ files: [String: String]) async throws -> (Workspace, MigrationOutcome) {
        let site = try Workspace(files)
        return (site, try await run(system, site))
    }

    @Test func aRowWithAnOpenQuoteFailsAlone() async throws {
        let table = """
            name,mail,department
            Jo Larsen,jo@firm.example,"Pumps,
            valves"
            "Ada Berg,ada@firm.example,Pumps
            Max Roth,max@firm.example,"3"" pipes"
            Eva Lind,eva@firm.example,"Pumps
            Uli Kern,uli@firm.example,Pumps
            """
        let (site, outcome) = try await run("csv", ["people.csv": table])
        #expect(outcome.exitStatus == 1 && outcome.report.failedCount == 2)
        #expect(site.files == ["people/jo.larsen.md", "people/max.roth.md", "people/uli.kern.md"])
        let lines = outcome.diagnostics.filter { $0.kind.id == "migrate-source" }.compactMap { $0.location?.line }
        #expect(lines == [4, 6])
    }

    @Test(arguments: ["whole", "cut"])
    func archivesAreInTheAccount(_ state: String) async throws {
        let site = try Workspace([:])
        var bytes = TinyArchive.zip([
            TinyArchive.Entry("a.html", "<p>A page of its own</p>"), TinyArchive.Entry("../up.html", "<p>no</p>"),
        ])
        if state == "cut" { bytes.removeLast(30) }
        try site.write(bytes, to: "help.zip")
        let outcome = try await run("html", site, site.root + "/help.zip")
        #expect(outcome.exitStatus == 1)
        if state == "cut" {
            // Without its list of entries a zip does not say which of them are links.
            #expect(outcome.report.kinds["source files"]?.failedCount == 1 && site.files.isEmpty)
            #expect(FileSystem.isFile(site.root + "/migration/html/report.json"))
        } else {
            #expect(outcome.report.kinds["archive entries"]?.skippedCount == 1 && site.has("groups/help/a.md"))
        }
    }

    @Test func aRefusedDumpWritesNothing() async throws {
        let bomb = """
            <?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>
            <mediawiki><page><title>Foo</title><id>1</id><revision><text>&b;</text></revision></page></mediawiki>
            """
        let (site, outcome) = try await run("mediawiki", ["dump.xml": bomb])
        #expect(outcome.exitStatus == 1 && site.files.isEmpty)
        #expect(outcome.report.kinds["source files"]?.failedCount == 1)
        #expect(outcome.diagnostics.count == 1)
    }

    @Test func cutOffJSONIsAFailedFile() async throws {
        let (site, outcome) = try await run(
            "slack",
            [
                "channels.json": #"[{"id":"C1","name":"general"}]"#, "users.json": #"[{"id":"U1","name":"jo"}]"#,
                "general/2020-01-01.json":
                    #"[{"type":"message","user":"U1","ts":"1577880000.0001","text":"Kept words"},{"type":"m"#,
            ])
        #expect(outcome.report.kinds["source files"]?.failedCount == 1 && outcome.exitStatus == 1)
        #expect(site.read("groups/old-site/channels/general/2020-01.md").contains("Kept words"))
    }

    @Test func timesThatAreNoneFail() async throws {
        let messages =
            #"[{"user":"U1","ts":"bad","text":"a"},{"user":"U1","text":"b"},{"user":"U1","ts":"1577880000.1","text":"c"}]"#
        let (site, outcome) = try await run(
            "slack",
            [
                "channels.json": #"[{"id":"C1","name":"general"}]"#, "users.json": #"[{"id":"U1","name":"jo"}]"#,
                "general/2020-01-01.json": messages,
            ])
        #expect(outcome.report.kinds["messages"]?.failedCount == 2)
        #expect(!site.files.contains { $0.contains("1970") })
    }

    @Test func linksInAFolderAreCountedAndNotFollowed() async throws {
        let site = try Workspace(["data/pages/start.txt": "====== Start ======\nText", "data/meta/x.meta": ""])
        try site.write("root:x:0:0", to: "secret.txt")
        #expect(symlink(site.root + "/secret.txt", site.export + "/data/pages/more.txt") == 0)
        let outcome = try await run("dokuwiki", site)
        #expect(outcome.report.kinds["files"]?.skippedCount == 1)
        #expect(!site.files.contains { $0.hasSuffix("more.md") })
    }

    @Test func postsThatATopicOnlyNamesAreCounted() async throws {
        let post =
            #"{"id":1,"post_number":1,"username":"jo","cooked":"<p>How?</p>","created_at":"2020-01-01T00:00:00Z"}"#
        let (_, outcome) = try await run(
            "discourse",
            ["7.json": #"{"id":7,"title":"Pump","slug":"pump","post_stream":{"posts":[\#(post)],"stream":[1,2,3]}}"#])
        #expect(outcome.report.kinds["posts"]?.total == 3 && outcome.report.kinds["posts"]?.skippedCount == 2)
    }

    @Test func accountsWithoutANameAreSkippedForTheRightReason() async throws {
        let entry = "dn: CN=Old,DC=x\nobjectClass: user\ncn: Old\nuserAccountControl: 514\n"
        let (_, outcome) = try await run("ldif", ["a.ldif": entry])
        #expect(outcome.report.kinds["other entries"]?.skipped.keys.first?.hasPrefix("disabled") == true)
    }

    @Test func titlesThatClimbAreRefusedAndSlashesDoNotCollide() async throws {
        func page(_ title: String, _ id: Int) -> String {
            "<page><title>\(title)</title><ns>0</ns><id>\(id)</id><revision><id>\(id)</id>"
                + "<timestamp>2020-01-02T03:04:05Z</timestamp><text>words of \(id)</text></revision></page>"
        }
        let pages = page("../../x", 1) + page("Foo", 2) + page("Foo/", 3) + page("", 4)
        let (site, outcome) = try await run(
            "mediawiki",
            [
                "dump.xml":
                    "<mediawiki><siteinfo><base>https://w.example/wiki/Main_Page</base></siteinfo>\(pages)</mediawiki>"
            ])
        #expect(
            outcome.report.kinds["pages"]?.failed
                == ["a page with a title that no wiki page can have": 1, "a page without a title": 1])
        let lines = site.files.flatMap { site.read($0).split(separator: "\n").map(String.init) }
        let old = lines.filter { $0.hasPrefix("  - https://w.example/wiki/Foo") }
        #expect(old == ["  - https://w.example/wiki/Foo"])
    }

    @Test(arguments: ["https://a.example/x/../y", "/./x", "/a/%2e%2e/b", "/questions/", "/search/x", "/feed.xml", "/"])
    func oldAddressesThatNoServerCouldSendOn(_ address: String) {
        #expect(!OldAddress.isUsable(address))
        #expect(OldAddress.isUsable("/x" + address.filter { $0 != "." && $0 != "%" } + "?id=../a"))
    }

    @Test func mailsWithoutAnEmptyLineBetweenAreTwo() async throws {
        let mails = """
            From jo@x.example Thu Nov  1 11:19:12 2001
            From: Jo <jo@x.example>
            Subject: Pump
            Message-ID: <1@x>

            How do I start it?
            From ada@x.example Thu Nov  1 12:19:12 2001
            From: Ada <ada@x.example>
            Subject: Re: Pump
            In-Reply-To: <1@x>
            Message-ID: <2@x>

            Press it.
            From here: all is good at 12:30.

            """
        let (site, outcome) = try await run("mbox", ["a.mbox": mails])
        #expect(outcome.report.kinds["messages"]?.total == 2)
        #expect(site.files.contains { site.read($0).contains("From here: all is good") })
    }

    @Test func aMailThatBreaksOffInAFileSaysSo() async throws {
        func mail(_ end: String) -> String {
            "From jo@x.example Thu Nov  1 11:19:12 2001\nFrom: jo@x.example\nSubject: Pump\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/mixed; boundary=B\n\n--B\n\nSo?\n--B\nContent-Type: image/png; name=a.png\n"
                + "Content-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUgAAAAEA\nAAABCA" + end
        }
        let (_, cut) = try await run("mbox", ["a.mbox": mail("YAA\n")])
        #expect(cut.report.kinds["messages"]?.losses == ["mail:cut-off": 1])
        let (_, whole) = try await run("mbox", ["a.mbox": mail("YAAA\n--B--\n")])
        #expect(whole.report.kinds["messages"]?.convertedWithLosses == 0)
    }

    @Test func aFailureNamesThePathInTheArchive() {
        let names = SourceNames(folders: [("/site/.hearth/unpacked-7/1", "help.zip")])
        let place = SourceLocation(file: "/site/.hearth/unpacked-7/1/b.html", line: 1)
        let shown = names.shown(
            Diagnostic(.migrationFailed, at: place, "cannot read /site/.hearth/unpacked-7/1/b.html"))
        #expect(shown.location?.file == "help.zip/b.html" && shown.summary == "cannot read help.zip/b.html")
    }

    @Test func wikiLinesThatGoOnWithAnItem() async throws {
        let text = "# one\n#: more of one\n# two\n\n*** deep\n\n; term\n: d1\n: d2"
        let (site, _) = try await run(
            "mediawiki",
            [
                "dump.xml":
                    "<mediawiki><page><title>Foo</title><id>1</id><revision><text>\(text)</text></revision></page></mediawiki>"
            ])
        let page = site.files.first { $0.hasSuffix("foo.md") }.map { site.read($0) } ?? ""
        #expect(page.contains("more of one"))
        #expect(!page.contains("> more") && !page.contains("- - ") && page.contains("* **term**\n  - d1\n  - d2\n"))
    }

    @Test func dokuWikiMarksThatStandBesideOthers() async throws {
        let (site, outcome) = try await run(
            "dokuwiki",
            [
                "data/pages/start.txt": "~~NOTOC~~ {{rss>http://x.example/feed}}\n\nText ~~ tilde ~~ and ~~Done~~",
                "data/meta/x": "",
            ])
        let page = site.files.first { $0.hasSuffix("start.md") }.map { site.read($0) } ?? ""
        #expect(
            !page.contains("NOTOC~~") && page.contains("http://x.example/feed") && page.contains("tilde")
                && page.contains("Done"))
        #expect(outcome.report.losses["macro:notoc"]?.count == 1)
    }
}
