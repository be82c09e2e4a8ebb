import HearthModel
import TestKit
import Testing

/// What somebody does on the server, where the site's files are those of the last push.
@Suite struct ServerSideTests {
    /// A bare repository with a hook, made by a git that calls first branches otherwise, and a site beside it.
    private static let start = """
        set -e
        export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@example.com GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@example.com
        git -c init.defaultBranch=master init -q --bare r.git; "$0" hook install -q r.git --to "$PWD/srv"
        git init -q -b main site; cd site; git remote add origin ../r.git; mkdir Content; echo 'title: T' >hearth.yml
        page() { printf -- '---\\ntitle: T\\n---\\n%s\\n' "$2" >"Content/$1.md"; }
        push() { git add -A; git commit -q -m x; git push -q -u origin main 2>/dev/null; }

        """

    @Test func aCloneBeginsWithThePublishedBranch() throws {
        let folder = try TemporaryFolder()
        let run = try Program.shell(
            Self.start + "page index one; push; git clone -q ../r.git ../c; ls ../c; cat ../r.git/HEAD", in: folder)
        #expect(run.status == 0 && run.out == "Content\nhearth.yml\nref: refs/heads/main\n", "\(run.out)\(run.err)")
        let other = """
            git init -q --bare -b trunk s.git; git --git-dir s.git fetch -q site main:trunk
            "$0" hook install -q s.git --to /srv/x; cat s.git/HEAD
            """
        #expect(try Program.shell(other, in: folder).out == "ref: refs/heads/trunk\n")
    }

    @Test func aFolderIsRolledBackWithoutASite() throws {
        let folder = try TemporaryFolder()
        let script =
            Self.start + """
                page index one; push; page index two; push; cd /; B="$OLDPWD/.."
                "$0" rollback --folder $B/srv --list; grep -c "<p>one" $B/srv/current/site/index.html || true
                "$0" rollback -q --folder $B/srv; grep -c "<p>one" $B/srv/current/site/index.html
                """
        let run = try Program.shell(script, in: folder)
        #expect(
            run.status == 0 && run.out.hasSuffix("\n0\n1\n") && run.out.contains("\tlive\n"), "\(run.out)\(run.err)")
    }

    @Test func aRollbackWithoutASiteKnowsWhatMovedAndOpensNothing() throws {
        let folder = try TemporaryFolder()
        let script =
            Self.start + """
                page index one
                mkdir -p Content/groups/h Content/people; printf -- '---\\nname: A\\n---\\n' >Content/people/ada.md
                printf -- '---\\ntitle: H\\nkind: team\\nmanagers: ["@ada"]\\naccess_group: cn=h\\nvisibility: members\\n---\\nx\\n' \
                    >Content/groups/h/index.md
                page plan "a plan of several words"; push
                git mv Content/plan.md Content/groups/h/plan.md; push
                ls ../srv/releases | wc -l; cd /; B="$OLDPWD/.."
                "$0" rollback --folder $B/srv && exit 9
                rm $B/srv/root; mv $B/r.git $B/gone
                "$0" rollback --folder $B/srv --list | wc -l
                """
        let run = try Program.shell(script, in: folder)
        #expect(run.status == 0 && run.out == "2\n2\n", "\(run.status) \(run.out)\(run.err)")
        #expect(run.err.contains("reopens-pages") && run.err.contains("for everyone again: /plan/"), "\(run.err)")
    }

    @Test func theServersConfigurationComesFromTheRepository() throws {
        let folder = try TemporaryFolder()
        let early = try Program.shell(
            Self.start + "\"$0\" server-config nginx -s ../r.git --root /srv/x -o ../conf && exit 9; ls ../conf",
            in: folder)
        #expect(
            early.status == 2 && early.err.contains("nothing was pushed yet") && !folder.exists("conf"), "\(early.err)")
        let script = """
            cd site; page() { printf -- '---\\ntitle: T\\nredirect_from: /old\\n---\\nx\\n' >Content/a.md; }; page
            printf -- '---\\ntitle: T\\n---\\nx\\n' >Content/index.md
            git add -A; git -c user.name=x -c user.email=x@x commit -q -m x; git push -q origin main 2>/dev/null; cd ..
            "$0" server-config nginx -s r.git --root srv/current/site -o conf; grep -c '"/old"' conf
            for wrong in srv srv/ srv/current; do "$0" server-config nginx -s r.git --root $wrong && exit 9; done; exit 0
            """
        let run = try Program.shell(script, in: folder)
        #expect(run.status == 0 && run.out == "1\n", "\(run.out)\(run.err)")
        #expect(run.err.contains("/srv/current/site") && !run.err.contains("current//site"), "\(run.err)")
    }

    @Test func mistakesOfTheSettingsAreSaidBeforeATargetIsMissed() throws {
        for bad in [
            "{live: {foldr: /srv/x}}", "{live: {folder: x, rsync: \"y:z\"}}", "{live: /srv/x}", "{live: {folder: ~/x}}",
        ] {
            let tiny = try TinySite(configuration: "title: T\npublish: \(bad)\n")
            for command in [["publish"], ["publish", "live"], ["rollback"], ["rollback", "live", "--list"]] {
                let run = try Program.start(command, in: tiny.folder)
                #expect(run.status == 2 && run.err.contains("hearth.yml:2"), "\(bad) \(command): \(run.err)")
                #expect(!run.err.contains("names no place"), "\(run.err)")
            }
            #expect(!tiny.folder.exists("~"))
        }
        // Another target is not the first one because of a mistake.
        let tiny = try TinySite(configuration: "title: T\npublish: {live: {foldr: /x}, mirror: {folder: m}}\n")
        #expect(try Program.run("rollback", in: tiny.folder).ids == ["bad-setting"])
        #expect(try Program.run("publish", "--to=~/x", in: tiny.folder).status == 2)
        #expect(try Program.run("rollback", "--folder=~/x", in: tiny.folder).status == 2)
        let output = try TinySite(configuration: "title: T\noutput: ~/x\n")
        #expect(try Program.run("check", in: output.folder).ids == ["bad-setting"])
    }
}
