import HearthModel
import TestKit
import Testing

/// What programs are told: columns that they can use, and whose mistake it is.
@Suite struct ColumnAndSettingReportTests {
    private struct SARIF: Decodable {
        struct Run: Decodable {
            struct Result: Decodable {
                struct Location: Decodable {
                    struct Physical: Decodable {
                        struct Region: Decodable {
                            let startColumn: Int?
                            let endColumn: Int?
                        }
                        let region: Region?
                    }
                    let physicalLocation: Physical
                }
                let ruleId: String
                let locations: [Location]?
            }
            let columnKind: String?
            let results: [Result]
        }
        let runs: [Run]
    }

    @Test func columnsCountAsEditorsDo() throws {
        let text = "Årsmøte 日本 😀 [x](nope.md) [ø](nil.md)"
        let site = try TinySite(["a.md": "---\ntitle: A\n---\n\(text)\n"])
        let run = try #require(Program.run("check", "--format", "sarif", in: site.folder).decode(SARIF.self).runs.first)
        #expect(run.columnKind == "utf16CodeUnits")
        let regions = run.results.filter { $0.ruleId == "broken-link" }.compactMap {
            $0.locations?.first?.physicalLocation.region
        }
        #expect(regions.map(\.startColumn) == [15, 28] && regions.map(\.endColumn) == [27, 39])
        let gitHub = try Program.run("check", "--format", "github", in: site.folder).out
        #expect(gitHub.contains("line=4,col=15,") && gitHub.contains("line=4,col=28,"))
    }

    @Test(arguments: [
        "nav: [groups, nope]", "theme: {logo: nope.svg}", "audiences: {nope: x}", "topics: {esp: {parent: nope}}",
        "theme: {accent: x}", "layouts: Layuots", "questions: {pagesize: 5}",
    ])
    func aMistakeInTheSettingsIsOneOfTheSettings(_ line: String) throws {
        let site = try TinySite(["a.md": "---\ntitle: A\n---\nx\n"], configuration: "title: T\n\(line)\n")
        let run = try Program.run("check", in: site.folder)
        #expect(run.status == 2, "\(run.err)")
        #expect(run.err.contains("hearth.yml:2"), "\(run.err)")
        // As part of the content it would be 1.
        #expect(
            try Program.run("check", "--level", run.ids.first.map { "\($0)=warning" } ?? "", in: site.folder).status
                == 0)
    }

    @Test func settingsOfFoldersAndLanguagesAreToldWithTheirLine() throws {
        let folder = try TemporaryFolder()
        try folder.write("hearth.yml", "title: T\ncontent: Nope\n")
        #expect(try Program.run("check", in: folder).err.contains("hearth.yml:2"))
        let site = try TinySite(
            ["a.md": "---\ntitle: A\n---\nx\n"], configuration: "title: T\n\nsearch: {languages: [en, xx]}\n")
        #expect(try Program.run("check", in: site.folder).err.contains("hearth.yml:3"))
    }

    /// Rows of lists are one long line: the place is what somebody looks for.
    @Test func aLongLineIsShownAroundThePlace() throws {
        let site = try TinySite()
        let before = String(repeating: "<b>Überall</b>", count: 20)
        try site.folder.write(
            "Layouts/home.mustache", "<p>{{titel}}</p>\(before)\n\(before)<i>{{descripton}}</i>\(before)\n")
        let run = try Program.run("check", in: site.folder)
        let lines = run.err.split(separator: "\n").map(String.init)
        let far = try #require(lines.firstIndex { $0.hasPrefix("2 | …") && $0.hasSuffix("…") })
        #expect(lines[far].contains("<i>{{descripton}}</i>") && lines[far].count < 180)
        let start = try #require(lines[far].firstRange(of: "descripton")?.lowerBound)
        let column = lines[far].distance(from: lines[far].startIndex, to: start)
        #expect(lines[far + 1].hasPrefix("  | ") && lines[far + 1].hasSuffix("did you mean 'description'?"))
        #expect(lines[far + 1].prefix { $0 != "^" }.count == column)
        // What stands near the beginning is shown from there.
        #expect(lines.contains { $0.hasPrefix("1 | <p>{{titel}}</p><b>Überall") })
    }
}
