import HearthModel
import TestKit
import Testing

/// A tag that nobody else has, and that others nearly have.
@Suite struct TopicSlipTests {
    private func told(_ tag: String, _ more: String = "", settings: String = "") async throws -> [Diagnostic] {
        var pages = ["x.md": "---\ntitle: X\n\(more)tags: [\"\(tag)\"]\n---\nx\n"]
        for number in 0..<3 {
            pages["p\(number).md"] = "---\ntitle: P\(number)\ntags: [Compressors, part-12, pump]\n---\nx\n"
        }
        let (_, found) = try await TinySite(pages, configuration: "title: T\n" + settings).resolve()
        return found.filter { $0.kind.id == "near-topic" }
    }

    @Test(arguments: ["compresors", "Compressor", "commpressors", "compressosr", "conpressors"])
    func aSlipIsTold(_ tag: String) async throws {
        let found = try await told(tag)
        #expect(found.count == 1 && found.first?.severity == .warning && found.first?.location?.line == 3, "\(found)")
        #expect(found.first?.help?.hasPrefix("did you mean 'compressors'?") == true)
    }

    /// The same topic, another one, another number, too short to tell, and two slips.
    @Test(arguments: ["compressors", "turbines", "part-13", "pumps", "cmopresosrs", "compressors-2"])
    func whatIsNoSlipIsNot(_ tag: String) async throws { #expect(try await told(tag) == []) }

    @Test func whatIsMeantIsNot() async throws {
        #expect(try await told("compresors", settings: "topics: {compresors: {label: Compresors}}\n") == [])
        #expect(try await told("compresors", settings: "topics: {compressors: {synonyms: [compresors]}}\n") == [])
        #expect(try await told("compresors", "source: {system: x, id: 1}\n") == [])
    }

    @Test func aDefinedTopicNeedsNoOtherPages() async throws {
        let found = try await told("turbine", settings: "topics: {turbines: {label: Turbines}}\n")
        #expect(found.first?.help?.contains("'turbines'") == true)
    }
}
