import HearthContent
import HearthLayout
import HearthModel

/// Where the slots of an output are, as a record keeps them: some bytes for each, because a large site has millions and a
/// build asks for those of a few outputs.
struct SlotPlaces: Sendable {
    /// One slot.
    struct Place: Sendable {
        /// A place in the files of the record.
        var file: Int
        var part: PagePart
        var form: TextSlot.Form
        var range: Range<Int>
    }

    /// One place after the other, as `put` writes it.
    let bytes: [UInt8]

    /// As read from a record; `places` tells whether they are any.
    init(encoded bytes: [UInt8]) { self.bytes = bytes }

    init(_ places: [Place] = []) {
        var writer = BinaryWriter(capacity: places.count * 8)
        for place in places { Self.put(place, to: &writer) }
        bytes = writer.bytes
    }

    init(_ places: [SlottedBytes.Place]) {
        self.init(
            places.map { Place(file: $0.slot.holder, part: $0.slot.part, form: $0.slot.form, range: $0.range) })
    }

    /// In ascending order of their ranges. Throws `BinaryReader.Damaged`.
    var places: [Place] {
        get throws {
            var reader = BinaryReader(bytes)
            var places: [Place] = []
            while !reader.isAtEnd { places.append(try Self.place(&reader)) }
            return places
        }
    }

    private static func put(_ place: Place, to writer: inout BinaryWriter) {
        writer.put(UInt64(place.file))
        switch place.part {
        case .body: writer.put(0)
        case .answer(let answer):
            writer.put(1)
            writer.put(answer)
        case .comment(let comment):
            writer.put(2)
            writer.put(comment)
        case .answerComment(let answer, let comment):
            writer.put(3)
            writer.put(answer)
            writer.put(comment)
        }
        switch place.form {
        case .html(let level, let withFootnotes): writer.put(withFootnotes ? 8 + level : level)
        case .linkedData: writer.put(-1)
        case .summary(let isEscaped): writer.put(isEscaped ? -2 : -3)
        }
        writer.put(place.range.lowerBound)
        writer.put(place.range.count)
    }

    private static func place(_ reader: inout BinaryReader) throws -> Place {
        let file = Int(clamping: try reader.number())
        let part: PagePart
        switch try reader.integer() {
        case 0: part = .body
        case 1: part = .answer(try reader.integer())
        case 2: part = .comment(try reader.integer())
        case 3: part = .answerComment(answer: try reader.integer(), try reader.integer())
        default: throw BinaryReader.Damaged()
        }
        let form: TextSlot.Form
        switch try reader.integer() {
        case -1: form = .linkedData
        case -2: form = .summary(isEscaped: true)
        case -3: form = .summary(isEscaped: false)
        case let level where (0..<8).contains(level): form = .html(level: level, withFootnotes: false)
        case let level where (8..<16).contains(level): form = .html(level: level - 8, withFootnotes: true)
        default: throw BinaryReader.Damaged()
        }
        let start = try reader.integer()
        let (end, overflows) = start.addingReportingOverflow(try reader.integer())
        guard start >= 0, end >= start, !overflows else { throw BinaryReader.Damaged() }
        return Place(file: file, part: part, form: form, range: start..<end)
    }
}
