import HearthModel
import HearthSite

/// What a group's page shows the first of.
extension ListPlanner {
    mutating func planGroupLists() {
        for (index, group) in site.groups.enumerated() {
            let view = views[group.audience]
            let stories = view.stories(group.documents)
            if stories.count > PageLimits.stories {
                addContinuation(
                    list(
                        .storiesOfGroup(index), "stories/", group, layout: "documents",
                        [ListSection(items: stories.map { .story($0) })], pageSize: Self.documentsPerPage),
                    "Stories of {group}", ["group": site.pages[group.page].title])
            }
            let events = view.events(group.events)
            if view.highlights(of: events).count < events.upcoming.count + events.past.count {
                addContinuation(
                    list(
                        .eventsOfGroup(index), "events/", group, layout: "events",
                        sections(of: events),
                        pageSize: Self.longRows),
                    "Events of {group}", ["group": site.pages[group.page].title])
            }
            // Those who are shown by their names only stand there like the others: the group's page names all.
            if group.managers.count > PageLimits.managers {
                addContinuation(
                    list(
                        .managersOfGroup(index), "managers/", group, layout: "people",
                        [ListSection(items: group.managers.map { .person($0) })], pageSize: Self.longRows),
                    "Who runs {group}", ["group": site.pages[group.page].title])
            }
            planWork(of: index, group, view)
        }
    }

    private mutating func planWork(of index: GroupIndex, _ group: Group, _ view: SiteView) {
        let useCases = view.pages(group.useCases)
        if useCases.count > PageLimits.work {
            addContinuation(
                list(
                    .useCasesOfGroup(index), "use-cases/", group, layout: "use-cases",
                    [ListSection(items: useCases.map { .useCase($0) })], pageSize: Self.longRows),
                "Use cases of {group}", ["group": site.pages[group.page].title])
        }
        let measures = view.pages(group.measures)
        if measures.count > PageLimits.work {
            addContinuation(
                list(
                    .measuresOfGroup(index), "measures/", group, layout: "measures",
                    [ListSection(items: measures.map { .measure($0) })], pageSize: Self.longRows),
                "Measures of {group}##metrics", ["group": site.pages[group.page].title])
        }
    }

    private func list(
        _ kind: ListKind, _ path: String, _ group: Group, layout: String, _ sections: [ListSection],
        pageSize: Int
    ) -> ListPlan {
        let page = site.pages[group.page]
        return ListPlan(
            kind: kind, path: page.url.appending(path), audience: group.audience,
            layout: layout, section: "groups",
            breadcrumbs: crumbs("groups/", (page.title, page.url)), sections: sections,
            pageSize: pageSize)
    }

    func sections(of events: (upcoming: [PageIndex], past: [PageIndex])) -> [ListSection] {
        let (upcoming, past) = events
        return [
            ListSection(
                heading: words("Coming up##events"), id: "upcoming", count: upcoming.count,
                items: upcoming.map { .event($0) }),
            ListSection(heading: words("Past##events"), id: "past", count: past.count, items: past.map { .event($0) }),
        ]
    }
}
