import Foundation
import Glibc
import HearthContent
import HearthModel

extension HookRun {
    /// Seconds to wait for another publish to the same place.
    private static let patience = 300

    /// Builds and publishes the head of the branch, unless a newer run has done so already.
    package func afterReceive(_ input: [UInt8]) async throws {
        guard let update = updates(input).last else { return await sayWhatIsPublished(input) }
        guard !update.deletes else {
            return say("hearth: the branch '\(hook.settings.branch)' was deleted; the site stays as it is")
        }
        try FileSystem.makeDirectories(hook.stateFolder)
        let lock = try await lock()
        guard let head = await Git.line(git(["rev-parse", "--verify", "refs/heads/" + hook.settings.branch])) else {
            return
        }
        if let last = LastRun(hook), last.commit == head, last.outcome.isFinal {
            say("hearth: \(head.prefix(8)) was built together with another push: \(last.outcome.sentence(head))")
            return
        }
        let name = head == update.new ? "\(head.prefix(8))" : "\(head.prefix(8)), which is newer than your push,"
        say("hearth: building \(name) of '\(hook.settings.branch)'")
        let start = ContinuousClock.now
        let log = Log(hook, commit: head, say: say)
        let outcome = try await publish(head, log)
        try log.close()
        try LastRun(commit: head, outcome: outcome).store(hook)
        let elapsed = (ContinuousClock.now - start).components
        say("hearth: \(outcome.sentence(head)) · \(elapsed.seconds).\(elapsed.attoseconds / 100_000_000_000_000_000) s")
        if outcome != .published { say("hearth: the site stays as it was; the log is \(log.file)") }
        _ = consume lock
    }

    /// A first push to another branch than the one that is published would otherwise look as if all were well.
    private func sayWhatIsPublished(_ input: [UInt8]) async {
        let (branch, heads) = (hook.settings.branch, "refs/heads/")
        let pushed = String(decoding: input, as: UTF8.self).split(separator: "\n").compactMap { Update($0) }
            .filter { $0.reference.hasPrefix(heads) && !$0.deletes }.map { $0.reference.dropFirst(heads.count) }
        guard let name = pushed.first, await Git.line(git(["rev-parse", "--verify", heads + branch])) == nil
        else { return }
        say("hearth: '\(name)' is not published, only '\(branch)', which is not here yet")
        say("hearth: push it (git push origin HEAD:\(branch)), or install the hook with --branch \(name)")
    }

    /// One build at a time. Who waits here and is then told that a newer head was built has nothing left to do.
    private func lock() async throws -> FileLock {
        let path = hook.stateFolder + "/lock"
        if let lock = try FileLock(path, waits: false) { return lock }
        say("hearth: another build is running; yours is next")
        guard let lock = try FileLock(path, waits: true) else { throw FileError("lock", path, code: EWOULDBLOCK) }
        return lock
    }

    private func publish(_ commit: String, _ log: Log) async throws -> HookOutcome {
        do {
            try await checkOut(commit)
            let arguments = try await publishArguments(log)
            let code = try await ExternalTool(name: program, package: "hearth").stream(
                arguments, environment: Self.environment
            ) { log.line($0) }
            let outcome = HookOutcome(code: code)
            guard outcome == .badSettings, let flags = log.missing else { return outcome }
            log.line(
                "hearth: whoever looks after this server can allow it once, there, as the owner of the repository:")
            log.line("hearth:   \(Self.command(program, arguments, flags))")
            return .heldBack
        } catch let error as FatalError {
            for diagnostic in error.diagnostics { Self.lines(diagnostic).forEach(log.line) }
            return error.code == .io ? .systemRefused : .badSettings
        } catch let error as FileError {
            log.line("error[file-error]: \(error)")
            return .systemRefused
        }
    }

    /// A work tree of the repository, so that pages get their dates from its history.
    private func checkOut(_ commit: String) async throws {
        let work = hook.workFolder
        var result = try await Git.run([
            "-c", "safe.directory=*", "-C", work, "checkout", "-q", "-f", "--detach", commit,
        ])
        if !result.isGood {
            // Not made yet, or damaged: its caches are worth less than a build that works.
            try FileSystem.removeTree(work)
            _ = try await Git.run(git(["worktree", "prune"]))
            result = try await Git.run(git(["worktree", "add", "-q", "-f", "--detach", work, commit]))
        }
        guard result.isGood else {
            let summary = "git could not check out \(commit.prefix(8)): \(result.lastError)"
            throw FatalError(.io, [Diagnostic(.hookProblem, at: nil, summary)])
        }
    }

    /// The child's arguments; refuses a hearth.yml that would read or write elsewhere than the administrator agreed to.
    private func publishArguments(_ log: Log) async throws -> [String] {
        var settings = hook.settings
        let project = try project(in: hook.workFolder)
        let tracked = try await Git.run([
            "-c", "safe.directory=*", "-C", hook.workFolder, "ls-files", "--", ".hearth",
        ])
        guard tracked.text.isEmpty, FileSystem.kind(of: hook.workFolder + "/.hearth") != .symbolicLink else {
            throw problem(
                "the repository holds '.hearth', where Hearth keeps its own files",
                help: "git rm -r --cached .hearth, and write .hearth/ into .gitignore")
        }
        // Somebody may be publishing by hand, or rolling back.
        let common = ["-s", hook.workFolder, "--wait", String(Self.patience), "--color", "never"]
        if let folder = settings.folder { return ["publish", "--to", folder] + common }
        let targets = project.configuration.publishTargets
        guard let target = settings.target.map({ name in targets.first { $0.name == name } }) ?? targets.first else {
            throw problem(
                "hearth.yml has no such place to publish to",
                help: "add publish: {live: {folder: /srv/intranet}}, or run 'hearth hook install --to /srv/intranet'")
        }
        let pin = HookSettings.fingerprint(of: target)
        if settings.pin == nil {
            settings.pin = pin
            try hook.store(settings)
            log.line("hearth: from now on this repository publishes to '\(target.name)' and nowhere else")
        }
        guard settings.pin == pin else {
            throw problem(
                "hearth.yml names another place for '\(target.name)' than the hook was installed for",
                help: "an administrator allows it with 'hearth hook install' on the server")
        }
        return ["publish", target.name] + common
    }
}

extension HookRun {
    /// What somebody types who allows what the hook may not.
    private static func command(_ program: String, _ arguments: [String], _ flags: [String]) -> String {
        let words = [program] + arguments.prefix { $0 != "--wait" } + flags
        let isPlain = { (word: String) in
            word.utf8.allSatisfy { byte in
                (0x2B...0x3A).contains(byte) || (0x40...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == 0x5F
            }
        }
        return words.map { isPlain($0) ? $0 : RsyncDelivery.quoted($0) }.joined(separator: " ")
    }
}

/// What a run came to.
enum HookOutcome: String {
    case published
    case badContent = "bad-content"
    case badSettings = "bad-settings"
    /// Something that is done only when somebody says so.
    case heldBack = "held-back"
    /// A lock, a full disk, a server that does not answer: what passes.
    case systemRefused = "system-refused"

    /// From the exit code of `hearth publish`.
    init(code: Int32) {
        switch code {
        case 0: self = .published
        case 1: self = .badContent
        case 2: self = .badSettings
        default: self = .systemRefused
        }
    }

    /// Whether the same commit would come to the same again.
    var isFinal: Bool { self != .systemRefused }

    func sentence(_ commit: String) -> String {
        switch self {
        case .published: "published \(commit.prefix(8))"
        case .badContent: "not published: the content has mistakes"
        case .badSettings: "not published: the repository or its settings have a mistake"
        case .heldBack: "not published: somebody must allow it first"
        case .systemRefused: "not published: the system refused; the next push tries again"
        }
    }
}

/// The commit that was built last, and what came of it.
private struct LastRun {
    let commit: String
    let outcome: HookOutcome

    init(commit: String, outcome: HookOutcome) {
        self.commit = commit
        self.outcome = outcome
    }

    init?(_ hook: GitHook) {
        guard let bytes = try? FileSystem.read(hook.stateFolder + "/last") else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        guard lines.count == 2, let outcome = HookOutcome(rawValue: lines[1]) else { return nil }
        (commit, self.outcome) = (lines[0], outcome)
    }

    func store(_ hook: GitHook) throws {
        try FileSystem.writeAtomically(
            Array("\(commit)\n\(outcome.rawValue)\n".utf8), to: hook.stateFolder + "/last")
    }
}

/// The log of one run: said, and kept in a file.
private final class Log {
    let file: String
    private let say: @Sendable (String) -> Void
    private var text = ""
    private static let kept = 50

    init(_ hook: GitHook, commit: String, say: @escaping @Sendable (String) -> Void) {
        let time = Timestamp(seconds: Int64(Date().timeIntervalSince1970), hasTime: true).rfc3339
        file = "\(hook.stateFolder)/log/\(time.replacing(":", with: "-"))-\(commit.prefix(8)).log"
        self.say = say
    }

    /// The flags of `publish` with which somebody would allow what was refused; nil when nothing was.
    var missing: [String]? {
        var flags: [String] = []
        for (kind, words) in [
            (DiagnosticKind.manyDeletions, ["--max-delete", "100"]), (DiagnosticKind.reopensPages, ["--reopen"]),
        ] where text.contains("\nerror[\(kind.id)]: ") || text.hasPrefix("error[\(kind.id)]: ") { flags += words }
        return flags.isEmpty ? nil : flags
    }

    func line(_ line: String) {
        var line = line
        while line.last?.isNewline == true { line.removeLast() }
        text += line + "\n"
        say(line)
    }

    /// Writes the file, and removes the oldest ones.
    func close() throws {
        let folder = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
        try FileSystem.makeDirectories(folder)
        try FileSystem.writeAtomically(Array(text.utf8), to: file)
        let logs = try FileSystem.entries(of: folder).filter { $0.name.hasSuffix(".log") }
        for old in logs.dropLast(Self.kept) { try FileSystem.remove(folder + "/" + old.name) }
    }
}
