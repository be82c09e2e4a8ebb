import ArgumentParser
import HearthBuild
import HearthContent
import HearthMigration
import HearthModel

/// `hearth migrate review`: what nobody has looked at yet.
struct MigrateReviewCommand: ParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "List migrated pages that nobody has accepted yet.",
        discussion: """
            hearth migrate review                          every page that is still 'imported'
            hearth migrate review Content/groups/lift      of one folder
            hearth migrate review --losses                 only pages that lost something on the way
            Columns are separated by tabs: file, title, system, losses.
            """)

    @Argument(help: "Only files in this folder.", completion: .directory)
    var folder: String?

    @Flag(help: "Only pages with losses.")
    var losses = false

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func run() throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        let below = try folder.map { try MigratedFile.contentPath($0, project) } ?? ""
        let all = try MigrationReview(contentRoot: project.contentPath).items(below: below)
        let open = all.filter { $0.status == "imported" && (!losses || !$0.losses.isEmpty) }
        let lines = open.map { item in
            [
                project.displayPath(ofContent: item.path), item.title, item.system,
                item.losses.isEmpty ? "-" : item.losses.joined(separator: ", "),
            ].map(HumanDiagnosticWriter.printable).joined(separator: "\t") + "\n"
        }
        Console.output(lines.joined())
        let settled = all.count { $0.status != "imported" }
        console.info("\(open.count) to review, \(settled) of \(all.count) migrated pages are settled")
    }
}

/// `hearth migrate accept`: who has looked at what, and when.
struct MigrateAcceptCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Say that migrated pages are right: who, and when.",
        discussion: """
            hearth migrate accept Content/groups/lift/restart.md --by @m.okafor
            hearth migrate accept Content/groups/lift --as archived
            Without --by it is the person whom git's settings name: 'git:' and the address of 'git config user.email' in \
            identities, the address in email, or user.name. From then on the page is yours: a later migration keeps it \
            and reports what changed in the export.
            """)

    @Argument(help: "Migrated pages, or folders of them.", completion: .file(extensions: ["md"]))
    var paths: [String]

    @Option(help: "The person, such as @m.okafor.")
    var by: String?

    @Option(name: .customLong("as"), help: "reviewed, accepted or archived.")
    var status = "accepted"

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func validate() throws {
        if MigrationReview.Status(rawValue: status) == nil {
            throw ValidationError("--as takes reviewed, accepted or archived; not '\(status)'")
        }
    }

    func run() async throws {
        var diagnostics: [Diagnostic] = []
        let project = try site.project(&diagnostics)
        guard let status = MigrationReview.Status(rawValue: status) else { return }
        let handle = try await reviewer(project)
        let review = MigrationReview(contentRoot: project.contentPath)
        let today = try site.today(in: project)
        // All paths are looked at before the first file changes.
        let lists = try paths.map { path in
            let inner = try MigratedFile.contentPath(path, project)
            if FileSystem.isDirectory(project.contentPath + "/" + inner) {
                return try review.items(below: inner).filter { $0.status == "imported" }.map(\.path)
            }
            guard try review.item(inner) != nil else {
                throw UsageError("'\(path)' was not migrated", help: "hearth migrate review lists what was")
            }
            return [inner]
        }
        var count = 0
        for path in lists.joined() where try review.settle(path, as: status, by: handle, on: today) { count += 1 }
        console.info("\(count) \(count == 1 ? "page" : "pages") \(status.rawValue) by @\(handle)")
    }

    private func reviewer(_ project: Project) async throws -> String {
        let (resolved, _) = try await BuildPipeline(project: project, options: try site.buildOptions(for: project))
            .resolve()
        let typing = TypingPerson(site: resolved, option: "--by")
        if let by { return try typing.named(by) }
        return try await typing.byGit().get()
    }
}

/// Helpers of the two commands.
enum MigratedFile {
    /// A path as the user typed it, below the content folder.
    static func contentPath(_ path: String, _ project: Project) throws -> String {
        let content = FileSystem.realPath(project.contentPath) ?? project.contentPath
        // As typed, or from the site's folder, or from the content folder.
        for candidate in [path, project.root + "/" + path, project.contentPath + "/" + path] {
            guard let full = FileSystem.realPath(candidate) else { continue }
            if full == content { return "" }
            if full.hasPrefix(content + "/") { return String(full.dropFirst(content.count + 1)) }
        }
        throw UsageError("there is no '\(path)' in the content folder")
    }
}
