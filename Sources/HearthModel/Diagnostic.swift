/// How bad a diagnostic is.
package enum Severity: String, Sendable, Comparable, CaseIterable {
    /// The output would be wrong: the run ends with exit code 1.
    case error
    /// The output is affected, but usable.
    case warning
    /// Worth knowing.
    case note

    private var rank: Int {
        switch self {
        case .error: 2
        case .warning: 1
        case .note: 0
        }
    }

    package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// One kind of problem: its stable id, its usual severity and the text of `hearth explain ID`.
package struct DiagnosticKind: Sendable, Hashable {
    /// Stable and documented, such as `broken-link`; lower case words joined by hyphens.
    package let id: String
    package let severity: Severity
    /// One line: what is wrong.
    package let title: String
    /// What it means, why it matters and what to do about it; plain text, a few sentences.
    package let explanation: String

    package init(_ id: String, _ severity: Severity, _ title: String, _ explanation: String) {
        self.id = id
        self.severity = severity
        self.title = title
        self.explanation = explanation
    }
}

/// A user's mistake as a value: collected by every stage, printed once at the edge.
package struct Diagnostic: Sendable, Hashable {
    /// A second place that helps to understand the problem, such as the other file with the same URL.
    package struct Note: Sendable, Hashable {
        package var message: String
        package var location: SourceLocation?

        package init(_ message: String, at location: SourceLocation? = nil) {
            self.message = message
            self.location = location
        }

        /// Where the things are that a name may mean: a few of them, since thousands of pages may have one name.
        package static func some(of places: [SourceLocation]) -> [Note] {
            let shown = places.prefix(8).map { Note("this one", at: $0) }
            return shown + (places.count > 8 ? [Note("and \(places.count - 8) more")] : [])
        }
    }

    package var kind: DiagnosticKind
    package var severity: Severity
    package var location: SourceLocation?
    /// What is wrong here, with the names of this case; one line, no full stop.
    package var summary: String
    /// The way out; nil when the summary says it.
    package var help: String?
    package var notes: [Note]

    package init(
        _ kind: DiagnosticKind, at location: SourceLocation?, _ summary: String, help: String? = nil,
        notes: [Note] = [],
        severity: Severity? = nil
    ) {
        self.kind = kind
        self.severity = severity ?? kind.severity
        self.location = location
        self.summary = summary
        self.help = help
        self.notes = notes
    }
}

extension Diagnostic: Comparable {
    /// By file, line and column, then id and text, so that the same mistakes are always printed in the same order.
    package static func < (a: Diagnostic, b: Diagnostic) -> Bool {
        switch (a.location, b.location) {
        case (nil, .some): return true
        case (.some, nil): return false
        case (let x?, let y?) where x != y: return x < y
        default: return (a.kind.id, a.summary) < (b.kind.id, b.summary)
        }
    }
}

/// Thrown for "can't go on": the file system refuses, or the configuration cannot be read. Everything else is a
/// `Diagnostic`.
package struct FatalError: Error, Sendable, CustomStringConvertible {
    /// The exit code of the program: 1 the content (what was given to work on), 2 usage or configuration, 3
    /// input/output or internal.
    package enum Code: Int32, Sendable {
        case content = 1
        case usage = 2
        case io = 3
    }

    package var code: Code
    package var diagnostics: [Diagnostic]

    package init(_ code: Code, _ diagnostics: [Diagnostic]) {
        self.code = code
        self.diagnostics = diagnostics
    }

    package var description: String { diagnostics.map(\.summary).joined(separator: "; ") }
}
