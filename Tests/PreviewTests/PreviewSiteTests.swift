import HearthBuild
import HearthContent
import HearthModel
import HearthPublishing
import TestKit
import Testing

@testable import HearthPreview

@Suite struct PreviewSiteTests {
    private static let heron =
        "---\ntitle: Heron\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: cn=h\n"
        + "redirect_from: /old-heron\n---\nx\n"

    private func site(
        _ reader: PreviewReader = .author, configuration: String = "title: T\n"
    ) async throws -> PreviewSite {
        let tiny = try TinySite(
            [
                "a.md": "---\ntitle: A\nredirect_from: [/old, \"/t.php?id=7\", \"https://one.example/x\"]\n---\nx\n",
                "b.md": "---\ntitle: B\nredirect_from: \"https://two.example/x\"\n---\nx\n",
                "groups/heron/index.md": Self.heron,
            ], configuration: configuration)
        let (project, _) = try tiny.project()
        return PreviewSite(
            report: try await tiny.build(), folder: project.outputPath, baseURL: project.configuration.baseURL,
            reader: reader, version: 1)
    }

    @Test func addressesAreAnsweredAsByTheWebServer() async throws {
        let site = try await site()
        func place(_ path: String, _ query: String = "", host: String = "localhost") -> PreviewSite.Place {
            site.place(path: path, query: query, host: host)
        }
        #expect(place("/") == .file("index.html") && place("/a/") == .file("a/index.html"))
        #expect(place("/a", "x=%2F&y") == .moved("/a/?x=%2F&y") && place("//a%2F") == .file("a/index.html"))
        #expect(place("/a") == .moved("/a/") && place("/assets/site.css") == .file("assets/site.css"))
        #expect(
            place("/old") == .moved("/a/") && place("/old/") == .moved("/a/") && place("/old", "x=1") == .moved("/a/"))
        #expect(place("/t.php", "id=7") == .moved("/a/") && place("/t.php", "id=8") == .moved("/t.php/?id=8"))
        #expect(place("/x", host: "two.example") == .moved("/b/") && place("/x") == .moved("/a/"))
        #expect(place("/nothing") == .missing && place("/404.html") == .missing && place("/hearth.yml") == .missing)
    }

    @Test func aSiteBelowAPathIsShownBelowIt() async throws {
        let site = try await site(configuration: "title: T\nbaseURL: https://x.example/community/\n")
        #expect(site.place(path: "/community/a/", query: "", host: "") == .file("a/index.html"))
        #expect(site.place(path: "/community", query: "", host: "") == .moved("/community/"))
        #expect(site.place(path: "/a/", query: "", host: "") == .missing)
        #expect(site.place(path: "/community/old", query: "", host: "") == .moved("/community/a/"))
    }

    @Test(arguments: [
        (PreviewReader.author, true), (.everyone, false), (.group("heron"), true), (.group("other"), false),
        (.person("ada"), true), (.person("ben"), false),
    ])
    func readersSeeWhatTheyMayRead(_ reader: PreviewReader, _ may: Bool) async throws {
        let site = try await site(reader)
        let page = site.place(path: "/groups/heron/", query: "", host: "")
        let old = site.place(path: "/old-heron", query: "", host: "")
        #expect(page == (may ? .file("groups/heron/index.html") : .membersOnly))
        #expect(old == (may ? .moved("/groups/heron/") : .membersOnly))
        #expect(site.place(path: "/groups/heron/nothing", query: "", host: "") == (may ? .missing : .membersOnly))
        #expect(site.place(path: "/a/", query: "", host: "") == .file("a/index.html"))
    }

    @Test(arguments: [
        "", "a", "http://x/", "/..", "/a/../b", "/%2e%2e/x", "/%2E%2e/x", "/a/..%2fb", "/a%2F..%2Fb", "/%5c", "/a\\b",
        "/%00",
        "/%zz",
        "/%+1", "/%", "/%4", "/a/%0a", "/./a", "/%c0%ae%c0%ae/x", "/%ff",
    ])
    func whatNoBrowserSendsIsRefused(_ path: String) { #expect(PreviewSite.decoded(path) == nil) }

    @Test func ordinaryPathsAreDecoded() {
        #expect(PreviewSite.decoded("/gr%C3%B6%C3%9Fe/a%20b/..c") == "/größe/a b/..c")
        #expect(PreviewSite.decoded("/") == "/")
        #expect(PreviewSite.decoded("/a%2Fb%2f") == "/a/b/" && PreviewSite.decoded("//a///b//") == "/a/b/")
        #expect(PreviewSite.decoded("//evil.example/%2f") == "/evil.example/")
    }

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST:8000", true), ("127.0.0.1:8000", true), ("[::1]:8000", true),
        ("192.168.1.7", true),
        ("evil.example", false), ("localhost.evil.example", false), ("127.0.0.1.evil.example", false), ("", false),
        ("localhost:x", false), ("[::1", false), ("user@localhost", false),
    ])
    func onlyNamesThatCannotBeReboundAreTrusted(_ host: String, _ isTrusted: Bool) {
        #expect(PreviewSite.isTrusted(host: host, names: []) == isTrusted)
    }

    @Test(arguments: [
        ("bytes=0-3", ByteRange.part(0..<4)), ("bytes=4-", .part(4..<10)), ("bytes=-3", .part(7..<10)),
        ("bytes=8-99", .part(8..<10)), ("Bytes=-99", .part(0..<10)), ("bytes=10-", .none), ("bytes=-0", .none),
        ("bytes=99999999999999999999-", .none), ("bytes=5-4", .all), ("bytes=0-1,3-4", .all), ("bytes=-", .all),
        ("bytes=a-b", .all), ("lines=0-3", .all), ("bytes=0-3-5", .all), ("bytes=", .all),
    ])
    func aRangeIsReadAsBrowsersSendIt(_ header: String, _ range: ByteRange) {
        #expect(ByteRange.read(header, size: 10) == range)
    }

    @Test func aPartOfAFileIsAnsweredAsSuch() async throws {
        let tiny = try TinySite()
        let (project, _) = try tiny.project()
        let site = PreviewSite(
            report: try await tiny.build(), folder: project.outputPath, baseURL: nil, reader: .author, version: 1)
        func answer(_ more: String) throws -> PreviewResponse {
            let head = "GET /assets/site.css HTTP/1.1\r\nHost: localhost" + (more.isEmpty ? "" : "\r\n" + more)
            let request = try #require(PreviewRequest(head: Array(head.utf8)[...]))
            return PreviewAnswer(site: site, request: request).response
        }
        func header(_ name: String, _ response: PreviewResponse) -> String? {
            response.headers.first { $0.name == name }?.value
        }
        let whole = try answer("")
        let tag = try #require(header("ETag", whole))
        #expect(whole.status == 200 && header("Accept-Ranges", whole) == "bytes")
        let part = try answer("Range: bytes=2-5\r\nIf-Range: \(tag)")
        #expect(part.status == 206 && part.body == Array(whole.body[2...5]))
        #expect(header("Content-Range", part) == "bytes 2-5/\(whole.body.count)")
        #expect(try answer("Range: bytes=2-5\r\nIf-Range: \"old\"").body == whole.body)
        let beyond = try answer("Range: bytes=99999999-")
        #expect(beyond.status == 416 && header("Content-Range", beyond) == "bytes */\(whole.body.count)")
    }

    @Test func aMessageIsJSONWhateverTheContentHolds() throws {
        var message = PreviewMessage(version: 3, changed: ["a\"b/index.html"])
        message.problems = [
            .init(
                diagnostic: Diagnostic(
                    .brokenLink, at: SourceLocation(file: "Content/a.md", line: 4), "no '</script>\n'"),
                page: "a/index.html", excerpt: [(4, "x\t\u{1}\"", true)])
        ]
        let json = message.json
        #expect(json.contains("\"version\": \"3\"") && json.contains("a\\\"b/index.html") && !json.contains("\n"))
        #expect(json.contains("x\\t\\u0001\\\"") && json.contains("\"marked\": true"))
    }

    @Test func changesOfFilesAreNoticedByBothWays() async throws {
        for polls in [false, true] {
            let folder = try TemporaryFolder()
            try folder.write("tree/deep/a.md", "x")
            let watcher = FileWatcher(.init(trees: [folder.path + "/tree"], files: []), polls: polls)
            watcher.start()
            defer { watcher.stop() }
            // The thread needs a moment before it looks.
            try await Task.sleep(for: .milliseconds(polls ? 400 : 150))
            try folder.write("tree/deep/new/b.md", "y")
            let first = await watcher.next()
            #expect(first?.contains { $0.contains("/tree/deep/new") } == true, "polls: \(polls)")
            try folder.write("tree/deep/new/c.md", "z")
            var seen: Set<String> = []
            while !seen.contains(where: { $0.hasSuffix("/c.md") }), let more = await watcher.next() {
                seen.formUnion(more)
            }
            try FileSystem.remove(folder.path + "/tree/deep/a.md")
            while !seen.contains(where: { $0.hasSuffix("/a.md") }), let more = await watcher.next() {
                seen.formUnion(more)
            }
            #expect(seen.contains { $0.hasSuffix("/deep/a.md") })
        }
    }

    @Test func theRootLeadsToASiteBelowAPath() async throws {
        let site = try await site(configuration: "title: T\nbaseURL: https://intranet.example/sub/\n")
        #expect(site.place(path: "/", query: "", host: "localhost") == .moved("/sub/"))
        #expect(site.place(path: "/", query: "x=1", host: "localhost") == .moved("/sub/?x=1"))
        #expect(site.place(path: "/sub/", query: "", host: "localhost") == .file("index.html"))
        #expect(site.place(path: "/other/", query: "", host: "localhost") == .missing)
    }
}
