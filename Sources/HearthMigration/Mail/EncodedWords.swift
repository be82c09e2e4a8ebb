import HearthModel

/// Words of a header that say themselves how they are written: `=?utf-8?B?w6Q=?=` (RFC 2047).
enum EncodedWords {
    /// `text` with its encoded words decoded. Blanks between two of them vanish. Programs cut a text wherever a word gets
    /// too long, in the middle of a character too, so the bytes of neighbours in one encoding are read together.
    static func decode(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var scanner = Scanner(bytes: bytes)
        var out = ""
        var run: (charset: String, bytes: [UInt8])?
        var (index, done) = (0, 0)
        func flush() {
            if let run { out += read(run.bytes, run.charset) }
            run = nil
        }
        while let start = ByteText.find("=?", in: bytes, from: index, to: bytes.count) {
            guard let word = scanner.word(at: start) else {
                index = start + 1
                continue
            }
            let gap = bytes[done..<start]
            if run == nil || gap.contains(where: { $0 > 0x20 }) {
                flush()
                out += gap.string
            }
            if run?.charset == word.charset {
                run?.bytes += word.bytes
            } else {
                flush()
                run = (word.charset, word.bytes)
            }
            index = word.end
            done = word.end
        }
        flush()
        return out + bytes[done...].string
    }

    /// `bytes` in the encoding that a word has named. It is asked before their shape: two letters of one encoding are often
    /// one of UTF-8. Only the label of a western encoding says little, for anything can be read as such.
    private static func read(_ bytes: [UInt8], _ charset: String) -> String {
        let wide = ["utf-7", "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be"]
        let name = wide.contains(charset) ? charset.uppercased() : TextEncoding.canonicalName(charset) ?? charset
        let isVague = name == "UTF-8" || name.hasPrefix("CP125") || name.hasPrefix("ISO-8859")
        if !isVague, let text = TextEncoding.decode(bytes, as: name) { return text }
        return TextEncoding.decode(bytes, declared: charset).text
    }

    private struct Word {
        /// In lower case.
        var charset: String
        var bytes: [UInt8]
        var end: Int
    }

    private struct Scanner {
        let bytes: [UInt8]
        /// The first `?=` behind a place that was asked for before.
        private var nextEnd = -1

        init(bytes: [UInt8]) { self.bytes = bytes }

        /// The word that begins at `start` with `=?`.
        mutating func word(at start: Int) -> Word? {
            let limit = min(bytes.count, start + 64)
            guard let mark = bytes[(start + 2)..<limit].firstIndex(where: { $0 == 0x3F || $0 <= 0x20 || $0 == 0x3D }),
                bytes[mark] == 0x3F, mark > start + 2, mark + 2 < bytes.count, bytes[mark + 2] == 0x3F
            else { return nil }
            // `utf-8*en` names the language as well (RFC 2231).
            let charset = bytes[(start + 2)..<mark].prefix { $0 != 0x2A }.string.lowercased()
            let text = mark + 3
            switch bytes[mark + 1] | 0x20 {
            case 0x62:
                guard
                    let end = bytes[text...].firstIndex(where: {
                        $0 > 0x20 && EncodedWords.digit($0) == nil && $0 != 0x3D
                    }),
                    bytes[end...].starts(with: [0x3F, 0x3D])
                else { return nil }
                return Word(charset: charset, bytes: EncodedWords.base64(bytes[text..<end]), end: end + 2)
            case 0x71:
                guard let end = quotedEnd(from: text),
                    ByteText.find("=?", in: bytes, from: text, to: end) == nil
                else { return nil }
                return Word(charset: charset, bytes: EncodedWords.quoted(bytes[text..<end]), end: end + 2)
            default: return nil
            }
        }

        /// The `?=` that ends a word. Some programs leave a question mark as it is, and what they escape behind it begins
        /// with a `=` as well.
        private mutating func quotedEnd(from start: Int) -> Int? {
            if nextEnd < start { nextEnd = ByteText.find("?=", in: bytes, from: start, to: bytes.count) ?? bytes.count }
            guard nextEnd < bytes.count else { return nil }
            var end = nextEnd
            while end + 3 < bytes.count, bytes[end + 2].hexValue != nil,
                bytes[end + 3].hexValue != nil
            {
                var next = end + 4
                while next + 1 < bytes.count, bytes[next] > 0x20, bytes[next + 1] != 0x3F || bytes[next] != 0x3D,
                    bytes[next] != 0x3F || bytes[next + 1] != 0x3D
                {
                    next += 1
                }
                guard next + 1 < bytes.count, bytes[next] == 0x3F else { break }
                end = next
            }
            return end
        }
    }

    // MARK: Both ways of writing

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5A: UInt32(byte - 0x41)
        case 0x61...0x7A: UInt32(byte - 0x61) + 26
        case 0x30...0x39: UInt32(byte - 0x30) + 52
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }

    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count * 3 / 4)
        var (value, bits): (UInt32, UInt32) = (0, 0)
        for byte in text {
            guard let digit = digit(byte) else {
                // Behind the end of one text another may begin.
                if byte == 0x3D { (value, bits) = (0, 0) }
                continue
            }
            value = (value << 6 | digit) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: value >> bits))
            }
        }
        return out
    }

    private static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == 0x3D, index + 2 < text.endIndex, let high = text[index + 1].hexValue,
                let low = text[index + 2].hexValue
            {
                out.append(high << 4 | low)
                index += 3
            } else {
                out.append(text[index] == 0x5F ? 0x20 : text[index])
                index += 1
            }
        }
        return out
    }
}

/// A parameter of a field in which programs write encoded words although they should not (RFC 2047, section 5):
/// `attachment; filename="=?utf-8?B?w6Q=?=.pdf"`.
enum MimeParameter {
    /// The value of the parameter as it stands there, its quotes undone and its parts joined (`name*0="…"; name*1="…"`);
    /// nil when no encoded word is in it, or when it is written as RFC 2231 asks for.
    static func encodedWords(of name: String, in field: [UInt8]) -> [UInt8]? {
        guard ByteText.find("=?", in: field, from: 0, to: field.count) != nil else { return nil }
        var parts: [(number: Int, value: [UInt8])] = []
        var index = ByteText.find(0x3B, in: field, from: 0, to: field.count) ?? field.count
        while index < field.count {
            index += 1
            let equals = field[min(index, field.count)...].firstIndex { $0 == 0x3D || $0 == 0x3B } ?? field.count
            let label = Array(field[min(index, field.count)..<equals].trimmed()).string.lowercased()
            index = equals
            guard equals < field.count, field[equals] == 0x3D else { continue }
            let (value, end) = value(field, from: equals + 1)
            index = end
            if label == name { return hasWord(value) ? value : nil }
            guard label.hasPrefix(name + "*") else { continue }
            guard let number = Int(label.dropFirst(name.count + 1)), number >= 0 else { return nil }
            parts.append((number, value))
        }
        let value = parts.sorted { $0.number < $1.number }.flatMap(\.value)
        return hasWord(value) ? value : nil
    }

    private static func hasWord(_ value: [UInt8]) -> Bool {
        ByteText.find("=?", in: value, from: 0, to: value.count) != nil
    }

    /// What stands behind the `=`, and where the next `;` is.
    private static func value(_ field: [UInt8], from start: Int) -> ([UInt8], end: Int) {
        var value: [UInt8] = []
        var index = start
        while index < field.count, field[index] <= 0x20 { index += 1 }
        if index < field.count, field[index] == 0x22 {
            index += 1
            while index < field.count, field[index] != 0x22 {
                if field[index] == 0x5C, index + 1 < field.count { index += 1 }
                value.append(field[index])
                index += 1
            }
            return (value, ByteText.find(0x3B, in: field, from: index, to: field.count) ?? field.count)
        }
        let end = ByteText.find(0x3B, in: field, from: index, to: field.count) ?? field.count
        return (Array(field[index..<end].trimmed()), end)
    }
}
