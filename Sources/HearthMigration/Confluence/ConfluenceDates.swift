import HearthModel

/// Dates as Confluence writes them.
enum ConfluenceDate {
    /// `2024-04-22 16:35:21.231` of an XML export; it has no zone, the server's is taken for UTC.
    static func stored(_ text: String) -> Timestamp? {
        Timestamp(iso8601: text.prefix(19).replacing(" ", with: "T") + (text.count > 10 ? "Z" : ""))
    }

    /// The first three letters of the months in the languages of Confluence, without marks.
    private static let months: [String: Int] = {
        let names = [
            "jan ene gen led sty tam", "feb fev uno lut hel", "mar brz mae mrt maa", "apr avr abr dub kwi huh",
            "may mai mag kve maj mei tou",
            "jun juin giu cvn cze kes", "jul juil lug cvc lip hei", "aug aou ago srp sie elo", "sep set zar wrz syy",
            "oct okt out ott rij paz lok",
            "nov lis mar", "dec dez dic des pro gru jou",
        ]
        var table: [String: Int] = [:]
        for (number, line) in names.enumerated() {
            for name in line.split(separator: " ") where table[String(name)] == nil { table[String(name)] = number + 1 }
        }
        return table
    }()

    /// The first date in a line for people: `Jan 04, 2017`, `24.02.2015`, `4 janv. 2017 15:50`, `2017-03-24`.
    /// `04/05/2017` means two days and is none.
    static func shown(_ line: String) -> Timestamp? {
        let words = line.split { $0.isWhitespace || $0 == "," || $0 == "\u{A0}" }.map(String.init)
        for index in words.indices {
            if let day = day(words, index) {
                let rest = words[index...].prefix(6).lazy.compactMap { time(String($0)) }.first
                let isLate = words[index...].prefix(6).contains { $0.lowercased().hasPrefix("pm") }
                guard let (hour, minute) = rest else { return day }
                let shifted = isLate && hour < 12 ? hour + 12 : hour
                return Timestamp(seconds: day.seconds + Int64(shifted * 3600 + minute * 60), hasTime: true)
            }
        }
        return nil
    }

    private static func day(_ words: [String], _ index: Int) -> Timestamp? {
        let word = words[index]
        for separator in [".", "-", "/"] as [Character] {
            let parts = word.split(separator: separator).compactMap { Int($0) }
            guard parts.count == 3, word.split(separator: separator).count == 3 else { continue }
            if parts[0] > 1900 { return date(parts[0], parts[1], parts[2]) }
            guard parts[2] > 1900 else { continue }
            if separator != "/" || parts[0] > 12 { return date(parts[2], parts[1], parts[0]) }
            return parts[1] > 12 || parts[0] == parts[1] ? date(parts[2], parts[0], parts[1]) : nil
        }
        guard index + 2 < words.count, let year = Int(words[index + 2].filter(\.isNumber)), year > 1900, year < 3000
        else {
            return nil
        }
        if let month = month(word), let day = Int(words[index + 1].filter(\.isNumber)) { return date(year, month, day) }
        if let month = month(words[index + 1]), let day = Int(word.filter(\.isNumber)) { return date(year, month, day) }
        return nil
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> Timestamp? {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return Timestamp(iso8601: "\(year)-\(two(month))-\(two(day))")
    }

    private static func month(_ word: String) -> Int? {
        let folded = Naming.squeezed(word)
        guard folded.count >= 3, folded.allSatisfy(\.isLetter) else { return nil }
        return months[String(folded.prefix(4))] ?? months[String(folded.prefix(3))]
    }

    private static func time(_ word: String) -> (Int, Int)? {
        let parts = word.split(separator: ":")
        guard parts.count >= 2, parts[0].count <= 2, let hour = Int(parts[0]), hour < 24,
            let minute = Int(parts[1].prefix(2)), minute < 60
        else { return nil }
        return (hour, minute)
    }
}
