import HearthModel

/// Lines that are fields to the eye, although no line `---` opens them: below one that is nearly that, or at the very
/// start of a text.
struct LooseFields {
    /// Behind the line that closes them or, without one, behind the last field; and on which line that is.
    private(set) var end: Int
    private(set) var endLine: Int
    private(set) var isClosed = false
    /// How many have a name that is known, in small letters as such names are.
    private var known = 0
    private var hasTitle = false
    /// The same in capitals too.
    private var knownInAnyCase = 0
    private var hasTitleInAnyCase = false
    /// Whether one of them says who may read the page, in small letters and with one word.
    private var hasGuard = false
    /// The same however it is written.
    private var mayHaveGuard = false
    private var isFirstKnown = false

    /// The most bytes of a line that are looked at: a field that tells is short.
    private static let lineLimit = 300

    private static let guards: Set<String> = ["visibility", "draft", "publish", "expires", "listed", "access_group"]

    /// Nil where the first line that says something is no field.
    init?(_ bytes: [UInt8], from start: Int, line startLine: Int) {
        (end, endLine) = (start, startLine)
        var (position, line, isFirst) = (start, startLine, true)
        while position < bytes.count {
            let stop = lineEnd(in: bytes, from: position)
            let text = Self.visible(bytes[position..<stop])
            let next = min(stop + 1, bytes.count)
            line += 1
            if Self.closes(text), !isFirst {
                (isClosed, end, endLine) = (true, next, line)
                return
            }
            if let field = Self.field(text) {
                count(field, isFirst: isFirst)
                (isFirst, end, endLine) = (false, next, line)
            } else if !text.isEmpty, text.first != "#" {
                if isFirst { return nil }
                let isContinuation = [0x20, 0x09].contains(bytes[position]) || text.starts(with: "- ".unicodeScalars)
                guard isContinuation else { return }
                (end, endLine) = (next, line)
            }
            position = next
        }
        if isFirst { return nil }
    }

    /// Whether they are fields for certain below a line that nearly opens fields, which may be a rule.
    var areFieldsBelowFence: Bool {
        mayHaveGuard || hasTitle || known > 1 || isClosed && isFirstKnown
    }

    /// The same without such a line, where they may be a sentence or a heading that is underlined.
    var areFieldsAlone: Bool {
        hasGuard || isClosed && (mayHaveGuard || hasTitle || known > 1) || hasTitle && known > 1
    }

    /// Whether they are nearly certainly fields of another program, which writes `Title:`.
    var areFieldsInCapitals: Bool { hasTitleInAnyCase && knownInAnyCase > 1 }

    private mutating func count(_ field: Field, isFirst: Bool) {
        let name = field.name.lowercased()
        guard FieldNames.telling.contains(name) else { return }
        let isGuard = Self.guards.contains(name) && field.hasOneWord
        mayHaveGuard = mayHaveGuard || isGuard
        knownInAnyCase += 1
        hasTitleInAnyCase = hasTitleInAnyCase || name == "title"
        guard name == field.name else { return }
        known += 1
        hasGuard = hasGuard || isGuard
        hasTitle = hasTitle || name == "title"
        isFirstKnown = isFirstKnown || isFirst
    }

    // MARK: Lines

    private struct Field {
        var name: String
        /// One word, or a day with its time.
        var hasOneWord: Bool
    }

    /// What is seen of a line.
    private static func visible(_ line: ArraySlice<UInt8>) -> Substring.UnicodeScalarView {
        let text = String(decoding: line.prefix(lineLimit), as: UTF8.self).withPlainBlanks
        var scalars = text[...].unicodeScalars
        while scalars.first?.isBlank == true { scalars.removeFirst() }
        while scalars.last?.isBlank == true { scalars.removeLast() }
        return scalars
    }

    /// `name: value`; of names that are known also `name:value`, `name = value` and with a colon from another alphabet.
    private static func field(_ line: Substring.UnicodeScalarView) -> Field? {
        var rest = line
        let isQuoted = rest.first == "\"" || rest.first == "'"
        if isQuoted { rest.removeFirst() }
        let name = String(
            String.UnicodeScalarView(rest.prefix { $0.isASCII && FrontMatter.isKeyByte(UInt8($0.value)) }))
        rest = rest.dropFirst(name.unicodeScalars.count)
        if isQuoted { rest = rest.dropFirst() }
        let isSpaced = rest.first == " "
        rest = rest.drop { $0 == " " }
        guard !name.isEmpty, let sign = rest.popFirst(), [":", "=", "\u{FF1A}", "\u{FE55}"].contains(sign) else {
            return nil
        }
        let isPlain = sign == ":" && !isSpaced && (rest.isEmpty || rest.first == " ")
        guard isPlain || FieldNames.telling.contains(name.lowercased()) else { return nil }
        let words = rest.split(separator: " ").prefix { $0.first != "#" }
        let isDate = words.first?.first.map { ("0"..."9").contains($0) } == true
        return Field(name: name, hasOneWord: words.count == 1 || isDate)
    }

    /// Whether a line closes fields: `---`, `...`, `+++`, or nearly the first.
    private static func closes(_ line: Substring.UnicodeScalarView) -> Bool {
        let signs = line.filter { $0 != " " }
        if signs.count > 2, signs.allSatisfy({ $0 == "." }) || signs.allSatisfy({ $0 == "+" }) { return true }
        return !signs.isEmpty && signs.allSatisfy(\.isDash) && (signs.count > 1 || signs.first != "-")
    }

    /// Whether a line nearly opens fields: hyphens and dashes in any number, with a word behind them or none, and the
    /// signs of other rules.
    static func opens(_ line: ArraySlice<UInt8>) -> Bool {
        var signs = visible(line)
        if signs.first == "\\" { signs.removeFirst() }
        guard let first = signs.first else { return false }
        if first.isDash {
            let rest = signs.drop { $0.isDash || $0 == " " }
            let dashes = signs.prefix { $0.isDash }.count
            // `-x` and `- x` are words, an option or an item.
            return rest.isEmpty || (dashes > 1 || first != "-") && rest.count < 30
        }
        guard ["+", "=", "*", "_"].contains(first) else { return false }
        return signs.count > 2 && signs.allSatisfy { $0 == first }
    }

    /// Whether nothing of a line is seen.
    static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.count < lineLimit && visible(line).isEmpty }
}
