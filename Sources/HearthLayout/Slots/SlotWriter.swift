package import HearthContent
package import HearthMarkdown
package import HearthModel
package import HearthSite

/// Makes the bytes of the slots of one content file: from its tree and from what its links became, and from nothing
/// else.
package struct SlotWriter {
    private let page: ParsedPage
    private let links: [LinkResolution?]
    private let words: MarkdownWords

    /// Quotations in structured data end after the piece of text that reaches this many bytes.
    private static let quotationLimit = 400

    /// `words` stand beside those of the page.
    package init(_ page: ParsedPage, links: [LinkResolution?], words: MarkdownWords) {
        self.page = page
        self.links = links
        self.words = words
    }

    package init(_ page: SitePage, words: MarkdownWords) { self.init(page.parsed, links: page.links, words: words) }

    /// Writes a slot as it stands in a page, root markers in place; without `headingAnchors` for a place where no reader
    /// looks for a link to a heading.
    package func append(
        _ part: PagePart, _ form: TextSlot.Form, headingAnchors: Bool = true, to bytes: inout ByteBuffer
    ) {
        switch form {
        case .html(let level, let withFootnotes):
            appendHTML(part, level, withFootnotes, headingAnchors, to: &bytes)
        case .linkedData:
            var json = LinkedDataWriter()
            json.string(quotation(part))
            bytes.append(json.output)
        case .summary(true): HTMLEscaping.append(Wording.clean(summary), to: &bytes)
        case .summary(false): bytes.append(Wording.clean(summary))
        }
    }

    /// Writes a slot as it stands in a feed: what a page shows, escaped once more, with absolute addresses.
    package func appendForFeed(_ part: PagePart, _ form: TextSlot.Form, baseURL: String, to xml: inout HTMLWriter) {
        if case .summary = form { return xml.text(summary) }
        var bytes = ByteBuffer()
        append(part, form, headingAnchors: false, to: &bytes)
        xml.text(RootMarker.replaced(in: bytes.array, by: baseURL)[...])
    }

    private func appendHTML(
        _ part: PagePart, _ level: Int, _ withFootnotes: Bool, _ headingAnchors: Bool, to bytes: inout ByteBuffer
    ) {
        let document = page.document
        let blocks = page.blocks(of: part)
        let renderer = MarkdownHTMLRenderer(
            anchorPrefix: page.anchorPrefix, headingAnchors: headingAnchors,
            headingShift: shift(blocks, of: document, to: level), words: words)
        var writer = HTMLWriter(appendingTo: bytes)
        renderer.render(document, blocks: blocks, into: &writer) { $0 < links.count ? links[$0] : nil }
        if withFootnotes, let number = MarkdownDocument.footnotePart(of: part) {
            renderer.renderFootnotes(document, of: number, into: &writer) { $0 < links.count ? links[$0] : nil }
        }
        bytes = writer.finish()
    }

    /// What is added to levels of headings, so that the outline of the whole page has no gaps.
    private func shift(
        _ blocks: ArraySlice<MarkdownDocument.NodeID>, of document: MarkdownDocument, to level: Int
    ) -> Int {
        guard !document.headings.isEmpty,
            let highest = document.headings(in: blocks).map(\.level).min()
        else { return 0 }
        return level - highest
    }

    /// The words that structured data quotes.
    func quotation(_ part: PagePart) -> String {
        page.document.plainText(of: page.blocks(of: part), limit: Self.quotationLimit) {
            $0 < links.count ? links[$0]?.text : nil
        }
    }

    private var summary: String { SitePage.summary(of: page, links) }
}
