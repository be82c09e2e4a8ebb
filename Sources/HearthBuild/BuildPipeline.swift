import Foundation
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
    package var groups = 0
    package var questions = 0
    package var leftOut = LeftOut()
    /// Every file of the site, in the order of the plan.
    package var outputs: [BuiltOutput] = []
    /// Output files that were new or had changed, and those that are gone; sorted.
    package var changedPaths: [String] = []
    package var removedPaths: [String] = []
    /// What a web server must know beyond the files.
    package var delivery = DeliveryRules()
    /// How long each stage took, in their order.
    package var stages: [(name: String, duration: Duration)] = []

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
        let lock = options.writes ? try BuildLock.acquire(project: project.root) : nil
        var timer = StageTimer()
        let (site, found) = try await resolve(&timer)
        var diagnostics = found
        let library = try LayoutLibrary.load(project: project, diagnostics: &diagnostics)
        timer.start("planning")
        let plan = PagePlan(site: site, library: library, workers: options.workers)
        let renderer = PageRenderer(site: site, library: library, plan: plan)
        diagnostics += plan.diagnostics
        timer.start("indexing")
        let search = try await searchFiles(site, &diagnostics)
        timer.start("planning outputs")
        let outputs = OutputPlan(site: site, library: library, plan: plan, renderer: renderer, search: search)
        diagnostics += outputs.diagnostics
        let manifest = AudienceManifest(entries: outputs.outputs.map(\.entry))
        let leaks = manifest.leaks(site)
        guard leaks.isEmpty else { throw FatalError(.io, leaks) }
        let writer = try options.writes ? SiteWriter(project: project) : nil
        async let proof = manifest.write(site)
        timer.start("rendering")
        let results = try await render(outputs, renderer, writer)
        timer.start("writing")
        diagnostics += results.flatMap(\.diagnostics)
        var report = BuildReport(diagnostics: [])
        if let writer {
            let proof = await proof
            diagnostics += try writer.commit(results.map(\.outcome), audienceManifest: proof, report: &report)
        }
        report.stages = timer.finish()
        report.diagnostics = Self.sorted(diagnostics)
        report.pages = plan.pages.count
        report.groups = site.groups.count
        report.questions = site.questions.count
        report.leftOut = site.leftOut
        report.outputs = outputs.outputs.map { BuiltOutput($0, site) }
        report.delivery = DeliveryRules(site)
        try await whileLocked(report)
        _ = consume lock
        if options.isLast { _ = Unmanaged.passRetained(Kept(site: site, renderer: renderer, outputs: outputs)) }
        return report
    }

    /// The files of the search index, none where `search:` switches it off. A check asks them what `search-tests.yml`
    /// says.
    private func searchFiles(_ site: Site, _ diagnostics: inout [Diagnostic]) async throws -> [SearchFile] {
        guard project.configuration.isSearchEnabled else { return [] }
        options.progress?("indexing", 0, 0)
        diagnostics += SearchIndexBuilder.check(site)
        // A search server answers instead; the tests of a check still need an index.
        let isElsewhere = project.configuration.searchEndpoint != nil
        if isElsewhere, options.writes { return [] }
        let files = try await SearchIndexBuilder.build(site, workers: options.workers)
        if !options.writes {
            let tests = SearchTestFile.load(project, diagnostics: &diagnostics)
            diagnostics += SearchTestRunner.run(tests, files, site)
        }
        return isElsewhere ? [] : files
    }

    /// The first three stages: what `list` and `explain` need.
    package func resolve() async throws -> (site: Site, diagnostics: [Diagnostic]) {
        var timer = StageTimer()
        return try await resolve(&timer)
    }

    private func resolve(_ timer: inout StageTimer) async throws -> (site: Site, diagnostics: [Diagnostic]) {
        timer.start("reading")
        options.progress?("reading", 0, 0)
        var (content, diagnostics) = try await ContentLoader(project: project, workers: options.workers).load()
        var history: GitHistory?
        if content.pages.contains(where: { $0.common.date == nil || $0.common.updated == nil }) {
            let (found, notes) = GitHistory.read(
                projectRoot: project.root, contentFolder: project.configuration.contentFolder)
            history = found
            diagnostics += notes
        }
        timer.start("resolving")
        options.progress?("resolving", 0, 0)
        var resolving = ResolveOptions(clock: options.clock)
        resolving.includesDrafts = options.includesDrafts
        resolving.includesFuture = options.includesFuture
        resolving.includesExpired = options.includesExpired
        resolving.workers = options.workers
        let now = Date(timeIntervalSince1970: Double(options.clock.seconds))
        resolving.zoneOffset = Int64(
            TimeZone(identifier: project.configuration.timeZone)?.secondsFromGMT(for: now) ?? 0)
        let dates = history
        let (site, problems) = try await SiteResolver.resolve(
            consume content, project: project, options: resolving, history: { dates?[$0] })
        return (site, Self.sorted(diagnostics + problems))
    }

    /// What is not taken apart object by object when the program ends anyway.
    private final class Kept {
        let site: Site
        let renderer: PageRenderer
        let outputs: OutputPlan

        init(site: Site, renderer: PageRenderer, outputs: OutputPlan) {
            (self.site, self.renderer, self.outputs) = (site, renderer, outputs)
        }
    }

    /// Notes when stages begin.
    private struct StageTimer {
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

    private struct Rendered: Sendable {
        var outcome: SiteWriter.Outcome
        var diagnostics: [Diagnostic]
    }

    /// Renders and stages every output; the bytes die inside the task that made them.
    private func render(
        _ outputs: OutputPlan, _ renderer: PageRenderer, _ writer: SiteWriter?
    ) async throws -> [Rendered] {
        let progress = ProgressCounter(total: outputs.outputs.count, report: options.progress)
        do {
            return try await mapInParallel(outputs.outputs, workers: options.workers) { output in
                let made = try output.bytes(renderer)
                let outcome = try writer?.stage(made.bytes, for: output) ?? .init(path: output.entry.output, staged: nil)
                progress.step()
                return Rendered(outcome: outcome, diagnostics: [])
            }
        } catch {
            writer?.abandon()
            throw error
        }
    }

    private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return diagnostics.filter { seen.insert($0).inserted }.sorted()
    }
}
