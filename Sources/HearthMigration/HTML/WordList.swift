/// Lists as Word saves them: paragraphs with `mso-list:l0 level2 lfo1` in their style, and the bullet or number as text
/// that only browsers without `supportLists` show.
struct WordList {
    struct Item {
        /// 1 for the outermost.
        var level: Int
        /// The number of the item; nil for bullets.
        var number: Int?
    }

    private var items: [(item: Item, blocks: [MarkdownBlock])] = []

    var isActive: Bool { !items.isEmpty }

    mutating func add(_ item: Item, _ blocks: [MarkdownBlock]) {
        if !blocks.isEmpty { items.append((item, blocks)) }
    }

    /// The list that was collected.
    mutating func finish() -> [MarkdownBlock] {
        defer { items = [] }
        var index = 0
        var lists: [MarkdownBlock] = []
        while index < items.count { lists += build(from: &index, level: items[index].item.level, depth: 0) }
        return lists
    }

    private func build(from index: inout Int, level: Int, depth: Int) -> [MarkdownBlock] {
        var lists: [MarkdownBlock] = []
        var current: [[MarkdownBlock]] = []
        var start: Int?
        func list() -> MarkdownBlock { .list(MarkdownList(start: start, isTight: true, items: current)) }
        while index < items.count, items[index].item.level >= level {
            let (item, blocks) = items[index]
            if item.level > level, !current.isEmpty, depth < 10 {
                current[current.count - 1] += build(from: &index, level: item.level, depth: depth + 1)
                continue
            }
            if !current.isEmpty, (start == nil) != (item.number == nil) {
                lists.append(list())
                current = []
            }
            if current.isEmpty { start = item.number }
            current.append(blocks)
            index += 1
        }
        return current.isEmpty ? lists : lists + [list()]
    }

    /// The item that a paragraph is, nil for all others.
    static func item(_ node: HTMLNode) -> Item? {
        guard node.kind == .element, node.tag == .paragraph, let style = node.attributeBytes("style"),
            let place = ByteText.place(of: "mso-list:", in: style)
        else { return nil }
        let value = String(decoding: style[(place + 9)...].prefix { $0 != 0x3B }, as: UTF8.self)
        let words = value.split { $0 == " " || $0 == "\n" || $0 == "\r" }
        guard let level = words.first(where: { $0.hasPrefix("level") }).flatMap({ Int($0.dropFirst(5)) }) else {
            return nil
        }
        return Item(level: max(1, min(9, level)), number: marker(of: node).flatMap { number(in: $0) })
    }

    /// White space and comments do not end a list.
    static func isBetween(_ node: HTMLNode) -> Bool {
        switch node.kind {
        case .text: !node.text.contains { $0 > 0x20 }
        case .comment, .other: true
        // `<o:p>`: gumbo has no name of its own for it.
        case .element: node.isUnknown && node.name == "o-p"
        }
    }

    /// Whether the siblings behind a comment are the marker of a list item, which the list says already.
    static func isMarker(_ comment: HTMLNode, before: Bool) -> Bool {
        let text = comment.text
        if ByteText.contains("if !supportLists", in: text) { return true }
        return ByteText.contains("endif", in: text) ? false : before
    }

    /// `<span style='mso-list:Ignore'>` holds the marker in later versions.
    static func isIgnored(_ node: HTMLNode) -> Bool {
        guard let style = node.attributeBytes("style"), ByteText.contains("mso-list", in: style) else { return false }
        let plain = style.filter { $0 != 0x20 }.map(\.asciiLower)
        return plain.withUnsafeBufferPointer { ByteText.contains("mso-list:ignore", in: $0) }
    }

    /// The text of the marker: `·`, `1.`, `a)`.
    private static func marker(of paragraph: HTMLNode) -> String? {
        var stack = Array(paragraph.children).reversed() as [HTMLNode]
        var isOpen = false
        var text = ""
        while let node = stack.popLast() {
            switch node.kind {
            case .comment:
                if isMarker(node, before: false) { isOpen = true } else if isOpen { return text }
            case .element where isIgnored(node): return HTMLToMarkdown.plainText(of: node)
            case .element where isOpen: text += HTMLToMarkdown.plainText(of: node)
            case .element: stack += node.children.reversed
            default: continue
            }
        }
        return isOpen ? text : nil
    }

    /// 3 for `3.` and `(3)`, 1 for `a)` and `iv.`; nil for bullets.
    private static func number(in marker: String) -> Int? {
        let text = marker.unicodeScalars.filter { !$0.properties.isWhitespace }.drop { $0 == "(" }
        let word = text.prefix { $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) }
        // Wingdings bullets are letters too, such as `o` and `§`, but nothing closes them.
        guard !word.isEmpty, word.count < text.count, let last = text.last, last == "." || last == ")" else {
            return nil
        }
        return Int(String(String.UnicodeScalarView(word))) ?? 1
    }
}
