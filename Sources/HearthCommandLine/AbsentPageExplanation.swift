import HearthBuild
import HearthContent
import HearthModel
import HearthSite

/// Why a page that is there is not on the site, for `hearth explain`.
struct AbsentPageExplanation {
    private let site: Site
    private let diagnostics: [Diagnostic]
    private let project: Project

    init(_ known: BuildPipeline.Resolved, _ project: Project) {
        site = known.site
        diagnostics = known.diagnostics
        self.project = project
    }

    /// Nil when no such file is left out.
    func text(ofFile wanted: PageSubject) -> String? {
        let files = wanted.contentFiles
        if let page = site.leftOutPages.first(where: { files.contains($0.page.path) }) { return text(page) }
        // What is no page for the program, such as a file that cannot be read or has another ending.
        for path in files {
            let file = project.displayPath(ofContent: path)
            let problems = problems(of: file)
            guard !problems.isEmpty else { continue }
            return table("\(file) is no page of the site", problems + [("way out", Self.mend)])
        }
        return nil
    }

    func text(ofAddress wanted: PageSubject) -> String? {
        let paths = wanted.paths
        return site.leftOutPages.first { absent in
            let url = absent.page.url.text
            return absent.page.type != .answer
                && paths.contains { $0 == url || $0 + "/" == url || $0 == absent.page.url.outputFile }
        }.map(text)
    }

    private static let mend = "mend that; 'hearth check' shows it with its line"

    private func text(_ absent: LeftOutPage) -> String {
        let page = absent.page
        var rows = [("type", page.type.rawValue)]
        if let title = page.common.title { rows.insert(("title", title), at: 0) }
        if page.type != .answer { rows.append(("address", "/\(page.url.text), once it is published")) }
        rows.append(("because", absent.reasonText))
        if absent.reason == .held { rows += problems(of: absent.decidedBy.file) }
        rows.append(("way out", wayOut(absent)))
        return table("\(page.file) is not on the site", rows)
    }

    private func wayOut(_ absent: LeftOutPage) -> String {
        switch absent.reason {
        case .draft:
            "take 'draft:' away when it is ready; 'hearth serve' and 'hearth build --drafts' show it until then"
        case .future: "wait for the day, or change 'publish:'; 'hearth build --future' shows it until then"
        case .expired: "change or remove 'expires:' if it still holds; 'hearth build --expired' shows it"
        case .held: Self.mend
        }
    }

    /// The errors of a file, of many the first ones.
    private func problems(of file: String) -> [(String, String)] {
        let all = diagnostics.filter { $0.location?.file == file && $0.severity == .error }
        let shown = all.prefix(5).map { problem in
            let line = problem.location.flatMap { $0.line > 0 ? ", line \($0.line)" : nil } ?? ""
            return ("error", "\(problem.kind.id)\(line): \(problem.summary)")
        }
        return shown + (all.count > 5 ? [("error", "and \(all.count - 5) more")] : [])
    }

    private func table(_ head: String, _ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return HumanDiagnosticWriter.printable(head) + "\n"
            + rows.map { "  \($0.0.padded(width))  \(HumanDiagnosticWriter.printable($0.1))\n" }.joined()
    }
}

extension LeftOutPage {
    /// A part of a sentence: `it is a draft (line 3 of Content/a.md)`.
    var reasonText: String {
        let isOwn = decidedBy === page
        let it = isOwn ? "it" : "what it belongs to"
        let place = "\(line.map { "line \($0) of " } ?? "")\(decidedBy.file)"
        switch reason {
        case .draft: return "\(it) is a draft (\(place))"
        case .future:
            return "\(it) comes on \(decidedBy.common.publish?.iso8601 ?? "a later day") (\(place))"
        case .expired: return "\(it) expired on \(decidedBy.common.expires?.iso8601 ?? "an earlier day") (\(place))"
        case .held: return "an error in \(decidedBy.file) keeps it back"
        }
    }
}
