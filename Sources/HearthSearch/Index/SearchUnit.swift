import HearthModel

/// What a result is found by: a page, or a part of a long one. Its text is in one fragment, so a long page does not
/// make its readers download all of it for one excerpt.
struct SearchUnit: Sendable {
    /// One passage, or a piece of a very long one.
    struct Piece: Sendable {
        var passage: Int
        /// In the document's text.
        var range: Range<Int>
    }

    /// The place of the document in its index.
    var document: Int
    /// 0 for the beginning of the page, which has the title.
    var part: Int
    var pieces: [Piece]
    /// A stable number: from a hash of the address, so that a new page does not renumber the others.
    var id = 0

    /// Bytes of text in a unit; about one screen of reading more than most answers have.
    static let size = 8000

    /// Cuts a document into units between passages, and inside passages that are longer than a unit.
    static func units(of document: SearchDocument, at place: Int) -> [SearchUnit] {
        var units = [SearchUnit(document: place, part: 0, pieces: [])]
        var room = size
        for (index, passage) in document.passages.enumerated() {
            var rest = passage.range
            repeat {
                if rest.count > room, room < size || rest.isEmpty {
                    units.append(SearchUnit(document: place, part: units.count, pieces: []))
                    room = size
                }
                let end = rest.count <= room ? rest.upperBound : cut(document.text, rest.lowerBound, room)
                units[units.count - 1].pieces.append(Piece(passage: index, range: rest.lowerBound..<end))
                room = max(0, room - (end - rest.lowerBound) - 40)
                rest = end..<rest.upperBound
            } while !rest.isEmpty
        }
        return units
    }

    /// The last blank before `start + length`, or a whole character where there is none.
    private static func cut(_ text: [UInt8], _ start: Int, _ length: Int) -> Int {
        var end = start + length
        let earliest = start + length * 3 / 4
        while end > earliest, text[end] != 0x20, text[end] != 0x0A { end -= 1 }
        if end > earliest { return end }
        end = start + length
        while end > start + 1, text[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }

    /// Numbers all units: a slot by the hash of the address and part, the next free one where it is taken. Answers the
    /// units in the order of their numbers.
    static func numbered(_ units: [SearchUnit], _ documents: [SearchDocument], bits: Int) -> [SearchUnit] {
        let hashes = units.map { unit in
            let text = documents[unit.document].url.text + "#" + String(unit.part)
            var hash = ShardHash.hash64(text.utf8)
            // The top bits of FNV say little about the last bytes.
            hash ^= hash >> 32
            hash = hash &* 0x9E37_79B9_7F4A_7C15
            return hash
        }
        let order = units.indices.sorted {
            hashes[$0] != hashes[$1]
                ? hashes[$0] < hashes[$1]
                : (units[$0].document, units[$0].part) < (units[$1].document, units[$1].part)
        }
        var last = -1
        return order.map { index in
            var unit = units[index]
            last = max(last + 1, Int(hashes[index] >> UInt64(64 - bits)))
            unit.id = last
            return unit
        }
    }
}
