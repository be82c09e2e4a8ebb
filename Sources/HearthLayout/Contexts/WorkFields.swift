/// `event`.
struct EventPageFields: TemplateFields {
    var kindLabel: String
    var isPast: Bool
    var date: Context<DateFields>?
    var end: Context<DateFields>?
    var place: String?
    var attendees: String?
    var followUp: [Context<FollowUpFields>]
    var hosts: [Context<PersonFaceFields>]
    var groups: Context<RowListFields>?
    var useCases: Context<RowListFields>?
    var topics: [Context<TopicLinkFields>]
    var body: ContentText?
    var neighbours: Neighbourhood

    static let table = FieldTable<Self>("event") { table in
        table.text("kindLabel") { $0.kindLabel }
        table.flag("isPast") { $0.isPast }
        table.object("date") { $0.date }
        table.object("end") { $0.end }
        table.optionalText("place") { $0.place }
        table.optionalText("attendees") { $0.attendees }
        table.list("followUp", has: "hasFollowUp") { $0.followUp }
        table.list("hosts", has: "hasHosts") { $0.hosts }
        table.object("groups") { $0.groups }
        table.object("useCases") { $0.useCases }
        table.topics { $0.topics }
        table.content("body") { $0.body }
        table.object("related") { $0.neighbours.related }
        table.object("backlinks") { $0.neighbours.backlinks }
    }
}

struct FollowUpFields: TemplateFields {
    var task: String
    var who: Context<PersonFaceFields>?
    var due: Context<DateFields>?
    var isDone: Bool

    static let table = FieldTable<Self>("follow-up") { table in
        table.text("task") { $0.task }
        table.object("who") { $0.who }
        table.object("due") { $0.due }
        table.flag("done") { $0.isDone }
    }
}

/// `use-case`: before, after, proof.
struct UseCasePageFields: TemplateFields {
    var status: String
    var statusLabel: String
    var problem: String?
    var decision: Context<DecisionFields>?
    var isLeftAlone: Bool
    var currentPractice: String?
    var desired: String?
    var painPoints: [String]
    var obstacles: [Context<ObstacleFields>]
    var process: Context<ProcessFields>?
    var objective: Context<LinkFields>?
    var scope: String?
    var departments: String?
    var updated: Context<DateFields>?
    var measures: Context<RowListFields>?
    var stories: Context<RowListFields>?
    var groups: Context<RowListFields>?
    var topics: [Context<TopicLinkFields>]
    var body: ContentText?
    var neighbours: Neighbourhood

    static let table = FieldTable<Self>("use-case") { table in
        table.text("status") { $0.status }
        table.text("statusLabel") { $0.statusLabel }
        table.optionalText("problem") { $0.problem }
        table.object("decision") { $0.decision }
        table.flag("isLeftAlone") { $0.isLeftAlone }
        table.optionalText("currentPractice") { $0.currentPractice }
        table.optionalText("desired") { $0.desired }
        table.texts("painPoints", has: "hasPainPoints") { $0.painPoints }
        table.list("obstacles", has: "hasObstacles") { $0.obstacles }
        table.object("process") { $0.process }
        table.object("objective") { $0.objective }
        table.optionalText("scope") { $0.scope }
        table.optionalText("departments") { $0.departments }
        table.object("updated") { $0.updated }
        table.object("measures") { $0.measures }
        table.object("stories") { $0.stories }
        table.object("groups") { $0.groups }
        table.topics { $0.topics }
        table.content("body") { $0.body }
        table.object("related") { $0.neighbours.related }
        table.object("backlinks") { $0.neighbours.backlinks }
    }
}

struct DecisionFields: TemplateFields {
    var state: String
    var label: String
    var text: String

    static let table = FieldTable<Self>("decision") { table in
        table.text("state") { $0.state }
        table.text("label") { $0.label }
        table.text("text") { $0.text }
    }
}

struct ObstacleFields: TemplateFields {
    var objection: String
    var response: String
    var evidence: String?

    static let table = FieldTable<Self>("obstacle") { table in
        table.text("objection") { $0.objection }
        table.text("response") { $0.response }
        table.optionalText("evidence") { $0.evidence }
    }
}

struct ProcessFields: TemplateFields {
    var trigger: String?
    var step: String?
    var channel: String?
    var owner: Context<PersonFaceFields>?

    static let table = FieldTable<Self>("process") { table in
        table.optionalText("trigger") { $0.trigger }
        table.optionalText("step") { $0.step }
        table.optionalText("channel") { $0.channel }
        table.object("owner") { $0.owner }
    }
}

/// `measure`: from baseline to target.
struct MeasurePageFields: TemplateFields {
    var categoryLabel: String
    var evidence: Context<BadgeFields>?
    var soWhat: String?
    var baseline: Context<MeasurementFields>?
    var now: Context<MeasurementFields>?
    var target: Context<MeasurementFields>?
    var progress: Context<ProgressFields>?
    var setback: String?
    var unit: String
    var direction: String?
    var attribution: String?
    var series: [Context<MeasurementFields>]
    var owner: Context<PersonFaceFields>?
    var objective: Context<LinkFields>?
    var signposts: [String]
    var useCases: Context<RowListFields>?
    var body: ContentText?
    var neighbours: Neighbourhood

    static let table = FieldTable<Self>("measure") { table in
        table.text("categoryLabel") { $0.categoryLabel }
        table.object("evidence") { $0.evidence }
        table.optionalText("soWhat") { $0.soWhat }
        table.object("baseline") { $0.baseline }
        table.object("now") { $0.now }
        table.object("target") { $0.target }
        table.object("progress") { $0.progress }
        table.optionalText("setback") { $0.setback }
        table.text("unit") { $0.unit }
        table.optionalText("direction") { $0.direction }
        table.optionalText("attribution") { $0.attribution }
        table.list("series", has: "hasSeries") { $0.series }
        table.object("owner") { $0.owner }
        table.object("objective") { $0.objective }
        table.texts("signposts", has: "hasSignposts") { $0.signposts }
        table.object("useCases") { $0.useCases }
        table.content("body") { $0.body }
        table.object("related") { $0.neighbours.related }
        table.object("backlinks") { $0.neighbours.backlinks }
    }
}

/// A value with its date.
struct MeasurementFields: TemplateFields {
    var value: String
    var date: Context<DateFields>?
    var evidence: String?

    static let table = FieldTable<Self>("measurement") { table in
        table.text("value") { $0.value }
        table.object("date") { $0.date }
        table.optionalText("evidence") { $0.evidence }
    }
}

struct ProgressFields: TemplateFields {
    var percent: Int
    var label: String
    var isStale: Bool

    static let table = FieldTable<Self>("progress") { table in
        table.number("percent") { $0.percent }
        table.text("label") { $0.label }
        table.flag("isStale") { $0.isStale }
    }
}

/// `strategy`: objectives, and what serves them.
struct StrategyPageFields: TemplateFields {
    var categories: [Context<CategoryFields>]
    var text: TextFields

    static let table = FieldTable<Self>("strategy") { table in
        table.list("categories") { $0.categories }
        TextFields.add(to: &table) { $0.text }
    }
}

struct CategoryFields: TemplateFields {
    var id: String
    var title: String
    var objectives: [Context<ObjectiveFields>]

    static let table = FieldTable<Self>("category") { table in
        table.text("id") { $0.id }
        table.text("title") { $0.title }
        table.list("objectives") { $0.objectives }
    }
}

struct ObjectiveFields: TemplateFields {
    var id: String
    var title: String
    var owner: Context<PersonFaceFields>?
    var groups: Context<RowListFields>?
    var useCases: Context<RowListFields>?
    var measures: Context<RowListFields>?
    var gap: String?

    static let table = FieldTable<Self>("objective") { table in
        table.text("id") { $0.id }
        table.text("title") { $0.title }
        table.object("owner") { $0.owner }
        table.object("groups") { $0.groups }
        table.object("useCases") { $0.useCases }
        table.object("measures") { $0.measures }
        table.optionalText("gap") { $0.gap }
    }
}
