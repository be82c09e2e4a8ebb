import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// Pages and documents that several people wrote name each of them.
@Suite struct SeveralAuthorsTests {
    @Test func pagesOfPandocNameTheirAuthorsAndTheirDate() async throws {
        let site = try Workspace([
            "a.html": """
            <!DOCTYPE html><html><head><meta name="generator" content="pandoc" />
            <meta name="author" content="Ada Berg" /><meta name="author" content="Bo Lie; Ada Berg" />
            <meta name="dcterms.date" content="2021-05-04" /><title>Made by pandoc</title></head>
            <body><header id="title-block-header"><h1 class="title">Made by pandoc</h1><p class="author">Ada Berg</p>
            <p class="author">Bo Lie</p><p class="date">2021-05-04</p></header><h1 id="p1">Part one</h1><p>Text.</p></body></html>
            """,
            "b.html": "<title>Other</title><meta name=author content='Ada Berg'><h1>Other</h1><p>Words",
        ])
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        let text = site.read("groups/w/a.md")
        #expect(text.contains("authors: [\"@ada.berg\", \"@bo.lie\"]\n"), "\(text)")
        #expect(text.contains("date: 2021-05-04\n") && text.contains("  author: Ada Berg; Bo Lie\n"), "\(text)")
        #expect(site.read("groups/w/b.md").contains("author: \"@ada.berg\"\n"))
        #expect(site.has("people/ada.berg.md") && site.has("people/bo.lie.md"))
    }

    @Test func officeProgramsWriteThemIntoOneField() async throws {
        #expect(
            OfficeDocument.Properties.people("Ada Berg; Bo Lie;Ada Berg ; user;") == ["Ada Berg", "Bo Lie"])
        #expect(OfficeDocument.Properties.people("Lie, Bo") == ["Lie, Bo"])
        #expect(OfficeDocument.Properties.people(nil) == [] && OfficeDocument.Properties.people(" ; ") == [])
        let site = try Workspace([:])
        let meta = """
            <office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
             xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:creator>Ada Berg; Bo Lie</dc:creator></office:meta>
            </office:document-meta>
            """
        let content = """
            <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
             xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
            <text:p>Words.</text:p></office:text></office:body></office:document-content>
            """
        try zip(
            [
                ("mimetype", Array("application/vnd.oasis.opendocument.text".utf8)),
                ("content.xml", Array(content.utf8)),
                ("meta.xml", Array(meta.utf8)),
            ], to: site.export + "/plan.odt")
        let run = MigrationRun(system: "docx", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        #expect(site.read("groups/w/plan.md").contains("authors: [\"@ada.berg\", \"@bo.lie\"]\n"))
        #expect(site.has("people/ada.berg.md") && site.has("people/bo.lie.md"))
    }
}
