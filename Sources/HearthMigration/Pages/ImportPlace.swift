import HearthModel

/// Where the pages of one import go, and how its items are called across runs.
struct ImportPlace: Sendable {
    let system: String
    let version: Int
    /// `groups/<id>`
    let folder: String
    /// What the old site was called; at first made of the export's name.
    var title: String
    /// What the keys of all items begin with.
    private let keyspace: String
    /// Whether each page says itself that it is for members: the group should, but its page is somebody else's.
    private(set) var closesPages = false

    init(_ request: ImportRequest, system: String, version: Int) {
        self.system = system
        self.version = version
        let name = request.into.map { String($0.dropFirst("groups/".count)) } ?? request.name
        let slug = Naming.slug(name)
        folder = request.into ?? "groups/" + (slug.isEmpty ? system : slug)
        keyspace = String(folder.dropFirst("groups/".count))
        let words = name.split { "-_+. ".contains($0) }.joined(separator: " ")
        title = words.prefix(1).uppercased() + words.dropFirst()
    }

    /// One of several groups that an export becomes; the items keep their keys wherever they lie.
    init(_ whole: ImportPlace, folder: String, title: String) {
        self = ImportPlace(
            system: whole.system, version: whole.version, folder: folder, title: title, keyspace: whole.keyspace)
    }

    private init(system: String, version: Int, folder: String, title: String, keyspace: String) {
        self.system = system
        self.version = version
        self.folder = folder
        self.title = title
        self.keyspace = keyspace
    }

    /// The directory group of members, until somebody sets the right one: a name that no directory has lets nobody in.
    var accessGroup: String { Self.accessGroup(of: folder) }

    /// `folder` is `groups/<id>`.
    static func accessGroup(of folder: String) -> String { "members-of-" + folder.dropFirst("groups/".count) }

    var groupID: String { String(folder.dropFirst("groups/".count)) }

    /// What was not for everybody, or may not have been, stays closed also in a group that somebody has opened. Call it
    /// where the group's page would be for members; `key` is that of the page (`groupPage`).
    mutating func closePages(_ request: ImportRequest, key name: String? = nil) {
        guard isForeign(request, key: name ?? key("group", groupID)) else { return }
        let page = (try? FileSystem.read(index(request))) ?? []
        closesPages = !FrontMatterLine.isForMembers(page)
    }

    /// Whether somebody has written the group's page.
    private func isForeign(_ request: ImportRequest, key: String) -> Bool {
        request.manifest.entry(key: key) == nil
            && FileSystem.kind(of: index(request)) != nil
    }

    /// The group's page as it is in the content folder.
    private func index(_ request: ImportRequest) -> String {
        PageFileName.index(ofFolder: request.contentRoot + "/" + folder)
    }

    /// The folder of attachments, below the group's: files of pages that only members may read lie in one that is
    /// closed (`RestrictedFiles`).
    func filesFolder(isRestricted: Bool) -> String {
        Self.filesFolder(isRestricted: isRestricted || closesPages)
    }

    static func filesFolder(isRestricted: Bool) -> String { isRestricted ? RestrictedFiles.folderName : "files" }

    /// The key of an item in the manifest: two sites may be migrated into two groups.
    func key(_ kind: String, _ id: some CustomStringConvertible) -> String {
        let name = "\(id)"
        let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x80 }
        return keyspace + "/" + kind + "/"
            + (isPlain ? name : String(name.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
    }

    var importer: String { "\(system)/\(version)" }

    /// Whether the group named its members in an earlier run: it may still have pages for them, which somebody has edited,
    /// and the folder of their files.
    func hadMembers(_ request: ImportRequest) -> Bool {
        let page = try? FileSystem.read(index(request))
        return page.map { FrontMatterLine("access_group", in: $0) != nil } ?? false
    }

    /// The group that holds the pages, unless somebody has written its page already.
    func groupPage(
        _ request: ImportRequest, title: String, origin: String?, what: String, access: GroupAccess,
        key name: String? = nil, description: String? = nil
    ) -> ImportedItem? {
        let path = folder + "/index.md"
        let key = name ?? key("group", groupID)
        guard !isForeign(request, key: key) else { return nil }
        var matter = FrontMatter()
        matter.add("title", title)
        matter.add("kind", "community")
        matter.add(
            "problem", "What was written down once on \(origin ?? "the old site") should not be looked for again.")
        matter.add("visibility", access.visibility)
        matter.add("description", description.map { StackExchangeConverter.oneLine($0) })
        if access != .everyone || hadMembers(request) { matter.add("access_group", accessGroup) }
        matter.add(
            "source",
            map: [
                ("system", system), ("id", FrontMatter.scalar("site/\(groupID)")),
                ("url", origin.flatMap { InlineWriter.isWebAddress($0) ? FrontMatter.scalar($0) : nil }),
                ("importer", importer),
            ])
        matter.add("migration", plain: "{status: imported}")
        var writer = MarkdownWriter()
        let site: MarkdownInline =
            if let origin, InlineWriter.isWebAddress(origin) {
                .link(destination: origin, title: "", [.text(origin)])
            } else {
                .text(origin ?? "the old site")
            }
        let text = writer.write([
            .paragraph([
                .text("\(what) of this group were migrated from "), site,
                .text(", with their authors and dates. Old addresses lead to the new pages."),
            ])
        ])
        return ImportedItem(key: key, path: path, text: matter.block + "\n" + text, records: [])
    }
}

/// Gives pages their files: by the last run, else by title; no two the same, and none that is somebody else's.
struct PageNames {
    private let request: ImportRequest
    private let place: ImportPlace
    /// Paths in small letters, by their fingerprints: there may be a million, and two that collide cost a number in a name.
    private var taken: Set<UInt64> = []
    /// Which folders there were before.
    private var folders: [String: Bool] = [:]

    /// Names with a meaning of their own below a group's folder.
    private static let reserved: Set<String> = ["index", "questions", "events", "members", "answers", "page", "feed"]

    init(_ request: ImportRequest, _ place: ImportPlace) {
        self.request = request
        self.place = place
    }

    /// Keeps the path of an earlier run for the item; call it for all items before the first `path`.
    mutating func reserve(key: String) {
        if let path = request.manifest.entry(key: key)?.path { taken.insert(Self.fingerprint(path)) }
    }

    /// The path of an attachment: `groups/<id>/files/<folders>/<name>`, or the same in the folder for members. A file
    /// whose page has been closed or opened since the last run moves.
    mutating func filePath(key: String, folders: [String] = [], name: String, id: String, isRestricted: Bool) -> String
    {
        let top = place.filesFolder(isRestricted: isRestricted)
        let (stem, ending) = PageNames.fileName(name)
        let earlier = request.manifest.entry(key: key)?.path
        let isClosed = top == RestrictedFiles.folderName
        let other = "\(place.folder)/\(ImportPlace.filesFolder(isRestricted: !isClosed))/"
        if let earlier, earlier.hasPrefix(place.folder + "/"), !earlier.hasPrefix(other) { return earlier }
        let parts = [top] + folders.map { Self.slug($0) }.filter { !$0.isEmpty }
        return newPath(parts: parts, base: stem, id: id, ending: ending)
    }

    /// A path below the content folder with its ending. `folders` and `title` are as people wrote them.
    mutating func path(
        key: String, folders: [String] = [], title: String, id: String, ending: String = ".md", wanted: String? = nil,
        isSlug: Bool = false
    ) -> String {
        // A conversation may have moved to another group.
        if let earlier = request.manifest.entry(key: key)?.path, wanted == nil, earlier.hasPrefix(place.folder + "/") {
            return earlier
        }
        var parts = folders.map { Self.slug($0) }.filter { !$0.isEmpty }
        var base = isSlug ? title : Self.slug(title)
        if let wanted {
            let pieces = wanted.split(separator: "/").map { Self.slug(String($0)) }.filter { !$0.isEmpty }
            parts = Array(pieces.dropLast())
            base = pieces.last ?? base
            // Where another file had that name the page has got a number, and keeps it.
            let stem = ([place.folder] + parts + [base]).joined(separator: "/")
            if let earlier = request.manifest.entry(key: key)?.path, earlier.hasPrefix(stem), earlier.hasSuffix(ending)
            {
                let number = earlier.dropFirst(stem.count).dropLast(ending.count)
                if number.isEmpty || number.first == "-" && number.dropFirst().allSatisfy(\.isNumber) { return earlier }
            }
        }
        return newPath(parts: parts, base: base, id: id, ending: ending)
    }

    private mutating func newPath(parts: [String], base: String, id: String, ending: String) -> String {
        var base = base
        if base.isEmpty {
            // Neither has Latin letters: a fingerprint stays the same whatever else the next export holds.
            let slug = Self.slug(id)
            base = "page-" + (slug.isEmpty ? String(String(ImportManifest.fingerprint(id), radix: 16).prefix(8)) : slug)
        }
        if Self.reserved.contains(base), ending == ".md" { base += "-page" }
        let folder = ([place.folder] + parts).joined(separator: "/")
        var path = "\(folder)/\(base)\(ending)"
        var number = 1
        while isTaken(path, in: folder) {
            number += 1
            path = "\(folder)/\(base)-\(number)\(ending)"
        }
        taken.insert(Self.fingerprint(path))
        return path
    }

    private static func slug(_ title: String) -> String { Naming.slug(title, limit: 70) }

    private static func fingerprint(_ path: String) -> UInt64 { ImportManifest.fingerprint(path.lowercased()) }

    private mutating func isTaken(_ path: String, in folder: String) -> Bool {
        if taken.contains(Self.fingerprint(path)) { return true }
        // Where there is no folder yet, no file needs to be asked for.
        let isThere = folders[folder] ?? (FileSystem.kind(of: request.contentRoot + "/" + folder) != nil)
        folders[folder] = isThere
        return isThere && FileSystem.kind(of: request.contentRoot + "/" + path) != nil
    }

    /// `/groups/wiki/pumps/` for `groups/wiki/pumps.md`; a file keeps its ending.
    static func address(of path: String) -> String {
        guard path.hasSuffix(".md") else { return "/" + SitePath.percentEncode(path) }
        let stem = path.dropLast(3)
        return "/" + SitePath.percentEncode(stem.hasSuffix("/index") ? String(stem.dropLast(5)) : stem + "/")
    }

    /// `esp-trip` for `groups/lift/questions/esp-trip/index.md`: what `survey.csv` calls a question.
    static func question(of path: String) -> String {
        path.split(separator: "/").dropLast().last.map(String.init) ?? ""
    }

    /// `hoists/pumps` for `groups/wiki/hoists/pumps.md`: what `survey.csv` calls any other page.
    static func page(of path: String) -> String {
        let inGroup = path.split(separator: "/").dropFirst(2).joined(separator: "/")
        return inGroup.hasSuffix(".md") ? String(inGroup.dropLast(3)) : inGroup
    }

    /// A file's name as it may stand in the content folder: its stem as a slug, and its ending.
    static func fileName(_ name: String) -> (stem: String, ending: String) {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        guard let dot = last.lastIndex(of: "."), dot > last.startIndex else { return (slug(last), "") }
        let ending = last[dot...].lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }
        let stem = slug(String(last[..<dot]))
        // What somebody attached is a file, and no page of this site.
        let isPage = [".md", ".markdown", ".mdx", ".mkd", ".mkdn", ".mdown", ".mdwn"].contains(ending)
        let kept = isPage ? ".md" + PageFileName.attachedEnding : ending.count > 1 ? String(ending.prefix(10)) : ""
        return (stem.isEmpty ? "file" : stem, kept)
    }
}
