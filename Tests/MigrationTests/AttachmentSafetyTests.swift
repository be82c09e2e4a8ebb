import HearthModel
import Testing

@testable import HearthMigration

@Suite struct AttachmentSafetyTests {
    /// The name that a file gets decides, not the one that it had.
    @Test(arguments: [
        "evil.html_", "evil.ht-ml", "evil.svg~", "evil.exe ", "a/evil.h\u{200B}tml", "evil.HTML\u{7F}", "evil.xhtml_",
    ])
    func hiddenEndingsAreSeen(_ name: String) {
        let rule = AttachmentSafety.danger(name: name) { Array("<svg onload=x>".utf8) }
        #expect(rule != nil)
    }

    @Test(arguments: [
        ("a.svg", "<x:svg xmlns:x=\"s\"><x:script>1</x:script></x:svg>", true),
        ("a.svg", "<svg><a href=\"java&#115;cript:alert(1)\"/></svg>", true),
        ("a.svg", "<svg><a href=\"java&#x0A;script:alert(1)\"/></svg>", true),
        ("a.xml", "<r xmlns:h=\"x\"><h:iframe src=\"y\"/></r>", true),
        ("a.rss", "<r><script>1</script></r>", true), ("a.atom", "<r><script>1</script></r>", true),
        ("a.svg", "<svg><title>a:script and manuscript &#169;</title><path d=\"M0 0\"/></svg>", false),
        ("a.rss", "<rss><title>News</title></rss>", false),
    ])
    func picturesThatRunAreSeen(_ name: String, _ text: String, _ isDangerous: Bool) {
        #expect((AttachmentSafety.danger(name: name) { Array(text.utf8) } != nil) == isDangerous)
    }

    /// Keys, passwords and mailboxes by their bytes, whatever they are called.
    @Test(arguments: [
        ("server.key", "-----BEGIN RSA PRIVATE KEY-----\nMII", true),
        ("deploy", "-----BEGIN OPENSSH PRIVATE KEY-----\nabc", true),
        (
            "all.crt", "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\r\n-----BEGIN PRIVATE KEY-----\nM",
            true
        ),
        ("x.txt", "PuTTY-User-Key-File-2: ssh-rsa", true), ("users", "ann:$apr1$abc$def\n", true),
        ("users.txt", "ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", true),
        ("Inbox", "From bob Mon Jan  1 00:00:00 2020\nFrom: bob@x.example\n\nhi", true),
        ("Archive.old", "!BDN1234", true), ("k.bin", "\u{30}", false),
        ("a.crt", "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n", false),
        ("deck.key", "PK\u{3}\u{4}", false), ("n.txt", "From the office: 12:30:00\nAll: come", true),
        ("n.txt", "From the office\nall come at 12:30:00", false), ("m.txt", "Price: $1 each", false),
        ("m.txt", "see -----BEGIN PRIVATE KEY-----", false),
    ])
    func secretsAreKnownByTheirBytes(_ name: String, _ text: String, _ isSecret: Bool) {
        #expect((AttachmentSafety.danger(name: name) { Array(text.utf8) } != nil) == isSecret)
    }

    @Test func binaryKeysAreKnown() {
        #expect(AttachmentSafety.isSecret([0x30, 0x82, 4, 1, 2, 1, 0, 0x30, 0x0D, 6]))
        #expect(AttachmentSafety.isSecret([0x30, 0x82, 4, 1, 2, 1, 3, 0x30, 0x82, 6]))
        #expect(!AttachmentSafety.isSecret([0x30, 0x82, 4, 1, 0x30, 0x82, 3, 1, 2, 1]))
    }

    /// In every system the same.
    @Test(arguments: ["html", "docx", "dokuwiki", "mediawiki", "wordpress"])
    func hiddenEndingsStayBehind(_ system: String) async throws {
        let files: [String: String] =
            switch system {
            case "html":
                [
                    "index.html":
                        "<p>Words <a href=\"evil.html_\">a</a> <a href=\"ok.txt\">b</a> <a href=\"k\">c</a> "
                        + "<a href=\"setup.exe\">d</a></p>",
                    "evil.html_": "<script>1</script>", "ok.txt": "fine", "setup.exe": "MZ",
                    "k": "-----BEGIN PRIVATE KEY-----\n",
                ]
            case "docx":
                [
                    "evil.html_": "<script>1</script>", "setup.exe": "MZ", "ok.txt": "fine",
                    "k": "-----BEGIN PRIVATE KEY-----\n",
                ]
            case "mediawiki":
                [
                    "dump.xml": """
                    <mediawiki><siteinfo><sitename>W</sitename></siteinfo><page><title>Start</title><id>1</id><revision>
                    <text>[[Media:Ok.txt|b]] [[Media:Setup.exe|d]] [[File:Setup.exe]]</text></revision></page></mediawiki>
                    """, "images/Ok.txt": "fine", "images/Setup.exe": "MZ", "images/Evil.html_": "<script>1</script>",
                ]
            case "wordpress":
                [
                    "blog.xml": """
                    <rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>B</title>
                    <link>https://old.example</link><item><title>Start</title><wp:post_id>1</wp:post_id>
                    <wp:post_type>page</wp:post_type><wp:status>publish</wp:status><content:encoded><![CDATA[
                    <a href="https://old.example/wp-content/uploads/setup.exe">d</a>
                    <a href="https://old.example/wp-content/uploads/ok.txt">b</a>
                    ]]></content:encoded></item></channel></rss>
                    """, "wp-content/uploads/ok.txt": "fine", "wp-content/uploads/setup.exe": "MZ",
                ]
            default:
                [
                    "conf/local.php": "<?php\n",
                    "data/pages/start.txt": "{{:evil.html_|a}} {{:ok.txt|b}} {{:setup.exe|d}}",
                    "data/media/evil.html_": "<script>1</script>", "data/media/setup.exe": "MZ",
                    "data/media/ok.txt": "fine",
                    "data/media/k": "-----BEGIN PRIVATE KEY-----\n",
                ]
            }
        let site = try Workspace(files)
        let outcome = try await MigrationRun(
            system: system, paths: [site.export], siteRoot: site.root, into: "groups/x", workers: 2
        ).run()
        #expect(outcome.exitStatus == 0)
        #expect(site.files.contains { $0.hasSuffix("/ok.txt") })
        #expect(!site.files.contains { site.read($0).contains("<script>1") || site.read($0).contains("PRIVATE KEY") })
        // Neither the program nor a link to where it would be.
        let texts = site.files.filter { $0.hasPrefix("groups/") }.map { site.read($0) }
        #expect(!site.files.contains { $0.hasSuffix(".exe") } && !texts.contains { $0.contains("/setup.exe") })
    }
}
