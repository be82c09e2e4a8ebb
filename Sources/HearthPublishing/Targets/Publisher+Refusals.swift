import HearthBuild
import HearthContent
import HearthModel

/// What a publish does not do without being told so.
extension Publisher {
    /// A release inside the sources or the output would be built into the next one, and one sent over them would take
    /// their place.
    func refuseOverlap() throws {
        guard let place = localPlace else { return }
        let real = Self.real(place.path)
        for (name, path) in [
            ("content", project.contentPath), ("output", project.outputPath), ("layouts", project.layoutsPath),
            (".hearth", project.root + "/.hearth"), (".git", project.root + "/.git"),
        ] {
            let other = Self.real(path)
            guard real == other || real == "/" || real.hasPrefix(other + "/") || other.hasPrefix(real + "/") else {
                continue
            }
            throw refusal(ofPlace: "overlaps the \(name) folder")
        }
        // A folder below it is one of its own.
        let root = Self.real(project.root)
        if real == root || root.hasPrefix(real + "/") { throw refusal(ofPlace: "holds the whole project") }
        if place.isShared, let home = options.home, real == Self.real(home) {
            throw refusal(ofPlace: "is your home folder")
        }
        if let around = Self.releases(around: real) {
            throw refusal(
                ofPlace: "lies in a release that '\(around)' holds, where no rule of the web server protects it",
                help: "publish to '\(around)' itself; the web server reads its current/site")
        }
    }

    /// Why the hook of `repository`, a bare one, cannot publish to `path`; nil when it can. What depends on the content
    /// shows with the first push.
    package static func mistake(ofPlace path: String, repository: String) -> String? {
        let (place, repository) = (real(path), real(repository))
        if place == "/" { return "is the root of this machine" }
        if place == repository || place.hasPrefix(repository + "/") { return "lies in the repository" }
        if repository.hasPrefix(place + "/") { return "holds the repository" }
        return releases(around: place).map { "lies in a release that '\($0)' holds" }
    }

    /// The folder of this machine that is published to; `isShared` where files lie in it and not in a release of their own.
    private var localPlace: (path: String, isShared: Bool)? {
        if let folder = target.folder { return (project.absolute(folder), false) }
        if case .inPlace(let path) = target.rsync.flatMap(RsyncDestination.init), path.hasPrefix("/") {
            return (path, true)
        }
        return target.rclone.flatMap(RcloneRemote.init)?.localPath.map { ($0, true) }
    }

    private func refusal(
        ofPlace what: String, help: String = "publish to a folder of its own, such as /srv/intranet"
    ) -> FatalError {
        let location = target.line == 0 ? nil : SourceLocation(file: project.configurationFile, line: target.line)
        return FatalError(
            .usage,
            [Diagnostic(.badSetting, at: location, "the folder of publish: '\(target.name)' \(what)", help: help)])
    }

    /// The folder with releases and the link to the live one that holds `path` in one of its releases: readers would find
    /// it there.
    private static func releases(around path: String) -> String? {
        var path = path[...]
        while let slash = path.lastIndex(of: "/") {
            let parent = path[..<slash]
            if path[slash...] == "/releases", FileSystem.kind(of: parent + "/current") == .symbolicLink {
                return String(parent)
            }
            path = parent
        }
        return nil
    }

    /// The path without links, as far as it exists, and without `.` and `..`.
    private static func real(_ path: String) -> String {
        if let real = FileSystem.realPath(path) { return real }
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return path }
        let (parent, name) = (real(String(path[..<slash])), path[path.index(after: slash)...])
        switch name {
        case "", ".": return parent
        case "..": return parent.lastIndex(of: "/").map { String(parent[..<$0]) } ?? parent
        default: return (parent == "/" ? "" : parent) + "/" + name
        }
    }

    /// That more pages would disappear than the limit allows; nil when they would not.
    func refusal(ofDeletions change: PublishedChange) -> Diagnostic? {
        let limit = options.maxDelete ?? target.maxDelete ?? 30
        guard change.removedShare > Double(limit) else { return nil }
        let summary =
            "\(change.removed.count) of \(change.pagesBefore) published pages would disappear, more than \(limit) %"
        let notes = change.removed.prefix(5).map { Diagnostic.Note("gone: /\($0.address)") }
        return Diagnostic(
            .manyDeletions, at: nil, summary,
            help: "look with --dry-run; if it is meant, allow it once with --max-delete 100", notes: notes)
    }

    // MARK: More readers

    /// So many pages and files may be opened by one publish without being asked for it. A group as a whole may not.
    private static let fewOpened = 5

    /// What a publish shows to more readers than before, and whether somebody must allow it.
    struct Opening {
        let entries: [PublishedList.Entry]
        let isHeldBack: Bool
    }

    func opening(by list: PublishedList, since live: PublishedList?, _ report: BuildReport) async -> Opening {
        // A page that was removed, or has moved: to where, git knows.
        let hasMoved = live?.restricted.hasSources(missingIn: list) == true
        let renames = hasMoved ? await Renames.read(project) : Renames()
        let opened = list.reopened(since: live, formerly: formerly(report), renamed: renames.now)
        let groups = live?.groups(openedBy: opened, renamed: renames.now) ?? []
        let isMuch = opened.count > Self.fewOpened || (opened.count > 1 && !groups.isEmpty)
        return Opening(entries: opened, isHeldBack: isMuch && !options.reopens)
    }

    /// The source of each page → the files of its old addresses on this site, as its `redirect_from` has them.
    private func formerly(_ report: BuildReport) -> [String: [String]] {
        let host = ServerRules.host(of: project.configuration.baseURL)?.lowercased()
        var paths: [String: [String]] = [:]
        for old in report.delivery.oldAddresses where old.query == nil && (old.host == nil || old.host == host) {
            let parts = old.path.split(separator: "/")
            let path = parts.joined(separator: "/")
            paths[old.source, default: []] += parts.isEmpty ? ["index.html"] : [path + "/index.html", path]
        }
        return paths
    }

    /// That something is shown to more readers than before; `again` is for a rollback.
    func refusal(of opened: [PublishedList.Entry], again: String = "") -> Diagnostic {
        Diagnostic(
            .reopensPages, at: nil,
            "this would open \(Self.counted(opened)) to readers who may not see \(opened.count == 1 ? "it" : "them") today",
            help: "if that is meant, allow it once with --reopen; else mend the content, and publish that",
            notes: Self.notes(opened, again))
    }

    /// The same for what is done all the same.
    func opened(_ opened: [PublishedList.Entry]) -> [Diagnostic] {
        guard !opened.isEmpty else { return [] }
        let help = "if that is not meant, restrict what you see here and publish again"
        return [
            Diagnostic(
                .openedPages, at: nil,
                "\(Self.counted(opened)) \(opened.count == 1 ? "is" : "are") open to more readers than before on '\(target.name)'",
                help: help, notes: Self.notes(opened, ""))
        ]
    }

    private static func counted(_ opened: [PublishedList.Entry]) -> String {
        opened.count == 1 ? "one page or file" : "\(opened.count) pages and files"
    }

    private static func notes(_ opened: [PublishedList.Entry], _ again: String) -> [Diagnostic.Note] {
        let shown = 10
        var notes = opened.prefix(shown).map { Diagnostic.Note("for \($0.readers)\(again): /\($0.address)") }
        if opened.count > shown { notes.append(Diagnostic.Note("and \(opened.count - shown) more")) }
        return notes
    }

    /// The web server's rules are made of what the site restricts now: those of a group that is gone may be gone, too.
    func refusal(ofFolderFor audience: String) -> FatalError {
        let summary =
            "this would bring back what only \(audience) may read, and the web server may have no rule for it any more"
        let help = "look at the rule (hearth server-config at that state of the content), then allow it with --reopen"
        return FatalError(.usage, [Diagnostic(.reopensPages, at: nil, summary, help: help)])
    }
}
