import Crypto
import HearthBuild
import HearthModel

/// What one publish put live: every file with its hash, kept outside of the published tree.
///
/// It is what the next publish compares itself with, and what tells which addresses people may have bookmarked.
package struct PublishedList: Sendable, Equatable {
    package struct Entry: Sendable, Hashable {
        /// The file below the site's root.
        package var path: String
        /// As `Audience.description` writes it.
        package var audience: String
        /// SHA-256 of the bytes, the first 16 bytes of it in hexadecimal.
        package var hash: String
        package var isPage: Bool
        /// The content file whose own page or asset it is; empty for what Hearth makes of many.
        package var source: String

        /// The address below the site's root: `groups/lift/`.
        package var address: String {
            path == "index.html" ? "" : path.hasSuffix("/index.html") ? String(path.dropLast(10)) : path
        }
    }

    /// Sorted by path.
    package private(set) var entries: [Entry]
    /// The id of each group with pages for its members → the directory group that its rule names; empty for none.
    package private(set) var accessGroups: [String: String]

    private static let header = "hearth-published 1"

    package init(accessGroups: [String: String] = [:], entries: [Entry]) {
        self.entries = entries.sorted { $0.path < $1.path }
        self.accessGroups = accessGroups
    }

    /// What a build says about the access of its groups. No control character: each stands in one line.
    static func accessGroups(_ report: BuildReport) -> [String: String] {
        let present = Set(report.outputs.map(\.audience))
        let folders = report.delivery.restricted.filter { present.contains(.group($0.group)) }
        let pairs = folders.map { folder in
            let access = String(
                (folder.accessGroup ?? "").map { $0.unicodeScalars.contains { $0.value < 0x20 } ? " " : $0 })
            return (folder.group, access)
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// Reads what `bytes` wrote; nil when it is something else.
    package init?(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first == Substring(Self.header) else { return nil }
        accessGroups = [:]
        for line in lines.dropFirst() where line.hasPrefix("group\t") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            if fields.count == 3 { accessGroups[fields[1]] = fields[2] }
        }
        entries = lines.dropFirst().compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5, !fields[3].split(separator: "/").contains("..") else { return nil }
            return Entry(
                path: fields[3], audience: fields[1], hash: fields[2], isPage: fields[0] == "page", source: fields[4])
        }
    }

    /// One line a group: its id and its access group; then one a file: kind, audience, hash, path, source.
    package var bytes: [UInt8] {
        var text = Self.header + "\n"
        for (group, access) in accessGroups.sorted(by: { $0.key < $1.key }) { text += "group\t\(group)\t\(access)\n" }
        for entry in entries {
            text +=
                "\(entry.isPage ? "page" : "file")\t\(entry.audience)\t\(entry.hash)\t\(entry.path)\t\(entry.source)\n"
        }
        return Array(text.utf8)
    }

    static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// How two publishes differ, in pages.
package struct PublishedChange: Sendable {
    package typealias Entry = PublishedList.Entry

    package private(set) var added: [Entry] = []
    package private(set) var changed: [Entry] = []
    package private(set) var removed: [Entry] = []
    /// Feeds, assets and data.
    package private(set) var otherFiles = 0
    /// Pages of the publish before.
    package private(set) var pagesBefore = 0
    /// Whether groups are those of other people now, which is nothing that a file shows.
    private let hasOtherAccess: Bool

    package init(from old: PublishedList?, to new: PublishedList) {
        hasOtherAccess = old.map { $0.accessGroups != new.accessGroups } ?? false
        var before: [String: Entry] = [:]
        for entry in old?.entries ?? [] { before[entry.path] = entry }
        pagesBefore = before.values.count { $0.isPage }
        for entry in new.entries {
            guard let was = before.removeValue(forKey: entry.path) else {
                if entry.isPage { added.append(entry) } else { otherFiles += 1 }
                continue
            }
            // The same bytes for other readers are a change, or the list of what is live would name those of before.
            guard was.hash != entry.hash || was.audience != entry.audience else { continue }
            if entry.isPage { changed.append(entry) } else { otherFiles += 1 }
        }
        removed = before.values.filter(\.isPage).sorted { $0.path < $1.path }
        otherFiles += before.count - removed.count
    }

    package var isEmpty: Bool {
        added.isEmpty && changed.isEmpty && removed.isEmpty && otherFiles == 0 && !hasOtherAccess
    }

    /// The share of the pages before that go, in percent.
    package var removedShare: Double {
        pagesBefore == 0 ? 0 : Double(removed.count) * 100 / Double(pagesBefore)
    }

    /// `+12 ~37 −2 pages, 4 other files`.
    package var summary: String {
        var text = "+\(added.count) ~\(changed.count) −\(removed.count) pages"
        if otherFiles > 0 { text += ", \(otherFiles) other file\(otherFiles == 1 ? "" : "s")" }
        return text
    }

    /// One line a page: `+ /groups/lift/`, and for whom it is if not for everyone.
    package var lines: [String] {
        func line(_ sign: String, _ entry: Entry) -> String {
            let readers = entry.audience == Audience.everyone.description ? "" : "  (members only: \(entry.audience))"
            return "\(sign) /\(entry.address)\(readers)"
        }
        return added.map { line("+", $0) } + changed.map { line("~", $0) } + removed.map { line("−", $0) }
    }
}
