import HearthModel

/// Addresses of the old site that stand in a text as they are. They hold the title of their page, and that of a restricted
/// page is for its readers only.
struct BareAddresses {
    /// Where the address leads that readers of the text may not read, or nothing when it leads nowhere any more; nil for
    /// all others.
    let restricted: (String) -> String?

    static let title = "a restricted page"

    func veiled(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        blocks.rewritten({ veiled($0) }, code: { veiled(plain: $0) })
    }

    private func veiled(_ inlines: [MarkdownInline], inLink: Bool = false) -> [MarkdownInline] {
        inlines.flatMap { inline -> [MarkdownInline] in
            switch inline {
            case .text(let text): return veiled(text, inLink: inLink)
            case .code(let text): return [.code(veiled(plain: text))]
            case .emphasis(let inner): return [.emphasis(veiled(inner, inLink: inLink))]
            case .strong(let inner): return [.strong(veiled(inner, inLink: inLink))]
            case .strikethrough(let inner): return [.strikethrough(veiled(inner, inLink: inLink))]
            case .link(let destination, let title, let inner):
                return [.link(destination: destination, title: veiled(plain: title), veiled(inner, inLink: true))]
            case .image(let source, let title, let alt):
                return [.image(source: source, title: veiled(plain: title), alt: veiled(plain: alt))]
            default: return [inline]
            }
        }
    }

    private func veiled(_ text: String, inLink: Bool) -> [MarkdownInline] {
        let bytes = Array(text.utf8)
        var result: [MarkdownInline] = []
        var done = 0
        for (range, place) in found(in: bytes) {
            if range.lowerBound > done { result.append(.text(bytes[done..<range.lowerBound].string)) }
            result.append(
                inLink || place.isEmpty ? .text(Self.title) : .link(destination: place, title: "", [.text(Self.title)]))
            done = range.upperBound
        }
        if done < bytes.count || result.isEmpty { result.append(.text(done == 0 ? text : bytes[done...].string)) }
        return result
    }

    /// Code and names of pictures, which hold no links.
    private func veiled(plain text: String) -> String {
        guard text.utf8.contains(0x2F) else { return text }
        let bytes = Array(text.utf8)
        var out = ""
        var done = 0
        for (range, _) in found(in: bytes) {
            out += bytes[done..<range.lowerBound].string + Self.title
            done = range.upperBound
        }
        return done == 0 ? text : out + bytes[done...].string
    }

    // MARK: Finding

    /// No address is longer: a word without end would be read again at each of its slashes.
    private static let limit = 2000

    /// Addresses with a scheme and without (`wiki.example/display/…`, `/display/…`), from left to right.
    private func found(in bytes: [UInt8]) -> [(range: Range<Int>, place: String)] {
        var found: [(Range<Int>, String)] = []
        var index = 0
        while let slash = ByteText.find(0x2F, in: bytes, from: index, to: bytes.count) {
            let start = Self.start(bytes, of: slash, from: index)
            let rest = bytes[slash..<min(bytes.count, slash + Self.limit)]
            let last = rest.firstIndex { $0 <= 0x20 || "<>\"|".utf8.contains($0) } ?? rest.endIndex
            if let (end, place) = match(bytes, from: start, through: slash, to: last) {
                found.append((start..<end, place))
                index = end
            } else {
                // The rest of the word belongs to the same address.
                index = last
            }
        }
        return found
    }

    /// Where the address begins whose first slash is this one: at its scheme, its host, or the slash.
    private static func start(_ bytes: [UInt8], of slash: Int, from floor: Int) -> Int {
        func isName(_ byte: UInt8) -> Bool {
            byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2E || byte == 0x2D || byte == 0x5F
        }
        var start = slash
        // `https:` before two slashes; `host:8090`.
        let isScheme = slash + 1 < bytes.count && bytes[slash + 1] == 0x2F
        if isScheme, start > floor, bytes[start - 1] == 0x3A { start -= 1 }
        while start > floor, isName(bytes[start - 1]) { start -= 1 }
        let isPort = start < slash && bytes[start..<slash].allSatisfy { $0.isASCIIDigit }
        if isPort, start > floor, bytes[start - 1] == 0x3A {
            start -= 1
            while start > floor, isName(bytes[start - 1]) { start -= 1 }
        }
        return start
    }

    /// The end of the address and where it leads, when readers of the text may not read that: in sentences and in code,
    /// marks behind an address are not part of it.
    private func match(_ bytes: [UInt8], from start: Int, through slash: Int, to last: Int) -> (Int, String)? {
        var ends = [last]
        if let mark = bytes[slash..<last].firstIndex(where: { "'`,;)]}\\".utf8.contains($0) }) { ends.append(mark) }
        for end in ends {
            var end = end
            while end > slash, ".,:;!?'`*)]}".utf8.contains(bytes[end - 1]) { end -= 1 }
            guard end > slash + 1 else { continue }
            let address = bytes[start..<end].string
            let candidates: [String] =
                if address.contains("://") || address.hasPrefix("/") { [address] } else {
                    ["https://" + address, "/" + address]
                }
            if let place = candidates.lazy.compactMap({ restricted($0) }).first { return (end, place) }
        }
        return nil
    }
}
