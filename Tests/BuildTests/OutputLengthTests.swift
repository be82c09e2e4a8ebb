import HearthBuild
import HearthModel
import TestKit
import Testing

@Suite struct OutputLengthTests {
    @Test func addressesThatNoFileSystemTakesAreErrorsAndCostNoOtherPage() async throws {
        let tag = String(repeating: "t", count: 300)
        let tiny = try TinySite(["a.md": "---\ntitle: A\ntags: [\(tag), short]\n---\nThis is it.\n"])
        let report = try await tiny.build()
        #expect(report.diagnostics.ids.contains("address-too-long"))
        #expect(tiny.main("a/index.html")?.contains("This is it.") == true)
        #expect(tiny.main("topics/short/index.html") != nil)
    }
}
