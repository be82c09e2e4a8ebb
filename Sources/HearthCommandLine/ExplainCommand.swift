import ArgumentParser
import HearthBuild
import HearthContent
import HearthModel
import HearthSite

/// `hearth explain`: what a problem means, or what made a page.
struct ExplainCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a kind of problem, or say where a page comes from and who may read it.",
        discussion: """
            hearth explain broken-link             what the problem means and what to do
            hearth explain /groups/lift/           the page at this address
            hearth explain Content/groups/lift/index.md
            hearth explain                         all kinds of problems
            """)

    @Argument(
        help: "The id of a problem, the address of a page, or a content file.",
        completion: .list(DiagnosticCatalog.all.map(\.id)))
    var subject: String?

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func run() async throws {
        guard let subject else {
            let width = DiagnosticCatalog.all.map(\.id.count).max() ?? 0
            for kind in DiagnosticCatalog.all {
                Console.output(kind.id.padded(width) + "  \(kind.severity.rawValue.padded(7))  \(kind.title)\n")
            }
            return
        }
        if let kind = DiagnosticCatalog.kind(subject) {
            Console.output(
                "\(kind.severity.rawValue)[\(kind.id)]: \(kind.title)\n\n\(kind.explanation.wrapped(at: 100))\n")
            return
        }
        guard subject.contains("/") || PageFileName.isPage(subject) else {
            let near =
                nearestName(to: subject, among: DiagnosticCatalog.all.map(\.id)).map { "; did you mean '\($0)'?" } ?? ""
            throw UsageError(
                "there is no problem with the id '\(subject)'\(near)",
                help: "'hearth explain' lists them all; an address starts with /, a file ends in .md")
        }
        try await explainPage(subject)
    }

    private func explainPage(_ subject: String) async throws {
        let (project, pipeline, known) = try await site.resolved()
        let resolved = known.site
        let wanted = PageSubject(subject, project)
        if let found = wanted.page(of: resolved) {
            Console.output(PageExplanation(site: resolved, page: found).text)
            try await explainOutputs([resolved.pages[found].url.outputFile], pipeline, known)
            return
        }
        if let text = AbsentPageExplanation(known, project).text(ofFile: wanted) {
            Console.output(text)
            return
        }
        if let redirect = wanted.redirect(among: resolved.redirects) {
            let field = redirect.title == nil ? "redirect_from" : "synonyms"
            Console.output("\(subject)\n  leads to  \(redirect.to)\n  because   \(field) in \(redirect.file)\n")
            try await explainOutputs(Set(wanted.paths.flatMap(Self.files)), pipeline, known)
            return
        }
        if let redirect = wanted.redirect(among: try await pipeline.redirects(of: known)) {
            let reason = "it goes along with an old address in \(redirect.file)"
            Console.output("\(subject)\n  leads to  \(redirect.to)\n  because   \(reason)\n")
            try await explainOutputs(Set(wanted.paths.flatMap(Self.files)), pipeline, known)
            return
        }
        for path in wanted.paths {
            if resolved.generated.contains(SitePath(path)) || resolved.generated.contains(SitePath(path + "/")) {
                Console.output("/\(path)\n  made by   Hearth, from all pages that everyone may read\n")
                try await explainOutputs(Self.files(at: path), pipeline, known)
                return
            }
        }
        if try await explainOutputs(Set(wanted.paths.flatMap(Self.files)), pipeline, known) { return }
        if let text = AbsentPageExplanation(known, project).text(ofAddress: wanted) {
            Console.output(text)
            return
        }
        let near =
            nearestName(to: wanted.paths[0], among: resolved.pages.map(\.url.text)).map { "; did you mean '/\($0)'?" }
            ?? ""
        throw UsageError(
            "no page has the address or file '\(subject)'\(near)", help: "'hearth list' names all pages")
    }
}

extension ExplainCommand {
    /// Where the file of an address may lie.
    private static func files(at address: String) -> Set<String> {
        [SitePath(address).outputFile, SitePath(address + "/").outputFile]
    }

    /// Says what made the files, and why they were written or will be. False when the site has none of them.
    @discardableResult
    private func explainOutputs(
        _ files: Set<String>, _ pipeline: BuildPipeline, _ known: BuildPipeline.Resolved
    ) async throws -> Bool {
        let found = try await pipeline.explain(files, of: known)
        for output in found {
            var rows = [("file", known.site.project.configuration.outputFolder + "/" + output.path)]
            if let template = output.template { rows.append(("template", template)) }
            rows.append(("readers", output.audience == .everyone ? "everyone" : output.audience.description))
            rows.append(("shows", Self.list(output.sources, none: "no content file")))
            if let texts = output.texts { rows.append(("texts of", Self.list(texts, none: "no content file"))) }
            if let reason = output.reason { rows.append(("last made", "because " + reason)) }
            rows.append(("next build", output.next ?? "leaves it as it is"))
            let width = rows.map(\.0.count).max() ?? 0
            Console.output("\n")
            for (name, text) in rows {
                Console.output("  \(name.padded(width))  \(HumanDiagnosticWriter.printable(text))\n")
            }
        }
        return !found.isEmpty
    }

    private static func list(_ files: [String], none: String) -> String {
        if files.isEmpty { return none }
        return files.prefix(8).joined(separator: ", ") + (files.count > 8 ? " and \(files.count - 8) more" : "")
    }
}

/// The facts of one page in words.
struct PageExplanation {
    let site: Site
    let page: PageIndex

    var text: String {
        let item = site.pages[page]
        var rows: [(String, String)] = [
            ("title", item.title), ("type", item.type.rawValue), ("source", item.parsed.file),
            ("output", item.type == .answer ? "shown on its question's page" : item.url.outputFile),
            ("audience", audience(item)),
        ]
        // Here because of --drafts and its like.
        if let absent = site.leftOutPages.first(where: { $0.page === item.parsed }) {
            rows.append(("published", "no, " + absent.reasonText))
        }
        if let group = item.group { rows.append(("group", site.pages[site.groups[group].page].title)) }
        if let date = item.date {
            rows.append(("date", date.iso8601 + (item.parsed.common.date == nil ? " (from git)" : "")))
        }
        if let updated = item.updated {
            rows.append(("updated", updated.iso8601 + (item.parsed.common.updated == nil ? " (from git)" : "")))
        }
        if let question = site.questionByPage[page] {
            rows.append(
                (
                    "state",
                    "\(site.questions[question].state.rawValue), \(site.questions[question].answers.count) answers"
                ))
        }
        for old in site.redirects where old.source == page { rows.append(("old address", old.from)) }
        for link in item.backlinks { rows.append(("linked from", site.pages[link].parsed.file)) }
        let width = rows.map(\.0.count).max() ?? 0
        return "/\(item.url.text)\n"
            + rows.map { "  \($0.0.padded(width))  \(HumanDiagnosticWriter.printable($0.1))\n" }.joined()
    }

    private func audience(_ item: SitePage) -> String {
        guard case .group(let id) = item.audience else { return "everyone who reaches the server" }
        let directory = site.group(id).flatMap { site.groups[$0].accessGroup }
        return "members of the group '\(id)'" + (directory.map { " (\($0))" } ?? "")
    }
}

extension String {
    func padded(_ width: Int) -> String { count >= width ? self : self + String(repeating: " ", count: width - count) }

    /// With line breaks between words.
    func wrapped(at width: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
