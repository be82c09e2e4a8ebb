/// Where bold, italic and struck out text ends in Slack's markup: a mark that stands not beside a word outside and not
/// beside a space inside. All of a text are found at once, so that many marks cost no more than few.
struct SlackClosers {
    private let bytes: [UInt8]
    /// In order, for `*`, `_` and `~`.
    private var places: [[Int]] = [[], [], []]
    /// How many of them are behind us.
    private var passed = [0, 0, 0]

    private static let marks: [UInt8] = [0x2A, 0x5F, 0x7E]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var inToken = false
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x3C: inToken = true
            case 0x3E, 0x0A: inToken = false
            default:
                guard let kind = Self.marks.firstIndex(of: byte), !inToken, index > 0, bytes[index - 1] > 0x20,
                    index + 1 == bytes.count || bytes[index + 1] != byte,
                    !Self.isWord(Self.scalar(bytes, from: index + 1), beside: byte)
                else { continue }
                places[kind].append(index)
            }
        }
    }

    /// The mark that closes the one at `start`; the marks are asked for from left to right.
    mutating func end(of start: Int) -> Int? {
        let mark = bytes[start]
        guard let kind = Self.marks.firstIndex(of: mark), start + 1 < bytes.count, bytes[start + 1] > 0x20,
            bytes[start + 1] != mark
        else { return nil }
        if start > 0, bytes[start - 1] == mark || Self.isWord(Self.scalar(bytes, before: start), beside: mark) {
            return nil
        }
        while passed[kind] < places[kind].count, places[kind][passed[kind]] < start + 2 { passed[kind] += 1 }
        return passed[kind] < places[kind].count ? places[kind][passed[kind]] : nil
    }

    /// Scripts without spaces between their words have no other place for a star; underscores and tildes mean more there
    /// (`10時~20時`).
    private static func isWord(_ scalar: Unicode.Scalar?, beside mark: UInt8) -> Bool {
        guard let scalar, scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return false }
        guard mark == 0x2A else { return true }
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF,
            0xFF66...0xFF9D, 0x20000...0x3FFFF:
            return false
        default: return true
        }
    }

    private static func scalar(_ bytes: [UInt8], from start: Int) -> Unicode.Scalar? {
        bytes[min(start, bytes.count)..<min(start + 4, bytes.count)].string.unicodeScalars.first
    }

    private static func scalar(_ bytes: [UInt8], before end: Int) -> Unicode.Scalar? {
        var start = end - 1
        while start > 0, end - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return bytes[start..<end].string.unicodeScalars.first
    }
}
