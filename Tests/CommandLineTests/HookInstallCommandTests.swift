import TestKit
import Testing

/// What `hearth hook install` says where it cannot be done.
@Suite struct HookInstallCommandTests {
    @Test func aFolderWithASiteIsNotMadeABareRepository() throws {
        let folder = try TemporaryFolder()
        try folder.write("hearth.yml", "title: T\n")
        let site = try Program.run("hook", "install", in: folder)
        #expect(site.status == 2 && site.err.contains("'git init .'") && !site.err.contains("--bare ."), "\(site.err)")
        let new = try Program.run("hook", "install", "r.git", in: folder)
        #expect(new.status == 2 && new.err.contains("'git init --bare r.git'"), "\(new.err)")
    }

    @Test func aBranchMayBeNamedInFull() throws {
        let folder = try TemporaryFolder()
        let made = try Program.shell(
            "git init -q --bare r.git && \"$0\" hook install r.git --to /srv/x --branch refs/heads/live", in: folder)
        #expect(made.status == 0 && folder.read("r.git/hearth/hook.conf")?.hasPrefix("branch=live\n") == true)
        #expect(made.err.contains("a push to 'live' of"), "\(made.err)")
        // Whoever looks after the server needs the command for days without a push.
        let last = made.err.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("5 0 * * *  /") && last.hasSuffix("/r.git --to /srv/x --wait 300 -q"), "\(made.err)")
    }

    @Test func hooksThatGitWouldNotRunAreNotInstalled() throws {
        let folder = try TemporaryFolder()
        let script = """
            git init -q --bare r.git; git --git-dir r.git config core.hooksPath "$PWD/common"
            "$0" hook install r.git --to /srv/x && exit 9
            ls r.git/hooks/post-receive 2>/dev/null && exit 8
            git --git-dir r.git config core.hooksPath hooks; "$0" hook install r.git --to /srv/x || exit 7
            rm -r r.git/hooks; git --git-dir r.git config --unset core.hooksPath; "$0" hook install r.git --to /srv/x
            """
        let run = try Program.shell(script, in: folder)
        #expect(run.status == 0 && run.err.contains("core.hooksPath hooks"), "\(run.status) \(run.err)")
        #expect(folder.exists("r.git/hooks/post-receive"))
    }
}
