/// Which page of an earlier export a page is. A page that has moved to another file of the same address, such as from
/// `pumps/index.html` to `pumps.html`, is the same one: it keeps its place, and with it what people have edited.
struct SitePageKey: Sendable {
    /// What the manifest calls the page.
    let key: String
    /// The file that it was in; nil when it is where it was, or new.
    var earlier: String?

    init(_ file: SiteFile, _ importer: HTMLSiteImporter, _ tree: SiteTree) {
        let own = importer.key("page", file.path)
        let manifest = importer.request.manifest
        if manifest.isEmpty || manifest.entry(key: own) != nil {
            key = own
            return
        }
        earlier = Self.spellings(file).first {
            !tree.holds($0) && manifest.entry(key: importer.key("page", $0)) != nil
        }
        key = earlier.map { importer.key("page", $0) } ?? own
    }

    /// Other files whose address was that of this one.
    private static func spellings(_ file: SiteFile) -> [String] {
        guard let dot = file.name.lastIndex(of: "."),
            SiteTree.pageEndings.contains(file.name[dot...].dropFirst().lowercased())
        else { return [] }
        let endings = ["html", "htm", "shtml", "xhtml"]
        let isIndex = SiteTree.indexNames.contains(file.name.lowercased())
        let stem = isIndex ? String(file.folder.dropLast()) : file.folder + String(file.name[..<dot])
        guard !stem.isEmpty else { return [] }
        let indexes = SiteTree.indexNames.sorted().map { stem + "/" + $0 }
        return (isIndex ? [] : indexes) + endings.map { stem + "." + $0 }
            + (isIndex ? indexes : [])
    }
}
