import HearthContent
import HearthLayout
import HearthModel
import HearthSite

/// What becomes of old addresses: a machine-readable map for web servers, and for open pages an HTML fallback at the
/// old place, for servers that know no redirects and for folders opened from disk.
///
/// An old address holds its page's title, so those of a restricted group stand only in a map below the group's own
/// folder.
struct RedirectOutputs {
    private(set) var files: [(path: SitePath, bytes: [UInt8], audience: Audience, sources: [PageIndex])] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// `taken` are outputs, `folders` the folders they lie in.
    init(_ site: Site, _ all: [Redirect], renderer: PageRenderer, taken: Set<String>, folders: Set<Substring>) {
        // The files of the search are not named yet.
        let reserved = site.project.configuration.isSearchEnabled ? "search/" : nil
        var taken = taken
        let byAudience = Dictionary(grouping: all, by: \.audience)
        for audience in byAudience.keys.sorted() {
            let redirects = byAudience[audience] ?? []
            var folder = ""
            if case .group(let id) = audience, let group = site.group(id) {
                folder = site.groups[group].protectedFolder.text
            }
            files.append(
                (
                    SitePath(folder + "redirects.json"), Self.map(redirects), audience,
                    Array(Set(redirects.compactMap(\.source))).sorted()
                ))
        }
        // Feed readers follow a server, and make nothing of a page.
        let open = (byAudience[.everyone] ?? []).filter { ($0.query == nil || $0.path.count > 1) && $0.to.isPage }
        for (file, redirects) in Dictionary(grouping: open, by: { Self.fallbackFile($0.path) }).sorted(by: {
            $0.key < $1.key
        }) {
            guard let first = redirects.first(where: { $0.query == nil }) ?? redirects.first else { continue }
            // A file cannot lie where a folder must be, nor the other way round.
            let isReserved = reserved.map { file.hasPrefix($0) } ?? false
            guard !isReserved, !folders.contains(file[...]), !Self.isBlocked(file, taken), taken.insert(file).inserted
            else {
                diagnostics.append(
                    Diagnostic(
                        .redirectShadowed, at: SourceLocation(file: first.file),
                        "no fallback page for '\(first.from)': another page lies there"))
                continue
            }
            // Old sites on several hosts may have had the same path; queries are said nowhere, for they are many.
            for other in redirects where other.query == nil && other.to != first.to {
                diagnostics.append(
                    Diagnostic(
                        .redirectShadowed, at: SourceLocation(file: other.file),
                        "the fallback page for '\(other.from)' leads to the page of '\(first.from)'"))
            }
            files.append(
                (SitePath(file), renderer.redirectPage(redirects), .everyone, redirects.compactMap(\.source)))
        }
    }

    /// Where the fallback for an old path lies: at the path itself when it is an HTML file, else in a folder of that
    /// name.
    static func fallbackFile(_ path: String) -> String {
        let bare = path.dropFirst().split(separator: "/", omittingEmptySubsequences: true)
            .filter { $0 != "." && $0 != ".." }.joined(separator: "/")
        let lower = bare.lowercased()
        if lower.hasSuffix(".html") || lower.hasSuffix(".htm") { return bare }
        return bare.isEmpty ? "index.html" : bare + "/index.html"
    }

    private static func isBlocked(_ file: String, _ taken: Set<String>) -> Bool {
        var folder = Substring(file)
        while let slash = folder.utf8.lastIndex(of: 0x2F) {
            folder = folder[..<slash]
            if taken.contains(String(folder)) { return true }
        }
        return false
    }

    /// `[{"from": "/old?id=1", "to": "groups/lift/"}, …]`, sorted; `to` is relative to the root of the site.
    private static func map(_ redirects: [Redirect]) -> [UInt8] {
        var json = JSONWriter()
        json.raw("[")
        for (index, redirect) in redirects.enumerated() {
            if index > 0 { json.raw(",") }
            json.raw("\n{\"from\": ")
            json.string(redirect.from)
            json.raw(", \"path\": ")
            json.string(redirect.address)
            json.raw(", \"to\": ")
            json.string(redirect.to.encoded)
            json.raw("}")
        }
        json.raw("\n]\n")
        return json.bytes
    }
}
