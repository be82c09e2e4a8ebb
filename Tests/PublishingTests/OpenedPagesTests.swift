import HearthBuild
import HearthContent
import HearthModel
import TestKit
import Testing

@testable import HearthPublishing

/// What a publish says of pages that more readers may see than before.
@Suite struct OpenedPagesTests {
    private static let page = "---\ntitle: A\n---\nx\n"
    private static let head = "---\ntitle: H\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=h\n"
    private static let open = head + "---\nx\n"
    private static let closed = head + "visibility: members\n---\nx\n"

    private func publish(
        _ tiny: TinySite, _ change: (inout PublishOptions) -> Void = { _ in }
    ) async throws -> PublishReport {
        let (project, _) = try tiny.project()
        var target = SiteConfiguration.PublishTarget(name: "live", line: 0)
        target.folder = tiny.folder.path + "/live"
        var options = PublishOptions(seconds: TinySite.clock.seconds, workers: 2)
        change(&options)
        return try await Publisher(project: project, target: target, options: options).publish(
            try await tiny.build())
    }

    private func store(_ tiny: TinySite) -> ReleaseFolder { ReleaseFolder(path: tiny.folder.path + "/live") }

    @Test func aWholeGroupIsNotOpenedByALineThatGotLost() async throws {
        let tiny = try TinySite(["groups/h/index.md": Self.closed, "groups/h/a.md": Self.page])
        let first = try await publish(tiny)
        #expect(first.reopened.isEmpty && first.refusals.isEmpty)
        try tiny.folder.write("Content/groups/h/index.md", Self.open)
        let error = await #expect(throws: FatalError.self) { _ = try await publish(tiny) }
        #expect(error?.code == .usage && error?.diagnostics.map(\.kind) == [.reopensPages])
        #expect(
            error?.diagnostics.first?.notes.map(\.message) == [
                "for everyone: /groups/h/", "for everyone: /groups/h/a/",
            ]
                || error?.diagnostics.first?.notes.map(\.message) == [
                    "for everyone: /groups/h/a/", "for everyone: /groups/h/",
                ])
        #expect(store(tiny).current == first.release)
        let dry = try await publish(tiny) { $0.isDryRun = true }
        #expect(dry.refusals.map(\.kind) == [.reopensPages] && dry.release == nil)
        #expect(dry.lines.contains("! /groups/h/a/  (now for everyone)"), "\(dry.lines)")
        let meant = try await publish(tiny) { $0.reopens = true }
        #expect(meant.release != nil && meant.diagnostics.map(\.kind) == [.openedPages])
        // What is live is what the next publish compares itself with.
        #expect(try await publish(tiny).reopened.isEmpty)
    }

    @Test func aSinglePageIsOpenedWithAWarning() async throws {
        let tiny = try TinySite([
            "groups/h/index.md": Self.open, "groups/h/a.md": "---\ntitle: A\nvisibility: members\n---\nx\n",
        ])
        _ = try await publish(tiny)
        try tiny.folder.write("Content/groups/h/a.md", Self.page)
        let done = try await publish(tiny)
        #expect(done.release != nil && done.reopened.map(\.address) == ["groups/h/a/"])
        #expect(done.diagnostics.map(\.kind) == [.openedPages])
        #expect(done.diagnostics.first?.notes.map(\.message) == ["for everyone: /groups/h/a/"])
    }

    @Test func manyPagesAreNotOpenedAtOnce() async throws {
        let folder = "groups/h/inside/"
        var files = [
            "groups/h/index.md": Self.open, folder + "index.md": "---\ntitle: I\nvisibility: members\n---\nx\n",
        ]
        for number in 0..<12 { files[folder + "p\(number).md"] = Self.page }
        let tiny = try TinySite(files)
        _ = try await publish(tiny)
        try tiny.folder.write("Content/" + folder + "index.md", Self.page)
        // They lie elsewhere when they are open, so their old addresses disappear.
        let error = await #expect(throws: FatalError.self) { _ = try await publish(tiny) { $0.maxDelete = 100 } }
        #expect(error?.diagnostics.first?.summary.contains("open 13 pages and files") == true)
        #expect(error?.diagnostics.first?.notes.last?.message == "and 3 more")
        #expect(try await publish(tiny) { $0.isDryRun = true }.lines.count { $0.hasPrefix("! ") } == 13)
    }

    @Test func aDryRunShowsWhatWouldDisappearBeforeItIsRefused() async throws {
        let tiny = try TinySite(Dictionary(uniqueKeysWithValues: (0..<30).map { ("p\($0).md", Self.page) }))
        _ = try await publish(tiny)
        for number in 0..<25 { try FileSystem.remove(tiny.folder.path + "/Content/p\(number).md") }
        let dry = try await publish(tiny) { $0.isDryRun = true }
        #expect(dry.refusals.map(\.kind) == [.manyDeletions] && dry.lines.count { $0.hasPrefix("− ") } == 25)
    }

    private func list(_ entries: [(String, String, String)], isPage: Bool = true) -> PublishedList {
        PublishedList(
            entries: entries.map {
                .init(path: $0.0, audience: $0.1, hash: "00", isPage: isPage, source: $0.2)
            })
    }

    @Test func aRestrictedPageIsKnownByItsNewName() {
        let live = list([("groups/h/a/index.html", "group:h", "Content/groups/h/a.md")])
        let now = list([("b/index.html", "everyone", "Content/b.md")])
        #expect(live.restricted.hasSources(missingIn: now))
        #expect(now.reopened(since: live) { $0 == "Content/groups/h/a.md" ? "Content/b.md" : nil } == now.entries)
        #expect(now.reopened(since: live) { _ in nil }.isEmpty)
        // Its old name belongs to another page today.
        let both = list([
            ("a/index.html", "everyone", "Content/a.md"), ("groups/h/b/index.html", "group:h", "Content/groups/h/b.md"),
        ])
        let before = list([("groups/h/b/index.html", "group:h", "Content/groups/h/b.md")])
        #expect(both.reopened(since: before) { $0 == "Content/groups/h/b.md" ? "Content/a.md" : nil }.isEmpty)
    }

    @Test func aFileIsKnownByItsBytesWhereGitKnowsNothing() {
        let live = list([("groups/h/pay.pdf", "group:h", "Content/groups/h/pay.pdf")], isPage: false)
        let now = list([("pay.pdf", "everyone", "Content/pay.pdf")], isPage: false)
        #expect(now.reopened(since: live) { _ in nil } == now.entries)
        // Bytes that everybody could read already open nothing.
        let open = list([("x.pdf", "everyone", "Content/x.pdf")], isPage: false)
        let either = PublishedList(entries: live.entries + open.entries)
        #expect(now.reopened(since: either) { _ in nil }.isEmpty)
    }

    @Test func theSameBytesForOtherReadersAreAChange() {
        let live = list([("groups/h/a/index.html", "group:h", "Content/groups/h/a.md")])
        let now = list([("groups/h/a/index.html", "everyone", "Content/groups/h/a.md")])
        #expect(PublishedChange(from: live, to: now).changed == now.entries)
    }
}
