import Foundation
import FoundationXML
import HearthBuild
import HearthMigration
import HearthModel
import TestKit
import Testing

/// Every real dump at hand, migrated and built: each question, answer and comment stands on a page.
///
/// The dump is counted here by another reader (Foundation's) than the importer's, and the pages by their HTML.
@Suite struct RealDumpSiteTests {
    static let dumps: [String] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = root + "/../shared/data/stackexchange"
        let folders = ((try? FileSystem.entries(of: data)) ?? []).filter { $0.kind == .directory }.map {
            data + "/" + $0.name
        }
        if folders.isEmpty { print("RealDumpSiteTests: skipped, there is no dump in ../shared/data/stackexchange") }
        return folders
    }()

    @Test(.enabled(if: !dumps.isEmpty, "there is no ../shared/data/stackexchange"), arguments: dumps)
    func everyPostAndCommentIsOnAPage(_ dump: String) async throws {
        let expected = try DumpCount(dump)
        let tiny = try TinySite([:], configuration: "title: Dump\nbaseURL: https://e.example/\n")
        let outcome = try await MigrationRun(
            paths: [dump], siteRoot: tiny.folder.path, into: "groups/history", workers: 2
        ).run()
        #expect(outcome.exitStatus == 0)
        let report = try await tiny.build()
        // No link within the site is broken, and nothing else is wrong either.
        #expect(report.diagnostics.filter { $0.severity == .error }.map { "\($0)" } == [])
        #expect(report.questions == expected.questions)
        var found = DumpCount()
        var ids: Set<String> = []
        for (path, bytes) in tiny.folder.tree("Output/groups/history/questions")
        where path.hasSuffix("/index.html") && !path.hasPrefix("page/") {
            let html = String(decoding: bytes, as: UTF8.self)
            guard html.contains("<body class=\"page-question\">") else { continue }
            found.questions += 1
            found.answers += html.ranges(of: "<article class=\"sheet post answer").count
            for id in html.ranges(of: " id=\"a-").map({ html[$0.upperBound...].prefix { $0 != "\"" } }) {
                if ids.insert("\(path)#\(id)").inserted { found.anchors += 1 }
            }
            // From each list of comments to its end: one item a comment.
            for list in html.ranges(of: "<ol class=\"comments\"") {
                let rest = html[list.upperBound...]
                let items = rest[..<(rest.firstRange(of: "</ol>\n")?.lowerBound ?? rest.endIndex)]
                found.comments += items.ranges(of: "<p class=\"meta\">").count
            }
        }
        print(
            "\(dump.split(separator: "/").last ?? ""): \(found.questions) questions, \(found.answers) answers,",
            "\(found.comments) comments on \(report.pages) pages")
        #expect(found.questions == expected.questions)
        #expect(found.answers == expected.answers)
        #expect(found.anchors >= expected.answers)
        #expect(found.comments == expected.comments)
    }

    /// A name that ends in a dot, followed by what Hearth would read as more of the handle.
    @Test func mentionsOfNamesWithDotsLeadToTheirPeople() async throws {
        let site = try Workspace([
            "Posts.xml": dump("posts", [question(1, "Title")]),
            "Users.xml": dump("users", [user(1, "T.E.D."), user(2, "Jo")]),
            "Comments.xml": dump(
                "comments",
                [
                    comment(1, on: 1, "@T.E.D.- that list"), comment(2, on: 1, "@T.E.D.: yes"),
                    comment(3, on: 1, "@T.E.D. no"),
                ]),
        ])
        _ = try await site.migrate(into: "groups/g")
        let text = site.files.filter { $0.contains("questions/") }.map { site.read($0) }.joined()
        #expect(text.contains("[T.E.D](/people/t.e.d/).- that list"))
        #expect(text.contains("@t.e.d.: yes") && text.contains("@t.e.d. no"))
    }
}

/// How much of each kind a dump has, or a site shows.
private struct DumpCount {
    var questions = 0
    /// Those whose question is in the dump.
    var answers = 0
    /// Those on posts that are counted.
    var comments = 0
    var anchors = 0

    init() {}

    init(_ folder: String) throws {
        let posts = try DumpRows(folder + "/Posts.xml").rows
        let asked = Set(posts.filter { $0["PostTypeId"] == "1" }.compactMap { $0["Id"] })
        let answered = Set(
            posts.filter { $0["PostTypeId"] == "2" && asked.contains($0["ParentId"] ?? "") }.compactMap { $0["Id"] })
        (questions, answers) = (asked.count, answered.count)
        let all = FileSystem.isFile(folder + "/Comments.xml") ? try DumpRows(folder + "/Comments.xml").rows : []
        let kept = asked.union(answered)
        comments = all.filter { kept.contains($0["PostId"] ?? "") }.count
    }
}

private final class DumpRows: NSObject, XMLParserDelegate {
    private(set) var rows: [[String: String]] = []

    init(_ path: String) throws {
        super.init()
        let parser = XMLParser(data: Data(try FileSystem.read(path)))
        parser.delegate = self
        guard parser.parse() else { throw FileError("read", path, code: EINVAL) }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if name == "row" { rows.append(attributes) }
    }
}
