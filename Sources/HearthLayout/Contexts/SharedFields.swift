import HearthModel

/// A day or moment: for `datetime` and for people.
struct DateFields: TemplateFields {
    var iso: String
    var text: String

    static let table = FieldTable<Self>("Date") { table in
        table.text("iso") { $0.iso }
        table.text("text") { $0.text }
    }
}

/// Words that lead somewhere.
struct LinkFields: TemplateFields {
    var title: String
    /// Complete, with the root marker where it stays on this site.
    var href: String

    static let table = FieldTable<Self>("Link") { table in
        table.text("title") { $0.title }
        table.text("href") { $0.href }
    }
}

/// Someone with face and name.
struct PersonFaceFields: TemplateFields {
    var name: String
    /// Nil for people without a page, and for those who do not want to be listed.
    var href: String?
    var initials: String
    /// 1–12.
    var colour: Int
    var photo: String?
    /// `expert` or `has answered` in the site's language, where people are suggested.
    var level: String?
    /// Why this person is suggested.
    var reason: String?
    /// Whether another one follows in the same line.
    var hasNext = false

    static let table = FieldTable<Self>("Person") { table in
        table.text("name") { $0.name }
        table.optionalText("href") { $0.href }
        table.text("initials") { $0.initials }
        table.number("color") { $0.colour }
        table.optionalText("photo") { $0.photo }
        table.optionalText("level") { $0.level }
        table.optionalText("reason") { $0.reason }
        table.flag("hasNext") { $0.hasNext }
    }
}

struct TopicLinkFields: TemplateFields {
    var title: String
    var tag: String
    var href: String
    var count: Int?

    static let table = FieldTable<Self>("Topic") { table in
        table.text("title") { $0.title }
        table.text("tag") { $0.tag }
        table.text("href") { $0.href }
        table.optionalText("count") { $0.count.map { String($0) } }
    }
}

/// The topics of a page beyond the first ones.
struct RestOfTopicsFields: TemplateFields {
    var topics: [Context<TopicLinkFields>]

    static let table = FieldTable<Self>("rest of the topics") { table in
        table.number("count") { $0.topics.count }
        table.list("topics") { $0.topics }
    }
}

/// The first rows of a list, how many there are in all, and where the others are.
struct RowListFields: TemplateFields {
    var count: Int
    var rows: SlottedBytes
    var more: Context<LinkFields>?
    var rest: Context<RestFields>?

    static let table = FieldTable<Self>("List") { table in
        table.number("count") { $0.count }
        table.slotted("rows") { $0.rows }
        table.object("more") { $0.more }
        table.object("rest") { $0.rest }
    }
}

/// Rows of a list that fold away, and how many there are beyond the first ones.
struct RestFields: TemplateFields {
    var count: Int
    var rows: SlottedBytes
    /// Those that are only counted.
    var beyond: Int

    static let table = FieldTable<Self>("rest of a list") { table in
        table.number("count") { $0.count }
        table.slotted("rows") { $0.rows }
        table.optionalText("beyond") { $0.beyond == 0 ? nil : String($0.beyond) }
    }
}

/// A state in a word and a colour.
struct BadgeFields: TemplateFields {
    var state: String
    var label: String

    static let table = FieldTable<Self>("Badge") { table in
        table.text("state") { $0.state }
        table.text("label") { $0.label }
    }
}

/// A part of an index, under a heading of its own or without.
struct SectionFields: TemplateFields {
    var heading: String?
    var id: String
    var href: String?
    var count: Int?
    var rows: SlottedBytes
    var more: Context<LinkFields>?

    static let table = FieldTable<Self>("Section") { table in
        table.optionalText("heading") { $0.heading }
        table.text("id") { $0.id }
        table.optionalText("href") { $0.href }
        table.optionalText("count") { $0.count.map { String($0) } }
        table.slotted("rows") { $0.rows }
        table.object("more") { $0.more }
    }
}

struct CommentFields: TemplateFields {
    var id: String
    var author: Context<PersonFaceFields>?
    var date: Context<DateFields>?
    var body: ContentText?

    static let table = FieldTable<Self>("Comment") { table in
        table.text("id") { $0.id }
        table.object("author") { $0.author }
        table.object("date") { $0.date }
        table.content("body") { $0.body }
    }
}

struct FeedLinkFields: TemplateFields {
    var title: String
    var href: String

    static let table = FieldTable<Self>("Feed") { table in
        table.text("title") { $0.title }
        table.text("href") { $0.href }
        table.text("type") { _ in "application/atom+xml" }
    }
}

/// A heading of the text.
struct OutlineFields: TemplateFields {
    var id: String
    var level: Int
    var title: String

    static let table = FieldTable<Self>("Outline") { table in
        table.text("id") { $0.id }
        table.number("level") { $0.level }
        table.text("title") { $0.title }
    }
}

extension Context where Fields == LinkFields {
    convenience init(_ title: String, _ href: String) { self.init(LinkFields(title: title, href: href)) }

    convenience init(_ title: String, _ path: SitePath) { self.init(LinkFields(title: title, href: path.href)) }
}

extension Context where Fields == BadgeFields {
    convenience init(state: String, label: String) { self.init(BadgeFields(state: state, label: label)) }
}
