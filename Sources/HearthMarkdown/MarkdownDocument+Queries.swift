extension MarkdownDocument {
    /// The children of a node, found one after the other.
    package struct ChildSequence: Sequence, IteratorProtocol, Sendable {
        fileprivate let document: MarkdownDocument
        fileprivate var nextNode: NodeID

        package mutating func next() -> NodeID? {
            guard nextNode != MarkdownDocument.none else { return nil }
            let node = nextNode
            nextNode = document.nodes[Int(node)].nextSibling
            return node
        }
    }

    /// The children of `node` in order.
    package func children(of node: NodeID) -> ChildSequence {
        ChildSequence(document: self, nextNode: nodes[Int(node)].firstChild)
    }

    /// The literal text of a node (text, code, code block, HTML, and what a wiki link, mention or topic shows); empty
    /// for others.
    package func literal(_ node: NodeID) -> String {
        String(decoding: literalBytes(node), as: UTF8.self)
    }

    /// `literal` as bytes, without a copy.
    package func literalBytes(_ node: NodeID) -> ArraySlice<UInt8> {
        let range = nodes[Int(node)].text
        return buffer[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    /// The next node in document order after `node`, its children first unless `skippingChildren`; nil at the end of
    /// `root`.
    func next(after node: NodeID, below root: NodeID, skippingChildren: Bool = false) -> NodeID? {
        let first = nodes[Int(node)].firstChild
        if first != Self.none, !skippingChildren { return first }
        var current = node
        while current != root {
            let sibling = nodes[Int(current)].nextSibling
            if sibling != Self.none { return sibling }
            current = nodes[Int(current)].parent
            if current == Self.none { return nil }
        }
        return nil
    }

    /// The words of a node without markup: text, code and alternative texts, line breaks as spaces; blocks inside it
    /// are separated by a newline. Raw HTML and footnote marks are left out. `linkText` gives what a wiki link, a
    /// person or a topic (an index of `links`) is shown as; without it they stand as they were written.
    package func plainText(of node: NodeID, linkText: (Int) -> String? = { _ in nil }) -> String {
        var output: [UInt8] = []
        appendPlainText(of: node, to: &output, limit: .max, linkText)
        return String(decoding: output, as: UTF8.self)
    }

    /// Whether a heading names a page, a person or a topic, which are shown by other names than they are written.
    package func hasCommunityLinks(_ heading: Heading) -> Bool {
        guard !links.isEmpty else { return false }
        var current: NodeID? = heading.node
        while let node = current {
            switch nodes[Int(node)].kind {
            case .wikiLink, .mention, .topic: return true
            default: current = next(after: node, below: heading.node)
            }
        }
        return false
    }

    /// The words of a heading as its readers see them: `linkText` as for `plainText`.
    package func text(of heading: Heading, linkText: (Int) -> String?) -> String {
        hasCommunityLinks(heading) ? plainText(of: heading.node, linkText: linkText) : heading.text
    }

    /// The words of blocks, separated by newlines. Stops after the piece of text that reaches `limit` (UTF-8 bytes), so
    /// that the result may be a little longer.
    package func plainText(
        of blocks: ArraySlice<NodeID>, limit: Int = .max, linkText: (Int) -> String? = { _ in nil }
    ) -> String {
        var output: [UInt8] = []
        for block in blocks {
            if output.count >= limit { break }
            appendPlainText(of: block, to: &output, limit: limit, linkText)
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func appendPlainText(
        of root: NodeID, to output: inout [UInt8], limit: Int, _ linkText: (Int) -> String?
    ) {
        var current: NodeID? = root
        while let node = current, output.count < limit {
            switch nodes[Int(node)].kind {
            case .text, .code: output.append(contentsOf: literalBytes(node))
            case .wikiLink, .mention, .topic:
                if let text = linkText(Int(nodes[Int(node)].detail)) {
                    output.append(contentsOf: text.utf8)
                } else {
                    output.append(contentsOf: literalBytes(node))
                }
            case .codeBlock:
                separate(&output)
                output.append(contentsOf: literalBytes(node))
                while output.last == Byte.newline { output.removeLast() }
            case .softBreak, .lineBreak: output.append(Byte.space)
            case .paragraph, .heading, .tableCell: separate(&output)
            default: break
            }
            current = next(after: node, below: root)
        }
    }

    private func separate(_ output: inout [UInt8]) {
        while output.last == Byte.space { output.removeLast() }
        if !output.isEmpty, output.last != Byte.newline { output.append(Byte.newline) }
    }

    /// The first paragraph of `blocks` that says something (a picture alone does not); nil when there is none.
    /// Paragraphs
    /// inside lists and quotes do not count.
    package func firstParagraph(in blocks: ArraySlice<NodeID>) -> NodeID? {
        blocks.first { nodes[Int($0)].kind == .paragraph && hasText($0) }
    }

    private func hasText(_ root: NodeID) -> Bool {
        var current: NodeID? = root
        while let node = current {
            let value = nodes[Int(node)]
            switch value.kind {
            case .text, .code, .wikiLink, .mention, .topic: if !value.text.isEmpty { return true }
            default: break
            }
            current = next(after: node, below: root, skippingChildren: value.kind == .image)
        }
        return false
    }

    /// Whether `blocks` show anything: false for none, and for empty paragraphs that are left of raw HTML.
    package func hasContent(in blocks: ArraySlice<NodeID>) -> Bool {
        blocks.contains { block in
            switch nodes[Int(block)].kind {
            case .paragraph: nodes[Int(block)].firstChild != Self.none
            default: true
            }
        }
    }

    /// The headings inside `blocks`, in order. `blocks` must be neighbours, as slices of `self.blocks` are.
    package func headings(in blocks: ArraySlice<NodeID>) -> [Heading] {
        let range = nodeRange(of: blocks)
        let start = headings.firstIndex(orCountAfter: range.lowerBound) { $0.node }
        let end = headings.firstIndex(orCountAfter: range.upperBound) { $0.node }
        return Array(headings[start..<end])
    }

    /// The indices of the links inside `blocks`, which must be neighbours. Links are in document order; those in
    /// footnotes
    /// come after those of all blocks.
    package func links(in blocks: ArraySlice<NodeID>) -> Range<Int> {
        let range = nodeRange(of: blocks)
        let start = links.firstIndex(orCountAfter: range.lowerBound) { $0.node }
        return start..<links.firstIndex(orCountAfter: range.upperBound) { $0.node }
    }

    /// The nodes of neighbouring blocks: a block's nodes lie between it and the next block.
    private func nodeRange(of blocks: ArraySlice<NodeID>) -> Range<NodeID> {
        guard let first = blocks.first, let last = blocks.last else { return 0..<0 }
        var end = nodes[Int(last)].nextSibling
        if end == Self.none { end = footnotes.first?.definition ?? NodeID(truncatingIfNeeded: nodes.count) }
        return first..<max(first, end)
    }

    /// The level of a heading from 1; 0 for other nodes.
    package func headingLevel(_ node: NodeID) -> Int {
        let value = nodes[Int(node)]
        return value.kind == .heading ? headings[Int(value.detail)].level : 0
    }
}

extension Array {
    /// The index of the first element whose node is not before `node`, by halving: elements are in the order of their
    /// nodes.
    fileprivate func firstIndex(orCountAfter node: Int32, _ place: (Element) -> Int32) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if place(self[middle]) < node { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
