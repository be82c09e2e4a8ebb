import HearthBuild
import HearthModel
import TestKit
import Testing

/// The audience manifest names the pages of each file of the search, also after a text has grown into other files.
@Suite struct ManifestSourcesTests {
    @Test(arguments: [0, 7, 12, 29]) func aTextThatGrows(_ page: Int) async throws {
        let words = (0..<400).map { "word\($0 * 7919 % 900)" }
        func text(_ number: Int, _ count: Int) -> String {
            "---\ntitle: Page \(number)\ndate: 2026-01-01\ndescription: x\n---\n"
                + (0..<count).map { words[($0 * (number + 3)) % words.count] }.joined(separator: " ") + ".\n"
        }
        var files: [String: String] = [:]
        for number in 0..<30 { files["d\(number).md"] = text(number, 250) }
        let site = try TinySite(files)
        try await site.build()
        for count in [1_000, 3_000, 40] {
            try site.folder.write("Content/d\(page).md", text(page, count))
            let report = try await site.build()
            guard case .texts = report.scope else {
                Issue.record("a whole build")
                return
            }
            let wrong = try await site.build { $0.verifies = true }.diagnostics
            #expect(wrong.filter { $0.kind == .outputDiffers }.isEmpty)
        }
    }
}
