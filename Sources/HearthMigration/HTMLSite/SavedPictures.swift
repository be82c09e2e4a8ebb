import HearthModel

/// The pictures that a saved archive holds beside its page: what the page shows of them become files.
struct SavedPictures {
    private struct Picture {
        /// Of the archive and of what the file is called.
        var id: String
        var key: String
        /// Where it goes, below the content folder.
        var path: String
        /// What stands for it in the page.
        var reference: String
        var bytes: [UInt8]
        /// How many parts of the archive are this picture.
        var parts = 1
        /// Why it stays behind.
        var danger: String?
        var isShown = false
    }

    /// The address of the page.
    private let base: String
    private var pictures: [Picture] = []
    /// By the address of a part, as `key` writes it, and by what stands for one in the page.
    private var byAddress: [String: Int] = [:]
    private var byReference: [String: Int] = [:]
    /// Parts that are no pictures, by the rule for them.
    private var others: [String: Int] = [:]

    static let missing = "image:missing"
    private static let unshown = "no page shows it or leads to it"
    /// Stands for a part that the archive lacks: its own scheme is none that content may have.
    private static let lost = "/cid:"

    /// Nil for pages that are no archive.
    init?(of page: SitePage, _ importer: HTMLSiteImporter, _ survey: HTMLSiteSurvey) throws {
        guard page.pictures != nil else { return nil }
        let file = survey.tree.files[page.file]
        let bytes = try FileSystem.read(survey.tree.root + "/" + file.path)
        guard let content = SavedArchive.content(of: bytes) else { return nil }
        let whole = SavedArchive.address(in: bytes) ?? ""
        base = Self.key(content.page.location ?? whole, base: Self.key(whole, base: ""))
        var bySum: [String: Int] = [:]
        var taken: Set<String> = []
        for part in content.parts {
            guard let ending = Self.ending(part) else {
                others[Self.rule(part), default: 0] += 1
                continue
            }
            if part.bytes.isEmpty {
                others["an empty file", default: 0] += 1
                continue
            }
            let sum = ending + ImportManifest.sha256(part.bytes)
            let index = bySum[sum] ?? pictures.count
            if bySum[sum] == nil {
                bySum[sum] = index
                let name = Self.name(part, ending, &taken)
                pictures.append(picture(part, named: name, of: file, page, importer))
                byReference[pictures[index].reference] = index
            } else {
                pictures[index].parts += 1
            }
            for case let address? in [part.location, part.contentID.map { "cid:" + $0 }] {
                let key = Self.key(address, base: base)
                if byAddress[key] == nil { byAddress[key] = index }
            }
        }
    }

    private func picture(
        _ part: MimeLeaf, named name: String, of file: SiteFile, _ page: SitePage, _ importer: HTMLSiteImporter
    ) -> Picture {
        let id = file.path + "/" + name
        let key = importer.key("picture", id)
        let path = path(key, page.pictures ?? importer.place, name, importer.request)
        return Picture(
            id: id, key: key, path: path, reference: SiteLinks.relative(path, from: page.output), bytes: part.bytes,
            danger: AttachmentSafety.danger(name: name, content: { part.bytes }))
    }

    /// Where the file is already, or a place that no other has.
    private func path(_ key: String, _ folder: String, _ name: String, _ request: ImportRequest) -> String {
        if let known = request.manifest.entry(key: key)?.path { return known }
        var path = folder + "/" + name
        var number = 1
        while request.manifest.owns(path: path) || FileSystem.kind(of: request.contentRoot + "/" + path) != nil
            || pictures.contains(where: { $0.path == path })
        {
            number += 1
            path = "\(folder)/\(number)-\(name)"
        }
        return path
    }

    // MARK: What a part is

    private static let endings = [
        "image/png": "png", "image/x-png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/pjpeg": "jpg",
        "image/gif": "gif", "image/webp": "webp", "image/avif": "avif", "image/bmp": "bmp", "image/x-ms-bmp": "bmp",
        "image/svg+xml": "svg", "image/x-icon": "ico", "image/vnd.microsoft.icon": "ico", "image/tiff": "tif",
        "image/x-emf": "emf", "image/x-wmf": "wmf",
    ]

    /// How the name of a picture ends, by its bytes or what the archive says of it; nil for what is none.
    private static func ending(_ part: MimeLeaf) -> String? {
        if part.type.hasPrefix("text/") { return nil }
        if let known = OfficePicture.ending(part.bytes) ?? endings[part.type] { return known }
        guard part.type.hasPrefix("image/") else { return nil }
        let typed = part.type.dropFirst("image/".count).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return typed.isEmpty ? "bin" : String(typed.prefix(8))
    }

    private static func rule(_ part: MimeLeaf) -> String {
        let type = part.type
        if type == "text/css" || type.hasSuffix("javascript") || type.contains("font") { return "styles and scripts" }
        let isPage = type == "text/html" || type == "application/xhtml+xml"
        return (isPage ? AttachmentSafety.danger(name: "page.html", content: { nil }) : nil) ?? unshown
    }

    /// The last part of its address, and a number where another has that name.
    private static func name(_ part: MimeLeaf, _ ending: String, _ taken: inout Set<String>) -> String {
        let address = (part.location ?? "").prefix { $0 != "?" && $0 != "#" }
        let isPath = !address.lowercased().hasPrefix("cid:")
        let last = isPath ? address.split { $0 == "/" || $0 == "\\" }.last.map { String($0) } : nil
        var name = SitePath.percentDecode(last ?? part.name ?? "")
        if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = String(name[..<dot]) }
        let stem = Naming.slug(name, limit: 70)
        let base = stem.isEmpty ? "picture" : stem
        var result = "\(base).\(ending)"
        var number = 1
        while !taken.insert(result).inserted {
            number += 1
            result = "\(base)-\(number).\(ending)"
        }
        return result
    }

    // MARK: What the page shows

    /// What stands for a picture of the archive, or for one that it lacks; nil for other addresses.
    func file(at address: String) -> String? {
        if let index = byAddress[Self.key(address, base: base)] { return pictures[index].reference }
        return address.lowercased().hasPrefix("cid:") ? "/" + address : nil
    }

    /// What becomes of an address that `file` has made; nil for all others.
    mutating func show(_ address: String, isImage: Bool) -> SafeLink.Outcome? {
        if address.lowercased().hasPrefix(Self.lost) { return .drop(loss: isImage ? Self.missing : "link:cid") }
        guard let index = byReference[address] else { return nil }
        if pictures[index].danger != nil { return .drop(loss: isImage ? "image:not-kept" : "link:not-kept") }
        pictures[index].isShown = true
        return .keep(address)
    }

    static func address(behind lost: String) -> String { String(lost.dropFirst()) }

    /// Adds the files that the page shows, and accounts for all parts.
    func finish(_ batch: inout ImportBatch) {
        for picture in pictures {
            batch.found.append(("files", picture.parts))
            guard picture.isShown else {
                let rule = picture.danger ?? Self.unshown
                batch.tallies.append(ImportTally("files", .skipped(rule: rule), count: picture.parts))
                continue
            }
            batch.items.append(
                ImportedItem(
                    key: picture.key, path: picture.path, bytes: picture.bytes,
                    records: Array(
                        repeating: ImportedRecord("files", picture.id, .converted), count: picture.parts)))
        }
        for (rule, count) in others.sorted(by: { $0.key < $1.key }) {
            batch.found.append(("files", count))
            batch.tallies.append(ImportTally("files", .skipped(rule: rule), count: count))
        }
    }

    // MARK: Addresses

    /// What all spellings of an address share, those from `base` as well.
    private static func key(_ address: String, base: String) -> String {
        var text = String(SiteAddress.mended(address).prefix { $0 != "#" })
        text = SitePath.percentDecode(text)
        text.unicodeScalars.removeAll { $0.value <= 0x20 }
        if let (scheme, rest) = parts(of: text) {
            if scheme == "cid" { return text }
            // A file's address has two slashes more, or less.
            if scheme == "file" { return "file:/" + plain(rest.drop { $0 == "/" }) }
            guard rest.hasPrefix("//") else { return scheme + ":" + rest }
            let host = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
            return scheme + "://" + host.lowercased() + plain(rest[host.endIndex...])
        }
        guard let (scheme, rest) = parts(of: base) else { return plain(text[...]) }
        if text.hasPrefix("//") { return key(scheme + ":" + text, base: "") }
        let host = rest.hasPrefix("//") ? rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" } : rest.prefix(0)
        let root = scheme + ":" + rest[..<host.endIndex]
        if text.hasPrefix("/") { return key(root + text, base: "") }
        let path = rest[host.endIndex...].prefix { $0 != "?" }
        if text.isEmpty || text.hasPrefix("?") { return key(root + path + text, base: "") }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return key(root + folder + text, base: "")
    }

    private static func parts(of address: String) -> (scheme: String, rest: Substring)? {
        let scheme = address.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        guard scheme.count > 1, scheme.first?.isLetter == true, address[scheme.endIndex...].first == ":" else {
            return nil
        }
        return (scheme.lowercased(), address[scheme.endIndex...].dropFirst())
    }

    /// A path without `.` and `..`; what is behind a question mark stays as it is.
    private static func plain(_ address: Substring) -> String {
        let path = address.prefix { $0 != "?" }
        var parts: [Substring] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false) where part != "." {
            if part == ".." {
                if parts.count > 1 { parts.removeLast() }
            } else {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/") + address[path.endIndex...]
    }
}
