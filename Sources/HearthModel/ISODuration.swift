/// A duration of ISO 8601 (`P2D`, `P1Y6M`, `PT36H`), as content writes review intervals and response promises.
package struct ISODuration: Sendable, Hashable {
    /// The text as written, upper case.
    package let text: String
    /// Years and months, in months.
    package let months: Int
    /// Weeks and days, in days.
    package let days: Int
    /// What stands after the `T`, in seconds.
    package let time: Int64

    /// Seconds, with a year of 365 and a month of 30 days: good enough where no day is named that follows. Otherwise see
    /// `SiteZone.date(_:after:)`.
    package var seconds: Int64 { Int64(months / 12 * 365 + months % 12 * 30 + days) * 86_400 + time }

    /// Nil unless `text` is a duration with at least one part.
    package init?(_ text: String) {
        let upper = text.uppercased()
        var rest = Substring(upper)
        guard rest.popFirst() == "P" else { return nil }
        var (months, days, time) = (0, 0, Int64(0))
        var inTime = false
        var parts = 0
        while let first = rest.first {
            if first == "T", !inTime {
                inTime = true
                rest.removeFirst()
                continue
            }
            let digits = rest.prefix { ("0"..."9").contains($0) }
            rest = rest.dropFirst(digits.count)
            guard let number = Int(digits), number < 1_000_000, let unit = rest.popFirst() else { return nil }
            switch (unit, inTime) {
            case ("Y", false): months += 12 * number
            case ("M", false): months += number
            case ("W", false): days += 7 * number
            case ("D", false): days += number
            case ("H", true): time += Int64(3600 * number)
            case ("M", true): time += Int64(60 * number)
            case ("S", true): time += Int64(number)
            default: return nil
            }
            parts += 1
            // Each unit once; more are no duration, and their sum would have no bound.
            guard parts <= 7 else { return nil }
        }
        guard parts > 0 else { return nil }
        self.text = upper
        self.months = months
        self.days = days
        self.time = time
    }
}
