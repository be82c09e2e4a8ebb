import ArgumentParser

/// `hearth completions`: a script for the shell.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Write a completion script for bash, zsh or fish.",
        discussion: """
            hearth completions bash > ~/.local/share/bash-completion/completions/hearth
            hearth completions fish > ~/.config/fish/completions/hearth.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() throws {
        let wanted: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        Console.output(Hearth.completionScript(for: wanted) + "\n")
    }
}
