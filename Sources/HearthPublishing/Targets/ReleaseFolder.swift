import Foundation
import Glibc
import HearthModel

/// A folder with whole sites beside each other, and a symbolic link to the one that is live:
///
///     releases/000041-2026-11-21T23-35-00Z/site/…           the site
///     releases/000041-2026-11-21T23-35-00Z/pages.tsv        what it consists of
///     releases/000041-2026-11-21T23-35-00Z/was-live         an empty file, once readers have seen it
///     releases/000041-2026-11-21T23-35-00Z/commit           the commit that it shows, where git knows that
///     current -> releases/000041-2026-11-21T23-35-00Z
///     root                                                  where the site is that was published here
///
/// Beside the project, for another place: `address`, where releases were sent to, and `sent`, what of Hearth's is there.
///
/// A release is made under another name and renamed when it is complete, and going live is one `rename` of the link. So
/// at every moment `current` leads to a whole release, whatever kills the program.
package struct ReleaseFolder: Sendable {
    /// Absolute.
    package let path: String

    package init(path: String) { self.path = path }

    private var releasesPath: String { path + "/releases" }
    private var linkPath: String { path + "/current" }

    /// Names of the complete releases, oldest first.
    package func releases() -> [String] {
        ((try? FileSystem.entries(of: releasesPath)) ?? []).filter { $0.kind == .directory && Self.isRelease($0.name) }
            .map(\.name)
    }

    /// Whether it is a name that `complete` gave: `000041-2026-11-21T23-35-00Z`. What else lies there is not Hearth's.
    static func isRelease(_ name: String) -> Bool {
        let digits = name.utf8.prefix { (0x30...0x39).contains($0) }.count
        guard digits >= 6 else { return false }
        let shape = name.utf8.dropFirst(digits).map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
        return shape == Array("-0000-00-00T00-00-00Z".utf8)
    }

    /// The name of the live release; nil before the first.
    package var current: String? {
        guard let target = Self.target(of: linkPath), target.hasPrefix("releases/") else { return nil }
        let name = String(target.dropFirst("releases/".count))
        return FileSystem.isDirectory(releasesPath + "/" + name) ? name : nil
    }

    /// What `remember(address:)` was told last.
    var address: String? { (try? FileSystem.read(path + "/address")).map { String(decoding: $0, as: UTF8.self) } }

    /// Keeps where releases were sent to.
    func remember(address: String) throws {
        try FileSystem.writeAtomically(Array(address.utf8), to: path + "/address")
    }

    /// The folder of the site that was published here last: a rollback asks its history. Nil when it is not told.
    package var root: String? { (try? FileSystem.read(path + "/root")).map { String(decoding: $0, as: UTF8.self) } }

    func remember(root: String) throws {
        if self.root != root { try FileSystem.writeAtomically(Array(root.utf8), to: path + "/root") }
    }

    /// The files that Hearth has sent to a place without releases, and has not removed there since: those of sendings that
    /// were interrupted, too. Nil when nothing is known of that place.
    func sent(to address: String) -> Set<String>? {
        let lines = (try? FileSystem.read(path + "/sent"))?.split(separator: 0x0A)
        guard let lines, lines.first == Self.sentHeader(address).utf8.map(\.self)[...] else { return nil }
        let paths = lines.dropFirst().map { String(decoding: $0, as: UTF8.self) }
        return Set(paths.filter { !$0.hasPrefix("/") && !$0.split(separator: "/").contains("..") })
    }

    func remember(sent paths: Set<String>, to address: String) throws {
        let text = ([Self.sentHeader(address)] + paths.sorted()).joined(separator: "\n") + "\n"
        try FileSystem.writeAtomically(Array(text.utf8), to: path + "/sent")
    }

    private static func sentHeader(_ address: String) -> String { "hearth-sent 1 " + address }

    package func folder(of release: String) -> String { releasesPath + "/" + release }

    /// What the live release consists of; nil when nothing is live or its list cannot be read.
    package var published: PublishedList? { current.flatMap(list) }

    /// What a release consists of.
    package func list(of release: String) -> PublishedList? {
        (try? FileSystem.read(folder(of: release) + "/pages.tsv")).flatMap { PublishedList($0) }
    }

    /// The commit that a release shows; nil when its content was not all committed, or lay in no repository.
    package func commit(of release: String) -> String? {
        (try? FileSystem.read(folder(of: release) + "/commit")).map { String(decoding: $0, as: UTF8.self) }
    }

    func remember(commit: String?, of release: String) throws {
        guard let commit, commit != self.commit(of: release) else { return }
        try FileSystem.writeAtomically(Array(commit.utf8), to: folder(of: release) + "/commit")
    }

    /// The newest release of `commit` that a rollback took back: it was live, and an older one is now.
    func takenBack(_ commit: String) -> String? {
        guard let current else { return nil }
        return releases().last { $0 > current && wasLive($0) && self.commit(of: $0) == commit }
    }

    private static func target(of link: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink(link, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }

    // MARK: Changing it

    /// Keeps two publishes of one folder apart; free again when the value is gone, also when the program is killed.
    /// Throws `FatalError(.io)` when another one is running.
    package func lock() throws -> FileLock {
        guard let lock = try freeLock() else { throw isLocked }
        return lock
    }

    /// The same, but waits up to `patience` for another publish to end, and tells `notice` so.
    package func lock(patience: Duration, notice: (String) -> Void) async throws -> FileLock {
        if let lock = try freeLock() { return lock }
        guard patience > .zero else { throw isLocked }
        notice(
            "another publish to '\(path)' is running; waiting until it is done, \(patience.components.seconds) s at most"
        )
        let end = ContinuousClock.now + patience
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
            if let lock = try freeLock() { return lock }
        }
        throw isLocked
    }

    private var isLocked: FatalError {
        FatalError(
            .io,
            [
                Diagnostic(
                    .publishLocked, at: nil, "another publish to '\(path)' is running",
                    help: "run it again when that one is done, or let it wait: --wait 300")
            ])
    }

    /// Nil while another publish is running.
    private func freeLock() throws -> FileLock? {
        try FileSystem.makeDirectories(releasesPath)
        switch FileSystem.kind(of: linkPath) {
        case nil, .symbolicLink: break
        default:
            throw FatalError(
                .io,
                [
                    Diagnostic(
                        .publishFailed, at: nil, "'\(linkPath)' is no symbolic link, so it cannot be switched",
                        help: "move it away; Hearth makes it anew")
                ])
        }
        guard let lock = try FileLock(path + "/.hearth-lock", waits: false) else { return nil }
        try removeLeftovers()
        // Killed between the switch and its mark.
        if let current { try markAsLive(current) }
        return lock
    }

    /// What a publish left that was killed.
    private func removeLeftovers() throws {
        for entry in try FileSystem.entries(of: releasesPath)
        where entry.name == ".incoming" || entry.name.hasPrefix(Self.trash) {
            // What cannot be removed is in nobody's way: `begin` needs the first name and says so, `prune` tries the others.
            try? FileSystem.removeTree(releasesPath + "/" + entry.name)
        }
    }

    private static let trash = ".old-"

    /// An empty folder for the next release.
    func begin() throws -> String {
        let folder = releasesPath + "/.incoming"
        try FileSystem.removeTree(folder)
        try FileSystem.makeDirectories(folder)
        return folder
    }

    /// Gives the finished folder its name. `seconds` since 1970 are for people to read; the number in front counts, from
    /// the last one here or `above`, whichever is greater: the releases beside the project may have been lost while those
    /// on the other machine were not.
    func complete(_ incoming: String, seconds: Int64, above: Int = 0) throws -> String {
        let last = max(releases().compactMap(Self.number).max() ?? 0, above)
        let number = String(last + 1)
        let time = Timestamp(seconds: seconds, hasTime: true).rfc3339.replacing(":", with: "-")
        let name = String(repeating: "0", count: max(0, 6 - number.count)) + number + "-" + time
        // What is renamed now must not be lost by a power failure that follows the switch.
        sync()
        guard rename(incoming, folder(of: name)) == 0 else { throw FileError("write", folder(of: name)) }
        return name
    }

    /// 41 of `000041-2026-11-21T23-35-00Z`.
    static func number(of release: String) -> Int? { Int(release.prefix { $0 != "-" }) }

    /// Makes a release live: `markAsLive` follows. Throws while the one before is still live, and never after.
    package func switchTo(_ release: String) throws {
        let next = path + "/.current-next"
        try FileSystem.remove(next)
        guard symlink("releases/" + release, next) == 0 else { throw FileError("write", next) }
        guard rename(next, linkPath) == 0 else { throw FileError("write", linkPath) }
    }

    /// Whether readers have seen the release: one that a publish was killed before going live with is nothing to go back
    /// to.
    package func wasLive(_ release: String) -> Bool {
        release == current || FileSystem.isFile(folder(of: release) + "/was-live")
    }

    /// Keeps that readers have seen the release.
    func markAsLive(_ release: String) throws {
        let mark = folder(of: release) + "/was-live"
        if !FileSystem.isFile(mark) { try FileSystem.writeAtomically([], to: mark) }
    }

    /// Removes all but the newest `keep` releases that were live, the live one, and the one that was live before: a reader may just be
    /// getting a page of it. Throws what went wrong first, when all others are removed.
    func prune(keep: Int, before: String?) throws {
        let all = releases()
        var kept = Set(all.filter(wasLive).suffix(max(keep, 1)))
        kept.formUnion([current, before].compactMap { $0 })
        var problem: FileError?
        for release in all where !kept.contains(release) {
            // Under a name that nobody takes for a whole release any more.
            if rename(folder(of: release), releasesPath + "/" + Self.trash + release) != 0 {
                problem = problem ?? FileError("remove", folder(of: release))
            }
        }
        for entry in try FileSystem.entries(of: releasesPath) where entry.name.hasPrefix(Self.trash) {
            do { try FileSystem.removeTree(releasesPath + "/" + entry.name) } catch let error as FileError {
                problem = problem ?? error
            }
        }
        if let problem { throw problem }
    }
}

/// A lock on a file, as `flock(2)` keeps it: it belongs to this process and is never left behind.
package struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Nil when somebody else holds it and `waits` is false.
    package init?(_ path: String, waits: Bool) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("write", path) }
        while flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            let error = FileError("lock", path)
            close(descriptor)
            guard error.code == EWOULDBLOCK else { throw error }
            return nil
        }
        self.descriptor = descriptor
    }

    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
