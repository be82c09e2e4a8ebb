import HearthModel

/// The files that git writes when another commit becomes the present one, found without git: asking it at each build of a
/// preview would take longer than many builds.
///
/// Source: gitrepository-layout(5); for reftable, its section "Layout".
package enum GitHead {
    /// Those of the repository that holds the content of `project`; where there is none, what would make one in the
    /// project's folder. They need not be there.
    package static func files(_ project: Project) -> [String] {
        let content = FileSystem.realPath(project.contentPath) ?? project.contentPath
        guard let link = GitHistory.repository(above: content), let folder = folder(link) else {
            return [project.root + "/.git"]
        }
        // A worktree has a HEAD of its own, and the branches of the main one.
        let common = line(folder + "/commondir").map { absolute($0, from: folder) } ?? folder
        var files = [folder + "/HEAD", common + "/reftable/tables.list"]
        let reference = line(folder + "/HEAD")
        if let reference, reference.hasPrefix("ref: refs/"), !reference.contains("/../") {
            files.append(common + "/" + reference.dropFirst(5))
        }
        return files
    }

    /// The folder of git's own files that `.git` is, or names: in worktrees and submodules it is a file.
    private static func folder(_ link: String) -> String? {
        if FileSystem.isDirectory(link) { return link }
        guard let line = line(link), line.hasPrefix("gitdir: "), let slash = link.utf8.lastIndex(of: 0x2F) else {
            return nil
        }
        return absolute(String(line.dropFirst(8)), from: String(link[..<slash]))
    }

    private static func absolute(_ path: String, from folder: String) -> String {
        path.hasPrefix("/") ? path : FileSystem.realPath(folder + "/" + path) ?? folder + "/" + path
    }

    /// The first line of a small file.
    private static func line(_ path: String) -> String? {
        guard let size = FileSystem.size(of: path), size < 8192, let bytes = try? FileSystem.read(path) else {
            return nil
        }
        return String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }
}
