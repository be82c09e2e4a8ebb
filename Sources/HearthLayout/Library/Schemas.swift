/// The names of every template that the generator renders by itself.
enum Schemas {
    static let page = PageFields.table.schema

    /// Template → the names it may use.
    static let all: [String: Schema] = {
        var all: [String: Schema] = [
            "redirect": RedirectFields.table.schema,
            "partials/header": HeaderFields.table.schema,
            "partials/footer": FooterFields.table.schema,
            "rows/question": QuestionRowFields.table.schema,
            "rows/answer": AnswerRowFields.table.schema,
            "rows/document": DocumentRowFields.table.schema,
            "rows/story": StoryRowFields.table.schema,
            "rows/person": PersonRowFields.table.schema,
            "rows/group": GroupRowFields.table.schema,
            "rows/event": EventRowFields.table.schema,
            "rows/topic": TopicRowFields.table.schema,
            "rows/use-case": UseCaseRowFields.table.schema,
            "rows/measure": MeasureRowFields.table.schema,
            "rows/who-to-ask": WhoToAskRowFields.table.schema,
            "rows/gap": GapRowFields.table.schema,
            "rows/link": LinkRowFields.table.schema,
        ]
        let layouts: [String: Schema] = [
            "home": HomeFields.table.schema,
            "group": GroupPageFields.table.schema,
            "question": QuestionPageFields.table.schema,
            "person": PersonPageFields.table.schema,
            "topic": TopicPageFields.table.schema,
            "document": DocumentPageFields.table.schema,
            "event": EventPageFields.table.schema,
            "use-case": UseCasePageFields.table.schema,
            "measure": MeasurePageFields.table.schema,
            "strategy": StrategyPageFields.table.schema,
            "page": PlainPageFields.table.schema,
            "search": SearchPageFields.table.schema,
            "ask": AskPageFields.table.schema,
            "404": NotFoundFields.table.schema,
        ]
        for (name, schema) in layouts { all[name] = schema.merged(with: page) }
        for name in indexes { all[name] = IndexFields.table.schema.merged(with: page) }
        return all
    }()

    static let indexes = [
        "groups", "questions", "people", "topics", "documents", "events", "use-cases", "measures", "a-z",
    ]

    /// `rows/question` as diagnostics name it.
    static func describe(_ name: String) -> String {
        if name.hasPrefix("rows/") { return "the row '\(name.dropFirst(5))'" }
        if name.hasPrefix("partials/") { return "the partial '\(name.dropFirst(9))'" }
        return "the layout '\(name)'"
    }
}
