import HearthModel

/// What the pages are called that Hearth makes itself, by their addresses.
enum GeneratedPage {
    /// English titles, by which their translations are found.
    private static let titles = [
        "": "Home", "groups/": "Groups", "questions/": "Questions", "questions/unanswered/": "Unanswered questions",
        "questions/answered/": "Answered, not accepted", "questions/by-topic/": "Questions by topic",
        "questions/by-group/": "Questions by group", "people/": "People", "people/departments/": "People by department",
        "people/sites/": "People by site##place where people work", "people/topics/": "Who to ask",
        "topics/": "Topics", "documents/": "Documents", "events/": "Events", "use-cases/": "Use cases",
        "measures/": "Measures##metrics", "a-z/": "All pages from A to Z", "search/": "Search##the page to search on",
        "ask/": "Ask a question",
    ]

    /// In bars, where there is little room.
    private static let names = [
        "questions/unanswered/": "Unanswered##questions", "questions/answered/": "Answered##questions",
        "questions/by-topic/": "By topic##questions", "questions/by-group/": "By group##questions",
        "people/departments/": "Departments", "people/sites/": "Sites##places where people work",
        "people/topics/": "Topics", "a-z/": "A to Z", "ask/": "Ask##button",
    ]

    /// The page's title.
    static func title(_ path: String, _ words: Words) -> String { titles[path].map { words($0) } ?? name(path, words) }

    /// What leads to the page in a bar; of a page that is not known here, the last part of its address.
    static func name(_ path: String, _ words: Words) -> String {
        if let english = names[path] ?? titles[path] { return words(english) }
        let last = path.split(separator: "/").last.map(String.init) ?? ""
        return Wording.capitalized(last).split(separator: "-").joined(separator: " ")
    }
}
