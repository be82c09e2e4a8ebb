package import ArgumentParser
import CMemory
import Glibc
import HearthModel

/// The program: its subcommands, and how a run ends.
package struct Hearth: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "hearth",
        abstract: "Turns a folder of Markdown into an intranet for communities.",
        discussion: """
            Start with 'hearth init' in an empty folder, or 'hearth migrate' with what the old intranet \
            exported, then 'hearth build'.
            Exit codes: 0 all is well, 1 mistakes in the content, 2 usage or configuration, 3 the system refused.
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, NewCommand.self, BuildCommand.self, CheckCommand.self, ServeCommand.self,
            PublishCommand.self, RollbackCommand.self,
            ServerConfigCommand.self, HookCommand.self, QuestionFilesCommand.self, ListCommand.self,
            ExplainCommand.self, SearchCommand.self, ThemeCommand.self,
            RenderCommand.self, MigrateCommand.self, CleanCommand.self, CompletionsCommand.self,
        ])

    package init() {}

    /// Parses the arguments, runs the command and ends the process with its exit code.
    package static func start() async -> Never {
        // A reader of our output that goes away (`hearth list | head`) is no reason to be killed without a word.
        signal(SIGPIPE, SIG_IGN)
        hearth_memory_grows_in_large_steps()
        guard !CommandLine.arguments.isEmpty else {
            // Swift reads them from there. Without a word the run would look like one that was only asked for help.
            Console.log("hearth: the arguments cannot be read from /proc, which is not mounted here\n")
            Glibc.exit(3)
        }
        var console = Console()
        do {
            let words = CommandLine.arguments.dropFirst()
            try checkCommand(words.first)
            // `hearth help bogus` would show the overview, as if that were the help asked for.
            if words.first == "help" { try checkCommand(words.dropFirst().first) }
            var command = try parseAsRoot(joinedValues(Array(CommandLine.arguments.dropFirst())))
            if let logging = command as? any LoggingCommand { console = logging.console }
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            Glibc.exit(0)
        } catch {
            Glibc.exit(finish(error, console))
        }
    }

    /// `--body "--- text"` as `--body=--- text`: ArgumentParser refuses three hyphens before it looks at what they belong to.
    private static func joinedValues(_ arguments: [String]) -> [String] {
        var result: [String] = []
        for argument in arguments {
            if argument.hasPrefix("---"), let option = result.last, option.hasPrefix("--"), option.utf8.count > 2,
                !option.contains("=")
            {
                result[result.count - 1] = option + "=" + argument
            } else {
                result.append(argument)
            }
        }
        return result
    }

    /// ArgumentParser calls a mistyped command an "unexpected argument".
    private static func checkCommand(_ name: String?) throws {
        guard let name, !name.hasPrefix("-") else { return }
        let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard !names.contains(name) else { return }
        let near = nearestName(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw ValidationError("there is no command '\(name)'\(near)")
    }

    /// Prints what ended the run and answers the exit code: ArgumentParser's own code for a usage mistake is 64, ours
    /// is 2.
    private static func finish(_ error: any Error, _ console: Console) -> Int32 {
        switch error {
        case let exit as ExitCode: return exit.rawValue
        case let fatal as FatalError:
            console.print(fatal.diagnostics, format: .human, root: nil)
            return fatal.code.rawValue
        case let file as FileError:
            console.print([Diagnostic(.fileError, at: nil, file.description)], format: .human, root: nil)
            return 3
        case let usage as UsageError:
            Console.log("Error: \(usage.message)\n" + (usage.help.map { "  \($0)\n" } ?? ""))
            return 2
        default:
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if code.isSuccess {
                if !text.isEmpty { Console.output(text + "\n") }
                return 0
            }
            Console.log(text + "\n")
            return 2
        }
    }
}

/// A command that says how its log is to look, for what is printed after it ended.
protocol LoggingCommand {
    var console: Console { get }
}

/// What was asked for does not exist or makes no sense; found only once the command runs, so that the command's usage
/// would not help.
struct UsageError: Error {
    let message: String
    let help: String?

    init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }
}
