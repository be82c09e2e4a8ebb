import HearthModel

/// Folds what one file repeats: nobody reads the same message three thousand times, and what else is wrong is lost among
/// them.
struct RepeatedDiagnostics {
    /// So many of one kind are shown of each file.
    static let shownOfAKind = 5

    enum Turn: Equatable {
        case shown
        /// The last that is shown, with the number of the others.
        case last(others: Int)
        case folded
    }

    /// An error is never one more of the warnings of its kind: it is what the run failed for.
    private struct Key: Hashable {
        let file: String
        let kind: String
        let severity: Severity

        init?(_ diagnostic: Diagnostic) {
            guard let file = diagnostic.location?.file else { return nil }
            (self.file, kind, severity) = (file, diagnostic.kind.id, diagnostic.severity)
        }
    }

    private var counts: [Key: Int] = [:]
    private var shown: [Key: Int] = [:]

    /// Of none, nothing is folded.
    init(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { Key(diagnostic).map { counts[$0, default: 0] += 1 } }
    }

    mutating func turn(of diagnostic: Diagnostic) -> Turn {
        guard let key = Key(diagnostic), let count = counts[key], count > Self.shownOfAKind else { return .shown }
        let number = (shown[key] ?? 0) + 1
        shown[key] = number
        if number < Self.shownOfAKind { return .shown }
        return number == Self.shownOfAKind ? .last(others: count - number) : .folded
    }

    static func line(_ others: Int, _ kind: DiagnosticKind) -> String {
        "… and \(others) more like it in this file (\(kind.id)); -v shows them"
    }
}
