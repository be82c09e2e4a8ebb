import Glibc
import HearthContent
import HearthModel
import HearthSite

@testable import HearthLayout

/// A site of a few files in code, resolved and ready to be rendered.
struct SampleSite {
    let site: Site
    let library: LayoutLibrary
    let plan: PagePlan
    let renderer: PageRenderer
    let diagnostics: [Diagnostic]

    /// `files` are named from the project's folder; `Content/…` and `Layouts/…`. The clock stands at noon of 1 June
    /// 2026. With `words`, the built-in theme in them.
    init(_ files: [String: String], configuration: String = "title: Test\n", words: Words? = nil) async throws {
        let root = try Self.temporaryFolder()
        defer { Self.remove(root) }
        var all = files
        all["hearth.yml"] = configuration
        for (path, text) in all {
            let target = root + "/" + path
            try FileSystem.makeDirectories(target.dropFileName)
            try FileSystem.writeAtomically(Array(text.utf8), to: target)
        }
        var found: [Diagnostic] = []
        guard let project = try ProjectLoader.load(root: root, diagnostics: &found) else {
            throw FileError("read", root)
        }
        let (content, problems) = try await ContentLoader(project: project, workers: 1).load()
        let options = ResolveOptions(clock: Timestamp(seconds: 1_780_315_200, hasTime: true))
        let (site, more) = try await SiteResolver.resolve(content, project: project, options: options)
        library =
            try words.map {
                LayoutLibrary(BuiltInTheme.files, own: [], style: "", words: $0, diagnostics: &found)
            } ?? LayoutLibrary.load(project: project, diagnostics: &found)
        plan = PagePlan(site: site, library: library, workers: 1)
        renderer = PageRenderer(site: site, library: library, plan: plan)
        self.site = site
        diagnostics = found + problems + more + plan.diagnostics
    }

    static func temporaryFolder() throws -> String {
        var template = Array("/tmp/hearth-layout-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError("make folder", "/tmp") }
        return String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func remove(_ path: String) {
        for entry in (try? FileSystem.entries(of: path)) ?? [] {
            let child = path + "/" + entry.name
            if entry.kind == .directory { remove(child) } else { unlink(child) }
        }
        rmdir(path)
    }

    func planned(_ path: String) -> PlannedPage? { plan.pages.first { $0.path.text == path } }

    /// The whole page with `~` for the root marker; empty when there is no such page.
    func page(_ path: String) -> String {
        guard let page = planned(path) else { return "" }
        return Self.readable(renderer.render(page).bytes)
    }

    /// The page between `<main` and `</main>`.
    func main(_ path: String) -> String {
        let page = page(path)
        guard let start = page.range(of: "<main"), let end = page.range(of: "</main>") else { return page }
        return String(page[start.lowerBound..<end.lowerBound])
    }

    static func readable(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.map { $0 == HTMLWriter.rootMarker ? 0x7E : $0 }, as: UTF8.self)
    }

    func has(_ id: String) -> [Diagnostic] { diagnostics.filter { $0.kind.id == id } }
}

extension String {
    /// Without Foundation.
    func range(of text: String) -> Range<String.Index>? {
        guard !text.isEmpty else { return nil }
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
