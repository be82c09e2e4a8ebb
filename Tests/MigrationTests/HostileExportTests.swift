import Glibc
import HearthMigration
import HearthModel
import Testing

/// Exports that are broken, or made to break something.
@Suite struct HostileExportTests {
    /// What a link in the export leads to stays where it is, and costs nothing else.
    @Test(arguments: ["slack", "discourse", "yammer"], ["folder", "file"])
    func linksToFilesElsewhereAreNotFollowed(_ system: String, _ what: String) async throws {
        let cooked = #"<p>Why? <img src=\"/uploads/default/y.txt\"> <img src=\"/uploads/own.png\"></p>"#
        let files: [String: [String: String]] = [
            "slack": [
                "users.json": #"[{"id":"U1","name":"jo","profile":{}}]"#,
                "channels.json": #"[{"id":"C1","name":"deals"}]"#,
                "deals/2020-01-01.json":
                    #"[{"type":"message","user":"U1","ts":"1577836800.1","text":"Why?","files":[{"id":"F1","name":"y.txt"},{"id":"F2","name":"own.png"}]}]"#,
                "__uploads/F2/own.png": "own",
            ],
            "discourse": [
                "t/1.json":
                    #"{"post_stream":{"posts":[{"id":1,"post_number":1,"username":"jo","created_at":"2020-01-01T10:00:00Z","cooked":"\#(cooked)"}],"stream":[1]},"id":1,"title":"Trip"}"#,
                "uploads/own.png": "own",
            ],
            "yammer": [
                "Messages.csv":
                    "id,replied_to_id,thread_id,group_id,sender_id,sender_name,body,created_at,attachments\n1,,1,7,1,Jo,Why?,2020/01/01 10:00:00 +0000,\"uploadedfile:5,uploadedfile:6\"\n",
                "Groups.csv": "id,name,private\n7,All,false\n",
            ],
        ]
        let linked = ["slack": "__uploads/F1", "discourse": "uploads/default", "yammer": "Files"]
        let name = ["slack": "y.txt", "discourse": "y.txt", "yammer": "5.txt"][system] ?? ""
        let site = try Workspace(files[system] ?? [:])
        try site.write("HOSTSECRET", to: "outside/\(name)")
        let link = site.export + "/" + (linked[system] ?? "")
        if what == "folder" {
            let made = symlink("\(site.root)/outside", link)
            #expect(made == 0)
        } else {
            try FileSystem.makeDirectories(link)
            let made = symlink("\(site.root)/outside/\(name)", "\(link)/\(name)")
            #expect(made == 0)
        }
        let run = MigrationRun(
            system: system, paths: [site.export], siteRoot: site.root, into: "groups/a", opensUnknown: true, workers: 1)
        let outcome = try await run.run()
        #expect(outcome.report.isBalanced && outcome.exitStatus == 0, "\(outcome.summary)")
        #expect(!site.files.contains { site.read($0).contains("HOSTSECRET") })
        #expect(site.files.contains { $0.hasSuffix("own.png") } == (system != "yammer"))
        #expect(try await run.run().files.changed == 0)
    }

    private func posts(_ rows: String, head: String = "") -> [String: String] {
        ["Posts.xml": "<?xml version=\"1.0\"?>\n\(head)<posts>\n\(rows)\n</posts>"]
    }

    private static let good =
        "<row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2011-10-11T19:42:20\" Body=\"x\" Title=\"Kept\"/>"

    @Test func malformedFileKeepsWhatCameBefore() async throws {
        let site = try Workspace(posts("\(Self.good)\n<row Id=\"2\" PostTypeId=1/>\n\(Self.good)"))
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 1)
        #expect(site.has("groups/old-site/questions/kept.md"))
        let problem = outcome.diagnostics.first { $0.kind.id == "migrate-source" }
        #expect(problem?.location?.line == 4)
        #expect(problem?.location?.file.hasSuffix("Posts.xml") == true)
    }

    @Test(arguments: ["<row Id=\"2\" Body=\"abc", "<row Id=\"2\"", "<", ""])
    func truncatedFile(end: String) async throws {
        let site = try Workspace(["Posts.xml": "<posts>\n\(Self.good)\n\(end)"])
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 1 && site.has("groups/old-site/questions/kept.md"))
        #expect(outcome.diagnostics.contains { $0.summary.contains("the file ends") })
    }

    @Test(arguments: ["", "not xml", "<posts/>extra<x/>", "<a></b>"])
    func notADump(text: String) async throws {
        let site = try Workspace(["Posts.xml": text])
        #expect(try await site.migrate().exitStatus == 1)
    }

    @Test func entityBombEndsTheReading() async throws {
        let bomb = "<!DOCTYPE posts [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n"
        let site = try Workspace(posts(Self.good, head: bomb))
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 1 && !site.has("groups/old-site/questions/kept.md"))
        #expect(outcome.diagnostics.contains { $0.summary.contains("entities") })
    }

    @Test func externalDefinitionsAreNotLoaded() async throws {
        let site = try Workspace(posts(Self.good, head: "<!DOCTYPE posts SYSTEM 'file:///etc/passwd'>\n"))
        #expect(try await site.migrate().exitStatus == 0)
        let unknown = try Workspace(posts(Self.good.replacing("\"x\"", with: "\"&xxe;\"")))
        let outcome = try await unknown.migrate()
        #expect(outcome.exitStatus == 1)
        #expect(outcome.report.failures.first?.reason.contains("&xxe") == true)
        #expect(outcome.report.isBalanced)
    }

    @Test func forbiddenCharactersAreDroppedAndNamed() async throws {
        let site = try Workspace([:])
        let text = posts(Self.good.replacing("\"x\"", with: "\"a\u{1}b&#x2;c&#0;d\""))["Posts.xml"] ?? ""
        try site.write(Array(text.utf8).map { $0 == 0x64 ? 0x64 : $0 }, to: "old-site/Posts.xml")
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 0)
        #expect(site.read("groups/old-site/questions/kept.md").contains("\nabcd\n"))
        #expect(outcome.report.losses["text:control-characters"]?.count == 1)
    }

    @Test func nulAndInvalidBytes() async throws {
        let site = try Workspace([:])
        let text = posts(Self.good.replacing("\"x\"", with: "\"a\u{1}bÿc\""))["Posts.xml"] ?? ""
        var bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] == 1 { bytes[index] = 0 }
        bytes.removeAll { $0 == 0xC3 }
        try site.write(bytes, to: "old-site/Posts.xml")
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 0)
        #expect(outcome.report.losses["text:encoding"] != nil)
        #expect(site.read("groups/old-site/questions/kept.md").contains("ab¿c"))
    }

    @Test func hugeAttribute() async throws {
        let site = try Workspace(
            posts(Self.good + "\n<row Id=\"2\" Body=\"" + String(repeating: "x", count: 17 << 20) + "\"/>"))
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 1)
        #expect(outcome.diagnostics.contains { $0.summary.contains("larger than") })
        #expect(site.has("groups/old-site/questions/kept.md"))
    }

    @Test func otherEncodingsAreRefused() async throws {
        let site = try Workspace(["Posts.xml": "<?xml version=\"1.0\" encoding=\"utf-16\"?><posts></posts>"])
        #expect(try await site.migrate().diagnostics.contains { $0.summary.contains("utf-16") })
    }

    @Test func orphansAndRepeatedIds() async throws {
        let site = try Workspace([
            "Posts.xml": dump(
                "posts", [question(1, "One"), question(1, "Other"), answer(3, to: 99), answer(4, to: 3)]),
            "Comments.xml": dump(
                "comments", [comment(1, on: 1, "a"), comment(2, on: 77, "b"), comment(3, on: 3, "c")]),
        ])
        let outcome = try await site.migrate()
        let kinds = outcome.report.kinds
        #expect(kinds["answers"]?.total == 2 && kinds["answers"]?.skippedCount == 2)
        #expect(kinds["questions"]?.failed == ["the id is there twice": 1])
        #expect(kinds["comments"]?.converted == 1 && kinds["comments"]?.skippedCount == 2)
        #expect(outcome.report.isBalanced && outcome.exitStatus == 1)
    }

    @Test func nothingDangerousSurvives() async throws {
        let body = """
            <p onclick="evil()">a<script>alert(1)</script><a href="javascript:alert(1)">b</a><a href=" java\nscript:x">c</a>
            <iframe src="//x"></iframe><img src="https://t.example/p.gif" width="1" height="1"><img src="data:image/png;base64,x"></p>
            """
        let site = try Workspace(["Posts.xml": dump("posts", [question(1, "One", body: body)])])
        let outcome = try await site.migrate()
        let page = site.read("groups/old-site/questions/one.md")
        #expect(page.contains("\nabc\n"))
        let expected = [
            "attribute:event-handler", "element:script", "link:javascript", "element:iframe", "image:tracking-pixel",
            "image:data",
        ]
        #expect(page.contains("losses: [\(expected.map { "\"\($0)\"" }.joined(separator: ", "))]"))
        #expect(Set(outcome.report.losses.keys) == Set(expected))
    }

    @Test(arguments: ["<div>", "<b>", "<p><b>", "<ul><li>", "<blockquote>", "<table><tr><td>", "<a href=x><p>"])
    func millionsOfTags(tag: String) {
        var converter = HTMLToMarkdown()
        let blocks = converter.convert(String(repeating: tag, count: 200_000) + "deep")
        var writer = MarkdownWriter()
        #expect(writer.write(blocks).contains("deep"))
        #expect(converter.losses.contains("nesting:too-deep"))
    }

    @Test func usageMistakesAreFatal() async throws {
        await #expect(throws: FatalError.self) {
            try await MigrationRun(paths: ["/nowhere/at/all"], siteRoot: "/tmp").run()
        }
        let site = try Workspace(["other.txt": ""])
        await #expect(throws: FatalError.self) { try await site.migrate() }
        await #expect(throws: FatalError.self) { try await site.migrate(into: "../../etc") }
        await #expect(throws: FatalError.self) {
            try await MigrationRun(system: "stakexchange", paths: [site.export], siteRoot: site.root).run()
        }
    }
}
