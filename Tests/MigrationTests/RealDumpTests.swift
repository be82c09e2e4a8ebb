import HearthMigration
import HearthModel
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A complete real site, where the data is at hand: beside the project in `shared/data`.
@Suite struct RealDumpTests {
    private static let dump: String? = {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = "/\(root)/../shared/data/stackexchange"
        let found = (try? FileSystem.entries(of: data))?.first { $0.kind == .directory }
        return found.map { data + "/" + $0.name }
    }()

    @Test(.enabled(if: dump != nil, "there is no ../shared/data/stackexchange"))
    func everyPostAndCommentIsThere() async throws {
        let dump = try #require(Self.dump)
        let posts = String(decoding: try FileSystem.read(dump + "/Posts.xml"), as: UTF8.self)
        let comments = String(decoding: try FileSystem.read(dump + "/Comments.xml"), as: UTF8.self)
        let site = try Workspace([:])
        let run = MigrationRun(paths: [dump], siteRoot: site.root, into: "groups/history", workers: 2)
        let outcome = try await run.run()
        #expect(outcome.exitStatus == 0 && outcome.report.isBalanced)
        let pages = site.files.filter { $0.hasPrefix("groups/history/questions/") }
        let answers = pages.filter { $0.contains("/answers/") }
        #expect(pages.count - answers.count == posts.ranges(of: " PostTypeId=\"1\"").count)
        #expect(answers.count == posts.ranges(of: " PostTypeId=\"2\"").count)
        var headings = 0
        for page in pages { headings += site.read(page).ranges(of: "\n### Comment — @").count }
        #expect(headings == comments.ranges(of: "<row ").count)
        let again = try await run.run()
        #expect(again.files.changed == 0)
    }
}
