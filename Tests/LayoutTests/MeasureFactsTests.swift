import HearthModel
import Testing

@testable import HearthLayout

/// What pages say of measures.
@Suite struct MeasureFactsTests {
    private static let group = "---\ntitle: Pump people\nkind: team\nmanagers: [\"@ann\"]\n---\n"

    private func site(_ files: [String: String]) async throws -> SampleSite {
        var all = files
        all["Content/people/ann.md"] = "---\nname: Ann Berg\n---\n"
        all["Content/groups/g/index.md"] = Self.group
        return try await SampleSite(all)
    }

    private func measure(_ fields: String) -> String { "---\ntitle: Hours\ncategory: cost\n\(fields)---\n" }

    private func useCase(_ fields: String = "") -> String {
        "---\ntitle: Case\nproblem: p\ngroups: [g]\n\(fields)---\n"
    }

    // MARK: - Progress

    @Test(arguments: [
        ("2026-05-01", "5.5", "<b>90 %</b> of the way · on track", false),
        ("2025-01-01", "5.5", "<b>90 %</b> of the way · not measured for over a year", true),
        ("2025-01-01", "5", "<b>100 %</b> of the way · target reached", false),
        ("2026-05-01", "14", "<b>Worse than the baseline</b>", false),
        ("2025-01-01", "14", "<b>Worse than the baseline · not measured for over a year</b>", false),
        ("2026-05-01", "10", "<b>0 %</b> of the way · behind plan", false),
    ])
    func whatIsOldOrWorseIsNotOnTrack(_ date: String, _ value: String, _ words: String, _ isStale: Bool) async throws {
        let fields = "unit: h\nbaseline: {value: 10, date: 2024-01-01}\ntarget: {value: 5, date: 2027-12-31}\n"
        let sample = try await site([
            "Content/measures/m.md": measure(fields + "series: [{date: \(date), value: \(value), evidence: x}]\n")
        ])
        let main = sample.main("measures/m/")
        #expect(main.contains(words), "\(main)")
        #expect(main.contains("progress stale") == isStale)
        #expect(main.contains("of the way") == !words.contains("Worse"))
    }

    @Test(arguments: [
        ("2026-05-31", "<b>90 %</b> of the way · target date passed"), ("2027-12-31", "of the way · on track"),
    ])
    func afterTheTargetsDateNothingShortOfItIsOnTrack(_ date: String, _ words: String) async throws {
        let fields = "unit: h\nbaseline: {value: 10, date: 2024-01-01}\ntarget: {value: 5, date: \(date)}\n"
        let sample = try await site([
            "Content/measures/m.md": measure(fields + "series: [{date: 2026-05-01, value: 5.5, evidence: x}]\n")
        ])
        #expect(sample.main("measures/m/").contains(words))
    }

    @Test(arguments: [("2026-05-01", false), ("2025-01-01", true)])
    func aListSaysWhichValuesAreOld(_ date: String, _ isStale: Bool) async throws {
        let series = "attribution: measured\nseries: [{date: \(date), value: 7, evidence: x}]\n"
        let list = try await site(["Content/measures/m.md": measure("unit: h\n" + series)]).main("measures/")
        #expect(list.contains("Over a year old") == isStale)
        #expect(list.contains("<b>7 h</b>") == !isStale && list.contains(">Measured<") == !isStale)
        #expect(list.contains("7 h"))
    }

    // MARK: - Use cases

    @Test(arguments: [("use_cases: [u]\n", ""), ("", "measures: [m]\n"), ("", "measures: [measures/m.md]\n")])
    func oneOfTheTwoNamesTheOther(_ ofMeasure: String, _ ofCase: String) async throws {
        let sample = try await site([
            "Content/measures/m.md": measure(ofMeasure), "Content/use-cases/u.md": useCase(ofCase),
        ])
        #expect(sample.main("measures/m/").contains("~use-cases/u/"))
        #expect(sample.main("use-cases/u/").contains("~measures/m/"))
        #expect(sample.main("groups/g/").contains("~measures/m/"))
    }

    @Test func bothNamesAreOneLink() async throws {
        let sample = try await site([
            "Content/measures/m.md": measure("use_cases: [u, use-cases/u.md]\n"),
            "Content/measures/a.md": "---\ntitle: Another\ncategory: cost\nuse_cases: [u]\n---\n",
            "Content/use-cases/u.md": useCase("measures: [m]\n"),
        ])
        let main = sample.main("use-cases/u/")
        let own = try #require(main.range(of: "~measures/m/"))
        // What the use case names comes first.
        let other = try #require(main.range(of: "~measures/a/"))
        #expect(own.lowerBound < other.lowerBound)
        #expect(main[own.upperBound...].contains("~measures/m/") == false)
        #expect(sample.page("measures/m/").split(separator: "~use-cases/u/").count == 2)
    }

    @Test func aRestrictedUseCaseTellsNobodyWhoseTheMeasureIs() async throws {
        let closed = "title: R\nkind: team\nmanagers: [\"@ann\"]\nvisibility: members\naccess_group: r\n"
        let sample = try await site([
            "Content/groups/r/index.md": "---\n\(closed)---\n",
            "Content/measures/m.md": measure("visibility: everyone\nuse_cases: [u]\n"),
            "Content/use-cases/u.md": useCase("group: r\nvisibility: members\n"),
        ])
        #expect(sample.main("measures/m/").contains("Hours") && !sample.main("measures/m/").contains("Case"))
        #expect(!sample.main("groups/g/").contains("Hours"))
    }

    // MARK: - Values

    @Test func smallValuesKeepTheirDigits() async throws {
        let sample = try await site([
            "Content/measures/m.md": measure(
                """
                unit: "%"
                baseline: {value: 0.004, date: 2026-01-01}
                target: {value: 0.001, date: 2027-01-01}
                series: [{date: 2026-02-01, value: 0.0029}]

                """)
        ])
        let main = sample.main("measures/m/")
        for value in ["0.004 %", "0.0029 %", "0.001 %"] { #expect(main.contains("<b>\(value)</b>")) }
    }

    @Test(arguments: [
        ("", 10, 2, "lower is better", false), ("direction: up\n", 10, 2, "lower is better", true),
        ("", 2, 10, "higher is better", false), ("direction: down\n", 2, 10, "higher is better", true),
        ("direction: down\n", 10, 2, "lower is better", false), ("direction: down\n", 2, 2, "lower is better", false),
    ])
    func theTargetSaysWhatIsBetter(
        _ direction: String, _ from: Int, _ to: Int, _ words: String, _ isContrary: Bool
    ) async throws {
        let values = "baseline: {value: \(from), date: 2026-01-01}\ntarget: {value: \(to), date: 2027-01-01}\n"
        let sample = try await site(["Content/measures/m.md": measure(direction + values)])
        #expect(sample.main("measures/m/").contains(words))
        let found = sample.has("contrary-direction")
        #expect(found.count == (isContrary ? 1 : 0))
        #expect(found.allSatisfy { $0.location?.line == 4 && $0.severity == .warning })
    }

    @Test func withoutATargetOnlyTheAuthorKnowsTheDirection() async throws {
        let values = "baseline: {value: 10, date: 2026-01-01}\n"
        let silent = try await site(["Content/measures/m.md": measure(values)])
        #expect(!silent.main("measures/m/").contains("is better"))
        let written = try await site(["Content/measures/m.md": measure("direction: up\n" + values)])
        #expect(written.main("measures/m/").contains("higher is better"))
    }
}
