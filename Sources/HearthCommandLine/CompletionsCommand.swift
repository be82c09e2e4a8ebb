import ArgumentParser
import HearthModel

/// `hearth completions`: a script for the shell.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Write a completion script for bash, zsh or fish.",
        discussion: """
            hearth completions bash > ~/.local/share/bash-completion/completions/hearth
            hearth completions fish > ~/.config/fish/completions/hearth.fish
            """)

    enum Shell: String, CaseIterable {
        case bash, zsh, fish
    }

    @Argument(
        help: "bash, zsh or fish.", completion: .list(Shell.allCases.map(\.rawValue)),
        transform: { try choice(of: $0) })
    var shell: Shell

    func run() throws {
        let wanted: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        Console.output(Self.completed(Hearth.completionScript(for: wanted), for: shell) + "\n")
    }

    /// ArgumentParser offers either words or files at one place, and of a command with a default subcommand only the names
    /// of the others: `explain` takes ids and files, `migrate` a file as its first word.
    static func completed(_ script: String, for shell: Shell) -> String {
        switch shell {
        case .bash:
            script.replacing(
                "        __hearth_add_completions -W '\(firstID)'",
                with: "        __hearth_add_completions -f\n        __hearth_add_completions -W '\(firstID)'"
            ).replacing(
                "        COMPREPLY+=($(compgen -W 'run review accept' -- \"${cur}\"))\n",
                with: "        COMPREPLY+=($(compgen -W 'run review accept' -- \"${cur}\"))\n"
                    + "        __hearth_add_completions -f\n")
        case .zsh:
            inFunctions(["_hearth_explain", "_hearth_migrate"], of: script) { text in
                text.replacing(
                    "':subject:{__hearth_complete \"${_subject[@]}\"}'",
                    with: "':subject:{__hearth_complete \"${_subject[@]}\"; _files}'"
                ).replacing(
                    "        _describe -V subcommand subcommands && ret=0\n",
                    with: "        _describe -V subcommand subcommands && ret=0\n        _files && ret=0\n")
            }
        case .fish:
            script + "\n"
                + ["explain\" -eq 1", "migrate\" -ge 1"].map {
                    "complete -c 'hearth' -n '__hearth_should_offer_completions_for_positional \"hearth \($0)' -F"
                }.joined(separator: "\n")
        }
    }

    private static let firstID = DiagnosticCatalog.all.first?.id ?? ""

    /// Changes the functions of these names alone.
    private static func inFunctions(_ names: [String], of script: String, _ change: (String) -> String) -> String {
        script.split(separator: "\n}\n", omittingEmptySubsequences: false).map { part in
            let isMeant = names.contains { part.contains("\n\($0)() {") || part.hasPrefix("\($0)() {") }
            return isMeant ? change(String(part)) : String(part)
        }.joined(separator: "\n}\n")
    }
}
