import Foundation
import HearthModel
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
}
