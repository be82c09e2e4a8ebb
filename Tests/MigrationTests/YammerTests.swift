import Foundation
import HearthModel
import Testing

@testable import HearthMigration

// No real export of Yammer is public, since it holds what people wrote at work: these are made up after Microsoft's
// description of the columns.

private func csv(_ header: [String], _ rows: [[String]]) -> String {
    "\u{FEFF}"
        + ([header] + rows).map { $0.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") }
        .joined(separator: "\r\n") + "\r\n"
}

private let columns = [
    "id", "replied_to_id", "thread_id", "group_id", "group_name", "in_private_group", "in_private_conversation",
    "sender_id", "sender_type",
    "sender_name", "sender_email", "body", "attachments", "deleted_at", "created_at", "title", "html_body",
    "message_type", "api_url",
]

private func message(
    _ id: Int, _ body: String, thread: Int, to parent: Int? = nil, group: Int? = 7, isPrivate: String = "false",
    conversation: String = "false",
    by sender: Int = 1, attachments: String = "", deleted: String = "", title: String = "", html: String = "",
    type: String = "update"
) -> [String] {
    [
        "\(id)", parent.map { "\($0)" } ?? "", "\(thread)", group.map { "\($0)" } ?? "", "Lift", isPrivate,
        conversation, "\(sender)", "user", "Name \(sender)",
        "n\(sender)@corp.example", body, attachments, deleted, "2019/03/0\(id % 9 + 1) 10:00:00 +0000", title, html,
        type, "https://www.yammer.com/api/v1/messages/\(id)",
    ]
}

@Suite struct CSVReaderTests {
    private func read(_ text: String) throws -> (records: [[String]], repaired: [Int], bytes: [String]) {
        let site = try Workspace(["a.csv": text])
        var reader = try CSVReader(path: site.export + "/a.csv")
        let file = try RecordFile(path: site.export + "/a.csv")
        var records: [[String]] = []
        var bytes: [String] = []
        while let record = try reader.next() {
            records.append(record.fields.map(\.string))
            bytes.append(try file.bytes(at: record.offset, count: record.length).string)
        }
        return (records, reader.repaired, bytes)
    }

    /// A new group has the name that another one had before: it gets a place of its own.
    @Test func aRenamedGroupKeepsItsPlaceAlone() async throws {
        let site = try Workspace([
            "Messages.csv": csv(columns, [message(100, "Why?", thread: 100)]),
            "Groups.csv": "id,name,private\n7,Lift,false\n",
        ])
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, workers: 1)
        #expect(try await run.run().exitStatus == 0)
        try site.write(
            csv(
                columns,
                [
                    message(100, "Why?", thread: 100),
                    message(200, "Secretword?", thread: 200, group: 8, isPrivate: "true"),
                ]),
            to: "old-site/Messages.csv")
        try site.write("id,name,private\n7,Old lift,false\n8,Lift,true\n", to: "old-site/Groups.csv")
        #expect(try await run.run().exitStatus == 0)
        #expect(site.read("groups/lift-8/index.md").contains("visibility: members\n"))
        #expect(
            site.files.filter { site.read($0).contains("Secretword") }.allSatisfy { $0.hasPrefix("groups/lift-8/") })
    }

    /// Two exports in one run: what one of them says to be deleted is deleted, whichever comes first.
    @Test(arguments: [["2019-03", "2019-04"], ["2019-04", "2019-03"]])
    func deletedInOneExportIsDeleted(_ names: [String]) async throws {
        let site = try Workspace([:])
        for (name, deleted) in [("2019-03", ""), ("2019-04", "2019/04/02 10:00:00 +0000")] {
            let rows = [
                message(100, "Why?", thread: 100), message(101, "Secretword", thread: 100, to: 100, deleted: deleted),
            ]
            try site.write(csv(columns, rows), to: "\(name)/Messages.csv")
        }
        let outcome = try await MigrationRun(
            system: "yammer", paths: names.map { site.root + "/" + $0 }, siteRoot: site.root, workers: 1
        ).run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(!site.files.contains { site.read($0).contains("Secretword") })
    }

    /// A conversation that has moved to another group since goes there, with its answers.
    @Test func aConversationThatMovesIsInItsNewGroup() async throws {
        let site = try Workspace([
            "Messages.csv": csv(
                columns,
                [
                    message(100, "Why?", thread: 100), message(101, "So.", thread: 100, to: 100, by: 2),
                    message(105, "Else?", thread: 105),
                ]),
            "Groups.csv": "id,name,private\n7,Lift,false\n8,Board,true\n",
        ])
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let before = site.files.filter { $0.hasPrefix("groups/lift/questions/why/") }
        #expect(before.count == 2)
        try site.write(
            csv(
                columns,
                [
                    message(100, "Why?", thread: 100, group: 8, isPrivate: "true"),
                    message(101, "So.", thread: 100, to: 100, group: 8, isPrivate: "true", by: 2),
                    message(105, "Else?", thread: 105),
                ]),
            to: "old-site/Messages.csv")
        #expect(try await run.run().exitStatus == 0)
        #expect(site.files.filter { $0.hasPrefix("groups/lift/questions/") } == ["groups/lift/questions/else/index.md"])
        #expect(
            site.files.filter { $0.hasPrefix("groups/board/questions/why/") }
                == before.map { $0.replacing("/lift/", with: "/board/") })
        #expect(try await run.run().files.changed == 0)
    }

    /// What says of itself that it was private is closed, whatever its group.
    @Test func aPrivateMessageWithoutAGroupIsClosed() async throws {
        let site = try Workspace([
            "Messages.csv": csv(
                columns,
                [
                    message(100, "What do we pay?", thread: 100, group: nil, isPrivate: "true"),
                    message(101, "Open?", thread: 101, group: nil),
                ])
        ])
        #expect(try await MigrationRun(paths: [site.export], siteRoot: site.root, workers: 1).run().exitStatus == 0)
        let pages = site.files.filter { $0.hasSuffix("/index.md") && $0.contains("/questions/") }.map { site.read($0) }
        #expect(pages.count == 2)
        for page in pages { #expect(page.contains("visibility: members") == page.contains("What do we pay?")) }
    }

    @Test func typedListsAreLists() async throws {
        let site = try Workspace([
            "Messages.csv": csv(columns, [message(100, "See\n- one\n- two\nthanks\n- no list", thread: 100)]),
            "Groups.csv": "id,name,private\n7,Lift,false\n",
        ])
        #expect(try await MigrationRun(paths: [site.export], siteRoot: site.root, workers: 1).run().exitStatus == 0)
        let page = site.files.first { $0.hasSuffix("/index.md") && $0.contains("/questions/") }
        #expect(site.read(page ?? "").hasSuffix("\n\nSee\n\n- one\n- two\n\nthanks\\\n\\- no list\n"))
    }

    /// A table that breaks off says so; the row that is cut is none.
    @Test func aTableThatBreaksOffIsAFailure() async throws {
        let head =
            "id,replied_to_id,thread_id,group_id,group_name,in_private_group,in_private_conversation,sender_id,sender_type,sender_name,sender_email,body,attachments,deleted_at,created_at\n"
        let row = "100,,100,7,Lift,false,false,1,user,Ada,a@b.example,Why does it trip?,,,2019/03/02 10:00:00 +0000"
        for (table, rows, isWhole) in [
            (head + row, 1, true), (head + row + "\n101,,101,7,Lift,false,fal", 1, false),
            (String(head.dropLast(9)), 0, false),
        ] {
            let site = try Workspace(["Messages.csv": table, "Groups.csv": "id,name,private\n7,Lift,false\n"])
            let outcome = try await MigrationRun(paths: [site.export], siteRoot: site.root, workers: 2).run()
            #expect(outcome.exitStatus == (isWhole ? 0 : 1) && outcome.report.isBalanced)
            #expect(outcome.report.kinds["messages"]?.total ?? 0 == rows)
        }
    }

    @Test func readsQuotesAndLines() throws {
        let found = try read("\u{FEFF}a,\"b\nc\",\"d\"\"e\"\r\n\r\n1,,3\r\nx,\"\",z")
        #expect(found.records == [["a", "b\nc", "d\"e"], ["1", "", "3"], ["x", "", "z"]])
        #expect(found.bytes == ["a,\"b\nc\",\"d\"\"e\"\r\n", "1,,3\r\n", "x,\"\",z"] && found.repaired.isEmpty)
    }

    @Test func aQuoteThatNobodyClosesTakesOneLineOnly() throws {
        let found = try read("a,b,c\n1,\"two,3\n4,5,6\n7,\"8\",9\n10,\"x,y\n")
        #expect(
            found.records == [
                ["a", "b", "c"], ["1", "\"two", "3"], ["4", "5", "6"], ["7", "8", "9"], ["10", "\"x", "y"],
            ])
        #expect(found.repaired == [2, 5])
    }

    @Test func goesOverPieces() throws {
        let long = String(repeating: "x\n", count: 700_000)
        let found = try read("a,b\n\"\(long)\",1\n2,\"\(long)\"\n3,4\n")
        #expect(
            found.records.map(\.count) == [2, 2, 2, 2] && found.records[3] == ["3", "4"] && found.repaired.isEmpty)
    }
}

@Suite struct YammerTests {
    private static let files = [
        "Messages.csv": csv(
            columns,
            [
                message(
                    100,
                    "Why does it trip on restart? [[user:2]] knows [[tag:5]].\r\n\r\nSee https://www.yammer.com/corp/#/Threads/show?threadId=200",
                    thread: 100,
                    attachments:
                        "uploadedfile:31,opengraphobject:[9 : https://a.example/x : title=\"The \"\"plan\"\"\" : description=\"\"]"
                ),
                message(101, "The delay, ask n2@corp.example", thread: 100, to: 100, by: 2),
                message(102, "Thanks", thread: 100, to: 101),
                message(103, "old", thread: 100, to: 100, by: 3, deleted: "2019/03/05 10:00:00 +0000"),
                message(
                    200, "Second", thread: 200, group: nil, title: "A title",
                    html: "<p>In <b>HTML</b> [[user:9]]</p><script>x()</script>"),
                message(300, "Board talk", thread: 300, group: 8, isPrivate: "true"),
                message(400, "Psst", thread: 400, group: nil, conversation: "true"),
                message(500, "Jo has joined", thread: 500, type: "system"),
                message(601, "Reply to nothing here", thread: 600, to: 600, by: 2),
                message(101, "The delay, ask n2@corp.example", thread: 100, to: 100, by: 2),
            ]),
        "Users.csv": csv(
            ["id", "email", "name", "job_title", "department", "state"],
            [
                ["1", "ada@corp.example", "Ada Berg", "Engineer", "Lift", "active"],
                ["2", "jo@corp.example", "Jo Larsen", "", "", "soft_delete"],
            ]),
        "Groups.csv": csv(
            ["id", "name", "description", "private"],
            [["7", "Artificial Lift", "All about pumps", "false"], ["8", "Board", "", "true"]]),
        "Topics.csv": csv(["id", "name"], [["5", "ESP"]]),
        "Files.csv": csv(["file_id", "name", "download_url"], [["31", "plan", "https://www.yammer.com/x"]]),
        "Files/31.png": "png",
    ]

    private func migrate(_ site: Workspace, into: String? = nil) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, into: into, workers: 2).run()
    }

    @Test func noCodeHasTheAddressOfAnAuthor() async throws {
        let html = "<p>Why? Ask by <code>n1@corp.example</code></p>"
        let site = try Workspace(["Messages.csv": csv(columns, [message(100, "", thread: 100, html: html)])])
        #expect(try await migrate(site, into: "groups/lift").exitStatus == 0)
        let question = site.files.first { $0.contains("questions/") } ?? ""
        #expect(site.read(question).hasSuffix("Ask by `Name 1`\n"))
    }

    @Test func conversationsBecomeQuestionsOfTheirGroups() async throws {
        let site = try Workspace(Self.files)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let trip = "groups/artificial-lift/questions/why-does-it-trip-on-restart"
        #expect(
            site.files == [
                "groups/artificial-lift/files/why-does-it-trip-on-restart/plan.png", "groups/artificial-lift/index.md",
                "groups/artificial-lift/questions/reply-to-nothing-here/index.md",
                "\(trip)/answers/2019-03-03-jo.larsen.md", "\(trip)/index.md",
                "groups/board/index.md", "groups/board/questions/board-talk/index.md", "groups/old-site/index.md",
                "groups/old-site/questions/a-title/index.md", "people/ada.berg.md", "people/jo.larsen.md",
            ])
        let question = site.read("\(trip)/index.md")
        #expect(
            question.contains(
                "title: Why does it trip on restart?\nauthor: \"@ada.berg\"\ndate: 2019-03-02T10:00:00Z\ntags: [esp]\n")
        )
        #expect(
            question.hasSuffix(
                "\nWhy does it trip on restart? @jo.larsen knows #esp.\n\nSee [https://www.yammer.com/corp/#/Threads/show?threadId=200](/groups/old-site/questions/a-title/)\n\n![plan](/groups/artificial-lift/files/why-does-it-trip-on-restart/plan.png)\n\n[The plan](https://a.example/x)\n"
            ))
        #expect(
            site.read("\(trip)/answers/2019-03-03-jo.larsen.md").hasSuffix(
                "The delay, ask n2 at corp.example\n\n### Comment — @ada.berg, 2019-03-04 10:00Z\n\nThanks\n"))
        #expect(site.read("groups/old-site/questions/a-title/index.md").hasSuffix("In **HTML** \\@somebody\n"))
        #expect(site.read("groups/board/index.md").contains("visibility: members\naccess_group: members-of-board\n"))
        #expect(site.read("groups/artificial-lift/index.md").contains("visibility: everyone\n"))
        #expect(site.read("people/jo.larsen.md").contains("status: left\n"))
        #expect(!site.files.contains { site.read($0).contains("@corp.example") || site.read($0).contains("Psst") })
        #expect(outcome.report.kinds["messages"]?.total == 10 && outcome.report.kinds["messages"]?.skippedCount == 4)
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func intoOneGroupPrivateOnesAreForMembers() async throws {
        let site = try Workspace(Self.files)
        #expect(try await migrate(site, into: "groups/all").exitStatus == 0)
        #expect(site.read("groups/all/questions/board-talk/index.md").contains("visibility: members\n"))
        #expect(!site.read("groups/all/questions/a-title/index.md").contains("visibility:"))
        #expect(site.read("groups/all/index.md").contains("access_group: members-of-all\n"))
    }

    private static let closed = [
        "Messages.csv": csv(
            columns,
            [
                message(100, "Open talk: ask [[group:11]] or [[group:12]], [[group:7]] and [[group:8]]", thread: 100),
                message(
                    200, "See https://www.yammer.com/corp/#/Threads/show?threadId=300", thread: 200,
                    html: "<p>See <a href=\"https://www.yammer.com/corp/#/Threads/show?threadId=300\">it</a></p>"),
                message(300, "Merger plans of [[group:11]]", thread: 300, group: 11, attachments: "uploadedfile:31"),
                message(400, "Old times", thread: 400, group: 12),
                message(500, "x", thread: 500, attachments: "uploadedfile:32", deleted: "2019/03/05 10:00:00 +0000"),
            ]),
        "Groups.csv": csv(
            ["id", "name", "private", "deleted"],
            [
                ["7", "Lift", "false", "false"], ["8", "Unused Board", "true", ""], ["11", "Merger", "true", ""],
                ["12", "Closed Club", "false", "true"],
            ]),
        "Files.csv": csv(["file_id", "name"], [["31", "plan"], ["32", "secret"], ["33", "nobody's"]]),
        "Files/31.png": "png", "Files/32.png": "png", "Files/34.png": "png", "Files/list.txt": "x",
    ]

    @Test(arguments: [nil, "groups/all"])
    func closedGroupsAreNotNamedOutside(_ into: String?) async throws {
        let site = try Workspace(Self.closed)
        let outcome = try await migrate(site, into: into)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let pages = site.files.filter { $0.contains("/questions/") }.map { ($0, site.read($0)) }
        let open = try #require(pages.first { $0.0.contains("open-talk") })
        #expect(open.1.contains("ask a private group or a private group,"))
        let link = try #require(pages.first { $0.1.contains("[it]") })
        for page in [open, link] {
            for word in ["Merger", "merger", "Club", "club", "Unused", "unused"] {
                #expect(!(page.0 + page.1).contains(word), "\(word)")
            }
        }
        // Its own members know its name.
        let own = try #require(pages.first { $0.0.contains("merger-plans") })
        #expect(own.1.contains("Merger plans of [Merger]("))
        // A group that was deleted is nobody's business but its members'.
        let club = try #require(pages.first { $0.1.contains("Old times") })
        #expect(into == nil || club.1.contains("visibility: members\n"))
        #expect(into != nil || site.read("groups/closed-club/index.md").contains("visibility: members\n"))
    }

    @Test func filesWithoutAMessageAreInTheAccount() async throws {
        let site = try Workspace(Self.closed)
        let outcome = try await migrate(site)
        #expect(outcome.report.isBalanced && outcome.report.kinds["files"]?.converted == 1)
        #expect(outcome.report.kinds["files"]?.skipped == ["no message that is kept has it": 4])
        #expect(!site.files.contains { $0.contains("secret") })
    }

    @Test func severalExportsAreOne() async throws {
        var files = Dictionary(uniqueKeysWithValues: Self.files.map { ("day-1/" + $0.key, $0.value) })
        files["day-2/Messages.csv"] = csv(
            columns.reversed(),
            [
                message(100, "Why does it trip on restart, again?", thread: 100),
                message(104, "Gas", thread: 100, to: 100, by: 3),
            ].map { $0.reversed() })
        let site = try Workspace(files)
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let folder = "groups/artificial-lift/questions/why-does-it-trip-on-restart-again"
        #expect(
            site.has("\(folder)/answers/2019-03-06-name.3.md") && site.has("\(folder)/answers/2019-03-03-jo.larsen.md"))
        // A later export with replies only.
        try FileSystem.removeTree(site.export)
        try site.write(csv(columns, [message(105, "Both", thread: 100, to: 104, by: 4)]), to: "old-site/Messages.csv")
        try site.write(csv(["id", "name", "private"], [["7", "Lift, renamed", "false"]]), to: "old-site/Groups.csv")
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.has("\(folder)/answers/2019-03-07-name.4.md"))
    }

    @Test(arguments: [
        "", "id,thread_id,sender_id,body\n1,1,1,\"", "id,thread_id,sender_id,body\n,,,\n1\n2,2,2,x,y,z\n\"\"\"\n",
        "id,thread_id,sender_id,body\n1,2,3,\u{0}\n",
    ])
    func damagedTablesEnd(_ text: String) async throws {
        let site = try Workspace(["Messages.csv": text])
        do {
            let outcome = try await MigrationRun(system: "yammer", paths: [site.export], siteRoot: site.root).run()
            #expect(outcome.report.isBalanced)
        } catch let error as FatalError { #expect(!error.diagnostics.isEmpty) }
    }
}
