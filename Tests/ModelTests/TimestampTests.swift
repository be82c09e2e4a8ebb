import HearthModel
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("2013-04-02", "2013-04-02"), ("2013-04-02T08:02", "2013-04-02T08:02:00Z"),
        ("2013-04-02 08:02:11", "2013-04-02T08:02:11Z"),
        ("2013-04-02T08:02:11.713", "2013-04-02T08:02:11Z"), ("2013-04-02T08:02:11+02:00", "2013-04-02T06:02:11Z"),
        ("2013-04-02T23:30:00-0130", "2013-04-03T01:00:00Z"), ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
        ("2024-02-29", "2024-02-29"), ("0001-01-01", "0001-01-01"),
    ])
    func readsISO8601(_ text: String, _ expected: String) { #expect(Timestamp(iso8601: text)?.iso8601 == expected) }

    @Test(arguments: [
        "2023-02-29", "2023-13-01", "2023-00-10", "2023-1-1", "13-04-02", "2013-04-02T25:00", "2013-04-02T10:00X", "",
        "today", "2013-04-02T", "2013-04-02 ",
    ])
    func refusesAnythingElse(_ text: String) { #expect(Timestamp(iso8601: text) == nil) }

    @Test func everyDayOfFourCenturiesSurvivesTheRoundTrip() {
        for day in stride(from: -146_097, to: 146_097, by: 1) {
            let date = Timestamp.civilFromDays(day)
            #expect(Timestamp.daysFromCivil(date.year, date.month, date.day) == day)
        }
    }

    @Test(arguments: [
        ("P2D", 172_800), ("P1Y", 31_536_000), ("PT36H", 129_600), ("P1Y6M", 47_088_000), ("p2w", 1_209_600),
    ])
    func readsDurations(_ text: String, _ seconds: Int64) { #expect(ISODuration(text)?.seconds == seconds) }

    @Test(arguments: [
        "P", "2D", "PT", "P1H", "PT1D", "P-1D", "P1.5D", "P99999999999999999999D", "P1D1D1D1D1D1D1D1D",
    ])
    func refusesOtherDurations(_ text: String) { #expect(ISODuration(text) == nil) }
}
