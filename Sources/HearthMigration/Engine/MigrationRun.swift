import HearthModel

/// A migration as the command line starts it: `hearth migrate SYSTEM PATH… [--into groups/<id>] [--dry-run]`.
///
/// 1. Unpack archives and choose the importer. 2. Survey the export: `migration/<system>/survey.csv`. 3. Convert batch
/// by batch, writing each file as it is made. 4. Write `migration/<system>/manifest.tsv` and `report.json`. A second
/// run on the same export changes no file.
///
/// Several paths are either parts of one export (dumps in several files) or exports of one system, which follow each
/// other; there is one report.
package struct MigrationRun: Sendable {
    /// The system's name, nil to recognise it by the folder.
    package var system: String?
    /// The exports as the user typed them: folders, archives or files.
    package var paths: [String]
    /// The folder of `hearth.yml`.
    package var siteRoot: String
    /// The content folder, relative to `siteRoot`.
    package var contentFolder: String
    /// `groups/<id>`; nil for a group named after the export's folder.
    package var into: String?
    /// Do everything but write.
    package var isDryRun: Bool
    /// The old site's address, such as `https://old.example`; nil to find it out where possible.
    package var baseURL: String?
    /// Also people who wrote nothing.
    package var allUsers: Bool
    /// Take what the export says nothing about for open.
    package var opensUnknown: Bool
    /// Whether somebody says that the export is a newer one of the site that the group holds.
    package var isSameSite: Bool
    /// Ids of the groups whose readers `hearth.yml` names.
    package var audiences: Set<String>
    package var workers: Int
    /// Only write `survey.csv`.
    package var isSurveyOnly: Bool
    package var progress: ImportProgress
    /// Is told, before the work starts, what was recognised.
    package var notice: @Sendable (String) -> Void

    package init(
        system: String? = nil, paths: [String], siteRoot: String, contentFolder: String = "Content",
        into: String? = nil,
        isDryRun: Bool = false, baseURL: String? = nil, allUsers: Bool = false,
        opensUnknown: Bool = false, isSameSite: Bool = false, audiences: Set<String> = [], workers: Int = 1,
        isSurveyOnly: Bool = false, progress: @escaping ImportProgress = { _, _, _ in },
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.system = system
        self.paths = paths
        self.siteRoot = siteRoot
        self.contentFolder = contentFolder
        self.into = into
        self.isDryRun = isDryRun
        self.baseURL = baseURL
        self.allUsers = allUsers
        self.opensUnknown = opensUnknown
        self.isSameSite = isSameSite
        self.audiences = audiences
        self.workers = workers
        self.isSurveyOnly = isSurveyOnly
        self.progress = progress
        self.notice = notice
    }

    /// Every importer there is, in the order in which they are asked to recognise a folder.
    package static let importers: [any Importer.Type] = [
        StackExchangeImporter.self, MediaWikiImporter.self, DokuWikiImporter.self, WordPressImporter.self,
        ConfluenceImporter.self, SlackImporter.self, YammerImporter.self, DiscourseImporter.self, MailImporter.self,
        LDIFImporter.self, VCardImporter.self, PeopleTableImporter.self, OfficeImporter.self,
        HTMLSiteImporter.self,
    ]

    /// Throws `FatalError` when nothing can be done: no such path, unknown system, a damaged archive, a file system that
    /// refuses.
    package func run() async throws -> MigrationOutcome {
        do {
            let opened: Opened
            do { opened = try open() } catch let error as FatalError where error.code == .content {
                if let system, let type = Self.importers.first(where: { $0.system == system }) {
                    return try refused(type, error.diagnostics)
                }
                throw error
            }
            defer { withExtendedLifetime(opened.unpacked) {} }
            let (type, sources) = try importer(for: opened.sources)
            return try await run(type, sources: sources, opened)
        } catch let error as FileError {
            throw FatalError(.io, [Diagnostic(.migrationFiles, at: nil, error.description)])
        }
    }

    /// The exports behind the paths, and what was left out while archives were unpacked.
    private struct Opened {
        var sources: [ExportSource] = []
        var unpacked: UnpackFolder?
        var diagnostics: [Diagnostic] = []
        var leftOut: [ImportTally] = []
        var names = SourceNames()
    }

    /// The account of an archive that could not be unpacked: one record, which failed. Nothing else is written.
    private func refused<Chosen: Importer>(_ type: Chosen.Type, _ diagnostics: [Diagnostic]) throws -> MigrationOutcome
    {
        let place = "\(siteRoot)/migration/\(Chosen.system)"
        var session = try MigrationSession(
            report: ImportReport(system: Chosen.system, version: Chosen.version, source: ""),
            manifest: try ImportJournal.manifest(in: place, contentRoot: siteRoot + "/" + contentFolder),
            folder: isDryRun || isSurveyOnly ? nil : place, siteRoot: siteRoot)
        session.describe(paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: "; "))
        session.start(diagnostics)
        return isSurveyOnly
            ? session.surveyed(tables: []) : try finish(&session)
    }

    /// Archives are unpacked, for as long as the folder lives.
    private func open() throws -> Opened {
        guard !paths.isEmpty, !paths.contains("") else {
            throw FatalError.usage(
                "there is no path to an export", help: "give the folder of the export, or the archive as you got it")
        }
        var opened = Opened()
        for path in paths {
            // All paths are looked at before the first archive is unpacked: that may take an hour.
            guard FileSystem.isDirectory(path) || FileSystem.isFile(path) else {
                throw FatalError.usage("there is no '\(path)'", help: nil)
            }
        }
        for (number, path) in paths.enumerated() {
            // A document of an office program is a zip, too, and none to be unpacked.
            if !OfficeDocument.isDocument(path), let archive = FileSystem.isFile(path) ? Archive(path: path) : nil {
                let folder = try opened.unpacked ?? UnpackFolder(siteRoot: siteRoot)
                opened.unpacked = folder
                let place = folder.path + "/\(number + 1)"
                try FileSystem.makeDirectories(place)
                let (diagnostics, leftOut) = try archive.unpack(to: place, progress: progress)
                opened.diagnostics += diagnostics
                opened.leftOut += leftOut
                opened.names.folders.append((place, path))
                opened.sources.append(ExportSource(folder: place, file: nil, name: archive.stem))
            } else {
                opened.sources.append(ExportSource(path: path))
            }
        }
        return opened
    }

    /// The importer that was named, or the one that recognises the sources, and the parts of them that it takes.
    private func importer(for sources: [ExportSource]) throws -> (any Importer.Type, [ExportSource]) {
        if let system {
            guard let found = Self.importers.first(where: { $0.system == system }) else {
                let names = Self.importers.map { $0.system }
                let near =
                    MarkdownFolder.isProgram(system)
                    ? MarkdownFolder.help(contentFolder)
                    : nearestName(to: system, among: names).map { "did you mean '\($0)'?" }
                throw FatalError.usage(
                    "there is no importer '\(system)'", help: near ?? "known: " + names.joined(separator: ", "))
            }
            return (found, try zip(sources, paths).map { try self.source($0, $1, for: found) })
        }
        var type: (any Importer.Type)?
        var chosen: [ExportSource] = []
        for (source, path) in zip(sources, paths) {
            let (found, candidate) = try recognised(source, path)
            if let type, type.system != found.system {
                throw FatalError.usage(
                    "'\(paths[0])' is \(type.exportName), and '\(path)' \(found.exportName)",
                    help: "migrate one system at a time")
            }
            type = found
            chosen.append(candidate)
        }
        guard let type else { throw FatalError.usage("there is no path to an export", help: nil) }
        notice("recognised: \(type.exportName) (\(type.system))")
        return (type, chosen)
    }

    /// What the importer that somebody has named takes of a path.
    private func source(
        _ source: ExportSource, _ path: String, for type: any Importer.Type
    ) throws -> ExportSource {
        let candidates = source.candidates.map { ($0, $0.head) }
        if let found = source.taken(by: type, among: candidates) { return found }
        let (below, gap) = try ExportSearch(of: type).only(below: source, notice)
        if let below { return below.source }
        if let gap { notice("no export of the system was found below '\(path)': \(gap)") }
        if type == HTMLSiteImporter.self, source.file == nil, MarkdownFolder.isOne(source.folder) {
            throw MarkdownFolder.refusal(path, content: contentFolder)
        }
        if type.takesAnyFile { return candidates.last?.0 ?? source }
        guard source.file != nil else { return source }
        // Its folder would bring in what nobody has named.
        throw FatalError.usage(
            "'\(path)' is not \(type.exportName)",
            help: source.emptiness ?? "if it is a part of one, give the folder of the whole export")
    }

    private func recognised(_ source: ExportSource, _ path: String) throws -> (any Importer.Type, ExportSource) {
        let candidates = source.candidates.map { ($0, $0.head) }
        // Of a file that is no export by itself, the folder that it is a known part of.
        for isPart in source.file == nil ? [false] : [false, true] {
            for isGeneral in [false, true] {
                let types = Self.importers.filter { $0.isGeneral == isGeneral }
                for candidate in candidates {
                    let found = types.compactMap { type -> (type: any Importer.Type, source: ExportSource)? in
                        let taken =
                            isPart
                            ? source.taken(by: type, among: [])
                            : candidate.0.isTaken(by: type, candidate.1) ? candidate.0 : nil
                        return taken.map { (type, $0) }
                    }
                    if found.count > 1 {
                        let systems = found.map { $0.type.system }.joined(separator: ", ")
                        throw FatalError.usage(
                            "'\(path)' could be an export of: \(systems)", help: "put the system in front of the path")
                    }
                    if let first = found.first {
                        if isGeneral { try refuseMixture(of: source, path, first.type) }
                        return first
                    }
                }
            }
        }
        let (below, gap) = try ExportSearch.ofAll.only(below: source, notice)
        if let below { return (below.type, below.source) }
        let isMarkdown = source.file.map { $0.lowercased().hasSuffix(".md") } ?? MarkdownFolder.isOne(source.folder)
        if isMarkdown, source.emptiness == nil { throw MarkdownFolder.refusal(path, content: contentFolder) }
        let names = Self.importers.map { $0.system }.joined(separator: ", ")
        throw FatalError.usage(
            "no importer recognises '\(path)'" + ((source.emptiness ?? gap).map { ": " + $0 } ?? ""),
            help: (gap == nil ? "" : "name the folder of the export itself; or ")
                + "put the system in front of the path; known: " + names)
    }

    /// What a general importer would take along is not what it is: of the export of a system it would lose who wrote it, and
    /// who may read it.
    private func refuseMixture(of source: ExportSource, _ path: String, _ general: any Importer.Type) throws {
        guard let found = ExportSearch.ofAll.run(below: source).found.first else { return }
        throw FatalError.usage(
            "'\(path)' could be \(general.exportName), and holds \(found.type.exportName) in \(found.path)",
            help: "give the path of that folder; or put '\(general.system)' in front to take everything as it is")
    }

    private func run<Chosen: Importer>(
        _ type: Chosen.Type, sources: [ExportSource], _ opened: Opened
    ) async throws -> MigrationOutcome {
        if let into, !Self.isGroup(into) {
            throw FatalError.usage(
                "'\(into)' is not a group", help: "write --into groups/<id>, with small letters, digits and hyphens")
        }
        if isSameSite, !Chosen.isKnownByName {
            throw FatalError.usage(
                "--same-site says nothing of \(Chosen.exportName): its items know where they belong", help: nil)
        }
        let together = Chosen.takesSeveralParts || sources.count == 1
        if into != nil, !together {
            throw FatalError.usage(
                "\(sources.count) exports cannot share one group",
                help: "leave --into out for a group each, or migrate them one by one")
        }
        let place = "\(siteRoot)/migration/\(Chosen.system)"
        var manifest = try ImportJournal.manifest(in: place, contentRoot: siteRoot + "/" + contentFolder)
        if !isAnyFileLeft(of: manifest) { manifest = ImportManifest() }
        var session = try MigrationSession(
            report: ImportReport(system: Chosen.system, version: Chosen.version, source: ""), manifest: manifest,
            folder: isDryRun || isSurveyOnly ? nil : place, siteRoot: siteRoot, names: opened.names)
        session.start(opened.diagnostics)
        session.start(opened.leftOut)
        var tables: [String] = []
        for (number, source) in sources.enumerated() where !together || number == 0 {
            let name = together ? "survey.csv" : "survey-\(Naming.slug(source.name)).csv"
            tables.append(place + "/" + name)
            try await convert(
                type, source, parts: together ? sources : [source], table: SurveyTable(path: place + "/" + name),
                manifest, &session)
        }
        return isSurveyOnly
            ? session.surveyed(tables: tables) : try finish(&session)
    }

    private func finish(_ session: inout MigrationSession) throws -> MigrationOutcome {
        try session.finish(contentFolder: contentFolder, siteRoot: siteRoot, audiences: audiences)
    }

    /// After somebody has deleted all that was imported, the next run starts afresh; a few deleted files stay deleted.
    private func isAnyFileLeft(of manifest: ImportManifest) -> Bool {
        struct Found: Error {}
        do {
            try manifest.visit { entry in
                if FileSystem.kind(of: "\(siteRoot)/\(contentFolder)/\(entry.path)") != nil { throw Found() }
            }
        } catch { return true }
        return false
    }

    private static func isGroup(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "groups", let id = parts.last, !id.isEmpty, !id.hasPrefix(".") else {
            return false
        }
        return id.utf8.allSatisfy {
            ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
        }
    }
}
