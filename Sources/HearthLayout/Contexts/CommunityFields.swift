/// `home`: people and questions first.
struct HomeFields: TemplateFields {
    var content: ContentText?
    var topics: [Context<TopicLinkFields>]
    var open: Context<RowListFields>?
    var answered: Context<RowListFields>?
    var groups: Context<RowListFields>?
    var stories: Context<RowListFields>?
    var events: Context<RowListFields>?
    var faces: [Context<PersonFaceFields>]

    static let table = FieldTable<Self>("home") { table in
        table.content("content") { $0.content }
        table.list("topics", has: "hasTopics") { $0.topics }
        table.object("open") { $0.open }
        table.object("answered") { $0.answered }
        table.object("groups") { $0.groups }
        table.object("stories") { $0.stories }
        table.object("events") { $0.events }
        table.list("faces", has: "hasFaces") { $0.faces }
    }
}

/// `group`: what it is for, who runs it, what is in it.
struct GroupPageFields: TemplateFields {
    var kindLabel: String
    var isTeam: Bool
    var isAwareness: Bool
    var lifecycle: Context<LifecycleFields>?
    var problem: String?
    var managers: [Context<PersonFaceFields>]
    var moreManagers: Context<LinkFields>?
    var sponsor: Context<PersonFaceFields>?
    var responseTarget: String?
    var mail: Context<LinkFields>?
    var whatsInIt: [Context<PromiseFields>]
    var facts: [Context<FactFields>]
    var objectives: [Context<LinkFields>]
    var experts: [Context<TopicExpertsFields>]
    var lists: GroupLists
    var content: ContentText?

    static let table = FieldTable<Self>("group") { table in
        table.text("kindLabel") { $0.kindLabel }
        table.flag("isTeam") { $0.isTeam }
        table.flag("isAwareness") { $0.isAwareness }
        table.object("lifecycle") { $0.lifecycle }
        table.optionalText("problem") { $0.problem }
        table.list("managers", has: "hasManagers") { $0.managers }
        table.object("moreManagers") { $0.moreManagers }
        table.object("sponsor") { $0.sponsor }
        table.optionalText("responseTarget") { $0.responseTarget }
        table.object("mail") { $0.mail }
        table.list("wiifm", has: "hasWiifm") { $0.whatsInIt }
        table.list("facts", has: "hasFacts") { $0.facts }
        table.list("objectives", has: "hasObjectives") { $0.objectives }
        table.list("experts", has: "hasExperts") { $0.experts }
        table.content("content") { $0.content }
        table.object("open") { $0.lists.questions.open }
        table.object("answered") { $0.lists.questions.answered }
        table.object("questions") { $0.lists.questions.all }
        table.object("documents") { $0.lists.documents }
        table.object("stories") { $0.lists.stories }
        table.object("useCases") { $0.lists.useCases }
        table.object("measures") { $0.lists.measures }
        table.object("events") { $0.lists.events }
    }
}

/// The lists of a group's page.
struct GroupLists: Sendable {
    var questions: QuestionLists
    var documents: Context<RowListFields>?
    var stories: Context<RowListFields>?
    var useCases: Context<RowListFields>?
    var measures: Context<RowListFields>?
    var events: Context<RowListFields>?
}

/// The questions of a group or topic as its page shows them.
struct QuestionLists: Sendable {
    var open: Context<RowListFields>?
    var answered: Context<RowListFields>?
    /// The way to all of them, where some are in neither list.
    var all: Context<LinkFields>?
}

struct LifecycleFields: TemplateFields {
    var label: String
    var text: String

    static let table = FieldTable<Self>("lifecycle") { table in
        table.text("label") { $0.label }
        table.text("text") { $0.text }
    }
}

/// "What's in it for me", for one role.
struct PromiseFields: TemplateFields {
    var role: String
    var text: String

    static let table = FieldTable<Self>("wiifm") { table in
        table.text("role") { $0.role }
        table.text("text") { $0.text }
    }
}

struct FactFields: TemplateFields {
    var label: String
    var value: String

    static let table = FieldTable<Self>("fact") { table in
        table.text("label") { $0.label }
        table.text("value") { $0.value }
    }
}

/// Who knows about one topic.
struct TopicExpertsFields: TemplateFields {
    var topic: Context<TopicLinkFields>
    var people: [Context<PersonFaceFields>]

    static let table = FieldTable<Self>("experts") { table in
        table.object("topic") { $0.topic }
        table.list("people") { $0.people }
    }
}

/// `person`: what to ask this person about, and what shows it.
struct PersonPageFields: TemplateFields {
    var face: Context<PersonFaceFields>
    var jobTitle: String?
    var department: Context<LinkFields>?
    var place: Context<LinkFields>?
    var contact: Context<LinkFields>?
    var status: String?
    var content: ContentText?
    var topics: [Context<KnownTopicFields>]
    var canBeAsked: Bool
    var answers: Context<RowListFields>?
    var questions: Context<RowListFields>?
    var documents: Context<RowListFields>?
    var written: Context<RowListFields>?
    var groups: Context<RowListFields>?
    var manager: Context<PersonFaceFields>?
    var neighbours: Neighbourhood

    static let table = FieldTable<Self>("person") { table in
        table.object("person") { $0.face }
        table.optionalText("jobTitle") { $0.jobTitle }
        table.object("department") { $0.department }
        table.object("place") { $0.place }
        table.object("contact") { $0.contact }
        table.optionalText("status") { $0.status }
        table.content("content") { $0.content }
        table.list("topics", has: "hasTopics") { $0.topics }
        table.flag("canBeAsked") { $0.canBeAsked }
        table.object("answers") { $0.answers }
        table.object("questions") { $0.questions }
        table.object("documents") { $0.documents }
        table.object("written") { $0.written }
        table.object("groups") { $0.groups }
        table.object("manager") { $0.manager }
        table.object("related") { $0.neighbours.related }
        table.object("backlinks") { $0.neighbours.backlinks }
    }
}

/// A topic that a person knows about, with the evidence.
struct KnownTopicFields: TemplateFields {
    var title: String
    var tag: String
    var href: String
    var level: String?
    var note: String?
    var evidence: [Context<EvidenceFields>]
    var backup: Context<PersonFaceFields>?

    static let table = FieldTable<Self>("person's topic") { table in
        table.text("title") { $0.title }
        table.text("tag") { $0.tag }
        table.text("href") { $0.href }
        table.optionalText("count") { _ in nil }
        table.optionalText("level") { $0.level }
        table.optionalText("note") { $0.note }
        table.list("evidence") { $0.evidence }
        table.object("backup") { $0.backup }
    }
}

/// What shows that a person knows, as a count that leads there.
struct EvidenceFields: TemplateFields {
    var title: String
    var href: String
    /// Whether another one follows in the same line.
    var hasNext: Bool

    static let table = FieldTable<Self>("evidence") { table in
        table.text("title") { $0.title }
        table.text("href") { $0.href }
        table.flag("hasNext") { $0.hasNext }
    }
}

/// `topic`: who to ask about it, and what there is.
struct TopicPageFields: TemplateFields {
    var parent: Context<LinkFields>?
    var synonyms: String?
    var children: [Context<TopicLinkFields>]
    var moreChildren: Context<LinkFields>?
    var who: [Context<PersonFaceFields>]
    var backup: Context<PersonFaceFields>?
    var owner: Context<PersonFaceFields>?
    var gap: String?
    var content: ContentText?
    var questions: QuestionLists
    var documents: Context<RowListFields>?
    var groups: Context<RowListFields>?
    var neighbours: Neighbourhood

    static let table = FieldTable<Self>("topic") { table in
        table.object("parent") { $0.parent }
        table.optionalText("synonyms") { $0.synonyms }
        table.list("topics", has: "hasTopics") { $0.children }
        table.object("moreTopics") { $0.moreChildren }
        table.list("who", has: "hasWho") { $0.who }
        table.object("backup") { $0.backup }
        table.object("owner") { $0.owner }
        table.optionalText("gap") { $0.gap }
        table.content("content") { $0.content }
        table.object("open") { $0.questions.open }
        table.object("answered") { $0.questions.answered }
        table.object("questions") { $0.questions.all }
        table.object("documents") { $0.documents }
        table.object("groups") { $0.groups }
        table.object("related") { $0.neighbours.related }
        table.object("backlinks") { $0.neighbours.backlinks }
    }
}
