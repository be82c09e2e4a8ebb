import HearthModel

/// What every layout can read (the naming contract of the theme: "Every layout").
struct PageFields: TemplateFields {
    /// The site's: header, footer and the theme's own words are written in it.
    var language: String
    /// That of the page's text, where it is another.
    var textLanguage: Context<LanguageFields>?
    /// The direction of the page's text; nil where its first letter tells.
    var textDirection: String?
    var siteTitle: String
    var title: String
    /// The id of the heading that is the title, where the title stands as one in the text.
    var titleAnchor: String?
    var headTitle: String
    var description: SummaryText?
    var canonical: String?
    var isHiddenFromSearch = false
    var feeds: [Context<FeedLinkFields>] = []
    var structuredData: SlottedBytes?
    var header: [UInt8] = []
    var footer: [UInt8] = []
    var links: Context<IndexLinksFields>
    var ask: Context<LinkFields>?
    var breadcrumbs: [Context<LinkFields>] = []
    var restricted: String?
    var provenance: Context<ProvenanceFields>?
    var editURL: String?
    /// The index of a restricted group, below the site's root, on the pages that only its members can open.
    var membersIndex: String?
    /// A search server that answers instead of the site's own index.
    var searchEndpoint: String?
    /// The site has a style sheet of its own beside the theme's.
    var hasCustomStyle = false

    static let table = FieldTable<Self>("page") { table in
        table.text("lang") { $0.language }
        table.text("dir") { Wording.direction(of: $0.language) }
        table.object("language") { $0.textLanguage }
        table.text("textDir") { $0.textDirection ?? "auto" }
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("siteTitle") { $0.siteTitle }
        table.text("title") { $0.title }
        table.optionalText("titleID") { $0.titleAnchor }
        table.text("headTitle") { $0.headTitle }
        table.summary("description") { $0.description }
        table.optionalText("canonical") { $0.canonical }
        table.flag("noindex") { $0.isHiddenFromSearch }
        table.list("feeds", has: "hasFeeds") { $0.feeds }
        table.slotted("structuredData") { $0.structuredData }
        table.html("header") { $0.header }
        table.html("footer") { $0.footer }
        table.object("links") { $0.links }
        table.object("ask") { $0.ask }
        table.list("breadcrumbs", has: "hasBreadcrumbs") { $0.breadcrumbs }
        table.optionalText("restricted") { $0.restricted }
        table.object("provenance") { $0.provenance }
        table.optionalText("editURL") { $0.editURL }
        table.optionalText("members") { $0.membersIndex }
        table.optionalText("endpoint") { $0.searchEndpoint }
        table.flag("customStyle") { $0.hasCustomStyle }
    }
}

/// What a text is written in.
struct LanguageFields: TemplateFields {
    var tag: String

    static let table = FieldTable<Self>("language") { table in
        table.text("lang") { $0.tag }
        table.text("dir") { Wording.direction(of: $0.tag) }
    }
}

/// The addresses of the indexes, where they exist.
struct IndexLinksFields: TemplateFields {
    var generated: Set<SitePath>

    private func href(_ path: String) -> String? {
        let path = SitePath(path)
        return generated.contains(path) ? path.href : nil
    }

    static let table = FieldTable<Self>("links") { table in
        table.text("home") { _ in SitePath.root.href }
        table.optionalText("groups") { $0.href("groups/") }
        table.optionalText("questions") { $0.href("questions/") }
        table.optionalText("people") { $0.href("people/") }
        table.optionalText("topics") { $0.href("topics/") }
        table.optionalText("documents") { $0.href("documents/") }
        table.optionalText("events") { $0.href("events/") }
        table.optionalText("search") { $0.href("search/") }
        table.optionalText("alphabet") { $0.href("a-z/") }
    }
}

/// Where migrated content came from.
struct ProvenanceFields: TemplateFields {
    var system: String
    var author: String?
    var date: Context<DateFields>?
    var href: String?
    var status: String

    static let table = FieldTable<Self>("provenance") { table in
        table.text("system") { $0.system }
        table.optionalText("author") { $0.author }
        table.object("date") { $0.date }
        table.optionalText("href") { $0.href }
        table.text("status") { $0.status }
    }
}

/// The bar at the top, rendered once for each section of the site and each audience.
struct HeaderFields: TemplateFields {
    var siteTitle: String
    var logo: LogoFields?
    var nav: [Context<NavigationFields>]
    var ask: Context<LinkFields>?
    /// The search page, unless the search is switched off.
    var search: String?

    static let table = FieldTable<Self>("header") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("siteTitle") { $0.siteTitle }
        table.text("homeHref") { _ in SitePath.root.href }
        table.object("logo") { $0.logo.map { Context($0) } }
        table.list("nav") { $0.nav }
        table.object("ask") { $0.ask }
        table.optionalText("search") { $0.search }
    }
}

/// The logo beside the site's name.
struct LogoFields: TemplateFields {
    var href: String
    /// In CSS pixels: what is much wider than high is still to be read.
    var width: Int
    var height: Int

    private static let height = 28
    private static let widest = 180

    init(href: String, shape: PictureSize?) {
        self.href = href
        let wide = shape?.width(atHeight: Self.height) ?? Self.height
        width = min(wide, Self.widest)
        height = wide > width ? shape?.height(atWidth: width) ?? Self.height : Self.height
    }

    static let table = FieldTable<Self>("logo") { table in
        table.text("href") { $0.href }
        table.number("width") { $0.width }
        table.number("height") { $0.height }
        // Then it has words of its own, and a phone has no room for the title beside it.
        table.flag("wide") { $0.width > $0.height * 2 }
    }
}

struct NavigationFields: TemplateFields {
    var title: String
    var href: String
    var isCurrent: Bool

    static let table = FieldTable<Self>("nav") { table in
        table.text("title") { $0.title }
        table.text("href") { $0.href }
        table.flag("current") { $0.isCurrent }
    }
}

struct FooterFields: TemplateFields {
    var siteTitle: String
    var text: [UInt8]?
    var links: [Context<LinkFields>]

    static let table = FieldTable<Self>("footer") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("siteTitle") { $0.siteTitle }
        table.html("text") { $0.text }
        table.list("links") { $0.links }
    }
}

/// The page that an old address shows.
struct RedirectFields: TemplateFields {
    var language: String
    var headTitle: String
    var canonical: String?
    var hasCustomStyle: Bool
    var links: Context<IndexLinksFields>
    var target: Context<LinkFields>
    /// All old addresses, where there are more choices than these, and how many more.
    var map: String?
    var beyond: Int
    /// Where queries tell pages apart, each of them.
    var choices: [Context<RedirectChoiceFields>]

    static let table = FieldTable<Self>("redirect") { table in
        table.text("lang") { $0.language }
        table.text("dir") { Wording.direction(of: $0.language) }
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("headTitle") { $0.headTitle }
        table.optionalText("canonical") { $0.canonical }
        table.flag("customStyle") { $0.hasCustomStyle }
        table.object("links") { $0.links }
        table.object("target") { $0.target }
        table.flag("hasChoices") { !$0.choices.isEmpty }
        table.list("choices") { $0.choices }
        table.optionalText("map") { $0.map }
        table.optionalText("beyond") { $0.beyond == 0 ? nil : String($0.beyond) }
    }
}

/// One of several pages behind an old address, by its query (`?t=4711`).
struct RedirectChoiceFields: TemplateFields {
    var title: String
    var href: String
    var query: String

    static let table = FieldTable<Self>("old address with a query") { table in
        table.text("title") { $0.title }
        table.text("href") { $0.href }
        table.text("query") { $0.query }
    }
}
