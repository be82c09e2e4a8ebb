import HearthModel
import Testing

@testable import HearthContent

@Suite struct ConfigurationTests {
    private func load(_ yaml: String) throws -> (SiteConfiguration, [String]) {
        let (configuration, diagnostics) = ProjectLoader.parse(Array(yaml.utf8), file: "hearth.yml")
        guard let configuration else { throw NoPage() }
        return (configuration, diagnostics.sorted().map { "\($0.kind.id):\($0.location?.line ?? -1)" })
    }

    @Test func everySettingIsRead() throws {
        let (site, found) = try load(
            """
            title: Nordfjell intranet
            baseURL: https://intranet.example/community
            language: nb
            timezone: Europe/Oslo
            content: ./Text/
            layouts: L
            output: O
            nav: [groups, people]
            footer: "Questions: [@m.okafor]"
            theme: {accent: "#0b5cad", logo: logo.svg, font: serif}
            edit: {url: "https://g/{path}", new: "https://g/{folder}", mail: "{group}@x"}
            links: {broken: warn, anchors: ignore, external: error}
            rawHTML: {default: drop, allow: [Text/legacy]}
            questions: {pageSize: 20}
            topics:
              esp: {label: ESP, parent: lift, synonyms: [pump], owner: "@j", description: D, experts: ["@k"]}
              plain:
            experts: {mode: declared, halfLife: P10D}
            metrics: {window: P30D}
            audiences: {lift: "cn=lift"}
            search: {enabled: false, languages: [en, nb]}
            publish:
              live: {folder: /srv/intranet, keep: 5}
              mirror: {rsync: "web@host:/srv"}
              cloud: {rclone: "corp:intranet"}
            baseline: known.json
            """)
        #expect(found == [])
        #expect(site.title == "Nordfjell intranet")
        #expect(site.baseURL == "https://intranet.example/community/")
        #expect(site.language == "nb" && site.timeZone == "Europe/Oslo")
        #expect([site.contentFolder, site.layoutsFolder, site.outputFolder] == ["Text", "L", "O"])
        #expect(site.nav.map(\.target) == [Located("groups", line: 8), Located("people", line: 8)])
        #expect(site.footer?.line == 9)
        #expect(site.theme.accent == Located("#0b5cad", line: 10))
        #expect(site.theme.font == "serif")
        #expect(site.edit.mail == "{group}@x")
        #expect([site.brokenLinks, site.brokenAnchors, site.externalLinks] == [.warn, .ignore, .error])
        #expect(site.rawHTMLFolders == ["Text/legacy"])
        #expect(site.questionsPerPage == 20)
        #expect(site.topics.map(\.tag.value) == ["esp", "plain"])
        #expect(site.topics.first?.fields.label == "ESP")
        #expect(site.topics.first?.fields.experts.map(\.value) == ["k"])
        #expect(site.expertMode == .declared && site.expertHalfLife == 864_000)
        #expect(site.metricsWindow == 30 * 86_400)
        #expect(site.audiences == ["lift": "cn=lift"])
        #expect(!site.isSearchEnabled && site.searchLanguages.map(\.value) == ["en", "nb"])
        #expect(site.publishTargets.map(\.name) == ["live", "mirror", "cloud"])
        #expect(site.publishTargets.first?.keep == 5)
        #expect(site.baselineFile?.value == "known.json")
    }

    @Test(arguments: [
        ("tilte: x", "unknown-setting"), ("theme: {acent: x}", "unknown-setting"),
        ("baseURL: intranet/", "bad-setting"),
        ("baseURL: /x", "bad-setting"), ("baseURL: ftp://x/", "bad-setting"),
        ("baseURL: https://x/?a=1", "bad-setting"),
        ("timezone: Europe/Olso", "bad-setting"), ("language: english language", "bad-setting"),
        ("theme: {accent: blue}", "invalid-accent"), ("theme:\n  accent: #b00020", "empty-field"),
        ("edit: {new: \"https://g.example/{folder}/{titel}\"}", "bad-setting"),
        ("edit: {url: \"https://g.example/{path}?b={branch}\"}", "bad-setting"),
        ("edit: {mail: \"x y {group}@lists.example\"}", "bad-setting"),
        ("links: {broken: maybe}", "bad-setting"), ("links: 3", "bad-setting"),
        ("questions: {pageSize: 0}", "bad-setting"),
        ("questions: {pageSize: many}", "bad-setting"), ("questions: 50", "bad-setting"),
        ("experts: {halfLife: P0D}", "bad-setting"),
        ("edit: {url: \"g.example/{path}\"}", "bad-setting"), ("language: 2026-01-01", "bad-setting"),
        ("language: german", "bad-setting"), ("edit: {url: https://g/}", "bad-setting"),
        ("rawHTML: {default: keep}", "bad-setting"),
        ("rawHTML: {allow: [legacy]}", "bad-setting"),
        ("publish: {live: {keep: 3}}", "bad-setting"), ("topics: {esp: x}", "bad-setting"),
        ("topics: {esp: {lable: x}}", "unknown-setting"),
        ("nav: {a: [b]}", "bad-setting"), ("audiences: [a]", "bad-setting"),
    ])
    func mistakesAreErrorsAtTheirLine(line: String, kind: String) throws {
        let (site, found) = try load("title: T\n\n" + line + "\n")
        #expect(found == ["\(kind):\(line.contains("#") ? 4 : 3)"])
        #expect(site.title == "T")
        #expect([DiagnosticKind.unknownSetting, .badSetting].allSatisfy { $0.severity == .error })
    }

    @Test func everythingThatIsFilledInMayBeWritten() throws {
        let new = "https://g.example/{folder}/{slug}?t={title}&g={group}"
        let (site, found) = try load(
            "title: T\nedit: {new: \"\(new)\", url: \"https://g.example/{group}/{path}\"}\n")
        #expect(found == [] && site.edit.new == new && site.edit.url != nil)
    }

    @Test func linksMayBeOneWord() throws {
        // The word of `--level` will do as well.
        #expect(try load("title: T\nlinks: {broken: warning}\n").0.brokenLinks == .warn)
        let (site, found) = try load("title: T\nlinks: warn\nrawHTML: {default: allow}\n")
        #expect(found == [])
        #expect([site.brokenLinks, site.brokenAnchors, site.externalLinks] == [.warn, .warn, .ignore])
        #expect(site.rawHTMLFolders == ["Content"])
    }

    @Test func aTitleIsNeeded() throws {
        #expect(try load("language: en\n").1 == ["bad-setting:1"])
        #expect(try load("").1 == ["bad-setting:1"])
    }

    @Test func unknownNamesSuggestTheNearest() {
        let (_, diagnostics) = ProjectLoader.parse(Array("title: T\nbaseUrl: https://x/\n".utf8), file: "hearth.yml")
        #expect(diagnostics.map(\.help) == ["did you mean 'baseURL'?"])
    }

    @Test func brokenYAMLIsNoProject() {
        let (configuration, diagnostics) = ProjectLoader.parse(Array("title: T\nfooter: @x\n".utf8), file: "hearth.yml")
        #expect(configuration == nil)
        #expect(diagnostics.map(\.kind.id) == ["yaml-syntax"])
        #expect(diagnostics.first?.location?.line == 2)
    }

    @Test func theProjectIsFoundUpwards() throws {
        let folder = try Folder(["hearth.yml": "title: T\n", "Content/a/b.md": "x"])
        #expect(ProjectLoader.findRoot(from: folder.path + "/Content/a") == folder.path)
        #expect(ProjectLoader.findRoot(from: folder.path) == folder.path)
        #expect(ProjectLoader.findRoot(from: folder.path + "/missing") == nil)
        var diagnostics: [Diagnostic] = []
        let project = try ProjectLoader.load(root: folder.path + "/Content/..", diagnostics: &diagnostics)
        #expect(project?.root == folder.path)
        #expect(project?.contentPath == folder.path + "/Content")
        #expect(diagnostics.isEmpty)
    }

    @Test func aMissingConfigurationIsAMatterOfUsage() throws {
        let folder = try Folder()
        let error = #expect(throws: FatalError.self) {
            var diagnostics: [Diagnostic] = []
            _ = try ProjectLoader.load(root: folder.path, diagnostics: &diagnostics)
        }
        #expect(error?.code == .usage)
        #expect(error?.diagnostics.first?.kind == .noConfiguration)
    }

    @Test(arguments: [
        ("output: Content/Output", true), ("output: Content", true), ("content: Output/x", true), ("content: .", true),
        ("output: Content/../Content/o", true), ("output: .", true), ("output: Contents", false),
        ("output: ../elsewhere", false),
    ])
    func outputAndContentMayNotOverlap(line: String, isError: Bool) throws {
        let folder = try Folder(["hearth.yml": "title: T\n\(line)\n", "Content/a.md": "x"])
        var diagnostics: [Diagnostic] = []
        _ = try ProjectLoader.load(root: folder.path, diagnostics: &diagnostics)
        #expect(diagnostics.map(\.kind.id) == (isError ? ["output-inside-content"] : []))
    }
}

@Suite struct CatalogTests {
    @Test func kindsAreUniqueAndComplete() {
        let kinds = DiagnosticKind.contentKinds
        #expect(Set(kinds.map(\.id)).count == kinds.count)
        for kind in kinds {
            #expect(
                !kind.explanation.contains("  ") && kind.explanation.last == "." || kind.id == "not-utf8", "\(kind.id)")
            #expect(kind.id.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }, "\(kind.id)")
        }
    }
}
