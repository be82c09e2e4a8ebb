import HearthMigration
import HearthModel
import TestKit
import Testing

/// Pages of a saved blog that list its posts.
@Suite struct PostListTests {
    @Test func aListIsNotCalledAsItsNewestPost() async throws {
        let banner = "<header id=banner><h1><a href=index.html>Plant News</a></h1></header>"
        var files: [String: String] = [:]
        for number in 1...9 {
            files["p\(number).html"] =
                "<title>Pump \(number) is repaired</title>\(banner)<article><h1>Pump \(number) is repaired</h1>"
                + "<p>Text of pump number \(number) and more.</p></article>"
        }
        for (list, name) in ["index", "index2", "index3"].enumerated() {
            let posts = (1...3).map { 9 - list * 3 - $0 + 1 }.map {
                "<li><article><h1><a href=p\($0).html>Pump \($0) is repaired</a></h1><p>Summary of pump \($0).</p></article></li>"
            }
            files[name + ".html"] = "<title>Plant News</title>\(banner)<section><ol>\(posts.joined())</ol></section>"
        }
        let site = try Workspace(files)
        let run = MigrationRun(system: "html", paths: [site.export], siteRoot: site.root, into: "groups/g", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        #expect(site.read("groups/g/index.md").contains("title: Plant News\n"))
        let second = site.read("groups/g/index2.md")
        #expect(second.contains("title: Plant News\n"), "\(second)")
        for number in 4...6 { #expect(second.contains("[Pump \(number) is repaired](p\(number).md)"), "\(second)") }
        let post = site.read("groups/g/p5.md")
        #expect(post.contains("title: Pump 5 is repaired\n") && !post.contains("# Pump 5"), "\(post)")
    }
}
