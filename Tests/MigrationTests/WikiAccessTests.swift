import HearthModel
import Testing

@testable import HearthMigration

/// The XML of a small dump: pages with the latest text, and what stands beside it.
private func wiki(_ pages: [(title: String, text: String)], beside: String = "") -> String {
    func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    let body = pages.enumerated().map { number, page in
        """
        <page><title>\(escaped(page.title))</title><id>\(number + 1)</id>\(page.title == "Limits" ? beside : "")
        <revision><id>\(number + 9)</id><timestamp>2011-03-04T05:06:07Z</timestamp>
        <contributor><username>Jo Larsen</username><id>7</id></contributor>
        <text xml:space="preserve">\(escaped(page.text))</text></revision></page>
        """
    }
    return """
        <mediawiki version="0.10" xml:lang="en"><siteinfo><sitename>W</sitename>
        <base>https://wiki.example/wiki/Main</base></siteinfo>
        \(body.joined(separator: "\n"))
        </mediawiki>
        """
}

/// Extensions of MediaWiki and plugins of DokuWiki that show a part of a page to some readers only.
@Suite struct WikiAccessTests {
    @Test(arguments: [
        ("<accesscontrol>HR</accesscontrol>\nx", true), ("a <restricted>b</restricted>", true),
        ("<loggedin>\nb\n</loggedin>", true), ("<protect group=hr>b</protect>", true), ("<Private>b</Private>", true),
        ("<members-only>b</members-only>", true), ("{{#ifingroup:sysop|b|c}}", true), ("{{#ifanon:a|b}}", true),
        ("<pre><accesscontrol>HR</accesscontrol></pre>", true), ("{{#tag:private|b}}", true),
        ("{{#allow-groups:hr}}", true), ("<adminonly>b</adminonly>", true), ("<confidential>b</confidential>", true),
        // What is no tag, or says nothing of readers.
        ("mysql -p<password> <user>", false), ("<nowiki><private>b</private></nowiki>", false),
        ("<syntaxhighlight lang=xml><password>b</password></syntaxhighlight>", false),
        ("<includeonly>a</includeonly><noinclude>b</noinclude><onlyinclude>c</onlyinclude>", false),
        ("{{#ifexist:A|b|c}} {{#if:a|b}} {{#showauthors:x}}", false), ("<accessibility>b</accessibility>", false),
        ("<ref name=private>b</ref> <b>private</b>", false), ("<mobileonly>b</mobileonly>", false),
        ("a <!-- <restricted>b</restricted> {{#ifingroup:x|y}} --> c", false),
        ("<!-- a --> <private>b</private> -->", true), ("<!-- <private>b</private>", true),
        ("<private>a <!-- b </private> -->", true), ("<nowiki><!--</nowiki><private>b</private> -->", true),
        ("<!-- <accesscontrol>HR</accesscontrol> -->", true),
    ])
    func tagsOfMediaWikiThatCloseAPage(_ text: String, _ closes: Bool) {
        #expect((ClosingTags.mediaWiki.first(in: Array(text.utf8)) != nil) == closes)
    }

    @Test(arguments: [
        ("<ifauth @hr>b</ifauth>", true), ("<nodisp 2>b</nodisp>", true), ("<showif isloggedin>b</showif>", true),
        ("<showif mobile>b</showif>", false),
        ("<showif-loggedin>b</showif-loggedin>", true), ("<private>b</private>", true),
        ("<if user=jo|group=hr>b</if>", true), ("<if (date > 2020)>b</if>", false),
        ("  * <restricted>b</restricted>", true), ("text\n  <password>b</password>", false),
        ("<code>\n<access>b</access>\n</code>", false), ("<hidden More>b</hidden>", false),
        ("Write %%<private>b</private>%% to hide", false), ("50%% <private>b</private>", true),
        ("50%% a\n<private>b</private> 70%%", true), ("%%a%% <private>b</private> %%c%%", true),
        ("<private>a %% b</private> %%", true), ("%%<ifauth @hr>b</ifauth>%%", true),
    ])
    func tagsOfDokuWikiThatCloseAPage(_ text: String, _ closes: Bool) {
        #expect((ClosingTags.dokuWiki.first(in: Array(text.utf8)) != nil) == closes)
    }

    /// Tags that nobody closes: each is looked at once. Otherwise this would not end within an hour.
    @Test(.timeLimit(.minutes(10))) func manyTagsTakeNoLongTime() {
        let text = String(repeating: "<pre><private> {{#if:", count: 20_000)
        #expect(ClosingTags.mediaWiki.first(in: Array(text.utf8)) == nil)
        #expect(ClosingTags.dokuWiki.first(in: Array(text.utf8)) == nil)
    }

    private static let pages = [
        ("Open", "See [[Plans for sale]], [[Plans for sale|the plans]] and [[Loan]]. [[File:Map.png]]"),
        ("Plans for sale", "<accesscontrol>HR</accesscontrol>\nWe sell. [[File:Deal.png]] [[File:Map.png]]"),
        ("Loan", "Rates: {{Rates}}"), ("Template:Rates", "<restricted>7 %</restricted>"),
        ("Whole", "{{:Plans for sale}}"), ("Category:Dismissals", "<private>Who goes</private>"),
        ("User:Jo Larsen", "<loggedin>My pay</loggedin>"), ("Limits", "Some."),
        ("Acl", "[[Visible to::whitelist]] x"), ("Old plans", "#REDIRECT [[Plans for sale]]"),
    ]

    @Test func pagesWithSuchTagsAreForMembers() async throws {
        let site = try Workspace([
            "dump.xml": wiki(Self.pages, beside: "<restrictions>edit=sysop:read=hr</restrictions>"),
            "images/a/Map.png": "map", "images/b/Deal.png": "deal", "images/b/Free.png": "free",
        ])
        let run = MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/wiki", workers: 2)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        for name in ["plans-for-sale", "loan", "whole", "category/dismissals", "user/jo-larsen", "limits", "acl"] {
            #expect(site.read("groups/wiki/\(name).md").contains("\nvisibility: members\n"), "\(name)")
        }
        let open = site.read("groups/wiki/open.md")
        #expect(!open.contains("visibility") && open.contains("![](/groups/wiki/files/map.png)"))
        #expect(open.contains("See [a restricted page](/groups/wiki/plans-for-sale/), [the plans]"))
        #expect(site.read("groups/wiki/plans-for-sale.md").contains("/groups/wiki/files-for-members/deal.png"))
        #expect(site.has("groups/wiki/files-for-members/deal.png") && site.has("groups/wiki/files/free.png"))
        #expect(!site.has("topics/dismissals.md") && !site.read("people/jo.larsen.md").contains("My pay"))
        #expect(site.read("groups/wiki/index.md").contains("access_group: members-of-wiki"))
    }

    /// A page that somebody leaves out was closed all the same.
    @Test(arguments: ["mediawiki", "dokuwiki"])
    func aClosedPageThatIsLeftOutHasNoName(_ system: String) async throws {
        let isDoku = system == "dokuwiki"
        let site = try Workspace(
            isDoku
                ? [
                    "conf/acl.auth.php": "*  @ALL  1\nhr:*  @ALL  0\nhr:*  @hr  8\n",
                    "conf/local.php": "<?php\n$conf['useacl'] = 1;\n", "data/meta/_dummy": "",
                    "data/pages/open.txt":
                        "See [[hr:layoffs]], [[hr:layoffs|ours]], https://w.example/doku.php?id=hr:layoffs and [[https://w.example/doku.php?id=hr:layoffs|that]].",
                    "data/pages/hr/layoffs.txt": "Who goes.",
                ]
                : [
                    "dump.xml": wiki([
                        (
                            "Open",
                            "See [[Layoffs]], [[Layoffs|ours]], https://wiki.example/wiki/Layoffs and [https://wiki.example/wiki/Layoffs that]."
                        ),
                        ("Layoffs", "<private>Who goes</private>"),
                    ])
                ])
        func migrate(surveyOnly: Bool = false) async throws {
            let outcome = try await MigrationRun(
                system: system, paths: [site.export], siteRoot: site.root, into: "groups/wiki", workers: 2,
                isSurveyOnly: surveyOnly
            ).run()
            #expect(outcome.exitStatus == 0 && (surveyOnly || outcome.report.isBalanced))
        }
        try await migrate(surveyOnly: true)
        let table = "migration/\(system)/survey.csv"
        let rows = String(decoding: try FileSystem.read(site.root + "/" + table), as: UTF8.self)
            .split(whereSeparator: \.isNewline).map { $0.lowercased().contains("layoffs") ? $0 + "x" : $0 }
        try site.write(rows.joined(separator: "\n"), to: table)
        try await migrate()
        let page = site.read("groups/wiki/open.md")
        let body = page.split(separator: "\n---\n\n").last.map(String.init)
        #expect(
            body == "See a restricted page, ours, a restricted page and that.\n"
                && !page.lowercased().contains("layoffs"),
            "\(page)")
        #expect(site.files.allSatisfy { !$0.contains("layoffs") })
    }

    /// What was a topic, a person's page and a page for everybody is closed by the next dump.
    @Test func aTagThatComesLaterClosesThePage() async throws {
        let first = Self.pages.map { ($0.0, $0.0 == "Open" ? $0.1 : "Words [[File:Deal.png]]") }
        let site = try Workspace(["dump.xml": wiki(first), "images/b/Deal.png": "deal", "images/a/Map.png": "map"])
        func migrate() async throws {
            let run = MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/wiki", workers: 2)
            #expect(try await run.run().exitStatus == 0)
        }
        try await migrate()
        #expect(site.has("topics/dismissals.md") && site.has("groups/wiki/files/deal.png"))
        try site.write(wiki(Self.pages), to: "old-site/dump.xml")
        try await migrate()
        #expect(!site.has("topics/dismissals.md") && !site.has("groups/wiki/files/deal.png"))
        #expect(site.read("groups/wiki/category/dismissals.md").contains("visibility: members"))
        #expect(site.read("groups/wiki/loan.md").contains("visibility: members"))
        try site.write(wiki(first), to: "old-site/dump.xml")
        try await migrate()
        #expect(site.has("topics/dismissals.md") && !site.has("groups/wiki/category/dismissals.md"))
        #expect(!site.read("groups/wiki/loan.md").contains("visibility"))
    }
}
