import HearthMarkdown
import HearthModel

/// The ids that the headings of a page will have, by what old links call them.
struct HeadingAnchors: Sendable {
    private var ids: [String: String] = [:]

    /// `headings` in the order of the page, as plain text.
    init(_ headings: [String]) {
        var counts: [String: Int] = [:]
        var taken: Set<String> = []
        for text in headings {
            let slug = HeadingSlug.slug(text)
            var id = slug
            var number = 0
            while !taken.insert(id).inserted {
                number += 1
                id = "\(slug)-\(number)"
            }
            // Wikis count from 2: `Setup_2` is the second `Setup`.
            let count = (counts[slug] ?? 0) + 1
            counts[slug] = count
            let name = count == 1 ? Self.squeeze(slug) : Self.squeeze(slug) + "_\(count)"
            if ids[name] == nil { ids[name] = id }
        }
    }

    /// `title` is a heading that `PageTree.tidy` has taken away: it means the top of the page, an empty id.
    init(_ blocks: [MarkdownBlock], title: String) {
        self.init(PageTree.headings(blocks))
        // Headings with an id of their own keep it, whatever their text is.
        for (text, id) in PageTree.ownIDs(blocks) {
            ids[Self.squeeze(HeadingSlug.slug(text))] = id
            ids[Self.squeeze(HeadingSlug.slug(id))] = id
        }
        let name = Self.squeeze(HeadingSlug.slug(title))
        if ids[name] == nil { ids[name] = "" }
    }

    /// The id of the heading that `fragment` means: percent-encoded, dot-encoded (`.C3.A4`), with `_` or without spaces.
    func id(for fragment: String) -> String? {
        let plain = SitePath.percentDecode(fragment)
        if let id = find(plain) { return id }
        guard plain.utf8.contains(0x2E) else { return nil }
        let encoded = Array(plain.utf8)
        var out: [UInt8] = []
        var index = 0
        while index < encoded.count {
            let isCode =
                encoded[index] == 0x2E && index + 2 < encoded.count
                && UInt8([encoded[index + 1], encoded[index + 2]].string, radix: 16) != nil
            out.append(isCode ? 0x25 : encoded[index])
            index += 1
        }
        return find(SitePath.percentDecode(out.string))
    }

    private func find(_ fragment: String) -> String? {
        if let id = ids[Self.squeeze(HeadingSlug.slug(fragment.replacing("_", with: " ")))] { return id }
        guard let bar = fragment.lastIndex(of: "_"), Int(fragment[fragment.index(after: bar)...]) != nil else {
            return nil
        }
        let base = Self.squeeze(HeadingSlug.slug(String(fragment[..<bar]).replacing("_", with: " ")))
        return ids[base + fragment[bar...]]
    }

    /// Old systems differ in what they make of spaces and punctuation: only letters and digits count.
    private static func squeeze(_ slug: String) -> String {
        slug.utf8.contains { $0 == 0x2D || $0 == 0x5F } ? slug.utf8.filter { $0 != 0x2D && $0 != 0x5F }.string : slug
    }
}

/// What all importers of pages do to a tree before it is written.
enum PageTree {
    /// The texts of the headings, in order.
    static func headings(_ blocks: [MarkdownBlock]) -> [String] {
        var found: [String] = []
        var stack = Array(blocks.reversed())
        while let block = stack.popLast() {
            switch block {
            case .heading(_, let text), .anchoredHeading(_, _, let text): found.append(MarkdownInline.plainText(text))
            case .quote(let inner), .alert(_, let inner), .footnoteDefinition(_, let inner): stack += inner.reversed()
            case .list(let list): stack += list.items.flatMap { $0 }.reversed()
            default: continue
            }
        }
        return found
    }

    /// The headings that have an id of their own.
    static func ownIDs(_ blocks: [MarkdownBlock]) -> [(text: String, id: String)] {
        var found: [(String, String)] = []
        var stack = blocks
        while let block = stack.popLast() {
            switch block {
            case .anchoredHeading(_, let id, let text): found.append((MarkdownInline.plainText(text), id))
            case .quote(let inner), .alert(_, let inner), .footnoteDefinition(_, let inner): stack += inner
            case .list(let list): stack += list.items.flatMap { $0 }
            default: continue
            }
        }
        return found
    }

    /// The headings without ids that they have anyway, from their text.
    static func withoutPlainIDs(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        func slug(_ text: String) -> String {
            HeadingSlug.slug(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }
        let own = ownIDs(blocks)
        guard !own.isEmpty else { return blocks }
        var counts: [String: Int] = [:]
        for text in headings(blocks) { counts[slug(text), default: 0] += 1 }
        for (text, id) in own where id != slug(text) { counts[id, default: 0] += 1 }
        return blocks.map { block in
            guard case .anchoredHeading(let level, let id, let text) = block,
                id == slug(MarkdownInline.plainText(text)), counts[id] == 1
            else { return block }
            return .heading(level: level, text)
        }
    }

    private static func highestHeading(_ blocks: [MarkdownBlock]) -> Int? {
        var highest: Int?
        var stack = blocks
        while let block = stack.popLast() {
            switch block {
            case .heading(let level, _), .anchoredHeading(let level, _, _): highest = min(highest ?? level, level)
            case .quote(let inner), .alert(_, let inner), .footnoteDefinition(_, let inner): stack += inner
            case .list(let list): stack += list.items.flatMap { $0 }
            default: continue
            }
        }
        return highest
    }

    private static func raise(_ blocks: [MarkdownBlock], by count: Int) -> [MarkdownBlock] {
        blocks.map { block in
            switch block {
            case .heading(let level, let text): .heading(level: level - count, text)
            case .anchoredHeading(let level, let id, let text):
                .anchoredHeading(level: level - count, id: id, text)
            case .quote(let inner): .quote(raise(inner, by: count))
            case .alert(let kind, let inner): .alert(kind: kind, raise(inner, by: count))
            case .list(let list):
                .list(
                    MarkdownList(
                        start: list.start, isTight: list.isTight, items: list.items.map { raise($0, by: count) }))
            default: block
            }
        }
    }

    /// Fragments of links become the ids that the headings have here; those that mean no heading go, and are a loss.
    /// `own` is the address of the page, `other` gives the headings of another one.
    static func resolveAnchors(
        _ blocks: [MarkdownBlock], own: String, title: String, losses: inout [String],
        other: (String) -> HeadingAnchors?
    ) -> [MarkdownBlock] {
        // Most pages have no such link, and need neither a copy nor a list of their headings.
        guard holdsLink(blocks, where: hasFragment) else { return blocks }
        let ownAnchors = HeadingAnchors(blocks, title: title)
        var lost = false
        let result = mapLinks(blocks) { destination in
            guard hasFragment(destination), let hash = destination.utf8.firstIndex(of: 0x23) else { return destination }
            let target = String(destination[..<hash])
            let isOwn = target.isEmpty || target == own
            let fragment = String(destination[destination.index(after: hash)...])
            if let id = (isOwn ? ownAnchors : other(target))?.id(for: fragment) {
                return id.isEmpty ? (isOwn ? nil : target) : (isOwn ? "" : target) + "#" + id
            }
            lost = true
            return isOwn ? nil : target
        }
        if lost { losses.append("link:anchor") }
        return result
    }

    /// Whether an address leads to a place in a page of this site.
    private static func hasFragment(_ destination: String) -> Bool {
        let first = destination.utf8.first
        return (first == 0x2F || first == 0x23) && destination.utf8.contains(0x23)
    }

    private static func holdsLink(_ blocks: [MarkdownBlock], where isWanted: (String) -> Bool) -> Bool {
        blocks.contains { block in
            switch block {
            case .paragraph(let inlines), .heading(_, let inlines), .anchoredHeading(_, _, let inlines):
                holdsLink(inlines, where: isWanted)
            case .quote(let inner), .alert(_, let inner), .footnoteDefinition(_, let inner):
                holdsLink(inner, where: isWanted)
            case .list(let list): list.items.contains { holdsLink($0, where: isWanted) }
            case .table(let table):
                table.header.contains { holdsLink($0, where: isWanted) }
                    || table.rows.contains { $0.contains { holdsLink($0, where: isWanted) } }
            case .code, .rule, .verbatimLine: false
            }
        }
    }

    private static func holdsLink(_ inlines: [MarkdownInline], where isWanted: (String) -> Bool) -> Bool {
        inlines.contains { inline in
            switch inline {
            case .link(let destination, _, let inner): isWanted(destination) || holdsLink(inner, where: isWanted)
            case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): holdsLink(inner, where: isWanted)
            default: false
            }
        }
    }

    /// Every link's destination goes through `change`; nil leaves the text without the link.
    static func mapLinks(_ blocks: [MarkdownBlock], _ change: (String) -> String?) -> [MarkdownBlock] {
        blocks.rewritten { mapLinks($0, change) }
    }

    static func mapLinks(_ inlines: [MarkdownInline], _ change: (String) -> String?) -> [MarkdownInline] {
        inlines.flatMap { inline -> [MarkdownInline] in
            switch inline {
            case .link(let destination, let title, let inner):
                guard let new = change(destination) else { return mapLinks(inner, change) }
                return [.link(destination: new, title: title, mapLinks(inner, change))]
            case .emphasis(let inner): return [.emphasis(mapLinks(inner, change))]
            case .strong(let inner): return [.strong(mapLinks(inner, change))]
            case .strikethrough(let inner): return [.strikethrough(mapLinks(inner, change))]
            default: return [inline]
            }
        }
    }

    /// With headings from the second level on: a page that begins with a fourth was written before it had a title above it.
    static func belowTitle(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        guard let highest = highestHeading(blocks), highest > 2 else { return blocks }
        return raise(blocks, by: highest - 2)
    }

    /// Takes away a heading that only says the title again, and rules at the ends. The first block may be one, and a
    /// heading below a few lines, such as a path of pages, when no other is as high.
    static func tidy(_ blocks: [MarkdownBlock], title: String) -> [MarkdownBlock] {
        var blocks = blocks
        if let place = titleAgain(blocks, title) { blocks.remove(at: place) }
        blocks = belowTitle(blocks)
        while case .rule? = blocks.last { blocks.removeLast() }
        while case .rule? = blocks.first { blocks.removeFirst() }
        return blocks
    }

    private static func titleAgain(_ blocks: [MarkdownBlock], _ title: String) -> Int? {
        var words = 0
        for (index, block) in blocks.enumerated() {
            switch block {
            case .heading(let level, let text):
                let name = Naming.squeezed(title)
                guard !name.isEmpty, Naming.squeezed(MarkdownInline.plainText(text)) == name else { return nil }
                if words == 0 { return index }
                return (highestHeading(Array(blocks[(index + 1)...])) ?? 7) > level ? index : nil
            case .paragraph(let inlines):
                words += MarkdownInline.plainText(inlines).split(whereSeparator: \.isWhitespace).count
                if words > wordsAboveTitle { return nil }
            case .rule: continue
            default: return nil
            }
        }
        return nil
    }

    /// So many words above its heading do not make a page begin without it.
    private static let wordsAboveTitle = 60
}
