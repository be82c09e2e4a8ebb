import CGMime
import Glibc
import HearthModel

/// A part of a message that holds bytes.
struct MimeLeaf {
    /// In lower case, such as `text/plain`.
    var type: String
    var charset: String?
    var name: String?
    var isAttachment: Bool
    var contentID: String?
    /// The address that the part had on the web, as its header says it.
    var location: String?
    var isFlowed = false
    var deletesSpaces = false
    var bytes: [UInt8]

    /// Decoded; wrongly declared encodings are found by their bytes.
    var decoded: TextEncoding.Decoded { TextEncoding.decode(bytes, declared: charset) }
    var text: String { decoded.text }
}

/// The body of a message, as a tree of what matters to a reader.
indirect enum MimeNode {
    case leaf(MimeLeaf)
    /// `multipart/alternative`: the same thing in several forms.
    case alternatives([MimeNode])
    case sequence([MimeNode])
    /// A message inside the message.
    case message(subject: String, from: String, MimeNode)
    /// What lies deeper than any mail program goes.
    case tooDeep
}

enum MimeMessage {
    /// Deeper than this no mail program goes.
    private static let depthLimit = 30

    /// Reads a message with GMime; nil when there is nothing to be read.
    static func parse(_ bytes: [UInt8]) -> MimeNode? {
        _ = MimeLibrary.isReady
        guard let message = bytes.withUnsafeBytes({ hearth_mime_parse($0.baseAddress, $0.count) }) else { return nil }
        defer { hearth_mime_release(message) }
        return hearth_mime_body(message).flatMap { node($0, depth: 0) }
    }

    private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8]? {
        text.map { UnsafeBufferPointer(start: $0, count: strlen($0)).map { UInt8(bitPattern: $0) } }
    }

    private static func string(_ text: UnsafePointer<CChar>?) -> String? {
        let value = bytes(text).map { TextEncoding.decode($0, declared: nil).text }
        return value?.isEmpty ?? true ? nil : value
    }

    /// What a file is called, its encoded words still encoded.
    private static func fileName(_ part: UnsafeMutableRawPointer) -> String? {
        for (field, parameter) in [("Content-Disposition", "filename"), ("Content-Type", "name")] {
            guard let value = bytes(hearth_mime_raw_header(part, field)) else { continue }
            if let name = MimeParameter.encodedWords(of: parameter, in: value) {
                return TextEncoding.decode(name, declared: nil).text
            }
            if value.string.lowercased().contains(parameter) { break }
        }
        return string(hearth_mime_file_name(part))
    }

    private static func type(_ part: UnsafeMutableRawPointer) -> String {
        guard let text = hearth_mime_type(part) else { return "text/plain" }
        defer { hearth_mime_free(text) }
        return string(text)?.lowercased() ?? "text/plain"
    }

    private static func node(_ part: UnsafeMutableRawPointer, depth: Int) -> MimeNode? {
        guard depth < depthLimit else { return .tooDeep }
        switch hearth_mime_kind(part) {
        case HEARTH_MIME_MULTIPART:
            var children: [MimeNode] = []
            for index in 0..<max(0, hearth_mime_count(part)) {
                if let child = hearth_mime_child(part, index), let inner = node(child, depth: depth + 1) {
                    children.append(inner)
                }
            }
            return type(part) == "multipart/alternative" ? .alternatives(children) : .sequence(children)
        case HEARTH_MIME_MESSAGE:
            guard let inner = hearth_mime_inner(part), let body = hearth_mime_body(inner),
                let node = node(body, depth: depth + 1)
            else { return nil }
            func field(_ name: String) -> String {
                bytes(hearth_mime_raw_header(inner, name)).map { MailHeader.decode($0) } ?? ""
            }
            return .message(subject: field("Subject"), from: MailName(field("From")).name, node)
        case HEARTH_MIME_LEAF: return .leaf(leaf(part))
        default: return nil
        }
    }

    private static func leaf(_ part: UnsafeMutableRawPointer) -> MimeLeaf {
        var leaf = MimeLeaf(
            type: type(part), charset: string(hearth_mime_parameter(part, "charset")),
            name: fileName(part),
            isAttachment: string(hearth_mime_disposition(part))?.lowercased() == "attachment",
            contentID: string(hearth_mime_content_id(part)), bytes: [])
        leaf.location = string(hearth_mime_raw_header(part, "Content-Location"))
        leaf.isFlowed = string(hearth_mime_parameter(part, "format"))?.lowercased() == "flowed"
        leaf.deletesSpaces = string(hearth_mime_parameter(part, "delsp"))?.lowercased() == "yes"
        var start: UnsafePointer<UInt8>?
        var count = 0
        if let stream = hearth_mime_content(part, &start, &count) {
            leaf.bytes = Array(UnsafeBufferPointer(start: start, count: count))
            hearth_mime_release(stream)
        }
        return leaf
    }
}
