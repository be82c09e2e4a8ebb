import CMemory
import HearthContent
import HearthLayout
import HearthModel
import HearthSite

/// One output as it was rendered and written.
struct RenderedOutput: Sendable {
    var outcome: SiteWriter.Outcome
    /// `QuickHash` of its bytes; 0 when nothing is written.
    var hash: UInt64
    var slots: SlotPlaces
    /// How long making it took; nil unless that is wanted.
    var duration: Duration?
}

/// What a whole build read, for the record that it leaves.
struct BuildInputs: Sendable {
    private let project: Project
    private let options: BuildOptions
    var fingerprint: [UInt8] = []
    /// Set when git was asked.
    var history: String?
    private var validity: Range<Int64> = 0..<0
    private var pages: [ParsedPage] = []
    /// See `ParsedContent.linkTargets`.
    private var linkTargets: [String: String] = [:]
    /// Where the trees of pages are.
    var documents: DocumentStore?
    private var assets: [BuildRecord.File] = []
    private var tables: [TableSource] = []
    /// What the last build left in the output folder.
    var last = LastOutputs(nil)

    init(project: Project, options: BuildOptions) {
        self.project = project
        self.options = options
    }

    /// Takes note of everything that was loaded, published or not. Assets are read before they are copied: what changes
    /// in between is found by the next build.
    mutating func take(
        _ content: ParsedContent, _ resolving: ResolveOptions, history: GitHistory?
    ) async throws {
        guard options.writes else { return }
        let clock = options.clock.seconds
        validity = clock..<max(clock, resolving.nextChange(content.pages) { history?[$0] })
        pages = content.pages
        linkTargets = content.linkTargets
        tables = Set(pages.flatMap(\.tables)).sorted { $0.path < $1.path }
        assets = try await mapInParallel(content.assets, workers: options.workers) { asset in
            BuildRecord.File(
                path: asset.file, isPage: false,
                hash: ContentFile.placed(
                    (try? ContentState.assetHash(asset.absolutePath)) ?? [], content.linkTargets[asset.file]))
        }
    }

    /// After a stage of a large site: what it made and dropped lies between what stays.
    func giveMemoryBack() {
        if documents?.isInUse == true { hearth_memory_gives_back() }
    }

    /// Throws when trees could not be fetched again: what was made of them is not whole.
    func checkDocuments() throws {
        guard documents?.isDamaged == true else { return }
        throw FatalError(
            .io,
            [
                Diagnostic(
                    .fileError, at: SourceLocation(file: project.root),
                    "what was set aside in a temporary file could not be read again; nothing was published",
                    help: "look for errors of this disk, then build again")
            ])
    }

    /// The files that went in: first the pages of `site` in their order, with their facts, then all others with their
    /// hashes alone.
    private func files(_ site: Site) async throws -> [BuildRecord.File] {
        let published = Set(site.pages.map { ObjectIdentifier($0.parsed) })
        var files = try await mapInParallel(site.pages, workers: options.workers) { page in
            BuildRecord.File(
                path: page.parsed.file, isPage: true,
                hash: ContentFile.placed(page.parsed.contentHash, linkTargets[page.parsed.file]),
                facts: page.parsed.factsHash, links: BuildRecord.encode(page.links))
        }
        for page in pages where !published.contains(ObjectIdentifier(page)) {
            files.append(
                BuildRecord.File(
                    path: page.file, isPage: true, hash: ContentFile.placed(page.contentHash, linkTargets[page.file])))
        }
        return files + assets
    }

    /// What is known of a build whose files are all made, and of the record that it leaves for the next one.
    struct Drafted: Sendable {
        var outputs: [BuiltOutput]
        var delivery: DeliveryRules
        /// Nil where nothing is written.
        var record: BuildRecord.Draft?
    }

    /// Begins the record, while the site is put in its place.
    func draft(
        _ outputs: [Output], _ site: Site, _ rendered: [RenderedOutput], tellsSlots: Bool, because reason: String?
    ) async throws -> Drafted {
        let built = outputs.map { BuiltOutput($0, site) }
        var drafted = Drafted(outputs: built, delivery: DeliveryRules(site))
        guard options.writes else { return drafted }
        var records: [BuildRecord.OutputFile] = []
        records.reserveCapacity(rendered.count)
        for (index, output) in outputs.enumerated() {
            guard let stamp = rendered[index].outcome.stamp else { return drafted }
            var wrapping = BuildRecord.Wrapping.page(root: output.root)
            if case .feed = output.kind { wrapping = .feed }
            let isWritten = rendered[index].outcome.staged != nil
            let why = reason ?? "it was made for the first time"
            records.append(
                BuildRecord.OutputFile(
                    built: built[index], stamp: stamp, hash: rendered[index].hash, wrapping: wrapping,
                    slots: rendered[index].slots,
                    reason: isWritten ? why : last.files[output.entry.output]?.reason ?? why))
        }
        drafted.record = try RecordStore(project).draft(
            BuildRecord(
                fingerprint: fingerprint, validity: validity, history: history, files: try await files(site),
                tables: tables, outputs: records, tellsSlots: tellsSlots, results: .none))
        return drafted
    }

    /// Makes the draft the record of this build, for the next one.
    func store(_ draft: consuming BuildRecord.Draft, _ marks: Marks, _ report: BuildReport) throws {
        var report = report
        // Said once: what lay in the folder before is no fact of the site.
        report.diagnostics.removeAll { $0.kind == .unownedFiles }
        guard let proof = FileStamp(of: OutputPlace(project).proof) else { return }
        try draft.finish(
            BuildRecord.Results(
                listHash: marks.list, proof: .init(stamp: proof, hash: marks.proof), report: report),
            searchHash: marks.search)
    }

    /// Checksums of what a build leaves beside the site.
    struct Marks: Sendable {
        /// Of the list of owned files.
        var list: UInt64 = 0
        /// Of the audience manifest.
        var proof: UInt64
        /// Of the search's record; nil where the site has no index.
        var search: UInt64?
    }
}
