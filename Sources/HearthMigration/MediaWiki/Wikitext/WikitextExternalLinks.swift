/// `[http://… text]` and addresses that stand in the text.
enum WikitextExternalLinks {
    private static let schemes: [StaticString] = [
        "http://", "https://", "ftp://", "ftps://", "sftp://", "irc://", "ircs://", "news:", "mailto:", "tel:", "sip:",
        "svn://", "git://", "ssh://", "//",
    ]

    static func convert(_ source: [UInt8]) -> [UInt8] {
        guard
            ByteText.find(0x3A, in: source, from: 0, to: source.count) != nil
                || ByteText.find("[//", in: source, from: 0, to: source.count) != nil
        else { return source }
        var out: [UInt8] = []
        out.reserveCapacity(source.count + source.count / 4)
        var index = 0
        // What is not copied yet begins here.
        var start = 0
        // No links in the text of a link.
        var isInLink = false
        var marks = Marks()
        // No bracket closes before here.
        var closeless = 0
        func copy(to end: Int) {
            out += source[start..<end]
            start = end
        }
        while index < source.count {
            index = source.withUnsafeBufferPointer { next(in: $0, from: index, &marks) }
            guard index < source.count else { break }
            switch source[index] {
            case 0x3C:
                // Tags are copied whole: addresses in attributes are none of the text.
                let end = ByteText.find(0x3E, in: source, from: index, to: source.count) ?? source.count - 1
                if ByteText.has("<a ", in: source, at: index, to: source.count) { isInLink = true }
                if ByteText.has("</a>", in: source, at: index, to: source.count) { isInLink = false }
                index = end + 1
            case 0x5B:
                guard !isInLink, index >= closeless else {
                    index += 1
                    continue
                }
                var link: [UInt8] = []
                if let end = bracketed(source, at: index, &closeless, into: &link) {
                    copy(to: index)
                    out += link
                    (index, start) = (end, end)
                } else {
                    index += 1
                }
            default:
                let isFree = index == 0 || !(source[index - 1].isASCIILetter || source[index - 1].isASCIIDigit)
                if !isInLink, isFree, let length = scheme(source, at: index, bracketed: false) {
                    let end = endOfFree(source, from: index + length, start: index)
                    if end > index + length {
                        copy(to: index)
                        write(source[index..<end], shown: source[index..<end], into: &out)
                        (index, start) = (end, end)
                        continue
                    }
                }
                index += 1
            }
        }
        copy(to: source.count)
        return out
    }

    /// The next tag, bracket and colon, each looked for once.
    private struct Marks {
        var tag = -1
        var bracket = -1
        var colon = -1
    }

    /// Where a tag, a bracket or the letters before a colon begin.
    private static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ marks: inout Marks) -> Int {
        func place(_ byte: UInt8, _ known: Int, from index: Int) -> Int {
            known >= index ? known : ByteText.place(of: byte, in: bytes, from: index) ?? bytes.count
        }
        marks.tag = place(0x3C, marks.tag, from: start)
        marks.bracket = place(0x5B, marks.bracket, from: start)
        let end = min(marks.tag, marks.bracket)
        marks.colon = place(0x3A, marks.colon, from: start)
        while marks.colon < end {
            var first = marks.colon
            // No scheme is longer.
            while first > start, marks.colon - first < 6, bytes[first - 1].isASCIILetter { first -= 1 }
            let isFree = first == 0 || !(bytes[first - 1].isASCIILetter || bytes[first - 1].isASCIIDigit)
            if isFree, marks.colon - first >= 3 { return first }
            marks.colon = place(0x3A, marks.colon, from: marks.colon + 1)
        }
        return end
    }

    private static func scheme(_ source: [UInt8], at index: Int, bracketed: Bool) -> Int? {
        // Every scheme that stands free has its colon near.
        if !bracketed {
            var near = index + 2
            while near < source.count, near < index + 7, source[near] != 0x3A { near += 1 }
            guard near < source.count, source[near] == 0x3A else { return nil }
        }
        for scheme in schemes where ByteText.has(scheme, in: source, at: index, to: source.count) {
            if scheme.utf8CodeUnitCount == 2, !bracketed { continue }
            return scheme.utf8CodeUnitCount
        }
        return nil
    }

    /// What ends an address: white space, brackets, quotes, tags and markers.
    private static func endOfAddress(_ source: [UInt8], from start: Int) -> Int {
        var index = start
        while index < source.count {
            switch source[index] {
            case 0...0x20, 0x7F, 0x22, 0x3C, 0x3E, 0x5B, 0x5D: return index
            case 0x27 where index + 1 < source.count && source[index + 1] == 0x27: return index
            case 0x26
            where ByteText.has("&lt;", in: source, at: index, to: source.count)
                || ByteText.has("&gt;", in: source, at: index, to: source.count)
                || ByteText.has("&nbsp;", in: source, at: index, to: source.count)
                || ByteText.has("&quot;", in: source, at: index, to: source.count):
                return index
            case 0xE3 where index + 2 < source.count && source[index + 1] == 0x80 && source[index + 2] == 0x80:
                return index
            case 0xC2 where index + 1 < source.count && source[index + 1] == 0xA0: return index
            default: index += 1
            }
        }
        return index
    }

    /// Punctuation at the end is not part of an address that stands free.
    private static func endOfFree(_ source: [UInt8], from start: Int, start first: Int) -> Int {
        var end = endOfAddress(source, from: start)
        let hasParenthesis = source[first..<end].contains(0x28)
        while end > start {
            switch source[end - 1] {
            case 0x2C, 0x2E, 0x3A, 0x21, 0x3F, 0x5C: end -= 1
            case 0x3B:
                // A reference's semicolon belongs to it.
                var back = end - 2
                while back > start, source[back].isASCIILetter || source[back].isASCIIDigit || source[back] == 0x23 {
                    back -= 1
                }
                if source[back] == 0x26, back < end - 2 { return end }
                end -= 1
            case 0x29 where !hasParenthesis: end -= 1
            default: return end
            }
        }
        return end
    }

    /// Writes the link in brackets at `open` and answers its end. Nil when it is none; when no bracket closes on its
    /// line, `closeless` is where the line ends, so that a thousand such openings are looked into once.
    private static func bracketed(
        _ source: [UInt8], at open: Int, _ closeless: inout Int, into out: inout [UInt8]
    ) -> Int? {
        guard let length = scheme(source, at: open + 1, bracketed: true) else { return nil }
        let start = open + 1
        let end = endOfAddress(source, from: start + length)
        guard end > start + length || length == 7, end < source.count else { return nil }
        var index = end
        while index < source.count, source[index] == 0x20 || source[index] == 0x09 { index += 1 }
        let close = endOfText(source, from: index)
        guard close < source.count, source[close] == 0x5D else {
            closeless = close
            return nil
        }
        let text = source[index..<close].trimmed()
        write(source[start..<end], shown: text.isEmpty ? source[start..<end] : text, into: &out)
        return close + 1
    }

    /// The next bracket that closes, or the end of the line before it.
    private static func endOfText(_ source: [UInt8], from start: Int) -> Int {
        var index = start
        while index < source.count, source[index] != 0x5D, source[index] != 0x0A { index += 1 }
        return index
    }

    private static func write(_ address: ArraySlice<UInt8>, shown: ArraySlice<UInt8>, into out: inout [UInt8]) {
        out += "<a href=\"".utf8
        if address.starts(with: "//".utf8) { out += "https:".utf8 }
        ByteText.escape(
            address.contains(0x26) ? Array(ByteText.decodeReferences(address.string).utf8)[...] : address, into: &out)
        out += "\">".utf8
        // Addresses in the text of a link are only text; tags of inner links would end it.
        out += withoutLinks(shown)
        out += "</a>".utf8
    }

    private static func withoutLinks(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard text.contains(0x3C) else { return text }
        var out: [UInt8] = []
        let bytes = Array(text)
        var index = 0
        while let open = ByteText.find(0x3C, in: bytes, from: index, to: bytes.count) {
            out += bytes[index..<open]
            let end = ByteText.find(0x3E, in: bytes, from: open, to: bytes.count) ?? bytes.count - 1
            let isLink =
                ByteText.has("<a ", in: bytes, at: open, to: bytes.count)
                || ByteText.has("</a>", in: bytes, at: open, to: bytes.count)
            if !isLink { out += bytes[open...end] }
            index = end + 1
        }
        return (out + bytes[index...])[...]
    }
}
