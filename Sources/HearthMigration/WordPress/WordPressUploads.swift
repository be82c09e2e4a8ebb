import HearthModel

/// Files in `wp-content/uploads` that pages show although the export has no item for them: exports of some pages only
/// leave the items of files out.
enum WordPressUploads {
    /// The type of such files, which no export has.
    static let type = "upload"

    /// Items for them. `posts` are those of the export; files have their source already.
    static func unlisted(_ posts: [WordPressPost], in folder: String) -> [WordPressPost] {
        var wanted: Set<UInt64> = []
        var listed: Set<String> = []
        for post in posts {
            wanted.formUnion(post.uses)
            if post.kind == .attachment, let path = WordPressAddress.upload(post.address) {
                listed.insert(path.lowercased())
            }
        }
        guard !wanted.isEmpty else { return [] }
        let files = FileSystem.filesBelow(folder)
        let lower = Set(files.map { $0.lowercased() })
        var found: [WordPressPost] = []
        for path in files where wanted.contains(WordPressPrivacy.fingerprint(path)) {
            let name = path.lowercased()
            // Of a picture in several sizes the largest stands for all.
            let isSize = WordPressAddress.originals(of: name).contains { $0 != name && lower.contains($0) }
            guard !isSize, listed.insert(name).inserted else { continue }
            found.append(
                WordPressPost(
                    id: 0, file: 0, offset: 0, length: 0, line: 0, kind: .attachment, type: type, status: "inherit",
                    title: path, name: path, link: "", parent: 0, account: .unknown, hasPassword: false,
                    address: "/uploads/" + SitePath.percentEncode(path), source: folder + "/" + path))
        }
        return found
    }
}
