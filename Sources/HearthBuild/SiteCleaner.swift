package import HearthContent
import HearthModel

/// Removes what builds wrote, and nothing else.
package struct SiteCleaner {
    private let project: Project

    package init(project: Project) { self.project = project }

    /// Removes the files of the output that the last build wrote, with what a killed one left there, then the caches and
    /// the folders of previews that have ended. Answers how many files of the site that are.
    package func clean(dryRun: Bool) throws -> Int {
        try OutputFolderCheck.check(project)
        let lock = try BuildLock.acquire(project)
        let output = project.outputPath
        let manifest = OutputManifest(project, after: LastOutputs(RecordStore(project).record))
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
        try removeCaches()
        _ = consume lock
        return files.count
    }

    /// What lies in other output folders is there still: their lists stay, or a page that is deleted later would stay
    /// published there. So does what a running preview shows, or all its pages would be gone until the next edit.
    private func removeCaches() throws {
        let caches = project.root + "/.hearth"
        var gone = Set(OutputPlace(project).files)
        var kept: Set<String> = []
        for number in PreviewFolder.numbers {
            let folder = project.root + "/" + PreviewFolder.path(number)
            let files = OutputPlace(root: project.root, output: folder).files
            guard (files + [folder]).contains(where: { FileSystem.kind(of: $0) != nil }) else { continue }
            guard let ended = try PreviewFolder.take(number, project.root) else {
                kept.formUnion(files)
                continue
            }
            // Held until all of it is gone, so that no preview begins in it meanwhile.
            try withExtendedLifetime(ended) { try FileSystem.removeTree(folder) }
            gone.formUnion(files)
        }
        for entry in try FileSystem.entries(of: caches) where entry.kind == .file && entry.name != "lock" {
            let file = caches + "/" + entry.name
            if kept.contains(file) || PreviewFolder.isLock(entry.name) { continue }
            if gone.contains(file) || !OutputPlace.isKnowledge(entry.name) { try FileSystem.remove(file) }
        }
    }
}
