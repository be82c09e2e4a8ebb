package import HearthModel

/// A query that must find a page: one entry of `search-tests.yml`.
package struct SearchTest: Sendable {
    package var query: String
    /// The address of the page below the site's root, such as `groups/lift/questions/esp-trip/`.
    package var finds: Reference
    /// Among how many first results it must be.
    package var within: Int
    /// The restricted group whose index is asked; nil for the open one.
    package var audience: Reference?
    package var line: Int
}

/// `search-tests.yml` beside `hearth.yml`: what the search of this site has to find.
package enum SearchTestFile {
    package static let name = "search-tests.yml"

    /// The tests of a project; none without a file. Mistakes are diagnostics.
    package static func load(_ project: Project, diagnostics: inout [Diagnostic]) -> [SearchTest] {
        let path = project.root + "/" + name
        guard FileSystem.kind(of: path) != nil else { return [] }
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.read(path)
        } catch {
            diagnostics.append(Diagnostic(.fileError, at: SourceLocation(file: name), "\(error)"))
            return []
        }
        let text = SourceText(bytes, file: name, diagnostics: &diagnostics)
        let result = YAMLReader(file: name, firstLine: 1).read(text.bytes[...], diagnostics: &diagnostics)
        guard result.isComplete else { return [] }
        var reader = FieldReader(result.entries, file: name, line: 1)
        let tests = reader.maps("tests", example: "{query: words, finds: groups/lift/}") { $0.searchTest() }
        reader.reportLeftovers()
        diagnostics += reader.diagnostics
        return tests
    }
}

extension FieldReader {
    fileprivate mutating func searchTest() -> SearchTest? {
        let help = "write {query: words, finds: groups/lift/}"
        let within = integer("within")
        let audience = reference("audience")
        guard let query = lineOfText("query") else {
            require("query", in: "a search test", help: help)
            _ = reference("finds")
            return nil
        }
        guard let finds = reference("finds") else {
            require("finds", in: "a search test", help: help)
            return nil
        }
        if let within, within < 1 { report(.badSetting, line(of: "within"), "'within' must be at least 1") }
        return SearchTest(
            query: query.value, finds: finds, within: max(1, within ?? 3), audience: audience, line: query.line)
    }
}
