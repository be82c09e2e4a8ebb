import HearthModel
import Testing

@testable import HearthMigration

@Suite struct ConfluenceHTMLTests {
    private static func html(_ title: String, _ text: String, below: String = "", crumbs: [String] = []) -> String {
        """
        <!DOCTYPE html><html><head><title>Pump room : \(title)</title></head><body class="theme-default aui-theme-default">
        <div id="main-header"><ol id="breadcrumbs">\(crumbs.map { "<li><span><a href=\"\($0)\">x</a></span></li>" }.joined())</ol>
        <h1 id="title-heading" class="pagetitle"><span id="title-text"> Pump room : \(title) </span></h1></div>
        <div id="content" class="view"><div class="page-metadata">
           Created by <span class='author'> Jo Larsen</span>, last modified by <span class='editor'> Ada</span> on Jan 04, 2017</div>
        <div id="main-content" class="wiki-content group">\(text)</div>\(below)</div></body></html>
        """
    }

    private static let index = """
        <html><head><title>Pump room (PUMP)</title></head><body class="theme-default aui-theme-default"><div class="pageSection">
        <table class="confluenceTable"><tr><th>Key</th><td>PUMP</td></tr><tr><th>Name</th><td>Pump room</td></tr></table></div>
        <div class="pageSection"><h2 class="pageSectionTitle">Available Pages:</h2><ul><li><a href="Home_10.html">Home</a>
        <img src="images/icons/contenttypes/home_page_16.png"/><ul><li><a href="Pumps%2C-big_11.html">Pumps, big</a></li></ul>
        <ul><li><a href="12.html">Öl &amp; Fett</a></li></ul></li></ul></div></body></html>
        """

    @Test func anHTMLExportBecomesAGroup() async throws {
        let files = """
            <div class="pageSection group"><div class="pageSectionHeader"><h2 id="attachments">Attachments:</h2></div>
            <div class="greybox"><img src="images/icons/bullet_blue.gif"/><a href="attachments/11/31.png">The plan.png</a> (image/png)</div></div>
            <div class="pageSection group"><div class="pageSectionHeader"><h2 id="comments">Comments:</h2></div>
            <table><tr><td><a name="comment-77"></a><font class="smallfont"><p>Nice</p></font><div class="smallfont">
            <img src="images/icons/contenttypes/comment_16.png"/> Posted by Ada at Sep 02, 2020 15:50</div></td></tr></table></div>
            """
        let site = try Workspace([
            "PUMP/index.html": Self.index,
            "PUMP/Home_10.html": Self.html("Home", "<p>Hi, <a href=\"12.html#id-Öl&Fett-Wie\">oil</a></p>"),
            "PUMP/Pumps,-big_11.html": Self.html(
                "Pumps, big",
                "<h1 id=\"Pumps,big-Setup\">Setup</h1><p><img class=\"confluence-embedded-image\" src=\"attachments/11/31.png\" alt=\"Plan\"/></p>"
                    + "<div class=\"confluence-information-macro confluence-information-macro-warning\"><p class=\"title\">Hot</p>"
                    + "<div class=\"confluence-information-macro-body\"><p>Gloves!</p></div></div>"
                    + "<div class=\"code panel\"><div class=\"codeContent\"><pre class=\"syntaxhighlighter-pre\" "
                    + "data-syntaxhighlighter-params=\"brush: java; gutter: false\">int a;</pre></div></div>"
                    + "<ul class=\"inline-task-list\"><li class=\"checked\" data-inline-task-id=\"1\">done</li><li>open</li></ul>"
                    + "<div class=\"toc-macro\"><ul><li>Setup</li></ul></div><img class=\"emoticon\" alt=\"(tick)\" src=\"images/icons/x.png\"/>",
                below: files),
            "PUMP/12.html": Self.html("Öl &amp; Fett", "<h2 id=\"id-Öl&amp;Fett-Wie\">Wie?</h2><p>So.</p>"),
            "PUMP/attachments/11/31.png": "png", "PUMP/attachments/11/99.png": "loose", "PUMP/styles/site.css": "a{}",
        ])
        let outcome = try await MigrationRun(
            paths: [site.export], siteRoot: site.root, into: "groups/pumps", workers: 2
        ).run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(outcome.diagnostics.map(\.kind.id) == ["migrate-source-gap"])
        #expect(
            site.files == [
                "groups/pumps/files/pumps-big/the-plan.png", "groups/pumps/index.md", "groups/pumps/ol-fett.md",
                "groups/pumps/pumps-big.md", "people/ada.md", "people/jo.larsen.md",
            ])
        let pumps = site.read("groups/pumps/pumps-big.md")
        #expect(pumps.contains("author: \"@jo.larsen\"\ndate: 2017-01-04\nweight: 1\n"))
        #expect(
            pumps.hasSuffix(
                """
                ## Setup

                ![Plan](/groups/pumps/files/pumps-big/the-plan.png)

                > [!CAUTION]
                > **Hot**
                >
                > Gloves!

                ```java
                int a;
                ```

                - [x] done
                - [ ] open

                ✅

                ## Comments

                @ada, 2020-09-02 15:50

                Nice

                """))
        let home = site.read("groups/pumps/index.md")
        #expect(home.contains("visibility: members\n") && home.contains("[oil](/groups/pumps/ol-fett/#wie)"))
        #expect(outcome.report.kinds["attachments"]?.skippedCount == 1)
        #expect(
            try await MigrationRun(paths: [site.export], siteRoot: site.root, into: "groups/pumps", workers: 2).run()
                .files.changed == 0)
    }
}
