import HearthContent
import HearthModel

/// Where files lie and who may read them: those who may read their folder.
enum AssetPlacement {
    static func place(_ files: [AssetFile], _ base: SiteBase) -> [SiteAsset] {
        files.compactMap { file in
            let readers = base.placement.folderReaders.of(file.path)
            if readers == .everyone { return SiteAsset(file: file, url: SitePath(file.path), audience: .everyone) }
            guard case .group(let id)? = readers, let group = base.directory.group(id) else { return nil }
            let url = base.placement.protectedPath(of: file.path, group: group)
            return SiteAsset(file: file, url: SitePath(url), audience: .group(id))
        }
    }
}
