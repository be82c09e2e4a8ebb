import Foundation
import HearthModel
import TestKit
import Testing

/// Mistakes in the arguments, the environment and the plumbing around the program.
@Suite struct UsageTests {
    @Test func withoutACommandThereIsHelp() throws {
        let folder = try TemporaryFolder()
        let bare = try Program.run(in: folder)
        #expect(bare.status == 0 && bare.err == "" && bare.out.contains("SUBCOMMANDS:"))
        #expect(try Program.run("--help", in: folder).out == bare.out)
        #expect(try Program.run("--version", in: folder).out.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        for command in ["init", "build", "check", "list", "explain", "render", "migrate", "clean", "completions"] {
            #expect(bare.out.contains("\n  \(command) "), "\(command)")
        }
        let help = try Program.run("help", "check", in: folder)
        #expect(help.status == 0 && help.out.contains("--write-baseline") && help.out.contains("HEARTH_STRICT"))
    }

    /// Sanitizers themselves read /proc, and complain or do not start without it.
    private static let readsProcItself = ["TSAN_OPTIONS", "ASAN_OPTIONS"].contains {
        ProcessInfo.processInfo.environment[$0] != nil
    }

    @Test(.disabled(if: readsProcItself, "a program with a sanitizer needs /proc"))
    func withoutArgumentsToReadNothingLooksWell() throws {
        let folder = try TemporaryFolder()
        let bare = "unshare -rm sh -c 'mount -t tmpfs none /proc && \"$0\" check' \"$0\""
        // Not every machine lets a test hide /proc.
        guard try Program.shell(bare.replacing("\"$0\" check", with: "true"), in: folder).status == 0 else { return }
        let run = try Program.shell(bare, in: folder)
        #expect(run.status == 3 && run.out == "" && run.err.contains("/proc"), "\(run.status) \(run.out) \(run.err)")
    }

    @Test func unknownCommandsAndFlagsAreUsageMistakes() throws {
        let site = try TinySite()
        let command = try Program.run("biuld", in: site.folder)
        #expect(command.status == 2 && command.out == "")
        #expect(
            command.err.contains("there is no command 'biuld'; did you mean 'build'?")
                && command.err.contains("Usage: hearth"))
        let flag = try Program.run("build", "--stric", in: site.folder)
        #expect(
            flag.status == 2 && flag.out == "" && flag.err.contains("'--strict'")
                && flag.err.contains("Usage: hearth build"))
        #expect(try Program.run("check", "here", in: site.folder).status == 2)
        #expect(!site.folder.exists("Output"))
    }

    @Test func valuesThatMakeNoSenseAreRefusedBeforeAnyWork() throws {
        let site = try TinySite()
        let mistakes: [[String]] = [
            ["--jobs", "0"], ["-j", "many"], ["--as-of", "yesterday"], ["--as-of", "2026-02-30"], ["-b", "intranet"],
            ["-b", "https://"], ["-b", "https://a.example/?x"], ["-d", ""], ["-s", ""], ["-s", "nowhere"],
            ["--config", "no.yml"],
            ["--format", "xml"], ["--color", "red"],
        ]
        for mistake in mistakes {
            let words = mistake.map { "'\($0)'" }.joined(separator: " ")
            let run = try Program.shell("\"$0\" build \(words)", in: site.folder)
            #expect(run.status == 2 && run.out == "" && !run.err.isEmpty, "\(mistake): \(run.status) \(run.err)")
        }
        #expect(!site.folder.exists("Output"))
    }

    @Test func mistakesInTheEnvironmentAreNotPassedOverInSilence() throws {
        let site = try TinySite()
        let mistakes = [
            "HEARTH_JOBS": "two", "HEARTH_AS_OF": "soon", "SOURCE_DATE_EPOCH": "now", "HEARTH_BASE_URL": "intranet",
            "HEARTH_FORMAT": "xml", "HEARTH_COLOR": "red", "HEARTH_STRICT": "maybe", "HEARTH_SOURCE": "nowhere",
            "HEARTH_CONFIG": "no.yml",
        ]
        for (name, value) in mistakes {
            let run = try Program.run("check", in: site.folder, environment: [name: value])
            #expect(run.status == 2, "\(name): \(run.err)")
            #expect(run.err.contains(value), "\(name): \(run.err)")
        }
        // Set to nothing is not set.
        let nothing = Dictionary(uniqueKeysWithValues: mistakes.keys.map { ($0, "") })
        #expect(try Program.run("check", in: site.folder, environment: nothing).status == 0)
        // A flag overrides the variable, right or wrong.
        #expect(
            try Program.run("check", "-j", "2", in: site.folder, environment: ["HEARTH_JOBS": "two"]).status == 0)
    }

    @Test func aReaderThatGoesAwayIsNoCrashAndNoExcuse() throws {
        let site = try TinySite(["a.md": "---\ntitle: A\n---\n[x](b.md)\n"])
        let list = try Program.run("list", in: site.folder, output: .closedPipe)
        #expect(list.status == 0 && list.signal == nil && !list.err.contains("pipe"))
        #expect(try Program.run("explain", in: site.folder, output: .closedPipe).status == 0)
        #expect(try Program.run("--help", in: site.folder, output: .closedPipe).status == 0)
        // The exit code still tells what the run found.
        #expect(try Program.run("check", "--format", "json", in: site.folder, output: .closedPipe).status == 1)
        let full = try Program.run("list", in: site.folder, output: .fullDisk)
        #expect(full.status == 3 && full.err.contains("No space left"))
    }

    /// Peers' mistake 7.
    @Test func aUsersMistakeIsNeverACrashOrATrace() throws {
        let site = try TinySite()
        let scripts = [
            "printf '\\377\\376\\0' > hearth.yml", "rm hearth.yml; mkdir hearth.yml", "printf '' > hearth.yml",
            "printf 'title: T\\ncontent: nowhere\\n' > hearth.yml", "printf '[]' > hearth.yml",
            "printf 'title: T\\ntitle: U\\n? [a]\\n: b\\n' > hearth.yml", "ln -s hearth.yml a.yml; mv a.yml hearth.yml",
            "printf 'title: {a: &a [*a]}' > hearth.yml", "printf 'title: T\\noutput: /proc/nowhere\\n' > hearth.yml",
            "printf 'title: T\\noutput: /\\n' > hearth.yml", "printf 'title: T\\noutput: ..\\n' > hearth.yml",
        ]
        for script in scripts {
            let run = try Program.shell("rm -rf hearth.yml; \(script); exec \"$0\" build", in: site.folder)
            #expect(run.signal == nil && (1...3).contains(run.status), "\(script): \(run.status) \(run.err)")
            for trace in [
                "Fatal error", "Stack dump", "Backtrace", "Crash", ".swift:", "HearthModel", "Error(", "\u{1B}",
            ] {
                #expect(!run.err.contains(trace), "\(script): \(run.err)")
            }
            #expect(run.err.contains("error["), "\(script): \(run.err)")
        }
    }

    @Test func helpForNoCommandIsAMistake() throws {
        let nowhere = try TemporaryFolder()
        let typo = try Program.run("help", "biuld", in: nowhere)
        #expect(typo.status == 2 && typo.out == "" && typo.err.contains("did you mean 'build'?"))
        #expect(try Program.run("help", "build", in: nowhere).status == 0)
        #expect(try Program.run("help", in: nowhere).status == 0)
    }

    @Test func aPreviewOfNoSiteEnds() throws {
        let nowhere = try TemporaryFolder()
        for source in ["no-such-folder", "."] {
            let run = try Program.shell("timeout 20 \"$0\" serve --port 18799 -s \(source)", in: nowhere)
            #expect(run.status == 2 && run.ids == ["no-configuration"], "\(source): \(run.err)")
        }
    }
}
