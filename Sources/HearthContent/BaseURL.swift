import HearthModel

/// The address of a site's first page, as `baseURL:` and `--base-url` take it.
package enum BaseURL {
    /// The address with its scheme in small letters and a slash at the end; nil with what is wrong with it.
    ///
    /// An empty part of the path is refused: in links that start at the site's root, `//style.css` would name a host.
    package static func read(_ text: String) -> (url: String?, problem: String?) {
        let lower = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else {
            return (nil, "is no http or https address")
        }
        if text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || "\"<>\\^`{|}".utf8.contains($0) }) {
            return (nil, "has a character that addresses do not have")
        }
        if text.contains("?") || text.contains("#") { return (nil, "has more than the address of a page") }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else {
            return (nil, "holds a name or a password for a server; leave out what stands before '@'")
        }
        if let problem = problem(ofAuthority: authority) { return (nil, problem) }
        var parts = rest.dropFirst(authority.count + 1).split(separator: "/", omittingEmptySubsequences: false)
        if parts.last == "" { parts.removeLast() }
        guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            return (nil, "has an empty part, '.' or '..' in its path")
        }
        return (scheme + ([authority] + parts).joined(separator: "/") + "/", nil)
    }

    /// Host and port.
    private static func problem(ofAuthority authority: Substring) -> String? {
        var host = authority
        // The colons of an IPv6 address stand between brackets.
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            host = authority[..<colon]
            let port = authority[authority.index(after: colon)...]
            guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port), 1...65_535 ~= number
            else { return "has no port from 1 to 65535 behind its ':'" }
        }
        if host.hasPrefix("[") { return host.hasSuffix("]") && host.utf8.count > 3 ? nil : "names no host" }
        // A full stop at the end is that of the root of all names.
        let labels = (host.hasSuffix(".") ? host.dropLast() : host).split(
            separator: ".", omittingEmptySubsequences: false)
        return labels.contains { $0.isEmpty || $0.contains(":") } ? "names no host" : nil
    }
}
