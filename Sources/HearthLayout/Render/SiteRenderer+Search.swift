import HearthContent
import HearthModel
import HearthSite

extension SiteRenderer {
    /// The page that shows what the search found; without JavaScript, the ways through the site.
    func search(_ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        let (page, content) = tool(planned, view)
        let fields = SearchPageFields(content: content)
        return library.slotted(PageContext(page, fields), with: "search", capacity: Self.pageCapacity)
    }

    /// The page to ask on: similar questions while one types, then the places where one can ask.
    func askPage(_ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        var (page, content) = tool(planned, view)
        page.breadcrumbs = crumbs("questions/")
        page.ask = nil
        var places: [Context<AskPlaceFields>] = []
        func add(_ group: Group?, id: String, title: String, text: String?) {
            guard let href = edit.askAddress(group: group, in: site, keepsTitle: false),
                let template = edit.askAddress(group: group, in: site, keepsTitle: true)
            else { return }
            let label =
                group == nil ? words("Ask everyone") : words("Ask {group}##a group of people", ["group": title])
            places.append(
                Context(
                    AskPlaceFields(id: id, title: title, text: text, label: label, href: href, template: template)))
        }
        let groups = site.groups.indices.filter { group in
            site.groups[group].audience == .everyone && view.shows(site.groups[group].page)
                && site.groups[group].fields.isLiving
        }
        for group in collation.sorted(groups, by: { groupLinks[$0].fields.title }) {
            let facts = site.groups[group]
            add(
                facts, id: AskPlaceFields.anchor(facts.id), title: groupLinks[group].fields.title,
                text: (facts.fields.problem ?? site.pages[facts.page].parsed.common.description).map {
                    Wording.clean($0)
                })
        }
        add(
            nil, id: LayoutAnchor.prefix + "in-general", title: words("Everyone##to ask"),
            text: words("When no group fits, or you do not know which."))
        let fields = AskPageFields(content: content, places: places)
        return library.slotted(PageContext(page, fields), with: "ask", capacity: Self.pageCapacity)
    }

    /// The shared facts of a page that does something, and the text that introduces it.
    private func tool(_ planned: PlannedPage, _ view: SiteView) -> (page: PageFields, content: ContentText?) {
        let introduction = site.introductions[planned.path].flatMap { view.shows($0) ? $0 : nil }
        var page = base(planned, view, section: "", introduction: introduction)
        if let introduction { page.editURL = edit.editURL(site.pages[introduction]) }
        return (page, introduction.flatMap { body($0) })
    }
}
