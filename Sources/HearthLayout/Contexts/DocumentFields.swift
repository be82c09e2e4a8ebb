/// `document`: who answers for it, and whether it still holds.
struct DocumentPageFields: TemplateFields {
    var kindLabel: String
    var badge: Context<BadgeFields>?
    var owner: Context<PersonFaceFields>?
    var authors: [Context<PersonFaceFields>]
    var updated: Context<DateFields>?
    var group: Context<LinkFields>?
    var topics: [Context<TopicLinkFields>]
    var superseded: Context<LinkFields>?
    var isObsolete: Bool
    var due: Context<DateFields>?
    var needs: [String]
    var verified: Context<VerifiedFields>?
    var text: TextFields

    static let table = FieldTable<Self>("document") { table in
        table.text("kindLabel") { $0.kindLabel }
        table.object("badge") { $0.badge }
        table.object("owner") { $0.owner }
        table.list("authors") { $0.authors }
        table.object("updated") { $0.updated }
        table.object("group") { $0.group }
        table.topics { $0.topics }
        table.object("superseded") { $0.superseded }
        table.flag("isObsolete") { $0.isObsolete }
        table.object("due") { $0.due }
        table.texts("needs") { $0.needs }
        table.object("verified") { $0.verified }
        TextFields.add(to: &table) { $0.text }
    }
}

struct VerifiedFields: TemplateFields {
    var by: Context<PersonFaceFields>?
    var date: Context<DateFields>?

    static let table = FieldTable<Self>("verified") { table in
        table.object("by") { $0.by }
        table.object("date") { $0.date }
    }
}

/// `page`: text, and nothing that a type adds.
struct PlainPageFields: TemplateFields {
    var updated: Context<DateFields>?
    var topics: [Context<TopicLinkFields>]
    var text: TextFields

    static let table = FieldTable<Self>("page") { table in
        table.object("updated") { $0.updated }
        table.topics { $0.topics }
        TextFields.add(to: &table) { $0.text }
    }
}

/// What pages of running text have in common.
struct TextFields: Sendable {
    var body: ContentText?
    var outline: [Context<OutlineFields>]
    var previous: Context<LinkFields>?
    var next: Context<LinkFields>?
    var neighbours: Neighbourhood

    static func add<Fields>(
        to table: inout FieldList<Fields>, _ read: @escaping @Sendable (Fields) -> TextFields
    ) {
        table.content("body") { read($0).body }
        table.list("outline", has: "hasOutline") { read($0).outline }
        table.flag("hasSiblings") { read($0).previous != nil || read($0).next != nil }
        table.object("previous") { read($0).previous }
        table.object("next") { read($0).next }
        table.object("related") { read($0).neighbours.related }
        table.object("backlinks") { read($0).neighbours.backlinks }
    }
}
