package import HearthModel
package import HearthSite

/// Makes the bytes of each planned page, with root markers in place of the way to the root.
///
/// May be used by several tasks at once; the order in which pages are rendered does not matter.
package struct PageRenderer: Sendable {
    private let renderer: SiteRenderer

    package init(site: Site, library: LayoutLibrary, plan: PagePlan) {
        renderer = SiteRenderer(site: site, library: library, plan: plan)
    }

    package func render(_ page: PlannedPage) -> SlottedBytes { renderer.render(page) }

    /// Lets the rows of lists go that it keeps for the next list.
    package func forgetRows() { renderer.forgetRows() }

    /// The template that makes a page, without `.mustache`.
    package func template(of page: PlannedPage) -> String { renderer.template(of: page) }

    /// The text of a page alone, for feeds: of a question with its answers.
    package func contentHTML(of page: PageIndex) -> SlottedBytes { renderer.feedContent(page) }

    /// What is shown at an old address that leads to `path`.
    package func redirectPage(to path: SitePath, title: String? = nil) -> [UInt8] {
        Array(renderer.redirect(to: path, title: title).utf8)
    }

    /// What is shown at an old address from which all of `redirects` start, told apart by their queries: it leads to
    /// the page
    /// that they agree on, else to that of the address without query, else home; the others are offered.
    package func redirectPage(_ redirects: [Redirect]) -> [UInt8] {
        let targets = Set(redirects.map(\.to))
        if targets.count == 1, let target = redirects.first { return redirectPage(to: target.to, title: target.title) }
        let plain = redirects.first { $0.query == nil }?.to
        return Array(renderer.redirect(to: plain ?? .root, choices: redirects).utf8)
    }
}
