import Yams

/// The lines of a mapping whose keys stand below one another.
struct BlockMapping {
    /// What a line is to the mapping.
    private enum Role {
        /// It begins with a key, perhaps behind the hyphen of the item that the mapping is.
        case key(isItem: Bool)
        /// Blank, a comment, or a part of the value above.
        case inside
        case outside
    }

    /// The first of its lines, from 0.
    let first: Int
    /// Its lines, without their ends.
    let lines: [Range<Int>]
    private let indentation: Int

    /// The mapping that has a key at `mark`; nil when that stands in braces.
    init?(around mark: Mark, in bytes: [UInt8]) {
        var all: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            let end = lineEnd(in: bytes, from: start)
            all.append(start..<end)
            start = end + 1
        }
        let (marked, indentation) = (mark.line - 1, max(mark.column, 1) - 1)
        guard all.indices.contains(marked), case .key(var isItem) = Self.role(of: bytes[all[marked]], indentation),
            indentation == 0 || bytes[all[marked]].last(where: { $0 != 0x20 }) != 0x2C
        else { return nil }
        var (first, end) = (marked, marked + 1)
        search: while !isItem, first > 0 {
            let above = bytes[all[first - 1]]
            switch Self.role(of: above, indentation) {
            case .outside where Self.goesOn(above): return nil
            case .outside: break search
            case .key(let begins): isItem = begins
            case .inside: break
            }
            first -= 1
        }
        search: while end < all.count {
            switch Self.role(of: bytes[all[end]], indentation) {
            case .outside, .key(isItem: true): break search
            case .key, .inside: end += 1
            }
        }
        (self.first, self.indentation, lines) = (first, indentation, Array(all[first..<end]))
    }

    /// The key that a line of the mapping begins with, without its quotes.
    func key(in line: ArraySlice<UInt8>) -> String? {
        guard case .key = Self.role(of: line, indentation) else { return nil }
        let text = line.dropFirst(indentation)
        if let quote = text.first, quote == 0x22 || quote == 0x27 {
            return text.dropFirst().firstIndex(of: quote).map {
                String(decoding: text[text.startIndex + 1..<$0], as: UTF8.self)
            }
        }
        guard let colon = text.firstIndex(of: 0x3A) else { return nil }
        var key = text[..<colon]
        while key.last == 0x20 { key.removeLast() }
        return String(decoding: key, as: UTF8.self)
    }

    private static func role(of line: ArraySlice<UInt8>, _ indentation: Int) -> Role {
        let text = line.drop { $0 == 0x20 }
        guard let sign = text.first, sign != 0x23, sign != 0x09 else { return .inside }
        let offset = text.startIndex - line.startIndex
        let isItem = sign == 0x2D && (text.count == 1 || text[text.startIndex + 1] == 0x20)
        if offset > indentation || offset == indentation && isItem { return .inside }
        if offset == indentation { return .key(isItem: false) }
        guard isItem, line.count > indentation else { return .outside }
        let marks = line[line.startIndex..<line.startIndex + indentation]
        let isKey = line[line.startIndex + indentation] != 0x20 && marks.allSatisfy { $0 == 0x20 || $0 == 0x2D }
        return isKey ? .key(isItem: true) : .outside
    }

    /// Whether a line ends as lines within braces or brackets do.
    private static func goesOn(_ line: ArraySlice<UInt8>) -> Bool {
        guard let last = line.last(where: { $0 != 0x20 }) else { return false }
        return last == 0x2C || last == 0x7B || last == 0x5B
    }
}
