/// Writes values one after the other: numbers in as few bytes as they need (LEB128), texts and bytes with their length.
package struct BinaryWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    package mutating func put(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Small negative numbers are short too (zigzag).
    package mutating func put(_ value: Int) { put(UInt64(bitPattern: Int64((value << 1) ^ (value >> 63)))) }

    package mutating func put(_ value: Bool) { bytes.append(value ? 1 : 0) }

    package mutating func put(_ text: String) {
        put(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func put(_ text: String?) {
        put(text != nil)
        if let text { put(text) }
    }

    /// Forgets what was written; its memory stays for more.
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    package mutating func put(_ data: some Collection<UInt8>) {
        put(UInt64(data.count))
        bytes.append(contentsOf: data)
    }

    /// Bytes whose count the reader knows.
    package mutating func putRaw(_ data: some Sequence<UInt8>) { bytes.append(contentsOf: data) }
}

/// Reads what `BinaryWriter` wrote. Bytes that are cut off or damaged throw `Damaged`, whatever they hold.
package struct BinaryReader: Sendable {
    package struct Damaged: Error { package init() {} }

    private let bytes: [UInt8]
    package private(set) var position: Int

    package init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    package var isAtEnd: Bool { position == bytes.count }

    package mutating func number() throws -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            guard position < bytes.count else { throw Damaged() }
            let byte = bytes[position]
            position += 1
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        throw Damaged()
    }

    package mutating func integer() throws -> Int {
        let value = try number()
        return Int(truncatingIfNeeded: value >> 1) ^ -Int(truncatingIfNeeded: value & 1)
    }

    /// How many values follow; each takes at least a byte, so that a damaged number cannot ask for endless memory.
    package mutating func count() throws -> Int {
        let value = try number()
        guard value <= UInt64(bytes.count - position) else { throw Damaged() }
        return Int(value)
    }

    package mutating func flag() throws -> Bool { try raw(1).first == 1 }

    package mutating func text() throws -> String { String(decoding: try data(), as: UTF8.self) }

    package mutating func optionalText() throws -> String? { try flag() ? try text() : nil }

    package mutating func data() throws -> ArraySlice<UInt8> { try raw(try count()) }

    package mutating func raw(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - position else { throw Damaged() }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
