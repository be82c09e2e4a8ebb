import HearthMigration
import HearthModel
import TestKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A folder of its own for a test, with an export in it; removed with the value.
final class Workspace: Sendable {
    let root: String
    var export: String { root + "/old-site" }
    var content: String { root + "/Content" }

    init(_ files: [String: String]) throws {
        root = FileManager.default.temporaryDirectory.path + "/hearth-migration-" + UUID().uuidString
        try FileSystem.makeDirectories(root + "/old-site")
        for (name, text) in files { try write(text, to: "old-site/" + name) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

    func write(_ bytes: [UInt8], to path: String) throws {
        let file = root + "/" + path
        try FileSystem.makeDirectories(String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)]))
        try FileSystem.writeAtomically(bytes, to: file)
    }

    /// A file below `Content`; empty when it is not there.
    func read(_ path: String) -> String {
        (try? FileSystem.read(content + "/" + path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func has(_ path: String) -> Bool { FileSystem.kind(of: content + "/" + path) != nil }

    /// All files below `Content`, sorted.
    var files: [String] {
        var found: [String] = []
        var folders = [""]
        while let folder = folders.popLast() {
            for entry in (try? FileSystem.entries(of: content + "/" + folder)) ?? [] {
                if entry.kind == .directory {
                    folders.append(folder + entry.name + "/")
                } else {
                    found.append(folder + entry.name)
                }
            }
        }
        return found.sorted()
    }

    func migrate(
        into: String? = nil, baseURL: String? = nil, dryRun: Bool = false, allUsers: Bool = false, workers: Int = 2
    ) async throws -> MigrationOutcome {
        try await MigrationRun(
            system: "stackexchange", paths: [export], siteRoot: root, into: into, isDryRun: dryRun, baseURL: baseURL,
            allUsers: allUsers, workers: workers
        ).run()
    }
}

/// A site that can be built after the migration, with the export beside it.
extension TinySite {
    static func withExport(_ files: [String: String], more: [String: String] = [:]) throws -> TinySite {
        let site = try TinySite(more, configuration: "title: Test\nbaseURL: https://e.example/\n")
        for (name, text) in files { try site.folder.write("old-site/" + name, text) }
        return site
    }

    func migrate(_ system: String? = nil) async throws -> MigrationOutcome {
        try await MigrationRun(
            system: system, paths: [folder.path + "/old-site"], siteRoot: folder.path, into: "groups/all", workers: 2
        ).run()
    }
}

/// The XML of a dump file: `rows("posts", …)` with each row's attributes.
func dump(_ root: String, _ rows: [[(String, String)]]) -> String {
    func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("\n", with: "&#xA;")
    }
    let lines = rows.map { row in "  <row " + row.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: " ") + " />"
    }
    return "\u{FEFF}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<\(root)>\r\n" + lines.joined(separator: "\r\n")
        + "\r\n</\(root)>"
}

func question(
    _ id: Int, _ title: String, body: String = "<p>Why?</p>", owner: Int? = 1, _ more: [(String, String)] = []
) -> [(String, String)] {
    [
        ("Id", "\(id)"), ("PostTypeId", "1"), ("CreationDate", "2011-10-11T19:42:20.713"), ("Score", "7"),
        ("Body", body),
        ("Title", title), ("Tags", "<pumps><restart>"),
    ] + (owner.map { [("OwnerUserId", "\($0)")] } ?? []) + more
}

func answer(
    _ id: Int, to parent: Int, body: String = "<p>So.</p>", owner: Int? = 2, _ more: [(String, String)] = []
) -> [(String, String)] {
    [
        ("Id", "\(id)"), ("PostTypeId", "2"), ("ParentId", "\(parent)"), ("CreationDate", "2011-10-12T08:00:00.000"),
        ("Score", "-2"), ("Body", body),
    ] + (owner.map { [("OwnerUserId", "\($0)")] } ?? []) + more
}

func user(_ id: Int, _ name: String, _ more: [(String, String)] = []) -> [(String, String)] {
    [("Id", "\(id)"), ("DisplayName", name), ("CreationDate", "2011-10-10T00:00:00.000"), ("Reputation", "1")] + more
}

func comment(_ id: Int, on post: Int, _ text: String, by who: Int = 2) -> [(String, String)] {
    [
        ("Id", "\(id)"), ("PostId", "\(post)"), ("Score", "1"), ("Text", text), ("UserId", "\(who)"),
        ("CreationDate", "2011-10-13T09:30:00.000"),
    ]
}
