import Glibc
import HearthModel

/// The export behind the path that the user typed: a folder, a file, or an archive, which is unpacked first.
package struct ExportSource: Sendable {
    /// The folder of the export; for a single file the one that it lies in.
    package var folder: String
    /// Set when the export is one file.
    package var file: String?
    /// What the user called it: the last part of the path, without the endings of archives.
    package var name: String

    /// The first bytes of `file`, by which importers recognise it.
    var head: [UInt8] { file.flatMap { try? FileSystem.head(of: $0, count: 8192) } ?? [] }

    /// A file stands for its folder.
    var asFolder: ExportSource { ExportSource(folder: folder, file: nil, name: name) }

    /// This source and what it holds when that is one folder or one file only: archives often have a folder around all.
    var candidates: [ExportSource] {
        if let file {
            return FileSystem.isFile(file) ? [self, asFolder] : [asFolder]
        }
        var found = [self]
        for _ in 0..<5 {
            let last = found[found.count - 1]
            let ignored: Set<String> = ["__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"]
            let entries = ((try? FileSystem.entries(of: last.folder)) ?? []).filter { !ignored.contains($0.name) }
            guard entries.count == 1, let only = entries.first, only.isValidName else { break }
            let path = last.folder + "/" + only.name
            if only.kind == .directory {
                found.append(ExportSource(folder: path, file: nil, name: name))
            } else if only.kind == .file {
                found.append(ExportSource(folder: last.folder, file: path, name: name))
                break
            } else {
                break
            }
        }
        return found
    }
}

/// A folder below `.hearth` that is gone when the value is.
final class UnpackFolder: Sendable {
    let path: String

    /// Also removes what killed runs have left.
    init(siteRoot: String) throws {
        let caches = siteRoot + "/.hearth"
        try FileSystem.makeDirectories(caches)
        for entry in try FileSystem.entries(of: caches) where entry.name.hasPrefix("unpacked-") {
            if let process = Int32(entry.name.dropFirst("unpacked-".count)), kill(process, 0) != 0, errno == ESRCH {
                try? FileSystem.removeTree(caches + "/" + entry.name)
            }
        }
        path = caches + "/unpacked-\(getpid())"
        try? FileSystem.removeTree(path)
        try FileSystem.makeDirectories(path)
    }

    deinit { try? FileSystem.removeTree(path) }
}

extension FileSystem {
    /// All files below a folder, relative to it and in the order of their names; links are not followed, hidden names and
    /// folders that cannot be read are left out.
    static func filesBelow(_ folder: String) -> [String] {
        var found: [String] = []
        var pending = [""]
        while let part = pending.popLast() {
            for entry in (try? entries(of: folder + "/" + part)) ?? []
            where entry.isValidName && !entry.name.hasPrefix(".") {
                if entry.kind == .directory { pending.append(part + entry.name + "/") }
                if entry.kind == .file { found.append(part + entry.name) }
            }
        }
        return found.sorted()
    }
}
