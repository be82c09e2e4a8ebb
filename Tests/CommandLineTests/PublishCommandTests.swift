import HearthModel
import TestKit
import Testing

@Suite struct PublishCommandTests {
    private func site(_ more: String = "") throws -> TinySite {
        try TinySite(
            ["a.md": "---\ntitle: A\nredirect_from: /old\n---\nx\n"],
            configuration: "title: T\nbaseURL: https://x.example/\npublish: {live: {folder: ../live}}\n"
                + more)
    }

    @Test func publishShowsTheDifferenceAndWhereTheSiteIs() throws {
        let tiny = try site()
        let place = tiny.folder.path + "/live"
        let dry = try Program.run("publish", "--to", "live", "-n", in: tiny.folder)
        #expect(dry.status == 0 && dry.out.contains("+ /a/\n") && !tiny.folder.exists("live"), "\(dry.err)")
        let done = try Program.run("publish", "--to", "live", in: tiny.folder)
        #expect(done.status == 0 && done.out.isEmpty && done.summary == "https://x.example/", "\(done.err)")
        #expect(FileSystem.isFile(place + "/current/site/a/index.html"))
        #expect(try Program.run("publish", "--to", "live", in: tiny.folder).summary.contains("is up to date"))
        let list = try Program.run("rollback", "--folder", "live", "--list", in: tiny.folder)
        #expect(list.out.hasPrefix("000001-") && list.out.hasSuffix("\tlive\n"))
        let back = try Program.run("rollback", "--folder", "live", in: tiny.folder)
        #expect(back.status == 2 && back.ids == ["publish-failed"])
        let nothing = try Program.run("rollback", "--folder", "x y", in: tiny.folder)
        #expect(nothing.status == 2 && nothing.err.contains("hearth publish --to 'x y'"), "\(nothing.err)")
        #expect(!tiny.folder.exists("x y"))
        let unknown = try Program.run("rollback", "--folder", "live", "--to", "9", in: tiny.folder)
        #expect(unknown.status == 2 && unknown.err.contains("'hearth rollback --folder live --list'"), "\(unknown.err)")
    }

    @Test func checkKnowsAFolderThatWasPublishedTo() throws {
        let tiny = try site()
        #expect(try Program.run("publish", "--to", "live", in: tiny.folder).status == 0)
        try FileSystem.remove(tiny.folder.path + "/Content/a.md")
        #expect(try Program.run("check", in: tiny.folder).status == 0)
        let found = try Program.run("check", "--to", "live", in: tiny.folder)
        #expect(found.status == 1 && found.ids == ["vanished-address"], "\(found.err)")
        let written = try Program.run("check", "--to", "live", "--write-baseline", in: tiny.folder)
        #expect(written.err.contains("wrote 1 known problem"))
        #expect(try Program.run("publish", "--to", "live", in: tiny.folder).status == 0)
    }

    @Test func aPushWaitsWhileSomebodyElsePublishes() throws {
        let folder = try TemporaryFolder()
        let run = try Program.shell(
            """
            set -e
            git init -q --bare -b main r.git; "$0" hook install r.git --to "$PWD/live" 2>/dev/null
            git init -q -b main site; cd site; git config user.email a@b.example; git config user.name A
            mkdir Content ../live; echo 'title: T' >hearth.yml; printf -- '---\ntitle: T\n---\none\n' >Content/index.md
            git add -A; git commit -q -m 1
            touch ../log
            # The other one is done when the push has said that it waits, or after half a minute.
            flock ../live/.hearth-lock sh -c 'touch ../held
              i=0; until grep -q waiting ../log || [ $i = 300 ]; do sleep 0.1; i=$((i+1)); done' &
            until [ -e ../held ]; do sleep 0.1; done
            git push -q ../r.git main >../log 2>&1; wait; cat ../log
            grep -c "<p>one" ../live/current/site/index.html
            """, in: folder)
        #expect(run.status == 0 && run.out.contains("waiting until it is done, 300 s at most"), "\(run.out)\(run.err)")
        #expect(run.out.contains("hearth: published ") && run.out.hasSuffix("\n1\n"), "\(run.out)\(run.err)")
    }

    @Test func aClearedMachineIsNoticedAndNumbersGoOn() throws {
        let folder = try TemporaryFolder()
        try folder.write("ssh", "#!/bin/sh\nwhile [ \"$1\" != h ]; do shift; done\nshift\nexec sh -c \"$*\"\n")
        let script = """
            set -e
            chmod +x ssh; export RSYNC_RSH="$PWD/ssh"
            "$0" init site >/dev/null; cd site
            printf 'publish: {live: {rsync: "h:%s/one"}, flat: {rsync: "%s/flat"}, cloud: {rclone: ":local:%s/cloud"}}\n' "$PWD/.." "$PWD/.." "$PWD/.." >>hearth.yml
            targets="live flat"; command -v rclone >/dev/null && targets="$targets cloud"
            for target in $targets; do
                "$0" publish -q $target; "$0" publish $target 2>&1 | grep -q 'is up to date'
                case $target in live) rm -r ../one/current/site/assets ;; flat) rm -r ../flat/assets ;; cloud) rm -r ../cloud/assets ;; esac
                "$0" publish $target 2>&1 | grep 'is sent again'
                "$0" publish $target 2>&1 | grep -q 'is up to date'
            done
            ls ../one/current/site/assets/site.css ../flat/assets/site.css >/dev/null
            rm -r ../one; "$0" publish live 2>&1 | grep 'is sent again'; test -e ../one/current/site/index.html
            rm -r .hearth; echo more >>Content/index.md; "$0" publish -q live
            ls ../one/releases | sort | tail -n 1 | grep ^000004; readlink ../one/current | grep ^releases/000004
            """
        guard try Program.shell("command -v rsync", in: folder).status == 0 else { return }
        let run = try Program.shell(script, in: folder)
        #expect(run.status == 0, "\(run.status) \(run.out)\(run.err)")
    }

    @Test func aPageThatBecomesRestrictedIsAWarningAndARollbackAsks() throws {
        let group = "---\ntitle: H\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=h\nvisibility: members\n---\nx\n"
        let tiny = try TinySite(["a.md": "---\ntitle: A\n---\nx\n", "groups/h/index.md": group])
        _ = try Program.run("publish", "--to", "live", in: tiny.folder)
        try tiny.folder.write("Content/a.md", "---\ntitle: A\ngroup: h\n---\nx\n")
        let closed = try Program.run("publish", "--to", "live", in: tiny.folder)
        #expect(closed.status == 0 && closed.ids.contains("address-for-members"), "\(closed.err)")
        let back = try Program.run("rollback", "--folder", "live", in: tiny.folder)
        #expect(back.status == 2 && back.err.contains("for everyone again: /a/") && back.err.contains("--reopen"))
        #expect(!tiny.folder.exists("live/current/site/a/index.html"))
        let meant = try Program.run("rollback", "--folder", "live", "--reopen", in: tiny.folder)
        #expect(meant.status == 0 && tiny.folder.exists("live/current/site/a/index.html"), "\(meant.err)")
    }

    @Test func mistakesPublishNothing() throws {
        let tiny = try site()
        _ = try Program.run("publish", "--to", "live", in: tiny.folder)
        try tiny.folder.write("Content/b.md", "---\ntitle: B\n---\n[x](nowhere.md)\n")
        let broken = try Program.run("publish", "--to", "live", in: tiny.folder)
        #expect(broken.status == 1 && broken.ids == ["broken-link"] && !tiny.folder.exists("live/current/site/b"))
        try tiny.folder.write("Content/b.md", "---\ntitle: B\n---\nfine\n")
        try FileSystem.remove(tiny.folder.path + "/Content/a.md")
        let gone = try Program.run("publish", "--to", "live", in: tiny.folder)
        #expect(gone.status == 1 && gone.ids == ["vanished-address"] && gone.err.contains("redirect_from: [/a/]"))
        let allowed = try Program.run("publish", "--to", "live", "--level", "vanished-address=warning", in: tiny.folder)
        #expect(allowed.status == 0 && !tiny.folder.exists("live/current/site/a"), "\(allowed.err)")
    }

    @Test func wrongTargetsAreUsageMistakes() throws {
        let tiny = try site()
        let unknown = try Program.run("publish", "lvie", in: tiny.folder)
        #expect(unknown.status == 2 && unknown.err.contains("did you mean 'live'"))
        #expect(try Program.run("publish", "live", "--to", "x", in: tiny.folder).status == 2)
        #expect(try Program.run("publish", "--max-delete", "101", "--to", "x", in: tiny.folder).status == 2)
        let none = try TinySite()
        let nowhere = try Program.run("publish", in: none.folder)
        #expect(nowhere.status == 2 && nowhere.err.contains("publish: {live:"))
        for bad in [
            "{rsync: \"-e sh:/x\"}", "{rclone: nowhere}", "{folder: /x, keep: 0}", "{folder: /x, compress: [zip]}",
            "{}",
        ] {
            let tiny = try TinySite(configuration: "title: T\npublish: {live: \(bad)}\n")
            let run = try Program.run("check", in: tiny.folder)
            #expect(run.status == 2 && run.ids == ["bad-setting"], "\(bad): \(run.err)")
        }
    }

    @Test func serverConfigurationNamesEachOldAddress() throws {
        let tiny = try site()
        for server in ["nginx", "apache", "caddy", "json"] {
            let run = try Program.run("server-config", server, in: tiny.folder)
            #expect(run.status == 0 && run.out.contains("x.example") != (server == "json"), "\(run.err)")
            if server != "apache" { #expect(run.out.contains("\"/old\"")) }
        }
        _ = try Program.run("server-config", "apache", "--maps", "maps", in: tiny.folder)
        #expect(tiny.folder.read("maps/redirects.txt")?.hasSuffix("/old /a/\n") == true)
        for wrong in [
            ["--listen", "80;}"], ["--listen", "x"], ["--access-url", "a\"b"], ["--ldap-url", "ldap://x"],
        ] {
            #expect(try Program.start(["server-config", "nginx"] + wrong, in: tiny.folder).status == 2, "\(wrong)")
        }
    }

    @Test func theMergeDriverSaysConflictsWithItsExitCode() throws {
        let folder = try TemporaryFolder()
        let base = "---\ntitle: Q\n---\nWhy?\n\n## Answer — @ada, 2026-05-01\nA.\n"
        try folder.write("base", base)
        try folder.write("ours", base.replacing("A.", with: "B."))
        try folder.write("theirs", base.replacing("A.", with: "C."))
        let conflict = try Program.run("qa", "merge", "base", "ours", "theirs", "Content/questions/q.md", in: folder)
        #expect(conflict.status == 1 && conflict.err.contains("the answer of @ada was changed in two ways"))
        #expect(folder.read("ours")?.contains("<<<<<<< ours") == true)
        try folder.write("ours", base + "\n## Answer — @ben, 2026-05-02\nD.\n")
        try folder.write("theirs", base + "\n## Answer — @cy, 2026-05-03\nE.\n")
        #expect(try Program.run("qa", "merge", "base", "ours", "theirs", in: folder).status == 0)
        #expect(folder.read("ours") == base + "\n## Answer — @ben, 2026-05-02\nD.\n\n## Answer — @cy, 2026-05-03\nE.\n")
    }

    @Test func aPushedFolderOfCachesIsRefusedAndTheNextPushWorks() throws {
        let folder = try TemporaryFolder()
        let script = """
            set -e
            export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@example.com GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@example.com
            git init -q --bare -b main r.git; "$0" hook install r.git --to "$PWD/live" 2>/dev/null
            git init -q -b main site; cd site; git remote add origin ../r.git
            mkdir Content; echo 'title: T' >hearth.yml; printf -- '---\\ntitle: T\\n---\\none\\n' >Content/index.md
            push() { git add -A -f; git commit -q -m "$1"; git push -q origin main 2>&1 | sed "s/^/$1: /"; }
            push first
            case $1 in
                folder) mkdir .hearth; echo x >.hearth/record ;;
                file) echo x >.hearth ;;
                link) ln -s /etc .hearth ;;
            esac
            push bad
            git rm -r -q --cached .hearth; rm -r .hearth; echo two >>Content/index.md
            push good
            grep -c two ../live/current/site/index.html
            """
        for kind in ["folder", "file", "link"] {
            let run = try Program.shell(
                script.replacing("$1)", with: "$1)").replacing("case $1", with: "case \(kind)"), in: folder)
            #expect(run.status == 0 && run.out.hasSuffix("\n1\n"), "\(kind): \(run.out)\(run.err)")
            let bad = run.out.split(separator: "\n").filter { $0.hasPrefix("bad:") }.joined()
            #expect(bad.contains("'.hearth'") && bad.contains("not published"), "\(kind): \(bad)")
            _ = try Program.shell("rm -rf r.git site live", in: folder)
        }
    }

    @Test func whatIsRefusedTellsNothingOfTheServer() throws {
        let folder = try TemporaryFolder()
        try folder.write("secret/pay.md", "---\ntitle: Pay\n---\n[CEO earns Zq7canary](nope.md)\n")
        try folder.write("secret/env", "KEY=Zq7canary X=Zq7canary\n")
        let script = """
            set -e
            git init -q --bare -b main r.git
            "$0" hook install r.git --to "$PWD/live" --refuse >/dev/null
            "$0" init site >/dev/null; cd site
            git init -q -b main .; git config user.email a@b.example; git config user.name A
            git remote add origin ../r.git
            push() { git add -A -f; git commit -q -m "$1"; git push -q -f origin HEAD:main 2>&1 | sed "s/^/$1: /"; }
            push first
            ln -s "$PWD/../secret/env" search-tests.yml; push link; git reset -q --hard HEAD~1
            printf 'title: T\\ncontent: %s\\n' "$PWD/../secret" >hearth.yml; push content; git reset -q --hard HEAD~1
            printf '*.md export-ignore\\n' >.gitattributes; echo '[x](nowhere.md)' >>Content/index.md
            push attributes
            git --git-dir ../r.git log --format=%s main
            """
        let run = try Program.shell(script, in: folder)
        #expect(run.status == 0 && run.out.hasSuffix("\nfirst\n"), "\(run.out)\(run.err)")
        #expect(!run.out.contains("Zq7canary") && !run.err.contains("Zq7canary"), "\(run.out)\(run.err)")
        #expect(run.out.contains("link: remote: hearth: the push is refused; 'search-tests.yml' is a link"))
        #expect(run.out.contains("outside of the repository") && run.out.contains("broken-link"))
    }

    @Test func anotherMachineIsSentToAndAFailedReleaseIsGone() throws {
        let folder = try TemporaryFolder()
        // Runs here what ssh would run there.
        try folder.write(
            "ssh",
            "#!/bin/sh\n[ -e \"$(dirname \"$0\")/down\" ] && exit 255\nwhile [ \"$1\" != h ]; do shift; done\nshift\nexec sh -c \"$*\"\n"
        )
        let script = """
            set -e
            chmod +x ssh; export RSYNC_RSH="$PWD/ssh"
            "$0" init site >/dev/null; cd site
            printf 'publish: {live: {rsync: "h:%s/one"}}\\n' "$PWD/.." >>hearth.yml
            "$0" publish -q; test -e ../one/current
            touch ../down; echo salaries >>Content/index.md; "$0" publish -q 2>/dev/null && exit 9
            rm ../down; sed -i '$d' Content/index.md; echo good >>Content/index.md; "$0" publish -q
            "$0" rollback -q; grep -rc salaries ../one/current/ | grep -v ':0' && exit 8
            "$0" publish -q --max-delete 100
            sed -i 's|/one"|/two"|' hearth.yml; "$0" publish -q; test -e ../two/current
            """
        guard try Program.shell("command -v rsync", in: folder).status == 0 else { return }
        let run = try Program.shell(script, in: folder)
        #expect(run.status == 0, "\(run.status) \(run.out)\(run.err)")
    }

    @Test func hooksAreForRepositories() throws {
        let folder = try TemporaryFolder()
        #expect(try Program.run("hook", "install", in: folder).status == 2)
        let made = try Program.shell("git init -q --bare r.git && \"$0\" hook install r.git --to /srv/x", in: folder)
        #expect(made.status == 0 && folder.read("r.git/hooks/post-receive")?.contains("hook run post-receive") == true)
        #expect(folder.read("r.git/hearth/hook.conf") == "branch=main\nfolder=/srv/x\nrefuses=false\n")
        #expect(try Program.run("hook", "install", "r.git", "--to", "relative", in: folder).status == 2)
        #expect(try Program.run("hook", "install", "r.git", "--to", "/x", "--target", "live", in: folder).status == 2)
    }
}
