import Glibc
package import HearthBuild
package import HearthContent
package import HearthModel
package import HearthSite

/// A folder that is gone when nobody needs it any more.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((base + "/hearth-test-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError("make folder", base) }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        chmod(path, 0o700)
        for entry in (try? FileSystem.entries(of: path)) ?? [] {
            let child = path + "/" + entry.name
            if entry.kind == .directory { remove(child) } else { unlink(child) }
        }
        rmdir(path)
    }

    /// Writes a file and the folders above it.
    package func write(_ path: String, _ bytes: [UInt8]) throws {
        let target = self.path + "/" + path
        if let slash = target.lastIndex(of: "/") { try FileSystem.makeDirectories(String(target[..<slash])) }
        try FileSystem.writeAtomically(bytes, to: target)
    }

    package func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

    package func read(_ path: String) -> String? {
        (try? FileSystem.read(self.path + "/" + path)).map { String(decoding: $0, as: UTF8.self) }
    }

    package func exists(_ path: String) -> Bool { FileSystem.kind(of: self.path + "/" + path) != nil }

    /// All files below `path`, sorted, with their bytes.
    package func tree(_ path: String) -> [String: [UInt8]] {
        var result: [String: [UInt8]] = [:]
        var folders = [""]
        while let folder = folders.popLast() {
            for entry in (try? FileSystem.entries(of: self.path + "/" + path + "/" + folder)) ?? [] {
                let name = folder + entry.name
                if entry.kind == .directory {
                    folders.append(name + "/")
                } else {
                    result[name] = (try? FileSystem.read(self.path + "/" + path + "/" + name)) ?? []
                }
            }
        }
        return result
    }
}

/// A site of a few files in code: what most tests are.
///
/// Files are named from `Content/`; a home page and the people `@ada` and `@ben` are there unless the test brings its own.
package struct TinySite: Sendable {
    package let folder: TemporaryFolder

    package init(_ files: [String: String] = [:], configuration: String = "title: Test\n") throws {
        folder = try TemporaryFolder()
        try folder.write("hearth.yml", configuration)
        var all = [
            "index.md": "---\ntitle: Home\n---\nWelcome.\n",
            "people/ada.md": "---\nname: Ada Lund\n---\n",
            "people/ben.md": "---\nname: Ben Okoro\n---\n",
        ]
        all.merge(files) { _, new in new }
        for (path, text) in all { try folder.write("Content/" + path, text) }
    }

    /// A site that lies in `folder` already.
    package init(at folder: TemporaryFolder) { self.folder = folder }

    /// A configuration without a search, whose files change with every page: for tests that count files.
    package static let withoutSearch = "title: Test\nsearch: {enabled: false}\n"

    /// The clock of tests: noon of 1 June 2026.
    package static let clock = Timestamp(seconds: 1_780_315_200, hasTime: true)

    package func project() throws -> (project: Project, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        guard let project = try ProjectLoader.load(root: folder.path, diagnostics: &diagnostics) else {
            throw FatalError(.usage, diagnostics)
        }
        return (project, diagnostics)
    }

    package func options(workers: Int = 2) -> BuildOptions { BuildOptions(clock: Self.clock, workers: workers) }

    /// Load, parse and resolve.
    package func resolve(
        _ change: (inout BuildOptions) -> Void = { _ in }
    ) async throws -> (site: Site, diagnostics: [Diagnostic]) {
        var options = options()
        change(&options)
        let (project, problems) = try project()
        let (site, diagnostics) = try await BuildPipeline(project: project, options: options).resolve()
        return (site, problems + diagnostics)
    }

    /// The whole build into `Output`.
    @discardableResult
    package func build(_ change: (inout BuildOptions) -> Void = { _ in }) async throws -> BuildReport {
        var options = options()
        change(&options)
        let (project, problems) = try project()
        var report = try await BuildPipeline(project: project, options: options).run()
        report.diagnostics = (problems + report.diagnostics).sorted()
        return report
    }

    /// A file of the output as text.
    package func output(_ path: String) -> String? { folder.read("Output/" + path) }

    /// What stands in `<main>` of an output page.
    package func main(_ path: String) -> String? {
        guard let text = output(path), let start = text.firstRange(of: "<main"),
            let end = text.firstRange(of: "</main>")
        else { return nil }
        return String(text[start.lowerBound..<end.lowerBound])
    }

    /// Every output file that holds `text`, sorted.
    package func outputs(containing text: String) -> [String] {
        folder.tree("Output").filter { String(decoding: $0.value, as: UTF8.self).contains(text) }.keys.sorted()
    }
}

extension Sequence<Diagnostic> {
    /// The ids of all errors and warnings, in order.
    package var ids: [String] { filter { $0.severity > .note }.map(\.kind.id) }

    /// The first of a kind.
    package func first(_ kind: DiagnosticKind) -> Diagnostic? { first { $0.kind == kind } }
}

extension Site {
    /// The page of a content file.
    package func page(at path: String) -> SitePage? { pages.first { $0.parsed.path == path } }
}
