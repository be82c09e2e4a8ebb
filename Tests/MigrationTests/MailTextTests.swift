import Testing

@testable import HearthMigration

private func markdown(_ text: String, quote: MailQuoteRule = .leaveOut) -> String {
    let body = MailBody(text, quote: quote)
    var writer = MarkdownWriter()
    return writer.write(MailMarkdown.blocks(body.lines))
}

/// What people typed into mails and their fields.
@Suite struct MailTextTests {
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
}
