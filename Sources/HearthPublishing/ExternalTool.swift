import HearthModel
import Subprocess
import SystemPackage

/// Runs another program without a shell, so that no name and no address is ever read as a command.
struct ExternalTool: Sendable {
    struct Result: Sendable {
        let status: Int32
        let output: [UInt8]
        let errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
        var isGood: Bool { status == 0 }
        /// The last line of the errors, for a message.
        var lastError: String { lastError(without: nil) }

        /// The last line of the errors without what `redactor` knows. It looks at the whole before anything is cut off:
        /// half a password is one, too.
        func lastError(without redactor: SecretRedactor?) -> String {
            let text = redactor?.redacted(errors) ?? errors
            return text.split(separator: "\n").last.map { String($0.prefix(300)) } ?? "it ended with code \(status)"
        }
    }

    let name: String
    /// Debian's package that brings it.
    let package: String

    static let git = ExternalTool(name: "git", package: "git")
    static let rsync = ExternalTool(name: "rsync", package: "rsync")
    static let ssh = ExternalTool(name: "ssh", package: "openssh-client")
    static let rclone = ExternalTool(name: "rclone", package: "rclone")
    static let gzip = ExternalTool(name: "gzip", package: "gzip")
    static let brotli = ExternalTool(name: "brotli", package: "brotli")

    /// Bytes: more output than any tool here has a reason for.
    private static let limit = 1 << 26

    /// Runs it to its end. Throws `FatalError(.io)` when it is not installed; a code other than 0 is the caller's to
    /// judge.
    func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String?] = [:]
    ) async throws -> Result {
        // From a file, not through a pipe: a program that ends before it has read everything must not end this one.
        let scratch = input.isEmpty ? nil : try ScratchFolder()
        let path = scratch.map { $0.path + "/input" } ?? "/dev/null"
        if scratch != nil { try FileSystem.writeAtomically(input, to: path) }
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
            defer { try? file.close() }
            let result = try await Subprocess.run(
                executable, arguments: Arguments(arguments), environment: Self.environment(environment),
                input: .fileDescriptor(file, closeAfterSpawningProcess: false), output: .bytes(limit: Self.limit),
                error: .string(limit: Self.limit))
            return Result(
                status: Self.code(result.terminationStatus), output: result.standardOutput,
                errors: result.standardError)
        } catch let error as SubprocessError {
            throw FatalError(.io, [failure(error)])
        } catch let error as Errno {
            throw FileError("read", path, code: error.rawValue)
        }
    }

    /// Runs it and gives each line of its output, errors included, as it comes.
    func stream(
        _ arguments: [String], environment: [String: String?] = [:],
        line: (String) -> Void
    ) async throws -> Int32 {
        do {
            let result = try await Subprocess.run(
                executable, arguments: Arguments(arguments), environment: Self.environment(environment), input: .none,
                output: .sequence,
                error: .combinedWithOutput
            ) { execution in
                for try await text in execution.standardOutput.strings() { line(text) }
            }
            return Self.code(result.terminationStatus)
        } catch let error as SubprocessError {
            throw FatalError(.io, [failure(error)])
        }
    }

    /// A name is looked up in PATH, a path is taken as it is.
    private var executable: Executable { name.contains("/") ? .path(FilePath(name)) : .name(name) }

    private static func environment(_ changes: [String: String?]) -> Environment {
        var updates: [Environment.Key: String?] = [:]
        for (name, value) in changes { if let key = Environment.Key(rawValue: name) { updates[key] = value } }
        return .inherit.updating(updates)
    }

    private static func code(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }

    private func failure(_ error: SubprocessError) -> Diagnostic {
        error.code == .executableNotFound
            ? Diagnostic(
                .toolMissing, at: nil, "the program '\(name)' is not installed",
                help: "on Debian: apt-get install \(package)")
            : Diagnostic(.toolMissing, at: nil, "the program '\(name)' could not be run: \(error.code)")
    }
}
