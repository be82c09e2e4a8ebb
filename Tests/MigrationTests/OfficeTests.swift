import CArchive
import Foundation
import HearthBuild
import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// A zip of parts, as office programs write it.
func zip(_ parts: [(String, [UInt8])], to path: String) throws {
    let writer = try #require(archive_write_new())
    archive_write_set_format_zip(writer)
    #expect(archive_write_open_filename(writer, path) == ARCHIVE_OK)
    for (name, bytes) in parts {
        let entry = archive_entry_new()
        archive_entry_set_pathname(entry, name)
        archive_entry_set_size(entry, Int64(bytes.count))
        archive_entry_set_filetype(entry, 0o100000)
        archive_entry_set_perm(entry, 0o644)
        archive_write_header(writer, entry)
        _ = bytes.withUnsafeBytes { archive_write_data(writer, $0.baseAddress, $0.count) }
        archive_entry_free(entry)
    }
    archive_write_close(writer)
    archive_write_free(writer)
}

private let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 1]
private let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
private let styles = """
    <w:styles \(space)>
    <w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
    <w:style w:styleId="Mine"><w:basedOn w:val="berschrift1"/><w:name w:val="My heading"/></w:style>
    <w:style w:styleId="T"><w:name w:val="Title"/></w:style>
    <w:style w:styleId="Code"><w:name w:val="Source Code"/></w:style>
    <w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
    </w:styles>
    """
private let numbering = """
    <w:numbering \(space)>
    <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
    <w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
    <w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="2"/></w:num>
    </w:numbering>
    """
private let relations = """
    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="r1" Type="x/hyperlink" Target="https://a.example/" TargetMode="External"/>
    <Relationship Id="r2" Type="x/image" Target="media/p.png"/>
    <Relationship Id="r3" Type="x/hyperlink" Target="other%20one.odt" TargetMode="External"/>
    <Relationship Id="r4" Type="x/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>
    </Relationships>
    """
private let core = """
    <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
    <dc:creator>Jo Larsen</dc:creator><dc:title>Microsoft Word - pumps.doc</dc:title><cp:keywords>Pumps, ESP</cp:keywords>
    <dcterms:created>2011-03-04T10:00:00Z</dcterms:created><dcterms:modified>2012-01-01T00:00:00Z</dcterms:modified>
    </cp:coreProperties>
    """

private func word(_ body: String, notes: String = "") -> [(String, [UInt8])] {
    let document = """
        <w:document \(space) xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
         xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
         xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
         xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
         xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>\(body)</w:body></w:document>
        """
    let footnotes = "<w:footnotes \(space)><w:footnote w:id=\"2\">\(notes)</w:footnote></w:footnotes>"
    return [
        ("word/document.xml", Array(document.utf8)), ("word/styles.xml", Array(styles.utf8)),
        ("word/numbering.xml", Array(numbering.utf8)), ("word/_rels/document.xml.rels", Array(relations.utf8)),
        ("word/footnotes.xml", Array(footnotes.utf8)), ("docProps/core.xml", Array(core.utf8)),
        ("word/media/p.png", png),
    ]
}

private func open(_ content: String) -> [(String, [UInt8])] {
    let text = """
        <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
         xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
         xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
         xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
         xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">
        <office:automatic-styles><style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>
        <text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>
        <text:list-level-style-bullet text:level="2"/></text:list-style></office:automatic-styles>
        <office:body><office:text>\(content)</office:text></office:body></office:document-content>
        """
    return [("mimetype", Array("x".utf8)), ("content.xml", Array(text.utf8)), ("Pictures/1.png", png)]
}

private func p(_ inner: String, style: String = "", list: (Int, Int)? = nil) -> String {
    let number = list.map { "<w:numPr><w:ilvl w:val=\"\($0.0)\"/><w:numId w:val=\"\($0.1)\"/></w:numPr>" } ?? ""
    return "<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/>\(number)</w:pPr>\(inner)</w:p>"
}

private func r(_ text: String, _ look: String = "") -> String {
    "<w:r><w:rPr>\(look)</w:rPr><w:t xml:space=\"preserve\">\(text)</w:t></w:r>"
}

/// The Markdown of a document that lies alone in a folder.
private func markdown(_ parts: [(String, [UInt8])], name: String = "a.docx") throws -> OfficePage {
    let site = try Workspace([:])
    try zip(parts, to: site.export + "/" + name)
    let document = try OfficeDocument.read(site.export + "/" + name)
    return OfficePage(document, title: OfficePage.title(document, file: name), path: "g/a.md") { _ in
        .drop(loss: "link:broken-in-source")
    }
}

@Suite struct OfficeTests {
    @Test func wordTextKeepsItsStructure() throws {
        let body =
            p(r("Pumps"), style: "T") + p(r("Start", "<w:b/>"), style: "Mine")
            + p(r("plain ") + r("bold ", "<w:b/>") + r("both", "<w:b/><w:i/>") + r(" not", "<w:b w:val=\"0\"/>"))
            + p(r("one"), list: (0, 7)) + p(r("two"), list: (1, 7)) + p(r("three"), list: (1, 7))
            + p(r("four"), list: (0, 7)) + p(r("a"), list: (0, 8)) + p(r("between")) + p(r("b"), list: (0, 8))
            + p(r("let x = *y*"), style: "Code") + p(r("  end"), style: "Code") + p("")
            + p(r("H") + r("2", "<w:vertAlign w:val=\"subscript\"/>") + r("O"))
        let page = try markdown(word(body))
        #expect(page.title == "Pumps")
        #expect(
            page.markdown == """
                ## Start

                plain **bold _both_** not

                - one
                  1. two
                  2. three
                - four

                1. a

                between

                2. b

                ```
                let x = *y*
                  end
                ```

                H₂O

                """)
    }

    @Test func linksNotesPicturesAndFields() throws {
        let field = """
            <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.example/" \\o "x" </w:instrText></w:r>
            <w:r><w:fldChar w:fldCharType="separate"/></w:r>\(r("field"))<w:r><w:fldChar w:fldCharType="end"/></w:r>
            """
        let toc = """
            <w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>
            <w:r><w:fldChar w:fldCharType="separate"/></w:r>\(r("Start .... 1"))</w:p>
            <w:p>\(r("More .... 2"))<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
            """
        let body =
            toc + p(r("First"), style: "berschrift1")
            + p("<w:bookmarkStart w:id=\"1\" w:name=\"here\"/>" + r("Start"), style: "berschrift1")
            + p(
                "<w:hyperlink r:id=\"r1\">\(r("web"))</w:hyperlink> <w:hyperlink r:id=\"r4\">\(r("bad"))</w:hyperlink>"
                    + "<w:hyperlink w:anchor=\"here\">\(r(" up"))</w:hyperlink>" + field)
            + p(r("noted") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>")
            + p(
                "<w:r><w:drawing><wp:inline><wp:docPr descr=\"A pump\"/><a:blip r:embed=\"r2\"/></wp:inline></w:drawing></w:r>"
            )
        let page = try markdown(word(body, notes: p(r("the note"))))
        #expect(page.markdown.contains("[web](https://a.example/)bad [up](#start)[field](https://b.example/)"))
        #expect(page.markdown.contains("noted[^1]") && page.markdown.contains("[^1]: the note"))
        #expect(page.markdown.contains("![A pump](a-1.png)") && !page.markdown.contains("...."))
        #expect(page.pictures.map(\.path) == ["g/a-1.png"] && page.pictures[0].bytes == png)
        #expect(Set(page.losses) == ["toc", "link:javascript"])
    }

    /// Word puts the marks of whole paragraphs between them, and pandoc those of all headings.
    @Test func marksBetweenParagraphsAreFound() throws {
        let body =
            p(r("First"), style: "berschrift1") + "<w:bookmarkStart w:id=\"1\" w:name=\"steps\"/>"
            + p(r("Steps"), style: "berschrift1") + "<w:bookmarkEnd w:id=\"1\"/>"
            + p("<w:hyperlink w:anchor=\"steps\">\(r("see"))</w:hyperlink>")
        #expect(try markdown(word(body)).markdown.contains("[see](#steps)"))
    }

    @Test func typedListsAreLists() throws {
        let lines = ["1. one", "2. two", "Between", "• a", "• b", "- c", "Between", "1. lone", "2020. a year"]
        let page = try markdown(word(lines.map { p(r($0)) }.joined()))
        #expect(
            page.markdown
                == "1. one\n2. two\n\nBetween\n\n- a\n- b\n- c\n\nBetween\n\n1\\. lone\n\n2020\\. a year\n",
            "\(page.markdown)")
    }

    /// "References" below the text is no document's title.
    @Test func onlyAHeadingAtTheTopIsTheTitle() throws {
        let heading = p(r("References"), style: "berschrift1")
        func title(_ body: String) throws -> String {
            try markdown(word(body).filter { $0.0 != "docProps/core.xml" }, name: "press-report.docx").title
        }
        #expect(try title(p(r("Text")) + heading) == "Press report")
        #expect(try title(heading + p(r("Text"))) == "References")
    }

    @Test func aParagraphMayBeAHeadingByItself() throws {
        func level(_ number: Int, _ text: String, style: String = "") -> String {
            "<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/><w:outlineLvl w:val=\"\(number)\"/></w:pPr>\(r(text))</w:p>"
        }
        let body =
            p(r("Pumps"), style: "T") + level(0, "Part") + p(r("text")) + level(1, "Below")
            + level(9, "words", style: "berschrift1")
        let page = try markdown(word(body))
        #expect(page.markdown == "## Part\n\ntext\n\n### Below\n\nwords\n")
    }

    @Test func theFinalTextCounts() throws {
        let box = "<w:r><w:pict><w:txbxContent>\(p(r("in the box")))</w:txbxContent></w:pict></w:r>"
        let body =
            p(r("a ") + "<w:ins>\(r("new"))</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>")
            + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>\(r("joined"))</w:p>" + p(r("up"))
            + p("<w:r><w:commentReference w:id=\"0\"/></w:r>" + r("x") + box) + p(r("secret", "<w:vanish/>"))
            + p("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>")
            + "<w:p><mc:AlternateContent><mc:Choice>\(r("once"))</mc:Choice><mc:Fallback>\(r("twice"))</mc:Fallback></mc:AlternateContent></w:p>"
        let page = try markdown(word(body))
        #expect(page.markdown == "a new\n\njoined up\n\nx\n\nin the box\n\na+b\n\nonce\n")
        #expect(Set(page.losses) == ["tracked-changes", "comment", "text:hidden", "equation"])
    }

    @Test func mergedCellsOfTables() throws {
        func cell(_ text: String, _ more: String = "") -> String {
            "<w:tc><w:tcPr>\(more)</w:tcPr>\(p(r(text)))</w:tc>"
        }
        let table = """
            <w:tbl><w:tblPr><w:tblLook w:firstRow="1"/></w:tblPr><w:tr>\(cell("H1"))\(cell("H2"))\(cell("H3"))</w:tr>
            <w:tr>\(cell("down", "<w:vMerge w:val=\"restart\"/>"))\(cell("wide", "<w:gridSpan w:val=\"2\"/>"))</w:tr>
            <w:tr>\(cell("", "<w:vMerge/>"))\(cell("b"))\(cell("c"))</w:tr></w:tbl>
            """
        let page = try markdown(word(table))
        #expect(page.markdown == "| H1 | H2 | H3 |\n| --- | --- | --- |\n| down | wide | |\n| | b | c |\n")
        let frame = "<w:tbl><w:tr><w:tc>\(p(r("one")))\(p(r("two")))</w:tc></w:tr></w:tbl>"
        #expect(try markdown(word(frame)).markdown == "one\n\ntwo\n")
    }

    @Test func openDocuments() throws {
        let list = """
            <text:list text:style-name="L1"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>in</text:p>
            </text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>
            """
        let content = """
            <text:h text:outline-level="1"><text:bookmark text:name="m"/>Start</text:h>
            <text:p>a <text:span text:style-name="T1">b</text:span><text:s text:c="2"/>c<text:line-break/>d <text:a xlink:href="#m">up</text:a>
            <text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>the note</text:p></text:note-body></text:note></text:p>
            \(list)
            <table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>H</text:p></table:table-cell>
            <table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>
            <table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>
            <text:p><draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:desc>A pump</svg:desc></draw:frame></text:p>
            """
        let page = try markdown(open(content), name: "my-file.odt")
        #expect(page.title == "Start")
        #expect(
            page.markdown == """
                a **b** c\\
                d up [^1]

                1. one
                   - in
                2. two

                | H | |
                | --- | --- |
                | x | y |

                ![A pump](a-1.png)

                [^1]: the note

                """)
    }

    private func migrate(
        _ site: Workspace, _ paths: [String] = [""], system: String? = nil
    ) async throws
        -> MigrationOutcome
    {
        try await MigrationRun(
            system: system, paths: paths.map { site.export + "/" + $0 }, siteRoot: site.root, into: "groups/docs",
            workers: 2
        ).run()
    }

    @Test func aFolderOfDocumentsBecomesPages() async throws {
        let site = try Workspace(["plans/budget.pdf": "%PDF-1.4", "notes.htm": "<p>x</p>"])
        try zip(
            word(p(r("see ") + "<w:hyperlink r:id=\"r3\">\(r("that"))</w:hyperlink>")), to: site.export + "/pumps.docx")
        try zip(open("<text:p>other</text:p>"), to: site.export + "/Other one.odt")
        let outcome = try await migrate(site, system: "docx")
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let page = site.read("groups/docs/pumps.md")
        #expect(page.contains("title: Pumps\nauthor: \"@jo.larsen\"\ndate: 2011-03-04T10:00:00Z\n"))
        #expect(page.contains("tags: [pumps, esp]") && page.contains("see [that](/groups/docs/other-one/)"))
        #expect(site.read("groups/docs/files.md").contains("[plans/budget.pdf](/groups/docs/plans/budget.pdf)"))
        #expect(site.has("groups/docs/plans/budget.pdf") && !site.files.contains { $0.hasSuffix(".htm") })
        #expect(site.read("groups/docs/other-one.md").contains("losses: [\"date:unknown\"]"))
        #expect(try await migrate(site, system: "docx").files.changed == 0)
        // One document by itself, recognised.
        let single = try await migrate(site, ["pumps.docx"])
        #expect(single.report.system == "docx" && single.exitStatus == 0)
    }

    @Test func programsAndDocumentsWithMacrosStayBehind() async throws {
        let site = try Workspace([
            "x.exe": "MZ", "plans/T.XLSM": "PK", "run.ps1": "x", "plans/table.xlsx": "PK", "notes.pptm": "PK",
        ])
        try zip(word(p(r("text"))), to: site.export + "/pumps.docx")
        let outcome = try await migrate(site, system: "docx")
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(outcome.report.kinds["files"]?.skipped == ["a program, or a document with one in it": 4])
        #expect(site.has("groups/docs/plans/table.xlsx"))
        let all = site.files.map { $0 + site.read($0) }.joined().lowercased()
        for name in ["x.exe", "xlsm", "ps1", "pptm"] { #expect(!all.contains(name), "\(name)") }
    }

    @Test func aDocumentOfASavedSiteBecomesAPageOfIt() async throws {
        let site = try Workspace([
            "index.htm": "<title>Home</title><h1>Home</h1><p>See <a href='docs/Plan%20B.docx'>the plan</a></p>",
            "docs/broken.docx": "no zip",
            "more.htm":
                "<title>More</title><p>See <a href='docs/broken.docx'>it</a> <a href='file:///c:/x'>disk</a></p>",
        ])
        let back = relations.replacing("other%20one.odt", with: "../index.htm")
        var parts = word(p(r("to ") + "<w:hyperlink r:id=\"r3\">\(r("home"))</w:hyperlink>"))
        parts = parts.map { $0.0.hasSuffix("document.xml.rels") ? ($0.0, Array(back.utf8)) : $0 }
        try zip(parts, to: site.export + "/docs/Plan B.docx")
        let run = MigrationRun(
            system: "html", paths: [site.export], siteRoot: site.root, into: "groups/old", workers: 2)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        #expect(site.read("groups/old/index.md").contains("[the plan](docs/plan-b.md)"))
        let plan = site.read("groups/old/docs/plan-b.md")
        #expect(plan.contains("title: Plan B\nauthor: \"@jo.larsen\"\ndate: 2011-03-04T10:00:00Z\n"))
        #expect(plan.contains("  - /docs/Plan%20B.docx\n") && plan.contains("to [home](../index.md)"))
        // What cannot be read is still there to be fetched.
        #expect(site.has("groups/old/docs/broken.docx") && !site.has("groups/old/docs/Plan-B.docx"))
        #expect(!site.read("groups/old/more.md").contains("file:"))
        #expect(try await run.run().files.changed == 0)
    }

    @Test func damagedAndHostileDocumentsAreReported() async throws {
        let site = try Workspace(["broken.docx": "PK\u{3}\u{4} no zip", "text.docx": "no zip at all"])
        let bomb = [UInt8](repeating: 0x20, count: 80 << 20)
        try zip([("word/document.xml", bomb)], to: site.export + "/bomb.docx")
        let deep = String(repeating: "<w:sdt><w:sdtContent>", count: 400)
        try zip(word(deep), to: site.export + "/deep.docx")
        let entities = "<!DOCTYPE x [<!ENTITY a \"b\">]><office:document-content>&a;</office:document-content>"
        try zip([("content.xml", Array(entities.utf8))], to: site.export + "/entity.odt")
        try zip(
            [("../../out.xml", [1]), ("word/document.xml", Array("<w:document/>".utf8))], to: site.export + "/dots.docx"
        )
        try zip(word(p(r("fine"))), to: site.export + "/fine.docx")
        let outcome = try await migrate(site, system: "docx")
        #expect(outcome.exitStatus == 1 && outcome.report.kinds["documents"]?.failedCount == 6)
        #expect(site.read("groups/docs/fine.md").contains("\nfine\n"))
        #expect(FileSystem.kind(of: site.root + "/../out.xml") == nil)
    }

    private static let documents: [String] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return [root + "/../shared/data/office-docs"].filter { FileSystem.isDirectory($0) }
    }()

    @Test(.enabled(if: !documents.isEmpty, "there is no ../shared/data/office-docs"), arguments: documents)
    func realDocumentsBuild(_ folder: String) async throws {
        let tiny = try TinySite([:], configuration: "title: T\nbaseURL: https://e.example/\n")
        let run = MigrationRun(
            system: "docx", paths: [folder], siteRoot: tiny.folder.path, into: "groups/docs", workers: 2)
        let outcome = try await run.run()
        #expect(outcome.report.isBalanced && (outcome.report.kinds["documents"]?.failedCount ?? 0) == 0)
        #expect(try await run.run().files.changed == 0)
        let report = try await tiny.build()
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
    }
}
