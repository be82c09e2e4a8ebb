import HearthModel

/// The attachments of conversations: `groups/<id>/files/<slug of the question>/<name>`.
struct ThreadFiles {
    let place: ImportPlace
    /// The question's folder, such as `groups/lift/questions/esp-trip/`.
    private let folder: String
    private var taken: Set<String> = []

    /// `path` is that of the question's page.
    init(_ place: ImportPlace, path: String) {
        self.place = place
        let slug = path.split(separator: "/").dropLast().last.map(String.init) ?? "files"
        folder = "\(place.folder)/files/\(slug)/"
    }

    /// A free path for a file that the source calls `name`.
    mutating func path(_ name: String, manifest: ImportManifest, key: String) -> String {
        if let earlier = manifest.entry(key: key)?.path {
            taken.insert(earlier)
            return earlier
        }
        let (stem, ending) = PageNames.fileName(name)
        let base = stem.isEmpty ? "file" : stem
        var path = folder + base + ending
        var number = 1
        while !taken.insert(path).inserted {
            number += 1
            path = "\(folder)\(base)-\(number)\(ending)"
        }
        return path
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
