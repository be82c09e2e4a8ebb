import HearthMigration
import HearthModel
import Testing

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
