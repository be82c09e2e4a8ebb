import Crypto
import HearthMarkdown
package import HearthModel

/// The parse stage for one file: bytes in, a typed page with its Markdown tree out. A mistake is a diagnostic, and
/// there is a page all the same, so that nothing vanishes from the site because of a missing quote.
package struct PageParser: Sendable {
    private let project: Project
    private let rawHTML: RawHTMLFolders
    private let store: DocumentStore?
    private let zone: SiteZone

    /// Trees go into `store`; without one they stay in memory.
    package init(project: Project, store: DocumentStore? = nil) {
        self.project = project
        self.store = store
        zone = SiteZone(project.configuration.timeZone)
        rawHTML = RawHTMLFolders(project.configuration)
    }

    /// Parses the file at `path` (below the content folder). Nil only for a path that no page can have.
    ///
    /// `isUnread`: the bytes are not what the file holds, which could not be read. The page is held back.
    package func parse(path: String, bytes: [UInt8], isUnread: Bool = false) -> (ParsedPage?, [Diagnostic]) {
        let file = project.displayPath(ofContent: path)
        guard Self.problem(ofPath: path) == nil, !path.isEmpty else {
            return (nil, [Diagnostic(.badFileName, at: SourceLocation(file: file), "the name cannot be an address")])
        }
        var diagnostics: [Diagnostic] = []
        let source = SourceText(bytes, file: file, diagnostics: &diagnostics)
        var draft = PageDraft(path: path, file: file, source: source.bytes, zone: zone)
        draft.readFields(&diagnostics)
        if isUnread { draft.hold() }
        let options = MarkdownOptions(allowsRawHTML: rawHTML.contains(path))
        let startsPart: ((Int, String) -> Bool)? =
            draft.type == .question ? { AnswerHeading.opensAnswer(level: $0, text: $1) } : nil
        let text = source.bytes[draft.bodyStart...]
        let mayHaveAnswers = draft.type == .question || draft.type == .answer
        let document = MarkdownDocument.parse(
            mayHaveAnswers ? AnswerLines.mended(text) : text, file: file, firstLine: draft.bodyLine, options: options,
            startsPart: startsPart, diagnostics: &diagnostics)
        draft.reportConflicts(outsideCodeOf: document, &diagnostics)
        let page = draft.page(
            document: document, hash: Self.hash(of: bytes[...]),
            frontMatterHash: Self.hash(of: source.bytes[..<draft.bodyStart]),
            tables: TableFile(project: project, zone: zone), store: store, &diagnostics)
        return (page, diagnostics)
    }

    /// Why a file of this path cannot be published; nil when it can.
    static func problem(ofPath path: String) -> String? {
        for byte in path.utf8 where byte < 0x20 || byte == 0x7F || byte == 0x5C {
            return byte == 0x5C ? "a backslash" : "a control character"
        }
        return nil
    }

    /// SHA-256.
    package static func hash(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return Array(hash.finalize())
    }
}
