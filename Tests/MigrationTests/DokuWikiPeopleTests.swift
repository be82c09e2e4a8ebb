import HearthMigration
import HearthModel
import Testing

/// Links to people in a DokuWiki whose rights close some of its pages.
@Suite struct DokuWikiPeopleTests {
    private func meta(_ login: String, _ name: String) -> String {
        "a:1:{s:10:\"persistent\";a:2:{s:4:\"user\";s:\(login.utf8.count):\"\(login)\";"
            + "s:7:\"creator\";s:\(name.utf8.count):\"\(name)\";}}"
    }

    /// To be linked to is not to have written.
    @Test func aLinkOpensNobody() async throws {
        let links = "[[user>kai]], [[user>kai|our Kai]], [[user>jo]]"
        let site = try Workspace([
            "conf/acl.auth.php": "*  @ALL  1\nhr:*  @ALL  0\nhr:*  @hr  8\n",
            "conf/local.php": "<?php\n$conf['useacl'] = 1;\n",
            "data/pages/open.txt": links, "data/meta/open.meta": meta("jo", "Jo Larsen"),
            "data/pages/hr/pay.txt": links, "data/meta/hr/pay.meta": meta("kai", "Kai Ode"),
        ])
        let run = MigrationRun(
            system: "dokuwiki", paths: [site.export], siteRoot: site.root, into: "groups/wiki", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        #expect(site.read("people/kai.ode.md").contains("\nvisibility: members\n"))
        #expect(!site.read("people/jo.larsen.md").contains("\nvisibility"))
        let open = site.read("groups/wiki/open.md")
        #expect(open.hasSuffix("\nkai, our Kai, @jo.larsen\n"), "\(open)")
        let closed = site.read("groups/wiki/hr/pay.md")
        #expect(closed.hasSuffix("\n@kai.ode, [our Kai](/people/kai.ode/), @jo.larsen\n"), "\(closed)")
    }
}
