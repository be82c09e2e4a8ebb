import CCMark
import Glibc

/// A node of libcmark's tree, borrowed: valid as long as its `CMarkTree`.
typealias CMarkNode = OpaquePointer

/// The tree that libcmark made of a text; freed with this value.
///
/// libcmark parses and merges text nodes without recursion, so that nesting cannot overflow the stack.
struct CMarkTree: ~Copyable {
    let root: CMarkNode

    /// Parses CommonMark 0.30. Nil only when libcmark could not allocate.
    init?(parsing bytes: [UInt8]) {
        // Positions are only right beyond code spans and HTML of several lines when source positions are asked for.
        var options = CMARK_OPT_SOURCEPOS
        // Libcmark looks at each byte. ASCII needs no look, and of other text the standard library's is faster.
        var seen: UInt8 = 0
        for byte in bytes { seen |= byte }
        if seen >= 0x80, (try? UTF8Span(validating: bytes.span)) == nil { options |= CMARK_OPT_VALIDATE_UTF8 }
        let memory = CMarkMemory.retain()
        guard let parser = cmark_parser_new_with_mem(options, memory) else {
            CMarkMemory.release()
            return nil
        }
        bytes.withUnsafeBytes { raw in
            if let start = raw.baseAddress {
                cmark_parser_feed(parser, start.assumingMemoryBound(to: CChar.self), raw.count)
            }
        }
        guard let root = cmark_parser_finish(parser) else {
            CMarkMemory.release()
            return nil
        }
        self.root = root
    }

    // The nodes lie in the region, so there is nothing else to free.
    deinit { CMarkMemory.release() }
}

extension CMarkNode {
    var kind: cmark_node_type { cmark_node_get_type(self) }
    var next: CMarkNode? { cmark_node_next(self) }
    var parentNode: CMarkNode? { cmark_node_parent(self) }
    var firstChild: CMarkNode? { cmark_node_first_child(self) }
    /// The line it begins on, from 1; 0 for breaks.
    var startLine: Int { Int(cmark_node_get_start_line(self)) }
    var endLine: Int { Int(cmark_node_get_end_line(self)) }
    /// The byte of the line it begins at, from 1.
    var startColumn: Int { Int(cmark_node_get_start_column(self)) }

    /// The literal text, empty when the kind has none.
    var literalBytes: UnsafeBufferPointer<UInt8> { cBytes(cmark_node_get_literal(self)) }
    var urlBytes: UnsafeBufferPointer<UInt8> { cBytes(cmark_node_get_url(self)) }
    var titleBytes: UnsafeBufferPointer<UInt8> { cBytes(cmark_node_get_title(self)) }
    var infoBytes: UnsafeBufferPointer<UInt8> { cBytes(cmark_node_get_fence_info(self)) }

    /// Whether paragraphs, headings and so on can be below it.
    var isContainerBlock: Bool {
        switch kind {
        case CMARK_NODE_DOCUMENT, CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM: true
        default: false
        }
    }

    /// The next block after this one in document order below `root`, not entering this one's inlines.
    func nextBlock(below root: CMarkNode) -> CMarkNode? {
        if isContainerBlock, let child = firstChild { return child }
        var node = self
        while node != root {
            if let next = node.next { return next }
            guard let parent = node.parentNode else { return nil }
            node = parent
        }
        return nil
    }
}

private func cBytes(_ text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: text, count: strlen(text)).bindMemory(to: UInt8.self)
}
