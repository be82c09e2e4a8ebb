import HearthContent
import HearthModel

/// Where the record of an output folder lies: one file in `.hearth/`.
struct RecordStore {
    private let path: String

    init(_ project: Project) {
        // By its place in the project, so that a copy of both finds it at another path too.
        let output = project.outputPath
        let relative = output.hasPrefix(project.root + "/") ? String(output.dropFirst(project.root.count + 1)) : output
        let hash = QuickHash.of(Array(relative.utf8))
        path = project.root + "/.hearth/build-" + String(hash, radix: 16) + ".cache"
    }

    enum Found {
        case none
        /// A file that is no record of this format, or damaged.
        case unreadable
        case record(BuildRecord)
    }

    func load() -> Found {
        guard FileSystem.kind(of: path) == .file else { return .none }
        guard let bytes = try? FileSystem.read(path), let record = BuildRecord(bytes) else { return .unreadable }
        return .record(record)
    }

    func store(_ record: BuildRecord) throws { try FileSystem.writeAtomically(record.encoded, to: path) }

    func remove() { try? FileSystem.remove(path) }
}
