import HearthContent
import HearthModel

extension FileWatcher {
    /// What is watched: all that a build reads, and no more. Beside it people keep logs, notes and the files of editors,
    /// and a preview whose messages go to a file there must not build because of them.
    struct Places: Sendable, Equatable {
        /// Folders with all below them; they may come later.
        private(set) var trees: [String] = []
        /// Names in folders that are there, of what is watched and of the folders on the way to it.
        private(set) var names: [String: Set<String>] = [:]

        init() {}

        /// `trees` are folders with all below them, `files` single files; none needs to be there.
        init(trees: [String], files: [String]) {
            self.trees = trees.map(Self.plain)
            for path in trees + files { watch(Self.plain(path)) }
        }

        init(_ project: Project) {
            self.init(
                trees: [project.contentPath, project.layoutsPath],
                files: [project.absolute(project.configurationFile)] + GitHead.files(project))
        }

        private static func plain(_ path: String) -> String {
            var path = path[...]
            while path.utf8.count > 1, path.last == "/" { path.removeLast() }
            return String(path)
        }

        /// Watches for the name in the nearest folder that is there: the path's last part, or what is made first on the way
        /// to it.
        private mutating func watch(_ path: String) {
            var path = path[...]
            while let slash = path.utf8.lastIndex(of: 0x2F) {
                let folder = slash == path.startIndex ? "/" : String(path[..<slash])
                if FileSystem.isDirectory(folder) {
                    names[folder, default: []].insert(String(path[path.utf8.index(after: slash)...]))
                    return
                }
                path = path[..<slash]
            }
        }
    }
}
