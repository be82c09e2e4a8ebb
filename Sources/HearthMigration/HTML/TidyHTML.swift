import CGumbo
import Glibc

/// Builds gumbo's tree for tidy HTML, some ten times as fast as gumbo does.
///
/// Editors of forums and wikis write nothing but paragraphs, lists, tables and marks, each closed where it should be. For
/// such text the rules of HTML (https://html.spec.whatwg.org/#tree-construction) come down to a stack. Whatever asks for
/// more, such as marks that overlap, text between the rows of a table, or a rare element, is refused and goes to gumbo:
/// the tree is the same either way, which `TidyHTMLTests` compares.
struct TidyHTML {
    /// What an element's tags do to those that are open.
    enum Role: UInt8 {
        case refused
        case inline
        case formatting
        case anchor
        case void
        case rule
        case block
        case paragraph
        case heading
        case preformatted
        case item
        case definition
        case table
        case section
        case row
        case cell
        case caption
    }

    private struct Open {
        let node: UnsafeMutablePointer<GumboNode>
        let tag: GumboTag
        let role: Role
        /// Where the element's children begin in `pending`.
        let firstChild: Int
        let name: Range<Int>
    }

    let bytes: UnsafeBufferPointer<UInt8>
    let arena: HTMLArena
    var index = 0
    private var open: [Open] = []
    var pending: [UnsafeMutableRawPointer?] = []
    var scratch: [UInt8] = []

    /// The `<html>` element; nil when the source asks for gumbo. `bytes` must live as long as the tree.
    static func root(
        _ bytes: UnsafeBufferPointer<UInt8>, in arena: HTMLArena
    ) -> UnsafeMutablePointer<GumboNode>? {
        var parser = TidyHTML(bytes: bytes, arena: arena)
        return parser.parse()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, arena: HTMLArena) {
        self.bytes = bytes
        self.arena = arena
        open.reserveCapacity(16)
        pending.reserveCapacity(64)
    }

    private mutating func parse() -> UnsafeMutablePointer<GumboNode>? {
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        guard let html = arena.element(GUMBO_TAG_HTML), let head = arena.element(GUMBO_TAG_HEAD),
            let body = arena.element(GUMBO_TAG_BODY)
        else { return nil }
        // A comment up here would stand in front of <html>.
        if index + 1 < bytes.count, bytes[index] == 0x3C, bytes[index + 1] == 0x21 { return nil }
        if bytes.count >= index + 3, bytes[index] == 0xEF, bytes[index + 1] == 0xBB { return nil }
        open.append(Open(node: body, tag: GUMBO_TAG_BODY, role: .block, firstChild: 0, name: 0..<0))
        while index < bytes.count {
            guard bytes[index] == 0x3C ? markup() : text() else { return nil }
        }
        while let last = open.last { close(last) }
        html.pointee.v.element.children = arena.vector([UnsafeMutableRawPointer(head), UnsafeMutableRawPointer(body)])
        return html
    }

    // MARK: Nodes

    /// Closes the innermost element.
    private mutating func close(_ last: Open) {
        open.removeLast()
        last.node.pointee.v.element.children = arena.vector(pending[last.firstChild...])
        pending.removeSubrange(last.firstChild...)
        pending.append(UnsafeMutableRawPointer(last.node))
    }

    private mutating func addText(_ source: UnsafeBufferPointer<UInt8>, type: GumboNodeType) -> Bool {
        guard !source.isEmpty || type == GUMBO_NODE_COMMENT else { return true }
        guard let node = arena.text(source, type: type) else { return false }
        pending.append(UnsafeMutableRawPointer(node))
        return true
    }

    // MARK: Text

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }

    /// The text up to the next tag.
    private mutating func text() -> Bool {
        let start = index
        var isBlank = true
        var hasReference = false
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        while index < bytes.count, bytes[index] != 0x3C {
            let byte = bytes[index]
            if byte > 0x20 {
                isBlank = false
                if byte == 0x26 { hasReference = true }
            } else if !Self.isSpace(byte) {
                return false
            }
            index += 1
            index += ByteText.plainCount(bytes, from: index)
        }
        switch open.last?.role {
        // Text between the cells of a table moves in front of it.
        case .table, .section, .row: if !isBlank { return false }
        default: break
        }
        let type = isBlank ? GUMBO_NODE_WHITESPACE : GUMBO_NODE_TEXT
        let raw = UnsafeBufferPointer(rebasing: bytes[start..<index])
        if !hasReference { return addText(raw, type: type) }
        guard decode(raw, isAttribute: false) else { return false }
        let text = scratch
        return text.withUnsafeBufferPointer { addText($0, type: type) }
    }

    /// Resolves the references in `raw` into `scratch`; false for any but the usual ones.
    mutating func decode(_ raw: UnsafeBufferPointer<UInt8>, isAttribute: Bool) -> Bool {
        scratch.removeAll(keepingCapacity: true)
        var at = 0
        while at < raw.count {
            guard raw[at] == 0x26 else {
                let plain = max(1, ByteText.plainCount(raw, from: at))
                scratch.append(contentsOf: UnsafeBufferPointer(rebasing: raw[at..<(at + plain)]))
                at += plain
                continue
            }
            let next = at + 1 < raw.count ? raw[at + 1] : 0x20
            if next != 0x23, !next.isASCIILetter, !next.isASCIIDigit {
                scratch.append(0x26)
                at += 1
                continue
            }
            var end = at + 1
            while end < raw.count, end - at < 10, raw[end] != 0x3B { end += 1 }
            guard end < raw.count, raw[end] == 0x3B,
                let scalar = Self.reference(UnsafeBufferPointer(rebasing: raw[(at + 1)..<end]))
            else { return false }
            if scalar.isASCII {
                scratch.append(UInt8(scalar.value))
            } else {
                scratch.append(contentsOf: Array(String(scalar).utf8))
            }
            at = end + 1
        }
        return true
    }

    private static func reference(_ name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        if name[0] == 0x23, name.count > 1 {
            let isHex = name[1] == 0x78
            let digits = name.dropFirst(isHex ? 2 : 1)
            guard !digits.isEmpty,
                digits.allSatisfy({ $0.isASCIIDigit || (isHex && (0x61...0x66).contains($0 | 0x20)) }),
                let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10),
                value >= 0x20, !(0x7F...0x9F).contains(value), value & 0xFFFE != 0xFFFE,
                !(0xFDD0...0xFDEF).contains(value)
            else { return nil }
            return Unicode.Scalar(value)
        }
        switch String(decoding: name, as: UTF8.self) {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "nbsp": return "\u{A0}"
        default: return nil
        }
    }

    // MARK: Tags

    private mutating func markup() -> Bool {
        guard index + 2 < bytes.count else { return false }
        switch bytes[index + 1] {
        case 0x21: return comment()
        case 0x2F: return endTag()
        default: return startTag()
        }
    }

    private mutating func comment() -> Bool {
        guard index + 6 < bytes.count, bytes[index + 2] == 0x2D, bytes[index + 3] == 0x2D, bytes[index + 4] != 0x3E,
            bytes[index + 4] != 0x2D
        else { return false }
        var end = index + 4
        while end + 2 < bytes.count, bytes[end] != 0x2D || bytes[end + 1] != 0x2D {
            if bytes[end] < 0x20, !Self.isSpace(bytes[end]) { return false }
            end += 1
        }
        guard end + 2 < bytes.count, bytes[end + 2] == 0x3E else { return false }
        let text = UnsafeBufferPointer(rebasing: bytes[(index + 4)..<end])
        index = end + 3
        return addText(text, type: GUMBO_NODE_COMMENT)
    }

    /// The name at `start`: small letters, digits and hyphens.
    private func name(at start: Int) -> Range<Int>? {
        var end = start
        while end < bytes.count, Self.isName(bytes[end]) { end += 1 }
        guard end > start, end < bytes.count, bytes[start] >= 0x61 else { return nil }
        return start..<end
    }

    static func isName(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D
    }

    private func tag(_ name: Range<Int>) -> GumboTag {
        guard let base = bytes.baseAddress else { return GUMBO_TAG_UNKNOWN }
        return (base + name.lowerBound).withMemoryRebound(to: CChar.self, capacity: name.count) {
            gumbo_tagn_enum($0, UInt32(name.count))
        }
    }

    private mutating func endTag() -> Bool {
        guard let name = name(at: index + 2), bytes[name.upperBound] == 0x3E else { return false }
        let tag = tag(name)
        let role = Self.role(tag)
        switch role {
        case .refused, .void, .rule: return false
        case .inline, .formatting, .anchor: break
        case .table:
            closeImplied(except: GUMBO_TAG_LAST)
            if open.last?.role == .cell, let last = open.last { close(last) }
            if open.last?.role == .row, let last = open.last { close(last) }
            if open.last?.role == .section, let last = open.last { close(last) }
        case .section:
            if open.last?.role == .row, let last = open.last { close(last) }
        case .row: break
        case .paragraph, .item, .definition: closeImplied(except: tag)
        default: closeImplied(except: GUMBO_TAG_LAST)
        }
        guard let last = open.last, last.tag == tag, open.count > 1 else { return false }
        // Two elements without a meaning may have different names.
        if tag == GUMBO_TAG_UNKNOWN, !bytes[last.name].elementsEqual(bytes[name]) { return false }
        index = name.upperBound + 1
        close(last)
        return true
    }

    /// Closes what HTML lets end by itself.
    private mutating func closeImplied(except tag: GumboTag) {
        while let last = open.last, last.tag != tag,
            last.role == .paragraph || last.role == .item || last.role == .definition
        {
            close(last)
        }
    }

    /// Whether a paragraph is open that a block would close.
    private var isInParagraph: Bool {
        for each in open.reversed() {
            switch each.role {
            case .paragraph: return true
            case .table, .cell, .caption: return false
            default: continue
            }
        }
        return false
    }

    /// Makes room for an element; false where gumbo would move something.
    private mutating func prepare(for role: Role, _ tag: GumboTag) -> Bool {
        guard let parent = open.last?.role else { return false }
        switch role {
        case .refused: return false
        case .section, .row, .cell, .caption: return prepareTable(for: role)
        default: if parent == .table || parent == .section || parent == .row { return false }
        }
        switch role {
        case .anchor: return !open.contains { $0.role == .anchor }
        case .formatting: return open.count { $0.role == .formatting } < HTMLDepthLimit.maximumFormatting
        case .inline, .void: return true
        case .item, .definition:
            if parent == .paragraph, let last = open.last { close(last) }
            if open.last?.role == role, let last = open.last { close(last) }
            switch open.last?.tag {
            case GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DL, GUMBO_TAG_BODY, GUMBO_TAG_BLOCKQUOTE: return !isInParagraph
            default: return false
            }
        case .table: return !isInParagraph
        case .heading:
            if parent == .heading { return false }
            fallthrough
        default:
            if parent == .paragraph, let last = open.last { close(last) }
            return !isInParagraph
        }
    }

    private mutating func prepareTable(for role: Role) -> Bool {
        if role == .caption { return open.last?.role == .table }
        guard open.contains(where: { $0.role == .table }) else { return false }
        closeImplied(except: GUMBO_TAG_LAST)
        if open.last?.role == .cell, let last = open.last { close(last) }
        if role == .cell { return open.last?.role == .row }
        if open.last?.role == .row, let last = open.last { close(last) }
        if role == .section {
            if open.last?.role == .section, let last = open.last { close(last) }
            return open.last?.role == .table
        }
        if open.last?.role == .table {
            guard let body = arena.element(GUMBO_TAG_TBODY) else { return false }
            open.append(
                Open(node: body, tag: GUMBO_TAG_TBODY, role: .section, firstChild: pending.count, name: 0..<0))
        }
        return open.last?.role == .section
    }

    private mutating func startTag() -> Bool {
        let start = index
        guard let name = name(at: index + 1) else { return false }
        let tag = tag(name)
        let role = Self.role(tag)
        guard prepare(for: role, tag), open.count < HTMLDepthLimit.maximumDepth, let node = arena.element(tag)
        else {
            return false
        }
        index = name.upperBound
        let isVoid = role == .void || role == .rule
        guard attributes(of: node, mayEndItself: isVoid) else { return false }
        if tag == GUMBO_TAG_UNKNOWN, let base = bytes.baseAddress {
            node.pointee.v.element.original_tag = (base + start).withMemoryRebound(to: CChar.self, capacity: 1) {
                GumboStringPiece(data: $0, length: index - start)
            }
        }
        if isVoid {
            pending.append(UnsafeMutableRawPointer(node))
            return true
        }
        open.append(Open(node: node, tag: tag, role: role, firstChild: pending.count, name: name))
        if role == .preformatted, index < bytes.count {
            if bytes[index] == 0x26 { return false }
            if bytes[index] == 0x0A { index += 1 }
        }
        return true
    }
}
