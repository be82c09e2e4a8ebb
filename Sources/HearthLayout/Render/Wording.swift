import HearthContent
import HearthModel
import HearthSite

/// The finished words of the default theme in the site's language: plain and short.
struct Wording: Sendable {
    let words: Words
    /// What stands before each three digits, and before the decimals.
    private let separators: (thousands: String, decimals: String)
    private let voteCounts: CountedWords
    /// Years, months, weeks, days, hours, minutes, seconds.
    private let spans: [CountedWords]

    // Counts are made ready: rows of lists say thousands of them.
    let answers: CountedWords
    let acceptedAnswers: CountedWords
    let otherAnswers: CountedWords
    let questions: CountedWords
    let answeredQuestions: CountedWords
    let people: CountedWords
    let documents: CountedWords
    let checkedDocuments: CountedWords
    let openTasks: CountedWords
    /// `and 4 more`
    let others: CountedWords

    let allQuestions: CountedWords
    let allAnswers: CountedWords
    let allTopics: CountedWords
    let allDocuments: CountedWords
    let allStories: CountedWords
    let allUseCases: CountedWords
    let allMeasures: CountedWords
    let allEvents: CountedWords

    init(_ words: Words) {
        self.words = words
        separators = Self.separators(words("1,234.5")) ?? (",", ".")
        voteCounts = words.counted("1 vote", "{n} votes")
        spans = [
            words.counted("1 year", "{n} years"), words.counted("1 month", "{n} months"),
            words.counted("1 week", "{n} weeks"), words.counted("1 day", "{n} days"),
            words.counted("1 hour", "{n} hours"), words.counted("1 minute", "{n} minutes"),
            words.counted("1 second", "{n} seconds"),
        ]
        answers = words.counted("1 answer", "{n} answers")
        acceptedAnswers = words.counted("1 accepted answer", "{n} accepted answers")
        otherAnswers = words.counted("1 other answer", "{n} other answers")
        questions = words.counted("1 question", "{n} questions")
        answeredQuestions = words.counted("1 answered##questions", "{n} answered##questions")
        people = words.counted("1 person", "{n} people")
        documents = words.counted("1 document", "{n} documents")
        checkedDocuments = words.counted("1 document checked", "{n} documents checked")
        openTasks = words.counted("1 task open", "{n} tasks open")
        others = words.counted("and 1 more", "and {n} more")
        allQuestions = words.counted("All 1 question", "All {n} questions")
        allAnswers = words.counted("All 1 answer", "All {n} answers")
        allTopics = words.counted("All 1 topic", "All {n} topics")
        allDocuments = words.counted("All 1 document", "All {n} documents")
        allStories = words.counted("All 1 story", "All {n} stories")
        allUseCases = words.counted("All 1 use case", "All {n} use cases")
        allMeasures = words.counted("All 1 measure", "All {n} measures")
        allEvents = words.counted("All 1 event", "All {n} events")
    }

    // MARK: - Counts

    /// `1 vote`, `12,345 votes`, `−1 votes`.
    func votes(_ number: Int) -> String {
        let shown = self.number(Double(number))
        let text = voteCounts(number, shown: shown)
        // A form that says one in words would leave the sign out.
        return number < 0 && !text.contains(shown) ? voteCounts(100, shown: shown) : text
    }

    /// The word alone, where the number stands elsewhere: `documents`.
    func documentsWord(_ number: Int) -> String {
        let text = documents(number, shown: "").drop { $0.isNumber || $0.isWhitespace }
        return String(text.prefix(text.reversed().drop { $0.isNumber || $0.isWhitespace }.count))
    }

    /// `4, all by choice`, `4, assigned`: who was put into a group has not adopted it. Only the number, when nobody said
    /// how they came.
    func members(_ count: Int, chosen: Int, assigned: Int) -> String {
        if chosen == count {
            return words.count(
                count, "1, by choice##members of a group", "{n}, all by choice##members of a group")
        }
        if assigned == count {
            return words.count(count, "1, assigned##members of a group", "{n}, assigned##members of a group")
        }
        if chosen > 0 {
            return words.count(
                chosen, "{count}, 1 by choice##members of a group", "{count}, {n} by choice##members of a group",
                ["count": String(count)])
        }
        guard assigned > 0 else { return String(count) }
        return words.count(
            assigned, "{count}, 1 assigned##members of a group", "{count}, {n} assigned##members of a group",
            ["count": String(count)])
    }

    /// `P2D` → `2 days`; only the parts that are not zero.
    func duration(_ duration: ISODuration) -> String {
        var parts: [String] = []
        var digits = ""
        var inTime = false
        for character in duration.text.dropFirst() {
            switch character {
            case "T": inTime = true
            case "0"..."9": digits.append(character)
            default:
                if let number = Int(digits), number > 0 {
                    parts.append(spans[Self.span(character, inTime: inTime)](number))
                }
                digits = ""
            }
        }
        return parts.joined(separator: ", ")
    }

    private static func span(_ letter: Character, inTime: Bool) -> Int {
        switch (letter, inTime) {
        case ("Y", _): 0
        case ("M", false): 1
        case ("W", _): 2
        case ("D", _): 3
        case ("H", _): 4
        case ("M", true): 5
        default: 6
        }
    }

    // MARK: - Numbers

    /// The separators of `1,234.5` as a language writes it; nil where that is no number.
    private static func separators(_ sample: String) -> (thousands: String, decimals: String)? {
        guard let one = sample.firstIndex(of: "1"), let two = sample.firstIndex(of: "2"),
            let four = sample.firstIndex(of: "4"), let five = sample.firstIndex(of: "5"), one < two, two < four,
            four < five
        else { return nil }
        let decimals = String(sample[sample.index(after: four)..<five])
        return decimals.isEmpty ? nil : (String(sample[sample.index(after: one)..<two]), decimals)
    }

    /// `7.5`, `1,040`, `−3.25`, `99.996`, `0.0038`: two decimals or five digits, whichever shows more, so that a value is
    /// not rounded to its target; small values keep two digits of their own.
    func number(_ value: Double) -> String {
        // Beyond it a Double has no ones (IEEE 754: 53 bits).
        guard value.isFinite, abs(value) < 9e15 else { return String(value) }
        var scale =
            abs(value) >= 1e12 ? 1 : abs(value) >= 100 || abs(value) < 0.1 ? 100 : abs(value) >= 10 ? 1_000 : 10_000
        while abs(value) * Double(scale) < 10, scale < 1_000_000_000_000 { scale *= 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        // Smaller than anything that is measured in tables.
        if scaled == 0, value != 0 { return String(value) }
        var whole = String(scaled / scale)
        var index = whole.index(whole.endIndex, offsetBy: -3, limitedBy: whole.startIndex)
        while let place = index, place > whole.startIndex {
            index = whole.index(place, offsetBy: -3, limitedBy: whole.startIndex)
            whole.insert(contentsOf: separators.thousands, at: place)
        }
        var decimals = String(String(scale + scaled % scale).dropFirst())
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return (value < 0 && scaled > 0 ? "−" : "") + whole + (decimals.isEmpty ? "" : separators.decimals + decimals)
    }

    /// `94.2 %`, `11 h`; longer units are said once, elsewhere.
    func value(_ value: Double, unit: String?) -> String {
        guard let unit, Self.isShort(unit) else { return number(value) }
        guard unit == "%" else { return number(value) + " " + unit }
        return words("{percent} %", ["percent": number(value)])
    }

    /// Whether a unit stands beside each value.
    static func isShort(_ unit: String) -> Bool { !unit.isEmpty && unit.count <= 3 }

    /// How much of a way is done. Nearly there is not there: only the whole way is 100 %.
    static func percent(_ share: Double) -> Int {
        guard share < 1 else { return 100 }
        return min(99, Int((max(0, share) * 100).rounded()))
    }

    // MARK: - What has no language

    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// `Rotating equipment` → `rotating-equipment`: ids of headings that the generator writes.
    static func slug(_ text: String) -> String {
        var out = ""
        for character in text.lowercased() {
            if character.isLetter || character.isNumber {
                out.append(character)
            } else if !out.isEmpty, out.last != "-" {
                out.append("-")
            }
        }
        while out.last == "-" { out.removeLast() }
        return out.isEmpty ? "other" : out
    }

    /// The first letters of the first and the last word.
    static func initials(_ name: String) -> String {
        let words = name.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "'" && $0 != "’" && $0 != "." }
        guard let first = words.first?.first(where: { $0.isLetter || $0.isNumber }) else { return "?" }
        let last = words.count > 1 ? words.last?.first(where: { $0.isLetter || $0.isNumber }) : nil
        return (String(first) + (last.map { String($0) } ?? "")).uppercased()
    }

    /// 1–12, always the same for the same name.
    static func colour(_ key: String) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in key.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int(hash % 12) + 1
    }

    /// Without the root marker and other control characters, which only our own markup may hold.
    static func clean(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) else { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 && ![9, 10, 13].contains($0.value) ? "\u{FFFD}" : $0 }))
    }
}
