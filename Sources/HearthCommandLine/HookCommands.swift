import ArgumentParser
import Foundation
import Glibc
import HearthContent
import HearthModel
import HearthPublishing

/// This program as other programs start it.
enum OwnProgram {
    static var path: String { FileSystem.realPath("/proc/self/exe") ?? CommandLine.arguments[0] }
}

/// `hearth hook`.
struct HookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook", abstract: "Publish when somebody pushes, and merge answers without conflicts.",
        subcommands: [HookInstallCommand.self, HookRunCommand.self])
}

/// `hearth hook install`.
struct HookInstallCommand: AsyncParsableCommand, LoggingCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install the hooks of a repository.",
        discussion: """
            hearth hook install /srv/git/intranet.git --to /srv/intranet
                in the repository that people push to: each push to the branch is built and published. One build at a \
            time, the newest push wins; the one who pushes reads what is wrong; a broken push leaves the site as it is. \
            The last line that it says is for cron: days on which pages come or go have no push.
            hearth hook install
                in a clone: git merges answers of several people to one question without conflicts.
            """)

    @Argument(help: "The repository.", completion: .directory)
    var repository = "."

    @Option(help: "The branch that is published.")
    var branch = "main"

    @Option(help: "The target of publish: in hearth.yml; default: the first one. It is fixed by the first push.")
    var target: String?

    @Option(help: "The folder to publish to, whatever hearth.yml says.")
    var to: String?

    @Flag(help: "Refuse pushes with mistakes, instead of keeping the old site.")
    var refuse = false

    @OptionGroup var log: LogOptions

    var console: Console { log.console }

    func validate() throws {
        if target != nil, to != nil { throw ValidationError("--target and --to exclude each other") }
        if let to, !to.hasPrefix("/") { throw ValidationError("--to takes an absolute path, not '\(to)'") }
        for value in [branch, target ?? "x", to ?? "x"] where value.isEmpty || value.contains(where: \.isNewline) {
            throw ValidationError("a name is empty or holds a line break")
        }
    }

    func run() async throws {
        guard let hook = try await GitHook(at: repository) else {
            throw UsageError("'\(repository)' is no git repository", help: way)
        }
        let program = OwnProgram.path
        try await hook.installMergeDriver(program: program)
        guard hook.isBare else {
            if to != nil || target != nil || refuse {
                throw UsageError(
                    "'\(repository)' is a clone with files, and nobody pushes to those",
                    help: "give the bare repository that people push to")
            }
            return console.info("git merges questions with Hearth in this clone")
        }
        if let to, let mistake = Publisher.mistake(ofPlace: to, repository: hook.gitFolder) {
            throw UsageError(
                "'\(to)' \(mistake)", help: "publish to a folder of its own, such as --to /srv/intranet")
        }
        var settings = HookSettings()
        // As git writes it in full.
        settings.branch = branch.hasPrefix("refs/heads/") ? String(branch.dropFirst(11)) : branch
        settings.target = target
        settings.folder = to
        settings.refuses = refuse
        if let elsewhere = await hook.hooksElsewhere() {
            throw FatalError(
                .usage,
                [
                    Diagnostic(
                        .hookProblem, at: nil,
                        "git looks for the hooks of '\(repository)' in '\(elsewhere)' and would not run these",
                        help: "git --git-dir \(hook.gitFolder) config core.hooksPath hooks")
                ])
        }
        try await hook.lead(to: settings.branch)
        try hook.installHooks(settings, program: program)
        console.info("a push to '\(settings.branch)' of \(hook.gitFolder) is now built and published")
        console.info(
            to.map { "to \($0)" } ?? "to '\(target ?? "the first target")' of hearth.yml, fixed by the first push")
        if refuse { console.info("pushes with mistakes are refused") }
        // A push builds the site of its day; what comes or goes with a later one waits for the next.
        let place = to.map { "--to \(InitCommand.quoted($0))" } ?? target.map { InitCommand.quoted($0) }
        let words =
            [InitCommand.quoted(program), "publish", "-s", InitCommand.quoted(hook.gitFolder)]
            + [place].compactMap(\.self) + ["--wait 300", "-q"]
        console.info(
            "pages come and go on their day ('publish:', 'expires:') if it is published each night too; 'crontab -e':")
        // crontab(5): a percent sign ends the command.
        console.info("5 0 * * *  " + words.joined(separator: " ").replacing("%", with: "\\%"))
    }
}

extension HookInstallCommand {
    /// How there comes to be a repository. A bare one lays its parts openly into its folder: not into one with files.
    private var way: String {
        var place = repository
        while place.count > 1, place.last == "/" { place.removeLast() }
        guard !FileSystem.isDirectory(place) else {
            let isPlace = ((try? FileSystem.entries(of: place)) ?? []).isEmpty
            let empty = "make it one that people push to with 'git init --bare \(place)'"
            let full =
                "to keep these files in git: 'git init \(place)', then run this again; "
                + "a repository that people push to goes into a folder of its own, such as /srv/git/intranet.git"
            return isPlace ? empty : full
        }
        return "make one that people push to with 'git init --bare \(place)'"
    }
}

/// `hearth hook run`: what the hooks call.
struct HookRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Do the work of a hook; git calls it.", shouldDisplay: false)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case postReceive = "post-receive"
        case preReceive = "pre-receive"
    }

    @Argument var kind: Kind
    @Argument var repository: String

    func run() async throws {
        let input = try FileSystem.readAll(STDIN_FILENO, sizeHint: 4096, path: "standard input")
        guard let hook = try await GitHook(at: repository) else {
            throw UsageError("'\(repository)' is no git repository")
        }
        let run = HookRun(hook: hook, program: OwnProgram.path) { Console.log($0 + "\n") }
        switch kind {
        case .postReceive: try await run.afterReceive(input)
        case .preReceive: if try await !run.beforeReceive(input) { throw ExitCode(1) }
        }
    }
}

/// `hearth qa`.
struct QuestionFilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qa", abstract: "Work with the files of questions.", subcommands: [QuestionMergeCommand.self])
}

/// `hearth qa merge`: the merge driver.
struct QuestionMergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Merge two changes of a question's file; git calls it.",
        discussion: """
            'hearth hook install' in a clone tells git to use it. OURS holds the result. Exit code 1 is a conflict.
            """)

    @Argument(help: "The file before both changes.") var base: String
    @Argument(help: "The file with our changes; it is replaced.") var ours: String
    @Argument(help: "The file with their changes.") var theirs: String
    @Argument(help: "The path of the file in the repository.") var path = "questions/question.md"

    func run() async throws {
        let isAnswerFile = path.contains("/answers/")
        let outcome = try await QuestionMerge.merge(
            base: try FileSystem.read(base), ours: try FileSystem.read(ours), theirs: try FileSystem.read(theirs),
            isAnswerFile: isAnswerFile)
        switch outcome {
        case .merged(let bytes): try FileSystem.writeAtomically(bytes, to: ours)
        case .conflict(let bytes, let reason):
            try FileSystem.writeAtomically(bytes, to: ours)
            Console.log("hearth: \(HumanDiagnosticWriter.printable(path)): \(reason)\n")
            throw ExitCode(1)
        }
    }
}
