/// What `index.js` says: where the words, terms and texts of an index are, and which versions of its files.
struct IndexHead {
    /// How many pages.
    var documents: Int
    /// About the bytes of all files: a small index is kept whole, for when the network goes.
    var bytes: Int
    /// The shapes of the tries (`BitTrie`) that divide terms and texts.
    var terms: [UInt8]
    var texts: [UInt8]
    /// How many bits the numbers of units have.
    var bits: Int
    /// The keys of the files of words, by beginnings and by ends.
    var front: [String]
    var back: [String]
    var groups: [(id: String, name: String)]
    var topics: [(id: String, name: String)]
    /// Names of one topic: whoever types one of them means the others too.
    var synonyms: [[String]]
    /// Words that say little beside others (`FunctionWords`).
    var minorWords: [String]
    var documentsVersion: UInt64
    var versions: ShardVersions

    static let format = 2

    func file() -> [UInt8] {
        ShardWriter.file(capacity: terms.count + texts.count + 4000) { writer in
            writer.raw("{\"format\":")
            writer.number(Self.format)
            writer.raw(",\"docs\":")
            writer.number(documents)
            writer.raw(",\"bytes\":")
            writer.number(bytes)
            writer.raw(",\"terms\":")
            writer.plain(terms)
            writer.raw(",\"texts\":")
            writer.plain(texts)
            writer.raw(",\"bits\":")
            writer.number(bits)
            writer.raw(",\"minor\":")
            writer.plain(minorWords.joined(separator: " ").utf8)
            writer.raw(",\"front\":")
            writer.plain(front.joined(separator: " ").utf8)
            writer.raw(",\"back\":")
            writer.plain(back.joined(separator: " ").utf8)
            writer.raw(",\"groups\":")
            writer.list(groups.map { [$0.id, $0.name] })
            writer.raw(",\"topics\":")
            writer.list(topics.map { [$0.id, $0.name] })
            writer.raw(",\"synonyms\":")
            writer.list(synonyms)
            writer.raw(",\"versions\":{\"docs\":")
            writer.plain(ShardVersions.hex16(documentsVersion).utf8)
            for (kind, text) in versions.texts {
                writer.raw(",")
                writer.plain(kind.utf8)
                writer.raw(":")
                writer.plain(text.utf8)
            }
            writer.raw("}}")
        }
    }
}

/// The versions of an index's files, which browsers keep for long: a change makes them fetch one group of files anew,
/// not all.
struct ShardVersions {
    /// How many versions a kind of file has.
    static let groups = 64
    private var hashes: [String: [UInt64]] = [:]

    mutating func add(_ kind: String, _ name: String, _ fingerprint: UInt64) {
        let group = Int(ShardHash.hash32(name.utf8)) & (Self.groups - 1)
        let mixed = WordHash.mix(fingerprint ^ ShardHash.hash64(name.utf8))
        hashes[kind, default: [UInt64](repeating: 0, count: Self.groups)][group] &+= mixed
    }

    /// Kind and four hexadecimal digits for each group.
    var texts: [(kind: String, text: String)] {
        hashes.sorted { $0.key < $1.key }.map { ($0, $1.map { Self.hex16($0) }.joined()) }
    }

    static func hex16(_ hash: UInt64) -> String {
        let folded = (hash ^ hash >> 32 ^ hash >> 16 ^ hash >> 48) & 0xFFFF
        return Vocabulary.hex([UInt8(folded >> 8), UInt8(folded & 255)])
    }

    /// Only has to differ when the bytes do.
    static func hash(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBufferPointer { WordHash.of($0) } }
}

extension ShardWriter {
    /// `[["text",…],…]`.
    fileprivate mutating func list(_ rows: [[String]]) {
        raw("[")
        for (place, row) in rows.enumerated() {
            if place > 0 { raw(",") }
            raw("[")
            for (place, text) in row.enumerated() {
                if place > 0 { raw(",") }
                string(text)
            }
            raw("]")
        }
        raw("]")
    }
}
