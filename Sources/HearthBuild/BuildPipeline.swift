package import HearthContent
import HearthLayout
package import HearthModel
import HearthSearch
package import HearthSite

/// What a build is asked to do.
package struct BuildOptions: Sendable {
    package var clock: Timestamp
    package var includesDrafts = false
    package var includesFuture = false
    package var includesExpired = false
    /// How many tasks work at once; 1 gives the same bytes as any other number.
    package var workers: Int
    /// False for `hearth check`: everything is rendered and checked, nothing is written.
    package var writes = true
    /// The program ends with this build: its memory is left to the operating system, which frees it at once.
    package var isLast = false
    /// False to render everything, whatever the last build left.
    package var reuses = true
    /// Notes how long each output takes.
    package var profiles = false
    /// Everything is made a second time after the build, and compared with what lies in the output.
    package var verifies = false
    /// Bytes of Markdown trees that are held in memory; those beyond wait in a file (`DocumentStore`). The pages are the
    /// same.
    package var treeBudget = 16 << 20
    /// Called from any task with what is going on: finished and all steps of a phase.
    package var progress: (@Sendable (_ phase: String, _ done: Int, _ total: Int) -> Void)?

    package init(clock: Timestamp, workers: Int) {
        self.clock = clock
        self.workers = workers
    }
}

/// What a build did.
package struct BuildReport: Sendable {
    /// Sorted by file and line.
    package var diagnostics: [Diagnostic]
    /// HTML pages of the site, redirect pages not counted.
    package var pages = 0
    /// Files that were new or had changed, of any kind.
    package var written = 0
    package var unchanged = 0
    package var removed = 0
    /// Outputs whose bytes were made in this run.
    package var rendered = 0
    package var scope = Scope.everything(because: nil)
    /// Where the time went; only when it was asked for and outputs were made.
    package var profile: BuildProfile?
    package var groups = 0
    package var questions = 0
    package var leftOut = LeftOut()
    /// Every file of the site, in the order of the plan.
    package var outputs: [BuiltOutput] = []
    /// Output files that were new or had changed, and those that are gone; sorted.
    package var changedPaths: [String] = []
    package var removedPaths: [String] = []
    /// Files of the output folder that were left alone, because no build is known to have made them.
    var unowned: [String] = []
    /// What a web server must know beyond the files.
    package var delivery = DeliveryRules()
    /// How long each stage took, in their order.
    package var stages: [(name: String, duration: Duration)] = []

    /// How much of the site had to be made.
    package enum Scope: Sendable, Equatable {
        /// The whole pipeline ran; the reason is nil when that was asked for.
        case everything(because: String?)
        /// Only the texts of these content files changed, and were made again where they stand.
        case texts(of: [String])
        /// Nothing had changed.
        case nothing
    }

    /// A reason to make everything that is always said.
    package static let damagedRecord = "the record of the last build is damaged, or of another version of Hearth"

    package var errors: Int { diagnostics.count { $0.severity == .error } }
    package var warnings: Int { diagnostics.count { $0.severity == .warning } }
}

/// The driver: load → parse → resolve → render → write. Nothing flows back.
package struct BuildPipeline: Sendable {
    let project: Project
    let options: BuildOptions

    package init(project: Project, options: BuildOptions) {
        self.project = project
        self.options = options
    }

    /// Builds the site. Mistakes of users are in the report; throws `FatalError` or `FileError` only when it cannot go
    /// on, and then the output is as it was.
    ///
    /// `whileLocked` works with the finished output before another build may change it; what it throws ends the run.
    package func run(
        whileLocked: (BuildReport) async throws -> Void = { _ in }
    ) async throws -> BuildReport {
        try OutputFolderCheck.check(project)
        let lock = options.writes ? try BuildLock.acquire(project, makesOutput: true) : nil
        // The build puts right what somebody changed in the output, so that is asked before.
        let changed = options.verifies ? try await changedOutputs() : []
        var report: BuildReport
        switch try await reuse() {
        case .done(let reused): report = reused
        case .impossible(let reason, let last): report = try await build(because: reason, after: last)
        }
        if options.verifies {
            let different = try await differences(report)
            let said = Set(different.map(\.location))
            report.diagnostics = Self.sorted(
                report.diagnostics + different + changed.filter { !said.contains($0.location) })
        }
        try await whileLocked(report)
        _ = consume lock
        return report
    }

    private enum Reuse {
        case done(BuildReport)
        /// Why not, nil when nobody wants it, and what is known of the last build.
        case impossible(reason: String?, LastBuild)
    }

    /// What the last build left, if it is all that is needed.
    private func reuse() async throws -> Reuse {
        guard options.writes else { return .impossible(reason: nil, LastBuild()) }
        let start = ContinuousClock.now
        let store = RecordStore(project)
        guard options.reuses else {
            // What lies in the output folder is asked all the same: what the last build made and this one does not must go.
            return .impossible(reason: nil, LastBuild(outputs: LastOutputs(store.record)))
        }
        guard store.hasRecord else { return .impossible(reason: "there is no earlier build", LastBuild()) }
        // The one needs the processor, the other the file system.
        async let listing = ContentFile.all(of: project)
        switch store.load() {
        case .none: return .impossible(reason: "there is no earlier build", LastBuild())
        case .unreadable: return .impossible(reason: BuildReport.damagedRecord, LastBuild())
        case .record(let record):
            let fingerprint = try BuildFingerprint.make(project, options, zoneOffset: zoneOffset)
            let build = IncrementalBuild(project: project, options: options, fingerprint: fingerprint)
            switch try await build.run(record, try await listing, store: store) {
            case .impossible(let reason): return .impossible(reason: reason, LastBuild(record))
            case .done(var report):
                report.stages = [("comparing", ContinuousClock.now - start)]
                return .done(report)
            }
        }
    }

    /// The whole pipeline.
    private func build(because reason: String?, after last: LastBuild) async throws -> BuildReport {
        var timer = StageTimer()
        var planned = try await plan(&timer, storesSearch: options.writes, after: last.search)
        var inputs = planned.inputs
        inputs.last = last.outputs
        let writer = try options.writes ? SiteWriter(project: project) : nil
        inputs.giveMemoryBack()
        var report = BuildReport(diagnostics: [])
        do {
            let made = try await make(&planned, &timer, writer)
            var marks = made.marks
            if options.profiles {
                report.profile = BuildProfile(planned.outputs.outputs, made.results, planned.renderer)
            }
            planned.forgetSearch()
            if writer != nil {
                try inputs.checkDocuments()
                planned.renderer.forgetRows()
                timer.start("writing")
            }
            // What went in and out is much, and none of it changes any more: it is written beside the site.
            let (inputs, site, plan, tellsSlots) = (inputs, planned.site, planned.outputs, planned.tellsSlots)
            async let drafting = inputs.draft(plan, site, made.results, tellsSlots: tellsSlots, because: reason)
            if let writer {
                let done = try writer.commit(made.results.map(\.outcome), after: inputs.last, report: &report)
                planned.diagnostics += done.diagnostics
                marks.list = done.listHash
            }
            let drafted = try await drafting
            report.diagnostics = Self.sorted(planned.diagnostics)
            describe(planned, drafted, reason, &report)
            if let record = drafted.record { try inputs.store(record, marks, report) }
        } catch {
            writer?.abandon()
            throw writer?.told(error) ?? error
        }
        report.stages = timer.finish()
        if options.isLast { _ = Unmanaged.passRetained(Kept(planned)) }
        return report
    }

    /// Renders and stages all outputs, and writes what is kept beside them.
    ///
    /// The index of the search is made while the pages are: much of it is one task's work, which would leave other
    /// processors idle.
    private func make(
        _ planned: inout Planned, _ timer: inout StageTimer, _ writer: SiteWriter?
    ) async throws -> (results: [RenderedOutput], marks: BuildInputs.Marks) {
        var results: [RenderedOutput] = []
        timer.start("rendering")
        if planned.isIndexing {
            results = try await render(planned.outputs.outputs, planned.renderer, writer)
            timer.start("rendering search")
            try await planned.finishSearch()
        }
        // What outlasts the build is written while the last outputs are made.
        let (site, manifest) = (planned.site, AudienceManifest(entries: planned.outputs.outputs.map(\.entry)))
        let leaks = manifest.leaks(site)
        guard leaks.isEmpty else { throw FatalError(.io, leaks) }
        async let proof = writer?.prepare(manifest, of: site)
        let others = Array(planned.outputs.outputs[results.count...])
        results += try await render(others, planned.renderer, writer)
        return (results, BuildInputs.Marks(proof: try await proof ?? 0, search: planned.searchHash))
    }

    private func describe(
        _ planned: Planned, _ drafted: BuildInputs.Drafted, _ reason: String?, _ report: inout BuildReport
    ) {
        let site = planned.site
        report.pages = planned.pages
        report.groups = site.groups.count
        report.questions = site.questions.count
        report.leftOut = site.leftOut
        report.outputs = drafted.outputs
        report.delivery = drafted.delivery
        report.rendered = drafted.outputs.count
        report.scope = .everything(because: reason)
    }

    /// Seconds east of UTC where the site is, now.
    var zoneOffset: Int64 { SiteZone(project.configuration.timeZone).offset(at: options.clock.seconds) }

    /// The first three stages: what `list` and `explain` need.
    package func resolve() async throws -> (site: Site, diagnostics: [Diagnostic]) {
        var timer = StageTimer()
        timer.start("reading")
        let (site, diagnostics, _) = try await resolve(&timer, [])
        return (site, diagnostics)
    }

    /// What `resolve` finds, for whoever then asks what is made of it.
    package struct Resolved {
        package let site: Site
        package let diagnostics: [Diagnostic]
        let inputs: BuildInputs
    }

    package func resolved() async throws -> Resolved {
        var timer = StageTimer()
        timer.start("reading")
        let (site, diagnostics, inputs) = try await resolve(&timer, [])
        return Resolved(site: site, diagnostics: diagnostics, inputs: inputs)
    }

    func resolve(
        _ timer: inout StageTimer, _ fingerprint: [UInt8]
    ) async throws -> (site: Site, diagnostics: [Diagnostic], inputs: BuildInputs) {
        options.progress?("reading", 0, 0)
        var inputs = BuildInputs(project: project, options: options)
        inputs.fingerprint = fingerprint
        let store = DocumentStore(folders: [project.root + "/.hearth", project.root], budget: options.treeBudget)
        inputs.documents = store
        var (content, diagnostics) = try await ContentLoader(
            project: project, workers: options.workers, store: store
        ).load()
        var history: GitHistory?
        if content.pages.contains(where: { $0.common.date == nil || $0.common.updated == nil }) {
            if options.writes { inputs.history = IncrementalBuild.history(project) }
            // What says itself when it changed needs no closer look.
            let pages = Set(content.pages.lazy.filter { $0.common.updated == nil }.map(\.path))
            let (found, notes) = GitHistory.read(
                projectRoot: project.root, contentFolder: project.configuration.contentFolder, pages: pages)
            history = found
            diagnostics += notes.map { Self.weighed($0, content.pages) }
        }
        timer.start("resolving")
        options.progress?("resolving", 0, 0)
        var resolving = ResolveOptions(clock: options.clock)
        resolving.includesDrafts = options.includesDrafts
        resolving.includesFuture = options.includesFuture
        resolving.includesExpired = options.includesExpired
        resolving.workers = options.workers
        resolving.zone = SiteZone(project.configuration.timeZone)
        let dates = history
        try await inputs.take(content, resolving, history: dates)
        let (site, problems) = try await SiteResolver.resolve(
            consume content, project: project, options: resolving, history: { dates?[$0] })
        return (site, Self.sorted(diagnostics + problems), inputs)
    }

    /// That git tells no dates is worth knowing; where there are pages that have no others, they drop out of the feeds and
    /// are never due for review.
    private static func weighed(_ note: Diagnostic, _ pages: [ParsedPage]) -> Diagnostic {
        let undated = pages.filter { page in
            guard page.common.date == nil, !page.common.isDraft else { return false }
            return [.question, .answer, .document, .useCase].contains(page.type)
        }
        guard let first = undated.first else { return note }
        var warning = note
        warning.severity = max(note.severity, .warning)
        let count = undated.count == 1 ? "1 page has" : "\(undated.count) pages have"
        warning.notes.append(.init("\(count) no 'date:', and so no date at all; the first is here", at: first.at(1)))
        return warning
    }

    /// What is not taken apart object by object when the program ends anyway.
    private final class Kept {
        let planned: Planned

        init(_ planned: Planned) { self.planned = planned }
    }

    /// Notes when stages begin.
    struct StageTimer {
        private var stages: [(name: String, duration: Duration)] = []
        private var current: (name: String, start: ContinuousClock.Instant)?

        mutating func start(_ name: String) {
            let now = ContinuousClock.now
            if let current { stages.append((current.name, now - current.start)) }
            current = (name, now)
        }

        mutating func finish() -> [(name: String, duration: Duration)] {
            start("")
            return stages
        }
    }

    /// Renders and stages outputs; the bytes die inside the task that made them.
    private func render(
        _ outputs: [Output], _ renderer: PageRenderer, _ writer: SiteWriter?
    ) async throws -> [RenderedOutput] {
        let progress = ProgressCounter("rendering", total: outputs.count, report: options.progress)
        return try await mapInParallel(outputs, workers: options.workers) { output in
            let start = options.profiles ? ContinuousClock.now : nil
            let made = try output.bytes(renderer)
            let duration = start.map { ContinuousClock.now - $0 }
            let outcome =
                try writer?.stage(made.bytes, for: output) ?? .init(path: output.entry.output, staged: nil)
            progress.step()
            let hash = writer == nil ? 0 : QuickHash.of(made.bytes)
            return RenderedOutput(outcome: outcome, hash: hash, slots: SlotPlaces(made.places), duration: duration)
        }
    }

    private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        // Before anything remembers them: a value of the settings may be a password.
        return diagnostics.map(\.withoutSecrets).filter { seen.insert($0).inserted }.sorted()
    }
}
