import ArgumentParser
import Foundation
import Glibc
import HearthContent
import HearthModel

/// When to colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// How diagnostics are written.
enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable {
    case human, json, github, sarif
}

/// Where a run writes: data to standard output, everything else to standard error.
struct Console: Sendable {
    let usesColor: Bool
    let isQuiet: Bool
    let isVerbose: Bool

    init(color: ColorChoice = .auto, isQuiet: Bool = false, isVerbose: Bool = false) {
        switch color {
        case .always: usesColor = true
        case .never: usesColor = false
        case .auto:
            // https://no-color.org: any value that is not empty turns colour off.
            let refused = Self.environment("NO_COLOR") != nil || Self.environment("TERM") == "dumb"
            usesColor = !refused && isatty(STDERR_FILENO) == 1
        }
        self.isQuiet = isQuiet
        self.isVerbose = isVerbose
    }

    /// A variable of the environment; one that is set to nothing counts as not set.
    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Writes data to standard output. What a reader that went away (`| head`) does not read is nobody's loss: the run
    /// goes on to its own exit code.
    static func output(_ text: String) { output(Array(text.utf8)) }

    static func output(_ bytes: [UInt8]) {
        do {
            try FileSystem.writeAll(bytes, to: STDOUT_FILENO, path: "standard output")
        } catch let error as FileError where error.code == EPIPE {
            return
        } catch {
            log("hearth: \(error)\n")
            Glibc.exit(3)
        }
    }

    /// Writes to standard error; when even that fails there is nobody to tell.
    static func log(_ text: String) {
        try? FileSystem.writeAll(Array(text.utf8), to: STDERR_FILENO, path: "standard error")
    }

    /// A line of the log that `-q` silences.
    func info(_ text: String) {
        if !isQuiet { Self.log(text + "\n") }
    }

    /// Says on standard error that what a command shows may not be all.
    func hint(atErrorsOf diagnostics: [Diagnostic], in project: Project) {
        // What the baseline knows a check shows as notes. One that cannot be read the check tells.
        let known = (try? Baseline.load(nil, project: project)) ?? Baseline()
        let errors = known.applied(to: diagnostics).count { $0.severity == .error }
        if errors > 0 {
            info("\(SiteRun.counted(errors, "error")) found, so this may not be all; 'hearth check' shows them")
        }
    }

    enum Style: String {
        case error = "1;31"
        case warning = "1;33"
        case note = "1;36"
        case bold = "1"
        case quiet = "2"
        case good = "1;32"
    }

    func styled(_ text: String, _ style: Style) -> String {
        usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Prints diagnostics: for people to standard error, for machines to standard output. `-q` never silences what
    /// fails the run, and with `isStrict` warnings do.
    func print(_ diagnostics: [Diagnostic], format: DiagnosticFormat, root: String?, isStrict: Bool = false) {
        let least: Severity = isQuiet ? (isStrict ? .warning : .error) : (isVerbose ? .note : .warning)
        let diagnostics = diagnostics.filter { format != .human || $0.severity >= least }.map(\.withoutSecrets)
        switch format {
        case .human:
            var writer = HumanDiagnosticWriter(console: self, root: root)
            var repeated = RepeatedDiagnostics(isVerbose ? [] : diagnostics)
            for diagnostic in diagnostics {
                switch repeated.turn(of: diagnostic) {
                case .shown: Self.log(writer.text(of: diagnostic))
                case .last(let others):
                    Self.log(writer.text(of: diagnostic) + RepeatedDiagnostics.line(others, diagnostic.kind) + "\n\n")
                case .folded: break
                }
            }
        case .json: Self.output(DiagnosticJSON.list(diagnostics))
        case .github:
            var writer = GitHubDiagnosticWriter(root: root)
            Self.output(diagnostics.map { writer.line($0) }.joined())
        case .sarif: Self.output(DiagnosticJSON.sarif(diagnostics, root: root))
        }
    }
}

/// A progress bar on a terminal, for work that lasts longer than 250 ms.
final class ProgressBar: Sendable {
    private let isActive: Bool
    private let start = ContinuousClock.now
    private let state = Lock((drawn: false, last: ContinuousClock.now))

    init(console: Console) { isActive = !console.isQuiet && isatty(STDERR_FILENO) == 1 }

    func update(_ phase: String, _ done: Int, _ total: Int) {
        guard isActive else { return }
        let now = ContinuousClock.now
        guard now - start > .milliseconds(250) else { return }
        let draws = state.withLock { state in
            guard !state.drawn || now - state.last > .milliseconds(50) || done == total else { return false }
            state = (true, now)
            return true
        }
        guard draws else { return }
        var line = "\r\u{1B}[K" + phase
        if total > 0 {
            let width = 30
            let filled = min(width, done * width / total)
            line +=
                " [" + String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled)
                + "] \(done)/\(total)"
            let elapsed = now - start
            if done > 0, done < total {
                let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
                line += " · \(Int((seconds * Double(total - done) / Double(done)).rounded(.up))) s left"
            }
        }
        Console.log(line)
    }

    /// Removes the bar.
    func finish() {
        if state.withLock({ $0.drawn }) { Console.log("\r\u{1B}[K") }
    }
}
