import HearthContent
import HearthModel

extension HookRun {
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
        let project: Project
        do { project = try self.project(in: tree) } catch let error as FatalError {
            for diagnostic in error.diagnostics { Self.lines(diagnostic).forEach(say) }
            say("hearth: the push is refused; mend what is said above, and push again")
            return false
        }
        let code = try await ExternalTool(name: program, package: "hearth").stream(
            ["check", "-s", tree, "--color", "never"] + published(project), environment: Self.environment
        ) { say($0) }
        if code != 0 { say("hearth: the push is refused; mend what is said above, and push again") }
        return code == 0
    }

    /// Where the hook publishes to, as `check` takes it: what was published there must not vanish. The pushed tree may
    /// choose among its own places only that for which the hook was installed.
    private func published(_ project: Project) -> [String] {
        if let folder = hook.settings.folder { return ["--to", folder] }
        let targets = project.configuration.publishTargets
        let target = hook.settings.target.map { name in targets.first { $0.name == name } } ?? targets.first
        guard let target, hook.settings.pin == HookSettings.fingerprint(of: target) else { return [] }
        return [
            "--to", Publisher.store(target, Project(root: hook.workFolder, configuration: project.configuration)).path,
        ]
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
}
