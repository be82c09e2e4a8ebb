internal import CTheme
package import HearthContent

/// The files of the built-in theme, for whoever wants to change one.
package enum ThemeFiles {
    package struct File: Sendable {
        /// Below the folder of layouts, such as `partials/footer.mustache`.
        package let name: String
        package let bytes: [UInt8]
        /// What it is for, in one line.
        package let purpose: String
    }

    /// In the order of their names: layouts, then the folders.
    package static var all: [File] {
        BuiltInTheme.files.map { File(name: $0.name, bytes: $0.bytes, purpose: purpose(of: $0.name)) }.sorted {
            ($0.name.contains("/") ? 1 : 0, $0.name) < ($1.name.contains("/") ? 1 : 0, $1.name)
        }
    }

    private static func purpose(of name: String) -> String {
        if let language = WordCatalogue.tag(of: name) { return "the theme's words in the language '\(language)'" }
        return purposes[name] ?? ""
    }

    /// What the files are for, and all names that templates may use, as Markdown.
    package static var reference: [UInt8] {
        let file = theme_reference()
        return Array(UnsafeBufferPointer(start: file.bytes, count: file.size))
    }

    /// All words of the theme in `language`, with those of the site of `project`, as a file for its `Layouts/i18n/`.
    package static func words(_ language: String, of project: Project) -> [UInt8] {
        let own = (try? LayoutFolder(project))?.files ?? []
        return WordCatalogue(language: language, own: own).file()
    }

    /// `i18n/fi.yml`, for any language: with the theme's own words where it speaks it, else to be filled in. Nil for other
    /// names.
    package static func wordFile(_ name: String, of project: Project) -> File? {
        let name = name.hasSuffix(".yml") ? name : name + ".yml"
        guard let language = WordCatalogue.tag(of: name), (2...35).contains(language.count),
            language.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { return nil }
        return File(
            name: "i18n/\(language).yml", bytes: words(language, of: project),
            purpose: "the theme's words in the language '\(language)'")
    }

    /// The tags of the languages that the theme speaks besides English.
    package static var languages: [String] {
        BuiltInTheme.wordFiles.compactMap { WordCatalogue.tag(of: $0.name) }.sorted()
    }

    private static let purposes = [
        "404.mustache": "the page of addresses that lead nowhere", "a-z.mustache": "the index of all pages by letter",
        "ask.mustache": "the page to ask a question on", "document.mustache": "a document",
        "documents.mustache": "the index of documents", "event.mustache": "an event",
        "events.mustache": "the index of events", "group.mustache": "a group's page",
        "groups.mustache": "the index of groups", "home.mustache": "the home page",
        "measure.mustache": "a measure", "measures.mustache": "the index of measures",
        "page.mustache": "a page of no special type", "people.mustache": "the index of people",
        "person.mustache": "a person's page", "question.mustache": "a question with its answers",
        "questions.mustache": "the lists of questions",
        "redirect.mustache": "what an old address shows until the browser has gone on",
        "search.mustache": "the search page", "strategy.mustache": "the strategy with its objectives",
        "topic.mustache": "a topic's page", "topics.mustache": "the index of topics",
        "use-case.mustache": "a use case", "use-cases.mustache": "the index of use cases",
        "assets/favicon.svg": "the icon in the browser's tab", "assets/find.js": "what one sees of the search",
        "assets/icons.svg": "all icons, a <symbol> each",
        "assets/redirect.js": "tells old addresses apart by their queries",
        "assets/search.js": "the index and the ranking of the search",
        "assets/site.css": "the style sheet; add to it in assets/custom.css instead of copying it",
        "assets/site.js": "the switch of light and dark, the menu, the way to the search",
        "assets/theme.js": "restores the reader's choice of light or dark",
        "partials/avatar.mustache": "the photo or the initials of a person",
        "partials/backlinks.mustache": "related pages, and those that link here",
        "partials/breadcrumbs.mustache": "the way from Home to the page",
        "partials/comments.mustache": "the comments on a question or an answer",
        "partials/edit.mustache": "the link to edit the page", "partials/feeds.mustache": "the feeds to follow",
        "partials/footer.mustache": "the foot of every page",
        "partials/group-table.mustache": "the table that rows of groups stand in",
        "partials/head.mustache": "everything before the body: title, style sheets, scripts",
        "partials/header.mustache": "the top bar of every page: logo, navigation, search",
        "partials/measure-table.mustache": "the table that rows of measures stand in",
        "partials/more.mustache": "the link below a list to all of it",
        "partials/on-this-page.mustache": "the outline above the text, for narrow windows",
        "partials/outline.mustache": "the outline beside the text",
        "partials/pagination.mustache": "the pages of a long index",
        "partials/people-who.mustache": "who to ask, on questions and topics",
        "partials/person.mustache": "a person in one line: face and name",
        "partials/previous-next.mustache": "the neighbours in the same folder",
        "partials/provenance.mustache": "where a migrated page came from",
        "partials/restricted.mustache": "who can read the page, where not everyone can",
        "partials/tabs.mustache": "the views of an index", "partials/topics.mustache": "the topics of a page",
        "rows/answer.mustache": "an answer in the list of a person's",
        "rows/document.mustache": "a document in lists", "rows/event.mustache": "an event in lists",
        "rows/gap.mustache": "a topic that nobody is known for", "rows/group.mustache": "a group in lists",
        "rows/link.mustache": "a page in short lists", "rows/measure.mustache": "a measure in lists",
        "rows/person.mustache": "a person in lists", "rows/question.mustache": "a question in lists",
        "rows/story.mustache": "a success story in lists", "rows/topic.mustache": "a topic in lists",
        "rows/use-case.mustache": "a use case in lists",
        "rows/who-to-ask.mustache": "a topic with those who know, in the list of people",
    ]
}
