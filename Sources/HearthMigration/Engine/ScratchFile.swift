import Glibc
import HearthModel

/// A file for what a run would otherwise hold in memory: lines of tables, trees of pages. It has no name from the first
/// moment, so that nothing of it is left whatever happens to the process.
struct ScratchFile {
    private let file: RecordFile
    private let folder: String
    private var buffer: [UInt8] = []
    private var written = 0

    private static let bufferSize = 1 << 18

    /// Below `.hearth` of the site in `siteRoot`.
    init(siteRoot: String) throws {
        folder = siteRoot + "/.hearth"
        try FileSystem.makeDirectories(folder)
        let path = "\(folder)/scratch-\(getpid())"
        // One of this name was left by a process that died between these two calls.
        unlink(path)
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileError("write", path) }
        unlink(path)
        file = RecordFile(descriptor: descriptor, path: folder)
    }

    /// Bytes so far.
    var count: Int { written + buffer.count }

    mutating func append(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    private mutating func flush() throws {
        try FileSystem.writeAll(buffer, to: file.descriptor, path: folder)
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    /// For reading what was appended so far, by several tasks at once.
    mutating func records() throws -> RecordFile {
        try flush()
        return file
    }

    /// Puts a file of these bytes at `path`; one that has them already is left alone.
    mutating func store(at path: String) throws {
        let records = try records()
        let count = written
        func pieces(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
            var place = 0
            while place < count {
                let size = min(Self.bufferSize, count - place)
                try records.bytes(at: place, count: size).withUnsafeBytes(body)
                place += size
            }
        }
        if FileSystem.size(of: path) == count, try Self.isSame(path, records) { return }
        try FileSystem.writeAtomically(to: path, pieces)
    }

    private static func isSame(_ path: String, _ records: RecordFile) throws -> Bool {
        var place = 0
        var isSame = true
        try FileSystem.readPieces(of: path) { piece in
            guard isSame else { return }
            isSame = try records.bytes(at: place, count: piece.count).elementsEqual(piece)
            place += piece.count
        }
        return isSame
    }
}
