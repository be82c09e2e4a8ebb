import HearthModel

/// The single-threaded half of a run: collects what the workers found and writes manifest and report.
struct MigrationSession {
    struct FileResult: Sendable {
        var path: String
        var outcome: ImportWriter.Outcome
        var entry: ImportManifest.Entry?
        /// Whether the export has it for members; of what was deleted here since, also as a draft.
        var isClosed = false

        init(path: String, outcome: ImportWriter.Outcome, entry: ImportManifest.Entry?) {
            self.path = path
            self.outcome = outcome
            self.entry = entry
        }

        init(_ item: ImportedItem, _ stored: (outcome: ImportWriter.Outcome, entry: ImportManifest.Entry?)) {
            self.init(path: stored.entry?.path ?? item.path, outcome: stored.outcome, entry: stored.entry)
            let isForMembers = item.path.hasSuffix(".md") && FrontMatterLine.isForMembers(item.bytes)
            isClosed = isForMembers || stored.outcome == .deleted && FrontMatterLine.isDraft(item.bytes)
        }
    }

    struct BatchResult: Sendable {
        var batch: ImportBatch
        var files: [FileResult]
        var entries: [ReviewQueue.Entry] = []
        var people: [ReviewQueue.Person] = []
        var access = PeopleAccess()
        /// Whether it has pages of people, which are written when all others are.
        var hasPeople = false
    }

    private var report: ImportReport
    private var files = MigrationFileCounts()
    private var queue = ReviewQueue()
    private var diagnostics: [Diagnostic] = []
    private let previous: ImportManifest
    /// `migration/<system>`; nil in a dry run.
    private let folder: String?
    /// The lines of the new manifest.
    private var lines: ScratchFile?
    /// What was written so far; nil when nothing shall be written.
    let journal: ImportJournal?
    /// Of the items that this run has seen.
    private var keys: Set<UInt64> = []
    /// What those keys begin with: one for each old site.
    private var keyspaces: Set<String> = []
    private let names: SourceNames
    /// Groups that have pages for members, such as `groups/lift`.
    private var closedGroups: Set<String> = []
    /// Names of exports, by what the keys of their items begin with.
    private var exports: [String: String]
    /// Where the items came from, by the same.
    private var origins: [String: SiteOrigins]
    private var withdrawals = Withdrawals()

    /// `folder` is for the manifest and the report; nil when nothing shall be written.
    init(
        report: ImportReport, manifest: ImportManifest, folder: String?, siteRoot: String,
        names: SourceNames = SourceNames()
    ) throws {
        self.names = names
        self.report = report
        previous = manifest
        exports = manifest.names
        origins = manifest.origins
        self.folder = folder
        journal = folder.map { ImportJournal(folder: $0) }
        if let folder {
            try FileSystem.makeDirectories(folder)
            lines = try ScratchFile(siteRoot: siteRoot)
        }
    }

    mutating func start(_ diagnostics: [Diagnostic]) {
        let shown = diagnostics.map { names.shown($0) }
        self.diagnostics += shown
        for broken in shown where broken.isBrokenSource {
            let line = broken.location?.line ?? 0
            let place = line > 1 ? "line \(line): " : ""
            report.add(
                brokenSource: broken.location?.file.split(separator: "/").last.map(String.init) ?? report.source,
                reason: place + broken.summary)
        }
    }

    /// Entries of archives that were not unpacked, and things in a folder that are no files.
    mutating func start(_ tallies: [ImportTally]) {
        for tally in tallies where tally.count > 0 {
            report.kinds[tally.kind, default: ImportReport.Kind()].total += tally.count
            report.add(tally)
        }
    }

    /// Folders of the export, and what lies in them, that could not be read.
    mutating func start(unreadable folders: [(path: String, shown: String)]) {
        for folder in folders {
            let reason = "the folder cannot be read, and nobody knows what is in it"
            diagnostics.append(
                Diagnostic(
                    .migrationSource, at: SourceLocation(file: names.shown(folder.path)), reason,
                    help: "make it readable for yourself, and run the command again"))
            report.add(brokenSource: names.shown(folder.shown), reason: reason)
        }
    }

    /// Remembers what an export is called that groups are named after; nothing where somebody gave a group.
    mutating func name(_ keyspace: String, _ name: String) { exports[keyspace] = name }

    /// Remembers where the items of the group come from.
    mutating func note(_ origins: SiteOrigins, of keyspace: String) throws {
        self.origins[keyspace] = origins
        try journal?.note(origins.lines(keyspace: keyspace).joined())
    }

    mutating func note(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// What an export is of which nothing could be read.
    mutating func describe(_ source: String) { report.source = source }

    /// What somebody left out in `survey.csv`; earlier runs may have made pages of it.
    mutating func leaveOut(_ corrections: SurveyCorrections, of site: SiteOfExport?) {
        withdrawals.leaveOut(corrections, of: site)
    }

    /// Takes what the first step found; once for each export of the run.
    mutating func start(_ survey: some ImportSurvey) {
        let findings = survey.findings
        report.source += (report.source.isEmpty ? "" : "; ") + findings.headline
        start(findings.diagnostics)
        withdrawals.add(survey)
        for (kind, count) in findings.totals where count > 0 {
            report.kinds[kind, default: ImportReport.Kind()].total += count
        }
        for (kind, fates) in findings.settled {
            for (fate, count) in fates { report.add(ImportTally(kind, names.shown(fate), count: count)) }
        }
        report.fieldsNotKept.merge(findings.fieldsNotKept, uniquingKeysWith: +)
    }

    mutating func add(_ result: BatchResult, contentFolder: String) throws {
        for (kind, count) in result.batch.found { report.kinds[kind, default: ImportReport.Kind()].total += count }
        for record in result.batch.records {
            report.add(ImportedRecord(record.kind, record.id, names.shown(record.fate)))
        }
        for tally in result.batch.tallies { report.add(tally) }
        report.add(result.batch.unresolved)
        report.add(missing: result.batch.missing)
        start(result.batch.diagnostics)
        for entry in result.entries { queue.add(entry) }
        for person in result.people { queue.add(person) }
        for file in result.files {
            let place = SourceLocation(file: contentFolder + "/" + file.path)
            if file.isClosed, file.outcome != .deleted { noteClosed(file.path) }
            switch file.outcome {
            case .written: files.written += 1
            case .updated: files.updated += 1
            case .unchanged: files.unchanged += 1
            case .kept: files.kept += 1
            case .deleted:
                files.deleted += 1
                diagnostics.append(
                    file.isClosed
                        ? Diagnostic(
                            .migrationSourceWarning, at: place,
                            "moved or deleted since the last import, and for members or a draft in the export",
                            help: "where it was moved, set visibility: members in the file that it is now")
                        : Diagnostic(.migrationDeleted, at: place, "deleted since the last import; left so"))
            case .adjusted(let reason): adjust(contentFolder + "/" + file.path, reason)
            case .conflict(let reason):
                conflict(
                    contentFolder + "/" + file.path, reason,
                    help: "compare it with the export, or move it away and migrate again")
            }
            if let entry = file.entry {
                try lines?.append(Array(entry.line.utf8))
                if !previous.isEmpty {
                    keys.insert(ImportManifest.fingerprint(entry.key))
                    if let keyspace = entry.keyspace { keyspaces.insert(keyspace) }
                }
            }
        }
    }

    /// A file that stays as somebody has edited it.
    private mutating func conflict(_ file: String, _ reason: String, help: String) {
        files.conflicts += 1
        report.conflicts.append(ImportReport.Conflict(file: file, reason: reason))
        diagnostics.append(
            Diagnostic(
                .migrationConflict, at: SourceLocation(file: file), "left as it is: \(reason)", help: help))
    }

    private mutating func noteClosed(_ path: String) {
        let parts = path.split(separator: "/", maxSplits: 2)
        if parts.count == 3, parts[0] == "groups" { closedGroups.insert("groups/\(parts[1])") }
    }

    /// Pages for members in a group whose page is of another system or by a person, and does not say who they are: until
    /// somebody does, nobody may read them. A site without that line does not build.
    private mutating func nameMembers(contentFolder: String, siteRoot: String, audiences: Set<String>) throws {
        for group in closedGroups.sorted() where !audiences.contains(String(group.dropFirst("groups/".count))) {
            let index = PageFileName.index(ofFolder: "\(siteRoot)/\(contentFolder)/\(group)")
            let file = String(decoding: index.utf8.dropFirst(siteRoot.utf8.count + 1), as: UTF8.self)
            guard FileSystem.isFile("\(siteRoot)/\(file)") else { continue }
            let page = try FileSystem.read("\(siteRoot)/\(file)")
            guard FrontMatterLine("access_group", in: page) == nil else { continue }
            let name = ImportPlace.accessGroup(of: group)
            if folder != nil {
                let named = FrontMatterLine.set("access_group", name + FrontMatterLine.mark, in: page)
                try FileSystem.writeAtomically(named, to: "\(siteRoot)/\(file)")
            }
            adjust(file, "pages of its group are for members now: 'access_group: \(name)' was set", isEdited: false)
        }
    }

    /// The outcome when nothing is to be converted yet.
    func surveyed(tables: [String]) -> MigrationOutcome {
        var lines = [report.source]
        for (name, kind) in report.kinds.sorted(by: { $0.key < $1.key }) { lines.append("  \(kind.total) \(name)") }
        let written = tables.filter { FileSystem.isFile($0) }.joined(separator: ", ")
        if !written.isEmpty {
            lines.append("correct titles, pages and what to skip in \(written), then run it again without --survey")
        }
        let failed = diagnostics.contains { $0.severity == .error }
        return MigrationOutcome(
            report: report, files: files, diagnostics: diagnostics.sorted(), exitStatus: failed ? 1 : 0,
            summary: lines.joined(separator: "\n"))
    }

    private static let shownGone = 5

    /// Files of earlier runs that stay although this run has not seen their items.
    func visitGone(contentRoot: String, _ body: (ImportManifest.Entry) throws -> Void) throws {
        let withdrawn = try withdrawals.items(
            previous, keyspaces, contentRoot: contentRoot, isDryRun: true
        ) { keys.contains($0) }
        try previous.visit { entry in
            if !keys.contains(ImportManifest.fingerprint(entry.key)), !withdrawn.concerns(entry) { try body(entry) }
        }
    }

    /// Keeps what an older export held and this one does not, and says so: it may have been deleted there since, or be
    /// private now. Exports of mail bring only what is new.
    private mutating func keepGone(contentFolder: String, siteRoot: String) throws {
        var pages: [String] = []
        var others: [String] = []
        var isContinued = false
        let contentRoot = siteRoot + "/" + contentFolder
        let withdrawn = try withdrawals.items(
            previous, keyspaces, contentRoot: contentRoot, isDryRun: folder == nil
        ) { keys.contains($0) }
        let replaced = try withdrawals.people(previous, contentRoot: contentRoot) { keys.contains($0) }
        try previous.visit { entry in
            let keyspace = entry.keyspace ?? ""
            isContinued = isContinued || keyspaces.contains(keyspace)
            guard !keys.contains(ImportManifest.fingerprint(entry.key)) else { return }
            if replaced.contains(entry.path) {
                files.removed += 1
                if folder != nil { try FileSystem.remove(contentRoot + "/" + entry.path) }
                return
            }
            if let outcome = try withdrawn.take(entry) {
                return try settle(entry, outcome, file: contentFolder + "/" + entry.path)
            }
            try lines?.append(Array(entry.line.utf8))
            // The people of wikis and forums are those who wrote something; a directory tells who is there.
            let isPerson = entry.key.hasPrefix("person/") && entry.path.hasPrefix("people/")
            guard keyspaces.contains(keyspace), entry.path.hasPrefix("groups/") || isPerson,
                FileSystem.kind(of: "\(siteRoot)/\(contentFolder)/\(entry.path)") != nil
            else { return }
            if entry.path.hasSuffix(".md") { pages.append(entry.path) } else { others.append(entry.path) }
        }
        guard report.system != MailImporter.system else { return }
        noteGone(pages, "pages", contentFolder)
        noteGone(others, "files", contentFolder)
        if !previous.isEmpty, !isContinued, !keyspaces.isEmpty {
            diagnostics.append(
                Diagnostic(
                    .migrationSourceWarning, at: nil,
                    "nothing of an earlier export was in this one: \(keyspaces.sorted().joined(separator: ", ")) is new",
                    help:
                        "where it is a newer export of the same site, remove what came, and use --into with the old group"
                ))
        }
    }

    /// The account of what was taken back, or not.
    private mutating func settle(_ entry: ImportManifest.Entry, _ outcome: Withdrawn.Outcome, file: String) throws {
        if outcome != .removed { try lines?.append(Array(entry.line.utf8)) }
        switch outcome {
        case .removed: files.removed += 1
        case .kept: files.kept += 1
        case .settled: break
        case .madeDraft: adjust(file, "deleted in the export now: it is a draft")
        case .leftOut:
            conflict(
                file, "left out in survey.csv, and edited since the last import",
                help: "delete it, or take it into the table again")
        case .missing:
            files.deleted += 1
            diagnostics.append(
                Diagnostic(
                    .migrationSourceWarning, at: SourceLocation(file: file),
                    "moved or deleted since the last import, and deleted in the export",
                    help: "where it was moved, delete the file that it is now, or set draft: true in it"))
        }
    }

    private mutating func noteGone(_ paths: [String], _ what: String, _ contentFolder: String) {
        guard !paths.isEmpty else { return }
        let shown = paths.prefix(Self.shownGone).map { "'\(contentFolder)/\($0)'" }.joined(separator: ", ")
        let more = paths.count > Self.shownGone ? " and \(paths.count - Self.shownGone) more" : ""
        diagnostics.append(
            Diagnostic(
                .migrationSourceWarning, at: nil,
                "\(what) of earlier exports that are not in this one stay as they are: " + shown + more,
                help:
                    "where they were deleted or made private since, delete them or set visibility: members; who has left "
                    + "gets status: left"))
    }

    /// A file that somebody has edited, and that followed the export in who may read it or where it lies.
    private mutating func adjust(_ file: String, _ reason: String, isEdited: Bool = true) {
        files.adjusted += 1
        let summary = (isEdited ? "edited since the last import, and " : "") + reason
        report.adjusted.append(ImportReport.Conflict(file: file, reason: summary))
        diagnostics.append(
            Diagnostic(
                .migrationAdjusted, at: SourceLocation(file: file), summary,
                help: isEdited
                    ? "the edit is kept; look whether its text may be read by those who read it now"
                    : "name the directory group that may read them"))
    }

    /// `contentFolder` is relative to `siteRoot`; `audiences` are the groups whose readers the site's settings name.
    mutating func finish(contentFolder: String, siteRoot: String, audiences: Set<String>) throws -> MigrationOutcome {
        try keepGone(contentFolder: contentFolder, siteRoot: siteRoot)
        try nameMembers(contentFolder: contentFolder, siteRoot: siteRoot, audiences: audiences)
        for (name, kind) in report.kinds.sorted(by: { $0.key < $1.key }) where !kind.isBalanced {
            let counted = kind.converted + kind.convertedWithLosses + kind.skippedCount + kind.failedCount
            diagnostics.append(
                Diagnostic(
                    .migrationAccount, at: nil, "\(kind.total) \(name) records were found, \(counted) accounted for"))
        }
        // Files that break off have a diagnostic of their own, with the line.
        for failure in report.failures.prefix(50) where !failure.record.hasPrefix(ImportReport.sourceFiles) {
            diagnostics.append(Diagnostic(.migrationFailed, at: nil, "\(failure.record): \(failure.reason)"))
        }
        if let folder {
            for (keyspace, name) in exports.sorted(by: { $0.key < $1.key }) {
                try lines?.append(Array(ImportManifest.line(keyspace: keyspace, name: name).utf8))
            }
            for (keyspace, origins) in origins.sorted(by: { $0.key < $1.key }) {
                try lines?.append(Array(origins.lines(keyspace: keyspace).joined().utf8))
            }
            try lines?.store(at: folder + "/manifest.tsv")
            try journal?.finish()
            try Self.replace(folder + "/report.json", with: report.json())
            try Self.replace(folder + "/report.html", with: ReportPage.bytes(report, queue))
        }
        let failed = report.failedCount > 0 || diagnostics.contains { $0.severity == .error }
        let counts =
            "files: \(files.written) written, \(files.updated) updated, \(files.unchanged) unchanged, "
            + "\(files.kept) kept as edited, "
            + (files.adjusted > 0 ? "\(files.adjusted) edited and closed, opened or moved as in the export, " : "")
            + "\(files.conflicts) conflicts, \(files.deleted) left deleted"
            + (files.removed > 0 ? ", \(files.removed) removed" : "")
        let place = folder.map { "\nreport and review queue: \($0)/report.html" } ?? ""
        return MigrationOutcome(
            report: report, files: files, diagnostics: diagnostics.sorted(), exitStatus: failed ? 1 : 0,
            summary: report.summary + "\n" + counts + place)
    }

    private static func replace(_ file: String, with bytes: [UInt8]) throws {
        if FileSystem.isFile(file), try FileSystem.read(file) == bytes { return }
        try FileSystem.writeAtomically(bytes, to: file)
    }
}
