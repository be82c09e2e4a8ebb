import HearthContent
import HearthModel

/// Known problems of a freshly migrated site: they are shown as notes, so that new ones stand out.
///
/// A text file, one problem a line: id, file and summary, separated by tabs. No line numbers: an edit above must not
/// make a known problem new.
struct Baseline {
    private var known: Set<String> = []

    static let fileName = "hearth-baseline.txt"

    /// Where the baseline lies: the file given, else `baseline:` of `hearth.yml`, else `hearth-baseline.txt` beside it.
    static func path(_ file: String?, project: Project) -> String {
        file ?? project.absolute(project.configuration.baselineFile ?? fileName)
    }

    /// The known problems; none when the project names no file and has none.
    static func load(_ file: String?, project: Project) throws -> Baseline {
        let path = path(file, project: project)
        if file == nil, project.configuration.baselineFile == nil, !FileSystem.isFile(path) { return Baseline() }
        var baseline = Baseline()
        for line in String(decoding: try FileSystem.read(path), as: UTF8.self).split(whereSeparator: \.isNewline)
        where !line.hasPrefix("#") { baseline.known.insert(String(line)) }
        return baseline
    }

    func contains(_ diagnostic: Diagnostic) -> Bool { !known.isEmpty && known.contains(Self.line(diagnostic)) }

    /// Writes all errors and warnings as known.
    static func write(_ diagnostics: [Diagnostic], to path: String) throws -> Int {
        let lines = Set(diagnostics.filter { $0.severity > .note }.map(line)).sorted()
        let head =
            "# Known problems, shown as notes. Made by 'hearth check --write-baseline'; remove lines as you mend "
            + "them.\n"
        try FileSystem.writeAtomically(Array((head + lines.map { $0 + "\n" }.joined()).utf8), to: path)
        return lines.count
    }

    private static func line(_ diagnostic: Diagnostic) -> String {
        let diagnostic = diagnostic.withoutSecrets
        return [diagnostic.kind.id, diagnostic.location?.file ?? "", diagnostic.summary].map {
            String($0.map { $0 == "\t" || $0.isNewline ? " " : $0 })
        }.joined(separator: "\t")
    }
}
