import HearthContent
import HearthModel
import HearthSite

/// The site as one audience may see it. Everything that reaches a page comes through here, so that what is shown and
/// what the plan names as a page's sources are the same.
final class SiteView: Sendable {
    let site: Site
    let audience: Audience
    private let experts: ExpertDirectory?
    /// For everyone's view, the answer of `shows` for each page: it is asked several times for every page. Others are
    /// small and many.
    private let shown: [Bool]

    init(_ site: Site, _ audience: Audience) {
        self.site = site
        self.audience = audience
        // A group without pages of its own knows what everyone knows.
        experts = site.experts[audience] ?? site.experts[.everyone]
        shown = audience == .everyone ? site.pages.indices.map { Self.shows($0, site, audience) } : []
    }

    // MARK: - Experts

    /// Best first.
    func experts(on topic: TopicIndex) -> [Expert] {
        guard let experts, experts.byTopic.indices.contains(topic) else { return [] }
        return experts.byTopic[topic]
    }

    /// The topics that a person stands in, best first.
    func knowledge(of person: PersonIndex) -> [(topic: TopicIndex, expert: Expert)] {
        guard let experts, experts.byPerson.indices.contains(person) else { return [] }
        return experts.byPerson[person]
    }

    func backups(on topic: TopicIndex) -> [(for: PersonIndex, backup: PersonIndex)] {
        guard let experts, experts.backups.indices.contains(topic) else { return [] }
        return experts.backups[topic]
    }

    var gaps: [TopicGap] { experts?.gaps ?? [] }

    // MARK: - Pages and people

    /// Whether the page may be named and linked.
    func shows(_ page: PageIndex) -> Bool { shown.isEmpty ? Self.shows(page, site, audience) : shown[page] }

    private static func shows(_ page: PageIndex, _ site: Site, _ audience: Audience) -> Bool {
        guard site.isVisible(page, to: audience) else { return false }
        if let person = site.personByPage[page] { return site.people[person].fields.isListed }
        return true
    }

    /// Whether the person has a page that this audience can open.
    func links(_ person: PersonIndex) -> Bool {
        site.people[person].fields.isListed && site.isVisible(site.people[person].page, to: audience)
    }

    func pages(_ list: [PageIndex]) -> [PageIndex] { list.filter { shows($0) } }

    func questions(_ list: [QuestionIndex]) -> [QuestionIndex] {
        list.filter { site.isVisible(site.questions[$0].page, to: audience) }
    }

    func answers(_ list: [AnswerReference]) -> [AnswerReference] {
        list.filter { site.isVisible(site.questions[$0.question].page, to: audience) && isShown($0) }
    }

    /// An answer in a file of its own may be more restricted than its question.
    func isShown(_ reference: AnswerReference) -> Bool {
        site.isVisible(site.questions[reference.question].answers[reference.answer].holder, to: audience)
    }

    /// Of each question the accepted answer, else the first of `answers`: rows of one question would all look alike.
    static func oncePerQuestion(_ answers: [AnswerReference], _ site: Site) -> [AnswerReference] {
        var places: [QuestionIndex: Int] = [:]
        var shown: [AnswerReference] = []
        for answer in answers {
            if let place = places[answer.question] {
                if site.questions[answer.question].answers[answer.answer].isAccepted { shown[place] = answer }
            } else {
                places[answer.question] = shown.count
                shown.append(answer)
            }
        }
        return shown
    }

    // MARK: - Neighbours

    static let neighbourLimit = 5
    /// Of pages that link to one: those beyond the first few fold away, and more would be too much for a page.
    static let backlinkLimit = 50

    func related(_ page: PageIndex) -> [PageIndex] {
        first(site.pages[page].related)
    }

    /// The pages that may be named as linking here, as many as are shown, and how many there are.
    func backlinks(_ page: PageIndex) -> (shown: [PageIndex], count: Int) {
        let visible = pages(site.pages[page].backlinks)
        return (Array(visible.prefix(Self.backlinkLimit)), visible.count)
    }

    func sibling(_ page: PageIndex?) -> PageIndex? { page.flatMap { shows($0) ? $0 : nil } }

    func duplicates(_ question: Question) -> [PageIndex] {
        first(question.duplicates)
    }

    /// The first few that may be named.
    private func first(_ pages: [PageIndex]) -> [PageIndex] {
        var found: [PageIndex] = []
        for page in pages where shows(page) {
            found.append(page)
            if found.count == Self.neighbourLimit { break }
        }
        return found
    }

    // MARK: - Groups

    /// The group of a page, where this audience may know it.
    func group(of page: PageIndex) -> GroupIndex? {
        site.pages[page].group.flatMap { shows(site.groups[$0].page) ? $0 : nil }
    }

    /// Groups as `groups/` lists them: those one may read, and the names of those that may be known.
    var listedGroups: [GroupIndex] {
        site.groups.indices.filter { shows(site.groups[$0].page) || site.groups[$0].isListed }
    }

    /// Documents of a group that are no stories, and its stories.
    func documents(_ group: Group) -> [PageIndex] { pages(group.documents).filter { !isStory($0) && isPlanned($0) } }

    /// Documents of a topic. Groups, use cases and pages may have its tag, too, and are none.
    func documents(_ topic: Topic) -> [PageIndex] {
        pages(topic.documents).filter { isPlanned($0) && site.pages[$0].type == .document }
    }

    func stories(_ pages: [PageIndex]) -> [PageIndex] {
        self.pages(pages).filter { isStory($0) && isPlanned($0) }.sorted { a, b in
            let (x, y) = (site.pages[a].moment ?? .min, site.pages[b].moment ?? .min)
            return x != y ? x > y : a < b
        }
    }

    func isStory(_ page: PageIndex) -> Bool {
        if case .document(let fields) = site.pages[page].parsed.fields { return fields.kind == .story }
        return false
    }

    /// A page that introduces an index is shown there and has no page of its own.
    func isPlanned(_ page: PageIndex) -> Bool { site.introductions[site.pages[page].url] == nil }

    // MARK: - Questions

    func open(_ questions: [QuestionIndex]) -> [QuestionIndex] {
        // Oldest first: they wait longest.
        self.questions(questions).filter { site.questions[$0].state == .unanswered }.reversed()
    }

    /// Accepted ones first, then the newest.
    func answered(_ questions: [QuestionIndex]) -> [QuestionIndex] {
        let visible = self.questions(questions)
        return visible.filter { site.questions[$0].state == .accepted }
            + visible.filter { site.questions[$0].state == .answered }
    }

    func isAnswered(_ question: QuestionIndex) -> Bool {
        site.questions[question].state == .accepted || site.questions[question].state == .answered
    }

    /// Whether a topic needs a list of all its questions: its page shows the open and the answered, and not too many.
    func hasQuestionList(_ topic: Topic) -> Bool {
        let questions = questions(topic.questions)
        return questions.count > PageLimits.questionsOfTopic || questions.contains { isClosed($0) }
    }

    func isClosed(_ question: QuestionIndex) -> Bool {
        site.questions[question].state == .closed || site.questions[question].state == .duplicate
    }

    // MARK: - Events

    /// Upcoming, the next one first; past, the last one first.
    func events(_ list: [PageIndex]) -> (upcoming: [PageIndex], past: [PageIndex]) {
        let visible = pages(list)
        let upcoming = visible.filter { !site.isPast($0) }.sorted { a, b in
            let (x, y) = (site.pages[a].moment ?? .max, site.pages[b].moment ?? .max)
            return x != y ? x < y : a < b
        }
        return (upcoming, visible.filter { site.isPast($0) })
    }

    /// What a group's page shows of its events: what is coming, else what was last.
    func highlights(of events: (upcoming: [PageIndex], past: [PageIndex])) -> [PageIndex] {
        events.upcoming.isEmpty ? Array(events.past.prefix(2)) : Array(events.upcoming.prefix(PageLimits.events))
    }
}
