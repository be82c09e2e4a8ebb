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
        let fresh = try await mapInParallel(planned.outputs.outputs, workers: options.workers) { planned in
            let path = planned.entry.output
            let fresh = try planned.bytes(renderer).bytes
            return (try? FileSystem.read(output + "/" + path)) == fresh ? nil : path
        }
        var different = fresh.compactMap { path in path.map { ($0, "is not what a build from scratch makes") } }
        let expected = Set(planned.outputs.outputs.map(\.entry.output))
        let place = OutputPlace(project)
        // Also what an earlier build wrote, and one that was killed did not take away.
        let others = OutputManifest(place).owned.union(report.outputs.map(\.path)).subtracting(expected)
        for path in others.sorted() where FileSystem.kind(of: output + "/" + path) == .file {
            different.append((path, "is not made by a build from scratch"))
        }
        var found = different.map { path, what in
            differs(project.configuration.outputFolder + "/" + path, "the file \(what)")
        }
        var hash = QuickHash()
        AudienceManifest(entries: planned.outputs.outputs.map(\.entry)).write(planned.site) { hash.add($0) }
        if OutputState.checksum(of: place.proof) != hash.value {
            let name = String(place.proof.dropFirst(project.root.count + 1))
            found.append(differs(name, "the audience manifest is not that of a build from scratch"))
        }
        return found
    }

    private func differs(_ file: String, _ summary: String) -> Diagnostic {
        Diagnostic(.outputDiffers, at: SourceLocation(file: file), summary, help: "build with --full")
    }
}
