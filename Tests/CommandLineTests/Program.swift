import Foundation
import Glibc
import HearthModel
import TestKit

/// One run of the built program, as a user starts it.
struct Run {
    let status: Int32
    /// The signal that ended it; nil when it ended by itself.
    let signal: Int32?
    let out: String
    let err: String

    /// The ids of all problems in the log, in order: `error[broken-link]` → `broken-link`.
    var ids: [String] {
        err.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("error[") || line.hasPrefix("warning[") || line.hasPrefix("note[") else { return nil }
            return line.split(separator: "[", maxSplits: 1).last?.split(separator: "]").first.map(String.init)
        }
    }

    /// The last line of the log.
    var summary: String { err.split(separator: "\n").last.map(String.init) ?? "" }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(out.utf8))
    }
}

/// Where a run's standard output goes.
enum OutputEnd {
    case captured
    /// A pipe that nobody reads any more.
    case closedPipe
    /// A disk without room.
    case fullDisk
}

enum Program {
    struct Missing: Error, CustomStringConvertible {
        let description = "the program 'hearth' does not lie beside the test bundle"
    }

    /// The program lies beside the test bundle, whatever the build folder is.
    static func path() throws -> String {
        let runners = [FileSystem.realPath("/proc/self/exe")] + CommandLine.arguments.map { FileSystem.realPath($0) }
        for runner in runners {
            guard let runner, let slash = runner.lastIndex(of: "/") else { continue }
            let program = runner[..<slash] + "/hearth"
            if FileSystem.isFile(String(program)) { return String(program) }
        }
        throw Missing()
    }

    /// Runs `hearth` in `folder` with nothing of our environment but what is given.
    static func run(
        _ arguments: String..., in folder: TemporaryFolder, environment: [String: String] = [:], input: String = "",
        output: OutputEnd = .captured
    ) throws -> Run {
        try run([path()] + arguments, in: folder, environment: environment, input: input, output: output)
    }

    /// The same with a list of arguments.
    static func start(_ arguments: [String], in folder: TemporaryFolder) throws -> Run {
        try run([path()] + arguments, in: folder)
    }

    /// A line for the shell, in which `"$0"` is the program.
    static func shell(_ script: String, in folder: TemporaryFolder) throws -> Run {
        try run(["/bin/bash", "-c", script, path()], in: folder)
    }

    private static func run(
        _ command: [String], in folder: TemporaryFolder, environment: [String: String] = [:], input: String = "",
        output: OutputEnd = .captured
    ) throws -> Run {
        let command = ["/usr/bin/env", "-C", folder.path] + command
        let scratch = try TemporaryFolder()
        try scratch.write("in", input)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, scratch.path + "/in", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, scratch.path + "/err", O_WRONLY | O_CREAT, 0o600)
        var ends: [Int32] = [-1, -1]
        defer { if ends[1] >= 0 { close(ends[1]) } }
        switch output {
        case .captured: posix_spawn_file_actions_addopen(&actions, 1, scratch.path + "/out", O_WRONLY | O_CREAT, 0o600)
        case .fullDisk: posix_spawn_file_actions_addopen(&actions, 1, "/dev/full", O_WRONLY, 0)
        case .closedPipe:
            // Unlike `pipe`, this makes ends that no other test's child inherits.
            let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw FileError("make", "a pipe") }
            close(ends[0])
            posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        }
        // Whoever started the tests may ignore signals, and children inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var variables = ["PATH": "/usr/bin:/bin", "HOME": scratch.path, "LC_ALL": "C.UTF-8"]
        // What a run under a sanitizer tells it holds for the program, too (`make sanitize`).
        for name in ["ASAN_OPTIONS", "TSAN_OPTIONS", "SWIFT_BACKTRACE"] {
            variables[name] = ProcessInfo.processInfo.environment[name]
        }
        variables.merge(environment) { _, new in new }
        var process: pid_t = 0
        let code = withCStrings(command) { arguments in
            withCStrings(variables.map { "\($0)=\($1)" }) {
                posix_spawn(&process, command[0], &actions, &attributes, arguments, $0)
            }
        }
        guard code == 0 else { throw FileError("start", command[0], code: code) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return Run(
            status: signal == 0 ? (status >> 8) & 0xFF : -1, signal: signal == 0 ? nil : signal,
            out: scratch.read("out") ?? "", err: scratch.read("err") ?? "")
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: texts.count + 1)
        copies.initialize(repeating: nil, count: texts.count + 1)
        for (index, text) in texts.enumerated() { copies[index] = strdup(text) }
        defer {
            for index in texts.indices { free(copies[index]) }
            copies.deallocate()
        }
        return body(copies)
    }
}
