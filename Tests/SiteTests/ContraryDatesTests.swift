import HearthBuild
import HearthModel
import TestKit
import Testing

/// Dates that cannot all be right; the clock of these tests is 1 June 2026.
@Suite struct ContraryDatesTests {
    @Test(arguments: [
        ("2026-01-01", "2026-12-31", "2026-05-01", 0), ("2026-07-01", "2026-12-31", "2026-05-01", 2),
        ("2026-01-01", "2025-12-31", "2026-05-01", 1), ("2026-01-01", "2026-01-01", "2026-05-01", 1),
        ("2026-01-01", "2026-12-31", "2025-05-01", 1),
    ])
    func ofAMeasure(_ baseline: String, _ target: String, _ measured: String, _ count: Int) async throws {
        let site = try TinySite([
            "measures/m.md": """
            ---
            title: M
            category: cost
            unit: days
            baseline: {value: 10, date: \(baseline)}
            target: {value: 5, date: \(target)}
            series:
              - {date: \(measured), value: 6, evidence: Ledger}
            ---
            x
            """
        ])
        let report = try await site.build()
        #expect(report.diagnostics.count { $0.kind == .contraryDates } == count)
        #expect(site.main("measures/m/index.html")?.contains("of the way") == (count == 0))
    }

    @Test(arguments: [("2027-01-01", 0), ("2062-01-05", 1)])
    func ofAQuestion(_ date: String, _ count: Int) async throws {
        let site = try TinySite(["questions/q.md": "---\ntitle: Q\nauthor: \"@ada\"\ndate: \(date)\n---\nx\n"])
        #expect(try await site.resolve().diagnostics.count { $0.kind == .futureDate } == count)
    }
}
