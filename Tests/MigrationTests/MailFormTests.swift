import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// Mails in which two forms of the text, or the subjects of a conversation, do not say the same.
@Suite struct MailFormTests {
    private static let words = (1...60).map { "word\($0)" }.joined(separator: " ")
    private static let others = (1...60).map { "other\($0)" }.joined(separator: " ")

    @Test(arguments: [
        // The same text, and HTML that says more.
        (words, words, true, false, MailForms.Left.nothing), (words, words + " and a table", true, false, .nothing),
        (words, words + " " + others, false, true, .nothing),
        // A note in either form.
        ("This mail needs HTML.", words, false, true, .note),
        (words, "Please use another program.", true, false, .note),
        // Both have words of their own.
        (words, others, true, true, .nothing),
        (words + " a b c d e f g h i j", words + " k l m n o p q r s t u", false, true, .words),
        ("He said: see https://a.example/b", "He said: see", true, false, .nothing),
        ("", words, false, true, .nothing), (words, "", true, false, .nothing), ("", "", true, false, .nothing),
        // Lines are broken anywhere in writing without blanks.
        ("泵站四号泵今天停\n了请立即检查控制\n室的报警代码谢谢", "泵站四号泵今天停了请立即检查控制室的报警代码谢谢", true, false, .nothing),
    ])
    func theFormThatSaysAllIsShown(
        _ plain: String, _ html: String, _ isPlain: Bool, _ isHTML: Bool, _ left: MailForms.Left
    ) {
        let forms = MailForms(plain: plain, html: html)
        #expect(forms.showsPlain == isPlain && forms.showsHTML == isHTML && forms.left == left, "\(forms)")
    }

    private func migrate(_ mails: [String], _ folder: Workspace? = nil) async throws -> (Workspace, MigrationOutcome) {
        let site = try folder ?? Workspace([:])
        for (number, mail) in mails.enumerated() { try site.write(mail, to: "old-site/\(number).eml") }
        let run = MigrationRun(system: "mbox", paths: [site.export], siteRoot: site.root, into: "groups/m", workers: 1)
        return (site, try await run.run())
    }

    private func mail(
        _ id: String, _ subject: String, to parent: String? = nil, more: String = "", _ body: String
    ) -> String {
        "Message-ID: <\(id)@x>\nFrom: P\(id) <p\(id)@corp.example>\nDate: Mon, 4 Mar 2013 1\(id):00:00 +0100\nSubject: \(subject)\n"
            + (parent.map { "In-Reply-To: <\($0)@x>\n" } ?? "") + more + "\n\(body)\n"
    }

    @Test func textBesideANoteInHTMLStays() async throws {
        let body =
            "--b\nContent-Type: text/plain\n\nPump 4 stands still. The code of the alarm is 4711, and the spare part lies in shelf 12.\n"
            + "--b\nContent-Type: text/html\n\n<p>Please view this message in a mail program that shows text.</p>\n--b--\n"
        let (site, outcome) = try await migrate([
            mail("1", "Alarm", more: "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n", body)
        ])
        let page = site.read("groups/m/questions/alarm/index.md")
        #expect(page.contains("alarm is 4711") && !page.contains("Please view"), "\(page)")
        #expect(
            outcome.report.isBalanced
                && outcome.report.kinds["parts of mails"]?.skipped == [MailRule.formNote.rawValue: 1])
    }

    /// `Holiday list (was: Pump 4)` opens a subject of its own; comments below it do not say so again.
    @Test func anotherSubjectStandsAboveItsReply() async throws {
        let mails = [
            mail("1", "[Lift] Pump 4 is loud", "It is."), mail("2", "AW: [Lift] Pump 4 is loud", to: "1", "Oil it."),
            mail("3", "[EXT] Re: [Lift] Holiday list (was: Pump 4 is loud)", to: "1", "Enter your weeks."),
            mail("4", "RE: Holiday list", to: "3", "Done."),
            mail("5", "[Lift] [SOLVED] Re: Pump 4 is loud", to: "1", "Oiled."),
            mail("6", "Sv: [SOLVED] Pump 4 is loud", to: "5", "Fine."), mail("7", "", to: "1", "Empty."),
            mail("9", "Re: Holiday list", to: "4", "Mine too.").replacing("P9 <p9", with: "P3 <p3").replacing(
                "19:00", with: "18:30"),
        ]
        let (site, _) = try await migrate(
            mails + [mail("8", "[EXT] Other", "Words.").replacing("Mon, 4", with: "Tue, 5")])
        func answer(_ person: Int) -> String {
            site.files.first { $0.hasSuffix("/answers/2013-03-04-p\(person).md") }.map { site.read($0) } ?? ""
        }
        #expect(answer(2).hasSuffix("---\n\nOil it.\n"))
        #expect(
            answer(3).contains("---\n\n**Holiday list (was: Pump 4 is loud)**\n\nEnter your weeks.\n"), "\(answer(3))")
        #expect(answer(4).contains("---\n\n**Holiday list**\n\nDone.\n\n### Comment"), "\(answer(4))")
        #expect(answer(4).hasSuffix("Z\n\nMine too.\n"), "\(answer(4))")
        #expect(answer(5).contains("---\n\n**[SOLVED] Pump 4 is loud**\n\nOiled.\n"), "\(answer(5))")
        #expect(site.files.count { site.read($0).contains("SOLVED") } == 1)
        #expect(answer(7).hasSuffix("---\n\nEmpty.\n"))
    }

    /// Where the question is not in the export any more, its page tells the subject.
    @Test func repliesOfALaterRunKnowTheSubject() async throws {
        let title = "Why does pump 4 of anna@corp.example trip on each restart since the last maintenance of May?"
        let (site, _) = try await migrate([mail("1", "[Lift] " + title, "Look.")])
        try FileSystem.remove(site.export + "/0.eml")
        let (_, outcome) = try await migrate(
            [mail("2", "Re: [Lift] " + title, to: "1", "Oil."), mail("3", "Lunch", to: "1", "At noon.")], site)
        #expect(outcome.exitStatus == 0)
        let answers = site.files.filter { $0.contains("/answers/") }.map { site.read($0) }
        #expect(
            answers.count == 2 && answers[0].hasSuffix("---\n\nOil.\n")
                && answers[1].hasSuffix("---\n\n**Lunch**\n\nAt noon.\n"), "\(answers)")
    }

    @Test(arguments: [
        ("See:\n\n    http://a.example/b\n\nor\n", "See:\n\nhttp://a.example/b\n\nor\n"),
        (
            "See:\n\n    http://a.example/b\n    <https://b.example/>\n\n    jo@corp.example\n\nor\n",
            "See:\n\nhttp://a.example/b\\\nhttps://b.example/\n\njo@corp.example\n\nor\n"
        ),
        (
            "Try:\n\n    curl \\\n    http://a.example/b\n\nor\n",
            "Try:\n\n```\ncurl \\\nhttp://a.example/b\n```\n\nor\n"
        ),
        ("Try:\n\n    a@b\n    @c\n\nor\n", "Try:\n\n```\na@b\n@c\n```\n\nor\n"),
    ])
    func addressesThatAreSetInAreNoCode(_ text: String, _ expected: String) {
        var writer = MarkdownWriter()
        #expect(writer.write(MailMarkdown.blocks(MailBody(text, quote: .leaveOut).lines)) == expected)
    }
}
