import HearthContent
import HearthLayout
import HearthMarkdown
import HearthModel
import HearthSearch
import HearthSite

/// Pages whose text changed and nothing else that other pages can know of them.
struct ChangedTexts: Sendable {
    /// By their places in the record, which are those in the resolved site.
    private(set) var pages: [Int: ParsedPage] = [:]
    private(set) var writers: [Int: SlotWriter] = [:]
    private let files: [Int: ContentFile]
    private let record: BuildRecord
    private let parser: PageParser

    /// Why more than texts must be made.
    struct Obstacle: Error {
        let reason: String
    }

    private init(_ content: ContentState, _ record: BuildRecord, _ project: Project) {
        files = content.files
        self.record = record
        parser = PageParser(project: project)
    }

    static func read(
        _ content: ContentState, _ record: BuildRecord, _ project: Project
    ) -> Result<ChangedTexts, Obstacle> {
        // A diagnostic would have to move with its line.
        let mentioned = Set(
            record.report.diagnostics.flatMap { [$0.location?.file] + $0.notes.map { $0.location?.file } }
                .compactMap { $0 })
        var texts = ChangedTexts(content, record, project)
        let words = MarkdownWords(LayoutLibrary.words(of: project))
        for change in content.changed {
            let file = record.files[change.place]
            guard !file.facts.isEmpty, !mentioned.contains(file.path) else {
                return .failure(Obstacle(reason: "\(file.path) changed"))
            }
            let (page, diagnostics) = texts.parser.parse(path: change.file.path, bytes: change.bytes)
            guard let page, diagnostics.isEmpty, page.factsHash == file.facts,
                let links = try? BuildRecord.links(file.links)
            else { return .failure(Obstacle(reason: "what other pages know of \(file.path) changed")) }
            texts.pages[change.place] = page
            texts.writers[change.place] = SlotWriter(page, links: links, words: words)
        }
        return .success(texts)
    }

    /// The path of a page below the content folder.
    func contentPath(_ place: Int) -> String? { files[place]?.path }

    /// The tree and the links of any page of the site, changed or not; nil when its file is another one by now.
    var find: SearchTexts {
        { place in
            guard record.files.indices.contains(place), let links = try? BuildRecord.links(record.files[place].links)
            else { return nil }
            if let page = pages[place] { return (page, links) }
            guard let file = files[place], let bytes = try? FileSystem.read(file.absolutePath),
                file.placed(PageParser.hash(of: bytes[...])) == record.files[place].hash,
                let page = parser.parse(path: file.path, bytes: bytes).0
            else { return nil }
            return (page, links)
        }
    }
}
