import HearthModel

/// A migration as the command line starts it: `hearth migrate SYSTEM PATH [--into groups/<id>] [--dry-run]`.
///
/// 1. Unpack an archive and choose the importer. 2. Survey the export: `migration/<system>/survey.csv`. 3. Convert batch by batch, writing each file as it is made. 4. Write
/// `migration/<system>/manifest.tsv` and `report.json`. A second run on the same export changes no file.
package struct MigrationRun: Sendable {
    /// The system's name, nil to recognise it by the folder.
    package var system: String?
    /// The export as the user typed it: one folder, archive or file.
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
    package var workers: Int
    /// Only write `survey.csv`.
    package var isSurveyOnly: Bool
    package var progress: ImportProgress
    /// Is told, before the work starts, what was recognised.
    package var notice: @Sendable (String) -> Void

    package init(
        system: String? = nil, paths: [String], siteRoot: String, contentFolder: String = "Content",
        into: String? = nil,
        isDryRun: Bool = false, baseURL: String? = nil, allUsers: Bool = false, workers: Int = 1,
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
        self.workers = workers
        self.isSurveyOnly = isSurveyOnly
        self.progress = progress
        self.notice = notice
    }

    /// Every importer there is, in the order in which they are asked to recognise a folder.
    package static let importers: [any Importer.Type] = [
        StackExchangeImporter.self, MediaWikiImporter.self, DokuWikiImporter.self, WordPressImporter.self,
        HTMLSiteImporter.self,
    ]

    /// Throws `FatalError` when nothing can be done: no such path, unknown system, a damaged archive, a file system that
    /// refuses.
    package func run() async throws -> MigrationOutcome {
        do {
            let (source, unpacked, diagnostics) = try open()
            defer { withExtendedLifetime(unpacked) {} }
            let (type, chosen) = try importer(for: source)
            return try await run(type, source: chosen, diagnostics: diagnostics)
        } catch let error as FileError {
            throw FatalError(.io, [Diagnostic(.migrationFiles, at: nil, error.description)])
        }
    }

    /// The export behind the path; an archive is unpacked, for as long as the folder lives.
    private func open() throws -> (ExportSource, UnpackFolder?, [Diagnostic]) {
        guard paths.count == 1, var path = paths.first, !path.isEmpty else {
            throw usage(
                "one folder or archive is needed, \(paths.count) were given",
                help: "give the folder of the export, or the archive as you got it")
        }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        if FileSystem.isDirectory(path) {
            let name = FileSystem.realPath(path).flatMap { $0.split(separator: "/").last.map(String.init) }
            return (ExportSource(folder: path, file: nil, name: name ?? "site"), nil, [])
        }
        guard FileSystem.isFile(path) else { throw usage("there is no '\(path)'", help: nil) }
        if let archive = Archive(path: path) {
            let folder = try UnpackFolder(siteRoot: siteRoot)
            let diagnostics = try archive.unpack(to: folder.path, progress: progress)
            return (ExportSource(folder: folder.path, file: nil, name: archive.stem), folder, diagnostics)
        }
        let full = FileSystem.realPath(path) ?? path
        let parts = full.split(separator: "/").map(String.init)
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        // Posts.xml stands for its folder, and so does its name.
        var name = parts.last ?? "site"
        if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = String(name[..<dot]) }
        return (ExportSource(folder: folder, file: path, name: name), nil, [])
    }

    /// The importer that was named, or the one that recognises the source, and the part of the source that it takes.
    private func importer(for source: ExportSource) throws -> (any Importer.Type, ExportSource) {
        let names = Self.importers.map { $0.system }
        func takes(_ type: any Importer.Type, _ source: ExportSource, _ head: [UInt8]) -> Bool {
            source.file.map { type.recognises(file: $0, head: head) } ?? type.recognises(folder: source.folder)
        }
        let candidates = source.candidates.map { ($0, $0.head) }
        if let system {
            guard let found = Self.importers.first(where: { $0.system == system }) else {
                let near = nearestName(to: system, among: names).map { "did you mean '\($0)'?" }
                throw usage("there is no importer '\(system)'", help: near ?? "known: " + names.joined(separator: ", "))
            }
            return (found, candidates.first { takes(found, $0.0, $0.1) }?.0 ?? source.asFolder)
        }
        for isGeneral in [false, true] {
            for (candidate, head) in candidates {
                let found = Self.importers.filter { $0.isGeneral == isGeneral && takes($0, candidate, head) }
                if found.count > 1 {
                    let systems = found.map { $0.system }.joined(separator: ", ")
                    throw usage(
                        "'\(paths[0])' could be an export of: \(systems)", help: "put the system in front of the path")
                }
                if let type = found.first {
                    notice("recognised: \(type.exportName) (\(type.system))")
                    return (type, candidate)
                }
            }
        }
        throw usage(
            "no importer recognises '\(paths[0])'",
            help: "put the system in front of the path; known: " + names.joined(separator: ", "))
    }

    private func usage(_ summary: String, help: String?) -> FatalError {
        FatalError(.usage, [Diagnostic(.migrationUsage, at: nil, summary, help: help)])
    }

    private func run<Chosen: Importer>(
        _ type: Chosen.Type, source: ExportSource, diagnostics: [Diagnostic]
    ) async throws -> MigrationOutcome {
        if let into, !Self.isGroup(into) {
            throw usage(
                "'\(into)' is not a group", help: "write --into groups/<id>, with small letters, digits and hyphens")
        }
        let place = "\(siteRoot)/migration/\(Chosen.system)"
        var manifest = try ImportManifest.load(place + "/manifest.tsv")
        if !isAnyFileLeft(of: manifest) { manifest = ImportManifest() }
        var identities = IdentityMap()
        try identities.load(siteRoot: siteRoot)
        try identities.loadPeople(contentRoot: siteRoot + "/" + contentFolder) { manifest.owns(path: $0) }
        let table = SurveyTable(path: place + "/survey.csv")
        let corrections = try table.corrections()
        let importer = try Chosen(
            ImportRequest(
                folder: source.folder, file: source.file, name: source.name, siteRoot: siteRoot,
                contentFolder: contentFolder, into: into, baseURL: baseURL, allUsers: allUsers, workers: workers,
                identities: identities, manifest: manifest, corrections: corrections))
        let survey = try await importer.survey(progress: progress)
        if !isDryRun { try table.write(survey, corrections: corrections) }
        var session = try MigrationSession(
            report: ImportReport(system: Chosen.system, version: Chosen.version, source: survey.headline),
            manifest: manifest, folder: isDryRun || isSurveyOnly ? nil : place)
        session.start(survey, diagnostics: diagnostics + identities.diagnostics + corrections.diagnostics)
        if isSurveyOnly { return session.surveyed(table: table.path) }
        let writer = ImportWriter(contentRoot: siteRoot + "/" + contentFolder, manifest: manifest, isDryRun: isDryRun)
        // A window of batches at a time bounds the memory and keeps the results in order.
        let window = max(1, workers) * 4
        var done = 0
        while done < survey.batchCount {
            let batches = Array(done..<min(done + window, survey.batchCount))
            let results = try await mapInParallel(batches, workers: workers) { batch in
                try Self.convert(importer, batch, survey, writer, contentFolder)
            }
            for result in results { try session.add(result, contentFolder: contentFolder) }
            done += batches.count
            progress(done, survey.batchCount, "writing")
        }
        return try session.finish()
    }

    private static func convert<Chosen: Importer>(
        _ importer: Chosen, _ batch: Int, _ survey: Chosen.Survey, _ writer: ImportWriter,
        _ contentFolder: String
    ) throws -> MigrationSession.BatchResult {
        var converted = try importer.convert(batch: batch, of: survey)
        var files: [MigrationSession.FileResult] = []
        var entries: [ReviewQueue.Entry] = []
        var people: [ReviewQueue.Person] = []
        for item in converted.items {
            if let entry = ReviewQueue.entry(item, contentFolder: contentFolder) { entries.append(entry) }
            if let person = ReviewQueue.person(item, system: Chosen.system, contentFolder: contentFolder) {
                people.append(person)
            }
            let stored = try writer.store(item)
            files.append(MigrationSession.FileResult(path: item.path, outcome: stored.outcome, entry: stored.entry))
            converted.records += item.records
        }
        // The bytes are on disk; only the account goes on.
        converted.items = []
        return MigrationSession.BatchResult(batch: converted, files: files, entries: entries, people: people)
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
