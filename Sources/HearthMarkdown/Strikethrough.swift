/// A run of one or two `~` that may begin or end struck-out text.
struct StrikeDelimiter {
    var node: MarkdownDocument.NodeID
    var parent: MarkdownDocument.NodeID
    var length: Int
    var opens: Bool
    var closes: Bool
    /// How many levels are struck out inside it already.
    var levels = 0
}

extension TreeBuilder {
    /// Pairs the tildes of a paragraph; those below one parent at a time, since emphasis binds first.
    mutating func resolveStrikes() {
        let delimiters = strikes
        strikes.removeAll(keepingCapacity: true)
        var byParent: [MarkdownDocument.NodeID: [StrikeDelimiter]] = [:]
        for delimiter in delimiters { byParent[delimiter.parent, default: []].append(delimiter) }
        for (_, group) in byParent {
            var openers: [StrikeDelimiter] = []
            for delimiter in group {
                if delimiter.closes, let opener = openers.popLast() {
                    var levels = opener.levels
                    // As in GitHub's implementation, runs of unequal length take each other out.
                    if opener.length == delimiter.length, levels < 2 {
                        strike(from: opener.node, to: delimiter.node)
                        levels += 1
                    }
                    if let outer = openers.indices.last { openers[outer].levels = max(openers[outer].levels, levels) }
                } else if delimiter.opens {
                    openers.append(delimiter)
                }
            }
        }
    }

    /// Makes the opener a container of what stands between it and the closer, which goes.
    private mutating func strike(from opener: MarkdownDocument.NodeID, to closer: MarkdownDocument.NodeID) {
        var child = document.nodes[Int(opener)].nextSibling
        document.nodes[Int(opener)].kind = .strikethrough
        document.nodes[Int(opener)].text = 0..<0
        if child == closer { child = MarkdownDocument.none }
        document.nodes[Int(opener)].firstChild = child
        document.nodes[Int(opener)].nextSibling = document.nodes[Int(closer)].nextSibling
        while child != MarkdownDocument.none {
            document.nodes[Int(child)].parent = opener
            let next = document.nodes[Int(child)].nextSibling
            if next == closer { document.nodes[Int(child)].nextSibling = MarkdownDocument.none }
            child = next == closer ? MarkdownDocument.none : next
        }
        // The frame of the parent may still point at the closer as its last child.
        if frames[frames.count - 1].last == closer { frames[frames.count - 1].last = opener }
    }
}
