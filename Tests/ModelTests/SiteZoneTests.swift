import HearthModel
import Testing

@Suite struct SiteZoneTests {
    @Test(arguments: [
        ("2026-12-01T10:00", "Europe/Oslo", "2026-12-01T09:00:00Z"),
        ("2026-07-01 10:00", "Europe/Oslo", "2026-07-01T08:00:00Z"),
        ("2026-12-01T10:00", "America/Los_Angeles", "2026-12-01T18:00:00Z"),
        ("2026-12-01T10:00", "UTC", "2026-12-01T10:00:00Z"),
        ("2026-12-01T10:00", "Nowhere/Land", "2026-12-01T10:00:00Z"),
        // What says its offset means it, and a day is a day.
        ("2026-12-01T10:00Z", "Europe/Oslo", "2026-12-01T10:00:00Z"),
        ("2026-12-01T10:00+03:00", "Europe/Oslo", "2026-12-01T07:00:00Z"),
        ("2026-12-01", "Europe/Oslo", "2026-12-01"),
        // Clocks are put back at 3:00 and show 2:30 twice; in March they go from 2:00 to 3:00.
        ("2026-10-25T02:30", "Europe/Oslo", "2026-10-25T00:30:00Z"),
        ("2026-10-25T03:30", "Europe/Oslo", "2026-10-25T02:30:00Z"),
        ("2026-03-29T02:30", "Europe/Oslo", "2026-03-29T01:30:00Z"),
        ("2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00Z"),
        ("2026-11-01T02:30", "America/New_York", "2026-11-01T07:30:00Z"),
    ])
    func aTimeWithoutOffsetIsOneOfTheZone(_ text: String, _ zone: String, _ expected: String) {
        #expect(Timestamp(iso8601: text, in: SiteZone(zone))?.iso8601 == expected)
    }

    @Test func daysBeginWhereTheSiteIs() throws {
        let evening = try #require(Timestamp(iso8601: "2026-06-01T23:30:00Z"))
        let day = try #require(Timestamp(iso8601: "2026-06-01"))
        for (zone, later) in [("UTC", 0), ("Europe/Oslo", 1), ("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 0)] {
            #expect(SiteZone(zone).day(of: evening) == day.day + later)
            #expect(SiteZone(zone).day(of: day) == day.day)
        }
        #expect(SiteZone("Europe/Oslo").start(ofDay: day.day) == day.seconds - 7200)
        #expect(SiteZone("America/New_York").moment(of: day).iso8601 == "2026-06-01T04:00:00Z")
        #expect(SiteZone("America/New_York").moment(of: evening) == evening)
    }
}
