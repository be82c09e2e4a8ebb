import HearthContent
package import HearthModel
package import HearthSite

/// Everything that will be rendered, before anything is.
package struct PagePlan: Sendable {
    /// Content pages in the order of their files, then topics, then indexes.
    package private(set) var pages: [PlannedPage] = []
    package private(set) var diagnostics: [Diagnostic] = []
    let lists: [ListKind: ListPlan]
    let home: HomePlan
    let workers: Int
    /// When each content page last changed: lists ask for those of all their rows.
    private let changes: [Timestamp?]

    package init(site: Site, library: LayoutLibrary, workers: Int) {
        self.workers = workers
        changes = site.pages.indices.map { site.lastModified($0) }
        var views = Views(site)
        let planner = ListPlanner(site, everyone: views[.everyone], views: views, words: library.words)
        let planned = planner.plan()
        diagnostics = planned.diagnostics
        lists = Dictionary(uniqueKeysWithValues: planned.lists.map { ($0.kind, $0) })
        home = HomePlan(site, views[.everyone], lists: lists)
        pages.reserveCapacity(site.pages.count + site.topics.count + 100)
        for index in site.pages.indices {
            if let page = contentPage(index, site, &views) { pages.append(page) }
        }
        for (index, topic) in site.topics.enumerated() { pages.append(topicPage(index, topic, site, views[.everyone])) }
        if !pages.contains(where: { $0.path == .root }) { pages.append(homePage(site)) }
        for list in planned.lists { appendPages(of: list, site, library.words) }
        for (path, kind) in [("search/", PlannedKind.search), ("ask/", .ask)]
        where site.generated.contains(SitePath(path)) {
            pages.append(toolPage(SitePath(path), kind, GeneratedPage.title(path, library.words), site))
        }
        pages.append(
            PlannedPage(
                path: SitePath("404.html"), audience: .everyone, kind: .notFound, sources: [],
                title: library.words("This page is not here"),
                lastModified: nil, isIndexable: false))
        diagnostics += LayoutChoice(site, library).diagnostics
    }

    // MARK: - Content

    private func contentPage(_ index: PageIndex, _ site: Site, _ views: inout Views) -> PlannedPage? {
        let page = site.pages[index]
        switch page.type {
        case .answer, .topic: return nil
        case .person:
            guard let person = site.personByPage[index], site.people[person].fields.isListed else { return nil }
        case .group, .question, .document, .useCase, .measure, .event, .strategy, .page: break
        }
        if site.introductions[page.url] != nil, page.url != .root { return nil }
        let view = views[page.audience]
        let question = site.questionByPage[index].map { site.questions[$0] }
        return PlannedPage(
            path: page.url, audience: page.audience, kind: page.url == .root ? .home : .content(index),
            sources: page.url == .root ? home.sources(site) : sources(of: index, question, view), title: page.title,
            lastModified: changes[index], isIndexable: !page.audience.isRestricted)
    }

    /// The page itself and those that its neighbours' lists name.
    private func sources(of index: PageIndex, _ question: Question?, _ view: SiteView) -> [PageIndex] {
        let page = view.site.pages[index]
        var sources = [index] + view.related(index) + view.backlinks(index).shown
        if let question {
            sources += question.answers.map(\.holder).filter { view.site.isVisible($0, to: view.audience) }
            sources += view.duplicates(question)
            if let original = view.sibling(question.duplicateOf) { sources.append(original) }
        }
        sources += [page.previous, page.next].compactMap { view.sibling($0) }
        if let group = view.group(of: index) { sources.append(view.site.groups[group].page) }
        switch page.type {
        case .group:
            if let group = view.site.groupByPage[index] { sources += groupSources(view.site.groups[group], view) }
        case .person:
            if let person = view.site.personByPage[index] { sources += personSources(view.site.people[person], view) }
        default: break
        }
        return Array(Set(sources)).sorted()
    }

    private func groupSources(_ group: Group, _ view: SiteView) -> [PageIndex] {
        view.questions(group.questions).map { view.site.questions[$0].page }
            + view.pages(group.documents + group.events + group.useCases + group.measures)
    }

    private func personSources(_ person: Person, _ view: SiteView) -> [PageIndex] {
        (view.questions(person.asked) + view.answers(person.answered).map(\.question)).map {
            view.site.questions[$0].page
        }
            + view.pages(person.documents + person.written)
            + person.groups.map { view.site.groups[$0.group].page }.filter { view.shows($0) }
    }

    private func topicPage(_ index: TopicIndex, _ topic: Topic, _ site: Site, _ view: SiteView) -> PlannedPage {
        var sources = view.questions(topic.questions).map { site.questions[$0].page } + view.pages(topic.documents)
        // Its label and description stand here whoever sees the page: a restricted one must fail the proof.
        if let page = topic.page { sources.append(page) }
        let newest = sources.compactMap { changes[$0] }.max()
        return PlannedPage(
            path: topic.url, audience: .everyone, kind: .topic(index), sources: Array(Set(sources)).sorted(),
            title: topic.label, lastModified: newest, isIndexable: true)
    }

    private func homePage(_ site: Site) -> PlannedPage {
        PlannedPage(
            path: .root, audience: .everyone, kind: .home, sources: home.sources(site),
            title: site.project.configuration.title,
            lastModified: nil, isIndexable: true)
    }

    /// A page that does something; one that somebody wrote at its address introduces it.
    private func toolPage(_ path: SitePath, _ kind: PlannedKind, _ title: String, _ site: Site) -> PlannedPage {
        let introduction = site.introductions[path].flatMap { site.isVisible($0, to: .everyone) ? $0 : nil }
        return PlannedPage(
            path: path, audience: .everyone, kind: kind, sources: introduction.map { [$0] } ?? [],
            title: introduction.map { site.pages[$0].title } ?? title,
            lastModified: introduction.flatMap { changes[$0] }, isIndexable: true)
    }

    // MARK: - Indexes

    private mutating func appendPages(of list: ListPlan, _ site: Site, _ words: Words) {
        for (index, sections) in list.pages.enumerated() {
            var sources = Set(sections.flatMap { $0.items.flatMap { $0.sources(site) } })
            if let introduction = list.introduction { sources.insert(introduction) }
            switch list.kind {
            case .questionsOfTopic(let topic), .documentsOfTopic(let topic), .topicsBelow(let topic):
                if let page = site.topics[topic].page { sources.insert(page) }
            case .useCasesOfMeasure(let measure): sources.insert(measure)
            default: break
            }
            pages.append(
                PlannedPage(
                    path: list.path(of: index + 1), audience: list.audience, kind: .list(list.kind, number: index + 1),
                    sources: sources.sorted(), title: list.title(of: index + 1, words),
                    lastModified: sources.compactMap { changes[$0] }.max(),
                    isIndexable: index == 0 && !list.audience.isRestricted))
        }
    }
}

/// The site as each audience sees it, made when first asked for.
struct Views {
    private let site: Site
    private var known: [Audience: SiteView]

    init(_ site: Site) {
        self.site = site
        known = [.everyone: SiteView(site, .everyone)]
        for page in site.pages where known[page.audience] == nil {
            known[page.audience] = SiteView(site, page.audience)
        }
    }

    subscript(audience: Audience) -> SiteView { known[audience] ?? SiteView(site, audience) }
}

extension ListItem {
    /// The content pages that the row tells of.
    func sources(_ site: Site) -> [PageIndex] {
        switch self {
        case .question(let question), .answered(let question, _): [site.questions[question].page]
        case .answer(let reference): [site.questions[reference.question].page]
        case .document(let page), .story(let page), .event(let page), .useCase(let page), .measure(let page),
            .link(let page):
            [page]
        // Of somebody whose page not everyone may open, only the name is shown.
        case .person(let person):
            site.people[person].fields.isListed && site.isVisible(site.people[person].page, to: .everyone)
                ? [site.people[person].page] : []
        // Of a restricted group only the name is shown, and only where it may be known.
        case .group(let group): site.groups[group].audience.isRestricted ? [] : [site.groups[group].page]
        case .topic(let topic), .whoToAsk(let topic): site.topics[topic].page.map { [$0] } ?? []
        case .gap: []
        }
    }
}

/// `layout:` of the pages: which template each has, and what is wrong with the choice.
struct LayoutChoice {
    private(set) var diagnostics: [Diagnostic] = []

    init(_ site: Site, _ library: LayoutLibrary) {
        var users: [String: (standard: String, layout: Located<String>, page: ParsedPage)] = [:]
        for page in site.pages.map(\.parsed) + site.held {
            guard let wanted = page.common.layout, page.type != .answer else { continue }
            let standard = page.url == .root ? "home" : Self.standard(page.type)
            if library.hasLayout(wanted.value) {
                let key = wanted.value + "/" + standard
                if users[key] == nil { users[key] = (standard, wanted, page) }
                continue
            }
            diagnostics.append(
                Diagnostic(
                    .unknownLayout, at: page.at(wanted.line), "there is no layout '\(wanted.value)'",
                    help: Self.help(unknown: wanted.value, library)))
        }
        for (_, user) in users.sorted(by: { $0.key < $1.key }) {
            diagnostics += library.check(layout: user.layout, as: user.standard, of: user.page)
        }
        diagnostics += library.misspeltNames(besides: Set(users.values.map(\.layout.value)))
    }

    /// The name of a file, or nearly that of another layout.
    private static func help(unknown name: String, _ library: LayoutLibrary) -> String {
        var bare = name[...]
        if bare.hasPrefix(library.folder + "/") { bare = bare.dropFirst(library.folder.count + 1) }
        if bare.hasSuffix(".mustache") { bare = bare.dropLast(9) }
        let stem = String(bare)
        if stem != name, library.hasLayout(stem) { return "write it without folder and ending: '\(stem)'" }
        let near = nearestName(to: stem, among: library.layoutNames).map { "did you mean '\($0)'?" }
        return near ?? "add \(library.folder)/\(stem).mustache, or remove this line"
    }

    /// The template of a type.
    static func standard(_ type: EntityType) -> String {
        switch type {
        case .group: "group"
        case .question, .answer: "question"
        case .person: "person"
        case .document: "document"
        case .useCase: "use-case"
        case .measure: "measure"
        case .event: "event"
        case .topic: "topic"
        case .strategy: "strategy"
        case .page: "page"
        }
    }

    static func template(_ page: SitePage, _ library: LayoutLibrary) -> String {
        let standard = standard(page.type)
        guard let wanted = page.parsed.common.layout?.value, library.fits(wanted, as: standard) else { return standard }
        return wanted
    }
}
