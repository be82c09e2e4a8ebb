package import HearthModel

/// Writes blocks of a `MarkdownDocument` as HTML.
///
/// Plain CommonMark comes out as the reference implementation writes it. For sites, what helps readers is added: ids of
/// headings, scrollable tables, lazy pictures, labelled check boxes; `gfmCompatible` leaves all that away.
package struct MarkdownHTMLRenderer {
    /// Put before the ids of headings and footnotes, so that two documents can share a page.
    package var anchorPrefix: String
    /// Whether each heading ends with a link to itself.
    package var headingAnchors: Bool
    /// Writes exactly what CommonMark's and GitHub's reference implementations write, for tests and other programs.
    package var gfmCompatible: Bool
    /// Added to the level of headings, at most to level 6.
    package var headingShift: Int
    /// Makes HTML of a code block in the language that its fence names; nil leaves the block plain. What it returns is
    /// written as it is, so it must be escaped.
    package var highlighter: ((_ code: String, _ language: String) -> [UInt8]?)?
    /// What stands beside the author's words; plain output has the English ones.
    package var words: MarkdownWords

    package init(
        anchorPrefix: String = "", headingAnchors: Bool = false, gfmCompatible: Bool = false, headingShift: Int = 0,
        highlighter: ((_ code: String, _ language: String) -> [UInt8]?)? = nil, words: MarkdownWords = .english
    ) {
        self.anchorPrefix = anchorPrefix
        self.headingAnchors = headingAnchors
        self.gfmCompatible = gfmCompatible
        self.headingShift = headingShift
        self.highlighter = highlighter
        self.words = words
    }

    /// Writes `blocks` and all that is in them.
    ///
    /// - Parameter resolve: Says what a link became, by its index in `document.links`; nil leaves the destination as
    /// written,
    ///   and a wiki link, mention or topic as text.
    package func render(
        _ document: MarkdownDocument, blocks: ArraySlice<MarkdownDocument.NodeID>, into writer: inout HTMLWriter,
        resolve: (Int) -> LinkResolution?
    ) {
        withoutActuallyEscaping(resolve) { resolve in
            var walk = HTMLWalk(renderer: self, document: document, resolve: resolve)
            swap(&walk.writer, &writer)
            for block in blocks { walk.write(block) }
            swap(&walk.writer, &writer)
        }
    }

    /// Writes the footnotes of a part (nil: of all) that are referred to as a section; nothing when there are none.
    package func renderFootnotes(
        _ document: MarkdownDocument, of part: Int? = nil, into writer: inout HTMLWriter,
        resolve: (Int) -> LinkResolution?
    ) {
        let places =
            part.map { document.footnotesOfPart[$0] ?? [] }
            ?? document.footnotes.indices.filter { document.footnotes[$0].number > 0 }
        guard !places.isEmpty else { return }
        withoutActuallyEscaping(resolve) { resolve in
            var walk = HTMLWalk(renderer: self, document: document, resolve: resolve)
            swap(&walk.writer, &writer)
            walk.writeFootnotes(places)
            swap(&walk.writer, &writer)
        }
    }
}

/// One rendering on its way: visits the nodes in document order, without recursion.
struct HTMLWalk: ~Copyable {
    let renderer: MarkdownHTMLRenderer
    let document: MarkdownDocument
    let resolve: (Int) -> LinkResolution?
    var writer = HTMLWriter()
    /// For each open link whether it was written as one.
    var openLinks: [Bool] = []
    /// The paragraph that a footnote's links back are written into.
    var backReferenceParagraph = MarkdownDocument.none
    var backReferences = -1

    var isPlain: Bool { renderer.gfmCompatible }

    init(renderer: MarkdownHTMLRenderer, document: MarkdownDocument, resolve: @escaping (Int) -> LinkResolution?) {
        self.renderer = renderer
        self.document = document
        self.resolve = resolve
    }

    /// Writes `root` and what is below it.
    mutating func write(_ root: MarkdownDocument.NodeID) {
        var node = root
        while true {
            let value = document.nodes[Int(node)]
            if enter(node, value) {
                if value.firstChild != MarkdownDocument.none {
                    node = value.firstChild
                    continue
                }
                exit(node, value)
            }
            while node != root, document.nodes[Int(node)].nextSibling == MarkdownDocument.none {
                node = document.nodes[Int(node)].parent
                exit(node, document.nodes[Int(node)])
                if node == root { return }
            }
            if node == root { return }
            node = document.nodes[Int(node)].nextSibling
        }
    }

    /// Begins a new line unless the output is at the start of one.
    mutating func freshLine() {
        if !writer.isAtLineStart { writer.raw("\n") }
    }

    /// Writes the beginning of a node; true when its children and its end are to follow.
    private mutating func enter(_ id: MarkdownDocument.NodeID, _ node: MarkdownDocument.Node) -> Bool {
        switch node.kind {
        case .text: writer.text(literal(node))
        case .softBreak: writer.raw("\n")
        case .lineBreak: writer.raw("<br />\n")
        case .code:
            writer.raw("<code>")
            writer.text(literal(node))
            writer.raw("</code>")
        case .htmlInline: writer.rendered(literal(node))
        case .emphasis:
            writer.raw("<em>")
            return true
        case .strong:
            writer.raw("<strong>")
            return true
        case .strikethrough:
            writer.raw("<del>")
            return true
        case .link:
            beginLink(node)
            return true
        case .image: writeImage(id, node)
        case .wikiLink, .mention, .topic: writeCommunityLink(node)
        case .footnoteReference: writeFootnoteReference(id, node)
        default: return enterBlock(id, node)
        }
        return false
    }

    private mutating func exit(_ id: MarkdownDocument.NodeID, _ node: MarkdownDocument.Node) {
        switch node.kind {
        case .emphasis: writer.raw("</em>")
        case .strong: writer.raw("</strong>")
        case .strikethrough: writer.raw("</del>")
        case .link: if openLinks.popLast() == true { writer.raw("</a>") }
        default: exitBlock(id, node)
        }
    }

    func literal(_ node: MarkdownDocument.Node) -> ArraySlice<UInt8> {
        document.buffer[Int(node.text.lowerBound)..<Int(node.text.upperBound)]
    }

    mutating func number(_ value: Int) { writer.number(value) }
}
