import Foundation
import HearthModel
import TestKit
import Testing

@testable import HearthCommandLine

/// The guides name diagnostics by ids that can be looked up.
@Suite struct GuideTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func pages() throws -> [(name: String, text: String)] {
        let files = FileManager.default.enumerator(atPath: Self.root.appending(path: "Content").path)
        let names = (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".md") }.map { "Content/" + $0 }
        return try (names + ["README.md", "CONTRIBUTING.md"]).map {
            ($0, try String(contentsOf: Self.root.appending(path: $0), encoding: .utf8))
        }
    }

    @Test func everyIdThatTheGuidesNameIsInTheCatalogue() throws {
        var known = 0
        for (name, text) in try pages() {
            // What a migration loses has names of the same form.
            let isMigration = name.contains("/migrate-")
            var ids = isMigration ? [] : text.matches(of: /\(`([a-z]+(?:-[a-z]+)+)`\)/).map { String($0.1) }
            ids += text.matches(of: /hearth explain ([a-z]+(?:-[a-z]+)+)/).map { String($0.1) }
            for id in ids { #expect(DiagnosticCatalog.kind(id) != nil, "\(name): \(id)") }
            known += ids.count
        }
        #expect(known > 8)
    }

    /// Whoever learns to read messages by the guide shall find them so.
    @Test func theMessageThatTheGuideShowsIsTheProgramsOwn() throws {
        let page = try pages().first { $0.name.hasSuffix("/fix-a-diagnostic.md") }
        let block = try #require(page?.text.firstMatch(of: /```text\n(error[^`]*)```/)?.1)
        let place = try #require(block.firstMatch(of: /--> Content\/(.*):(\d+):\d+\n\d+ \| (.*)\n/))
        let line = try #require(Int(place.2))
        let fields = "---\ntitle: FAQ\n---\n"
        let group = "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n"
        let site = try TinySite([
            String(place.1): fields + String(repeating: "\n", count: line - 4) + place.3 + "\n",
            "groups/platform/index.md": group, "groups/platform-eng/index.md": group,
        ])
        let run = try Program.run("check", in: site.folder)
        #expect(run.err.contains(block.dropLast()), "\(run.err)")
        let advice = try #require(block.firstMatch(of: /did you mean '(.*)'/)?.1)
        try site.folder.write("Content/" + place.1, fields + "[x](\(advice))\n")
        #expect(try Program.run("check", in: site.folder).ids.filter { $0 == "broken-link" } == [])
    }
}
