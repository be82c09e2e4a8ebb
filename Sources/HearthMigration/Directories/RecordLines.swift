import Glibc
import HearthModel

/// Cuts a file of text records (LDIF, vCard) into records, a piece at a time, so that photos of a whole company do not
/// have to be in memory.
struct RecordLines {
    /// A record larger than this is none.
    static let maximumRecord = 32 << 20

    struct Record {
        var bytes: [UInt8]
        var offset: Int
        /// In the file, in bytes.
        var length: Int
        /// Of its first line.
        var line: Int
    }

    /// What a line is to the records around it.
    enum Mark {
        case inside
        /// The record ends before this line, which belongs to none.
        case gap
        /// The record ends with this line.
        case last
    }

    private var record: [UInt8] = []
    private var recordOffset = 0
    private var recordLength = 0
    private var recordLine = 1
    private var line: [UInt8] = []
    /// Bytes of the line in the file, also of those beyond `maximumRecord`.
    private var lineLength = 0
    private var offset = 0
    private var number = 1
    private var isTooLarge = false

    /// Calls `body` for each record of the file, with nil for one that is too large. `mark` looks at a line without its
    /// line break.
    ///
    /// - Throws: `FileError`; and what `body` throws.
    static func visit(
        _ source: DirectoryText, mark: (ArraySlice<UInt8>) -> Mark, body: (Record?, _ line: Int) throws -> Void
    ) throws {
        var lines = RecordLines()
        func take(_ bytes: UnsafeRawBufferPointer) throws {
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
                if lines.line.count < maximumRecord { lines.line += bytes[start..<end] }
                lines.lineLength += end - start
                start = end + 1
                if end < bytes.count {
                    lines.lineLength += 1
                    try lines.endLine(mark, body)
                }
            }
        }
        if let bytes = source.decoded {
            try bytes.withUnsafeBytes { try take($0) }
        } else {
            try FileSystem.readPieces(of: source.path) { try take($0) }
        }
        if lines.lineLength > 0 { try lines.endLine(mark, body) }
        try lines.finish(body)
    }

    private mutating func endLine(
        _ mark: (ArraySlice<UInt8>) -> Mark, _ body: (Record?, Int) throws -> Void
    ) throws {
        let kind = mark(line.last == 0x0D ? line.dropLast() : line[...])
        if kind == .gap {
            try finish(body)
        } else {
            if recordLength == 0 {
                recordOffset = offset
                recordLine = number
            }
            recordLength += lineLength
            if recordLength > Self.maximumRecord {
                isTooLarge = true
                record = []
            } else {
                record += line
                record.append(0x0A)
            }
        }
        offset += lineLength
        number += 1
        line.removeAll(keepingCapacity: true)
        lineLength = 0
        if kind == .last { try finish(body) }
    }

    private mutating func finish(_ body: (Record?, Int) throws -> Void) throws {
        if isTooLarge {
            try body(nil, recordLine)
        } else if recordLength > 0 {
            let found = Record(bytes: record, offset: recordOffset, length: recordLength, line: recordLine)
            try body(found, recordLine)
        }
        record.removeAll(keepingCapacity: true)
        recordLength = 0
        isTooLarge = false
    }
}

/// A file of a directory's export, and its text where it had to be decoded as a whole.
struct DirectoryText: Sendable {
    var path: String
    /// UTF-8 of a file that is UTF-16, as `ldifde -u` writes it.
    var decoded: [UInt8]?

    /// A file in UTF-16 larger than this is refused; all others are read a piece at a time.
    private static let maximumWide = 1 << 30

    /// - Throws: `FileError`.
    init(path: String) throws {
        self.path = path
        let head = try FileSystem.head(of: path, count: 4096)
        let isWide =
            head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
            || head.prefix(64).count { $0 == 0 } > 16
        if isWide {
            guard (FileSystem.size(of: path) ?? 0) <= Self.maximumWide else {
                throw FileError("read as UTF-16 (save it as UTF-8)", path, code: EFBIG)
            }
            decoded = Array(TextEncoding.decode(try FileSystem.read(path), declared: nil).text.utf8)
        }
    }

    /// A record as `RecordLines` gave it: with plain line feeds. `length` counts its bytes in the file.
    func bytes(at place: DirectoryPlace) throws -> [UInt8] {
        if let decoded {
            let end = min(decoded.count, place.offset + place.length)
            return place.offset < end ? Array(decoded[place.offset..<end]) : []
        }
        return try RecordFile(path: path).bytes(at: place.offset, count: place.length)
    }
}

/// Bytes of a value as text: UTF-8 where it is, else as Windows wrote it.
enum DirectoryValue {
    static func text(_ bytes: some Collection<UInt8>, charset: String? = nil) -> String {
        let bytes = Array(bytes)
        if let charset, let name = TextEncoding.canonicalName(charset), name != "UTF-8",
            let text = TextEncoding.decode(bytes, as: name)
        {
            return text
        }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return TextEncoding.decode(bytes, as: "CP1252") ?? String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 4648, white space ignored; nil when it is no base64.
    static func base64(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        var isPadded = false
        for byte in text {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x61 + 26
            case 0x30...0x39: value = byte - 0x30 + 52
            case 0x2B, 0x2D: value = 62
            case 0x2F, 0x5F: value = 63
            case 0x3D:
                isPadded = true
                continue
            case 0...0x20: continue
            default: return nil
            }
            if isPadded { return nil }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return out
    }
}
