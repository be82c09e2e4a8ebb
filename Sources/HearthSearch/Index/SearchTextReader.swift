package import HearthContent
package import HearthMarkdown
import HearthModel
package import HearthSite

/// Where the trees are that texts are read from: those of a resolved site, or files that are parsed when asked for.
package typealias SearchTexts = @Sendable (_ holder: PageIndex) -> (page: ParsedPage, links: [LinkResolution?])?

/// Reads the text of documents from Markdown trees, cut at their headings. No walk recurses. One reader serves many
/// documents, one after the other, in the same memory.
struct SearchTextReader {
    private let texts: SearchTexts
    private(set) var passages: [SearchPassage] = []
    /// The plain text of all passages, one after the other (UTF-8).
    private(set) var text: [UInt8] = []
    /// The page that was asked for last: a document with many answers names its page for each.
    private var last: (holder: PageIndex, page: ParsedPage, links: [LinkResolution?])?
    /// Whether a tree was asked for that is not there.
    private(set) var isIncomplete = false

    init(_ texts: @escaping SearchTexts, capacity: Int = 0) {
        self.texts = texts
        text.reserveCapacity(capacity)
    }

    init(_ site: Site) {
        self.init { site.pages.indices.contains($0) ? (site.pages[$0].parsed, site.pages[$0].links) : nil }
    }

    /// Reads `document`, in place of the one before.
    mutating func read(_ document: SearchDocument) {
        passages.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        last = nil
        for section in document.sections { add(section) }
    }

    private mutating func add(_ section: SearchSection) {
        if last?.holder != section.holder { last = texts(section.holder).map { (section.holder, $0.page, $0.links) } }
        guard let (_, page, links) = last else {
            isIncomplete = true
            return
        }
        let document = page.document
        let kind = section.kind
        var current = SearchPassage(
            kind: kind, anchor: section.anchor, heading: section.label, headingIsText: false,
            range: text.count..<text.count)
        document.nodes.withUnsafeBufferPointer { nodes in
            for block in page.blocks(of: section.part) {
                var node = block
                while node != MarkdownDocument.none {
                    let value = nodes[Int(node)]
                    var skipsChildren = false
                    switch value.kind {
                    case .text, .code: append(document.literalBytes(node))
                    case .wikiLink, .mention, .topic:
                        // What the link became: the title of a restricted page must not get into an index either.
                        let resolved =
                            links.indices.contains(Int(value.detail)) ? links[Int(value.detail)] : nil
                        if let words = resolved?.text {
                            text.append(contentsOf: words.utf8)
                        } else {
                            append(document.literalBytes(node))
                        }
                    case .codeBlock:
                        separate()
                        append(document.literalBytes(node))
                    case .softBreak, .lineBreak: text.append(0x20)
                    case .heading where section.cutsAtHeadings:
                        close(&current)
                        let heading = document.headings[Int(value.detail)]
                        func resolve(_ link: Int) -> LinkResolution? {
                            links.indices.contains(link) ? links[link] : nil
                        }
                        current = SearchPassage(
                            kind: kind, anchor: page.anchorPrefix + document.shownID(of: heading, resolve: resolve),
                            heading: document.text(of: heading) { resolve($0)?.text },
                            headingIsText: true, range: text.count..<text.count)
                        skipsChildren = true
                    case .paragraph, .heading, .tableCell: separate()
                    default: break
                    }
                    node = Self.next(after: node, below: block, nodes, skippingChildren: skipsChildren)
                }
            }
        }
        close(&current)
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) { text.append(contentsOf: bytes) }

    private mutating func separate() {
        if let last = text.last, last != 0x0A { text.append(0x0A) }
    }

    private mutating func close(_ passage: inout SearchPassage) {
        let start = passage.range.lowerBound
        while text.count > start, let last = text.last, last == 0x0A || last == 0x20 { text.removeLast() }
        guard text.count > start || passage.headingIsText else { return }
        passage.range = start..<text.count
        passages.append(passage)
        text.append(0x0A)
    }

    private static func next(
        after node: MarkdownDocument.NodeID, below root: MarkdownDocument.NodeID,
        _ nodes: UnsafeBufferPointer<MarkdownDocument.Node>, skippingChildren: Bool
    ) -> MarkdownDocument.NodeID {
        let first = nodes[Int(node)].firstChild
        if first != MarkdownDocument.none, !skippingChildren { return first }
        var current = node
        while current != root {
            let sibling = nodes[Int(current)].nextSibling
            if sibling != MarkdownDocument.none { return sibling }
            current = nodes[Int(current)].parent
            if current == MarkdownDocument.none { break }
        }
        return MarkdownDocument.none
    }
}
