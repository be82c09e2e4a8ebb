/// Finds the next byte of a small set, sixteen bytes at a time.
///
/// Writers that escape look at every byte of a site, and nearly all of them are letters.
package struct ByteScanner: Sendable {
    private typealias Block = SIMD16<UInt8>

    private let wanted: (Block, Block, Block, Block, Block, Block)
    /// Bytes below this are found too, but for the newline.
    private let floor: Block
    /// The same set, a bit for each byte below 64 and from there to 127.
    private let low: UInt64
    private let high: UInt64

    /// Looks for `bytes` (one to six of ASCII) and, with `controls`, for the control characters below 0x20 except the
    /// newline.
    package init(_ bytes: StaticString, controls: Bool = false) {
        var list: [UInt8] = bytes.withUTF8Buffer { Array($0) }
        precondition((1...6).contains(list.count), "a scanner looks for one to six bytes")
        var (low, high): (UInt64, UInt64) = (controls ? 0xFFFF_FFFF & ~(1 << 0x0A) : 0, 0)
        for byte in list {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
        }
        while list.count < 6 { list.append(list[0]) }
        let blocks = list.map { Block(repeating: $0) }
        wanted = (blocks[0], blocks[1], blocks[2], blocks[3], blocks[4], blocks[5])
        floor = Block(repeating: controls ? 0x20 : 0)
        (self.low, self.high) = (low, high)
    }

    /// The place of the first such byte at or after `start`; `text.count` when there is none.
    package func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let count = text.count
        guard count > start, let base = UnsafeRawPointer(text.baseAddress) else { return count }
        var index = start
        while count - index >= Block.scalarCount {
            if let place = place(in: base, at: index) { return place }
            index += Block.scalarCount
        }
        // The rest again as a whole block that reaches back, if the text is long enough for one.
        if count >= Block.scalarCount, index < count {
            let back = count - Block.scalarCount
            let found = matches(in: base, at: back)
            let skipped = UInt64((index - back) * 8)
            let first = skipped < 64 ? (found.0 >> skipped) << skipped : 0
            let second = skipped < 64 ? found.1 : (found.1 >> (skipped - 64)) << (skipped - 64)
            if first != 0 { return back + first.trailingZeroBitCount / 8 }
            return second != 0 ? back + 8 + second.trailingZeroBitCount / 8 : count
        }
        while index < count {
            let byte = base.load(fromByteOffset: index, as: UInt8.self)
            let bits = byte < 64 ? low : byte < 128 ? high : 0
            if bits >> UInt64(byte & 63) & 1 != 0 { return index }
            index += 1
        }
        return count
    }

    /// For each of sixteen bytes 0xFF or 0, the first eight in the first word.
    @inline(__always)
    private func matches(in base: UnsafeRawPointer, at index: Int) -> (UInt64, UInt64) {
        let block = base.loadUnaligned(fromByteOffset: index, as: Block.self)
        let (one, two) = ((block .== wanted.0) .| (block .== wanted.1), (block .== wanted.2) .| (block .== wanted.3))
        let three = (block .== wanted.4) .| (block .== wanted.5)
        let control = (block .< floor) .& (block .!= Block(repeating: 0x0A))
        let halves = unsafeBitCast((one .| two) .| (three .| control), to: SIMD2<UInt64>.self)
        return (UInt64(littleEndian: halves[0]), UInt64(littleEndian: halves[1]))
    }

    @inline(__always)
    private func place(in base: UnsafeRawPointer, at index: Int) -> Int? {
        let found = matches(in: base, at: index)
        if found.0 != 0 { return index + found.0.trailingZeroBitCount / 8 }
        return found.1 != 0 ? index + 8 + found.1.trailingZeroBitCount / 8 : nil
    }
}
