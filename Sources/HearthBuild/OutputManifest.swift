import HearthContent
import HearthModel

/// Which files below the output folder are ours: what the last build wrote. Only these are ever removed.
///
/// Kept in `.hearth/`, one per output folder, one path a line. Losing it loses nothing but the knowledge of what to
/// remove.
struct OutputManifest {
    private let file: String
    private(set) var owned: Set<String>

    /// Reads the manifest of `output`; `exists` is false when there is none.
    let exists: Bool
    /// What the file holds; nil when there is none.
    private var stored: Set<String>?
    /// Of the bytes that the file holds.
    private(set) var checksum: UInt64 = 0

    private static let header = "hearth-output 1"

    /// The checksum of the manifest of `place` as it is now; nil when there is none.
    static func checksum(of place: OutputPlace) -> UInt64? { (try? FileSystem.read(place.list)).map(QuickHash.of) }

    init(_ place: OutputPlace) {
        file = place.list
        guard let bytes = try? FileSystem.read(file) else {
            owned = []
            exists = false
            return
        }
        checksum = QuickHash.of(bytes)
        let (isOurs, lines) = Self.lines(bytes)
        exists = isOurs
        var owned = Set<String>(minimumCapacity: lines.count)
        for line in lines where Self.isSafe(line) { owned.insert(String(decoding: line, as: UTF8.self)) }
        self.owned = owned
        stored = isOurs ? owned : nil
    }

    /// The manifest of the folder that `project` builds into. Where it is not the one that the last build left, that
    /// build's record knows files, too.
    init(_ project: Project, after last: LastOutputs) {
        self.init(OutputPlace(project))
        if !last.left(self) { owned.formUnion(last.intact(in: project.outputPath, besides: owned)) }
    }

    /// The lines of a manifest, none of what is no manifest.
    private static func lines(_ bytes: [UInt8]) -> (isOurs: Bool, lines: [ArraySlice<UInt8>]) {
        guard bytes.starts(with: (header + "\n").utf8) else { return (false, []) }
        return (true, bytes.dropFirst(header.utf8.count + 1).split(separator: 0x0A))
    }

    /// A path that leaves the folder was not written by us, whatever the file says.
    static func isSafe(_ path: ArraySlice<UInt8>) -> Bool {
        if path.first == 0x2F || path.contains(0) { return false }
        // Dots alone between two slashes; most paths have no dot but that of their ending.
        var start = path.startIndex
        while start < path.endIndex {
            let end = path[start...].firstIndex(of: 0x2F) ?? path.endIndex
            if end - start <= 2, end > start, path[start..<end].allSatisfy({ $0 == 0x2E }) { return false }
            start = end + 1
        }
        return true
    }

    /// Adds some paths to the manifest of `place` and takes others out, without looking at the rest. Answers its
    /// checksum.
    static func update(
        _ place: OutputPlace, adding added: [String], removing removed: Set<String>
    ) throws -> UInt64 {
        let bytes = try FileSystem.read(place.list)
        let gone = Set(removed.map { Array($0.utf8)[...] })
        let added = added.map { Array($0.utf8)[...] }.sorted { $0.lexicographicallyPrecedes($1) }
        var next = 0
        var text = Array((header + "\n").utf8)
        text.reserveCapacity(bytes.count + added.count * 64)
        for line in lines(bytes).lines {
            while next < added.count, added[next].lexicographicallyPrecedes(line) {
                text += added[next] + [0x0A]
                next += 1
            }
            if gone.contains(line) || next < added.count && added[next] == line { continue }
            text.append(contentsOf: line)
            text.append(0x0A)
        }
        for path in added[next...] { text += path + [0x0A] }
        try FileSystem.writeAtomically(text, to: place.list)
        return QuickHash.of(text)
    }

    /// Replaces the manifest by `paths`; leaves a file alone that holds just these.
    mutating func store(_ paths: Set<String>) throws {
        owned = paths
        if paths == stored { return }
        var text = Array((Self.header + "\n").utf8)
        text.reserveCapacity(paths.count * 48)
        for path in paths.sorted() {
            text += path.utf8
            text.append(0x0A)
        }
        if let slash = file.lastIndex(of: "/") { try FileSystem.makeDirectories(String(file[..<slash])) }
        try FileSystem.writeAtomically(text, to: file)
        stored = paths
        checksum = QuickHash.of(text)
    }

    static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
    }
}
