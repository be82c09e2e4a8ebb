import CArchive
import Glibc
package import HearthModel

/// How much an archive may unpack to. What goes beyond is no export of an intranet but made to fill a disk.
package struct ArchiveLimits: Sendable {
    /// Bytes of all files together.
    package var bytes = 64 << 30
    /// Files and folders.
    package var entries = 2_000_000
    /// How many times the archive's own size, once `ratioFrom` bytes are unpacked. Text packs to a twentieth; only a
    /// "zip bomb" of equal bytes reaches more than two hundredth.
    package var ratio = 250
    package var ratioFrom = 256 << 20
    /// Folders inside each other.
    package var depth = 64
    /// Bytes that must stay free on the disk.
    package var free = 256 << 20

    package init() {}
}

/// An archive of any kind that libarchive reads (zip, tar, 7z, also packed by gzip, bzip2, xz or zstd), or a single
/// packed file such as `dump.xml.bz2`.
package struct Archive {
    let path: String
    let size: Int

    /// Nil when the first bytes of `path` are not those of an archive: its name says nothing.
    package init?(path: String) {
        guard let head = try? FileSystem.head(of: path, count: 512), let size = FileSystem.size(of: path) else {
            return nil
        }
        let magic: [[UInt8]] = [
            [0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06], [0x50, 0x4B, 0x07, 0x08],  // zip
            [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], [0x1F, 0x8B], Array("BZh".utf8),  // 7z, gzip, bzip2
            [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x28, 0xB5, 0x2F, 0xFD],  // xz, zstd
        ]
        let isTar = head.count > 262 && head[257..<262].elementsEqual("ustar".utf8)
        guard isTar || magic.contains(where: { head.starts(with: $0) }) else { return nil }
        self.path = path
        self.size = size
    }

    /// The name without the endings of archives: `help.tar.gz` is `help`.
    package var stem: String {
        var name = String(path.split(separator: "/").last ?? "archive")
        for ending in [".gz", ".bz2", ".xz", ".zst", ".tgz", ".tbz2", ".txz", ".zip", ".7z", ".tar"] {
            if name.lowercased().hasSuffix(ending), name.count > ending.count { name.removeLast(ending.count) }
        }
        return name
    }

    /// Unpacks everything below `folder`, which must exist and be empty. Only files and folders are made, only below
    /// `folder`, and never through a link. An entry that wants more is left out with a diagnostic.
    ///
    /// Throws `FatalError` for an archive that is damaged, encrypted or beyond `limits`, `FileError` when the disk
    /// refuses; what was unpacked until then is the caller's to remove.
    package func unpack(
        to folder: String, limits: ArchiveLimits = ArchiveLimits(), progress: ImportProgress = { _, _, _ in }
    ) throws -> (diagnostics: [Diagnostic], leftOut: [ImportTally]) {
        var unpacker = Unpacker(archive: self, folder: folder, limits: limits)
        try unpacker.run(progress)
        let leftOut = unpacker.reasons.sorted { $0.key < $1.key }.map {
            ImportTally("archive entries", .skipped(rule: "an entry that " + $0.key), count: $0.value)
        }
        return (unpacker.diagnostics, leftOut)
    }

    /// Whether this is a zip that breaks off: its list of entries stands at its end. Without it nothing says which of
    /// them are links.
    var lacksDirectory: Bool {
        guard let head = try? FileSystem.head(of: path, count: 4), head.starts(with: [0x50, 0x4B]) else { return false }
        // The end record has 22 bytes, and a comment of at most 64 KB behind it.
        let count = min(size, 22 + 0xFFFF)
        guard let file = try? RecordFile(path: path), let tail = try? file.bytes(at: size - count, count: count) else {
            return true
        }
        var index = 0
        while let found = ByteText.find(0x50, in: tail, from: index, to: tail.count) {
            if tail[found...].starts(with: [0x50, 0x4B, 0x05, 0x06]) { return false }
            index = found + 1
        }
        return true
    }
}

/// One run over an archive.
private struct Unpacker {
    let archive: Archive
    let folder: String
    let limits: ArchiveLimits
    var diagnostics: [Diagnostic] = []
    private var refused = 0
    /// How many entries were left out, by reason.
    var reasons: [String: Int] = [:]
    private var bytes = 0
    private var entries = 0
    private var sinceDiskCheck = 0
    private var isRaw = false
    private var made: Set<String> = [""]
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    private static let refusalLimit = 20
    private static let folderType: UInt32 = 0o040000
    private static let fileType: UInt32 = 0o100000

    init(archive: Archive, folder: String, limits: ArchiveLimits) {
        self.archive = archive
        self.folder = folder
        self.limits = limits
    }

    mutating func run(_ progress: ImportProgress) throws {
        // libarchive converts names to the thread's locale; Swift programs run in the C locale, which has ASCII only.
        let utf8 = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)
        let before = uselocale(utf8)
        defer {
            uselocale(before)
            if let utf8 { freelocale(utf8) }
        }
        if archive.lacksDirectory { throw problem("the archive is damaged: its end is missing") }
        guard let reader = archive_read_new() else { throw FileError("read", archive.path, code: ENOMEM) }
        defer { archive_read_free(reader) }
        archive_read_support_filter_all(reader)
        archive_read_support_format_zip_seekable(reader)
        archive_read_support_format_7zip(reader)
        archive_read_support_format_tar(reader)
        archive_read_support_format_raw(reader)
        guard archive_read_open_filename(reader, archive.path, 1 << 18) == ARCHIVE_OK else { throw damaged(reader) }
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(reader, &entry)
            if status == ARCHIVE_EOF { break }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw damaged(reader) }
            entries += 1
            if entries > limits.entries { throw tooMuch("it holds more than \(limits.entries) files") }
            isRaw = archive_format(reader) == 0x90000
            if archive_entry_is_encrypted(entry) != 0 { throw problem("the archive is protected by a password") }
            try unpack(entry, from: reader)
            if entries % 64 == 0 { progress(Int(archive_filter_bytes(reader, -1)), archive.size, "unpacking") }
        }
        if refused > Self.refusalLimit {
            let summary = "\(refused - Self.refusalLimit) more entries of the archive were left out"
            diagnostics.append(Diagnostic(.migrationArchiveEntry, at: SourceLocation(file: archive.path), summary))
        }
    }

    private mutating func unpack(_ entry: OpaquePointer, from reader: OpaquePointer) throws {
        let name = isRaw ? archive.stem : name(of: entry)
        let type = UInt32(archive_entry_filetype(entry))
        guard archive_entry_hardlink(entry) == nil, type == Self.folderType || type == Self.fileType else {
            return refuse(name, "is a link or a device")
        }
        if name.utf8.first == 0x2F || (name.utf8.count > 1 && name.utf8.dropFirst().first == 0x3A) {
            return refuse(name, "has an absolute path")
        }
        let parts = name.split(separator: "/").filter { $0 != "." }
        if parts.contains("..") { return refuse(name, "leads out of the archive") }
        if parts.isEmpty { return }
        if parts.count > limits.depth || parts.contains(where: { $0.utf8.count > 240 }) || name.utf8.count > 2000 {
            return refuse(String(name.prefix(80)) + "…", "has too long a path")
        }
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return refuse(name, "has control characters in its name")
        }
        let above = parts.dropLast().joined(separator: "/")
        let path = parts.joined(separator: "/")
        guard try makeFolder(type == Self.folderType ? path : above) else {
            return refuse(name, "lies below a file of the same name")
        }
        if type == Self.fileType { try write(path, name, from: reader) }
    }

    /// False when a file stands in the way.
    private mutating func makeFolder(_ path: String) throws -> Bool {
        if made.contains(path) { return true }
        let full = folder + "/" + path
        if let kind = FileSystem.kind(of: full), kind != .directory { return false }
        if let slash = path.lastIndex(of: "/"), try !makeFolder(String(path[..<slash])) { return false }
        try FileSystem.makeDirectories(full)
        made.insert(path)
        return true
    }

    private mutating func write(_ path: String, _ name: String, from reader: OpaquePointer) throws {
        let full = folder + "/" + path
        if FileSystem.kind(of: full) == .directory { return refuse(name, "has the name of a folder") }
        // Of two entries with one name the later counts, as in every unpacker.
        try FileSystem.remove(full)
        let descriptor = open(full, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("write", full) }
        defer { close(descriptor) }
        while true {
            let count = buffer.withUnsafeMutableBytes { archive_read_data(reader, $0.baseAddress, $0.count) }
            if count == 0 { return }
            guard count > 0 else { throw damaged(reader) }
            bytes += count
            try checkSize()
            try FileSystem.writeAll(buffer[..<count], to: descriptor, path: full)
        }
    }

    private mutating func checkSize() throws {
        if bytes > limits.bytes { throw tooMuch("it unpacks to more than \(limits.bytes >> 30) GB") }
        if bytes > limits.ratioFrom, bytes / max(1, archive.size) > limits.ratio {
            throw tooMuch("it unpacks to more than \(limits.ratio) times its size")
        }
        guard bytes - sinceDiskCheck > 64 << 20 else { return }
        sinceDiskCheck = bytes
        var info = statvfs()
        if statvfs(folder, &info) == 0, Int(info.f_bavail) * Int(info.f_frsize) < limits.free {
            throw FileError("unpack", archive.path, code: ENOSPC)
        }
    }

    /// The name in UTF-8. Old zips hold names in the code page of a DOS, old tars in Windows-1252, and do not say so.
    private func name(of entry: OpaquePointer) -> String {
        if let name = archive_entry_pathname_utf8(entry) { return String(cString: name) }
        guard let raw = archive_entry_pathname(entry) else { return "" }
        let bytes = Array(UnsafeBufferPointer(start: raw, count: strlen(raw))).map { UInt8(bitPattern: $0) }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return TextEncoding.decode(bytes, as: "CP850") ?? String(decoding: bytes, as: UTF8.self)
    }

    private mutating func refuse(_ name: String, _ reason: String) {
        refused += 1
        reasons[reason, default: 0] += 1
        guard refused <= Self.refusalLimit else { return }
        diagnostics.append(
            Diagnostic(
                .migrationArchiveEntry, at: SourceLocation(file: archive.path),
                "'\(Self.printable(name))' \(reason), and was left out"))
    }

    private static func printable(_ name: String) -> String {
        String(name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : Character($0) })
    }

    private func damaged(_ reader: OpaquePointer) -> FatalError {
        if archive_read_has_encrypted_entries(reader) > 0 { return problem("the archive is protected by a password") }
        let detail = archive_error_string(reader).map { String(cString: $0) } ?? "its end is missing"
        return problem("the archive is damaged: \(Self.printable(detail))")
    }

    private func tooMuch(_ summary: String) -> FatalError {
        problem(summary, help: "if you trust it, unpack it yourself and give the folder")
    }

    private func problem(_ summary: String, help: String? = nil) -> FatalError {
        let place = SourceLocation(file: archive.path)
        return FatalError(.content, [Diagnostic(.migrationArchive, at: place, summary, help: help)])
    }
}
