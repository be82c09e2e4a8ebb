import HearthContent
import HearthModel
import HearthSite

extension SiteRenderer {
    func home(_ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        let written =
            site.introductions[.root] ?? site.pages.indices.first { site.pages[$0].url == .root && view.shows($0) }
        var page: PageFields
        if let written {
            page = base(written, planned, view, section: "")
        } else {
            page = base(planned, view, section: "")
        }
        page.feeds = feed("All questions and documents", SitePath("feed.xml"))
        let questions = plan.lists[.newestQuestions].map { items(of: $0) } ?? []
        let open = plan.lists[.unansweredQuestions].map { items(of: $0) } ?? []
        let events = view.events(site.events).upcoming
        let context = HomeFields(
            content: written.flatMap { body($0) }, topics: busiestTopics(view),
            open: list(open, limit: 5, more: ("All \(open.count) open", SitePath("questions/unanswered/").href)),
            answered: list(justAnswered(questions), limit: 5, more: ("All questions", SitePath("questions/").href)),
            groups: homeGroups(view),
            stories: list(
                view.stories(site.documents).map { .story($0) }, limit: 4, more: indexLink("documents", "documents/")),
            events: list(events.map { .event($0) }, limit: 3, more: indexLink("events", "events/")),
            faces: knownFaces(view))
        guard let written else {
            return library.slotted(PageContext(page, context), with: "home", capacity: Self.pageCapacity)
        }
        let layout = site.pages[written].parsed.common.layout.flatMap { library.hasLayout($0.value) ? $0.value : nil }
        return library.slotted(PageContext(page, context), with: layout ?? "home", capacity: Self.pageCapacity)
    }

    private func items(of list: ListPlan) -> [ListItem] { list.sections.flatMap(\.items) }

    /// Answered questions, those with the latest activity first.
    private func justAnswered(_ questions: [ListItem]) -> [ListItem] {
        let answered = questions.compactMap { item -> QuestionIndex? in
            guard case .question(let question) = item else { return nil }
            let state = site.questions[question].state
            return state == .accepted || state == .answered ? question : nil
        }
        return answered.sorted { a, b in
            let (x, y) = (
                site.questions[a].lastActivity?.seconds ?? .min, site.questions[b].lastActivity?.seconds ?? .min
            )
            return x != y ? x > y : a < b
        }.map { .question($0) }
    }

    private func busiestTopics(_ view: SiteView) -> [Context<TopicLinkFields>] {
        let counts = site.topics.indices.map { ($0, view.questions(site.topics[$0].questions).count) }.filter {
            $0.1 > 0
        }
        return counts.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(8).map { topic, count in
            var link = topicLinks[topic].fields
            link.count = count
            return Context(link)
        }
    }

    /// Living groups that one may read, the busiest of late first.
    private func homeGroups(_ view: SiteView) -> Context<RowListFields>? {
        let readable = site.groups.indices.filter { view.shows(site.groups[$0].page) }
        let living = readable.filter {
            site.groups[$0].fields.lifecycle == .active || site.groups[$0].fields.lifecycle == .incubating
        }
        func activity(_ group: GroupIndex) -> Int64 {
            view.questions(site.groups[group].questions).compactMap { site.questions[$0].lastActivity?.seconds }.max()
                ?? .min
        }
        let ordered = living.map { ($0, activity($0)) }.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
        let all = view.listedGroups.count
        guard let rows = list(ordered.map { .group($0.0) }, limit: 8, count: all)?.fields else { return nil }
        let more = all > 8 || ordered.count < all ? Context<LinkFields>("All \(all) groups", SitePath("groups/")) : nil
        return Context(RowListFields(count: rows.count, rows: rows.rows, more: more))
    }

    /// Faces of those who know, at most twelve, in the order of their names: this is no ranking.
    private func knownFaces(_ view: SiteView) -> [Context<PersonFaceFields>] {
        let known = site.people.indices.filter { person in
            view.links(person) && site.people[person].fields.status == .active
                && view.knowledge(of: person).contains { $0.expert.isExpert && $0.expert.canBeAsked }
        }
        func weight(_ person: PersonIndex) -> Int {
            view.knowledge(of: person).reduce(0) { $0 + $1.expert.evidence.acceptedAnswers.count }
        }
        let chosen = known.map { ($0, weight($0)) }.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(12).map(
            \.0)
        return chosen.sorted { faces[$0].fields.name < faces[$1].fields.name }.map { faces[$0] }
    }
}
