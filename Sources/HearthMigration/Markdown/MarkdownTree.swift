// The tree that every importer builds and `MarkdownWriter` prints.
//
// A builder's tree, not a parser's: values, no positions. Its depth is bounded by those who build it (the HTML
// converter flattens beyond `HTMLToMarkdown.maximumDepth`), so walking it may recurse.

/// A piece of running text.
package enum MarkdownInline: Sendable, Hashable {
    /// Plain text; the writer escapes what would read as markup.
    case text(String)
    case code(String)
    case emphasis([MarkdownInline])
    case strong([MarkdownInline])
    case strikethrough([MarkdownInline])
    case link(destination: String, title: String, [MarkdownInline])
    case image(source: String, title: String, alt: String)
    /// A break that the author asked for.
    case lineBreak
    /// A person of this site by handle; `name` stands where `@handle` would not be recognised.
    case mention(handle: String, name: String)
    /// A topic of this site.
    case topic(String)
    /// A reference to the footnote of this label: letters, digits and hyphens.
    case footnote(String)
    /// The box of a task, at the start of a list item's first paragraph.
    case taskBox(isDone: Bool)
}

/// A list; `start` is nil for bullets.
package struct MarkdownList: Sendable, Hashable {
    package var start: Int?
    /// No blank lines between the items.
    package var isTight: Bool
    package var items: [[MarkdownBlock]]

    package init(start: Int?, isTight: Bool, items: [[MarkdownBlock]]) {
        self.start = start
        self.isTight = isTight
        self.items = items
    }
}

/// A pipe table; rows may be shorter than the header.
package struct MarkdownTable: Sendable, Hashable {
    package enum Alignment: Sendable, Hashable {
        case none
        case left
        case center
        case right
    }

    package var header: [[MarkdownInline]]
    package var alignments: [Alignment]
    package var rows: [[[MarkdownInline]]]

    package init(header: [[MarkdownInline]], alignments: [Alignment], rows: [[[MarkdownInline]]]) {
        self.header = header
        self.alignments = alignments
        self.rows = rows
    }
}

/// A block of text.
package enum MarkdownBlock: Sendable, Hashable {
    case paragraph([MarkdownInline])
    case heading(level: Int, [MarkdownInline])
    /// A heading that links lead to by the name `id`.
    case anchoredHeading(level: Int, id: String, [MarkdownInline])
    case code(language: String, String)
    case quote([MarkdownBlock])
    case list(MarkdownList)
    case table(MarkdownTable)
    case rule
    /// `> [!NOTE]`: a quote that stands out; the kind is one of GitHub's, in capitals.
    case alert(kind: String, [MarkdownBlock])
    /// The text of a footnote, wherever it stands.
    case footnoteDefinition(label: String, [MarkdownBlock])
    /// `### Comment — @handle, date`: a heading that the content model reads, hence written by the importer word for
    /// word.
    case verbatimLine(String)
}

extension MarkdownInline {
    /// The text without markup, as an `alt` or a summary shows it.
    package static func plainText(_ inlines: [MarkdownInline]) -> String {
        var text = ""
        for inline in inlines {
            switch inline {
            case .text(let value), .code(let value): text += value
            case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): text += plainText(inner)
            case .link(_, _, let inner): text += plainText(inner)
            case .image(_, _, let alt): text += alt
            case .lineBreak: text += " "
            case .mention(_, let name): text += name
            case .topic(let tag): text += tag
            case .footnote, .taskBox: continue
            }
        }
        return text
    }
}
