// Headings, with whatever else an editor has put inside them.

extension HTMLToMarkdown {
    mutating func heading(
        _ node: HTMLNode, _ tag: HTMLTag, depth: Int, wrappers: [Wrapper]
    ) -> [MarkdownBlock] {
        let level = max(1, min(6, (tag.headingLevel ?? 1) + headingShift))
        drop(Self.toggles(in: node))
        let before = (isInHeading, takesPermalinks)
        (isInHeading, takesPermalinks) = (true, Permalinks.standBesideWords(in: node))
        defer { (isInHeading, takesPermalinks) = before }
        if Self.holdsBlocks(node, depth: depth) {
            return headed(blocks(of: node, depth: depth, wrappers: []), level: level, node)
        }
        if options.titleHeading == node.id {
            leaveOut(node, "in the page's title")
            return []
        }
        var run = InlineRun()
        inlines(of: node, into: &run, depth: depth)
        var text = Array(run.finish().joined(separator: [.text(" ")]))
        guard !text.isEmpty else { return [] }
        text = Self.plainlySet(text)
        text = wrappers.reduce(text) { [$1($0)] }
        if let id = options.headingIDs[node.id] { return [.anchoredHeading(level: level, id: id, text)] }
        return [.heading(level: level, text)]
    }

    /// A heading with blocks in it (`<h2><div>…</div></h2>`, or what Word floats beside one): its first line is the
    /// heading, when it reads like one.
    private func headed(_ blocks: [MarkdownBlock], level: Int, _ node: HTMLNode) -> [MarkdownBlock] {
        guard options.titleHeading != node.id, case .paragraph(let inlines)? = blocks.first,
            !inlines.contains(.lineBreak)
        else { return blocks }
        let text = MarkdownInline.plainText(inlines)
        guard text.utf8.contains(where: { $0 > 0x20 }), text.utf8.count <= Self.longestHeading else { return blocks }
        let shown = Self.plainlySet(inlines)
        let heading = options.headingIDs[node.id].map { MarkdownBlock.anchoredHeading(level: level, id: $0, shown) }
        return [heading ?? .heading(level: level, shown)] + blocks.dropFirst()
    }

    /// Links to scripts beside the words of a heading that show and hide what stands below it: their words are no part of
    /// the heading, and all of it is shown now.
    private static func toggles(in heading: HTMLNode) -> Set<HTMLNode.ID> {
        var found: Set<HTMLNode.ID> = []
        var hasWords = false
        var stack = [heading]
        while let node = stack.popLast() {
            switch node.kind {
            case .text: if node.text.contains(where: { $0 > 0x20 }) { hasWords = true }
            case .element:
                if node.tag == .anchor, let address = node.attribute("href")?.prefix(200).lowercased(),
                    address.hasPrefix("javascript:"),
                    ["hide", "show", "toggle", "collaps", "expand", "fold"].contains(where: { address.contains($0) })
                {
                    found.insert(node.id)
                } else {
                    stack += node.children
                }
            default: continue
            }
        }
        return hasWords ? found : []
    }

    /// A longer text that somebody has set as a heading is a paragraph in large letters.
    private static let longestHeading = 200

    /// A heading that is bold or italic as a whole, or piece by piece, is only a heading.
    static func plainlySet(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
        var plain: [MarkdownInline] = []
        var isMarked = false
        for inline in inlines {
            switch inline {
            case .strong(let inner), .emphasis(let inner):
                plain += inner
                isMarked = true
            case .text(let text) where text.allSatisfy(\.isWhitespace): plain.append(inline)
            default: return inlines
            }
        }
        return isMarked ? plainlySet(plain) : inlines
    }
}
