import HearthModel

/// Who may read the files of each restricted folder.
struct FolderReaders {
    /// Folder, with a slash at the end → its readers; nil when nobody: its pages are in no build, or nothing would
    /// protect them.
    private var readers: [String: Audience?] = [:]

    mutating func restrict(_ folder: String, to audience: Audience?) { readers[folder] = .some(audience) }

    /// Who may read the file at `path`: the innermost restricted folder decides; folders of one group all give the same
    /// answer.
    func of(_ path: String) -> Audience? {
        if readers.isEmpty { return .everyone }
        var folder = path[...]
        while let slash = folder.utf8.lastIndex(of: 0x2F) {
            if let found = readers[String(folder[...slash])] { return found }
            folder = folder[..<slash]
        }
        return readers[""] ?? .everyone
    }
}
