import HearthContent
import HearthModel
import HearthSite

/// What the home page shows, chosen before it is rendered, so that the proof of audiences knows its sources.
struct HomePlan: Sendable {
    /// The page that somebody wrote for the home's address.
    let written: PageIndex?
    /// All of each kind; the page shows the first of them.
    let open: [ListItem]
    let answered: [ListItem]
    let groups: [ListItem]
    let stories: [ListItem]
    let events: [ListItem]
    /// The busiest topics and how many questions each has.
    let topics: [(topic: TopicIndex, count: Int)]
    /// Those who know and can be asked; in no order, because this is no ranking.
    let people: [PersonIndex]

    static let questionRows = 5
    static let groupRows = 8
    static let storyRows = 4
    static let eventRows = 3
    private static let topicLinks = 8
    private static let faces = 12

    init(_ site: Site, _ view: SiteView, lists: [ListKind: ListPlan]) {
        func items(of list: ListKind) -> [ListItem] { lists[list]?.sections.flatMap(\.items) ?? [] }
        written =
            site.introductions[.root] ?? site.pages.indices.first { site.pages[$0].url == .root && view.shows($0) }
        open = items(of: .unansweredQuestions).filter { Self.isAwaited($0, site, view) }
        answered = Self.justAnswered(items(of: .newestQuestions), site)
        groups = Self.livingGroups(site, view).map { .group($0) }
        stories = view.stories(site.documents).map { .story($0) }
        events = view.events(site.events).upcoming.map { .event($0) }
        topics = Self.busiestTopics(site, view)
        people = Self.knownPeople(site, view)
    }

    /// The content pages that the page tells of, in ascending order.
    func sources(_ site: Site) -> [PageIndex] {
        var sources = Set([written].compactMap { $0 })
        for (items, rows) in [
            (open, Self.questionRows), (answered, Self.questionRows), (groups, Self.groupRows),
            (stories, Self.storyRows), (events, Self.eventRows),
        ] {
            for item in items.prefix(rows) { sources.formUnion(item.sources(site)) }
        }
        sources.formUnion(topics.compactMap { site.topics[$0.topic].page })
        sources.formUnion(people.map { site.people[$0].page })
        return sources.sorted()
    }

    /// Answered questions, those with the latest answer first. A comment or a mended word makes no answer new.
    private static func justAnswered(_ questions: [ListItem], _ site: Site) -> [ListItem] {
        var answered: [(item: ListItem, moment: Int64, question: QuestionIndex)] = []
        for case .question(let index) in questions {
            let question = site.questions[index]
            guard question.state == .accepted || question.state == .answered else { continue }
            func moment(_ date: Timestamp?) -> Int64? {
                date.flatMap { site.hasCome($0) ? site.zone.moment(of: $0).seconds : nil }
            }
            // An answer without a date is not older than its question.
            var latest = (item: ListItem.question(index), moment: moment(site.pages[question.page].date) ?? .min)
            for (place, answer) in question.answers.enumerated() where site.isVisible(answer.holder, to: .everyone) {
                guard let moment = moment(answer.date), moment >= latest.moment else { continue }
                latest = (.answered(index, place), moment)
            }
            answered.append((latest.item, latest.moment, index))
        }
        return answered.sorted { $0.moment != $1.moment ? $0.moment > $1.moment : $0.question < $1.question }
            .map(\.item)
    }

    /// Nobody waits for an answer in a group that has ended.
    private static func isAwaited(_ item: ListItem, _ site: Site, _ view: SiteView) -> Bool {
        guard case .question(let question) = item, let group = view.group(of: site.questions[question].page) else {
            return true
        }
        return site.groups[group].fields.isLiving
    }

    private static func busiestTopics(_ site: Site, _ view: SiteView) -> [(topic: TopicIndex, count: Int)] {
        let counts = site.topics.indices.map { (topic: $0, count: view.questions(site.topics[$0].questions).count) }
        return Array(
            counts.filter { $0.count > 0 }.sorted { $0.count != $1.count ? $0.count > $1.count : $0.topic < $1.topic }
                .prefix(topicLinks))
    }

    /// Living groups that one may read, the busiest of late first.
    private static func livingGroups(_ site: Site, _ view: SiteView) -> [GroupIndex] {
        let living = site.groups.indices.filter {
            view.shows(site.groups[$0].page) && site.groups[$0].fields.isLiving
        }
        func activity(_ group: GroupIndex) -> Int64 {
            let latest = site.zone.latest(
                view.questions(site.groups[group].questions).map { site.questions[$0].lastActivity })
            return latest.map { site.zone.moment(of: $0).seconds } ?? .min
        }
        return living.map { ($0, activity($0)) }.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.map(\.0)
    }

    private static func knownPeople(_ site: Site, _ view: SiteView) -> [PersonIndex] {
        let known = site.people.indices.filter { person in
            view.links(person) && site.people[person].fields.status == .active
                && view.knowledge(of: person).contains { $0.expert.isExpert && $0.expert.canBeAsked }
        }
        func weight(_ person: PersonIndex) -> Int {
            view.knowledge(of: person).reduce(0) { $0 + $1.expert.evidence.acceptedAnswers.count }
        }
        return known.map { ($0, weight($0)) }.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(faces)
            .map(\.0)
    }
}
