import HearthModel
import Testing

@testable import HearthContent

/// Names in the groups of `hearth.yml` that nobody knows.
@Suite struct MisspeltSettingsTests {
    private func load(_ yaml: String) throws -> (SiteConfiguration, [String]) {
        let (configuration, diagnostics) = ProjectLoader.parse(Array(yaml.utf8), file: "hearth.yml")
        guard let configuration else { throw NoPage() }
        return (configuration, diagnostics.sorted().map { "\($0.kind.id):\($0.location?.line ?? -1)" })
    }

    @Test(arguments: ["questions: {pagesize: 5}", "metrics: {windw: P9D}", "experts: {mod: inferred}"])
    func aMisspeltNameInAGroupIsReported(_ line: String) throws {
        #expect(try load("title: T\n\(line)\n").1 == ["unknown-setting:2"])
    }

    @Test func aSettingThatCannotBeReadHidesNoOtherMistake() throws {
        let (site, found) = try load("title: T\nquestions:\n  pageSize: 0\n  pagesize: 5\n")
        #expect(site.questionsPerPage == 50 && found.sorted() == ["bad-setting:3", "unknown-setting:4"])
    }
}
