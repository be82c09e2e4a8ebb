import HearthModel
import Testing

@testable import HearthMigration

/// A file that somebody names is that file, never what lies beside it.
@Suite struct NamedFileTests {
    private static func mail(_ subject: String, _ text: String) -> String {
        "From x Mon Jan  1 00:00:00 2024\nFrom: Jo <jo@c.example>\nSubject: \(subject)\n"
            + "Date: Mon, 01 Jan 2024 08:00:00 +0100\nMessage-ID: <\(subject.count)@x>\n\n\(text)\n\n"
    }

    private static let topic = """
        {"post_stream":{"posts":[{"id":1,"post_number":1,"post_type":1,"username":"jo","cooked":"<p>secret words</p>"}],
        "stream":[1]},"id":10,"title":"Secret","slug":"s","category_id":4,"archetype":"regular","visible":true}
        """

    private static let files = [
        "lift.mbox": "", "words.mbox": "just some words\n", "notes.txt": "some notes\n",
        "staff.csv": "\u{0}\u{0}\u{0}\u{0}\n", "card.vcf": "no card\n", "people.ldif": "", "report.docx": "damaged\n",
        "feed.xml": "<rss></rss>", "page.html": "<p>a page</p>", "t/12.json": "",
        "old/private.mbox": mail("My salary", "secret words"), "old/hr.csv": "Name,E-mail\nSecret Person,s@c.example\n",
        "old/hr.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:Secret Person\nEND:VCARD\n",
        "old/hr.ldif": "dn: cn=Secret Person,dc=x\nobjectClass: person\ncn: Secret Person\n",
        "secret.mbox": mail("My salary", "secret words"), "t/10.json": topic,
        "index.html": "<h1>Secret words</h1><p>secret words</p>",
        "blog.xml":
            "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item><title>Secret words</title></item></channel></rss>",
    ]

    @Test(
        arguments: [
            ("mbox", "lift.mbox", "the file is empty"), ("mbox", "words.mbox", "there is no mail in it"),
            ("csv", "staff.csv", "there is nothing in it"), ("vcard", "card.vcf", "there are no people in it"),
            ("ldif", "people.ldif", "the file is empty"), ("docx", "report.docx", ""),
            ("wordpress", "feed.xml", "is not a WordPress export"), ("html", "page.html", "is not a saved web site"),
            ("discourse", "t/12.json", "it breaks off"), (nil, "lift.mbox", "the file is empty"),
            (nil, "notes.txt", "no importer recognises"),
        ] as [(String?, String, String)])
    func aFileThatIsNoneStandsForNothingElse(_ system: String?, _ name: String, _ reason: String) async throws {
        let site = try Workspace(Self.files)
        let run = MigrationRun(system: system, paths: [site.export + "/" + name], siteRoot: site.root, workers: 1)
        var said: [Diagnostic] = []
        do {
            let outcome = try await run.run()
            said = outcome.diagnostics
            #expect(outcome.exitStatus == 1)
        } catch let error as FatalError { said = error.diagnostics }
        #expect(said.contains { $0.summary.contains(reason) }, "\(said)")
        #expect(!site.files.contains { site.read($0).lowercased().contains("secret") }, "\(site.files)")
    }

    /// An empty month among others is no mistake.
    @Test func anEmptyPartIsNamed() async throws {
        let site = try Workspace(Self.files)
        let outcome = try await MigrationRun(
            system: "mbox", paths: [site.export + "/lift.mbox", site.export + "/secret.mbox"], siteRoot: site.root,
            into: "groups/l", workers: 1
        ).run()
        #expect(outcome.exitStatus == 0 && site.has("groups/l/questions/my-salary/index.md"))
        #expect(outcome.diagnostics.contains { $0.summary == "the file is empty" })
    }

    @Test(arguments: [nil, "mbox"])
    func aByteOrderMarkIsNoMail(_ system: String?) async throws {
        let site = try Workspace([
            "a.mbox": "\u{FEFF}" + Self.mail("Why?", "words"), "b.mbox": Self.mail("Not me", "x"),
        ])
        let outcome = try await MigrationRun(
            system: system, paths: [site.export + "/a.mbox"], siteRoot: site.root, into: "groups/l", workers: 1
        ).run()
        #expect(outcome.exitStatus == 0)
        #expect(site.read("groups/l/questions/why/index.md").hasSuffix("\nwords\n"), "\(site.files)")
        #expect(!site.has("groups/l/questions/not-me/index.md"))
    }

    @Test func aByteOrderMarkStandsInFrontOfAMessage() async throws {
        let message = "\u{FEFF}From: Jo <jo@c.example>\nSubject: Why?\nDate: Mon, 01 Jan 2024 08:00:00 +0100\n\nwords\n"
        let site = try Workspace(["a.eml": message])
        let outcome = try await MigrationRun(
            paths: [site.export + "/a.eml"], siteRoot: site.root, into: "groups/l", workers: 1
        ).run()
        #expect(outcome.exitStatus == 0)
        #expect(site.read("groups/l/questions/why/index.md").hasSuffix("\nwords\n"), "\(site.files)")
    }

    /// What is a part of an export that is read as a whole stands for all of it.
    @Test(arguments: [nil, "stackexchange"], ["Posts.xml", "Users.xml"])
    func aKnownPartStandsForItsExport(_ system: String?, _ name: String) async throws {
        let site = try Workspace([
            "Posts.xml": dump("posts", [question(1, "Why?")]), "Users.xml": dump("users", [user(1, "Jo")]),
        ])
        let outcome = try await MigrationRun(
            system: system, paths: [site.export + "/" + name], siteRoot: site.root, into: "groups/s", workers: 1
        ).run()
        #expect(outcome.exitStatus == 0 && site.files.contains { $0.contains("/questions/") })
    }
}
