// Text of pages: in one line, its language and its encoding.

extension PageReader {
    /// White space of any kind collapsed.
    static func line(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return StackExchangeConverter.oneLine(text) }
        let source = Invisible.removed(from: Array(text.utf8))
        var line: [UInt8] = []
        line.reserveCapacity(source.count)
        var isBetween = false
        var index = 0
        while index < source.count {
            let space = spaceLength(source, index)
            if space > 0 {
                isBetween = !line.isEmpty
                index += space
            } else {
                if isBetween { line.append(0x20) }
                isBetween = false
                line.append(source[index])
                index += 1
            }
        }
        return line.string
    }

    /// How many bytes the white space at `index` has: Unicode's, control characters and the soft hyphen; 0 for text.
    private static func spaceLength(_ bytes: [UInt8], _ index: Int) -> Int {
        func next(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }
        switch bytes[index] {
        case 0...0x20: return 1
        case 0xC2: return [0x85, 0xA0, 0xAD].contains(next(1)) ? 2 : 0
        case 0xE1: return next(1) == 0x9A && next(2) == 0x80 ? 3 : 0
        case 0xE2 where next(1) == 0x80: return next(2) <= 0x8A || [0xA8, 0xA9, 0xAF].contains(next(2)) ? 3 : 0
        case 0xE2: return next(1) == 0x81 && next(2) == 0x9F ? 3 : 0
        case 0xE3: return next(1) == 0x80 && next(2) == 0x80 ? 3 : 0
        default: return 0
        }
    }

    static func language(_ text: String) -> String? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isValid =
            (2...3).contains(parts.first?.count ?? 0)
            && parts.allSatisfy {
                !$0.isEmpty && $0.count <= 8 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
        return isValid ? text : nil
    }

    /// What `<meta http-equiv="Content-Language" content="da">` says, in the first 4 KB.
    static func declaredLanguage(_ bytes: [UInt8]) -> String? {
        let end = min(bytes.count, 4096)
        guard let place = ByteText.find("content-language", in: bytes, from: 0, to: end),
            let open = bytes[..<place].lastIndex(of: 0x3C), let close = bytes[place..<end].firstIndex(of: 0x3E)
        else { return nil }
        return WikitextSanitizer.attributes(bytes[(open + 1)..<close]).first { $0.name == "content" }?.value
    }

    /// What `<meta … charset=…>` or the XML declaration says, in the first 4 KB.
    static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        let end = min(bytes.count, 4096)
        for mark: StaticString in ["charset", "encoding"] {
            guard let place = ByteText.find(mark, in: bytes, from: 0, to: end) else { continue }
            let rest = bytes[(place + mark.utf8CodeUnitCount)..<end].drop { $0 <= 0x20 }
            guard rest.first == 0x3D else { continue }
            let value = rest.dropFirst().drop { $0 <= 0x20 || $0 == 0x22 || $0 == 0x27 }
                .prefix { $0.isASCIILetter || $0.isASCIIDigit || "-_:.".utf8.contains($0) }
            if !value.isEmpty { return value.map(\.asciiLower).string }
        }
        return nil
    }
}
