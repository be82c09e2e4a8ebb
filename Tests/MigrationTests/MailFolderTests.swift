import Testing

@testable import HearthMigration

/// Folders of mails that nobody is to read, in the languages of mail programs.
@Suite struct MailFolderTests {
    @Test(arguments: [
        ("/.Entw&APw-rfe/cur/1:2,S", MailState.draft), ("/.INBOX.Entw&APw-rfe/cur/1:2,S", MailState.draft),
        ("/.Gel&APY-schte Elemente/cur/1", MailState.deleted), ("/.Gel&APY-schte Objekte/cur/1", MailState.deleted),
        ("/.&AMk-l&AOk-ments supprim&AOk-s/cur/1", MailState.deleted),
        ("/Gelöschte Objekte.mbox/mbox", MailState.deleted), ("/Posta eliminata.mbox/mbox", MailState.deleted),
        ("/imap/Corbeille", MailState.deleted), ("/.&MLQw33ux-/cur/1", MailState.deleted),
        ("/.&V4NXPpCuTvY-/cur/1", MailState.junk), ("/.Ind&AOk-sirables/cur/1", MailState.junk),
        ("/.&BCcENQRABD0EPgQyBDgEOgQ4-/cur/1", MailState.draft),
    ])
    func namesAreReadAsPeopleSeeThem(_ path: String, _ rule: String) { #expect(MailState.rule(ofFile: path) == rule) }

    @Test(arguments: [
        "/.R&D-Drafts team/cur/1", "/.Research &- Drafting/cur/1", "/.&&&/cur/1", "/.&APw/cur/1", "/.&2AA-/cur/1",
    ])
    func otherNamesAreNone(_ path: String) { #expect(MailState.rule(ofFile: path) == nil) }

    @Test func ampersandsStay() {
        #expect(MailFolderNames.decoded("R&D") == "R&D" && MailFolderNames.decoded("a &- b") == "a & b")
        #expect(MailFolderNames.decoded("R&D-x") == "R&D-x" && MailFolderNames.decoded("&2AA-") == "&2AA-")
    }
}
