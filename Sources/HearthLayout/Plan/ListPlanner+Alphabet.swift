import HearthContent
import HearthModel
import HearthSite

extension ListPlanner {
    /// Titles on one page of the index, so that it stays below 60 kB.
    private static let titlesPerPage = 240

    /// Every open page by the first letter of its title: the way to everything for those without a search.
    mutating func planAlphabet() {
        let pages = site.pages.indices.filter { page in
            switch site.pages[page].type {
            case .answer, .topic: false
            default: everyone.shows(page) && everyone.isPlanned(page)
            }
        }
        let sorted = pages.map { (site.pages[$0].titleRank, $0) }.sorted { $0 < $1 }.map(\.1)
        var byLetter: [String: [PageIndex]] = [:]
        for page in sorted { byLetter[letter(of: site.pages[page].title), default: []].append(page) }
        var ids = SectionIDs(taken: ["other"])
        let sections = collation.sorted(byLetter.keys, by: \.self).map { letter in
            let mine = byLetter[letter] ?? []
            return ListSection(
                heading: letter, id: letter == "#" ? "other" : ids.id(letter, prefix: "letter-"), count: mine.count,
                items: mine.map { .link($0) })
        }
        add(
            ListPlan(
                kind: .alphabet, path: SitePath("a-z/"), title: title("a-z/"), layout: "a-z",
                section: "search", sections: sections, pageSize: Self.titlesPerPage))
    }
}
