import HearthLayout
import HearthModel

/// The sitemap (sitemaps.org 0.9) of the pages that everyone may read; an index and several files past 50,000
/// addresses.
struct SitemapBuilder {
    let baseURL: String

    private static let limit = 50_000

    /// File and bytes of each sitemap; the first is `sitemap.xml`.
    func write(_ pages: [PlannedPage]) -> [(path: SitePath, bytes: [UInt8])] {
        var open = pages.filter { $0.audience == .everyone && $0.isIndexable }.sorted { $0.path < $1.path }
        // Pages of one address are an error that the author is told; the address is one all the same.
        open = zip(open, [nil] + open.map(\.path)).filter { $0.0.path != $0.1 }.map(\.0)
        if open.count <= Self.limit { return [(SitePath("sitemap.xml"), urlSet(open[...]))] }
        var files: [(path: SitePath, bytes: [UInt8])] = []
        for (number, start) in stride(from: 0, to: open.count, by: Self.limit).enumerated() {
            files.append(
                (SitePath("sitemap-\(number + 1).xml"), urlSet(open[start..<min(start + Self.limit, open.count)])))
        }
        var index = HTMLWriter()
        index.raw(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        )
        for file in files {
            index.raw("<sitemap><loc>")
            index.text(baseURL + file.path.encoded)
            index.raw("</loc></sitemap>\n")
        }
        index.raw("</sitemapindex>\n")
        return [(SitePath("sitemap.xml"), index.bytes)] + files
    }

    private func urlSet(_ pages: ArraySlice<PlannedPage>) -> [UInt8] {
        var xml = HTMLWriter(capacity: pages.count * 100)
        xml.raw(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        )
        for page in pages {
            xml.raw("<url><loc>")
            xml.text(baseURL + page.path.encoded)
            xml.raw("</loc>")
            if let date = page.lastModified {
                xml.raw("<lastmod>")
                xml.text(date.iso8601)
                xml.raw("</lastmod>")
            }
            xml.raw("</url>\n")
        }
        xml.raw("</urlset>\n")
        return xml.bytes
    }
}
