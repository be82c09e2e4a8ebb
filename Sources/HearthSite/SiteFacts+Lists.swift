import HearthContent
import HearthModel

extension SiteFacts {
    /// Where the pages lie that no file stands for: lists, topics, search.
    func pathsOfLists(_ base: SiteBase, _ configuration: SiteConfiguration) -> Set<SitePath> {
        var paths = [
            "", "groups/", "questions/", "questions/unanswered/", "questions/answered/", "questions/by-topic/",
            "questions/by-group/", "people/", "people/departments/", "people/sites/", "people/topics/", "topics/",
            "documents/", "a-z/",
        ]
        if configuration.isSearchEnabled {
            paths.append("search/")
            // Asking goes through the page with similar questions.
            let mail = configuration.edit.mail ?? "{group}"
            if configuration.edit.new != nil || !mail.contains("{group}") { paths.append("ask/") }
        }
        for (type, path) in [(EntityType.event, "events/"), (.useCase, "use-cases/"), (.measure, "measures/")]
        where base.pages.indices.contains(where: { base.pages[$0].type == type && audiences[$0] == .everyone }) {
            // An index because of restricted pages alone would tell that there are some.
            paths.append(path)
        }
        return Set(paths.map { SitePath($0) }).union(topics.map(\.url))
    }
}
