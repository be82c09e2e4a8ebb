import HearthModel

/// A message's place in a file.
struct MailPiece: Sendable, Hashable {
    var offset: Int
    var length: Int
    /// What stands behind `From ` in the line above the message, or nil.
    var envelope: String?
    /// Lines of the body that start with `From ` have been marked with a `>`.
    var isQuoted = false
}

/// Finds the messages in a file: mbox in all its variants (a line `From jo at corp.example  Thu Nov  1 11:19:12 2001`
/// above each), LISTSERV's archives (a line of 73 equals signs), or one message (`.eml`, Maildir).
///
/// A `From ` counts only above something that looks like a header field, and below an empty line or with a sender's
/// address and a date as only programs write it: half of the archives of this world hold bodies with such lines that
/// nobody marked, and some have no empty lines.
struct MailScanner {
    private static let step = 4 << 20
    /// What editors of Windows put in front of a file that they save.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    enum Kind { case mbox, listserv, single }

    /// What the file is, by its first bytes; nil for what holds no mail.
    static func kind(_ head: [UInt8]) -> Kind? {
        let head = head.starts(with: byteOrderMark) ? Array(head.dropFirst(byteOrderMark.count)) : head
        let lines = ByteText.lines(Array(head.prefix(8192)))
        var index = 0
        while index < lines.count, head[lines[index]].trimmed().isEmpty { index += 1 }
        guard index < lines.count else { return nil }
        let first = head[lines[index]]
        let second = index + 1 < lines.count ? head[lines[index + 1]] : []
        if first.starts(with: "From ".utf8), isField(second) { return .mbox }
        if isBar(first), isField(second) { return .listserv }
        return looksLikeMessage(head, lines[index...]) && !SavedArchive.isArchive(head) ? .single : nil
    }

    /// At least two fields, one of which only mails have, in front of anything else.
    private static func looksLikeMessage(_ head: [UInt8], _ lines: ArraySlice<Range<Int>>) -> Bool {
        let usual: Set<String> = ["from", "date", "message-id", "received", "return-path", "delivered-to", "subject"]
        var fields = 0
        var known: Set<String> = []
        for line in lines {
            let text = head[line]
            if text.trimmed().isEmpty { break }
            if text.first == 0x20 || text.first == 0x09 { continue }
            guard isField(text), let colon = text.firstIndex(of: 0x3A) else { return false }
            fields += 1
            let name = text[..<colon].string.lowercased()
            if usual.contains(name) { known.insert(name) }
        }
        return fields >= 2 && known.count >= 2
    }

    /// `Name: value`
    static func isField(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else { return false }
        return line[..<colon].allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    private static func isBar(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.trimmed()
        return text.count >= 70 && text.count <= 80 && text.allSatisfy { $0 == 0x3D }
    }

    /// `From jo@corp.example Thu Nov  1 11:19:12 2001`: a clock, or nothing behind the sender.
    private static func isEnvelope(_ line: ArraySlice<UInt8>) -> Bool {
        let rest = line.dropFirst(5)
        if rest.split(separator: 0x20).count <= 1 { return true }
        for index in rest.indices where rest[index] == 0x3A {
            let before = rest.index(before: index)
            let after = rest.index(after: index)
            if before >= rest.startIndex, after < rest.endIndex, rest[before].isASCIIDigit, rest[after].isASCIIDigit {
                return true
            }
        }
        return false
    }

    private static let days: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// `From jo@corp.example Thu Nov  1 11:19:12 2001` and nothing less: no sentence looks like this.
    private static func isWholeEnvelope(_ line: ArraySlice<UInt8>) -> Bool {
        let words = line.dropFirst(5).trimmed().split(separator: 0x20).map { $0.string.lowercased() }
        guard let day = words.firstIndex(where: { days.contains($0) }), day > 0, words.count - day >= 5 else {
            return false
        }
        let sender = words[..<day]
        let hasSender = sender.count == 1 || (sender.count == 3 && sender[1] == "at")
        let clock = words[day + 3].split(separator: ":")
        return hasSender && words[day + 1].count == 3 && Int(words[day + 2]) != nil && clock.count >= 2
            && clock.allSatisfy { Int($0) != nil } && words[(day + 4)...].contains { Int($0) ?? 0 > 1900 }
    }

    /// Calls `body` for each message of the file, in order.
    static func scan(
        _ file: RecordFile, size: Int, kind: Kind, progress: (Int) -> Void, found body: (MailPiece) throws -> Void
    ) throws {
        let isMarked = try size >= 3 && file.bytes(at: 0, count: 3) == byteOrderMark
        let beginning = isMarked ? byteOrderMark.count : 0
        guard kind != .single else { return try body(MailPiece(offset: beginning, length: size - beginning)) }
        var cut = MailCut(kind: kind)
        var position = beginning
        var carry: [UInt8] = []
        while position < size {
            let count = min(step, size - position)
            let bytes = carry + (try file.bytes(at: position, count: count))
            let base = position - carry.count
            position += count
            var start = 0
            while let end = ByteText.find(0x0A, in: bytes, from: start, to: bytes.count) {
                // Only few lines matter: those that open a message, the one below, and empty ones.
                let first = bytes[start]
                if cut.isUndecided || first == 0x46 || first == 0x3D {
                    try cut.look(bytes[start..<end], at: base + start, found: body)
                } else {
                    cut.isBelowEmpty = end == start || (end == start + 1 && first == 0x0D)
                }
                start = end + 1
            }
            carry = Array(bytes[start...])
            // A line without an end: no text has lines of megabytes.
            if carry.count > step { carry = [] }
            progress(position)
        }
        if !carry.isEmpty { try cut.look(carry[...], at: size - carry.count, found: body) }
        try cut.end(at: size, found: body)
    }

    /// Where one message of a file ends and the next begins, line by line.
    private struct MailCut {
        let kind: Kind
        private var open: MailPiece?
        /// A line that may stand above a message, until the next one tells.
        private var candidate: (start: Int, end: Int, line: [UInt8])?
        var isBelowEmpty = true

        init(kind: Kind) { self.kind = kind }

        /// Whether the next line must be looked at.
        var isUndecided: Bool { candidate != nil }

        mutating func look(_ line: ArraySlice<UInt8>, at offset: Int, found body: (MailPiece) throws -> Void) throws {
            if let above = candidate {
                candidate = nil
                if MailScanner.isField(line) {
                    try end(at: above.start, found: body)
                    let envelope = kind == .mbox ? above.line.dropFirst(5).trimmed().string : nil
                    open = MailPiece(offset: above.end, length: 0, envelope: envelope, isQuoted: kind == .mbox)
                }
            }
            let isMark =
                kind == .mbox
                ? line.first == 0x46 && line.starts(with: "From ".utf8)
                    && (isBelowEmpty ? MailScanner.isEnvelope(line) : MailScanner.isWholeEnvelope(line))
                : line.first == 0x3D && MailScanner.isBar(line)
            if isMark { candidate = (offset, offset + line.count + 1, Array(line)) }
            isBelowEmpty = line.isEmpty || (line.count == 1 && line.first == 0x0D)
        }

        /// The open message ends in front of `offset`.
        func end(at offset: Int, found body: (MailPiece) throws -> Void) throws {
            guard var piece = open else { return }
            piece.length = offset - piece.offset
            try body(piece)
        }
    }
}
