import HearthModel

/// Dates as people read them: `14 Jun 2011`. Instants are shown in the site's time zone, days as they were written.
struct DateText: Sendable {
    private let zone: SiteZone

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `identifier` is an IANA name; one that nobody knows means UTC.
    init(timeZone identifier: String) {
        zone = SiteZone(identifier)
    }

    /// The moment with the zone's offset added, so that its civil date and time are those of the zone.
    private func local(_ date: Timestamp) -> Timestamp {
        guard date.hasTime else { return date }
        return Timestamp(seconds: date.seconds + zone.offset(at: date.seconds), hasTime: true)
    }

    /// `14 Jun 2011`
    func day(_ date: Timestamp) -> String {
        let (year, month, day) = local(date).civil
        // Pages show many dates: no interpolation.
        var text = String(day)
        text += Self.namesInText[month - 1]
        text += String(year)
        return text
    }

    private static let namesInText = months.map { " " + $0 + " " }

    /// `14 Jun 2011, 09:30` where a time was written.
    func moment(_ date: Timestamp) -> String {
        date.hasTime ? "\(day(date)), \(time(date))" : day(date)
    }

    /// `09:30`
    private func time(_ date: Timestamp) -> String {
        let rest = Int(local(date).seconds - Int64(local(date).day) * 86_400)
        let (hour, minute) = (rest / 3600, rest / 60 % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// `14` and `Jun 2011`.
    func parts(_ date: Timestamp) -> (day: String, month: String) {
        let (year, month, day) = local(date).civil
        return (String(day), "\(Self.months[month - 1]) \(year)")
    }

    /// The day in the site's time zone, as days since 1970.
    func dayNumber(_ date: Timestamp) -> Int { local(date).day }

    func context(_ date: Timestamp) -> Context<DateFields> {
        Context(DateFields(iso: date.iso8601, text: day(date)))
    }

    func context(_ date: Timestamp?) -> Context<DateFields>? { date.map { context($0) } }

    /// The end of what begins at `start`: of one day the day is said once, and a day alone is its own end.
    func endContext(_ end: Timestamp?, from start: Timestamp?) -> Context<DateFields>? {
        guard let end, let start, dayNumber(end) == dayNumber(start) else { return momentContext(end) }
        guard end.hasTime else { return nil }
        return Context(DateFields(iso: end.iso8601, text: start.hasTime ? time(end) : moment(end)))
    }

    func momentContext(_ date: Timestamp?) -> Context<DateFields>? {
        date.map { Context(DateFields(iso: $0.iso8601, text: moment($0))) }
    }
}
