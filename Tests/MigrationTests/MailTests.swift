import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

private func markdown(_ text: String, quote: MailQuoteRule = .leaveOut) -> String {
    let body = MailBody(text, quote: quote)
    var writer = MarkdownWriter()
    return writer.write(MailMarkdown.blocks(body.lines))
}

/// A message as an mbox holds it.
private func mail(
    _ id: String, _ subject: String, from: String = "Ada Berg <ada@corp.example>",
    date: String = "Mon, 4 Mar 2013 10:00:00 +0100",
    to parent: String? = nil, more: String = "", _ body: String
) -> String {
    "From ada@corp.example\nMessage-ID: <\(id)>\nFrom: \(from)\nDate: \(date)\nSubject: \(subject)\n"
        + (parent.map { "In-Reply-To: <\($0)>\nReferences: <\($0)>\n" } ?? "") + more + "\n" + body + "\n\n"
}

@Suite struct MailTests {
    /// A mail that somebody puts into the trash later goes here as well, unless there is another copy of it.
    @Test(arguments: [true, false])
    func whatIsPutIntoTheTrashIsTakenBack(_ hasCopy: Bool) async throws {
        func mail(_ id: String, _ text: String) -> String {
            "Message-ID: <\(id)@x>\nFrom: Ada <ada@corp.example>\nDate: Mon, 4 Mar 2013 10:00:00 +0100\nSubject: About \(id)\n\n\(text)\n"
        }
        let site = try Workspace([
            "cur/1.host:2,S": mail("pin", "Secretword 17"), "cur/2.host:2,S": mail("pump", "Why?"),
        ])
        try FileSystem.makeDirectories(site.export + "/new")
        let run = MigrationRun(system: "mbox", paths: [site.export], siteRoot: site.root, into: "groups/m", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        #expect(site.files.contains { site.read($0).contains("Secretword") })
        if !hasCopy { try FileSystem.remove(site.export + "/cur/1.host:2,S") }
        try site.write(mail("pin", "Secretword 17"), to: "old-site/cur/3.host:2,ST")
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.files.removed == (hasCopy ? 0 : 1))
        #expect(site.files.contains { site.read($0).contains("Secretword") } == hasCopy)
        #expect(try await run.run().files.changed == 0)
    }

    /// Mails in mails in mails: deeper than anybody reads, they are named at least.
    @Test func mailsThatNestTooDeepAreNamed() async throws {
        var body = "innermost\n"
        var type = "Content-Type: text/plain\n"
        for number in 0..<40 {
            body =
                "--b\(number)\n\nouter\(number)\n--b\(number)\nContent-Type: message/rfc822\n\nSubject: s\n\(type)\n\(body)\n--b\(number)--\n"
            type = "Content-Type: multipart/mixed; boundary=b\(number)\n"
        }
        let site = try Workspace(["a.mbox": mail("1@x", "Deep", more: "MIME-Version: 1.0\n" + type, body)])
        let run = MigrationRun(system: "mbox", paths: [site.export + "/a.mbox"], siteRoot: site.root, workers: 1)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.losses["nesting:too-deep"] != nil, "\(outcome.report.losses)")
        #expect(site.files.contains { site.read($0).contains("outer39") })
    }

    @Test(arguments: [
        (
            "Hello,\n\none two three four five six seven eight nine ten eleven twelve 13\nand on.\n",
            "Hello,\n\none two three four five six seven eight nine ten eleven twelve 13 and on.\n"
        ),
        ("Thanks.\n\n-- \nJo Larsen\nPump team\n", "Thanks.\n"),
        ("Yes.\n\nOn Mon, 4 Mar 2013, Jo wrote:\n> Does it?\n> Really?\n", "Yes.\n"),
        ("> Does it?\n\nYes.\n\n> Why?\n\nBecause.\n", "> Does it?\n\nYes.\n\n> Why?\n\nBecause.\n"),
        ("Yes.\n\n-----Original Message-----\nFrom: Jo\nSent: Monday\nTo: Ada\nSubject: x\n\nDoes it?\n", "Yes.\n"),
        (
            "Ja.\n\n________________________________\nVon: Jo\nGesendet: Montag\nAn: Ada\nBetreff: x\n\nGeht das?\n",
            "Ja.\n"
        ),
        (
            "It works.\n_______________________________________________\nlift mailing list\nlift@lists.example\n",
            "It works.\n"
        ),
        ("Steps:\n- one\n- two\n  more\n\n1. a\n2. b\n", "Steps:\n\n- one\n- two more\n\n1. a\n2. b\n"),
        (
            ">>> one\n>>>\n>> two\n>\n> three\n\nfour\n\n>>> x = 1\n>>> x\n",
            "> > > one\n> >\n> > two\n>\n> three\n\nfour\n\n```\n>>> x = 1\n>>> x\n```\n"
        ),
        (
            "Nicht:\njo at host:~/sql$ ls -la\ninsgesamt 44\ndrwxr-xr-x 2 jo jo 4096 2008-01-01 14:14 .\n-rw-r--r-- 1 jo jo 864 a.sql\nVersion 2\n",
            "Nicht:\n\n```\njo at host:~/sql$ ls -la\ninsgesamt 44\ndrwxr-xr-x 2 jo jo 4096 2008-01-01 14:14 .\n-rw-r--r-- 1 jo jo 864 a.sql\n```\n\nVersion 2\n"
        ),
        (
            "Gruß\n-------------- nächster Teil --------------\nEin Dateianhang mit HTML-Daten wurde abgetrennt...\nURL: <https://l.example/attachments/a.html>\n",
            "Gruß\n"
        ),
        (
            "Hi\n-------------- Results of pump --------------\nPump: ran well\nURL: http://l.example/r\n",
            "Hi\\\n-------------- Results of pump -------------- Pump: ran well\\\nURL: http://l.example/r\n"
        ),
        (
            "See\n-------------- cut here --------------\nthis\nhttps://l.example/\n",
            "See\\\n-------------- cut here -------------- this\\\nhttps://l.example/\n"
        ),
        ("Try:\n\n    x = 1\n    run(x)\n\nGood.\n", "Try:\n\n```\nx = 1\nrun(x)\n```\n\nGood.\n"),
        (
            "See <https://a.example/b_c_d> and *this* or _that_, not a_b_c or 2*3*4.\n",
            "See https://a.example/b_c_d and **this** or *that*, not a_b_c or 2\\*3\\*4.\n"
        ),
        (
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nHi\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n",
            "Hi\n"
        ),
        ("> all of it\n", "> all of it\n"),
        ("Thanks.\n\n--\nJo Larsen\nPump team\n", "Thanks.\n"),
        ("One.\n--\nTwo\nlines.\n\nThree.\n", "One.\n\nTwo\\\nlines.\n\nThree.\n"),
        ("Agenda\n--\n1. first\n2. second\n", "Agenda\n\n1. first\n2. second\n"),
    ])
    func readsWhatPeopleTyped(_ text: String, _ expected: String) { #expect(markdown(text) == expected) }

    @Test func aQuoteOfWhatIsNotHereStays() {
        let text = "Yes.\n\nOn Mon, 4 Mar 2013, Jo wrote:\n> Does it?\n"
        #expect(markdown(text, quote: .keep).contains("> Does it?\n"))
    }

    /// A text part that says less than the HTML beside it is none.
    @Test(arguments: [
        "This mail needs HTML.", "-- \nJo", "The plan for all of the lifts follows below, as agreed last week.",
    ])
    func theRicherPartIsRead(_ plain: String) async throws {
        let site = try Workspace([
            "a.mbox": mail(
                "1@a", "Plan", more: "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"b\"\n",
                "--b\nContent-Type: text/plain\n\n\(plain)\n--b\nContent-Type: text/html\n\n<p>The plan for all of the lifts follows below, as agreed last week.</p><table><tr><th>Lift</th><th>Day</th></tr><tr><td>North</td><td>Monday</td></tr></table>\n--b--"
            )
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.read("groups/lift/questions/plan/index.md").contains("| North | Monday |"))
    }

    /// What programs mark as deleted, drafts or junk is not for others.
    @Test func deletedMailsAndDraftsStayBehind() async throws {
        let one = mail("1@a", "Kept", "Yes.")
        func bare(_ id: String, _ more: String = "") -> String {
            String(mail(id, "No", more: more, "Gone.").drop { $0 != "\n" }.dropFirst())
        }
        let site = try Workspace([
            "Inbox": one + mail("2@a", "No", more: "X-Mozilla-Status: 0009\n", "Gone.")
                + mail("3@a", "No", more: "X-Status: D\n", "Gone.")
                + mail("4@a", "No", more: "X-Gmail-Labels: Archived,Trash\n", "Gone.")
                + mail("9@a", "Too", more: "X-Mozilla-Status: 0001\nX-Gmail-Labels: Inbox\nX-Status: A\n", "Yes."),
            "Trash": mail("5@a", "No", "Gone."), "Mail/Entwürfe": mail("6@a", "No", "Gone."),
            "cur/7:2,ST": bare("7@a"), "cur/8:2,DS": bare("8@a"), "cur/10:2,S": bare("10@a"),
            ".Junk/cur/11": bare("11@a"),
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let messages = try #require(outcome.report.kinds["messages"])
        #expect(messages.skipped == ["a deleted mail": 5, "a draft": 2, "junk": 1] && messages.total == 11)
        #expect(site.files.filter { $0.contains("/questions/") }.count == 3)
    }

    /// A quote goes only where its words stand above.
    @Test func aQuoteStaysUnlessItsWordsWereSaid() async throws {
        let forward =
            "Can somebody answer this?\n\n-----Original Message-----\nFrom: A customer\nSent: Monday\nTo: Desk\nSubject: Noise\n\n"
        let site = try Workspace([
            "a.mbox": mail("1@a", "Trip", "Why does the *lift* trip at night\nand never by day?")
                + mail(
                    "2@a", "Re: Trip", from: "Jo <jo@corp.example>", date: "Tue, 5 Mar 2013 09:00:00 +0000", to: "1@a",
                    "The delay.\n\nOn Mon, 4 Mar 2013, Ada Berg wrote:\n> Why does the *lift* trip at\n> night and never by day?"
                )
                + mail(
                    "3@a", "Re: Trip", from: "Max <max@corp.example>", date: "Tue, 5 Mar 2013 10:00:00 +0000",
                    to: "1@a",
                    forward + "The cabin hums since you replaced both ropes.")
                + mail(
                    "4@a", "Re: Trip", from: "Kim <kim@corp.example>", date: "Tue, 5 Mar 2013 11:00:00 +0000",
                    to: "3@a",
                    more: "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n",
                    "<p>Grease them.</p><blockquote>The cabin hums since you replaced both ropes.</blockquote>")
                + mail(
                    "5@a", "Re: Trip", from: "Ida <ida@corp.example>", date: "Tue, 5 Mar 2013 12:00:00 +0000",
                    to: "1@a",
                    more: "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n",
                    "<p>They say:</p><blockquote>Never grease anything made of aramid.</blockquote>")
        ])
        #expect(try await migrate(site).exitStatus == 0)
        let folder = "groups/lift/questions/trip/answers/2013-03-05-"
        #expect(site.read(folder + "jo.md").hasSuffix("---\n\nThe delay.\n"))
        let passedOn = site.read(folder + "max.md")
        #expect(
            passedOn.contains("From: A customer")
                && passedOn.hasSuffix("> The cabin hums since you replaced both ropes.\n"))
        #expect(site.read(folder + "kim.md").hasSuffix("---\n\nGrease them.\n"))
        #expect(site.read(folder + "ida.md").hasSuffix("> Never grease anything made of aramid.\n"))
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func filesThatAnArchiveTookOutKeepTheirAddress() {
        let text = """
            Gruß
            -------------- nächster Teil --------------
            Ein Dateianhang mit Binärdaten wurde abgetrennt...
            Dateiname   : signature.asc
            Dateityp    : application/pgp-signature
            URL         : <https://l.example/attachment.pgp>
            -------------- next part --------------
            An embedded message was scrubbed...
            From: "Jo" <jo at l.example>
            Subject: plans
            URL: <https://l.example/attachment.mht>
            -------------- next part --------------
            A non-text attachment was scrubbed...
            Name: plan.pdf
            Type: application/pdf
            Url : http://l.example/plan.pdf
            """
        let body = MailBody(text, quote: .keep)
        #expect(body.lines.map(\.text) == ["Gruß"])
        #expect(body.scrubbed.map(\.name) == ["signature.asc", "", "plan.pdf"])
        #expect(body.scrubbed.last?.address == "http://l.example/plan.pdf")
    }

    @Test func flowedTextIsJoined() {
        let body = MailBody("a long \nline\n> quoted \n> too\n-- \nJo\n", isFlowed: true, quote: .keep)
        #expect(body.lines == [MailLine(depth: 0, text: "a long line"), MailLine(depth: 1, text: "quoted too")])
    }

    @Test(arguments: [
        ("Jo Larsen <Jo@corp.example>", "Jo Larsen", "jo@corp.example"),
        ("jo at corp.example (Jo Larsen)", "Jo Larsen", "jo@corp.example"),
        ("\"Larsen, Jo [IT]\"     JO@CORP.EXAMPLE", "Jo Larsen", "jo@corp.example"),
        ("jo@corp.example", "", "jo@corp.example"),
        ("jo@corp.example (jo@corp.example)", "", "jo@corp.example"),
        ("Jo Larsen via Lift <lift@lists.example>", "Jo Larsen", nil),
        ("jo@corp.... (Jo, Head of the pumps)", "Jo, Head of the pumps", "jo@corp...."), ("", "", nil),
    ])
    func readsSenders(_ field: String, _ name: String, _ address: String?) {
        let found = MailName(field)
        #expect(found.name == name && found.address == address)
    }

    @Test(arguments: [
        ("Re: [Lift] AW: Trip", "Trip", "Lift", true), ("[Lift] Trip: why?", "Trip: why?", "Lift", false),
        ("Fwd: Trip", "Trip", nil, false),
        ("RE[2]: Trip", "Trip", nil, true), ("'Re: Trip'", "Trip", nil, true), ("[Lift]", "[Lift]", nil, false),
    ])
    func readsSubjects(_ text: String, _ title: String, _ tag: String?, _ isReply: Bool) {
        let parts = MailSubject.parts(text)
        #expect(parts.title == title && parts.tag == tag && parts.isReply == isReply)
    }

    @Test func repliesBecomeAnswersAndComments() {
        typealias Member = ThreadShape.Member
        let shape = ThreadShape([
            Member(account: "ada", parent: nil), Member(account: "jo", parent: 0), Member(account: "ada", parent: 1),
            Member(account: "max", parent: 2), Member(account: "jo", parent: 2), Member(account: "ada", parent: 0),
            Member(account: "jo", parent: nil),
        ])
        #expect(shape.comments == [5])
        #expect(
            shape.answers == [
                ThreadShape.Answer(member: 1, comments: [2, 4]), ThreadShape.Answer(member: 3, comments: [6]),
            ])
    }

    @Test func addressesOfAuthorsBecomePeople() {
        let veil = AddressVeil {
            $0 == "jo@corp.example" ? AddressVeil.Person(handle: "jo.larsen", name: "Jo Larsen") : nil
        }
        var writer = MarkdownWriter()
        let text =
            "Ask Jo@corp.example, Jo Larsen <jo@corp.example>, jo at corp.example or desk@corp.example; "
            + "git@host.example:x and https://a.example/@b stay, mail me at jo@corp.example."
        #expect(
            writer.write(veil.hide([.paragraph([.text(text)]), .code(language: "", "to jo@corp.example x@y.example")]))
                == "Ask @jo.larsen, Jo Larsen, @jo.larsen or desk at corp.example; git@host.example:x and https://a.example/@b stay, mail me at @jo.larsen.\n\n```\nto Jo Larsen x@y.example\n```\n"
        )
    }

    private func migrate(
        _ site: Workspace, _ path: String? = nil, into: String? = "groups/lift"
    ) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [path ?? site.export], siteRoot: site.root, into: into, workers: 2).run()
    }

    private static let trip =
        mail("1@a", "[Lift] Trip?", "Why does it trip? Ask ada@corp.example.\n>From here on it is fine.")
        + mail(
            "2@a", "RE: [Lift] Trip?", from: "jo@corp.example (Jo Larsen)", date: "Tue, 5 Mar 2013 09:00:00 +0000",
            to: "1@a", "The delay.\n\n> Why does it trip?")
        + mail("3@a", "Re: Trip?", date: "Tue, 5 Mar 2013 10:00:00 +0000", to: "2@a", "Thanks!")

    @Test func aListBecomesQuestionsWithoutAnyAddress() async throws {
        let picture = Data([0x89, 0x50, 0x4E, 0x47]).base64EncodedString()
        let site = try Workspace([
            "2013-March.txt": Self.trip
                + mail(
                    "4@a", "Plan", more: "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n",
                    "--b\nContent-Type: text/html; charset=utf-8\n\n<p>The <b>plan</b><script>x()</script></p>\n"
                        + "--b\nContent-Type: image/png; name=\"../../plan.png\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n\(picture)\n"
                        + "--b\nContent-Type: application/x; name=\"evil.html\"\nContent-Disposition: attachment\n\n<script>\n"
                        + "--b\nContent-Type: application/x; name=\"Invoice.pdf.EXE\"\nContent-Disposition: attachment\n\nMZ\n--b--"
                )
                + mail("1@a", "[Lift] Trip?", "Why does it trip? Ask ada@corp.example.\n>From here on it is fine.")
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(
            site.files == [
                "groups/lift/files/plan/plan.png", "groups/lift/index.md", "groups/lift/questions/plan/index.md",
                "groups/lift/questions/trip/answers/2013-03-05-jo.larsen.md", "groups/lift/questions/trip/index.md",
                "people/ada.berg.md", "people/jo.larsen.md",
            ])
        let question = site.read("groups/lift/questions/trip/index.md")
        #expect(question.hasPrefix("---\ntitle: Trip?\nauthor: \"@ada.berg\"\ndate: 2013-03-04T09:00:00Z\n"))
        #expect(
            question.hasSuffix(
                "\n---\n\nWhy does it trip? Ask @ada.berg. From here on it is fine.\n"))
        let answer = site.read("groups/lift/questions/trip/answers/2013-03-05-jo.larsen.md")
        #expect(answer.hasSuffix("\n---\n\nThe delay.\n\n### Comment — @ada.berg, 2013-03-05 10:00\n\nThanks!\n"))
        #expect(
            site.read("groups/lift/questions/plan/index.md").hasSuffix(
                "The **plan**\n\n![../../plan.png](/groups/lift/files/plan/plan.png)\n"))
        #expect(site.read("groups/lift/index.md").contains("visibility: members\n"))
        #expect(!site.files.contains { site.read($0).contains("corp.example") })
        #expect(outcome.report.kinds["messages"]?.total == 5 && outcome.report.kinds["messages"]?.skippedCount == 1)
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func aFolderThatGrowsAddsToWhatPeopleEdited() async throws {
        let site = try Workspace(["new/1:2,S": String(Self.trip.prefix { $0 != ">" }.split(separator: "From jo")[0])])
        try FileSystem.removeTree(site.export)
        func deliver(_ name: String, _ text: String) throws {
            try site.write(
                text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)[1] + "",
                to: "old-site/cur/\(name)")
        }
        try deliver("1:2,S", mail("1@a", "Trip?", "Why does it trip?"))
        try deliver(
            "2:2,S",
            mail(
                "2@a", "Re: Trip?", from: "Jo Larsen <jo@corp.example>", date: "Tue, 5 Mar 2013 09:00:00 +0000",
                to: "1@a", "The delay."))
        #expect(try await migrate(site).exitStatus == 0)
        let page = "groups/lift/questions/trip/index.md"
        let answer = "groups/lift/questions/trip/answers/2013-03-05-jo.larsen.md"
        try site.write(site.read(page) + "\nEdited.\n", to: "Content/" + page)
        try site.write(site.read(answer).replacing("The delay.", with: "The delay, 40 s."), to: "Content/" + answer)
        try deliver("3:2,S", mail("3@a", "Re: Trip?", date: "Tue, 5 Mar 2013 10:00:00 +0000", to: "2@a", "Thanks!"))
        try deliver(
            "4:2,S",
            mail(
                "4@a", "Re: Trip?", from: "Max Ode <max@corp.example>", date: "Wed, 6 Mar 2013 10:00:00 +0000",
                to: "1@a", "Gas."))
        let second = try await migrate(site)
        #expect(second.files.conflicts == 0 && second.files.kept == 1)
        #expect(site.read(page).hasSuffix("Edited.\n"))
        #expect(
            site.read(answer).hasSuffix("The delay, 40 s.\n\n### Comment — @ada.berg, 2013-03-05 10:00\n\nThanks!\n"))
        #expect(site.has("groups/lift/questions/trip/answers/2013-03-06-max.ode.md"))
        #expect(try await migrate(site).files.changed == 0)
        // The old mails are gone from the folder; a reply still finds its question.
        try FileSystem.removeTree(site.export)
        try deliver(
            "5:2,S",
            mail(
                "5@a", "Re: Trip?", from: "Kim Vik <kim@corp.example>", date: "Thu, 7 Mar 2013 10:00:00 +0000",
                to: "4@a", "Both."))
        try deliver(
            "6:2,S",
            mail("6@a", "Tools?", from: "Kim Vik <kim@corp.example>", date: "Thu, 7 Mar 2013 11:00:00 +0000", "Which?"))
        let third = try await migrate(site)
        #expect(third.exitStatus == 0 && third.report.isBalanced)
        #expect(
            site.has("groups/lift/questions/trip/answers/2013-03-07-kim.vik.md")
                && site.has("groups/lift/questions/tools/index.md"))
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func peopleOfTheSiteAreFoundByTheirAddress() async throws {
        let site = try Workspace(["a.mbox": Self.trip])
        try site.write("---\nname: Jo\nemail: jo@corp.example\n---\n", to: "Content/people/j.l.md")
        try site.write("mbox:ada@corp.example: \"@a.b\"\n", to: "identities.yml")
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.files.filter { $0.hasPrefix("people/") } == ["people/j.l.md"])
        #expect(site.read("groups/lift/questions/trip/index.md").contains("author: \"@a.b\""))
    }

    @Test func conversationsWithoutReferencesAreFoundBySubject() async throws {
        let site = try Workspace([
            "a.mbox": mail("1@a", "Trip", "One")
                + mail(
                    "2@a", "Re: Trip", from: "Jo Larsen <jo@c.example>", date: "Tue, 5 Mar 2013 10:00:00 +0000", "Two")
                + mail("3@a", "Trip", from: "Kim Vik <k@c.example>", date: "Mon, 3 Mar 2014 10:00:00 +0000", "Other")
                + mail(
                    "4@a", "Re: Trip", from: "Jo Larsen <jo@c.example>", date: "Tue, 4 Mar 2014 10:00:00 +0000",
                    to: "gone@a", "Three")
                + mail("5@a", "Circle", date: "Tue, 4 Mar 2014 11:00:00 +0000", to: "6@a", "x")
                + mail("6@a", "Circle", date: "Tue, 4 Mar 2014 12:00:00 +0000", to: "5@a", "y")
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(
            site.files.filter { $0.contains("/questions/") } == [
                "groups/lift/questions/circle/index.md", "groups/lift/questions/trip-2/answers/2014-03-04-jo.larsen.md",
                "groups/lift/questions/trip-2/index.md", "groups/lift/questions/trip/answers/2013-03-05-jo.larsen.md",
                "groups/lift/questions/trip/index.md",
            ])
    }

    private static let bar = String(repeating: "=", count: 73)

    @Test func readsListservLogs() async throws {
        let site = try Workspace([
            "LIFT.LOG1703B":
                "\(Self.bar)\nDate:         Thu, 9 Mar 2017 12:46:03 +0000\nFrom:         Ada Berg <ada@C.EXAMPLE>\nSubject:      Trip\nMessage-ID:  <1@a>\n\nWhy?\n"
                + "\(Self.bar)\nDate:         Fri, 10 Mar 2017 12:46:03 +0000\nFrom:         Jo Larsen <jo@C.EXAMPLE>\nSubject:      Re: Trip\nMessage-ID:  <2@a>\n\n\(Self.bar)\nno header\n"
        ])
        let outcome = try await migrate(site)
        #expect(outcome.report.kinds["messages"]?.converted == 2)
        #expect(site.has("groups/lift/questions/trip/answers/2017-03-10-jo.larsen.md"))
    }

    /// Whatever the bytes, there is an end, and an account.
    @Test(arguments: [
        mail(
            "1@a", "x", more: "Content-Type: multipart/mixed; boundary=b\n",
            String(repeating: "--b\nContent-Type: multipart/mixed; boundary=b\n\n", count: 3000)),
        mail("1@a", "x", String(repeating: ">", count: 200_000)),
        mail("1@a", "x", String(repeating: "> \n", count: 50_000)),
        mail("1@a", "x\u{0}y", "a\u{0}b"),
        mail("1@a", String(repeating: "Re: ", count: 50_000), String(repeating: "*a ", count: 50_000)),
        mail("1@a", "=?utf-8?B?////?= =?x?Q?=ZZ?=", from: "=?utf-8?Q?=00?=", date: "99 Foo 99999", "x"),
        mail(
            "1@a", "x", more: "Content-Type: message/rfc822\n",
            String(repeating: "Content-Type: message/rfc822\n\n", count: 5000)),
        mail("1@a", "x", more: "Content-Type: text/html\n", String(repeating: "<blockquote>", count: 50_000)),
        mail("1@a", "x", String(repeating: "a@", count: 100_000)), "From a b 10:00\nX: y",
        mail("1@a", "x", String(repeating: "- a\n", count: 20_000)),
    ])
    func hostileMailsEnd(_ text: String) async throws {
        let site = try Workspace(["a.mbox": text])
        let outcome = try await MigrationRun(
            system: "mbox", paths: [site.export + "/a.mbox"], siteRoot: site.root, into: "groups/lift"
        ).run()
        #expect(outcome.report.isBalanced)
    }

    private static let archives: [String] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = root + "/../shared/data/mbox"
        return ((try? FileSystem.entries(of: data)) ?? []).filter { $0.kind == .directory }.map { data + "/" + $0.name }
            .sorted()
    }()

    /// Every real archive ends in balance, without a failure, and builds without a broken link or an author's address.
    @Test(.enabled(if: !archives.isEmpty, "there is no ../shared/data/mbox"), arguments: archives)
    func aRealArchiveBuilds(_ folder: String) async throws {
        let tiny = try TinySite([:], configuration: "title: Mails\nbaseURL: https://e.example/\n")
        let run = MigrationRun(
            system: "mbox", paths: [folder], siteRoot: tiny.folder.path, into: "groups/list", workers: 2)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(try await run.run().files.changed == 0)
        let report = try await tiny.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        for (file, bytes) in tiny.folder.tree("Content") where file.hasSuffix(".md") {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("](mailto:") && !text.contains("<mailto:"), "\(file)")
        }
    }
}
