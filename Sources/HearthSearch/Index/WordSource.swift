import HearthContent
import HearthModel
import HearthSite

/// Words of documents with the lexicon that numbers them: what one task counted, or a record of the last build.
struct WordSource: Sendable {
    var lexicon = Lexicon()
    /// What `WordCounter` writes, of many documents.
    var runs = ByteRuns()
}

/// Very many runs of bytes, one after the other, in blocks of a few megabytes: one array of all would be copied whenever
/// it is full, and take twice what it holds.
struct ByteRuns: Sendable {
    private static let blockSize = 4 << 20
    private var blocks: [ArraySlice<UInt8>] = []
    /// The place of the first byte of each block.
    private var starts: [Int] = []
    private(set) var count = 0
    /// Where the block begins that runs are added to; nil before there is one.
    private var lastOwn: Int?

    init() {}

    /// One block, which may have many runs.
    init(_ bytes: ArraySlice<UInt8>) {
        (blocks, starts, count) = ([bytes], [0], bytes.count)
    }

    /// Answers the place of `run`, which lies in one block.
    mutating func append(_ run: [UInt8]) -> Range<Int> {
        if lastOwn.map({ count - $0 + run.count > Self.blockSize }) ?? true {
            blocks.append([])
            blocks[blocks.count - 1].reserveCapacity(max(Self.blockSize, run.count))
            starts.append(count)
            lastOwn = count
        }
        blocks[blocks.count - 1] += run
        let start = count
        count += run.count
        return start..<count
    }

    /// The bytes of one run, or of a part of one.
    @inline(__always)
    func withBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        // The last block that begins at or before it.
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= range.lowerBound { low = middle } else { high = middle }
        }
        guard low < blocks.count else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
        let start = starts[low]
        return try blocks[low].withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[range.lowerBound - start..<range.upperBound - start]))
        }
    }
}

/// What an index keeps of a document: its text stays in the pages' trees, its words in a source.
struct IndexedDocument: Sendable {
    /// The encoded `SearchDocument`; what follows here is what all documents are asked for.
    var head: [UInt8]
    var page: PageIndex?
    var kind: SearchKind
    var prior: UInt8
    var group: GroupIndex?
    var topics: [TopicIndex]
    /// The pages that its text stands in.
    var holders: [PageIndex]
    /// A hash of its address, which its units are numbered by.
    var addressHash: UInt64
    var key: DocumentKey
    /// See `ShownPrint`.
    var print: UInt64 = 0
    /// Where its words are.
    var source = 0
    var entry = 0..<0
    /// The bytes of text in each of its units.
    var unitSizes: [Int] = []

    init(_ document: SearchDocument, _ names: SearchNames, _ texts: SearchTexts) {
        var head = VariableBytes()
        document.encode(into: &head)
        let group = document.group.map { names.groups[$0].name } ?? ""
        self.init(
            document, head: head.bytes, key: DocumentKey(document, group: group, texts))
    }

    /// Takes the words that were counted in `text`, which has just read `document`.
    mutating func take(
        _ counted: (range: Range<Int>, unitSizes: [Int]), _ document: SearchDocument, _ names: SearchNames,
        _ text: SearchTextReader
    ) {
        (entry, unitSizes) = counted
        print = ShownPrint.of(document, group: document.group.map { names.groups[$0].name } ?? "", text)
    }

    init(_ document: SearchDocument, head: [UInt8], key: DocumentKey) {
        self.head = head
        self.key = key
        page = document.page
        kind = document.kind
        prior = UInt8(max(1, min(255, document.prior)))
        group = document.group
        topics = document.topics
        holders = document.sections.map(\.holder)
        var hash = ShardHash.hash64(document.url.text.utf8)
        // The top bits of FNV say little about the last bytes.
        hash ^= hash >> 32
        addressHash = hash &* 0x9E37_79B9_7F4A_7C15
    }

    var document: SearchDocument {
        head.withUnsafeBufferPointer {
            var reader = VariableReader($0, $0.indices)
            return SearchDocument(&reader)
        }
    }
}

/// What documents name by number.
struct SearchNames: Sendable {
    /// Of all groups the id and the title, in the order of `Site.groups`.
    var groups: [(id: String, name: String)]
    /// Of all topics the tag and the label, in the order of `Site.topics`.
    var topics: [(id: String, name: String)]
    /// Names of one topic: whoever types one of them means the others too.
    var synonyms: [[String]]
    /// Words that say little beside others, in the languages of the index.
    var minorWords: [String]

    init(
        groups: [(id: String, name: String)], topics: [(id: String, name: String)], synonyms: [[String]],
        languages: [String]
    ) {
        (self.groups, self.topics, self.synonyms) = (groups, topics, synonyms)
        minorWords = FunctionWords.words(of: languages)
    }

    init(_ site: Site) {
        self.init(
            groups: site.groups.map { ($0.id, site.pages[$0.page].title) },
            topics: site.topics.map { ($0.tag, $0.label) },
            synonyms: site.topics.filter { !$0.fields.synonyms.isEmpty }.map { [$0.label] + $0.fields.synonyms },
            languages: SearchLanguages(site).codes)
    }
}

/// Reads what `WordCounter` wrote of a document.
enum EntryReader {
    /// Calls `body` with each unit's place in the document, and the words there with the sums of their weights.
    @inline(__always)
    static func forEach(
        _ document: IndexedDocument, _ sources: [WordSource], _ body: (_ unit: Int, _ word: Int, _ sum: Int) -> Void
    ) {
        let words = sources[document.source].lexicon.count
        sources[document.source].runs.withBytes(document.entry) { bytes in
            var reader = VariableReader(bytes, bytes.indices)
            for unit in 0..<reader.count() {
                _ = reader.number()
                for _ in 0..<reader.count() {
                    let word = reader.number()
                    let sum = reader.number()
                    // What is read from a file is not believed.
                    if word < words { body(unit, word, sum) }
                }
            }
        }
    }

    /// Writes a document's words once more, with other numbers for them.
    static func copy(
        _ document: IndexedDocument, _ sources: [WordSource], _ numbers: [UInt32], into output: inout VariableBytes
    ) {
        sources[document.source].runs.withBytes(document.entry) { bytes in
            var reader = VariableReader(bytes, bytes.indices)
            let units = reader.count()
            output.append(units)
            for _ in 0..<units {
                output.append(reader.number())
                let words = reader.count()
                output.append(words)
                for _ in 0..<words {
                    output.append(Int(numbers[reader.number()]))
                    output.append(reader.number())
                }
            }
        }
    }
}
