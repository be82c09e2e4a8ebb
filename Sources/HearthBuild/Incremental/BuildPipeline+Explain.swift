import HearthContent
import HearthLayout
package import HearthModel
import HearthSite

/// What made a file of the site.
package struct OutputExplanation: Sendable {
    /// Below the output folder.
    package let path: String
    package let audience: Audience
    /// The template; nil for files that none makes.
    package let template: String?
    /// Content files whose facts it shows, in the order of their paths.
    package let sources: [String]
    /// Content files whose text stands in it; nil when no build has left a record.
    package let texts: [String]?
    /// Why it was written when it last changed; nil when no build has left a record.
    package let reason: String?
    /// What the next build would do; nil when it would leave everything as it is.
    package let next: String?
}

extension BuildPipeline {
    /// Explains the outputs at `paths`, files below the output folder; those that the site does not have are left out.
    package func explain(_ paths: Set<String>) async throws -> [OutputExplanation] {
        var options = options
        options.writes = false
        var timer = StageTimer()
        // The files of the search are known when it is made, which takes long: not for the address of a page.
        let withSearch = paths.contains { $0.contains("search/") }
        var planned = try await BuildPipeline(project: project, options: options).plan(&timer, withSearch: withSearch)
        try await planned.finishSearch()
        var record: BuildRecord?
        if case .record(let found) = RecordStore(project).load() { record = found }
        var next: String? = "there is no earlier build"
        if let record { next = try await self.next(record) }
        let (last, nextChange) = (record, next)
        return planned.outputs.outputs.filter { paths.contains($0.entry.output) }.map { output in
            let known = last?.outputs.first { $0.built.path == output.entry.output }
            let texts = known.map { known in
                let places = (try? known.slots.places) ?? []
                return Set(places.compactMap { last?.files.indices.contains($0.file) == true ? $0.file : nil })
                    .compactMap { last?.files[$0].path }.sorted()
            }
            var template: String?
            if case .page(let page) = output.kind { template = planned.renderer.template(of: page) + ".mustache" }
            return OutputExplanation(
                path: output.entry.output, audience: output.entry.audience, template: template,
                sources: output.entry.sources.map { planned.site.pages[$0].parsed.file }, texts: texts,
                reason: known?.reason, next: nextChange)
        }
    }

    /// Why the next build would do something; nil when it would not.
    private func next(_ record: BuildRecord) async throws -> String? {
        let fingerprint = try BuildFingerprint.make(project, options, zoneOffset: zoneOffset)
        let build = IncrementalBuild(project: project, options: options, fingerprint: fingerprint)
        switch try await build.compare(record, try ContentFile.all(of: project)) {
        case .impossible(let reason): return reason
        case .comparable(_, let content):
            let names = content.changed.map { record.files[$0.place].path }.sorted()
            return names.isEmpty ? nil : "\(names.joined(separator: ", ")) changed"
        }
    }
}
