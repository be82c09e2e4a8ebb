import ArgumentParser
import Foundation
import HearthBuild
import HearthContent
import HearthModel
import HearthPublishing
import HearthSite

/// `hearth build`.
struct BuildCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build the site.",
        discussion: """
            Writes only files that changed and removes only files that an earlier build wrote. Mistakes in the content \
            do not stop it: all of them are reported, everything else is built, and the exit code is 1.

            What the last build read and wrote is remembered in .hearth, by the contents of the files and not by their \
            dates: what did not change is not made again. -v says what was, and why.
            """)

    @OptionGroup var site: SiteOptions
    @OptionGroup var report: ReportOptions

    @Flag(help: "Make everything anew, whatever the last build left.")
    var full = false

    @Flag(
        help:
            """
            Make everything anew, and compare it with what is in the output folder: a file that differs, or that somebody \
            changed since the last build, fails the run.
            """
    )
    var verify = false

    @Flag(help: "Say how long each stage, each template and the slowest pages took.")
    var profile = false

    var console: Console { site.log.console }

    func run() async throws {
        var run = SiteRun(site: site, report: report)
        run.reuses = !full
        run.verifies = verify
        run.profiles = profile
        try await run.run(writes: true)
    }
}

/// `hearth check`: everything that a build would find, without writing.
struct CheckCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Find every problem of the site without writing it.")

    @OptionGroup var site: SiteOptions
    @OptionGroup var report: ReportOptions

    @Flag(help: "Write the problems of this run to the baseline file: from then on they are notes.")
    var writeBaseline = false

    @Option(
        help: "A folder that is published to with 'publish --to': its addresses must not vanish either.",
        completion: .directory)
    var to: String?

    var console: Console { site.log.console }

    func validate() throws { try PublishTargets.checkFolder(to, "--to") }

    func run() async throws {
        try await SiteRun(site: site, report: report, writesBaseline: writeBaseline).run(
            writes: false, targets: to.map { [Publisher.target(at: $0)] })
    }
}

/// What `build` and `check` share.
struct SiteRun {
    let site: SiteOptions
    let report: ReportOptions
    var writesBaseline = false
    /// Whether what the last build left may stand.
    var reuses = true
    /// Whether everything is made a second time and compared.
    var verifies = false
    var profiles = false

    /// Builds or checks, and reports. `work` then goes on with the finished site; it is not called when there is
    /// something that fails the run. `targets` are asked for addresses that were published and are gone; nil for all.
    func run(
        writes: Bool, targets: [SiteConfiguration.PublishTarget]? = nil,
        then work: ((Project, BuildReport) async throws -> Void)? = nil
    ) async throws {
        let console = site.log.console
        let start = ContinuousClock.now
        var found: [Diagnostic] = []
        let project: Project
        let known: Baseline
        do {
            project = try site.project(&found)
            // Before the work: a file that cannot be read must not swallow what the run found.
            known = writesBaseline ? Baseline() : try Baseline.load(report.baseline, project: project)
        } catch let fatal as FatalError {
            let all = Set(found + fatal.diagnostics).sorted()
            console.print(all, format: report.chosenFormat, root: site.source ?? ".")
            throw ExitCode(fatal.code.rawValue)
        }
        let diagnostics = found
        let bar = ProgressBar(console: console)
        var options = try site.buildOptions(for: project, progress: bar)
        options.writes = writes
        options.reuses = reuses
        options.verifies = verifies
        options.profiles = profiles
        options.isLast = !verifies
        do {
            _ = try await BuildPipeline(project: project, options: options).run { result in
                let gone = await vanished(result, project, targets)
                bar.finish()
                let all = Set(diagnostics + result.diagnostics + gone).sorted()
                let shown = try say(all, known, project)
                if profiles { console.info(Self.profile(result)) }
                console.info(summary(result, shown, console, elapsed: ContinuousClock.now - start, writes: writes))
                // Some mistakes in the settings show only beside the content, such as a name in `nav:`.
                let ofSettings = shown.filter { $0.location?.file == project.configurationFile }
                let failing = report.adjusted(diagnostics, known: known) + ofSettings
                if failing.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
                try report.finish(shown)
                // What was found is said, and a document of it is complete: what fails from here on is for people.
                do { try await work?(project, result) } catch {
                    let format = report.chosenFormat == .github ? DiagnosticFormat.github : .human
                    throw failure(error, found: [], console, project, format: format)
                }
            }
        } catch {
            bar.finish()
            // What was found before the run had to end is said too.
            throw failure(error, found: diagnostics, console, project)
        }
    }

    private func vanished(
        _ result: BuildReport, _ project: Project, _ targets: [SiteConfiguration.PublishTarget]?
    ) async -> [Diagnostic] {
        var gone: [Diagnostic] = []
        for target in targets ?? project.configuration.publishTargets {
            guard let published = Publisher.store(target, project).published else { continue }
            gone += await VanishedAddresses.find(published, report: result, project: project)
        }
        return gone
    }

    /// Prints the diagnostics at their levels, and writes the baseline if asked.
    private func say(_ all: [Diagnostic], _ known: Baseline, _ project: Project) throws -> [Diagnostic] {
        let console = site.log.console
        var known = known
        if writesBaseline {
            let path = Baseline.path(report.baseline, project: project)
            let count = try Baseline.write(all, to: path)
            console.info("wrote \(Self.counted(count, "known problem")) to \(path)")
            known = try Baseline.load(report.baseline, project: project)
        }
        let shown = report.adjusted(all + known.stale(after: all), known: known).sorted()
        console.print(shown, format: report.chosenFormat, root: project.root, isStrict: report.isStrict)
        return shown
    }

    private func failure(
        _ error: any Error, found: [Diagnostic], _ console: Console, _ project: Project,
        format: DiagnosticFormat? = nil
    ) -> any Error {
        let fatal: FatalError
        switch error {
        case let error as FatalError: fatal = error
        case let error as FileError:
            let problem = Diagnostic(
                .fileError, at: nil, error.description, help: "what was published before is unchanged")
            fatal = FatalError(.io, [problem])
        default: return error
        }
        // The configuration's own check and the build's may have refused the same output folder.
        let said = Set(fatal.diagnostics.map(\.kind))
        console.print(
            found.filter { !said.contains($0.kind) } + fatal.diagnostics, format: format ?? report.chosenFormat,
            root: project.root)
        return ExitCode(fatal.code.rawValue)
    }

    /// `built 12,403 pages (37 written, 12,366 unchanged) in 4 groups · 0 errors · 3 warnings · 0.41 s`.
    private func summary(
        _ result: BuildReport, _ diagnostics: [Diagnostic], _ console: Console, elapsed: Duration, writes: Bool
    ) -> String {
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count { $0.severity == .warning }
        if site.log.verbose || result.scope == .everything(because: BuildReport.damagedRecord) {
            console.info(Self.scope(result))
        }
        if site.log.verbose {
            let parts = result.stages.map { "\($0.name) \(Self.seconds($0.duration))" }
            console.info("stages: " + parts.joined(separator: " · "))
            for line in Self.leftOut(result.leftOut) { console.info(line) }
        }
        var text = "\(writes ? "built" : "checked") \(Self.counted(result.pages, "page"))"
        if writes {
            var parts = [
                "\(Self.counted(result.written, "file")) written", "\(Self.grouped(result.unchanged)) unchanged",
            ]
            if result.removed > 0 { parts.append("\(Self.grouped(result.removed)) removed") }
            text += " (" + parts.joined(separator: ", ") + ")"
        }
        text += " in \(Self.counted(result.groups, "group"))"
        let left = result.leftOut
        let leftOut = [
            (left.drafts, "draft", "drafts"), (left.future, "future", "future"), (left.expired, "expired", "expired"),
        ]
        .filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        if !leftOut.isEmpty { text += " · left out: " + leftOut.joined(separator: ", ") }
        text += " · " + console.styled(Self.counted(errors, "error"), errors > 0 ? .error : .good)
        text += " · " + console.styled(Self.counted(warnings, "warning"), warnings > 0 ? .warning : .good)
        return text + " · " + Self.seconds(elapsed)
    }

    /// The names of what is left out, a line each; of many the first ones.
    private static func leftOut(_ left: LeftOut) -> [String] {
        let limit = 50
        return LeftOut.reasons.flatMap { reason in
            let files = left.files[reason] ?? []
            let shown = files.prefix(limit).map {
                "left out: \(HumanDiagnosticWriter.printable($0)) (\(reason.rawValue))"
            }
            guard files.count > limit else { return shown }
            return shown + [
                "left out: \(grouped(files.count - limit)) more; 'hearth list --state \(reason.rawValue)' names all"
            ]
        }
    }

    private static func profile(_ result: BuildReport) -> String {
        func row(_ name: String, _ duration: Duration, _ note: String = "") -> String {
            let components = duration.components
            let milliseconds = Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
            return String(format: "%10.2f ms  ", milliseconds) + name + note
        }
        var lines = ["stages"] + result.stages.map { row($0.name, $0.duration) }
        guard let profile = result.profile else {
            return (lines + ["no output was made; --full makes all of them"]).joined(separator: "\n")
        }
        lines.append("templates, on all processors together")
        lines += profile.groups.map { group in
            let components = group.mean.components
            let mean = Double(components.seconds) * 1e6 + Double(components.attoseconds) / 1e12
            return row(group.name, group.total, String(format: "  (%d, %.0f µs each)", group.count, mean))
        }
        lines.append("slowest")
        lines += profile.slowest.map { row($0.path, $0.duration) }
        return lines.joined(separator: "\n")
    }

    /// What was made, and why.
    private static func scope(_ result: BuildReport) -> String {
        switch result.scope {
        case .everything(nil): "everything was made"
        case .everything(let reason?): "everything was made: \(reason)"
        case .texts(let files):
            "made again: the text of \(files.prefix(3).joined(separator: ", "))"
                + (files.count > 3 ? " and \(files.count - 3) more" : "") + ", in \(counted(result.rendered, "file"))"
        case .nothing: "nothing had changed since the last build"
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        return String(format: "%.2f s", seconds)
    }

    static func grouped(_ number: Int) -> String {
        var text = String(number)
        var index = text.count - 3
        while index > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: index))
            index -= 3
        }
        return text
    }

    static func counted(_ number: Int, _ word: String) -> String {
        "\(grouped(number)) \(word)\(number == 1 ? "" : "s")"
    }
}

/// `hearth clean`.
struct CleanCommand: ParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean", abstract: "Remove what builds wrote: the site's files and the caches in .hearth.",
        discussion: "Files in the output folder that no build made stay where they are.")

    @OptionGroup var site: SiteOptions

    @Flag(name: [.customShort("n"), .long], help: "Only say how many files would be removed.")
    var dryRun = false

    var console: Console { site.log.console }

    func run() throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        let removed = try SiteCleaner(project: project).clean(dryRun: dryRun)
        console.info("\(dryRun ? "would remove" : "removed") \(SiteRun.counted(removed, "file"))")
    }
}
