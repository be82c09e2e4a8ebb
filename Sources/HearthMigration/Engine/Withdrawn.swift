import HearthModel

/// Pages of earlier runs that the export itself says were deleted. What nobody has touched since goes; what somebody has
/// edited stays as a draft.
struct Withdrawn {
    enum Outcome {
        case removed
        /// Somebody has edited it.
        case madeDraft
        /// It is a draft already, or an answer of one.
        case kept
        /// Somebody has deleted it, or moved it to where nobody knows.
        case missing
    }

    let contentRoot: String
    let isDryRun: Bool
    /// Keys of items, by their fingerprints.
    private let keys: Set<UInt64>
    /// Folders of questions that go, with their answers.
    private var folders: Set<String> = []
    /// Those of them that hold something that somebody has edited.
    private var edited: Set<String> = []

    /// `isHere` tells of which items this run has files.
    init(
        _ keys: [String], previous: ImportManifest, contentRoot: String, isDryRun: Bool, isHere: (UInt64) -> Bool
    ) throws {
        self.contentRoot = contentRoot
        self.isDryRun = isDryRun
        self.keys = Set(keys.map { ImportManifest.fingerprint($0) }).filter { !isHere($0) }
        guard !self.keys.isEmpty else { return }
        previous.visit { entry in
            // Only a question takes what lies in its folder along: its answers.
            if self.keys.contains(ImportManifest.fingerprint(entry.key)), entry.path.hasSuffix("/index.md"),
                entry.path.contains("/questions/")
            {
                folders.insert(String(entry.path.dropLast("index.md".count)))
            }
        }
        guard !folders.isEmpty else { return }
        try previous.visit { entry in
            if let folder = folder(of: entry.path), try isEdited(entry) { edited.insert(folder) }
        }
    }

    /// What became of the file of the entry; nil when it is none that goes.
    func take(_ entry: ImportManifest.Entry) throws -> Outcome? {
        let folder = folder(of: entry.path)
        let isNamed = keys.contains(ImportManifest.fingerprint(entry.key))
        // The page of a group says who reads all the others.
        let isGroup = entry.path.hasSuffix("/index.md") && entry.path.utf8.count { $0 == 0x2F } == 2
        guard isNamed || folder != nil, !isGroup else { return nil }
        let path = contentRoot + "/" + entry.path
        guard FileSystem.kind(of: path) != nil else { return .missing }
        let isKept = try folder.map { edited.contains($0) } ?? isEdited(entry)
        guard isKept else {
            if !isDryRun {
                try FileSystem.remove(path)
                try forgetPhoto(entry.path)
            }
            return .removed
        }
        // The answers of a draft are drafts.
        guard isNamed, entry.path.hasSuffix(".md") else { return .kept }
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
            if folders.contains(folder) { return folder }
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
