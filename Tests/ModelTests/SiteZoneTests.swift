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

    @Test(arguments: [
        ("2025-01-15", "P12M", "UTC", "2026-01-15"), ("2025-01-15", "P1Y", "UTC", "2026-01-15"),
        ("2025-01-15", "P6M", "UTC", "2025-07-15"), ("2025-01-15", "P180D", "UTC", "2025-07-14"),
        ("2025-01-31", "P1M", "UTC", "2025-02-28"), ("2024-02-29", "P1Y", "UTC", "2025-02-28"),
        ("2025-12-31", "P2M", "UTC", "2026-02-28"), ("2025-11-30", "P1M1D", "UTC", "2025-12-31"),
        ("2025-01-15", "P1Y2W", "America/New_York", "2026-01-29"), ("2025-01-15", "PT36H", "UTC", "2025-01-16"),
        // By the calendar of the site: what is the 1st in London is the 31st in New York.
        ("2025-02-01T02:00Z", "P1M", "America/New_York", "2025-03-01T02:00:00Z"),
        ("2025-02-01T02:00Z", "P1M", "UTC", "2025-03-01T02:00:00Z"),
        // Half past ten stays half past ten when the clocks change; an hour is an hour.
        ("2026-03-28T10:30+01:00", "P1D", "Europe/Oslo", "2026-03-29T08:30:00Z"),
        ("2026-03-28T10:30+01:00", "PT24H", "Europe/Oslo", "2026-03-29T09:30:00Z"),
    ])
    func durationsGoByTheCalendar(_ date: String, _ duration: String, _ zone: String, _ expected: String) throws {
        let zone = SiteZone(zone)
        let date = try #require(Timestamp(iso8601: date))
        let interval = try #require(ISODuration(duration))
        #expect(zone.date(date, after: interval).iso8601 == expected)
    }

    @Test func aDurationOfAgesIsNoCrash() throws {
        let ages = try #require(ISODuration("P999999Y999999M999999W999999DT999999H999999M999999S"))
        for zone in ["UTC", "Europe/Oslo"] {
            for text in ["0001-01-01", "9999-12-31T23:59:59Z"] {
                let date = try #require(Timestamp(iso8601: text))
                #expect(SiteZone(zone).date(date, after: ages) > date)
            }
        }
    }

    @Test func theLatestIsToldByTheMoments() throws {
        let day = try #require(Timestamp(iso8601: "2026-01-11"))
        let evening = try #require(Timestamp(iso8601: "2026-01-11T01:14:00Z"))
        #expect(SiteZone.utc.latest([nil, day, evening]) == evening)
        #expect(SiteZone("America/New_York").latest([nil, day, evening]) == day)
        #expect(SiteZone("Europe/Oslo").latest([nil]) == nil)
    }
}
