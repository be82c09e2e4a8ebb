import HearthContent
import HearthModel
import HearthSite

/// What other outputs than pages need: texts for feeds, and pages at old addresses.
extension SiteRenderer {
    /// The page's text; of a question also the answers that its own readers may see.
    func feedContent(_ index: PageIndex) -> SlottedBytes {
        var html = SlottedBytes()
        func add(_ holder: PageIndex, _ part: PagePart, level: Int, withFootnotes: Bool) {
            guard let text = content(holder, part, level: level, withFootnotes: withFootnotes) else { return }
            html.append(text.feedBytes, as: text.slot)
        }
        add(index, .body, level: 2, withFootnotes: true)
        guard let place = site.questionByPage[index] else { return html }
        let view = views[site.pages[index].audience]
        for answer in site.questions[place].answers where site.isVisible(answer.holder, to: view.audience) {
            let author = answer.author.map { face($0).fields.name } ?? words("Somebody")
            let heading =
                answer.isAccepted
                ? words("Accepted answer by {name}", ["name": author]) : words("Answer by {name}", ["name": author])
            html.bytes += Array("<h3>\(heading.htmlEscaped)</h3>\n".utf8)
            add(answer.holder, answer.part, level: 4, withFootnotes: true)
        }
        return html
    }

    /// Of many choices only the first stand in the page; all of them are in the map for web servers.
    func redirect(to path: SitePath, title: String? = nil, choices: [Redirect] = []) -> String {
        let all = choices.filter { $0.query != nil }.count
        let isCut = all > PageLimits.choices
        let fields = RedirectFields(
            language: site.project.configuration.language,
            headTitle: "\(words("Moved##a page that has another address now")) · \(siteTitle)",
            canonical: site.project.configuration.baseURL.map { $0 + path.encoded },
            hasCustomStyle: library.hasCustomStyle, links: indexLinks,
            target: Context(title.map(Wording.clean) ?? self.title(at: path), path),
            map: isCut ? SitePath("redirects.json").href : nil, beyond: isCut ? all - PageLimits.choices : 0,
            choices: choices.lazy.filter { $0.query != nil }.prefix(PageLimits.choices).compactMap { redirect in
                redirect.query.map { query in
                    Context(
                        RedirectChoiceFields(
                            title: self.title(at: redirect.to), href: redirect.to.href, query: "?" + query))
                }
            })
        return library.render(Context(fields), with: "redirect")
    }

    private func title(at path: SitePath) -> String {
        Wording.clean(site.page(at: path).map { site.pages[$0].title } ?? siteTitle)
    }
}
