import CArchive
import Glibc
import HearthModel

extension ArchiveLimits {
    /// A document of an office program: text and pictures of one person's work.
    static let document: ArchiveLimits = {
        var limits = ArchiveLimits()
        limits.bytes = 512 << 20
        limits.entries = 10_000
        limits.ratioFrom = 64 << 20
        return limits
    }()
}

extension Archive {
    /// The members of a small zip, such as an office document, in memory. Only those that `wants` are kept, but all
    /// count against `limits`.
    ///
    /// - Throws: `ArchiveProblem` with a reason for people.
    func members(
        limits: ArchiveLimits = .document, wants: (_ name: String) -> Bool
    ) throws(ArchiveProblem) -> [String: [UInt8]] {
        guard let reader = archive_read_new() else { throw ArchiveProblem("there is no memory left") }
        defer { archive_read_free(reader) }
        archive_read_support_format_zip(reader)
        guard archive_read_open_filename(reader, path, 1 << 16) == ARCHIVE_OK else {
            throw ArchiveProblem("the file cannot be read as a zip")
        }
        var found: [String: [UInt8]] = [:]
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var total = 0
        var entries = 0
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(reader, &entry)
            if status == ARCHIVE_EOF { return found }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
                throw ArchiveProblem("the file is damaged")
            }
            entries += 1
            if entries > limits.entries { throw ArchiveProblem("it holds more than \(limits.entries) parts") }
            if archive_entry_is_encrypted(entry) != 0 { throw ArchiveProblem("it is protected by a password") }
            guard let raw = archive_entry_pathname(entry) else { continue }
            let name = String(cString: raw)
            let isWanted = wants(name)
            var bytes: [UInt8] = []
            while true {
                let count = buffer.withUnsafeMutableBytes { archive_read_data(reader, $0.baseAddress, $0.count) }
                if count == 0 { break }
                guard count > 0 else { throw ArchiveProblem("the file is damaged") }
                total += count
                if total > limits.bytes { throw ArchiveProblem("it unpacks to more than \(limits.bytes >> 20) MB") }
                if total > limits.ratioFrom, total / max(1, size) > limits.ratio {
                    throw ArchiveProblem("it unpacks to more than \(limits.ratio) times its size")
                }
                if isWanted { bytes += buffer[..<count] }
            }
            // Of two parts with one name the first counts, as in the programs that write them.
            if isWanted, found[name] == nil { found[name] = bytes }
        }
    }
}

/// Why an archive gives nothing.
struct ArchiveProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
