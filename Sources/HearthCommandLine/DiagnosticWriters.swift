import ArgumentParser
import HearthBuild
import HearthModel

/// Diagnostics for people: what, where, the line itself, and the way out.
struct HumanDiagnosticWriter {
    let console: Console
    private var lines: DiagnosticLines
    /// Of the settings that were shown last.
    private var openness = (file: "", lines: SettingsExcerpt.Openness())

    /// `root` is the project's folder, to show the line that is meant; nil when there is none.
    init(console: Console, root: String?) {
        self.console = console
        lines = DiagnosticLines(root: root)
    }

    mutating func text(of diagnostic: Diagnostic) -> String {
        let style: Console.Style =
            switch diagnostic.severity {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        let head = console.styled("\(diagnostic.severity.rawValue)[\(diagnostic.kind.id)]", style)
        var text = head + ": " + console.styled(Self.printable(diagnostic.summary), .bold) + "\n"
        var helpShown = false
        if let location = diagnostic.location {
            text += console.styled("  --> ", .quiet) + Self.describe(location) + "\n"
            if let (line, location) = line(of: location) {
                let number = String(location.line)
                text += console.styled("\(number) | ", .quiet) + line + "\n"
                if let caret = Self.caret(location, line) {
                    text +=
                        console.styled(String(repeating: " ", count: number.count) + " | ", .quiet)
                        + console.styled(caret, style)
                    if let help = diagnostic.help {
                        text += " " + Self.printable(help)
                        helpShown = true
                    }
                    text += "\n"
                }
            }
        }
        if let help = diagnostic.help, !helpShown { text += "  = " + Self.printable(help) + "\n" }
        for note in diagnostic.notes {
            text +=
                "  = note: " + Self.printable(note.message) + (note.location.map { ": " + Self.describe($0) } ?? "")
                + "\n"
        }
        return text + "\n"
    }

    static func describe(_ location: SourceLocation) -> String {
        var text = printable(location.file)
        if location.line > 0 { text += ":\(location.line)" }
        if location.line > 0, let column = location.column { text += ":\(column)" }
        return text
    }

    /// Text of content must not drive the terminal.
    static func printable(_ text: String) -> String { text.printable }

    /// The line as it is shown, and where in it the place is.
    private mutating func line(of location: SourceLocation) -> (text: String, location: SourceLocation)? {
        let lines = self.lines.all(of: location)
        guard location.line > 0, location.line <= lines.count else { return nil }
        let line = lines[location.line - 1]
        // Settings may hold passwords, and logs are read by many.
        guard SettingsExcerpt.covers(location.file) else { return Self.excerpt(line, location) }
        if openness.file != location.file { openness = (location.file, SettingsExcerpt.Openness()) }
        let shown = SettingsExcerpt.line(location.line - 1, of: lines, &openness.lines)
        return shown.isEmpty || shown.trimmingPrefix(while: \.isWhitespace) == SettingsExcerpt.hidden
            ? nil : (Self.printable(String(shown.prefix(Self.width))), location)
    }

    /// How much of a line is shown.
    private static let width = 160

    /// The beginning of a line, or of a long one what stands around the place.
    private static func excerpt(_ line: Substring, _ location: SourceLocation) -> (String, SourceLocation) {
        let bytes = line.utf8
        let column = location.column ?? 0
        // In bytes, as columns are: a line without accents has as many letters.
        guard column > width - 20 || column + (location.length ?? 1) > width, column <= bytes.count else {
            return (printable(String(line.prefix(width))), location)
        }
        func boundary(_ offset: Int) -> Substring.UTF8View.Index {
            var index = bytes.index(bytes.startIndex, offsetBy: max(0, min(offset, bytes.count)))
            while index < bytes.endIndex, bytes[index] & 0xC0 == 0x80 { index = bytes.index(after: index) }
            return index
        }
        let (start, end) = (boundary(column - 61), boundary(column - 61 + width))
        let lead = start > bytes.startIndex ? "…" : ""
        let text = lead + line[start..<end] + (end < bytes.endIndex ? "…" : "")
        var place = location
        place.column = column - bytes.distance(from: bytes.startIndex, to: start) + lead.utf8.count
        return (printable(text), place)
    }

    private static func caret(_ location: SourceLocation, _ line: String) -> String? {
        // Where something is left out, the columns of the file say nothing.
        guard !line.contains(SettingsExcerpt.hidden), let column = location.column, column > 0,
            column <= line.utf8.count
        else { return nil }
        let bytes = Array(line.utf8)
        let before = String(decoding: bytes[..<(column - 1)], as: UTF8.self)
        let length = max(1, min(location.length ?? 1, bytes.count - column + 1))
        let marked = String(decoding: bytes[(column - 1)..<(column - 1 + length)], as: UTF8.self)
        return String(repeating: " ", count: before.count) + String(repeating: "^", count: marked.count)
    }
}

/// Workflow commands of GitHub Actions: problems show at their lines in a pull request.
struct GitHubDiagnosticWriter {
    private var lines: DiagnosticLines

    init(root: String?) { lines = DiagnosticLines(root: root) }

    mutating func line(_ diagnostic: Diagnostic) -> String {
        let level =
            switch diagnostic.severity {
            case .error: "error"
            case .warning: "warning"
            case .note: "notice"
            }
        var fields: [String] = []
        if let location = diagnostic.location {
            fields.append("file=" + Self.property(location.file))
            if location.line > 0 { fields.append("line=\(location.line)") }
            if let columns = lines.columns(of: location) { fields.append("col=\(columns.start)") }
        }
        fields.append("title=" + Self.property(diagnostic.kind.id))
        let message = diagnostic.summary + (diagnostic.help.map { ". " + $0 } ?? "")
        return "::\(level) \(fields.joined(separator: ","))::\(Self.data(message))\n"
    }

    private static func data(_ text: String) -> String {
        text.flatMap { character -> String in
            switch character {
            case "%": "%25"
            case "\r": "%0D"
            case "\n", "\r\n": "%0A"
            default: String(character)
            }
        }.reduce(into: "") { $0.append($1) }
    }

    private static func property(_ text: String) -> String {
        data(text).reduce(into: "") { out, character in
            switch character {
            case ":": out += "%3A"
            case ",": out += "%2C"
            default: out.append(character)
            }
        }
    }
}

/// Diagnostics for machines.
enum DiagnosticJSON {
    /// `{"diagnostics": [{id, severity, file, line, column, summary, help, notes}], "errors": n, "warnings": n}`.
    static func list(_ diagnostics: [Diagnostic]) -> String {
        let items = diagnostics.map { diagnostic in
            JSONValue.object([
                ("id", .string(diagnostic.kind.id)), ("severity", .string(diagnostic.severity.rawValue)),
                ("file", .optional(diagnostic.location?.file)), ("line", line(diagnostic.location)),
                ("column", .optional(diagnostic.location?.column)), ("summary", .string(diagnostic.summary)),
                ("help", .optional(diagnostic.help)),
                (
                    "notes",
                    .array(
                        diagnostic.notes.map { note in
                            .object([
                                ("message", .string(note.message)), ("file", .optional(note.location?.file)),
                                ("line", line(note.location)),
                            ])
                        })
                ),
            ])
        }
        return JSONValue.object([
            ("diagnostics", .array(items)), ("errors", .number(diagnostics.count { $0.severity == .error })),
            ("warnings", .number(diagnostics.count { $0.severity == .warning })),
        ]).text + "\n"
    }

    /// Null when the whole file is meant.
    private static func line(_ location: SourceLocation?) -> JSONValue {
        .optional(location.flatMap { $0.line > 0 ? $0.line : nil })
    }

    /// SARIF 2.1.0 (OASIS), one run. `root` is the project's folder.
    static func sarif(_ diagnostics: [Diagnostic], root: String?) -> String {
        var lines = DiagnosticLines(root: root)
        let kinds = Set(diagnostics.map(\.kind)).sorted { $0.id < $1.id }
        let rules = kinds.map { kind in
            JSONValue.object([
                ("id", .string(kind.id)), ("shortDescription", .object([("text", .string(kind.title))])),
                ("fullDescription", .object([("text", .string(kind.explanation))])),
            ])
        }
        let driver = JSONValue.object([
            ("name", .string("hearth")), ("version", .string(Hearth.configuration.version)), ("rules", .array(rules)),
        ])
        let run = JSONValue.object([
            ("tool", .object([("driver", driver)])), ("columnKind", .string("utf16CodeUnits")),
            ("results", .array(diagnostics.map { result($0, &lines) })),
        ])
        return JSONValue.object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
            ("runs", .array([run])),
        ]).text + "\n"
    }

    private static func result(_ diagnostic: Diagnostic, _ lines: inout DiagnosticLines) -> JSONValue {
        let message = diagnostic.summary + (diagnostic.help.map { ". " + $0 } ?? "")
        var fields: [(String, JSONValue)] = [
            ("ruleId", .string(diagnostic.kind.id)), ("level", .string(diagnostic.severity.rawValue)),
            ("message", .object([("text", .string(message))])),
        ]
        if let location = diagnostic.location {
            var physical: [(String, JSONValue)] = [
                ("artifactLocation", .object([("uri", .string(SitePath.percentEncode(location.file)))]))
            ]
            if location.line > 0 {
                var region: [(String, JSONValue)] = [("startLine", .number(location.line))]
                if let columns = lines.columns(of: location) {
                    region.append(("startColumn", .number(columns.start)))
                    if let end = columns.end { region.append(("endColumn", .number(end))) }
                }
                physical.append(("region", .object(region)))
            }
            fields.append(("locations", .array([.object([("physicalLocation", .object(physical))])])))
        }
        return .object(fields)
    }
}

/// A JSON text in the order given (RFC 8259).
indirect enum JSONValue {
    case string(String)
    case number(Int)
    case bool(Bool)
    case null
    case array([JSONValue])
    case object([(String, JSONValue)])

    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    static func optional(_ number: Int?) -> JSONValue { number.map { .number($0) } ?? .null }

    var text: String {
        switch self {
        case .string(let text): Self.quoted(text)
        case .number(let number): String(number)
        case .bool(let bool): bool ? "true" : "false"
        case .null: "null"
        case .array(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
        case .object(let fields):
            "{" + fields.map { Self.quoted($0.0) + ": " + $0.1.text }.joined(separator: ", ") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.take(), as: UTF8.self)
    }
}
