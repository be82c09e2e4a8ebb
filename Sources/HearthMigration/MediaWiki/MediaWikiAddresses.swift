import HearthModel

/// How the old wiki's addresses were built, found out from the address of its main page.
struct MediaWikiAddresses: Sendable {
    /// `https://wiki.example`, without a slash; nil when the dump does not say.
    private(set) var origin: String?
    private var hosts: Set<String> = []
    /// What stands before a title, such as `/wiki/`.
    private(set) var prefix = "/wiki/"
    /// The folder of `index.php`, such as `/w`; empty at the root.
    private var scriptFolders = ["", "/w"]

    init() {}

    /// `base` is the dump's address of the main page; `given` what the user says the address was.
    init(base: String?, given: String?) {
        for address in [base, given].compactMap({ $0 }) {
            guard let start = address.firstRange(of: "://") else { continue }
            let rest = address[start.upperBound...]
            let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            hosts.insert(host.lowercased())
            if host.prefix(9) != "localhost", host.prefix(4) != "127." {
                origin = String(address[..<start.upperBound]) + host
            }
        }
        guard let base, let start = base.firstRange(of: "://"),
            let slash = base[start.upperBound...].firstIndex(of: "/")
        else {
            return
        }
        let path = String(base[slash...])
        if let script = path.firstRange(of: "/index.php") {
            let folder = String(path[..<script.lowerBound])
            scriptFolders = [folder]
            prefix = path[script.upperBound...].hasPrefix("/") ? folder + "/index.php/" : ""
        } else if let last = path.lastIndex(of: "/") {
            prefix = String(path[...last])
            scriptFolders = prefix == "/wiki/" ? ["", "/w"] : [String(prefix.dropLast())]
        }
    }

    /// The path of a page, as the wiki itself wrote it.
    func path(_ title: String) -> String {
        let encoded = Self.encode(title)
        return prefix.isEmpty ? (scriptFolders.first ?? "") + "/index.php?title=" + encoded : prefix + encoded
    }

    /// All addresses under which a page was known; `id` for the page itself, not for its redirects.
    func all(_ title: String, id: Int?) -> [String] {
        let encoded = Self.encode(title)
        // Web servers take `Pumps/` for `Pumps`.
        var found = prefix.isEmpty || encoded.hasSuffix("/") ? [] : [prefix + encoded]
        for folder in scriptFolders { found.append("\(folder)/index.php?title=\(encoded)") }
        if let id { for folder in scriptFolders { found.append("\(folder)/index.php?curid=\(id)") } }
        return found.map { (origin ?? "") + $0 }
    }

    static func encode(_ title: String) -> String {
        let plain = title.utf8.map { $0 == 0x20 ? 0x5F : $0 }
        guard plain.contains(0x3A) else { return SitePath.percentEncode(plain.string) }
        return plain.split(separator: 0x3A, omittingEmptySubsequences: false)
            .map { SitePath.percentEncode($0.string) }.joined(separator: ":")
    }

    enum Target: Hashable {
        case title(String, fragment: String)
        case id(Int, fragment: String)
        /// Of the old wiki, but no page that a dump holds: an edit form, a special page.
        case other
    }

    /// Reads an address of the old wiki; nil for all others.
    func target(_ address: String) -> Target? {
        guard let path = ownPath(address) else { return nil }
        let pieces = path.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let fragment = pieces.count > 1 ? String(pieces[1]) : ""
        let parts = pieces[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count > 1 {
            var title: String?
            for pair in parts[1].replacing("&amp;", with: "&").split(separator: "&") {
                let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
                guard sides.count == 2 else { continue }
                if sides[0] == "curid", let id = Int(sides[1]) { return .id(id, fragment: fragment) }
                if sides[0] == "title" { title = SitePath.percentDecode(sides[1].replacing("+", with: " ")) }
                if sides[0] == "action", sides[1] != "view" { return .other }
                if sides[0] == "oldid" || sides[0] == "diff" { return .other }
            }
            return title.map { .title($0, fragment: fragment) } ?? .other
        }
        let plain = String(parts[0])
        for start in [prefix] + scriptFolders.map({ $0 + "/index.php/" }) where !start.isEmpty && plain.hasPrefix(start)
        {
            let title = SitePath.percentDecode(String(plain.dropFirst(start.count)))
            if !title.isEmpty { return .title(title, fragment: fragment) }
        }
        return .other
    }

    private func ownPath(_ address: String) -> Substring? {
        guard let rest = SafeLink.behindScheme(address) else { return nil }
        let host = Substring(rest.utf8.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 })
        guard hosts.contains(host.lowercased()) else { return nil }
        return rest[host.endIndex...]
    }
}
