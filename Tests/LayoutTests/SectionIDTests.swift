import Testing

@testable import HearthLayout

/// Every section of an index has an id of its own, and links lead to it.
@Suite struct SectionIDTests {
    private func person(_ name: String, _ fields: String = "") -> String { "---\nname: \(name)\n\(fields)\n---\n" }

    @Test func aDepartmentHasOneSectionWithAnIDOfItsOwn() async throws {
        let departments = ["R&D", "r d", "Ops", "ops", "Ops", "Not said", ""]
        var files: [String: String] = [:]
        for (number, name) in departments.enumerated() {
            files["Content/people/p\(number).md"] = person("P\(number)", name.isEmpty ? "" : "department: \"\(name)\"")
        }
        let sample = try await SampleSite(files)
        let ids = sample.main("people/departments/").split(separator: "<h2 id=\"").dropFirst().map {
            String($0.prefix { $0 != "<" })
        }
        #expect(
            ids == [
                "H-not-said-2\">Not said ", "H-ops\">Ops ", "H-r-d\">r d ", "H-r-d-2\">R&amp;D ",
                "H-not-said\">Not said ",
            ])
        for (number, id) in ["r-d-2", "r-d", "ops", "ops", "ops", "not-said-2"].enumerated() {
            #expect(sample.main("people/p\(number)/").contains("~people/departments/#H-\(id)\""))
        }
    }

    @Test func topicsOfSimilarNamesHaveSectionsOfTheirOwn() async throws {
        var files: [String: String] = [:]
        for (number, tag) in ["c", "c++"].enumerated() {
            files["Content/questions/\(number).md"] = "---\ntitle: Q\ndate: 2026-01-01\ntags: [\(tag)]\n---\nQ\n"
        }
        let page = try await SampleSite(files).main("questions/by-topic/")
        #expect(page.contains("id=\"H-topic-c\"") && page.contains("id=\"H-topic-c-2\""))
    }
}
