import HearthContent
import HearthMarkdown
import HearthModel
import HearthSite

/// Running text in the facts of a template: a part of a content file as HTML.
final class ContentText: Sendable {
    let slot: TextSlot
    private let page: SitePage
    private let words: MarkdownWords

    /// Nil when the part has nothing to show.
    init?(
        _ page: SitePage, at holder: PageIndex, _ part: PagePart, level: Int, withFootnotes: Bool, words: MarkdownWords
    ) {
        guard page.parsed.document.hasContent(in: page.parsed.blocks(of: part), of: part) else { return nil }
        self.page = page
        self.words = words
        slot = TextSlot(holder: holder, part: part, form: .html(level: level, withFootnotes: withFootnotes))
    }

    func append(to bytes: inout ByteBuffer) {
        SlotWriter(page, words: words).append(slot.part, slot.form, to: &bytes)
    }

    var bytes: [UInt8] {
        var bytes = ByteBuffer()
        append(to: &bytes)
        return bytes.array
    }

    /// As it stands in a feed, root markers in place.
    var feedBytes: [UInt8] {
        var bytes = ByteBuffer()
        SlotWriter(page, words: words).append(slot.part, slot.form, headingAnchors: false, to: &bytes)
        return bytes.array
    }
}

/// What a page is about: written in its front matter or elsewhere, or its first paragraph, which is a slot.
final class SummaryText: Sendable {
    /// Without forbidden control characters.
    let text: String
    private let holder: PageIndex?

    init(_ text: String) {
        self.text = Wording.clean(text)
        holder = nil
    }

    /// The description of a page.
    init(_ page: SitePage, at holder: PageIndex) {
        text = Wording.clean(page.description)
        self.holder = page.hasDerivedDescription ? holder : nil
    }

    func slot(isEscaped: Bool) -> TextSlot? {
        holder.map { TextSlot(holder: $0, part: .body, form: .summary(isEscaped: isEscaped)) }
    }
}
