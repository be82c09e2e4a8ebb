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

    struct Unit: Sendable {
        var number: Int
        var place: Int
        var part: Int
    }

    /// Bytes of other terms and texts that come along with what a query needs, before compression: the smaller, the
    /// more files. A file has about two thirds of it. A query reads six of texts, and one of terms for each word.
    private static let termFileLimit = 4000
    private static let textFileLimit = 6000

    init(
        _ audience: Audience, folder: SitePath, _ documents: [IndexedDocument], _ sources: [WordSource],
        _ names: SearchNames, workers: Int, texts: @escaping SearchTexts
    ) async throws {
        self.audience = audience
        self.folder = folder
        self.documents = documents
        self.names = names
        self.texts = texts
        let order = UnitOrder(documents)
        self.order = order
        terms = try await TermPostings(documents, order, sources, workers: workers)
        units = order.documents.indices.flatMap { place in
            documents[order.documents[place]].unitSizes.indices.map { part in
                Unit(number: order.firstNumbers[place] + part, place: place, part: part)
            }
        }
        usedGroups = Set(documents.compactMap(\.group)).sorted()
        usedTopics = Set(documents.flatMap(\.topics)).sorted()
    }

    /// All files of the index, in no order.
    func files() -> [SearchFile] {
        var versions = ShardVersions()
        var files: [SearchFile] = []
        func add(_ kind: String, _ name: String, _ sources: [PageIndex], _ print: UInt64, _ content: SearchFile.Content)
        {
            versions.add(kind, name, print)
            files.append(
                SearchFile(
                    path: folder.appending("\(kind)/\(name).js"), audience: audience, sources: sources,
                    fingerprint: print, content: content))
        }
        let termTrie = termTrie()
        for leaf in termTrie.leaves { add("t", leaf.name, [], termPrint(leaf.keys), .terms(self, leaf.keys)) }
        let textTrie = textTrie()
        for leaf in textTrie.leaves {
            let sources = Set(leaf.keys.compactMap { document(of: units[$0]).page }).sorted()
            add("f", leaf.name, sources, textPrint(leaf.keys), .texts(self, leaf.keys))
        }
        let front = Vocabulary.nodes(terms.words, reversed: false)
        let back = Vocabulary.nodes(terms.words, reversed: true)
        for (kind, nodes) in [("v", front), ("w", back)] {
            for node in nodes {
                let bytes = Vocabulary.file(node)
                add(kind, Vocabulary.hex(node.key), [], ShardVersions.hash(bytes), .bytes(bytes))
            }
        }
        let docs = documentsFile()
        let head = IndexHead(
            documents: documents.count, bytes: size, terms: termTrie.shape, texts: textTrie.shape,
            bits: order.bits, front: front.map { Vocabulary.hex($0.key) }, back: back.map { Vocabulary.hex($0.key) },
            groups: usedGroups.map { names.groups[$0] }, topics: usedTopics.map { names.topics[$0] },
            synonyms: names.synonyms, documentsVersion: ShardVersions.hash(docs), versions: versions)
        let pages = Set(documents.compactMap(\.page)).sorted()
        for (name, bytes) in [("docs.js", docs), ("index.js", head.file())] {
            files.append(
                SearchFile(
                    path: folder.appending(name), audience: audience, sources: pages,
                    fingerprint: ShardVersions.hash(bytes), content: .bytes(bytes)))
        }
        return files
    }

    private func document(of unit: Unit) -> IndexedDocument { documents[order.documents[unit.place]] }

    /// About the bytes of all files.
    private var size: Int {
        (0..<terms.count).reduce(0) { $0 + termSize($1) } + units.reduce(0) { $0 + textSize($1) }
            + terms.words.reduce(0) { $0 + 2 * $1.form.count + 6 }
    }

    // MARK: - Terms

    private func termSize(_ term: Int) -> Int { terms.postings(term).count * 4 / 3 + terms.terms.word(term).count + 8 }

    private func termTrie() -> BitTrie {
        BitTrie(
            sizes: (0..<terms.count).map { termSize($0) }, limit: Self.termFileLimit, depth: WordFolding.mostBits
        ) { BitTrie.bit(self.terms.terms.word($0), $1) }
    }

    private func termPrint(_ range: Range<Int>) -> UInt64 {
        var hash = UInt64(range.count)
        for term in range {
            for bytes in [terms.terms.word(term), terms.postings(term)] {
                hash = WordHash.mix(hash ^ bytes.withUnsafeBufferPointer { WordHash.of($0) })
            }
        }
        return hash
    }

    /// `{"term": "postings", …}` (`PostingList`).
    func termFile(_ range: Range<Int>) -> [UInt8] {
        ShardWriter.file(capacity: range.reduce(0) { $0 + termSize($1) }) { writer in
            writer.raw("{")
            for term in range {
                if term > range.lowerBound { writer.raw(",") }
                writer.string(terms.terms.word(term))
                writer.raw(":")
                terms.postings(term).withUnsafeBufferPointer { writer.base64($0) }
            }
            writer.raw("}")
        }
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
            let key = document(of: unit).key
            return WordHash.mix(WordHash.mix(hash ^ key.high) ^ key.low ^ UInt64(unit.number))
        }
    }

    /// What results show: `{"number": {u: address, t: title, …, p: [[anchor, heading, text], …]}}`. Nil when a text is
    /// not there.
    func textFile(_ range: Range<Int>) -> [UInt8]? {
        let size = units[range].reduce(0) { $0 + textSize($1) }
        var text = SearchTextReader(texts, capacity: size)
        var parts: [SearchUnit] = []
        var document: SearchDocument?
        var place = -1
        let file = ShardWriter.file(capacity: size + size / 16) { writer in
            writer.raw("{")
            for index in range {
                let unit = units[index]
                if unit.place != place {
                    place = unit.place
                    let read = self.document(of: unit).document
                    text.read(read)
                    parts = SearchUnit.units(of: text)
                    document = read
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
                    write(piece, text, &writer)
                }
                writer.raw("]}")
            }
            writer.raw("}")
        }
        return text.isIncomplete ? nil : file
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
