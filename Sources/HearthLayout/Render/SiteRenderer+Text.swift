import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite

/// Running text: from the Markdown tree to HTML, with the links that the resolver found.
extension SiteRenderer {
    /// The page's own text; nil when it has none.
    func body(_ index: PageIndex) -> ContentText? { content(index, .body, level: 2, withFootnotes: true) }

    /// A part of the content file of page `holder`, with its highest heading at `level`.
    func content(_ holder: PageIndex, _ part: PagePart, level: Int, withFootnotes: Bool) -> ContentText? {
        ContentText(
            site.pages[holder], at: holder, part, level: level, withFootnotes: withFootnotes, words: markdownWords)
    }

    /// The headings of the second and third level.
    func outline(_ index: PageIndex) -> [Context<OutlineFields>] {
        let page = site.pages[index]
        let document = page.parsed.document
        let headings = document.headings(in: page.parsed.body)
        guard headings.count > 1, let highest = headings.map(\.level).min() else { return [] }
        return headings.compactMap { heading in
            let level = heading.level + 2 - highest
            guard level <= 3, !heading.text.isEmpty else { return nil }
            let id = document.shownID(of: heading, resolve: page.resolution)
            return Context(
                OutlineFields(
                    id: SitePath.percentEncode(page.anchorPrefix + id), level: level,
                    title: Wording.clean(document.text(of: heading) { page.resolution($0)?.text })))
        }
    }

    func text(_ index: PageIndex, _ view: SiteView) -> TextFields {
        let page = site.pages[index]
        func link(_ neighbour: PageIndex?) -> Context<LinkFields>? {
            view.sibling(neighbour).map { pageLink($0) }
        }
        return TextFields(
            body: body(index), outline: outline(index), previous: link(page.previous), next: link(page.next),
            neighbours: neighbours(index, view))
    }

    // MARK: - Links and lists of links

    func pageLink(_ index: PageIndex) -> Context<LinkFields> {
        Context(Wording.clean(site.pages[index].title), site.pages[index].url)
    }

    /// `named` stand beside them anyway.
    func neighbours(_ index: PageIndex, _ view: SiteView, named: [PageIndex] = []) -> Neighbourhood {
        let (backlinks, count) = view.backlinks(index)
        return Neighbourhood(
            related: linkList(view.related(index).filter { !named.contains($0) }),
            backlinks: linkList(backlinks, limit: SiteView.neighbourLimit, count: count))
    }

    /// Rows for the side column; nil when there is nothing to show.
    func linkList(_ pages: [PageIndex], limit: Int = .max, count: Int? = nil) -> Context<RowListFields>? {
        guard !pages.isEmpty else { return nil }
        let count = count ?? pages.count
        var list = RowListFields(count: count, rows: rows(pages.prefix(limit).map { .link($0) }), more: nil)
        if pages.count > limit {
            list.rest = Context(
                RestFields(
                    count: count - limit, rows: rows(pages.dropFirst(limit).map { .link($0) }),
                    beyond: count - pages.count))
        }
        return Context(list)
    }

    /// The first `limit` of `pages`, one line each, and the way to the index or list that has them all, where there is
    /// one; nil when there are none.
    func links(_ pages: [PageIndex], limit: Int, more: SitePath?) -> Context<RowListFields>? {
        guard !pages.isEmpty else { return nil }
        let link = more.map { Context<LinkFields>(wording.others(pages.count - limit), $0) }
        return Context(
            RowListFields(
                count: pages.count, rows: rows(pages.prefix(limit).map { .link($0) }),
                more: pages.count > limit ? link : nil))
    }

    /// The first `limit` of `items`; nil when there are none.
    func list(
        _ items: [ListItem], limit: Int, count: Int? = nil, more: (String, String)? = nil
    ) -> Context<RowListFields>? {
        guard !items.isEmpty else { return nil }
        let shown = items.prefix(limit)
        let count = count ?? items.count
        let link = count > shown.count ? more.map { Context<LinkFields>($0.0, $0.1) } : nil
        return Context(RowListFields(count: count, rows: rows(shown.map { .item($0) }), more: link))
    }

    /// Open and answered questions with the way to all of them: beside a list that is cut, else on its own, where there are
    /// closed ones or duplicates.
    func questionLists(
        open: [QuestionIndex], answered: [QuestionIndex], of count: Int, limits: (open: Int, answered: Int),
        all: SitePath?
    ) -> QuestionLists {
        let more = all.map { (wording.allQuestions(count), $0.href) }
        var lists = QuestionLists(
            open: list(open.map { .question($0) }, limit: limits.open, more: more),
            answered: list(answered.map { .question($0) }, limit: limits.answered, more: more))
        let isCut = open.count > limits.open || answered.count > limits.answered
        if !isCut, open.count + answered.count < count { lists.all = more.map { Context($0.0, $0.1) } }
        return lists
    }

    func rows(_ keys: [RowKey]) -> SlottedBytes {
        if keys.count == 1 { return row(keys[0]) }
        let parts = keys.map { row($0) }
        var html = SlottedBytes()
        html.bytes.reserveCapacity(parts.reduce(0) { $0 + $1.bytes.count })
        for part in parts { html.append(part) }
        return html
    }

    func topics(_ page: SitePage, limit: Int = .max) -> [Context<TopicLinkFields>] {
        page.topics.prefix(limit).map { topicLinks[$0] }
    }
}
