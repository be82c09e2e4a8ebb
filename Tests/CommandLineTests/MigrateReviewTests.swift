import TestKit
import Testing

/// Who has looked at migrated pages, and what a migration knows of the settings.
@Suite struct MigrateReviewTests {
    private static let page = "---\ntitle: A\nmigration: {status: imported}\n---\nx\n"

    private func person(_ fields: String) -> String { "---\nname: Somebody\n\(fields)\n---\nx\n" }

    private func accept(_ people: [String: String], _ options: String = "") throws -> (run: Run, page: String) {
        var files = ["a.md": Self.page]
        for (name, text) in people { files["people/" + name] = text }
        let tiny = try TinySite(files)
        let script = """
            git init -q . && git config user.email Jo@corp.example && git config user.name "Jo Larsen"
            "$0" migrate accept Content/a.md \(options)
            """
        let run = try Program.shell(script, in: tiny.folder)
        return (run, tiny.folder.read("Content/a.md") ?? "")
    }

    /// The address of somebody else may begin with one's own.
    @Test func whoseAddressIsLongerIsSomebodyElse() throws {
        let (run, page) = try accept([
            "jo.other.md": person("identities: [\"git:jo@corp.example.org\"]"),
            "jo.text.md": "---\nname: Text\n---\nThe address git:jo@corp.example is nobody's.\n",
        ])
        #expect(
            run.status == 2 && run.err.contains("no person of the site is Jo Larsen <Jo@corp.example>"), "\(run.err)")
        #expect(run.err.contains("--by") && page == Self.page)
    }

    @Test(arguments: [
        ("jo.md", "identities:\n  - 'git:JO@corp.example'"), ("jo.md", "email: \"jo@corp.example\""),
        ("jo.markdown", "email: jo@corp.example"), ("jo/index.md", "email: jo@corp.example"),
        ("jo.md", "email: jo@corp.example\r"),
    ])
    func theirPageTellsWhoSomebodyIs(_ name: String, _ fields: String) throws {
        let other = person("identities: [\"git:jo@corp.example.org\"]")
        let (run, page) = try accept(["ana.md": other, name: person(fields)])
        #expect(run.status == 0 && page.contains("reviewed_by: \"@jo\""), "\(run.err)")
    }

    @Test func whoIsNamedHasToBeThere() throws {
        let people = ["jo.md": person("role: x"), "ana/index.md": person("role: x")]
        let (ana, page) = try accept(people, "--by @ana")
        #expect(ana.status == 0 && page.contains("reviewed_by: \"@ana\""), "\(ana.err)")
        let (nobody, same) = try accept(people, "--by joo")
        #expect(nobody.status == 2 && nobody.err.contains("did you mean '@jo'?") && same == Self.page, "\(nobody.err)")
    }

    /// Who may read a group is what the settings say, in whatever form and file.
    @Test(arguments: ["audiences: {\"old\": cn=old}", "audiences:\n  \"old\": cn=old", "'audiences': {old: cn=old}"])
    func settingsSayWhoReadsAGroup(_ audiences: String) throws {
        let tiny = try TinySite(
            [
                "groups/old/index.md":
                    "---\ntitle: Old\nkind: community\nproblem: x\nvisibility: everyone\nmanagers: [\"@jo\"]\n---\nx\n",
                "people/jo.md": person("role: x"),
            ])
        try tiny.folder.write("other.yml", "title: T\nbaseURL: https://e.example/\n\(audiences)\n")
        try tiny.folder.write("wiki/data/pages/start.txt", "Words")
        try tiny.folder.write("wiki/data/media/x.png", "png")
        try tiny.folder.write("wiki/conf/acl.auth.php", "*\t@ALL\t0\n")
        let arguments = ["migrate", "wiki", "--into", "groups/old", "--config", "other.yml"]
        let run = try Program.start(arguments, in: tiny.folder)
        #expect(run.status == 0 && !run.ids.contains("migrate-adjusted"), "\(run.err)")
        #expect(tiny.folder.read("Content/groups/old/index.md")?.contains("access_group") == false)
        #expect(tiny.folder.read("Content/groups/old/start.md")?.contains("visibility: members") == true)
    }
}
