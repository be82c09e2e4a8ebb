import HearthContent
import HearthMarkdown
import HearthModel

/// Files that are published only where a page of this build links them: those that pages take fields from (they name
/// people and say why), the photos of people who are not in the directory, and what belongs to pages that are in no
/// output: it lies in their folder, or nothing else leads to it.
struct UnshownFiles {
    private var paths: Set<String>
    private var folders: Set<String>
    private let linkTargets: [String: String]
    /// What is shown without a link: the logo, by its path, and the photos of people, by their addresses.
    private let logo: String?
    private let photos: Set<SitePath>

    /// `leftOut` are the pages that are in no output, `ownFolders` the folders that are theirs alone.
    init(
        _ content: ParsedContent, leftOut: [ParsedPage], published: [ParsedPage], _ facts: SiteFacts,
        ownFolders: [String], _ configuration: SiteConfiguration
    ) {
        paths = Set(content.pages.flatMap { $0.tables.map(\.path.precomposed) }).union(facts.photosOfHiddenPeople)
        folders = Set(ownFolders)
        linkTargets = content.linkTargets
        logo = configuration.theme.logo?.value
        photos = Set(facts.people.filter(\.fields.isListed).compactMap(\.photo))
        for page in leftOut { add(page, configuration) }
        // An answer that is for fewer readers than its question is in no output either.
        let answers = Set(leftOut.lazy.filter { $0.type == .answer }.map(\.folder))
        if !answers.isEmpty { folders.formUnion(answers.subtracting(published.map(\.folder))) }
    }

    private mutating func add(_ page: ParsedPage, _ configuration: SiteConfiguration) {
        for link in page.links {
            switch link.form {
            case .link, .bareURL, .image:
                if let path = LinkResolver.path(of: link.destination, from: page.folder, configuration) {
                    paths.insert(path)
                }
            case .wiki, .embed:
                paths.insert(String(link.destination.drop { $0 == "/" }))
                if let path = LinkResolver.join(page.folder, link.destination) { paths.insert(path) }
            case .mention, .topic, .words: break
            }
        }
        if case .person(let fields) = page.fields, let photo = fields.photo,
            let path = LinkResolver.join(page.folder, photo.value)
        {
            paths.insert(path)
        }
    }

    /// Those of `assets` that are published; `linked` are the places of those that a text leads to.
    func published(_ assets: [SiteAsset], linked: Set<Int>) -> [SiteAsset] {
        guard !paths.isEmpty || !folders.isEmpty else { return assets }
        return assets.enumerated().filter { place, asset in
            linked.contains(place) || asset.file.path == logo || photos.contains(asset.url) || !holds(asset)
        }.map(\.element)
    }

    private func holds(_ asset: SiteAsset) -> Bool {
        let target = linkTargets[asset.file.file]
        return paths.contains(asset.file.path) || paths.contains(asset.url.text)
            || target.map { paths.contains($0) } ?? false
            || isInOwnFolder(asset.file.path) || target.map(isInOwnFolder) ?? false
    }

    private func isInOwnFolder(_ path: String) -> Bool {
        guard !folders.isEmpty else { return false }
        var rest = path[...]
        while let slash = rest.utf8.lastIndex(of: 0x2F) {
            if folders.contains(String(rest[...slash])) { return true }
            rest = rest[..<slash]
        }
        return false
    }
}
