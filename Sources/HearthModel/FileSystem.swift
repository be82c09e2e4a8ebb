import Glibc

/// A refusal of the operating system, with the path and what was tried.
package struct FileError: Error, Sendable, CustomStringConvertible {
    package let operation: String
    package let path: String
    /// The `errno` of the call.
    package let code: Int32

    package init(_ operation: String, _ path: String, code: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    package var description: String { "cannot \(operation) \(path): \(String(cString: strerror(code)))" }
}

/// The few system calls that a build needs, without Foundation: bytes in, bytes out.
package enum FileSystem {
    package enum Kind: Sendable {
        case file, directory, symbolicLink, other
    }

    package struct Entry: Sendable {
        /// The name as the file system has it; not always valid UTF-8, hence repaired with U+FFFD when it is not.
        package let name: String
        /// False when `name` had to be repaired: the file cannot be opened by it.
        package let isValidName: Bool
        package let kind: Kind
    }

    /// The kind of what lies at `path` (symbolic links are not followed), nil when nothing does.
    package static func kind(of path: String) -> Kind? {
        var info = stat()
        guard lstat(path, &info) == 0 else { return nil }
        return kind(mode: info.st_mode)
    }

    private static func kind(mode: mode_t) -> Kind {
        switch mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .symbolicLink
        default: .other
        }
    }

    /// Whether a folder is there (symbolic links are followed).
    package static func isDirectory(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether a regular file is there (symbolic links are followed).
    package static func isFile(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    }

    /// The size in bytes of the file at `path`, nil when there is none.
    package static func size(of path: String) -> Int? {
        var info = stat()
        return stat(path, &info) == 0 ? Int(info.st_size) : nil
    }

    /// The absolute path with every symbolic link resolved; nil when it does not exist.
    package static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    package static var currentDirectory: String { realPath(".") ?? "." }

    /// The entries of a folder in byte order of their names, without `.` and `..`.
    package static func entries(of path: String) throws -> [Entry] {
        guard let directory = opendir(path) else { throw FileError("read folder", path) }
        defer { closedir(directory) }
        var entries: [Entry] = []
        while true {
            // Only errno tells a listing that broke off (a failing disk, a stale NFS handle) from its end; taken for the
            // end, it would unpublish what was not listed.
            errno = 0
            guard let entry = readdir(directory) else {
                if errno != 0 { throw FileError("read folder", path) }
                break
            }
            // d_name is imported as a tuple; its bytes are what we want.
            let raw = UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
            let length = strlen(raw.assumingMemoryBound(to: CChar.self))
            let bytes = UnsafeBufferPointer(start: raw.assumingMemoryBound(to: UInt8.self), count: length)
            let valid = String(validating: bytes, as: UTF8.self)
            let name = valid ?? String(decoding: bytes, as: UTF8.self)
            if name == "." || name == ".." { continue }
            let kind: Kind
            switch Int32(entry.pointee.d_type) {
            case Int32(DT_REG): kind = .file
            case Int32(DT_DIR): kind = .directory
            case Int32(DT_LNK): kind = .symbolicLink
            case Int32(DT_UNKNOWN): kind = self.kind(of: path + "/" + name) ?? .other
            default: kind = .other
            }
            entries.append(Entry(name: name, isValidName: valid != nil, kind: kind))
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The whole file. Refuses anything but a regular file, so that a pipe or a device never blocks the build.
    package static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError("read", path) }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw FileError("read", path) }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw FileError("read", path, code: info.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        return try readAll(descriptor, sizeHint: Int(info.st_size), path: path, isFile: info.st_size > 0)
    }

    /// The first bytes of a regular file, at most `count`.
    package static func head(of path: String, count: Int) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError("read", path) }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
            throw FileError("read", path, code: EINVAL)
        }
        return try [UInt8](uninitialized: count) { buffer, done in
            while done < count, let base = buffer.baseAddress {
                let n = Glibc.read(descriptor, base + done, count - done)
                if n < 0, errno == EINTR { continue }
                if n < 0 { throw FileError("read", path) }
                if n == 0 { break }
                done += n
            }
        }
    }

    /// Puts what `descriptor` gives next, at most `wanted` bytes, behind `buffer`: 0 at the end of the file.
    ///
    /// - Throws: `FileError` with `path`, which leaves `buffer` as it was.
    package static func append(
        _ wanted: Int, from descriptor: Int32, to buffer: inout [UInt8], path: String
    ) throws -> Int {
        let piece = try [UInt8](uninitialized: wanted) { piece, done in
            repeat { done = Glibc.read(descriptor, piece.baseAddress, wanted) } while done < 0 && errno == EINTR
            if done < 0 {
                done = 0
                throw FileError("read", path)
            }
        }
        buffer += piece
        return piece.count
    }

    /// Everything that `descriptor` gives until its end; used for standard input too. Of a regular file (`isFile`), a
    /// read of less than was asked for is the last: files of `/proc`, which say a size of 0, are none in this sense.
    package static func readAll(
        _ descriptor: Int32, sizeHint: Int, path: String, isFile: Bool = false
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var capacity = max(sizeHint + 1, 4096)
        while true {
            let have = bytes.count
            let wanted = capacity - have
            var got = 0
            bytes = try [UInt8](uninitialized: capacity) { buffer, count in
                bytes.withUnsafeBufferPointer { old in _ = buffer.initialize(fromContentsOf: old) }
                count = have
                while got < wanted, let base = buffer.baseAddress {
                    let n = Glibc.read(descriptor, base + have + got, wanted - got)
                    if n < 0 {
                        if errno == EINTR { continue }
                        throw FileError("read", path)
                    }
                    got += n
                    if n == 0 || (isFile && got < wanted) { break }
                }
                count = have + got
            }
            if got < wanted { return bytes }
            capacity *= 2
        }
    }

    /// Makes the folder and those above it.
    package static func makeDirectories(_ path: String) throws {
        if mkdir(path, 0o777) == 0 { return }
        switch errno {
        case EEXIST:
            guard isDirectory(path) else { throw FileError("make folder", path, code: ENOTDIR) }
        case ENOENT:
            guard let slash = path.utf8.lastIndex(of: 0x2F), slash > path.startIndex else {
                throw FileError("make folder", path)
            }
            try makeDirectories(String(path[..<slash]))
            guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError("make folder", path) }
        default: throw FileError("make folder", path)
        }
    }

    /// Writes `bytes` so that the file holds either its old or its new bytes, whatever happens: a `PendingFile` beside
    /// it, then a rename. The pending file is removed when the disk is full.
    package static func writeAtomically(_ bytes: some Collection<UInt8>, to path: String) throws {
        try writeAtomically(to: path) { write in try write(bytes) }
    }

    /// The same for what is too large to be in memory as a whole: `body` hands over one piece after the other.
    package static func writeAtomically<Piece: Collection<UInt8>>(
        to path: String, _ body: (_ write: (Piece) throws -> Void) throws -> Void
    ) throws {
        let file = try PendingFile(path)
        try body { try file.write($0) }
        try file.publish()
    }

    /// Puts a file in the place of another, in one step.
    package static func move(_ path: String, to target: String) throws {
        guard rename(path, target) == 0 else { throw FileError("write", target) }
    }

    /// Calls `body` for one piece of a regular file after the other; a link is not followed.
    package static func readPieces(of path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let input = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard input >= 0 else { throw FileError("read", path) }
        defer { close(input) }
        var info = stat()
        guard fstat(input, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
            throw FileError("read", path, code: EINVAL)
        }
        var buffer = [UInt8](repeating: 0, count: min(1 << 18, max(1 << 12, Int(info.st_size))))
        while true {
            let n = try buffer.withUnsafeMutableBytes { raw in
                let n = Glibc.read(input, raw.baseAddress, raw.count)
                if n > 0 { try body(UnsafeRawBufferPointer(rebasing: raw[..<n])) }
                return n
            }
            if n < 0, errno == EINTR { continue }
            if n < 0 { throw FileError("read", path) }
            if n == 0 { return }
        }
    }

    /// Copies a regular file as `writeAtomically` writes one, a piece at a time.
    package static func copyAtomically(_ source: String, to path: String) throws {
        try writeAtomically(to: path) { write in try readPieces(of: source, write) }
    }

    /// Writes all of `bytes` to an open file, pipe or terminal.
    package static func writeAll(
        _ bytes: some Collection<UInt8>, to descriptor: Int32, path: @autoclosure () -> String
    ) throws {
        func write(_ buffer: UnsafeBufferPointer<UInt8>) throws {
            var done = 0
            while done < buffer.count, let base = buffer.baseAddress {
                let n = Glibc.write(descriptor, base + done, buffer.count - done)
                if n < 0 {
                    if errno == EINTR { continue }
                    throw FileError("write", path())
                }
                done += n
            }
        }
        if try bytes.withContiguousStorageIfAvailable(write) == nil {
            try Array(bytes).withUnsafeBufferPointer(write)
        }
    }

    /// Removes a file; one that is not there is no error.
    package static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw FileError("remove", path) }
    }

    /// Removes a file, a link, or a folder with all in it; links are not followed, and what is not there is no error.
    package static func removeTree(_ path: String) throws {
        switch kind(of: path) {
        case nil: return
        case .directory:
            for entry in try entries(of: path) { try removeTree(path + "/" + entry.name) }
            guard removeEmptyDirectory(path) else { throw FileError("remove folder", path) }
        default: try remove(path)
        }
    }

    /// Lets everybody who may read the file also run it.
    package static func makeExecutable(_ path: String) throws {
        var info = stat()
        guard stat(path, &info) == 0, chmod(path, info.st_mode | (info.st_mode & 0o444) >> 2) == 0 else {
            throw FileError("write", path)
        }
    }

    /// Removes a folder if it is empty; answers whether it is gone.
    @discardableResult
    package static func removeEmptyDirectory(_ path: String) -> Bool { rmdir(path) == 0 }
}
