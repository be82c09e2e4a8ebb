/// What a result is found by: a page, or a part of a long one. Its text is in one fragment, so a long page does not
/// make its readers download all of it for one excerpt.
struct SearchUnit: Sendable {
    /// One passage, or a piece of a very long one.
    struct Piece: Sendable {
        var passage: Int
        /// In the document's text.
        var range: Range<Int>
    }

    var pieces: [Piece] = []
    /// Bytes of text in all pieces.
    private(set) var size = 0

    /// Bytes of text in a unit: some screens of reading, and two kilobytes of a result's download.
    static let mostBytes = 4000

    /// Cuts a document into units between passages, and inside passages that are longer than a unit. The first one is
    /// the beginning of the page, which has the title.
    static func units(of document: SearchTextReader) -> [SearchUnit] {
        var units = [SearchUnit()]
        var room = mostBytes
        for (index, passage) in document.passages.enumerated() {
            var rest = passage.range
            repeat {
                if rest.count > room, room < mostBytes || rest.isEmpty {
                    units.append(SearchUnit())
                    room = mostBytes
                }
                let end = rest.count <= room ? rest.upperBound : cut(document.text, rest.lowerBound, room)
                units[units.count - 1].add(Piece(passage: index, range: rest.lowerBound..<end))
                room = max(0, room - (end - rest.lowerBound) - 40)
                rest = end..<rest.upperBound
            } while !rest.isEmpty
        }
        return units
    }

    private mutating func add(_ piece: Piece) {
        pieces.append(piece)
        size += piece.range.count
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
}
