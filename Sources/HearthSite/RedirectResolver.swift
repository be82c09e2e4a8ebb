import HearthContent
import HearthModel

/// Turns `redirect_from` into rules, and finds those that contradict each other.
struct RedirectResolver {
    private(set) var redirects: [Redirect] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// Path and query as a server sees them: the path decoded and with a leading slash, the query as written;
    /// `https://old.example/a?b=1#c` gives `/a` and `b=1`. Nil when nothing is left.
    static func parts(of old: String) -> (path: String, query: String?)? {
        var rest = Substring(old)
        if let scheme = rest.range(of: "://") {
            rest = rest[scheme.upperBound...]
            guard let slash = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return nil }
            rest = rest[slash...]
        }
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        while rest.hasPrefix("/") { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return nil }
        let mark = rest.firstIndex(of: "?") ?? rest.endIndex
        let (path, query) = (rest[..<mark], String(rest[mark...].dropFirst()))
        guard !path.isEmpty || !query.isEmpty else { return nil }
        // Servers do not tell `/old?` from `/old`.
        return ("/" + SitePath.percentDecode(String(path)), query.isEmpty ? nil : query)
    }

    /// What makes two old addresses one: the host, if any is named, and the path, with or without a slash at its end.
    private static func key(of old: String, _ path: String, _ query: String?) -> String {
        let host = Substring(old).range(of: "://").map { old[$0.upperBound...].prefix { $0 != "/" && $0 != "?" } } ?? ""
        let name = path.hasSuffix("/") ? path.dropLast() : path[...]
        return host.lowercased() + " " + name + "\0" + (query ?? "")
    }

    /// Whether a page or file of this site has the path today, written in any way that a server understands; a path
    /// that climbs out of the site is nobody's to give away.
    private static func isTaken(_ path: String, _ taken: Set<SitePath>) -> Bool {
        var name = String(path.dropFirst())
        if name.split(separator: "/").contains("..") { return true }
        if name == "index.html" || name.hasSuffix("/index.html") { name.removeLast(10) }
        return taken.contains(SitePath(name)) || taken.contains(SitePath(name.hasSuffix("/") ? name : name + "/"))
    }

    /// Whether Hearth writes a file of its own there: feeds, maps, the theme, the search and the pages of lists. What it
    /// writes is planned only after redirects are known; a test holds these names against the files of a build.
    private static func isReserved(_ path: String, _ taken: Set<SitePath>, groups: Set<SitePath>) -> Bool {
        var parts = path.split(separator: "/")
        if parts.last == "index.html" { parts.removeLast() }
        guard let first = parts.first, let last = parts.last else { return true }
        if first == "assets" || first == "search" { return true }
        if parts.count == 1, first == "404.html" || first.hasPrefix("sitemap") && first.hasSuffix(".xml") {
            return true
        }
        // `groups/lift/feed.xml` and `groups/lift/search/` belong to the page above them.
        if last == "feed.xml" || last == "redirects.json" { return isPage(parts.dropLast(), taken) }
        if let search = parts.firstIndex(of: "search"), isPage(parts[..<search], taken) { return true }
        // `questions/page/2/`
        if parts.count > 2, parts[parts.count - 2] == "page", last.allSatisfy(\.isNumber) {
            parts.removeLast(2)
            if isPage(parts[...], taken) { return true }
        }
        let isOfGroup = groups.contains(SitePath(parts.dropLast().joined(separator: "/") + "/"))
        switch parts.last {
        case "questions", "documents", "contributions": return isPage(parts.dropLast(), taken)
        case "topics": return first == "topics" && isPage(parts.dropLast(), taken)
        case "use-cases": return first == "measures" && isPage(parts.dropLast(), taken) || isOfGroup
        case "stories", "events", "measures", "managers": return isOfGroup
        default: return false
        }
    }

    /// Whether a page lies there today, or the folder in which the members' pages of a group are.
    private static func isPage(_ parts: ArraySlice<Substring>, _ taken: Set<SitePath>) -> Bool {
        parts.isEmpty || taken.contains(SitePath(parts.joined(separator: "/") + "/"))
            || parts.last == "members" && isPage(parts.dropLast(), taken)
    }

    init(
        _ pages: [ParsedPage], urls: [SitePath], audiences: [Audience], hosts: [PageIndex: PageIndex],
        hidden: Set<PageIndex>, taken: Set<SitePath>, topics: TopicNames
    ) {
        var first: [String: (page: PageIndex, line: Int, from: String)] = [:]
        let groups = Set(pages.indices.lazy.filter { pages[$0].type == .group }.map { urls[$0] })
        for (index, page) in pages.enumerated() {
            let target = hosts[index] ?? index
            // Somebody who is not listed has no page that an old address could lead to.
            if hidden.contains(target) { continue }
            for old in page.common.redirectFrom {
                guard let (path, query) = Self.parts(of: old.value) else { continue }
                if old.value == urls[target].text || path == "/" + urls[target].text { continue }
                let key = Self.key(of: old.value, path, query)
                if let other = first[key] {
                    guard hosts[other.page] ?? other.page != target else { continue }
                    diagnostics.append(
                        Diagnostic(
                            .redirectConflict, at: page.at(old.line),
                            "another page also claims the old address '\(old.value)'",
                            notes: [.init("the first one is here", at: pages[other.page].at(other.line))]))
                    continue
                }
                let isOurs =
                    Substring(old.value).range(of: "://") == nil && Self.isReserved(path, taken, groups: groups)
                if query == nil, isOurs || Self.isTaken(path, taken) {
                    diagnostics.append(
                        Diagnostic(
                            .redirectConflict, at: page.at(old.line),
                            "the address '\(old.value)' is a page of this site today",
                            help: "remove it from redirect_from"))
                    continue
                }
                first[key] = (index, old.line, old.value)
                redirects.append(
                    Redirect(
                        from: old.value, path: path, query: query, to: urls[target], audience: audiences[target],
                        source: target, file: pages[target].file)
                )
            }
        }
        // What somebody wrote comes before what follows from a synonym.
        redirects += topics.redirects(pages).filter {
            first[Self.key(of: $0.from, $0.path, nil)] == nil && !Self.isTaken($0.path, taken)
        }
        redirects.sort { ($0.address, $0.from) < ($1.address, $1.from) }
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
