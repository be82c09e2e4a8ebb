import Glibc

/// Bytes that grow at their end: what every output is written into.
///
/// An array looks with each append whether it is the only one that holds its memory, which costs more than copying the
/// few bytes of a tag or a word. This has one owner by its type, and copies.
package struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    package private(set) var count = 0

    package init(capacity: Int = 0) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    @inline(__always)
    package var isEmpty: Bool { count == 0 }

    @inline(__always)
    package var last: UInt8? { count == 0 ? nil : base[count - 1] }

    @inline(__always)
    package mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        base[count] = byte
        count += 1
    }

    @inline(__always)
    package mutating func append(_ start: UnsafePointer<UInt8>, count length: Int) {
        if capacity - count < length { grow(by: length) }
        memcpy(base + count, start, length)
        count += length
    }

    @inline(__always)
    package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        append(start, count: bytes.count)
    }

    package mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

    package mutating func append(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBufferPointer { append($0) } }

    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    @inline(__always)
    package mutating func append(_ text: StaticString) {
        if text.hasPointerRepresentation {
            append(text.utf8Start, count: text.utf8CodeUnitCount)
        } else {
            text.withUTF8Buffer { append($0) }
        }
    }

    /// Adds `text`; `escape` adds what shall stand in the place of each byte that `specials` finds.
    @inline(__always)
    package mutating func append(
        _ text: UnsafeBufferPointer<UInt8>, escaping specials: ByteScanner,
        _ escape: (_ byte: UInt8, _ output: inout ByteBuffer) -> Void
    ) {
        var start = 0
        var index = specials.next(in: text, from: 0)
        while index < text.count {
            append(UnsafeBufferPointer(rebasing: text[start..<index]))
            escape(text[index], &self)
            start = index + 1
            index = specials.next(in: text, from: start)
        }
        append(UnsafeBufferPointer(rebasing: text[start...]))
    }

    package mutating func append(_ other: borrowing ByteBuffer) { append(other.base, count: other.count) }

    @inline(never)
    private mutating func grow(by length: Int) {
        let wanted = max(capacity * 2, count + length)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        larger.update(from: base, count: count)
        base.deallocate()
        (base, capacity) = (larger, wanted)
    }

    /// Forgets all bytes; their memory stays for others.
    package mutating func removeAll() { count = 0 }

    /// A copy of all bytes.
    package var array: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// All bytes, as UTF-8.
    package var text: String { String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self) }
}
