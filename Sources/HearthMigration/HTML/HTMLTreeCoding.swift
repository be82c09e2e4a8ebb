import CGumbo

/// A tree as bytes. Every page of a saved site is looked at twice, and to read a tree takes a tenth of the time in which
/// gumbo makes it.
///
/// A node is a mark and what it needs: text its bytes, an element its tag and attributes, then its children, then
/// `end`. Bytes have their count in front, seven bits at a time.
enum HTMLTreeCoding {
    fileprivate enum Mark: UInt8 {
        case end, text, whitespace, data, comment, element, template
        /// In front of `<html>`.
        case leadingComment
    }

    static func encode(_ tree: GumboTree) -> [UInt8] {
        guard let root = tree.root else { return [] }
        var out: [UInt8] = []
        for comment in tree.leadingComments { put(.leadingComment, comment.text, into: &out) }
        // Nil stands for the end of an element.
        var stack: [HTMLNode?] = [HTMLNode(pointer: root)]
        while let next = stack.popLast() {
            guard let node = next else {
                out.append(Mark.end.rawValue)
                continue
            }
            switch node.pointer.pointee.type {
            case GUMBO_NODE_TEXT: put(.text, node.text, into: &out)
            case GUMBO_NODE_WHITESPACE: put(.whitespace, node.text, into: &out)
            case GUMBO_NODE_CDATA: put(.data, node.text, into: &out)
            case GUMBO_NODE_COMMENT: put(.comment, node.text, into: &out)
            case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
                putElement(node, into: &out)
                stack.append(nil)
                for child in node.children.reversed { stack.append(child) }
            default: continue
            }
        }
        return out
    }

    private static func put(_ mark: Mark, _ bytes: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        out.append(mark.rawValue)
        put(bytes, into: &out)
    }

    private static func put(_ bytes: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        put(bytes.count, into: &out)
        out += bytes
    }

    private static func put(_ number: Int, into out: inout [UInt8]) {
        var rest = UInt(number)
        while rest > 0x7F {
            out.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        out.append(UInt8(rest))
    }

    private static func putElement(_ node: HTMLNode, into out: inout [UInt8]) {
        let isTemplate = node.pointer.pointee.type == GUMBO_NODE_TEMPLATE
        out.append((isTemplate ? Mark.template : .element).rawValue)
        put(Int(node.pointer.pointee.v.element.tag.rawValue), into: &out)
        if node.isUnknown { node.withTagName { put($0, into: &out) } }
        let attributes = node.attributes
        put(attributes.count, into: &out)
        for attribute in attributes {
            put(attribute.name, into: &out)
            put(attribute.value, into: &out)
        }
    }

    /// What `encode` wrote, as nodes in `arena`; nil for bytes that it did not write.
    static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, in arena: HTMLArena
    ) -> (root: UnsafeMutablePointer<GumboNode>, leadingComments: [HTMLNode])? {
        var reader = Reader(bytes: bytes, arena: arena)
        return reader.read()
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        let arena: HTMLArena
        var index = 0
        /// Open elements, and where the children of each begin in `pending`.
        var open: [(node: UnsafeMutablePointer<GumboNode>, firstChild: Int)] = []
        var pending: [UnsafeMutableRawPointer?] = []
        var comments: [HTMLNode] = []

        mutating func read() -> (root: UnsafeMutablePointer<GumboNode>, leadingComments: [HTMLNode])? {
            while index < bytes.count {
                guard let mark = Mark(rawValue: bytes[index]) else { return nil }
                index += 1
                switch mark {
                case .end:
                    guard let last = open.popLast() else { return nil }
                    last.node.pointee.v.element.children = arena.vector(pending[last.firstChild...])
                    pending.removeSubrange(last.firstChild...)
                    pending.append(UnsafeMutableRawPointer(last.node))
                    if open.isEmpty { return index == bytes.count ? (last.node, comments) : nil }
                case .text: guard add(GUMBO_NODE_TEXT) else { return nil }
                case .whitespace: guard add(GUMBO_NODE_WHITESPACE) else { return nil }
                case .data: guard add(GUMBO_NODE_CDATA) else { return nil }
                case .comment: guard add(GUMBO_NODE_COMMENT) else { return nil }
                case .leadingComment:
                    guard let text = piece(), let node = arena.text(text, type: GUMBO_NODE_COMMENT) else { return nil }
                    comments.append(HTMLNode(pointer: node))
                case .element, .template: guard addElement(isTemplate: mark == .template) else { return nil }
                }
            }
            return nil
        }

        private mutating func number() -> Int? {
            var value: UInt = 0
            var shift: UInt = 0
            while index < bytes.count, shift < 56 {
                let byte = bytes[index]
                index += 1
                value |= UInt(byte & 0x7F) << shift
                if byte < 0x80 { return Int(value) }
                shift += 7
            }
            return nil
        }

        private mutating func piece() -> UnsafeBufferPointer<UInt8>? {
            guard let count = number(), count <= bytes.count - index else { return nil }
            defer { index += count }
            return UnsafeBufferPointer(rebasing: bytes[index..<(index + count)])
        }

        private mutating func add(_ type: GumboNodeType) -> Bool {
            guard let text = piece(), let node = arena.text(text, type: type) else { return false }
            pending.append(UnsafeMutableRawPointer(node))
            return true
        }

        private mutating func addElement(isTemplate: Bool) -> Bool {
            guard let tag = number(), tag < Int(GUMBO_TAG_LAST.rawValue),
                let node = arena.element(GumboTag(UInt32(tag)))
            else { return false }
            if isTemplate { node.pointee.type = GUMBO_NODE_TEMPLATE }
            if GumboTag(UInt32(tag)) == GUMBO_TAG_UNKNOWN {
                guard let name = piece() else { return false }
                let tag = [0x3C] + name + [0x3E]
                node.pointee.v.element.original_tag = tag.withUnsafeBufferPointer {
                    GumboStringPiece(data: arena.copy($0), length: $0.count)
                }
            }
            guard let count = number(), count <= bytes.count - index else { return false }
            let first = pending.count
            for _ in 0..<count {
                guard let name = piece(), let value = piece(), let attribute = arena.attribute(name, value) else {
                    return false
                }
                pending.append(UnsafeMutableRawPointer(attribute))
            }
            node.pointee.v.element.attributes = arena.vector(pending[first...])
            pending.removeSubrange(first...)
            open.append((node, pending.count))
            return true
        }
    }
}
