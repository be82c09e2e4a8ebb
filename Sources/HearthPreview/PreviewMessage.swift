import HearthBuild
import HearthModel

/// What the browser is told after a build.
struct PreviewMessage: Sendable {
    /// A problem with the lines around it.
    struct Problem: Sendable, Equatable {
        var diagnostic: Diagnostic
        /// The output file of the page that it is about; empty when it is about none.
        var page: String
        var excerpt: [(number: Int, text: String, isMarked: Bool)]

        static func == (a: Problem, b: Problem) -> Bool { a.diagnostic == b.diagnostic && a.page == b.page }
    }

    var version: Int
    /// Output files of pages that changed.
    var changed: [String] = []
    var gone: [String] = []
    var styles: [String] = []
    /// Whether something changed that any page may show, such as a picture or a script.
    var all = false
    var problems: [Problem] = []
    /// The page that was edited, for those who want to follow.
    var follow: String?

    /// At most so many problems are shown; the rest is in the terminal.
    private static let limit = 20

    var json: String {
        var json = JSONWriter()
        json.raw("{\"version\": ")
        json.string(String(version))
        json.raw(", \"changed\": ")
        Self.list(changed, &json)
        json.raw(", \"gone\": ")
        Self.list(gone, &json)
        json.raw(", \"styles\": ")
        Self.list(styles, &json)
        json.raw(all ? ", \"all\": true, \"follow\": " : ", \"all\": false, \"follow\": ")
        if let follow { json.string(follow) } else { json.raw("null") }
        json.raw(", \"problems\": [")
        for (index, problem) in problems.prefix(Self.limit).enumerated() {
            if index > 0 { json.raw(", ") }
            Self.write(problem, &json)
        }
        json.raw("]}")
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private static func write(_ problem: Problem, _ json: inout JSONWriter) {
        let diagnostic = problem.diagnostic.withoutSecrets
        let fields = [
            ("severity", diagnostic.severity.rawValue), ("id", diagnostic.kind.id), ("summary", diagnostic.summary),
            ("help", diagnostic.help ?? ""), ("file", diagnostic.location?.file ?? ""), ("page", problem.page),
            ("line", diagnostic.location.map { $0.line > 0 ? String($0.line) : "" } ?? ""),
        ]
        json.raw("{")
        for (name, value) in fields {
            json.string(name)
            json.raw(": ")
            json.string(value)
            json.raw(", ")
        }
        json.raw("\"excerpt\": [")
        for (index, line) in problem.excerpt.enumerated() {
            if index > 0 { json.raw(", ") }
            json.raw("{\"number\": ")
            json.string(String(line.number))
            json.raw(line.isMarked ? ", \"marked\": true, \"text\": " : ", \"marked\": false, \"text\": ")
            json.string(line.text)
            json.raw("}")
        }
        json.raw("]}")
    }

    private static func list(_ texts: [String], _ json: inout JSONWriter) {
        json.raw("[")
        for (index, text) in texts.enumerated() {
            if index > 0 { json.raw(", ") }
            json.string(text)
        }
        json.raw("]")
    }

    /// Two lines before and after the place, without what may be a secret.
    static func excerpt(of location: SourceLocation?, root: String) -> [(number: Int, text: String, isMarked: Bool)] {
        guard let location, location.line > 0 else { return [] }
        let path = location.file.hasPrefix("/") ? location.file : root + "/" + location.file
        guard (FileSystem.size(of: path) ?? .max) < 4_000_000, let bytes = try? FileSystem.read(path) else { return [] }
        let lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r\n" || $0 == "\r"
        }
        // The file may have become shorter since it was built.
        guard location.line <= lines.count else { return [] }
        let hides = SettingsExcerpt.covers(location.file)
        return (max(1, location.line - 2)...min(lines.count, location.line + 2)).map { number in
            let text = hides ? SettingsExcerpt.line(number - 1, of: lines) : String(lines[number - 1])
            return (number, String(text.prefix(200)), number == location.line)
        }
    }
}
