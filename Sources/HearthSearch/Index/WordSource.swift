import HearthModel
import HearthSite

/// Words of documents with the lexicon that numbers them: what one task counted, or the cache of the last build.
struct WordSource: Sendable {
    let lexicon: Lexicon
    /// What `WordCounter` writes, of many documents.
    let bytes: [UInt8]
}

/// What an index keeps of a document: its text stays in the pages' trees, its words in a source.
struct IndexedDocument: Sendable {
    var subject: DocumentReader.Subject
    var page: PageIndex?
    var kind: SearchKind
    var prior: UInt8
    var group: GroupIndex?
    var topics: [TopicIndex]
    /// A hash of its address, which its units are numbered by.
    var addressHash: UInt64
    var key: DocumentKey
    /// Where its words are.
    var source: Int
    var entry: Range<Int>
    /// The bytes of text in each of its units.
    var unitSizes: [Int]

    init(
        _ document: SearchDocument, _ subject: DocumentReader.Subject, _ key: DocumentKey, source: Int,
        entry: Range<Int>, unitSizes: [Int]
    ) {
        self.subject = subject
        page = document.page
        kind = document.kind
        prior = UInt8(max(1, min(255, document.prior)))
        group = document.group
        topics = document.topics
        var hash = ShardHash.hash64(document.url.text.utf8)
        // The top bits of FNV say little about the last bytes.
        hash ^= hash >> 32
        addressHash = hash &* 0x9E37_79B9_7F4A_7C15
        self.key = key
        self.source = source
        self.entry = entry
        self.unitSizes = unitSizes
    }
}

/// Reads what `WordCounter` wrote of a document.
enum EntryReader {
    /// Calls `body` with each unit's place in the document, and the words there with the sums of their weights.
    @inline(__always)
    static func forEach(
        _ document: IndexedDocument, _ sources: [WordSource], _ body: (_ unit: Int, _ word: Int, _ sum: Int) -> Void
    ) {
        sources[document.source].bytes.withUnsafeBufferPointer { bytes in
            var reader = VariableReader(bytes, document.entry)
            for unit in 0..<reader.number() {
                _ = reader.number()
                for _ in 0..<reader.number() {
                    let word = reader.number()
                    body(unit, word, reader.number())
                }
            }
        }
    }

    /// Writes a document's words once more, with other numbers for them.
    static func copy(
        _ document: IndexedDocument, _ sources: [WordSource], _ numbers: [[UInt32]], into output: inout VariableBytes
    ) {
        sources[document.source].bytes.withUnsafeBufferPointer { bytes in
            var reader = VariableReader(bytes, document.entry)
            let units = reader.number()
            output.append(units)
            for _ in 0..<units {
                output.append(reader.number())
                let words = reader.number()
                output.append(words)
                // In the order of their numbers, which does not depend on who counted them.
                let sums = (0..<words).map { _ in (Int(numbers[document.source][reader.number()]), reader.number()) }
                for (word, sum) in sums.sorted(by: <) {
                    output.append(word)
                    output.append(sum)
                }
            }
        }
    }

    /// The bytes of text in each unit; nil when not all is there that a document's bytes speak of.
    static func unitSizes(_ bytes: [UInt8], _ entry: Range<Int>, words: Int) -> [Int]? {
        bytes.withUnsafeBufferPointer { bytes in
            var reader = VariableReader(bytes, entry)
            let units = reader.number()
            guard units > 0, units <= entry.count else { return nil }
            var sizes: [Int] = []
            for _ in 0..<units {
                sizes.append(reader.number())
                let count = reader.number()
                guard count <= entry.count else { return nil }
                for _ in 0..<count {
                    guard reader.number() < words, reader.number() <= FieldWeight.mostSum else { return nil }
                }
            }
            return reader.isAtEnd && !reader.isDamaged ? sizes : nil
        }
    }
}
