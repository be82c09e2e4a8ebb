import HearthContent
import HearthModel
import HearthSite
import Mustache

/// What all pages have in common, and which function makes which page.
extension SiteRenderer {
    func render(_ planned: PlannedPage) -> SlottedBytes {
        let view = views[planned.audience]
        switch planned.kind {
        case .home: return home(planned, view)
        case .topic(let topic): return self.topic(topic, planned, view)
        case .list(let kind, let number): return list(kind, number: number, planned, view)
        case .search: return search(planned, view)
        case .ask: return askPage(planned, view)
        case .notFound:
            var page = base(planned, view, section: "")
            page.isHiddenFromSearch = true
            page.canonical = nil
            return library.slotted(PageContext(page, NotFoundFields()), with: "404", capacity: Self.pageCapacity)
        case .content(let index): return content(index, planned, view)
        }
    }

    /// The name of the template that `render` uses.
    func template(of planned: PlannedPage) -> String {
        switch planned.kind {
        case .home: "home"
        case .topic: "topic"
        case .list(let kind, _): plan.lists[kind]?.layout ?? ""
        case .search: "search"
        case .ask: "ask"
        case .notFound: "404"
        case .content(let index): LayoutChoice.template(site.pages[index], library)
        }
    }

    private func content(_ index: PageIndex, _ planned: PlannedPage, _ view: SiteView) -> SlottedBytes {
        switch site.pages[index].parsed.fields {
        case .group(let fields): group(index, fields, planned, view)
        case .question: question(index, planned, view)
        case .person(let fields): person(index, fields, planned, view)
        case .document(let fields): document(index, fields, planned, view)
        case .useCase(let fields): useCase(index, fields, planned, view)
        case .measure(let fields): measure(index, fields, planned, view)
        case .event(let fields): event(index, fields, planned, view)
        case .strategy: strategy(index, planned, view)
        case .page, .answer, .topic: plain(index, planned, view)
        }
    }

    /// About the size of a page, so that its bytes are moved seldom while they grow.
    static let pageCapacity = 24_000

    // MARK: - Every page

    /// The shared facts of a page that no content file stands for.
    /// `introduction` is the page whose text stands above a list.
    func base(_ planned: PlannedPage, _ view: SiteView, section: String, introduction: PageIndex? = nil) -> PageFields {
        let title = Wording.clean(planned.title)
        let language = site.project.configuration.language
        var page = PageFields(
            language: language, siteTitle: siteTitle, title: title,
            headTitle: planned.path == .root ? siteTitle : "\(title) · \(siteTitle)", links: indexLinks)
        if let text = introduction.map({ site.pages[$0].language }), text != language {
            page.textLanguage = Context(LanguageFields(tag: text))
        }
        page.textDirection = textDirection(introduction)
        page.titleAnchor = introduction.flatMap { site.pages[$0].titleAnchor }
        page.canonical = site.project.configuration.baseURL.map { $0 + planned.path.encoded }
        page.isHiddenFromSearch = planned.audience.isRestricted
        page.ask = generalAsk
        page.searchEndpoint = searchEndpoint
        page.hasCustomStyle = library.hasCustomStyle
        page.membersIndex = searchEndpoint == nil ? membersIndex(planned.audience) : nil
        page.header = header(current: navigationIndex(section: section, path: planned.path))
        page.footer = footer
        return page
    }

    /// What a page says it is written in counts, whatever word it begins with. Of one that says nothing, the title tells:
    /// on a site from the right any letter of it, elsewhere most of them. Nil where the first letter of the text is to.
    private func textDirection(_ index: PageIndex?) -> String? {
        guard let index else { return nil }
        let page = site.pages[index]
        if page.parsed.common.language != nil { return Wording.direction(of: page.language) }
        let letters = Wording.letters(of: page.title)
        let isEnough = Wording.direction(of: page.language) == "rtl" || letters.fromRight > letters.fromLeft
        return letters.fromRight > 0 && isEnough ? "rtl" : nil
    }

    /// The shared facts of a content page.
    func base(_ index: PageIndex, _ planned: PlannedPage, _ view: SiteView, section: String) -> PageFields {
        let source = site.pages[index]
        var page = base(planned, view, section: section, introduction: index)
        page.description = description(source, index)
        page.editURL = edit.editURL(source)
        page.provenance = provenance(source)
        page.restricted = restriction(source, planned.audience)
        if let group = view.group(of: index) {
            page.ask = ask(group) ?? generalAsk
        }
        return page
    }

    /// The summary. Layouts that show it above the text get only one that was written for that: a first paragraph would
    /// be there twice.
    private func description(_ page: SitePage, _ index: PageIndex) -> SummaryText? {
        switch page.type {
        case .group, .event, .strategy, .topic: page.parsed.common.description.map { SummaryText($0) }
        default:
            page.url == .root ? page.parsed.common.description.map { SummaryText($0) } : SummaryText(page, at: index)
        }
    }

    private var searchEndpoint: String? {
        site.project.configuration.isSearchEnabled ? site.project.configuration.searchEndpoint : nil
    }

    /// Where the search finds what only the readers of this page may see.
    private func membersIndex(_ audience: Audience) -> String? {
        guard case .group(let id) = audience, site.project.configuration.isSearchEnabled, let group = site.group(id)
        else { return nil }
        return SitePath.percentEncode(site.groups[group].protectedFolder.text) + "search/"
    }

    func ask(_ group: GroupIndex) -> Context<LinkFields>? {
        switch site.groups[group].fields.lifecycle {
        case .active, .incubating:
            // A restricted group is not named on the open page.
            site.generated.contains(Self.askPath) && site.groups[group].audience == .everyone
                ? Context(
                    words("Ask this group"), Self.askPath.href + "#" + AskPlaceFields.anchor(site.groups[group].id))
                : edit.ask(group: site.groups[group], in: site, title: words("Ask this group"))
        case .reference, .retired: nil
        }
    }

    func restriction(_ page: SitePage, _ audience: Audience) -> String? {
        guard case .group(let id) = audience, let group = site.group(id) else { return nil }
        let name = groupLinks[group].fields.title
        return page.type == .group
            ? words("Only members of {group} can read this group.", ["group": name])
            : words("Only members of {group} can read this page.", ["group": name])
    }

    private func provenance(_ page: SitePage) -> Context<ProvenanceFields>? {
        guard let source = page.parsed.common.source else { return nil }
        // An old address is a link only if a browser can follow it without running anything.
        let url = source.url.flatMap { url -> String? in
            let lower = url.lowercased()
            return lower.hasPrefix("http://") || lower.hasPrefix("https://") ? Wording.clean(url) : nil
        }
        return Context(
            ProvenanceFields(
                system: Wording.clean(wording.system(source.system)), author: source.author.map { Wording.clean($0) },
                date: dates.context(source.created), href: url, status: wording.status(page.parsed.common.migration)))
    }

    func newIn(_ title: String) -> String { words("New in {title}##a group or topic", ["title": title]) }

    func feed(_ title: String, _ path: SitePath) -> [Context<FeedLinkFields>] {
        hasFeeds ? [Context(FeedLinkFields(title: title, href: path.href))] : []
    }

    // MARK: - Breadcrumbs

    /// From the home page down to where the page lies, without the page itself.
    func breadcrumbs(_ index: PageIndex, _ view: SiteView) -> [Context<LinkFields>] {
        if let group = view.group(of: index), site.groups[group].page != index {
            return crumbs("groups/") + [groupLinks[group]]
        }
        switch site.pages[index].type {
        case .group: return crumbs("groups/")
        case .person: return crumbs("people/")
        case .question: return crumbs("questions/")
        case .event: return crumbs("events/")
        case .useCase: return crumbs("use-cases/")
        case .measure: return crumbs("measures/")
        case .document: return crumbs("documents/")
        case .page, .strategy, .topic, .answer: return crumbs([])
        }
    }

    /// Down to the index at `path`.
    func crumbs(_ path: String) -> [Context<LinkFields>] {
        crumbs([(GeneratedPage.title(path, words), SitePath(path))])
    }

    func crumbs(_ links: [(title: String, path: SitePath)]) -> [Context<LinkFields>] {
        [Context(words("Home"), SitePath.root)]
            + links.map { Context(indexTitles[$0.path] ?? Wording.clean($0.title), $0.path) }
    }

    func finish(_ index: PageIndex, _ page: PageFields, _ fields: some TemplateFields) -> SlottedBytes {
        library.slotted(
            PageContext(page, fields), with: LayoutChoice.template(site.pages[index], library),
            capacity: Self.pageCapacity)
    }
}
