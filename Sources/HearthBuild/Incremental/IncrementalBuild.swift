import HearthContent
import HearthLayout
import HearthModel
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
        /// The record, with the stamps that the outputs have now, and the pages whose bytes differ.
        case comparable(BuildRecord, [ContentState.Change])
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
        return .comparable(record, content.changed)
    }

    func run(_ record: BuildRecord, store: RecordStore) async throws -> Answer {
        switch try await compare(record) {
        case .impossible(let reason): return .impossible(reason: reason)
        case .comparable(let record, let changes):
            if changes.isEmpty { return .done(Self.unchanged(record)) }
            return try await replace(changes, record, store: store)
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
        _ changes: [ContentState.Change], _ record: BuildRecord, store: RecordStore
    ) async throws -> Answer {
        if project.configuration.isSearchEnabled, project.configuration.searchEndpoint == nil {
            return .impossible(reason: "the search index changes")
        }
        guard record.tellsSlots else { return .impossible(reason: "a layout does not tell where texts stand") }
        let mentioned = Set(
            record.report.diagnostics.flatMap { [$0.location?.file] + $0.notes.map { $0.location?.file } }
                .compactMap { $0 })
        var record = record
        var writers: [Int: SlotWriter] = [:]
        let parser = PageParser(project: project)
        for change in changes {
            let file = record.files[change.place]
            guard !file.facts.isEmpty, !mentioned.contains(file.path) else {
                return .impossible(reason: "\(file.path) changed")
            }
            let (page, diagnostics) = parser.parse(path: change.file.path, bytes: change.bytes)
            guard let page, diagnostics.isEmpty, page.factsHash == file.facts else {
                return .impossible(reason: "what other pages know of \(file.path) changed")
            }
            guard let links = try? BuildRecord.links(file.links) else { return .impossible(reason: "no links") }
            record.files[change.place].hash = page.contentHash
            writers[change.place] = SlotWriter(page, links: links)
        }
        guard let patched = try patch(record, writers) else { return .impossible(reason: "the places do not fit") }
        return try await finish(patched, record, store: store, changed: changes.map { record.files[$0.place].path })
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
        _ patched: [(Int, OutputPatch)], _ record: BuildRecord, store: RecordStore, changed: [String]
    ) async throws -> Answer {
        var record = record
        let writer = try SiteWriter(project: project)
        var outcomes: [SiteWriter.Outcome] = []
        let reason = "the text of \(changed.sorted().joined(separator: ", ")) changed"
        do {
            for (place, patch) in patched {
                let outcome = try writer.stage(patch.bytes, path: record.outputs[place].built.path)
                record.outputs[place].slots = patch.slots
                record.outputs[place].hash = QuickHash.of(patch.bytes)
                if let stamp = outcome.stamp { record.outputs[place].stamp = stamp }
                if outcome.staged != nil { record.outputs[place].reason = reason }
                outcomes.append(outcome)
            }
        } catch {
            writer.abandon()
            throw error
        }
        try writer.commit(replacements: outcomes)
        try store.store(record)
        var report = record.report
        report.changedPaths = outcomes.compactMap { $0.staged?.path }.sorted()
        report.written = report.changedPaths.count
        report.unchanged = record.outputs.count - report.written
        report.rendered = report.written
        report.scope = .texts(of: changed.sorted())
        return .done(report)
    }
}
