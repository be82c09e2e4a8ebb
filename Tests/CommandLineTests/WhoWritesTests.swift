import TestKit
import Testing

/// What is said where it cannot be told who writes.
@Suite struct WhoWritesTests {
    private static let person = "---\nname: %\nidentities: [\"git:a@x.example\"]\n---\nx\n"

    private func site(_ people: String...) throws -> TinySite {
        var files = ["groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n"]
        for name in people { files["people/\(name).md"] = Self.person.replacing("%", with: name) }
        return try TinySite(files)
    }

    @Test func twoPeopleWithOneIdentityAreToldApart() throws {
        let tiny = try site("bo", "cy")
        let check = try Program.run("check", in: tiny.folder)
        #expect(check.ids == ["duplicate-identity"], "\(check.err)")
        #expect(check.err.contains("people/cy.md") && check.err.contains("'git:a@x.example' is also that of '@bo'"))
        let script = """
            git init -q . && git config user.email A@x.example && git config user.name Someone
            "$0" new question "Who?" --group g
            """
        let two = try Program.shell(script, in: tiny.folder)
        #expect(two.status == 2 && two.err.contains("two people of the site are Someone"), "\(two.err)")
        #expect(two.err.contains("@bo, @cy") && !two.err.contains("no person"))
    }

    @Test func onePersonMayRepeatAnIdentity() throws {
        let tiny = try site("bo")
        try tiny.folder.write(
            "Content/people/bo.md", "---\nname: Bo\nidentities: [\"git:a@x.example\", \"git:A@x.example\"]\n---\nx\n")
        #expect(try Program.run("check", in: tiny.folder).ids == [])
    }

    @Test func aMissingGitIsSaid() throws {
        let tiny = try site("bo")
        let none = ["PATH": "/nonexistent"]
        let program = try Program.path()
        let new = try Program.shell(
            "PATH=/nonexistent '\(program)' new question 'Who?' --group g", in: tiny.folder)
        #expect(
            new.status == 2 && new.err.contains("'git' is not installed, so it is not known who you are"), "\(new.err)")
        #expect(try Program.shell("/usr/bin/git init -q --bare r.git", in: tiny.folder).status == 0)
        let hook = try Program.run(
            "hook", "install", "r.git", "--to", "/srv/x", in: tiny.folder, environment: none)
        #expect(
            hook.status == 3 && hook.ids == ["tool-missing"] && !hook.err.contains("no git repository"), "\(hook.err)")
    }
}
