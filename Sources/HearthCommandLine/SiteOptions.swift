import ArgumentParser
import Foundation
import HearthBuild
import HearthContent
import HearthModel
import HearthPublishing

/// Flags that every command about a site has. A flag that is not given may come from `HEARTH_…` in the environment.
struct SiteOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The site's folder, or one below it (HEARTH_SOURCE).", completion: .directory)
    var source: String?

    @Option(name: .long, help: "The configuration file, instead of hearth.yml (HEARTH_CONFIG).", completion: .file())
    var config: String?

    @Option(
        name: .shortAndLong, help: "Where the site is written, instead of output: in hearth.yml (HEARTH_DESTINATION).",
        completion: .directory)
    var destination: String?

    @Option(name: .shortAndLong, help: "The address of the site, instead of baseURL: in hearth.yml (HEARTH_BASE_URL).")
    var baseURL: String?

    @Flag(help: "Include drafts.")
    var drafts = false

    @Flag(help: "Include pages whose publish: date is in the future.")
    var future = false

    @Flag(help: "Include pages whose expires: date has passed.")
    var expired = false

    @Option(
        name: .customLong("as-of"),
        help: """
            Take this date, such as 2026-03-01, as today: for drafts with a publish: date, for what expires, is past or is \
            due. Pages are as they are now (HEARTH_AS_OF, SOURCE_DATE_EPOCH).
            """)
    var asOf: String?

    @Option(
        name: [.customShort("j", allowingJoined: true), .long],
        help: "How many tasks work at once; default: one for each processor (HEARTH_JOBS).")
    var jobs: Int?

    @OptionGroup var log: LogOptions

    /// A mistake in the environment is one as much as in a flag, unless a flag overrides it.
    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on, not \(jobs)") }
        if jobs == nil { _ = try Self.jobsOfEnvironment() }
        if let asOf, Timestamp(iso8601: asOf) == nil {
            throw ValidationError("--as-of takes a date such as 2026-03-01, not '\(asOf)'")
        }
        _ = try clock(in: .utc)
        // An empty value is most often a variable of a script that was not set.
        if source == "" { throw ValidationError("--source names no folder") }
        if config == "" { throw ValidationError("--config names no file") }
        if destination == "" { throw ValidationError("--destination names no folder") }
        if let baseURL { try Self.checkBaseURL(baseURL, "--base-url") }
        if baseURL == nil, let url = Console.environment("HEARTH_BASE_URL") {
            try Self.checkBaseURL(url, "HEARTH_BASE_URL")
        }
    }

    private static func jobsOfEnvironment() throws -> Int? {
        guard let text = Console.environment("HEARTH_JOBS") else { return nil }
        guard let jobs = Int(text), jobs > 0 else {
            throw ValidationError("HEARTH_JOBS takes a number from 1 on, not '\(text)'")
        }
        return jobs
    }

    private static func checkBaseURL(_ text: String, _ name: String) throws {
        guard let problem = BaseURL.read(text).problem else { return }
        throw ValidationError(
            "\(name) takes an address such as https://intranet.example/community/; '\(redactSecrets(in: text))' \(problem)"
        )
    }

    /// How many tasks work at once.
    func workers() throws -> Int {
        try jobs ?? Self.jobsOfEnvironment() ?? ProcessInfo.processInfo.activeProcessorCount
    }

    /// Whether somebody said where the site is.
    var namesSource: Bool {
        source != nil || config != nil || Console.environment("HEARTH_SOURCE") != nil
            || Console.environment("HEARTH_CONFIG") != nil
    }

    /// The folder itself, or of a repository that publishes what is pushed the files of the last push.
    private static func site(at folder: String) throws -> String {
        guard let pushed = GitHook.pushedFiles(of: folder) else { return folder }
        guard FileSystem.isFile(pushed + "/hearth.yml") else {
            let problem =
                FileSystem.isDirectory(pushed)
                ? Diagnostic(
                    .noConfiguration, at: nil, "the last push to the repository '\(folder)' has no hearth.yml",
                    help: "write one in the root of the repository, and push it")
                : Diagnostic(
                    .noConfiguration, at: nil, "nothing was pushed yet to the repository '\(folder)'",
                    help: "push first")
            throw FatalError(.usage, [problem])
        }
        return pushed
    }

    /// Reads the configuration; `FatalError` when there is none.
    func project(_ diagnostics: inout [Diagnostic]) throws -> Project {
        let folder = source ?? Console.environment("HEARTH_SOURCE") ?? "."
        let file = config ?? Console.environment("HEARTH_CONFIG")
        guard FileSystem.isDirectory(folder) else {
            throw FatalError(.usage, [Diagnostic(.noConfiguration, at: nil, "there is no folder '\(folder)'")])
        }
        let start = try Self.site(at: folder)
        guard let root = file == nil ? ProjectLoader.findRoot(from: start) : FileSystem.realPath(start) else {
            throw FatalError(
                .usage,
                [
                    Diagnostic(
                        .noConfiguration, at: nil,
                        "no hearth.yml in '\(FileSystem.realPath(start) ?? start)' or above it",
                        help: "change to the site's folder, give it with -s, or make one with 'hearth init'")
                ])
        }
        guard var project = try ProjectLoader.load(root: root, configurationPath: file, diagnostics: &diagnostics)
        else {
            throw FatalError(.usage, diagnostics)
        }
        if let destination = destination ?? Console.environment("HEARTH_DESTINATION") {
            project.configuration.outputFolder =
                destination.hasPrefix("/") ? destination : FileSystem.currentDirectory + "/" + destination
        }
        if let baseURL = baseURL ?? Console.environment("HEARTH_BASE_URL") {
            project.configuration.baseURL = BaseURL.read(baseURL).url ?? project.configuration.baseURL
        }
        return project
    }

    /// Now: `--as-of`, else `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the clock.
    ///
    /// `zone` is the site's.
    func clock(in zone: SiteZone) throws -> Timestamp {
        if let text = asOf ?? Console.environment("HEARTH_AS_OF") {
            guard let date = Timestamp(iso8601: text, in: zone) else {
                throw ValidationError("HEARTH_AS_OF takes a date such as 2026-03-01, not '\(text)'")
            }
            // The whole of that day is in: what was written on it is not in the future.
            return date.hasTime ? date : Timestamp(seconds: zone.start(ofDay: date.day + 1) - 1, hasTime: true)
        }
        if let text = Console.environment("SOURCE_DATE_EPOCH") {
            // The year 9999 is the last that a date can be written in.
            guard let epoch = Int64(text), (0...253_402_300_799).contains(epoch) else {
                throw ValidationError("SOURCE_DATE_EPOCH takes seconds since 1970, not '\(text)'")
            }
            return Timestamp(seconds: epoch, hasTime: true)
        }
        return Timestamp(seconds: Int64(Date().timeIntervalSince1970), hasTime: true)
    }

    /// The day that it is where the site is, as `clock` has it: `2026-03-01`.
    func today(in project: Project) throws -> Timestamp {
        let zone = SiteZone(project.configuration.timeZone)
        return Timestamp(seconds: Int64(zone.day(of: try clock(in: zone))) * 86_400, hasTime: false)
    }

    func buildOptions(for project: Project, progress: ProgressBar? = nil) throws -> BuildOptions {
        let clock = try clock(in: SiteZone(project.configuration.timeZone))
        var options = BuildOptions(clock: clock, workers: try workers())
        options.includesDrafts = drafts
        options.includesFuture = future
        options.includesExpired = expired
        if let progress { options.progress = { progress.update($0, $1, $2) } }
        return options
    }

    /// The site, for a command that shows something of it; says where that may not be all.
    func resolved() async throws -> (Project, BuildPipeline, BuildPipeline.Resolved) {
        var diagnostics: [Diagnostic] = []
        let project = try project(&diagnostics)
        let pipeline = BuildPipeline(project: project, options: try buildOptions(for: project))
        let resolved = try await pipeline.resolved()
        log.console.hint(atErrorsOf: diagnostics + resolved.diagnostics, in: project)
        return (project, pipeline, resolved)
    }
}

/// How a command writes what it found.
struct DataOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case human, json
    }

    @Flag(help: "Write a JSON array; the same as --format json.")
    var json = false

    @Option(help: "How the result is written: human or json.")
    var format: Format?

    var isJSON: Bool { json || format == .json }

    func validate() throws {
        if json, format == .human { throw ValidationError("--json and --format human exclude each other") }
    }
}

/// The choice that a word of the command line names; of another word it says what was likely meant.
func choice<Choice: RawRepresentable<String> & CaseIterable>(of text: String) throws -> Choice {
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    let near = nearestName(to: text, among: names).map { "did you mean '\($0)'? " } ?? ""
    throw ValidationError("\(near)There are \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "").")
}

/// How much is said, and how.
struct LogOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say only errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say notes too.")
    var verbose = false

    @Option(help: "Colour the log: auto, always or never (NO_COLOR, HEARTH_COLOR).")
    var color: ColorChoice?

    func validate() throws {
        if color == nil { _ = try choiceOfEnvironment("HEARTH_COLOR") as ColorChoice? }
        if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other") }
    }

    var console: Console {
        let choice = color ?? Console.environment("HEARTH_COLOR").flatMap { ColorChoice(rawValue: $0) } ?? .auto
        return Console(color: choice, isQuiet: quiet, isVerbose: verbose)
    }
}

/// How problems are reported and what they mean for the exit code.
struct ReportOptions: ParsableArguments {
    @Flag(help: "Warnings fail the run as errors do (HEARTH_STRICT=1).")
    var strict = false

    @Option(
        help:
            """
            How problems are written: human, json, github or sarif; all but human go to standard output (HEARTH_FORMAT).
            """
    )
    var format: DiagnosticFormat?

    @Flag(help: "Write problems as JSON; the same as --format json.")
    var json = false

    @Option(
        help: """
            A file of known problems, which then are notes; default: baseline: of hearth.yml, else \
            hearth-baseline.txt beside it.
            """, completion: .file())
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            "Another severity for one kind of problem, such as broken-link=warning.", valueName: "id=severity"),
        // Some hundreds of words would make most of the script.
        completion: .custom { _, _, prefix in ReportOptions.levels.filter { $0.hasPrefix(prefix) } })
    var level: [String] = []

    /// All that `--level` takes, for the shell.
    private static let levels = DiagnosticCatalog.all.flatMap { kind in
        ["error", "warning", "note", "ignore"].map { kind.id + "=" + $0 }
    }

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) exclude each other")
        }
        for entry in level {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, parts[1] == "ignore" || Self.severity(parts[1]) != nil else {
                throw ValidationError(
                    "--level takes an id and error, warning, note or ignore, such as broken-link=warning; not "
                        + "'\(entry)'"
                )
            }
            guard let kind = DiagnosticCatalog.kind(parts[0]) else {
                let near = nearestName(to: parts[0], among: DiagnosticCatalog.all.map(\.id)).map {
                    "; did you mean '\($0)'?"
                }
                throw ValidationError(
                    "--level: no problem has the id '\(parts[0])'\(near ?? "; 'hearth explain' lists them all")")
            }
            if kind == .audienceLeak {
                throw ValidationError("--level cannot change audience-leak: nothing is ever shown to the wrong readers")
            }
        }
        if format == nil { _ = try choiceOfEnvironment("HEARTH_FORMAT") as DiagnosticFormat? }
        if let text = Console.environment("HEARTH_STRICT"), !["0", "1"].contains(text) {
            throw ValidationError("HEARTH_STRICT takes 1 or 0, not '\(text)'")
        }
    }

    /// `warn` is the word of `links:` in hearth.yml, and means the same.
    private static func severity(_ word: String) -> Severity? { word == "warn" ? .warning : Severity(rawValue: word) }

    var chosenFormat: DiagnosticFormat {
        if json { return .json }
        return format ?? Console.environment("HEARTH_FORMAT").flatMap { DiagnosticFormat(rawValue: $0) } ?? .human
    }

    var isStrict: Bool { strict || Console.environment("HEARTH_STRICT") == "1" }

    /// Applies `--level` and the baseline.
    func adjusted(_ diagnostics: [Diagnostic], known: Baseline) -> [Diagnostic] {
        var levels: [String: Severity?] = [:]
        for entry in level {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            levels[parts[0]] = .some(Self.severity(parts[1]))
        }
        let known = known.applied(to: diagnostics)
        return zip(diagnostics, known).compactMap { before, diagnostic in
            guard let level = levels[diagnostic.kind.id] else { return diagnostic }
            guard let level else { return nil }
            var diagnostic = diagnostic
            // What the baseline knows stays a note, whatever its level.
            if before.severity == diagnostic.severity { diagnostic.severity = level }
            return diagnostic
        }
    }

    /// Throws exit code 1 when the diagnostics say so.
    func finish(_ diagnostics: [Diagnostic]) throws {
        if diagnostics.contains(where: { $0.severity == .error || (isStrict && $0.severity == .warning) }) {
            throw ExitCode(1)
        }
    }
}

/// The word that a variable of the environment holds; a word that is not known is a mistake like any other.
private func choiceOfEnvironment<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) throws -> Choice? {
    guard let text = Console.environment(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    throw ValidationError("\(name) takes \(Choice.allCases.map(\.rawValue).joined(separator: ", ")), not '\(text)'")
}
