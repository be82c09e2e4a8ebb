import Crypto
package import HearthContent
import HearthModel

/// What the hook of a repository does, kept in `hearth/hook.conf` of the repository's own folder: there only an
/// administrator writes, while `hearth.yml` comes with every push.
package struct HookSettings: Sendable, Equatable {
    package var branch = "main"
    /// The target of `publish:`; nil for the first one.
    package var target: String?
    /// A folder to publish to, whatever `hearth.yml` says.
    package var folder: String?
    /// Whether pushes with mistakes are refused before they land.
    package var refuses = false
    /// What the target was when the hook was installed or first published; nil until then.
    package var pin: String?

    package init() {}

    /// `name=value`, one a line.
    var text: String {
        var lines = ["branch=\(branch)"]
        if let target { lines.append("target=\(target)") }
        if let folder { lines.append("folder=\(folder)") }
        lines.append("refuses=\(refuses)")
        if let pin { lines.append("pin=\(pin)") }
        return lines.joined(separator: "\n") + "\n"
    }

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "branch": branch = parts[1]
            case "target": target = parts[1]
            case "folder": folder = parts[1]
            case "refuses": refuses = parts[1] == "true"
            case "pin": pin = parts[1]
            default: break
            }
        }
    }

    package enum Place {
        case folder(String)
        case target(SiteConfiguration.PublishTarget)
    }

    /// Where a push is published to; nil where it would be refused, because `hearth.yml` names no such target or another
    /// place by now.
    package func place(in project: Project) -> Place? {
        if let folder { return .folder(folder) }
        let targets = project.configuration.publishTargets
        let chosen = target.map { name in targets.first { $0.name == name } } ?? targets.first
        guard let chosen, pin == nil || pin == Self.fingerprint(of: chosen) else { return nil }
        return .target(chosen)
    }

    /// Tells whether two targets are one place, without keeping what may be a secret.
    static func fingerprint(of target: SiteConfiguration.PublishTarget) -> String {
        let place = [target.folder, target.rsync, target.rclone].map { $0 ?? "" }.joined(separator: "\u{1}")
        return PublishedList.hash(Array((target.name + "\u{1}" + place).utf8))
    }
}

/// A repository with the hook.
package struct GitHook: Sendable {
    /// The repository's own folder, absolute: `REPO.git`, or `.git` of a clone with files.
    package let gitFolder: String
    /// Whether it has no files of its own: a place to push to.
    package let isBare: Bool

    /// Nil when `path` is no repository. Throws when there is no git to ask.
    package init?(at path: String) async throws {
        let flags = ["-c", "safe.directory=*", "-C", path, "rev-parse"]
        guard let folder = try await Git.answer(flags + ["--absolute-git-dir"]),
            let bare = try await Git.answer(flags + ["--is-bare-repository"])
        else { return nil }
        gitFolder = folder
        isBare = bare == "true"
    }

    package var stateFolder: String { gitFolder + "/hearth" }
    package var workFolder: String { stateFolder + "/work" }
    private var settingsFile: String { stateFolder + "/hook.conf" }

    package var settings: HookSettings {
        HookSettings(String(decoding: (try? FileSystem.read(settingsFile)) ?? [], as: UTF8.self))
    }

    /// Where the files of the last push to the repository `folder` lie, or will; nil where there is no hook. Asks no git.
    package static func pushedFiles(of folder: String) -> String? {
        FileSystem.isFile(folder + "/hearth/hook.conf") && FileSystem.isFile(folder + "/HEAD")
            ? folder + "/hearth/work" : nil
    }

    /// What the hook does whose files of the last push lie in `folder`; nil where no hook put any. Asks no git.
    package static func settings(ofWorkFolder folder: String) -> HookSettings? {
        guard folder.hasSuffix("/hearth/work"), pushedFiles(of: String(folder.dropLast(12))) != nil,
            let text = try? FileSystem.read(String(folder.dropLast(4)) + "hook.conf")
        else { return nil }
        return HookSettings(String(decoding: text, as: UTF8.self))
    }

    package func store(_ settings: HookSettings) throws {
        try FileSystem.makeDirectories(stateFolder)
        try FileSystem.writeAtomically(Array(settings.text.utf8), to: settingsFile)
    }

    // MARK: Installation

    private static let mark = "# hearth-hook 1"

    /// Writes the hooks of a bare repository. `program` is the absolute path of hearth.
    package func installHooks(_ settings: HookSettings, program: String) throws {
        try store(settings)
        let wanted = ["post-receive": true, "pre-receive": settings.refuses]
        // All or nothing: a hook of somebody else is found before one of ours is written.
        for name in wanted.keys.sorted() where wanted[name] == true { try refuseForeign(name) }
        for (name, isWanted) in wanted.sorted(by: { $0.key < $1.key }) {
            let file = gitFolder + "/hooks/" + name
            guard isWanted else {
                if isOurs(file) { try FileSystem.remove(file) }
                continue
            }
            try FileSystem.makeDirectories(gitFolder + "/hooks")
            try FileSystem.writeAtomically(Array(script(name, program).utf8), to: file)
            try FileSystem.makeExecutable(file)
        }
    }

    /// Makes the branch the one that clones begin with, in a repository that has no commit of its own there: git's word
    /// for a first branch may be another.
    package func lead(to branch: String) async throws {
        let git = ["-c", "safe.directory=*", "--git-dir", gitFolder]
        guard await Git.line(git + ["rev-parse", "--verify", "-q", "HEAD"]) == nil else { return }
        let result = try await Git.run(git + ["symbolic-ref", "HEAD", "refs/heads/" + branch])
        guard result.isGood else {
            let summary = "git cannot have a branch '\(branch)': \(result.lastError)"
            throw FatalError(.usage, [Diagnostic(.hookProblem, at: nil, summary)])
        }
    }

    /// Where git looks for hooks if that is not the repository's own folder (`core.hooksPath`).
    package func hooksElsewhere() async -> String? {
        guard
            let path = await Git.line([
                "-c", "safe.directory=*", "--git-dir", gitFolder, "rev-parse", "--git-path", "hooks",
            ])
        else { return nil }
        // A relative one is meant from where git runs hooks: the folder of a bare repository.
        let full = path.hasPrefix("/") ? path : gitFolder + "/" + path
        let own = gitFolder + "/hooks"
        guard full != own else { return nil }
        let real = FileSystem.realPath(full)
        return real != nil && real == FileSystem.realPath(own) ? nil : path
    }

    private func isOurs(_ file: String) -> Bool {
        ((try? FileSystem.read(file)).map { String(decoding: $0, as: UTF8.self) } ?? "").contains(Self.mark)
    }

    private func refuseForeign(_ name: String) throws {
        let file = gitFolder + "/hooks/" + name
        guard FileSystem.kind(of: file) != nil, !isOurs(file) else { return }
        throw FatalError(
            .usage,
            [
                Diagnostic(
                    .hookProblem, at: nil, "there is another \(name) hook in '\(file)'",
                    help:
                        "rename it to \(name).old, install Hearth's, and call the old one from it if it is still needed"
                )
            ])
    }

    /// The hook as a shell script. The variables with which git points at the pushed repository are removed, or the
    /// work tree's git would look at the wrong one; `safe.directory` is given, because the one who pushes need not own
    /// the repository.
    private func script(_ name: String, _ program: String) -> String {
        let quoted = RsyncDelivery.quoted
        // Before a push has landed, its objects are where these variables say.
        let clean =
            name == "pre-receive"
            ? "unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE" : "unset $(git rev-parse --local-env-vars)"
        return """
            #!/bin/sh
            \(Self.mark): made by 'hearth hook install', which also replaces it
            \(clean)
            GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
            export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
            if [ ! -x \(quoted(program)) ]; then
              echo "hearth: \(program.replacing("\"", with: "")) is not there, so nothing was done; run 'hearth hook install' again" >&2
              cat >/dev/null
              exit 0
            fi
            exec \(quoted(program)) hook run \(name) \(quoted(gitFolder))

            """
    }

    /// Tells this clone's git to merge questions with Hearth.
    package func installMergeDriver(program: String) async throws {
        let driver = "\(RsyncDelivery.quoted(program)) qa merge %O %A %B %P"
        for (key, value) in [("name", "Hearth: answers and comments side by side"), ("driver", driver)] {
            let result = try await Git.run(
                ["-c", "safe.directory=*", "--git-dir", gitFolder, "config", "merge.hearth-question." + key, value])
            guard result.isGood else {
                throw FatalError(.io, [Diagnostic(.hookProblem, at: nil, "git config failed: \(result.lastError)")])
            }
        }
        // Beside the repository's own attributes: nothing to commit, and it counts more than what is committed.
        let file = gitFolder + "/info/attributes"
        let old = String(decoding: (try? FileSystem.read(file)) ?? [], as: UTF8.self)
        let line = "**/questions/**/*.md merge=hearth-question\n"
        guard !old.contains(line) else { return }
        try FileSystem.makeDirectories(gitFolder + "/info")
        let separator = old.isEmpty || old.hasSuffix("\n") ? "" : "\n"
        try FileSystem.writeAtomically(Array((old + separator + line).utf8), to: file)
    }
}
