import Foundation

/// The time zone of a site: where its days begin, and which moment a time is that was written without an offset.
package struct SiteZone: Sendable, Hashable {
    /// Nil for UTC.
    private let zone: TimeZone?

    package static let utc = SiteZone("UTC")

    /// `identifier` is an IANA name; one that nobody knows means UTC.
    package init(_ identifier: String) {
        zone = identifier == "UTC" ? nil : TimeZone(identifier: identifier)
    }

    /// Seconds east of UTC at a moment.
    package func offset(at seconds: Int64) -> Int64 {
        guard let zone else { return 0 }
        return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }

    /// The moment at which clocks here show the civil time `local`, written as seconds as if it were UTC. A time that
    /// they show twice is the first one; one that they leave out is as much later as they are put forward.
    package func moment(ofLocal local: Int64) -> Int64 {
        guard zone != nil else { return local }
        let before = offset(at: local - 86_400)
        let after = offset(at: local + 86_400)
        if before != after, offset(at: local - before) != before, offset(at: local - after) == after {
            return local - after
        }
        return local - before
    }

    /// The day that a date is here, as days since 1970: that of the moment, or the one that was written.
    package func day(of date: Timestamp) -> Int {
        guard date.hasTime, zone != nil else { return date.day }
        return Timestamp(seconds: date.seconds + offset(at: date.seconds), hasTime: true).day
    }

    /// The moment at which a day, as days since 1970, begins here.
    package func start(ofDay day: Int) -> Int64 { moment(ofLocal: Int64(day) * 86_400) }

    /// The moment that a date stands for: a day without a time begins when it does here.
    package func moment(of date: Timestamp) -> Timestamp {
        date.hasTime ? date : Timestamp(seconds: moment(ofLocal: date.seconds), hasTime: true)
    }

    /// Whether one date comes before another. Where both say a time, or neither does, the zone does not matter.
    package func isEarlier(_ a: Timestamp, _ b: Timestamp) -> Bool {
        a.hasTime == b.hasTime
            ? a < b : (moment(of: a).seconds, a.hasTime ? 1 : 0) < (moment(of: b).seconds, b.hasTime ? 1 : 0)
    }

    /// The last of the dates that are known.
    package func latest(_ dates: some Sequence<Timestamp?>) -> Timestamp? {
        var latest: Timestamp?
        for case let date? in dates where latest.map({ isEarlier($0, date) }) ?? true { latest = date }
        return latest
    }

    /// The date that lies `duration` after another, by the calendar: a month after 15 January is 15 February, and a month
    /// after the 31st is the last day of February. Hours are counted where a time is known.
    package func date(_ date: Timestamp, after duration: ISODuration) -> Timestamp {
        let day = day(of: date)
        let civil = Timestamp.civilFromDays(day)
        let months = civil.year * 12 + civil.month - 1 + duration.months
        let (year, month) = (months / 12, months % 12 + 1)
        let first = Timestamp.daysFromCivil(year, month, 1)
        let length = Timestamp.daysFromCivil(month == 12 ? year + 1 : year, month % 12 + 1, 1) - first
        let moved = Int64(first + min(civil.day, length) - 1 + duration.days - day) * 86_400
        guard date.hasTime else {
            let days = duration.time / 86_400
            return Timestamp(seconds: date.seconds + moved + days * 86_400, hasTime: false)
        }
        let local = date.seconds + offset(at: date.seconds) + moved
        return Timestamp(seconds: (moved == 0 ? date.seconds : moment(ofLocal: local)) + duration.time, hasTime: true)
    }
}
