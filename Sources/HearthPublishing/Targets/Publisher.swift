package import HearthBuild
package import HearthContent
package import HearthModel

/// What a publish is asked to do.
package struct PublishOptions: Sendable {
    /// Only say what would change.
    package var isDryRun = false
    /// The share of pages, in percent, that may disappear at once; nil for the target's own, else 30.
    package var maxDelete: Int?
    /// Now, in seconds since 1970: for the names of releases.
    package var seconds: Int64
    package var workers: Int
    /// The command that reaches another machine, as rsync's `--rsh` takes it.
    package var remoteShell = ["ssh"]
    /// Told what is going on, a line at a time.
    package var progress: @Sendable (String) -> Void = { _ in }

    package init(seconds: Int64, workers: Int) {
        self.seconds = seconds
        self.workers = workers
    }
}

/// What a publish did.
package struct PublishReport: Sendable {
    package let change: PublishedChange
    /// The release that is live now; nil when nothing was to be done, or with `isDryRun`.
    package let release: String?
    package let diagnostics: [Diagnostic]
}

/// Puts a finished build where its readers find it.
package struct Publisher: Sendable {
    package let project: Project
    package let target: SiteConfiguration.PublishTarget
    package let options: PublishOptions

    package init(project: Project, target: SiteConfiguration.PublishTarget, options: PublishOptions) {
        self.project = project
        self.target = target
        self.options = options
    }

    /// Where the releases lie: at the place itself, or for another machine beside the project, so that the next publish
    /// knows what is there.
    package static func store(_ target: SiteConfiguration.PublishTarget, _ project: Project) -> ReleaseFolder {
        ReleaseFolder(path: target.folder.map(project.absolute) ?? project.root + "/.hearth/publish/" + target.name)
    }

    private var store: ReleaseFolder { Self.store(target, project) }
    /// Names the place without its secrets.
    private var address: String { HookSettings.fingerprint(of: target) }
    private var keep: Int { target.keep ?? 5 }

    /// Publishes the output of `report`. Throws `FatalError` or `FileError` when it cannot; the live site is then as it
    /// was.
    package func publish(_ report: BuildReport) async throws -> PublishReport {
        try refuseOverlap()
        let lock = options.isDryRun ? nil : try store.lock()
        let before = store.current
        let old = store.published
        let writer = ReleaseWriter(
            project: project, workers: options.workers,
            compressions: target.compress.compactMap { Compression(rawValue: $0) })
        let planned = try await writer.plan(report)
        let change = PublishedChange(from: old, to: planned)
        let diagnostics = newFolders(report, old)
        try refuseDeletions(change)
        // The releases beside the project say nothing of a machine that was not sent to yet.
        let isElsewhere = target.folder == nil && before != nil && store.address != address
        guard !options.isDryRun, !change.isEmpty || before == nil || isElsewhere else {
            return PublishReport(change: change, release: nil, diagnostics: diagnostics)
        }
        options.progress("making the release")
        let incoming = try store.begin()
        let list = try await writer.write(report, to: incoming, previous: before.map(store.folder))
        let release = try store.complete(incoming, seconds: options.seconds)
        do { try await deliver(release, list: list, old: isElsewhere ? nil : old) } catch {
            // It never was live: nobody shall go back to it.
            try? FileSystem.removeTree(store.folder(of: release))
            throw error
        }
        try store.switchTo(release)
        if target.folder == nil { try store.remember(address: address) }
        try store.prune(keep: keep, before: before)
        _ = consume lock
        return PublishReport(change: change, release: release, diagnostics: diagnostics)
    }

    /// Makes an older release live again: the one before, or the named one.
    package func rollBack(to wanted: String?) async throws -> (from: String, to: String) {
        let lock = try store.lock()
        let releases = store.releases()
        guard let current = store.current else {
            throw failure("nothing was published to '\(target.name)' yet", help: "hearth publish \(target.name)")
        }
        let to: String
        if let wanted {
            guard releases.contains(wanted) else {
                let near = nearestName(to: wanted, among: releases).map { "did you mean '\($0)'?" }
                throw failure("there is no release '\(wanted)'", help: near ?? "hearth rollback --list names them")
            }
            to = wanted
        } else {
            guard let older = releases.last(where: { $0 < current }) else {
                throw failure(
                    "there is no release before '\(current)'", help: "'keep:' says how many releases are kept")
            }
            to = older
        }
        guard let list = store.list(of: to) else {
            throw failure("the release '\(to)' is damaged: its pages.tsv cannot be read", help: nil)
        }
        try await deliver(to, list: list, old: store.published)
        try store.switchTo(to)
        _ = consume lock
        return (current, to)
    }

    private func failure(_ summary: String, help: String?) -> FatalError {
        FatalError(.usage, [Diagnostic(.publishFailed, at: nil, summary, help: help)])
    }

    // MARK: Refusals

    /// A release inside the sources or the output would be built into the next one.
    private func refuseOverlap() throws {
        guard let folder = target.folder.map(project.absolute) else { return }
        let real = FileSystem.realPath(folder) ?? folder
        for (name, path) in [
            ("content", project.contentPath), ("output", project.outputPath), ("layouts", project.layoutsPath),
        ] {
            let other = FileSystem.realPath(path) ?? path
            guard real == other || real == "/" || real.hasPrefix(other + "/") || other.hasPrefix(real + "/") else {
                continue
            }
            throw FatalError(
                .usage,
                [
                    Diagnostic(
                        .badSetting, at: SourceLocation(file: project.configurationFile, line: target.line),
                        "the folder of publish: '\(target.name)' overlaps the \(name) folder",
                        help: "publish to a folder of its own, such as /srv/intranet")
                ])
        }
    }

    private func refuseDeletions(_ change: PublishedChange) throws {
        let limit = options.maxDelete ?? target.maxDelete ?? 30
        guard change.removedShare > Double(limit) else { return }
        let summary =
            "\(change.removed.count) of \(change.pagesBefore) published pages would disappear, more than \(limit) %"
        let notes = change.removed.prefix(5).map { Diagnostic.Note("gone: /\($0.address)") }
        let diagnostic = Diagnostic(
            .manyDeletions, at: nil, summary,
            help: "look with --dry-run -v; if it is meant, allow it once with --max-delete 100", notes: notes)
        throw FatalError(.usage, [diagnostic])
    }

    /// Folders for members only that were not published before: the server must know them first.
    private func newFolders(_ report: BuildReport, _ old: PublishedList?) -> [Diagnostic] {
        let known = Set(old?.entries.map(\.audience) ?? [])
        let present = Set(report.outputs.map(\.audience.description))
        return report.delivery.restricted.filter {
            let audience = Audience.group($0.group).description
            return present.contains(audience) && !known.contains(audience)
        }.map { folder in
            Diagnostic(
                .newRestrictedFolder, at: nil,
                "the folder /\(folder.folder.text) for members of '\(folder.group)' is new on '\(target.name)'",
                help: target.rclone == nil
                    ? "give the web server its rule: hearth server-config nginx, or apache, or caddy"
                    : "make sure that what serves these files asks who is reading")
        }
    }

    // MARK: Delivery

    private func deliver(_ release: String, list: PublishedList, old: PublishedList?) async throws {
        let folder = store.folder(of: release)
        if let address = target.rsync {
            options.progress("sending with rsync")
            guard let destination = RsyncDestination(address) else {
                throw failure("'\(target.name)' is no place that rsync understands", help: "write host:/path")
            }
            try await RsyncDelivery(
                destination: destination, keep: keep, remoteShell: options.remoteShell,
                redactor: SecretRedactor(places: [address])
            ).deliver(folder, name: release)
        }
        if let address = target.rclone {
            options.progress("sending with rclone")
            try await RcloneDelivery(address: address).deliver(folder, list: list, old: old)
        }
    }
}

extension ReleaseWriter {
    /// What the release will consist of.
    func plan(_ report: BuildReport) async throws -> PublishedList {
        let output = project.outputPath
        return PublishedList(
            entries: try await mapInParallel(report.outputs, workers: workers) { built in
                PublishedList.Entry(
                    path: built.path, audience: built.audience.description,
                    hash: PublishedList.hash(try FileSystem.read(output + "/" + built.path)), isPage: built.isPage,
                    source: built.source ?? "")
            })
    }
}
