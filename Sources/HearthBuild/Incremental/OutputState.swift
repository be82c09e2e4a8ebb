import HearthContent
import HearthModel

/// The output folder as it is now, against what the last build left there.
struct OutputState {
    private let project: Project

    init(_ project: Project) { self.project = project }

    /// Whether the manifests of the last build are there as it left them, and nothing of one that was killed since.
    func isOwn(_ record: inout BuildRecord) -> Bool {
        let place = OutputPlace(project)
        guard let stamp = FileStamp(of: place.proof), OutputManifest.checksum(of: place) == record.listHash,
            FileSystem.kind(of: project.outputPath + "/" + OutputStaging.folderName) == nil
        else { return false }
        if stamp == record.proof.stamp { return true }
        guard stamp.size == record.proof.stamp.size, Self.checksum(of: place.proof) == record.proof.hash
        else { return false }
        record.proof.stamp = stamp
        return true
    }

    /// Of a file that may be large.
    static func checksum(of file: String) -> UInt64? {
        var hash = QuickHash()
        let isRead: Void? = try? FileSystem.readPieces(of: file) { hash.add(Array($0)) }
        return isRead == nil ? nil : hash.value
    }

    /// Looks at every file of the record; those with another stamp are read. Nil when all are as the build left them,
    /// else why not.
    func check(_ record: inout BuildRecord, workers: Int) async throws -> String? {
        let output = project.outputPath
        let outputs = record.outputs
        let size = 512
        let chunks = stride(from: 0, to: outputs.count, by: size).map { $0..<min($0 + size, outputs.count) }
        let findings = try await mapInParallel(chunks, workers: workers) {
            chunk -> (moved: [(Int, FileStamp)], damaged: String?) in
            var moved: [(Int, FileStamp)] = []
            for index in chunk {
                let file = output + "/" + outputs[index].built.path
                guard let stamp = FileStamp(of: file) else { return (moved, outputs[index].built.path) }
                if stamp == outputs[index].stamp { continue }
                guard stamp.size == outputs[index].stamp.size, let bytes = try? FileSystem.read(file),
                    QuickHash.of(bytes) == outputs[index].hash
                else { return (moved, outputs[index].built.path) }
                moved.append((index, stamp))
            }
            return (moved, nil)
        }
        for (moved, damaged) in findings {
            if let damaged { return "\(project.configuration.outputFolder)/\(damaged) is not as it was written" }
            for (index, stamp) in moved { record.outputs[index].stamp = stamp }
        }
        return nil
    }
}
