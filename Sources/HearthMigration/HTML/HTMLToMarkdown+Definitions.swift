// Lists of definitions, which Markdown writes as lists with the terms in bold.

extension HTMLToMarkdown {
    mutating func definitionList(_ node: HTMLNode, depth: Int) -> [MarkdownBlock] {
        let parts = Self.parts(of: node)
        // Definitions of nothing are how wikis and old editors indent.
        if !parts.isEmpty, parts.allSatisfy({ $0.kind == .element && $0.tag == .definition }) {
            let inner = parts.flatMap { isDropped($0) ? [] : blocks(of: $0, depth: depth + 1, wrappers: []) }
            return inner.isEmpty ? [] : continues(node) ? inner : [.quote(inner)]
        }
        lose("element:dl")
        var entries: [Entry] = []
        var index = 0
        while index < parts.count {
            let start = index
            guard Self.isPart(parts[start]) else {
                // What stands between terms and definitions is text all the same.
                index = parts[start...].firstIndex { Self.isPart($0) } ?? parts.count
                let inner = blocks(between: parts[start..<index], depth: depth + 1)
                if !inner.isEmpty { entries.append(Entry(term: nil, definitions: [inner])) }
                continue
            }
            index += 1
            if isDropped(parts[start]) { continue }
            let isTerm = parts[start].tag == .definitionTerm
            let before = takesPermalinks
            if isTerm { takesPermalinks = Permalinks.standBesideWords(in: parts[start]) }
            let inner = blocks(of: parts[start], depth: depth + 1, wrappers: isTerm ? [{ .strong($0) }] : [])
            takesPermalinks = before
            if inner.isEmpty { continue }
            if isTerm {
                entries.append(Entry(term: inner))
            } else if entries.isEmpty {
                entries.append(Entry(term: nil, definitions: [inner]))
            } else {
                entries[entries.count - 1].definitions.append(inner)
            }
        }
        let items = entries.map(\.blocks)
        return items.isEmpty
            ? [] : [.list(MarkdownList(start: nil, isTight: items.allSatisfy(Self.isShort), items: items))]
    }

    /// A term with what it means.
    private struct Entry {
        var term: [MarkdownBlock]?
        var definitions: [[MarkdownBlock]] = []

        /// `**Term**: meaning` in a line; several meanings are a list below the term.
        var blocks: [MarkdownBlock] {
            guard let term else { return definitions.flatMap { $0 } }
            guard let first = definitions.first else { return term }
            if definitions.count > 1 {
                let isTight = definitions.allSatisfy(HTMLToMarkdown.isShort)
                return term + [.list(MarkdownList(start: nil, isTight: isTight, items: definitions))]
            }
            if term.count == 1, case .paragraph(let name) = term[0], case .paragraph(let text)? = first.first {
                // Some write the colon themselves.
                let isClosed = MarkdownInline.plainText(name).utf8.last == 0x3A
                return [.paragraph(name + [.text(isClosed ? " " : ": ")] + text)] + first.dropFirst()
            }
            return term + first
        }
    }

    /// Whether an item reads as one line, or one with a list below.
    private static func isShort(_ item: [MarkdownBlock]) -> Bool {
        item.dropFirst().allSatisfy { if case .list(let list) = $0 { list.isTight } else { false } }
    }

    /// Terms, definitions and what stands between; HTML allows a `<div>` around each group.
    private static func parts(of node: HTMLNode) -> [HTMLNode] {
        func isShown(_ node: HTMLNode) -> Bool {
            node.kind == .element || (node.kind == .text && node.text.contains { $0 > 0x20 })
        }
        return node.children.flatMap { child -> [HTMLNode] in
            guard isShown(child) else { return [] }
            let isGroup = child.kind == .element && child.tag == .blockBox && child.children.contains { isPart($0) }
            return isGroup ? child.children.filter(isShown) : [child]
        }
    }

    private static func isPart(_ node: HTMLNode) -> Bool {
        node.kind == .element && (node.tag == .definitionTerm || node.tag == .definition)
    }
}
