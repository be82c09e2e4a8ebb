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

    /// Form and term in one, and how long the form is: what tells words apart.
    func whole(_ word: Int) -> (bytes: ArraySlice<UInt8>, formLength: Int) {
        let start = word == 0 ? 0 : Int(ends[2 * word - 1])
        return (bytes[start..<Int(ends[2 * word + 1])], Int(ends[2 * word]) - start)
    }

    mutating func append(form: some Collection<UInt8>, term: some Collection<UInt8>) {
        bytes.append(contentsOf: form)
        ends.append(UInt32(bytes.count))
        bytes.append(contentsOf: term)
        ends.append(UInt32(bytes.count))
    }
}

extension Lexicon {
    func encode(into output: inout VariableBytes) {
        output.append(ends.count)
        var start: UInt32 = 0
        for end in ends {
            output.append(Int(end - start))
            start = end
        }
        output.append(bytes)
    }

    /// Reads what `encode` wrote; the reader says whether it was damaged.
    init(_ reader: inout VariableReader) {
        let count = reader.count()
        ends.reserveCapacity(count)
        var end: UInt32 = 0
        for _ in 0..<count {
            // Lengths that would run over are more than there is to read.
            end = UInt32(clamping: Int(end) + min(reader.number(), Int(UInt32.max)))
            ends.append(end)
        }
        bytes = Array(reader.bytes(Int(end)))
        if reader.isDamaged || count % 2 != 0 { self = Lexicon() }
    }

    /// Adds the words of `other` that are not here; answers the number of each.
    mutating func add(_ other: Lexicon) -> [UInt32] {
        var table = WordTable(capacity: 256)
        // Two words of a lexicon may be typed and indexed alike: either will do.
        let places = (0..<other.count).map { word in
            let (bytes, length) = other.whole(word)
            return bytes.withUnsafeBufferPointer {
                table.insert($0, space: UInt8(truncatingIfNeeded: length)).index
            }
        }
        var numbers = [UInt32?](repeating: nil, count: table.count)
        for word in 0..<count {
            let (bytes, length) = whole(word)
            let found = bytes.withUnsafeBufferPointer {
                table.find($0, space: UInt8(truncatingIfNeeded: length))
            }
            if let found, numbers[found] == nil { numbers[found] = UInt32(word) }
        }
        return places.enumerated().map { word, place in
            if let number = numbers[place] { return number }
            let number = UInt32(count)
            numbers[place] = number
            append(form: other.form(word), term: other.term(word))
            return number
        }
    }
}

/// Numbers in as few bytes as they need: seven bits a byte, the lowest first, the top bit set on all but the last.
struct VariableBytes {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

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

    /// A number of values that follow, each of which takes at least a byte: damaged data cannot ask for endless ones.
    @inline(__always)
    mutating func count() -> Int {
        let value = number()
        guard value > end - place else { return value }
        isDamaged = true
        return 0
    }

    /// The next `count` bytes; none when there are fewer.
    mutating func bytes(_ count: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: buffer[range(count)])
    }

    /// The place of the next `count` bytes, behind which it goes on; empty when there are fewer.
    mutating func range(_ count: Int) -> Range<Int> {
        guard count >= 0, count <= end - place else {
            isDamaged = true
            place = end
            return 0..<0
        }
        defer { place += count }
        return place..<place + count
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
