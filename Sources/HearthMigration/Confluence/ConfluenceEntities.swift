import Glibc
import HearthModel

/// Reads the objects of `entities.xml` in order, each as the bytes from `<object` to `</object>`, in constant memory.
///
/// Not `XMLReader`: most of a dump is many small objects that nobody needs (permissions, links, properties), so they are
/// told by their first bytes and never taken apart. Control characters that XML forbids do not end the reading, real
/// exports hold them.
final class ConfluenceEntities {
    struct Record {
        var offset: Int
        var length: Int
        var line: Int
        /// Such as `Page`.
        var name: String
    }

    /// An object larger than that is no text that a person wrote.
    static let maximumRecord = 64 << 20

    private let descriptor: Int32
    private let path: String
    private var buffer: [UInt8] = []
    private var start = 0
    /// The offset in the file of `buffer[0]`.
    private var base = 0
    private var isAtEnd = false
    private var line = 1
    private var sawRoot = false
    private var range = 0..<0

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("read", path) }
        try refill(keeping: 0)
        if buffer.starts(with: [0xFE, 0xFF]) || buffer.starts(with: [0xFF, 0xFE]) {
            throw XMLProblem(kind: .encoding, message: "the file is UTF-16", line: 1)
        }
        let head = buffer.prefix(1 << 16)
        if let root = ByteText.find("<hibernate-generic", in: buffer, from: 0, to: head.count) {
            sawRoot = true
            if ByteText.find("<!entity", in: buffer, from: 0, to: root) != nil {
                throw XMLProblem(kind: .entities, message: "the file declares entities of its own", line: 1)
            }
        } else {
            throw XMLProblem(kind: .malformed, message: "there is no <hibernate-generic> in this file", line: 1)
        }
    }

    deinit { close(descriptor) }

    /// Bytes read so far, for progress.
    var position: Int { base + start }

    /// The bytes of the record that `next` gave last.
    var bytes: [UInt8] { Array(buffer[range]) }

    /// Whether the last record holds `text` (as written).
    func holds(_ text: StaticString) -> Bool { find(text, from: range.lowerBound, to: range.upperBound) != nil }

    /// The next object; nil at the end of the file.
    func next() throws -> Record? {
        guard let open = try search("<object ") else {
            if find("</hibernate-generic", from: max(0, buffer.count - 4096), to: buffer.count) == nil {
                throw XMLProblem(kind: .truncated, message: "the file ends before </hibernate-generic>", line: line)
            }
            return nil
        }
        countLines(start..<open)
        start = open
        let end = try endOfObject()
        range = start..<end
        let record = Record(offset: base + start, length: end - start, line: line, name: name())
        countLines(range)
        start = end
        return record
    }

    /// The place of `text` at or behind `start`; what lies before is given back.
    private func search(_ text: StaticString) throws -> Int? {
        while true {
            if let found = find(text, from: start, to: buffer.count) { return found }
            if isAtEnd { return nil }
            let kept = min(buffer.count - start, 4096)
            countLines(start..<(buffer.count - kept))
            start = buffer.count - kept
            try refill(keeping: kept)
        }
    }

    /// Just behind `</object>`; marked sections may hold anything.
    private func endOfObject() throws -> Int {
        var index = start + 1
        while true {
            // The last bytes of the file may be an end tag and nothing more.
            guard let mark = XMLTag.find(0x3C, in: buffer, from: index, to: buffer.count),
                isAtEnd ? mark + 1 < buffer.count : mark + 12 <= buffer.count
            else {
                try more(&index)
                continue
            }
            if buffer[mark + 1] == 0x21, has("<![CDATA[", at: mark) {
                guard let end = find("]]>", from: mark + 9, to: buffer.count) else {
                    var again = mark
                    try more(&again)
                    index = again
                    continue
                }
                index = end + 3
            } else if buffer[mark + 1] == 0x2F, has("</object>", at: mark) {
                return mark + 9
            } else {
                index = mark + 1
            }
        }
    }

    /// Reads on; `index` stays at the same byte.
    private func more(_ index: inout Int) throws {
        if isAtEnd { throw XMLProblem(kind: .truncated, message: "the file ends inside an object", line: line) }
        if buffer.count - start > Self.maximumRecord {
            throw XMLProblem(
                kind: .tooLarge, message: "an object is larger than \(Self.maximumRecord >> 20) MB", line: line)
        }
        let offset = max(start, min(index, buffer.count - 12)) - start
        try refill(keeping: buffer.count - start)
        index = start + offset
    }

    private func name() -> String {
        guard let mark = find("class=\"", from: start, to: min(range.upperBound, start + 400)),
            let end = XMLTag.find(0x22, in: buffer, from: mark + 7, to: range.upperBound)
        else { return "" }
        // Some exports give the whole name of the class.
        return buffer[(mark + 7)..<end].split(separator: 0x2E).last.map(\.string) ?? ""
    }

    // MARK: Bytes

    private func has(_ text: StaticString, at index: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= buffer.count else { return false }
        for offset in 0..<count where buffer[index + offset] != text.utf8Start[offset] { return false }
        return true
    }

    private func find(_ text: StaticString, from: Int, to: Int) -> Int? {
        let count = text.utf8CodeUnitCount
        return buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            var index = from
            while index + count <= to,
                let found = memchr(base + index, Int32(text.utf8Start[0]), to - index - count + 1)
            {
                if memcmp(found, text.utf8Start, count) == 0 { return UnsafeRawPointer(found) - base }
                index = UnsafeRawPointer(found) - base + 1
            }
            return nil
        }
    }

    private func countLines(_ range: Range<Int>) {
        buffer.withUnsafeBufferPointer { bytes in
            var lines = 0
            for index in range where bytes[index] == 0x0A { lines += 1 }
            line += lines
        }
    }

    /// Puts the last `kept` bytes in front and reads behind them.
    private func refill(keeping kept: Int) throws {
        let drop = buffer.count - kept
        if drop > 0 {
            buffer.removeSubrange(..<drop)
            base += drop
        }
        start = max(0, start - drop)
        // A long object doubles the buffer, so that scanning it again stays linear.
        let wanted = max(1 << 20, kept)
        if try FileSystem.append(wanted, from: descriptor, to: &buffer, path: path) == 0 { isAtEnd = true }
    }
}
