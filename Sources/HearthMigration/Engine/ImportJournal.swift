import Glibc
import HearthModel

/// What a run is about to write, a line of the manifest for each file: a run that was stopped has no manifest, and the
/// next one would take its files for somebody's.
final class ImportJournal: Sendable {
    private static let name = "unfinished.tsv"

    private let path: String
    /// Of the open file; nil until there is a line for it.
    private let descriptor = Lock<Int32?>(nil)
    /// Lines that go in front of the first.
    private let preface = Lock<String>("")

    /// In the folder of the manifest. Goes on with that of a run that was stopped.
    init(folder: String) { path = folder + "/" + Self.name }

    deinit { descriptor.withLock { if let open = $0 { close(open) } } }

    func add(_ entry: ImportManifest.Entry) throws {
        try descriptor.withLock { descriptor in
            let file = try descriptor ?? open()
            descriptor = file
            try FileSystem.writeAll(Array(entry.line.utf8), to: file, path: path)
        }
    }

    /// Lines about the run as a whole, before the first file that it is about.
    func note(_ lines: String) throws {
        try descriptor.withLock { descriptor in
            guard let file = descriptor else { return preface.withLock { $0 += lines } }
            try FileSystem.writeAll(Array(lines.utf8), to: file, path: path)
        }
    }

    private func open() throws -> Int32 {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard file >= 0 else { throw FileError("write", path) }
        let lines = preface.withLock { $0 }
        if !lines.isEmpty { try FileSystem.writeAll(Array(lines.utf8), to: file, path: path) }
        return file
    }

    /// The manifest is complete.
    func finish() throws { try FileSystem.remove(path) }

    /// The lines of the manifest of the last run that was finished, and of files that runs have written since then.
    static func manifest(in folder: String, contentRoot: String) throws -> ImportManifest {
        let journal = folder + "/" + name
        guard FileSystem.kind(of: journal) == .file else { return try ImportManifest.load(folder + "/manifest.tsv") }
        let manifest = folder + "/manifest.tsv"
        var bytes = FileSystem.isFile(manifest) ? try FileSystem.read(manifest) : []
        if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
        let unfinished = ImportManifest(bytes: try FileSystem.read(journal))
        for (keyspace, origins) in unfinished.origins.sorted(by: { $0.key < $1.key }) {
            bytes += origins.lines(keyspace: keyspace).joined().utf8
        }
        try unfinished.visit { entry in
            // The line is older than its file: the run may have been stopped in between.
            let file = contentRoot + "/" + entry.path
            guard FileSystem.kind(of: file) == .file, try ImportManifest.hash(ofFile: file) == entry.hash else {
                return
            }
            bytes += entry.line.utf8
        }
        return ImportManifest(bytes: bytes)
    }
}
