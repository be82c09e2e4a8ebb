import Foundation
import HearthModel
import Testing

@testable import HearthCommandLine

@Suite struct CatalogTests {
    /// The ids in the first column of the tables of the documentation.
    private func documentedIDs() throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Content/contributing/diagnostics.md"), encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap {
            $0.split(separator: "`").dropFirst().first.map(String.init)
        }
    }

    @Test func idsAreUniqueLowerCaseWords() {
        let ids = DiagnosticCatalog.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(id)") }
    }

    @Test func everyKindExplainsItself() {
        for kind in DiagnosticCatalog.all {
            #expect(!kind.title.isEmpty && !kind.title.contains("\n") && kind.title.last != ".", "\(kind.id)")
            #expect(kind.explanation.count > 40 && !kind.explanation.contains("\n"), "\(kind.id)")
        }
    }

    @Test func everyKindIsDocumented() throws {
        let documented = Set(try documentedIDs())
        #expect(DiagnosticCatalog.all.map(\.id).filter { !documented.contains($0) } == [])
    }

    @Test func nothingIsDocumentedThatIsGone() throws {
        let documented = try documentedIDs()
        #expect(documented.count > 50)
        #expect(documented.filter { DiagnosticCatalog.kind($0) == nil } == [])
        #expect(Set(documented).count == documented.count)
    }

    @Test func theDocumentationNamesTheRightSeverity() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Content/contributing/diagnostics.md"), encoding: .utf8)
        for kind in DiagnosticCatalog.all {
            #expect(page.contains("| `\(kind.id)` | \(kind.severity.rawValue) |"), "\(kind.id)")
        }
    }
}
