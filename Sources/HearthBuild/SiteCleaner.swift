package import HearthContent
import HearthModel

/// Removes what builds wrote, and nothing else.
package struct SiteCleaner {
    private let project: Project

    /// Where `hearth serve` keeps the site that it shows, below the project.
    package static let previewFolder = ".hearth/preview"

    package init(project: Project) { self.project = project }

    /// Removes the files of the output that the last build wrote, with what a killed one left there, then the caches.
    /// Answers how many files of the site that are.
    package func clean(dryRun: Bool) throws -> Int {
        try OutputFolderCheck.check(project)
        let lock = try BuildLock.acquire(project)
        let output = project.outputPath
        let manifest = OutputManifest(OutputPlace(project))
        var folders = RealFolders(output: output)
        let files = manifest.owned.sorted().filter {
            folders.hold($0) && FileSystem.kind(of: output + "/" + $0) == .file
        }
        guard !dryRun else { return files.count }
        try OutputStaging.removeLeftovers(output)
        for file in files {
            try FileSystem.remove(output + "/" + file)
            var folder = Substring(file)
            while let slash = folder.utf8.lastIndex(of: 0x2F) {
                folder = folder[..<slash]
                if !FileSystem.removeEmptyDirectory(output + "/" + folder) { break }
            }
        }
        try FileSystem.removeTree(project.root + "/" + Self.previewFolder)
        try removeCaches()
        _ = consume lock
        return files.count
    }

    /// What lies in other output folders is there still: their lists stay, or a page that is deleted later would stay
    /// published there.
    private func removeCaches() throws {
        let caches = project.root + "/.hearth"
        let preview = OutputPlace(root: project.root, output: project.root + "/" + Self.previewFolder)
        let gone = Set(OutputPlace(project).files + preview.files)
        for entry in try FileSystem.entries(of: caches) where entry.kind == .file && entry.name != "lock" {
            let file = caches + "/" + entry.name
            if gone.contains(file) || !OutputPlace.isKnowledge(entry.name) { try FileSystem.remove(file) }
        }
    }
}
