import HearthModel

// One row of a list. What a row shows depends on its item alone, never on who reads it, so that its bytes can be used
// on every page that may show the item.

struct QuestionRowFields: TemplateFields {
    var href: String
    var title: String
    var state: String
    var stateLabel: String
    var group: Context<LinkFields>?
    var topics: [Context<TopicLinkFields>]
    var asker: String?
    var date: Context<DateFields>?
    /// When the latest answer was given, in lists of what was answered.
    var answered: Context<DateFields>?
    /// Nil when there are none: the state says it already.
    var answersText: String?

    static let table = FieldTable<Self>("rows/question") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("href") { $0.href }
        table.text("title") { $0.title }
        table.text("state") { $0.state }
        table.text("stateLabel") { $0.stateLabel }
        table.object("group") { $0.group }
        table.list("topics", has: "hasTopics") { $0.topics }
        table.optionalText("asker") { $0.asker }
        table.object("date") { $0.date }
        table.object("answered") { $0.answered }
        table.flag("hasWhen") { $0.asker != nil || $0.date != nil || $0.answered != nil }
        table.optionalText("answersText") { $0.answersText }
    }
}

/// An answer in the list of its author.
struct AnswerRowFields: TemplateFields {
    var href: String
    var title: String
    var isAccepted: Bool
    var stateLabel: String
    /// How many answers the author gave to the question, where they are several.
    var answersText: String?
    var group: Context<LinkFields>?
    var date: Context<DateFields>?

    static let table = FieldTable<Self>("rows/answer") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("href") { $0.href }
        table.text("title") { $0.title }
        table.text("state") { $0.isAccepted ? "accepted" : "answered" }
        table.text("stateLabel") { $0.stateLabel }
        table.object("group") { $0.group }
        table.optionalText("answersText") { $0.answersText }
        table.object("date") { $0.date }
        table.flag("hasMore") { $0.answersText != nil || $0.date != nil }
    }
}

struct DocumentRowFields: TemplateFields {
    var href: String
    var title: String
    var description: SummaryText?
    var kindLabel: String
    var badge: Context<BadgeFields>?
    var group: Context<LinkFields>?
    var owner: String?
    var updated: Context<DateFields>?

    static let table = FieldTable<Self>("rows/document") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("href") { $0.href }
        table.text("title") { $0.title }
        table.summary("description") { $0.description }
        table.text("kindLabel") { $0.kindLabel }
        table.object("badge") { $0.badge }
        table.object("group") { $0.group }
        table.optionalText("owner") { $0.owner }
        table.object("updated") { $0.updated }
    }
}

struct StoryRowFields: TemplateFields {
    var href: String
    var title: String
    var description: SummaryText?
    var group: Context<LinkFields>?
    var date: Context<DateFields>?

    static let table = FieldTable<Self>("rows/story") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("href") { $0.href }
        table.text("title") { $0.title }
        table.summary("description") { $0.description }
        table.object("group") { $0.group }
        table.object("date") { $0.date }
    }
}

struct PersonRowFields: TemplateFields {
    var face: PersonFaceFields
    var status: String?
    var facts: String
    var topics: [Context<TopicLinkFields>]

    static let table = FieldTable<Self>("rows/person") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("name") { $0.face.name }
        table.optionalText("href") { $0.face.href }
        table.text("initials") { $0.face.initials }
        table.number("color") { $0.face.colour }
        table.optionalText("photo") { $0.face.photo }
        table.optionalText("status") { $0.status }
        table.text("facts") { $0.facts }
        table.list("topics", has: "hasTopics") { $0.topics }
    }
}

struct GroupRowFields: TemplateFields {
    var href: String
    var title: String
    var kindLabel: String
    var description: SummaryText?
    var isRestricted: Bool
    var lifecycle: String?
    var manager: Context<PersonFaceFields>?
    var open: Int
    /// Nil where readers outside may not know.
    var answered: Int?

    static let table = FieldTable<Self>("rows/group") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("href") { $0.href }
        table.text("title") { $0.title }
        table.text("kindLabel") { $0.kindLabel }
        table.summary("description") { $0.description }
        table.flag("restricted") { $0.isRestricted }
        table.optionalText("lifecycle") { $0.lifecycle }
        table.object("manager") { $0.manager }
        table.optionalText("openText") { $0.answered == nil ? "—" : $0.open == 0 ? nil : String($0.open) }
        table.text("answered") { $0.answered.map { String($0) } ?? "—" }
        table.flag("isCounted") { $0.answered != nil }
    }
}

struct EventRowFields: TemplateFields {
    var href: String
    var title: String
    var date: Context<DateFields>?
    var day: String
    var month: String
    var facts: String
    var openTasks: String?

    static let table = FieldTable<Self>("rows/event") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("href") { $0.href }
        table.text("title") { $0.title }
        table.object("date") { $0.date }
        table.text("day") { $0.day }
        table.text("month") { $0.month }
        table.text("facts") { $0.facts }
        table.optionalText("openTasks") { $0.openTasks }
    }
}

struct TopicRowFields: TemplateFields {
    var href: String
    var title: String
    var description: String?
    var depth: Int
    var experts: [Context<PersonFaceFields>]
    var open: Int
    var answered: Int
    var documents: Int
    /// The word behind their number.
    var documentsWord: String

    static let table = FieldTable<Self>("rows/topic") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("href") { $0.href }
        table.text("title") { $0.title }
        table.optionalText("description") { $0.description }
        table.number("depth") { $0.depth }
        table.list("experts", has: "hasExperts") { $0.experts }
        table.optionalText("openText") { $0.open == 0 ? nil : String($0.open) }
        table.text("answered") { String($0.answered) }
        table.text("documents") { String($0.documents) }
        table.text("documentsWord") { $0.documentsWord }
    }
}

struct UseCaseRowFields: TemplateFields {
    var href: String
    var title: String
    var status: String
    var statusLabel: String
    var problem: String?
    /// Nil where the status says it.
    var decisionLabel: String?
    var group: Context<LinkFields>?
    var objective: Context<LinkFields>?

    static let table = FieldTable<Self>("rows/use-case") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("href") { $0.href }
        table.text("title") { $0.title }
        table.text("status") { $0.status }
        table.text("statusLabel") { $0.statusLabel }
        table.optionalText("problem") { $0.problem }
        table.optionalText("decisionLabel") { $0.decisionLabel }
        table.object("group") { $0.group }
        table.object("objective") { $0.objective }
        table.flag("hasLinks") { $0.group != nil || $0.objective != nil }
    }
}

struct MeasureRowFields: TemplateFields {
    var href: String
    var title: String
    /// Nil where the values say it themselves.
    var unit: String?
    var soWhat: String?
    var baseline: Context<MeasurementFields>?
    var now: Context<MeasurementFields>?
    var target: Context<MeasurementFields>?
    var evidence: Context<BadgeFields>?
    /// Whether the last measurement is too old to say how things are.
    var isStale: Bool

    static let table = FieldTable<Self>("rows/measure") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("href") { $0.href }
        table.text("title") { $0.title }
        table.optionalText("unit") { $0.unit }
        table.optionalText("soWhat") { $0.soWhat }
        table.object("baseline") { $0.baseline }
        table.object("now") { $0.now }
        table.object("target") { $0.target }
        table.object("evidence") { $0.evidence }
        table.flag("isStale") { $0.isStale }
    }
}

/// A topic with the people to ask.
struct WhoToAskRowFields: TemplateFields {
    var topic: Context<TopicLinkFields>
    var experts: [Context<PersonFaceFields>]
    var backup: Context<PersonFaceFields>?

    static let table = FieldTable<Self>("rows/who-to-ask") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.object("topic") { $0.topic }
        table.list("experts", has: "hasExperts") { $0.experts }
        table.object("backup") { $0.backup }
    }
}

/// A topic that too few can answer for.
struct GapRowFields: TemplateFields {
    var topic: Context<TopicLinkFields>
    var text: String

    static let table = FieldTable<Self>("rows/gap") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.object("topic") { $0.topic }
        table.text("text") { $0.text }
    }
}

/// A title with a word about it, in the side column.
struct LinkRowFields: TemplateFields {
    var title: String
    var href: String
    var note: String?

    static let table = FieldTable<Self>("rows/link") { table in
        table.text("root") { _ in HTMLWriter.rootMarkerText }
        table.text("title") { $0.title }
        table.text("href") { $0.href }
        table.optionalText("note") { $0.note }
    }
}
