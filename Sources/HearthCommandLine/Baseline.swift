import HearthContent
import HearthModel

/// Known problems of a freshly migrated site: they are shown as notes, so that new ones stand out.
///
/// A text file, one problem a line: id, file and summary, separated by tabs. No line numbers: an edit above must not
/// make a known problem new. A problem that a file has twice stands there twice: a third one is new.
struct Baseline {
    /// Line of the baseline → where it stands in the file, once for each time.
    private var known: [String: [Int]] = [:]
    private var file = ""

    static let fileName = "hearth-baseline.txt"

    /// Where the baseline lies: the file given, else `baseline:` of `hearth.yml`, else `hearth-baseline.txt` beside it.
    static func path(_ file: String?, project: Project) -> String {
        file ?? project.absolute(project.configuration.baselineFile?.value ?? fileName)
    }

    /// The known problems; none when the project names no file and has none. Throws `FatalError(.usage)` when the file that
    /// `hearth.yml` names cannot be read.
    static func load(_ file: String?, project: Project) throws -> Baseline {
        let path = path(file, project: project)
        if file == nil, project.configuration.baselineFile == nil, !FileSystem.isFile(path) { return Baseline() }
        // How one says "none" to programs: it holds nothing.
        if path == "/dev/null" { return Baseline() }
        var baseline = Baseline()
        baseline.file = path.hasPrefix(project.root + "/") ? String(path.dropFirst(project.root.count + 1)) : path
        let text = String(decoding: try read(path, named: file == nil ? project : nil), as: UTF8.self)
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        where !line.isEmpty && !line.hasPrefix("#") { baseline.known[String(line), default: []].append(number + 1) }
        return baseline
    }

    /// `named`: the project whose settings name the file.
    private static func read(_ path: String, named: Project?) throws -> [UInt8] {
        do { return try FileSystem.read(path) } catch {
            guard let project = named, let setting = project.configuration.baselineFile else { throw error }
            throw FatalError(
                .usage,
                [
                    Diagnostic(
                        .badSetting, at: SourceLocation(file: project.configurationFile, line: setting.line),
                        "baseline: \(error)",
                        help: "make the file with 'hearth check --write-baseline', or take the line out")
                ])
        }
    }

    /// The diagnostics, those that are known as notes. Of several in one file that read alike, as many as the baseline
    /// knows are old, in the order of their lines; which ones really are, nobody can tell.
    func applied(to diagnostics: [Diagnostic]) -> [Diagnostic] {
        if known.isEmpty { return diagnostics }
        var left = known.mapValues(\.count)
        return diagnostics.map { diagnostic in
            let line = Self.line(diagnostic)
            guard let count = left[line] else { return diagnostic }
            var diagnostic = diagnostic
            if count > 0 {
                left[line] = count - 1
                diagnostic.severity = .note
            } else if let total = known[line]?.count {
                let times = total == 1 ? "one" : "\(total)"
                diagnostic.notes.append(.init("the baseline knows \(times) like this in the file; there are more"))
            }
            return diagnostic
        }
    }

    /// A note for each line that nothing fits any more.
    func stale(after diagnostics: [Diagnostic]) -> [Diagnostic] {
        if known.isEmpty { return [] }
        var left = known
        for diagnostic in diagnostics {
            let line = Self.line(diagnostic)
            if left[line]?.isEmpty == false { left[line]?.removeFirst() }
        }
        return left.flatMap { line, places in
            places.map { place in
                let words = line.replacing("\t", with: " ")
                return Diagnostic(
                    .staleBaseline, at: SourceLocation(file: file, line: place), "this problem is gone: \(words)",
                    help: "remove the line, or it hides the next one")
            }
        }.sorted()
    }

    /// Writes all errors and warnings as known.
    static func write(_ diagnostics: [Diagnostic], to path: String) throws -> Int {
        // A device would be replaced by a file, for all programs of the machine.
        if let kind = FileSystem.kind(of: path), kind == .other || kind == .directory {
            throw UsageError(
                "'\(path)' is no file that a baseline can be written to", help: "name another with --baseline")
        }
        let lines = diagnostics.filter { $0.severity > .note }.map(line).sorted()
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
