import HearthModel

/// Who could read what by one list, and who can by another: what a publish and a rollback ask before they show a site.
extension PublishedList {
    /// What this list shows to readers who may not see it by `live`: the same content, by its source, its address or its
    /// bytes, with another audience there. A page that `live` does not have is no such thing. `renamed` tells the name of
    /// today of a source that has moved; either list may be the older one. `formerly` has the files that a source's page
    /// says it was once at: a page that moved by hand, of which git knows nothing.
    package func reopened(
        since live: PublishedList?, formerly: [String: [String]] = [:], renamed: (String) -> String?
    ) -> [Entry] {
        guard let live else { return [] }
        let sources = Set(entries.map(\.source))
        var audiences: [String: Set<String>] = [:]
        var ofBytes: [String: Set<String>] = [:]
        for entry in live.entries {
            var keys = [entry.path, entry.source]
            if !sources.contains(entry.source), let source = renamed(entry.source) { keys.append(source) }
            for key in keys where !key.isEmpty { audiences[key, default: []].insert(entry.audience) }
            if entry.isAsset { ofBytes[entry.hash, default: []].insert(entry.audience) }
        }
        return entries.filter { entry in
            guard !entry.source.isEmpty else { return false }
            var before = (audiences[entry.source] ?? []).union(audiences[entry.path] ?? [])
            if audiences[entry.source] == nil, let source = renamed(entry.source) {
                before.formUnion(audiences[source] ?? [])
            }
            // Only of a page that is new here: one that was there already may take the place of others.
            if before.isEmpty, entry.isPage {
                for path in formerly[entry.source] ?? [] { before.formUnion(audiences[path] ?? []) }
            }
            // A file that was moved by hand, of which git knows nothing.
            if before.isEmpty, entry.isAsset { before = ofBytes[entry.hash] ?? [] }
            return !before.isEmpty && !before.contains(entry.audience)
                && !before.contains(Audience.everyone.description)
        }
    }

    /// The groups of this list that are for their members only and whose own page is among `opened`, with their ids.
    func groups(openedBy opened: [Entry], renamed: (String) -> String?) -> [String] {
        let everyones = opened.filter { $0.audience == Audience.everyone.description }
        let open = Set(everyones.flatMap { [$0.source, $0.path] })
        return entries.compactMap { entry in
            guard entry.isPage, let id = Self.group(of: entry),
                open.contains(entry.source) || open.contains(entry.path)
                    || renamed(entry.source).map(open.contains) == true
            else { return nil }
            return id
        }
    }

    /// The id of the group whose own page this is, where only its members may read it.
    private static func group(of entry: Entry) -> String? {
        let folders = entry.source.split(separator: "/").dropLast().suffix(2)
        guard folders.count == 2, folders.first == "groups", let id = folders.last.map(String.init),
            entry.source.hasSuffix("/index.md"), entry.audience == Audience.group(id).description
        else { return nil }
        return id
    }

    /// Restricted audiences of this list that `now` has nothing for, sorted.
    func audiences(missingIn now: PublishedList?) -> [String] {
        let known = Set(now?.entries.map(\.audience) ?? []).union([Audience.everyone.description])
        return Set(entries.map(\.audience)).subtracting(known).sorted()
    }

    /// Whether this list has content of a file that `other` does not know, under that name.
    func hasSources(missingIn other: PublishedList?) -> Bool {
        let known = Set(other?.entries.map(\.source) ?? [])
        return entries.contains { !known.contains($0.source) }
    }

    /// What only some may read.
    var restricted: PublishedList {
        PublishedList(entries: entries.filter { $0.audience != Audience.everyone.description })
    }
}

extension PublishedList.Entry {
    /// A file of the content that is shown as it is.
    fileprivate var isAsset: Bool { !isPage && !source.isEmpty }

    /// `! /groups/lift/pay.pdf  (for everyone, not for members only)`.
    var openedLine: String { "! /\(address)  (now for \(readers))" }

    /// Who may read it, for a message.
    var readers: String { audience == Audience.everyone.description ? "everyone" : audience }
}
