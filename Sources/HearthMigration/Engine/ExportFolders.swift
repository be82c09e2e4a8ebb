import HearthModel

/// What the folders of an export hold that no importer reads: one walk for all of them, so that none forgets it.
struct ExportFolders {
    /// Symbolic links could lead to anything on this machine, and are never followed.
    private var links = 0
    /// Folders that cannot be read, and how they are shown in the report.
    private(set) var unreadable: [(path: String, shown: String)] = []

    init(below root: String) {
        var pending = [""]
        while let part = pending.popLast() {
            let folder = part.isEmpty ? root : root + "/" + part
            guard let entries = try? FileSystem.entries(of: folder) else {
                unreadable.append((folder, part.isEmpty ? root : part))
                continue
            }
            for entry in entries {
                if entry.kind == .symbolicLink { links += 1 }
                if entry.kind == .directory, entry.isValidName {
                    pending.append(part.isEmpty ? entry.name : part + "/" + entry.name)
                }
            }
        }
        unreadable.sort { $0.shown < $1.shown }
    }

    var tally: ImportTally {
        ImportTally("files", .skipped(rule: "links to other files, which are not followed"), count: links)
    }
}
