import HearthContent
import HearthLayout
package import HearthModel
import HearthSearch
import HearthSite

// From the content to the outputs, before any of their bytes exist.

extension BuildPipeline {
    /// Everything before the first byte is made.
    struct Planned {
        let site: Site
        let inputs: BuildInputs
        /// Without those of the search before it is finished.
        private(set) var outputs: OutputPlan
        let renderer: PageRenderer
        let pages: Int
        let tellsSlots: Bool
        var diagnostics: [Diagnostic]
        /// Makes the index; nil when its files are among the outputs.
        fileprivate var searching: Task<SearchOutputs, any Error>?
        /// The checksum of the stored record that the next build's search can start from; nil without one.
        private(set) var searchHash: UInt64?

        fileprivate init(
            _ site: Site, _ inputs: BuildInputs, _ library: LayoutLibrary, _ plan: PagePlan,
            _ searching: Task<SearchOutputs, any Error>, _ diagnostics: [Diagnostic]
        ) {
            (self.site, self.inputs, self.searching) = (site, inputs, searching)
            renderer = PageRenderer(site: site, library: library, plan: plan)
            outputs = OutputPlan(site: site, library: library, plan: plan, renderer: renderer)
            pages = plan.pages.count
            tellsSlots = library.tellsSlots
            self.diagnostics = diagnostics + plan.diagnostics
        }

        var isIndexing: Bool { searching != nil }

        /// Waits for the index of the search and adds its files to the outputs.
        mutating func finishSearch() async throws {
            guard let search = try await searching?.value else { return }
            searching = nil
            outputs.add(search.files, site)
            diagnostics += search.diagnostics + outputs.diagnostics
            searchHash = search.hash
        }

        mutating func forgetSearch() { outputs.forgetSearch() }
    }

    /// `last` is the search of an earlier build that may be used again. `storesSearch` leaves such a record: for
    /// whoever will store that of the build too. What is resolved already need not be resolved again.
    func plan(
        _ timer: inout StageTimer, withSearch: Bool = true, storesSearch: Bool = false,
        after last: LastBuild.Search? = nil, of resolved: Resolved? = nil
    ) async throws -> Planned {
        timer.start("reading")
        // Before anything is read: what changes from here on makes the record unfit, not the site stale.
        let fingerprint = options.writes ? try BuildFingerprint.make(project, options, zoneOffset: zoneOffset) : []
        // Templates and content do not know of each other before a page is planned.
        async let layouts = Self.layouts(of: project)
        let (site, found, inputs) =
            if let resolved { (resolved.site, resolved.diagnostics, resolved.inputs) } else {
                try await resolve(&timer, fingerprint)
            }
        inputs.giveMemoryBack()
        timer.start("planning")
        let (library, problems) = try await layouts
        // Words that another program or other settings counted are none of ours.
        let known = last?.fingerprint == inputs.fingerprint ? last?.hash : nil
        let searching = Task {
            withSearch
                ? try await searchFiles(site, library.words, storing: storesSearch, after: known) : SearchOutputs()
        }
        // One task at a time was asked for.
        if options.workers == 1 { _ = await searching.result }
        let plan = PagePlan(site: site, library: library, workers: options.workers)
        var planned = Planned(site, inputs, library, plan, searching, found + problems)
        // What the index needs while it is made would come on top of the pages.
        if options.workers == 1 || site.pages.count > Self.mostPagesBesideIndex { try await planned.finishSearch() }
        return planned
    }

    /// The plan for who asks something about the site and writes nothing; without the files of the search, whose index
    /// takes long to make, unless it is about them.
    func planUnwritten(withSearch: Bool = false, of resolved: Resolved? = nil) async throws -> Planned {
        var options = options
        options.writes = false
        var timer = StageTimer()
        return try await BuildPipeline(project: project, options: options).plan(
            &timer, withSearch: withSearch, of: resolved)
    }

    /// What a web server must know of the site, without making a page of it.
    package func deliveryRules() async throws -> (rules: DeliveryRules, diagnostics: [Diagnostic]) {
        let planned = try await planUnwritten()
        return (DeliveryRules(planned.site, redirects: planned.outputs.redirects), planned.diagnostics)
    }

    /// Sites of more pages have their search made before their pages, in memory that the pages use after it.
    private static let mostPagesBesideIndex = 30_000

    private static func layouts(of project: Project) throws -> (LayoutLibrary, [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        let library = try LayoutLibrary.load(project: project, diagnostics: &diagnostics)
        return (library, diagnostics)
    }

    /// The files of the search index, none where `search:` switches it off. A check asks them what `search-tests.yml`
    /// says.
    private func searchFiles(
        _ site: Site, _ words: Words, storing: Bool, after last: UInt64?
    ) async throws -> SearchOutputs {
        guard project.configuration.isSearchEnabled else { return unasked() }
        options.progress?("indexing", 0, 0)
        var outputs = SearchOutputs(diagnostics: SearchIndexBuilder.check(site))
        // A search server answers instead; the tests of a check still need an index.
        let isElsewhere = project.configuration.searchEndpoint != nil
        if isElsewhere, options.writes { return outputs }
        let known = last.flatMap { RecordStore(project).search($0) }
        let build = try await SearchIndexBuilder.build(
            site, words: words, workers: options.workers, record: known)
        if !options.writes {
            let tests = SearchTestFile.load(project, diagnostics: &outputs.diagnostics)
            outputs.diagnostics += SearchTestRunner.run(tests, build.files, site)
        }
        guard !isElsewhere else { return outputs }
        outputs.files = build.files
        // At once, and then it can go: the words of all pages are in it.
        if storing { outputs.hash = try RecordStore(project).store(build.record) }
        return outputs
    }

    /// Without a search, a check says that what `search-tests.yml` promises was not looked at.
    private func unasked() -> SearchOutputs {
        var outputs = SearchOutputs()
        guard !options.writes else { return outputs }
        let tests = SearchTestFile.load(project, diagnostics: &outputs.diagnostics)
        if let first = tests.first {
            outputs.diagnostics.append(
                Diagnostic(
                    .searchTestUnasked, at: SourceLocation(file: SearchTestFile.name, line: first.line),
                    "no test is asked: the search is switched off",
                    help: "remove 'enabled: false' of search: in hearth.yml, or this file"))
        }
        return outputs
    }

    /// What the search adds to a build.
    fileprivate struct SearchOutputs: Sendable {
        var files: [SearchFile] = []
        var hash: UInt64?
        var diagnostics: [Diagnostic] = []
    }
}
