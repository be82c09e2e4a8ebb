import HearthModel

/// The attachments of one conversation: `groups/<id>/files/<slug of the question>/<name>`, or the same in the folder for
/// members.
struct ThreadFiles {
    private let place: ImportPlace
    private let manifest: ImportManifest
    /// Such as `groups/lift/files/esp-trip/`.
    private let folder: String
    private var taken: Set<String> = []

    /// `page` is the path of the conversation's page, such as `groups/lift/questions/esp-trip/index.md` or
    /// `groups/lift/channels/general/2015-10.md`.
    init(_ place: ImportPlace, page: String, isRestricted: Bool, manifest: ImportManifest) {
        self.place = place
        self.manifest = manifest
        var parts = page.split(separator: "/").dropFirst(place.folder.split(separator: "/").count + 1)
        if parts.last == "index.md" { parts.removeLast() }
        let name = parts.joined(separator: "/")
        let slug = name.hasSuffix(".md") ? String(name.dropLast(3)) : name
        folder = "\(place.folder)/\(place.filesFolder(isRestricted: isRestricted))/\(slug.isEmpty ? "" : slug + "/")"
    }

    /// A free path for the file `id` that the source calls `name`, and its key. `id` names the conversation as well: a file
    /// that several share has a copy for each, for not all of them need have the same readers.
    mutating func add(_ kind: String, name: String, id: String) -> (key: String, path: String) {
        let key = place.key(kind, id)
        if let earlier = manifest.entry(key: key)?.path, earlier.hasPrefix(folder) {
            taken.insert(earlier)
            return (key, earlier)
        }
        let (stem, ending) = PageNames.fileName(name)
        let base = stem.isEmpty ? "file" : stem
        var path = folder + base + ending
        var number = 1
        while !taken.insert(path).inserted {
            number += 1
            path = "\(folder)\(base)-\(number)\(ending)"
        }
        return (key, path)
    }

    private static let pictures: Set<String> = ["png", "jpg", "jpeg", "gif", "webp", "avif"]

    /// Shown where a browser can show it, linked otherwise.
    static func reference(path: String, name: String) -> MarkdownInline {
        let address = PageNames.address(of: path)
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        if pictures.contains(ending) { return .image(source: address, title: "", alt: name) }
        return .link(destination: address, title: "", [.text(name)])
    }

    /// What stands below a post that brought files.
    static func blocks(_ references: [MarkdownInline]) -> [MarkdownBlock] {
        var blocks: [MarkdownBlock] = []
        var links: [[MarkdownBlock]] = []
        for reference in references {
            if case .image = reference {
                blocks.append(.paragraph([reference]))
            } else {
                links.append([.paragraph([reference])])
            }
        }
        if links.count == 1 { blocks += links[0] }
        if links.count > 1 { blocks.append(.list(MarkdownList(start: nil, isTight: true, items: links))) }
        return blocks
    }
}
