import HearthModel

/// Records of comma separated values (RFC 4180), read from a file of any size a piece at a time.
///
/// A quote that nobody closes would swallow the rest of the file. A record that has not as many fields as the header and
/// goes over several lines is therefore read once more as a single line; if that fits, the quote was no quote.
struct CSVReader {
    struct Record {
        var fields: [[UInt8]]
        var offset: Int
        var length: Int
        var line: Int
    }

    private let file: RecordFile
    private let size: Int
    private var buffer: [UInt8] = []
    /// Where `buffer` begins in the file, and how far it is read.
    private var base = 0
    private var index = 0
    private var line = 1
    /// How many fields every record should have; set by the first one.
    private var width = 0
    /// Lines of quotes that are not closed.
    private(set) var repaired: [Int] = []

    private static let step = 1 << 20
    /// A record is not longer.
    private static let recordLimit = 16 << 20

    init(path: String) throws {
        file = try RecordFile(path: path)
        size = FileSystem.size(of: path) ?? 0
        try fill()
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// How many bytes are read.
    var position: Int { base + index }

    var endsWithNewline: Bool {
        get throws {
            guard size > 0, let last = try file.bytes(at: size - 1, count: 1).last else { return true }
            return last == 0x0A || last == 0x0D
        }
    }

    private mutating func fill() throws {
        buffer.removeFirst(index)
        base += index
        index = 0
        let end = base + buffer.count
        buffer += try file.bytes(at: end, count: min(Self.step, size - end))
    }

    private var isAtEnd: Bool { base + buffer.count >= size }

    /// The next record; nil at the end. Empty lines are none.
    mutating func next() throws -> Record? {
        while true {
            guard index < buffer.count || !isAtEnd else { return nil }
            var parsed = Self.parse(buffer, from: index, honoursQuotes: true, isWhole: isAtEnd)
            while parsed == nil, !isAtEnd, buffer.count - index < Self.recordLimit {
                try fill()
                parsed = Self.parse(buffer, from: index, honoursQuotes: true, isWhole: isAtEnd)
            }
            let isOdd =
                parsed.map { $0.isOpen || ($0.lines > 1 && width > 0 && ($0.isLoose || $0.fields.count != width)) }
                ?? true
            if isOdd, let plain = Self.parse(buffer, from: index, honoursQuotes: false, isWhole: true),
                parsed == nil || plain.fields.count == width || parsed?.isOpen ?? true
            {
                repaired.append(line)
                parsed = plain
            }
            guard let found = parsed else { return nil }
            let record = Record(fields: found.fields, offset: base + index, length: found.end - index, line: line)
            index = found.end
            line += found.lines
            if found.fields.count == 1, found.fields[0].isEmpty { continue }
            if width == 0 { width = found.fields.count }
            return record
        }
    }

    private struct Parsed {
        var fields: [[UInt8]]
        var end: Int
        var lines: Int
        /// A quote was still open at the end of the file.
        var isOpen = false
        /// Something other than the end of the field came behind a closing quote.
        var isLoose = false
    }

    /// The fields of a record that was read before.
    static func fields(_ bytes: [UInt8], width: Int) -> [[UInt8]] {
        let parsed = parse(bytes, from: 0, honoursQuotes: true, isWhole: true)
        if let parsed, parsed.fields.count == width, parsed.end == bytes.count { return parsed.fields }
        return parse(bytes, from: 0, honoursQuotes: false, isWhole: true)?.fields ?? []
    }

    /// Nil when the record goes beyond the end of `bytes` and `isWhole` is false.
    private static func parse(_ bytes: [UInt8], from start: Int, honoursQuotes: Bool, isWhole: Bool) -> Parsed? {
        var parsed = Parsed(fields: [], end: start, lines: 0)
        var field: [UInt8] = []
        var index = start
        var isQuoted = false
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                guard let end = ByteText.find(0x22, in: bytes, from: index - 1, to: bytes.count) else {
                    if !isWhole { return nil }
                    field += bytes[(index - 1)...]
                    parsed.lines += bytes[(index - 1)...].count { $0 == 0x0A }
                    index = bytes.count
                    parsed.isOpen = true
                    break
                }
                parsed.lines += bytes[(index - 1)..<end].count { $0 == 0x0A }
                field += bytes[(index - 1)..<end]
                index = end + 1
                if index == bytes.count, !isWhole { return nil }
                if index < bytes.count, bytes[index] == 0x22 {
                    field.append(0x22)
                    index += 1
                } else {
                    isQuoted = false
                    if index < bytes.count, ![0x2C, 0x0A, 0x0D].contains(bytes[index]) { parsed.isLoose = true }
                }
            } else if byte == 0x22, field.isEmpty, honoursQuotes {
                isQuoted = true
                if index == bytes.count, !isWhole { return nil }
            } else if byte == 0x2C {
                parsed.fields.append(field)
                field = []
            } else if byte == 0x0A {
                parsed.lines += 1
                if field.last == 0x0D { field.removeLast() }
                parsed.fields.append(field)
                parsed.end = index
                return parsed
            } else {
                field.append(byte)
            }
        }
        guard isWhole else { return nil }
        if field.last == 0x0D { field.removeLast() }
        parsed.fields.append(field)
        parsed.end = index
        parsed.lines += 1
        return parsed
    }
}

/// A record by the names of its columns; the order of columns changes from export to export.
struct CSVRow {
    private let columns: [String: Int]
    private let fields: [[UInt8]]

    init(columns: [String: Int], fields: [[UInt8]]) {
        self.columns = columns
        self.fields = fields
    }

    static func columns(_ header: [[UInt8]]) -> [String: Int] {
        Dictionary(
            header.enumerated().map { ($1.trimmed().string.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The value; nil when it is empty, `null`, or there is no such column.
    subscript(_ name: String) -> String? {
        guard let index = columns[name], index < fields.count else { return nil }
        let value = fields[index].trimmed()
        if value.isEmpty || value.elementsEqual("null".utf8) || value.elementsEqual("NULL".utf8) { return nil }
        return TextEncoding.decode(value.filter { $0 != 0 }, declared: nil).text
    }

    func integer(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

    /// Nil when the export does not say.
    func flag(_ name: String) -> Bool? {
        switch self[name]?.lowercased() {
        case "true", "t", "1", "yes": true
        case "false", "f", "0", "no": false
        default: nil
        }
    }

    /// ISO 8601, or `2013/04/02 08:02:11 +0000`.
    func date(_ name: String) -> Timestamp? {
        self[name].flatMap { Timestamp(iso8601: $0.replacing("/", with: "-").replacing(" UTC", with: "Z")) }
    }
}
