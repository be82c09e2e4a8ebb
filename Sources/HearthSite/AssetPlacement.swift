import HearthContent
import HearthModel

/// Where files lie and who may read them: those who may read their folder.
struct AssetPlacement {
    private(set) var assets: [SiteAsset] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ files: [AssetFile], _ base: SiteBase) {
        for file in files {
            guard let asset = Self.place(file, base) else { continue }
            if let target = base.linkTargets[file.file],
                base.placement.folderReaders.of(target)?.contains(asset.audience) != true
            {
                diagnostics.append(AudienceResolver.restrictedTarget(file.file, target))
                continue
            }
            assets.append(asset)
        }
    }

    private static func place(_ file: AssetFile, _ base: SiteBase) -> SiteAsset? {
        let readers = base.placement.folderReaders.of(file.path)
        if readers == .everyone { return SiteAsset(file: file, url: SitePath(file.path), audience: .everyone) }
        guard case .group(let id)? = readers, let group = base.directory.group(id) else { return nil }
        let url = base.placement.protectedPath(of: file.path, group: group)
        return SiteAsset(file: file, url: SitePath(url), audience: .group(id))
    }
}
