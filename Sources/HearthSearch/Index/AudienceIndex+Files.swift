import HearthContent
import HearthModel
import HearthSite

/// How an index becomes files. What each holds is in Content/contributing/search-index.md.
extension AudienceIndex {
    /// Bytes of other terms and texts that come along with what a query needs, on average and before compression: the
    /// smaller, the more files.
    private static let postingFileSize = 1500
    private static let fragmentFileSize = 700

    func files(folder: SitePath, workers: Int) async throws -> [SearchFile] {
        let postingCount = parts.reduce(0) { $0 + $1.units.count }
        // A posting takes about 1.4 bytes, 1.9 in base64, and every term its name.
        let termBits = min(14, Self.bits(atLeast: (postingCount * 2 + terms.count * 16) / Self.postingFileSize))
        let idBits = max(8, Self.bits(atLeast: units.count * 4))
        let textSize = documents.reduce(0) { $0 + $1.text.count + 300 }
        let fragmentBits = min(idBits, Self.bits(atLeast: textSize / Self.fragmentFileSize))
        let shift = idBits - fragmentBits
        var shards = try await termFiles(bits: termBits, workers: workers)
        shards += try await fragmentFiles(shift: shift, workers: workers)
        let front = Vocabulary.nodes(words, reversed: false)
        let back = Vocabulary.nodes(words, reversed: true)
        shards += try await mapInParallel(front + back, workers: workers) { Vocabulary.file($0) }
            .enumerated().map { place, bytes in
                let isFront = place < front.count
                let node = isFront ? front[place] : back[place - front.count]
                return Shard(kind: isFront ? "v" : "w", name: Vocabulary.hex(node.key), sources: [], bytes: bytes)
            }
        let docs = docsFile()
        let index = indexFile(
            termBits: termBits, shift: shift, front: front, back: back, versions: Self.versions(shards),
            docsVersion: Self.hash(docs), bytes: shards.reduce(docs.count) { $0 + $1.bytes.count })
        func file(_ name: String, _ sources: [PageIndex], _ bytes: [UInt8]) -> SearchFile {
            SearchFile(path: folder.appending(name), audience: audience, sources: sources, bytes: bytes)
        }
        let pages = Set(documents.compactMap(\.page)).sorted()
        return shards.map { file("\($0.kind)/\($0.name).js", $0.sources, $0.bytes) }
            + [file("docs.js", pages, docs), file("index.js", pages, index)]
    }

    struct Shard: Sendable {
        var kind: String
        var name: String
        var sources: [PageIndex]
        var bytes: [UInt8]
    }

    // MARK: - Postings

    /// Which file holds a term.
    static func termShard(_ word: some Sequence<UInt8>, bits: Int) -> Int {
        let hash = ShardHash.hash32(word)
        return Int(hash ^ hash >> 15) & ((1 << bits) - 1)
    }

    private func termFiles(bits: Int, workers: Int) async throws -> [Shard] {
        var members = [[Int]](repeating: [], count: 1 << bits)
        for (index, term) in terms.enumerated() { members[Self.termShard(term.word, bits: bits)].append(index) }
        let shards = members
        let written = try await mapInParallel(
            SearchIndexBuilder.chunks(shards.count, size: 32), workers: workers
        ) { range in range.map { termFile(shards[$0]) } }.flatMap { $0 }
        return written.enumerated().map {
            Shard(kind: "t", name: String($0, radix: 16), sources: [], bytes: $1)
        }
    }

    /// `{"term": "postings", …}`: of each unit the gap to the one before and the impact.
    private func termFile(_ members: [Int]) -> [UInt8] {
        var postings = VariableBytes()
        return ShardWriter.file(capacity: 4096) { writer in
            writer.raw("{")
            for (place, member) in members.enumerated() {
                if place > 0 { writer.raw(",") }
                writer.string(terms[member].word)
                writer.raw(":")
                postings.removeAll()
                encode(terms[member].places, into: &postings)
                postings.bytes.withUnsafeBufferPointer { writer.base64($0) }
            }
            writer.raw("}")
        }
    }

    private func encode(_ places: [(part: Int, term: Int)], into output: inout VariableBytes) {
        var last = -1
        for (part, term) in places {
            let range = parts[part].starts[term]..<parts[part].starts[term + 1]
            parts[part].units.withUnsafeBufferPointer { unitPlaces in
                for index in range {
                    let id = units[Int(unitPlaces[index])].id
                    Posting.append(gap: id - last - 1, impact: Int(parts[part].impacts[index]), to: &output)
                    last = id
                }
            }
        }
    }

    // MARK: - Documents

    /// What results are narrowed and ordered by, for all documents at once.
    private func docsFile() -> [UInt8] {
        var ids = VariableBytes()
        var kinds = VariableBytes()
        var priors = VariableBytes()
        var groups = VariableBytes()
        var topics = VariableBytes()
        let topicPlaces = Dictionary(uniqueKeysWithValues: usedTopics.enumerated().map { ($1, $0) })
        var last = -1
        for unit in units {
            let document = documents[unit.document]
            ids.append(unit.id - last - 1)
            last = unit.id
            guard unit.part == 0 else {
                // It belongs to the page before it.
                kinds.byte(255)
                continue
            }
            kinds.byte(UInt8(document.kind.rawValue))
            priors.byte(UInt8(max(1, min(255, document.prior))))
            groups.append(document.group.flatMap { usedGroups.firstIndex(of: $0) }.map { $0 + 1 } ?? 0)
            let mine = document.topics.compactMap { topicPlaces[$0] }
            topics.append(mine.count)
            for topic in mine { topics.append(topic) }
        }
        let columns = [ids, kinds, priors, groups, topics]
        return ShardWriter.file(capacity: units.count * 12) { writer in
            writer.raw("[")
            for (place, column) in columns.enumerated() {
                if place > 0 { writer.raw(",") }
                column.bytes.withUnsafeBufferPointer { writer.base64($0) }
            }
            writer.raw("]")
        }
    }

    private func fragmentFiles(shift: Int, workers: Int) async throws -> [Shard] {
        var ranges: [(bucket: Int, units: Range<Int>)] = []
        for (index, unit) in units.enumerated() {
            let bucket = unit.id >> shift
            if let last = ranges.last, last.bucket == bucket {
                ranges[ranges.count - 1].units = last.units.lowerBound..<index + 1
            } else {
                ranges.append((bucket, index..<index + 1))
            }
        }
        let all = ranges
        return try await mapInParallel(SearchIndexBuilder.chunks(all.count, size: 32), workers: workers) { chunk in
            chunk.map { place in
                let (bucket, range) = all[place]
                let sources = Set(units[range].compactMap { documents[$0.document].page }).sorted()
                return Shard(
                    kind: "f", name: String(bucket, radix: 16), sources: sources, bytes: fragmentFile(range))
            }
        }.flatMap { $0 }
    }

    /// What results show: `{"number": {u: address, t: title, …, p: [[anchor, heading, text], …]}}`.
    private func fragmentFile(_ range: Range<Int>) -> [UInt8] {
        ShardWriter.file(capacity: 12_000) { writer in
            writer.raw("{")
            for index in range {
                let unit = units[index]
                let document = documents[unit.document]
                if index > range.lowerBound { writer.raw(",") }
                writer.raw("\"")
                writer.number(unit.id)
                writer.raw("\":{\"u\":")
                writer.string(SitePath.percentEncode(document.url.text))
                writer.raw(",\"t\":")
                writer.string(document.title)
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
                    writer.string(site.pages[site.groups[group].page].title)
                }
                if let date = document.date {
                    writer.raw(",\"d\":")
                    writer.string(date)
                }
                writer.raw(",\"p\":[")
                writePassages(unit, document, &writer)
                writer.raw("]}")
            }
            writer.raw("}")
        }
    }

    private func writePassages(_ unit: SearchUnit, _ document: SearchDocument, _ writer: inout ShardWriter) {
        for (place, piece) in unit.pieces.enumerated() {
            let passage = document.passages[piece.passage]
            if place > 0 { writer.raw(",") }
            writer.raw("[")
            writer.string(passage.anchor)
            writer.raw(",")
            writer.string(passage.heading)
            writer.raw(",")
            writer.string(document.text[piece.range])
            writer.raw("]")
        }
    }

    // MARK: - The index's own file

    private func indexFile(
        termBits: Int, shift: Int, front: [Vocabulary.Node], back: [Vocabulary.Node], versions: [String: String],
        docsVersion: String, bytes: Int
    ) -> [UInt8] {
        ShardWriter.file { writer in
            writer.raw("{\"format\":1,\"docs\":")
            writer.number(documents.count)
            writer.raw(",\"bytes\":")
            writer.number(bytes)
            writer.raw(",\"terms\":")
            writer.number(termBits)
            writer.raw(",\"shift\":")
            writer.number(shift)
            writer.raw(",\"front\":")
            writer.string(front.map { Vocabulary.hex($0.key) }.joined(separator: " "))
            writer.raw(",\"back\":")
            writer.string(back.map { Vocabulary.hex($0.key) }.joined(separator: " "))
            writer.raw(",\"groups\":")
            writer.pairs(usedGroups.map { (site.groups[$0].id, site.pages[site.groups[$0].page].title) })
            writer.raw(",\"topics\":")
            writer.pairs(usedTopics.map { (site.topics[$0].tag, site.topics[$0].label) })
            writer.raw(",\"synonyms\":")
            writeSynonyms(&writer)
            writer.raw(",\"versions\":{\"docs\":")
            writer.string(docsVersion)
            for (kind, text) in versions.sorted(by: { $0.key < $1.key }) {
                writer.raw(",")
                writer.string(kind)
                writer.raw(":")
                writer.string(text)
            }
            writer.raw("}}")
        }
    }

    /// Names of one topic: whoever types one of them means the others too.
    private func writeSynonyms(_ writer: inout ShardWriter) {
        writer.raw("[")
        var isFirst = true
        for topic in site.topics where !topic.fields.synonyms.isEmpty {
            if !isFirst { writer.raw(",") }
            isFirst = false
            writer.raw("[")
            for (place, name) in ([topic.label] + topic.fields.synonyms).enumerated() {
                if place > 0 { writer.raw(",") }
                writer.string(name)
            }
            writer.raw("]")
        }
        writer.raw("]")
    }

    // MARK: - Versions

    /// How many versions a kind of file has: a change makes browsers fetch one group of files anew, not all.
    static let versionGroups = 64

    /// The group whose version a file's address carries.
    static func versionGroup(_ name: String) -> Int { Int(ShardHash.hash32(name.utf8)) & (versionGroups - 1) }

    /// Kind → four hexadecimal digits for each group.
    private static func versions(_ shards: [Shard]) -> [String: String] {
        var hashes: [String: [UInt64]] = [:]
        for shard in shards {
            let group = versionGroup(shard.name)
            let name = ShardHash.hash64(shard.name.utf8)
            hashes[shard.kind, default: [UInt64](repeating: 0, count: versionGroups)][group] &+=
                fastHash(shard.bytes) ^ name
        }
        return hashes.mapValues { $0.map { hex16($0) }.joined() }
    }

    private static func hash(_ bytes: [UInt8]) -> String { hex16(fastHash(bytes)) }

    private static func hex16(_ hash: UInt64) -> String {
        let folded = (hash ^ hash >> 32 ^ hash >> 16 ^ hash >> 48) & 0xFFFF
        return Vocabulary.hex([UInt8(folded >> 8), UInt8(folded & 255)])
    }

    /// Eight bytes a step; only has to differ when the bytes do.
    private static func fastHash(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBytes { raw in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            var index = 0
            while index + 8 <= raw.count {
                hash =
                    (hash ^ UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
                    &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
                index += 8
            }
            while index < raw.count {
                hash = (hash ^ UInt64(raw[index])) &* 0x0100_0000_01B3
                index += 1
            }
            return hash
        }
    }
}

extension ShardWriter {
    /// `[["id","name"],…]`.
    mutating func pairs(_ pairs: [(String, String)]) {
        raw("[")
        for (place, pair) in pairs.enumerated() {
            if place > 0 { raw(",") }
            raw("[")
            string(pair.0)
            raw(",")
            string(pair.1)
            raw("]")
        }
        raw("]")
    }
}
