import Foundation
import HearthModel

/// Which commits only kept the books: they changed where a page lies or is found, and no word of what it says. Nobody
/// read the page for that, so it is as old as before.
struct PageVersions {
    /// Fields that say nothing to a reader of the text.
    static let bookkeeping: Set<String> = [
        "tags", "redirect_from", "aliases", "slug", "id", "weight", "layout", "group", "owner", "review_interval",
        "verified", "source", "migration",
    ]

    /// Whether both say the same to a reader.
    static func agree(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool { text(one) == text(other) }

    /// A file without its bookkeeping. What cannot be told apart for certain stays: then the page has changed.
    static func text(_ file: ArraySlice<UInt8>) -> [UInt8] {
        let bytes = file.contains(0x0D) ? file.filter { $0 != 0x0D } : Array(file)
        guard let found = FrontMatter.locate(in: bytes), found.isTerminated else { return trimmed(bytes[...]) }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var isKept = true
        var position = found.yaml.lowerBound
        while position < found.yaml.upperBound {
            let end = lineEnd(in: bytes, from: position)
            let line = bytes[position..<end]
            position = end + 1
            guard let first = line.first, first != 0x23 else { continue }
            // Indented lines, and the items of a list at the margin, belong to the field above.
            if first != 0x20, first != 0x09, first != 0x2D { isKept = !isBookkeeping(line) }
            if isKept { kept += line + [0x0A] }
        }
        return kept + trimmed(bytes[found.bodyStart...])
    }

    private static func isBookkeeping(_ line: ArraySlice<UInt8>) -> Bool {
        let name = line.prefix { FrontMatter.isKeyByte($0) }
        guard line[name.endIndex...].first(where: { $0 != 0x20 }) == 0x3A else { return false }
        return bookkeeping.contains(String(decoding: name, as: UTF8.self))
    }

    /// Without line breaks at the end.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var bytes = bytes
        while bytes.last == 0x0A { bytes = bytes.dropLast() }
        return Array(bytes)
    }
}

extension GitHistory {
    /// A commit that gave a file other bytes, to be looked at.
    struct Edit: Sendable {
        var seconds: Int64
        /// The names of the blobs before and after, each with a line break: as `git cat-file` takes them.
        var blobs: [UInt8]
    }

    /// Edits that are looked at for each file: a page with more of them in a row that kept the books has changed.
    static let mostEdits = 24
    /// What is asked at once; a pipe holds it, so git can be written to before it is read.
    private static let question = 32_768

    /// Settles the edits of all files: the newest that changed what a page says is its last change. `compare` asks git for
    /// pairs of blobs.
    mutating func settle(compare: ([UInt8]) -> [Bool]) {
        var waiting = edits.mapValues { $0.sorted { $0.seconds < $1.seconds } }
        edits = [:]
        while !waiting.isEmpty {
            var asked: [(path: String, edit: Edit)] = []
            var question: [UInt8] = []
            func answer() {
                for (item, agrees) in zip(asked, compare(question)) where !agrees {
                    change(item.path, at: item.edit.seconds)
                    waiting[item.path] = nil
                }
                (asked, question) = ([], [])
            }
            for path in waiting.keys.sorted() {
                // What is older than a change that is known says nothing.
                guard let edit = waiting[path]?.popLast(), edit.seconds > lastChange(path) else {
                    waiting[path] = nil
                    continue
                }
                asked.append((path, edit))
                question += edit.blobs
                if question.count > Self.question { answer() }
            }
            answer()
        }
    }

    /// Whether the pairs of `blobs` say the same, in their order. A blob that git does not have says nothing the same.
    static func agreements(_ blobs: [UInt8], in folder: String) -> [Bool] {
        let pairs = blobs.count { $0 == 0x0A } / 2
        guard pairs > 0 else { return [] }
        let found = Git.ask(["cat-file", "--batch", "--buffer"], in: folder, blobs) { answer in
            var blobs = BlobReader(answer)
            return (0..<pairs).map { _ in
                let (before, after) = (blobs.next(), blobs.next())
                guard let before, let after else { return false }
                return PageVersions.agree(before[...], after[...])
            }
        }
        return found ?? Array(repeating: false, count: pairs)
    }
}

/// Reads what `git cat-file --batch` says, a blob at a time: those of hundreds of pages would be much to hold.
private struct BlobReader {
    private let answer: FileHandle
    private var buffer: [UInt8] = []
    private var position = 0

    init(_ answer: FileHandle) { self.answer = answer }

    /// `<name> blob <size>`, a line break, the bytes, a line break; `<name> missing` gives nil, as the end does.
    mutating func next() -> [UInt8]? {
        while !buffer[position...].contains(0x0A) { guard fill() else { return nil } }
        let end = lineEnd(in: buffer, from: position)
        let head = buffer[position..<end].split(separator: 0x20)
        position = end + 1
        guard head.count == 3, let size = Int(String(decoding: head[2], as: UTF8.self)), size >= 0 else { return nil }
        while buffer.count - position <= size { guard fill() else { return nil } }
        defer { position += size + 1 }
        return Array(buffer[position..<position + size])
    }

    private mutating func fill() -> Bool {
        buffer.removeFirst(position)
        position = 0
        guard let more = try? answer.read(upToCount: 262_144), !more.isEmpty else { return false }
        buffer += more
        return true
    }
}
