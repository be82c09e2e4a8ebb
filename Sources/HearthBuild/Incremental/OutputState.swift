import HearthContent
import HearthModel

/// The output folder as it is now, against what the last build left there.
struct OutputState {
    private let project: Project

    init(_ project: Project) { self.project = project }

    /// Whether the manifests of the last build are there.
    var isOwn: Bool {
        FileSystem.kind(of: project.root + "/.hearth/audience-manifest.json") == .file
            && OutputManifest.exists(project: project.root, output: project.outputPath)
            && FileSystem.kind(of: project.outputPath + "/" + OutputStaging.folderName) == nil
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
