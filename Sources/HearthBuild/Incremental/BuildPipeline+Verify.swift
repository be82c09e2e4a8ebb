import HearthContent
import HearthLayout
import HearthModel
import HearthSite

extension BuildPipeline {
    /// What somebody changed or removed in the output folder since the last build. Nothing is said after a build that was
    /// killed: what it left is not what the record says either.
    func changedOutputs() async throws -> [Diagnostic] {
        let (output, place) = (project.outputPath, OutputPlace(project))
        guard options.writes, case .record(let record) = RecordStore(project).load(),
            OutputManifest.checksum(of: place) == record.listHash,
            FileSystem.kind(of: output + "/" + OutputStaging.folderName) == nil
        else { return [] }
        let changed = try await mapInParallel(record.outputs, workers: options.workers) { known in
            OutputState.checksum(of: output + "/" + known.built.path) == known.hash ? nil : known.built.path
        }
        var files = changed.compactMap { path in path.map { project.configuration.outputFolder + "/" + $0 } }
        if OutputState.checksum(of: place.proof) != record.proof.hash {
            files.append(String(place.proof.dropFirst(project.root.count + 1)))
        }
        return files.map { file in
            Diagnostic(
                .outputDiffers, at: SourceLocation(file: file), "the file was not as the last build left it",
                help: "it has been put right; find out what writes there")
        }
    }

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
        let unowned = UnownedFiles(in: output, besides: others.union(expected), onlyLikely: true)
            .without(report.unowned)
        return found + [unowned.diagnostic(project)].compactMap(\.self)
    }

    private func differs(_ file: String, _ summary: String) -> Diagnostic {
        Diagnostic(.outputDiffers, at: SourceLocation(file: file), summary, help: "build with --full")
    }
}
