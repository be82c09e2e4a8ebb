import Testing

@testable import HearthLayout

/// What is called measured has evidence.
@Suite struct MeasureEvidenceTests {
    private func sample(_ fields: String) async throws -> SampleSite {
        try await SampleSite(["Content/measures/m.md": "---\ntitle: Hours\ncategory: cost\n\(fields)---\n"])
    }

    @Test func aValueWithoutEvidenceIsClaimed() async throws {
        let sample = try await sample(
            "attribution: measured\nseries:\n- {date: 2026-01-01, value: 5, evidence: report}\n- {date: 2026-02-01, value: 4}\n"
        )
        for path in ["measures/m/", "measures/"] {
            #expect(sample.main(path).contains("<span class=\"state off\">Claimed</span>"), "\(path)")
            #expect(!sample.main(path).contains("Measured"))
        }
        #expect(!sample.main("measures/m/").contains("· measured"))
    }

    @Test(arguments: [
        (
            "attribution: measured\nseries:\n- {date: 2026-01-01, value: 5}\n- {date: 2026-02-01, value: 4, evidence: report}\n",
            "Measured"
        ),
        ("attribution: estimated\nseries:\n- {date: 2026-02-01, value: 4}\n", "Estimated"),
        ("attribution: measured\n", "Measured"),
        (
            "attribution: measured\nseries:\n- {date: 2026-02-01, value: 4, evidence: r}\n- {date: 2028-02-01, value: 4}\n",
            "Measured"
        ),
    ])
    func otherwiseTheAuthorSays(_ fields: String, _ label: String) async throws {
        #expect(try await sample(fields).main("measures/").contains(">\(label)</span>"))
    }
}
