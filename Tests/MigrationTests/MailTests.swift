import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

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
        #expect(answer.hasSuffix("\n---\n\nThe delay.\n\n### Comment — @ada.berg, 2013-03-05 10:00Z\n\nThanks!\n"))
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
            site.read(answer).hasSuffix("The delay, 40 s.\n\n### Comment — @ada.berg, 2013-03-05 10:00Z\n\nThanks!\n"))
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
