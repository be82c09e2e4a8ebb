import HearthContent
import HearthModel
import HearthSite

/// The index of one audience: what all its files are made from.
final class AudienceIndex: Sendable {
    let audience: Audience
    /// Where its files go.
    let folder: SitePath
    let documents: [IndexedDocument]
    let order: UnitOrder
    let terms: TermPostings
    /// Of each unit, in their order, its number, its document's place in `order`, and which part of it it is.
    let units: [Unit]
    /// The groups and topics that the documents belong to. No others are numbered or named: how many there are beside
    /// them may be restricted.
    let usedGroups: [GroupIndex]
    let usedTopics: [TopicIndex]
    private let names: SearchNames
    private let texts: SearchTexts
    private let longCuts = Lock<[LongCut]>([])

    struct Unit: Sendable {
        var number: Int
        var place: Int
        var part: Int
    }

    /// Bytes of other terms and texts that come along with what a query needs, before compression: the smaller, the
    /// more files. A file has about two thirds of it. A query reads six of texts, and one of terms for each word.
    private static let termFileLimit = 4000
    private static let textFileLimit = 6000

    convenience init(
        _ audience: Audience, folder: SitePath, _ documents: [IndexedDocument], _ sources: [WordSource],
        _ names: SearchNames, workers: Int, texts: @escaping SearchTexts
    ) async throws {
        let order = UnitOrder(documents)
        let terms = try await TermPostings(documents, order, sources, workers: workers)
        self.init(audience, folder: folder, documents, order, terms, names, texts: texts)
    }

    init(
        _ audience: Audience, folder: SitePath, _ documents: [IndexedDocument], _ order: UnitOrder,
        _ terms: TermPostings, _ names: SearchNames, texts: @escaping SearchTexts
    ) {
        self.audience = audience
        self.folder = folder
        self.documents = documents
        self.names = names
        self.texts = texts
        self.order = order
        self.terms = terms
        units = order.documents.indices.flatMap { place in
            documents[order.documents[place]].unitSizes.indices.map { part in
                Unit(number: order.firstNumbers[place] + part, place: place, part: part)
            }
        }
        usedGroups = Set(documents.compactMap(\.group)).sorted()
        usedTopics = Set(documents.flatMap(\.topics)).sorted()
    }

    /// All files of the index, always in the same order. Where the words are those of the last build, so are their
    /// files: `known` has them then.
    func files(known: [IndexFile] = []) -> [IndexFile] {
        var versions = ShardVersions()
        var files: [IndexFile] = []
        func add(_ kind: IndexFile.Kind, _ name: String, _ print: UInt64, _ content: IndexFile.Content) {
            versions.add(kind.rawValue, name, print)
            files.append(IndexFile(kind: kind, name: name, fingerprint: print, content: content))
        }
        let termTrie = termTrie()
        for leaf in termTrie.leaves { add(.terms, leaf.name, termPrint(leaf.keys), .terms(leaf.keys)) }
        let textTrie = textTrie()
        for leaf in textTrie.leaves { add(.texts, leaf.name, textPrint(leaf.keys), .texts(leaf.keys)) }
        for file in wordFiles ?? known.filter({ $0.kind == .front || $0.kind == .back }) {
            add(file.kind, file.name, file.fingerprint, file.content)
        }
        let docs = documentsFile()
        let head = IndexHead(
            documents: documents.count, bytes: size, terms: termTrie.shape, texts: textTrie.shape,
            bits: order.bits, front: files.filter { $0.kind == .front }.map(\.name),
            back: files.filter { $0.kind == .back }.map(\.name), groups: usedGroups.map { names.groups[$0] },
            topics: usedTopics.map { names.topics[$0] }, synonyms: names.synonyms, minorWords: names.minorWords,
            documentsVersion: ShardVersions.hash(docs), versions: versions)
        for (name, bytes) in [("docs", docs), ("index", head.file())] {
            let print = ShardVersions.hash(bytes)
            files.append(IndexFile(kind: .documents, name: name, fingerprint: print, content: .bytes(bytes)))
        }
        return files
    }

    /// Nil where the words are those of the last build.
    private var wordFiles: [IndexFile]? {
        terms.words.map { words in
            [(IndexFile.Kind.front, false), (.back, true)].flatMap { kind, reversed in
                Vocabulary.nodes(words, reversed: reversed).map { node in
                    let bytes = Vocabulary.file(node)
                    return IndexFile(
                        kind: kind, name: Vocabulary.hex(node.key), fingerprint: ShardVersions.hash(bytes),
                        content: .bytes(bytes))
                }
            }
        }
    }

    /// A file as the site has it.
    func file(_ file: IndexFile) -> SearchFile {
        var sources: Set<PageIndex> = []
        switch file.content {
        case .texts(let range): for unit in units[range] { document(of: unit).page.map { _ = sources.insert($0) } }
        case .bytes where file.kind == .documents: sources.formUnion(documents.compactMap(\.page))
        default: break
        }
        return SearchFile(
            path: folder.appending(file.path), audience: audience, sources: sources.sorted(),
            fingerprint: file.fingerprint, content: .made(self, file.content))
    }

    /// Nil when a text or a posting is not there, which does not happen to files of a whole build.
    func bytes(_ content: IndexFile.Content) -> [UInt8]? {
        switch content {
        case .bytes(let bytes): bytes
        case .terms(let range): termFile(range)
        case .texts(let range): textFile(range)
        case .kept: nil
        }
    }

    private func document(of unit: Unit) -> IndexedDocument { documents[order.documents[unit.place]] }

    /// About the bytes of all files.
    private var size: Int {
        // A word stands in two more files, by its beginning and by its end.
        (0..<terms.count).reduce(0) { $0 + termSize($1) + 24 } + units.reduce(0) { $0 + textSize($1) }
    }

    // MARK: - Terms

    private func termSize(_ term: Int) -> Int {
        Int(terms.terms.sizes[term]) * 4 / 3 + terms.terms.word(term).count + 8
    }

    private func termTrie() -> BitTrie {
        BitTrie(
            sizes: (0..<terms.count).map { termSize($0) }, limit: Self.termFileLimit, depth: WordFolding.mostBits
        ) { BitTrie.bit(self.terms.terms.word($0), $1) }
    }

    private func termPrint(_ range: Range<Int>) -> UInt64 {
        terms.terms.prints[range].reduce(UInt64(range.count)) { WordHash.mix($0 ^ $1) }
    }

    /// `{"term": "postings", …}` (`PostingList`).
    private func termFile(_ range: Range<Int>) -> [UInt8]? {
        var isWhole = true
        let file = ShardWriter.file(capacity: range.reduce(0) { $0 + termSize($1) }) { writer in
            writer.raw("{")
            for term in range {
                if term > range.lowerBound { writer.raw(",") }
                writer.string(terms.terms.word(term))
                writer.raw(":")
                let postings = terms.postings(term)
                isWhole = isWhole && postings != nil
                postings?.withUnsafeBufferPointer { writer.base64($0) }
            }
            writer.raw("}")
        }
        return isWhole ? file : nil
    }

    // MARK: - Texts

    /// A unit's text and about what stands beside it.
    private func textSize(_ unit: Unit) -> Int { document(of: unit).unitSizes[unit.part] + 300 }

    private func textTrie() -> BitTrie {
        let bits = order.bits
        return BitTrie(sizes: units.map { textSize($0) }, limit: Self.textFileLimit, depth: bits) {
            self.units[$0].number >> (bits - 1 - $1) & 1 != 0
        }
    }

    private func textPrint(_ range: Range<Int>) -> UInt64 {
        units[range].reduce(UInt64(range.count)) { hash, unit in
            WordHash.mix(WordHash.mix(hash ^ document(of: unit).print) ^ UInt64(unit.number))
        }
    }

    /// What results show: `{"number": {u: address, t: title, …, p: [[anchor, heading, text], …]}}`. Nil when a text is
    /// not there.
    private func textFile(_ range: Range<Int>) -> [UInt8]? {
        let size = units[range].reduce(0) { $0 + textSize($1) }
        var reader = SearchTextReader(texts, capacity: size)
        var long: LongCut?
        var parts: [SearchUnit] = []
        var document: SearchDocument?
        var place = -1
        var isIncomplete = false
        let file = ShardWriter.file(capacity: size + size / 16) { writer in
            writer.raw("{")
            for index in range {
                let unit = units[index]
                if unit.place != place {
                    place = unit.place
                    let indexed = self.document(of: unit)
                    document = indexed.document
                    long = indexed.unitSizes.count < Self.longUnits ? nil : longCut(place, indexed.document)
                    if long == nil { reader.read(indexed.document) }
                    parts = long?.parts ?? SearchUnit.units(of: reader)
                    isIncomplete = isIncomplete || (long?.text ?? reader).isIncomplete
                }
                guard let document, parts.indices.contains(unit.part) else { continue }
                if index > range.lowerBound { writer.raw(",") }
                writer.raw("\"")
                writer.number(unit.number)
                writer.raw("\":{")
                write(document, &writer)
                writer.raw(",\"p\":[")
                for (number, piece) in parts[unit.part].pieces.enumerated() {
                    if number > 0 { writer.raw(",") }
                    write(piece, long?.text ?? reader, &writer)
                }
                writer.raw("]}")
            }
            writer.raw("}")
        }
        return isIncomplete ? nil : file
    }

    /// A document in so many units is cut once for all its files and not for each: that would be quadratic.
    private static let longUnits = 8

    private final class LongCut: Sendable {
        let place: Int
        let text: SearchTextReader
        let parts: [SearchUnit]

        init(place: Int, _ document: SearchDocument, _ texts: @escaping SearchTexts) {
            var text = SearchTextReader(texts)
            text.read(document)
            (self.place, self.text, parts) = (place, text, SearchUnit.units(of: text))
        }
    }

    /// Files of one document are made one after the other, by all tasks together: the last two are enough.
    private func longCut(_ place: Int, _ document: SearchDocument) -> LongCut {
        if let known = longCuts.withLock({ $0.first { $0.place == place } }) { return known }
        let made = LongCut(place: place, document, texts)
        longCuts.withLock { $0 = [made] + $0.filter { $0.place != place }.prefix(1) }
        return made
    }

    private func write(_ document: SearchDocument, _ writer: inout ShardWriter) {
        writer.raw("\"u\":")
        writer.string(SitePath.percentEncode(document.url.text))
        writer.raw(",\"t\":")
        writer.line(document.title)
        writer.raw(",\"k\":")
        writer.number(document.kind.rawValue)
        if let badge = document.badge {
            writer.raw(",\"s\":")
            writer.string(badge.state)
            writer.raw(",\"l\":")
            writer.string(badge.label)
        }
        if let group = document.group {
            writer.raw(",\"g\":")
            writer.string(names.groups[group].name)
        }
        if let date = document.date {
            writer.raw(",\"d\":")
            writer.string(date)
        }
    }

    private func write(_ piece: SearchUnit.Piece, _ text: SearchTextReader, _ writer: inout ShardWriter) {
        let passage = text.passages[piece.passage]
        writer.raw("[")
        // Without it the result leads to the beginning of the page.
        writer.string(passage.anchor.utf8.count > ShardWriter.longestLine ? "" : passage.anchor)
        writer.raw(",")
        writer.line(passage.heading)
        writer.raw(",")
        writer.string(text.text[piece.range])
        writer.raw("]")
    }

    // MARK: - Documents

    /// What results are narrowed and ordered by, for all documents at once.
    private func documentsFile() -> [UInt8] {
        var numbers = VariableBytes()
        var kinds = VariableBytes()
        var priors = VariableBytes()
        var groups = VariableBytes()
        var topics = VariableBytes()
        let groupPlaces = Dictionary(uniqueKeysWithValues: usedGroups.enumerated().map { ($1, $0 + 1) })
        let topicPlaces = Dictionary(uniqueKeysWithValues: usedTopics.enumerated().map { ($1, $0) })
        var last = -1
        for unit in units {
            let document = document(of: unit)
            numbers.append(unit.number - last - 1)
            last = unit.number
            guard unit.part == 0 else {
                // It belongs to the page before it.
                kinds.byte(255)
                continue
            }
            kinds.byte(UInt8(document.kind.rawValue))
            priors.byte(document.prior)
            groups.append(document.group.flatMap { groupPlaces[$0] } ?? 0)
            let mine = document.topics.compactMap { topicPlaces[$0] }
            topics.append(mine.count)
            for topic in mine { topics.append(topic) }
        }
        return ShardWriter.file(capacity: units.count * 12) { writer in
            writer.raw("[")
            for (place, column) in [numbers, kinds, priors, groups, topics].enumerated() {
                if place > 0 { writer.raw(",") }
                column.bytes.withUnsafeBufferPointer { writer.base64($0) }
            }
            writer.raw("]")
        }
    }
}
