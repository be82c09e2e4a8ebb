import ArgumentParser
import Foundation
import HearthBuild
import HearthContent
import HearthModel

/// Flags that every command about a site has. A flag that is not given may come from `HEARTH_…` in the environment.
struct SiteOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The site's folder, or one below it (HEARTH_SOURCE).", completion: .directory)
    var source: String?

    @Option(name: .long, help: "The configuration file, instead of hearth.yml (HEARTH_CONFIG).", completion: .file())
    var config: String?

    @Option(name: .shortAndLong, help: "Where the site is written, instead of output: in hearth.yml (HEARTH_DESTINATION).")
    var destination: String?

    @Option(name: .shortAndLong, help: "The address of the site, instead of baseURL: in hearth.yml (HEARTH_BASE_URL).")
    var baseURL: String?

    @Flag(help: "Include drafts.")
    var drafts = false

    @Flag(help: "Include pages whose publish: date is in the future.")
    var future = false

    @Flag(help: "Include pages whose expires: date has passed.")
    var expired = false

    @Option(name: .customLong("as-of"), help: "Build as if it were this date, such as 2026-03-01 (HEARTH_AS_OF, SOURCE_DATE_EPOCH).")
    var asOf: String?

    @Option(name: .shortAndLong, help: "How many tasks work at once; default: one for each processor (HEARTH_JOBS).")
    var jobs: Int?

    @OptionGroup var log: LogOptions

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on") }
        if let asOf, Timestamp(iso8601: asOf) == nil { throw ValidationError("--as-of takes a date such as 2026-03-01") }
    }

    /// Reads the configuration; `FatalError` when there is none.
    func project(_ diagnostics: inout [Diagnostic]) throws -> Project {
        let start = source ?? Console.environment("HEARTH_SOURCE") ?? "."
        let file = config ?? Console.environment("HEARTH_CONFIG")
        guard FileSystem.isDirectory(start) else {
            throw FatalError(.usage, [Diagnostic(.noConfiguration, at: nil, "there is no folder '\(start)'")])
        }
        guard let root = file == nil ? ProjectLoader.findRoot(from: start) : FileSystem.realPath(start) else {
            throw FatalError(
                .usage,
                [
                    Diagnostic(
                        .noConfiguration, at: nil, "no hearth.yml in '\(FileSystem.realPath(start) ?? start)' or above it",
                        help: "change to the site's folder, give it with -s, or make one with 'hearth init'")
                ])
        }
        guard var project = try ProjectLoader.load(root: root, configurationPath: file, diagnostics: &diagnostics) else {
            throw FatalError(.usage, diagnostics)
        }
        if let destination = destination ?? Console.environment("HEARTH_DESTINATION") {
            project.configuration.outputFolder =
                destination.hasPrefix("/") ? destination : FileSystem.currentDirectory + "/" + destination
        }
        if let baseURL = baseURL ?? Console.environment("HEARTH_BASE_URL") {
            guard baseURL.hasPrefix("https://") || baseURL.hasPrefix("http://") else {
                throw ValidationError("--base-url takes an address such as https://intranet.example/community/")
            }
            project.configuration.baseURL = baseURL.hasSuffix("/") ? baseURL : baseURL + "/"
        }
        return project
    }

    /// Now: `--as-of`, else `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the clock.
    func clock() throws -> Timestamp {
        if let text = asOf ?? Console.environment("HEARTH_AS_OF") {
            guard let date = Timestamp(iso8601: text) else { throw ValidationError("HEARTH_AS_OF takes a date such as 2026-03-01") }
            // The whole of that day is in: what was written on it is not in the future.
            return date.hasTime ? date : Timestamp(seconds: date.seconds + 86_399, hasTime: true)
        }
        if let epoch = Console.environment("SOURCE_DATE_EPOCH").flatMap({ Int64($0) }) {
            return Timestamp(seconds: epoch, hasTime: true)
        }
        return Timestamp(seconds: Int64(Date().timeIntervalSince1970), hasTime: true)
    }

    func buildOptions(progress: ProgressBar? = nil) throws -> BuildOptions {
        let wanted = jobs ?? Console.environment("HEARTH_JOBS").flatMap { Int($0) }
        var options = BuildOptions(clock: try clock(), workers: max(1, wanted ?? ProcessInfo.processInfo.activeProcessorCount))
        options.includesDrafts = drafts
        options.includesFuture = future
        options.includesExpired = expired
        if let progress { options.progress = { progress.update($0, $1, $2) } }
        return options
    }
}

/// How much is said, and how.
struct LogOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say only errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say notes too.")
    var verbose = false

    @Option(help: "Colour the log: auto, always or never (NO_COLOR, HEARTH_COLOR).")
    var color: ColorChoice?

    var console: Console {
        let choice = color ?? Console.environment("HEARTH_COLOR").flatMap { ColorChoice(rawValue: $0) } ?? .auto
        return Console(color: choice, isQuiet: quiet, isVerbose: verbose)
    }
}

/// How problems are reported and what they mean for the exit code.
struct ReportOptions: ParsableArguments {
    @Flag(help: "Warnings count as errors (HEARTH_STRICT=1).")
    var strict = false

    @Option(help: "How problems are written: human, json, github or sarif; all but human go to standard output (HEARTH_FORMAT).")
    var format: DiagnosticFormat?

    @Option(help: "A file of known problems, which then are notes; default: baseline: of hearth.yml, else hearth-baseline.txt beside it.", completion: .file())
    var baseline: String?

    @Option(help: ArgumentHelp("Another severity for one kind of problem, such as broken-link=warning.", valueName: "id=severity"))
    var level: [String] = []

    func validate() throws {
        for entry in level {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, DiagnosticCatalog.kind(parts[0]) != nil, parts[1] == "ignore" || Severity(rawValue: parts[1]) != nil
            else { throw ValidationError("--level takes an id and error, warning, note or ignore, such as broken-link=warning; not '\(entry)'") }
        }
    }

    var chosenFormat: DiagnosticFormat {
        format ?? Console.environment("HEARTH_FORMAT").flatMap { DiagnosticFormat(rawValue: $0) } ?? .human
    }

    var isStrict: Bool { strict || Console.environment("HEARTH_STRICT") == "1" }

    /// Applies `--level` and the baseline.
    func adjusted(_ diagnostics: [Diagnostic], project: Project) throws -> [Diagnostic] {
        var levels: [String: Severity?] = [:]
        for entry in level {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            levels[parts[0]] = .some(Severity(rawValue: parts[1]))
        }
        let known = try Baseline.load(baseline, project: project)
        return diagnostics.compactMap { diagnostic in
            var diagnostic = diagnostic
            // A leak is never anybody's wish.
            if diagnostic.kind != .audienceLeak, let level = levels[diagnostic.kind.id] {
                guard let level else { return nil }
                diagnostic.severity = level
            }
            if known.contains(diagnostic) { diagnostic.severity = .note }
            return diagnostic
        }
    }

    /// Throws exit code 1 when the diagnostics say so.
    func finish(_ diagnostics: [Diagnostic]) throws {
        if diagnostics.contains(where: { $0.severity == .error || (isStrict && $0.severity == .warning) }) { throw ExitCode(1) }
    }
}
