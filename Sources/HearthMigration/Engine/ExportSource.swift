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

    /// The folder that the file is a part of; whether the file stands for it, importers know (`isPart`).
    var asFolder: ExportSource { ExportSource(folder: folder, file: nil, name: name) }

    /// The name of `file` in lower case.
    private var fileName: String? { file?.split(separator: "/").last.map { $0.lowercased() } }

    /// The source that an importer takes this one for: itself or what is in it; for a known part of an export, such as
    /// `Posts.xml`, the folder.
    func taken(by type: any Importer.Type, among candidates: [(source: ExportSource, head: [UInt8])]) -> ExportSource? {
        if let found = candidates.first(where: { $0.source.isTaken(by: type, $0.head) }) { return found.source }
        guard let fileName, type.isPart(fileName), type.recognises(folder: folder) else { return nil }
        return asFolder
    }

    /// Why nothing is found in a file, where that is plain to see.
    var emptiness: String? { file.flatMap { FileSystem.size(of: $0) } == 0 ? "the file is empty" : nil }

    /// This source and what it holds when that is one folder or one file only: archives often have a folder around all.
    /// A file is itself alone: what lies beside it may be anybody's.
    var candidates: [ExportSource] {
        if file != nil { return [self] }
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

extension ExportSource {
    /// A folder, or a file that is no archive.
    init(path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        let full = FileSystem.realPath(path) ?? path
        let last = full.split(separator: "/").last.map(String.init) ?? "site"
        guard !FileSystem.isDirectory(path) else {
            (folder, file, name) = (path, nil, last)
            return
        }
        let slash = path.lastIndex(of: "/")
        folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        file = path
        // Groups are named after a file without its ending.
        let dot = last.lastIndex(of: ".")
        name = dot.map { $0 > last.startIndex ? String(last[..<$0]) : last } ?? last
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
    /// All files below a folder, relative to it and in the order of their names; links are not followed, and hidden names
    /// are left out. `unreadable` is told of folders that cannot be read; those of an export are told by `ExportFolders`.
    static func filesBelow(_ folder: String, unreadable: (String) -> Void = { _ in }) -> [String] {
        var found: [String] = []
        var pending = [""]
        while let part = pending.popLast() {
            guard let entries = try? entries(of: folder + "/" + part) else {
                unreadable(part)
                continue
            }
            for entry in entries where entry.isValidName && !entry.name.hasPrefix(".") {
                if entry.kind == .directory { pending.append(part + entry.name + "/") }
                if entry.kind == .file { found.append(part + entry.name) }
            }
        }
        return found.sorted()
    }
}
