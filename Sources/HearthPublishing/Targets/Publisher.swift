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
    /// How long to wait for another publish to the same place.
    package var patience: Duration = .zero
    /// The folder of whoever publishes, which holds much that is not for a site.
    package var home: String?
    /// Whether pages may be shown to more readers than today.
    package var reopens = false
    /// Told what is going on, a line at a time.
    package var progress: @Sendable (String) -> Void = { _ in }
    /// Told what nobody expects: that something is waited for, or was found lost.
    package var notice: @Sendable (String) -> Void = { _ in }

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
    /// What more readers may see than before.
    package let reopened: [PublishedList.Entry]
    /// A rollback holds: nothing was compared or done.
    package var isTakenBack: Bool { diagnostics.contains { $0.kind == .takenBack } }
    /// Why it would not be done; never anything but with `isDryRun`.
    package let refusals: [Diagnostic]

    /// One line a page, and what is shown to more readers than before.
    package var lines: [String] { change.lines + reopened.map(\.openedLine) }
}

/// Puts a finished build where its readers find it.
package struct Publisher: Sendable {
    package let project: Project
    package let target: SiteConfiguration.PublishTarget
    package let options: PublishOptions
    /// Whether `project` is the site's. A rollback of a folder does without, and then knows no more than the lists there.
    private let knowsContent: Bool

    package init(project: Project, target: SiteConfiguration.PublishTarget, options: PublishOptions) {
        self.project = project
        knowsContent = true
        self.target = target
        self.options = options
    }

    /// For the rollback of a folder whose site is not at hand.
    package init(of target: SiteConfiguration.PublishTarget, options: PublishOptions) {
        project = Project(root: target.folder ?? "/", configuration: SiteConfiguration())
        knowsContent = false
        self.target = target
        self.options = options
    }

    /// A folder that no settings name.
    package static func target(at path: String) -> SiteConfiguration.PublishTarget {
        var target = SiteConfiguration.PublishTarget(name: redactSecrets(in: path), line: 0)
        target.folder = path.hasPrefix("/") ? path : FileSystem.currentDirectory + "/" + path
        return target
    }

    /// Where the releases lie: at the place itself, or for another machine beside the project, so that the next publish
    /// knows what is there.
    package static func store(_ target: SiteConfiguration.PublishTarget, _ project: Project) -> ReleaseFolder {
        ReleaseFolder(path: target.folder.map(project.absolute) ?? project.root + "/.hearth/publish/" + target.name)
    }

    package var store: ReleaseFolder { Self.store(target, project) }
    /// Names the place without its secrets.
    var address: String { HookSettings.fingerprint(of: target) }
    var keep: Int { target.keep ?? 5 }

    /// Publishes the output of `report`. Throws `FatalError` or `FileError` when it cannot; the live site is then as it
    /// was.
    package func publish(_ report: BuildReport) async throws -> PublishReport {
        try refuseOverlap()
        let others = await foreignFiles(report)
        let lock =
            options.isDryRun ? nil : try await store.lock(patience: options.patience, notice: options.notice)
        let before = store.current
        let commit = await Git.commit(of: project)
        if let taken = commit.flatMap(store.takenBack) { return stays(asIs: taken, commit ?? "") }
        // The releases beside the project say nothing of a machine that was not sent to yet.
        let isElsewhere = target.folder == nil && before != nil && store.address != address
        let old = await live
        if before != nil, old == nil {
            options.notice("the list of what is live on '\(target.name)' cannot be read: nothing is compared with it")
        }
        let writer = ReleaseWriter(
            project: project, workers: options.workers,
            compressions: target.compress.compactMap { Compression(rawValue: $0) })
        let planned = try await writer.plan(report)
        let change = PublishedChange(from: old, to: planned)
        let opening = await opening(by: planned, since: old, report)
        let refusals = [refusal(ofDeletions: change), opening.isHeldBack ? refusal(of: opening.entries) : nil]
            .compactMap { $0 }
        let diagnostics =
            others + newFolders(report, old) + changedAccess(planned, old)
            + (opening.isHeldBack ? [] : opened(opening.entries))
        func done(_ release: String?, unfinished: [Diagnostic] = []) -> PublishReport {
            PublishReport(
                change: change, release: release, diagnostics: diagnostics + unfinished, reopened: opening.entries,
                refusals: refusals)
        }
        guard !options.isDryRun else { return done(nil) }
        guard refusals.isEmpty else { throw FatalError(.usage, refusals) }
        if change.isEmpty, !isElsewhere, let before {
            let kept = try await lookAfter(before, planned)
            if kept != .damaged {
                // A commit that changes nothing that readers see is what is live all the same.
                try store.remember(commit: commit, of: before)
                return done(kept == .sentAgain ? before : nil)
            }
        }
        options.progress("making the release")
        let (release, list) = try await makeRelease(report, writer, before: before, commit: commit)
        do { try await deliver(release, list: list, old: isElsewhere ? nil : old) } catch {
            // It never was live: nobody shall go back to it.
            try? FileSystem.removeTree(store.folder(of: release))
            throw error
        }
        try store.switchTo(release)
        let unfinished = tidy(after: release, before: before)
        _ = consume lock
        return done(release, unfinished: unfinished)
    }

    /// Somebody took a release of this very commit back. What publishes again without anybody having mended something is
    /// a schedule, and it must not bring back at night what was taken away in the day.
    private func stays(asIs taken: String, _ commit: String) -> PublishReport {
        let taken = Diagnostic(
            .takenBack, at: nil, "'\(target.name)' was rolled back from what is committed now, \(commit.prefix(8))",
            help: "commit what mends it, and publish that; to have \(taken) live again: hearth rollback "
                + "\(way("--folder")) --to \(taken)")
        return PublishReport(
            change: PublishedChange(from: nil, to: PublishedList(accessGroups: [:], entries: [])), release: nil,
            diagnostics: [taken], reopened: [], refusals: [])
    }

    /// What follows on the switch. Readers have the release by now, so what fails here is said and ends nothing.
    private func tidy(after release: String, before: String?) -> [Diagnostic] {
        [
            unfinished { try store.markAsLive(release) },
            unfinished {
                if target.folder == nil {
                    try store.remember(address: address)
                } else {
                    try store.remember(root: project.root)
                }
            },
            unfinished { try store.prune(keep: keep, before: before) },
        ].compactMap { $0 }
    }

    private func unfinished(_ work: () throws -> Void) -> Diagnostic? {
        do { try work() } catch {
            return Diagnostic(
                .publishUnfinished, at: nil, "the release is live on '\(target.name)', but afterwards: \(error)",
                help: "mend that; the next publish with a change tries again")
        }
        return nil
    }

    /// What is live: by the releases here, or where those were lost by what the other machine has.
    private var live: PublishedList? {
        get async {
            if let list = store.published { return list }
            // Who cannot ask there cannot send there either, and is told so then.
            return store.current == nil ? try? await rsync?.published() : nil
        }
    }

    /// What became of the live release when nothing has changed since.
    private enum Kept {
        case untouched, sentAgain
        /// Another one must take its place.
        case damaged
    }

    private func lookAfter(_ release: String, _ list: PublishedList) async throws -> Kept {
        let isWhole = isWhole(release, list)
        if isWhole, try await isThere(release, list) { return .untouched }
        options.notice("not all of what was published to '\(target.name)' is there any more; it is sent again")
        // Where the other side keeps releases, a new one takes the place of the damaged one. Elsewhere the same is sent: a
        // store that never lists what it has must not cost a release each time.
        guard isWhole, rsync?.keepsReleases != true else { return .damaged }
        try await deliver(release, list: list, old: list)
        return .sentAgain
    }

    private func makeRelease(
        _ report: BuildReport, _ writer: ReleaseWriter, before: String?, commit: String?
    ) async throws -> (String, PublishedList) {
        let above = try await rsync?.lastNumber() ?? 0
        let incoming = try store.begin()
        do {
            let list = try await writer.write(report, to: incoming, previous: before.map(store.folder))
            let release = try store.complete(incoming, seconds: options.seconds, above: above)
            try store.remember(commit: commit, of: release)
            return (release, list)
        } catch {
            // A disk that is full shall not stay so because of half a release.
            try? FileSystem.removeTree(incoming)
            throw error
        }
    }

    /// What a rollback did.
    package struct RollbackReport: Sendable {
        package let from: String
        package let to: String
        package let change: PublishedChange
        /// What more readers may see than before.
        package let reopened: [PublishedList.Entry]
        package let diagnostics: [Diagnostic]
    }

    /// Makes an older release live again: the one that was live before, or the named one. Throws `FatalError(.usage)` when
    /// there is none, or when it would show pages to more readers than today and `reopens` is not set.
    package func rollBack(to wanted: String?) async throws -> RollbackReport {
        let nothing = failure("nothing was published to '\(target.name)' yet", help: "hearth publish \(way("--to"))")
        // Before the lock, which makes the folder.
        guard store.current != nil else { throw nothing }
        if knowsContent { try refuseOverlap() }
        let lock = try await store.lock(patience: options.patience, notice: options.notice)
        guard let current = store.current else { throw nothing }
        let to = try chosen(wanted, current)
        guard let list = store.list(of: to) else {
            throw failure("the release '\(to)' is damaged: its pages.tsv cannot be read", help: nil)
        }
        let now = store.published
        let renames = list.hasSources(missingIn: now) ? await Renames.read(project) : Renames()
        let reopened = list.reopened(since: now, renamed: renames.now)
        if !options.reopens {
            if !reopened.isEmpty { throw FatalError(.usage, [refusal(of: reopened, again: " again")]) }
            if let audience = try await unprotected(list.audiences(missingIn: now)) {
                throw refusal(ofFolderFor: audience)
            }
        }
        try await deliver(to, list: list, old: now)
        try store.switchTo(to)
        let diagnostics = [unfinished { try store.markAsLive(to) }].compactMap { $0 }
        _ = consume lock
        return RollbackReport(
            from: current, to: to, change: PublishedChange(from: now, to: list), reopened: reopened,
            diagnostics: diagnostics)
    }

    private func chosen(_ wanted: String?, _ current: String) throws -> String {
        let releases = store.releases()
        if let wanted {
            guard releases.contains(wanted) else {
                let near = nearestName(to: wanted, among: releases).map { "did you mean '\($0)'?" }
                throw failure(
                    "there is no release '\(wanted)'",
                    help: near ?? "'hearth rollback \(way("--folder")) --list' names them")
            }
            return wanted
        }
        guard let older = releases.last(where: { $0 < current && store.wasLive($0) }) else {
            throw failure(
                "no release was live before '\(current)'", help: "'keep:' says how many releases are kept")
        }
        return older
    }

    /// How the target is named on a command line; `flag` goes before a folder that stands in no settings.
    func way(_ flag: String) -> String {
        guard target.line == 0 else { return target.name }
        let isPlain = target.name.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && !"'\"\\$`&;|<>()*?[]#~!".utf8.contains($0)
        }
        return "\(flag) \(isPlain ? target.name : RsyncDelivery.quoted(target.name))"
    }

    /// The first of `audiences` that the content of today restricts nothing for.
    private func unprotected(_ audiences: [String]) async throws -> String? {
        guard knowsContent, !audiences.isEmpty else { return audiences.first }
        let clock = Timestamp(seconds: options.seconds, hasTime: true)
        var building = BuildOptions(clock: clock, workers: options.workers)
        building.writes = false
        let site = try await BuildPipeline(project: project, options: building).resolve().site
        let known = Set(DeliveryRules(site).restricted.map { Audience.group($0.group).description })
        return audiences.first { !known.contains($0) }
    }

    func failure(_ summary: String, help: String?) -> FatalError {
        FatalError(.usage, [Diagnostic(.publishFailed, at: nil, summary, help: help)])
    }
}

extension ReleaseWriter {
    /// What the release will consist of.
    func plan(_ report: BuildReport) async throws -> PublishedList {
        let output = project.outputPath
        return PublishedList(
            accessGroups: PublishedList.accessGroups(report),
            entries: try await mapInParallel(report.outputs, workers: workers) { built in
                PublishedList.Entry(
                    path: built.path, audience: built.audience.description,
                    hash: PublishedList.hash(try FileSystem.read(output + "/" + built.path)), isPage: built.isPage,
                    source: built.source ?? "")
            })
    }
}
