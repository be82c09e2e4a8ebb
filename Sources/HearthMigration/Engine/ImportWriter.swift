import Glibc
import HearthModel

/// Writes converted files, and never over something that a person wrote or edited.
package struct ImportWriter: Sendable {
    /// What happened to a file.
    package enum Outcome: Sendable, Hashable {
        case written
        case updated
        case unchanged
        /// Edited by hand since, and the export says nothing new.
        case kept
        /// Edited by hand since, and the export has changed too; or a file of this name was there before the first
        /// import.
        case conflict(String)
        /// Edited by hand since; the edit stays, and who may read the file or where it lies followed the export.
        case adjusted(String)
        /// Deleted by hand since; it stays deleted.
        case deleted
    }

    let contentRoot: String
    let manifest: ImportManifest
    let isDryRun: Bool
    private let journal: ImportJournal?

    init(contentRoot: String, manifest: ImportManifest, isDryRun: Bool, journal: ImportJournal? = nil) {
        self.contentRoot = contentRoot
        self.manifest = manifest
        self.isDryRun = isDryRun
        self.journal = journal
    }

    /// Writes the item; answers what happened and the line for the new manifest (nil when the file is not ours).
    /// What somebody has deleted since the last run stays deleted, unless `evenIfDeleted`.
    package func store(
        _ item: ImportedItem, evenIfDeleted: Bool = false
    ) throws -> (outcome: Outcome, entry: ImportManifest.Entry?) {
        let path = contentRoot + "/" + item.path
        let hash = try item.copiedFrom.map { try ImportManifest.hash(ofFile: $0) } ?? ImportManifest.hash(item.bytes)
        var entry = ImportManifest.Entry(hash: hash, key: item.key, path: item.path)
        entry.parts = PageParts.text(of: item)
        let before = manifest.entry(key: item.key)
        if let before, before.path != item.path { return try move(item, from: before, entry: entry) }
        guard FileSystem.kind(of: path) != nil else {
            if before != nil, !evenIfDeleted { return (.deleted, before) }
            try write(item, to: path, entry)
            return (.written, entry)
        }
        let current = try ImportManifest.hash(ofFile: path)
        if current == hash { return (.unchanged, entry) }
        guard let before else {
            let reason =
                manifest.owns(path: item.path)
                ? "an earlier export had something else at this place"
                : "a file of this name was here before the import"
            return (.conflict(reason), nil)
        }
        if try current == before.hash || isOnlyMarked(path, as: item, since: before.hash) {
            try write(item, to: path, entry)
            return (.updated, entry)
        }
        if let opened = try adjust(path, as: item, since: before, closes: false) { return (opened, before) }
        if before.hash != hash, let added = added(to: item, since: before.hash) {
            if !isDryRun {
                var edited = try FileSystem.read(path)
                if let last = edited.last, last != 0x0A { edited.append(0x0A) }
                try FileSystem.writeAtomically(edited + added, to: path)
            }
            return (.updated, entry)
        }
        if before.hash != hash, let closed = try adjust(path, as: item, since: before, closes: true) {
            return (closed, before)
        }
        // Only the export's own change makes an edit a conflict; the old hash stays, so that it is seen again.
        return before.hash == hash
            ? (.kept, before) : (.conflict("edited since the last import, and changed in the export"), before)
    }

    /// Whether all that has changed in the file is what migrations have set.
    private func isOnlyMarked(_ path: String, as item: ImportedItem, since hash: String) throws -> Bool {
        guard item.copiedFrom == nil, path.hasSuffix("/index.md") else { return false }
        let page = try FileSystem.read(path)
        var plain = page
        for name in ClosingLine.names { plain = FrontMatterLine.takeBack(name, in: plain) ?? plain }
        return plain != page && ImportManifest.hash(plain) == hash
    }

    /// A page that somebody has edited keeps the edit, but not its readers: what closes the item is set in the file at
    /// `path`, too (`closes`), and what this has set before goes when the export opens the page again. Links follow files
    /// that lie elsewhere since, and what the export has deleted of the page alone goes, where nobody has touched it. Nil
    /// when nothing of that kind is to be done.
    private func adjust(
        _ path: String, as item: ImportedItem, since before: ImportManifest.Entry, closes: Bool
    ) throws -> Outcome? {
        guard item.copiedFrom == nil, item.path.hasSuffix(".md") else { return nil }
        let edited = try FileSystem.read(path)
        var page = edited
        var taken: [String] = []
        for name in ClosingLine.names where !ClosingLine.holds(name, item) {
            guard let opened = FrontMatterLine.takeBack(name, in: page) else { continue }
            page = opened
            taken.append("'\(name)'")
        }
        // What opens in one way may close in another: a draft that is published for some.
        let closes = closes || !taken.isEmpty
        var gone: [String] = []
        if closes { (page, gone) = PageParts.taken(from: page, as: item, since: before.parts) }
        let missing = closes ? ClosingLine.missing(in: page, of: item) : []
        for line in missing { page = FrontMatterLine.set(line.name, line.value + FrontMatterLine.mark, in: page) }
        if closes { page = RestrictedFiles.relinked(page, as: item.bytes) }
        guard page != edited else { return nil }
        if !isDryRun { try FileSystem.writeAtomically(page, to: path) }
        var reasons: [String] = []
        if !gone.isEmpty {
            reasons.append("deleted in the export, and taken out here: " + gone.joined(separator: ", "))
        }
        let shown = missing.map { "'\($0.name): \($0.value)'" }.joined(separator: " and ")
        if !missing.isEmpty {
            reasons.append("no longer as open in the export: \(shown) was set")
        } else if !taken.isEmpty {
            reasons.append("open again in the export: \(taken.joined(separator: " and ")) went")
        }
        if reasons.isEmpty { reasons.append("its files lie elsewhere in the export now: its links follow them") }
        return .adjusted(reasons.joined(separator: "; "))
    }

    /// What the export has put at the end of the item since `hash`; nil when it has changed otherwise.
    private func added(to item: ImportedItem, since hash: String) -> ArraySlice<UInt8>? {
        for joint in item.joints where joint < item.bytes.count {
            if ImportManifest.hash(Array(item.bytes[..<joint])) == hash { return item.bytes[joint...] }
        }
        return nil
    }

    /// The item has got another path, such as a question whose first answer made it a folder.
    private func move(
        _ item: ImportedItem, from before: ImportManifest.Entry, entry: ImportManifest.Entry
    ) throws -> (outcome: Outcome, entry: ImportManifest.Entry?) {
        let old = contentRoot + "/" + before.path
        guard FileSystem.kind(of: old) != nil else { return (.deleted, before) }
        guard try ImportManifest.hash(ofFile: old) == before.hash else {
            if Self.isOneAddress(before.path, item.path) { return try follow(item, from: before) }
            if let closed = try adjust(old, as: item, since: before, closes: true) { return (closed, before) }
            return (.conflict("edited since the last import, and '\(item.path)' in the export now"), before)
        }
        let path = contentRoot + "/" + item.path
        guard FileSystem.kind(of: path) == nil else { return (.conflict("'\(item.path)' is there already"), before) }
        try write(item, to: path, entry)
        if !isDryRun { try FileSystem.remove(old) }
        return (.updated, entry)
    }

    /// `questions/trip.md` and `questions/trip/index.md`
    private static func isOneAddress(_ path: String, _ other: String) -> Bool {
        func address(_ path: String) -> Substring {
            path.hasSuffix("/index.md")
                ? path.dropLast("/index.md".count) : path.dropLast(path.hasSuffix(".md") ? 3 : 0)
        }
        return address(path) == address(other)
    }

    /// A question that somebody has edited gets its folder with the first answer, and keeps the edit.
    private func follow(
        _ item: ImportedItem, from before: ImportManifest.Entry
    ) throws -> (outcome: Outcome, entry: ImportManifest.Entry?) {
        let (old, path) = (contentRoot + "/" + before.path, contentRoot + "/" + item.path)
        guard FileSystem.kind(of: path) == nil else { return (.conflict("'\(item.path)' is there already"), before) }
        var entry = before
        entry.path = item.path
        guard !isDryRun else { return (.adjusted("it would be '\(item.path)'"), entry) }
        let edited = try FileSystem.read(old)
        if let slash = path.utf8.lastIndex(of: 0x2F) { try FileSystem.makeDirectories(String(path[..<slash])) }
        try FileSystem.writeAtomically(edited, to: path)
        try FileSystem.remove(old)
        if let closed = try adjust(path, as: item, since: before, closes: true) { return (closed, entry) }
        return (.adjusted("it has answers in the export now, which lie beside it: it is '\(item.path)'"), entry)
    }

    private func write(_ item: ImportedItem, to path: String, _ entry: ImportManifest.Entry) throws {
        guard !isDryRun else { return }
        try journal?.add(entry)
        do {
            try put(item, to: path)
        } catch let error as FileError where error.code == ENOENT && error.path == path {
            // Most files go where others are: the folder is made only when it is missing.
            if let slash = path.utf8.lastIndex(of: 0x2F) { try FileSystem.makeDirectories(String(path[..<slash])) }
            try put(item, to: path)
        }
    }

    private func put(_ item: ImportedItem, to path: String) throws {
        if let file = item.copiedFrom {
            try FileSystem.copyAtomically(file, to: path)
        } else {
            try FileSystem.writeAtomically(item.bytes, to: path)
        }
    }
}
