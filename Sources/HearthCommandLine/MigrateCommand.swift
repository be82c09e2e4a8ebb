import ArgumentParser
import Foundation
import HearthContent
import HearthMigration
import HearthModel

/// `hearth migrate`.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Convert what an old system exported into content.",
        discussion: """
            hearth migrate stackexchange DIR             a Stack Exchange data dump: Posts.xml, Users.xml, Comments.xml, …
            hearth migrate DIR                           the same; the system is recognised
            hearth migrate DIR --into groups/lift        into a group that you name
            hearth migrate DIR --dry-run                 only the account of what would become of every record

            A second run on the same export changes nothing; files that you have edited since are kept. What became of every record
            stands in migration/<system>/report.json.
            """)

    @Argument(help: "The system, where it shall not be recognised, then the folder of the unpacked export.", completion: .directory)
    var systemAndPath: [String]

    @Option(help: "The group that the content goes to, such as groups/lift; default: one named after the export's folder.")
    var into: String?

    @Flag(name: [.customShort("n"), .long], help: "Do everything but write.")
    var dryRun = false

    @Option(name: .customLong("old-url"), help: "The address of the old site, such as https://old.example, to recognise links to itself.")
    var oldURL: String?

    @Flag(help: "Make a page for people who wrote nothing, too.")
    var allUsers = false

    @OptionGroup var site: SiteOptions
    @OptionGroup var report: ReportOptions

    func validate() throws {
        if systemAndPath.count > 2 { throw ValidationError("migrate takes a system and one folder") }
    }

    func run() async throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        let console = site.log.console
        let bar = ProgressBar(console: console)
        let wanted = site.jobs ?? ProcessInfo.processInfo.activeProcessorCount
        let run = MigrationRun(
            system: systemAndPath.count == 2 ? systemAndPath[0] : nil, paths: systemAndPath.suffix(1).map { $0 },
            siteRoot: project.root, contentFolder: project.configuration.contentFolder, into: into, isDryRun: dryRun,
            baseURL: oldURL, allUsers: allUsers, workers: wanted, progress: { bar.update($2, $0, $1 ?? 0) })
        let outcome: MigrationOutcome
        do {
            outcome = try await run.run()
        } catch let fatal as FatalError {
            bar.finish()
            console.print(fatal.diagnostics, format: report.chosenFormat, root: nil)
            throw ExitCode(fatal.code.rawValue)
        }
        bar.finish()
        let shown = try report.adjusted((diagnostics + outcome.diagnostics).sorted(), project: project)
        console.print(shown, format: report.chosenFormat, root: project.root)
        console.info(outcome.summary)
        if outcome.exitStatus != 0 { throw ExitCode(outcome.exitStatus) }
        try report.finish(shown)
    }
}
