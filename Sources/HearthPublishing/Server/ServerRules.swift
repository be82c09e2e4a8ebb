package import HearthBuild
import HearthModel

/// The redirects and folders of a site as a web server sees them: absolute paths, told apart as a server can.
package struct ServerRules: Sendable {
    /// One old address. Without `query` it stands for the path with any query that has no rule of its own.
    package struct Redirect: Sendable, Hashable {
        /// Set only where several hosts had the same address.
        package let host: String?
        /// Decoded, absolute, without a slash at its end.
        package let path: String
        /// As a browser sends it, without the question mark.
        package let query: String?
        /// Absolute and percent-encoded.
        package let target: String
        /// The group whose members alone may learn where it leads: an address holds a title.
        package let group: String?
        /// Whether another address or a page differs from it in capital letters only.
        package var needsCase = false

        /// What is looked up: path, and query if there is one.
        var key: String { query.map { path + "?" + $0 } ?? path }
    }

    /// A folder for members only.
    package struct Folder: Sendable, Hashable {
        /// Absolute and decoded, with a slash at its end.
        package let path: String
        package let group: String
        package let accessGroup: String?
    }

    /// Where the site lies on its host: `/`, or `/community/`.
    package let basePath: String
    /// Sorted by path, query and host.
    package private(set) var redirects: [Redirect] = []
    package private(set) var folders: [Folder] = []
    /// Old addresses that cannot be written into a configuration, for a note.
    package private(set) var unwritable: [DeliveryRules.OldAddress] = []

    /// `baseURL` is the configured address of the site, with a slash at its end.
    package init(_ delivery: DeliveryRules, baseURL: String?) {
        basePath = Self.basePath(of: baseURL)
        folders = delivery.restricted.map {
            Folder(path: basePath + $0.folder.text, group: $0.group, accessGroup: $0.accessGroup)
        }
        var found: [Redirect] = []
        for old in delivery.oldAddresses {
            guard !Self.hasControlCharacters(old.path) else {
                unwritable.append(old)
                continue
            }
            for path in paths(of: old) where !(path == "/" && old.query == nil) {
                let target = Self.encoded(basePath + old.target.text)
                found.append(
                    Redirect(
                        host: old.host, path: path, query: old.query.map(Self.sendable), target: target,
                        group: delivery.restrictedFolder(holding: old.target.text)?.group))
            }
        }
        redirects = Self.settled(found, present: Set(delivery.present.map { Self.trimmed(basePath + $0).lowercased() }))
    }

    /// The path of an address on this site starts at the site's own root; one on another host at that host's. If the
    /// site is not at the root of its host, the latter may also be asked for below it, where its fallback page lies.
    private func paths(of old: DeliveryRules.OldAddress) -> [String] {
        let below = Self.trimmed(basePath + old.path.drop { $0 == "/" })
        guard old.host != nil, basePath != "/" else { return [below] }
        return [Self.trimmed(old.path), below]
    }

    /// Leaves one rule for each address: those of several hosts keep their hosts, and the first stands for all others.
    private static func settled(_ found: [Redirect], present: Set<String>) -> [Redirect] {
        var result: [Redirect] = []
        for (_, same) in Dictionary(grouping: found, by: \.key) {
            let sorted = same.sorted { ($0.host ?? "", $0.target) < ($1.host ?? "", $1.target) }
            guard let first = sorted.first else { continue }
            result.append(
                Redirect(host: nil, path: first.path, query: first.query, target: first.target, group: first.group))
            guard Set(sorted.map(\.target)).count > 1 else { continue }
            var hosts: Set<String> = []
            result += sorted.filter { $0.host.map { hosts.insert($0).inserted } ?? false }
        }
        let spellings = Dictionary(grouping: result.filter { $0.host == nil }, by: { $0.key.lowercased() })
        for index in result.indices {
            let key = result[index].key.lowercased()
            result[index].needsCase =
                (spellings[key]?.count ?? 0) > 1
                || present.contains(trimmed(result[index].path).lowercased())
        }
        return result.sorted { ($0.path, $0.query ?? "", $0.host ?? "") < ($1.path, $1.query ?? "", $1.host ?? "") }
    }

    private static func trimmed(_ path: String) -> String {
        var path = Substring(path)
        while path.utf8.count > 1, path.last == "/" { path = path.dropLast() }
        return String(path)
    }

    /// `/community/` of `https://intranet.example/community/`.
    package static func basePath(of baseURL: String?) -> String {
        guard let baseURL, let scheme = baseURL.firstRange(of: "://") else { return "/" }
        let rest = baseURL[scheme.upperBound...]
        guard let slash = rest.firstIndex(of: "/") else { return "/" }
        let path = SitePath.percentDecode(String(rest[slash...]))
        return path.hasSuffix("/") ? path : path + "/"
    }

    /// The host of `baseURL`, without its port.
    package static func host(of baseURL: String?) -> String? {
        guard let baseURL, let scheme = baseURL.firstRange(of: "://") else { return nil }
        let host = baseURL[scheme.upperBound...].prefix { $0 != "/" && $0 != ":" }
        return host.isEmpty ? nil : String(host)
    }

    /// Servers read `$` in a value as the start of a name.
    private static func encoded(_ path: String) -> String {
        SitePath.percentEncode(path).replacing("$", with: "%24")
    }

    /// A query with those bytes encoded that no browser sends bare.
    private static func sendable(_ query: String) -> String {
        query.utf8.map { byte in
            byte > 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x3C && byte != 0x3E && byte != 0x27
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    private static func hasControlCharacters(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }
}
