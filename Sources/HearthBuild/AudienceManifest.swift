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
        let audiences = site.pages.map(\.audience)
        var diagnostics: [Diagnostic] = []
        for entry in entries {
            for source in entry.sources where !audiences[source].contains(entry.audience) {
                diagnostics.append(
                    Diagnostic(
                        .audienceLeak, at: site.pages[source].source,
                        "'\(entry.output)' is for \(entry.audience), but this page is for \(audiences[source])"))
            }
        }
        return diagnostics
    }

    /// The manifest of the last build without the outputs `removed`, with those of `added`, which are for audiences and
    /// of sources that it has proven already: files of an index that was divided anew. One may be among both.
    static func updated(
        _ manifest: [UInt8], removing removed: Set<String>,
        adding added: [(output: String, audience: Audience, sources: [String])]
    ) -> [UInt8] {
        let added = added.sorted { $0.output < $1.output }
        var next = 0
        var result: [UInt8] = []
        result.reserveCapacity(manifest.count + added.count * 128)
        func append(_ line: some Collection<UInt8>) {
            result.append(contentsOf: result.isEmpty ? Array("[\n".utf8) : Array(",\n".utf8))
            result.append(contentsOf: line)
        }
        func append(before output: String?) {
            while next < added.count, output.map({ added[next].output < $0 }) ?? true {
                var json = JSONWriter()
                Self.write(added[next].output, added[next].audience, added[next].sources, to: &json)
                append(json.bytes)
                next += 1
            }
        }
        manifest.withUnsafeBufferPointer { manifest in
            // The brackets have lines of their own.
            for line in manifest.split(separator: 0x0A).dropFirst().dropLast() {
                let output = String(decoding: line.dropFirst(12).prefix { $0 != 0x22 }, as: UTF8.self)
                append(before: output)
                if !removed.contains(output) { append(line.last == 0x2C ? line.dropLast() : line) }
            }
        }
        append(before: nil)
        return result + Array((result.isEmpty ? "[\n]\n" : "\n]\n").utf8)
    }

    private static func write(
        _ output: String, _ audience: Audience, _ sources: some Sequence<String>, to json: inout JSONWriter
    ) {
        json.raw("{\"output\": ")
        json.string(output)
        json.raw(", \"audience\": ")
        json.string(audience.description)
        json.raw(", \"sources\": [")
        var isFirst = true
        for source in sources {
            if !isFirst { json.raw(", ") }
            isFirst = false
            json.string(source)
        }
        json.raw("]}")
    }

    /// JSON, sorted by output. Of a large site it has hundreds of megabytes: `sink` gets it in pieces.
    func write(_ site: Site, to sink: ([UInt8]) throws -> Void) rethrows {
        let paths = site.pages.map(\.parsed.path)
        var json = JSONWriter(capacity: Self.pieceSize + 4096)
        json.raw("[")
        for (index, entry) in entries.sorted(by: { $0.output < $1.output }).enumerated() {
            if index > 0 { json.raw(",") }
            json.raw("\n")
            Self.write(entry.output, entry.audience, entry.sources.lazy.map { paths[$0] }, to: &json)
            if json.count > Self.pieceSize { try sink(json.take()) }
        }
        json.raw("\n]\n")
        try sink(json.bytes)
    }

    private static let pieceSize = 1 << 18
}
