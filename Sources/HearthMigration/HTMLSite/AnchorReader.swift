/// The headings, anchors and addresses of a page, in the order of reading.
struct AnchorReader {
    private(set) var headings: [HTMLNode] = []
    private(set) var anchors: [String: Int] = [:]
    /// What a heading calls itself, by its number: its own id, else a name in it, else one right before it.
    private(set) var headingNames: [Int: String] = [:]
    private(set) var addresses: [(node: HTMLNode, isImage: Bool)] = []
    /// Films, sounds and files that are shown inside of the page.
    private(set) var media: [HTMLNode] = []
    /// Anchors since the last text: a heading that follows them is what they mean.
    private var waiting: [String] = []
    /// The heading that is open, with all below it.
    private var current = -1

    mutating func read(_ body: HTMLNode) {
        // An element is pushed twice: nil marks the end of a heading.
        var stack: [HTMLNode] = [body]
        while let node = stack.popLast() {
            switch node.kind {
            case .text: if node.text.contains(where: { $0 > 0x20 }) { settle() }
            case .element:
                if node.tag == .silent { continue }
                let isHeading = node.tag.headingLevel != nil
                if isHeading { headings.append(node) }
                // An empty heading does not come along: what it is called is the place of what follows.
                let isTarget = isHeading && Self.isShown(node)
                if isTarget {
                    current = headings.count - 1
                    headingNames[current] = name(of: node)
                }
                wait(for: node.attribute("id"))
                wait(for: node.attribute("name"))
                if isTarget { settle() }
                if HTMLCounts.linkAddress(node) != nil { addresses.append((node, false)) }
                if node.tag == .image { addresses.append((node, true)) }
                if node.tag == .dropped || node.tag == .fallback, HTMLCounts.mediaAddress(node) != nil {
                    media.append(node)
                }
                stack += node.children.reversed
            default: continue
            }
        }
        settle()
    }

    private func name(of heading: HTMLNode) -> String? {
        var names: [String] = []
        var stack = [heading]
        var steps = 0
        while steps < 100, let node = stack.popLast() {
            steps += 1
            guard node.kind == .element else { continue }
            for case let name? in [node.attribute("id"), node.attribute("name")]
            where !name.isEmpty && anchors[name] == nil {
                names.append(name)
            }
            stack += node.children.reversed
        }
        names += waiting.filter { anchors[$0] == nil }
        // Word's names for its lists of contents say nothing.
        return names.first { !$0.lowercased().hasPrefix("_toc") } ?? names.first
    }

    private static func isShown(_ heading: HTMLNode) -> Bool {
        var stack = [heading]
        while let node = stack.popLast() {
            if node.kind == .element, node.tag == .image { return true }
            stack += node.children
        }
        return !PageReader.line(Permalinks.text(of: heading)).isEmpty
    }

    private mutating func wait(for name: String?) {
        if let name, !name.isEmpty, anchors[name] == nil { waiting.append(name) }
    }

    private mutating func settle() {
        if waiting.isEmpty { return }
        for name in waiting where anchors[name] == nil { anchors[name] = current }
        waiting = []
    }
}
