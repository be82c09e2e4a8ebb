import HearthModel
import Testing

@testable import HearthContent

/// `{value: 1,200}` is two fields to YAML, and one number to whoever wrote it.
@Suite struct NumberWithCommaTests {
    private func measure(_ point: String) throws -> (series: [Double], parsed: Parsed) {
        let page = try parse(
            "measures/m.md",
            "---\ntitle: M\ncategory: cost\nunit: EUR\nbaseline: {value: 5000, date: 2026-01-01}\n"
                + "target: {value: 1000, date: 2026-12-31}\nseries:\n  - \(point)\n---\nx\n")
        guard case .measure(let fields) = page.page.fields else { return ([], page) }
        return (fields.series.map(\.value), page)
    }

    @Test(arguments: [
        ("{date: 2026-06-01, value: 1,200, evidence: e}", "write 1200, or 1.200 if the comma stands before decimals"),
        ("{value: 1, 200, date: 2026-06-01}", "write 1200, or 1.200 if the comma stands before decimals"),
        ("{date: 2026-06-01, value: -1,200,300}", "write -1200300"), ("{date: 2026-06-01, value: 1,5}", "write 1.5"),
        ("{date: 2026-06-01, value: 1,200.5}", "write 1200.5"),
        ("{date: 2026-06-01, value: 1,200 EUR}", "write digits, with a point for decimals: 12.5"),
    ])
    func isAWrongValueAndNotTaken(_ point: String, _ help: String) throws {
        let (series, parsed) = try measure(point)
        #expect(series == [])
        #expect(parsed.found == ["wrong-type:8"])
        #expect(parsed.diagnostic("wrong-type")?.help == help)
    }

    @Test func otherNamesOfDigitsAreFieldsAsBefore() throws {
        #expect(try measure("{date: 2026-06-01, value: 1, 2026: x}").parsed.found == ["unknown-key:8"])
        #expect(try measure("{date: 2026-06-01, value: 1, e2: }").parsed.found == ["unknown-key:8"])
        #expect(try measure("{date: 2026-06-01, value: 1}").series == [1])
    }

    @Test func aTextWithAFigureIsKeptWhole() throws {
        #expect(try measure("{date: 2026-06-01, value: 1, evidence: 1,200}").parsed.found == [])
    }

    @Test(arguments: [
        ("author: \"@a, @b\"", "there is one 'author': name one person"),
        ("author: Jo Larsen", "a handle is the name of a file in people/, without .md"),
    ])
    func onePersonIsNamed(_ field: String, _ help: String) throws {
        #expect(try parse("d.md", "---\ntitle: D\n\(field)\n---\nx\n").diagnostic("not-a-handle")?.help == help)
    }
}
