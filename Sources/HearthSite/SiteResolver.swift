package import HearthContent
import HearthMarkdown
package import HearthModel

/// The resolve stage: the only place with global knowledge. Each step makes a new value from those before it:
///
/// 1. which files are in this build, and by what names they can be referred to;
/// 2. who may read each page, and where it lies;
/// 3. topics, questions, people and groups with what belongs to them;
/// 4. links, in parallel, against the names of all pages;
/// 5. what follows from links and topics: backlinks, related pages, experts, redirects, collisions.
package struct SiteResolver: Sendable {
    private let project: Project
    private let options: ResolveOptions
    private let history: @Sendable (String) -> (created: Timestamp, updated: Timestamp)?
    private var diagnostics: [Diagnostic] = []

    /// `history` gives the first and last commit date of a file by its content path, where git knows them.
    package init(
        project: Project, options: ResolveOptions,
        history: @escaping @Sendable (String) -> (created: Timestamp, updated: Timestamp)? = { _ in nil }
    ) {
        self.project = project
        self.options = options
        self.history = history
    }

    /// Resolves `content`; every problem of the run is in the diagnostics.
    package static func resolve(
        _ content: ParsedContent, project: Project, options: ResolveOptions,
        history: @escaping @Sendable (String) -> (created: Timestamp, updated: Timestamp)? = { _ in nil }
    ) async throws -> (site: Site, diagnostics: [Diagnostic]) {
        var resolver = SiteResolver(project: project, options: options, history: history)
        let site = try await resolver.run(content)
        return (site, resolver.diagnostics)
    }

    private mutating func run(_ content: ParsedContent) async throws -> Site {
        let publication = Publication(content, options: options)
        diagnostics += publication.diagnostics
        let (base, closedFolders, withheld) = place(publication, content)
        diagnostics += base.diagnostics
        let (options, history) = (options, history)
        async let checkingDates = DateChecker(base.pages, options: options).diagnostics
        async let checkingFolders = FolderNameChecker(content.pages).diagnostics
        var assets = content.assets
        if !closedFolders.isEmpty {
            let closed = FolderMap(closedFolders)
            assets.removeAll { asset in
                closed.holds(asset.path) || content.linkTargets[asset.file].map { closed.holds($0) } ?? false
            }
        }
        var facts = await SiteFacts.find(base, assets, project: project, zone: options.zone, history: history)
        let headlines = await headlines(base, facts)
        if !headlines.isEmpty {
            facts = await SiteFacts.find(
                base, assets, project: project, zone: options.zone, headlines: headlines, history: history)
        }
        let single = base.singlePagesForMembers
        if !single.isEmpty {
            facts.assets = await linkResolver(base, facts)
                .placingFiles(of: single, base, facts.people)
        }
        diagnostics += await checkingDates
        diagnostics += await checkingFolders
        diagnostics += facts.diagnostics
        diagnostics += SettingsChecker(project, content, assets: facts.assets).diagnostics
        let links = try await resolveLinks(base, facts)
        let published = Set(base.pages.map(ObjectIdentifier.init))
        let held = publication.checked.filter { !published.contains(ObjectIdentifier($0)) }
        let unshown = UnshownFiles(
            content, leftOut: publication.unpublished + withheld, published: base.pages, facts,
            ownFolders: publication.ownFolders, project.configuration)
        var site = try await assemble(base, facts, links, publication.leftOut, unshown)
        let ofReaders = options.isForReaders ? publication : Publication(content, options: options.forReaders)
        site.leftOutPages = Self.leftOutPages(ofReaders, base, withheld: withheld)
        if !held.isEmpty {
            site.held = held
            diagnostics += new(await check(held, among: publication, content))
        }
        return site
    }

    /// Those that have not been told.
    private func new(_ found: [Diagnostic]) -> [Diagnostic] {
        let told = Set(diagnostics)
        return found.filter { !told.contains($0) }
    }

    /// The pages that the published site does not have, `withheld` among them: those that nothing would protect.
    private static func leftOutPages(
        _ publication: Publication, _ base: SiteBase, withheld: [ParsedPage]
    ) -> [LeftOutPage] {
        let known = publication.leftOutPages
        var pages = known + withheld.map { LeftOutPage($0, .held) }
        let audiences = base.placement.audiences(ofLeftOut: known.map(\.page))
        for (index, audience) in audiences.enumerated() { pages[index].audience = audience }
        return pages.sorted { $0.page.path.utf8.lexicographicallyPrecedes($1.page.path.utf8) }
    }

    /// The pages that somebody may read, the folders of which no file may be shown, and the pages that nothing would
    /// protect.
    private mutating func place(
        _ publication: Publication, _ content: ParsedContent
    ) -> (base: SiteBase, closedFolders: [String], withheld: [ParsedPage]) {
        var base = SiteBase(
            publication.pages, leftOut: publication.unpublished, absent: publication.absent,
            linkTargets: content.linkTargets, configuration: project.configuration)
        var closedFolders = publication.closedFolders
        // What a page that is not published says of its folder still counts.
        var withheld: [ParsedPage] = []
        diagnostics += base.placement.diagnostics
        while base.placement.audiences.contains(nil) {
            // Restricted pages that nothing would protect are left out; their diagnostics stand.
            closedFolders += base.placement.closedFolders
            let placed = zip(base.pages, base.placement.audiences)
            let kept = placed.filter { $0.1 != nil }.map(\.0)
            withheld += placed.filter { $0.1 == nil }.map(\.0)
            closedFolders += withheld.filter(publication.speakers.include).map(\.folder)
            base = SiteBase(
                kept, leftOut: publication.unpublished + withheld, absent: publication.absent,
                linkTargets: content.linkTargets, configuration: project.configuration)
            diagnostics += new(base.placement.diagnostics)
        }
        return (base, closedFolders, withheld)
    }

    /// What else is wrong with pages that are not published because of a mistake: it would come to light one mistake at
    /// a time. Nothing is made of what this resolves.
    private func check(
        _ held: [ParsedPage], among publication: Publication, _ content: ParsedContent
    ) async -> [Diagnostic] {
        let base = SiteBase(
            publication.checked, leftOut: [], absent: publication.absent, linkTargets: content.linkTargets,
            configuration: project.configuration)
        let facts = await SiteFacts.find(
            base, content.assets, project: project, zone: options.zone, history: history)
        let resolver = await linkResolver(base, facts)
        let wanted = Set(held.map(ObjectIdentifier.init))
        var found = base.diagnostics + facts.diagnostics
        for index in base.pages.indices where wanted.contains(ObjectIdentifier(base.pages[index])) {
            found += resolver.resolve(index).diagnostics
        }
        found +=
            ReferenceChecker(
                base.pages, directory: base.directory, pathIndex: facts.pathIndex, objectives: facts.objectives
            ).diagnostics
        let files = Set(held.map(\.file))
        // Who would read the pages is what is not known, and fields that were not read are not missing.
        let unsure: Set<DiagnosticKind> = [.restrictedLink, .restrictedAsset, .missingManager, .missingSponsor]
        return found.filter { diagnostic in
            !unsure.contains(diagnostic.kind)
                && diagnostic.location.map { files.contains($0.file) } ?? false
        }
    }

    /// The titles that are headings which name pages, people or topics, as these are called: `# What @jo says` reads
    /// "What Jo Larsen says". They need the names of the others, and few sites have any.
    private func headlines(
        _ base: SiteBase, _ facts: SiteFacts
    ) async -> [PageIndex: String] {
        let pages = base.pages.indices.compactMap { index -> (PageIndex, MarkdownDocument.Heading)? in
            let page = base.pages[index]
            guard !page.links.isEmpty, page.type != .person, let anchor = page.titleAnchor,
                let heading = page.headings.first(where: { $0.id == anchor }), heading.line == page.common.titleLine,
                page.links.contains(where: { $0.line == heading.line })
            else { return nil }
            return (index, heading)
        }
        guard !pages.isEmpty else { return [:] }
        var resolver = await linkResolver(base, facts)
        let hidden = titles(of: pages, base, resolver) { $0 == LinkResolution.hiddenTitle ? $0 : nil }
        // A heading may name a page whose own heading names one that is not to be named.
        for (index, title) in hidden { resolver.titles[index] = title }
        return titles(of: pages, base, resolver) { $0 }
    }

    /// The words of `headings`, in which `shown` gives what stands for the text of a link.
    private func titles(
        of headings: [(PageIndex, MarkdownDocument.Heading)], _ base: SiteBase, _ resolver: LinkResolver,
        shown: (String) -> String?
    ) -> [PageIndex: String] {
        var titles: [PageIndex: String] = [:]
        for (index, heading) in headings {
            let document = base.pages[index].document
            guard document.hasCommunityLinks(heading) else { continue }
            let links = resolver.resolve(index).resolutions
            let words = document.plainText(of: heading.node) {
                links.indices.contains($0) ? links[$0]?.text.flatMap(shown) : nil
            }
            titles[index] = words.split { $0.isWhitespace }.joined(separator: " ")
        }
        return titles
    }

    // MARK: - Links

    private struct Links {
        var ofPages: [ResolvedLinks]
        var footer: ResolvedText?
        /// The assets that the footer leads to.
        var assetsOfFooter: [Int] = []
    }

    private mutating func resolveLinks(
        _ base: SiteBase, _ facts: SiteFacts
    ) async throws -> Links {
        let resolver = await linkResolver(base, facts).withNeutralIDs()
        let results = try await mapInParallel(Array(base.pages.indices), workers: options.workers) {
            resolver.resolve($0)
        }
        diagnostics += results.flatMap(\.diagnostics)
        var links = Links(ofPages: results)
        if let text = project.configuration.footer {
            let file = project.configurationFile
            let document = MarkdownDocument.parse(
                Array(text.value.utf8)[...], file: file, firstLine: max(1, text.line), diagnostics: &diagnostics)
            let resolved = resolver.resolve(
                LinkResolver.Text(links: document.links, file: file, folder: "", page: nil), audience: .everyone,
                host: nil)
            diagnostics += resolved.diagnostics
            links.footer = ResolvedText(document: document, links: resolved.resolutions)
            links.assetsOfFooter = resolved.assets
        }
        diagnostics += navigationProblems(resolver.names, base.directory.absent)
        return links
    }

    private func linkResolver(_ base: SiteBase, _ facts: SiteFacts) async -> LinkResolver {
        let hidden = Set(facts.people.filter { !$0.fields.isListed }.map(\.page))
        let names = await PageNames(
            base.pages, urls: facts.urls, audiences: facts.audiences, titles: facts.titles, anchors: facts.anchors,
            assets: facts.assets, generated: facts.generated)
        return LinkResolver(
            pages: base.pages, titles: facts.titles, urls: facts.urls, hrefs: facts.urls.map(\.href),
            audiences: facts.audiences, assets: facts.assets, names: names, directory: base.directory,
            topics: facts.topics, topicByName: facts.topicByName,
            hiddenPeople: hidden,
            leftOutNames: base.leftOutNames, configuration: project.configuration, hosts: base.hosts)
    }

    private func navigationProblems(_ names: PageNames, _ absent: AbsentPages) -> [Diagnostic] {
        project.configuration.nav.filter { !$0.isExternal }.map(\.target).compactMap { entry in
            let path = entry.value.drop { $0 == "/" }
            let folder = path.hasSuffix("/") ? String(path) : path + "/"
            if names.target(rootPath: folder) != nil { return nil }
            let place = SourceLocation(file: project.configurationFile, line: entry.line)
            // No file was touched on the day when a page, or the last one of a list, expires: that is no mistake.
            let isIndex = SiteFacts.indexNames.contains(String(folder.dropLast()))
            if isIndex || absent.addresses[folder] != nil {
                return Diagnostic(
                    .absentNav, at: place, "nav: '\(entry.value)' is not on the site at the moment, and left out here",
                    help: absent.addresses[folder]?.reason
                        ?? "Hearth makes it as soon as there is something to show on it; nothing is to be done until then"
                )
            }
            return Diagnostic(
                .unknownNav, at: place, "nav: there is no page '\(entry.value)'",
                help: Directory.didYouMean(String(path), among: SiteFacts.indexNames))
        }
    }

    // MARK: - Assembly

    private mutating func assemble(
        _ base: SiteBase, _ facts: SiteFacts, _ links: Links, _ leftOut: LeftOut, _ unshown: UnshownFiles
    ) async throws -> Site {
        // None of these needs another: they share the processors.
        let resolver = self
        async let findingExperts = resolver.experts(base, facts)
        async let findingCollisions = CollisionCheck(base.pages, facts, hosts: base.hosts).diagnostics
        async let findingRedirects = RedirectResolver(
            base.pages, urls: facts.urls, audiences: facts.audiences, hosts: base.hosts,
            hidden: Set(facts.people.filter { !$0.fields.isListed }.map(\.page)),
            taken: facts.generated.union(facts.urls).union(facts.assets.map(\.url)),
            topics: TopicNames(
                topics: facts.topics, byName: facts.topicByName, configurationFile: project.configurationFile))
        let pages = try await pages(base, facts, links)
        let redirects = await findingRedirects
        diagnostics += redirects.diagnostics
        diagnostics += await findingCollisions
        let pathIndex = facts.pathIndex
        diagnostics +=
            ReferenceChecker(
                base.pages, directory: base.directory, pathIndex: pathIndex, objectives: facts.objectives
            ).diagnostics
        let experts = await findingExperts
        return Site(
            project: project, clock: options.clock, zone: options.zone, day: options.day, pages: pages,
            people: facts.people, groups: facts.groups,
            topics: facts.topics, questions: facts.questions,
            assets: unshown.published(
                facts.assets, linked: Set(links.ofPages.flatMap(\.assets) + links.assetsOfFooter)),
            redirects: redirects.redirects,
            objectives: facts.objectives, footer: links.footer, experts: experts,
            introductions: facts.introductions, leftOut: leftOut, generated: facts.generated,
            questionByPage: facts.questionByPage,
            groupByPage: Dictionary(uniqueKeysWithValues: facts.groups.enumerated().map { ($1.page, $0) }),
            personByPage: Dictionary(uniqueKeysWithValues: facts.people.enumerated().map { ($1.page, $0) }),
            hosts: base.hosts, useCases: facts.ordered(.useCase, base), measures: facts.ordered(.measure, base),
            events: facts.ordered(.event, base), documents: facts.ordered(.document, base),
            measureLinks: facts.measureLinks, directory: base.directory,
            topicByName: facts.topicByName, pathIndex: pathIndex)
    }

    private func pages(_ base: SiteBase, _ facts: SiteFacts, _ links: Links) async throws -> [SitePage] {
        let backlinks = backlinks(base, facts, links)
        let related = try await related(base, facts)
        let neighbours = Neighbours(base.pages, titles: facts.titleRanks, audiences: facts.audiences)
        let language = project.configuration.language
        return try await mapInParallel(Array(base.pages.indices), workers: options.workers) { index in
            SitePage(
                parsed: base.pages[index], url: facts.urls[index], audience: facts.audiences[index],
                title: facts.titles[index], titleRank: facts.titleRanks[index],
                description: base.pages[index].common.description
                    ?? SitePage.summary(of: base.pages[index], links.ofPages[index].resolutions),
                authors: facts.authors[index],
                date: facts.dates[index], moment: facts.moments[index], created: facts.created[index],
                updated: facts.updates[index],
                topics: facts.pageTopics[index],
                group: base.placement.groups[index],
                language: base.pages[index].common.language ?? language,
                links: links.ofPages[index].resolutions, backlinks: backlinks[index], related: related[index],
                previous: neighbours.previous[index], next: neighbours.next[index])
        }
    }

    private func backlinks(_ base: SiteBase, _ facts: SiteFacts, _ links: Links) -> [[PageIndex]] {
        var backlinks = [[PageIndex]](repeating: [], count: base.pages.count)
        for index in base.pages.indices {
            let source = base.hosts[index] ?? index
            // Every page of a people or index kind would drown the list; only pages with text of their own count.
            guard base.pages[source].type != .person else { continue }
            for target in links.ofPages[index].targets where target != source { backlinks[target].append(source) }
        }
        let moments = facts.moments
        return backlinks.map { list in
            guard list.count > 1 else { return list }
            let sorted = list.sorted { (moments[$0] ?? 0, $1) > (moments[$1] ?? 0, $0) }
            // A question that links from several of its files stands there once.
            return zip(sorted, [-1] + sorted).filter { $0 != $1 }.map(\.0)
        }
    }

    private func related(_ base: SiteBase, _ facts: SiteFacts) async throws -> [[PageIndex]] {
        // What is obsolete leads on to what holds, but nothing leads to it.
        let roles = base.pages.map { page -> RelatedIndex.Role in
            switch page.fields {
            case .question: .offered
            case .document(let fields): fields.status == .current ? .offered : .asking
            default: .neither
            }
        }
        let index = RelatedIndex(
            titles: facts.titles, pageTopics: facts.pageTopics, roles: roles, audiences: facts.audiences)
        let size = 1024
        let chunks = stride(from: 0, to: base.pages.count, by: size).map { $0..<min($0 + size, base.pages.count) }
        let count = base.pages.count
        return try await mapInParallel(chunks, workers: options.workers) { chunk in
            var scratch = RelatedIndex.Scratch(pages: count)
            return chunk.map { index.related(to: $0, limit: 8, scratch: &scratch) }
        }.flatMap { $0 }
    }

    private func experts(_ base: SiteBase, _ facts: SiteFacts) -> [Audience: ExpertDirectory] {
        let inputs = ExpertResolver.Inputs(
            pages: base.pages, audiences: facts.audiences, authors: facts.authors,
            lastChanges: zip(facts.updates, facts.dates).map { $0 ?? $1 }, pageTopics: facts.pageTopics,
            people: facts.people, topics: facts.topics, topicByName: facts.topicByName, questions: facts.questions,
            directory: base.directory,
            configuration: project.configuration, clock: options.today)
        var result: [Audience: ExpertDirectory] = [:]
        for audience in Set(facts.audiences).union([.everyone]).sorted() {
            result[audience] = ExpertResolver(site: inputs, audience: audience).resolve()
        }
        return result
    }
}
