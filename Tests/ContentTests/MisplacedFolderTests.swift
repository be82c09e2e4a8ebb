import HearthModel
import TestKit
import Testing

/// Folders that look as if they were read.
@Suite struct MisplacedFolderTests {
    private func found(_ paths: [String], configuration: String = "title: T\n") throws -> [Diagnostic] {
        let site = try TinySite(configuration: configuration)
        for path in paths { try site.folder.write(path, "x") }
        return try site.project().diagnostics.filter { $0.kind == .misplacedFolder }
    }

    @Test func otherCapitalsAreTold() throws {
        let problems = try found(["layouts/home.mustache", "content/a.md"])
        #expect(
            problems.map(\.location?.file) == ["content", "layouts"] && problems.allSatisfy { $0.severity == .warning })
        #expect(problems.last?.summary == "nothing reads the folder 'layouts'")
        #expect(problems.last?.help?.hasPrefix("did you mean 'Layouts'?") == true)
    }

    @Test func theFolderOfOtherGeneratorsIsANote() throws {
        let problems = try found(["Static/a.css"])
        #expect(problems.map(\.severity) == [.note] && problems.first?.help?.contains("Layouts/assets/") == true)
    }

    @Test func whatTheSettingsNameIsRead() throws {
        #expect(
            try found(["layouts/home.mustache", "Layouts/x/y"], configuration: "title: T\nlayouts: layouts\n").map(
                \.location?.file) == ["Layouts"])
        #expect(try found(["static/index.html"], configuration: "title: T\noutput: static\n").isEmpty)
        #expect(try found(["Layouts/home.mustache", "scripts/content"]).isEmpty)
    }
}
