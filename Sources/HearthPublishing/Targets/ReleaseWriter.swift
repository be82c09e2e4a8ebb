import Glibc
import HearthBuild
import HearthContent
import HearthModel

/// Makes a release of a finished build: copies what changed, and shares the files that the release before has already.
struct ReleaseWriter: Sendable {
    let project: Project
    let workers: Int
    let compressions: [Compression]

    /// The site's files and what goes beside them, in `incoming`. `previous` is the folder of the release before.
    func write(_ report: BuildReport, to incoming: String, previous: String?) async throws -> PublishedList {
        let site = incoming + "/site"
        try makeFolders(report.outputs.map(\.path), in: site)
        let output = project.outputPath
        let entries = try await mapInParallel(report.outputs, workers: workers) { built in
            let bytes = try FileSystem.read(output + "/" + built.path)
            try Self.place(bytes, at: site + "/" + built.path, sharing: previous.map { $0 + "/site/" + built.path })
            return PublishedList.Entry(
                path: built.path, audience: built.audience.description, hash: PublishedList.hash(bytes),
                isPage: built.isPage, source: built.source ?? "")
        }
        let list = PublishedList(accessGroups: PublishedList.accessGroups(report), entries: entries)
        try FileSystem.writeAtomically(list.bytes, to: incoming + "/pages.tsv")
        for compression in compressions {
            try await compression.compress(list.entries.map(\.path), in: site, previous: previous.map { $0 + "/site" })
        }
        // Beside the site, so that the server's redirects change in the same moment as its pages.
        let rules = ServerRules(report.delivery, baseURL: project.configuration.baseURL)
        let settings = ServerSettings(root: site, serverName: "", mapsFolder: incoming)
        for map in ServerConfiguration(rules: rules, settings: settings).maps {
            try FileSystem.writeAtomically(Array(map.text.utf8), to: incoming + "/" + map.name)
        }
        return list
    }

    private func makeFolders(_ paths: [String], in site: String) throws {
        try FileSystem.makeDirectories(site)
        var made: Set<Substring> = []
        for path in paths {
            guard let slash = path.utf8.lastIndex(of: 0x2F), made.insert(path[..<slash]).inserted else { continue }
            try FileSystem.makeDirectories(site + "/" + path[..<slash])
        }
    }

    /// Shares the file of the release before when it holds the same bytes today: what somebody changed there by hand is
    /// not taken over.
    private static func place(_ bytes: [UInt8], at path: String, sharing old: String?) throws {
        if let old, FileSystem.kind(of: old) == .file, let same = try? FileSystem.read(old), same == bytes,
            link(old, path) == 0
        {
            return
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("write", path) }
        defer { close(descriptor) }
        try FileSystem.writeAll(bytes, to: descriptor, path: path)
    }
}

/// A form in which files lie beside the plain ones, for servers that send them as they are.
package enum Compression: String, Sendable, CaseIterable {
    case gzip, brotli

    var fileExtension: String { self == .gzip ? ".gz" : ".br" }

    private static let texts: Set<String> = [
        "html", "htm", "css", "js", "mjs", "json", "xml", "svg", "txt", "wasm", "bin",
    ]

    /// Below this many bytes nothing is won.
    private static let least = 256

    func compress(_ paths: [String], in site: String, previous: String?) async throws {
        var todo: [String] = []
        for path in paths where Self.texts.contains(ResponseHeaders.fileExtension(path) ?? "") {
            let file = site + "/" + path
            guard (FileSystem.size(of: file) ?? 0) >= Self.least else { continue }
            if let previous, Self.isSame(file, previous + "/" + path),
                link(previous + "/" + path + fileExtension, file + fileExtension) == 0
            {
                continue
            }
            todo.append(file)
        }
        let (tool, flags): (ExternalTool, [String]) =
            self == .gzip ? (.gzip, ["-9", "-n", "-k", "-f", "--"]) : (.brotli, ["-q", "9", "-k", "-f", "--"])
        for start in stride(from: 0, to: todo.count, by: 200) {
            let result = try await tool.run(flags + todo[start..<min(start + 200, todo.count)])
            guard result.isGood else {
                throw FatalError(
                    .io, [Diagnostic(.publishFailed, at: nil, "\(tool.name) could not compress: \(result.lastError)")])
            }
        }
    }

    /// Whether both names lead to one file.
    private static func isSame(_ a: String, _ b: String) -> Bool {
        var (first, second) = (stat(), stat())
        return lstat(a, &first) == 0 && lstat(b, &second) == 0 && first.st_ino == second.st_ino
            && first.st_dev == second.st_dev
    }
}
