import Foundation
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

    func updates(_ input: [UInt8]) -> [Update] {
        String(decoding: input, as: UTF8.self).split(separator: "\n").compactMap { Update($0) }
            .filter { $0.reference == "refs/heads/" + hook.settings.branch }
    }

    func git(_ arguments: [String]) -> [String] {
        ["-c", "safe.directory=*", "--git-dir", hook.gitFolder] + arguments
    }

    /// Colours and the pusher's own settings have no place in a build for all.
    static let environment: [String: String?] = {
        var environment: [String: String?] = ["LC_ALL": "C.UTF-8", "NO_COLOR": "1"]
        for name in Git.localVariables { environment[name] = .some(nil) }
        // Also the clock, with which a pusher would decide what has expired.
        for name in ProcessInfo.processInfo.environment.keys
        where name.hasPrefix("HEARTH_") || name == "SOURCE_DATE_EPOCH" {
            environment[name] = .some(nil)
        }
        return environment
    }()

    /// What is wrong with the repository or its settings, and would be with the next try.
    func problem(_ summary: String, help: String? = nil) -> FatalError {
        FatalError(.usage, [Diagnostic(.hookProblem, at: nil, summary, help: help)])
    }

    /// The project of a pushed tree, which may read nothing beside the tree.
    func project(in folder: String) throws -> Project {
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

    /// A mistake as `hearth publish` would say it, a line at a time: what, where, and the way out.
    static func lines(_ diagnostic: Diagnostic) -> [String] {
        let diagnostic = diagnostic.withoutSecrets
        var lines = ["\(diagnostic.severity.rawValue)[\(diagnostic.kind.id)]: \(diagnostic.summary)"]
        if let location = diagnostic.location {
            let line = location.line > 0 ? ":\(location.line)" : ""
            let column = location.line > 0 ? location.column.map { ":\($0)" } ?? "" : ""
            lines.append("  --> \(location.file)\(line)\(column)")
        }
        if let help = diagnostic.help { lines.append("  = \(help)") }
        // Text of content must not drive the terminal of whoever pushes.
        return lines.map(\.printable)
    }
}
