import HearthContent
import HearthModel

/// Files in the output folder that no build is known to have made. They are left alone, and said: pages that were deleted
/// meanwhile may be among them.
struct UnownedFiles {
    /// Below the output folder; a thousand at most.
    private(set) var paths: [String] = []

    /// Looks through the folder, hidden files left out, for what is not among `known`.
    ///
    /// Other people's files may lie there, and a list of Hearth's tells them apart. So with `onlyLikely` only those are
    /// named whose place is one of a site: pages, feeds, and what lies in a folder with a page or another output.
    init(in output: String, besides known: Set<String>, onlyLikely: Bool) {
        let own = onlyLikely ? Self.folders(of: known) : []
        var folders = [""]
        while let folder = folders.popLast(), paths.count < 1000 {
            let entries = (try? FileSystem.entries(of: output + "/" + folder)) ?? []
            let isOfSite =
                !folder.isEmpty && onlyLikely
                && (own.contains(folder.dropLast()) || entries.contains { $0.name == "index.html" })
            for entry in entries where !entry.name.hasPrefix(".") {
                let path = folder + entry.name
                if entry.kind == .directory {
                    folders.append(path + "/")
                } else if !known.contains(path), !onlyLikely || isOfSite || Self.names.contains(entry.name) {
                    paths.append(path)
                }
            }
        }
        paths.sort()
    }

    /// What builds call their files, wherever these lie.
    private static let names: Set = ["index.html", "404.html", "feed.xml", "sitemap.xml", "redirects.json"]

    /// Those that were not said yet.
    func without(_ said: [String]) -> UnownedFiles {
        var left = self
        left.paths.removeAll(where: Set(said).contains)
        return left
    }

    /// Nil when there are none.
    func diagnostic(_ project: Project) -> Diagnostic? {
        guard let first = paths.first else { return nil }
        let count = paths.count == 1 ? "1 file here is" : "\(paths.count) files here are"
        return Diagnostic(
            .unownedFiles, at: SourceLocation(file: project.configuration.outputFolder),
            "\(count) not from this build, such as '\(first)'; \(paths.count == 1 ? "it was" : "they were") left alone",
            help: "remove the folder once if they are old pages")
    }

    /// Every folder that the paths lie in.
    static func folders(of paths: some Sequence<String>) -> Set<Substring> {
        var folders: Set<Substring> = []
        for path in paths {
            var folder = Substring(path)
            while let slash = folder.utf8.lastIndex(of: 0x2F) {
                folder = folder[..<slash]
                guard folders.insert(folder).inserted else { break }
            }
        }
        return folders
    }
}
