/// Characters that nobody sees: marks where a line may break or may not, byte order marks in the middle of a text, and
/// what stands for an object that is gone. In addresses and between words they only do harm. Unicode's own line breaks
/// are spaces: the editors that left them meant no break.
enum Invisible {
    /// The text without them; nil when it has none.
    static func removed(from bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard let first = bytes.indices.first(where: { replacement(bytes, $0) != nil }) else { return nil }
        var visible = Array(bytes[..<first])
        visible.reserveCapacity(bytes.count)
        var index = first
        while index < bytes.count {
            if let new = replacement(bytes, index) {
                if new > 0 { visible.append(new) }
                index += 3
            } else {
                visible.append(bytes[index])
                index += 1
            }
        }
        return visible
    }

    static func removed(from bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { removed(from: $0) } ?? bytes
    }

    /// What to write for the three bytes of such a character at `index`: a space for U+2028 and U+2029, nothing (0) for
    /// U+200B, U+2060, U+FEFF and U+FFFC; nil for all others. Joiners stay, since letters and pictures are made with
    /// them.
    static func replacement(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt8? {
        let lead = bytes[index]
        guard lead == 0xE2 || lead == 0xEF, index + 2 < bytes.count else { return nil }
        switch (lead, bytes[index + 1], bytes[index + 2]) {
        case (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9): return 0x20
        case (0xE2, 0x80, 0x8B), (0xE2, 0x81, 0xA0), (0xEF, 0xBB, 0xBF), (0xEF, 0xBF, 0xBC): return 0
        default: return nil
        }
    }
}
