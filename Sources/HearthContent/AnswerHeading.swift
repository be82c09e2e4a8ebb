import HearthModel

/// Reads the headings that open answers and comments: `Answer — @handle, 2013-04-02` (content model, section 4).
struct AnswerHeading: Equatable {
    enum Opens: Equatable {
        case answer(isAccepted: Bool)
        case comment

        /// The heading's level.
        var level: Int { self == .comment ? 3 : 2 }

        /// How it is written, for help.
        var example: String {
            let signs = String(repeating: "#", count: level)
            switch self {
            case .answer(isAccepted: false): return signs + " Answer — @handle, 2013-04-02"
            case .answer(isAccepted: true): return signs + " Accepted answer — @handle, 2013-04-02"
            case .comment: return signs + " Comment — @handle, 2013-04-02"
            }
        }
    }

    /// Something that is not as it should be, although it is clear what was meant.
    enum Flaw: Equatable {
        /// A full name stands in place of a handle.
        case rawName
        /// What follows the author is no date.
        case badDate(String)
    }

    /// What a heading turned out to be.
    enum Reading: Equatable {
        /// None of our business.
        case ordinary
        case opens(AnswerHeading)
        /// It comes close to `opens`, but is not it: why.
        case nearMiss(Opens, problem: String)
        /// In other words what an answer is, such as `Solution — @x, 2013-04-02`. `isSure`: the words say so, and not only
        /// the form.
        case resembles(Opens, isSure: Bool)
    }

    var opens: Opens
    var author: String
    var date: Timestamp?
    /// The date as it was written, whatever the site's time zone: its day is in the id of an answer.
    var writtenDate: Timestamp?
    var flaw: Flaw?

    /// Whether a heading at the top of a question's file begins an answer.
    static func opensAnswer(level: Int, text: String) -> Bool {
        guard level == 2, case .opens(let found) = read(text) else { return false }
        return found.opens.level == 2
    }

    /// `zone` is where a time is read that is written without an offset.
    static func read(_ text: String, in zone: SiteZone = .utc) -> Reading {
        // Most headings are neither `A…` nor `C…` nor hold a handle.
        guard let initial = text.utf8.first,
            initial | 0x22 == 0x63 || text.utf8.contains(0x40) || AnswerWords.mayBegin(with: initial)
        else { return .ordinary }
        let bytes = Array(text.withPlainBlanks.utf8)
        var rest = bytes[...]
        skipBlanks(&rest)
        guard let opens = keyword(&rest) else { return misspelt(bytes) }
        skipBlanks(&rest)
        guard let first = rest.first else { return .nearMiss(opens, problem: "names no author") }
        if first == 0x40 { return .nearMiss(opens, problem: "has no dash before the author") }
        if first == 0x3A { return .nearMiss(opens, problem: "has a colon in place of the dash") }
        guard separator(&rest) else { return AnswerWords.read(bytes) }
        skipBlanks(&rest)
        guard let sign = rest.first else { return .nearMiss(opens, problem: "names no author") }
        return sign == 0x40 ? handled(opens, rest.dropFirst(), zone) : named(opens, rest, zone)
    }

    /// After `@`.
    private static func handled(_ opens: Opens, _ text: ArraySlice<UInt8>, _ zone: SiteZone) -> Reading {
        let handle = text.prefix { $0 != 0x2C && $0 != 0x20 && $0 != 0x09 }
        var rest = text[handle.endIndex...]
        let author = String(decoding: handle, as: UTF8.self)
        guard isHandle(author) else { return .nearMiss(opens, problem: "names no author that can be a handle") }
        var heading = AnswerHeading(opens: opens, author: author)
        skipBlanks(&rest)
        guard let next = rest.first else { return .opens(heading) }
        if next == 0x2C { rest = rest.dropFirst() }
        skipBlanks(&rest)
        let written = trimmedEnd(String(decoding: rest, as: UTF8.self))
        // A date behind a blank alone is a date all the same.
        heading.setDate(written, in: zone)
        if heading.date == nil { heading.flaw = .badDate(written) }
        return .opens(heading)
    }

    /// A full name, taken for one only when a date follows: `Answer — see below` is a heading like any other.
    private static func named(_ opens: Opens, _ text: ArraySlice<UInt8>, _ zone: SiteZone) -> Reading {
        guard let comma = text.lastIndex(of: 0x2C) else {
            return .nearMiss(opens, problem: "names its author without @")
        }
        var tail = text[(comma + 1)...]
        skipBlanks(&tail)
        let name = trimmedEnd(String(decoding: text[..<comma], as: UTF8.self))
        var heading = AnswerHeading(opens: opens, author: name, flaw: .rawName)
        heading.setDate(trimmedEnd(String(decoding: tail, as: UTF8.self)), in: zone)
        guard !name.isEmpty, heading.date != nil else {
            return .nearMiss(opens, problem: "names its author without @")
        }
        return .opens(heading)
    }

    private mutating func setDate(_ text: String, in zone: SiteZone) {
        date = Timestamp(iso8601: text, in: zone)
        writtenDate = Timestamp(iso8601: text)
    }

    /// `Anwser - @x`: nearly the word, then a dash or `by` or nothing, then a handle.
    private static func misspelt(_ bytes: [UInt8]) -> Reading {
        guard let sign = bytes.firstIndex(of: 0x40), sign > 0, sign < 60 else { return AnswerWords.read(bytes) }
        let head = String(decoding: bytes[..<sign], as: UTF8.self)
        var words = head.split { " \t:".contains($0) || $0.unicodeScalars.contains(where: \.isDash) }
            .map { $0.lowercased() }
        if words.last == "by" { words.removeLast() }
        let known = ["answer", "accepted answer", "comment"]
        guard (1...2).contains(words.count), let meant = nearestName(to: words.joined(separator: " "), among: known)
        else { return AnswerWords.read(bytes) }
        let opens: Opens = meant == "comment" ? .comment : .answer(isAccepted: meant != "answer")
        return .nearMiss(
            opens, problem: "does not start with '\(opens.example.drop { "# ".contains($0) }.prefix { $0 != "—" })'")
    }

    // MARK: Scanning

    /// `Answer`, `Accepted answer` or `Comment` in any case, not followed by a further letter.
    private static func keyword(_ rest: inout ArraySlice<UInt8>) -> Opens? {
        var text = rest
        let isAccepted = eat("accepted", &text)
        if isAccepted {
            guard text.first == 0x20 || text.first == 0x09 else { return nil }
            skipBlanks(&text)
        }
        let opens: Opens
        if eat("answer", &text) {
            opens = .answer(isAccepted: isAccepted)
        } else if !isAccepted, eat("comment", &text) {
            opens = .comment
        } else {
            return nil
        }
        // A dash is beyond ASCII too, so letters beyond ASCII are told from it by what `separator` makes of them.
        if let next = text.first, isLetterOrDigit(next) { return nil }
        rest = text
        return opens
    }

    private static func eat(_ word: StaticString, _ text: inout ArraySlice<UInt8>) -> Bool {
        let count = word.utf8CodeUnitCount
        let found = text.prefix(count)
        guard found.count == count else { return false }
        let isEqual = word.withUTF8Buffer { wanted in zip(wanted, found).allSatisfy { $0 == $1 | 0x20 } }
        if isEqual { text = text.dropFirst(count) }
        return isEqual
    }

    /// A dash of any kind, `--` or the word `by`.
    private static func separator(_ text: inout ArraySlice<UInt8>) -> Bool {
        let start = String(decoding: text.prefix(4), as: UTF8.self).unicodeScalars
        if let dash = start.first, dash.isDash {
            text = text.dropFirst(dash == "-" && start.dropFirst().first == "-" ? 2 : UTF8.width(dash))
            return true
        }
        var rest = text
        guard eat("by", &rest), rest.first == 0x20 || rest.first == 0x09 else { return false }
        text = rest
        return true
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F: true
        default: false
        }
    }

    private static func skipBlanks(_ text: inout ArraySlice<UInt8>) {
        while text.first == 0x20 || text.first == 0x09 { text = text.dropFirst() }
    }

    private static func trimmedEnd(_ text: String) -> String {
        var text = Substring(text)
        while text.last == " " || text.last == "\t" { text = text.dropLast() }
        return String(text)
    }
}
