/// A date or date-time of ISO 8601 as content writes it: the instant, and how much of it was written.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z. A date without a time is midnight UTC of that day.
    package var seconds: Int64
    /// False when only a day was written: it is then shown as that day in every time zone.
    package var hasTime: Bool

    package init(seconds: Int64, hasTime: Bool) {
        self.seconds = seconds
        self.hasTime = hasTime
    }

    package init(year: Int, month: Int, day: Int) {
        self.init(seconds: Int64(Self.daysFromCivil(year, month, day)) * 86_400, hasTime: false)
    }

    package static func < (a: Timestamp, b: Timestamp) -> Bool {
        (a.seconds, a.hasTime ? 1 : 0) < (b.seconds, b.hasTime ? 1 : 0)
    }

    /// Days since 1970-01-01 (floor).
    package var day: Int { Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400) }

    /// Reads `2013-04-02`, `2013-04-02T08:02`, `2013-04-02 08:02:11.5Z`, `…+02:00`. A time without an offset is one of
    /// `zone`. Nil for anything else, such as a 30th of February.
    package init?(iso8601 text: some StringProtocol, in zone: SiteZone = .utc) {
        var scanner = DigitScanner(bytes: Array(text.utf8))
        guard let year = scanner.number(4), scanner.eat(0x2D), let month = scanner.number(2), scanner.eat(0x2D),
            let day = scanner.number(2), Self.isValid(year, month, day)
        else { return nil }
        let midnight = Int64(Self.daysFromCivil(year, month, day)) * 86_400
        if scanner.isAtEnd {
            self.init(seconds: midnight, hasTime: false)
            return
        }
        guard scanner.eat(0x54) || scanner.eat(0x74) || scanner.eat(0x20), let time = scanner.timeOfDay() else {
            return nil
        }
        if scanner.isAtEnd {
            self.init(seconds: zone.moment(ofLocal: midnight + Int64(time)), hasTime: true)
            return
        }
        guard let offset = scanner.zoneOffset() else { return nil }
        self.init(seconds: midnight + Int64(time - offset), hasTime: true)
    }

    /// `2013-04-02`, or `2013-04-02T08:02:00Z`; also a valid RFC 3339 and HTML `datetime` value.
    package var iso8601: String { text(withTime: hasTime) }

    /// Always with a time, as RFC 3339 wants it in feeds.
    package var rfc3339: String { text(withTime: true) }

    /// Written byte by byte: pages show many dates, and string interpolation costs ten times as much.
    private func text(withTime: Bool) -> String {
        let date = Self.civilFromDays(day)
        // Beyond four digits the format has no place; such years come from broken clocks only.
        let year = min(max(date.year, 0), 9999)
        return String(unsafeUninitializedCapacity: 20) { buffer in
            var end = 0
            func put(_ byte: UInt8) {
                buffer[end] = byte
                end += 1
            }
            func put(_ number: Int) {
                put(0x30 + UInt8(number / 10 % 10))
                put(0x30 + UInt8(number % 10))
            }
            put(year / 100)
            put(year)
            put(0x2D as UInt8)
            put(date.month)
            put(0x2D as UInt8)
            put(date.day)
            guard withTime else { return end }
            let rest = Int(seconds - Int64(day) * 86_400)
            put(0x54 as UInt8)
            put(rest / 3600)
            put(0x3A as UInt8)
            put(rest / 60 % 60)
            put(0x3A as UInt8)
            put(rest % 60)
            put(0x5A as UInt8)
            return end
        }
    }

    /// Year, month (1–12) and day (1–31), UTC.
    package var civil: (year: Int, month: Int, day: Int) { Self.civilFromDays(day) }

    private static func isValid(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        guard (1...12).contains(month), day >= 1, year >= 1 else { return false }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return day <= lengths[month - 1]
    }

    // Days and civil dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
    package static func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    package static func civilFromDays(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

private struct DigitScanner {
    let bytes: [UInt8]
    var index = 0

    var isAtEnd: Bool { index == bytes.count }

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func eat(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    mutating func number(_ width: Int) -> Int? {
        guard index + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + width] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        index += width
        return value
    }

    /// `hh:mm[:ss[.fraction]]` in seconds; the fraction is read and dropped.
    mutating func timeOfDay() -> Int? {
        guard let hour = number(2), eat(0x3A), let minute = number(2), hour < 24, minute < 60 else { return nil }
        var second = 0
        if eat(0x3A) {
            guard let value = number(2), value <= 60 else { return nil }
            second = value
            if eat(0x2E) {
                let start = index
                while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
                guard index > start else { return nil }
            }
        }
        return hour * 3600 + minute * 60 + second
    }

    /// Seconds east of UTC.
    mutating func zoneOffset() -> Int? {
        if eat(0x20), isAtEnd { return nil }
        if eat(0x5A) || eat(0x7A) { return isAtEnd ? 0 : nil }
        let sign = eat(0x2B) ? 1 : eat(0x2D) ? -1 : 0
        guard sign != 0, let hours = number(2), hours < 24 else { return nil }
        _ = eat(0x3A)
        let minutes = isAtEnd ? 0 : number(2)
        guard let minutes, minutes < 60, isAtEnd else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
