import Glibc
import HearthBuild
import HearthContent
import HearthMarkdown
import HearthModel
import TestKit

// The hot parts of a build, each alone and on one thread: how long one piece of work takes. Compare two versions of the
// program with it on the same machine, one after the other: `make bench-parts`.

/// Text that looks like what people write, the same in every run.
private struct Words {
    private var state: UInt64 = 0x2545_F491_4F6C_DD1D

    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % limit
    }

    mutating func text(_ count: Int) -> String {
        (0..<count).map { _ in String((0..<2 + below(8)).map { _ in Character(UnicodeScalar(UInt8(97 + below(26)))) }) }
            .joined(separator: " ")
    }

    mutating func body(paragraphs: Int, tables: Int) -> String {
        var parts = (0..<paragraphs).map { number in
            number % 4 == 0
                ? "## \(text(4))\n\n\(text(60)) **\(text(3))** and [\(text(2))](/groups/g/) `\(text(1))`."
                : "\(text(70)).\n\n- \(text(8))\n- \(text(8))"
        }
        for _ in 0..<tables {
            let rows = (0..<8).map { _ in "| \(text(2)) | \(text(2)) | \(below(99)) |" }
            parts.append("| a | b | c |\n|---|---|--:|\n" + rows.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }
}

/// Runs `work` for about a second and prints how long one run takes: the best of five rounds.
private func measure(_ name: String, bytes: Int = 0, _ work: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    try work()
    let once = try clock.measure { try work() }
    let count = max(1, Int(200_000_000_000_000_000 / max(1, once.attoseconds)))
    var best = Duration.seconds(1000)
    for _ in 0..<5 { best = min(best, try clock.measure { for _ in 0..<count { try work() } } / count) }
    let microseconds = Double(best.attoseconds) / 1e12
    var line = name + String(repeating: " ", count: max(1, 44 - name.count)) + fixed(microseconds) + " µs"
    if bytes > 0 { line += "   " + fixed(Double(bytes) / microseconds) + " MB/s" }
    print(line)
}

extension Duration {
    fileprivate var attoseconds: Int64 { components.seconds * 1_000_000_000_000_000_000 + components.attoseconds }
}

private func fixed(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let text = "\(tenths / 10).\(tenths % 10)"
    return String(repeating: " ", count: max(0, 10 - text.count)) + text
}

private func parse(_ text: [UInt8]) -> MarkdownDocument {
    var diagnostics: [Diagnostic] = []
    return MarkdownDocument.parse(text[...], file: "x.md", diagnostics: &diagnostics)
}

private var words = Words()
private let plain = Array(words.body(paragraphs: 14, tables: 0).utf8)
private let tables = Array(words.body(paragraphs: 6, tables: 6).utf8)
private let document = parse(plain)

measure("parse a page of 6 kB", bytes: plain.count) { _ = parse(plain) }
measure("parse a page with six tables", bytes: tables.count) { _ = parse(tables) }
measure("HTML of a page", bytes: plain.count) {
    var writer = HTMLWriter(capacity: 16_384)
    MarkdownHTMLRenderer(headingAnchors: true).render(document, blocks: document.blocks[...], into: &writer) { _ in nil
    }
}
measure("escape a page", bytes: plain.count) {
    var writer = HTMLWriter(capacity: 16_384)
    writer.text(plain[...])
}
measure("SHA-256 of a page", bytes: plain.count) { _ = PageParser.hash(of: plain[...]) }
measure("QuickHash of a page", bytes: plain.count) { _ = QuickHash.of(plain) }

private let count = 500
private let site = try TinySite(
    Dictionary(
        uniqueKeysWithValues: (0..<count).map { number in
            (
                "groups/g\(number % 10)/questions/q\(number).md",
                "---\ntitle: \(words.text(6))\ndate: 2026-01-01\ntags: [t\(number % 30)]\n---\n"
                    + words.body(paragraphs: 10, tables: 0)
            )
        }), configuration: TinySite.withoutSearch)

/// One build with its stages, for each page.
private func stages(_ name: String, _ change: (inout BuildOptions) -> Void) async throws {
    var best: [(name: String, duration: Duration)] = []
    for _ in 0..<5 {
        let report = try await site.build { options in
            options.workers = 1
            change(&options)
        }
        if best.isEmpty { best = report.stages }
        for (index, stage) in report.stages.enumerated() where stage.duration < best[index].duration {
            best[index] = stage
        }
    }
    for stage in best where stage.duration > .zero {
        let text = "\(name): \(stage.name), a page"
        let microseconds = Double((stage.duration / count).attoseconds) / 1e12
        print(text + String(repeating: " ", count: max(1, 44 - text.count)) + fixed(microseconds) + " µs")
    }
}

try await stages("full build") { $0.reuses = false }
try await stages("nothing changed") { _ in }
