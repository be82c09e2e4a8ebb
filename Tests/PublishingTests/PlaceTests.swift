import HearthBuild
import HearthContent
import HearthModel
import TestKit
import Testing

@testable import HearthPublishing

/// What a publish does to a place that is not a folder of its own.
@Suite struct PlaceTests {
    private static let page = "---\ntitle: A\n---\nx\n"

    private func publisher(_ tiny: TinySite, _ place: String, home: String? = nil) throws -> Publisher {
        let (project, _) = try tiny.project()
        var target = SiteConfiguration.PublishTarget(name: "web", line: 0)
        let parts = place.split(separator: " ", maxSplits: 1).map(String.init)
        switch parts[0] {
        case "folder": target.folder = parts[1]
        case "rsync": target.rsync = parts[1]
        default: target.rclone = parts[1]
        }
        var options = PublishOptions(seconds: TinySite.clock.seconds, workers: 2)
        options.home = home
        options.maxDelete = 100
        return Publisher(project: project, target: target, options: options)
    }

    private static var hasRsync: Bool { get async { (try? await ExternalTool.rsync.run(["--version"])) != nil } }

    @Test func theSourcesAreNoPlaceForAnyKindOfTarget() async throws {
        let tiny = try TinySite(["a.md": Self.page])
        let report = try await tiny.build()
        let root = tiny.folder.path
        for place in [
            "rsync \(root)", "rsync \(root)/", "rsync \(root)/Content", "rsync /", "rsync \(root)/x/..",
            "rsync \(root)/.git", "rclone \(root)", "rclone :local:\(root)/Output", "rclone :local,x=y:\(root)",
            "folder \(root)", "rsync /home/of/ada", "rclone /home/of/ada/",
        ] {
            let error = await #expect(throws: FatalError.self, "\(place)") {
                _ = try await publisher(tiny, place, home: "/home/of/ada").publish(report)
            }
            #expect(error?.diagnostics.map(\.kind) == [.badSetting], "\(place)")
        }
        #expect(tiny.folder.exists("Content/a.md") && tiny.folder.exists("hearth.yml"))
    }

    @Test func noSiteIsPublishedIntoARelease() async throws {
        let tiny = try TinySite(["a.md": Self.page])
        let report = try await tiny.build()
        let live = tiny.folder.path + "/live"
        _ = try await publisher(tiny, "folder \(live)").publish(report)
        for below in ["current/site", "current", "releases", "releases/x", "current/site/new/place"] {
            for kind in ["folder", "rsync"] {
                let error = await #expect(throws: FatalError.self, "\(below)") {
                    _ = try await publisher(tiny, "\(kind) \(live)/\(below)").publish(report)
                }
                #expect(error?.diagnostics.first?.help?.contains("current/site") == true, "\(below)")
            }
        }
        #expect(!tiny.folder.exists("live/current/site/releases"))
        // By ssh, on the machine itself; this one runs here what ssh would run there.
        try tiny.folder.write("ssh", "#!/bin/sh\nwhile [ \"$1\" != h ]; do shift; done\nshift\nexec sh -c \"$*\"\n")
        try FileSystem.makeExecutable(tiny.folder.path + "/ssh")
        let plain = try publisher(tiny, "rsync h:\(live)/current/site")
        var options = plain.options
        options.remoteShell = [tiny.folder.path + "/ssh"]
        let remote = Publisher(project: plain.project, target: plain.target, options: options)
        let error = await #expect(throws: FatalError.self) { _ = try await remote.publish(report) }
        #expect(
            error?.diagnostics.first?.summary.contains("publish to \(FileSystem.realPath(live) ?? live) itself") == true
        )
        // Such names alone are none of Hearth's.
        _ = try await publisher(tiny, "folder \(tiny.folder.path)/releases/site").publish(report)
    }

    @Test func foldersAmongTheReleasesAreLeftAlone() async throws {
        let tiny = try TinySite(["a.md": Self.page])
        try tiny.folder.write("live/releases/2024-photos/a.jpg", "x")
        try tiny.folder.write("live/releases/.stash/a.jpg", "x")
        var publisher = try publisher(tiny, "folder \(tiny.folder.path)/live")
        for number in 0..<8 {
            try tiny.folder.write("Content/a.md", "---\ntitle: A\n---\n\(number)\n")
            let done = try await publisher.publish(try await tiny.build())
            #expect(done.release?.hasPrefix("00000\(number + 1)-") == true)
            publisher = try self.publisher(tiny, "folder \(tiny.folder.path)/live")
        }
        #expect(publisher.store.releases().count == 5)
        #expect(
            tiny.folder.exists("live/releases/2024-photos/a.jpg") && tiny.folder.exists("live/releases/.stash/a.jpg"))
    }

    @Test func rsyncRemovesWhatHearthSentAndNothingElse() async throws {
        guard await Self.hasRsync else { return }
        let tiny = try TinySite([
            "a.md": Self.page, "old/b.md": Self.page, "old/[c].txt": "x",
            "docs/d.md": "---\ntitle: D\n---\n[c](../old/[c].txt)\n",
        ])
        for (path, text) in [("www/photos/a.jpg", "p"), ("www/other.html", "o"), ("www/docs/mine.txt", "m")] {
            try tiny.folder.write(path, text)
        }
        let address = "rsync \(tiny.folder.path)/www"
        let first = try await publisher(tiny, address).publish(try await tiny.build())
        #expect(first.diagnostics.map(\.kind) == [.foreignFiles])
        #expect(
            first.diagnostics.first?.notes.map(\.message)
                == ["stays: docs/mine.txt", "stays: other.html", "stays: photos/a.jpg"])
        #expect(tiny.folder.exists("www/old/b/index.html"))
        for path in ["old/b.md", "old/[c].txt", "docs/d.md"] {
            try FileSystem.remove(tiny.folder.path + "/Content/" + path)
        }
        let second = try await publisher(tiny, address).publish(try await tiny.build())
        #expect(second.diagnostics.isEmpty && !tiny.folder.exists("www/old") && !tiny.folder.exists("www/docs/d"))
        for path in ["www/photos/a.jpg", "www/other.html", "www/docs/mine.txt"] {
            #expect(tiny.folder.exists(path), "\(path)")
        }
        #expect(try await publisher(tiny, address).publish(try await tiny.build()).release == nil)
        // What an interrupted sending left there is gone with the next one.
        let store = try publisher(tiny, address).store
        let sent = try #require(store.sent(to: try publisher(tiny, address).address))
        try store.remember(sent: sent.union(["half/index.html"]), to: try publisher(tiny, address).address)
        try tiny.folder.write("www/half/index.html", "h")
        try tiny.folder.write("Content/a.md", "---\ntitle: A\n---\nsecond\n")
        _ = try await publisher(tiny, address).publish(try await tiny.build())
        #expect(!tiny.folder.exists("www/half") && tiny.folder.exists("www/a/index.html"))
    }

    @Test func rulesForRsyncMeanTheirNamesAlone() {
        #expect(
            RsyncDelivery.rules(removing: ["a/b[1].x", "a/c\\d", "e"])
                == "R /a/\0R /a/b\\[1].x\0R /a/c\\d\0R /e\0P *\0")
        #expect(RsyncDelivery.rules(removing: []) == "P *\0")
    }

    @Test func compressedFormsAreKnownAndGoWithTheirFile() async throws {
        guard await Self.hasRsync else { return }
        let long = "---\ntitle: A\n---\n" + String(repeating: "many words\n", count: 50)
        let tiny = try TinySite(["a.md": long])
        func publish(_ forms: [String]) async throws {
            let plain = try publisher(tiny, "rsync \(tiny.folder.path)/www")
            var target = plain.target
            target.compress = forms
            let publisher = Publisher(project: plain.project, target: target, options: plain.options)
            _ = try await publisher.publish(try await tiny.build())
        }
        try await publish(["gzip"])
        #expect(tiny.folder.exists("www/a/index.html.gz"))
        try tiny.folder.write("Content/a.md", long + "second\n")
        try await publish([])
        #expect(!tiny.folder.exists("www/a/index.html.gz") && tiny.folder.exists("www/a/index.html"))
    }

    @Test func anotherDirectoryGroupIsSaidOnce() async throws {
        let group =
            "---\ntitle: H\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: cn=all\n---\nx\n"
        let tiny = try TinySite(["groups/h/index.md": group])
        let address = "folder \(tiny.folder.path)/live"
        let first = try await publisher(tiny, address).publish(try await tiny.build())
        #expect(first.diagnostics.map(\.kind) == [.newRestrictedFolder])
        try tiny.folder.write("Content/groups/h/index.md", group.replacing("cn=all", with: "cn=board"))
        let done = try await publisher(tiny, address).publish(try await tiny.build())
        #expect(done.diagnostics.map(\.kind) == [.changedAccessGroup] && done.release != nil)
        #expect(
            done.diagnostics.first?.summary == "the access group of 'h' is 'cn=board' now, and was 'cn=all' on 'web'")
        let last = try await publisher(tiny, address).publish(try await tiny.build())
        #expect(last.diagnostics.isEmpty && last.release == nil)
    }

    @Test func aPageThatMovedByHandIsKnownByItsOldAddress() async throws {
        let head = "---\ntitle: H\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=h\n"
        var files = [
            "groups/h/index.md": head + "visibility: members\n---\nx\n", "groups/o/index.md": head + "---\nx\n",
        ]
        for number in 1...6 { files["groups/h/s\(number).md"] = "---\ntitle: S\(number)\n---\nsecret\n" }
        let tiny = try TinySite(files)
        let address = "folder \(tiny.folder.path)/live"
        let first = try await publisher(tiny, address).publish(try await tiny.build())
        for number in 1...6 {
            try FileSystem.remove(tiny.folder.path + "/Content/groups/h/s\(number).md")
            try tiny.folder.write(
                "Content/groups/o/s\(number).md",
                "---\ntitle: S\(number)\nredirect_from: [/groups/h/s\(number)/]\n---\nsecret\n")
        }
        let error = await #expect(throws: FatalError.self) {
            _ = try await publisher(tiny, address).publish(try await tiny.build())
        }
        #expect(error?.diagnostics.map(\.kind) == [.reopensPages])
        #expect(error?.diagnostics.first?.summary.contains("open 6 pages") == true)
        #expect(try publisher(tiny, address).store.current == first.release)
    }

    @Test func anOldAddressSaysNothingOfAPageThatWasThere() {
        func list(_ entries: [(String, String, String)]) -> PublishedList {
            PublishedList(
                entries: entries.map { .init(path: $0.0, audience: $0.1, hash: $0.0, isPage: true, source: $0.2) })
        }
        let live = list([("a/index.html", "everyone", "a.md"), ("groups/h/b/index.html", "group:h", "b.md")])
        let old = ["a.md": ["groups/h/b/index.html"], "c.md": ["groups/h/b/index.html"]]
        let now = list([("a/index.html", "everyone", "a.md"), ("c/index.html", "everyone", "c.md")])
        #expect(now.reopened(since: live, formerly: old) { _ in nil }.map(\.path) == ["c/index.html"])
        // A restricted page that opens is one whatever its old addresses are.
        let open = list([("b/index.html", "everyone", "b.md")])
        #expect(open.reopened(since: live, formerly: ["b.md": ["a/index.html"]]) { _ in nil } == open.entries)
    }
}
