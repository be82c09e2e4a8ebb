import HearthContent
import HearthModel

/// Where files lie and who may read them: those who may read their folder.
enum AssetPlacement {
    static func place(_ files: [AssetFile], _ base: SiteBase) -> [SiteAsset] {
        let folders = base.placement.folderReaders
        return files.compactMap { file in
            // The innermost restricted folder decides; folders of one group all give the same answer.
            let owner = folders.lazy.filter { file.path.hasPrefix($0.key) }.max { $0.key.count < $1.key.count }
            guard let owner else { return SiteAsset(file: file, url: SitePath(file.path), audience: .everyone) }
            guard case .group(let id)? = owner.value, let group = base.directory.group(id) else { return nil }
            let url = base.placement.protectedPath(of: file.path, group: group)
            return SiteAsset(file: file, url: SitePath(url), audience: .group(id))
        }
    }
}
