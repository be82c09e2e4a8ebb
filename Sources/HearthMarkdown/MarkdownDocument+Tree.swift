import HearthModel

/// A document without its tree and text: nearly all of its bytes, and what only those need who walk it.
extension MarkdownDocument {
    /// How many nodes and bytes of text there are.
    package struct TreeSize: Sendable, Equatable {
        package var nodes: Int
        package var text: Int

        /// In memory, of both together.
        package var bytes: Int { nodes * MemoryLayout<Node>.stride + text }

        package init(nodes: Int, text: Int) { (self.nodes, self.text) = (nodes, text) }
    }

    package var treeSize: TreeSize { TreeSize(nodes: nodes.count, text: buffer.count) }

    /// The same document with headings, links and tables, but no node.
    package var withoutTree: MarkdownDocument {
        var outline = self
        (outline.nodes, outline.buffer) = ([], [])
        // As large as they are: arrays that grew have room for half as much again.
        outline.headings = headings.map { $0 }
        outline.links = links.map { $0 }
        return outline
    }

    /// Gives `write` the nodes, then the text, as they are in memory: for this run of this program only.
    package func writeTree(_ write: (_ nodes: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer) -> Bool) -> Bool {
        nodes.withUnsafeBytes { nodes in buffer.withUnsafeBytes { write(nodes, $0) } }
    }

    /// `outline` with the tree that `read` puts into memory of `size`; nil when it cannot.
    package init?(
        _ outline: MarkdownDocument, _ size: TreeSize,
        read: (_ nodes: UnsafeMutableRawBufferPointer, _ text: UnsafeMutableRawBufferPointer) -> Bool
    ) {
        var isRead = false
        self = outline
        buffer = []
        nodes = Array(uninitialized: size.nodes) { nodes, count in
            buffer = Array(uninitialized: size.text) { text, length in
                isRead = read(UnsafeMutableRawBufferPointer(nodes), UnsafeMutableRawBufferPointer(text))
                length = isRead ? size.text : 0
            }
            count = isRead ? size.nodes : 0
        }
        guard isRead else { return nil }
    }

    /// `outline` with as many nodes, none of which says anything: what was known of their places stays true.
    package init(_ outline: MarkdownDocument, silent size: TreeSize) {
        self = outline
        let none = Self.none
        let node = Node(
            kind: .text, parent: none, firstChild: none, nextSibling: none, line: 1, text: 0..<0, detail: 0)
        nodes = Array(repeating: node, count: size.nodes)
        buffer = []
    }
}
