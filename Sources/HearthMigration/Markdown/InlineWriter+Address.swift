// Web addresses in running text.

extension InlineWriter {
    static func isWebAddress(_ text: String) -> Bool {
        let lower = text.utf8.prefix(8).lazy.map { $0 | 0x20 }
        guard lower.starts(with: "http://".utf8) || lower.starts(with: "https://".utf8) else { return false }
        return !text.utf8.contains { $0 <= 0x20 || $0 == 0x3C || $0 == 0x3E || $0 == 0x7F } && text.utf8.count > 8
    }

    /// The end of the web address that starts at `index`, by GitHub's rules for bare addresses; nil if none does.
    func addressEnd(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Int? {
        guard !inLink else { return nil }
        // Nearly every `h` begins a word.
        guard index + 7 < bytes.count, bytes[index + 1] | 0x20 == 0x74, bytes[index + 2] | 0x20 == 0x74 else {
            return nil
        }
        let head = bytes[index..<min(index + 8, bytes.count)].lazy.map { $0 | 0x20 }
        let scheme = head.starts(with: "http://".utf8) ? 7 : head.starts(with: "https://".utf8) ? 8 : 0
        let before = index > 0 ? bytes[index - 1] : out.count > lineStart ? out.last : nil
        guard scheme > 0, !Self.isWordByte(before) else { return nil }
        var end = index + scheme
        // A quotation mark is no part of an address: it ends the attribute of a tag that is shown as text.
        while end < bytes.count, bytes[end] > 0x20, bytes[end] != 0x3C, bytes[end] != 0x7F, bytes[end] != 0x22 {
            end += 1
        }
        var parentheses = bytes[index..<end].reduce(0) { $1 == 0x28 ? $0 + 1 : $1 == 0x29 ? $0 - 1 : $0 }
        while end > index + scheme {
            switch bytes[end - 1] {
            case 0x3F, 0x21, 0x2E, 0x2C, 0x3A, 0x2A, 0x5F, 0x7E, 0x27, 0x22, 0x3B, 0x5D: end -= 1
            case 0x29:
                if parentheses >= 0 { return end }
                parentheses += 1
                end -= 1
            default: return end
            }
        }
        return nil
    }

    /// Whether the last two parts of the host have no underscore: with one, GitHub's rules see no address.
    private static func hasPlainHost(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let scheme = address.firstIndex(of: 0x3A), scheme + 3 <= address.count else { return true }
        let host = address[(scheme + 3)...].prefix { $0 != 0x2F && $0 != 0x3A && $0 != 0x3F && $0 != 0x23 }
        return !host.split(separator: 0x2E, omittingEmptySubsequences: false).suffix(2).contains { $0.contains(0x5F) }
    }

    /// A web address as itself where it stands free and holds no markup, else in angle brackets.
    mutating func write(address: UnsafeBufferPointer<UInt8>, next: Unicode.Scalar?) {
        let before = out.count > lineStart ? out.last : nil
        let startsFree = Self.isSpace(before) || before == 0x28
        let endsFree = next.map { Flanking.isSpace($0) || ".,;:!?)'\"".unicodeScalars.contains($0) } ?? true
        let lastIsPlain = address.last.map { !"?!.,:*_~;)'\"".utf8.contains($0) } ?? false
        let holdsMarkup = address.indices.contains { index in
            switch address[index] {
            case 0x2A, 0x60, 0x5B, 0x5D, 0x5C, 0x3E, 0x7C, 0x7E, 0x26: return true
            case 0x5F:
                return index == 0 || index + 1 == address.count || !Self.isWordByte(address[index - 1])
                    || !Self.isWordByte(address[index + 1])
            default: return false
            }
        }
        if startsFree, endsFree, lastIsPlain, !holdsMarkup, Self.hasPlainHost(address) {
            out += address
            return
        }
        out.append(0x3C)
        for byte in address {
            switch byte {
            case 0x7C: out += "%7C".utf8
            case 0x3E: out += "%3E".utf8
            case 0x5C: out += "%5C".utf8
            default: out.append(byte)
            }
        }
        out.append(0x3E)
    }
}
