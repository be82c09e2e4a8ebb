import Glibc

// Small helpers for text that is scanned as bytes.

extension StringProtocol {
    /// Whether this text holds exactly `text`; the standard library's `contains` costs a hundred times as much.
    func holds(_ text: StaticString) -> Bool {
        utf8.withContiguousStorageIfAvailable { ByteText.contains(text, in: $0) }
            ?? Array(utf8).withUnsafeBufferPointer { ByteText.contains(text, in: $0) }
    }
}

extension Collection<UInt8> {
    var string: String { String(decoding: self, as: UTF8.self) }
}

extension BidirectionalCollection<UInt8> where SubSequence: BidirectionalCollection<UInt8> {
    /// Without white space at both ends.
    func trimmed() -> SubSequence {
        var start = startIndex
        var end = endIndex
        while start < end, self[start] <= 0x20 { start = index(after: start) }
        while end > start, self[index(before: end)] <= 0x20 { end = index(before: end) }
        return self[start..<end]
    }
}

extension UInt8 {
    var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
    var asciiLower: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}

/// Scanning helpers on a byte array.
enum ByteText {
    /// Whether `bytes` has `text` (lower case ASCII) at `index`, in any letter case.
    static func has(_ text: StaticString, in bytes: [UInt8], at index: Int, to end: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index >= 0, index + count <= end else { return false }
        for offset in 0..<count where bytes[index + offset].asciiLower != text.utf8Start[offset] { return false }
        return true
    }

    /// The next place of `text` (lower case ASCII) in `bytes`, in any letter case.
    static func find(_ text: StaticString, in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        let first = text.utf8Start[0]
        var index = start
        guard first.isASCIILetter else {
            // A mark comes first: the system's own search finds it fast.
            while let found = XMLTag.find(first, in: bytes, from: index, to: end) {
                if has(text, in: bytes, at: found, to: end) { return found }
                index = found + 1
            }
            return nil
        }
        while index < end {
            if bytes[index].asciiLower == first, has(text, in: bytes, at: index, to: end) { return index }
            index += 1
        }
        return nil
    }

    static func find(_ byte: UInt8, in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        XMLTag.find(byte, in: bytes, from: start, to: end)
    }

    /// The next place of `byte`.
    static func place(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(byte), bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// How many bytes from `start` on are text in which XML and HTML have nothing to do: no control character and neither
    /// `&` nor `<`. Eight bytes at a time (Warren, Hacker's Delight, 6-1).
    static func plainCount(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var index = start
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        while index + 8 <= bytes.count {
            let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            let reference = word ^ (ones &* 0x26)
            let tag = word ^ (ones &* 0x3C)
            let control = (word &- ones &* 0x20) & ~word
            let special = (reference &- ones) & ~reference | (tag &- ones) & ~tag | control
            if special & tops != 0 { break }
            index += 8
        }
        while index < bytes.count, bytes[index] >= 0x20, bytes[index] != 0x26, bytes[index] != 0x3C { index += 1 }
        return index - start
    }

    /// Whether `bytes` holds exactly `text`.
    static func contains(_ text: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        place(of: text, in: bytes) != nil
    }

    /// Where `bytes` has exactly `text` first.
    static func place(of text: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let count = text.utf8CodeUnitCount
        guard let base = bytes.baseAddress, count > 0 else { return nil }
        var index = 0
        while index + count <= bytes.count,
            let found = memchr(base + index, Int32(text.utf8Start[0]), bytes.count - count + 1 - index)
        {
            let place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if memcmp(base + place, text.utf8Start, count) == 0 { return place }
            index = place + 1
        }
        return nil
    }

    /// The lines of `bytes` without their line feeds.
    static func lines(_ bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        while let end = find(0x0A, in: bytes, from: start, to: bytes.count) {
            lines.append(start..<end)
            start = end + 1
        }
        lines.append(start..<bytes.count)
        return lines
    }

    /// Appends `text` so that HTML reads it as exactly this text; with `references`, `&` stays as it is.
    static func escape(_ text: ArraySlice<UInt8>, into out: inout [UInt8], references: Bool = false) {
        var start = text.startIndex
        var index = start
        text.withUnsafeBufferPointer { bytes in
            let offset = text.startIndex
            while index < text.endIndex {
                let replacement: StaticString
                switch bytes[index - offset] {
                case 0x3C: replacement = "&lt;"
                case 0x3E: replacement = "&gt;"
                case 0x22: replacement = "&quot;"
                case 0x26 where !references: replacement = "&amp;"
                default:
                    index += 1
                    continue
                }
                out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[(start - offset)..<(index - offset)]))
                out.append(
                    contentsOf: UnsafeBufferPointer(
                        start: replacement.utf8Start, count: replacement.utf8CodeUnitCount))
                index += 1
                start = index
            }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[(start - offset)..<(index - offset)]))
        }
    }

    static func escape(_ text: [UInt8], into out: inout [UInt8], references: Bool = false) {
        escape(text[...], into: &out, references: references)
    }

    static func escaped(_ text: String) -> String {
        var out: [UInt8] = []
        escape(Array(text.utf8), into: &out)
        return out.string
    }

    private static let names: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—",
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é",
        "hellip": "…", "copy": "©", "reg": "®", "deg": "°", "times": "×", "middot": "·", "vert": "|",
        "bull": "•", "rarr": "→", "larr": "←", "euro": "€", "sect": "§", "egrave": "è", "agrave": "à",
        "ccedil": "ç", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "thinsp": " ", "shy": "",
    ]

    /// Resolves the references that people type into titles and addresses: `&amp;`, `&nbsp;`, `&#58;`, …
    static func decodeReferences(_ text: String) -> String {
        guard text.utf8.contains(0x26) else { return text }
        var out = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "&") {
            out += rest[..<mark]
            rest = rest[mark...]
            guard let end = rest.prefix(12).firstIndex(of: ";") else {
                out += "&"
                rest = rest.dropFirst()
                continue
            }
            let name = rest[rest.index(after: mark)..<end]
            var found = names[String(name)]
            if name.hasPrefix("#") {
                let isHex = name.dropFirst().first == "x" || name.dropFirst().first == "X"
                let digits = name.dropFirst(isHex ? 2 : 1)
                found = UInt32(digits, radix: isHex ? 16 : 10).flatMap { Unicode.Scalar($0) }.map { String($0) }
            }
            if let found {
                out += found
                rest = rest[rest.index(after: end)...]
            } else {
                out += "&"
                rest = rest.dropFirst()
            }
        }
        return out + rest
    }
}
