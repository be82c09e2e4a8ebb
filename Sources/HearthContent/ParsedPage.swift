package import HearthMarkdown
package import HearthModel

/// A comment on a question or an answer.
package struct ParsedComment: Sendable {
    /// Handle without `@`, or the raw name when no handle was written.
    package var author: Reference?
    package var date: Timestamp?
    /// The comment's blocks, in the document of the page (or of the answer's file).
    package var blocks: ArraySlice<MarkdownDocument.NodeID>

    package init(author: Reference?, date: Timestamp?, blocks: ArraySlice<MarkdownDocument.NodeID>) {
        self.author = author
        self.date = date
        self.blocks = blocks
    }
}

/// An answer, from a heading of the question's file or from a file of its own.
package struct ParsedAnswer: Sendable {
    /// `<handle>-<date>[-n]` or the `{#id}` written by hand; the anchor is `a-` + this.
    package var id: String
    package var author: Reference?
    package var date: Timestamp?
    package var isAccepted: Bool
    package var votes: Int?
    package var line: Int
    /// The answer's blocks in the document of the page that holds it.
    package var blocks: ArraySlice<MarkdownDocument.NodeID>
    package var comments: [ParsedComment]

    package init(
        id: String, author: Reference?, date: Timestamp?, isAccepted: Bool, votes: Int?, line: Int,
        blocks: ArraySlice<MarkdownDocument.NodeID>, comments: [ParsedComment]
    ) {
        self.id = id
        self.author = author
        self.date = date
        self.isAccepted = isAccepted
        self.votes = votes
        self.line = line
        self.blocks = blocks
        self.comments = comments
    }
}

/// One content file after the parse stage: typed front matter and the Markdown tree. Nothing here needed another file.
///
/// A class that never changes, because every later stage holds it: a copy of its sixty references a look would cost
/// more than
/// the look.
package final class ParsedPage: Sendable {
    /// The path below the content folder, such as `groups/lift/index.md`.
    package let path: String
    /// The folder of `path` with a trailing slash; empty at the root.
    package let folder: String
    /// Whether this page speaks for a folder or, at the root, for the site: see `PageFileName.isIndex`.
    package let isIndex: Bool
    /// The path as diagnostics show it, relative to the folder of `hearth.yml`: `Content/groups/lift/index.md`.
    package let file: String
    /// SHA-256 of the file's bytes.
    package let contentHash: [UInt8]
    /// SHA-256 of the front matter's bytes; of nothing where there is none.
    package let frontMatterHash: [UInt8]
    package let type: EntityType
    /// `id:`, or the file stem, or the folder's name for `index.md`.
    package let id: String
    /// Where the page goes, by its path and `slug:`. A person's, for example, is `people/<handle>/`.
    package let url: SitePath
    /// The group by folder (`groups/<id>/…`), nil elsewhere; `common.group` may name one by hand.
    package let folderGroup: String?
    package let common: CommonFields
    package let fields: EntityFields
    /// The tables that `fields` were read from, besides the file.
    package let tables: [TableSource]
    private let stored: StoredDocument
    /// SHA-256 of all that other pages, lists and the resolver can know of this page: its front matter, and of its text
    /// the title, the headings, where its links lead, who answered when, and which parts say something. While it stays
    /// the same, a change of the file shows only where the file's own text stands.
    ///
    /// Lines are not part of it: they only matter to diagnostics.
    package let factsHash: [UInt8]
    /// The page's own text: all blocks, less a first H1 that became the title, less answers and comments of a question.
    package let body: ArraySlice<MarkdownDocument.NodeID>
    /// The id of the heading that became the title, and is not in `body`.
    package let titleAnchor: String?
    /// Answers written in this file (questions in one file), in the order of the file.
    package let answers: [ParsedAnswer]
    /// Comments on the question itself; for an answer's file, comments on the answer.
    package let comments: [ParsedComment]
    /// The first line of the body in the file.
    package let bodyLine: Int

    init(
        path: String,
        file: String,
        contentHash: [UInt8],
        frontMatterHash: [UInt8],
        type: EntityType,
        id: String,
        url: SitePath,
        folderGroup: String?,
        common: CommonFields,
        fields: EntityFields,
        tables: [TableSource],
        document: MarkdownDocument,
        body: ArraySlice<MarkdownDocument.NodeID>,
        titleAnchor: String?,
        answers: [ParsedAnswer],
        comments: [ParsedComment],
        bodyLine: Int,
        store: DocumentStore?
    ) {
        self.path = path
        folder = path.utf8.lastIndex(of: 0x2F).map { String(path[...$0]) } ?? ""
        isIndex = PageFileName.isIndex(path)
        self.file = file
        self.contentHash = contentHash
        self.frontMatterHash = frontMatterHash
        self.type = type
        self.id = id
        self.url = url
        self.folderGroup = folderGroup
        self.common = common
        self.fields = fields
        self.tables = tables
        factsHash =
            PageFacts(
                path: path, frontMatterHash: frontMatterHash, title: common.title, id: id, document: document,
                body: body, titleAnchor: titleAnchor, answers: answers, comments: comments
            ).hash()
        stored = store?.keep(document) ?? StoredDocument(document)
        self.body = body
        self.titleAnchor = titleAnchor
        self.answers = answers
        self.comments = comments
        self.bodyLine = bodyLine
    }

    /// The tree of the file's text. Of a large site it may have to be fetched: ask once, and hold it while walking.
    package var document: MarkdownDocument { stored.document }
    /// The headings, links and footnotes of `document`, always at hand, and how large its tree is.
    package var headings: [MarkdownDocument.Heading] { stored.headings }
    package var links: [MarkdownDocument.Link] { stored.links }
    package var neutralIDs: [MarkdownDocument.NodeID: MarkdownDocument.NeutralID] { stored.neutralIDs }
    package var footnotes: [MarkdownDocument.Footnote] { stored.footnotes }
    package var treeSize: MarkdownDocument.TreeSize { stored.treeSize }

    /// Whether this page speaks for a folder below the content folder.
    package var isFolderIndex: Bool { isIndex && !folder.isEmpty }

    /// `path` as most pages have it: references by path are written with `.md` and `index.md`, whatever the file is called.
    package var usualPath: String {
        if isIndex { return folder + "index.md" }
        if path.hasSuffix(".md") { return path }
        return (path.lastIndex(of: ".").map { String(path[..<$0]) } ?? path) + ".md"
    }

    /// The place of `line` in this file.
    package func at(_ line: Int) -> SourceLocation { SourceLocation(file: file, line: line) }
}

/// Any other file below the content folder: copied beside its page.
package struct AssetFile: Sendable, Hashable {
    /// The path below the content folder; also the path in the output.
    package var path: String
    /// The path as diagnostics show it.
    package var file: String
    /// The absolute path to read it from.
    package var absolutePath: String
    /// In bytes.
    package var size: Int
    /// Of pictures whose files say one.
    package var pictureShape: PictureSize?

    package init(path: String, file: String, absolutePath: String, size: Int, pictureShape: PictureSize? = nil) {
        self.path = path
        self.file = file
        self.absolutePath = absolutePath
        self.size = size
        self.pictureShape = pictureShape
    }
}

/// What the load and parse stages made of the content folder.
package struct ParsedContent: Sendable {
    /// In byte order of `path`.
    package var pages: [ParsedPage]
    package var assets: [AssetFile]
    /// Of each file that a symbolic link led to, by the path that diagnostics show, where it lies below the content
    /// folder.
    package var linkTargets: [String: String] = [:]
    /// Content path → why a file that is there is not published.
    package var withheld: [String: String] = [:]

    package init(pages: [ParsedPage], assets: [AssetFile]) {
        self.pages = pages
        self.assets = assets
    }
}
