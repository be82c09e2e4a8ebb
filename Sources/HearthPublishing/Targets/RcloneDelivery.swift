import Foundation
import HearthModel

/// Sends a release with rclone, to an object store or WebDAV. Such stores have no switch, so the order makes up for it:
/// first what pages show, then the pages, and what is gone last. Whenever it is interrupted, each page that is there is
/// whole and finds its files.
struct RcloneDelivery: Sendable {
    /// As the settings have it, and as rclone is told it.
    private let address: String
    private let remote: RcloneRemote
    private var redactor: SecretRedactor { SecretRedactor(places: [address]) }

    /// Nil for what rclone could not read.
    init?(address: String) {
        guard let remote = RcloneRemote(address) else { return nil }
        self.address = address
        self.remote = remote
    }

    /// `files` are those of the release, compressed forms included; `gone` those that the place shall not have any more.
    func deliver(_ folder: String, files: Set<String>, gone: [String]) async throws {
        let site = folder + "/site"
        let isPage = { (path: String) in
            path.hasSuffix(".html") || Compression.allCases.contains { path.hasSuffix(".html" + $0.fileExtension) }
        }
        let sorted = files.sorted()
        try await run("copy", sorted.filter { !isPage($0) }, [site, remote.place], in: folder)
        try await run("copy", sorted.filter(isPage), [site, remote.place], in: folder)
        try await run("delete", gone, [remote.place], in: folder)
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
        let result = try await ExternalTool.rclone.run(
            [verb] + flags + ["--"] + places, environment: remote.environment)
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

    /// Whether everything of a release is there, by names and sizes, at the price of a listing; false too when that
    /// cannot be told.
    func has(_ list: PublishedList, from folder: String) async throws -> Bool {
        let result = try await ExternalTool.rclone.run(
            ["lsf", "--recursive", "--files-only", "--format", "sp", "--contimeout", "20s", "--", remote.place],
            environment: remote.environment)
        guard result.isGood else { return false }
        var sizes: [String: Int] = [:]
        for line in result.text.split(separator: "\n") {
            guard let semicolon = line.firstIndex(of: ";") else { continue }
            sizes[String(line[line.index(after: semicolon)...])] = Int(line[..<semicolon])
        }
        return list.entries.allSatisfy { entry in
            // Some stores do not know sizes, and rclone then says -1.
            guard let size = sizes[entry.path] else { return false }
            return size < 0 || size == FileSystem.size(of: folder + "/site/" + entry.path)
        }
    }
}
