import HearthModel
import Testing

@testable import HearthContent

/// Within `{…}` a comma ends a value, also one that was to stand in a number.
@Suite struct CommasInBracesTests {
    private func measure(_ baseline: String) throws -> Parsed {
        try parse("measures/m.md", "---\ntitle: M\ncategory: cost\nunit: EUR\nbaseline: \(baseline)\n---\nx\n")
    }

    private func baseline(_ page: Parsed) -> MeasureFields.Point? {
        guard case .measure(let fields) = page.page.fields else { return nil }
        return fields.baseline
    }

    @Test(arguments: [
        ("{value: 1,200, date: 2026-01-01}", "write 1200, or 1.200 if the comma stands before decimals"),
        ("{date: 2026-01-01, value: 1,200}", "write 1200, or 1.200 if the comma stands before decimals"),
        ("{value: 1,234,567, date: 2026-01-01}", "write 1234567"),
        ("{value: 1,200.50, date: 2026-01-01}", "write 1200.50"), ("{value: -7,5, date: 2026-01-01}", "write -7.5"),
        ("{value: 1, 200, date: 2026-01-01}", "write 1200, or 1.200 if the comma stands before decimals"),
    ])
    func aNumberThatIsCutIsNone(_ written: String, _ help: String) throws {
        let page = try measure(written)
        #expect(page.found == ["wrong-type:5"])
        let found = try #require(page.diagnostic("wrong-type"))
        #expect(found.severity == .error && found.help == help && found.summary.contains("comma"))
        #expect(baseline(page) == nil)
    }

    @Test func twoPartsThatAreTheSameTellTheCause() throws {
        let page = try measure("{value: 1,000,000, date: 2026-01-01}")
        #expect(page.diagnostic("duplicate-key")?.help?.contains("comma") == true)
        #expect(baseline(page) == nil)
    }

    @Test func wordsBehindACommaTellWhereTheyBelong() throws {
        let page = try parse(
            "events/e.md",
            "---\ntitle: E\ndate: 2026-01-01\nfollow_up:\n- {task: buy milk, then bread, due: 2026-01-02}\n---\n")
        #expect(page.found == ["unknown-key:5"])
        #expect(page.diagnostic("unknown-key")?.help?.contains("'task'") == true)
    }

    @Test func aNumberAloneIsRead() throws {
        let page = try measure("{value: 1200, date: 2026-01-01}")
        #expect(page.found.isEmpty && baseline(page)?.value == 1200)
    }
}
