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

    /// What differs from what the last build read and wrote. `listing` has all files of the content folder.
    ///
    /// `meanwhile` is called with the content before the outputs are looked at.
    func compare(
        _ record: BuildRecord, _ listing: (files: [ContentFile], diagnostics: [Diagnostic]),
        meanwhile: (BuildRecord, ContentState) -> Void = { _, _ in }
    ) async throws -> Comparison {
        guard record.fingerprint == fingerprint else {
            return .impossible(reason: "the program, the configuration, a layout or an option is another one")
        }
        guard record.validity.contains(options.clock.seconds) else { return .impossible(reason: "it is another day") }
        if let history = record.history, history != Self.history(project) {
            return .impossible(reason: "git has another history")
        }
        options.progress?("comparing", 0, 0)
        let content = try await ContentState(project, record, listing, workers: options.workers)
        if let reason = content.reason { return .impossible(reason: reason) }
        meanwhile(record, content)
        let output = OutputState(project)
        var record = record
        guard output.isOwn(&record) else { return .impossible(reason: "the output folder is not known") }
        if let reason = try await output.check(&record, workers: options.workers) {
            return .impossible(reason: reason)
        }
        return .comparable(record, content)
    }

    func run(
        _ record: BuildRecord, _ listing: (files: [ContentFile], diagnostics: [Diagnostic]),
        store: RecordStore
    ) async throws -> Answer {
        // The search's record is large: it is read while the outputs are looked at.
        var search: Task<SearchRecord?, Never>?
        let comparison = try await compare(record, listing) { record, content in
            guard let hash = record.searchHash, !content.changed.isEmpty else { return }
            search = Task { store.search(hash) }
        }
        switch comparison {
        case .impossible(let reason): return .impossible(reason: reason)
        case .comparable(let record, let content):
            if content.changed.isEmpty { return .done(Self.unchanged(record)) }
            return try await replace(content, record, await search?.value, store: store)
        }
    }

    static let untoldSlots = "a layout does not tell where texts stand"

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
        _ content: ContentState, _ record: BuildRecord, _ known: SearchRecord?,
        store: RecordStore
    ) async throws -> Answer {
        guard record.tellsSlots else { return .impossible(reason: Self.untoldSlots) }
        let texts: ChangedTexts
        switch ChangedTexts.read(content, record, project) {
        case .failure(let obstacle): return .impossible(reason: obstacle.reason)
        case .success(let found): texts = found
        }
        async let patches = Self.patches(record, texts, project, workers: options.workers)
        var search: SearchUpdate?
        if record.searchHash != nil {
            guard let known else { return .impossible(reason: "the search left no record") }
            search = try await known.updated(Set(texts.pages.keys), workers: options.workers, texts: texts.find)
            guard search != nil else { return .impossible(reason: "a file changed while it was read") }
        }
        guard let patched = try await patches else {
            return .impossible(reason: "a file of the output is not as it was written")
        }
        return try await finish(patched, search, record, store: store, texts)
    }

    /// Makes the outputs again that show one of the texts.
    private static func patches(
        _ record: BuildRecord, _ texts: ChangedTexts, _ project: Project, workers: Int
    ) async throws -> [(Int, OutputPatch)]? {
        let size = 1024
        let chunks = stride(from: 0, to: record.outputs.count, by: size).map {
            $0..<min($0 + size, record.outputs.count)
        }
        let baseURL = project.configuration.baseURL ?? ""
        let parts = try await mapInParallel(chunks, workers: workers) { chunk -> [(Int, OutputPatch)]? in
            var patched: [(Int, OutputPatch)] = []
            for place in chunk where !record.outputs[place].slots.bytes.isEmpty {
                let output = record.outputs[place]
                guard let slots = try? output.slots.places else { return nil }
                guard slots.contains(where: { texts.writers[$0.file] != nil }) else { continue }
                let old = try FileSystem.read(project.outputPath + "/" + output.built.path)
                // A file that only looks like ours: what somebody else put into it is not written on.
                guard QuickHash.of(old) == output.hash else { return nil }
                guard
                    let patch = OutputPatch(
                        old, slots, output.wrapping, baseURL: baseURL, writer: { texts.writers[$0] })
                else { return nil }
                patched.append((place, patch))
            }
            return patched
        }
        return parts.contains { $0 == nil } ? nil : parts.flatMap { $0 ?? [] }
    }

    private func finish(
        _ patched: [(Int, OutputPatch)], _ search: SearchUpdate?, _ record: BuildRecord,
        store: RecordStore, _ texts: ChangedTexts
    ) async throws -> Answer {
        // Where the build ends before the record of the build, the next one finds no record of the search.
        let searchRecord = search?.record
        async let searchHash = searchRecord.map { try store.store($0) }
        var record = record
        for (place, page) in texts.pages { record.files[place].hash = page.contentHash }
        let changed = texts.pages.values.map(\.file).sorted()
        var replacements = patched.map { Replacement(place: $0, bytes: $1.bytes, slots: SlotPlaces($1.slots)) }
        let count = record.outputs.count
        replacements += place(search?.files ?? [], in: &record)
        let added = Set(record.outputs[count...].map(\.built.path))
        let removed = (search?.removed ?? []).map(\.outputFile)
        let writer = try SiteWriter(project: project)
        let reason = "the text of \(changed.joined(separator: ", ")) changed"
        let outcomes = try stage(replacements, writer, reason, &record)
        let gone = Set(removed)
        if !gone.isEmpty { record.outputs.removeAll { gone.contains($0.built.path) } }
        do {
            if let list = try writer.commit(outcomes, adding: added, removing: removed) { record.listHash = list }
            if let search, search.hasOtherSources || !added.isEmpty {
                record.proof = try prove(search.files, without: gone, texts)
            }
            let encoded = record.encoded
            try store.store(encoded.sealed(searchHash: try await searchHash))
        } catch {
            throw writer.told(error)
        }
        var report = record.report
        report.outputs = record.outputs.map(\.built)
        report.changedPaths = outcomes.compactMap { $0.staged?.path }.sorted()
        report.removedPaths = removed
        (report.written, report.removed) = (report.changedPaths.count, removed.count)
        report.unchanged = record.outputs.count - report.written
        report.rendered = outcomes.prefix(patched.count).count { $0.staged != nil }
        report.scope = .texts(of: changed)
        return .done(report)
    }

    /// A file to be written.
    private struct Replacement {
        /// In the outputs of the record.
        var place: Int
        var bytes: [UInt8]
        var slots: SlotPlaces
    }

    /// The files of the search as replacements; those that are new get a place in the record.
    private func place(_ files: [SearchFile], in record: inout BuildRecord) -> [Replacement] {
        guard !files.isEmpty else { return [] }
        let wanted = Set(files.map(\.path.outputFile))
        var places: [String: Int] = [:]
        for (place, output) in record.outputs.enumerated() where wanted.contains(output.built.path) {
            places[output.built.path] = place
        }
        return files.map { file in
            let path = file.path.outputFile
            if places[path] == nil {
                places[path] = record.outputs.count
                let built = BuiltOutput(path: path, audience: file.audience, source: nil, isPage: false)
                record.outputs.append(
                    BuildRecord.OutputFile(
                        built: built, stamp: FileStamp(size: 0, seconds: 0, nanoseconds: 0), hash: 0,
                        wrapping: .page(root: ""), slots: SlotPlaces(), reason: ""))
            }
            return Replacement(place: places[path] ?? 0, bytes: file.bytes(), slots: SlotPlaces())
        }
    }

    private func stage(
        _ replacements: [Replacement], _ writer: SiteWriter, _ reason: String, _ record: inout BuildRecord
    ) throws -> [SiteWriter.Outcome] {
        do {
            return try replacements.map { replacement in
                let place = replacement.place
                let outcome = try writer.stage(replacement.bytes, path: record.outputs[place].built.path)
                record.outputs[place].slots = replacement.slots
                record.outputs[place].hash = QuickHash.of(replacement.bytes)
                if let stamp = outcome.stamp { record.outputs[place].stamp = stamp }
                if outcome.staged != nil { record.outputs[place].reason = reason }
                return outcome
            }
        } catch {
            writer.abandon()
            throw error
        }
    }

    /// Keeps the audience manifest true.
    private func prove(
        _ written: [SearchFile], without removed: Set<String>, _ texts: ChangedTexts
    ) throws -> BuildRecord.Mark {
        let path = OutputPlace(project).proof
        let removed = removed.union(written.map(\.path.outputFile))
        let entries = written.map { file in
            (file.path.outputFile, file.audience, file.sources.compactMap { texts.contentPath($0) })
        }
        let manifest = AudienceManifest.updated(try FileSystem.read(path), removing: removed, adding: entries)
        try FileSystem.writeAtomically(manifest, to: path)
        guard let stamp = FileStamp(of: path) else { throw FileError("read", path) }
        return BuildRecord.Mark(stamp: stamp, hash: QuickHash.of(manifest))
    }
}
