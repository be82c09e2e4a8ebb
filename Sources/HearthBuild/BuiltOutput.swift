import HearthContent
import HearthLayout
package import HearthModel
import HearthSite

/// One file of a finished build, for those who carry the site on: publishing, the preview.
package struct BuiltOutput: Sendable {
    /// The file below the output folder, such as `groups/lift/index.html`.
    package let path: String
    package let audience: Audience
    /// Whether it is a page of the site; redirect pages, feeds, assets and data are none.
    package let isPage: Bool
    /// The content file, relative to the project, whose own page or asset this is; nil for what Hearth makes of many.
    package let source: String?

    init(path: String, audience: Audience, source: String?, isPage: Bool) {
        self.path = path
        self.audience = audience
        self.source = source
        self.isPage = isPage
    }

    init(_ output: Output, _ site: Site) {
        path = output.entry.output
        audience = output.entry.audience
        switch output.kind {
        case .page(let page):
            isPage = true
            if case .content(let index) = page.kind {
                source = site.pages[index].parsed.file
            } else {
                source = page.kind == .home ? site.page(at: .root).map { site.pages[$0].parsed.file } : nil
            }
        case .asset(let asset):
            isPage = false
            source = asset.file
        case .bytes, .search, .feed:
            isPage = false
            source = nil
        }
    }

    /// The address below the site's root: `groups/lift/` for `groups/lift/index.html`.
    package var address: String {
        path == "index.html" ? "" : path.hasSuffix("/index.html") ? String(path.dropLast(10)) : path
    }
}
