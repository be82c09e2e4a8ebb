import HearthBuild
import HearthContent
import HearthModel

/// How a release gets to its place.
extension Publisher {
    /// Nil for another kind of target. An address that rsync does not understand is refused with the settings.
    var rsync: RsyncDelivery? {
        target.rsync.flatMap { address in
            RsyncDestination(address).map {
                RsyncDelivery(
                    destination: $0, keep: keep, remoteShell: options.remoteShell,
                    redactor: SecretRedactor(places: [address]))
            }
        }
    }

    private func rclone(_ address: String) throws -> RcloneDelivery {
        if let delivery = RcloneDelivery(address: address) { return delivery }
        throw failure(
            "'rclone:' of '\(target.name)' is no place that rclone understands",
            help: "write remote:path, and a value that holds ',' or ':' in quotes")
    }

    /// `old` is what is live there, in the release that is live here.
    func deliver(_ release: String, list: PublishedList, old: PublishedList?) async throws {
        guard target.folder == nil else { return }
        let folder = store.folder(of: release)
        let files = Self.files(of: list, in: folder)
        // Kept before anything is sent: what an interrupted sending leaves there is Hearth's, too.
        let there = store.sent(to: address) ?? old.map { Self.files(of: $0, in: store.current.map(store.folder)) } ?? []
        if rsync?.keepsReleases != true { try store.remember(sent: there.union(files), to: address) }
        let gone = there.subtracting(files).sorted()
        if target.rsync != nil {
            options.progress("sending with rsync")
            guard let rsync else {
                throw failure("'\(target.name)' is no place that rsync understands", help: "write host:/path")
            }
            try await rsync.deliver(folder, name: release, gone: gone)
        }
        if let address = target.rclone {
            options.progress("sending with rclone")
            try await rclone(address).deliver(folder, files: files, gone: gone)
        }
        // It has arrived. Without this the list of before stays, which names what is gone there, too: no harm.
        if rsync?.keepsReleases != true { try? store.remember(sent: files, to: address) }
    }

    /// The files of a list, and the compressed forms of them that lie in the folder of its release.
    private static func files(of list: PublishedList, in folder: String?) -> Set<String> {
        var files = Set(list.entries.map(\.path))
        guard let folder else { return files }
        for entry in list.entries {
            for form in Compression.allCases.map({ entry.path + $0.fileExtension })
            where FileSystem.isFile(folder + "/site/" + form) { files.insert(form) }
        }
        return files
    }

    /// Whether the release has what was built, as far as names and sizes tell.
    func isWhole(_ release: String, _ list: PublishedList) -> Bool {
        let site = store.folder(of: release) + "/site/"
        let output = project.outputPath + "/"
        return list.entries.allSatisfy {
            FileSystem.size(of: site + $0.path) == FileSystem.size(of: output + $0.path)
        }
    }

    /// Whether the other side has the release still: somebody may have cleared the place.
    func isThere(_ release: String, _ list: PublishedList) async throws -> Bool {
        let folder = store.folder(of: release)
        if let rsync { return try await rsync.has(folder, name: release) }
        if let address = target.rclone { return try await rclone(address).has(list, from: folder) }
        return true
    }
}
