import Glibc
package import HearthModel

/// The text of a file: UTF-8 without byte order mark, lines ending in LF, whatever the file holds.
package struct SourceText {
    let bytes: [UInt8]

    init(_ raw: [UInt8], file: String, diagnostics: inout [Diagnostic]) {
        var bytes = raw
        if let mistake = Self.encodingMistake(of: raw, file: file) {
            diagnostics.append(mistake)
            bytes = Self.isUTF16(raw) ? Self.decodeUTF16(raw) : Array(String(decoding: raw, as: UTF8.self).utf8)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if Self.contains(0x0D, in: bytes) { bytes = Self.unifyLineEnds(bytes) }
        self.bytes = bytes
    }

    /// By its mark; or without one by the zeros of the letters that a text begins with, `---` mostly.
    private static func isUTF16(_ raw: [UInt8]) -> Bool {
        if hasMark(raw) { return true }
        guard raw.count > 7, raw.count.isMultiple(of: 2), raw[0] == 0 || raw[1] == 0 else { return false }
        let zero = raw[0] == 0 ? 0 : 1
        return (0..<4).allSatisfy { raw[$0 * 2 + zero] == 0 && raw[$0 * 2 + 1 - zero] != 0 }
    }

    private static func hasMark(_ raw: [UInt8]) -> Bool {
        raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF])
    }

    private static func isLittleEndian(_ raw: [UInt8]) -> Bool { hasMark(raw) ? raw[0] == 0xFF : raw[1] == 0 }

    /// What is wrong with the encoding of `raw`; nil for UTF-8, with or without byte order mark.
    package static func encodingMistake(of raw: [UInt8], file: String) -> Diagnostic? {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let end = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
        if isUTF16(raw) {
            let form = hasMark(raw) ? "utf-16" : isLittleEndian(raw) ? "utf-16le" : "utf-16be"
            return Diagnostic(
                .notUTF8, at: SourceLocation(file: file, line: 1), "the file is UTF-16, not UTF-8",
                help: "convert it: iconv -f \(form) -t utf-8 < old\(end) > new\(end)")
        }
        guard let bad = firstInvalidByte(raw) else { return nil }
        let line = 1 + raw[..<bad].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        let start = (raw[..<bad].lastIndex(of: 0x0A) ?? -1) + 1
        return Diagnostic(
            .notUTF8, at: SourceLocation(file: file, line: line, column: bad - start + 1, length: 1),
            "byte 0x\(String(raw[bad], radix: 16, uppercase: true)) is not UTF-8",
            help: "save the file as UTF-8, or convert it: iconv -f windows-1252 -t utf-8 < old\(end) > new\(end)")
    }

    private static func contains(_ byte: UInt8, in bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return false }
            return memchr(base, Int32(byte), buffer.count) != nil
        }
    }

    /// CRLF and lone CR become LF.
    private static func unifyLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0D {
                out.append(0x0A)
            } else if byte != 0x0A || previous != 0x0D {
                out.append(byte)
            }
            previous = byte
        }
        return out
    }

    private static func decodeUTF16(_ raw: [UInt8]) -> [UInt8] {
        let isLittleEndian = isLittleEndian(raw)
        var units: [UInt16] = []
        units.reserveCapacity(raw.count / 2)
        var index = hasMark(raw) ? 2 : 0
        while index + 1 < raw.count {
            let (first, second) = (UInt16(raw[index]), UInt16(raw[index + 1]))
            units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
            index += 2
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// The index of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7).
    static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { buffer in
            var index = 0
            let count = buffer.count
            while index < count {
                // Eight ASCII bytes at once: most text is that.
                if index + 8 <= count {
                    let word = buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    if word & 0x8080_8080_8080_8080 == 0 {
                        index += 8
                        continue
                    }
                }
                if buffer[index] < 0x80 {
                    index += 1
                    continue
                }
                guard let length = sequenceLength(buffer, at: index) else { return index }
                index += length
            }
            return nil
        }
    }

    private static func sequenceLength(_ buffer: UnsafeRawBufferPointer, at index: Int) -> Int? {
        let first = buffer[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard index + length <= buffer.count, second.contains(buffer[index + 1]) else { return nil }
        for offset in 2..<max(length, 2) where buffer[index + offset] & 0xC0 != 0x80 { return nil }
        return length
    }
}
