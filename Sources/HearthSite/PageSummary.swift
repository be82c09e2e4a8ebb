package import HearthContent
package import HearthMarkdown

extension ParsedPage {
    /// Put before heading ids and footnotes of an answer in a file of its own, so that they stay unique on the
    /// question's page.
    package var anchorPrefix: String { type == .answer ? id + "-" : "" }
}

extension SitePage {
    /// What the link at `place` of the document became.
    package func resolution(_ place: Int) -> LinkResolution? { links.indices.contains(place) ? links[place] : nil }

    /// The id of the heading that became the title, as readers see it.
    package var titleAnchor: String? {
        guard let anchor = parsed.titleAnchor, !parsed.neutralIDs.isEmpty,
            let heading = parsed.headings.first(where: { $0.id == anchor }),
            let neutral = parsed.neutralIDs[heading.node],
            neutral.isShown(resolution)
        else { return parsed.titleAnchor }
        return neutral.id
    }

    /// The first paragraph as plain text, cut at a word. Links show what they became (`links`): the title of a
    /// restricted page must not stand in a summary either.
    package static func summary(of page: ParsedPage, _ links: [LinkResolution?]) -> String {
        let document = page.document
        guard let paragraph = document.firstParagraph(in: page.body) else { return "" }
        return cut(document.plainText(of: paragraph) { $0 < links.count ? links[$0]?.text : nil }, at: 180)
    }

    /// Whether `description` is such a summary; else it was written in the front matter.
    package var hasDerivedDescription: Bool { parsed.common.description == nil }

    /// `text` in at most `limit` characters, cut at a word with an ellipsis.
    static func cut(_ text: String, at limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        if let plain = cutASCII(text, at: limit) { return plain }
        guard text.count > limit else { return text }
        let head = text.prefix(limit)
        let end = head.lastIndex { $0.isWhitespace } ?? head.endIndex
        return head[..<end].trimmed + "…"
    }

    /// The same for a text that begins with ASCII, where bytes are characters; nil when it does not.
    private static func cutASCII(_ text: String, at limit: Int) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            // The byte behind the cut must begin a character of its own.
            guard bytes[...limit].allSatisfy({ $0 < 0x80 && $0 != 0x0D }) else { return nil }
            let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0C).contains($0) }
            let end = bytes[..<limit].lastIndex(where: isSpace) ?? limit
            return String(decoding: bytes[..<end], as: UTF8.self).trimmed + "…"
        }
    }
}
