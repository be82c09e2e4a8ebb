import HearthContent
import HearthLayout
import HearthModel
import HearthSite

extension BuildPipeline {
    /// Makes every output once more, from the content alone, and tells which of the output folder differ.
    func differences(_ report: BuildReport) async throws -> [Diagnostic] {
        var options = options
        options.reuses = false
        options.isLast = false
        options.progress = nil
        var timer = StageTimer()
        var planned = try await BuildPipeline(project: project, options: options).plan(&timer)
        try await planned.finishSearch()
        let (renderer, output) = (planned.renderer, project.outputPath)
        let found = try await mapInParallel(planned.outputs.outputs, workers: options.workers) { planned in
            let path = planned.entry.output
            let fresh = try planned.bytes(renderer).bytes
            return (try? FileSystem.read(output + "/" + path)) == fresh ? nil : path
        }
        var different = found.compactMap { path in path.map { ($0, "is not what a build from scratch makes") } }
        let expected = Set(planned.outputs.outputs.map(\.entry.output))
        for built in report.outputs where !expected.contains(built.path) {
            different.append((built.path, "is not made by a build from scratch"))
        }
        return different.map { path, what in
            Diagnostic(
                .outputDiffers, at: SourceLocation(file: project.configuration.outputFolder + "/" + path),
                "the file \(what)", help: "build with --full")
        }
    }
}
