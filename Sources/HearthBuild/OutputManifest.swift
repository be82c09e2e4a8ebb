import Crypto
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
    /// Whether the file holds `owned`.
    private var isStored = false

    private static let header = "hearth-output 1"

    private static func file(project: String, output: String) -> String {
        // By its place in the project, so that a copy of both is known at another path too.
        let place = output.hasPrefix(project + "/") ? String(output.dropFirst(project.count + 1)) : output
        let name = SHA256.hash(data: Array(place.utf8)).prefix(8).map { hex($0) }.joined()
        return project + "/.hearth/output-" + name + ".txt"
    }

    /// Whether there is a manifest of `output`, without reading it.
    static func exists(project: String, output: String) -> Bool {
        FileSystem.kind(of: file(project: project, output: output)) == .file
    }

    init(project: String, output: String) {
        file = Self.file(project: project, output: output)
        guard let bytes = try? FileSystem.read(file) else {
            owned = []
            exists = false
            return
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let isOurs = lines.first == Substring(Self.header)
        exists = isOurs
        owned = isOurs ? Set(lines.dropFirst().filter(Self.isSafe).map(String.init)) : []
    }

    /// A path that leaves the folder was not written by us, whatever the file says.
    private static func isSafe(_ path: Substring) -> Bool {
        !path.hasPrefix("/") && !path.utf8.contains(0)
            && !path.split(separator: "/").contains { $0 == ".." || $0 == "." }
    }

    /// Replaces the manifest by `paths`; leaves a file alone that holds just these.
    mutating func store(_ paths: Set<String>) throws {
        if exists || isStored, paths == owned { return }
        owned = paths
        var text = Self.header + "\n"
        text.reserveCapacity(paths.count * 48)
        for path in paths.sorted() {
            text += path
            text += "\n"
        }
        if let slash = file.lastIndex(of: "/") { try FileSystem.makeDirectories(String(file[..<slash])) }
        try FileSystem.writeAtomically(text.utf8, to: file)
        isStored = true
    }

    static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
    }
}
