import ArgumentParser
import Foundation
import HearthBuild
import HearthContent
import HearthModel
import HearthPublishing

/// Choosing one of the places that `publish:` of hearth.yml names.
enum PublishTargets {
    /// The named target; without a name the only one, or the first. Where `found` has mistakes of the settings, a target
    /// may be missing because of one of them, and another one be the first: then they are said.
    static func choose(
        _ name: String?, _ project: Project, _ found: [Diagnostic]
    ) throws -> SiteConfiguration.PublishTarget {
        let targets = project.configuration.publishTargets
        let mistakes = found.filter { $0.severity == .error }
        if !mistakes.isEmpty, !targets.contains(where: { $0.name == name }) {
            throw FatalError(.usage, mistakes)
        }
        let example = "in hearth.yml: publish: {live: {folder: /srv/intranet}}"
        guard let first = targets.first else {
            throw UsageError("\(project.configurationFile) names no place to publish to", help: example)
        }
        guard let name else { return first }
        if let target = targets.first(where: { $0.name == name }) { return target }
        let near = nearestName(to: name, among: targets.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
        throw UsageError(
            "publish: in \(project.configurationFile) has no '\(name)'\(near)",
            help: "it has: \(targets.map(\.name).joined(separator: ", "))")
    }
}

extension PublishTargets {
    /// A folder that is given with a flag.
    static func checkFolder(_ path: String?, _ flag: String) throws {
        if path == "" { throw ValidationError("\(flag) names no folder") }
        // Shells replace it at the start of a word alone, which `--to=~/site` has no such.
        if let path, path == "~" || path.hasPrefix("~/") {
            throw ValidationError("\(flag) begins with '~', which only shells know; write the whole path")
        }
    }
}

/// `hearth publish`.
struct PublishCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Build the site and put it where its readers find it.",
        discussion: """
            Targets stand in hearth.yml:
              publish:
                live: {folder: /srv/intranet, keep: 5}
                mirror: {rsync: "web@host:/srv/intranet"}
                cloud: {rclone: "corp:intranet"}
            Mistakes in the content publish nothing, and the site that is live stays. What more readers may see than \
            before is listed, and much of it at once needs --reopen. A web server reads \
            /srv/intranet/current/site; 'hearth server-config' writes its configuration, 'hearth rollback' takes a \
            publish back.
            """)

    @Argument(help: "The name of the target; default: the first one in hearth.yml.")
    var target: String?

    @Option(help: "A folder to publish to, instead of a target of hearth.yml.", completion: .directory)
    var to: String?

    @Flag(
        name: [.customShort("n"), .long],
        help: "Only say which pages would be added, changed, removed, and opened to more readers.")
    var dryRun = false

    @Option(
        help: "The share of pages, in percent, that may disappear at once; default: maxDelete: of the target, or 30.")
    var maxDelete: Int?

    @Flag(help: "Publish also if a whole group, or many pages, are open to more readers than before.")
    var reopen = false

    @Option(help: "How many seconds to wait for another publish to the same place to end; default: 0.")
    var wait = 0

    @OptionGroup var site: SiteOptions
    @OptionGroup var report: ReportOptions

    var console: Console { site.log.console }

    func validate() throws {
        try PublishTargets.checkFolder(to, "--to")
        if to != nil, target != nil { throw ValidationError("give either a target or --to a folder") }
        guard (0...86_400).contains(wait) else {
            throw ValidationError("--wait takes seconds, from 0 to 86400; not \(wait)")
        }
        if let maxDelete, !(0...100).contains(maxDelete) {
            throw ValidationError("--max-delete takes a share in percent, from 0 to 100; not \(maxDelete)")
        }
    }

    func run() async throws {
        var found: [Diagnostic] = []
        let project = try site.project(&found)
        let target = try to.map(Publisher.target) ?? PublishTargets.choose(target, project, found)
        try await SiteRun(site: site, report: report).run(writes: true, targets: [target]) { project, result in
            try await publish(result, project, target)
        }
    }

    private func publish(
        _ result: BuildReport, _ project: Project, _ target: SiteConfiguration.PublishTarget
    ) async throws {
        let publisher = Publisher(project: project, target: target, options: try options())
        let done = try await publisher.publish(result)
        console.print(done.diagnostics, format: .human, root: project.root)
        guard !done.isTakenBack else { return console.info("'\(target.name)' stays as it is") }
        if dryRun {
            // A document of diagnostics on standard output stays one.
            if [.json, .sarif].contains(report.chosenFormat) {
                done.lines.forEach(console.info)
            } else {
                Console.output(done.lines.map { $0 + "\n" }.joined())
            }
            // After the lines: they are what somebody looks at to decide.
            guard done.refusals.isEmpty else { throw FatalError(.usage, done.refusals) }
            return console.info("would publish to '\(target.name)': \(done.change.summary)")
        }
        if site.log.verbose { for line in done.lines { console.info(line) } }
        guard let release = done.release else {
            return console.info("'\(target.name)' is up to date")
        }
        console.info("published to '\(target.name)': \(done.change.summary) · release \(release)")
        if let url = project.configuration.baseURL { console.info(redactSecrets(in: url)) }
    }

    private func options() throws -> PublishOptions {
        let now = Int64(Date().timeIntervalSince1970)
        var options = PublishOptions(seconds: now, workers: try site.workers())
        options.isDryRun = dryRun
        options.maxDelete = maxDelete
        options.home = Console.environment("HOME")
        options.reopens = reopen
        options.remoteShell = Self.remoteShell
        options.patience = .seconds(wait)
        let console = console
        options.notice = { console.info($0) }
        if !dryRun, site.log.verbose { options.progress = { console.info($0) } }
        return options
    }

    /// What rsync itself uses to reach another machine (rsync(1), RSYNC_RSH).
    static var remoteShell: [String] {
        Console.environment("RSYNC_RSH")?.split(separator: " ").map(String.init) ?? ["ssh"]
    }
}

/// `hearth rollback`.
struct RollbackCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Make an older publish live again.",
        discussion: """
            hearth rollback              the release before the live one
            hearth rollback --list       which releases there are
            hearth rollback --to NAME
            What is committed at that moment is not published again, by no schedule either: the next 'hearth publish' of a \
            later commit, or of changed files, goes on from the content as it is then. Pages that have been restricted since are not \
            opened again without --reopen.
            """)

    @Argument(help: "The name of the target; default: the first one in hearth.yml.")
    var target: String?

    @Option(help: "The release that shall be live.")
    var to: String?

    @Option(help: "The folder that was published to with 'publish --to'.", completion: .directory)
    var folder: String?

    @Flag(help: "Only list the releases, newest first; the live one is marked.")
    var list = false

    @Flag(help: "Go back also if that shows pages to more readers than today.")
    var reopen = false

    @Option(help: "How many seconds to wait for a publish to the same place to end; default: 0.")
    var wait = 0

    @OptionGroup var site: SiteOptions

    var console: Console { site.log.console }

    func validate() throws {
        if folder != nil, target != nil { throw ValidationError("give either a target or --folder") }
        try PublishTargets.checkFolder(folder, "--folder")
        guard (0...86_400).contains(wait) else {
            throw ValidationError("--wait takes seconds, from 0 to 86400; not \(wait)")
        }
    }

    func run() async throws {
        let publisher = try publisher()
        let (store, target) = (publisher.store, publisher.target)
        if list {
            let (current, releases) = (store.current, store.releases())
            if releases.isEmpty { console.info("nothing was published to '\(target.name)' yet") }
            for release in releases.reversed() {
                let note = release == current ? "\tlive" : store.wasLive(release) ? "" : "\tnever live"
                Console.output(release + note + "\n")
            }
            return
        }
        let done = try await publisher.rollBack(to: to)
        console.print(done.diagnostics, format: .human, root: nil)
        if site.log.verbose { for line in done.change.lines { console.info(line) } }
        console.info("'\(target.name)' is back at \(done.to): \(done.change.summary); before it was \(done.from)")
        console.info(
            publisher.store.commit(of: done.from) == nil
                ? "the next 'hearth publish' goes on from the content as it is then"
                : "what is committed now is not published again: commit what mends it, and publish that")
        if !done.reopened.isEmpty {
            console.info("\(SiteRun.counted(done.reopened.count, "file")) shown to more readers than before")
        }
    }

    /// A folder needs no settings, only what is known of its site's history and audiences.
    private func publisher() throws -> Publisher {
        var found: [Diagnostic] = []
        let options = try options()
        guard let folder else {
            let project = try site.project(&found)
            return Publisher(
                project: project, target: try PublishTargets.choose(target, project, found), options: options)
        }
        let target = Publisher.target(at: folder)
        do {
            return Publisher(project: try site.project(&found), target: target, options: options)
        } catch let error as FatalError
            where !site.namesSource && error.diagnostics.contains(where: { $0.kind == .noConfiguration })
        {
            let store = ReleaseFolder(path: target.folder ?? folder)
            guard let root = store.root, let project = try? ProjectLoader.load(root: root, diagnostics: &found) else {
                return Publisher(of: target, options: options)
            }
            return Publisher(project: project, target: target, options: options)
        }
    }

    private func options() throws -> PublishOptions {
        var options = PublishOptions(seconds: Int64(Date().timeIntervalSince1970), workers: try site.workers())
        options.remoteShell = PublishCommand.remoteShell
        options.patience = .seconds(wait)
        options.reopens = reopen
        let console = console
        options.notice = { console.info($0) }
        return options
    }
}
