import HearthContent
import HearthMarkdown
import HearthModel

/// What is asked of one page again and again where thousands of links lead to its parts.
final class HeadingNames: Sendable {
    private struct Page {
        /// Words of headings → their ids, in the order of the text.
        var idsByWords: [String: [String]]?
        let nearby = NearestNames()
    }

    private let pages = Lock([PageIndex: Page]())

    /// So few are as soon looked through.
    private static let few = 64

    /// The ids of the headings of `page` whose words are `key`: wiki links name these.
    func ids(_ key: String, on index: PageIndex, _ page: ParsedPage) -> [String] {
        if page.headings.count <= Self.few {
            return page.headings.filter { PageNames.key($0.text) == key }.map(\.id)
        }
        return pages.withLock { pages in
            if let known = pages[index]?.idsByWords { return known[key] ?? [] }
            let made = Dictionary(grouping: page.headings) { PageNames.key($0.text) }.mapValues { $0.map(\.id) }
            pages[index, default: Page()].idsByWords = made
            return made[key] ?? []
        }
    }

    /// An anchor of a page close to one that it has not.
    func nearest(to anchor: String, on page: PageIndex, among anchors: () -> Set<String>) -> String? {
        let list = pages.withLock { pages in
            let known = pages[page] ?? Page()
            pages[page] = known
            return known.nearby
        }
        return list.nearest(to: anchor) { Array(anchors()) }
    }
}
