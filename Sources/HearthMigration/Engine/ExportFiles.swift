import HearthModel

/// Files of an export that pages name by their place in it.
enum ExportFiles {
    /// Whether there is a file below `folder` at `path`. A symbolic link anywhere on the way could lead to anything on this
    /// machine, and is not followed.
    static func isFile(_ path: String, below folder: String) -> Bool {
        FileSystem.kind(of: path) == .file && isInside(path, folder)
    }

    /// Whether something lies below `folder` when all links are followed.
    static func isInside(_ path: String, _ folder: String) -> Bool {
        guard let real = FileSystem.realPath(path), let root = FileSystem.realPath(folder) else { return false }
        return real.hasPrefix(root == "/" ? root : root + "/")
    }
}
