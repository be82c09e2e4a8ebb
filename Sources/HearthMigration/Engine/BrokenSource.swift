import HearthModel

extension Diagnostic {
    private static let brokenSourceHelp =
        "what came before this line is kept; get the export again and repeat the command"

    /// A file of the export that cannot be read from `line` on; it stands in the account, too.
    static func brokenSource(_ path: String, line: Int, _ message: String) -> Diagnostic {
        Diagnostic(
            .migrationSource, at: SourceLocation(file: path, line: line), message, help: brokenSourceHelp)
    }

    /// Whether a whole file breaks off here, and not only one of its records.
    var isBrokenSource: Bool {
        kind == .migrationArchive || (kind == .migrationSource && help == Self.brokenSourceHelp)
    }
}

/// Folders of the program in which archives were unpacked, and the archives that people know them by.
struct SourceNames: Sendable {
    /// The folder, and the archive as the user typed it.
    var folders: [(folder: String, archive: String)] = []

    /// Text with every path of the program replaced by that in the archive.
    func shown(_ text: String) -> String {
        var text = text
        for (folder, archive) in folders where text.utf8.count >= folder.utf8.count && text.contains(folder) {
            text = text.replacing(folder, with: archive)
        }
        return text
    }

    func shown(_ diagnostic: Diagnostic) -> Diagnostic {
        guard !folders.isEmpty else { return diagnostic }
        var result = diagnostic
        result.summary = shown(result.summary)
        if let file = result.location?.file { result.location?.file = shown(file) }
        return result
    }

    func shown(_ fate: ImportFate) -> ImportFate {
        guard !folders.isEmpty, case .failed(let reason) = fate else { return fate }
        return .failed(reason: shown(reason))
    }
}
