/// What the name of a content file says before it is read. Who may read a folder hangs on which file speaks for it, so
/// everybody asks here.
package enum PageFileName {
    /// `.md` and `.markdown`, in any case.
    package static func isPage(_ path: String) -> Bool {
        let end = path.utf8.suffix(9).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return end.suffix(3).elementsEqual(".md".utf8) || end.elementsEqual(".markdown".utf8)
    }

    /// The ending of a file for download that looks like a page: `plan.md.attached.txt` is what somebody attached,
    /// whatever fields it begins with.
    package static let attachedEnding = ".attached.txt"

    package static func isAttached(_ path: String) -> Bool { path.lowercased().hasSuffix(attachedEnding) }

    /// The last part of a path without its ending.
    package static func stem(of path: Substring) -> Substring {
        let name = path.utf8.lastIndex(of: 0x2F).map { path[path.utf8.index(after: $0)...] } ?? path
        return name.lastIndex(of: ".").map { name[..<$0] } ?? name
    }

    /// Whether the page at `path` speaks for its folder: `index.md`, `Index.MD` and `index.markdown` all do, and so does
    /// Hugo's `_index.md`.
    package static func isIndex(_ path: String) -> Bool {
        let stem = stem(of: path[...]).utf8
        let name = stem.first == 0x5F ? stem.dropFirst() : stem[...]
        return name.elementsEqual("index".utf8) { $0 | 0x20 == $1 }
    }

    /// Whether the page at `path` speaks for a folder that has no index: MkDocs and git hosts show it there. It has an
    /// address of its own all the same.
    package static func isReadme(_ path: String) -> Bool { stem(of: path[...]) == "README" }

    /// The file that speaks for `folder` (an absolute path), whichever ending its name has; `index.md` when there is
    /// none.
    package static func index(ofFolder folder: String) -> String {
        let usual = folder + "/index.md"
        guard FileSystem.kind(of: usual) == nil, let entries = try? FileSystem.entries(of: folder) else { return usual }
        return entries.map(\.name).filter { isPage($0) && isIndex($0) }.min().map { folder + "/" + $0 } ?? usual
    }
}
