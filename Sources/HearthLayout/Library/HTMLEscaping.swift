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
        var out = ByteBuffer(capacity: text.utf8.count + 32)
        Self.append(text, to: &out)
        return out.text
    }

    private static let specials = ByteScanner("\"&'<>", controls: true)

    /// Writes `text`, escaped.
    static func append(_ text: String, to out: inout ByteBuffer) {
        var text = text
        text.withUTF8 { bytes in
            out.append(bytes, escaping: specials) { byte, out in
                if let replacement = replacement(byte) { out.append(replacement) } else { out.append(byte) }
            }
        }
    }

    private static func replacement(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0x22: "&quot;"
        case 0x26: "&amp;"
        case 0x27: "&#39;"
        case 0x3C: "&lt;"
        case 0x3E: "&gt;"
        case 0x09, 0x0D, HTMLWriter.rootMarker: nil
        default: "\u{FFFD}"
        }
    }
}
