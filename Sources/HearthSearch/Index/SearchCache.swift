/// What the search can use again in the next build: the words of every document, so that an unchanged page is neither
/// cut into words nor stemmed again.
///
/// `SearchIndexBuilder.build` takes the cache of the last build and makes that of the next one. A document is looked up
/// by a hash of all that its words are made of (`DocumentKey`), so a stale or foreign cache costs time and is never wrong
/// for the same program and settings; keep it with their version. Its bytes are the same for the same site on any machine.
///
/// Format: `hearthS2`; a checksum of the rest (eight bytes, the lowest first); how many words, and each with the lengths
/// and bytes of its form and its term; how many documents, and each with its key (sixteen bytes) and the length and bytes
/// of its words (`WordCounter`). Numbers are those of `VariableBytes`.
package struct SearchCache: Sendable {
    /// To be kept and given to `init` in the next build.
    package let bytes: [UInt8]
    let lexicon: Lexicon
    private let entries: [DocumentKey: Range<Int>]

    private static let magic = Array("hearthS2".utf8)

    /// How many documents it has.
    package var count: Int { entries.count }

    /// Nil for what is damaged or of another version.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count > 16, bytes.starts(with: Self.magic), Self.number(bytes, at: 8) == Self.checksum(bytes) else {
            return nil
        }
        var lexicon = Lexicon()
        var entries: [DocumentKey: Range<Int>] = [:]
        let isComplete = bytes.withUnsafeBufferPointer { buffer in
            var reader = VariableReader(buffer, 16..<buffer.count)
            for _ in 0..<reader.number() {
                guard let form = reader.skip(reader.number()), let term = reader.skip(reader.number()) else {
                    return false
                }
                lexicon.append(form: buffer[form], term: buffer[term])
            }
            for _ in 0..<reader.number() {
                guard let key = reader.skip(16), let entry = reader.skip(reader.number()) else { return false }
                let found = DocumentKey(
                    high: Self.number(buffer, at: key.lowerBound), low: Self.number(buffer, at: key.lowerBound + 8))
                entries[found] = entry
            }
            return reader.isAtEnd && !reader.isDamaged
        }
        guard isComplete else { return nil }
        self.bytes = bytes
        self.lexicon = lexicon
        self.entries = entries
    }

    /// Where the words of a document are in `bytes`, and the bytes of text in its units; nil for one that is not there.
    func entry(_ key: DocumentKey) -> (range: Range<Int>, unitSizes: [Int])? {
        guard let range = entries[key],
            let sizes = EntryReader.unitSizes(bytes, range, words: lexicon.count)
        else { return nil }
        return (range, sizes)
    }

    /// The cache of `documents`, whose words are in `sources`. Frequent words get the short numbers.
    init(_ documents: [IndexedDocument], _ sources: [WordSource]) {
        let words = CachedWords(documents, sources)
        var output = VariableBytes()
        output.append(Self.magic + [UInt8](repeating: 0, count: 8))
        output.append(words.lexicon.count)
        for word in 0..<words.lexicon.count {
            for part in [words.lexicon.form(word), words.lexicon.term(word)] {
                output.append(part.count)
                output.append(part)
            }
        }
        let inOrder = documents.sorted { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }
        output.append(inOrder.count)
        var entries: [DocumentKey: Range<Int>] = [:]
        var entry = VariableBytes()
        for document in inOrder {
            entry.removeAll()
            EntryReader.copy(document, sources, words.numbers, into: &entry)
            for half in [document.key.high, document.key.low] {
                output.append((0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(8 * $0)) })
            }
            output.append(entry.bytes.count)
            entries[document.key] = output.bytes.count..<output.bytes.count + entry.bytes.count
            output.append(entry.bytes)
        }
        var bytes = output.bytes
        let checksum = Self.checksum(bytes)
        for place in 0..<8 { bytes[8 + place] = UInt8(truncatingIfNeeded: checksum >> UInt64(8 * place)) }
        self.bytes = bytes
        self.entries = entries
        lexicon = words.lexicon
    }

    private static func number(_ bytes: some RandomAccessCollection<UInt8>, at place: Int) -> UInt64 {
        let start = bytes.index(bytes.startIndex, offsetBy: place)
        return bytes[start...].prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Of everything behind its own place.
    private static func checksum(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBufferPointer { WordHash.of(UnsafeBufferPointer(rebasing: $0[16...])) }
    }
}

/// The words that documents have, without those of others, in the order of how many units have them.
private struct CachedWords {
    var lexicon = Lexicon()
    /// Of each source, the new number of each word.
    var numbers: [[UInt32]]

    init(_ documents: [IndexedDocument], _ sources: [WordSource]) {
        var counts = sources.map { [UInt32](repeating: 0, count: $0.lexicon.count) }
        for document in documents {
            EntryReader.forEach(document, sources) { _, word, _ in counts[document.source][word] += 1 }
        }
        // A word of several sources is one word; so are two that are typed and indexed alike.
        var table = WordTable()
        var sums: [Int] = []
        var places = counts.map { [UInt32](repeating: 0, count: $0.count) }
        var words: [(source: Int, word: Int)] = []
        for (number, source) in sources.enumerated() {
            for word in 0..<source.lexicon.count where counts[number][word] > 0 {
                let name = Array(source.lexicon.form(word)) + [0] + source.lexicon.term(word)
                let (index, isNew) = name.withUnsafeBufferPointer { table.insert($0) }
                if isNew {
                    sums.append(0)
                    words.append((number, word))
                }
                sums[index] += Int(counts[number][word])
                places[number][word] = UInt32(index)
            }
        }
        let order = sums.indices.sorted {
            sums[$0] != sums[$1] ? sums[$0] > sums[$1] : table.word($0).lexicographicallyPrecedes(table.word($1))
        }
        var ranks = [UInt32](repeating: 0, count: order.count)
        for (rank, index) in order.enumerated() {
            ranks[index] = UInt32(rank)
            let (source, word) = words[index]
            lexicon.append(form: sources[source].lexicon.form(word), term: sources[source].lexicon.term(word))
        }
        numbers = zip(places, counts).map { places, counts in
            zip(places, counts).map { $1 > 0 ? ranks[Int($0)] : 0 }
        }
    }
}
