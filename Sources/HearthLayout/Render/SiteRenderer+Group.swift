import HearthContent
import HearthModel
import HearthSite

extension SiteRenderer {
    func group(_ index: PageIndex, _ fields: GroupFields, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        guard let place = site.groupByPage[index] else { return SlottedBytes() }
        let group = site.groups[place]
        let source = site.pages[index]
        var page = base(index, planned, view, section: "groups")
        page.breadcrumbs = breadcrumbs(index, view)
        page.ask = ask(place)
        page.feeds = feed(newIn(page.title), source.url.appending("feed.xml"))
        let lifecycle = wording.label(fields.lifecycle)
        let managers = plan.lists[.managersOfGroup(place)]
        let context = GroupPageFields(
            kindLabel: wording.label(fields.kind), isTeam: fields.kind == .team, isAwareness: fields.kind == .awareness,
            lifecycle: lifecycle.map {
                Context(LifecycleFields(label: $0, text: wording.sentence(fields.lifecycle)))
            },
            problem: fields.problem,
            managers: group.managers.prefix(managers == nil ? .max : PageLimits.managers).map { faces[$0] },
            moreManagers: managers.map {
                Context(wording.others(group.managers.count - PageLimits.managers), $0.path)
            },
            sponsor: group.sponsor.map { faces[$0] },
            responseTarget: fields.isLiving ? fields.responseTarget.map { wording.duration($0) } : nil,
            mail: edit.mail(group),
            whatsInIt: fields.whatsInIt.map {
                Context(PromiseFields(role: Wording.capitalized($0.role), text: $0.promise))
            },
            facts: facts(group, view), objectives: fields.objectives.compactMap { objective($0, view) },
            experts: experts(of: group, view), lists: lists(place, group, view),
            content: body(index))
        return finish(index, page, context)
    }

    private func facts(_ group: Group, _ view: SiteView) -> [Context<FactFields>] {
        var facts: [(String, String)] = []
        let members = members(of: group)
        let isAwareness = group.fields.kind == .awareness
        if members.all > 0 {
            if isAwareness {
                facts.append((words("Reaches##people that a group is for"), wording.people(members.all)))
            } else {
                let text = wording.members(members.all, chosen: members.chosen, assigned: members.assigned)
                facts.append((words("Members"), text))
            }
        }
        if isAwareness {
            facts.append((words("Questions received"), "\(view.questions(group.questions).count)"))
        }
        if !group.fields.serves.isEmpty {
            facts.append(
                (words("Serves##departments that a group works for"), group.fields.serves.joined(separator: ", ")))
        }
        if let date = site.pages[group.page].date {
            facts.append((words("Since##date when a group began"), dates.day(date)))
        }
        let readers = group.audience.isRestricted ? words("Members only") : words("Everyone##may read")
        facts.append((words("Reads##who may read a group's pages"), readers))
        return facts.map { Context(FactFields(label: $0.0, value: Wording.clean($0.1))) }
    }

    /// How many people are in the group, without those who have left. Who was put into it and chose it, too, has chosen.
    private func members(of group: Group) -> (all: Int, chosen: Int, assigned: Int) {
        var ways: [PersonIndex: Set<String>] = [:]
        for member in group.fields.members {
            guard let person = site.person(member.who.value), site.people[person].fields.status != .left else {
                continue
            }
            ways[person, default: []].insert(member.via ?? "")
        }
        let chosen = ways.values.count { $0.contains("opt-in") }
        let assigned = ways.values.count { $0.contains("assigned") && !$0.contains("opt-in") }
        return (ways.count, chosen, assigned)
    }

    /// The topics that the group speaks about most, each with two people who know.
    private func experts(of group: Group, _ view: SiteView) -> [Context<TopicExpertsFields>] {
        var counts: [TopicIndex: Int] = [:]
        for question in view.questions(group.questions) {
            for topic in site.pages[site.questions[question].page].topics { counts[topic, default: 0] += 1 }
        }
        for page in view.pages(group.documents) {
            for topic in site.pages[page].topics { counts[topic, default: 0] += 1 }
        }
        let ordered = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        let known = ordered.lazy.compactMap { entry -> Context<TopicExpertsFields>? in
            let people = self.suggestions(entry.key, view).filter(\.isExpert).prefix(2).map { self.faces[$0.person] }
            guard !people.isEmpty else { return nil }
            return Context(TopicExpertsFields(topic: self.topicLinks[entry.key], people: Array(people)))
        }
        return Array(known.prefix(8))
    }

    private func lists(_ index: GroupIndex, _ group: Group, _ view: SiteView) -> GroupLists {
        let url = site.pages[group.page].url
        let questions = view.questions(group.questions)
        let isAwareness = group.fields.kind == .awareness
        let open = isAwareness ? questions : view.open(questions)
        let answered = isAwareness ? [] : view.answered(questions)
        let documents = view.documents(group)
        let stories = view.stories(group.documents)
        let events = view.events(group.events)
        let useCases = view.pages(group.useCases)
        let measures = view.pages(group.measures)
        let eventCount = events.upcoming.count + events.past.count
        return GroupLists(
            questions: questionLists(
                open: open, answered: answered, of: questions.count, limits: (PageLimits.open, PageLimits.answered),
                all: url.appending("questions/")),
            documents: list(
                documents.map { .document($0) }, limit: PageLimits.documents,
                more: (wording.allDocuments(documents.count), url.appending("documents/").href)),
            stories: list(
                stories.map { .story($0) }, limit: PageLimits.stories,
                more: (wording.allStories(stories.count), url.appending("stories/").href)),
            useCases: list(
                useCases.map { .useCase($0) }, limit: PageLimits.work,
                more: (wording.allUseCases(useCases.count), url.appending("use-cases/").href)),
            measures: list(
                measures.map { .measure($0) }, limit: PageLimits.work,
                more: (wording.allMeasures(measures.count), url.appending("measures/").href)),
            events: list(
                view.highlights(of: events).map { .event($0) }, limit: PageLimits.events, count: eventCount,
                more: (wording.allEvents(eventCount), url.appending("events/").href)))
    }

    func indexLink(_ title: String, _ path: String) -> (String, String)? {
        site.generated.contains(SitePath(path)) ? (title, SitePath(path).href) : nil
    }
}
