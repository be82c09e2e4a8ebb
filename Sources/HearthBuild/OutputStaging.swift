import Glibc
import HearthModel

/// Writes a site so that the published folder never holds half of it: changed files are first written to a tree of their
/// own in the output, and only when all are there are they moved to their places. A full disk or a crash leaves the old
/// site.
///
/// Folders that are new move as a whole, so that a first build costs a handful of renames.
final class OutputStaging: Sendable {
    let output: String
    /// The output folder as diagnostics name it.
    private let shownOutput: String
    private let folder: String
    /// Whether the output held nothing at the start: then no file has to be compared with anything.
    private let isFirst: Bool
    /// The staging folder, open: the system need not find its way there again for every file.
    private let descriptor: Int32
    /// The folder that was made or found last. Outputs come folder by folder.
    private let lastFolder = Lock<[UInt8]>([])
    private let begun = Lock(false)

    /// A file that is ready to be moved.
    struct Staged: Sendable {
        let path: String
        /// What lies at its place.
        let present: Present
        /// Of what lies there, when it is a regular file.
        let found: FileStamp?
    }

    /// What lies at the place of an output that changes.
    enum Present: Sendable {
        case nothing, file, folder
    }

    static let folderName = ".hearth-staging"

    init(output: String, shownAs shownOutput: String) throws {
        self.output = output
        self.shownOutput = shownOutput
        folder = output + "/" + Self.folderName
        try FileSystem.makeDirectories(output)
        try Self.removeLeftovers(output)
        isFirst = try FileSystem.entries(of: output).allSatisfy { $0.name.hasPrefix(".") }
        // Pages of members lie there outside the folder that a web server protects, and after a crash for longer: nobody
        // else looks into it. What is moved out has modes of its own.
        guard mkdir(folder, 0o700) == 0 else { throw FileError("make folder", folder) }
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("make folder", folder) }
    }

    deinit { close(descriptor) }

    /// Writes `bytes` for the output file `path`; `staged` is nil when the file already holds them. The stamp is that
    /// of the file that will be there.
    func stage(_ bytes: [UInt8], path: String) throws -> (staged: Staged?, stamp: FileStamp) {
        var present = Present.nothing
        var old: FileStamp?
        if !isFirst {
            switch self.present(at: output + "/" + path, comparedWith: bytes) {
            case .same(let stamp): return (nil, stamp)
            case .other(let found, let stamp): (present, old) = (found, stamp)
            }
        }
        try makeFolder(of: path)
        let file = openat(descriptor, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw FileError("write", output + "/" + path) }
        defer { close(file) }
        try FileSystem.writeAll(bytes, to: file, path: output + "/" + path)
        var info = stat()
        guard fstat(file, &info) == 0 else { throw FileError("write", output + "/" + path) }
        return (Staged(path: path, present: present, found: old), FileStamp(info))
    }

    /// Makes the folder that `path` lies in, unless the last file lay there too.
    private func makeFolder(of path: String) throws {
        guard let slash = path.utf8.lastIndex(of: 0x2F) else { return }
        let parent = path.utf8[..<slash]
        if lastFolder.withLock({ $0.elementsEqual(parent) }) { return }
        let name = Array(parent)
        let isMade = (name + [0]).withUnsafeBytes { bytes in
            bytes.baseAddress.map { mkdirat(descriptor, $0.assumingMemoryBound(to: CChar.self), 0o777) == 0 } ?? false
        }
        if !isMade, errno != EEXIST { try FileSystem.makeDirectories(folder + "/" + path[..<slash]) }
        lastFolder.withLock { $0 = name }
    }

    private enum Comparison {
        case same(FileStamp)
        case other(Present, FileStamp?)
    }

    /// What lies there. A file of another size is not read.
    private func present(at target: String, comparedWith bytes: [UInt8]) -> Comparison {
        let descriptor = open(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return .other(FileSystem.kind(of: target) == nil ? .nothing : .file, nil) }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { return .other(.file, nil) }
        if info.st_mode & S_IFMT == S_IFDIR { return .other(.folder, nil) }
        guard info.st_mode & S_IFMT == S_IFREG else { return .other(.file, nil) }
        guard Int(info.st_size) == bytes.count,
            let old = try? FileSystem.readAll(descriptor, sizeHint: bytes.count, path: target), old == bytes
        else { return .other(.file, FileStamp(info)) }
        return .same(FileStamp(info))
    }

    /// Moves every staged file to its place and removes the staging folder. `clear` removes the old files that are in
    /// the way, which are among those that this build removes, `stale`.
    ///
    /// All that can fail comes first, before the first published file changes: every place is looked at.
    func commit(_ files: [Staged], inTheWay: Set<String>, stale: [String], clear: () throws -> Void) throws {
        try checkIsWhole(files)
        for file in files where file.present == .folder { try checkIsCleared(file.path, inTheWay) }
        let expected = try moves(below: "", leaving: inTheWay)
        try checkMayBeWritten(expected + stale)
        if !inTheWay.isEmpty { try clear() }
        for path in inTheWay.isEmpty ? expected : try moves(below: "", leaving: []) {
            if rename(folder + "/" + path, output + "/" + path) != 0 { throw FileError("write", output + "/" + path) }
            noteChange()
        }
        try Self.removeFolder(folder)
    }

    /// Whether what was published has begun to change.
    var hasBegun: Bool { begun.withLock { $0 } }

    /// What was published changes.
    func noteChange() { begun.withLock { $0 = true } }

    /// Whether the staging folder is still the one that this build made.
    private var isOwn: Bool {
        var (own, now) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && lstat(folder, &now) == 0 && own.st_ino == now.st_ino
            && own.st_dev == now.st_dev
    }

    /// All that was staged waits still, and in this build's own folder: where no lock keeps another build away, it may
    /// have swept the folder out and made its own.
    private func checkIsWhole(_ files: [Staged]) throws {
        let isWhole =
            isOwn && files.allSatisfy { faccessat(descriptor, $0.path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 }
        guard !isWhole else { return }
        throw FatalError(
            .io,
            [
                Diagnostic(
                    .buildLocked, at: nil,
                    "another program took away what this build had made in '\(folder)'; nothing was published",
                    help: "build again when no other build writes to this folder")
            ])
    }

    /// The folders that files or folders at `paths` go into or out of take changes.
    private func checkMayBeWritten(_ paths: [String]) throws {
        var last: Substring?
        for path in paths {
            let parent = path.utf8.lastIndex(of: 0x2F).map { path[..<$0] } ?? ""
            if parent == last { continue }
            last = parent
            let place = parent.isEmpty ? output : output + "/" + parent
            guard faccessat(AT_FDCWD, place, W_OK | X_OK, AT_EACCESS) == 0 || errno == ENOENT || errno == ENOTDIR
            else { throw FileError("write", output + "/" + path) }
        }
    }

    /// The files and whole folders to be moved, as paths; `leaving` are files that will have made way by then.
    private func moves(below path: String, leaving: Set<String>) throws -> [String] {
        var moves: [String] = []
        for entry in try FileSystem.entries(of: folder + "/" + path) {
            let inner = path.isEmpty ? entry.name : path + "/" + entry.name
            let target = output + "/" + inner
            switch (entry.kind, FileSystem.kind(of: target)) {
            case (.directory, .directory?): moves += try self.moves(below: inner, leaving: leaving)
            case (.directory, nil), (.file, _): moves.append(inner)
            default:
                // A symbolic link in the way is refused: following it could write outside.
                guard leaving.contains(inner) else {
                    throw obstacle(inner, "a file or a link lies where a folder must be")
                }
            }
        }
        return moves
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
                    throw obstacle(path, "a folder with files of somebody else lies where this file must be")
                }
            }
            // Only folders that lose a file are removed.
            if isEmpty { throw obstacle(path, "an empty folder lies where this file must be") }
        }
    }

    private func obstacle(_ path: String, _ what: String) -> FatalError {
        FatalError(
            .io,
            [
                Diagnostic(
                    .fileError, at: SourceLocation(file: shownOutput + "/" + path), what,
                    help: "move it elsewhere or remove it, then build again; what was published before is unchanged")
            ])
    }

    /// Removes what a build that was killed had made in `output` and not moved to its place.
    static func removeLeftovers(_ output: String) throws { try removeFolder(output + "/" + folderName) }

    /// Gives up: nothing of this build stays.
    func abandon() {
        if isOwn { try? Self.removeFolder(folder) }
    }

    private static func removeFolder(_ folder: String) throws {
        switch FileSystem.kind(of: folder) {
        case nil: return
        case .directory:
            for entry in try FileSystem.entries(of: folder) {
                let inner = folder + "/" + entry.name
                if entry.kind == .directory { try removeFolder(inner) } else { try FileSystem.remove(inner) }
            }
            guard FileSystem.removeEmptyDirectory(folder) else { throw FileError("remove folder", folder) }
        default: try FileSystem.remove(folder)
        }
    }
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
