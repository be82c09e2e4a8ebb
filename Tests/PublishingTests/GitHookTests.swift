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
        return (folder, try #require(await GitHook(at: folder.path)))
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
