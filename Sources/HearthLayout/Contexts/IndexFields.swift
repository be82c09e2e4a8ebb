import HearthModel
import HearthSite

/// All indexes: sections of rows, perhaps over several pages.
struct IndexFields: TemplateFields {
    /// The text of the page that introduces the index.
    var content: ContentText?
    var tabs: [Context<TabFields>] = []
    var sections: [Context<SectionFields>]
    var pagination: Context<PaginationFields>?
    var letters: [Context<LetterFields>] = []
    var whoToAsk: Context<RowListFields>?
    var gaps: Context<RowListFields>?
    /// Whether all rows are of one group, which the page is about.
    var isOfGroup = false

    static let table = FieldTable<Self>("index") { table in
        table.content("content") { $0.content }
        table.list("tabs", has: "hasTabs") { $0.tabs }
        table.list("sections") { $0.sections }
        table.object("pagination") { $0.pagination }
        table.list("letters", has: "hasLetters") { $0.letters }
        table.object("whoToAsk") { $0.whoToAsk }
        table.object("gaps") { $0.gaps }
        table.flag("ofGroup") { $0.isOfGroup }
    }
}

struct TabFields: TemplateFields {
    var title: String
    var href: String
    var count: Int?
    var isCurrent: Bool

    static let table = FieldTable<Self>("tab") { table in
        table.text("title") { $0.title }
        table.text("href") { $0.href }
        table.optionalText("count") { $0.count.map { String($0) } }
        table.flag("current") { $0.isCurrent }
    }
}

struct LetterFields: TemplateFields {
    var letter: String
    var href: String?

    static let table = FieldTable<Self>("letter") { table in
        table.text("letter") { $0.letter }
        table.optionalText("href") { $0.href }
    }
}

struct PaginationFields: TemplateFields {
    var previous: String?
    var next: String?
    var pages: [Context<PageLinkFields>]

    static let table = FieldTable<Self>("pagination") { table in
        table.optionalText("previous") { $0.previous }
        table.optionalText("next") { $0.next }
        table.list("pages") { $0.pages }
    }
}

/// One place of the list of pages: a link, the current page, or a gap.
struct PageLinkFields: TemplateFields {
    var number: Int
    var href: String?
    var isCurrent: Bool
    var isGap: Bool

    static let table = FieldTable<Self>("page number") { table in
        table.number("number") { $0.number }
        table.optionalText("href") { $0.href }
        table.flag("current") { $0.isCurrent }
        table.flag("gap") { $0.isGap }
    }
}

/// `search`: the results are made by the browser.
struct SearchPageFields: TemplateFields {
    /// The text of the page that introduces the search.
    var content: ContentText?

    static let table = FieldTable<Self>("search") { table in
        table.content("content") { $0.content }
    }
}

/// `ask`: similar questions are found by the browser.
struct AskPageFields: TemplateFields {
    var content: ContentText?
    var places: [Context<AskPlaceFields>]

    static let table = FieldTable<Self>("ask") { table in
        table.content("content") { $0.content }
        table.list("places") { $0.places }
    }
}

/// Where one can ask: a group, or in general.
struct AskPlaceFields: TemplateFields {
    var id: String
    var title: String
    var text: String?
    /// What the link is called where only links are read out.
    var label: String
    var href: String
    /// `href` with `{title}` and `{slug}` where the words of the question go.
    var template: String

    /// The anchor of a group on the page.
    static func anchor(_ group: String) -> String { LayoutAnchor.prefix + "in-" + SitePath.percentEncode(group) }

    static let table = FieldTable<Self>("place to ask") { table in
        table.text("id") { $0.id }
        table.text("title") { $0.title }
        table.optionalText("text") { $0.text }
        table.text("label") { $0.label }
        table.text("href") { $0.href }
        table.text("template") { $0.template }
    }
}

/// `404`: only what every page has.
struct NotFoundFields: TemplateFields {
    static let table = FieldTable<Self>("404") { _ in }
}
