/// A quick hash that tells files apart that were not made to fool it: our own outputs.
///
/// Four lanes of multiply and rotate over 32 bytes at a time, after the xxHash family (Y. Collet); not its values.
package struct QuickHash: Sendable {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F

    // Not a vector: processors without AVX-512 have no product of 64-bit lanes.
    private var lanes: (UInt64, UInt64, UInt64, UInt64) = (prime1 &+ prime2, prime2, 0, 0 &- prime1)
    private var count = 0
    /// Fewer than 32 bytes that no block was made of yet.
    private var rest: [UInt8] = []

    package init() {}

    package static func of(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { of($0) } }

    package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = QuickHash()
        hash.count = bytes.count
        let done = hash.addBlocks(bytes)
        return hash.value(UnsafeRawBufferPointer(rebasing: bytes[done...]))
    }

    /// Goes on with `bytes`: the value of all pieces is that of the whole.
    package mutating func add(_ bytes: [UInt8]) {
        count += bytes.count
        var start = 0
        if !rest.isEmpty {
            start = min(32 - rest.count, bytes.count)
            rest += bytes[..<start]
            guard rest.count == 32 else { return }
            let block = rest
            rest = []
            _ = block.withUnsafeBytes { addBlocks($0) }
        }
        let done = bytes.withUnsafeBytes { addBlocks(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        rest = Array(bytes[(start + done)...])
    }

    /// Of all bytes so far.
    package var value: UInt64 { rest.withUnsafeBytes { value($0) } }

    /// Answers how many bytes there are in whole blocks.
    @inline(__always)
    private mutating func addBlocks(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var (first, second, third, fourth) = lanes
        var offset = 0
        while offset + 32 <= bytes.count {
            first = Self.mixed(first, base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            second = Self.mixed(second, base.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            third = Self.mixed(third, base.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self))
            fourth = Self.mixed(fourth, base.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
            offset += 32
        }
        lanes = (first, second, third, fourth)
        return offset
    }

    @inline(__always)
    private func value(_ rest: UnsafeRawBufferPointer) -> UInt64 {
        var result = UInt64(count) &* Self.prime1
        result = (result ^ lanes.0) &* Self.prime1 &+ Self.prime2
        result = (result ^ lanes.1) &* Self.prime1 &+ Self.prime2
        result = (result ^ lanes.2) &* Self.prime1 &+ Self.prime2
        result = (result ^ lanes.3) &* Self.prime1 &+ Self.prime2
        for byte in rest {
            result = (result ^ UInt64(byte)) &* Self.prime1
            result ^= result >> 29
        }
        result ^= result >> 33
        result &*= Self.prime2
        return result ^ result >> 29
    }

    @inline(__always)
    private static func mixed(_ lane: UInt64, _ block: UInt64) -> UInt64 {
        let sum = lane &+ block &* prime2
        return (sum << 31 | sum >> 33) &* prime1
    }
}
