import HearthContent
import HearthMarkdown
import HearthModel

// What is known of each page before the others are looked at.

extension SiteFacts {
    static func datesAndQuestions(
        _ base: SiteBase, _ zone: SiteZone, _ history: (String) -> (created: Timestamp, updated: Timestamp)?
    ) -> (PageDates, QuestionResolver) {
        let dates = PageDates(base.pages, zone: zone, history: history)
        let questions = QuestionResolver(
            base.pages, hosts: base.hosts, directory: base.directory, dates: dates, zone: zone)
        return (dates, questions)
    }

    /// Of each page what links can lead to on it.
    static func anchors(_ base: SiteBase) -> [Set<String>] {
        var anchors = base.pages.map { page in
            var names = Set(page.headings.map(\.id))
            for answer in page.answers { names.insert("a-" + answer.id) }
            for footnote in page.footnotes where footnote.number > 0 {
                names.insert(footnote.anchor)
                names.insert(footnote.referenceAnchor)
            }
            if case .strategy(let list) = page.fields { names.formUnion(list.map(\.id.value)) }
            // An answer's title stands nowhere.
            if page.type == .answer, let title = page.titleAnchor { names.remove(title) }
            return names
        }
        for (answer, question) in base.hosts {
            let prefix = base.pages[answer].anchorPrefix
            anchors[question].formUnion(anchors[answer].map { prefix + $0 })
            anchors[question].insert("a-" + base.pages[answer].id)
        }
        return anchors
    }
}
