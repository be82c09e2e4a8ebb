import HearthContent
import HearthModel

/// Turns `redirect_from` into rules, and finds those that contradict each other.
struct RedirectResolver {
    private(set) var redirects: [Redirect] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// The path and query that a server sees, with a leading slash: `https://old.example/a?b=1#c` gives `/a?b=1`. Nil
    /// when
    /// nothing is left.
    static func path(of old: String) -> String? {
        var rest = Substring(old)
        if let scheme = rest.range(of: "://") {
            rest = rest[scheme.upperBound...]
            guard let slash = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return nil }
            rest = rest[slash...]
        }
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        while rest.hasPrefix("/") { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return nil }
        let (path, query) = rest.firstIndex(of: "?").map { (rest[..<$0], String(rest[$0...])) } ?? (rest, "")
        return "/" + SitePath.percentDecode(String(path)) + query
    }

    /// What makes two old addresses one: the host, if any is named, and the path, with or without a slash at its end.
    private static func key(of old: String, _ path: String) -> String {
        let host = Substring(old).range(of: "://").map { old[$0.upperBound...].prefix { $0 != "/" && $0 != "?" } } ?? ""
        let (name, query) = path.firstIndex(of: "?").map { (path[..<$0], path[$0...]) } ?? (path[...], "")
        return host.lowercased() + " " + (name.hasSuffix("/") ? name.dropLast() : name) + query
    }

    /// Whether a page or file of this site has the path today, written in any way that a server understands; a path
    /// that climbs out of the site is nobody's to give away.
    private static func isTaken(_ path: String, _ taken: Set<SitePath>) -> Bool {
        var name = String(path.dropFirst())
        if name.split(separator: "/").contains("..") { return true }
        if name == "index.html" || name.hasSuffix("/index.html") { name.removeLast(10) }
        return taken.contains(SitePath(name)) || taken.contains(SitePath(name.hasSuffix("/") ? name : name + "/"))
    }

    /// Whether Hearth writes a file of its own there: feeds, maps, the theme, the search and the pages of lists.
    private static func isReserved(_ path: String, _ taken: Set<SitePath>) -> Bool {
        let name = path.dropFirst()
        if name.isEmpty || ["404.html", "redirects.json"].contains(name) { return true }
        if name.hasPrefix("sitemap"), name.hasSuffix(".xml"), !name.contains("/") { return true }
        if ["assets/", "search/"].contains(where: { name.hasPrefix($0) }) { return true }
        // `questions/page/2/` and `groups/lift/feed.xml` belong to the page above them.
        let parts = name.split(separator: "/")
        if parts.last == "feed.xml" {
            let above = parts.dropLast().joined(separator: "/")
            return above.isEmpty || taken.contains(SitePath(above + "/"))
        }
        guard parts.count > 2, parts[parts.count - 2] == "page", parts.last?.allSatisfy(\.isNumber) == true else {
            return false
        }
        return taken.contains(SitePath(parts.dropLast(2).joined(separator: "/") + "/"))
    }

    init(
        _ pages: [ParsedPage], urls: [SitePath], audiences: [Audience], hosts: [PageIndex: PageIndex],
        hidden: Set<PageIndex>, taken: Set<SitePath>
    ) {
        var first: [String: (page: PageIndex, line: Int, from: String)] = [:]
        for (index, page) in pages.enumerated() {
            let target = hosts[index] ?? index
            // Somebody who is not listed has no page that an old address could lead to.
            if hidden.contains(target) { continue }
            for old in page.common.redirectFrom {
                guard let path = Self.path(of: old.value) else { continue }
                if old.value == urls[target].text || path == "/" + urls[target].text { continue }
                let key = Self.key(of: old.value, path)
                if let other = first[key] {
                    guard hosts[other.page] ?? other.page != target else { continue }
                    diagnostics.append(
                        Diagnostic(
                            .redirectConflict, at: page.at(old.line),
                            "another page also claims the old address '\(old.value)'",
                            notes: [.init("the first one is here", at: pages[other.page].at(other.line))]))
                    continue
                }
                let isOurs = Substring(old.value).range(of: "://") == nil && Self.isReserved(path, taken)
                if !path.contains("?"), isOurs || Self.isTaken(path, taken) {
                    diagnostics.append(
                        Diagnostic(
                            .redirectConflict, at: page.at(old.line),
                            "the address '\(old.value)' is a page of this site today",
                            help: "remove it from redirect_from"))
                    continue
                }
                first[key] = (index, old.line, old.value)
                redirects.append(
                    Redirect(from: old.value, path: path, to: urls[target], audience: audiences[target], source: target)
                )
            }
        }
        redirects.sort { ($0.path, $0.from) < ($1.path, $1.from) }
    }
}

extension Substring {
    /// The first place of a short text, without Foundation.
    func range(of text: String) -> Range<Index>? {
        let wanted = Array(text.utf8)
        var index = utf8.startIndex
        while index != utf8.endIndex {
            if utf8[index...].starts(with: wanted) { return index..<utf8.index(index, offsetBy: wanted.count) }
            index = utf8.index(after: index)
        }
        return nil
    }
}
