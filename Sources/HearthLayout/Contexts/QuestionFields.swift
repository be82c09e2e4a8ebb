/// `question`: the question, its state, its answers.
struct QuestionPageFields: TemplateFields {
    /// What the banner below the title says; at most one of its kinds.
    enum Banner: Sendable {
        case accepted(Context<AcceptedFields>)
        case answered
        case unanswered
        case closed(String)
        case duplicate(Context<LinkFields>)
        case none
    }

    var state: String
    var stateLabel: String
    var banner: Banner
    var asker: Context<PersonFaceFields>?
    var date: Context<DateFields>?
    var updated: Context<DateFields>?
    var group: Context<LinkFields>?
    var topics: [Context<TopicLinkFields>]
    var responseTarget: String?
    var votes: String?
    var alternativeTitles: String?
    var body: ContentText?
    var comments: [Context<CommentFields>]
    var answersText: String
    var answers: [Context<AnswerFields>]
    var answer: Context<LinkFields>?
    var who: [Context<PersonFaceFields>]
    var duplicates: Context<RowListFields>?
    var neighbours: Neighbourhood

    private var accepted: Context<AcceptedFields>? {
        if case .accepted(let accepted) = banner { accepted } else { nil }
    }
    private var closed: String? { if case .closed(let text) = banner { text } else { nil } }
    private var duplicateOf: Context<LinkFields>? { if case .duplicate(let link) = banner { link } else { nil } }
    private var isAnswered: Bool { if case .answered = banner { true } else { false } }
    private var isUnanswered: Bool { if case .unanswered = banner { true } else { false } }

    static let table = FieldTable<Self>("question") { table in
        table.text("state") { $0.state }
        table.text("stateLabel") { $0.stateLabel }
        table.object("accepted") { $0.accepted }
        table.flag("isAnswered") { $0.isAnswered }
        table.flag("isUnanswered") { $0.isUnanswered }
        table.optionalText("closed") { $0.closed }
        table.object("duplicateOf") { $0.duplicateOf }
        table.object("asker") { $0.asker }
        table.object("date") { $0.date }
        table.object("updated") { $0.updated }
        table.object("group") { $0.group }
        table.topics { $0.topics }
        table.optionalText("responseTarget") { $0.responseTarget }
        table.optionalText("votes") { $0.votes }
        table.optionalText("altTitles") { $0.alternativeTitles }
        table.content("body") { $0.body }
        table.list("comments", has: "hasComments") { $0.comments }
        table.text("answersText") { $0.answersText }
        table.list("answers") { $0.answers }
        table.object("answer") { $0.answer }
        table.list("who", has: "hasWho") { $0.who }
        table.object("duplicates") { $0.duplicates }
        table.object("related") { $0.neighbours.related }
        table.object("backlinks") { $0.neighbours.backlinks }
    }
}

struct AcceptedFields: TemplateFields {
    var author: Context<PersonFaceFields>?
    var date: Context<DateFields>?
    var href: String

    static let table = FieldTable<Self>("accepted") { table in
        table.object("author") { $0.author }
        table.object("date") { $0.date }
        table.text("href") { $0.href }
    }
}

struct AnswerFields: TemplateFields {
    /// The anchor, `a-…`.
    var id: String
    var author: Context<PersonFaceFields>
    var date: Context<DateFields>?
    var isAccepted: Bool
    var votes: String?
    var body: ContentText?
    var comments: [Context<CommentFields>]

    static let table = FieldTable<Self>("answer") { table in
        table.text("id") { $0.id }
        table.object("author") { $0.author }
        table.object("date") { $0.date }
        table.flag("isAccepted") { $0.isAccepted }
        table.optionalText("votes") { $0.votes }
        table.content("body") { $0.body }
        table.list("comments", has: "hasComments") { $0.comments }
    }
}

/// Links to other pages on the same subject, in the side column.
struct Neighbourhood: Sendable {
    var related: Context<RowListFields>?
    var backlinks: Context<RowListFields>?
}
