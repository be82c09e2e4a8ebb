import HearthMigration
import HearthModel
import Testing

@Suite struct StackExchangeTests {
    /// Who has deleted the account has no name here any more, in no address either.
    @Test func aDeletedAccountLosesItsName() async throws {
        func users(_ more: [(String, String)]) -> String {
            dump("users", [[("Id", "1"), ("DisplayName", "Jo Larsen"), ("Location", "Oslo")] + more])
        }
        let site = try Workspace(["Posts.xml": dump("posts", [question(1, "Why")]), "Users.xml": users([])])
        #expect(try await site.migrate().exitStatus == 0)
        #expect(site.has("people/jo.larsen.md"))
        try site.write(users([("DeletionDate", "2020-01-01T00:00:00.000")]), to: "old-site/Users.xml")
        #expect(try await site.migrate().exitStatus == 0)
        #expect(site.files.filter { $0.hasPrefix("people/") } == ["people/user1.md"])
        #expect(
            !site.files.contains { site.read($0).lowercased().contains("larsen") || site.read($0).contains("Oslo") })
        #expect(try await site.migrate().files.changed == 0)
    }

    private static let small: [String: String] = [
        "Posts.xml": dump(
            "posts",
            [
                question(
                    1, "Why does the pump trip?",
                    body: "<h1>Facts</h1><p>See <a href=\"/questions/5/other\">this</a>.</p>",
                    [("AcceptedAnswerId", "3")]),
                answer(2, to: 1), answer(3, to: 1, body: "<h1>Delay</h1><p>Raise it.</p>", owner: 3),
                question(
                    5, "Other", owner: nil,
                    [("OwnerDisplayName", "Gone, Person"), ("ClosedDate", "2012-01-01T00:00:00")]),
                [("Id", "6"), ("PostTypeId", "6"), ("Body", "me"), ("CreationDate", "2012-01-01T00:00:00")],
            ]),
        "USERS.XML": dump(
            "users", [user(1, "Jo Larsen"), user(2, "Åse Bjørn"), user(3, "Jo Larsen"), user(9, "Idle")]),
        "comments.xml": dump(
            "comments",
            [
                comment(1, on: 1, "@JoLarsen try `x` and @nobody, see https://a.example/q?a=1", by: 2),
                comment(2, on: 3, "Thanks [a lot](https://b.example) **really**", by: 1),
            ]),
    ]

    /// An edited question gets its first answer, and one without any edit keeps its folder when its last one goes.
    @Test func aQuestionFollowsItsAnswers() async throws {
        let other = question(5, "Other")
        let site = try Workspace(["Posts.xml": dump("posts", [question(1, "Trip"), answer(2, to: 1), other])])
        #expect(try await site.migrate().exitStatus == 0)
        let page = "groups/old-site/questions/other"
        try site.write(site.read(page + ".md") + "\nEdited.\n", to: "Content/\(page).md")
        try site.write(
            dump(
                "posts",
                [
                    question(1, "Trip"), answer(2, to: 1, [("DeletionDate", "2014-01-01T00:00:00")]), other,
                    answer(6, to: 5),
                ]),
            to: "old-site/Posts.xml")
        let second = try await site.migrate()
        #expect(second.exitStatus == 0 && second.files.removed == 1)
        #expect(!site.has(page + ".md") && site.read(page + "/index.md").hasSuffix("Edited.\n"))
        #expect(site.files.filter { $0.hasPrefix(page + "/answers/") }.count == 1)
        #expect(site.has("groups/old-site/questions/trip/index.md") && !site.has("groups/old-site/questions/trip.md"))
        #expect(try await site.migrate().files.changed == 0)
    }

    @Test func writesQuestionsAnswersCommentsAndPeople() async throws {
        let site = try Workspace(Self.small)
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 0)
        #expect(outcome.report.isBalanced)
        #expect(
            site.files == [
                "groups/old-site/index.md", "groups/old-site/questions/other.md",
                "groups/old-site/questions/why-does-the-pump-trip/answers/2011-10-12-ase.bjorn.md",
                "groups/old-site/questions/why-does-the-pump-trip/answers/2011-10-12-jo.larsen-3.md",
                "groups/old-site/questions/why-does-the-pump-trip/index.md", "people/ase.bjorn.md",
                "people/gone.person.md", "people/jo.larsen-3.md", "people/jo.larsen.md",
            ])
        let page = site.read("groups/old-site/questions/why-does-the-pump-trip/index.md")
        #expect(
            page.hasPrefix("---\ntitle: Why does the pump trip?\nauthor: \"@jo.larsen\"\ndate: 2011-10-11T19:42:20Z\n"))
        #expect(page.contains("tags: [pumps, restart]\nvotes: 7\n"))
        #expect(
            page.contains("  - /questions/1/why-does-the-pump-trip\n  - /questions/1\n  - /q/1\n  - /a/2\n  - /a/3\n"))
        #expect(page.contains("### Facts\n\nSee [this](/groups/old-site/questions/other/).\n"))
        #expect(page.contains("### Comment — @ase.bjorn, 2011-10-13 09:30Z\n\n@JoLarsen try") == false)
        #expect(page.contains("try `x` and \\@nobody, see https://a.example/q?a=1\n"))
        let accepted = site.read("groups/old-site/questions/why-does-the-pump-trip/answers/2011-10-12-jo.larsen-3.md")
        #expect(accepted.contains("accepted: true\nvotes: -2\n"))
        #expect(
            accepted.contains(
                "#### Delay\n\nRaise it.\n\n### Comment — @jo.larsen, 2011-10-13 09:30Z\n\nThanks [a lot]")
        )
        let other = site.read("groups/old-site/questions/other.md")
        #expect(other.contains("author: \"@gone.person\"\n") && other.contains("status: closed\n"))
        #expect(site.read("people/gone.person.md").contains("name: Gone, Person\nstatus: left\n"))
        #expect(outcome.report.kinds["users"]?.skipped == ["no contributions": 1])
        #expect(outcome.report.kinds["other posts"]?.skipped == ["posts of type 6 are not kept": 1])
    }

    @Test func secondRunChangesNothingAndKeepsEdits() async throws {
        let site = try Workspace(Self.small)
        _ = try await site.migrate(workers: 1)
        let again = try await site.migrate(workers: 3)
        #expect(again.files.changed == 0)
        #expect(again.files.unchanged == 9)
        let edited = site.read("groups/old-site/questions/other.md") + "\nA note by hand.\n"
        try site.write(edited, to: "Content/groups/old-site/questions/other.md")
        let kept = try await site.migrate()
        #expect(kept.files.kept == 1 && kept.files.conflicts == 0)
        // Now the export changes as well: the edit stays and is reported.
        let changed = (Self.small["Posts.xml"] ?? "").replacing("Why?", with: "Why not?")
        try site.write(changed, to: "old-site/Posts.xml")
        let conflict = try await site.migrate()
        #expect(conflict.files.conflicts == 1)
        #expect(conflict.report.conflicts.first?.file == "Content/groups/old-site/questions/other.md")
        #expect(site.read("groups/old-site/questions/other.md") == edited)
    }

    @Test func neverOverwritesForeignFiles() async throws {
        let site = try Workspace(Self.small)
        try site.write("mine", to: "Content/groups/old-site/questions/other.md")
        try site.write("---\nname: Jo\n---\n", to: "Content/people/jo.larsen.md")
        let outcome = try await site.migrate()
        #expect(site.read("groups/old-site/questions/other.md") == "mine")
        #expect(site.has("groups/old-site/questions/other-5.md"))
        #expect(site.read("people/jo.larsen.md") == "---\nname: Jo\n---\n")
        #expect(site.has("people/jo.larsen-1.md"))
        #expect(outcome.exitStatus == 0)
    }

    @Test func questionBecomesAFolderWhenAnswered() async throws {
        let site = try Workspace(["posts.xml": dump("posts", [question(5, "Other")])])
        _ = try await site.migrate()
        #expect(site.has("groups/old-site/questions/other.md"))
        try site.write(dump("posts", [question(5, "Another title"), answer(6, to: 5)]), to: "old-site/posts.xml")
        _ = try await site.migrate()
        #expect(!site.has("groups/old-site/questions/other.md"))
        #expect(site.read("groups/old-site/questions/other/index.md").contains("title: Another title\n"))
    }

    @Test func identitiesMapAccountsToPeople() async throws {
        let site = try Workspace(Self.small)
        try site.write("# who is who\nstackexchange:1: \"@j.larsen\"\nnonsense\n", to: "identities.yml")
        try site.write("---\nname: Å\nidentities: [\"stackexchange:2\"]\n---\n", to: "Content/people/aase.md")
        let outcome = try await site.migrate()
        #expect(
            site.read("groups/old-site/questions/why-does-the-pump-trip/index.md").contains("author: \"@j.larsen\""))
        #expect(site.has("groups/old-site/questions/why-does-the-pump-trip/answers/2011-10-12-aase.md"))
        #expect(!site.has("people/j.larsen.md"))
        #expect(outcome.diagnostics.map(\.kind.id) == ["migrate-identity"])
        #expect(outcome.diagnostics.first?.location?.line == 3)
    }

    @Test func tagsDuplicatesAndAbsoluteAddresses() async throws {
        let wiki: [(String, String)] = [
            ("Id", "8"), ("PostTypeId", "5"), ("Body", "<h2>Pumps</h2><p>Long.</p>"),
            ("CreationDate", "2012-01-01T00:00:00"),
        ]
        let excerpt: [(String, String)] = [
            ("Id", "9"), ("PostTypeId", "4"), ("Body", "About pumps"), ("CreationDate", "2012-01-01T00:00:00"),
        ]
        let site = try Workspace([
            "Posts.xml": dump(
                "posts",
                [
                    question(1, "One", body: "<a href='https://old.example/a/4#4'>x</a>"), question(2, "Two"),
                    answer(4, to: 2), wiki, excerpt,
                ]),
            "PostLinks.xml": dump(
                "postlinks", [[("Id", "1"), ("PostId", "1"), ("RelatedPostId", "2"), ("LinkTypeId", "3")]]),
            "Tags.xml": dump(
                "tags",
                [[("Id", "1"), ("TagName", "pumps"), ("Count", "2"), ("ExcerptPostId", "9"), ("WikiPostId", "8")]]),
            "Badges.xml": dump("badges", [[("Id", "1")], [("Id", "2")]]),
        ])
        let outcome = try await site.migrate(into: "groups/help", baseURL: "https://old.example")
        let one = site.read("groups/help/questions/one.md")
        #expect(one.contains("status: duplicate\nduplicate_of: groups/help/questions/two\n"))
        #expect(one.contains("- https://old.example/questions/1/one\n"))
        #expect(one.contains("[x](/groups/help/questions/two/#a-4)"))
        let topic = site.read("topics/pumps.md")
        #expect(topic.contains("description: About pumps\n") && topic.contains("## Pumps\n\nLong.\n"))
        #expect(outcome.report.kinds["badges"]?.skippedCount == 2)
        #expect(outcome.report.isBalanced && outcome.exitStatus == 0)
        // No Users.xml: everybody is a placeholder.
        #expect(site.has("people/user1.md"))
    }

    @Test func titlesThatMakeNoFileNames() async throws {
        let site = try Workspace([
            "Posts.xml": dump(
                "posts",
                [
                    question(1, "Почему насос?"), question(2, "Same"), question(3, "Same"), question(4, "index"),
                    question(5, String(repeating: "very long words ", count: 20)), question(6, "../../etc/passwd"),
                    question(7, "title: [x] # y"),
                ])
        ])
        _ = try await site.migrate()
        for name in ["question-1", "same", "same-3", "question-4", "etc-passwd", "title-x-y"] {
            #expect(site.has("groups/old-site/questions/\(name).md"), "\(name)")
        }
        #expect(site.read("groups/old-site/questions/title-x-y.md").contains("title: \"title: [x] # y\"\n"))
        #expect(site.files.allSatisfy { ($0.split(separator: "/").last?.count ?? 0) <= 63 })
    }

    @Test func whatWasDeletedOnTheOldSiteStaysBehind() async throws {
        let gone = [("DeletionDate", "2014-01-01T00:00:00.000")]
        let site = try Workspace([
            "Posts.xml": dump(
                "posts",
                [
                    question(1, "Open", owner: 4, [("DeletionDate", ""), ("OwnerDisplayName", "Deleted Account")]),
                    answer(2, to: 1),
                    answer(3, to: 1, body: "<p>Withdrawn answer</p>", owner: 3, gone),
                    question(5, "Withdrawn question", owner: 3, gone), answer(6, to: 5, body: "<p>Orphan</p>"),
                ]),
            "Users.xml": dump(
                "users",
                [user(2, "Åse Bjørn"), user(3, "Gone Person"), user(4, "Deleted Account", gone + [("AboutMe", "Me")])]),
            "Comments.xml": dump(
                "comments",
                [
                    comment(1, on: 1, "A kept remark"), comment(2, on: 1, "Withdrawn remark") + gone,
                    comment(3, on: 3, "On nothing"),
                ]),
        ])
        let outcome = try await site.migrate()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let all = site.files.map { $0 + site.read($0) }.joined()
        for word in ["ithdrawn", "Orphan", "On nothing", "Gone Person", "Deleted Account", "deleted.account"] {
            #expect(!all.contains(word), "\(word)")
        }
        #expect(all.contains("A kept remark") && site.read("people/user4.md").contains("status: left\n"))
        let rule = "deleted on the old site"
        for (kind, count) in ["questions": 1, "answers": 1, "comments": 1, "users": 1] {
            #expect(outcome.report.kinds[kind]?.skipped[rule] == count, "\(kind)")
        }
        #expect(outcome.report.kinds["answers"]?.skipped["the question was deleted on the old site"] == 1)
        #expect(outcome.diagnostics.isEmpty)
    }

    @Test func dryRunWritesNothing() async throws {
        let site = try Workspace(Self.small)
        let outcome = try await site.migrate(dryRun: true)
        #expect(outcome.files.written == 9 && site.files.isEmpty)
        #expect(FileSystem.kind(of: site.root + "/migration") == nil)
    }
}
