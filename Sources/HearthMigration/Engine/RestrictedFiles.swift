import HearthModel

/// Keeps the attachments of restricted pages closed. A file is as open as its folder (content model, section 3), so
/// importers put those files into `groups/<id>/files-for-members/`, and the engine puts a page for members there before
/// the first of them.
final class RestrictedFiles: Sendable {
    static let folderName = "files-for-members"

    private let contentRoot: String
    private let system: String
    private let writer: ImportWriter
    private let closed = Lock<Set<String>>([])

    init(contentRoot: String, system: String, writer: ImportWriter) {
        self.contentRoot = contentRoot
        self.system = system
        self.writer = writer
    }

    /// `groups/<id>` when `path` lies in the folder for members of that group.
    static func group(of path: String) -> String? {
        let parts = path.split(separator: "/", maxSplits: 3)
        guard parts.count == 4, parts[0] == "groups", parts[2] == folderName else { return nil }
        return "groups/" + parts[1]
    }

    /// Closes the folders that the items go to; call it before they are written. Answers the pages that it made or found
    /// made by an earlier run, each once. Throws what the writing throws: then no file of the folder may be written.
    func close(for items: [ImportedItem]) throws -> [MigrationSession.FileResult] {
        let groups = Set(items.compactMap { Self.group(of: $0.path) })
        var results: [MigrationSession.FileResult] = []
        for group in groups.sorted() {
            // The lock is held while the page is written: nobody else writes a file there before.
            let result: MigrationSession.FileResult? = try closed.withLock { closed in
                guard closed.insert(group).inserted else { return nil }
                let item = page(of: group)
                // Whoever deletes this page would open the files, so it comes back, unlike all others.
                let stored = try writer.store(item, evenIfDeleted: true)
                return MigrationSession.FileResult(path: item.path, outcome: stored.outcome, entry: stored.entry)
            }
            if let result { results.append(result) }
        }
        return results
    }

    private func page(of group: String) -> ImportedItem {
        var matter = FrontMatter()
        matter.add("title", "Files for members")
        matter.add("visibility", "members")
        matter.add("source", map: [("system", system), ("id", FrontMatter.scalar("\(Self.folderName)/\(group)"))])
        matter.add("migration", plain: "{status: imported}")
        let text =
            "Here lie the files of pages that only members may read; each of these pages shows its own. "
            + "This page closes the folder: as long as it says `visibility: members`, so are all files beside it.\n"
        return ImportedItem(
            key: "\(Self.folderName)/\(group)", path: "\(group)/\(Self.folderName)/index.md",
            text: matter.block + "\n" + text, records: [])
    }

    /// The page with the links of `item` to files that have moved in or out of the folder for members.
    static func relinked(_ page: [UInt8], as item: [UInt8]) -> [UInt8] {
        let folders = ["/files/", "/\(folderName)/"]
        let text = page.string
        guard folders.contains(where: { text.contains($0) }) else { return page }
        let wanted = item.string
        let ends: Set<Character> = [" ", "\n", "\r\n", "\t", "(", ")", "<", ">", "\"", "'", "[", "]"]
        var out = ""
        var rest = text[...]
        while !rest.isEmpty {
            let address = rest.prefix { !ends.contains($0) }
            let found = folders.firstIndex { address.contains($0) }
            let moved =
                found.map { address.replacing(folders[$0], with: folders[1 - $0], maxReplacements: 1) } ?? address
            out += found != nil && !wanted.contains(address) && wanted.contains(moved) ? moved : address
            rest = rest[address.endIndex...]
            if let end = rest.popFirst() { out.append(end) }
        }
        return Array(out.utf8)
    }
}
