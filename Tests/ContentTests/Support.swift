import Foundation
import HearthMarkdown
import HearthModel

@testable import HearthContent

/// A project without files: what tests of single pages need.
func project(rawHTML: [String] = []) -> Project {
    var configuration = SiteConfiguration()
    configuration.title = "Test"
    configuration.rawHTMLFolders = rawHTML
    return Project(root: "/nonexistent/hearth-test", configuration: configuration)
}

/// A page parsed from text, with what was reported.
struct Parsed {
    let page: ParsedPage
    let diagnostics: [Diagnostic]

    /// `id:line` of each diagnostic, in order.
    var found: [String] { diagnostics.sorted().map { "\($0.kind.id):\($0.location?.line ?? -1)" } }

    /// The plain text of the page's own blocks.
    var bodyText: String { page.document.plainText(of: page.body) }

    func text(_ blocks: ArraySlice<MarkdownDocument.NodeID>) -> String { page.document.plainText(of: blocks) }

    func diagnostic(_ id: String) -> Diagnostic? { diagnostics.first { $0.kind.id == id } }
}

struct NoPage: Error {}

func parse(_ path: String, _ text: String, in project: Project = project()) throws -> Parsed {
    try parse(path, bytes: Array(text.utf8), in: project)
}

func parse(_ path: String, bytes: [UInt8], in project: Project = project()) throws -> Parsed {
    let (page, diagnostics) = PageParser(project: project).parse(path: path, bytes: bytes)
    guard let page else { throw NoPage() }
    return Parsed(page: page, diagnostics: diagnostics)
}

/// A folder of files that is deleted when the test is done with it.
final class Folder {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        // Letters beyond ASCII in the path have found mistakes before.
        let name = "hearth-prøve-\(UInt64.random(in: .min ... .max))"
        path = (FileSystem.realPath(NSTemporaryDirectory()) ?? "/tmp") + "/" + name
        try FileSystem.makeDirectories(path)
        for (file, text) in files { try write(file, Array(text.utf8)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ file: String, _ bytes: [UInt8]) throws {
        let full = path + "/" + file
        try FileSystem.makeDirectories(String(full[..<(full.lastIndex(of: "/") ?? full.endIndex)]))
        try FileSystem.writeAtomically(bytes, to: full)
    }

    func link(_ file: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + file, withDestinationPath: target)
    }

    func project() -> Project { Project(root: path, configuration: SiteConfiguration()) }

    func load(workers: Int = 2) async throws -> (content: ParsedContent, diagnostics: [Diagnostic]) {
        try await ContentLoader(project: project(), workers: workers).load()
    }
}
