import HearthModel

/// An address as old editors wrote it, taken apart.
struct SiteAddress {
    enum Kind {
        /// Of the saved site: a path to be found in its tree; empty for a place in the page itself.
        case local(String)
        /// A path of somebody's disk or network drive.
        case disk(String)
        /// Elsewhere, kept as it is.
        case elsewhere
    }

    var kind: Kind
    /// The place in the page, decoded; empty when there is none.
    var fragment: String
    /// What stands behind the question mark, as it is written.
    var query = ""

    /// Mends what browsers of the time understood: backslashes, line breaks, drive letters, and scripts that only open
    /// a page.
    static func mended(_ raw: String) -> String {
        var text = String(String.UnicodeScalarView(raw.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        while text.last == " " { text.removeLast() }
        text = String(text.drop { $0 == " " })
        let lower = text.lowercased()
        if lower.hasPrefix("javascript:") { return page(openedBy: text) ?? text }
        let isWeb = lower.hasPrefix("http:") || lower.hasPrefix("https:") || lower.hasPrefix("mailto:")
        if text.contains("\\"), !lower.hasPrefix("mailto:") { text = text.replacing("\\", with: "/") }
        if text.hasPrefix("//"), raw.contains("\\\\") { return "file:" + text }
        let head = text.prefix(3)
        if head.count == 3, head.dropFirst().hasPrefix(":/"), head.first?.isLetter == true { return "file:///" + text }
        if isWeb { text = text.replacing(" ", with: "%20") }
        return Self.behindGoogle(text) ?? text
    }

    /// Google Docs and Gmail lead to other sites through an address of their own, which holds that of the site.
    private static func behindGoogle(_ address: String) -> String? {
        guard address.utf8.first == 0x68, let start = address.firstRange(of: "://www.google.")?.upperBound,
            address.utf8.count < 4096,
            let mark = address[start...].firstRange(of: "/url?"),
            !address[start..<mark.lowerBound].utf8.contains(where: { $0 == 0x2F || $0 == 0x3F })
        else { return nil }
        for field in address[mark.upperBound...].prefix(while: { $0 != "#" }).split(separator: "&") {
            guard field.hasPrefix("q=") || field.hasPrefix("url=") else { continue }
            let target = SitePath.percentDecode(String(field.drop { $0 != "=" }.dropFirst()))
            let lower = target.prefix(8).lowercased()
            let isPlain = target.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
            return isPlain && (lower.hasPrefix("http://") || lower.hasPrefix("https://")) ? target : nil
        }
        return nil
    }

    /// `javascript:window.open('a.htm','x')` opens a page; its first quoted word that looks like one is the address.
    private static func page(openedBy script: String) -> String? {
        for quote in ["'", "\""] {
            let parts = script.split(separator: quote, omittingEmptySubsequences: false)
            for index in stride(from: 1, to: parts.count, by: 2) {
                let path = parts[index].lowercased().prefix { $0 != "#" && $0 != "?" }
                if [".htm", ".html", ".pdf", ".doc", ".xls", ".ppt", ".gif", ".jpg"].contains(where: {
                    path.hasSuffix($0)
                }),
                    !path.contains(":")
                {
                    return String(parts[index])
                }
            }
        }
        return nil
    }

    /// `hosts` are those of the saved site itself, in small letters; `encoding` is the page's, which old editors also
    /// used in addresses (`%E0` for à).
    init(_ address: String, hosts: Set<String>, encoding: String) {
        fragment = ""
        var rest = address[...]
        if let hash = rest.firstIndex(of: "#") {
            fragment = Self.decoded(rest[rest.index(after: hash)...], encoding)
            rest = rest[..<hash]
        }
        let lower = rest.prefix(8).lowercased()
        if lower.hasPrefix("file:") {
            let path = rest.dropFirst(5).drop { $0 == "/" }
            kind = .disk(Self.decoded(path, encoding))
            return
        }
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") || rest.hasPrefix("//") {
            guard let host = Self.host(of: rest), hosts.contains(host.name) else {
                kind = .elsewhere
                return
            }
            rest = host.rest
            if rest.isEmpty { rest = "/" }
        } else if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains(where: { "/?".contains($0) }) {
            kind = .elsewhere
            return
        }
        let path = rest.prefix { $0 != "?" }
        query = String(rest[path.endIndex...].dropFirst())
        kind = .local(Self.decoded(path, encoding))
    }

    /// The host of a web address in small letters, without the port that its scheme has anyway, and what follows it.
    static func host(of address: Substring) -> (name: String, rest: Substring)? {
        guard let start = address.firstRange(of: "//")?.upperBound else { return nil }
        let host = address[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let scheme = address[..<start].lowercased()
        var name = host.lowercased()
        if scheme != "https://", name.hasSuffix(":80") { name.removeLast(3) }
        if scheme != "http://", name.hasSuffix(":443") { name.removeLast(4) }
        return (name, address[host.endIndex...])
    }

    private static func decoded(_ text: Substring, _ encoding: String) -> String {
        let plain = String(text)
        guard plain.contains("%") else { return plain }
        let decoded = SitePath.percentDecode(plain)
        guard decoded.contains("\u{FFFD}") else { return decoded }
        var bytes: [UInt8] = []
        var left = Array(plain.utf8)[...]
        while let byte = left.popFirst() {
            if byte == 0x25, left.count >= 2,
                let value = UInt8(String(decoding: left.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                left = left.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return TextEncoding.decode(bytes, as: encoding == "UTF-8" ? "CP1252" : encoding) ?? decoded
    }
}
