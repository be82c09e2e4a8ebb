import Foundation
import TestKit
import Testing

/// Pages that more readers would see, as people at the command line and at the end of a push meet them.
@Suite struct OpenedPagesCommandTests {
    private static let head = "---\ntitle: H\nkind: team\nmanagers: [\"@ada\"]\naccess_group: cn=h\n"

    @Test func publishIsHeldBackUntilSomebodyAllowsIt() throws {
        let tiny = try TinySite([
            "groups/h/index.md": Self.head + "visibility: members\n---\nx\n",
            "groups/h/a.md": "---\ntitle: Zq7canary\n---\nx\n",
        ])
        _ = try Program.run("publish", "--to", "live", in: tiny.folder)
        try tiny.folder.write("Content/groups/h/index.md", Self.head + "---\nx\n")
        let held = try Program.run("publish", "--to", "live", in: tiny.folder)
        #expect(held.status == 2 && held.ids.contains("reopens-pages") && held.err.contains("--reopen"), "\(held.err)")
        #expect(tiny.folder.read("live/current/site/groups/index.html")?.contains("Zq7canary") == false)
        let dry = try Program.run("publish", "-n", "--to", "live", in: tiny.folder)
        #expect(dry.status == 2 && dry.out.contains("! /groups/h/a/  (now for everyone)\n"), "\(dry.out)\(dry.err)")
        // A document on standard output is one document, whatever happens after it.
        let json = try Program.run("publish", "-n", "--format", "json", "--to", "live", in: tiny.folder)
        #expect(json.out.split(separator: "\n").count == 1 && json.out.hasPrefix("{"), "\(json.out)")
        #expect(json.err.contains("! /groups/h/a/") && json.err.contains("error[reopens-pages]"), "\(json.err)")
        let meant = try Program.run("publish", "--reopen", "--to", "live", in: tiny.folder)
        #expect(meant.status == 0 && meant.ids.contains("opened-pages"), "\(meant.err)")
    }

    private static let hasRsync = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/rsync")
    }

    @Test(.enabled(if: hasRsync, "there is no rsync here"))
    func whatIsLiveIsAskedOnTheOtherMachineWhereNothingIsKeptHere() throws {
        let folder = try TemporaryFolder()
        // Runs here what ssh would run there.
        try folder.write("ssh", "#!/bin/sh\nwhile [ \"$1\" != h ]; do shift; done\nshift\nexec sh -c \"$*\"\n")
        let script = """
            set -e
            chmod +x ssh; export RSYNC_RSH="$PWD/ssh"
            "$0" init site >/dev/null; cd site; mkdir Content/groups/h
            printf 'publish: {live: {rsync: "h:%s/one"}}\\n' "$PWD/.." >>hearth.yml
            printf -- '---\\ntitle: A\\n---\\nx\\n' >Content/groups/h/a.md
            printf -- '---\\ntitle: H\\nkind: team\\nproblem: p\\nmanagers: ["@a.manager"]\\naccess_group: cn=h\\nvisibility: members\\n---\\nx\\n' >Content/groups/h/index.md
            "$0" publish -q
            rm -r .hearth; sed -i '/^visibility/d' Content/groups/h/index.md
            "$0" publish && exit 9; readlink ../one/current | grep ^releases/000001
            "$0" publish -q --reopen; readlink ../one/current | grep ^releases/000002
            """
        let run = try Program.shell(script, in: folder)
        #expect(run.status == 0 && run.err.contains("error[reopens-pages]: "), "\(run.status) \(run.out)\(run.err)")
    }

    @Test func whoPushesReadsThatSomebodyMustAllowIt() throws {
        let folder = try TemporaryFolder()
        let run = try Program.shell(
            """
            set -e
            git init -q --bare -b main r.git; "$0" hook install r.git --to "$PWD/live" 2>/dev/null
            git init -q -b main site; cd site; git config user.email a@b.example; git config user.name A
            mkdir -p Content/groups/h Content/people; echo 'title: T' >hearth.yml
            printf -- '---\\nname: Ada\\n---\\nx\\n' >Content/people/ada.md
            printf -- '---\\ntitle: A\\n---\\nx\\n' >Content/groups/h/a.md
            printf -- '---\\ntitle: H\\nkind: team\\nproblem: p\\nmanagers: ["@ada"]\\naccess_group: cn=h\\nvisibility: members\\n---\\nx\\n' >Content/groups/h/index.md
            git add -A; git commit -q -m 1; git push -q ../r.git main >/dev/null 2>&1; test -e ../live/current
            sed -i '/^visibility/d' Content/groups/h/index.md; git commit -q -a -m 2
            git push -q ../r.git main 2>&1
            echo "$(readlink ../live/current)"
            command=$(git --git-dir ../r.git show main:hearth.yml >/dev/null; cat ../r.git/hearth/log/*.log | sed -n 's/^hearth:   //p')
            echo "$command"; sh -c "$command" 2>&1; readlink ../live/current
            """, in: folder)
        #expect(run.status == 0, "\(run.out)\(run.err)")
        #expect(run.out.contains("remote: error[reopens-pages]: "), "\(run.out)")
        #expect(run.out.contains("not published: somebody must allow it first"), "\(run.out)")
        #expect(run.out.contains("\nreleases/000001-") && run.out.contains("\nreleases/000002-"), "\(run.out)")
        #expect(run.out.contains("warning[opened-pages]: "), "\(run.out)")
    }
}
