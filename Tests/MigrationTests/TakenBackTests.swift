import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// What wikis say was taken back or closed, and what documents hide.
@Suite struct TakenBackTests {
    private static func wiki(_ pages: [(id: Int, title: String, text: String)]) -> String {
        let body = pages.map { id, title, text in
            "<page><title>\(title)</title><id>\(id)</id><revision><id>\(id)</id>"
                + "<timestamp>2011-03-04T05:06:07Z</timestamp><contributor><username>Ann</username><id>7</id></contributor>"
                + (text == "-" ? "<text deleted=\"deleted\" />" : "<text xml:space=\"preserve\">\(text)</text>")
                + "</revision></page>"
        }
        return """
            <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="en">
            <siteinfo><sitename>Wiki</sitename><base>https://wiki.example/wiki/Main_Page</base><case>first-letter</case>
            <namespaces><namespace key="0" /><namespace key="2">User</namespace><namespace key="14">Category</namespace>
            </namespaces></siteinfo>\(body.joined(separator: "\n"))</mediawiki>
            """
    }

    private func migrate(_ site: Workspace, _ system: String? = nil) async throws -> MigrationOutcome {
        try await MigrationRun(
            system: system, paths: [site.export], siteRoot: site.root, into: "groups/wiki", workers: 2
        ).run()
    }

    /// Pages whose text was deleted, that were emptied, or are redirects now.
    @Test(arguments: [false, true])
    func pagesThatAWikiTookBackGo(_ isEdited: Bool) async throws {
        let titles = ["Deleted", "Blank", "Moved"]
        let first = titles.enumerated().map { ($0 + 2, $1, "canary") }
        let site = try Workspace([
            "wiki.xml": Self.wiki([(1, "Pump", "Text")] + first + [(9, "Category:Old", "canary")])
        ])
        #expect(try await migrate(site).exitStatus == 0)
        let paths = titles.map { "groups/wiki/\($0.lowercased()).md" } + ["topics/old.md"]
        for path in paths {
            #expect(site.read(path).contains("canary"), "\(path)")
            if isEdited { try site.write(site.read(path) + "\nMine.\n", to: "Content/" + path) }
        }
        try site.write(
            Self.wiki([
                (1, "Pump", "Text"), (2, "Deleted", "-"), (3, "Blank", " \n"), (4, "Moved", "#REDIRECT [[Pump]]"),
                (9, "Category:Old", ""),
            ]), to: "old-site/wiki.xml")
        let second = try await migrate(site)
        #expect(second.exitStatus == 0 && second.files.removed == (isEdited ? 0 : 4))
        for path in paths {
            #expect(isEdited ? site.read(path).contains("\ndraft: true") : !site.has(path), "\(path)")
        }
        #expect(try await migrate(site).files.changed == 0)
    }

    /// `LocalSettings.php` beside the dump says that only accounts may read.
    @Test(arguments: [
        ("$wgGroupPermissions['*']['read'] = false;", false),
        ("$wgGroupPermissions [ \"*\" ] [\"read\"]=FALSE ;", false),
        ("$wgGroupPermissions['*']['read'] = getenv('OPEN');", false),
        ("# $wgGroupPermissions['*']['read'] = false;\n/* $wgGroupPermissions['*']['read'] = false; */", true),
        ("$wgGroupPermissions['*']['read'] = false;\n$wgGroupPermissions['*']['read'] = true;", true),
        ("$wgGroupPermissions['*']['edit'] = false;", true),
        ("$wgGroupPermissions['*'] = [ 'read' => false, 'edit' => false ];", false),
        ("foreach (['*'] as $g) { $wgGroupPermissions[$g]['read'] = false; }", false),
        ("$wgGroupPermissions['*']['read'] = true;\n$wgNamespacePermissionLockdown[NS_HR]['read'] = ['hr'];", false),
        ("require_once '/etc/wiki/private.php';", false),
        ("require_once \"$IP/extensions/Cite/Cite.php\";\nrequire_once( \"$IP/includes/DefaultSettings.php\" );", true),
    ])
    func aWikiForAccountsIsForMembers(_ settings: String, _ isOpen: Bool) async throws {
        let site = try Workspace([
            "wiki.xml": Self.wiki([(1, "Pump", "canary"), (2, "Category:Old", "canary"), (3, "User:Ann", "canary")]),
            "LocalSettings.php": "<?php\n" + settings + "\n", "images/a/ab/Plan.png": "png",
        ])
        let outcome = try await migrate(site)
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let group = site.read("groups/wiki/index.md")
        #expect(group.contains("visibility: \(isOpen ? "everyone" : "members")\n"))
        let found = site.files.filter { site.read($0).contains("canary") }
        #expect(found.contains { !$0.hasPrefix("groups/wiki/") } == isOpen, "\(found)")
        #expect(found.count == 3)
        #expect(outcome.diagnostics.contains { $0.summary.contains("only people with an account") } != isOpen)
        #expect(try await migrate(site).files.changed == 0)
    }

    @Test func textBehindACategoryIsText() async throws {
        let site = try Workspace([
            "wiki.xml": Self.wiki([
                (
                    1, "Pump",
                    "One.\n\n[[Category:X]] more '''text''' with [[Pump]].\n\n[[Category:Y]] [[Category:Z]]\nEnd."
                )
            ])
        ])
        #expect(try await migrate(site).exitStatus == 0)
        #expect(
            site.read("groups/wiki/pump.md").hasSuffix(
                "\nOne.\n\nmore **text** with Pump.\n\nEnd.\n"))
    }

    /// The rights may be switched on in any file of settings, in any spelling.
    @Test(arguments: [
        (["local.protected.php": "$conf['useacl'] = 1;"], false), (["local.php": "$conf[\"useacl\"] = '1';"], false),
        (["local.php": "$conf[ 'useacl' ]=true;"], false), (["local.php": "$conf['useacl'] = $on;"], false),
        (["more.php": "$conf['useacl'] = 1;"], false), (["dokuwiki.php": "$conf['useacl'] = 1;"], false),
        (["dokuwiki.php": "$conf['useacl'] = 0;"], true), (["local.php": "// $conf['useacl'] = 1;"], true),
        (["local.php": "$conf['useacl'] = 1;", "local.protected.php": "$conf['useacl'] = 0;"], true),
        (["dokuwiki.php": "$conf['useacl'] = 1;", "local.php": "$conf['useacl'] = FALSE;"], true),
    ])
    func rightsAreSeenWhereverTheyAreSwitchedOn(_ settings: [String: String], _ isOpen: Bool) async throws {
        var files = [
            "data/pages/start.txt": "a", "data/media/x.png": "b", "conf/local.php": "<?php\n$conf['title']='x';",
        ]
        for (name, text) in settings { files["conf/" + name] = "<?php\n" + text + "\n" }
        let site = try Workspace(files)
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.read("groups/wiki/index.md").contains("visibility: \(isOpen ? "everyone" : "members")\n"))
    }

    /// What the wiki's own record says was deleted goes; what is only missing stays, and is named.
    @Test func pagesThatDokuWikiDeletedGo() async throws {
        func line(_ kind: String, _ id: String) -> String { "1583020800\t10.0.0.1\t\(kind)\t\(id)\tann\tx\t\n" }
        let pages = ["start", "gone", "also", "lost", "ns/back"]
        var files = [
            "conf/local.php": "<?php\n$conf['title']='x';", "data/media/ns/f.pdf": "f", "data/media/k.pdf": "k",
        ]
        for page in pages { files["data/pages/\(page).txt"] = "canary \(page)" }
        let site = try Workspace(files)
        #expect(try await migrate(site).exitStatus == 0)
        #expect(site.has("groups/wiki/gone.md") && site.has("groups/wiki/files/ns/f.pdf"))
        for gone in ["pages/gone.txt", "pages/also.txt", "pages/lost.txt", "media/ns/f.pdf"] {
            try FileSystem.remove(site.export + "/data/" + gone)
        }
        try site.write(line("C", "gone") + line("D", "gone"), to: "old-site/data/meta/gone.changes")
        try site.write(
            line("D", "start") + line("C", "start") + line("D", "also") + line("C", "lost"),
            to: "old-site/data/meta/_dokuwiki.changes")
        try site.write(line("D", "ns:back"), to: "old-site/data/meta/ns/back.changes")
        try site.write(line("C", "ns:f.pdf") + line("D", "ns:f.pdf"), to: "old-site/data/media_meta/ns/f.pdf.changes")
        let second = try await migrate(site)
        #expect(second.exitStatus == 0 && second.files.removed == 3)
        #expect(!site.has("groups/wiki/gone.md") && !site.has("groups/wiki/also.md"))
        #expect(
            site.has("groups/wiki/lost.md") && site.has("groups/wiki/ns/back.md") && site.has("groups/wiki/start.md"))
        #expect(!site.has("groups/wiki/files/ns/f.pdf") && site.has("groups/wiki/files/k.pdf"))
        #expect(try await migrate(site).files.changed == 0)
    }

    /// Names of closed pages and files say as much as their titles.
    @Test func namesOfClosedPagesStayClosed() async throws {
        let site = try Workspace([
            "conf/acl.auth.php": "*\t@ALL\t8\nhr:*\t@ALL\t0\n", "data/pages/hr/salaries_2020.txt": "x",
            "data/media/hr/salaries_2020.png": "x", "data/pages/other_page.txt": "y",
            "data/pages/start.txt":
                "A [[hr:salaries_2020]] [[hr:salaries_2020|the list]] {{page>hr:salaries_2020}} {{hr:salaries_2020.png}} [[other_page]] "
                + "https://wiki.example/doku.php?id=hr:salaries_2020 "
                + "https://wiki.example/doku.php?id=other_page",
        ])
        #expect(try await migrate(site).exitStatus == 0)
        let link = "[a restricted page](/groups/wiki/hr/salaries-2020/)"
        #expect(
            site.read("groups/wiki/start.md").hasSuffix(
                "\nA \(link) [the list](/groups/wiki/hr/salaries-2020/) \(link) a restricted file "
                    + "[other_page](/groups/wiki/other-page/) \(link) https://wiki.example/doku.php?id=other_page\n"
            ))
    }

    // MARK: Documents

    private static let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

    @Test func textThatAWordStyleHidesStaysHidden() async throws {
        func paragraph(_ style: String, _ text: String, _ run: String = "") -> String {
            "<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/></w:pPr><w:r><w:rPr>\(run)</w:rPr><w:t>\(text)</w:t></w:r></w:p>"
        }
        let hidden = "<w:trPr><w:hidden/></w:trPr>"
        func row(_ text: String, _ more: String = "") -> String {
            "<w:tr>\(more)<w:tc><w:p><w:r><w:t>\(text)</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
        }
        let site = try Workspace([:])
        try zip(
            [
                (
                    "word/document.xml",
                    Array(
                        """
                        <w:document \(Self.word)><w:body><w:p><w:r><w:t>Seen</w:t></w:r></w:p>
                        \(paragraph("Secret", "canary"))\(paragraph("Below", "canary"))
                        \(paragraph("Below", "shown", "<w:vanish w:val=\"0\"/>"))
                        <w:tbl>\(row("cell"))\(row("canary", hidden))</w:tbl></w:body></w:document>
                        """.utf8)
                ),
                (
                    "word/styles.xml",
                    Array(
                        """
                        <w:styles \(Self.word)><w:style w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/><w:b/></w:rPr></w:style>
                        <w:style w:styleId="Below"><w:name w:val="Below"/><w:basedOn w:val="Secret"/></w:style></w:styles>
                        """.utf8)
                ),
            ], to: site.export + "/hidden.docx")
        #expect(try await migrate(site, "docx").exitStatus == 0)
        let page = site.read("groups/wiki/hidden.md")
        #expect(page.contains("\nSeen\n\nshown\n") && page.contains("cell") && !page.contains("canary"))
        #expect(page.contains("losses: [\"text:hidden\""))
    }

    @Test func textThatAnOpenDocumentHidesStaysHidden() async throws {
        let site = try Workspace([:])
        let names =
            "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""
        try zip(
            [
                (
                    "content.xml",
                    Array(
                        """
                        <office:document-content \(names)><office:automatic-styles>
                        <style:style style:name="PH" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
                        <style:style style:name="PB" style:parent-style-name="PH" style:family="paragraph"/></office:automatic-styles>
                        <office:body><office:text><text:p>Seen</text:p>
                        <text:section text:display="none"><text:p>canary</text:p></text:section>
                        <text:section text:display="condition" text:is-hidden="true"><text:p>canary</text:p></text:section>
                        <text:section text:display="condition" text:is-hidden="false"><text:p>shown</text:p></text:section>
                        <text:p>canary<text:span><text:hidden-paragraph text:is-hidden="true"/></text:span></text:p>
                        <text:p>also shown<text:hidden-paragraph text:is-hidden="false"/></text:p>
                        <text:p text:style-name="PH">canary</text:p><text:h text:style-name="PB">canary</text:h>
                        </office:text></office:body></office:document-content>
                        """.utf8)
                )
            ], to: site.export + "/hidden.odt")
        #expect(try await migrate(site, "docx").exitStatus == 0)
        let page = site.read("groups/wiki/hidden.md")
        #expect(page.hasSuffix("\nSeen\n\nshown\n\nalso shown\n") && page.contains("losses: [\"text:hidden\""))
    }

    /// A second document whose name differs in case does not take the first one's place.
    @Test func namesThatDifferInCaseAreTwo() async throws {
        func document(_ text: String) -> [(String, [UInt8])] {
            [
                (
                    "word/document.xml",
                    Array(
                        "<w:document \(Self.word)><w:body><w:p><w:r><w:t>\(text)</w:t></w:r></w:p></w:body></w:document>"
                            .utf8)
                )
            ]
        }
        let site = try Workspace([:])
        try zip(document("first"), to: site.export + "/same.docx")
        #expect(try await migrate(site, "docx").exitStatus == 0)
        let before = site.read("groups/wiki/same.md")
        try zip(document("second"), to: site.export + "/Same.docx")
        let outcome = try await migrate(site, "docx")
        #expect(outcome.exitStatus == 0 && outcome.files.written == 1)
        #expect(site.read("groups/wiki/same.md") == before && site.read("groups/wiki/same-2.md").contains("second"))
        #expect(try await migrate(site, "docx").files.changed == 0)
    }
}
