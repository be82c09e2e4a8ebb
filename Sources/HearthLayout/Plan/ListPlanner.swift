import HearthContent
import HearthModel
import HearthSite

/// Makes the indexes: which rows each has, in which order and under which headings.
struct ListPlanner {
    let site: Site
    let everyone: SiteView
    let views: Views
    let words: Words
    let collation: Collation
    /// Of the topics' labels.
    private let labelKeys: [Collation.Key]
    private(set) var lists: [ListPlan] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// Addresses of content: a page that somebody wrote comes before a list that would lie there.
    private var taken: [SitePath: PageIndex] = [:]

    /// Rows on a page of people, topics and other long rows, so that it stays below 60 kB.
    static let longRows = 60
    static let documentsPerPage = 50

    var questionsPerPage: Int { site.project.configuration.questionsPerPage }

    init(_ site: Site, everyone: SiteView, views: Views, words: Words) {
        self.site = site
        self.everyone = everyone
        self.views = views
        self.words = words
        let collation = Collation(language: site.project.configuration.language)
        self.collation = collation
        labelKeys = site.topics.map { collation.key($0.label) }
        taken.reserveCapacity(site.pages.count)
        for (index, page) in site.pages.enumerated() where page.type != .answer && page.type != .topic {
            taken[page.url] = index
        }
    }

    func plan() -> (lists: [ListPlan], diagnostics: [Diagnostic]) {
        var planner = self
        planner.planGroups()
        planner.planQuestions()
        planner.planPeople()
        planner.planTopics()
        planner.planDocuments()
        planner.planGroupLists()
        planner.planWork()
        planner.planAlphabet()
        return (planner.lists, planner.diagnostics)
    }

    /// Adds an index that always exists; a page at its address introduces it.
    mutating func add(_ list: ListPlan) {
        var list = list
        if let page = site.introductions[list.path], everyone.shows(page) {
            list.introduction = page
            list.title = site.pages[page].title
        }
        list.paginate()
        lists.append(list)
    }

    /// The title of an index at a fixed address.
    func title(_ path: String) -> String { GeneratedPage.title(path, words) }

    /// The way from an index at a fixed address down to what lies in it.
    func crumbs(_ path: String, _ below: (title: String, path: SitePath)...) -> [(title: String, path: SitePath)] {
        [(title(path), SitePath(path))] + below
    }

    /// Adds a list that only continues another page, unless somebody wrote a page at its address. It is called `english` in
    /// the site's language, with `values`.
    mutating func addContinuation(_ list: ListPlan, _ english: String, _ values: KeyValuePairs<String, String>) {
        if let page = taken[list.path] {
            diagnostics.append(
                Diagnostic(
                    .generatedListHidden, at: site.pages[page].source,
                    "this page stands at \(list.path), where '\(Words.english(english, values))' would be",
                    help: "give its file another name, or the page another address with 'slug:'"))
            return
        }
        var list = list
        list.title = words(english, values)
        list.paginate()
        lists.append(list)
    }

    /// Groups by the titles of their pages.
    func byTitle(_ groups: [GroupIndex]) -> [GroupIndex] {
        collation.sorted(groups.sorted { site.groups[$0].page < site.groups[$1].page }) {
            site.pages[site.groups[$0].page].title
        }
    }

    // MARK: - Groups

    private mutating func planGroups() {
        let groups = byTitle(Array(everyone.listedGroups))
        func section(_ heading: String, _ id: String, _ belongs: (Group) -> Bool) -> ListSection {
            let mine = groups.filter { belongs(site.groups[$0]) }
            return ListSection(heading: heading, id: id, count: mine.count, items: mine.map { .group($0) })
        }
        func isLiving(_ group: Group) -> Bool { group.fields.isLiving }
        let sections = [
            section(words("Communities"), "communities") {
                isLiving($0) && ($0.fields.kind ?? .community) == .community
            },
            section(words("Teams"), "teams") { isLiving($0) && $0.fields.kind == .team },
            section(words("Awareness##kind of group"), "awareness") { isLiving($0) && $0.fields.kind == .awareness },
            section(words("For reference##groups that have ended"), "reference") { !isLiving($0) },
        ]
        add(
            ListPlan(
                kind: .groups, path: SitePath("groups/"), title: title("groups/"),
                description: words("Who works on what, and where to ask."),
                layout: "groups", section: "groups", sections: sections, pageSize: Self.longRows))
    }

    // MARK: - Topics and documents

    private mutating func planTopics() {
        var items: [ListItem] = []
        var stack = site.topics.indices.filter { site.topics[$0].parent == nil }.sorted { byLabel($1, $0) }
        while let topic = stack.popLast() {
            items.append(.topic(topic))
            stack += site.topics[topic].children.sorted { byLabel($1, $0) }
        }
        add(
            ListPlan(
                kind: .topics, path: SitePath("topics/"), title: title("topics/"),
                description: words("Everything about one subject, and who to ask."), layout: "topics",
                section: "topics",
                sections: [ListSection(items: items)], pageSize: Self.longRows))
        for (index, topic) in site.topics.enumerated() where topic.children.count > PageLimits.children {
            let children = topic.children.sorted { byLabel($0, $1) }
            addContinuation(
                ListPlan(
                    kind: .topicsBelow(index), path: topic.url.appending("topics/"),
                    layout: "topics", section: "topics",
                    breadcrumbs: crumbs("topics/", (topic.label, topic.url)),
                    sections: [ListSection(items: children.map { .topic($0) })], pageSize: Self.longRows),
                "Topics of {topic}##the topics that are part of it", ["topic": topic.label])
        }
    }

    func byLabel(_ a: TopicIndex, _ b: TopicIndex) -> Bool {
        labelKeys[a] != labelKeys[b] ? labelKeys[a] < labelKeys[b] : a < b
    }

    private mutating func planDocuments() {
        let documents = everyone.pages(site.documents)
        add(
            ListPlan(
                kind: .documents, path: SitePath("documents/"), title: title("documents/"),
                description: words("How it is done, and why."),
                layout: "documents", section: "documents",
                sections: [ListSection(items: documents.map { .document($0) })], pageSize: Self.documentsPerPage))
        for (index, group) in site.groups.enumerated() {
            let page = site.pages[group.page]
            let documents = views[group.audience].documents(group)
            guard documents.count > PageLimits.documents else { continue }
            addContinuation(
                ListPlan(
                    kind: .documentsOfGroup(index), path: page.url.appending("documents/"), audience: group.audience,
                    layout: "documents", section: "groups",
                    breadcrumbs: crumbs("groups/", (page.title, page.url)),
                    sections: [ListSection(items: documents.map { .document($0) })], pageSize: Self.documentsPerPage),
                "Documents of {group}", ["group": page.title])
        }
        for (index, topic) in site.topics.enumerated() {
            let documents = everyone.documents(topic)
            guard documents.count > PageLimits.documents else { continue }
            addContinuation(
                ListPlan(
                    kind: .documentsOfTopic(index), path: topic.url.appending("documents/"),
                    layout: "documents", section: "topics",
                    breadcrumbs: crumbs("topics/", (topic.label, topic.url)),
                    sections: [ListSection(items: documents.map { .document($0) })], pageSize: Self.documentsPerPage),
                "Documents on {topic}", ["topic": topic.label])
        }
    }

    // MARK: - Events, use cases and measures

    private mutating func planWork() {
        if site.generated.contains(SitePath("events/")) {
            add(
                ListPlan(
                    kind: .events, path: SitePath("events/"), title: title("events/"),
                    description: words("Tours, workshops and trainings."),
                    layout: "events", section: "events", sections: sections(of: everyone.events(site.events)),
                    pageSize: Self.longRows))
        }
        if site.generated.contains(SitePath("use-cases/")) {
            let items = everyone.pages(site.useCases).map { ListItem.useCase($0) }
            add(
                ListPlan(
                    kind: .useCases, path: SitePath("use-cases/"), title: title("use-cases/"),
                    description: words("What groups are used for, before and after."), layout: "use-cases",
                    section: "use-cases",
                    sections: [ListSection(items: items)], pageSize: Self.longRows))
        }
        if site.generated.contains(SitePath("measures/")) { planMeasures() }
        planUseCasesOfMeasures()
    }

    private mutating func planUseCasesOfMeasures() {
        for measure in site.measures {
            let page = site.pages[measure]
            let useCases = views[page.audience].pages(site.useCases(of: measure))
            guard useCases.count > PageLimits.useCases else { continue }
            addContinuation(
                ListPlan(
                    kind: .useCasesOfMeasure(measure), path: page.url.appending("use-cases/"), audience: page.audience,
                    layout: "use-cases", section: "measures",
                    breadcrumbs: crumbs("measures/", (page.title, page.url)),
                    sections: [ListSection(items: useCases.map { .useCase($0) })], pageSize: Self.longRows),
                "Use cases of {measure}##metric", ["measure": page.title])
        }
    }

    private mutating func planMeasures() {
        var sections: [ListSection] = []
        let categories: [ObjectiveCategory?] = [.revenue, .cost, .risk, nil]
        let wording = Wording(words)
        for category in categories {
            let mine = everyone.pages(site.measures).filter { page in
                if case .measure(let fields) = site.pages[page].parsed.fields { return fields.category == category }
                return false
            }
            sections.append(
                ListSection(
                    heading: wording.label(category), id: Wording.slug(category), count: mine.count,
                    items: mine.map { .measure($0) }))
        }
        add(
            ListPlan(
                kind: .measures, path: SitePath("measures/"), title: title("measures/"),
                description: words("What changed, against what it was."),
                layout: "measures", section: "measures", sections: sections, pageSize: Self.longRows))
    }
}

/// How many rows pages show before they link to the complete list.
enum PageLimits {
    static let open = 5
    static let answered = 8
    static let documents = 10
    static let stories = 4
    static let events = 3
    /// Use cases of a group, and its measures.
    static let work = 8
    /// Use cases of a measure and of an objective.
    static let useCases = 20
    /// Groups that serve an objective.
    static let groups = 20
    /// People who run a group.
    static let managers = 12
    /// Topics of a topic.
    static let children = 60
    /// Targets of one old address, by their queries.
    static let choices = 200
    /// Topics above a page's text; the rest folds away.
    static let topics = 12
    /// A person's answers and questions together, and a topic's questions, that still fit their own page.
    static let contributions = 20
    static let questionsOfTopic = 10
}
