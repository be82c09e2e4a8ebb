import HearthContent
import HearthModel
import HearthSite

/// The proof that no output shows what its readers may not see, written outside the published tree.
struct AudienceManifest {
    struct Entry: Sendable {
        let output: String
        let audience: Audience
        /// Content paths.
        let sources: [PageIndex]
    }

    let entries: [Entry]

    /// Outputs with a source whose audience does not contain the output's.
    func leaks(_ site: Site) -> [Diagnostic] {
        entries.flatMap { entry in
            entry.sources.filter { !site.pages[$0].audience.contains(entry.audience) }.map { source in
                Diagnostic(
                    .audienceLeak, at: site.pages[source].source,
                    "'\(entry.output)' is for \(entry.audience), but this page is for \(site.pages[source].audience)")
            }
        }
    }

    /// JSON, sorted by output.
    func write(_ site: Site) -> [UInt8] {
        var json = JSONWriter(capacity: entries.count * 128)
        json.raw("[")
        for (index, entry) in entries.sorted(by: { $0.output < $1.output }).enumerated() {
            if index > 0 { json.raw(",") }
            json.raw("\n{\"output\": ")
            json.string(entry.output)
            json.raw(", \"audience\": ")
            json.string(entry.audience.description)
            json.raw(", \"sources\": [")
            for (place, source) in entry.sources.enumerated() {
                if place > 0 { json.raw(", ") }
                json.string(site.pages[source].parsed.path)
            }
            json.raw("]}")
        }
        json.raw("\n]\n")
        return json.bytes
    }
}
