import HearthContent
import HearthLayout
import HearthModel
import HearthSearch
import HearthSite

/// A build that starts from the record of the last one. When nothing changed it writes nothing; when only the texts of
/// some pages changed, and nothing that other pages can know of them, it makes just those texts again, in every output
/// that shows them. For everything else the whole pipeline runs.
struct IncrementalBuild {
    let project: Project
    let options: BuildOptions
    let fingerprint: [UInt8]

    enum Answer {
        case done(BuildReport)
        /// The whole pipeline must run, and why.
        case impossible(reason: String)
    }

    enum Comparison {
        /// The record, with the stamps that the outputs have now, and the content.
        case comparable(BuildRecord, ContentState)
        case impossible(reason: String)
    }

    /// What differs from what the last build read and wrote.
    func compare(_ record: BuildRecord) async throws -> Comparison {
        guard record.fingerprint == fingerprint else {
            return .impossible(reason: "the program, the configuration, a layout or an option is another one")
        }
        guard record.validity.contains(options.clock.seconds) else { return .impossible(reason: "it is another day") }
        if let history = record.history, history != Self.history(project) {
            return .impossible(reason: "git has another history")
        }
        options.progress?("comparing", 0, 0)
        let content = try await ContentState(project, record, workers: options.workers)
        if let reason = content.reason { return .impossible(reason: reason) }
        var record = record
        let output = OutputState(project)
        guard output.isOwn else { return .impossible(reason: "the output folder is not known") }
        if let reason = try await output.check(&record, workers: options.workers) {
            return .impossible(reason: reason)
        }
        return .comparable(record, content)
    }

    func run(_ record: BuildRecord, store: RecordStore) async throws -> Answer {
        switch try await compare(record) {
        case .impossible(let reason): return .impossible(reason: reason)
        case .comparable(let record, let content):
            if content.changed.isEmpty { return .done(Self.unchanged(record)) }
            return try await replace(content, record, store: store)
        }
    }

    static func history(_ project: Project) -> String {
        GitHistory.state(projectRoot: project.root, contentFolder: project.configuration.contentFolder)
    }

    private static func unchanged(_ record: BuildRecord) -> BuildReport {
        var report = record.report
        report.unchanged = record.outputs.count
        report.scope = .nothing
        return report
    }

    // MARK: - Texts

    private func replace(
        _ content: ContentState, _ record: BuildRecord, store: RecordStore
    ) async throws -> Answer {
        guard record.tellsSlots else { return .impossible(reason: "a layout does not tell where texts stand") }
        var record = record
        let texts: ChangedTexts
        switch ChangedTexts.read(content, record, project) {
        case .failure(let obstacle): return .impossible(reason: obstacle.reason)
        case .success(let found): texts = found
        }
        for (place, page) in texts.pages { record.files[place].hash = page.contentHash }
        guard let patched = try patch(record, texts.writers) else {
            return .impossible(reason: "the places do not fit")
        }
        var search: SearchUpdate?
        if record.searchHash != nil {
            guard let known = store.search(of: record) else { return .impossible(reason: "the search left no record") }
            search = try await known.updated(Set(texts.pages.keys), workers: options.workers, texts: texts.find)
            guard let search, search.removed.isEmpty else { return .impossible(reason: "the search is divided anew") }
        }
        return try finish(patched, search, record, store: store, changed: texts.pages.values.map(\.file))
    }

    /// Makes the outputs again that show one of the texts.
    private func patch(_ record: BuildRecord, _ writers: [Int: SlotWriter]) throws -> [(Int, OutputPatch)]? {
        var patched: [(Int, OutputPatch)] = []
        for (place, output) in record.outputs.enumerated()
        where output.slots.contains(where: { writers[$0.file] != nil }) {
            let old = try FileSystem.read(project.outputPath + "/" + output.built.path)
            let baseURL = project.configuration.baseURL ?? ""
            guard let patch = OutputPatch(old, output, baseURL: baseURL, writer: { writers[$0] }) else { return nil }
            patched.append((place, patch))
        }
        return patched
    }

    private func finish(
        _ patched: [(Int, OutputPatch)], _ search: SearchUpdate?, _ record: BuildRecord, store: RecordStore,
        changed: [String]
    ) throws -> Answer {
        var record = record
        var replacements = patched.map { (place: $0, bytes: $1.bytes, slots: $1.slots) }
        if let files = search?.files, !files.isEmpty {
            let places = Dictionary(uniqueKeysWithValues: record.outputs.enumerated().map { ($1.built.path, $0) })
            for file in files {
                guard let place = places[file.path.outputFile] else { return .impossible(reason: "the search grows") }
                replacements.append((place, file.bytes(), []))
            }
        }
        let reason = "the text of \(changed.sorted().joined(separator: ", ")) changed"
        let writer = try SiteWriter(project: project)
        var outcomes: [SiteWriter.Outcome] = []
        do {
            for replacement in replacements {
                let place = replacement.place
                let outcome = try writer.stage(replacement.bytes, path: record.outputs[place].built.path)
                record.outputs[place].slots = replacement.slots
                record.outputs[place].hash = QuickHash.of(replacement.bytes)
                if let stamp = outcome.stamp { record.outputs[place].stamp = stamp }
                if outcome.staged != nil { record.outputs[place].reason = reason }
                outcomes.append(outcome)
            }
        } catch {
            writer.abandon()
            throw error
        }
        try writer.commit(replacements: outcomes)
        if let search { record.searchHash = try store.store(search: search.record.bytes) }
        try store.store(record)
        var report = record.report
        report.changedPaths = outcomes.compactMap { $0.staged?.path }.sorted()
        report.written = report.changedPaths.count
        report.unchanged = record.outputs.count - report.written
        let written = Set(report.changedPaths)
        report.rendered = patched.count { written.contains(record.outputs[$0.0].built.path) }
        report.scope = .texts(of: changed.sorted())
        return .done(report)
    }
}
