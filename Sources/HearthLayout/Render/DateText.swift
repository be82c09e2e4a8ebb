import HearthModel

/// Dates as people read them: `14 Jun 2011`. Instants are shown in the site's time zone, days as they were written.
struct DateText: Sendable {
    private let zone: SiteZone
    /// Pages show many dates: what stands around the numbers of each month is made once.
    private let days: [DayPattern]
    private let months: [MonthPattern]
    private let moments: MomentPattern

    /// `identifier` is an IANA name; one that nobody knows means UTC.
    init(timeZone identifier: String, words: Words = .english) {
        zone = SiteZone(identifier)
        let names = Self.names(words)
        days = names.map { DayPattern(words("{day} {month} {year}"), month: $0) }
        months = names.map { MonthPattern(words("{month} {year}"), month: $0) }
        moments = MomentPattern(words("{date}, {time}"))
    }

    private static func names(_ words: Words) -> [String] {
        [
            words("Jan"), words("Feb"), words("Mar"), words("Apr"), words("May##month, short"), words("Jun"),
            words("Jul"), words("Aug"), words("Sep"), words("Oct"), words("Nov"), words("Dec"),
        ]
    }

    /// The moment with the zone's offset added, so that its civil date and time are those of the zone.
    private func local(_ date: Timestamp) -> Timestamp {
        guard date.hasTime else { return date }
        return Timestamp(seconds: date.seconds + zone.offset(at: date.seconds), hasTime: true)
    }

    /// `14 Jun 2011`
    func day(_ date: Timestamp) -> String {
        let (year, month, day) = local(date).civil
        return days[month - 1].text(day: day, year: year)
    }

    /// `14 Jun 2011, 09:30` where a time was written.
    func moment(_ date: Timestamp) -> String {
        date.hasTime ? moments.text(day: day(date), time: time(date)) : day(date)
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
        return (String(day), months[month - 1].text(year: year))
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

/// What stands before, between and behind two values of a text, in whichever order a language has them.
private struct PairPattern: Sendable {
    let before: String
    let between: String
    let after: String
    /// Whether the second value comes first.
    let isTurned: Bool

    /// Nil unless `text` has both names.
    init?(_ text: String, _ first: String, _ second: String) {
        guard let one = text.firstRange(of: first), let two = text.firstRange(of: second) else { return nil }
        isTurned = two.lowerBound < one.lowerBound
        let (left, right) = isTurned ? (two, one) : (one, two)
        before = String(text[..<left.lowerBound])
        between = String(text[left.upperBound..<right.lowerBound])
        after = String(text[right.upperBound...])
    }

    func text(_ first: String, _ second: String) -> String {
        // No interpolation, which costs more than the rest.
        var text = before
        text += isTurned ? second : first
        text += between
        text += isTurned ? first : second
        text += after
        return text
    }
}

/// The day of one month: ` Jun ` between day and year.
private struct DayPattern: Sendable {
    private let pair: PairPattern?
    private let month: String

    init(_ pattern: String, month: String) {
        pair = PairPattern(pattern.replacing("{month}", with: month, maxReplacements: 1), "{day}", "{year}")
        self.month = month
    }

    func text(day: Int, year: Int) -> String {
        pair?.text(String(day), String(year)) ?? "\(day) \(month) \(year)"
    }
}

/// `Jun ` before the year.
private struct MonthPattern: Sendable {
    private var before: String
    private var after = ""

    init(_ pattern: String, month: String) {
        before = month + " "
        guard let place = pattern.firstRange(of: "{year}") else { return }
        func named(_ piece: Substring) -> String { String(piece).replacing("{month}", with: month) }
        before = named(pattern[..<place.lowerBound])
        after = named(pattern[place.upperBound...])
    }

    func text(year: Int) -> String {
        var text = before
        text += String(year)
        text += after
        return text
    }
}

/// `, ` between day and time.
private struct MomentPattern: Sendable {
    private let pair: PairPattern?

    init(_ pattern: String) { pair = PairPattern(pattern, "{date}", "{time}") }

    func text(day: String, time: String) -> String { pair?.text(day, time) ?? "\(day), \(time)" }
}
