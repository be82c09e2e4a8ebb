package import HearthModel

/// What people have looked at of migrated content, and what not (`migration: {status: …}` of each file).
package struct MigrationReview: Sendable {
    /// A migrated file.
    package struct Item: Sendable, Hashable {
        /// Below the content folder.
        package var path: String
        package var title: String
        /// `imported`, `reviewed`, `accepted` or `archived`.
        package var status: String
        package var system: String
        package var losses: [String]
    }

    /// What a person says of a file after having looked at it.
    package enum Status: String, Sendable, CaseIterable {
        case reviewed, accepted, archived
    }

    let contentRoot: String

    package init(contentRoot: String) { self.contentRoot = contentRoot }

    /// The migrated files below `folder` (relative to the content folder, "" for all), by path.
    package func items(below folder: String = "") throws -> [Item] {
        var found: [Item] = []
        var pending = [folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"]
        while let folder = pending.popLast() {
            for entry in try FileSystem.entries(of: contentRoot + "/" + folder)
            where entry.isValidName && !entry.name.hasPrefix(".") {
                if entry.kind == .directory {
                    pending.append(folder + entry.name + "/")
                } else if entry.kind == .file, entry.name.hasSuffix(".md"), let item = try item(folder + entry.name) {
                    found.append(item)
                }
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    /// Nil when the file does not come from a migration.
    package func item(_ path: String) throws -> Item? {
        let lines = MatterLines(try FileSystem.head(of: contentRoot + "/" + path, count: 1 << 16))
        guard let migration = lines.range(of: "migration") else { return nil }
        let text = lines.lines[migration].joined(separator: "\n")
        let status = ["imported", "reviewed", "accepted", "archived"].first {
            text.contains("status: \($0)") || text.contains("status: \"\($0)\"")
        }
        let source = lines.range(of: "source").map { Array(lines.lines[$0]) } ?? []
        func value(_ name: String) -> String {
            source.first { $0.drop { $0 == " " }.hasPrefix(name + ": ") }
                .map { MatterLines.unquoted(String($0.drop { $0 == " " }.dropFirst(name.count + 2))) } ?? ""
        }
        // An answer has the title of its question.
        let title = lines.scalar("title") ?? question(of: path)
        let losses = value("losses").split { "[], ".contains($0) }.map { MatterLines.unquoted(String($0)) }
        return Item(
            path: path, title: title ?? path, status: status ?? "imported", system: value("system"),
            losses: losses)
    }

    /// The title of the question that an answer in a file of its own belongs to.
    private func question(of path: String) -> String? {
        let parts = path.split(separator: "/")
        guard parts.count > 2, parts[parts.count - 2] == "answers" else { return nil }
        let index = PageFileName.index(ofFolder: contentRoot + "/" + parts.dropLast(2).joined(separator: "/"))
        return (try? FileSystem.head(of: index, count: 1 << 16)).flatMap { MatterLines($0).scalar("title") }
    }

    /// Writes into the front matter who has looked at the file and when; everything else stays, byte for byte. False
    /// when the file does not come from a migration.
    package func settle(_ path: String, as status: Status, by handle: String, on day: Timestamp) throws -> Bool {
        let file = contentRoot + "/" + path
        let bytes = try FileSystem.read(file)
        var matter = MatterLines(bytes)
        guard let range = matter.range(of: "migration") else { return false }
        let date = day.iso8601.prefix(10)
        let line = "migration: {status: \(status.rawValue), reviewed_by: \"@\(handle)\", reviewed: \(date)}"
        if matter.lines[range].elementsEqual([line]) { return true }
        matter.lines.replaceSubrange(range, with: [line])
        try FileSystem.writeAtomically(matter.bytes, to: file)
        return true
    }
}

/// Front matter line by line, for changes that must leave everything else as a person wrote it.
private struct MatterLines {
    /// The lines of the front matter, without its fences.
    var lines: [String] = []
    private let ending: String
    private let head: [UInt8]
    private let rest: [UInt8]

    init(_ bytes: [UInt8]) {
        let mark: [UInt8] = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
        let parts = bytes.dropFirst(mark.count).split(separator: 0x0A, omittingEmptySubsequences: false)
        let isWindows = parts.first?.last == 0x0D
        ending = isWindows ? "\r\n" : "\n"
        func text(_ part: ArraySlice<UInt8>) -> String {
            String(decoding: part.last == 0x0D ? part.dropLast() : part, as: UTF8.self)
        }
        guard parts.count > 2, text(parts[0]) == "---",
            let end = parts.dropFirst().firstIndex(where: { text($0) == "---" })
        else {
            head = []
            rest = bytes
            return
        }
        head = mark
        lines = parts[1..<end].map(text)
        rest = Array(bytes[parts[end].startIndex...])
    }

    var bytes: [UInt8] {
        if lines.isEmpty { return rest }
        return head + Array(("---" + ending + lines.map { $0 + ending }.joined()).utf8) + rest
    }

    /// The lines of a field: its own and the indented ones below it.
    func range(of name: String) -> Range<Int>? {
        guard let start = lines.firstIndex(where: { $0.hasPrefix(name + ":") }) else { return nil }
        var end = start + 1
        while end < lines.count, let first = lines[end].first, first == " " || first == "\t" || first == "-" {
            end += 1
        }
        return start..<end
    }

    func scalar(_ name: String) -> String? {
        range(of: name).map { Self.unquoted(String(lines[$0.lowerBound].dropFirst(name.count + 1).drop { $0 == " " })) }
    }

    static func unquoted(_ text: String) -> String {
        guard text.count > 1, let first = text.first, first == text.last, first == "\"" || first == "'" else {
            return text
        }
        return String(text.dropFirst().dropLast()).replacing("\\\"", with: "\"")
    }
}
