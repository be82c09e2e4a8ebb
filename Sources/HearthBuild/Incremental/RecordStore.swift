import HearthContent
import HearthModel
import HearthSearch

/// Where the record of an output folder lies: one file in `.hearth/`.
struct RecordStore {
    private let path: String
    private let searchPath: String

    init(_ project: Project) {
        let place = OutputPlace(project)
        (path, searchPath) = (place.record, place.searchRecord)
    }

    enum Found {
        case none
        /// A file that is no record of this format, or damaged.
        case unreadable
        case record(BuildRecord)
    }

    func load() -> Found {
        guard hasRecord else { return .none }
        guard let bytes = try? FileSystem.read(path), let record = BuildRecord(bytes) else { return .unreadable }
        return .record(record)
    }

    /// What `load` finds, if it is a record.
    var record: BuildRecord? {
        if case .record(let record) = load() { return record }
        return nil
    }

    /// Begins a record: see `BuildRecord.Draft`.
    func draft(_ record: BuildRecord, files: Int) throws -> BuildRecord.Draft {
        try BuildRecord.Draft(record, files: files, to: PendingFile(path))
    }

    /// Stores the bytes of a record.
    func store(_ bytes: [UInt8]) throws { try FileSystem.writeAtomically(bytes, to: path) }

    /// Whether there is something to load.
    var hasRecord: Bool { FileSystem.kind(of: path) == .file }

    /// The search's record with that checksum, which the record of a build names; nil when there is none.
    func search(_ hash: UInt64) -> SearchRecord? {
        guard let bytes = try? FileSystem.read(searchPath),
            SearchRecord.checksum(of: bytes) == hash
        else { return nil }
        return SearchRecord(bytes)
    }

    /// To be stored before the record that will name its checksum; answers that. A record of the build that names another
    /// does without.
    func store(_ search: SearchRecord) throws -> UInt64 {
        var checksum: UInt64 = 0
        try FileSystem.writeAtomically(to: searchPath) { write in checksum = try search.write(to: write) }
        return checksum
    }
}
