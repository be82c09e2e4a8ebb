import HearthContent
import HearthModel
import TestKit
import Testing

@testable import HearthPublishing

@Suite struct GitHookTests {
    private func repository(bare: Bool) async throws -> (TemporaryFolder, GitHook) {
        let folder = try TemporaryFolder()
        let made = try await Git.run(["init", "-q"] + (bare ? ["--bare"] : []) + [folder.path])
        #expect(made.isGood)
        return (folder, try #require(try await GitHook(at: folder.path)))
    }

    @Test func settingsSurviveTheirFile() {
        var settings = HookSettings()
        (settings.branch, settings.folder, settings.refuses, settings.pin) = ("a=b", "/srv/x y", true, "00ff")
        #expect(HookSettings(settings.text) == settings)
        #expect(HookSettings("nonsense\n=\n") == HookSettings())
    }

    @Test func aPinTellsPlacesApartAndKeepsNoSecret() {
        var target = SiteConfiguration.PublishTarget(name: "live", line: 1)
        target.rclone = ":s3,secret_access_key=abc:b"
        let pin = HookSettings.fingerprint(of: target)
        #expect(!pin.contains("abc"))
        target.rclone = ":s3,secret_access_key=abd:b"
        #expect(HookSettings.fingerprint(of: target) != pin)
    }

    @Test func installingTwiceChangesNothingAndAForeignHookIsLeftAlone() async throws {
        let (folder, hook) = try await repository(bare: true)
        #expect(hook.isBare)
        try hook.installHooks(HookSettings(), program: "/opt/it's/hearth")
        let script = try #require(folder.read("hooks/post-receive"))
        #expect(script.contains("'/opt/it'\\''s/hearth'") && !folder.exists("hooks/pre-receive"))
        try hook.installHooks(HookSettings(), program: "/opt/it's/hearth")
        #expect(folder.read("hooks/post-receive") == script)
        try folder.write("hooks/pre-receive", "#!/bin/sh\nexit 1\n")
        var refusing = HookSettings()
        refusing.refuses = true
        #expect(throws: FatalError.self) { try hook.installHooks(refusing, program: "/x") }
        #expect(
            folder.read("hooks/pre-receive") == "#!/bin/sh\nexit 1\n" && folder.read("hooks/post-receive") == script)
    }

    @Test func theMergeDriverIsSetOnceInAClone() async throws {
        let (folder, hook) = try await repository(bare: false)
        #expect(!hook.isBare)
        try folder.write(".git/info/attributes", "*.png binary")
        for _ in 0..<2 { try await hook.installMergeDriver(program: "/opt/hearth") }
        #expect(folder.read(".git/info/attributes") == "*.png binary\n**/questions/**/*.md merge=hearth-question\n")
        let driver = await Git.line(["-C", folder.path, "config", "merge.hearth-question.driver"])
        #expect(driver == "'/opt/hearth' qa merge %O %A %B %P")
    }

    /// A repository with one commit of `files`, and what runs when it has been pushed to; `program` stands for hearth.
    private func pushed(
        _ files: [String: String], program: String
    ) async throws -> (TemporaryFolder, (Bool) async throws -> [String]) {
        let folder = try TemporaryFolder()
        for (path, text) in files { try folder.write("site/" + path, text) }
        try folder.write("program", "#!/bin/sh\n" + program)
        try FileSystem.makeExecutable(folder.path + "/program")
        let git = ["-C", folder.path + "/site", "-c", "user.name=x", "-c", "user.email=x@example.com"]
        for step in [
            ["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "1"],
            ["clone", "-q", "--bare", ".", folder.path + "/r.git"],
        ] { #expect(try await Git.run(git + step).isGood) }
        let head = try #require(await Git.line(git + ["rev-parse", "HEAD"]))
        let hook = try #require(try await GitHook(at: folder.path + "/r.git"))
        var settings = HookSettings()
        settings.folder = folder.path + "/live"
        try hook.store(settings)
        let input = Array("\(String(repeating: "0", count: 40)) \(head) refs/heads/main\n".utf8)
        return (
            folder,
            { before in
                let said = Lock<[String]>([])
                let run = HookRun(hook: hook, program: folder.path + "/program") { line in
                    said.withLock { $0.append(line) }
                }
                if before { #expect(try await !run.beforeReceive(input)) } else { try await run.afterReceive(input) }
                return said.withLock { $0 }
            }
        )
    }

    @Test func aPushThatMetALockIsBuiltAgainAndAPublishedOneIsNot() async throws {
        let (folder, push) = try await pushed(
            ["hearth.yml": "title: T\n"],
            program: "echo \"$@\" >>\"$0.runs\"\n[ \"$(wc -l <\"$0.runs\")\" -gt 1 ] || exit 3\n")
        #expect(try await push(false).contains { $0.contains("the next push tries again") })
        #expect(try await push(false).contains { $0.hasPrefix("hearth: published ") })
        #expect(try await push(false).contains { $0.contains("was built together with another push: published") })
        let runs = try #require(folder.read("program.runs")?.split(separator: "\n"))
        #expect(runs.count == 2 && runs.allSatisfy { $0.contains("--wait 300") })
    }

    @Test func aFirstPushToAnotherBranchIsToldWhatIsPublished() async throws {
        let (folder, _) = try await pushed(["hearth.yml": "title: T\n"], program: "exit 0\n")
        let hook = try #require(try await GitHook(at: folder.path + "/r.git"))
        let (zero, head) = (String(repeating: "0", count: 40), String(repeating: "1", count: 40))
        func say(_ branch: String) async throws -> [String] {
            let said = Lock<[String]>([])
            let run = HookRun(hook: hook, program: "/bin/true") { line in said.withLock { $0.append(line) } }
            try await run.afterReceive(Array("\(zero) \(head) refs/heads/\(branch)\n".utf8))
            return said.withLock { $0 }
        }
        #expect(try await say("topic") == [], "where the published branch is, others are nobody's business")
        #expect(try await Git.run(["--git-dir", folder.path + "/r.git", "branch", "-m", "main", "master"]).isGood)
        #expect(
            try await say("master").first == "hearth: 'master' is not published, only 'main', which is not here yet")
    }

    @Test func aMistakeOfThePushIsFinal() async throws {
        let (folder, push) = try await pushed(["hearth.yml": "title: T\n"], program: "echo x >>\"$0.runs\"\nexit 1\n")
        for _ in 0..<2 {
            #expect(try await push(false).contains { $0.contains("not published: the content has mistakes") })
        }
        #expect(folder.read("program.runs") == "x\n")
    }

    /// What vanishes from the place published to is found before the push lands.
    @Test func theCheckBeforeAPushKnowsWhatIsPublished() async throws {
        let (folder, push) = try await pushed(["hearth.yml": "title: T\n"], program: "echo \"$@\"\nexit 1\n")
        let said = try await push(true)
        #expect(said.contains { $0.hasPrefix("check -s ") && $0.contains("--to \(folder.path)/live") }, "\(said)")
    }

    @Test func aMistakeInPushedSettingsIsToldWithFileAndLine() async throws {
        let (_, push) = try await pushed(
            ["hearth.yml": "title: T\npublish:\n  live: {rclone: \":s3,pass=Hunter2x:b\n"], program: "exit 0\n")
        for before in [true, false] {
            let said = try await push(before)
            #expect(said.contains { $0.hasPrefix("error[yaml-syntax]: ") }, "\(said)")
            #expect(
                said.contains { $0.hasPrefix("  --> hearth.yml:3:") } && said.contains { $0.hasPrefix("  = ") },
                "\(said)")
            #expect(!said.joined().contains("Hunter2x"))
        }
    }

    @Test func renamesAreFollowedToTheNameOfToday() async throws {
        let tiny = try TinySite([
            "a.md": "---\ntitle: A\n---\n" + String(repeating: "long enough to be known\n", count: 9)
        ])
        let git = ["-C", tiny.folder.path, "-c", "user.name=x", "-c", "user.email=x@example.com"]
        for step in [
            ["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "1"], ["mv", "Content/a.md", "Content/b.md"],
            ["commit", "-q", "-m", "2"], ["mv", "Content/b.md", "Content/c.md"],
        ] { #expect(try await Git.run(git + step).isGood) }
        let renames = await Renames.read(try tiny.project().project)
        #expect(renames.now("Content/a.md") == "Content/c.md" && renames.now("Content/c.md") == nil)
    }
}
