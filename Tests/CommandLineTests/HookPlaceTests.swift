import HearthModel
import TestKit
import Testing

/// Where the hook of a repository publishes to, and what a web server is told of it.
@Suite struct HookPlaceTests {
    /// A site in `site`, pushed to `r.git` whose hook was installed with these flags; `edit` comes before the push.
    private func pushed(_ flags: String, _ edit: String = "") -> String {
        """
        export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@x
        set -e; "$0" init site --title T -q; cd site; git init -q -b main; \(edit)
        git add -A; git commit -qm a; cd ..; git init -q --bare r.git; "$0" hook install r.git \(flags) -q
        git -C site push -q "$PWD/r.git" main >log 2>&1; set +e

        """
    }

    @Test func theServerIsGivenWhatTheHookPublishes() throws {
        let folder = try TemporaryFolder()
        let here = FileSystem.realPath(folder.path) ?? folder.path
        let script =
            pushed("--to \"$PWD/pub\"") + """
                "$0" server-config nginx -s r.git | grep ' root '
                "$0" server-config caddy -s r.git/hearth/work | grep 'root \\*'
                "$0" server-config apache -s r.git | grep -o '"txt:.*txt"' | head -1
                "$0" server-config nginx -s r.git --root r.git/hearth/work/Output
                """
        let run = try Program.shell(script, in: folder)
        #expect(run.out.contains("root \"\(here)/pub/current/site\";"), "\(run.out) \(run.err)")
        #expect(run.out.contains("\"txt:\(here)/pub/current/redirects-by-host.txt\""), "\(run.out)")
        #expect(run.out.split(separator: "\n").count == 3 && !run.out.contains("hearth/work"), "\(run.out)")
        #expect(run.status == 2 && run.err.contains("is where the hook builds"), "\(run.err)")
    }

    @Test func theServerIsNeverGivenTheFolderOfTheHook() throws {
        let folder = try TemporaryFolder()
        let none = try Program.shell(pushed("") + "\"$0\" server-config nginx -s r.git", in: folder)
        #expect(none.status == 2 && none.out == "" && none.err.contains("is where the hook builds"), "\(none.err)")
        let other = try TemporaryFolder()
        let edit = "printf 'publish: {one: {folder: /srv/one}, two: {folder: %s}}\\n' \"$PWD/../two\" >> hearth.yml"
        let named = try Program.shell(
            pushed("--target two", edit) + "\"$0\" server-config nginx -s r.git | grep ' root '", in: other)
        #expect(named.out.contains("/two/current/site\";"), "\(named.out) \(named.err)")
    }

    @Test func aPushWithoutSettingsIsNoMissingPush() throws {
        let folder = try TemporaryFolder()
        let script = """
            git init -q --bare e.git; "$0" hook install e.git --to "$PWD/x" -q; "$0" list documents -s e.git

            """
        let none = try Program.shell(script, in: folder)
        #expect(none.status == 2 && none.err.contains("nothing was pushed yet"), "\(none.err)")
        let run = try Program.shell(
            pushed("--to \"$PWD/pub\"", "rm hearth.yml;") + "\"$0\" list documents -s r.git", in: folder)
        #expect(run.status == 2 && run.err.contains("the last push to the repository 'r.git' has no hearth.yml"))
        #expect(!run.err.contains("nothing was pushed"), "\(run.err)")
    }

    @Test(arguments: [
        "/", "/..", "$PWD/r.git", "$PWD/r.git/", "$PWD/r.git/pub", "$PWD/x/../r.git/hearth/pub", "$PWD",
        "$PWD/l/r.git/p",
    ]) func aPlaceThatCannotBePublishedToIsRefused(_ place: String) throws {
        let folder = try TemporaryFolder()
        let run = try Program.shell(
            "git init -q --bare r.git; ln -s . l; \"$0\" hook install r.git --to \"\(place)\"", in: folder)
        #expect(run.status == 2 && run.err.contains("publish to a folder of its own"), "\(place): \(run.err)")
        #expect(!folder.exists("r.git/hearth/hook.conf") && !folder.exists("r.git/hooks/post-receive"))
        #expect(try Program.shell("\"$0\" hook install r.git --to \"$PWD/r.git.pub\"", in: folder).status == 0)
    }
}
