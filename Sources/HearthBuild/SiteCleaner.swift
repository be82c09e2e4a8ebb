package import HearthContent
import HearthModel

/// Removes what builds wrote, and nothing else.
package struct SiteCleaner {
    private let project: Project

    /// Where `hearth serve` keeps the site that it shows, below the project.
    package static let previewFolder = ".hearth/preview"

    package init(project: Project) { self.project = project }

    /// Removes the files of the output that the last build wrote, then the caches. Answers how many files that are.
    package func clean(dryRun: Bool) throws -> Int {
        try OutputFolderCheck.check(project)
        let lock = try BuildLock.acquire(project: project.root)
        let output = project.outputPath
        let manifest = OutputManifest(project: project.root, output: output)
        var folders = RealFolders(output: output)
        let files = manifest.owned.sorted().filter {
            folders.hold($0) && FileSystem.kind(of: output + "/" + $0) == .file
        }
        guard !dryRun else { return files.count }
        for file in files {
            try FileSystem.remove(output + "/" + file)
            var folder = Substring(file)
            while let slash = folder.utf8.lastIndex(of: 0x2F) {
                folder = folder[..<slash]
                if !FileSystem.removeEmptyDirectory(output + "/" + folder) { break }
            }
        }
        let caches = project.root + "/.hearth"
        for entry in try FileSystem.entries(of: caches) where entry.kind == .file && entry.name != "lock" {
            try FileSystem.remove(caches + "/" + entry.name)
        }
        try FileSystem.removeTree(project.root + "/" + Self.previewFolder)
        _ = consume lock
        return files.count
    }
}
