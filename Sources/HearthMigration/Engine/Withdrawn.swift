import HearthModel

/// Pages of earlier runs that the export itself says were deleted, or that somebody leaves out in `survey.csv` now. What
/// nobody has touched since goes. What somebody has edited stays: as a draft where the old system has deleted it.
struct Withdrawn {
    enum Outcome {
        case removed
        /// Somebody has edited it.
        case madeDraft
        /// It is a draft already, or an answer of one.
        case kept
        /// Somebody has edited it, and somebody leaves it out.
        case leftOut
        /// Somebody has deleted it, or moved it to where nobody knows.
        case missing
        /// The same, and somebody leaves it out.
        case settled
    }

    /// Somebody has said it in the table, or the export says it.
    private enum Reason {
        case leftOut
        case deleted
    }

    let contentRoot: String
    let isDryRun: Bool
    /// Keys of items, by their fingerprints.
    private let keys: [UInt64: Reason]
    /// Folders of questions that go, with their answers.
    private var folders: [String: Reason] = [:]
    /// Those of them that hold something that somebody has edited.
    private var edited: Set<String> = []

    /// `isHere` tells of which items this run has files.
    init(
        _ deleted: [String], leftOut: [String], previous: ImportManifest, contentRoot: String, isDryRun: Bool,
        isHere: (UInt64) -> Bool
    ) throws {
        self.contentRoot = contentRoot
        self.isDryRun = isDryRun
        var keys: [UInt64: Reason] = [:]
        for key in leftOut { keys[ImportManifest.fingerprint(key)] = .leftOut }
        for key in deleted { keys[ImportManifest.fingerprint(key)] = .deleted }
        self.keys = keys.filter { !isHere($0.key) }
        guard !self.keys.isEmpty else { return }
        previous.visit { entry in
            // Only a question takes what lies in its folder along: its answers.
            if let reason = self.keys[ImportManifest.fingerprint(entry.key)], entry.path.hasSuffix("/index.md"),
                entry.path.contains("/questions/")
            {
                folders[String(entry.path.dropLast("index.md".count))] = reason
            }
        }
        guard !folders.isEmpty else { return }
        try previous.visit { entry in
            if let folder = folder(of: entry.path), try isEdited(entry) { edited.insert(folder) }
        }
    }

    /// Whether the item goes, unless somebody has edited it.
    func concerns(_ entry: ImportManifest.Entry) -> Bool {
        keys[ImportManifest.fingerprint(entry.key)] != nil || folder(of: entry.path) != nil
    }

    /// What became of the file of the entry; nil when it is none that goes.
    func take(_ entry: ImportManifest.Entry) throws -> Outcome? {
        let folder = folder(of: entry.path)
        let named = keys[ImportManifest.fingerprint(entry.key)]
        // The page of a group says who reads all the others.
        let isGroup = entry.path.hasSuffix("/index.md") && entry.path.utf8.count { $0 == 0x2F } == 2
        guard let reason = named ?? folder.flatMap({ folders[$0] }), !isGroup else { return nil }
        let path = contentRoot + "/" + entry.path
        guard FileSystem.kind(of: path) != nil else { return reason == .leftOut ? .settled : .missing }
        let isKept = try folder.map { edited.contains($0) } ?? isEdited(entry)
        guard isKept else {
            if !isDryRun {
                try FileSystem.remove(path)
                try forgetPhoto(entry.path)
            }
            return .removed
        }
        if reason == .leftOut { return named != nil ? .leftOut : .kept }
        // The answers of a draft are drafts.
        guard named != nil, entry.path.hasSuffix(".md") else { return .kept }
        let page = try FileSystem.read(path)
        guard !FrontMatterLine.isDraft(page) else { return .kept }
        if !isDryRun {
            try FileSystem.writeAtomically(
                FrontMatterLine.set("draft", "true" + FrontMatterLine.mark, in: page), to: path)
        }
        return .madeDraft
    }

    /// A person's page that somebody has edited still names the photo beside it, and would not build without it.
    private func forgetPhoto(_ photo: String) throws {
        guard photo.hasPrefix("people/"), !photo.hasSuffix(".md"), let dot = photo.lastIndex(of: ".") else { return }
        let file = contentRoot + "/" + photo[..<dot] + ".md"
        guard FileSystem.isFile(file) else { return }
        let page = try FileSystem.read(file)
        guard let line = FrontMatterLine("photo", in: page), line.value == photo.dropFirst("people/".count) else {
            return
        }
        try FileSystem.writeAtomically(FrontMatterLine.without(line, in: page), to: file)
    }

    private func folder(of path: String) -> String? {
        guard !folders.isEmpty else { return nil }
        var end = path.lastIndex(of: "/")
        for _ in 0..<2 {
            guard let slash = end else { return nil }
            let folder = String(path[...slash])
            if folders[folder] != nil { return folder }
            end = path[..<slash].lastIndex(of: "/")
        }
        return nil
    }

    private func isEdited(_ entry: ImportManifest.Entry) throws -> Bool {
        let path = contentRoot + "/" + entry.path
        guard FileSystem.kind(of: path) != nil else { return false }
        return try ImportManifest.hash(ofFile: path) != entry.hash
    }
}
