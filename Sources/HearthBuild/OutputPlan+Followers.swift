import HearthLayout
import HearthModel
import HearthSite

extension OutputPlan {
    /// The old addresses of the site, with those of the lists and feeds below them: whoever kept that of a group's
    /// questions or feed finds it at the group's new place.
    ///
    /// Only for addresses in the folder where the page lies today too: another system had no such lists.
    func followed(_ site: Site) -> [Redirect] {
        guard !site.redirects.isEmpty else { return [] }
        let followers = Dictionary(grouping: outputs.compactMap { $0.follower }, by: \.owner)
        let written = Set(site.redirects.lazy.filter { $0.query == nil }.map { Self.trimmed($0.path[...]) })
        var claimed: Set<String> = []
        var found: [Redirect] = []
        for old in site.redirects where old.query == nil && old.from.firstRange(of: "://") == nil {
            guard old.path.dropFirst().prefix(while: { $0 != "/" }) == old.to.text.prefix(while: { $0 != "/" })
            else { continue }
            for follower in followers[old.to.text] ?? [] {
                let redirect = old.followed(
                    by: follower.name, to: SitePath(follower.owner + follower.name),
                    audience: old.audience == .everyone ? follower.audience : old.audience, title: follower.title)
                let path = Self.trimmed(redirect.path[...])
                guard !isTaken(SitePath(String(redirect.path.dropFirst()))), !written.contains(path),
                    claimed.insert(path).inserted
                else { continue }
                found.append(redirect)
            }
        }
        return (site.redirects + found).sorted { ($0.address, $0.from) < ($1.address, $1.from) }
    }

    private static func trimmed(_ path: Substring) -> String {
        var path = path
        while path.utf8.count > 1, path.last == "/" { path = path.dropLast() }
        return String(path)
    }
}

extension Output {
    /// A list or feed that belongs to a group, topic, measure or person: their address, its name below that, and its title.
    fileprivate var follower: (owner: String, name: String, title: String, audience: Audience)? {
        switch kind {
        case .page(let page):
            guard case .list(let list, number: 1) = page.kind, list.hasOwner else { return nil }
            return Self.follower(page.path, page.title, page.audience)
        case .feed(let feed, _):
            guard feed.page != .root else { return nil }
            return Self.follower(feed.path, feed.title, feed.audience)
        case .asset, .bytes, .search: return nil
        }
    }

    private static func follower(
        _ path: SitePath, _ title: String, _ audience: Audience
    ) -> (owner: String, name: String, title: String, audience: Audience)? {
        let text = path.text
        guard let slash = text.dropLast().lastIndex(of: "/") else { return nil }
        let name = text[text.index(after: slash)...]
        return (String(text[...slash]), String(name), title, audience)
    }
}

extension ListKind {
    /// Whether the list continues the page of one group, topic, measure or person.
    fileprivate var hasOwner: Bool {
        switch self {
        case .questionsOfGroup, .documentsOfGroup, .storiesOfGroup, .eventsOfGroup, .useCasesOfGroup, .measuresOfGroup,
            .managersOfGroup, .questionsOfTopic, .documentsOfTopic, .topicsBelow, .useCasesOfMeasure, .contributions:
            true
        case .groups, .newestQuestions, .unansweredQuestions, .answeredQuestions, .questionsByTopic, .questionsByGroup,
            .documents, .people, .departments, .sites, .whoToAsk, .topics, .events, .useCases, .measures, .alphabet:
            false
        }
    }
}
