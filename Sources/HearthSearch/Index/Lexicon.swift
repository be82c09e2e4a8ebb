/// Words by number, each with what it is typed as and what it is indexed as.
struct Lexicon: Sendable {
    private var bytes: [UInt8] = []
    /// Where the form and the term of each word end in `bytes`, one after the other.
    private var ends: [UInt32] = []

    var count: Int { ends.count / 2 }

    /// The word as one may type it, without diacritics; empty for what nobody types, such as a pair of characters.
    func form(_ word: Int) -> ArraySlice<UInt8> {
        bytes[(word == 0 ? 0 : Int(ends[2 * word - 1]))..<Int(ends[2 * word])]
    }

    /// Its stem without diacritics.
    func term(_ word: Int) -> ArraySlice<UInt8> { bytes[Int(ends[2 * word])..<Int(ends[2 * word + 1])] }

    mutating func append(form: some Collection<UInt8>, term: some Collection<UInt8>) {
        bytes.append(contentsOf: form)
        ends.append(UInt32(bytes.count))
        bytes.append(contentsOf: term)
        ends.append(UInt32(bytes.count))
    }
}

/// Numbers in as few bytes as they need: seven bits a byte, the lowest first, the top bit set on all but the last.
struct VariableBytes {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: Int) {
        var rest = value
        while rest > 127 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func append(_ other: some Collection<UInt8>) { bytes.append(contentsOf: other) }

    /// All bytes; there are none then.
    mutating func finish() -> [UInt8] {
        var result: [UInt8] = []
        swap(&result, &bytes)
        return result
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

/// Reads what `VariableBytes` wrote. At the end of damaged data it answers zeros and says so.
struct VariableReader {
    private let buffer: UnsafeBufferPointer<UInt8>
    private(set) var place: Int
    private let end: Int
    /// Whether more was asked for than there is.
    private(set) var isDamaged = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        buffer = bytes
        place = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { place >= end }

    @inline(__always)
    mutating func number() -> Int {
        guard place < end else {
            isDamaged = true
            return 0
        }
        let first = buffer[place]
        place += 1
        return first < 128 ? Int(first) : longNumber(Int(first & 127))
    }

    /// The next `count` bytes; none when there are fewer.
    mutating func bytes(_ count: Int) -> UnsafeBufferPointer<UInt8> {
        guard count >= 0, count <= end - place else {
            isDamaged = true
            place = end
            return UnsafeBufferPointer(rebasing: buffer[0..<0])
        }
        defer { place += count }
        return UnsafeBufferPointer(rebasing: buffer[place..<place + count])
    }

    private mutating func longNumber(_ first: Int) -> Int {
        var value = first
        var shift = 7
        while place < end {
            let byte = buffer[place]
            place += 1
            value |= Int(byte & 127) << shift
            if byte < 128 { return value }
            shift += 7
            if shift > 49 { break }
        }
        isDamaged = true
        return 0
    }
}
