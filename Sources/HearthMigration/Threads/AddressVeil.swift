import HearthModel

/// Keeps mail addresses off the pages: that of somebody who wrote becomes a link to the person, any other is written
/// as `desk at corp.example`, which people can read and collectors of addresses do not. Keys go as well (`TokenVeil`).
struct AddressVeil {
    struct Person: Hashable {
        var handle: String
        var name: String
    }

    /// The author behind an address in lower case.
    let person: (String) -> Person?

    /// A title in which authors are called by name and other addresses are only readable: it becomes the page's address, and
    /// stands in every list.
    func title(_ text: String) -> String { MarkdownInline.plainText(hide([.text(text)])) }

    /// A person's name in which an address is only what stands before its `@`: `jo.larsen` of `jo.larsen@corp.example`.
    static func name(_ text: String) -> String {
        guard text.utf8.contains(0x40) else { return text }
        let bytes = Array(text.utf8)
        var out = ""
        var done = 0
        for found in addresses(in: bytes) where !found.isSpelledOut {
            let local = bytes[found.range].prefix { $0 != 0x40 }
            out += bytes[done..<found.range.lowerBound].string + local.string
            done = found.range.upperBound
        }
        return out + bytes[done...].string
    }

    func hide(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        blocks.rewritten({ hide($0) }, code: { hide(code: $0) })
    }

    func hide(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
        inlines.flatMap { inline -> [MarkdownInline] in
            switch inline {
            case .text(let text): return hide(text: TokenVeil.hidden(text))
            case .code(let code): return [.code(hide(code: code))]
            case .emphasis(let inner): return [.emphasis(hide(inner))]
            case .strong(let inner): return [.strong(hide(inner))]
            case .strikethrough(let inner): return [.strikethrough(hide(inner))]
            case .link(let destination, let title, let inner):
                let lower = destination.lowercased()
                if lower.hasPrefix("mailto:") || holdsAuthor(lower) || Self.isPersonal(lower) { return hide(inner) }
                guard let address = TokenVeil.address(destination) else { return hide(inner) }
                return [.link(destination: address, title: hide(code: title), hide(inner))]
            case .image(let source, let title, let alt):
                guard !holdsAuthor(source.lowercased()), let address = TokenVeil.address(source) else {
                    return [.text(alt)]
                }
                return [.image(source: address, title: hide(code: title), alt: hide(code: alt))]
            default: return [inline]
            }
        }
    }

    /// Whether the address names its reader, as links for leaving a list do: only the receiver should follow those.
    private static func isPersonal(_ address: String) -> Bool {
        guard let query = address.firstIndex(of: "?") else { return false }
        return !addresses(in: Array(SitePath.percentDecode(String(address[query...])).utf8)).isEmpty
    }

    private func holdsAuthor(_ address: String) -> Bool {
        Self.addresses(in: Array(SitePath.percentDecode(address).utf8)).contains { person($0.address) != nil }
    }

    /// Code keeps its addresses, but not those of authors.
    private func hide(code: String) -> String {
        let code = TokenVeil.hidden(code)
        let bytes = Array(code.utf8)
        var out = ""
        var done = 0
        for found in Self.addresses(in: bytes) {
            guard let person = person(found.address) else { continue }
            out += bytes[done..<found.range.lowerBound].string + person.name
            done = found.range.upperBound
        }
        return done == 0 ? code : out + bytes[done...].string
    }

    private func hide(text: String) -> [MarkdownInline] {
        let bytes = Array(text.utf8)
        guard bytes.contains(0x40) || ByteText.find(" at ", in: bytes, from: 0, to: bytes.count) != nil else {
            return [.text(text)]
        }
        var result: [MarkdownInline] = []
        var done = 0
        for found in Self.addresses(in: bytes) {
            let known = person(found.address)
            if known == nil, found.isSpelledOut || found.isInAddress { continue }
            var range = found.range
            if range.lowerBound > done, range.upperBound < bytes.count, bytes[range.lowerBound - 1] == 0x3C,
                bytes[range.upperBound] == 0x3E
            {
                range = (range.lowerBound - 1)..<(range.upperBound + 1)
            }
            if range.lowerBound - 7 >= done,
                ByteText.has("mailto:", in: bytes, at: range.lowerBound - 7, to: bytes.count)
            {
                range = (range.lowerBound - 7)..<range.upperBound
            }
            var before = bytes[done..<range.lowerBound].string
            if let known {
                // `Jo Larsen <jo@corp.example>` says who already.
                let said = before.hasSuffix(known.name + " ") || before.hasSuffix(known.name + "\" ")
                if said { before.removeLast() }
                result.append(.text(before))
                if !said {
                    result.append(found.isInAddress ? .text("…") : .mention(handle: known.handle, name: known.name))
                }
            } else {
                result.append(.text(before + bytes[found.range].string.replacing("@", with: " at ")))
            }
            done = range.upperBound
        }
        if done == 0 { return [.text(text)] }
        if done < bytes.count { result.append(.text(bytes[done...].string)) }
        return result.filter { $0 != .text("") }
    }

    struct Found {
        var range: Range<Int>
        /// In lower case for those that are compared, with an `@`.
        var address: String
        /// `jo at corp.example`
        var isSpelledOut: Bool
        /// Part of a web address.
        var isInAddress: Bool
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || [0x2E, 0x5F, 0x25, 0x2B, 0x2D, 0x3D].contains(byte)
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2E || byte == 0x2D
    }

    /// Addresses in running text, from left to right.
    static func addresses(in bytes: [UInt8]) -> [Found] {
        var found: [Found] = []
        var index = 0
        var floor = 0
        while index < bytes.count {
            let spelled = bytes[index] == 0x20 && ByteText.has(" at ", in: bytes, at: index, to: bytes.count)
            guard bytes[index] == 0x40 || spelled else {
                index += 1
                continue
            }
            var start = index
            while start > floor, isLocal(bytes[start - 1]) { start -= 1 }
            while start < index, bytes[start] == 0x2E || bytes[start] == 0x2D || bytes[start] == 0x3D { start += 1 }
            let domain = index + (spelled ? 4 : 1)
            var end = domain
            while end < bytes.count, isDomain(bytes[end]) { end += 1 }
            while end > domain, bytes[end - 1] == 0x2E || bytes[end - 1] == 0x2D { end -= 1 }
            let labels = bytes[domain..<end].split(separator: 0x2E, omittingEmptySubsequences: false)
            let isHost =
                labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
                && (labels.last.map { $0.count > 1 && $0.allSatisfy { $0.isASCIILetter } } ?? false)
            // `git@host.example:path` is no mail address.
            let isPath = end + 1 < bytes.count && bytes[end] == 0x3A && bytes[end + 1] > 0x20
            // `me at jo@corp.example`
            let isOther = spelled && end < bytes.count && bytes[end] == 0x40
            guard start < index, isHost, !isPath, !isOther else {
                index += 1
                continue
            }
            var word = start
            while word > floor, bytes[word - 1] > 0x20 { word -= 1 }
            let inAddress = ByteText.find("://", in: bytes, from: word, to: start) != nil
            let local = bytes[start..<index].string
            found.append(
                Found(
                    range: start..<end, address: (local + "@" + bytes[domain..<end].string).lowercased(),
                    isSpelledOut: spelled, isInAddress: inAddress))
            index = end
            floor = end
        }
        return found
    }
}
