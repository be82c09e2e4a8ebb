import CGumbo
import Glibc

// The attributes of tidy HTML (small letters, and values in quotes), and its elements.

extension TidyHTML {
    /// Each is compared with those before it.
    private static let maximumAttributes = 40

    /// Reads the attributes and the tag's end.
    mutating func attributes(of node: UnsafeMutablePointer<GumboNode>, mayEndItself: Bool) -> Bool {
        let first = pending.count
        defer { pending.removeSubrange(first...) }
        while index < bytes.count {
            let gap = index
            while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
            guard index < bytes.count else { return false }
            if bytes[index] == 0x2F {
                guard mayEndItself, index + 1 < bytes.count, bytes[index + 1] == 0x3E else { return false }
                index += 1
            }
            if bytes[index] == 0x3E {
                index += 1
                node.pointee.v.element.attributes = arena.vector(pending[first...])
                return true
            }
            guard index > gap, pending.count - first < Self.maximumAttributes, let attribute = attribute(),
                !isRepeated(attribute, from: first)
            else { return false }
            pending.append(UnsafeMutableRawPointer(attribute))
        }
        return false
    }

    private func isRepeated(_ attribute: UnsafeMutablePointer<GumboAttribute>, from first: Int) -> Bool {
        guard let name = attribute.pointee.name else { return true }
        return pending[first...].contains { other in
            guard let other = other?.assumingMemoryBound(to: GumboAttribute.self).pointee.name else { return false }
            return strcmp(other, name) == 0
        }
    }

    /// `name="value"`, `name='value'` or `name`.
    private mutating func attribute() -> UnsafeMutablePointer<GumboAttribute>? {
        let start = index
        while index < bytes.count, Self.isName(bytes[index]) || bytes[index] == 0x5F || bytes[index] == 0x3A {
            index += 1
        }
        guard index > start, index < bytes.count else { return nil }
        let name = UnsafeBufferPointer(rebasing: bytes[start..<index])
        var value = UnsafeBufferPointer<UInt8>(start: bytes.baseAddress, count: 0)
        if bytes[index] == 0x3D {
            guard index + 1 < bytes.count, bytes[index + 1] == 0x22 || bytes[index + 1] == 0x27 else { return nil }
            let quote = bytes[index + 1]
            let from = index + 2
            var end = from
            while end < bytes.count, bytes[end] != quote {
                if bytes[end] < 0x20, !Self.isSpace(bytes[end]) { return nil }
                end += 1
            }
            guard end < bytes.count else { return nil }
            value = UnsafeBufferPointer(rebasing: bytes[from..<end])
            index = end + 1
        } else if bytes[index] != 0x3E, !Self.isSpace(bytes[index]) {
            return nil
        }
        guard value.contains(0x26) else { return arena.attribute(name, value) }
        guard decode(value, isAttribute: true) else { return nil }
        return scratch.withUnsafeBufferPointer { arena.attribute(name, $0) }
    }

    // MARK: Elements

    static func role(_ tag: GumboTag) -> Role {
        let index = Int(tag.rawValue)
        return index < roles.count ? roles[index] : .refused
    }

    private static let roles: [Role] = {
        var table = [Role](repeating: .refused, count: Int(GUMBO_TAG_LAST.rawValue) + 1)
        let names: [(Role, String)] = [
            (.inline, "span abbr cite dfn ins kbd q samp sub sup var del"),
            (.formatting, "b big code em font i s small strike strong tt u"), (.anchor, "a"), (.void, "br img wbr"),
            (.rule, "hr"), (.block, "blockquote center div dl ol section ul article aside figure figcaption"),
            (.paragraph, "p"), (.heading, "h1 h2 h3 h4 h5 h6"), (.preformatted, "pre"), (.item, "li"),
            (.definition, "dd dt"), (.table, "table"), (.section, "tbody thead tfoot"), (.row, "tr"), (.cell, "td th"),
            (.caption, "caption"),
        ]
        for (role, list) in names {
            for name in list.split(separator: " ") {
                let tag = gumbo_tag_enum(String(name))
                if tag != GUMBO_TAG_UNKNOWN { table[Int(tag.rawValue)] = role }
            }
        }
        // Elements of our own, and any other that HTML does not know, are text in a box.
        table[Int(GUMBO_TAG_UNKNOWN.rawValue)] = .inline
        return table
    }()
}
