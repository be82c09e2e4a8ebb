import HearthContent
import HearthModel
import HearthSite

extension SiteRenderer {
    func home(_ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        let written = plan.home.written
        var page: PageFields
        if let written {
            page = base(written, planned, view, section: "")
        } else {
            page = base(planned, view, section: "")
        }
        page.feeds = feed(words("Everything new"), SitePath("feed.xml"))
        let home = plan.home
        let context = HomeFields(
            content: written.flatMap { body($0) }, topics: busiestTopics(home),
            open: list(
                home.open, limit: HomePlan.questionRows,
                more: (
                    words.count(home.open.count, "All 1 open##questions", "All {n} open##questions"),
                    SitePath("questions/unanswered/").href
                )),
            answered: list(
                home.answered, limit: HomePlan.questionRows, more: (words("All questions"), SitePath("questions/").href)
            ),
            groups: homeGroups(home, view),
            stories: list(
                home.stories, limit: HomePlan.storyRows, more: indexLink(words("All documents"), "documents/")),
            events: list(home.events, limit: HomePlan.eventRows, more: indexLink(words("All events"), "events/")),
            faces: collation.sorted(home.people.sorted()) { faces[$0].fields.name }.map { faces[$0] })
        guard let written else {
            return library.slotted(PageContext(page, context), with: "home", capacity: Self.pageCapacity)
        }
        let layout = site.pages[written].parsed.common.layout.flatMap {
            library.fits($0.value, as: "home") ? $0.value : nil
        }
        return library.slotted(PageContext(page, context), with: layout ?? "home", capacity: Self.pageCapacity)
    }

    private func busiestTopics(_ home: HomePlan) -> [Context<TopicLinkFields>] {
        home.topics.map { topic, count in
            var link = topicLinks[topic].fields
            link.count = count
            return Context(link)
        }
    }

    private func homeGroups(_ home: HomePlan, _ view: SiteView) -> Context<RowListFields>? {
        let all = view.listedGroups.count
        guard let rows = list(home.groups, limit: HomePlan.groupRows, count: all)?.fields else { return nil }
        let hasMore = all > HomePlan.groupRows || home.groups.count < all
        let more =
            hasMore
            ? Context<LinkFields>(words.count(all, "All 1 group", "All {n} groups"), SitePath("groups/")) : nil
        return Context(RowListFields(count: rows.count, rows: rows.rows, more: more))
    }
}
