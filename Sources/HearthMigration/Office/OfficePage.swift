import HearthModel

/// A document of an office program as a page: its Markdown, and its pictures as files beside it.
struct OfficePage {
    var title: String
    var markdown: String
    var losses: [String]
    /// Links of the document that lead nowhere here.
    var unresolved: [String]
    var pictures: [(name: String, path: String, bytes: [UInt8])]
    var counts: HTMLCounts

    /// The title: what stands at the top of the document, what its properties say, or the name of its file.
    static func title(_ document: OfficeDocument, file: String) -> String {
        let candidates = [document.title, document.properties.title, document.topHeading]
        for case let candidate? in candidates {
            if let usable = OfficeDocument.Properties.usable(candidate) { return usable }
        }
        var name = file.split(separator: "/").last.map(String.init) ?? file
        if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = String(name[..<dot]) }
        let words = SitePath.percentDecode(name).split { "-_+ ".contains($0) }.joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// - Parameters:
    ///   - path: the page's file below the content folder; pictures lie beside it.
    ///   - resolve: what becomes of a link to another file or page.
    init(
        _ document: OfficeDocument, title: String, path: String,
        resolve: @escaping (_ address: String) -> SafeLink.Outcome
    ) {
        self.title = title
        let stem = (path.split(separator: "/").last.map(String.init) ?? "page").replacing(".md", with: "")
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        var files: [String: (name: String, path: String, bytes: [UInt8])] = [:]
        for (index, name) in document.media.keys.sorted().enumerated() {
            guard let bytes = document.media[name], let ending = OfficePicture.ending(bytes) else { continue }
            let file = "\(stem)-\(index + 1).\(ending)"
            files[name] = (name, folder + file, bytes)
        }
        pictures = files.values.sorted { $0.path < $1.path }
        var dead: [String] = []
        let options = HTMLToMarkdown.Options(
            highestHeading: 2,
            resolveLink: { address, isImage in
                if isImage, let file = files[SitePath.percentDecode(address)] {
                    return .keep(SitePath.percentEncode(String(file.path.dropFirst(folder.count))))
                }
                if address.hasPrefix("#") || address.contains("://") || address.hasPrefix("mailto:") {
                    return .keep(address)
                }
                let outcome = isImage ? .drop(loss: "image:missing") : resolve(address)
                if case .drop = outcome, !isImage { dead.append(address) }
                return outcome
            })
        var converter = HTMLToMarkdown(options: options)
        var losses = document.losses
        var blocks = PageTree.tidy(
            TypedLists.found(in: converter.convert(document.html.string), numbers: true), title: title)
        losses += converter.losses
        blocks = PageTree.resolveAnchors(
            blocks, own: PageNames.address(of: path), title: title, losses: &losses
        ) { _ in nil }
        var writer = MarkdownWriter()
        markdown = writer.write(blocks)
        var seen: Set<String> = []
        self.losses = (losses + writer.losses).filter { seen.insert($0).inserted }
        unresolved = dead
        counts = converter.counts
    }
}
