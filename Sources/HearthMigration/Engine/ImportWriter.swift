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
        /// Deleted by hand since; it stays deleted.
        case deleted
    }

    let contentRoot: String
    let manifest: ImportManifest
    let isDryRun: Bool

    package init(contentRoot: String, manifest: ImportManifest, isDryRun: Bool) {
        self.contentRoot = contentRoot
        self.manifest = manifest
        self.isDryRun = isDryRun
    }

    /// Writes the item; answers what happened and the line for the new manifest (nil when the file is not ours).
    /// What somebody has deleted since the last run stays deleted, unless `evenIfDeleted`.
    package func store(
        _ item: ImportedItem, evenIfDeleted: Bool = false
    ) throws -> (outcome: Outcome, entry: ImportManifest.Entry?) {
        let path = contentRoot + "/" + item.path
        let hash = try item.copiedFrom.map { try ImportManifest.hash(ofFile: $0) } ?? ImportManifest.hash(item.bytes)
        let entry = ImportManifest.Entry(hash: hash, key: item.key, path: item.path)
        let before = manifest.entry(key: item.key)
        if let before, before.path != item.path { return try move(item, from: before, entry: entry) }
        guard FileSystem.kind(of: path) != nil else {
            if before != nil, !evenIfDeleted { return (.deleted, before) }
            try write(item, to: path)
            return (.written, entry)
        }
        let current = try ImportManifest.hash(ofFile: path)
        if current == hash { return (.unchanged, entry) }
        guard let before else { return (.conflict("a file of this name was here before the import"), nil) }
        if current == before.hash {
            try write(item, to: path)
            return (.updated, entry)
        }
        if let opened = try open(path, as: item) { return (opened, before) }
        if before.hash != hash, let added = added(to: item, since: before.hash) {
            if !isDryRun {
                var edited = try FileSystem.read(path)
                if let last = edited.last, last != 0x0A { edited.append(0x0A) }
                try FileSystem.writeAtomically(edited + added, to: path)
            }
            return (.updated, entry)
        }
        if before.hash != hash, let closed = try close(path, as: item) { return (closed, before) }
        // Only the export's own change makes an edit a conflict; the old hash stays, so that it is seen again.
        return before.hash == hash
            ? (.kept, before) : (.conflict("edited since the last import, and changed in the export"), before)
    }

    /// A page that somebody has edited keeps the edit, but not its readers: what is for members in the export now, or a
    /// draft, is so in the file at `path`, too. Nil when that says so already, or nothing is asked for.
    private func close(_ path: String, as item: ImportedItem) throws -> Outcome? {
        guard item.copiedFrom == nil, item.path.hasSuffix(".md") else { return nil }
        let edited = try FileSystem.read(path)
        if FrontMatterLine.isDraft(item.bytes), !FrontMatterLine.isDraft(edited) {
            if !isDryRun {
                try FileSystem.writeAtomically(
                    FrontMatterLine.set("draft", "true" + FrontMatterLine.mark, in: edited), to: path)
            }
            return .conflict("edited since the last import, and a draft in the export now: 'draft: true' was set")
        }
        // In a group for members the page itself says no more than why.
        let isClosed = FrontMatterLine.isForMembers(item.bytes) || FrontMatterLine("  privacy", in: item.bytes) != nil
        guard isClosed, !FrontMatterLine.isForMembers(edited) else { return nil }
        if !isDryRun {
            try FileSystem.writeAtomically(
                FrontMatterLine.set("visibility", "members" + FrontMatterLine.mark, in: edited), to: path)
        }
        return .conflict(
            "edited since the last import, and for members in the export now: 'visibility: members' was set")
    }

    /// What this has put into an edited page goes when the export opens it again. Nil when there is nothing of that kind.
    private func open(_ path: String, as item: ImportedItem) throws -> Outcome? {
        guard item.copiedFrom == nil, item.path.hasSuffix(".md") else { return nil }
        var page = try FileSystem.read(path)
        var taken: [String] = []
        if !FrontMatterLine.isDraft(item.bytes), let opened = FrontMatterLine.takeBack("draft", in: page) {
            page = opened
            taken.append("'draft: true'")
        }
        if !FrontMatterLine.isForMembers(item.bytes), let opened = FrontMatterLine.takeBack("visibility", in: page) {
            page = opened
            taken.append("'visibility: members'")
        }
        guard !taken.isEmpty else { return nil }
        if !isDryRun { try FileSystem.writeAtomically(page, to: path) }
        return .conflict(
            "edited since the last import, and open again in the export: \(taken.joined(separator: " and ")) went")
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
            if let closed = try close(old, as: item) { return (closed, before) }
            return (.conflict("edited since the last import, and '\(item.path)' in the export now"), before)
        }
        let path = contentRoot + "/" + item.path
        guard FileSystem.kind(of: path) == nil else { return (.conflict("'\(item.path)' is there already"), before) }
        try write(item, to: path)
        if !isDryRun { try FileSystem.remove(old) }
        return (.updated, entry)
    }

    private func write(_ item: ImportedItem, to path: String) throws {
        guard !isDryRun else { return }
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
