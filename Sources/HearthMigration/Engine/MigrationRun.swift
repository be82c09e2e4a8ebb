import HearthModel

/// A migration as the command line starts it: `hearth migrate SYSTEM PATH [--into groups/<id>] [--dry-run]`.
///
/// 1. Choose the importer. 2. Survey the export. 3. Convert batch by batch, writing each file as it is made. 4. Write
/// `migration/<system>/manifest.tsv` and `report.json`. A second run on the same export changes no file.
package struct MigrationRun: Sendable {
    /// The system's name, nil to recognise it by the folder.
    package var system: String?
    /// The export as the user typed it; one folder, or one file in it.
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
    package var progress: ImportProgress

    package init(
        system: String? = nil, paths: [String], siteRoot: String, contentFolder: String = "Content",
        into: String? = nil,
        isDryRun: Bool = false, baseURL: String? = nil, allUsers: Bool = false, workers: Int = 1,
        progress: @escaping ImportProgress = { _, _, _ in }
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
        self.progress = progress
    }

    /// Every importer there is, in the order in which they are asked to recognise a folder.
    package static let importers: [any Importer.Type] = [StackExchangeImporter.self]

    /// Throws `FatalError` when nothing can be done: no such folder, unknown system, a file system that refuses.
    package func run() async throws -> MigrationOutcome {
        do {
            let folder = try exportFolder()
            return try await run(try importer(for: folder), folder: folder)
        } catch let error as FileError {
            throw FatalError(.io, [Diagnostic(.migrationFiles, at: nil, error.description)])
        }
    }

    private func exportFolder() throws -> String {
        guard paths.count == 1, var path = paths.first, !path.isEmpty else {
            throw usage(
                "one folder is needed, \(paths.count) were given", help: "give the folder of the unpacked export")
        }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        if FileSystem.isDirectory(path) { return path }
        guard FileSystem.isFile(path) else { throw usage("there is no '\(path)'", help: nil) }
        // Posts.xml stands for its folder.
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return String(path[..<slash])
    }

    private func importer(for folder: String) throws -> any Importer.Type {
        let names = Self.importers.map { $0.system }
        if let system {
            if let found = Self.importers.first(where: { $0.system == system }) { return found }
            let near = nearestName(to: system, among: names).map { "did you mean '\($0)'?" }
            throw usage("there is no importer '\(system)'", help: near ?? "known: " + names.joined(separator: ", "))
        }
        if let found = Self.importers.first(where: { $0.recognises(folder: folder) }) { return found }
        throw usage(
            "no importer recognises '\(folder)'", help: "name the system; known: " + names.joined(separator: ", "))
    }

    private func usage(_ summary: String, help: String?) -> FatalError {
        FatalError(.usage, [Diagnostic(.migrationUsage, at: nil, summary, help: help)])
    }

    private func run<Chosen: Importer>(_ type: Chosen.Type, folder: String) async throws -> MigrationOutcome {
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
        let importer = try Chosen(
            ImportRequest(
                folder: folder, siteRoot: siteRoot, contentFolder: contentFolder, into: into, baseURL: baseURL,
                allUsers: allUsers, identities: identities, manifest: manifest))
        let survey = try importer.survey(progress: progress)
        var session = try MigrationSession(
            report: ImportReport(system: Chosen.system, version: Chosen.version, source: survey.headline),
            manifest: manifest, folder: isDryRun ? nil : place)
        session.start(survey, diagnostics: identities.diagnostics)
        let writer = ImportWriter(contentRoot: siteRoot + "/" + contentFolder, manifest: manifest, isDryRun: isDryRun)
        // A window of batches at a time bounds the memory and keeps the results in order.
        let window = max(1, workers) * 4
        var done = 0
        while done < survey.batchCount {
            let batches = Array(done..<min(done + window, survey.batchCount))
            let results = try await mapInParallel(batches, workers: workers) { batch in
                try Self.convert(importer, batch, survey, writer)
            }
            for result in results { try session.add(result, contentFolder: contentFolder) }
            done += batches.count
            progress(done, survey.batchCount, "writing")
        }
        return try session.finish()
    }

    private static func convert<Chosen: Importer>(
        _ importer: Chosen, _ batch: Int, _ survey: Chosen.Survey, _ writer: ImportWriter
    ) throws -> MigrationSession.BatchResult {
        var converted = try importer.convert(batch: batch, of: survey)
        var files: [MigrationSession.FileResult] = []
        for item in converted.items {
            let stored = try writer.store(item)
            files.append(MigrationSession.FileResult(path: item.path, outcome: stored.outcome, entry: stored.entry))
            converted.records += item.records
        }
        // The bytes are on disk; only the account goes on.
        converted.items = []
        return MigrationSession.BatchResult(batch: converted, files: files)
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
