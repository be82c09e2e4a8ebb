import Foundation
import HearthModel

/// Sends a release with rclone, to an object store or WebDAV. Such stores have no switch, so the order makes up for it:
/// first what pages show, then the pages, and what is gone last. Whenever it is interrupted, each page that is there is
/// whole and finds its files.
struct RcloneDelivery: Sendable {
    let address: String
    private var redactor: SecretRedactor { SecretRedactor(places: [address]) }

    init(address: String) { self.address = address }

    /// Nil for what could be read as a flag.
    static func isAddress(_ text: String) -> Bool {
        !text.hasPrefix("-") && !text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
            && (text.contains(":") || text.hasPrefix("/"))
    }

    func deliver(_ folder: String, list: PublishedList, old: PublishedList?) async throws {
        let site = folder + "/site"
        let pages = list.entries.filter { $0.path.hasSuffix(".html") }.map(\.path)
        let others = list.entries.filter { !$0.path.hasSuffix(".html") }.map(\.path)
        func withCompressed(_ paths: [String]) -> [String] {
            paths.flatMap { path in
                [path]
                    + Compression.allCases.map { path + $0.fileExtension }.filter { FileSystem.isFile(site + "/" + $0) }
            }
        }
        let there = Set(list.entries.map(\.path))
        let gone = (old?.entries ?? []).map(\.path).filter { !there.contains($0) }
        try await run("copy", withCompressed(others), [site, address], in: folder)
        try await run("copy", withCompressed(pages), [site, address], in: folder)
        try await run(
            "delete", gone.flatMap { path in [path] + Compression.allCases.map { path + $0.fileExtension } }, [address],
            in: folder)
    }

    /// `--files-from-raw` lists paths as they are, one a line.
    private func run(_ verb: String, _ paths: [String], _ places: [String], in folder: String) async throws {
        guard !paths.isEmpty else { return }
        let list = folder + "/.rclone-files"
        try FileSystem.writeAtomically(Array((paths.joined(separator: "\n") + "\n").utf8), to: list)
        defer { try? FileSystem.remove(list) }
        let flags =
            ["--files-from-raw", list, "--retries", "2", "--low-level-retries", "3", "--contimeout", "20s"]
            + (verb == "copy" ? ["--checksum"] : [])
        let result = try await ExternalTool.rclone.run([verb] + flags + ["--"] + places)
        guard result.isGood else {
            throw FatalError(
                .io,
                [
                    Diagnostic(
                        .publishFailed, at: nil, "rclone failed: \(result.lastError(without: redactor))",
                        help: "each page that is there is whole; run it again when the cause is gone")
                ])
        }
    }
}
