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
    /// A stable number: from a hash of the address, so that a new page does not renumber the others. The parts of a page
    /// follow each other.
    var id = 0

    /// Bytes of text in a unit: some screens of reading, and two kilobytes of a result's download.
    static let size = 4000

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

    /// Numbers all units: a page by the hash of its address, or the next free number where that is taken, and its parts
    /// behind it. Answers the units in the order of their numbers. `units` has those of each document together.
    static func numbered(_ units: [SearchUnit], _ documents: [SearchDocument], bits: Int) -> [SearchUnit] {
        let hashes = documents.map { document in
            var hash = ShardHash.hash64(document.url.text.utf8)
            // The top bits of FNV say little about the last bytes.
            hash ^= hash >> 32
            return hash &* 0x9E37_79B9_7F4A_7C15
        }
        let order = units.indices.sorted {
            let (a, b) = (units[$0], units[$1])
            return hashes[a.document] != hashes[b.document]
                ? hashes[a.document] < hashes[b.document] : (a.document, a.part) < (b.document, b.part)
        }
        var last = -1
        return order.map { index in
            var unit = units[index]
            let wanted = unit.part == 0 ? Int(hashes[unit.document] >> UInt64(64 - bits)) : 0
            last = max(last + 1, wanted)
            unit.id = last
            return unit
        }
    }
}
