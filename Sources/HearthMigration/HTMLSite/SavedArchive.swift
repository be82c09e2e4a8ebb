import HearthModel

/// A page that a browser saved with all it shows into one file (MHTML, RFC 2557): a mail by its form, but nobody's.
enum SavedArchive {
    static let endings: Set<String> = ["mht", "mhtml"]

    /// Fields that a mail has when it has gone anywhere.
    private static let mailFields: Set<String> = [
        "to", "cc", "bcc", "received", "message-id", "return-path", "delivered-to", "in-reply-to", "references",
    ]

    /// Whether the head of a file is that of such a page.
    static func isArchive(_ head: [UInt8]) -> Bool {
        guard let fields = fields(head) else { return false }
        let type = fields["content-type"]?.lowercased() ?? ""
        return type.hasPrefix("multipart/related") && mailFields.isDisjoint(with: fields.keys)
    }

    /// Without a byte order mark, which editors leave.
    private static func withoutMark(_ file: [UInt8]) -> [UInt8] {
        file.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(file.dropFirst(3)) : file
    }

    /// The header above the first empty line; nil when there is none.
    private static func fields(_ file: [UInt8]) -> [String: String]? {
        let head = withoutMark(file)
        var fields: [String: String] = [:]
        var last = ""
        for line in ByteText.lines(Array(head.prefix(8192))) {
            let text = head[line]
            if text.trimmed().isEmpty {
                if fields.isEmpty { continue }
                return fields
            }
            if text.first == 0x20 || text.first == 0x09 {
                fields[last]? += " " + text.trimmed().string
                continue
            }
            guard MailScanner.isField(text), let colon = text.firstIndex(of: 0x3A) else { return nil }
            last = text[..<colon].string.lowercased()
            fields[last] = fields[last] ?? text[(colon + 1)...].trimmed().string
        }
        return nil
    }

    /// The page itself, the first of its parts that is one, and all others.
    static func content(of bytes: [UInt8]) -> (page: MimeLeaf, parts: [MimeLeaf])? {
        guard isArchive(bytes), let root = MimeMessage.parse(withoutMark(bytes)) else { return nil }
        var page: MimeLeaf?
        var parts: [MimeLeaf] = []
        var stack = [root]
        while let node = stack.popLast() {
            switch node {
            case .leaf(let leaf)
            where page == nil && (leaf.type == "text/html" || leaf.type == "application/xhtml+xml"):
                page = leaf
            case .leaf(let leaf): parts.append(leaf)
            case .alternatives(let nodes), .sequence(let nodes): stack += nodes.reversed()
            case .message, .tooDeep: continue
            }
        }
        return page.map { ($0, parts) }
    }

    /// Whether the file ends within its first part, the page: no line with the boundary follows it (RFC 2046, 5.1.1).
    static func breaksOff(_ bytes: [UInt8]) -> Bool {
        let type = Array((fields(bytes)?["content-type"] ?? "").utf8)
        guard let name = ByteText.find("boundary=", in: type, from: 0, to: type.count) else { return false }
        let value = type[(name + 9)...]
        let isQuoted = value.first == 0x22
        let boundary =
            isQuoted ? value.dropFirst().prefix { $0 != 0x22 } : value.prefix { $0 != 0x3B && $0 != 0x20 }
        let line = [0x2D, 0x2D] + boundary
        var found = 0
        for range in ByteText.lines(bytes) where bytes[range].starts(with: line) {
            found += 1
            if found == 2 { return false }
        }
        return true
    }

    /// The address that the page had: Chrome says it above all parts, others only above the page's own, which is the
    /// first.
    static func address(in head: [UInt8]) -> String? {
        guard let fields = fields(head) else { return nil }
        if let address = fields["snapshot-content-location"] ?? fields["content-location"] { return address }
        guard let field = ByteText.find("\ncontent-location:", in: head, from: 0, to: head.count) else { return nil }
        return head[(field + 18)...].prefix { $0 != 0x0A }.trimmed().string
    }
}
