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
        let lock =
            options.isDryRun ? nil : try await store.lock(patience: options.patience, notice: options.notice)
        let before = store.current
        let old = await live
        if before != nil, old == nil {
            options.notice("the list of what is live on '\(target.name)' cannot be read: nothing is compared with it")
        }
        let writer = ReleaseWriter(
            project: project, workers: options.workers,
            compressions: target.compress.compactMap { Compression(rawValue: $0) })
        let planned = try await writer.plan(report)
        let change = PublishedChange(from: old, to: planned)
        let opening = await opening(by: planned, since: old)
        let refusals = [refusal(ofDeletions: change), opening.isHeldBack ? refusal(of: opening.entries) : nil]
            .compactMap { $0 }
        let diagnostics = newFolders(report, old) + (opening.isHeldBack ? [] : opened(opening.entries))
        func done(_ release: String?) -> PublishReport {
            PublishReport(
                change: change, release: release, diagnostics: diagnostics, reopened: opening.entries,
                refusals: refusals)
        }
        guard !options.isDryRun else { return done(nil) }
        guard refusals.isEmpty else { throw FatalError(.usage, refusals) }
        // The releases beside the project say nothing of a machine that was not sent to yet.
        let isElsewhere = target.folder == nil && before != nil && store.address != address
        if change.isEmpty, !isElsewhere, let before {
            let kept = try await lookAfter(before, planned)
            if kept != .damaged {
                return done(kept == .sentAgain ? before : nil)
            }
        }
        options.progress("making the release")
        let (release, list) = try await makeRelease(report, writer, before: before)
        do { try await deliver(release, list: list, old: isElsewhere ? nil : old) } catch {
            // It never was live: nobody shall go back to it.
            try? FileSystem.removeTree(store.folder(of: release))
            throw error
        }
        try store.switchTo(release)
        if target.folder == nil { try store.remember(address: address) }
        try store.prune(keep: keep, before: before)
        _ = consume lock
        return done(release)
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
        _ report: BuildReport, _ writer: ReleaseWriter, before: String?
    ) async throws -> (String, PublishedList) {
        let above = try await rsync?.lastNumber() ?? 0
        let incoming = try store.begin()
        do {
            let list = try await writer.write(report, to: incoming, previous: before.map(store.folder))
            return (try store.complete(incoming, seconds: options.seconds, above: above), list)
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
    }

    /// Makes an older release live again: the one that was live before, or the named one. Throws `FatalError(.usage)` when
    /// there is none, or when it would show pages to more readers than today and `reopens` is not set.
    package func rollBack(to wanted: String?) async throws -> RollbackReport {
        let nothing = failure("nothing was published to '\(target.name)' yet", help: "hearth publish \(way("--to"))")
        // Before the lock, which makes the folder.
        guard store.current != nil else { throw nothing }
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
        _ = consume lock
        return RollbackReport(
            from: current, to: to, change: PublishedChange(from: now, to: list), reopened: reopened)
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
        guard !audiences.isEmpty else { return nil }
        let clock = Timestamp(seconds: options.seconds, hasTime: true)
        var building = BuildOptions(clock: clock, workers: options.workers)
        building.writes = false
        let site = try await BuildPipeline(project: project, options: building).resolve().site
        let known = Set(DeliveryRules(site).restricted.map { Audience.group($0.group).description })
        return audiences.first { !known.contains($0) }
    }

    private func failure(_ summary: String, help: String?) -> FatalError {
        FatalError(.usage, [Diagnostic(.publishFailed, at: nil, summary, help: help)])
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

    /// Nil for another kind of target. An address that rsync does not understand is refused with the settings.
    private var rsync: RsyncDelivery? {
        target.rsync.flatMap { address in
            RsyncDestination(address).map {
                RsyncDelivery(
                    destination: $0, keep: keep, remoteShell: options.remoteShell,
                    redactor: SecretRedactor(places: [address]))
            }
        }
    }

    private func rclone(_ address: String) throws -> RcloneDelivery {
        if let delivery = RcloneDelivery(address: address) { return delivery }
        throw failure(
            "'rclone:' of '\(target.name)' is no place that rclone understands",
            help: "write remote:path, and a value that holds ',' or ':' in quotes")
    }

    private func deliver(_ release: String, list: PublishedList, old: PublishedList?) async throws {
        let folder = store.folder(of: release)
        if target.rsync != nil {
            options.progress("sending with rsync")
            guard let rsync else {
                throw failure("'\(target.name)' is no place that rsync understands", help: "write host:/path")
            }
            try await rsync.deliver(folder, name: release)
        }
        if let address = target.rclone {
            options.progress("sending with rclone")
            try await rclone(address).deliver(folder, list: list, old: old)
        }
    }

    /// Whether the release has what was built, as far as names and sizes tell.
    private func isWhole(_ release: String, _ list: PublishedList) -> Bool {
        let site = store.folder(of: release) + "/site/"
        let output = project.outputPath + "/"
        return list.entries.allSatisfy {
            FileSystem.size(of: site + $0.path) == FileSystem.size(of: output + $0.path)
        }
    }

    /// Whether the other side has the release still: somebody may have cleared the place.
    private func isThere(_ release: String, _ list: PublishedList) async throws -> Bool {
        let folder = store.folder(of: release)
        if let rsync { return try await rsync.has(folder, name: release) }
        if let address = target.rclone { return try await rclone(address).has(list, from: folder) }
        return true
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
