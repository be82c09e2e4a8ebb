import HearthContent
import HearthModel
import HearthSite

extension SiteRenderer {
    /// The page that shows what the search found; without JavaScript, the ways through the site.
    func search(_ planned: PlannedPage, _ view: SiteView) -> [UInt8] {
        let introduction = site.introductions[planned.path].flatMap { view.shows($0) ? $0 : nil }
        let language = introduction.map { site.pages[$0].language } ?? site.project.configuration.language
        var page = base(planned, view, section: "search", language: language)
        if let introduction { page.editURL = edit.editURL(site.pages[introduction]) }
        let fields = SearchPageFields(content: introduction.flatMap { body($0) })
        return library.bytes(PageContext(page, fields), with: "search", capacity: Self.pageCapacity)
    }
}
