import HearthContent
import HearthMarkdown
import HearthModel

/// Addresses that lead nowhere because they are of another kind than they were written as.
extension LinkResolver {
    /// For what is not on the site.
    private static let fileHere = "put the file beside the page and write its name"

    /// How the address has to be written; nil when it is not known what kind it is of.
    func otherForm(_ link: MarkdownDocument.Link, path: String, _ run: Run) -> String? {
        Self.withScheme(link.destination) ?? person(link.destination, run) ?? onSite(link, run)
            ?? backslashes(link, path: path, run) ?? fromElsewhere(link, path: path, run)
            ?? contentFolder(link.destination)
    }

    /// Addresses of other servers and of mail.
    private static func withScheme(_ text: String) -> String? {
        let head = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let rest = text.dropFirst(head.count)
        if head.prefix(4).lowercased() == "www.", head.dropFirst(4).contains(".") { return "write 'https://\(text)'" }
        // `https//example.com`: the colon is missing, and not a folder of that name.
        if ["http", "https"].contains(head.lowercased()), rest.hasPrefix("//"), rest.dropFirst(2).contains(".") {
            return "write '\(head):\(rest)'"
        }
        let mail = head.split(separator: "@", omittingEmptySubsequences: false)
        if rest.isEmpty || rest.first == "?", mail.count == 2, !mail[0].isEmpty, mail[1].dropFirst().contains("."),
            PathEnding.of(text) == nil
        {
            return "write 'mailto:\(text)'"
        }
        return nil
    }

    /// `@handle` of somebody whom the readers may know.
    private func person(_ text: String, _ run: Run) -> String? {
        guard text.first == "@", let page = names.person(String(text.dropFirst())), isShown(.page(page), run) else {
            return nil
        }
        return "write '\(Self.address(ofContent: pages[page].path))'"
    }

    /// An address of this site without its scheme.
    private func onSite(_ link: MarkdownDocument.Link, _ run: Run) -> String? {
        guard let base = configuration.baseURL, let text = Self.pathOnSite(link.destination[...], base) else {
            return nil
        }
        let path = "/" + SitePath.percentDecode(String(text.prefix { $0 != "?" && $0 != "#" }))
        return way(to: path, from: "", link, run) ?? nearest(to: path, isPicture: link.form == .image, run)
    }

    /// A path with backslashes, as Windows shows it.
    private func backslashes(_ link: MarkdownDocument.Link, path: String, _ run: Run) -> String? {
        guard path.contains("\\") else { return nil }
        let slashed = String(path.map { $0 == "\\" ? "/" : $0 })
        if let way = way(to: slashed, from: run.text.folder, link, run) { return way }
        if let meant = nearest(to: slashed, isPicture: link.form == .image, run) { return meant }
        // What begins so names another computer.
        return path.hasPrefix("\\")
            ? Self.fileHere : "folders are parted by '/', not by '\\'; write the path of a page or file that is there"
    }

    /// A path that leads somewhere from the root, and is written without a slash in front; or from here, and is written with one.
    private func fromElsewhere(_ link: MarkdownDocument.Link, path: String, _ run: Run) -> String? {
        path.hasPrefix("/")
            ? way(to: String(path.drop { $0 == "/" }), from: run.text.folder, link, run)
            : way(to: "/" + path, from: "", link, run)
    }

    /// The address to write for `path`, seen from `folder`, where something is there that the readers may know.
    private func way(to path: String, from folder: String, _ link: MarkdownDocument.Link, _ run: Run) -> String? {
        let joined = path.hasPrefix("/") ? Self.join("", path) : Self.join(folder, path)
        guard let joined, let target = names.target(contentPath: joined) ?? names.target(rootPath: joined),
            isShown(target, run)
        else { return nil }
        if link.form == .image {
            guard case .asset = target else { return nil }
        }
        let rest = link.destination.drop { $0 != "?" && $0 != "#" }
        return "write '\(Self.address(ofContent: joined, String(rest)))'"
    }

    /// A path that begins with the name of the content folder.
    private func contentFolder(_ text: String) -> String? {
        let content = configuration.contentFolder + "/"
        guard content != "./", text.hasPrefix(content) || text.hasPrefix("/" + content) else { return nil }
        let path = text.drop { $0 == "/" }.dropFirst(content.count)
        return "paths begin in \(content): write '/\(path)'"
    }
}

/// The endings by which a file is told from a page's title or a host.
enum PathEnding {
    static let pictures: Set = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "tif", "tiff", "heic"]
    private static let files: Set = [
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "tsv", "txt", "zip", "mp3",
        "mp4",
        "mov", "drawio", "vsdx",
    ]

    /// In small letters; nil for all others.
    static func of(_ path: String) -> String? {
        guard let dot = path.utf8.lastIndex(of: 0x2E), dot > path.startIndex else { return nil }
        let ending = path[dot...].dropFirst().lowercased()
        return pictures.contains(ending) || files.contains(ending) ? ending : nil
    }
}
