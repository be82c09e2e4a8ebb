import Foundation
import HearthModel
import Testing

@testable import HearthMigration

/// What a survey of a million pages is kept in.
@Suite struct ScaleTests {
    private func page(_ id: Int, _ name: String, namespace: Int = 0, modified: Int64 = 0) -> MediaWikiPage {
        MediaWikiPage(
            id: id, title: WikiTitle(namespace: namespace, name: name), file: 0, offset: id * 10, length: id,
            modified: Timestamp(seconds: modified, hasTime: true), author: id % 7)
    }

    /// Beside a dictionary: the same pages by title, id and path, and none that is not there.
    @Test func pagesOfAWikiAreFoundByAllTheirNames() {
        var pages = MediaWikiPages()
        var titles: [WikiTitle: Int] = [:]
        for id in 1...3000 {
            let title = page(id, "Page \(id * 7919 % 2500)", namespace: id % 2)
            pages.append(title)
            titles[title.title] = titles[title.title] ?? id - 1
        }
        var dropped: Set<Int> = []
        pages.indexTitles { dropped.insert($0) }
        for number in dropped { pages.setFate(.skipped(rule: "twice"), of: number) }
        pages.indexIDs()
        for number in pages.numbers where pages.fate(number) == .document {
            pages.setPath("p/\(number).md", of: number)
        }
        pages.indexPaths()
        #expect(dropped.count == 3000 - titles.count && !dropped.isEmpty)
        for (title, number) in titles {
            #expect(pages.number(of: title) == number)
            #expect(pages.number(ofID: number + 1) == number)
            #expect(pages.number(ofPath: "p/\(number).md") == number)
            #expect(pages.title(number) == title && pages[number].offset == (number + 1) * 10)
        }
        for number in dropped { #expect(pages.number(ofID: number + 1) == nil && pages.path(number).isEmpty) }
        #expect(pages.number(of: WikiTitle(namespace: 3, name: "Page 1")) == nil)
        #expect(pages.number(of: WikiTitle(namespace: 0, name: "Page 2500")) == nil)
        #expect(pages.number(ofPath: "p/3000.md") == nil && MediaWikiPages().number(ofID: 1) == nil)
    }

    @Test func theLaterOfTwoVersionsCounts() {
        var pages = MediaWikiPages()
        for (id, modified) in [(1, 50), (2, 90), (3, 70)] { pages.append(page(id, "A", modified: Int64(modified))) }
        var dropped: [Int] = []
        pages.indexTitles { dropped.append($0) }
        #expect(dropped == [0, 2] && pages.number(of: WikiTitle(namespace: 0, name: "A")) == 1)
    }

    @Test func aScratchFileIsStoredOnceAndLeavesNothing() throws {
        let site = try Workspace([:])
        let path = site.root + "/table.tsv"
        func store(_ lines: Int) throws {
            var file = try ScratchFile(siteRoot: site.root)
            for line in 0..<lines { try file.append(Array("line \(line)\n".utf8)) }
            try file.store(at: path)
        }
        let expected = (0..<40_000).map { "line \($0)\n" }.joined()
        try store(40_000)
        #expect(try FileSystem.read(path) == Array(expected.utf8))
        let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
        try store(40_000)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int == before)
        try store(0)
        #expect(FileSystem.size(of: path) == 0)
        #expect(try FileSystem.entries(of: site.root + "/.hearth").isEmpty)
    }
}
