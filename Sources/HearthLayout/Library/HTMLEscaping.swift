import HearthModel
internal import Mustache

/// How templates escape text: byte by byte, where the engine's own way goes through grapheme clusters and a dictionary.
///
/// The root marker passes, because links hold it; other control characters become U+FFFD.
struct HTMLEscaping: MustacheContentType {
    /// Put before each template: the engine falls back to its own escaping at the start of every partial.
    static let pragma: String = {
        MustacheContentTypes.register(HTMLEscaping(), named: "HEARTH")
        return "{{% CONTENT_TYPE: HEARTH}}\n"
    }()

    /// Lines that `pragma` adds.
    static let pragmaLines = 1

    func escapeText(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 32)
        Self.append(text, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Writes `text`, escaped.
    static func append(_ text: String, to out: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices where isSpecial(bytes[index]) {
                out.append(contentsOf: bytes[start..<index])
                out.append(contentsOf: replacement(bytes[index]).utf8)
                start = index + 1
            }
            out.append(contentsOf: bytes[start...])
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        // Letters pass with one comparison.
        guard byte < 0x3F else { return false }
        switch byte {
        case 0x22, 0x26, 0x27, 0x3C, 0x3E: return true
        case 0x09, 0x0A, 0x0D, HTMLWriter.rootMarker: return false
        default: return byte < 0x20
        }
    }

    private static func replacement(_ byte: UInt8) -> String {
        switch byte {
        case 0x22: "&quot;"
        case 0x26: "&amp;"
        case 0x27: "&#39;"
        case 0x3C: "&lt;"
        case 0x3E: "&gt;"
        default: "\u{FFFD}"
        }
    }
}
