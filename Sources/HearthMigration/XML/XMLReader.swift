import Glibc
import HearthModel

/// Reads the tags of an XML file in order, in constant memory.
///
/// Not Foundation's `XMLParser`: importers need the raw bytes of a record (its hash is the provenance) and its place in
/// the file (records are read again by offset, so that a dump is never held), and `XMLParser` gives neither. This one
/// is also deliberately unable: no DTD is loaded, and a declaration of entities ends the reading.
final class XMLReader {
    /// The largest record that is read; real ones end at some 200 KB.
    static let maximumRecord = 16 << 20

    enum Event {
        /// A start tag; an end event follows unless it closes itself.
        case start(XMLTag)
        case end(String)
    }

    private let descriptor: Int32
    private let path: String
    private var buffer: [UInt8] = []
    private var start = 0
    /// The offset in the file of `buffer[0]`.
    private var base = 0
    private var isAtEnd = false
    /// The elements that are open, by the numbers of their names.
    private var open: [Int] = []
    private var sawRoot = false
    /// Every name that was met, once: an export has few, and writes them a million times.
    private(set) var names: [String] = []
    private var nameBytes: [[UInt8]] = []
    /// The number of the name of the last tag in `names`.
    private(set) var nameNumber = 0

    /// Where the tag that `next` gave last begins, and its line.
    private(set) var offset = 0
    private(set) var line = 1
    private var linesBelow = 0

    /// Whether text between tags is kept in `text`; off, it is only skipped.
    var keepsText = false
    /// At most so much text is kept between two tags.
    var textLimit = 64 << 10
    /// The text since the last call of `takeText`, raw, that is with its references; CDATA is written with references.
    private var text: [UInt8] = []

    /// The text passed since the last call.
    func takeText() -> [UInt8] {
        if text.isEmpty { return [] }
        var taken: [UInt8] = []
        swap(&taken, &text)
        return taken
    }

    /// Forgets the text passed since the last call.
    func dropText() { text.removeAll(keepingCapacity: true) }

    private func keep(_ bytes: ArraySlice<UInt8>, isCDATA: Bool) {
        guard text.count < textLimit else { return }
        let bytes = bytes.prefix(textLimit)
        guard isCDATA else {
            text += bytes
            return
        }
        for byte in bytes {
            switch byte {
            case 0x26: text += Array("&amp;".utf8)
            case 0x3C: text += Array("&lt;".utf8)
            default: text.append(byte)
            }
        }
    }

    /// How many elements are open; one that closes itself never counts.
    var depth: Int { open.count }

    init(path: String) throws {
        self.path = path
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("read", path) }
        try refill()
        if buffer.starts(with: [0xFE, 0xFF]) || buffer.starts(with: [0xFF, 0xFE]) {
            throw XMLProblem(kind: .encoding, message: "the file is UTF-16", line: 1)
        }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    /// Reads XML that is in memory already, such as a part of an office document; `name` stands in messages.
    init(bytes: [UInt8], name: String) throws {
        path = name
        descriptor = -1
        isAtEnd = true
        buffer = bytes
        if buffer.starts(with: [0xFE, 0xFF]) || buffer.starts(with: [0xFF, 0xFE]) {
            throw XMLProblem(kind: .encoding, message: "the file is UTF-16", line: 1)
        }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Bytes read so far, for progress.
    var position: Int { base + start }

    func next() throws -> Event? {
        line += linesBelow
        linesBelow = 0
        while true {
            guard try skipText() else {
                if let name = open.last { throw problem(.truncated, "the file ends before </\(names[name])>") }
                if !sawRoot { throw problem(.malformed, "there is no XML in this file") }
                return nil
            }
            let end = try endOfToken()
            let token = start..<end
            offset = base + start
            switch buffer[start + 1] {
            case 0x21, 0x3F:
                try checkDeclaration(token)
                try checkDoctype(token)
                if keepsText, buffer[start + 1] == 0x21, token.count >= 12,
                    buffer[(start + 2)...].starts(with: "[CDATA[".utf8)
                {
                    keep(buffer[(start + 9)..<(end - 3)], isCDATA: true)
                }
                line += countLines(token)
                start = end
            case 0x2F:
                let event = try endTag(token)
                pass(token)
                return event
            default:
                let event = try startTag(token)
                pass(token)
                return event
            }
        }
    }

    /// The line of a tag is the one it begins on, so its own lines count for the next.
    private func pass(_ token: Range<Int>) {
        linesBelow = countLines(token)
        start = token.upperBound
    }

    private func endTag(_ token: Range<Int>) throws -> Event {
        var end = start + 2
        while end < token.upperBound - 1, buffer[end] > 0x20 { end += 1 }
        guard let last = open.last, isName(last, at: (start + 2)..<end) else {
            let name = buffer[(start + 2)..<end].string
            throw problem(.malformed, "</\(name.prefix(40))> closes \(open.last.map { "<\(names[$0])>" } ?? "nothing")")
        }
        open.removeLast()
        nameNumber = last
        return .end(names[last])
    }

    private func startTag(_ token: Range<Int>) throws -> Event {
        if open.isEmpty, sawRoot { throw problem(.malformed, "a second root element") }
        let tag = try XMLTag(Array(buffer[token]), line: line)
        sawRoot = true
        nameNumber = number(ofName: (start + 1)..<(start + tag.nameEnd))
        if !tag.isSelfClosing {
            guard open.count < 1000 else { throw problem(.malformed, "elements nest deeper than 1000") }
            open.append(nameNumber)
        }
        return .start(tag)
    }

    private func isName(_ number: Int, at range: Range<Int>) -> Bool {
        let name = nameBytes[number]
        guard name.count == range.count else { return false }
        for (offset, byte) in name.enumerated() where buffer[range.lowerBound + offset] != byte { return false }
        return true
    }

    /// Numbers below this one always mean the same name.
    static let knownNames = 200

    private func number(ofName range: Range<Int>) -> Int {
        // Elements come in the same order in every record: the next one mostly follows the one before.
        let guess = nameNumber + 1
        if guess < min(names.count, Self.knownNames), isName(guess, at: range) { return guess }
        for number in names.indices.prefix(Self.knownNames) where isName(number, at: range) { return number }
        // A file that is all names is no export; of those beyond any sane number only the open ones are kept.
        if names.count > Self.knownNames {
            let needed = (open.last { $0 >= Self.knownNames } ?? Self.knownNames - 1) + 1
            names.removeSubrange(needed...)
            nameBytes.removeSubrange(needed...)
        }
        nameBytes.append(Array(buffer[range]))
        names.append(buffer[range].string)
        return names.count - 1
    }

    private func problem(_ kind: XMLProblem.Kind, _ message: String) -> XMLProblem {
        XMLProblem(kind: kind, message: message, line: line)
    }

    // MARK: Tokens

    /// Goes to the next `<`; false at the end of the file.
    private func skipText() throws -> Bool {
        while true {
            let index = XMLTag.find(0x3C, in: buffer, from: start, to: buffer.count) ?? buffer.count
            line += countLines(start..<index)
            if open.isEmpty, buffer[start..<index].contains(where: { $0 > 0x20 }) {
                throw problem(.malformed, "text outside of the root element")
            }
            if keepsText, index > start { keep(buffer[start..<index], isCDATA: false) }
            start = index
            if index + 1 < buffer.count { return true }
            if isAtEnd {
                if index < buffer.count { throw problem(.truncated, "the file ends inside a tag") }
                return false
            }
            try refill()
        }
    }

    /// Just behind the token at `start`, reading on until all of it is there.
    private func endOfToken() throws -> Int {
        while true {
            let end = findEnd()
            if (end ?? buffer.count) - start > Self.maximumRecord {
                throw problem(.tooLarge, "a record is larger than \(Self.maximumRecord >> 20) MB")
            }
            if let end { return end }
            if isAtEnd { throw problem(.truncated, "the file ends inside a tag") }
            try refill()
        }
    }

    private func findEnd() -> Int? {
        switch buffer[start + 1] {
        case 0x3F: return find("?>")
        case 0x21:
            guard start + 9 <= buffer.count || isAtEnd else { return nil }
            if buffer[(start + 2)...].starts(with: "--".utf8) { return find("-->") }
            if buffer[(start + 2)...].starts(with: "[CDATA[".utf8) { return find("]]>") }
            return endOfDoctype()
        default:
            return buffer.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return nil }
                var index = start + 1
                while index < bytes.count {
                    let byte = bytes[index]
                    index += 1
                    if byte == 0x3E { return index }
                    guard byte == 0x22 || byte == 0x27 else { continue }
                    // Values are most of a dump: the system's own search finds their end fast.
                    guard let end = memchr(base + index, Int32(byte), bytes.count - index) else { return nil }
                    index = UnsafeRawPointer(end) - UnsafeRawPointer(base) + 1
                }
                return nil
            }
        }
    }

    private func find(_ mark: StaticString) -> Int? {
        let count = mark.utf8CodeUnitCount
        let last = mark.utf8Start[count - 1]
        var index = start + 2
        while let end = XMLTag.find(last, in: buffer, from: index, to: buffer.count) {
            if end - count + 1 > start, (0..<count).allSatisfy({ buffer[end - count + 1 + $0] == mark.utf8Start[$0] }) {
                return end + 1
            }
            index = end + 1
        }
        return nil
    }

    private func endOfDoctype() -> Int? {
        var depth = 0
        var quote: UInt8 = 0
        for index in (start + 2)..<buffer.count {
            let byte = buffer[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x5B {
                depth += 1
            } else if byte == 0x5D {
                depth -= 1
            } else if byte == 0x3E, depth <= 0 {
                return index + 1
            }
        }
        return nil
    }

    private func checkDoctype(_ token: Range<Int>) throws {
        guard buffer[token].starts(with: "<!DOCTYPE".utf8) || buffer[token].starts(with: "<!doctype".utf8) else {
            return
        }
        let text = String(decoding: buffer[token].prefix(1 << 16), as: UTF8.self)
        if text.contains("<!ENTITY") || text.contains("%") {
            throw problem(.entities, "the file declares entities of its own")
        }
    }

    private func checkDeclaration(_ token: Range<Int>) throws {
        guard buffer[token].starts(with: "<?xml ".utf8) else { return }
        let text = String(decoding: buffer[token], as: UTF8.self).lowercased()
        guard let found = text.firstRange(of: "encoding=") else { return }
        let name = text[found.upperBound...].dropFirst().prefix { $0 != "\"" && $0 != "'" }
        guard ["utf-8", "utf8", "us-ascii"].contains(name) else {
            throw problem(.encoding, "the file says that it is \(name.prefix(30))")
        }
    }

    private func countLines(_ range: Range<Int>) -> Int {
        buffer.withUnsafeBufferPointer { bytes in
            let text = UnsafeBufferPointer(rebasing: bytes[range])
            var lines = 0
            var index = 0
            while let feed = ByteText.place(of: 0x0A, in: text, from: index) {
                lines += 1
                index = feed + 1
            }
            return lines
        }
    }

    // MARK: Bytes

    private func refill() throws {
        if start > 0 {
            buffer.removeSubrange(..<start)
            base += start
            start = 0
        }
        // A long record doubles the buffer, so that scanning it again stays linear.
        let wanted = max(1 << 18, buffer.count)
        if try FileSystem.append(wanted, from: descriptor, to: &buffer, path: path) == 0 { isAtEnd = true }
    }
}

/// Records of a file read again by their place in it; several tasks may read at once.
final class RecordFile: Sendable {
    let descriptor: Int32
    private let path: String

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("read", path) }
    }

    /// An open file, which is closed with the value; `path` is for messages.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    func bytes(at offset: Int, count: Int) throws -> [UInt8] {
        var done = 0
        let bytes = [UInt8](uninitialized: count) { buffer, initialized in
            while done < count, let address = buffer.baseAddress {
                let got = pread(descriptor, address + done, count - done, off_t(offset + done))
                if got < 0, errno == EINTR { continue }
                if got <= 0 { break }
                done += got
            }
            initialized = done
        }
        guard done == count else { throw FileError("read", path, code: EIO) }
        return bytes
    }
}
