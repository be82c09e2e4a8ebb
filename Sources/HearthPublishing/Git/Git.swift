import HearthContent
import HearthModel

/// Git without the variables with which a hook points its children at another repository.
enum Git {
    /// `git rev-parse --local-env-vars`, but for those that bring configuration from the command line.
    static let localVariables = [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX",
        "GIT_INTERNAL_SUPER_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_QUARANTINE_PATH",
    ]

    /// Runs git with English messages.
    static func run(_ arguments: [String], input: [UInt8] = []) async throws -> ExternalTool.Result {
        var environment: [String: String?] = ["LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"]
        for name in localVariables { environment[name] = .some(nil) }
        return try await ExternalTool.git.run(arguments, input: input, environment: environment)
    }

    /// The commit that holds the site as it is; nil when something of it is not committed, and outside of a repository.
    static func commit(of project: Project) async -> String? {
        let base = ["-c", "safe.directory=*", "--no-optional-locks", "-C", project.root]
        guard let head = await line(base + ["rev-parse", "--verify", "-q", "HEAD^{commit}"]) else { return nil }
        let parts = [project.contentPath, project.layoutsPath, project.root + "/" + project.configurationFile]
        let existing = parts.filter { FileSystem.kind(of: $0) != nil }
        let changes = try? await run(base + ["status", "--porcelain", "--untracked-files=all", "--"] + existing)
        guard let changes, changes.isGood, changes.output.isEmpty else { return nil }
        return head
    }

    /// The first line of what git prints; nil when it fails or prints nothing. Throws when git cannot be run.
    static func answer(_ arguments: [String]) async throws -> String? {
        let result = try await run(arguments)
        return result.isGood ? result.text.split(separator: "\n").first.map(String.init) : nil
    }

    /// The same; nil also when git cannot be run.
    static func line(_ arguments: [String]) async -> String? { try? await answer(arguments) }
}
