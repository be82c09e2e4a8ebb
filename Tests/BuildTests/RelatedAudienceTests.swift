import TestKit
import Testing

/// Which pages are related to a restricted one, and their order, follows from what its readers may read.
@Suite struct RelatedAudienceTests {
    @Test(arguments: [(3, "Pump"), (3, "Bearing"), (70, "Pump Bearing"), (500, "Overhaul")])
    func pagesOfAnotherGroupChangeNothing(_ count: Int, _ title: String) async throws {
        func related(_ others: Int) async throws -> String? {
            var files: [String: String] = [:]
            for group in ["r1", "r2"] {
                files["groups/\(group)/index.md"] =
                    "---\ntitle: \(group)\nkind: team\nvisibility: members\naccess_group: cn=\(group)\n---\nx\n"
            }
            for (name, title) in [("a", "Pump bearing"), ("b", "Pump overhaul"), ("c", "Bearing overhaul")] {
                files["groups/r1/\(name).md"] = "---\ntitle: \(title)\n---\nx\n"
            }
            for number in 0..<others { files["groups/r2/s\(number).md"] = "---\ntitle: \(title) \(number)\n---\nx\n" }
            let site = try TinySite(files, configuration: TinySite.withoutSearch)
            try await site.build()
            return site.output("groups/r1/a/index.html")
        }
        let alone = try #require(try await related(0))
        #expect(alone.contains(">Pump overhaul<") && alone.contains(">Bearing overhaul<"))
        #expect(try await related(count) == alone)
    }
}
