import HearthModel

/// The units of an index in the order of their numbers.
struct UnitOrder: Sendable {
    /// Places of the documents, in the order of their units.
    let documents: [Int]
    /// The number of the first unit of each of `documents`; those of its other units follow.
    let firstNumbers: [Int]
    /// Hashes have this many bits.
    let spread: Int
    /// All numbers have at most this many bits: the last pages may need numbers beyond the hashes.
    var bits: Int { spread + 1 }

    /// Numbers come from hashes of the addresses, so that a new page does not renumber the others: the hash's highest
    /// bits, or the next free number where that is taken, and the parts of a page behind it.
    init(_ all: [IndexedDocument]) {
        let count = all.reduce(0) { $0 + $1.unitSizes.count }
        let spread = max(8, Self.bits(atLeast: count * 4))
        self.spread = spread
        documents = all.indices.sorted {
            all[$0].addressHash != all[$1].addressHash ? all[$0].addressHash < all[$1].addressHash : $0 < $1
        }
        var next = 0
        firstNumbers = documents.map { place in
            let first = max(next, Int(all[place].addressHash >> UInt64(64 - spread)))
            next = first + all[place].unitSizes.count
            return first
        }
    }

    func isSame(as other: UnitOrder) -> Bool {
        spread == other.spread && documents == other.documents && firstNumbers == other.firstNumbers
    }

    /// The power of two that is not below `count`, as its exponent.
    static func bits(atLeast count: Int) -> Int {
        var bits = 0
        while 1 << bits < count { bits += 1 }
        return bits
    }
}

/// The terms of an index with their encoded postings, and the words that lead to them.
struct TermPostings: Sendable {
    let terms: TermList
    /// Nil where they are those of the last build.
    let words: [Vocabulary.Word]?
    /// Of each source, how many units have each word.
    let counts: [[UInt32]]
    private let blocks: [Block]

    /// The postings of a run of terms.
    struct Block: Sendable {
        var first: Int
        var bytes: [UInt8] = []
        var ends: [Int] = []
        var prints: [UInt64] = []
    }

    var count: Int { terms.count }

    /// Nil where the files that an update changes do not need them.
    func postings(_ term: Int) -> ArraySlice<UInt8>? {
        guard let block = blocks.last(where: { $0.first <= term }) else { return nil }
        let place = term - block.first
        guard place < block.ends.count else { return nil }
        return block.bytes[(place == 0 ? 0 : block.ends[place - 1])..<block.ends[place]]
    }

    /// `blocks` in the order of their terms.
    init(_ terms: TermList, _ words: [Vocabulary.Word]?, _ counts: [[UInt32]], blocks: [Block]) {
        (self.terms, self.words, self.counts, self.blocks) = (terms, words, counts, blocks)
    }

    /// All terms of `documents`.
    init(_ documents: [IndexedDocument], _ order: UnitOrder, _ sources: [WordSource], workers: Int) async throws {
        let counts = try await Self.count(documents, sources, workers: workers)
        let (words, places, termCounts) = Self.merge(counts, sources)
        let ranges = Self.ranges(termCounts)
        let blocks = try await mapInParallel(ranges, workers: workers) { range in
            let (postings, starts, ends) = Self.collect(range, termCounts, places, documents, order, sources)
            var block = Block(first: range.lowerBound)
            block.bytes.reserveCapacity(postings.count * 2)
            postings.withUnsafeBufferPointer { all in
                for place in range.indices {
                    let term = place - range.lowerBound
                    let mine = UnsafeBufferPointer(rebasing: all[starts[term]..<ends[term]])
                    block.append(words.word(place), mine, order)
                }
            }
            return block
        }
        var terms = TermList()
        for block in blocks {
            for (place, end) in block.ends.enumerated() {
                let size = end - (place == 0 ? 0 : block.ends[place - 1])
                terms.append(words.word(block.first + place), size: size, print: block.prints[place])
            }
        }
        self.init(terms, Vocabulary.words(counts, sources), counts, blocks: blocks)
    }

    /// Of each source, how many units have each word.
    private static func count(
        _ documents: [IndexedDocument], _ sources: [WordSource], workers: Int
    ) async throws -> [[UInt32]] {
        let chunks = SearchIndexBuilder.chunks(documents.count, size: 256)
        let parts = try await claimInParallel(chunks.count, workers: workers) { next in
            var counts = sources.map { [UInt32](repeating: 0, count: $0.lexicon.count) }
            while let chunk = next() {
                for document in documents[chunks[chunk]] {
                    var mine: [UInt32] = []
                    swap(&mine, &counts[document.source])
                    EntryReader.forEach(document, sources) { _, word, _ in mine[word] += 1 }
                    swap(&mine, &counts[document.source])
                }
            }
            return counts
        }
        guard var sums = parts.first else { return sources.map { _ in [] } }
        for part in parts.dropFirst() {
            for source in part.indices {
                for word in part[source].indices { sums[source][word] += part[source][word] }
            }
        }
        return sums
    }

    /// All terms in byte order, the place of each word's term among them, and how many words of units there are of each.
    private static func merge(
        _ counts: [[UInt32]], _ sources: [WordSource]
    ) -> (terms: WordTable, places: [[UInt32]], counts: [Int]) {
        var found = WordTable()
        var foundCounts: [Int] = []
        var places = counts.map { [UInt32](repeating: .max, count: $0.count) }
        for (source, counts) in counts.enumerated() {
            for (word, count) in counts.enumerated() where count > 0 {
                let term = sources[source].lexicon.term(word)
                guard !term.isEmpty else { continue }
                let (index, isNew) = term.withUnsafeBufferPointer { found.insert($0) }
                if isNew { foundCounts.append(0) }
                foundCounts[index] += Int(count)
                places[source][word] = UInt32(index)
            }
        }
        let order = (0..<found.count).sorted { found.word($0).lexicographicallyPrecedes(found.word($1)) }
        var ranks = [UInt32](repeating: 0, count: order.count)
        var terms = WordTable(capacity: 16)
        for (rank, index) in order.enumerated() {
            ranks[index] = UInt32(rank)
            _ = found.word(index).withUnsafeBufferPointer { terms.insert($0) }
        }
        for source in places.indices {
            for word in places[source].indices where places[source][word] != .max {
                places[source][word] = ranks[Int(places[source][word])]
            }
        }
        return (terms, places, order.map { foundCounts[$0] })
    }

    /// Runs of terms with about the same number of postings, of six bytes each. Every run goes through all documents, so
    /// they are few.
    private static func ranges(_ counts: [Int]) -> [Range<Int>] {
        let all = counts.reduce(0, +)
        let wanted = max(1, min(8, all / 6_000_000))
        var ranges: [Range<Int>] = []
        var start = 0
        var sum = 0
        for (term, count) in counts.enumerated() {
            sum += count
            if sum * wanted >= all * (ranges.count + 1) || term + 1 == counts.count {
                ranges.append(start..<term + 1)
                start = term + 1
            }
        }
        return ranges
    }

    /// The postings of a run of terms, those of each term together, in the order of their units; and where each term's
    /// begin and end.
    private static func collect(
        _ range: Range<Int>, _ counts: [Int], _ places: [[UInt32]], _ documents: [IndexedDocument],
        _ order: UnitOrder, _ sources: [WordSource]
    ) -> ([UnitSum], [Int], [Int]) {
        var starts: [Int] = []
        var all = 0
        for count in counts[range] {
            starts.append(all)
            all += count
        }
        var ends = starts
        let first = UInt32(range.lowerBound)
        let length = UInt32(range.count)
        var postings = [UnitSum](repeating: UnitSum(unit: 0, sum: 0), count: all)
        postings.withUnsafeMutableBufferPointer { postings in
            ends.withUnsafeMutableBufferPointer { ends in
                for (place, number) in zip(order.documents, order.firstNumbers) {
                    let document = documents[place]
                    places[document.source].withUnsafeBufferPointer { places in
                        EntryReader.forEach(document, sources) { unit, word, sum in
                            let term = places[word] &- first
                            guard term < length else { return }
                            let end = ends[Int(term)]
                            let unit = UInt32(number + unit)
                            // Two words of one unit may have one stem.
                            if end > starts[Int(term)], postings[end - 1].unit == unit {
                                let both = Int(postings[end - 1].sum) + sum
                                postings[end - 1].sum = UInt16(min(FieldWeight.mostSum, both))
                            } else {
                                postings[end] = UnitSum(unit: unit, sum: UInt16(min(FieldWeight.mostSum, sum)))
                                ends[Int(term)] = end + 1
                            }
                        }
                    }
                }
            }
        }
        return (postings, starts, ends)
    }
}

extension TermPostings.Block {
    /// The next term's.
    mutating func append(_ word: ArraySlice<UInt8>, _ postings: UnsafeBufferPointer<UnitSum>, _ order: UnitOrder) {
        let start = bytes.count
        PostingList.append(postings, below: 1 << order.spread, to: &bytes)
        ends.append(bytes.count)
        prints.append(
            bytes.withUnsafeBufferPointer { TermList.print(word, UnsafeBufferPointer(rebasing: $0[start...])) })
    }
}
