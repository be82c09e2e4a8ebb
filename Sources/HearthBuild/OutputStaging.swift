import Glibc
import HearthModel
import Synchronization

/// Writes a site so that the published folder never holds half of it: changed files are first written to a staging
/// folder in the output, and only when all are there are they moved to their places. A full disk or a crash leaves the
/// old site.
final class OutputStaging: Sendable {
    let output: String
    private let folder: String
    private let counter = Atomic<Int>(0)

    /// A file that is ready to be moved.
    struct Staged: Sendable {
        let path: String
        let temporary: String
        /// Whether a folder lay at its place.
        let isBlocked: Bool
    }

    /// What lies at the place of an output.
    private enum Present {
        case same, other, folder
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
        let present = present(at: target, comparedWith: bytes)
        if present == .same { return nil }
        let temporary = folder + "/" + String(counter.add(1, ordering: .relaxed).oldValue)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("write", target) }
        defer { close(descriptor) }
        try FileSystem.writeAll(bytes, to: descriptor, path: target)
        return Staged(path: path, temporary: temporary, isBlocked: present == .folder)
    }

    /// Compares without reading a file of another size.
    private func present(at target: String, comparedWith bytes: [UInt8]) -> Present {
        let descriptor = open(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return .other }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { return .other }
        if info.st_mode & S_IFMT == S_IFDIR { return .folder }
        guard info.st_mode & S_IFMT == S_IFREG, Int(info.st_size) == bytes.count,
            let old = try? FileSystem.readAll(descriptor, sizeHint: bytes.count, path: target)
        else { return .other }
        return old == bytes ? .same : .other
    }

    /// Moves every staged file to its place and removes the staging folder. `clear` removes the old files that are in
    /// the way.
    ///
    /// All that can fail comes first, before the first published file changes: every folder is made, every place looked
    /// at.
    func commit(_ files: [Staged], inTheWay: Set<String>, clear: () throws -> Void) throws {
        var folders = OutputFolders(output: output)
        do {
            for file in files where file.isBlocked { try checkIsCleared(file.path, inTheWay) }
            for file in files { try folders.make(for: file.path, leaving: inTheWay) }
            try clear()
            for file in files { try folders.make(for: file.path, leaving: []) }
        } catch {
            folders.removeMade()
            throw error
        }
        for file in files {
            let target = output + "/" + file.path
            if rename(file.temporary, target) != 0 { throw FileError("write", target) }
        }
        FileSystem.removeEmptyDirectory(folder)
    }

    /// A folder at the place of a file will be gone only when every file in it is one of ours that goes.
    private func checkIsCleared(_ path: String, _ inTheWay: Set<String>) throws {
        var pending = [path]
        while let folder = pending.popLast() {
            var isEmpty = true
            for entry in try FileSystem.entries(of: output + "/" + folder) {
                isEmpty = false
                let inner = folder + "/" + entry.name
                if entry.kind == .directory {
                    pending.append(inner)
                } else if !inTheWay.contains(inner) {
                    throw FileError("write", output + "/" + path, code: EISDIR)
                }
            }
            // Only folders that lose a file are removed.
            if isEmpty { throw FileError("write", output + "/" + path, code: EISDIR) }
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

/// Makes the folders of output paths. A symbolic link in the way is refused: following it could write outside.
private struct OutputFolders {
    let output: String
    /// The folders that are known to be there.
    private var known: Set<Substring> = []
    /// Those of them that were not there before.
    private var made: [String] = []

    init(output: String) { self.output = output }

    /// Makes what is missing above `file`; leaves folders alone whose place a file of `leaving` still has.
    mutating func make(for file: String, leaving: Set<String>) throws {
        guard let last = file.utf8.lastIndex(of: 0x2F), !known.contains(file[..<last]) else { return }
        var end = file.startIndex
        while end < last, let slash = file[end...].utf8.firstIndex(of: 0x2F) {
            let folder = file[..<slash]
            end = file.utf8.index(after: slash)
            guard !known.contains(folder) else { continue }
            let path = output + "/" + folder
            if mkdir(path, 0o777) == 0 {
                made.append(path)
            } else {
                guard errno == EEXIST else { throw FileError("make folder", path) }
                guard FileSystem.kind(of: path) == .directory else {
                    if leaving.contains(String(folder)) { return }
                    throw FileError("make folder", path, code: ENOTDIR)
                }
            }
            known.insert(folder)
        }
    }

    func removeMade() { for folder in made.reversed() { FileSystem.removeEmptyDirectory(folder) } }
}

/// Tells whether an output path leads through folders only: behind a symbolic link lies what is not ours.
struct RealFolders {
    let output: String
    private var answers: [Substring: Bool] = [:]

    init(output: String) { self.output = output }

    mutating func hold(_ file: String) -> Bool {
        guard let last = file.utf8.lastIndex(of: 0x2F) else { return true }
        return isReal(file[..<last])
    }

    private mutating func isReal(_ folder: Substring) -> Bool {
        if let known = answers[folder] { return known }
        let parent = folder.utf8.lastIndex(of: 0x2F).map { isReal(folder[..<$0]) } ?? true
        let answer = parent && FileSystem.kind(of: output + "/" + folder) == .directory
        answers[folder] = answer
        return answer
    }
}
