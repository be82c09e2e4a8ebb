import HearthModel

/// On whose pages the people of an export are. Whoever is on pages for members only has a page for the members of that
/// group: that somebody took part says as much as what was written.
struct PeopleAccess: Sendable {
    /// Handles by group, on pages that are open as far as they say themselves.
    private var open: [String: Set<String>] = [:]
    /// The same on pages for members.
    private var closed: [String: Set<String>] = [:]
    /// Whether the page of the group says that all of it is for members.
    private var groups: [String: Bool] = [:]

    /// What the items of one batch show; `contentRoot` is for answers to a question that is not among them.
    init(_ items: [ImportedItem] = [], contentRoot: String = "") {
        var folders: [Substring: Bool] = [:]
        for item in items where item.path.hasSuffix("/index.md") {
            folders[item.path.dropLast("/index.md".count)] = Self.isClosed(item.bytes)
        }
        for item in items where item.copiedFrom == nil && item.path.hasSuffix(".md") && item.path.hasPrefix("groups/") {
            let group = item.path.split(separator: "/", maxSplits: 2).prefix(2).joined(separator: "/")
            if item.path == group + "/index.md" {
                groups[group] = Self.isClosed(item.bytes)
                continue
            }
            // Nobody reads it yet.
            if FrontMatterLine.isDraft(item.bytes) { continue }
            let isClosed =
                Self.isClosed(item.bytes)
                || Self.isBelowClosed(item.path, &folders, contentRoot: contentRoot)
            let handles = Self.handles(in: item.bytes)
            if isClosed {
                closed[group, default: []].formUnion(handles)
            } else {
                open[group, default: []].formUnion(handles)
            }
        }
    }

    mutating func add(_ other: PeopleAccess) {
        open.merge(other.open) { $0.union($1) }
        closed.merge(other.closed) { $0.union($1) }
        groups.merge(other.groups) { $1 }
    }

    private static func isClosed(_ page: [UInt8]) -> Bool {
        if let visibility = FrontMatterLine("visibility", in: page)?.value { return visibility != "everyone" }
        return FrontMatterLine.isPrivate(page)
    }

    /// Answers are as open as their question.
    private static func isBelowClosed(
        _ path: String, _ folders: inout [Substring: Bool], contentRoot: String
    ) -> Bool {
        guard let range = path.firstRange(of: "/answers/") else { return false }
        let folder = path[..<range.lowerBound]
        if let known = folders[folder] { return known }
        let page = try? FileSystem.read(PageFileName.index(ofFolder: contentRoot + "/" + folder))
        let isClosed = page.map { Self.isClosed($0) } ?? false
        folders[folder] = isClosed
        return isClosed
    }

    /// Whoever is an author, or is named.
    private static func handles(in page: [UInt8]) -> Set<String> {
        var found: Set<String> = []
        var at = 0
        while let mark = page[at...].firstIndex(of: 0x40) {
            let start = mark + 1
            at = start
            while at < page.count, isHandle(page[at]) { at += 1 }
            var word = page[start..<at]
            // The end of a sentence.
            while let last = word.last, [0x2E, 0x2D, 0x5F].contains(last) { word.removeLast() }
            if !word.isEmpty, word.count <= longestHandle { found.insert(word.string) }
        }
        return found
    }

    private static let longestHandle = 100

    private static func isHandle(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2E || byte == 0x5F || byte == 0x2D
    }

    /// The groups whose members alone meet somebody, by handle. Call it when all pages are written.
    func closedGroups(contentRoot: String) -> [String: String] {
        var shown: Set<String> = []
        var found: [String: String] = [:]
        var closed = closed
        for (group, handles) in open {
            let page = try? FileSystem.read(PageFileName.index(ofFolder: "\(contentRoot)/\(group)"))
            // What somebody has made of the group's page counts, in a first trial what the export makes of it.
            if page.map({ Self.isClosed($0) }) ?? groups[group] ?? false {
                closed[group, default: []].formUnion(handles)
            } else {
                shown.formUnion(handles)
            }
        }
        for (group, handles) in closed.sorted(by: { $1.key < $0.key }) {
            for handle in handles where !shown.contains(handle) { found[handle] = group }
        }
        return found
    }
}

/// Writes the pages of people for those who may meet them.
struct PeopleWriter: Sendable {
    let writer: ImportWriter
    /// `PeopleAccess.closedGroups`
    private let groups: [String: String]

    /// A newer export may not reach back to the open pages of somebody: what is here of earlier runs counts, too.
    init(_ writer: ImportWriter, _ access: PeopleAccess, _ session: MigrationSession) throws {
        self.writer = writer
        let root = writer.contentRoot
        let closed = access.closedGroups(contentRoot: root)
        let wasOpen = closed.keys.contains { handle in
            let path = "people/\(handle).md"
            guard writer.manifest.owns(path: path), let page = try? FileSystem.read(root + "/" + path) else {
                return false
            }
            return FrontMatterLine("visibility", in: page) == nil
        }
        guard wasOpen else {
            groups = closed
            return
        }
        var access = access
        try session.visitGone(contentRoot: root) { entry in
            guard entry.path.hasPrefix("groups/"), entry.path.hasSuffix(".md"),
                let page = try? FileSystem.read(root + "/" + entry.path)
            else { return }
            let item = ImportedItem(key: entry.key, path: entry.path, bytes: page, records: [])
            access.add(PeopleAccess([item], contentRoot: root))
        }
        groups = access.closedGroups(contentRoot: root)
    }

    static func isPlaceholder(_ item: ImportedItem) -> Bool {
        item.path.hasPrefix("people/") && item.path.hasSuffix(".md") && item.key.contains("/user/")
    }

    /// Of the items of a batch those that are people.
    func store(_ items: [ImportedItem]) throws -> MigrationSession.BatchResult {
        let files = try items.filter { Self.isPlaceholder($0) }.map {
            MigrationSession.FileResult($0, try store($0))
        }
        return MigrationSession.BatchResult(batch: ImportBatch(), files: files)
    }

    private func store(_ item: ImportedItem) throws -> (outcome: ImportWriter.Outcome, entry: ImportManifest.Entry?) {
        let handle = item.path.dropFirst("people/".count).dropLast(3)
        guard let group = groups[String(handle)], FrontMatterLine("visibility", in: item.bytes) == nil else {
            return try writer.store(item)
        }
        var closed = item
        let id = FrontMatter.scalar(String(group.dropFirst("groups/".count)))
        closed.bytes = FrontMatterLine.set("visibility", "members", in: closed.bytes)
        closed.bytes = FrontMatterLine.set("group", id, in: closed.bytes)
        return try writer.store(try isEdited(item, closed: closed) ? item : closed)
    }

    /// What somebody has made of a page, or had before, is as open as they left it. What was closed before an edit stays
    /// so.
    private func isEdited(_ item: ImportedItem, closed: ImportedItem) throws -> Bool {
        let before = writer.manifest.entry(key: item.key)
        let path = writer.contentRoot + "/" + (before?.path ?? item.path)
        guard FileSystem.isFile(path) else { return false }
        let current = try ImportManifest.hash(ofFile: path)
        let own = ImportManifest.hash(closed.bytes)
        return current != before?.hash && before?.hash != own && current != own
    }
}
