import HearthContent
import HearthModel

/// Tells of folders whose names are nearly those that make questions, groups or people of the pages in them.
struct FolderNameChecker {
    private(set) var diagnostics: [Diagnostic] = []

    /// Pages that say themselves what they are need no folder for that, and what was imported lies as it lay.
    init(_ pages: [ParsedPage]) {
        var last: (folder: String, near: FolderNames?) = ("", nil)
        var reported: Set<String> = []
        for page in pages {
            if page.folder != last.folder { last = (page.folder, FolderNames(near: page.folder)) }
            guard let near = last.near, page.type != near.type, page.common.source == nil,
                reported.insert(near.folder).inserted
            else { continue }
            let parent = near.folder.utf8.lastIndex(of: 0x2F).map { String(near.folder[...$0]) } ?? ""
            diagnostics.append(
                Diagnostic(
                    .folderName, at: SourceLocation(file: page.file),
                    "the folder '\(near.folder)' has no meaning; its pages are of type \(page.type.rawValue)",
                    help: "did you mean '\(parent)\(near.meant)'? Rename the folder, or give it another name"))
        }
    }
}
