import HearthContent
package import HearthModel
package import HearthSite

/// What a web server must know about a site beyond its files: which folders are for members only, and where old
/// addresses lead.
package struct DeliveryRules: Sendable, Equatable {
    /// A folder that one rule protects.
    package struct RestrictedFolder: Sendable, Hashable {
        /// With a slash at its end.
        package let folder: SitePath
        /// The group's id.
        package let group: String
        /// The directory group whose members may read it.
        package let accessGroup: String?
        /// Handles of the people who are named as members or managers.
        package let readers: [String]
    }

    /// An address that some page has taken over.
    package struct OldAddress: Sendable, Hashable {
        /// The host that `redirect_from` names, in lower case; nil for an address of this site.
        package let host: String?
        /// Decoded, with a leading slash; below the site's root, or below the named host's.
        package let path: String
        /// As written, without the question mark.
        package let query: String?
        package let target: SitePath
        /// The file that claims it.
        package let source: String
    }

    /// Sorted by folder.
    package private(set) var restricted: [RestrictedFolder] = []
    /// In the order of their paths.
    package private(set) var oldAddresses: [OldAddress] = []
    /// The addresses of all pages and assets in lower case: servers that ignore case must not redirect those.
    package private(set) var present: Set<String> = []

    package init() {}

    /// Rules that an earlier build found.
    init(restricted: [RestrictedFolder], oldAddresses: [OldAddress], present: Set<String>) {
        self.restricted = restricted
        self.oldAddresses = oldAddresses
        self.present = present
    }

    /// `redirects` has the old addresses of lists and feeds besides those of pages (`OutputPlan.redirects`).
    package init(_ site: Site, redirects: [Redirect]? = nil) {
        var groups: Set<String> = []
        for page in site.pages { if case .group(let id) = page.audience { groups.insert(id) } }
        for asset in site.assets { if case .group(let id) = asset.audience { groups.insert(id) } }
        // A group that names its directory group gets its rule before its first restricted page.
        restricted = site.groups.filter {
            !$0.protectedFolder.text.isEmpty
                && ($0.audience.isRestricted || $0.accessGroup != nil || groups.contains($0.id))
        }.map { group in
            let readers = Set((group.members + group.managers).map { site.people[$0].handle })
            return RestrictedFolder(
                folder: group.protectedFolder, group: group.id, accessGroup: group.accessGroup,
                readers: readers.sorted())
        }.sorted { $0.folder < $1.folder }
        oldAddresses = (redirects ?? site.redirects).map { redirect in
            OldAddress(
                host: Self.host(of: redirect.from), path: redirect.path, query: redirect.query, target: redirect.to,
                source: redirect.file)
        }
        present = Set(site.pages.map { $0.url.text.lowercased() })
        present.formUnion(site.assets.map { $0.url.text.lowercased() })
        present.formUnion(site.generated.map { $0.text.lowercased() })
    }

    private static func host(of old: String) -> String? {
        guard let scheme = old.firstRange(of: "://") else { return nil }
        let rest = old[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }
        return host.isEmpty ? nil : host.lowercased()
    }

    /// The restricted folder that holds `path`; nil for what everyone may read.
    package func restrictedFolder(holding path: String) -> RestrictedFolder? {
        restricted.first { path.hasPrefix($0.folder.text) || path + "/" == $0.folder.text }
    }
}
