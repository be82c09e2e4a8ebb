import HearthModel
import Testing

@testable import HearthMigration

/// What exports tell of the site they come from keeps two sites apart in one group, and one together.
@Suite struct SiteOriginTests {
    private func migrate(
        _ site: Workspace, _ name: String, into: String? = "groups/all", isSameSite: Bool = false, oldURL: String? = nil
    ) async throws -> MigrationOutcome {
        try await MigrationRun(
            paths: [site.root + "/" + name], siteRoot: site.root, into: into, baseURL: oldURL, opensUnknown: true,
            isSameSite: isSameSite, workers: 2
        ).run()
    }

    private static func blog(_ address: String, _ titles: [String]) -> [String: String] {
        let items = titles.enumerated().map { number, title in
            "<item><title>\(title)</title><content:encoded>It says \(title)</content:encoded>"
                + "<wp:post_id>\(number + 1)</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>"
        }
        return [
            "blog.xml": """
            <rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
            <channel><title>B</title><link>\(address)</link><wp:base_blog_url>\(address)</wp:base_blog_url>
            <wp:wxr_version>1.2</wp:wxr_version>\(items.joined())</channel></rss>
            """
        ]
    }

    private static func wiki(_ address: String, _ titles: [String]) -> [String: String] {
        let pages = titles.enumerated().map { number, title in
            "<page><title>\(title)</title><id>\(number + 1)</id><revision><id>1</id><timestamp>2011-03-04T05:06:07Z</timestamp>"
                + "<contributor><username>Ann</username><id>7</id></contributor><text>It says \(title)</text></revision></page>"
        }
        return [
            "wiki.xml": """
            <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="en">
            <siteinfo><sitename>Wiki</sitename><base>\(address)/wiki/Main_Page</base><case>first-letter</case>
            <namespaces><namespace key="0" /></namespaces></siteinfo>\(pages.joined())</mediawiki>
            """
        ]
    }

    private static func pages(_ titles: [String]) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: titles.enumerated().map {
                ("p\($0).htm", "<title>\($1)</title><h1>\($1)</h1><p>It says \($1).</p>")
            })
    }

    private func site(_ exports: [String: [String: String]]) throws -> Workspace {
        let site = try Workspace([:])
        for (name, files) in exports {
            for (path, text) in files { try site.write(text, to: "\(name)/\(path)") }
        }
        return site
    }

    private static let few = ["Valves leak", "Pumps trip"]
    private static let others = ["Cats purr", "Dogs bark"]

    @Test(arguments: [
        [blog("https://a.example", few), blog("https://b.example", others)],
        [wiki("https://a.example", few), wiki("https://b.example", others)], [pages(few), pages(others)],
        // One page of each has the same title.
        [blog("https://a.example", ["Home", "Valves"]), blog("https://b.example/blog", ["Home", "Cats"])],
        [pages(["Home", "Valves", "Pumps"]), pages(["Home", "Cats"])], [pages(["Home"]), pages(["Home"])],
    ])
    func smallSitesDoNotOverwriteEachOther(_ exports: [[String: String]]) async throws {
        let site = try site(["valves": exports[0], "animals": exports[1]])
        #expect(try await migrate(site, "valves").exitStatus == 0)
        let before = site.files.map { site.read($0) }
        let refused = await #expect(throws: FatalError.self) { try await migrate(site, "animals") }
        let shown = (refused?.diagnostics ?? []).map { $0.summary + ($0.help ?? "") }.joined()
        #expect(refused?.code == .usage && shown.contains("holds another site") && shown.contains("groups/all/"))
        #expect(shown.contains("--into groups/<id>") && shown.contains("--same-site"))
        #expect(site.files.map { site.read($0) } == before)
        #expect(try await migrate(site, "animals", into: "groups/animals").exitStatus == 0)
        #expect(try await migrate(site, "valves").files.changed == 0)
        #expect(try await migrate(site, "animals", into: "groups/animals").files.changed == 0)
    }

    /// Exports of one name that tell nothing: other titles by other people are another site.
    @Test func smallSitesOfOneNameAreToldByTheirAuthors() async throws {
        func forum(_ title: String, _ name: String) -> [String: String] {
            [
                "Posts.xml": dump("posts", [question(1, title)]), "Users.xml": dump("users", [user(1, name)]),
            ]
        }
        let site = try site(["dump": forum("Why do valves leak", "Jo Larsen")])
        #expect(try await migrate(site, "dump").exitStatus == 0)
        for (path, text) in forum("Where do cats sleep", "Bo Berg") { try site.write(text, to: "dump/" + path) }
        await #expect(throws: FatalError.self) { try await migrate(site, "dump") }
        #expect(site.read("people/jo.larsen.md").contains("Jo Larsen"))
        for (path, text) in forum("Why valves of ours leak", "Jo Larsen") { try site.write(text, to: "dump/" + path) }
        #expect(try await migrate(site, "dump").exitStatus == 0)
    }

    /// What the export tells counts more than titles; where it tells nothing, a person can say it.
    @Test(arguments: [true, false])
    func aNewerExportMayHaveOtherTitles(_ isTold: Bool) async throws {
        func export(_ titles: [String]) -> [String: String] {
            isTold ? Self.blog("https://a.example", titles) : Self.pages(titles)
        }
        let site = try site([
            "old": export(["One", "Two", "Three", "Four"]), "new": export(["Cat", "Dog", "Bird", "Fish"]),
        ])
        #expect(try await migrate(site, "old").exitStatus == 0)
        if !isTold { await #expect(throws: FatalError.self) { try await migrate(site, "new") } }
        let outcome = try await migrate(site, "new", isSameSite: !isTold)
        #expect(outcome.exitStatus == 0 && outcome.files.updated == 4 && outcome.files.written == 0)
        // Said once, and then it is known.
        #expect(try await migrate(site, "new").files.changed == 0)
    }

    /// The option says something in every run that takes it.
    @Test func theSameSiteAsNoneIsAMistake() async throws {
        let site = try site(["valves": Self.pages(Self.few), "people": ["p.csv": "Name;Mail\nJo Day;jo@e.example\n"]])
        await #expect(throws: FatalError.self) { try await migrate(site, "valves", isSameSite: true) }
        await #expect(throws: FatalError.self) { try await migrate(site, "people", into: nil, isSameSite: true) }
        #expect(try await migrate(site, "valves").exitStatus == 0)
        #expect(try await migrate(site, "valves", isSameSite: true).files.changed == 0)
    }

    /// A group whose files somebody has deleted takes another site; one whose site has moved keeps it.
    @Test func whatIsGoneIsNoSite() async throws {
        let site = try site([
            "valves": Self.blog("https://a.example", Self.few), "animals": Self.blog("https://b.example", Self.others),
            "moved": Self.blog("http://new.example/", Self.few),
        ])
        #expect(try await migrate(site, "valves").exitStatus == 0)
        #expect(try await migrate(site, "moved", isSameSite: true).exitStatus == 0)
        #expect(try await migrate(site, "moved").files.changed == 0)
        await #expect(throws: FatalError.self) { try await migrate(site, "valves") }
        #expect(try await migrate(site, "valves", into: "groups/other").exitStatus == 0)
        try FileSystem.removeTree(site.content + "/groups/all")
        #expect(try await migrate(site, "animals").exitStatus == 0)
    }

    @Test func addressesThatSomebodyGaveKeepSitesApart() async throws {
        let site = try site(["a": Self.pages(Self.few), "b": Self.pages(["Else"])])
        #expect(try await migrate(site, "a", oldURL: "https://a.example/").exitStatus == 0)
        #expect(try await migrate(site, "a", oldURL: "https://A.example").exitStatus == 0)
        await #expect(throws: FatalError.self) { try await migrate(site, "b", oldURL: "https://b.example") }
    }

    /// The next run knows it also when this one was stopped.
    @Test func aStoppedRunSaysWhereItsFilesCameFrom() async throws {
        let site = try site(["valves": Self.pages(Self.few), "animals": Self.pages(Self.others)])
        #expect(try await migrate(site, "valves").exitStatus == 0)
        let manifest = site.root + "/migration/html/manifest.tsv"
        try site.write(try FileSystem.read(manifest), to: "migration/html/unfinished.tsv")
        try FileSystem.remove(manifest)
        await #expect(throws: FatalError.self) { try await migrate(site, "animals") }
    }

    // MARK: Documents

    private static func document(_ text: String, _ created: String? = nil) -> [(String, [UInt8])] {
        let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
        let properties = created.map {
            [
                (
                    "docProps/core.xml",
                    Array(
                        """
                        <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
                        xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:created>\($0)</dcterms:created></cp:coreProperties>
                        """.utf8)
                )
            ]
        }
        let body =
            "<w:document \(word)><w:body><w:p><w:r><w:t>\(text)</w:t></w:r></w:p></w:body></w:document>"
        return [("word/document.xml", Array(body.utf8))] + (properties ?? [])
    }

    /// Two folders may have documents and files of one name; a newer copy of a folder brings the same documents.
    @Test func documentsOfTwoFoldersLieBesideEachOther() async throws {
        let site = try site([
            "valves": ["list.txt": "valves"], "animals": ["list.txt": "animals"], "copy": ["list.txt": "valves"],
        ])
        try zip(Self.document("of valves", "2011-03-04T10:00:00Z"), to: site.root + "/valves/report.docx")
        try zip(Self.document("of animals", "2012-03-04T10:00:00Z"), to: site.root + "/animals/report.docx")
        try zip(Self.document("only here"), to: site.root + "/animals/other.docx")
        try zip(Self.document("of newer valves", "2011-03-04T10:00:00Z"), to: site.root + "/copy/report.docx")
        #expect(try await migrate(site, "valves").exitStatus == 0)
        let group = "groups/all/"
        let before = site.read(group + "report.md")
        let outcome = try await migrate(site, "animals")
        #expect(outcome.exitStatus == 0 && outcome.files.updated == 0 && outcome.files.conflicts == 0)
        #expect(site.read(group + "report.md") == before && before.contains("of valves"))
        #expect(site.read(group + "report-2.md").contains("of animals"))
        #expect(site.read(group + "list.txt") == "valves" && site.read(group + "list-2.txt") == "animals")
        #expect(site.read(group + "files.md").contains("/list.txt"))
        #expect(site.read(group + "files-2.md").contains("/list-2.txt"))
        #expect(try await migrate(site, "animals").files.changed == 0)
        #expect(try await migrate(site, "valves").files.changed == 0)
        let newer = try await migrate(site, "copy")
        #expect(newer.exitStatus == 0 && site.read(group + "report.md").contains("of newer valves"))
        #expect(!site.has(group + "report-3.md") && !site.has(group + "list-3.txt"))
        // What the second folder alone had is not the first one's.
        try zip(Self.document("another"), to: site.root + "/valves/other.docx")
        #expect(try await migrate(site, "valves").exitStatus == 0)
        #expect(
            site.read(group + "other.md").contains("only here") && site.read(group + "other-2.md").contains("another"))
    }

    /// Documents given one by one are of their folder.
    @Test func documentsOfOneFolderAreOneSource() async throws {
        let site = try Workspace([:])
        try zip(Self.document("first"), to: site.export + "/a.docx")
        try zip(Self.document("second"), to: site.export + "/b.docx")
        for name in ["old-site/a.docx", "old-site/b.docx", "old-site"] {
            #expect(try await migrate(site, name).exitStatus == 0)
        }
        #expect(site.files.filter { $0.hasSuffix(".md") } == ["a", "b", "index"].map { "groups/all/\($0).md" })
    }
}
