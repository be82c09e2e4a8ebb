import Glibc
import HearthModel

/// A private folder that is gone when the value is.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((base + "/hearth-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError("make folder", base) }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileSystem.removeTree(path) }
}
