import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// Newer exports of a space that is here already.
@Suite struct ConfluenceChangesTests: ConfluenceDump {
    private func migrate(
        _ site: Workspace, into: String? = "groups/pumps", dryRun: Bool = false
    ) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: into, isDryRun: dryRun, workers: 2)
            .run()
    }

    /// What a newer export restricts takes its files along, and pasted addresses of it show no title.
    @Test func filesFollowARestrictionOfANewerExport() async throws {
        let set =
            "<collection name=\"contentPermissionSets\"><element class=\"ContentPermissionSet\"><id name=\"id\">80</id></element></collection>"
        func objects(_ isRestricted: Bool) -> [String] {
            let address = "https://wiki.example/pages/viewpage.action?pageId=11"
            return [
                page(10, "Home"),
                body(
                    110, of: 10,
                    "<p><a href=\"\(address)\">\(address)</a> <ac:link><ri:attachment ri:filename=\"pay list.png\"><ri:page ri:content-title=\"Salaries\"/></ri:attachment></ac:link></p>"
                ),
                page(11, "Salaries", parent: 10, more: isRestricted ? set : ""),
                body(111, of: 11, "<p>Much</p><ac:image><ri:attachment ri:filename=\"pay list.png\"/></ac:image>"),
                isRestricted
                    ? object("ContentPermissionSet", "80", [("type", "View")], reference("owningContent", "Page", 11))
                    : "",
                object(
                    "Attachment", "30", [("title", "pay list.png"), ("version", "1")],
                    reference("containerContent", "Page", 11)),
            ]
        }
        let site = try Workspace(["entities.xml": export(objects(false)), "attachments/11/30/1": "closed-bytes"])
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: https://e.example/\n")
        func migrate() async throws -> MigrationOutcome {
            try await MigrationRun(paths: [site.export], siteRoot: tiny.folder.path, workers: 2).run()
        }
        #expect(try await migrate().exitStatus == 0)
        #expect(tiny.folder.exists("Content/groups/pump-room/files/salaries/pay-list.png"))
        try site.write(export(objects(true)), to: "old-site/entities.xml")
        #expect(try await migrate().exitStatus == 0)
        #expect(try await migrate().files.changed == 0)
        let errors = try await tiny.build().diagnostics.filter { $0.severity == .error }.map { "\($0)" }
        #expect(errors.isEmpty, "\(errors)")
        let found = tiny.outputs(containing: "closed-bytes")
        #expect(!found.isEmpty && found.allSatisfy { $0.hasPrefix("groups/pump-room/members/") })
        for word in ["Salaries", "pay list"] {
            #expect(tiny.outputs(containing: word).allSatisfy { $0.hasPrefix("groups/pump-room/members/") }, "\(word)")
        }
        try site.write(export(objects(false)), to: "old-site/entities.xml")
        #expect(try await migrate().exitStatus == 0)
        #expect(try await tiny.build().diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        #expect(tiny.outputs(containing: "closed-bytes").contains { !$0.contains("members") })
    }

    /// A space stays where it is when it comes with another one, or gets another name.
    @Test func aSpaceStaysInItsGroup() async throws {
        func objects(_ name: String, second: Bool) -> String {
            var all = [
                object("Space", "1", [("name", name), ("key", "PUMP")], reference("homePage", "Page", 10)),
                object(
                    "SpacePermission", "2", [("type", "VIEWSPACE"), ("group", "confluence-users")],
                    reference("space", "Space", 1)),
                page(10, "Home"), body(110, of: 10, "<p>a</p>"), page(11, "Two", parent: 10),
                body(111, of: 11, "<p>b</p>"),
                page(12, "Old", parent: 10, status: second ? "deleted" : "current"), body(112, of: 12, "<p>c</p>"),
            ]
            if second {
                all += [
                    object("Space", "9", [("name", "Attic"), ("key", "ATT")]), page(90, "Loft", space: 9),
                    body(190, of: 90, "<p>o</p>"),
                ]
            }
            return dump(all)
        }
        for into in [nil, "groups/wiki"] {
            let site = try Workspace(["entities.xml": objects("Pump room", second: false)])
            #expect(try await migrate(site, into: into).exitStatus == 0)
            let folder = into ?? "groups/pump-room"
            #expect(site.has(folder + "/two.md") && site.has(folder + "/old.md"))
            try site.write(objects("Pumps and more", second: true), to: "old-site/entities.xml")
            let second = try await migrate(site, into: into)
            #expect(second.exitStatus == 0 && second.files.removed == 1 && !site.has(folder + "/old.md"))
            #expect(site.files.filter { $0.hasSuffix("/two.md") } == [folder + "/two.md"])
            #expect(site.files.filter { $0.hasSuffix("/loft.md") }.count == 1)
            #expect(try await migrate(site, into: into).files.changed == 0)
        }
    }

    /// A page that has moved into a closed space is not in the open one any more.
    @Test func aPageThatMovesToAnotherSpaceIsThereOnce() async throws {
        func objects(_ space: Int) -> String {
            dump([
                object("Space", "1", [("name", "Pump room"), ("key", "PUMP")], reference("homePage", "Page", 10)),
                object(
                    "SpacePermission", "2", [("type", "VIEWSPACE"), ("group", "confluence-users")],
                    reference("space", "Space", 1)),
                object("Space", "9", [("name", "Board"), ("key", "BRD")], reference("homePage", "Page", 20)),
                object(
                    "SpacePermission", "3", [("type", "VIEWSPACE"), ("group", "hr")], reference("space", "Space", 9)),
                page(10, "Home"), body(110, of: 10, "<p>a</p>"), page(20, "Top", space: 9),
                body(120, of: 20, "<p>b</p>"),
                page(30, "Mover", space: space),
                body(130, of: 30, "<p>canary</p><ac:image><ri:attachment ri:filename=\"p.png\"/></ac:image>"),
                object(
                    "Attachment", "40", [("title", "p.png"), ("version", "1")],
                    reference("containerContent", "Page", 30)),
            ])
        }
        let site = try Workspace(["entities.xml": objects(1), "attachments/30/40/1": "canary-bytes"])
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: https://e.example/\n")
        let run = MigrationRun(paths: [site.export], siteRoot: tiny.folder.path, workers: 2)
        #expect(try await run.run().exitStatus == 0)
        #expect(tiny.folder.exists("Content/groups/pump-room/mover.md"))
        try site.write(objects(9), to: "old-site/entities.xml")
        #expect(try await run.run().files.removed == 2)
        #expect(try await tiny.build().diagnostics.filter { $0.severity == .error }.isEmpty)
        let found = tiny.outputs(containing: "canary")
        #expect(!found.isEmpty && found.allSatisfy { $0.hasPrefix("groups/board/") })
        #expect(try await run.run().files.changed == 0)
    }

    /// The page that was the group's stays so, whatever is the home page now: it says who reads all the others.
    @Test(arguments: ["another home", "restricted"])
    func theGroupsPageStaysTheGroups(_ change: String) async throws {
        let set =
            "<collection name=\"contentPermissionSets\"><element class=\"ContentPermissionSet\"><id name=\"id\">80</id></element></collection>"
        func objects(_ isSecond: Bool) -> String {
            let home = isSecond && change == "another home" ? 12 : 10
            let isRestricted = isSecond && change == "restricted"
            let readers =
                change == "restricted"
                ? object(
                    "SpacePermission", "2", [("type", "VIEWSPACE"), ("group", "confluence-users")],
                    reference("space", "Space", 1)) : ""
            return dump([
                object("Space", "1", [("name", "Pump room"), ("key", "PUMP")], reference("homePage", "Page", home)),
                readers,
                page(10, "Home", more: isRestricted ? set : ""), body(110, of: 10, "<p>canary</p>"),
                page(11, "Two", parent: 10), body(111, of: 11, "<p>canary</p>"),
                page(12, "New"), body(112, of: 12, "<p>c</p>"),
                isRestricted
                    ? object("ContentPermissionSet", "80", [("type", "View")], reference("owningContent", "Page", 10))
                    : "",
            ])
        }
        let site = try Workspace(["entities.xml": objects(false)])
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: https://e.example/\n")
        let run = MigrationRun(paths: [site.export], siteRoot: tiny.folder.path, workers: 2)
        #expect(try await run.run().exitStatus == 0)
        try site.write(objects(true), to: "old-site/entities.xml")
        #expect(try await run.run().exitStatus == 0)
        let group = try #require(tiny.folder.read("Content/groups/pump-room/index.md"))
        #expect(group.contains("visibility: members\n") && group.contains("kind: community\n"))
        #expect(try await tiny.build().diagnostics.filter { $0.severity == .error }.isEmpty)
        let closed = try String(
            decoding: FileSystem.read(tiny.folder.path + "/.hearth/audience-manifest.json"), as: UTF8.self)
        for path in tiny.outputs(containing: "canary") {
            let entry = closed.split(separator: "}").first { $0.contains("\"\(path)\"") } ?? ""
            #expect(!entry.isEmpty && !entry.contains("\"everyone\""), "\(path)")
        }
    }
}
