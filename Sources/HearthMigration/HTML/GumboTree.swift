import CGumbo
import Glibc

/// One parse of HTML by gumbo, freed in one step.
///
/// All of gumbo's allocations come from an arena, because its own `gumbo_destroy_output` recurses once per level.
final class GumboTree {
    private let arena = HTMLArena()
    private let bytes: [UInt8]
    /// The `<html>` element.
    let root: UnsafeMutablePointer<GumboNode>?
    /// Comments in front of the first tag: they stand beside `<html>`, not in it.
    let leadingComments: [HTMLNode]

    /// `source` is a whole document or a fragment; for fragments gumbo adds `<html>` and `<body>` itself.
    convenience init(_ source: String) { self.init(bytes: Array(source.utf8) + [0]) }

    /// The tree of a text from an editor, most of which need no gumbo; nil for those that do.
    init?(tidy source: [UInt8]) {
        bytes = source + [0]
        leadingComments = []
        let arena = arena
        root = bytes.withUnsafeBufferPointer { TidyHTML.root(UnsafeBufferPointer(rebasing: $0.dropLast()), in: arena) }
        if root == nil { return nil }
    }

    /// The tree that `HTMLTreeCoding` wrote; nil when the bytes are none.
    init?(coded source: [UInt8]) {
        bytes = []
        let arena = arena
        guard let decoded = source.withUnsafeBufferPointer({ HTMLTreeCoding.decode($0, in: arena) }) else { return nil }
        (root, leadingComments) = decoded
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        var options = kGumboDefaultOptions
        options.max_errors = 0
        options.userdata = Unmanaged.passUnretained(arena).toOpaque()
        options.allocator = { userdata, size in
            guard let userdata else { return nil }
            // Called for every node and every piece of text: no counting of references.
            return Unmanaged<HTMLArena>.fromOpaque(userdata)._withUnsafeGuaranteedRef { $0.allocate(size) }
        }
        options.deallocator = { _, _ in }
        let output = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { text in
                // gumbo keeps pointers into the text (`original_text`); only the arena's copies are read later.
                gumbo_parse_with_options(&options, text.baseAddress, buffer.count - 1)
            }
        }
        root = output?.pointee.root
        let children = output?.pointee.document?.pointee.v.document.children ?? GumboVector()
        leadingComments = HTMLNode.Children(list: children).filter { $0.kind == .comment }
    }
}

/// A node of a `GumboTree`; valid while the tree lives.
struct HTMLNode {
    let pointer: UnsafeMutablePointer<GumboNode>

    /// Names the node while its tree lives.
    typealias ID = UnsafeMutablePointer<GumboNode>
    var id: ID { pointer }

    enum Kind {
        case element
        case text
        case comment
        case other
    }

    var kind: Kind {
        switch pointer.pointee.type {
        case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE: .element
        case GUMBO_NODE_TEXT, GUMBO_NODE_CDATA, GUMBO_NODE_WHITESPACE: .text
        case GUMBO_NODE_COMMENT: .comment
        default: .other
        }
    }

    /// The bytes of a text or comment node.
    var text: UnsafeBufferPointer<UInt8> {
        guard let start = pointer.pointee.v.text.text else { return UnsafeBufferPointer(start: nil, count: 0) }
        return start.withMemoryRebound(to: UInt8.self, capacity: 1) { bytes in
            UnsafeBufferPointer(start: bytes, count: strlen(start))
        }
    }

    var tag: HTMLTag {
        let tag = pointer.pointee.v.element.tag
        return tag == GUMBO_TAG_NOSCRIPT && HiddenParts.isShown(noscript: self) ? .inlineBox : HTMLTag.of(tag)
    }

    /// Whether HTML knows no element of this name.
    var isUnknown: Bool { pointer.pointee.v.element.tag == GUMBO_TAG_UNKNOWN }

    /// The name for losses: lower case, short, ASCII.
    var name: String {
        let known = pointer.pointee.v.element.tag
        if known != GUMBO_TAG_UNKNOWN, let name = gumbo_normalized_tagname(known) { return String(cString: name) }
        return withTagName { name in
            let plain = name.prefix(30).map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A ? $0 | 0x20 : 0x2D }
            return plain.isEmpty ? "unknown" : String(decoding: plain, as: UTF8.self)
        }
    }

    /// The name of an unknown element as the source writes it.
    func withTagName<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var piece = pointer.pointee.v.element.original_tag
        gumbo_tag_from_original_text(&piece)
        guard let start = piece.data else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
        return start.withMemoryRebound(to: UInt8.self, capacity: piece.length) {
            body(UnsafeBufferPointer(start: $0, count: piece.length))
        }
    }

    /// All attributes, in the order of the source; valid while the tree lives.
    var attributes: [(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)] {
        func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
            guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
            return text.withMemoryRebound(to: UInt8.self, capacity: 1) {
                UnsafeBufferPointer(start: $0, count: strlen(text))
            }
        }
        let list = pointer.pointee.v.element.attributes
        return (0..<Int(list.length)).compactMap { index in
            guard let raw = list.data[index] else { return nil }
            let attribute = raw.assumingMemoryBound(to: GumboAttribute.self).pointee
            return (bytes(attribute.name), bytes(attribute.value))
        }
    }

    func attribute(_ name: StaticString) -> String? {
        attributeBytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value of an attribute as bytes, valid while the tree lives.
    func attributeBytes(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        let list = pointer.pointee.v.element.attributes
        for index in 0..<Int(list.length) {
            guard let raw = list.data[index] else { continue }
            let attribute = raw.assumingMemoryBound(to: GumboAttribute.self).pointee
            // gumbo and `TidyHTML` write names in small letters.
            guard let own = attribute.name, let value = attribute.value,
                strcmp(own, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
            else { continue }
            return value.withMemoryRebound(to: UInt8.self, capacity: 1) { bytes in
                UnsafeBufferPointer(start: bytes, count: strlen(value))
            }
        }
        return nil
    }

    /// Whether this is the element that gumbo knows as `tag`.
    func isElement(_ tag: GumboTag) -> Bool { kind == .element && pointer.pointee.v.element.tag == tag }

    var hasEventHandler: Bool {
        let list = pointer.pointee.v.element.attributes
        for index in 0..<Int(list.length) {
            guard let raw = list.data[index], let name = raw.assumingMemoryBound(to: GumboAttribute.self).pointee.name
            else { continue }
            if name[0] | 0x20 == 0x6F, name[1] | 0x20 == 0x6E, name[2] != 0 { return true }
        }
        return false
    }

    var children: Children {
        kind == .element ? Children(list: pointer.pointee.v.element.children) : Children(list: GumboVector())
    }

    struct Children: Sequence, IteratorProtocol {
        let list: GumboVector
        var index = 0

        init(list: GumboVector) { self.list = list }

        var underestimatedCount: Int { Int(list.length) - index }

        /// From the last to the first, as a stack wants them.
        var reversed: some Sequence<HTMLNode> {
            (0..<Int(list.length)).reversed().lazy.compactMap { [list] index in
                list.data[index].map { HTMLNode(pointer: $0.assumingMemoryBound(to: GumboNode.self)) }
            }
        }

        mutating func next() -> HTMLNode? {
            while index < Int(list.length) {
                defer { index += 1 }
                if let raw = list.data[index] { return HTMLNode(pointer: raw.assumingMemoryBound(to: GumboNode.self)) }
            }
            return nil
        }
    }
}
