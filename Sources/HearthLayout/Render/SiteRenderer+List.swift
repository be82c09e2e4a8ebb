import HearthContent
import HearthModel
import HearthSite

/// The pages of the indexes.
extension SiteRenderer {
    func list(_ kind: ListKind, number: Int, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        guard let list = plan.lists[kind], list.pages.indices.contains(number - 1) else { return SlottedBytes() }
        var page = base(planned, view, section: list.section, introduction: list.introduction)
        if number == 1 { page.description = listDescription(list) }
        page.isHiddenFromSearch = page.isHiddenFromSearch || number > 1
        page.breadcrumbs = crumbs(list.breadcrumbs + (number > 1 ? [(list.title, list.path)] : []))
        if kind == .newestQuestions { page.feeds = feed(words("Everything new"), SitePath("feed.xml")) }
        describe(&page, kind, list, view)
        var fields = IndexFields(
            content: number == 1 ? list.introduction.flatMap { body($0) } : nil, tabs: tabs(kind, number), sections: [],
            pagination: pagination(list, number),
            letters: kind == .people || kind == .alphabet ? letters(list, number) : [])
        switch kind {
        case .questionsOfGroup, .documentsOfGroup, .storiesOfGroup: fields.isOfGroup = true
        default: break
        }
        let sections = list.pages[number - 1]
        if kind == .whoToAsk {
            fields.whoToAsk = sections.first { $0.id == "who-to-ask" }.map { rowList($0) }
            fields.gaps = sections.first { $0.id == "gaps" }.map { rowList($0) }
        } else {
            fields.sections = sections.map { section($0) }
        }
        return library.slotted(PageContext(page, fields), with: list.layout, capacity: Self.pageCapacity)
    }

    /// What the page that introduces the list says of it, else its own. The text of that page stands below: its first
    /// paragraph would be there twice.
    private func listDescription(_ list: ListPlan) -> SummaryText? {
        if let page = list.introduction {
            if let written = site.pages[page].parsed.common.description { return SummaryText(written) }
            if !site.pages[page].description.isEmpty { return nil }
        }
        return list.description.map { SummaryText($0) }
    }

    /// What a list has from the page that it continues or that introduces it.
    private func describe(_ page: inout PageFields, _ kind: ListKind, _ list: ListPlan, _ view: SiteView) {
        if let introduction = list.introduction { page.editURL = edit.editURL(site.pages[introduction]) }
        switch kind {
        case .questionsOfGroup(let group), .documentsOfGroup(let group), .storiesOfGroup(let group),
            .eventsOfGroup(let group), .useCasesOfGroup(let group), .measuresOfGroup(let group),
            .managersOfGroup(let group):
            page.ask = ask(group)
            let source = site.pages[site.groups[group].page]
            page.feeds = feed(newIn(Wording.clean(source.title)), source.url.appending("feed.xml"))
            if list.audience.isRestricted {
                page.restricted = words(
                    "Only members of {group} can read this page.", ["group": groupLinks[group].fields.title])
            }
        case .questionsOfTopic(let topic), .documentsOfTopic(let topic), .topicsBelow(let topic):
            page.feeds = feed(
                newIn(topicLinks[topic].fields.title), site.topics[topic].url.appending("feed.xml"))
        case .useCasesOfMeasure(let measure):
            page.ask = nil
            if list.audience.isRestricted { page.restricted = restriction(site.pages[measure], list.audience) }
        case .groups, .people, .departments, .sites, .documents, .topics, .events, .useCases, .measures, .contributions,
            .alphabet:
            page.ask = nil
        case .newestQuestions, .unansweredQuestions, .answeredQuestions, .questionsByTopic, .questionsByGroup,
            .whoToAsk:
            break
        }
    }

    private func section(_ section: ListSection) -> Context<SectionFields> {
        Context(
            SectionFields(
                heading: section.heading.map { Wording.clean($0) },
                id: section.id.isEmpty ? "" : LayoutAnchor.prefix + section.id, href: section.href?.href,
                count: section.heading == nil ? nil : section.count, rows: rows(section.items.map { .item($0) }),
                more: section.more.map { Context($0.title, $0.path) }))
    }

    private func rowList(_ section: ListSection) -> Context<RowListFields> {
        Context(
            RowListFields(count: section.items.count, rows: rows(section.items.map { .item($0) }), more: nil))
    }

    // MARK: - Ways through an index

    private func tabs(_ kind: ListKind, _ number: Int) -> [Context<TabFields>] {
        let tabs: [(ListKind, String, showsCount: Bool)]
        switch kind {
        case .newestQuestions, .unansweredQuestions, .answeredQuestions, .questionsByTopic, .questionsByGroup:
            tabs = [
                (.newestQuestions, words("Newest##questions"), true),
                (.unansweredQuestions, words("Unanswered##questions"), true),
                (.answeredQuestions, words("Answered, not accepted"), true),
                (.questionsByTopic, words("By topic##questions"), false),
                (.questionsByGroup, words("By group##questions"), false),
            ]
        case .people, .whoToAsk, .departments, .sites:
            tabs = [
                (.people, words("A–Z"), true), (.whoToAsk, words("Who to ask"), false),
                (.departments, words("By department##people"), false),
                (.sites, words("By site##people, by the place where they work"), false),
            ]
        default: return []
        }
        return tabs.compactMap { tab, title, showsCount in
            guard let list = plan.lists[tab], tab == kind || Self.isDivided(list) else { return nil }
            let count = list.sections.reduce(0) { $0 + $1.items.count }
            return Context(
                TabFields(
                    title: title, href: list.path.href, count: showsCount && count > 0 ? count : nil,
                    isCurrent: tab == kind))
        }
    }

    /// People by department or site without any of them would be the list by name once more.
    private static func isDivided(_ list: ListPlan) -> Bool {
        switch list.kind {
        case .departments, .sites: list.sections.contains { $0.heading != nil }
        default: true
        }
    }

    private func pagination(_ list: ListPlan, _ number: Int) -> Context<PaginationFields>? {
        let last = list.pages.count
        guard last > 1 else { return nil }
        var pages: [Context<PageLinkFields>] = []
        var previous = 0
        // The ends, the current page and its neighbours.
        for page in 1...last where page == 1 || page == last || abs(page - number) <= 2 {
            if page > previous + 1 {
                pages.append(Context(PageLinkFields(number: 0, href: nil, isCurrent: false, isGap: true)))
            }
            let isCurrent = page == number
            pages.append(
                Context(
                    PageLinkFields(
                        number: page, href: isCurrent ? nil : list.path(of: page).href, isCurrent: isCurrent,
                        isGap: false)))
            previous = page
        }
        return Context(
            PaginationFields(
                previous: number > 1 ? list.path(of: number - 1).href : nil,
                next: number < last ? list.path(of: number + 1).href : nil, pages: pages))
    }

    /// The alphabet of the site's language and the letters that names stand under besides; those that nobody's name starts
    /// with lead nowhere.
    private func letters(_ list: ListPlan, _ number: Int) -> [Context<LetterFields>] {
        guard list.sections.count > 1 else { return [] }
        let used = list.sections.compactMap(\.heading).filter { $0 == "#" || collation.letter(of: $0) == $0 }
        return collation.sorted(Set(collation.alphabet).union(used), by: \.self).map { letter in
            let id = list.sections.first { $0.heading == letter }?.id
            let page = id.flatMap { list.page(ofSection: $0) }
            let anchor = id.map { "#" + LayoutAnchor.prefix + SitePath.percentEncode($0) } ?? ""
            let href = page == number ? anchor : id.flatMap { list.href(ofSection: $0) }
            return Context(LetterFields(letter: letter, href: href))
        }
    }
}
