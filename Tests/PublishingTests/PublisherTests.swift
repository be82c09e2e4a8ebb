import HearthBuild
import HearthContent
import HearthModel
import TestKit
import Testing

@testable import HearthPublishing

@Suite struct PublisherTests {
    private static let page = "---\ntitle: A\n---\nfirst\n"

    /// A tiny site that publishes into `live` beside it, in a folder that is gone with the test.
    private struct Place {
        let tiny: TinySite
        let folder: TemporaryFolder

        init(_ files: [String: String], keep: Int = 3) throws {
            folder = try TemporaryFolder()
            tiny = try TinySite(
                files, configuration: "title: T\npublish: {live: {folder: \(folder.path)/live, keep: \(keep)}}\n")
        }

        func publisher(_ change: (inout PublishOptions) -> Void = { _ in }) throws -> Publisher {
            let (project, problems) = try tiny.project()
            #expect(problems.isEmpty)
            var options = PublishOptions(seconds: TinySite.clock.seconds, workers: 2)
            change(&options)
            return Publisher(
                project: project, target: try #require(project.configuration.publishTargets.first), options: options)
        }

        func publish(_ change: (inout PublishOptions) -> Void = { _ in }) async throws -> PublishReport {
            try await publisher(change).publish(try await tiny.build())
        }

        var store: ReleaseFolder { ReleaseFolder(path: folder.path + "/live") }

        func live(_ path: String) -> String? { folder.read("live/current/site/" + path) }
    }

    @Test func whatIsLiveIsExactlyTheBuild() async throws {
        let place = try Place(["a.md": Self.page])
        let done = try await place.publish()
        let built = place.tiny.folder.tree("Output")
        #expect(place.folder.tree("live/" + "releases/\(try #require(done.release))/site") == built)
        #expect(place.live("a/index.html")?.contains("first") == true)
        #expect(done.change.added.count == built.keys.count { $0.hasSuffix("index.html") || $0 == "404.html" })
        // Nothing of the administration lies in the published tree.
        #expect(!place.folder.exists("live/current/site/pages.tsv") && place.folder.exists("live/current/pages.tsv"))
    }

    @Test func theDifferenceIsCountedInPages() async throws {
        let place = try Place(["a.md": Self.page, "b.md": Self.page, "c.md": Self.page, "d.md": Self.page])
        _ = try await place.publish()
        try place.tiny.folder.write("Content/a.md", "---\ntitle: A\n---\nsecond\n")
        try place.tiny.folder.write("Content/new.md", Self.page)
        try FileSystem.remove(place.tiny.folder.path + "/Content/b.md")
        let planned = try await place.publish { $0.isDryRun = true }
        #expect(planned.release == nil && planned.change.removed.map(\.address) == ["b/"])
        #expect(planned.change.lines.contains("+ /new/") && planned.change.lines.contains("~ /a/"))
        #expect(place.live("a/index.html")?.contains("first") == true)
        #expect(try await place.publish().change.added.map(\.address) == ["new/"])
        #expect(place.live("a/index.html")?.contains("second") == true && place.live("b/index.html") == nil)
        #expect(try await place.publish().release == nil)
    }

    @Test func unchangedFilesAreSharedAndEditsByHandAreNotTakenOver() async throws {
        let place = try Place(["a.md": Self.page, "b.md": Self.page])
        let first = try #require(try await place.publish().release)
        try place.folder.write("live/releases/\(first)/site/b/index.html", "edited by hand")
        try place.tiny.folder.write("Content/a.md", "---\ntitle: A\n---\nsecond\n")
        let second = try #require(try await place.publish().release)
        #expect(first < second)
        #expect(place.live("b/index.html") == place.tiny.output("b/index.html"))
        #expect(place.folder.read("live/releases/\(first)/site/a/index.html")?.contains("first") == true)
    }

    @Test func rollingBackMakesTheReleaseBeforeLive() async throws {
        let place = try Place(["a.md": Self.page])
        let first = try #require(try await place.publish().release)
        try place.tiny.folder.write("Content/a.md", "---\ntitle: A\n---\nsecond\n")
        let second = try #require(try await place.publish().release)
        let done = try await place.publisher().rollBack(to: nil)
        #expect(done.from == second && done.to == first && place.live("a/index.html")?.contains("first") == true)
        await #expect(throws: FatalError.self) { _ = try await place.publisher().rollBack(to: nil) }
        await #expect(throws: FatalError.self) { _ = try await place.publisher().rollBack(to: "../x") }
        _ = try await place.publisher().rollBack(to: second)
        #expect(place.store.current == second)
    }

    /// A schedule publishes what is committed every night, and brings nothing back that somebody has taken away.
    @Test func whatWasRolledBackIsNotPublishedAgainFromTheSameCommit() async throws {
        let place = try Place(["a.md": Self.page])
        let root = place.tiny.folder.path
        try place.tiny.folder.write(".gitignore", "Output/\n.hearth/\n")
        func commit(_ text: String) throws {
            try place.tiny.folder.write("Content/a.md", "---\ntitle: A\n---\n\(text)\n")
            try git(["add", "-A"], in: root)
            try git(["commit", "-q", "-m", text], in: root)
        }
        try git(["init", "-q"], in: root)
        try commit("first")
        _ = try await place.publish()
        try commit("second")
        // The commit after it changes nothing that readers see.
        _ = try await place.publish()
        try git(["commit", "-q", "--allow-empty", "-m", "nothing"], in: root)
        #expect(try await place.publish().release == nil)
        let back = try await place.publisher().rollBack(to: nil)
        let held = try await place.publish()
        #expect(held.isTakenBack && held.release == nil && held.diagnostics.map(\.severity) == [.warning])
        #expect(held.diagnostics.first?.help?.contains("hearth rollback live --to \(back.from)") == true)
        #expect(place.live("a/index.html")?.contains("first") == true)
        // Somebody publishes what is not committed yet.
        try place.tiny.folder.write("Content/a.md", "---\ntitle: A\n---\nthird\n")
        #expect(try await place.publish().release != nil && place.live("a/index.html")?.contains("third") == true)
        _ = try await place.publisher().rollBack(to: nil)
        try commit("fourth")
        #expect(try await place.publish().release != nil && place.live("a/index.html")?.contains("fourth") == true)
        // A newer release than the live one can be made live again, and then nothing is taken back.
        _ = try await place.publisher().rollBack(to: nil)
        _ = try await place.publisher().rollBack(to: place.store.releases().last)
        #expect(try await !place.publish().isTakenBack)
    }

    @Test func onlySoManyReleasesAreKept() async throws {
        let place = try Place(["a.md": Self.page], keep: 2)
        for number in 0..<5 {
            try place.tiny.folder.write("Content/a.md", "---\ntitle: A\n---\n\(number)\n")
            _ = try await place.publish()
        }
        #expect(place.store.releases().count == 2 && place.store.releases().last == place.store.current)
    }

    @Test func removingTooMuchIsRefusedAndNothingChanges() async throws {
        let pages = Dictionary(uniqueKeysWithValues: (0..<30).map { ("p\($0).md", Self.page) })
        let place = try Place(pages)
        let first = try await place.publish().release
        for number in 0..<25 { try FileSystem.remove(place.tiny.folder.path + "/Content/p\(number).md") }
        let error = await #expect(throws: FatalError.self) { _ = try await place.publish() }
        #expect(error?.diagnostics.map(\.kind) == [.manyDeletions])
        #expect(place.store.current == first)
        #expect(try await place.publish { $0.maxDelete = 100 }.change.removed.count == 25)
    }

    @Test func whatAKilledPublishLeftIsRemoved() async throws {
        let place = try Place(["a.md": Self.page])
        _ = try await place.publish()
        try place.folder.write("live/releases/.incoming/site/half.html", "x")
        try place.folder.write("live/releases/.old-000001/x", "x")
        try place.folder.write("live/.current-next", "x")
        try place.tiny.folder.write("Content/a.md", "---\ntitle: A\n---\nsecond\n")
        _ = try await place.publish()
        #expect(!place.folder.exists("live/releases/.incoming") && !place.folder.exists("live/releases/.old-000001"))
        #expect(place.live("a/index.html")?.contains("second") == true)
    }

    @Test func aReleaseThatNeverWasLiveIsNothingToGoBackTo() async throws {
        let place = try Place(["a.md": Self.page])
        let first = try #require(try await place.publish().release)
        // Killed between the rename and the switch.
        let incoming = try place.store.begin()
        try FileSystem.writeAtomically(PublishedList(entries: []).bytes, to: incoming + "/pages.tsv")
        let never = try place.store.complete(incoming, seconds: 0)
        #expect(never > first && place.store.wasLive(first) && !place.store.wasLive(never))
        await #expect(throws: FatalError.self) { _ = try await place.publisher().rollBack(to: nil) }
        try FileSystem.remove(place.folder.path + "/live/releases/\(first)/was-live")
        try place.tiny.folder.write("Content/a.md", "---\ntitle: A\n---\nsecond\n")
        // Killed between the switch and the mark: the next one who holds the lock makes up for it.
        let second = try #require(try await place.publish().release)
        #expect(second > never && place.store.releases() == [first, second])
        #expect(try await place.publisher().rollBack(to: nil).to == first)
    }

    @Test func aReleaseThatCannotBeFinishedLeavesNothing() async throws {
        let place = try Place(["a.md": Self.page])
        let time = TinySite.clock.rfc3339.replacing(":", with: "-")
        try place.folder.write("live/releases/000001-\(time)", "in the way")
        await #expect(throws: FileError.self) { _ = try await place.publish() }
        #expect(!place.folder.exists("live/releases/.incoming") && place.store.current == nil)
    }

    @Test func aPublishWaitsForAnotherOne() async throws {
        let place = try Place(["a.md": Self.page])
        let lock = try place.store.lock()
        let (notices, continuation) = AsyncStream<String>.makeStream()
        let report = try await place.tiny.build()
        let waiting = try place.publisher {
            $0.patience = .seconds(60)
            $0.notice = { continuation.yield($0) }
        }
        async let done = waiting.publish(report)
        var iterator = notices.makeAsyncIterator()
        #expect(await iterator.next()?.contains("waiting until it is done, 60 s at most") == true)
        _ = consume lock
        #expect(try await done.release != nil)
    }

    @Test func whatSomebodyRemovedIsPublishedAgain() async throws {
        let place = try Place(["a.md": Self.page])
        _ = try await place.publish()
        #expect(try await place.publish().release == nil)
        try FileSystem.remove(place.folder.path + "/live/current/site/a/index.html")
        #expect(try await place.publish().release != nil)
        #expect(place.live("a/index.html") == place.tiny.output("a/index.html"))
    }

    @Test func aRollbackDoesNotOpenWhatWasRestrictedSince() async throws {
        let group = "---\ntitle: H\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=h\n"
        let place = try Place(["groups/h/index.md": group + "---\nx\n", "groups/h/a.md": Self.page])
        let open = try #require(try await place.publish().release)
        try place.tiny.folder.write("Content/groups/h/index.md", group + "visibility: members\n---\nx\n")
        let closed = try #require(try await place.publish().release)
        let error = await #expect(throws: FatalError.self) { _ = try await place.publisher().rollBack(to: nil) }
        #expect(error?.diagnostics.map(\.kind) == [.reopensPages] && place.store.current == closed)
        #expect(error?.diagnostics.first?.notes.map(\.message).contains("for everyone again: /groups/h/a/") == true)
        let done = try await place.publisher { $0.reopens = true }.rollBack(to: nil)
        #expect(done.to == open && done.reopened.map(\.address) == ["groups/h/a/", "groups/h/"])
        // The other way nothing opens.
        #expect(try await place.publisher().rollBack(to: closed).reopened.isEmpty)
    }

    @Test func aRollbackBringsBackNoFolderThatTheServerMayNotGuard() async throws {
        let group = "---\ntitle: H\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=h\nvisibility: members\n---\nx\n"
        let place = try Place(["a.md": Self.page, "groups/h/index.md": group, "groups/h/a.md": Self.page])
        let closed = try #require(try await place.publish().release)
        try FileSystem.removeTree(place.tiny.folder.path + "/Content/groups/h")
        _ = try await place.publish { $0.maxDelete = 100 }
        let error = await #expect(throws: FatalError.self) { _ = try await place.publisher().rollBack(to: nil) }
        #expect(error?.diagnostics.first?.summary.contains("only group:h may read") == true)
        #expect(try await place.publisher { $0.reopens = true }.rollBack(to: nil).to == closed)
    }

    @Test func aRollbackKnowsARestrictedPageByItsNewNameToo() {
        func list(_ path: String, _ audience: String, _ source: String) -> PublishedList {
            PublishedList(entries: [.init(path: path, audience: audience, hash: "", isPage: true, source: source)])
        }
        let before = list("a/index.html", "everyone", "Content/a.md")
        let closed = list("groups/h/b/index.html", "group:h", "Content/groups/h/b.md")
        #expect(before.hasSources(missingIn: closed) && !before.hasSources(missingIn: before))
        #expect(
            before.reopened(since: closed) { $0 == "Content/a.md" ? "Content/groups/h/b.md" : nil } == before.entries)
        #expect(
            before.reopened(since: closed) { _ in nil }.isEmpty && before.reopened(since: before) { _ in nil }.isEmpty)
        let other = list("groups/h/b/index.html", "group:g", "Content/groups/h/b.md")
        #expect(other.reopened(since: closed) { _ in nil } == other.entries)
        #expect(closed.reopened(since: before) { _ in nil }.isEmpty)
    }

    @Test func twoPublishesToOneFolderDoNotMix() async throws {
        let place = try Place(["a.md": Self.page])
        let lock = try place.store.lock()
        let error = await #expect(throws: FatalError.self) { _ = try await place.publish() }
        #expect(error?.diagnostics.map(\.kind) == [.publishLocked])
        _ = consume lock
        #expect(try await place.publish().release != nil)
    }

    @Test func aFolderOfTheSourcesIsNoPlaceToPublishTo() async throws {
        for folder in ["Output/live", "Content", ".", ".hearth", ".hearth/live", ".git/x", "x/../.hearth"] {
            let tiny = try TinySite([:], configuration: "title: T\npublish: {live: {folder: \(folder)}}\n")
            let (project, _) = try tiny.project()
            let target = try #require(project.configuration.publishTargets.first)
            let publisher = Publisher(project: project, target: target, options: PublishOptions(seconds: 0, workers: 1))
            let report = try await tiny.build()
            await #expect(throws: FatalError.self, "\(folder)") { _ = try await publisher.publish(report) }
        }
    }

    @Test func aNewFolderForMembersIsSaid() async throws {
        let place = try Place([
            "groups/h/index.md":
                "---\ntitle: H\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: cn=h\n---\nx\n"
        ])
        let first = try await place.publish()
        #expect(first.diagnostics.map(\.kind) == [.newRestrictedFolder])
        #expect(first.change.lines.contains("+ /groups/h/  (members only: group:h)"))
        try place.tiny.folder.write("Content/a.md", Self.page)
        #expect(try await place.publish().diagnostics.isEmpty)
    }

    @Test func theListOfAPublishSurvivesItsFile() throws {
        let entry = PublishedList.Entry(
            path: "a/index.html", audience: "everyone", hash: "00", isPage: true, source: "Content/a.md")
        let list = PublishedList(entries: [entry])
        #expect(PublishedList(list.bytes) == list)
        #expect(PublishedList(Array("something else".utf8)) == nil)
        #expect(
            PublishedList(Array("hearth-published 1\npage\teveryone\t00\t../../etc/passwd\t\nbroken\n".utf8))?.entries
                == [])
    }

    @Test(arguments: [
        ("web@host:/srv/x", RsyncDestination.shell(host: "web@host", path: "/srv/x")),
        ("host:x", .shell(host: "host", path: "x")), ("host:-x", .shell(host: "host", path: "./-x")),
        ("rsync://host/module", .inPlace("rsync://host/module/")), ("host::module/x", .inPlace("host::module/x/")),
        ("/srv/x", .inPlace("/srv/x/")),
    ])
    func rsyncUnderstandsTheseplaces(_ text: String, _ destination: RsyncDestination) {
        #expect(RsyncDestination(text) == destination)
    }

    @Test(arguments: [
        "-e sh:/x", "--rsh=sh", "host", "", "a b:/x", "$(id):/x", "u@-oProxyCommand=x:/y", "host:", "h\n:/x",
    ])
    func whatCouldBeAFlagOrACommandIsNoPlace(_ text: String) { #expect(RsyncDestination(text) == nil) }
}
