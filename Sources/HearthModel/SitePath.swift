/// A place in the built site, relative to its root: `groups/lift/` (a page) or `feed.xml` (a file); the root is the
/// empty path.
///
/// Kept decoded; `href` percent-encodes. No leading slash, no `.` or `..`.
package struct SitePath: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static let root = SitePath("")

    package var description: String { "/" + text }

    /// A page is written as `index.html` in its folder.
    package var isPage: Bool { text.isEmpty || text.utf8.last == 0x2F }

    /// The file below the output folder.
    package var outputFile: String { isPage ? text + "index.html" : text }

    /// How many folders deep the output file lies: 0 for `index.html` at the root.
    package var depth: Int { text.utf8.reduce(0) { $1 == 0x2F ? $0 + 1 : $0 } }

    /// The way from this page's folder to the root: `../../`, or `./` at the root.
    package var rootPrefix: String { depth == 0 ? "./" : String(repeating: "../", count: depth) }

    /// The link to this place with the root marker in front, percent-encoded (RFC 3986).
    package var href: String { HTMLWriter.rootMarkerText + Self.percentEncode(text) }

    /// The path percent-encoded, without the marker: for absolute URLs.
    package var encoded: String { Self.percentEncode(text) }

    package func appending(_ component: String) -> SitePath { SitePath(text + component) }

    package static func < (a: SitePath, b: SitePath) -> Bool { a.text < b.text }

    /// A bit for each byte below 64 and from there to 127 that stays as it is in a path.
    private static let plain: (low: UInt64, high: UInt64) = {
        var (low, high): (UInt64, UInt64) = (0, 0)
        for byte in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/@!$()*+,;=".utf8 {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
        }
        return (low, high)
    }()

    /// Percent-encodes everything but unreserved characters, sub-delimiters that are harmless in a path, `/` and `@`.
    package static func percentEncode(_ text: String) -> String {
        let plain = plain
        func isPlain(_ byte: UInt8) -> Bool {
            (byte < 64 ? plain.low : byte < 128 ? plain.high : 0) >> UInt64(byte & 63) & 1 != 0
        }
        var text = text
        if text.withUTF8({ $0.allSatisfy(isPlain) }) { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            if isPlain(byte) {
                out.append(byte)
            } else {
                out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Without slashes at the end: `/a/` and `/a` are one address to whoever types them.
    package static func trimmed(_ path: String) -> String {
        var path = Substring(path)
        while path.utf8.count > 1, path.last == "/" { path = path.dropLast() }
        return String(path)
    }

    /// Undoes percent-encoding; a `%` that starts no valid pair stays. Invalid UTF-8 becomes U+FFFD.
    package static func percentDecode(_ text: String) -> String {
        var text = text
        guard text.withUTF8({ $0.contains(0x25) }) else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25, index + 2 < bytes.count, let high = bytes[index + 1].hexValue,
                let low = bytes[index + 2].hexValue
            {
                out.append(high << 4 | low)
                index += 3
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
