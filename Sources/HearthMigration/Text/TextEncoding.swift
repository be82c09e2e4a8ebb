import Glibc

/// Text of files that name their encoding wrongly, or not at all.
///
/// The order that works on real trees, file by file: byte order mark, then valid UTF-8, then what the file declares
/// (read as browsers do: `iso-8859-1` means Windows-1252), then UTF-8 with a few broken bytes, then a statistical guess
/// (`TextEncoding+Guess.swift`), then Windows-1252, which is the WHATWG's default. A declaration that its own bytes
/// contradict counts for nothing, UTF-8 included.
package enum TextEncoding {
    /// A text and how it was read.
    package struct Decoded: Sendable, Hashable {
        package var text: String
        /// The name that iconv knows.
        package var encoding: String
        /// Bytes that mean nothing in that encoding: each became U+FFFD, or what it is in Windows-1252.
        package var invalid: Int
        /// Whether nothing said so: the statistics of its bytes did.
        package var isGuessed: Bool
        /// Control characters, which no text has; they were dropped.
        package var controls = 0
        /// How many of them were NUL.
        package var zeros = 0
        /// Whether there were so many of other kinds than NUL, which broken disks write, that this is no text.
        package var isBinary = false

        /// What the reading lost, as the report names it.
        package var losses: [String] {
            (invalid > 0 ? ["text:encoding"] : []) + (controls > 0 ? ["text:control-characters"] : [])
        }
    }

    /// Reads `bytes`; `declared` is the label of the file itself, such as `Shift_JIS`.
    /// `language` is what the file says of its language, such as `da`.
    package static func decode(_ bytes: [UInt8], declared: String?, language: String? = nil) -> Decoded {
        var result = read(bytes, declared, language)
        let controls = result.text.withUTF8 { text in text.count { isControl[Int($0)] } }
        if controls > 0 {
            let plain = result.text.utf8.filter { !isControl[Int($0)] }
            result.zeros = result.text.utf8.count { $0 == 0 }
            result.controls = controls
            result.isBinary = controls - result.zeros >= 16 && (controls - result.zeros) * 50 > plain.count
            result.text = String(decoding: plain, as: UTF8.self)
        }
        return result
    }

    /// Characters below the space that are no white space.
    private static let isControl: [Bool] = (0..<256).map { $0 < 0x20 && ![0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains($0) }

    /// Text inside a file whose encoding is settled and was to be UTF-8: bytes that are none are read as if nothing had
    /// been said.
    static func mended(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        if let mended = mendedUTF8(bytes) { return mended.text }
        if let guess = guess(bytes), let text = decode(bytes, as: guess) { return text }
        return decoded(bytes, as: "CP1252").text
    }

    private static func read(_ bytes: [UInt8], _ declared: String?, _ language: String?) -> Decoded {
        if let (name, count) = byteOrderMark(bytes) {
            return decoded(Array(bytes.dropFirst(count)), as: name)
        }
        if let name = unmarkedWide(bytes) { return decoded(bytes, as: name) }
        let escapes = bytes.contains(0x1B)
        if !escapes, let text = String(validating: bytes, as: UTF8.self) {
            return Decoded(text: text, encoding: "UTF-8", invalid: 0, isGuessed: false)
        }
        if escapes, isISO2022(bytes) { return decoded(bytes, as: "ISO-2022-JP-3") }
        if escapes, let text = String(validating: bytes, as: UTF8.self) {
            return Decoded(text: text, encoding: "UTF-8", invalid: 0, isGuessed: false)
        }
        let label = declared.flatMap { canonicalName($0) }
        if let label, label != "UTF-8", let text = decode(bytes, as: label), !contradicts(bytes, label) {
            return Decoded(text: text, encoding: label, invalid: 0, isGuessed: false)
        }
        // A few broken bytes in what is UTF-8 otherwise.
        if let mended = mendedUTF8(bytes) {
            return Decoded(
                text: mended.text, encoding: "UTF-8", invalid: mended.broken, isGuessed: label != "UTF-8")
        }
        if let guess = guess(bytes), !isDenied(guess, by: language), let text = decode(bytes, as: guess) {
            return Decoded(text: text, encoding: guess, invalid: 0, isGuessed: true)
        }
        let fallback = label == "UTF-8" ? nil : label
        var result = decoded(bytes, as: fallback ?? "CP1252")
        result.isGuessed = fallback == nil
        return result
    }

    /// Bytes that are UTF-8 but for a few: what people pasted into a page byte by byte is Windows-1252, what was cut in
    /// the middle of a character is U+FFFD. Nil when more is broken than is not.
    private static func mendedUTF8(_ bytes: [UInt8]) -> (text: String, broken: Int)? {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 64)
        var whole = 0
        var broken = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                output.append(byte)
                index += 1
                continue
            }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            let end = min(bytes.count, index + length)
            let follow = bytes[(index + 1)..<end].prefix { (0x80...0xBF).contains($0) }.count
            if byte >= 0xC2, byte <= 0xF4, follow == length - 1,
                String(validating: bytes[index..<end], as: UTF8.self) != nil
            {
                output += bytes[index..<end]
                whole += 1
                index = end
                continue
            }
            broken += 1
            // A character of which only the beginning is there is no letter of another encoding.
            let isCut = byte >= 0xC2 && byte <= 0xF4 && (follow > 0 || end < index + length)
            if !isCut, byte < 0xFE, let letter = decode([byte], as: "CP1252") {
                output += Array(letter.utf8)
            } else {
                output += [0xEF, 0xBF, 0xBD]
            }
            index += isCut ? 1 + follow : 1
        }
        guard whole > 0, whole >= broken else { return nil }
        return (String(decoding: output, as: UTF8.self), broken)
    }

    /// `bytes` in the encoding that iconv calls `name`; nil when a byte means nothing in it.
    package static func decode(_ bytes: [UInt8], as name: String) -> String? {
        let (text, invalid) = convert(bytes, from: name, isStrict: true)
        return invalid == 0 ? text : nil
    }

    private static func decoded(_ bytes: [UInt8], as name: String) -> Decoded {
        if name == "UTF-8", let text = String(validating: bytes, as: UTF8.self) {
            return Decoded(text: text, encoding: name, invalid: 0, isGuessed: false)
        }
        let (text, invalid) = convert(bytes, from: name, isStrict: false)
        return Decoded(text: text, encoding: name, invalid: invalid, isGuessed: false)
    }

    // MARK: Signs

    private static func byteOrderMark(_ bytes: [UInt8]) -> (name: String, count: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return ("UTF-8", 3) }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return ("UTF-32LE", 4) }
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return ("UTF-32BE", 4) }
        if bytes.starts(with: [0xFF, 0xFE]) { return ("UTF-16LE", 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return ("UTF-16BE", 2) }
        return nil
    }

    /// UTF-16 without a mark: nearly every other byte of markup is zero.
    private static func unmarkedWide(_ bytes: [UInt8]) -> String? {
        let head = bytes.prefix(2048)
        guard head.count >= 4, head.contains(0) else { return nil }
        var zeros = [0, 0]
        for (index, byte) in head.enumerated() where byte == 0 { zeros[index & 1] += 1 }
        let half = head.count / 2
        if zeros[1] * 3 > half * 2, zeros[0] * 10 < half { return "UTF-16LE" }
        if zeros[0] * 3 > half * 2, zeros[1] * 10 < half { return "UTF-16BE" }
        return nil
    }

    /// The escapes that switch to Japanese characters and back.
    private static func isISO2022(_ bytes: [UInt8]) -> Bool {
        for index in bytes.indices.dropLast(2) where bytes[index] == 0x1B {
            if bytes[index + 1] == 0x24, [0x40, 0x42, 0x28].contains(bytes[index + 2]) { return true }
        }
        return false
    }

    /// iconv's name for a label, as the WHATWG's Encoding Standard reads it; nil for unknown ones.
    package static func canonicalName(_ label: String) -> String? {
        let name = label.lowercased().filter { $0.isLetter || $0.isNumber }
        switch name {
        case "utf8", "unicode11utf8", "utf16", "utf16le", "utf16be", "unicode":
            // A label is read in bytes that are ASCII: the text is not UTF-16, whatever it says.
            return "UTF-8"
        case "iso88591", "latin1", "l1", "ascii", "usascii", "windows1252", "cp1252", "xcp1252": return "CP1252"
        case "iso88599", "latin5", "windows1254", "cp1254": return "CP1254"
        case "iso885911", "tis620", "windows874", "dos874": return "CP874"
        case "shiftjis", "sjis", "xsjis", "mskanji", "windows31j", "cp932", "ms932": return "CP932"
        case "eucjp", "xeucjp": return "EUC-JP-MS"
        case "iso2022jp", "csiso2022jp": return "ISO-2022-JP-3"
        case "gb2312", "gbk", "gb231280", "gb18030", "chinese", "xgbk", "cp936", "euccn": return "GB18030"
        case "hzgb2312": return "GB18030"
        case "big5", "big5hkscs", "xxbig5", "cnbig5", "big5tw": return "BIG5-HKSCS"
        case "euckr", "ksc56011987", "ksc5601", "korean", "windows949", "cp949", "uhc": return "CP949"
        case "macintosh", "mac", "xmacroman", "macroman": return "MACINTOSH"
        case "koi8r", "koi8", "koi": return "KOI8-R"
        case "koi8u", "koi8ru": return "KOI8-U"
        case "ibm866", "cp866", "866": return "CP866"
        default: break
        }
        for prefix in ["windows", "cp", "xcp"] where name.hasPrefix(prefix) {
            if let page = Int(name.dropFirst(prefix.count)), (437...1258).contains(page) { return "CP\(page)" }
        }
        if name.hasPrefix("iso8859"), let part = Int(name.dropFirst(7).prefix(2)), (1...16).contains(part) {
            return "ISO-8859-\(part)"
        }
        return nil
    }

    // MARK: iconv

    private static func convert(_ bytes: [UInt8], from name: String, isStrict: Bool) -> (String, invalid: Int) {
        guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else {
            return (String(decoding: bytes, as: UTF8.self), 1)
        }
        defer { iconv_close(converter) }
        var input = bytes
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2)
        var buffer = [CChar](repeating: 0, count: 1 << 15)
        var invalid = 0
        var done = 0
        input.withUnsafeMutableBytes { raw in
            let start = raw.bindMemory(to: CChar.self).baseAddress
            while done < raw.count {
                var from = start.map { $0 + done }
                var left = raw.count - done
                let status = buffer.withUnsafeMutableBufferPointer { space in
                    var to = space.baseAddress
                    var room = space.count
                    let status = iconv(converter, &from, &left, &to, &room)
                    let error = errno
                    output += space.prefix(space.count - room).map { UInt8(bitPattern: $0) }
                    return status == -1 ? error : 0
                }
                done = raw.count - left
                if status == 0 || status == E2BIG { continue }
                invalid += 1
                if isStrict { return }
                output += [0xEF, 0xBF, 0xBD]
                if status == EINVAL { return }
                done += 1
            }
        }
        return (String(decoding: output, as: UTF8.self), invalid)
    }
}
