package import HearthModel

/// The load and parse stages: the content folder in, every page and asset out.
package struct ContentLoader {
    /// Larger Markdown files are left out with a diagnostic.
    package static let pageByteLimit = 64 << 20

    private let project: Project
    private let workers: Int
    private let store: DocumentStore?

    /// Trees of pages go into `store`; without one they stay in memory.
    package init(project: Project, workers: Int, store: DocumentStore? = nil) {
        self.project = project
        self.workers = workers
        self.store = store
    }

    /// Walks the folder and parses all pages. Problems of single files are diagnostics; throws `FatalError(.usage)`
    /// when the content folder does not exist.
    package func load() async throws -> (content: ParsedContent, diagnostics: [Diagnostic]) {
        var walker = try ContentWalker(project: project)
        walker.walk()
        let parser = PageParser(project: project, store: store)
        let sources = walker.files.filter(\.isPage)
        let results = try await mapInParallel(sources, workers: workers) { Self.parse($0, with: parser) }
        var diagnostics = walker.diagnostics
        var pages: [ParsedPage] = []
        pages.reserveCapacity(results.count)
        for (page, found) in results {
            if let page { pages.append(page) }
            diagnostics += found
        }
        for path in walker.lostIndexes {
            guard let page = parser.parse(path: path, bytes: [], isUnread: true).0 else { continue }
            let place = pages.firstIndex { path.utf8.lexicographicallyPrecedes($0.path.utf8) } ?? pages.count
            pages.insert(page, at: place)
        }
        let assets = try await mapInParallel(walker.files.filter { !$0.isPage }, workers: workers) { file in
            AssetFile(
                path: file.path.precomposed, file: file.shownPath, absolutePath: file.absolutePath, size: file.size,
                pictureShape: PictureSize.read(file.absolutePath))
        }
        var content = ParsedContent(pages: pages, assets: assets)
        for file in walker.files where file.linkTarget != nil { content.linkTargets[file.shownPath] = file.linkTarget }
        content.withheld = walker.withheld
        return (content, diagnostics.sorted())
    }

    private static func parse(_ file: ContentWalker.File, with parser: PageParser) -> (ParsedPage?, [Diagnostic]) {
        let location = SourceLocation(file: file.shownPath)
        guard file.size <= pageByteLimit else {
            let summary = "the file has \(file.size >> 20) MB; the limit for a page is \(pageByteLimit >> 20) MB"
            let help = "split it, or give it another extension so that it is offered for download"
            return (unread(file, parser), [Diagnostic(.fileTooLarge, at: location, summary, help: help)])
        }
        do {
            return parser.parse(path: file.path, bytes: try FileSystem.read(file.absolutePath))
        } catch {
            return (unread(file, parser), [Diagnostic(.unreadableFile, at: location, "\(error)")])
        }
    }

    /// The place of a page that may say who may read its folder: without it the folder would be open.
    private static func unread(_ file: ContentWalker.File, _ parser: PageParser) -> ParsedPage? {
        guard PageFileName.isIndex(file.path) || PageFileName.isReadme(file.path), file.path.utf8.contains(0x2F) else {
            return nil
        }
        return parser.parse(path: file.path, bytes: [], isUnread: true).0
    }
}
