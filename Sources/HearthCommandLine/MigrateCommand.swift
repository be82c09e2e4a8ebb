import ArgumentParser
import Foundation
import HearthContent
import HearthMigration
import HearthModel

/// `hearth migrate`: the import, and the review of what it brought.
struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Convert what an old system exported into content.",
        discussion: """
            hearth migrate PATH --into groups/lift         convert an export: a folder, an archive or a file
            hearth migrate PATH --survey                   first list what is there, for you to correct
            hearth migrate review                          what nobody has looked at yet
            hearth migrate accept PAGE                     say that a page is right: who, and when
            'hearth migrate run --help' has all options of the first two.
            """,
        subcommands: [MigrateRunCommand.self, MigrateReviewCommand.self, MigrateAcceptCommand.self],
        defaultSubcommand: MigrateRunCommand.self)
}

/// `hearth migrate PATH`.
struct MigrateRunCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Convert an export (what 'migrate' does without a word behind it).",
        discussion: """
            hearth migrate PATH                          a folder, an archive (zip, tar, 7z, gz, …) or a file
            hearth migrate stackexchange PATH            the same, without having the system recognised
            hearth migrate PATH --into groups/lift       into a group that you name
            hearth migrate mediawiki PATH PATH           several files or dumps of one system
            hearth migrate PATH --survey                 only the list of what is there, for you to correct
            hearth migrate PATH --dry-run                only the account of what would become of every record

            A second run on the same export changes nothing; files that you have edited since are kept. What became \
            of every record stands in migration/<system>/report.html, with the pages to review.
            """)

    @Argument(
        help: ArgumentHelp(
            "The export: folders, archives or files; in front of them the system, if it shall not be recognised.",
            valueName: "system-and-paths"), completion: .file())
    var systemAndPath: [String]

    @Option(
        help: "The group that the content goes to, such as groups/lift; default: one named after the export's folder.")
    var into: String?

    @Flag(name: [.customShort("n"), .long], help: "Do everything but write.")
    var dryRun = false

    @Flag(help: "Only list what is there, in migration/<system>/survey.csv, where you correct titles and pages.")
    var survey = false

    @Option(
        name: .customLong("old-url"),
        help: "The address of the old site, such as https://old.example, to recognise links to itself.")
    var oldURL: String?

    @Flag(help: "Make a page for people who wrote nothing, too.")
    var allUsers = false

    @Flag(help: "Take what the export says nothing about for open to all, instead of for members.")
    var openUnknown = false

    @Flag(
        help: "The export is a newer one of the site that the group holds, although its name, address or titles differ."
    )
    var sameSite = false

    @OptionGroup var site: SiteOptions
    @OptionGroup var report: ReportOptions

    var console: Console { site.log.console }

    /// The first word is the system if it names one, or if it is no path.
    private var split: (system: String?, paths: [String]) {
        guard systemAndPath.count > 1, let first = systemAndPath.first else { return (nil, systemAndPath) }
        let isSystem = MigrationRun.importers.contains { $0.system == first } || FileSystem.kind(of: first) == nil
        return isSystem ? (first, Array(systemAndPath.dropFirst())) : (nil, systemAndPath)
    }

    func run() async throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        let bar = ProgressBar(console: console)
        let known = try Baseline.load(report.baseline, project: project)
        let console = console
        let run = MigrationRun(
            system: split.system, paths: split.paths, siteRoot: project.root,
            contentFolder: project.configuration.contentFolder, into: into, isDryRun: dryRun,
            baseURL: oldURL, allUsers: allUsers, opensUnknown: openUnknown, isSameSite: sameSite,
            audiences: Set(project.configuration.audiences.keys), workers: try site.workers(),
            isSurveyOnly: survey, progress: { bar.update($2, $0, $1 ?? 0) },
            notice: {
                bar.finish()
                console.info($0)
            })
        let outcome: MigrationOutcome
        do {
            outcome = try await run.run()
        } catch let fatal as FatalError {
            bar.finish()
            console.print(fatal.diagnostics, format: report.chosenFormat, root: nil)
            throw ExitCode(fatal.code.rawValue)
        }
        bar.finish()
        let shown = report.adjusted((diagnostics + outcome.diagnostics).sorted(), known: known)
        console.print(shown, format: report.chosenFormat, root: project.root, isStrict: report.isStrict)
        console.info(outcome.summary)
        if outcome.exitStatus != 0 { throw ExitCode(outcome.exitStatus) }
        try report.finish(shown)
    }
}
