import HearthContent
import HearthModel
import HearthSite

/// The write stage: stages changed files, then moves them to their places, then removes what the last build made and
/// this one does not.
struct SiteWriter: Sendable {
    /// What became of one output.
    struct Outcome: Sendable {
        let path: String
        /// Nil when the file already held these bytes.
        let staged: OutputStaging.Staged?
        /// Nil when nothing is written.
        var stamp: FileStamp?
        /// The file that lay at its place; nil when there was none.
        var found: FileStamp?
    }

    private let staging: OutputStaging
    private let project: Project
    private let place: OutputPlace

    init(project: Project) throws {
        self.project = project
        place = OutputPlace(project)
        staging = try OutputStaging(output: project.outputPath, shownAs: project.configuration.outputFolder)
    }

    func stage(_ bytes: [UInt8], for output: Output) throws -> Outcome {
        try stage(bytes, path: output.entry.output)
    }

    func stage(_ bytes: [UInt8], path: String) throws -> Outcome {
        let (staged, stamp) = try staging.stage(bytes, path: path)
        return Outcome(path: path, staged: staged, stamp: stamp, found: staged == nil ? stamp : staged?.found)
    }

    /// Publishes a few files among those of the last build, of which `added` were not there, and removes others. Answers
    /// the checksum of the list of owned files; nil when that is as it was.
    func commit(_ outcomes: [Outcome], adding added: Set<String>, removing stale: [String]) throws -> UInt64? {
        var checksum: UInt64?
        do {
            // Owned before they are there, and until they are gone: a crash in between loses no knowledge of what is
            // ours.
            if !added.isEmpty { checksum = try OutputManifest.update(place, adding: Array(added), removing: []) }
            try staging.commit(outcomes.compactMap(\.staged), inTheWay: [], stale: removable(stale)) {}
            _ = try remove(stale)
            if !stale.isEmpty { checksum = try OutputManifest.update(place, adding: [], removing: Set(stale)) }
            return checksum
        } catch {
            staging.abandon()
            throw error
        }
    }

    func abandon() {
        staging.abandon()
        try? FileSystem.remove(place.proof + Self.prepared)
    }

    /// What ended the build, with what has become of the site: that nothing of it has changed holds only until files are
    /// moved.
    func told(_ error: any Error) -> any Error {
        guard staging.hasBegun, let error = error as? FileError else { return error }
        let help = "a part of the new site is in its place already: build again when this is put right"
        return FatalError(.io, [Diagnostic(.fileError, at: nil, error.description, help: help)])
    }

    private static let prepared = ".new"

    /// Writes the audience manifest beside the old one, which stands until `commit`. Answers its checksum.
    func prepare(_ manifest: AudienceManifest, of site: Site) throws -> UInt64 {
        var hash = QuickHash()
        try FileSystem.writeAtomically(to: place.proof + Self.prepared) { write in
            try manifest.write(site) { piece in
                hash.add(piece)
                try write(piece)
            }
        }
        return hash.value
    }

    /// Publishes what was staged, and the audience manifest that was prepared; answers what the user should know, and
    /// the checksum of the list of owned files. `last` is what the last build left.
    func commit(
        _ outcomes: [Outcome], after last: LastOutputs, report: inout BuildReport
    ) throws -> (diagnostics: [Diagnostic], listHash: UInt64) {
        var manifest = OutputManifest(project, after: last)
        let current = Set(outcomes.map(\.path))
        let staged = outcomes.compactMap(\.staged)
        var diagnostics: [Diagnostic] = []
        do {
            if !last.left(manifest) || last.differs(from: outcomes) {
                let unowned = UnownedFiles(
                    in: project.outputPath, besides: manifest.owned.union(current), onlyLikely: manifest.exists)
                report.unowned = unowned.paths
                diagnostics += [unowned.diagnostic(project)].compactMap(\.self)
            }
            diagnostics += replaced(staged.filter { $0.present == .file && !manifest.owned.contains($0.path) })
            let stale = manifest.owned.subtracting(current).sorted()
            // Owned by the old and the new build until all is done: a crash in between loses no knowledge of what is
            // ours.
            try manifest.store(manifest.owned.union(current))
            let folders = stale.isEmpty ? [] : UnownedFiles.folders(of: current)
            let inTheWay = stale.filter { Self.isInTheWay($0, of: current, folders) }
            var removed = 0
            try staging.commit(staged, inTheWay: Set(inTheWay), stale: removable(stale)) {
                removed = try remove(inTheWay)
            }
            report.removed = try removed + remove(stale)
            report.removedPaths = stale
            try manifest.store(current)
            try FileSystem.move(place.proof + Self.prepared, to: place.proof)
        } catch {
            abandon()
            throw error
        }
        report.written = staged.count
        report.changedPaths = staged.map(\.path).sorted()
        report.unchanged = outcomes.count - staged.count
        return (diagnostics, manifest.checksum)
    }

    /// Files of somebody else at the place of a page: they give way, but not without a word.
    private func replaced(_ found: [OutputStaging.Staged]) -> [Diagnostic] {
        guard let first = found.map(\.path).min() else { return [] }
        return [
            Diagnostic(
                .unownedFiles, at: SourceLocation(file: project.configuration.outputFolder),
                found.count == 1
                    ? "a file here that no known build had made was replaced: '\(first)'"
                    : "\(found.count) files here that no known build had made were replaced, such as '\(first)'",
                help: "if this was not the folder you meant, give another with -d or output:")
        ]
    }

    /// A file where a folder must be now, or a file in a folder where a file must be.
    private static func isInTheWay(_ stale: String, of current: Set<String>, _ folders: Set<Substring>) -> Bool {
        if folders.contains(Substring(stale)) { return true }
        return UnownedFiles.folders(of: [stale]).contains { current.contains(String($0)) }
    }

    /// The files among `paths` that are there, in folders of ours.
    private func removable(_ paths: [String]) -> [String] {
        var folders = RealFolders(output: project.outputPath)
        return paths.filter { folders.hold($0) && FileSystem.kind(of: project.outputPath + "/" + $0) == .file }
    }

    private func remove(_ paths: [String]) throws -> Int {
        var removed = 0
        for path in removable(paths) {
            try FileSystem.remove(project.outputPath + "/" + path)
            staging.noteChange()
            removed += 1
            var folder = Substring(path)
            while let slash = folder.utf8.lastIndex(of: 0x2F) {
                folder = folder[..<slash]
                if !FileSystem.removeEmptyDirectory(project.outputPath + "/" + folder) { break }
            }
        }
        return removed
    }
}

/// Refuses an output folder that overlaps the sources.
enum OutputFolderCheck {
    static func check(_ project: Project) throws {
        let output = OutputPlace.canonical(project.outputPath)
        let content = OutputPlace.canonical(project.contentPath)
        let layouts = OutputPlace.canonical(project.layoutsPath)
        let root = OutputPlace.canonical(project.root)
        let name = project.configuration.outputFolder
        func refuse(_ what: String) -> FatalError {
            FatalError(
                .usage,
                [
                    Diagnostic(
                        .outputInsideContent, at: SourceLocation(file: project.configurationFile),
                        "the output folder '\(name)' \(what)", help: "choose a folder of its own, such as Output")
                ])
        }
        if output == root || isInside(root, output) { throw refuse("holds the whole project") }
        if output == content || isInside(output, content) { throw refuse("lies inside the content folder") }
        if isInside(content, output) { throw refuse("holds the content folder") }
        if output == layouts || isInside(output, layouts) || isInside(layouts, output) {
            throw refuse("overlaps the layouts folder")
        }
        let isPreview = output.hasPrefix(root + "/") && PreviewFolder.isOne(output.dropFirst(root.count + 1))
        if isInside(output, root + "/.git") || isInside(output, root + "/.hearth") && !isPreview {
            throw refuse("lies in a folder of the tools")
        }
    }

    private static func isInside(_ path: String, _ folder: String) -> Bool {
        path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }
}
