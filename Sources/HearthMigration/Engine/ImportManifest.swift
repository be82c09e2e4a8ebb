import Crypto
import HearthModel

/// What earlier runs wrote: `migration/<system>/manifest.tsv`, a line a file: hash, key of the item, path below the
/// content folder. It lies beside the content and belongs in git, unlike a cache: without it a later run could not tell
/// a file of its own from one that a person has edited. Lines of other kinds keep whether groups were named after an
/// export or given by somebody (`named`), and where the exports came from (`from`).
///
/// Kept as the bytes of the file with an index, because a big site has a million lines.
package struct ImportManifest: Sendable {
    /// A file that an earlier run wrote.
    package struct Entry: Sendable, Hashable {
        package var hash: String
        package var key: String
        package var path: String
        /// What the old system may delete of it alone (`PageParts`); empty for most files.
        var parts = ""

        package init(hash: String, key: String, path: String) {
            self.hash = hash
            self.key = key
            self.path = path
        }

        package var line: String { "\(hash)\t\(key)\t\(path)\(parts.isEmpty ? "" : "\t" + parts)\n" }

        /// What the keys of all items of one site begin with.
        var keyspace: String? { key.firstIndex(of: "/").map { String(key[..<$0]) } }
    }

    private let bytes: [UInt8]
    private var offsets: [UInt64: Int] = [:]
    private var paths: Set<UInt64> = []
    /// Names of exports, by what the keys of their items begin with; empty where somebody gave a group.
    private(set) var names: [String: String] = [:]
    /// Where the items came from, by what their keys begin with.
    private(set) var origins: [String: SiteOrigins] = [:]

    package var isEmpty: Bool { offsets.isEmpty }

    package init() { bytes = [] }

    package init(bytes: [UInt8]) {
        self.bytes = bytes
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            if let entry = Self.entry(bytes[start..<end]) {
                offsets[Self.fingerprint(entry.key)] = start
                paths.insert(Self.fingerprint(entry.path))
            } else if let (keyspace, name) = Self.name(bytes[start..<end]) {
                names[keyspace] = name
            } else {
                SiteOrigins.read(bytes[start..<end], into: &origins)
            }
            start = end + 1
        }
    }

    /// The manifest in `file`, empty when there is none.
    package static func load(_ file: String) throws -> ImportManifest {
        FileSystem.isFile(file) ? ImportManifest(bytes: try FileSystem.read(file)) : ImportManifest()
    }

    package func entry(key: String) -> Entry? {
        guard let start = offsets[Self.fingerprint(key)] else { return nil }
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        guard let entry = Self.entry(bytes[start..<end]), entry.key == key else { return nil }
        return entry
    }

    /// Whether an earlier run wrote `path`.
    package func owns(path: String) -> Bool { paths.contains(Self.fingerprint(path)) }

    /// All entries, in the order of the file.
    package func visit(_ body: (Entry) throws -> Void) rethrows {
        for line in bytes.split(separator: 0x0A) {
            if let entry = Self.entry(line) { try body(entry) }
        }
    }

    private static func entry(_ line: ArraySlice<UInt8>) -> Entry? {
        let parts = line.split(separator: 0x09, omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 4, parts[0].count == hashLength else { return nil }
        let text = parts.map { String(decoding: $0, as: UTF8.self) }
        var entry = Entry(hash: text[0], key: text[1], path: text[2])
        if text.count == 4 { entry.parts = text[3] }
        return entry
    }

    private static let nameMark = "named"

    private static func name(_ line: ArraySlice<UInt8>) -> (keyspace: String, name: String)? {
        let parts = line.split(separator: 0x09, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].elementsEqual(nameMark.utf8) else { return nil }
        return (parts[1].string, parts[2].string)
    }

    static func line(keyspace: String, name: String) -> String {
        "\(nameMark)\t\(keyspace)\t\(name.map { $0.isNewline || $0 == "\t" ? " " : String($0) }.joined())\n"
    }

    private static let hashLength = 32

    /// Half a SHA-256 tells files apart well enough and keeps the lines short.
    package static func hash(_ bytes: [UInt8]) -> String { String(sha256(bytes).prefix(hashLength)) }

    /// `hash` of a file, read a piece at a time.
    package static func hash(ofFile path: String) throws -> String {
        var hasher = SHA256()
        try FileSystem.readPieces(of: path) { hasher.update(bufferPointer: $0) }
        return String(hexadecimal(hasher.finalize()).prefix(hashLength))
    }

    package static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
        return String(unsafeUninitializedCapacity: 64) { text in
            var count = 0
            for byte in digest {
                text[count] = digit(byte >> 4)
                text[count + 1] = digit(byte & 15)
                count += 2
            }
            return count
        }
    }

    /// FNV-1a: the same in every run, unlike Swift's hashes.
    static func fingerprint(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
