import HearthBuild
import HearthContent
import HearthModel

/// What whoever looks after the place must know.
extension Publisher {
    /// Folders for members only that were not published before: the server must know them first.
    func newFolders(_ report: BuildReport, _ old: PublishedList?) -> [Diagnostic] {
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

    /// Groups whose readers on the web server are those of before, until its rules are made again.
    func changedAccess(_ list: PublishedList, _ old: PublishedList?) -> [Diagnostic] {
        list.accessGroups.sorted { $0.key < $1.key }.compactMap { group, now in
            guard let before = old?.accessGroups[group], before != now else { return nil }
            func named(_ access: String) -> String { access.isEmpty ? "none" : "'\(access)'" }
            return Diagnostic(
                .changedAccessGroup, at: nil,
                "the access group of '\(group)' is \(named(now)) now, and was \(named(before)) on '\(target.name)'",
                help: target.rclone == nil
                    ? "the web server goes on with the old one until it gets its rules anew: hearth server-config"
                    : "make sure that what serves these files asks for the new one")
        }
    }

    /// That a place without releases, of which nothing is known yet, holds files that are not of this site.
    func foreignFiles(_ report: BuildReport) async -> [Diagnostic] {
        guard store.sent(to: address) == nil, let rsync, let files = await rsync.files() else { return [] }
        let own = Set(
            report.outputs.flatMap { built in
                [built.path] + Compression.allCases.map { built.path + $0.fileExtension }
            })
        let foreign = files.filter { !own.contains($0) }.sorted()
        guard !foreign.isEmpty else { return [] }
        let shown = 5
        var notes = foreign.prefix(shown).map { Diagnostic.Note("stays: \($0)") }
        if foreign.count > shown { notes.append(Diagnostic.Note("and \(foreign.count - shown) more")) }
        return [
            Diagnostic(
                .foreignFiles, at: nil,
                "'\(target.name)' holds \(foreign.count) file\(foreign.count == 1 ? "" : "s") of which Hearth knows nothing",
                help:
                    "remove there by hand what is left of an earlier publish; everything else is no concern of Hearth's",
                notes: notes)
        ]
    }
}
