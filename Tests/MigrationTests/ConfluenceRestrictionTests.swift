import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// What an XML export says of readers, and of pages that are elsewhere now.
@Suite struct ConfluenceRestrictionTests {
    private static func reference(_ name: String, _ type: String, _ id: Int) -> String {
        "<property name=\"\(name)\" class=\"\(type)\" package=\"p\"><id name=\"id\">\(id)</id></property>"
    }

    private static func object(_ type: String, _ id: Int, _ inside: String) -> String {
        "<object class=\"\(type)\" package=\"p\"><id name=\"id\">\(id)</id>\(inside)</object>"
    }

    private static func text(_ name: String, _ value: String) -> String {
        "<property name=\"\(name)\"><![CDATA[\(value)]]></property>"
    }

    private static func space(
        _ id: Int, _ key: String, _ name: String, home: Int, permission: String = text("group", "confluence-users")
    ) -> String {
        object("Space", id, text("name", name) + text("key", key) + reference("homePage", "Page", home))
            + object(
                "SpacePermission", id + 5000, text("type", "VIEWSPACE") + reference("space", "Space", id) + permission)
    }

    private static func page(
        _ id: Int, _ title: String, space: Int = 1, parent: Int? = nil, of type: String = "Page",
        status: String = "current", sets: [Int] = []
    ) -> String {
        let collection = sets.map { "<element class=\"ContentPermissionSet\"><id name=\"id\">\($0)</id></element>" }
        return object(
            "Page", id,
            text("title", title) + text("contentStatus", status) + reference("space", "Space", space)
                + (parent.map { reference("parent", type, $0) } ?? "")
                + "<collection name=\"contentPermissionSets\">\(collection.joined())</collection>")
            + object(
                "BodyContent", id + 100_000,
                text("body", "<p>canary\(id)</p>") + text("bodyType", "2") + reference("content", "Page", id))
    }

    private static func set(_ id: Int, of content: Int, _ type: String = "View") -> String {
        object("ContentPermissionSet", id, text("type", type) + reference("owningContent", "Page", content))
    }

    private static func dump(_ objects: [String]) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<hibernate-generic>\n\(objects.joined(separator: "\n"))\n</hibernate-generic>\n"
    }

    private func migrate(_ site: Workspace, into: String? = "groups/pumps") async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: into, workers: 2).run()
    }

    /// What lies below a restricted page is restricted, whatever becomes of that page.
    @Test func restrictionsReachBelowWhatIsLeftOut() async throws {
        let site = try Workspace([
            "entities.xml": Self.dump([
                Self.space(1, "PUMP", "Pumps", home: 10), Self.page(10, "Home"),
                Self.page(11, "Skipped", parent: 10), Self.set(81, of: 11), Self.page(12, "Below skipped", parent: 11),
                Self.page(13, "Draft", parent: 10, status: "draft", sets: [83]), Self.set(83, of: 13),
                Self.page(14, "Below draft", parent: 13),
                Self.page(15, "Trash", parent: 10, status: "deleted"), Self.set(85, of: 15),
                Self.page(16, "Below trash", parent: 15),
                Self.object("Folder", 17, Self.text("title", "Folder") + Self.reference("parent", "Page", 11)),
                Self.page(18, "Below folder", parent: 17, of: "Folder"),
                Self.object("Whiteboard", 19, ""), Self.set(89, of: 19),
                Self.page(20, "Below board", parent: 19, of: "Whiteboard"),
                // Below each other.
                Self.page(21, "Circle", parent: 22), Self.page(22, "Other circle", parent: 21),
                Self.page(23, "Open", parent: 10, sets: [93]), Self.set(93, of: 23, "Edit"),
            ])
        ])
        _ = try await MigrationRun(
            paths: [site.export], siteRoot: site.root, into: "groups/pumps", workers: 2, isSurveyOnly: true
        ).run()
        let table = site.root + "/migration/confluence/survey.csv"
        let rows = String(decoding: try FileSystem.read(table), as: UTF8.self).replacing("\r\n", with: "\n")
            .split(separator: "\n").map { $0.hasPrefix("page/11,") ? $0 + "x" : $0 }
        try FileSystem.writeAtomically(Array(rows.joined(separator: "\r\n").utf8), to: table)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        func isClosed(_ number: Int) throws -> Bool {
            let file = try #require(site.files.first { site.read($0).contains("canary\(number)") }, "\(number)")
            return site.read(file).contains("\nvisibility: members\n")
        }
        for number in [12, 14, 16, 18, 20] { #expect(try isClosed(number), "\(number)") }
        for number in [21, 22, 23] { #expect(try !isClosed(number), "\(number)") }
        #expect(!site.files.contains { site.read($0).contains("canary11") })
    }

    /// A set that is named and not there may say anything, and so may a permission for something unknown.
    @Test(arguments: ["missing", "cut"])
    func aSetThatIsNotThereClosesThePage(_ what: String) async throws {
        var text = Self.dump([
            Self.space(1, "PUMP", "Pumps", home: 10), Self.page(10, "Home"),
            Self.page(11, "Pay", parent: 10, sets: [81]),
            Self.set(81, of: 11),
        ])
        if what == "cut" {
            text = String(
                text[..<(try #require(text.firstRange(of: "<object class=\"ContentPermissionSet")).lowerBound)])
        } else {
            text = text.replacing(Self.set(81, of: 11), with: "")
        }
        let site = try Workspace(["entities.xml": text])
        #expect(try await migrate(site).exitStatus == (what == "cut" ? 1 : 0))
        let page = try #require(site.files.first { site.read($0).contains("canary11") })
        #expect(site.read(page).contains("\nvisibility: members\n"))
    }

    @Test(arguments: [
        (text("group", ""), true), ("<property name=\"userSubject\"/>" + text("creationDate", "2020-01-01"), true),
        (text("groupId", "abc-def"), false), (reference("accessClass", "X", 7), false),
    ])
    func aPermissionForNobodyKnownOpensNothing(_ subject: String, _ isOpen: Bool) async throws {
        let site = try Workspace([
            "entities.xml": Self.dump([
                Self.space(1, "PUMP", "Pumps", home: 10, permission: subject), Self.page(10, "Home"),
            ])
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.read("groups/pumps/index.md").contains("visibility: \(isOpen ? "everyone" : "members")\n"))
    }

    /// Every server counts its pages from the same number: another one's pages are not those of the first.
    @Test(arguments: [nil, "groups/hr"])
    func aSecondServerTakesNothingAway(_ into: String?) async throws {
        let first = Self.dump([
            Self.space(1, "OPS", "Operations", home: 10), Self.page(10, "Home"), Self.page(11, "Manual", parent: 10),
            Self.page(12, "Valves", parent: 10),
        ])
        let second = Self.dump([
            Self.space(2, "HR", "People", home: 10), Self.page(10, "Home", space: 2),
            Self.page(11, "Holidays", space: 2, parent: 10), Self.page(13, "Manual", space: 2, parent: 10),
        ])
        let site = try Workspace(["entities.xml": first])
        #expect(try await migrate(site, into: nil).exitStatus == 0)
        let before = site.files.filter { $0.hasPrefix("groups/operations/") }
        #expect(before.count == 3)
        try site.write(second, to: "old-site/entities.xml")
        let outcome = try await migrate(site, into: into)
        #expect(outcome.exitStatus == 0 && outcome.files.removed == 0 && outcome.files.conflicts == 0)
        let folder = into ?? "groups/people"
        #expect(site.files.filter { $0.hasPrefix("groups/operations/") } == before)
        #expect(site.has(folder + "/holidays.md") && site.has(folder + "/manual.md"))
        try site.write(first, to: "old-site/entities.xml")
        #expect(try await migrate(site, into: nil).files.changed == 0)
    }

    /// An address that holds the title of a restricted page says no more than a link without words.
    @Test func bareAddressesOfRestrictedPagesSayNothing() async throws {
        let address = "https://wiki.example/display/PUMP/Payroll+plan"
        let site = try Workspace([
            "entities.xml": Self.dump([
                Self.space(1, "PUMP", "Pumps", home: 10), Self.page(10, "Home"),
                Self.page(11, "Payroll plan", parent: 10, sets: [81]), Self.set(81, of: 11),
            ]).replacing("canary10", with: "See \(address) and https://wiki.example/display/PUMP/Home.")
        ])
        #expect(try await migrate(site).exitStatus == 0)
        let page = site.read("groups/pumps/index.md")
        #expect(
            page.contains(
                "\nSee [a restricted page](/groups/pumps/payroll-plan/) and https://wiki.example/display/PUMP/Home.\n"),
            "\(page)")
    }

    /// A restricted page that somebody leaves out was restricted all the same; others keep their titles.
    @Test func aRestrictedPageThatIsLeftOutHasNoName() async throws {
        func link(_ title: String) -> String {
            "<ac:link><ri:page ri:content-title=\"\(title)\"/></ac:link>"
        }
        let address = "https://wiki.example/display/PUMP/Payroll+plan"
        let text = """
            See \(link("Payroll plan")), \(link("Old plan")), \(address) and <a href="\(address)">that</a>.</p>
            <ac:structured-macro ac:name="include"><ac:parameter ac:name="">\(link("Payroll plan"))</ac:parameter>
            </ac:structured-macro><p>End
            """
        let site = try Workspace([
            "entities.xml": Self.dump([
                Self.space(1, "PUMP", "Pumps", home: 10), Self.page(10, "Home"),
                Self.page(11, "Payroll plan", parent: 10, sets: [81]), Self.set(81, of: 11),
                Self.page(12, "Old plan", parent: 10),
            ]).replacing("canary10", with: text)
        ])
        _ = try await MigrationRun(
            paths: [site.export], siteRoot: site.root, into: "groups/pumps", workers: 2, isSurveyOnly: true
        ).run()
        let table = "migration/confluence/survey.csv"
        let rows = String(decoding: try FileSystem.read(site.root + "/" + table), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .map { $0.hasPrefix("page/11,") || $0.hasPrefix("page/12,") ? $0 + "x" : $0 }
        try site.write(rows.joined(separator: "\n"), to: table)
        #expect(try await migrate(site).exitStatus == 0)
        let page = site.read("groups/pumps/index.md")
        #expect(
            page.contains("\nSee a restricted page, Old plan, a restricted page and that.\n\na restricted page\n\nEnd"),
            "\(page)")
        #expect(!page.contains("ayroll"))
    }

    /// Whoever writes an address into code, or without its beginning, says the title as well.
    @Test func titlesInCodeAndInPartsOfAddressesSayNothing() async throws {
        let path = "display/PUMP/Payroll+plan"
        let text = """
            Go to wiki.example/\(path), (/\(path)) or wiki.example:8090/\(path). Not and/or wiki.example/display/PUMP/Home.</p>
            <p><code>GET /\(path)</code></p>
            <ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[curl 'https://wiki.example/\(path)' -o x
            open(`/\(path)`).then(a/b)]]]]><![CDATA[></ac:plain-text-body></ac:structured-macro><p>
            """
        let site = try Workspace([
            "entities.xml": Self.dump([
                Self.space(1, "PUMP", "Pumps", home: 10), Self.page(10, "Home"),
                Self.page(11, "Payroll plan", parent: 10, sets: [81]), Self.set(81, of: 11),
            ]).replacing("canary10", with: text)
        ])
        #expect(try await migrate(site).exitStatus == 0)
        let page = site.read("groups/pumps/index.md")
        let link = "[a restricted page](/groups/pumps/payroll-plan/)"
        #expect(!page.contains("Payroll"), "\(page)")
        #expect(page.contains("Go to \(link), (\(link)) or \(link). Not and/or wiki.example/display/PUMP/Home."))
        #expect(page.contains("`GET a restricted page`") && page.contains("curl 'a restricted page' -o x\n"))
        #expect(page.contains("open(`a restricted page`).then(a/b)"))
    }

    /// Somebody has moved the page's file: it is not known where it is, so nothing is said to be removed.
    @Test func aPageThatWasMovedByHandAndThenDeletedIsNamed() async throws {
        func objects(_ status: String) -> String {
            Self.dump([
                Self.space(1, "PUMP", "Pumps", home: 10), Self.page(10, "Home"),
                Self.page(11, "Manual", parent: 10, status: status),
            ])
        }
        let site = try Workspace(["entities.xml": objects("current")])
        #expect(try await migrate(site).exitStatus == 0)
        let page = site.read("groups/pumps/manual.md")
        try FileSystem.remove(site.content + "/groups/pumps/manual.md")
        try site.write(page, to: "Content/groups/pumps/howto/manual.md")
        try site.write(objects("deleted"), to: "old-site/entities.xml")
        for _ in 0..<2 {
            let outcome = try await migrate(site)
            #expect(outcome.files.removed == 0 && outcome.files.deleted == 1 && outcome.files.changed == 0)
            #expect(
                outcome.diagnostics.contains { "\($0)".contains("moved or deleted since the last import, and deleted") }
            )
        }
    }
}
