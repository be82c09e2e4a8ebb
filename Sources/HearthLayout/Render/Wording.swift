import HearthContent
import HearthModel
import HearthSite

/// The finished words of the default theme: plain and short.
enum Wording {
    /// `1 answer`, `3 answers`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
    }

    /// `1 vote`, `12,345 votes`, `−1 votes`.
    static func votes(_ number: Int) -> String {
        number == 1 ? "1 vote" : Self.number(Double(number)) + " votes"
    }

    /// Only where one can still answer, more may come.
    static func noAnswers(_ state: QuestionState) -> String {
        switch state {
        case .closed: "No answers"
        case .duplicate: "No answers here"
        case .unanswered, .answered, .accepted: "No answers yet"
        }
    }

    static func label(_ kind: GroupKind?) -> String {
        switch kind {
        case .community, nil: "Community"
        case .team: "Team"
        case .awareness: "Awareness"
        }
    }

    static func label(_ kind: DocumentKind) -> String {
        switch kind {
        case .article: "Article"
        case .howto: "How-to"
        case .policy: "Policy"
        case .decision: "Decision"
        case .story: "Story"
        case .lesson: "Lesson"
        }
    }

    /// Nil for documents that hold.
    static func label(_ status: DocumentStatus) -> String? {
        switch status {
        case .current: nil
        case .obsolete: "Obsolete"
        case .superseded: "Superseded"
        }
    }

    static func label(_ kind: EventKind?) -> String {
        switch kind {
        case .tour: "Tour"
        case .workshop: "Workshop"
        case .training: "Training"
        case .retro: "Retro"
        case nil: "Event"
        }
    }

    static func label(_ category: ObjectiveCategory?) -> String {
        switch category {
        case .revenue: "Revenue"
        case .cost: "Cost"
        case .risk: "Risk"
        case nil: "Other"
        }
    }

    static func badge(_ status: UseCaseStatus?) -> (state: String, label: String) {
        switch status {
        case .proven: ("accepted", "Proven")
        case .piloting: ("answered", "Piloting")
        case .hypothesis, nil: ("unanswered", "Hypothesis")
        case .dropped: ("closed", "Dropped")
        }
    }

    static func badge(_ decision: UseCaseDecision?) -> (state: String, label: String) {
        switch decision {
        case .adopt: ("accepted", "Adopted")
        case .leaveAsIs: ("closed", "Left as is")
        case .later: ("unanswered", "Later")
        case nil: ("off", "Not decided yet")
        }
    }

    static func badge(_ attribution: Attribution) -> (state: String, label: String) {
        switch attribution {
        case .measured: ("accepted", "Measured")
        case .estimated: ("unanswered", "Estimated")
        case .anecdotal: ("off", "Anecdotal")
        }
    }

    static func sentence(_ need: DocumentNeed) -> String {
        switch need {
        case .answer: "Needs an answer: something in here is still open."
        case .review: "Needs a review: can you say whether it still holds?"
        case .expert: "Needs an expert: do you know more about this?"
        case .proofreading: "Needs proofreading."
        }
    }

    static func lifecycle(_ lifecycle: GroupLifecycle) -> (label: String, sentence: String)? {
        switch lifecycle {
        case .active: nil
        case .incubating: ("Incubating", "This group is just starting. Its first questions show what it is good for.")
        case .reference: ("Reference", "This group takes no new questions. What it knows stays here to be read.")
        case .retired: ("Retired", "This group is retired. Its pages stay for reference.")
        }
    }

    static func status(_ migration: MigrationState?) -> String {
        switch migration?.status {
        case .imported, nil: "not yet reviewed"
        case .reviewed: "reviewed"
        case .accepted: "reviewed and accepted"
        case .archived: "archived"
        }
    }

    /// `jive` → `Jive`.
    static func system(_ name: String) -> String {
        let known = [
            "mediawiki": "MediaWiki", "wordpress": "WordPress", "stackexchange": "Stack Exchange",
            "sharepoint": "SharePoint", "dokuwiki": "DokuWiki", "vcard": "the address book",
            "html": "a website", "mbox": "a mailing list", "ldif": "the directory", "csv": "a table", "docx": "Word",
        ]
        return known[name.lowercased()] ?? capitalized(name)
    }

    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// `P2D` → `2 days`; only the parts that are not zero.
    static func duration(_ duration: ISODuration) -> String {
        var parts: [String] = []
        var digits = ""
        var inTime = false
        for character in duration.text.dropFirst() {
            switch character {
            case "T": inTime = true
            case "0"..."9": digits.append(character)
            default:
                if let number = Int(digits), number > 0 { parts.append(count(number, unit(character, inTime: inTime))) }
                digits = ""
            }
        }
        return parts.joined(separator: ", ")
    }

    private static func unit(_ letter: Character, inTime: Bool) -> String {
        switch (letter, inTime) {
        case ("Y", _): "year"
        case ("M", false): "month"
        case ("W", _): "week"
        case ("D", _): "day"
        case ("H", _): "hour"
        case ("M", true): "minute"
        default: "second"
        }
    }

    /// `7.5`, `1,040`, `−3.25`, `99.996`, `0.0038`: two decimals or five digits, whichever shows more, so that a value is
    /// not rounded to its target; small values keep two digits of their own.
    static func number(_ value: Double) -> String {
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
            whole.insert(",", at: place)
            index = whole.index(place, offsetBy: -3, limitedBy: whole.startIndex)
        }
        var decimals = String(String(scale + scaled % scale).dropFirst())
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return (value < 0 && scaled > 0 ? "−" : "") + whole + (decimals.isEmpty ? "" : "." + decimals)
    }

    /// `94.2 %`, `11 h`; longer units are said once, elsewhere.
    static func value(_ value: Double, unit: String?) -> String {
        guard let unit, isShort(unit) else { return number(value) }
        return number(value) + " " + unit
    }

    /// Whether a unit stands beside each value.
    static func isShort(_ unit: String) -> Bool { !unit.isEmpty && unit.count <= 3 }

    /// How much of a way is done. Nearly there is not there: only the whole way is 100 %.
    static func percent(_ share: Double) -> Int {
        guard share < 1 else { return 100 }
        return min(99, Int((max(0, share) * 100).rounded()))
    }

    static let worse = "Worse than the baseline"
    static let worseAndStale = "Worse than the baseline · not measured for over a year"

    /// Where a measure stands: `share` of the way, after `elapsed` of the time. Of what was last measured long ago nothing is
    /// known. After the target's date, `isOver`, nothing short of it is on track.
    static func progress(_ share: Double, elapsed: Double, isOver: Bool, isStale: Bool) -> String {
        if share >= 1 { return "target reached" }
        if isStale { return "not measured for over a year" }
        if isOver { return "target date passed" }
        return share >= min(1, elapsed) - 0.1 ? "on track" : "behind plan"
    }

    /// `4, all by choice`, `4, assigned`: who was put into a group has not adopted it. Only the number, when nobody said
    /// how they came.
    static func members(_ count: Int, chosen: Int, assigned: Int) -> String {
        if chosen == count { return count == 1 ? "1, by choice" : "\(count), all by choice" }
        if assigned == count { return "\(count), assigned" }
        if chosen > 0 { return "\(count), \(chosen) by choice" }
        return assigned > 0 ? "\(count), \(assigned) assigned" : "\(count)"
    }

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
