import Glibc
import HearthModel
import Synchronization

/// Writes a site so that the published folder never holds half of it: changed files are first written to a staging folder in
/// the output, and only when all are there are they moved to their places. A full disk or a crash leaves the old site.
final class OutputStaging: Sendable {
    let output: String
    private let folder: String
    private let counter = Atomic<Int>(0)

    /// A file that is ready to be moved.
    struct Staged: Sendable {
        let path: String
        let temporary: String
    }

    static let folderName = ".hearth-staging"

    init(output: String) throws {
        self.output = output
        folder = output + "/" + Self.folderName
        try FileSystem.makeDirectories(output)
        // What a crashed build left.
        try Self.removeFolder(folder)
        try FileSystem.makeDirectories(folder)
    }

    /// Writes `bytes` for the output file `path`; nil when the file already holds them.
    func stage(_ bytes: [UInt8], path: String) throws -> Staged? {
        let target = output + "/" + path
        if isSame(bytes, as: target) { return nil }
        let temporary = folder + "/" + String(counter.add(1, ordering: .relaxed).oldValue)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("write", target) }
        defer { close(descriptor) }
        try FileSystem.writeAll(bytes, to: descriptor, path: target)
        return Staged(path: path, temporary: temporary)
    }

    /// Compares without reading a file of another size.
    private func isSame(_ bytes: [UInt8], as target: String) -> Bool {
        let descriptor = open(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG, Int(info.st_size) == bytes.count else { return false }
        guard let old = try? FileSystem.readAll(descriptor, sizeHint: bytes.count, path: target) else { return false }
        return old == bytes
    }

    /// Moves every staged file to its place and removes the staging folder.
    func commit(_ files: [Staged]) throws {
        var made: Set<Substring> = []
        for file in files {
            let target = output + "/" + file.path
            if let slash = file.path.utf8.lastIndex(of: 0x2F), made.insert(file.path[..<slash]).inserted {
                try makeFolders(for: file.path[..<slash])
            }
            if rename(file.temporary, target) != 0 { throw FileError("write", target) }
        }
        FileSystem.removeEmptyDirectory(folder)
    }

    /// Makes the folders of an output path. A symbolic link in the way is refused: following it could write outside.
    private func makeFolders(for folders: Substring) throws {
        var path = output
        for part in folders.split(separator: "/") {
            path += "/" + part
            if mkdir(path, 0o777) == 0 { continue }
            guard errno == EEXIST else { throw FileError("make folder", path) }
            guard FileSystem.kind(of: path) == .directory else { throw FileError("make folder", path, code: ENOTDIR) }
        }
    }

    /// Gives up: nothing of this build stays.
    func abandon() { try? Self.removeFolder(folder) }

    private static func removeFolder(_ folder: String) throws {
        switch FileSystem.kind(of: folder) {
        case nil: return
        case .directory:
            for entry in try FileSystem.entries(of: folder) { try FileSystem.remove(folder + "/" + entry.name) }
            guard FileSystem.removeEmptyDirectory(folder) else { throw FileError("remove folder", folder) }
        default: try FileSystem.remove(folder)
        }
    }
}
