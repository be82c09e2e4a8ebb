import HearthContent
import HearthModel
import HearthSite

/// What other outputs than pages need: texts for feeds, and pages at old addresses.
extension SiteRenderer {
    /// The page's text; of a question also the answers that its own readers may see.
    func feedContent(_ index: PageIndex) -> [UInt8] {
        var bytes = bytes(holder: index, blocks: site.pages[index].parsed.body, level: 2, withFootnotes: true)
        guard let place = site.questionByPage[index] else { return bytes }
        let view = views[site.pages[index].audience]
        for answer in site.questions[place].answers where site.isVisible(answer.holder, to: view.audience) {
            let author = answer.author.map { face($0).fields.name } ?? "Somebody"
            bytes += Array("<h3>\(answer.isAccepted ? "Accepted answer" : "Answer") by \(author.htmlEscaped)</h3>\n".utf8)
            let isOwnFile = site.pages[answer.holder].type == .answer
            bytes += self.bytes(holder: answer.holder, blocks: answer.blocks, level: 4, withFootnotes: isOwnFile)
        }
        return bytes
    }

    func redirect(to path: SitePath) -> String {
        let page = site.pages.first { $0.url == path && $0.type != .answer && $0.audience == .everyone }
        let list = plan.lists.values.first { $0.path == path && !$0.audience.isRestricted }
        let title = page?.title ?? list?.title ?? siteTitle
        let fields = RedirectFields(
            language: page?.language ?? site.project.configuration.language, headTitle: "Moved · \(siteTitle)",
            canonical: site.project.configuration.baseURL.map { $0 + path.encoded },
            target: Context(Wording.clean(title), path))
        return library.render(Context(fields), with: "redirect")
    }
}
