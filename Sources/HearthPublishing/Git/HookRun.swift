import Foundation
import Glibc
import HearthContent
import HearthModel

/// One run of a receive hook: what a push sets off.
package struct HookRun: Sendable {
    package let hook: GitHook
    /// The absolute path of hearth itself.
    package let program: String
    /// Told each line that the one who pushes shall read.
    package let say: @Sendable (String) -> Void

    package init(hook: GitHook, program: String, say: @escaping @Sendable (String) -> Void) {
        self.hook = hook
        self.program = program
        self.say = say
    }

    /// One line of what git gives to the hook.
    struct Update {
        let new: String
        let reference: String

        init?(_ line: Substring) {
            let parts = line.split(separator: " ")
            guard parts.count == 3, Self.isHash(parts[1]) else { return nil }
            new = String(parts[1])
            reference = String(parts[2])
        }

        var deletes: Bool { new.allSatisfy { $0 == "0" } }

        private static func isHash(_ text: Substring) -> Bool {
            text.utf8.count >= 40 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        }
    }

    private func updates(_ input: [UInt8]) -> [Update] {
        String(decoding: input, as: UTF8.self).split(separator: "\n").compactMap { Update($0) }
            .filter { $0.reference == "refs/heads/" + hook.settings.branch }
    }

    // MARK: After a push

    /// Builds and publishes the head of the branch, unless a newer run has done so already.
    package func afterReceive(_ input: [UInt8]) async throws {
        guard let update = updates(input).last else { return }
        guard !update.deletes else {
            return say("hearth: the branch '\(hook.settings.branch)' was deleted; the site stays as it is")
        }
        try FileSystem.makeDirectories(hook.stateFolder)
        let lock = try await lock()
        guard let head = await Git.line(git(["rev-parse", "--verify", "refs/heads/" + hook.settings.branch])) else {
            return
        }
        if let last = LastRun(hook), last.commit == head, last.isFinal {
            say("hearth: \(head.prefix(8)) was built together with another push: \(last.outcome)")
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
        say("hearth: \(outcome) · \(elapsed.seconds).\(elapsed.attoseconds / 100_000_000_000_000_000) s")
        if !outcome.hasPrefix("published") { say("hearth: the site stays as it was; the log is \(log.file)") }
        _ = consume lock
    }

    /// One build at a time. Who waits here and is then told that a newer head was built has nothing left to do.
    private func lock() async throws -> FileLock {
        let path = hook.stateFolder + "/lock"
        if let lock = try FileLock(path, waits: false) { return lock }
        say("hearth: another build is running; yours is next")
        guard let lock = try FileLock(path, waits: true) else { throw FileError("lock", path, code: EWOULDBLOCK) }
        return lock
    }

    private func git(_ arguments: [String]) -> [String] {
        ["-c", "safe.directory=*", "--git-dir", hook.gitFolder] + arguments
    }

    private func publish(_ commit: String, _ log: Log) async throws -> String {
        do {
            try await checkOut(commit)
            let arguments = try await publishArguments(log)
            let code = try await ExternalTool(name: program, package: "hearth").stream(
                arguments, environment: Self.environment
            ) { log.line($0) }
            switch code {
            case 0: return "published \(commit.prefix(8))"
            case 1: return "not published: the content has mistakes"
            case 2: return "not published: the settings have a mistake"
            default: return "not published: the system refused (code \(code))"
            }
        } catch let error as FatalError {
            for diagnostic in error.diagnostics {
                log.line("error[\(diagnostic.kind.id)]: \(diagnostic.summary)")
                if let help = diagnostic.help { log.line("  = \(help)") }
            }
            return "not published"
        } catch let error as FileError {
            log.line("error[file-error]: \(error)")
            return "not published"
        }
    }

    /// Colours and the pusher's own settings have no place in a build for all.
    private static let environment: [String: String?] = {
        var environment: [String: String?] = ["LC_ALL": "C.UTF-8", "NO_COLOR": "1"]
        for name in Git.localVariables { environment[name] = .some(nil) }
        for name in [
            "SOURCE", "CONFIG", "DESTINATION", "BASE_URL", "AS_OF", "JOBS", "FORMAT", "STRICT", "COLOR",
        ] { environment["HEARTH_" + name] = .some(nil) }
        return environment
    }()

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
        guard result.isGood else { throw problem("git could not check out \(commit.prefix(8)): \(result.lastError)") }
    }

    private func problem(_ summary: String, help: String? = nil) -> FatalError {
        FatalError(.io, [Diagnostic(.hookProblem, at: nil, summary, help: help)])
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
        let common = ["-s", hook.workFolder, "--color", "never"]
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

    /// The project of a pushed tree, which may read nothing beside the tree.
    private func project(in folder: String) throws -> Project {
        // A link would let whoever pushes read this machine's files through the messages about them.
        guard FileSystem.kind(of: folder + "/hearth.yml") == .file else {
            throw problem(
                "there is no hearth.yml in the root of the repository", help: "it must be a file, and no link")
        }
        var diagnostics: [Diagnostic] = []
        guard let project = try ProjectLoader.load(root: folder, diagnostics: &diagnostics) else {
            throw FatalError(.usage, diagnostics)
        }
        let root = FileSystem.realPath(folder) ?? folder
        for path in [project.contentPath, project.layoutsPath, project.outputPath] {
            let real = FileSystem.realPath(path) ?? path
            guard real == root || real.hasPrefix(root + "/"), !real.split(separator: "/").contains("..") else {
                throw problem(
                    "hearth.yml names a folder outside of the repository", help: "use folders beside hearth.yml")
            }
        }
        return project
    }

    /// A link of the tree that leads out of it; nil when there is none.
    private func linkOut(of root: String) throws -> String? {
        let real = FileSystem.realPath(root) ?? root
        var folders = [""]
        while let folder = folders.popLast() {
            for entry in try FileSystem.entries(of: root + "/" + folder) {
                let path = folder + entry.name
                switch entry.kind {
                case .directory: folders.append(path + "/")
                case .symbolicLink:
                    let target = FileSystem.realPath(root + "/" + path)
                    if let target, target != real, !target.hasPrefix(real + "/") { return path }
                case .file, .other: continue
                }
            }
        }
        return nil
    }

    // MARK: Before a push lands

    /// Checks what is about to be pushed; answers whether it may land.
    package func beforeReceive(_ input: [UInt8]) async throws -> Bool {
        guard let update = updates(input).last, !update.deletes else { return true }
        say("hearth: checking \(update.new.prefix(8))")
        let scratch = try ScratchFolder()
        let (tree, index) = (scratch.path + "/tree", ["GIT_INDEX_FILE": scratch.path + "/index"])
        try FileSystem.makeDirectories(tree)
        // With the environment of the hook: the objects lie in quarantine. Every file of the commit, whatever its
        // .gitattributes would leave out of an archive.
        let git = ["-c", "safe.directory=*", "--git-dir", hook.gitFolder, "--work-tree", tree]
        var result = try await ExternalTool.git.run(git + ["read-tree", update.new], environment: index)
        if result.isGood {
            result = try await ExternalTool.git.run(
                git + ["checkout-index", "-a", "-f", "--prefix", tree + "/"], environment: index)
        }
        guard result.isGood else {
            say("hearth: cannot read \(update.new.prefix(8)): \(result.lastError)")
            return false
        }
        if let link = try linkOut(of: tree) {
            say("hearth: the push is refused; '\(link)' is a link to something outside of the repository")
            return false
        }
        do { _ = try project(in: tree) } catch let error as FatalError {
            for diagnostic in error.diagnostics { say("error[\(diagnostic.kind.id)]: \(diagnostic.summary)") }
            say("hearth: the push is refused; mend what is said above, and push again")
            return false
        }
        let code = try await ExternalTool(name: program, package: "hearth").stream(
            ["check", "-s", tree, "--color", "never"], environment: Self.environment
        ) { say($0) }
        if code != 0 { say("hearth: the push is refused; mend what is said above, and push again") }
        return code == 0
    }
}

/// What the last run came to.
private struct LastRun {
    let commit: String
    let outcome: String

    init(commit: String, outcome: String) {
        self.commit = commit
        self.outcome = outcome
    }

    /// Whether the same commit would come to the same again. A lock, a full disk and a server that does not answer pass.
    var isFinal: Bool {
        outcome.hasPrefix("published") || outcome.hasSuffix("mistakes") || outcome.hasSuffix("mistake")
    }

    init?(_ hook: GitHook) {
        guard let bytes = try? FileSystem.read(hook.stateFolder + "/last") else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count == 2 else { return nil }
        (commit, outcome) = (String(lines[0]), String(lines[1]))
    }

    func store(_ hook: GitHook) throws {
        try FileSystem.writeAtomically(Array("\(commit)\n\(outcome)\n".utf8), to: hook.stateFolder + "/last")
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
