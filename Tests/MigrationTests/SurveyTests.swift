import HearthModel
import Testing

@testable import HearthMigration

/// `survey.csv`: a person reads it, corrects it, and the next run does as it says.
@Suite struct SurveyTests {
    private func site() throws -> Workspace {
        try Workspace([
            "Posts.xml": dump("posts", [question(1, "Pumps, and \"trips\""), question(2, "Old hat"), answer(3, to: 2)])
        ])
    }

    private func run(_ site: Workspace, surveyOnly: Bool) async throws -> MigrationOutcome {
        try await MigrationRun(paths: [site.export], siteRoot: site.root, isSurveyOnly: surveyOnly).run()
    }

    /// Exports carry the day that they were made on in their names; the site is the same.
    @Test(arguments: [
        ("export-2026-11-22", "export"), ("corp.WordPress.2026-11-22", "corp WordPress"),
        ("Corp Slack export Jan 1 2020 - Nov 22 2026", "Corp Slack export"), ("wiki_20261122_1530", "wiki"),
        ("lift-2013-03", "lift"), ("export (2)", "export"), ("handbook-2019", "handbook-2019"),
        ("2001-November", "2001-November"), ("2026-11-22", "2026-11-22"),
        ("ISO-9001-2015-12345", "ISO-9001-2015-12345"),
        ("Wiki vom 22.11.2026", "Wiki vom"), ("room 4711", "room 4711"),
        ("export-1714521600", "export"), ("corp-May-2024", "corp"),
    ])
    func namesOfExportsHaveNoDay(_ name: String, _ site: String) { #expect(Naming.site(ofExport: name) == site) }

    /// A newer export under another name changes only what changed.
    @Test(arguments: ["wordpress", "dokuwiki"])
    func aNewerExportUnderAnotherNameIsTheSameSite(_ system: String) async throws {
        let files =
            system == "dokuwiki"
            ? ["data/pages/start.txt": "Hi", "data/media/x.png": "x"]
            : [
                "blog.xml":
                    "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>B</title><link>https://b.example</link><wp:wxr_version>1.2</wp:wxr_version><item><title>A</title><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item></channel></rss>"
            ]
        let site = try Workspace(files)
        for (name, isNew) in [("intranet-2026-10-01", true), ("intranet-2026-11-01", false)] {
            for (path, text) in files { try site.write(text, to: "\(name)/\(path)") }
            let run = MigrationRun(paths: [site.root + "/" + name], siteRoot: site.root, workers: 1)
            let outcome = try await run.run()
            #expect(outcome.exitStatus == 0 && (outcome.files.written > 0) == isNew && outcome.files.updated == 0)
        }
        let other = MigrationRun(
            paths: [site.root + "/intranet-2026-11-01"], siteRoot: site.root, into: "groups/other", workers: 1)
        #expect(try await other.run().diagnostics.contains { $0.summary.contains("nothing of an earlier export") })
    }

    @Test func correctionsAreHonouredAndKept() async throws {
        let site = try site()
        let file = "migration/stackexchange/survey.csv"
        let first = try await run(site, surveyOnly: true)
        #expect(first.exitStatus == 0 && site.files.isEmpty)
        var table = String(decoding: try FileSystem.read(site.root + "/" + file), as: UTF8.self)
        #expect(table.contains("question/1,question,\"Pumps, and \"\"trips\"\"\""))
        // As a German spreadsheet saves it.
        table = table.replacing("\"Pumps, and \"\"trips\"\"\"", with: "Pumps").replacing(",", with: ";")
        let lines = table.split(separator: "\r\n").map { line in
            line.contains("question/1;")
                ? line.dropLast(2) + "Why pumps trip;why;" : line.contains("question/2;") ? line + "x" : line
        }
        try site.write(lines.joined(separator: "\n"), to: file)
        let outcome = try await run(site, surveyOnly: false)
        #expect(site.files.filter { $0.contains("/questions/") } == ["groups/old-site/questions/why.md"])
        #expect(site.read("groups/old-site/questions/why.md").contains("title: Why pumps trip"))
        #expect(outcome.report.kinds["questions"]?.skipped == ["left out in survey.csv": 1])
        #expect(outcome.report.kinds["answers"]?.skipped == ["left out in survey.csv": 1])
        #expect(outcome.report.isBalanced)
        let again = try await run(site, surveyOnly: false)
        #expect(again.files.changed == 0 && site.files.count { $0.contains("/questions/") } == 1)
    }

    /// A page that two rows ask for, or that somebody has already, is one page: the others keep theirs, in every run.
    @Test(arguments: ["wiki", "ldif"])
    func aPageIsAskedForOnce(_ kind: String) async throws {
        let names = ["start", "valve", "pump"]
        let files =
            kind == "wiki"
            ? Dictionary(
                uniqueKeysWithValues: names.map { ("data/pages/\($0).txt", "Text of \($0)") } + [
                    ("data/media/x.png", "x")
                ])
            : [
                "p.ldif": names.map {
                    "dn: uid=\($0),dc=e\nobjectClass: inetOrgPerson\nuid: \($0)\ncn: Jo \($0)\nsn: \($0)\nmail: \($0)@e.example\n\n"
                }.joined()
            ]
        let site = try Workspace(files)
        try site.write("---\ntitle: T\n---\n", to: "Content/groups/it/same.md")
        try site.write("---\nname: S\n---\n", to: "Content/people/same.md")
        let system = kind == "wiki" ? "dokuwiki" : "ldif"
        func migrate(surveyOnly: Bool = false) async throws -> MigrationOutcome {
            try await MigrationRun(
                system: system, paths: [site.export + (kind == "wiki" ? "" : "/p.ldif")], siteRoot: site.root,
                into: kind == "wiki" ? "groups/it" : nil, workers: 1, isSurveyOnly: surveyOnly
            ).run()
        }
        _ = try await migrate(surveyOnly: true)
        let file = "migration/\(system)/survey.csv"
        let table = String(decoding: try FileSystem.read(site.root + "/" + file), as: UTF8.self)
        let lines = table.split(separator: "\r\n").enumerated().map { $0 == 0 ? String($1) : $1.dropLast() + "same," }
        try site.write(lines.joined(separator: "\r\n") + "\r\n", to: file)
        let first = try await migrate()
        #expect(first.diagnostics.count { $0.summary.contains("new page of another row") } == 2)
        let after = site.files
        #expect(after.count { $0.contains("/same-2") } == 1)
        for _ in 0..<2 { #expect(try await migrate().files.changed == 0) }
        #expect(site.files == after)
        let kept = String(decoding: try FileSystem.read(site.root + "/" + file), as: UTF8.self)
        #expect(kept.split(separator: "same,", omittingEmptySubsequences: false).count == 4)
    }

    @Test func hostileTablesAreReported() async throws {
        let site = try site()
        try site.write(
            "id,new title\nquestion/1,\"never closed\nquestion/2,x\n", to: "migration/stackexchange/survey.csv")
        let outcome = try await run(site, surveyOnly: false)
        #expect(outcome.diagnostics.contains { $0.kind.id == "migrate-survey" && $0.location?.line == 2 })
        try site.write("=1+1;;;\u{0}\n", to: "migration/stackexchange/survey.csv")
        #expect(try await run(site, surveyOnly: false).diagnostics.contains { $0.kind.id == "migrate-survey" })
    }
}
