import HearthModel

/// Where an export lies that is not at the top of the folder that somebody gave: below the folder of a backup, or beside
/// a file of notes.
package struct ExportSearch {
    /// How exports of a system are found.
    package enum Kind: Sendable, Hashable {
        /// By marks that nothing else has, at the top of a folder.
        case marked
        /// The same, and the importer looks into folders itself when the system is named.
        case markedBelow
        /// By what most files are: such a folder is an export only where somebody says so.
        case byFiles
    }

    /// An export below the folder.
    struct Found {
        var type: any Importer.Type
        var source: ExportSource
        /// Its path, as it is shown.
        var path: String
    }

    /// What a search came upon.
    struct Result {
        /// In the order of their paths.
        fileprivate(set) var found: [Found] = []
        /// Why there may be more; nil when all was looked at.
        fileprivate(set) var gap: String?
    }

    /// Folders so deep, and so many of them, are looked at.
    var depthLimit = 8
    var folderLimit = 5_000
    private static let ignored: Set<String> = ["__MACOSX", "node_modules"]

    let types: [any Importer.Type]

    init(types: [any Importer.Type]) { self.types = types }

    /// For a system that somebody has named.
    init(of type: any Importer.Type) { types = type.search == .marked ? [type] : [] }

    /// For all systems whose exports have marks.
    static var ofAll: ExportSearch { ExportSearch(types: MigrationRun.importers.filter { $0.search != .byFiles }) }

    /// The exports below `source`. What is inside of one is part of it.
    func run(below source: ExportSource) -> Result {
        guard source.file == nil, !types.isEmpty else { return Result() }
        var result = Result()
        var level = [""]
        var visited = 0
        var unreadable: [String] = []
        for _ in 0..<depthLimit where !level.isEmpty {
            var next: [String] = []
            for part in level {
                guard let entries = try? FileSystem.entries(of: source.folder + "/" + part) else {
                    unreadable.append(part)
                    continue
                }
                for entry in entries
                where entry.kind == .directory && entry.isValidName && !entry.name.hasPrefix(".")
                    && !Self.ignored.contains(entry.name)
                {
                    visited += 1
                    guard visited <= folderLimit else {
                        result.gap = "only the first \(folderLimit) folders were looked at"
                        result.found.sort { $0.path < $1.path }
                        return result
                    }
                    let path = part + entry.name
                    let known = exports(path, of: source)
                    result.found += known
                    if known.isEmpty { next.append(path + "/") }
                }
            }
            level = next
        }
        if let first = unreadable.first {
            result.gap = "'\(first.isEmpty ? source.name : first)' cannot be read"
        } else if !level.isEmpty {
            result.gap = "only folders up to \(depthLimit) deep were looked at"
        }
        result.found.sort { $0.path < $1.path }
        return result
    }

    /// What a folder is by its marks.
    private func exports(_ path: String, of source: ExportSource) -> [Found] {
        let folder = source.folder + "/" + path
        return types.filter { $0.recognises(folder: folder) }.map {
            Found(type: $0, source: ExportSource(folder: folder, file: nil, name: source.name), path: path)
        }
    }

    /// The one export below a folder that is none itself, and why there may be others; nil when there is none. Throws
    /// when there are several.
    func only(below source: ExportSource, _ notice: (String) -> Void) throws -> (found: Found?, gap: String?) {
        let result = run(below: source)
        let found = result.found
        if found.count > 1 {
            throw FatalError.usage(
                "'\(source.name)' holds \(found.count) exports: \(Self.list(found))",
                help: "give the path of one of them, with the system in front of it")
        }
        if let only = found.first {
            notice("the export lies in \(only.path)")
            if let gap = result.gap { notice("there may be others: " + gap) }
        }
        return (found.first, result.gap)
    }

    /// So many are named; who has more knows where they are.
    private static let shown = 20

    /// The ways out when there are several.
    private static func list(_ found: [Found]) -> String {
        found.prefix(shown).map { "\($0.path) (\($0.type.system))" }.joined(separator: ", ")
            + (found.count > shown ? ", and \(found.count - shown) more" : "")
    }
}

extension ExportSource {
    /// Whether an importer recognises it; `head` are its first bytes.
    func isTaken(by type: any Importer.Type, _ head: [UInt8]) -> Bool {
        file.map { type.recognises(file: $0, head: head) } ?? type.recognises(folder: folder)
    }
}
