import HearthModel
import Testing

@testable import HearthMigration

/// What somebody leaves out after a first run, and people who turn out to be here already.
@Suite struct LeftOutTests {
    private func migrate(_ site: Workspace, into: String? = "groups/all") async throws -> MigrationOutcome {
        try await MigrationRun(
            paths: [site.export], siteRoot: site.root, into: into, opensUnknown: true, workers: 2
        ).run()
    }

    /// Puts an x into the last column of the row.
    private func skip(_ id: String, _ site: Workspace, _ system: String) throws {
        let path = "migration/\(system)/survey.csv"
        let table = String(decoding: try FileSystem.read(site.root + "/" + path), as: UTF8.self)
        let lines = table.split(separator: "\r\n").map { $0.hasPrefix(id + ",") ? $0 + "x" : $0 }
        #expect(lines.joined() != table.replacing("\r\n", with: ""))
        try site.write(lines.joined(separator: "\r\n") + "\r\n", to: path)
    }

    private static let wiki = [
        "data/pages/start.txt": "Start", "data/pages/gone.txt": "canary", "data/media/x.png": "png",
    ]
    private static let posts = [
        "Posts.xml": dump("posts", [question(1, "Trip"), answer(2, to: 1), question(5, "Stays")])
    ]
    private static let pages = [
        "index.htm": "<title>A</title><h1>A</h1><p>Hi", "gone.htm": "<title>B</title><h1>B</h1><p>canary",
    ]
    private static let people = ["people.csv": "Login;Name;Mail\njo;Jo Day;jo@e.example\nbo;Bo Berg;bo@e.example\n"]
    private static let space = [
        "entities.xml": """
        <hibernate-generic><object class="Space" package="com.atlassian.confluence.spaces"><id name="id">1</id>\
        <property name="name">Pumps</property><property name="key">PU</property></object>\
        <object class="Page" package="com.atlassian.confluence.pages"><id name="id">7</id><property name="title">Gone</property>\
        <property name="contentStatus">current</property><property name="space" class="Space"><id name="id">1</id></property>\
        </object><object class="Page" package="com.atlassian.confluence.pages"><id name="id">8</id>\
        <property name="title">Stays</property><property name="contentStatus">current</property>\
        <property name="space" class="Space"><id name="id">1</id></property></object></hibernate-generic>
        """
    ]

    @Test(
        arguments: [
            ("dokuwiki", wiki, "page/gone", ["groups/all/gone.md"]),
            (
                "stackexchange", posts, "question/1",
                ["groups/all/questions/trip/index.md", "groups/all/questions/trip/answers/2011-10-12-user2.md"]
            ), ("html", pages, "gone.htm", ["groups/all/gone.md"]), ("csv", people, "person/jo", ["people/jo.day.md"]),
            ("confluence", space, "page/7", ["groups/all/gone.md"]),
        ], [false, true])
    func whatIsLeftOutLaterGoes(
        _ export: (system: String, files: [String: String], id: String, paths: [String]), _ isEdited: Bool
    ) async throws {
        let site = try Workspace(export.files)
        let into = export.system == "csv" ? nil : "groups/all"
        #expect(try await migrate(site, into: into).exitStatus == 0)
        for path in export.paths { #expect(site.has(path), "\(path) \(site.files)") }
        let mine = site.read(export.paths[0]) + "\nMine.\n"
        if isEdited { try site.write(mine, to: "Content/" + export.paths[0]) }
        let all = site.files
        try skip(export.id, site, export.system)
        let second = try await migrate(site, into: into)
        #expect(second.exitStatus == 0 && second.report.isBalanced)
        if isEdited {
            #expect(site.files == all && site.read(export.paths[0]) == mine)
            #expect(second.files.conflicts == 1 && second.files.removed == 0)
            #expect(second.diagnostics.contains { $0.summary.contains("left out in survey.csv, and edited") })
        } else {
            #expect(Set(all).subtracting(site.files).isSuperset(of: export.paths) && second.files.conflicts == 0)
        }
        let third = try await migrate(site, into: into)
        #expect(third.files.changed == 0 && third.files.conflicts == (isEdited ? 1 : 0))
    }

    /// Of two folders of documents only the one that is left out goes.
    @Test func aDocumentBesideAnotherIsLeftOutAlone() async throws {
        let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
        let site = try Workspace([:])
        func migrate(_ name: String) async throws {
            let text = "<w:document \(word)><w:body><w:p><w:r><w:t>\(name)</w:t></w:r></w:p></w:body></w:document>"
            try FileSystem.makeDirectories(site.root + "/" + name)
            try zip([("word/document.xml", Array(text.utf8))], to: "\(site.root)/\(name)/report.docx")
            let run = MigrationRun(
                paths: [site.root + "/" + name], siteRoot: site.root, into: "groups/all", workers: 1)
            #expect(try await run.run().exitStatus == 0)
        }
        try await migrate("one")
        try await migrate("two")
        #expect(site.has("groups/all/report-2.md"))
        try skip("report.docx", site, "docx")
        try await migrate("two")
        #expect(site.has("groups/all/report.md") && !site.has("groups/all/report-2.md"))
    }

    // MARK: People

    private static let forum = [
        "Posts.xml": dump("posts", [question(1, "Trip"), question(2, "Other", owner: 3)]),
        "Users.xml": dump("users", [user(1, "Jo Larsen"), user(3, "Bo Berg")]),
    ]

    /// The placeholder of somebody who is here goes with the run that learns it; one that somebody has edited or that a
    /// page still names stays.
    @Test(arguments: ["", "edited", "named", "listed"])
    func placeholdersOfPeopleWhoAreHereGo(_ reason: String) async throws {
        let site = try Workspace(Self.forum)
        #expect(try await migrate(site).exitStatus == 0)
        let page = "people/jo.larsen.md"
        #expect(site.read("groups/all/questions/trip.md").contains("@jo.larsen"))
        switch reason {
        case "edited": try site.write(site.read(page) + "\nMine.\n", to: "Content/" + page)
        case "named": try site.write("---\ntitle: X\n---\nAsk @jo.larsen.\n", to: "Content/x.md")
        case "listed": try site.write("---\ntitle: X\nmembers: [jo.larsen]\n---\n", to: "Content/x.md")
        default: try site.write("---\ntitle: X\n---\nTalk to jo.larsen or jo@jo.larsen.example\n", to: "Content/x.md")
        }
        try site.write("---\nname: Jo L\n---\n", to: "Content/people/j.l.md")
        try site.write("stackexchange:1: \"@j.l\"\n", to: "identities.yml")
        let second = try await migrate(site)
        #expect(second.exitStatus == 0 && second.files.removed == (reason.isEmpty ? 1 : 0))
        #expect(site.has(page) == !reason.isEmpty && site.has("people/bo.berg.md"))
        #expect(site.read("groups/all/questions/trip.md").contains("@j.l\""))
        #expect(try await migrate(site).files.changed == 0)
    }

    /// Other importers name people in another way; whoever is the placeholder keeps it.
    @Test func aPlaceholderThatIsThePersonStays() async throws {
        let site = try Workspace([
            "data/pages/start.txt": "Start", "data/media/x.png": "png",
            "data/meta/start.changes": "1583020800\t10.0.0.1\tC\tstart\tjo\tx\t\n",
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.has("people/jo.md"))
        try site.write("dokuwiki:jo: \"@jo\"\n", to: "identities.yml")
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.has("people/jo.md"))
        try site.write("---\nname: Jo L\n---\n", to: "Content/people/j.l.md")
        try site.write("dokuwiki:jo: \"@j.l\"\n", to: "identities.yml")
        #expect(try await migrate(site).files.removed == 1)
        #expect(!site.has("people/jo.md"))
    }
}
