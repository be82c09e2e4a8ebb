/// The terms of an index in byte order, with what the files that hold them are divided and named by: enough to tell
/// which files an edit changes, without any posting.
struct TermList: Sendable {
    private var bytes: [UInt8] = []
    /// Where each term ends in `bytes`.
    private var ends: [UInt32] = []
    /// The bytes of each term's posting list.
    private(set) var sizes: [UInt32] = []
    /// Of each term a hash of its bytes and its posting list.
    private(set) var prints: [UInt64] = []

    var count: Int { ends.count }

    func word(_ term: Int) -> ArraySlice<UInt8> { bytes[(term == 0 ? 0 : Int(ends[term - 1]))..<Int(ends[term])] }

    /// `word` comes after all that are there.
    mutating func append(_ word: ArraySlice<UInt8>, size: Int, print: UInt64) {
        bytes.append(contentsOf: word)
        ends.append(UInt32(bytes.count))
        sizes.append(UInt32(size))
        prints.append(print)
    }

    mutating func append(_ other: TermList, _ range: Range<Int>) {
        guard let last = range.last else { return }
        let start = range.lowerBound == 0 ? 0 : Int(other.ends[range.lowerBound - 1])
        let shift = bytes.count - start
        bytes.append(contentsOf: other.bytes[start..<Int(other.ends[last])])
        for term in range { ends.append(UInt32(Int(other.ends[term]) + shift)) }
        sizes.append(contentsOf: other.sizes[range])
        prints.append(contentsOf: other.prints[range])
    }

    /// The place of the first term that does not come before `word`.
    func place(of word: ArraySlice<UInt8>) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self.word(middle).lexicographicallyPrecedes(word) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    static func print(_ word: ArraySlice<UInt8>, _ postings: UnsafeBufferPointer<UInt8>) -> UInt64 {
        WordHash.mix(WordHash.mix(word.withUnsafeBufferPointer { WordHash.of($0) }) ^ WordHash.of(postings))
    }

    // MARK: - In a record

    func encode(into output: inout VariableBytes) {
        output.append(count)
        for term in 0..<count { output.append(word(term).count) }
        output.append(bytes)
        for size in sizes { output.append(Int(size)) }
        for print in prints { output.append(fixed: print) }
    }

    init() {}

    /// Reads what `encode` wrote; the reader says whether it was damaged.
    init(_ reader: inout VariableReader) {
        let count = reader.count()
        var end: UInt32 = 0
        for _ in 0..<count {
            end = UInt32(clamping: Int(end) + min(reader.number(), Int(UInt32.max)))
            ends.append(end)
        }
        bytes = Array(reader.bytes(Int(end)))
        for _ in 0..<count { sizes.append(UInt32(truncatingIfNeeded: reader.number())) }
        for _ in 0..<count { prints.append(reader.fixed()) }
        if reader.isDamaged { self = TermList() }
    }
}
