import HearthModel

/// What the wiki's own record says was deleted: the last line of a `.changes` file, of a page or of the whole wiki.
/// https://www.dokuwiki.org/devel:changelog
struct DokuWikiDeleted {
    private let data: String

    init(_ data: String) { self.data = data }

    /// The keys of what earlier runs may have made of it.
    func keys(_ importer: DokuWikiImporter) -> [String] {
        guard !importer.request.manifest.isEmpty else { return [] }
        return pages().map { importer.place.key("page", $0) } + files().map { importer.place.key("file", $0) }
    }

    private func pages() -> [String] {
        let own = logs("meta").map { log in
            SitePath.percentDecode(log).split(separator: "/").joined(separator: ":")
        }
        let whole = Self.deleted(in: data + "/meta/_dokuwiki.changes")
        return Set(own + whole).filter { id in
            FileSystem.kind(of: "\(data)/pages/\(id.split(separator: ":").joined(separator: "/")).txt") == nil
        }.sorted()
    }

    /// Paths of files below `media`.
    private func files() -> [String] {
        let whole = Self.deleted(in: data + "/meta/_media.changes").map { $0.replacing(":", with: "/") }
        return Set(logs("media_meta") + whole).filter { FileSystem.kind(of: "\(data)/media/\($0)") == nil }.sorted()
    }

    /// Records below a folder that end with a deletion, without their ending.
    private func logs(_ folder: String) -> [String] {
        let ending = ".changes"
        return FileSystem.filesBelow(data + "/" + folder).filter { name in
            name.hasSuffix(ending) && !(name.split(separator: "/").last?.hasPrefix("_") ?? true)
                && Self.last(in: "\(data)/\(folder)/\(name)") == "D"
        }.map { String($0.dropLast(ending.count)) }
    }

    private static func lines(_ file: String) -> [[ArraySlice<UInt8>]] {
        ((try? FileSystem.read(file)) ?? []).split { $0 == 0x0A || $0 == 0x0D }.map {
            $0.split(separator: 0x09, omittingEmptySubsequences: false)
        }
    }

    /// The kind of the last change: created, edited, deleted, reverted.
    private static func last(in file: String) -> String? {
        lines(file).last { $0.count > 3 }.map { $0[2].string }
    }

    /// Ids whose last change in a record of many was a deletion.
    private static func deleted(in file: String) -> [String] {
        var kinds: [String: String] = [:]
        for line in lines(file) where line.count > 3 { kinds[line[3].string] = line[2].string }
        return kinds.filter { $0.value == "D" }.map(\.key)
    }
}
