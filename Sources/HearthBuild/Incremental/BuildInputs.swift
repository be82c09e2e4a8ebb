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

    /// Adds the files that went in: first the pages of `site` in their order, with their facts, then all others with
    /// their hashes alone.
    private func addFiles(_ site: Site, _ others: [BuildRecord.File], to draft: inout BuildRecord.Draft) async throws {
        let size = 4096
        for start in stride(from: 0, to: site.pages.count, by: size) {
            let pages = Array(site.pages[start..<min(start + size, site.pages.count)])
            try draft.add(
                await mapInParallel(pages, workers: options.workers) { page in
                    BuildRecord.File(
                        path: page.parsed.file, isPage: true,
                        hash: ContentFile.placed(page.parsed.contentHash, linkTargets[page.parsed.file]),
                        facts: page.parsed.factsHash, links: BuildRecord.encode(page.links))
                })
        }
        try draft.add(others)
    }

    /// The pages that were read and are not in `site`, and the files that are no pages.
    private func others(_ site: Site) -> [BuildRecord.File] {
        let published = Set(site.pages.map { ObjectIdentifier($0.parsed) })
        return pages.filter { !published.contains(ObjectIdentifier($0)) }.map { page in
            BuildRecord.File(
                path: page.file, isPage: true, hash: ContentFile.placed(page.contentHash, linkTargets[page.file]))
        } + assets
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
        _ plan: OutputPlan, _ site: Site, _ rendered: [RenderedOutput], tellsSlots: Bool, because reason: String?
    ) async throws -> Drafted {
        let outputs = plan.outputs
        let built = outputs.map { BuiltOutput($0, site) }
        var drafted = Drafted(outputs: built, delivery: DeliveryRules(site, redirects: plan.redirects))
        guard options.writes, rendered.allSatisfy({ $0.outcome.stamp != nil }) else { return drafted }
        let others = others(site)
        var draft = try RecordStore(project).draft(
            BuildRecord(
                fingerprint: fingerprint, validity: validity, history: history, files: [], tables: tables,
                outputs: [], tellsSlots: tellsSlots, results: .none),
            files: site.pages.count + others.count)
        try await addFiles(site, others, to: &draft)
        let why = reason ?? "it was made for the first time"
        try draft.add(
            outputs.indices.lazy.compactMap { self.record(of: outputs[$0], built[$0], rendered[$0], because: why) })
        drafted.record = draft
        return drafted
    }

    private func record(
        of output: Output, _ built: BuiltOutput, _ rendered: RenderedOutput, because reason: String
    ) -> BuildRecord.OutputFile? {
        guard let stamp = rendered.outcome.stamp else { return nil }
        var wrapping = BuildRecord.Wrapping.page(root: output.root)
        if case .feed = output.kind { wrapping = .feed }
        let isWritten = rendered.outcome.staged != nil
        return BuildRecord.OutputFile(
            built: built, stamp: stamp, hash: rendered.hash, wrapping: wrapping, slots: rendered.slots,
            reason: isWritten ? reason : last.files[output.entry.output]?.reason ?? reason)
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
