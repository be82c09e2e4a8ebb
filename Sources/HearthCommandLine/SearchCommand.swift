import ArgumentParser
import HearthBuild
import HearthContent
import HearthLayout
import HearthModel
import HearthSearch
import HearthSite

/// `hearth search`: asks the built index, or exports what would be in it.
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Search the built site, as its search page does.",
        discussion: """
            hearth search "pump trips on restart"
            hearth search esp --type person --explain
            hearth search export --format opensearch > documents.ndjson
            The index is that of the last build. 'hearth search query --help' has all options of the first two.
            """, subcommands: [SearchQueryCommand.self, SearchExportCommand.self],
        defaultSubcommand: SearchQueryCommand.self)
}

/// `hearth search export`: all documents for a search server.
struct SearchExportCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write all documents for OpenSearch or Elasticsearch.",
        discussion: """
            hearth search export --format opensearch > documents.ndjson
            Two lines of JSON for each document, as the server's _bulk takes them. Restricted documents are among them, \
            with their audience: the server must not show them to anybody else.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case opensearch
    }

    @Option(help: "The format: opensearch, which Elasticsearch reads too.")
    var format: Format

    @Option(help: "The name of the index on the server.")
    var index = "hearth"

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func run() async throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        let (resolved, found) = try await BuildPipeline(project: project, options: try site.buildOptions(for: project))
            .resolve()
        console.hint(atErrorsOf: diagnostics + found, in: project)
        var count = 0
        BulkExport(resolved, index: index, words: LayoutLibrary.words(of: project)).write { lines in
            Console.output(String(decoding: lines, as: UTF8.self))
            count += 1
        }
        console.info("exported \(SiteRun.counted(count, "document"))")
    }
}

/// `hearth search WORDS`.
struct SearchQueryCommand: ParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Search the built site; the name may be left out.")

    @Argument(help: "The words to look for.")
    var words: [String]

    @Option(
        name: .customLong("type"), help: ArgumentHelp("Only results of this type: \(Self.kinds).", valueName: "type"))
    var kind: String?

    @Option(help: "Only results of the group with this id.")
    var group: String?

    @Option(help: "Only results with this topic, by its tag.")
    var topic: String?

    @Option(help: "Search what only the members of the group with this id may read.")
    var members: String?

    @Option(help: "How many results to show.")
    var limit = 10

    @Flag(help: "Say how each result came to its place.")
    var explain = false

    @OptionGroup var data: DataOptions

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    private static var kinds: String { SearchKind.allCases.map(\.name).joined(separator: ", ") }

    func validate() throws {
        if let kind, !SearchKind.allCases.contains(where: { $0.name == kind }) {
            throw ValidationError("--type takes \(Self.kinds); not '\(kind)'")
        }
        if limit < 1 { throw ValidationError("--limit takes a number from 1 on, not \(limit)") }
    }

    func run() throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        if let endpoint = project.configuration.searchEndpoint {
            throw UsageError(
                "this site is searched by \(redactSecrets(in: endpoint)), so there is no index here",
                help: "ask that server")
        }
        guard project.configuration.isSearchEnabled else {
            throw UsageError(
                "the search of this site is switched off", help: "remove 'enabled: false' of search: in hearth.yml")
        }
        let folder = try folder(project)
        guard let index = SearchIndex(load: { try? FileSystem.read(folder + "/" + $0) }) else {
            throw UsageError("there is no search index in '\(folder)'", help: "run 'hearth build' first")
        }
        try require(group, "--group", of: "is of a group with the id", among: index.groupIDs)
        try require(topic, "--topic", of: "has the topic", among: index.topicTags)
        var query = SearchQuery(words.joined(separator: " "))
        query.kind = SearchKind.allCases.first { $0.name == kind }
        query.group = group
        query.topic = topic
        query.limit = limit
        let results = SearchEngine(index).search(query)
        if data.isJSON {
            Console.output(Self.json(results))
            return
        }
        for (place, hit) in results.hits.enumerated() { Console.output(text(hit, place + 1)) }
        console.info(
            results.count == 0
                ? "nothing found" : "\(results.hits.count) of \(SiteRun.counted(results.count, "result"))")
    }

    /// What nothing here has is a mistake in the option: "nothing found" would blame the words.
    private func require(_ value: String?, _ option: String, of what: String, among known: [String]) throws {
        guard let value, !known.contains(value) else { return }
        throw UsageError(
            "\(option): nothing in this index \(what) '\(value)'",
            help: nearestName(to: value, among: known).map { "did you mean '\($0)'?" })
    }

    /// The index of everybody, or of a restricted group: in the folder that its web server protects.
    private func folder(_ project: Project) throws -> String {
        guard let members else { return project.outputPath + "/search" }
        let base = project.outputPath + "/groups/" + members
        guard !members.isEmpty, !members.contains("/"), members != "..", members != "." else {
            throw UsageError("--members takes the id of a group, not '\(members)'")
        }
        let folders = [base + "/members/search", base + "/search"]
        guard let folder = folders.first(where: { FileSystem.isFile($0 + "/index.js") }) else {
            throw UsageError(
                "there is nothing for the members of '\(members)' alone",
                help: "give the id of a restricted group, or leave --members out")
        }
        return folder
    }

    private func text(_ hit: SearchHit, _ place: Int) -> String {
        var facts = [hit.kind.name]
        if let label = hit.label { facts.append(label.lowercased()) }
        if let group = hit.group { facts.append(group) }
        if !hit.heading.isEmpty { facts.append(hit.heading) }
        var text = "\(place). \(console.styled(HumanDiagnosticWriter.printable(hit.title), .bold))\n"
        text += "   /\(hit.address)\n"
        text += "   \(console.styled(HumanDiagnosticWriter.printable(facts.joined(separator: " · ")), .quiet))\n"
        if !hit.excerpt.isEmpty { text += "   \(HumanDiagnosticWriter.printable(hit.excerpt))\n" }
        if explain {
            text += "   score \(hit.score)\n"
            for line in hit.explanation { text += "     \(HumanDiagnosticWriter.printable(line))\n" }
        }
        return text
    }

    private static func json(_ results: SearchResults) -> String {
        let hits = results.hits.map { hit in
            JSONValue.object([
                ("address", .string("/" + hit.address)), ("title", .string(hit.title)),
                ("type", .string(hit.kind.name)), ("group", .optional(hit.group)), ("heading", .string(hit.heading)),
                ("excerpt", .string(hit.excerpt)), ("score", .number(hit.score)),
            ])
        }
        return JSONValue.array(hits).text + "\n"
    }
}
