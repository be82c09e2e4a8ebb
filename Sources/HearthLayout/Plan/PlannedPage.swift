package import HearthModel
package import HearthSite

/// A page of the output before it is rendered.
package struct PlannedPage: Sendable {
    package var path: SitePath
    package var audience: Audience
    package var kind: PlannedKind
    /// The content pages whose facts it shows, for the audience manifest; in ascending order.
    package var sources: [PageIndex]
    package var title: String
    package var lastModified: Timestamp?
    /// Whether it belongs into the sitemap.
    package var isIndexable: Bool
}

/// What a planned page shows.
package enum PlannedKind: Sendable, Hashable {
    case home
    /// A page of its own type: group, question, document, person and so on.
    case content(PageIndex)
    case topic(TopicIndex)
    /// A page of an index, counted from 1.
    case list(ListKind, number: Int)
    case notFound
    case search
    /// Where a question is asked, with similar ones.
    case ask
}

/// The indexes that the build makes.
package enum ListKind: Sendable, Hashable {
    case groups
    case newestQuestions
    case unansweredQuestions
    case answeredQuestions
    case questionsByTopic
    case questionsByGroup
    case questionsOfGroup(GroupIndex)
    case questionsOfTopic(TopicIndex)
    case documents
    case documentsOfGroup(GroupIndex)
    case storiesOfGroup(GroupIndex)
    case eventsOfGroup(GroupIndex)
    case useCasesOfGroup(GroupIndex)
    case measuresOfGroup(GroupIndex)
    case managersOfGroup(GroupIndex)
    case documentsOfTopic(TopicIndex)
    case topicsBelow(TopicIndex)
    case useCasesOfMeasure(PageIndex)
    case people
    case departments
    case sites
    case whoToAsk
    case contributions(PersonIndex)
    case topics
    case events
    case useCases
    case measures
    /// Every page by its title.
    case alphabet
}

/// One row of an index.
enum ListItem: Sendable, Hashable {
    case question(QuestionIndex)
    /// A question with the day of an answer (by its place), instead of its own.
    case answered(QuestionIndex, Int)
    case answer(AnswerReference)
    case document(PageIndex)
    case story(PageIndex)
    case person(PersonIndex)
    case group(GroupIndex)
    case event(PageIndex)
    case topic(TopicIndex)
    case useCase(PageIndex)
    case measure(PageIndex)
    case whoToAsk(TopicIndex)
    /// The place of a topic's first gap among those that everyone may see.
    case gap(Int)
    /// A page of any kind in one line.
    case link(PageIndex)
}

/// Rows under one heading, or a whole flat list.
struct ListSection: Sendable {
    var heading: String?
    var id = "list"
    var href: SitePath?
    var count: Int?
    var items: [ListItem]
    var more: (title: String, path: SitePath)?
}

/// Gives the sections of an index ids of their own: `Ops & IT` and `Ops/IT` would both be `ops-it`.
struct SectionIDs {
    private var taken: Set<String>
    private var numbers: [String: Int] = [:]

    init(taken: Set<String> = []) { self.taken = taken }

    mutating func id(_ text: String, prefix: String = "") -> String {
        let slug = prefix + Wording.slug(text)
        var id = slug
        while !taken.insert(id).inserted {
            numbers[slug, default: 1] += 1
            id = "\(slug)-\(numbers[slug, default: 1])"
        }
        return id
    }

    /// Names that people take for the same: in whatever capitals and with whatever blanks.
    static func key(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// An index before it is cut into pages.
struct ListPlan: Sendable {
    var kind: ListKind
    var path: SitePath
    var audience = Audience.everyone
    var title = ""
    var description: String?
    /// The template.
    var layout: String
    /// Which entry of the navigation is the current one.
    var section: String
    var breadcrumbs: [(title: String, path: SitePath)] = []
    var sections: [ListSection]
    /// Rows on one page.
    var pageSize: Int
    /// The page whose text introduces the index.
    var introduction: PageIndex?
    /// What names a section (`SectionIDs.key`) → its id, where other pages lead to sections.
    var ids: [String: String] = [:]
    /// The page, from 1, that a section begins on.
    private(set) var firstPages: [String: Int] = [:]
    /// The sections of each page, cut; at least one page.
    private(set) var pages: [[ListSection]] = []

    /// Fills page after page; a section that does not fit goes on on the next one, under the same heading.
    mutating func paginate() {
        pages = []
        var current: [ListSection] = []
        var room = max(1, pageSize)
        for section in sections where !section.items.isEmpty {
            var rest = section.items[...]
            while !rest.isEmpty {
                if room == 0 {
                    pages.append(current)
                    current = []
                    room = max(1, pageSize)
                }
                var part = section
                part.items = Array(rest.prefix(room))
                rest = rest.dropFirst(room)
                room -= part.items.count
                if !rest.isEmpty { part.more = nil }
                current.append(part)
            }
        }
        if !current.isEmpty || pages.isEmpty { pages.append(current) }
        firstPages = [:]
        for (index, sections) in pages.enumerated() {
            for section in sections where firstPages[section.id] == nil { firstPages[section.id] = index + 1 }
        }
    }

    func path(of number: Int) -> SitePath { number <= 1 ? path : path.appending("page/\(number)/") }

    func title(of number: Int, _ words: Words) -> String {
        number <= 1
            ? title : words("{title}, page {number}##of a long list", ["title": title, "number": String(number)])
    }

    /// The first page that shows the section with this id.
    func page(ofSection id: String) -> Int? { firstPages[id] }

    func href(ofSection id: String) -> String? {
        page(ofSection: id).map { path(of: $0).href + "#" + LayoutAnchor.prefix + SitePath.percentEncode(id) }
    }
}
