import HearthModel

/// Reads the fields of one map by name and type. It remembers which names were asked for, so that whatever is left over
/// is a misspelt name, and the names asked for are what may have been meant: no list of known fields can go stale.
struct FieldReader {
    /// The file as diagnostics show it.
    let file: String
    /// Where a missing field is reported: the line of the map.
    let line: Int
    /// For problems with names and values; those of the configuration differ from those of pages.
    let kinds: Kinds
    /// False when fields may be missing because the YAML was broken: their absence is then no further mistake.
    let isComplete: Bool
    /// Whether names and values may be secrets, which no message repeats.
    var hidesValues = false
    /// Where a time is read that is written without an offset.
    var zone = SiteZone.utc
    var entries: [YAMLEntry]
    private(set) var asked: [String] = []
    var diagnostics: [Diagnostic] = []

    /// The kinds of diagnostics for this map.
    struct Kinds {
        var unknownName: DiagnosticKind
        var wrongType: DiagnosticKind
        var unknownValue: DiagnosticKind

        static let page = Kinds(unknownName: .unknownKey, wrongType: .wrongType, unknownValue: .unknownValue)
        static let settings = Kinds(unknownName: .unknownSetting, wrongType: .badSetting, unknownValue: .badSetting)
    }

    init(_ entries: [YAMLEntry], file: String, line: Int, kinds: Kinds = .page, isComplete: Bool = true) {
        self.entries = entries
        self.file = file
        self.line = line
        self.kinds = kinds
        self.isComplete = isComplete
    }

    // MARK: Values

    /// The value of a field, nil when it was left out or is empty.
    mutating func value(_ key: String) -> YAMLValue? {
        asked.append(key)
        guard let entry = entries.first(where: { $0.key == key }), !entry.value.isNull else { return nil }
        return entry.value
    }

    /// The line on which a field was written; 0 when it was not.
    func line(of key: String) -> Int { entries.first { $0.key == key }?.line ?? 0 }

    /// Text as written; control characters other than tab and line break become U+FFFD.
    mutating func text(_ key: String) -> String? { value(key).flatMap { scalar($0, key) }?.value }

    /// Text with its line.
    mutating func reference(_ key: String) -> Reference? { value(key).flatMap { scalar($0, key) } }

    /// Text in one line: line breaks and runs of blanks become one blank.
    mutating func lineOfText(_ key: String) -> Reference? {
        guard let found = reference(key) else { return nil }
        if found.value.isTidyLine { return found }
        let words = found.value.split { $0 == " " || $0 == "\n" || $0 == "\t" }
        return words.isEmpty ? nil : Located(words.joined(separator: " "), line: found.line)
    }

    /// A list of texts; one text alone counts as a list of one.
    mutating func references(_ key: String) -> [Reference] {
        guard let value = value(key) else { return [] }
        switch value.content {
        case .scalar: return scalar(value, key).map { [$0] } ?? []
        case .list(let items): return items.compactMap { $0.isNull ? nil : scalar($0, key, isItem: true) }
        case .map:
            let help = "write a list: [one, two]"
            report(kinds.wrongType, value.line, "\(named(key)) is a list, not \(shown(value))", help: help)
            return []
        }
    }

    mutating func texts(_ key: String) -> [String] { references(key).map(\.value) }

    mutating func bool(_ key: String) -> Bool? {
        guard let value = value(key) else { return nil }
        if case .scalar(let text, _) = value.content {
            switch text.lowercased() {
            case "true", "yes", "on": return true
            case "false", "no", "off": return false
            default: break
            }
        }
        report(
            kinds.wrongType, value.line, "\(named(key)) is true or false, not \(shown(value))",
            help: "write true or false, without quotes")
        return nil
    }

    mutating func date(_ key: String) -> Timestamp? {
        guard let value = value(key) else { return nil }
        if case .scalar(let text, _) = value.content, let date = Timestamp(iso8601: text, in: zone) { return date }
        report(.badDate, value.line, "\(named(key)) is no date: \(shown(value))", help: Self.dateHelp)
        return nil
    }

    /// The date as it was written, whatever the site's time zone: its day is in names that must not change with that.
    mutating func writtenDate(_ key: String) -> Timestamp? {
        guard case .scalar(let text, _)? = value(key)?.content else { return nil }
        return Timestamp(iso8601: text)
    }

    static let dateHelp = "write year-month-day: 2013-04-02, with a time if needed: 2013-04-02 08:30"

    mutating func duration(_ key: String) -> ISODuration? {
        guard let value = value(key) else { return nil }
        if case .scalar(let text, _) = value.content, let duration = ISODuration(text) { return duration }
        let help = "write a number of days as P2D, of hours as PT4H, of months as P6M"
        report(kinds.wrongType, value.line, "\(named(key)) is no duration: \(shown(value))", help: help)
        return nil
    }

    /// One of the words that `Choice` knows.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String) -> Choice? {
        guard let value = value(key) else { return nil }
        if case .scalar(let text, _) = value.content, let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        reportChoice(kinds.unknownValue, key: key, value: value, words: words)
        return nil
    }

    mutating func reportChoice(_ kind: DiagnosticKind, key: String, value: YAMLValue, words: [String]) {
        var help = "accepted: " + words.joined(separator: ", ")
        if case .scalar(let text, _) = value.content, let nearest = nearestName(to: text, among: words) {
            help = "did you mean '\(nearest)'? \(help)"
        }
        report(kind, value.line, "\(named(key)) does not know \(shown(value))", help: help)
    }

    mutating func scalar(_ value: YAMLValue, _ key: String, isItem: Bool = false) -> Reference? {
        guard case .scalar(let text, _) = value.content else {
            let wanted = isItem ? "is a list of texts, and one of them is" : "is text, not"
            report(
                kinds.wrongType, value.line, "\(named(key)) \(wanted) \(shown(value))", help: "put the text in quotes")
            return nil
        }
        return Located(text.withoutControlCharacters, line: value.line)
    }

    // MARK: People and topics

    /// A person: `@handle`, or a handle alone. A full name is kept, with a warning.
    mutating func person(_ key: String) -> Reference? { reference(key).flatMap { person($0, key) } }

    mutating func people(_ key: String) -> [Reference] {
        references(key).compactMap { person($0, key, isOneOfMany: true) }
    }

    private mutating func person(_ written: Reference, _ key: String, isOneOfMany: Bool = false) -> Reference? {
        let handle = written.value.first == "@" ? String(written.value.dropFirst()) : written.value
        if handle.isEmpty {
            report(kinds.wrongType, written.line, "'\(key)' names nobody", help: "write a handle: \"@j.larsen\"")
            return nil
        }
        if !isHandle(handle) {
            var help = "a handle is the name of a file in people/, without .md"
            if handle.utf8.contains(0x2C) {
                let parts = written.value.split(separator: ",").map { $0.drop { $0 == " " } }
                let list = parts.map { "\"\($0)\"" }.joined(separator: ", ")
                help = isOneOfMany ? "write a list: [\(list)]" : "there is one '\(key)': name one person"
            }
            report(.notAHandle, written.line, "'\(key)' is no handle: '\(handle)'", help: help)
        }
        return Located(handle, line: written.line)
    }

    /// A person (`@handle`) or the id of a group; kept without `@`.
    mutating func owner(_ key: String) -> Reference? {
        guard var owner = reference(key) else { return nil }
        if owner.value.first == "@" { owner.value.removeFirst() }
        return owner.value.isEmpty ? nil : owner
    }

    // MARK: Maps

    /// A map, read by `read`; its leftover names are reported. `example` is one, for whoever wrote something else.
    mutating func map<Result>(
        _ key: String, example: String, _ read: (inout FieldReader) -> Result?
    ) -> Result? {
        guard let value = value(key) else { return nil }
        guard case .map(let entries) = value.content else {
            report(
                kinds.wrongType, value.line, "\(named(key)) is a group of fields, not \(shown(value))",
                help: "write fields in braces, such as \(example)")
            return nil
        }
        return nested(entries, line: value.line, read)
    }

    /// A list of maps. A text in the list stands for a map with only the field `shorthand`.
    mutating func maps<Result>(
        _ key: String, shorthand: String? = nil, example: String, _ read: (inout FieldReader) -> Result?
    ) -> [Result] {
        guard let value = value(key) else { return [] }
        guard case .list(let items) = value.content else {
            report(
                kinds.wrongType, value.line, "\(named(key)) is a list, not \(shown(value))",
                help: "write a list, such as [\(example)]")
            return []
        }
        var results: [Result] = []
        for item in items {
            let entries: [YAMLEntry]
            switch (item.content, shorthand) {
            case (.map(let found), _): entries = found
            case (.scalar, let name?): entries = [YAMLEntry(key: name, line: item.line, value: item)]
            default:
                report(
                    kinds.wrongType, item.line, "\(named(key)) is a list of groups of fields, not of \(shown(item))",
                    help: "write a list, such as [\(example)]")
                continue
            }
            if let result = nested(entries, line: item.line, read) { results.append(result) }
        }
        return results
    }

    private mutating func nested<Result>(
        _ entries: [YAMLEntry], line: Int, _ read: (inout FieldReader) -> Result?
    ) -> Result? {
        var reader = FieldReader(entries, file: file, line: line, kinds: kinds, isComplete: isComplete)
        reader.hidesValues = hidesValues
        reader.zone = zone
        let result = read(&reader)
        // A reader that gave up has said why, and has not asked for everything.
        if result != nil { reader.reportLeftovers() }
        diagnostics += reader.diagnostics
        return result
    }

    /// Reports a field that may not be absent.
    mutating func require(_ key: String, in thing: String, help: String) {
        guard isComplete else { return }
        report(.missingField, line, "\(thing) needs '\(key)'", help: help)
    }

    // MARK: The end

    /// What was written, for a message.
    func shown(_ value: YAMLValue) -> String {
        if hidesValues, case .scalar(let text, _) = value.content, !text.isEmpty { return "a text" }
        return value.shown
    }

    /// A name, for a message.
    func named(_ key: String) -> String { hidesValues && !isSettingName(key) ? "this" : "'\(key)'" }

    /// Reports every name that nobody asked for. `hint` may know where such a name belongs.
    ///
    /// A name that is nearly one of `guards` is an error; true when there was one.
    @discardableResult
    mutating func reportLeftovers(guards: [String] = [], hint: (String) -> String? = { _ in nil }) -> Bool {
        var isGuard = false
        for entry in entries where !asked.contains(entry.key) {
            if let meant = ForeignGuards.meaning(of: entry, among: guards)
                ?? nearestGuard(to: entry.key, guards, hint: hint)
            {
                isGuard = true
                let location = SourceLocation(file: file, line: entry.line)
                let help =
                    meant == entry.key
                    ? hint(meant) ?? "remove it" : "did you mean '\(meant)'? Remove the line if not"
                diagnostics.append(
                    Diagnostic(
                        kinds.unknownName, at: location,
                        "no field is called '\(entry.key)'; the page is not published until that is mended",
                        help: help, severity: .error))
                continue
            }
            // What is known under this very name is a better guess than what has a similar one.
            let help =
                hint(entry.key) ?? colonHelp(entry)
                ?? nearestName(to: entry.key, among: asked).map { "did you mean '\($0)'?" } ?? cutHelp(entry)
            let isHidden = hidesValues || kinds.unknownName == .unknownSetting && !isSettingName(entry.key)
            let summary = isHidden ? "a field has a name that is not known here" : "no field is called '\(entry.key)'"
            report(kinds.unknownName, entry.line, summary, help: help)
        }
        return isGuard
    }

    /// For `{by:ada}`, which is one name in YAML.
    private func colonHelp(_ entry: YAMLEntry) -> String? {
        guard entry.value.isNull, let colon = entry.key.firstIndex(of: ":"),
            case let name = entry.key[..<colon], asked.contains(String(name))
        else { return nil }
        let isHidden = hidesValues || kinds.unknownName == .unknownSetting
        let value = isHidden ? "…" : String(entry.key[colon...].dropFirst())
        return "there is no space behind the colon: write \(name): \(value)"
    }

    /// The one of `guards` that was probably meant by an unknown name: in other capitals, on another type of page, or
    /// misspelt.
    private func nearestGuard(to key: String, _ guards: [String], hint: (String) -> String?) -> String? {
        guard !guards.isEmpty else { return nil }
        let lowered = key.lowercased()
        if guards.contains(lowered) { return lowered }
        guard let nearest = nearestName(to: key, among: asked + guards), guards.contains(nearest) else { return nil }
        // What other types have under this name is not misspelt.
        return hint(key) == nil ? nearest : nil
    }

    mutating func report(_ kind: DiagnosticKind, _ line: Int, _ summary: String, help: String? = nil) {
        diagnostics.append(Diagnostic(kind, at: SourceLocation(file: file, line: line), summary, help: help))
    }
}

/// Whether `text` (without `@`) may be a handle: letters, digits, `.`, `_`, `-` and anything beyond ASCII, no `.` at
/// the end.
package func isHandle(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != 0x2E, text.utf8.last != 0x2E else { return false }
    return text.utf8.allSatisfy { byte in
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2E, 0x5F, 0x2D, 0x80...: true
        default: false
        }
    }
}

extension String {
    /// Whether the words of this text are already separated by single blanks.
    fileprivate var isTidyLine: Bool {
        var previous: UInt8 = 0x20
        for byte in utf8 {
            if byte == 0x20 ? previous == 0x20 : byte < 0x20 { return false }
            previous = byte
        }
        return previous != 0x20
    }

    /// This text with control characters other than tab and line feed replaced by U+FFFD.
    var withoutControlCharacters: String {
        func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x7F }
        guard utf8.contains(where: isControl) else { return self }
        var scalars = UnicodeScalarView()
        for scalar in unicodeScalars {
            let isBad = scalar.isASCII && isControl(UInt8(truncatingIfNeeded: scalar.value))
            scalars.append(isBad ? "\u{FFFD}" : scalar)
        }
        return String(scalars)
    }
}
