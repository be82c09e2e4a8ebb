import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite
import Mustache

/// Renders all pages of a site. A class, so that its extensions reach the site's tables without copying their
/// references; all of it is constant but the caches, which only ever hold what would be computed again.
final class SiteRenderer: Sendable {
    let site: Site
    let library: LayoutLibrary
    /// What stands in rendered Markdown besides the authors' words.
    let markdownWords: MarkdownWords
    let plan: PagePlan
    let views: Views
    let words: Words
    let wording: Wording
    let dates: DateText
    let edit: EditLinks
    /// The order of names in the site's language.
    let collation: Collation
    /// Everybody's face as open pages show it.
    let faces: [Context<PersonFaceFields>]
    let topicLinks: [Context<TopicLinkFields>]
    let groupLinks: [Context<LinkFields>]
    let objectives: [String: (title: String, page: PageIndex)]
    let indexLinks: Context<IndexLinksFields>
    let navigation: [NavigationFields]
    /// Of the indexes that a page introduces.
    let indexTitles: [SitePath: String]
    let logo: LogoFields?
    let generalAsk: Context<LinkFields>?
    private let rowCache = Lock<RowCache>(RowCache())
    private let headerCache = Lock<[Int: [UInt8]]>([:])
    private let footerCache = Lock<[UInt8]?>(nil)
    private let whoCache = Lock<[WhoKey: [Suggestion]]>([:])

    enum RowKey: Hashable {
        case item(ListItem)
        case link(PageIndex)
    }

    /// Rows that were made. Begins anew when it is full: lists of neighbours are made one after the other.
    private struct RowCache {
        private(set) var rows: [RowKey: SlottedBytes] = [:]
        private var size = 0
        private static let mostBytes = 48 << 20

        mutating func add(_ row: SlottedBytes, _ key: RowKey) {
            if size > Self.mostBytes { (rows, size) = ([:], 0) }
            rows[key] = row
            size += row.bytes.capacity + row.places.count * MemoryLayout<SlottedBytes.Place>.stride
        }
    }

    struct WhoKey: Hashable {
        var topic: TopicIndex
        var audience: Audience
    }

    init(site: Site, library: LayoutLibrary, plan: PagePlan) {
        self.site = site
        self.library = library
        markdownWords = MarkdownWords(library.words)
        self.plan = plan
        views = Views(site)
        let words = library.words
        self.words = words
        wording = Wording(words)
        dates = DateText(timeZone: site.project.configuration.timeZone, words: words)
        edit = EditLinks(site.project.configuration, words)
        collation = Collation(language: site.project.configuration.language)
        let everyone = views[.everyone]
        faces = site.people.indices.map { Context(Self.face(of: $0, everyone)) }
        topicLinks = site.topics.map {
            Context(TopicLinkFields(title: Wording.clean($0.label), tag: $0.tag, href: $0.url.href, count: nil))
        }
        groupLinks = site.groups.map { group in
            Context(Wording.clean(site.pages[group.page].title), site.pages[group.page].url)
        }
        objectives = Self.objectives(site)
        indexLinks = Context(IndexLinksFields(generated: site.generated))
        indexTitles = Self.indexTitles(site, everyone)
        navigation = Self.navigation(site, everyone, titles: indexTitles, words)
        logo = Self.logo(site)
        generalAsk =
            site.generated.contains(Self.askPath)
            ? Context(words("Ask a question"), Self.askPath)
            : edit.ask(group: nil, in: site, title: words("Ask a question"))
    }

    /// The page that shows similar questions before one is asked.
    static let askPath = SitePath("ask/")

    // MARK: - Caches

    func forgetRows() { rowCache.withLock { $0 = RowCache() } }

    /// The row of `key`, rendered when it is first needed and used for every list after that.
    func row(_ key: RowKey) -> SlottedBytes {
        if let known = rowCache.withLock({ $0.rows[key] }) { return known }
        let row = makeRow(key)
        rowCache.withLock { $0.add(row, key) }
        return row
    }

    func header(current: Int) -> [UInt8] {
        if let known = headerCache.withLock({ $0[current] }) { return known }
        let header = makeHeader(current: current)
        headerCache.withLock { $0[current] = header }
        return header
    }

    var footer: [UInt8] {
        if let known = footerCache.withLock({ $0 }) { return known }
        let footer = makeFooter()
        footerCache.withLock { $0 = footer }
        return footer
    }

    /// Whom `audience` may be told to ask about `topic`, best first.
    func suggestions(_ topic: TopicIndex, _ view: SiteView) -> [Suggestion] {
        let key = WhoKey(topic: topic, audience: view.audience)
        if let known = whoCache.withLock({ $0[key] }) { return known }
        let suggestions = makeSuggestions(topic, view)
        whoCache.withLock { $0[key] = suggestions }
        return suggestions
    }

    // MARK: - People

    private static func face(of index: PersonIndex, _ everyone: SiteView) -> PersonFaceFields {
        let person = everyone.site.people[index]
        let isLinked = everyone.links(index)
        // Of people who do not want to be listed, only the name stands under what they wrote.
        return PersonFaceFields(
            name: Wording.clean(person.name), href: isLinked ? everyone.site.pages[person.page].url.href : nil,
            initials: Wording.initials(person.name), colour: Wording.colour(person.handle),
            photo: isLinked ? person.photo?.href : nil)
    }

    func face(_ reference: PersonReference) -> Context<PersonFaceFields> {
        switch reference {
        case .person(let person): return faces[person]
        case .name(let raw):
            let name = Wording.clean(raw)
            return Context(
                PersonFaceFields(
                    name: name, href: nil, initials: Wording.initials(name), colour: Wording.colour(name), photo: nil))
        }
    }

    /// The person with a handle of the front matter; unknown ones were diagnostics, and stand by their handle.
    func face(_ reference: Reference?) -> Context<PersonFaceFields>? {
        guard let reference else { return nil }
        return face(site.person(reference.value).map { .person($0) } ?? .name(reference.value))
    }

    // MARK: - Bars

    private static func navigation(
        _ site: Site, _ everyone: SiteView, titles: [SitePath: String], _ words: Words
    ) -> [NavigationFields] {
        site.project.configuration.nav.compactMap { entry in
            let target = entry.target.value
            let label = entry.label.map { Wording.clean($0) }
            if entry.isExternal {
                let host = target.split(separator: "/").dropFirst().first.map(String.init) ?? target
                return NavigationFields(title: label ?? host, href: target, isCurrent: false)
            }
            let bare = target.drop { $0 == "/" }
            let path = SitePath(bare.isEmpty || bare.hasSuffix("/") ? String(bare) : bare + "/")
            if site.generated.contains(path) {
                let title = label ?? titles[path] ?? GeneratedPage.name(path.text, words)
                return NavigationFields(title: title, href: path.href, isCurrent: false)
            }
            guard let page = site.pages.firstIndex(where: { $0.url == path && $0.type != .answer }),
                everyone.shows(page)
            else { return nil }
            return NavigationFields(
                title: label ?? Wording.clean(site.pages[page].title), href: path.href, isCurrent: false)
        }
    }

    /// What indexes are called by the pages that introduce them: everywhere that they are linked.
    private static func indexTitles(_ site: Site, _ everyone: SiteView) -> [SitePath: String] {
        site.introductions.filter { everyone.shows($0.value) }.mapValues { Wording.clean(site.pages[$0].title) }
    }

    private static func logo(_ site: Site) -> LogoFields? {
        guard let wanted = site.project.configuration.theme.logo?.value,
            let asset = site.assets.first(where: { $0.file.path == wanted && $0.audience == .everyone })
        else { return nil }
        return LogoFields(href: asset.url.href, shape: asset.file.pictureShape)
    }

    /// The place in the navigation that stands for a page: its section, else the entry that its address lies below.
    func navigationIndex(section: String, path: SitePath) -> Int {
        let wanted = SitePath(section + "/").href
        if let index = navigation.firstIndex(where: { $0.href == wanted }) { return index }
        let href = path.href
        let candidates = navigation.indices.filter {
            navigation[$0].href.utf8.count > 1 && href.hasPrefix(navigation[$0].href)
        }
        return candidates.max { navigation[$0].href.utf8.count < navigation[$1].href.utf8.count } ?? -1
    }

    private func makeHeader(current: Int) -> [UInt8] {
        let entries = navigation.enumerated().map { index, entry in
            var entry = entry
            entry.isCurrent = index == current
            return Context(entry)
        }
        let ask = generalAsk.map { Context(words("Ask##button"), $0.fields.href) }
        let fields = HeaderFields(siteTitle: siteTitle, logo: logo, nav: entries, ask: ask, search: searchHref)
        return library.bytes(Context(fields), with: "partials/header")
    }

    private func makeFooter() -> [UInt8] {
        var links: [Context<LinkFields>] = []
        let everyone = views[.everyone]
        for page in site.pages.indices where site.pages[page].type == .strategy && everyone.shows(page) {
            links.append(Context(words("Strategy"), site.pages[page].url))
        }
        for path in ["use-cases/", "measures/"] where site.generated.contains(SitePath(path)) {
            links.append(Context(GeneratedPage.name(path, words), SitePath(path)))
        }
        links.append(Context(GeneratedPage.name("a-z/", words), SitePath("a-z/")))
        if hasFeeds { links.append(Context(words("Feed##of news"), SitePath("feed.xml"))) }
        let fields = FooterFields(siteTitle: siteTitle, text: footerText, links: links)
        return library.bytes(Context(fields), with: "partials/footer")
    }

    /// The one paragraph of `footer:`, without its `<p>`.
    private var footerText: [UInt8]? {
        guard let footer = site.footer else { return nil }
        var writer = HTMLWriter()
        MarkdownHTMLRenderer(words: markdownWords).render(
            footer.document, blocks: footer.document.blocks[...], into: &writer
        ) {
            footer.links[$0]
        }
        var html = writer.bytes[...]
        while let last = html.last, last == 0x0A || last == 0x0D { html.removeLast() }
        let (open, close) = (Array("<p>".utf8), Array("</p>".utf8))
        let inside = html.dropFirst(open.count).dropLast(close.count)
        guard html.starts(with: open), html.suffix(close.count).elementsEqual(close) else { return Array(html) }
        return Array(inside.firstRange(of: open) == nil ? inside : html)
    }

    /// The search page; nil where the search is switched off.
    private var searchHref: String? {
        site.generated.contains(SitePath("search/")) ? SitePath("search/").href : nil
    }

    var siteTitle: String { site.project.configuration.title }

    /// Feeds need absolute addresses.
    var hasFeeds: Bool { site.project.configuration.baseURL != nil }
}
