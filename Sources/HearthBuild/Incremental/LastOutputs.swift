import HearthContent
import HearthModel

/// What a whole build must know of the last one; its record has ten times as much.
struct LastBuild: Sendable {
    /// What names a record of the search.
    struct Search: Sendable {
        /// `BuildRecord.fingerprint` of the build that left it.
        let fingerprint: [UInt8]
        let hash: UInt64
    }

    let outputs: LastOutputs
    /// Nil where nothing of it is to be used.
    let search: Search?

    init(outputs: LastOutputs = LastOutputs(nil)) {
        self.outputs = outputs
        search = nil
    }

    init(_ record: BuildRecord) {
        outputs = LastOutputs(record)
        search = record.searchHash.map { Search(fingerprint: record.fingerprint, hash: $0) }
    }
}

/// What the last build left in an output folder, as its record tells.
struct LastOutputs: Sendable {
    struct File: Sendable {
        var stamp: FileStamp
        var hash: UInt64
        /// Why it was written when it last changed.
        var reason: String
    }

    /// The checksum of the list of owned files; nil when there is no record.
    let listHash: UInt64?
    /// By path below the output folder.
    let files: [String: File]

    init(_ record: BuildRecord?) {
        listHash = record?.listHash
        let files = (record?.outputs ?? []).map {
            ($0.built.path, File(stamp: $0.stamp, hash: $0.hash, reason: $0.reason))
        }
        self.files = Dictionary(files, uniquingKeysWith: { first, _ in first })
    }

    /// Whether the list of owned files is the one that the last build left. A list of a copy of `.hearth` that broke off
    /// is not, nor that of a build that was killed.
    func left(_ list: OutputManifest) -> Bool { list.exists && list.checksum == listHash }

    /// The files that are in `output` as the last build wrote them, without those of `known`: what somebody else has put
    /// at such a place since is theirs.
    func intact(in output: String, besides known: Set<String>) -> [String] {
        files.filter { path, file in
            guard !known.contains(path), OutputManifest.isSafe(Array(path.utf8)[...]),
                let stamp = FileStamp(of: output + "/" + path), stamp.size == file.stamp.size
            else { return false }
            return stamp == file.stamp || OutputState.checksum(of: output + "/" + path) == file.hash
        }.map(\.key)
    }

    /// Whether a file that a build found at the place of one of its own is not the one that the last build left: then
    /// the folder is newer than what is known of it.
    func differs(from found: [SiteWriter.Outcome]) -> Bool {
        guard listHash != nil else { return false }
        return found.contains { outcome in
            guard let stamp = outcome.found else { return false }
            return files[outcome.path]?.stamp != stamp
        }
    }
}
