import HearthContent
import HearthMarkdown
import HearthModel

extension SiteBase {
    /// Pages for members that link something and lie in a folder for everyone. None on most sites.
    var singlePagesForMembers: [PageIndex] {
        pages.indices.filter {
            placement.audiences[$0] != .everyone && !pages[$0].links.isEmpty
                && placement.folderReaders.of(pages[$0].path) == .everyone
        }
    }
}

/// Files beside single pages for members in a folder for everyone: what only these pages lead to is theirs.
extension LinkResolver {
    /// The assets, those of `owners` below what the web server protects for their group.
    func placingFiles(of owners: [PageIndex], _ base: SiteBase, _ people: [Person]) -> [SiteAsset] {
        var wanted: [Int: Audience] = [:]
        var shared: Set<Int> = []
        for page in owners {
            for asset in resolve(page).assets where assets[asset].audience == .everyone {
                guard assets[asset].file.path.hasPrefix(pages[page].folder) else { continue }
                if wanted.updateValue(audiences[page], forKey: asset) ?? audiences[page] != audiences[page] {
                    shared.insert(asset)
                }
            }
        }
        let photos = Set(people.compactMap(\.photo))
        for (asset, _) in wanted
        where photos.contains(assets[asset].url) || assets[asset].file.path == configuration.theme.logo?.value {
            shared.insert(asset)
        }
        for asset in shared { wanted[asset] = nil }
        leave(&wanted)
        guard !wanted.isEmpty else { return assets }
        return assets.enumerated().map { place, asset in
            guard case .group(let id)? = wanted[place], let group = base.directory.group(id) else { return asset }
            let url = base.placement.protectedPath(of: asset.url.text, group: group)
            return SiteAsset(file: asset.file, url: SitePath(url), audience: .group(id))
        }
    }

    /// Takes out what other readers are led to.
    private func leave(_ wanted: inout [Int: Audience]) {
        guard !wanted.isEmpty else { return }
        let names = Set(wanted.keys.map { Self.lastPart(assets[$0].file.path[...]) })
        // Few pages name a file of one of these names; only their links are looked at.
        for page in pages.indices where pages[page].links.contains(where: { names.contains(Self.name(in: $0)) }) {
            for asset in resolve(page).assets where wanted[asset].map({ $0 != audiences[page] }) ?? false {
                wanted[asset] = nil
            }
        }
        guard let footer = configuration.footer else { return }
        var ignored: [Diagnostic] = []
        let links = MarkdownDocument.parse(Array(footer.value.utf8)[...], file: "", diagnostics: &ignored).links
        let text = Text(links: links, file: "", folder: "", page: nil)
        for asset in resolve(text, audience: .everyone, host: nil).assets { wanted[asset] = nil }
    }

    private static func name(in link: MarkdownDocument.Link) -> String {
        let path = split(split(link.destination[...], at: 0x23).0, at: 0x3F).0
        return SitePath.percentDecode(lastPart(path))
    }

    private static func lastPart(_ path: Substring) -> String {
        String(path.utf8.lastIndex(of: 0x2F).map { path[path.utf8.index(after: $0)...] } ?? path)
    }
}
