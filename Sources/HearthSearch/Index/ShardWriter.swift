/// Writes the files of an index: JavaScript that hands one JSON value to the search, because a script can be loaded
/// from disk and under a strict Content-Security-Policy, where a request for data cannot.
struct ShardWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// What stands before and after the JSON value.
    static let prefix = Array("hearthShard(".utf8)
    static let suffix = Array(");\n".utf8)

    /// A whole file around what `body` writes.
    static func file(capacity: Int = 0, _ body: (inout ShardWriter) -> Void) -> [UInt8] {
        var writer = ShardWriter(capacity: capacity + 32)
        writer.bytes.append(contentsOf: prefix)
        body(&writer)
        writer.bytes.append(contentsOf: suffix)
        return writer.bytes
    }

    mutating func raw(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

    /// Appends text that is JSON already.
    mutating func rendered(_ json: String) { bytes.append(contentsOf: json.utf8) }

    /// Digits and letters.
    mutating func plain(_ text: some Sequence<UInt8>) {
        bytes.append(0x22)
        bytes.append(contentsOf: text)
        bytes.append(0x22)
    }

    mutating func number(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

    mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string($0) }
    }

    /// A title or heading, which every part of a long page repeats: cut where nobody reads on.
    mutating func line(_ text: String) {
        guard text.utf8.count > Self.longestLine else { return string(text) }
        var end = text.utf8.index(text.startIndex, offsetBy: Self.longestLine)
        while text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
        string(String(text[..<end]) + "…")
    }
    /// In bytes.
    static let longestLine = 600

    mutating func string(_ text: ArraySlice<UInt8>) { text.withUnsafeBufferPointer { string($0) } }

    /// A JSON string (RFC 8259) that is safe in a script too: no `<`, no control character, no U+2028 or U+2029.
    mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(0x22)
        Self.isPlain.withUnsafeBufferPointer { appendEscaped(text, $0) }
        bytes.append(0x22)
    }

    /// What stands in a string as it is; of what begins with 0xE2 only two characters do not.
    private static let isPlain: [Bool] = (0..<256).map { byte in
        byte >= 0x20 && ![0x22, 0x5C, 0x3C, 0xE2, 0x7F].contains(byte)
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, _ isPlain: UnsafeBufferPointer<Bool>) {
        var start = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if isPlain[Int(byte)] {
                index += 1
                continue
            }
            if byte == 0xE2 {
                guard index + 2 < text.count, text[index + 1] == 0x80, text[index + 2] & 0xFE == 0xA8 else {
                    index += 1
                    continue
                }
                bytes.append(contentsOf: text[start..<index])
                raw(text[index + 2] == 0xA8 ? "\\u2028" : "\\u2029")
                index += 3
            } else {
                bytes.append(contentsOf: text[start..<index])
                escape(byte)
                index += 1
            }
            start = index
        }
        bytes.append(contentsOf: text[start...])
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: raw("\\\"")
        case 0x5C: raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x09: raw("\\t")
        // The root marker of the build and its like have no business in a text.
        case 0x3C: raw("\\u003c")
        default: raw("\\ufffd")
        }
    }

    /// Bytes as a JSON string in base64 (RFC 4648).
    mutating func base64(_ data: UnsafeBufferPointer<UInt8>) {
        bytes.append(0x22)
        let start = bytes.count
        let length = (data.count + 2) / 3 * 4
        bytes.append(contentsOf: repeatElement(0x3D, count: length))
        bytes.withUnsafeMutableBufferPointer { output in
            Self.alphabet.withUnsafeBufferPointer { alphabet in
                var place = start
                var index = 0
                while index < data.count {
                    let a = UInt32(data[index])
                    let b = index + 1 < data.count ? UInt32(data[index + 1]) : 0
                    let c = index + 2 < data.count ? UInt32(data[index + 2]) : 0
                    let value = a << 16 | b << 8 | c
                    output[place] = alphabet[Int(value >> 18)]
                    output[place + 1] = alphabet[Int(value >> 12 & 63)]
                    if index + 1 < data.count { output[place + 2] = alphabet[Int(value >> 6 & 63)] }
                    if index + 2 < data.count { output[place + 3] = alphabet[Int(value & 63)] }
                    place += 4
                    index += 3
                }
            }
        }
        bytes.append(0x22)
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

/// FNV-1a, 32 and 64 bits: which shard holds what.
enum ShardHash {
    static func hash32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }

    static func hash64(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 }
    }
}
