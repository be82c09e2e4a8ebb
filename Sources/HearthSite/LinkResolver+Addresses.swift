import HearthContent
import HearthModel

/// What the text of a destination says before anything is looked up.
extension LinkResolver {
    static func hasScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first) else {
            return false
        }
        for byte in text.utf8.dropFirst() {
            switch byte {
            case 0x3A: return true
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2B, 0x2D, 0x2E: continue
            default: return false
            }
        }
        return false
    }

    static func split(_ text: Substring, at byte: UInt8) -> (Substring, Substring?) {
        guard let index = text.utf8.firstIndex(of: byte) else { return (text, nil) }
        return (text[..<index], text[text.utf8.index(after: index)...])
    }

    static func after(_ prefix: String, _ text: String) -> String? {
        text.hasPrefix(prefix) ? text.dropFirst(prefix.count).trimmed : nil
    }

    static func encoded(_ anchor: String?) -> String {
        guard let anchor, !anchor.isEmpty else { return "" }
        return "#" + SitePath.percentEncode(anchor)
    }

    /// An address of this site from its root on, however its scheme and host are written; any other as it is.
    static func withoutSite(_ destination: Substring, _ configuration: SiteConfiguration) -> Substring {
        guard let base = configuration.baseURL else { return destination }
        if destination.hasPrefix(base) { return "/" + destination.dropFirst(base.count) }
        let head = destination.prefix(8).lowercased()
        guard let scheme = ["https://", "http://"].first(where: head.hasPrefix),
            let path = pathOnSite(destination.dropFirst(scheme.count), base)
        else { return destination }
        return "/" + path
    }

    /// What follows the site's host and folder in an address without its scheme; nil when it is another's.
    static func pathOnSite(_ text: Substring, _ base: String) -> Substring? {
        let site = split(base[...], at: 0x2F).1?.drop { $0 == "/" } ?? ""
        let host = site.prefix { $0 != "/" }
        let folder = site.dropFirst(host.count)
        guard !host.isEmpty, text.prefix(host.count).lowercased() == host.lowercased() else { return nil }
        let path = text.dropFirst(host.count)
        if path.hasPrefix(folder) { return path.dropFirst(folder.count) }
        return path == folder.dropLast() ? "" : nil
    }

    /// The path from the root that a destination means on a page in `folder`; nil for what is not of this site.
    static func path(of destination: String, from folder: String, _ configuration: SiteConfiguration) -> String? {
        let destination = withoutSite(destination[...], configuration)
        if hasScheme(destination) || destination.hasPrefix("//") { return nil }
        let path = SitePath.percentDecode(String(split(split(destination, at: 0x23).0, at: 0x3F).0))
        return path.hasPrefix("/") ? String(path.drop { $0 == "/" }) : join(folder, path)
    }

    /// With its `?`; nothing of an empty one. What is encoded already stays as it is.
    static func encoded(query: String) -> String {
        guard !query.isEmpty else { return "" }
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = [0x3F]
        for byte in query.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x21, 0x24...0x2F, 0x3A, 0x3B, 0x3D, 0x3F, 0x40, 0x5F, 0x7E:
                text.append(byte)
            default: text += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `path` seen from `folder`, with `.` and `..` resolved; nil when it leaves the content folder.
    static func join(_ folder: String, _ path: String) -> String? {
        var parts = folder.split(separator: "/", omittingEmptySubsequences: true)
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            switch part {
            case ".": continue
            case "..":
                guard parts.popLast() != nil else { return nil }
            default: parts.append(part)
            }
        }
        return parts.joined(separator: "/") + (path.hasSuffix("/") && !parts.isEmpty ? "/" : "")
    }
}

extension SiteConfiguration.LinkLevel {
    /// Nil when such links are not reported.
    var severity: Severity? {
        switch self {
        case .error: .error
        case .warn: .warning
        case .ignore: nil
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
