package import HearthModel

/// A parsed Markdown text: a flat arena of nodes over one byte buffer.
///
/// `Sendable`, freed in one step and safe at any nesting depth: nothing that walks it recurses. Every consumer (HTML,
/// plain
/// text, outline, link check, search, Markdown writer) reads this tree; nobody parses rendered HTML again.
package struct MarkdownDocument: Sendable {
    /// A node's place in `nodes`.
    package typealias NodeID = Int32

    /// No node: the end of a list of siblings or children.
    package static let none: NodeID = -1

    /// What a node is. CommonMark's kinds first, then those of the extensions.
    package enum Kind: UInt8, Sendable {
        case document, blockQuote, list, item, codeBlock, htmlBlock, paragraph, heading, thematicBreak
        case text, softBreak, lineBreak, code, htmlInline, emphasis, strong, link, image
        case table, tableRow, tableCell, strikethrough, footnoteReference, footnoteDefinition, alert
        case wikiLink, mention, topic
    }

    /// One node: links to its family, its text and what its kind needs besides.
    package struct Node: Sendable {
        package var kind: Kind
        package var parent: NodeID
        package var firstChild: NodeID
        package var nextSibling: NodeID
        /// The line in the source file, counted from 1.
        package var line: Int32
        /// The literal text (text, code, code block, HTML), as a range of `buffer`.
        package var text: Range<Int32>
        /// An index into the side table of the kind: `headings`, `links`, `codeInfos`, `lists`, `tables`, `alerts`,
        /// `footnotes`;
        /// for an item its task state (0 none, 1 open, 2 done); for a table cell its column; for a table row 1 when it
        /// is
        /// the header; else 0.
        package var detail: Int32
    }

    /// A heading with the id that its anchor has.
    package struct Heading: Sendable {
        package var node: NodeID
        // Small numbers: a large site holds all headings and links of all pages.
        private var smallLine: Int32
        private var smallLevel: UInt8
        /// Whether the id was written as `{#id}`.
        package var hasOwnID: Bool
        /// GitHub-style, unique in this document, or set by hand with `{#id}`.
        package var id: String
        /// The plain text, without markup.
        package var text: String

        package var level: Int { Int(smallLevel) }
        package var line: Int { Int(smallLine) }

        init(node: NodeID, level: Int, id: String, hasOwnID: Bool, text: String, line: Int) {
            (self.node, smallLevel, smallLine) = (node, UInt8(clamping: level), Int32(clamping: line))
            (self.id, self.hasOwnID, self.text) = (id, hasOwnID, text)
        }
    }

    /// How a link was written.
    package enum LinkForm: UInt8, Sendable {
        /// `[text](destination)`, reference links and `<https://…>` autolinks.
        case link
        /// A URL or mail address that stands bare in the text.
        case bareURL
        /// `![alt](destination)`.
        case image
        /// `[[target]]`: `destination` is the target without label, `#Heading` included.
        case wiki
        /// `@handle`: `destination` is the handle.
        case mention
        /// `#tag`: `destination` is the tag as written.
        case topic
        /// `[text](some words)` and `[text] (name.md)`, which are none and stay text: `destination` is what stands in the
        /// parentheses, in case a page has that name.
        case words
        /// `![[target]]`: as `wiki`; a picture is shown, of anything else a link.
        case embed
    }

    /// Something in the text that points elsewhere; resolved later by the site.
    package struct Link: Sendable {
        package var node: NodeID
        private var smallLine: Int32
        /// -1 where it is not known.
        private var smallColumn: Int32
        private var smallLength: Int32
        package var destination: String
        package var title: String
        /// The label of `[[target|label]]`; nil when none was written.
        package var label: String?
        package var form: LinkForm
        /// How wide and how high a picture is to be shown, in pixels; 0 where it is not said.
        package var width: UInt16 = 0
        package var height: UInt16 = 0

        package var line: Int { Int(smallLine) }
        /// Column in bytes from 1 of the text that was written, where it is known.
        package var column: Int? { smallColumn < 0 ? nil : Int(smallColumn) }
        /// Bytes of the text that was written, where it is known.
        package var length: Int? { smallLength < 0 ? nil : Int(smallLength) }

        init(
            node: NodeID, form: LinkForm, destination: String, title: String, label: String?, line: Int,
            column: Int?, length: Int?
        ) {
            (self.node, self.form, self.destination, self.title) = (node, form, destination, title)
            (self.label, smallLine) = (label, Int32(clamping: line))
            (smallColumn, smallLength) = (Int32(clamping: column ?? -1), Int32(clamping: length ?? -1))
        }
    }

    package struct ListInfo: Sendable {
        package var isOrdered: Bool
        package var start: Int
        package var isTight: Bool
        /// Whether one of its items is a task.
        package var hasTasks: Bool
    }

    package enum Alignment: UInt8, Sendable {
        case none, left, center, right
    }

    package enum AlertKind: String, Sendable, CaseIterable {
        case note, tip, important, warning, caution
    }

    package struct Footnote: Sendable {
        package var label: String
        /// The number it is shown with, from 1 in order of first reference in its part; 0 when nothing refers to it.
        package var number: Int
        /// The part of the text that it is written in, from 0: see `giveFootnotes`.
        package var part: Int
        /// Stands before its ids, so that parts may use the same labels.
        package var prefix: String
        package var definition: NodeID
        /// How many references point at it.
        package var references: Int

        /// Its id, before it is percent-encoded, and that of the first reference to it.
        package var anchor: String { prefix + "fn-" + label }
        package var referenceAnchor: String { prefix + "fnref-" + label }
    }

    package internal(set) var nodes: [Node]
    package internal(set) var buffer: [UInt8]
    package internal(set) var headings: [Heading]
    package internal(set) var links: [Link]
    /// By the heading's node, of those whose id follows from what pages are called.
    package internal(set) var neutralIDs: [NodeID: NeutralID] = [:]
    /// The info strings of fenced code blocks, entities resolved.
    package internal(set) var codeInfos: [String]
    package internal(set) var lists: [ListInfo]
    /// Column alignments of each table.
    package internal(set) var tables: [[Alignment]]
    package internal(set) var alerts: [AlertKind]
    /// Those that are referred to, in the order of their first references, then the others.
    package internal(set) var footnotes: [Footnote]
    /// The footnotes that are shown at the end of each part, as places in `footnotes`.
    package internal(set) var footnotesOfPart: [Int: [Int]] = [:]
    /// Headings that would begin a part, but lie in a block of raw HTML, with their lines; the first of each block.
    package internal(set) var hiddenParts: [(line: Int, heading: String)] = []
    /// The lines of the headings that begin the parts from 1 on; only of a text with footnotes.
    package internal(set) var partLines: [Int] = []
    /// For each footnote reference, which reference to its footnote it is, counted from 1.
    package internal(set) var referenceOrdinals: [NodeID: Int]

    /// The children of the document node, in order: what a section of a page is a range of.
    package internal(set) var blocks: [NodeID]
}

/// How Markdown is read.
package struct MarkdownOptions: Sendable, Hashable {
    /// Tables, task lists, strikethrough, bare URLs, footnotes, alerts, heading ids, wiki links, `@people` and
    /// `#topics`;
    /// false gives plain CommonMark 0.30.
    package var extensions: Bool
    /// Whether raw HTML is kept; otherwise it is dropped with a diagnostic.
    package var allowsRawHTML: Bool
    /// Wiki links, `@people` and `#topics`: off for plain GitHub-flavoured text.
    package var communityLinks: Bool

    package init(extensions: Bool = true, allowsRawHTML: Bool = false, communityLinks: Bool = true) {
        self.extensions = extensions
        self.allowsRawHTML = allowsRawHTML
        self.communityLinks = communityLinks
    }
}

/// The class that a link is written with, for style sheets.
package enum LinkClass: String, Sendable {
    /// Of most links.
    case none = ""
    /// A person's page.
    case mention
    case topic
    /// An image on another server, which is written as a link to it.
    case elsewhere
}

/// What a link of the text became: given by the resolver, written by the HTML renderer.
package enum LinkResolution: Sendable, Hashable {
    /// A link to `href` (as it shall stand in the attribute, root marker included). `text` replaces the link's own text
    /// where it has none of its own (wiki links, people, topics).
    case link(href: String, text: String? = nil, class: LinkClass = .none)
    /// A picture of the site at `href`, as above, with the size that it has by itself.
    case picture(href: String, PictureSize)
    /// No link, only the text; `text` as above.
    case plain(text: String? = nil)

    /// What readers see in place of the title of a page that they may not read.
    package static let hiddenTitle = "restricted page"

    /// What replaces the link's own text.
    package var text: String? {
        switch self {
        case .link(_, let text, _), .plain(let text): text
        case .picture: nil
        }
    }
}
