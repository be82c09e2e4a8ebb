/// Which addresses may stand in content.
package enum SafeLink {
    /// What becomes of an address.
    package enum Outcome: Sendable, Hashable {
        case keep(String)
        /// A page of this site; its title replaces a text that is only the old address.
        case page(String, title: String)
        /// The text stays without the link (an image goes); `loss` says why.
        case drop(loss: String)
    }

    /// The reason of a link that goes without being a loss: it led to the top of its own page.
    package static let toTop = "link:to-top"

    private static let linkSchemes: Set<String> = [
        "http", "https", "mailto", "ftp", "ftps", "sftp", "tel", "sms", "news", "nntp", "irc", "ircs", "xmpp", "file",
        "sip",
    ]
    private static let imageSchemes: Set<String> = ["http", "https"]

    /// Drops `javascript:` and every other scheme that is not known to be harmless, hidden characters in it or not.
    package static func check(_ address: String, isImage: Bool) -> Outcome {
        // Browsers ignore white space and control characters around and inside the scheme.
        let trimmed = String(decoding: trim(address.utf8.filter { $0 >= 0x20 && $0 != 0x7F }), as: UTF8.self)
        let kind = isImage ? "image" : "link"
        if trimmed.isEmpty { return .drop(loss: "\(kind):empty") }
        let head = trimmed.utf8.prefix { $0 != 0x3A && $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
        guard head.endIndex < trimmed.utf8.endIndex, trimmed.utf8[head.endIndex] == 0x3A else { return .keep(trimmed) }
        let scheme = String(decoding: head.filter { $0 > 0x20 }, as: UTF8.self).lowercased()
        if (isImage ? imageSchemes : linkSchemes).contains(scheme) { return .keep(trimmed) }
        let plain = scheme.utf8.prefix(20).allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) }
        return .drop(loss: "\(kind):\(plain && !scheme.isEmpty ? String(scheme.prefix(20)) : "unknown-scheme")")
    }

    /// The loss of an address that only an importer can turn into one of the site: somebody's disk. No page may hold it.
    static func unpublishable(_ address: String, isImage: Bool) -> String? {
        address.utf8.prefix(5).elementsEqual("file:".utf8, by: { $0.asciiLower == $1 })
            ? (isImage ? "image:file" : "link:file") : nil
    }

    /// What follows the `//` of a web address, or of one without a scheme; nil for all others.
    static func behindScheme(_ address: String) -> Substring? {
        let bytes = address.utf8
        guard let slash = bytes.firstIndex(of: 0x2F), bytes.starts(with: "http".utf8) || slash == bytes.startIndex
        else {
            return nil
        }
        let next = bytes.index(after: slash)
        guard next < bytes.endIndex, bytes[next] == 0x2F else { return nil }
        return address[bytes.index(after: next)...]
    }

    private static func trim(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var slice = bytes[...]
        while slice.first == 0x20 { slice.removeFirst() }
        while slice.last == 0x20 { slice.removeLast() }
        return slice
    }
}
