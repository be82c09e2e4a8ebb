import HearthContent
import HearthMarkdown
import HearthModel

/// What pages are called that are in no output, and who might read them if they were: a draft of a restricted group is
/// named to nobody else either.
struct LeftOutNames: Sendable {
    /// Name → the readers of each page of that name; nil for nobody.
    private var readers: [String: [Audience?]] = [:]

    /// `audiences` has an entry for each of `pages`.
    init(_ pages: [ParsedPage], audiences: [Audience?]) {
        for (page, audience) in zip(pages, audiences) where audience != .everyone && page.type != .answer {
            var names = Set([page.id, page.path, page.usualPath, String(page.usualPath.dropLast(3)), page.url.text])
            names.formUnion([page.common.title].compactMap(\.self) + page.common.aliases.map(\.value))
            for name in Set(names.map(Self.key)) { readers[name, default: []].append(audience) }
        }
    }

    /// Whether readers of `audience` may not know of a page that they may not read, and that is what `target` of a wiki
    /// link names.
    func hides(_ target: String, from audience: Audience) -> Bool {
        if readers.isEmpty { return false }
        var name = target[...]
        for prefix in ["person:", "q:", "group:", "@"] where name.hasPrefix(prefix) {
            name = name.dropFirst(prefix.count)
            break
        }
        guard let found = readers[Self.key(name.trimmed)] else { return false }
        return !found.contains { $0.map { $0.contains(audience) } ?? false }
    }

    private static func key(_ name: String) -> String {
        var name = name[...]
        while name.hasPrefix("/") { name = name.dropFirst() }
        while name.hasSuffix("/") { name = name.dropLast() }
        return PageNames.key(String(name))
    }
}

/// Names that are close to one that leads nowhere, among those that the readers of a page may know.
final class KnownNames: Sendable {
    private let lists = Lock([Audience: NearestNames]())

    /// `names` gives what exactly one audience may read.
    func nearest(to name: String, for audience: Audience, _ names: (Audience) -> [String]) -> String? {
        let audiences = audience == .everyone ? [.everyone] : [.everyone, audience]
        let found = audiences.compactMap { audience in
            let list = lists.withLock { lists in
                let list = lists[audience] ?? NearestNames()
                lists[audience] = list
                return list
            }
            return list.nearest(to: name) { names(audience) }
        }
        return nearestName(to: name, among: found)
    }
}

/// Handles and names of people that are close to one that nobody has.
final class NearbyPeople: Sendable {
    let handles = KnownNames()
    let names = KnownNames()
}

/// Of whom the readers of a page may know.
struct PeopleReaders {
    let audience: Audience
    /// Who may know of somebody, by handle; nil of nobody's.
    let of: (String) -> Audience?
    /// What was looked for among the same people and readers.
    let nearby: NearbyPeople

    func mayKnow(_ handle: String) -> Bool { of(handle).map { $0.contains(audience) } ?? false }
}

extension LinkResolver {
    /// The same with the ids that headings have which name pages that their readers may not know.
    func withNeutralIDs() -> LinkResolver {
        var resolver = self
        for index in pages.indices where !pages[index].neutralIDs.isEmpty {
            let links = resolve(index).resolutions
            let prefix = pages[index].anchorPrefix
            let ids = pages[index].headings.compactMap { heading -> (String, String)? in
                guard let neutral = pages[index].neutralIDs[heading.node],
                    neutral.isShown({ links.indices.contains($0) ? links[$0] : nil })
                else { return nil }
                return (prefix + heading.id, prefix + neutral.id)
            }
            guard !ids.isEmpty else { continue }
            resolver.names.replace(Dictionary(ids) { $1 }, on: hosts[index] ?? index)
        }
        return resolver
    }

    /// Of whom readers of `audience` may know.
    func people(for audience: Audience) -> PeopleReaders {
        PeopleReaders(
            audience: audience, of: { handle in names.person(handle).map { audiences[$0] } }, nearby: nearbyPeople)
    }
}
