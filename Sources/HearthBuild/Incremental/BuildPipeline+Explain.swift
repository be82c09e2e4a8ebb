import HearthContent
import HearthLayout
package import HearthModel
package import HearthSite

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
    /// What the next build would do with it, and why; nil when it would leave it as it is.
    package let next: String?
}

extension BuildPipeline {
    /// All old addresses of the site, with those of the lists and feeds that go along with their page's.
    package func redirects(of resolved: Resolved) async throws -> [Redirect] {
        guard !resolved.site.redirects.isEmpty else { return [] }
        return try await planUnwritten(of: resolved).outputs.redirects
    }

    /// Whether the file lies in a folder of the search, that of everyone or of a group.
    static func isOfSearch(_ output: String) -> Bool { output.split(separator: "/").dropLast().contains("search") }

    /// Explains the outputs at `paths`, files below the output folder; those that the site does not have are left out.
    /// `resolved` is the site that they are made of.
    package func explain(_ paths: Set<String>, of resolved: Resolved) async throws -> [OutputExplanation] {
        // The files of the search are known when it is made, which takes long: not for the address of a page.
        let withSearch = paths.contains(where: Self.isOfSearch)
        var planned = try await planUnwritten(withSearch: withSearch, of: resolved)
        try await planned.finishSearch()
        let record = RecordStore(project).record
        var next = NextBuild.all(because: "there is no earlier build")
        if let record { next = try await self.next(record) }
        let (last, change) = (record, next)
        return planned.outputs.outputs.filter { paths.contains($0.entry.output) }.map { output in
            let known = last?.outputs.first { $0.built.path == output.entry.output }
            let holders = known.map { Set(((try? $0.slots.places) ?? []).map(\.file)) }
            let texts = holders.map { holders in
                holders.compactMap { last?.files.indices.contains($0) == true ? last?.files[$0].path : nil }.sorted()
            }
            var template: String?
            if case .page(let page) = output.kind { template = planned.renderer.template(of: page) + ".mustache" }
            return OutputExplanation(
                path: output.entry.output, audience: output.entry.audience, template: template,
                sources: output.entry.sources.map { planned.site.pages[$0].parsed.file }, texts: texts,
                reason: known?.reason, next: change.said(of: output.entry.output, showing: holders ?? []))
        }
    }

    /// What the next build would make.
    private enum NextBuild {
        case nothing
        /// Every file, of which those that differ are written.
        case all(because: String)
        /// Files that show the text of one of these, by their place in the record.
        case texts([Int: String])

        func said(of output: String, showing holders: Set<Int>) -> String? {
            switch self {
            case .nothing: return nil
            case .all(let reason): return "makes all files, and writes those that differ: \(reason)"
            case .texts(let changed):
                let shown = changed.filter { holders.contains($0.key) }.values.sorted()
                if !shown.isEmpty { return "makes it again: the text of \(shown.joined(separator: ", ")) changed" }
                // Which of them hold one of the words is known when they are made.
                guard BuildPipeline.isOfSearch(output), !output.hasSuffix(".html") else { return nil }
                return "makes it again if it shows the text of \(changed.values.sorted().joined(separator: ", "))"
            }
        }
    }

    private func next(_ record: BuildRecord) async throws -> NextBuild {
        let fingerprint = try BuildFingerprint.make(project, options, zoneOffset: zoneOffset)
        let build = IncrementalBuild(project: project, options: options, fingerprint: fingerprint)
        switch try await build.compare(record, try ContentFile.all(of: project)) {
        case .impossible(let reason): return .all(because: reason)
        case .comparable(_, let content):
            if content.changed.isEmpty { return .nothing }
            guard record.tellsSlots else { return .all(because: IncrementalBuild.untoldSlots) }
            switch ChangedTexts.read(content, record, project) {
            case .failure(let obstacle): return .all(because: obstacle.reason)
            case .success:
                let names = content.changed.map { ($0.place, record.files[$0.place].path) }
                return .texts(Dictionary(names, uniquingKeysWith: { first, _ in first }))
            }
        }
    }
}
