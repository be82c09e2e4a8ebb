import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

@Suite struct ConfluenceTests: ConfluenceDump {
    private func migrate(
        _ site: Workspace, into: String? = "groups/pumps", dryRun: Bool = false
    ) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: into, isDryRun: dryRun, workers: 2)
            .run()
    }

    @Test func anXMLExportBecomesAGroup() async throws {
        let site = try Workspace([
            "entities.xml": export([
                page(10, "Home"), body(110, of: 10, "<p>Welcome</p><ac:structured-macro ac:name=\"pagetree\"/>"),
                page(11, "Second", parent: 10, position: 5), body(111, of: 11, "<p>b</p>"),
                page(12, "First & best", parent: 10, position: 2),
                body(
                    112, of: 12,
                    "<h1>Setup</h1><p>See <ac:link><ri:page ri:content-title=\"Second\"/></ac:link>, "
                        + "<a href=\"/display/PUMP/Deep+page#Deeppage-Howto\">how</a>, "
                        + "<ac:link><ri:page ri:content-title=\"Gone\"/></ac:link> and <ac:link><ri:user ri:userkey=\"k1\"/></ac:link>.</p>"
                        + "<ac:image ac:alt=\"A plan\"><ri:attachment ri:filename=\"plan 1.png\"/></ac:image>"),
                page(13, "Deep page", parent: 12), body(113, of: 13, "<h2>How to</h2><p>So.</p>"),
                page(14, "Post", type: "BlogPost"), body(114, of: 14, "<p>News</p>", "BlogPost"),
                page(15, "Second", more: reference("originalVersion", "Page", 11)),
                body(115, of: 15, "<p>old words</p>"),
                page(16, "Idea", status: "draft"), body(116, of: 16, "<p>not yet</p>"),
                page(17, "Trash", status: "deleted"),
                object(
                    "Attachment", "30", [("title", "plan 1.png"), ("version", "2"), ("contentStatus", "current")],
                    reference("containerContent", "Page", 12)),
                object("Label", "40", [("name", "big-pumps"), ("namespace", "global")]),
                object("Label", "41", [("name", "favourite"), ("namespace", "my")]),
                object("Labelling", "42", [("labelableId", "12")], reference("label", "Label", 40)),
                object("Labelling", "43", [("labelableId", "12")], reference("label", "Label", 41)),
                object("OutgoingLink", "50", [("destinationPageTitle", "x")]),
            ]),
            "attachments/12/30/1": "old", "attachments/12/30/2": "new",
        ])
        let outcome = try await migrate(site)
        #expect(outcome.diagnostics.map(\.kind.id) == [])
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(
            site.files == [
                "groups/pumps/blog/post.md", "groups/pumps/files/first-best/plan-1.png", "groups/pumps/first-best.md",
                "groups/pumps/first-best/deep-page.md", "groups/pumps/index.md", "groups/pumps/second.md",
                "people/jo.larsen.md",
            ])
        let first = site.read("groups/pumps/first-best.md")
        #expect(
            first.hasPrefix(
                "---\ntitle: First & best\nauthor: \"@jo.larsen\"\ndate: 2013-04-02T08:00:00Z\nupdated: 2014-01-09T10:00:00Z\n"
                    + "tags: [big-pumps]\nweight: 1\nredirect_from:\n  - /pages/viewpage.action?pageId=12\n  - /x/D"))
        #expect(
            first.hasSuffix(
                """

                ## Setup

                See [Second](/groups/pumps/second/), [how](/groups/pumps/first-best/deep-page/#how-to), Gone and @jo.larsen.

                ![A plan](/groups/pumps/files/first-best/plan-1.png)

                """))
        #expect(site.read("groups/pumps/index.md").contains("title: Pump room\n"))
        #expect(site.read("groups/pumps/index.md").contains("visibility: everyone\n"))
        #expect(
            site.read("groups/pumps/index.md").hasSuffix(
                "Welcome\n\n- [First & best](/groups/pumps/first-best/)\n- [Second](/groups/pumps/second/)\n"))
        #expect(site.read("groups/pumps/files/first-best/plan-1.png") == "new")
        #expect(
            outcome.report.kinds["older versions"]?.skippedCount == 1
                && outcome.report.kinds["drafts"]?.skippedCount == 1)
        #expect(outcome.report.unresolvedLinks.map(\.address) == ["Gone"])
        let all = site.files.map { site.read($0) }.joined()
        #expect(
            !all.contains("secret") && !all.contains("b.example") && !all.contains("old words")
                && !all.contains("not yet"))
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func commentsStandBelowThePage() async throws {
        func comment(_ id: Int, parent: Int? = nil, _ properties: String = "") -> String {
            object(
                "Comment", "\(id)", [("creationDate", "2013-04-0\(id % 10) 09:30:00.000")],
                reference("containerContent", "Page", 10) + reference("creator", "ConfluenceUserImpl", "k1", key: "key")
                    + (parent.map { reference("parent", "Comment", $0) } ?? "") + properties)
        }
        let noted =
            "<collection name=\"contentProperties\"><element class=\"ContentProperty\"><id name=\"id\">70</id></element></collection>"
        let site = try Workspace([
            "entities.xml": export([
                page(10, "Home"), body(110, of: 10, "<p>Text</p>"), comment(21),
                body(121, of: 21, "<p>Why?</p>", "Comment"),
                comment(22, parent: 21), body(122, of: 22, "<p>So.</p>", "Comment"), comment(23, noted),
                body(123, of: 23, "<p>Typo</p>", "Comment"),
                object("ContentProperty", "70", [("name", "inline-original-selection"), ("stringValue", "Text")]),
            ])
        ])
        _ = try await migrate(site)
        #expect(
            site.read("groups/pumps/index.md").hasSuffix(
                """
                Text

                ## Comments

                @jo.larsen, 2013-04-01 09:30

                Why?

                > @jo.larsen, 2013-04-02 09:30
                >
                > So.

                @jo.larsen, 2013-04-03 09:30, on “Text”

                Typo

                """))
    }

    /// What was for some people only stays so, with its files and all below it; a group that nothing is known of is
    /// closed.
    @Test func restrictionsHold() async throws {
        let set =
            "<collection name=\"contentPermissionSets\"><element class=\"ContentPermissionSet\"><id name=\"id\">80</id></element></collection>"
        let site = try Workspace([
            "entities.xml": export([
                page(10, "Home"),
                body(
                    110, of: 10,
                    "<p><ac:link><ri:page ri:content-title=\"Salaries\"/></ac:link></p><ac:structured-macro ac:name=\"include\"><ac:parameter ac:name=\"\"><ac:link><ri:page ri:content-title=\"Salaries\"/></ac:link></ac:parameter></ac:structured-macro>"
                ),
                page(11, "Salaries", parent: 10, more: set),
                body(111, of: 11, "<p>Much</p><ac:image><ri:attachment ri:filename=\"list.png\"/></ac:image>"),
                page(12, "More", parent: 11), body(112, of: 12, "<p>below</p>"),
                page(13, "Mixed", parent: 10),
                body(
                    113, of: 13,
                    "<ac:structured-macro ac:name=\"show-if\"><ac:rich-text-body><p>x</p></ac:rich-text-body></ac:structured-macro>"
                ),
                object("ContentPermissionSet", "80", [("type", "View")], reference("owningContent", "Page", 11)),
                object(
                    "Attachment", "30", [("title", "list.png"), ("version", "1")],
                    reference("containerContent", "Page", 11)),
                object("Space", "9", [("name", "Attic"), ("key", "ATT")]), page(90, "Old", space: 9),
                body(190, of: 90, "<p>o</p>"),
            ]),
            "attachments/11/30/1": "png",
        ])
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: https://e.example/\n")
        _ = try await MigrationRun(paths: [site.export], siteRoot: tiny.folder.path, workers: 2).run()
        // The link and the page included.
        let source = try FileSystem.read(tiny.folder.path + "/Content/groups/pump-room/index.md")
        #expect(String(decoding: source, as: UTF8.self).ranges(of: "[a restricted page](").count == 2)
        let report = try await tiny.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        let output = tiny.folder.tree("Output").keys.sorted()
        #expect(output.contains("groups/pump-room/members/salaries/index.html"))
        #expect(output.contains("groups/pump-room/members/files-for-members/salaries/list.png"))
        #expect(output.contains("groups/pump-room/members/salaries/more/index.html"))
        #expect(output.contains("groups/pump-room/members/mixed/index.html"))
        #expect(
            !output.contains { $0.hasPrefix("groups/pump-room/salaries") || $0.hasPrefix("groups/pump-room/files") })
        let home = String(decoding: tiny.folder.tree("Output")["groups/pump-room/index.html"] ?? [], as: UTF8.self)
        #expect(home.contains("a restricted page") && !home.contains("Salaries"))
        let attic = String(
            decoding: try FileSystem.read(tiny.folder.path + "/Content/groups/attic/index.md"), as: UTF8.self)
        #expect(attic.contains("visibility: members\n") && attic.contains("access_group: members-of-attic\n"))
    }

    // MARK: Damage

    @Test func anExportThatBreaksOffKeepsWhatCameBefore() async throws {
        let whole = export([
            page(10, "Home"), body(110, of: 10, "<p>a</p>"), page(11, "Two"), body(111, of: 11, "<p>b</p>"),
        ])
        for cut in [20, 60, 200] {
            let site = try Workspace(["entities.xml": String(whole.prefix(whole.count - cut))])
            let outcome = try await migrate(site)
            #expect(outcome.exitStatus == 1 && outcome.report.isBalanced && site.has("groups/pumps/index.md"))
            #expect(outcome.diagnostics.contains { $0.kind.id == "migrate-source" })
        }
    }

    @Test(arguments: [
        "<hibernate-generic>", "<hibernate-generic></hibernate-generic>", "<hibernate-generic><object class=\"Page\">",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><hibernate-generic><object class=\"Page\"></object></hibernate-generic>",
        "<hibernate-generic><object class=\"Page\"><id name=\"id\">1</id><property name=\"title\"><![CDATA[x</object></hibernate-generic>",
        "<hibernate-generic><object class=\"Page\"><id name=\"id\">99999999999999999999</id></object></hibernate-generic>",
    ])
    func damagedFilesEnd(_ text: String) async throws {
        let site = try Workspace(["entities.xml": text])
        #expect(try await migrate(site).report.isBalanced)
    }

    @Test func nothingDangerousSurvives() async throws {
        let text = """
            <p onclick="evil()">a<script>alert(1)</script><a href="javascript:alert(1)">b</a><img src="https://t.example/p.gif" width="1" height="1"/></p>
            <ac:structured-macro ac:name="html"><ac:plain-text-body><![CDATA[</div></div><iframe src="//x"></iframe><b>c</b>]]></ac:plain-text-body></ac:structured-macro>
            <ac:image><ri:url ri:value="javascript:x"/></ac:image><ac:link><ri:attachment ri:filename="../../../etc/passwd"/></ac:link>
            <ac:image><ri:attachment ri:filename="x.svg"/></ac:image>
            """
        let site = try Workspace([
            "entities.xml": export([
                page(10, "Home"), body(110, of: 10, text),
                object(
                    "Attachment", "30", [("title", "x.svg"), ("version", "1")],
                    reference("containerContent", "Page", 10)),
                object(
                    "Attachment", "31", [("title", "../../x.html"), ("version", "1")],
                    reference("containerContent", "Page", 10)),
            ]),
            "attachments/10/30/1": "<svg onload=\"evil()\"/>", "attachments/10/31/1": "<script>",
        ])
        let outcome = try await migrate(site)
        let page = site.read("groups/pumps/index.md")
        #expect(page.hasSuffix("\nab\n\n**c** ../../../etc/passwd\n"))
        for loss in [
            "attribute:event-handler", "element:script", "link:javascript", "image:tracking-pixel", "file:unsafe",
        ] {
            #expect(page.contains("\"\(loss)\""))
        }
        #expect(site.files == ["groups/pumps/index.md", "people/jo.larsen.md"] && outcome.report.isBalanced)
    }

    /// Of files with one name the latest version counts; names that differ by their case are two.
    @Test func namesOfFilesDifferByTheirCase() async throws {
        func file(_ id: Int, _ name: String, _ version: Int) -> String {
            object(
                "Attachment", "\(id)", [("title", name), ("version", "\(version)")],
                reference("containerContent", "Page", 10))
        }
        func link(_ name: String) -> String {
            "<p><ac:link><ri:attachment ri:filename=\"\(name)\"/>"
                + "<ac:plain-text-link-body><![CDATA[\(name)]]></ac:plain-text-link-body></ac:link></p>"
        }
        let text = link("Plan.txt") + link("plan.txt") + link("PLAN.txt")
        let site = try Workspace([
            "entities.xml": export([
                page(10, "Home"), body(110, of: 10, text), file(30, "Plan.txt", 1), file(31, "plan.txt", 1),
                file(32, "Plan.txt", 2),
            ]), "attachments/10/30/1": "old", "attachments/10/31/1": "small", "attachments/10/32/2": "capital",
        ])
        let outcome = try await migrate(site)
        #expect(outcome.report.kinds["older versions"]?.skippedCount == 1 && outcome.report.isBalanced)
        let page = site.read("groups/pumps/index.md")
        let targets = page.matches(of: /\[(?i:plan)\.(?i:txt)\]\((\S+)\)/).map { String($0.1) }
        try #require(targets.count == 3, "\(page)")
        #expect(targets.map { site.read(String($0.dropFirst())) } == ["capital", "small", "small"])
    }

    /// A link among the folders of the export brings in nothing from elsewhere.
    @Test func linksOutOfTheExportAreNotFollowed() async throws {
        let file = object(
            "Attachment", "30", [("title", "x.txt"), ("version", "1")], reference("containerContent", "Page", 10))
        let site = try Workspace([
            "entities.xml": export([page(10, "Home"), body(110, of: 10, "<p>a</p>"), file]), "attachments/10/note": "",
        ])
        try site.write("secret", to: "elsewhere/1")
        try FileManager.default.createSymbolicLink(
            atPath: site.export + "/attachments/10/30", withDestinationPath: site.root + "/elsewhere")
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.kinds["attachments"]?.skippedCount == 1)
        #expect(site.files == ["groups/pumps/index.md", "people/jo.larsen.md"])
    }

    // MARK: Real exports

    private static let exports: [String] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        var found: [String] = []
        for kind in ["confluence-xml", "confluence-html"] {
            let files = ConfluenceFiles(below: "\(root)/../shared/data/\(kind)")
            found += files.entities + files.spaces
        }
        return found.map { $0.hasSuffix("/entities.xml") ? String($0.dropLast("/entities.xml".count)) : $0 }.sorted()
    }()

    /// Every real export ends in balance; the largest also build without a broken link and change nothing when they come
    /// again. (A site of each would take a minute.)
    @Test(.enabled(if: !exports.isEmpty, "there is no ../shared/data/confluence-xml"))
    func realExportsBuild() async throws {
        for folder in Self.exports {
            let isLarge = (FileSystem.size(of: folder + "/entities.xml") ?? 0) > 140_000
            let site = try Workspace([:])
            var run = MigrationRun(
                system: "confluence", paths: [folder], siteRoot: site.root, isDryRun: true, workers: 2)
            let outcome = try await run.run()
            #expect(outcome.report.isBalanced && outcome.exitStatus == 0, "\(folder)")
            guard isLarge else { continue }
            let tiny = try TinySite([:], configuration: "title: Wiki\nbaseURL: https://e.example/\n")
            run.siteRoot = tiny.folder.path
            run.isDryRun = false
            _ = try await run.run()
            #expect(try await run.run().files.changed == 0, "\(folder)")
            let report = try await tiny.build()
            #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [], "\(folder)")
        }
    }
}
