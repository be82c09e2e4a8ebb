import HearthModel
import TestKit
import Testing

@testable import HearthCommandLine

/// How problems are told to people and to machines.
@Suite struct ReportTests {
    private static let mistakes = [
        "a/æ,b.md": "---\ntitle: A\ntitel: B\n---\nAsk the [night *team*](roster.md) 100%.\n"
    ]

    private struct List: Decodable {
        struct Item: Decodable, Equatable {
            let id: String
            let severity: String
            let file: String?
            let line: Int?
            let column: Int?
            let summary: String
        }
        let diagnostics: [Item]
        let errors: Int
        let warnings: Int
    }

    @Test func peopleSeeTheLineTheCaretAndTheWayOut() throws {
        let site = try TinySite(Self.mistakes)
        let run = try Program.run("check", in: site.folder)
        #expect(run.out == "")
        let lines = run.err.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(
            Array(lines.prefix(10)) == [
                "warning[unknown-key]: no field is called 'titel'", "  --> Content/a/æ,b.md:3", "3 | titel: B",
                "  = did you mean 'title'?", "", "error[broken-link]: no page or file 'roster.md'",
                "  --> Content/a/æ,b.md:5:9", "5 | Ask the [night *team*](roster.md) 100%.",
                "  |         ^^^^^^^^^^^^^^^^^^^^^^^^^", "",
            ], "\(run.err)")
    }

    @Test func whatAFileRepeatsIsFolded() throws {
        let links = (1...9).map { "[x](no\($0).md)" }.joined(separator: "\n\n")
        let site = try TinySite([
            "a.md": "---\ntitle: A\ntitel: B\n---\n" + links + "\n", "b.md": "---\ntitle: B\n---\n[x](no.md)\n",
        ])
        let run = try Program.run("check", in: site.folder)
        #expect(run.err.split(separator: "\n").count { $0.hasPrefix("error[broken-link]") } == 6)
        #expect(run.err.contains("… and 4 more like it in this file (broken-link); -v shows them\n"))
        #expect(run.err.contains("10 errors") && run.err.contains("unknown-key"))
        let all = try Program.run("check", "-v", in: site.folder)
        #expect(all.err.split(separator: "\n").count { $0.hasPrefix("error[broken-link]") } == 10)
        #expect(!all.err.contains("more like it"))
        let list = try Program.run("check", "--format", "json", in: site.folder).decode(List.self)
        #expect(list.diagnostics.count { $0.id == "broken-link" } == 10)
    }

    @Test func anErrorIsNoneOfTheWarningsThatAreFolded() throws {
        let fields = (1...7).map { "own\($0): x\n" }.joined()
        let site = try TinySite(["a.md": "---\ntitle: A\n\(fields)expiryDate: 2020-01-01\n---\nText\n"])
        let run = try Program.run("check", in: site.folder)
        #expect(run.status == 1 && run.err.contains("error[unknown-key]: no field is called 'expiryDate'"))
        #expect(run.err.contains("… and 2 more like it in this file (unknown-key); -v shows them\n"))
    }

    @Test func dataGoesToStandardOutputAndTheLogToStandardError() throws {
        let site = try TinySite(Self.mistakes)
        let run = try Program.run("check", "--format", "json", in: site.folder)
        #expect(run.status == 1 && run.ids == [])
        #expect(run.err.hasPrefix("checked ") && run.err.split(separator: "\n").count == 1)
        let list = try run.decode(List.self)
        #expect(list.errors == 1 && list.warnings == 1)
        #expect(
            list.diagnostics.filter { $0.severity != "note" } == [
                .init(
                    id: "unknown-key", severity: "warning", file: "Content/a/æ,b.md", line: 3, column: nil,
                    summary: "no field is called 'titel'"),
                .init(
                    id: "broken-link", severity: "error", file: "Content/a/æ,b.md", line: 5, column: 9,
                    summary: "no page or file 'roster.md'"),
            ])
        // A problem of a whole file has no line.
        #expect(list.diagnostics.first { $0.id == "no-base-url" }?.line == nil)
    }

    @Test func machinesGetValidJSONForConfigurationsThatCannotBeRead() throws {
        let folder = try TemporaryFolder()
        let missing = try Program.run("check", "--format", "json", in: folder)
        #expect(missing.status == 2)
        #expect(try missing.decode(List.self).diagnostics.map(\.id) == ["no-configuration"])
        try folder.write("hearth.yml", "title: [\"\n")
        let broken = try Program.run("build", in: folder, environment: ["HEARTH_FORMAT": "json"])
        #expect(broken.status == 2)
        #expect(try broken.decode(List.self).diagnostics.first?.id == "yaml-syntax")
    }

    @Test func gitHubReadsWorkflowCommands() throws {
        let site = try TinySite(Self.mistakes)
        let run = try Program.run("check", "--format", "github", in: site.folder)
        let lines = run.out.split(separator: "\n").map(String.init)
        #expect(
            lines.prefix(2) == [
                "::warning file=Content/a/æ%2Cb.md,line=3,title=unknown-key::no field is called 'titel'. "
                    + "did you mean 'title'?",
                "::error file=Content/a/æ%2Cb.md,line=5,col=9,title=broken-link::no page or file 'roster.md'",
            ], "\(run.out)")
        let text = "100%\r\nsure: a, b"
        let kind = DiagnosticKind("x", .error, "x", "x")
        var writer = GitHubDiagnosticWriter(root: nil)
        #expect(
            writer.line(Diagnostic(kind, at: nil, text)) == "::error title=x::100%25%0Asure: a, b\n")
    }

    private struct SARIF: Decodable {
        struct Text: Decodable { let text: String }
        struct Run: Decodable {
            struct Tool: Decodable {
                struct Driver: Decodable {
                    struct Rule: Decodable {
                        let id: String
                        let shortDescription: Text
                    }
                    let name: String
                    let rules: [Rule]
                }
                let driver: Driver
            }
            struct Result: Decodable {
                struct Location: Decodable {
                    struct Physical: Decodable {
                        struct Artifact: Decodable { let uri: String }
                        struct Region: Decodable {
                            let startLine: Int
                            let startColumn: Int?
                            let endColumn: Int?
                        }
                        let artifactLocation: Artifact
                        let region: Region?
                    }
                    let physicalLocation: Physical
                }
                let ruleId: String
                let level: String
                let message: Text
                let locations: [Location]?
            }
            let tool: Tool
            let columnKind: String?
            let results: [Result]
        }
        let version: String
        let runs: [Run]
    }

    @Test func codeScannersReadSARIF() throws {
        let site = try TinySite(Self.mistakes)
        let run = try Program.run("build", "--format", "sarif", in: site.folder)
        #expect(run.status == 1)
        let sarif = try run.decode(SARIF.self)
        #expect(sarif.version == "2.1.0" && sarif.runs.count == 1)
        let results = try #require(sarif.runs.first).results
        let rules = sarif.runs[0].tool.driver.rules.map(\.id)
        #expect(results.map(\.ruleId).contains("broken-link") && results.allSatisfy { rules.contains($0.ruleId) })
        #expect(results.allSatisfy { ["error", "warning", "note"].contains($0.level) && !$0.message.text.isEmpty })
        let link = try #require(results.first { $0.ruleId == "broken-link" }?.locations?.first?.physicalLocation)
        // A URI holds no letters beyond ASCII.
        #expect(link.artifactLocation.uri == "Content/a/%C3%A6,b.md")
        #expect(link.region?.startLine == 5 && link.region?.startColumn == 9)
        #expect(results.compactMap { $0.locations?.first?.physicalLocation.region?.startLine }.allSatisfy { $0 > 0 })
    }

    @Test func levelsChangeOrSilenceOneKind() throws {
        let site = try TinySite(Self.mistakes)
        let lower = try Program.run(
            "check", "--level", "broken-link=warning", "--level", "unknown-key=ignore", in: site.folder)
        #expect(lower.status == 0 && lower.ids == ["broken-link"])
        #expect(lower.summary.contains("· 0 errors · 1 warning ·"))
        let warn = try Program.run("check", "--level", "broken-link=warn", in: site.folder)
        #expect(warn.summary.contains("· 0 errors · 2 warnings ·"), "the word of links: in hearth.yml")
        let higher = try Program.run(
            "check", "--level", "broken-link=note", "--level", "unknown-key=error", in: site.folder)
        #expect(higher.status == 1 && higher.ids == ["unknown-key"])
        for bad in [
            "broken-link", "broken-link=", "broken-link=fatal", "=error", "no-such=error", "audience-leak=ignore",
        ] {
            #expect(try Program.run("check", "--level", bad, in: site.folder).status == 2, "\(bad)")
        }
        #expect(
            try Program.run("check", "--level", "brokn-link=note", in: site.folder).err.contains(
                "did you mean 'broken-link'?"))
    }

    @Test func quietSaysOnlyWhatFailsTheRunAndVerboseSaysAll() throws {
        let site = try TinySite(Self.mistakes)
        #expect(try Program.run("check", "-q", in: site.folder).ids == ["broken-link"])
        #expect(try !Program.run("check", "-q", in: site.folder).err.contains("checked"))
        // With --strict a warning fails the run, so silence would leave the reader in the dark.
        let strict = try Program.run("check", "-q", "--strict", "--level", "broken-link=ignore", in: site.folder)
        #expect(strict.status == 1 && strict.ids == ["unknown-key"])
        #expect(try Program.run("check", "-v", in: site.folder).ids == ["unknown-key", "broken-link", "no-base-url"])
        #expect(try Program.run("check", "-q", "-v", in: site.folder).status == 2)
    }

    @Test func aBaselineMakesKnownProblemsNotesAndNewOnesStandOut() throws {
        let site = try TinySite(Self.mistakes)
        let written = try Program.run("check", "--write-baseline", in: site.folder)
        #expect(written.status == 0 && written.err.contains("wrote 2 known problems to "))
        #expect(try Program.run("check", "--strict", in: site.folder).status == 0)
        // Lines may move; a new problem in the same file is new.
        try site.folder.write(
            "Content/a/æ,b.md",
            "---\ntitle: A\n\ntitel: B\n---\n\nNew.\n\nAsk the [night *team*](roster.md) and [x](rules.md).\n")
        let after = try Program.run("check", in: site.folder)
        #expect(after.status == 1 && after.ids == ["broken-link"] && after.err.contains("'rules.md'"))
        // In a file of another name.
        let named = try Program.run("check", "--write-baseline", "--baseline", "known.txt", in: site.folder)
        #expect(named.status == 0 && site.folder.exists("known.txt"))
        #expect(try Program.run("check", "--baseline", "known.txt", in: site.folder).status == 0)
        try site.folder.write("hearth.yml", "title: T\nbaseline: known.txt\n")
        #expect(try Program.run("build", in: site.folder).status == 0)
        // One that is named but not there is an error before any work.
        let missing = try Program.run("build", "--baseline", "none.txt", in: site.folder)
        #expect(missing.status == 3 && missing.ids == ["file-error"])
    }

    @Test func colourIsForTerminalsAndOnRequest() throws {
        let site = try TinySite(Self.mistakes)
        #expect(try !Program.run("check", in: site.folder).err.contains("\u{1B}"))
        #expect(try Program.run("check", "--color", "always", in: site.folder).err.contains("\u{1B}[1;31merror"))
        #expect(
            try Program.run("check", in: site.folder, environment: ["HEARTH_COLOR": "always"]).err.contains("\u{1B}["))
        // `script` gives the program a terminal.
        func onTerminal(_ prefix: String, _ flags: String = "") throws -> Bool {
            let command = "stty -opost; \(prefix) '\(try Program.path())' check \(flags)"
            let run = try Program.shell("export TERM=xterm; script -qec \"\(command)\" /dev/null", in: site.folder)
            #expect(run.out.contains("broken-link"), "\(run.out)\(run.err)")
            return run.out.contains("\u{1B}[1;31merror")
        }
        #expect(try onTerminal(""))
        #expect(try onTerminal("NO_COLOR="))
        #expect(try !onTerminal("NO_COLOR=1"))
        #expect(try !onTerminal("TERM=dumb"))
        #expect(try !onTerminal("", "--color never"))
        #expect(try onTerminal("NO_COLOR=1", "--color always"))
    }

    @Test func contentCannotDriveTheTerminal() throws {
        var writer = HumanDiagnosticWriter(console: Console(color: .never), root: nil)
        let kind = DiagnosticKind("x", .error, "x", "x")
        let evil = "a\u{1B}[2Jb\u{9B}c\u{202E}d\ne"
        let text = writer.text(
            of: Diagnostic(kind, at: SourceLocation(file: evil, line: 1), evil, help: evil, notes: [.init(evil)]))
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{202E}" })
        #expect(text.split(separator: "\n").count == 4)
    }

    @Test func theShownLineIsTheParsersLine() throws {
        // A form feed or a line separator ends no line; CR alone and CRLF do; a byte order mark is no column.
        let folder = try TemporaryFolder()
        try folder.write("a.md", "\u{FEFF}one\u{C}\u{2028}\r\ntwo\rthree é here\n")
        var writer = HumanDiagnosticWriter(console: Console(color: .never), root: folder.path)
        let kind = DiagnosticKind("x", .error, "x", "x")
        let third = SourceLocation(file: "a.md", line: 3, column: 10, length: 4)
        #expect(
            writer.text(of: Diagnostic(kind, at: third, "s", help: "h")).contains(
                "3 | three é here\n  |         ^^^^ h\n"))
        let first = SourceLocation(file: "a.md", line: 1, column: 1, length: 3)
        #expect(writer.text(of: Diagnostic(kind, at: first, "s")).contains("  | ^^^\n"))
    }
}
