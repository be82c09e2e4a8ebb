import CCMark
import HearthModel

/// Copies libcmark's tree into a `MarkdownDocument`, undoing masks and finding the extensions on the way.
///
/// libcmark's nodes are visited in document order without recursion; `frames` holds the arena's open nodes. What
/// concerns
/// blocks, inlines, text and footnotes is in extensions of their own.
struct TreeBuilder {
    /// An open node of the arena.
    struct Frame {
        var node: MarkdownDocument.NodeID
        /// Its last child so far.
        var last: MarkdownDocument.NodeID
        /// Stands for a node that was left out: children go to the node below, which `node` names too.
        var isTransparent = false
    }

    /// Nodes inside one another that are kept; browsers stop at 512 elements, and a page has some around its content.
    static let depthLimit = 380
    /// Below this depth nothing is struck out, and above it at most two levels in one parent: `StrikeDelimiter`s become
    /// nodes
    /// that `depthLimit` does not see.
    static let strikeDepthLimit = 40
    /// Cells that a document's rows may lack and that are added, against 1,000 columns with 1,000 short rows.
    static let paddingLimit = 100_000

    var document: MarkdownDocument
    var diagnostics: [Diagnostic] = []
    /// What libcmark reads.
    var source: SourceText
    /// What was written, with masks; for columns.
    var written: SourceText
    let unmasker: Unmasker
    let file: String
    let lineOffset: Int
    let options: MarkdownOptions
    /// The first line that is nested too deeply, from 1.
    var deepLine: Int?

    var frames: [Frame] = [Frame(node: 0, last: MarkdownDocument.none)]
    /// The line (of `source`) that the inlines have reached.
    var inlineLine = 0
    /// Lines by which libcmark's lines of the current paragraph are short.
    var lineShift = 0
    /// Links and images around the current node: nothing inside them becomes a link.
    var linkDepth = 0
    /// The text node that a piece of text may be added to.
    var openText = MarkdownDocument.none
    var strikes: [StrikeDelimiter] = []
    /// libcmark's nodes that have been used up by their parent: alert titles and their line breaks.
    var skipped: [CMarkNode] = []
    /// Bytes of the next text node that were a task's `[x] `, or a box's `[!NOTE]- `.
    var taskMarkLength = 0
    /// The box whose own title is being copied, or comes next.
    var boxTitle: BoxTitle?

    var tables: [TableRewriter.Table] = []
    var cells: [CMarkNode] = []
    var padding = 0
    var footnotes = FootnoteTable()
    var startsPart: ((Int, String) -> Bool)?
    var scratch: [UInt8] = []

    init(source: SourceText, unmasker: Unmasker, file: String, lineOffset: Int, options: MarkdownOptions) {
        self.source = source
        self.written = source
        self.unmasker = unmasker
        self.file = file
        self.lineOffset = lineOffset
        self.options = options
        document = MarkdownDocument(capacity: source.bytes.count)
    }

    /// Copies `tree`, which libcmark made of `source`.
    mutating func copy(
        _ tree: borrowing CMarkTree, tables: TableRewriter?, footnotes: FootnoteRewriter?,
        diagnostics output: inout [Diagnostic]
    ) -> MarkdownDocument {
        var first = tree.root.firstChild
        if let tables {
            self.tables = tables.tables
            cells.reserveCapacity(tables.cellCount)
            while cells.count < tables.cellCount, let cell = first {
                cells.append(cell)
                first = cell.next
            }
        }
        if let footnotes { self.footnotes = FootnoteTable(footnotes.definitions, partLines: partLines(from: first)) }
        if let first { copySiblings(from: first, below: tree.root) }
        document.blocks = []
        var block = document.nodes[0].firstChild
        while block != MarkdownDocument.none {
            document.blocks.append(block)
            block = document.nodes[Int(block)].nextSibling
        }
        copyFootnotes()
        if let deepLine {
            report(
                .deepNesting, line: deepLine + lineOffset,
                "more than \(SourceMarker.deepest) quotes and lists inside one another")
        }
        finishHeadings()
        output += diagnostics
        return document
    }

    /// Copies `first`, its later siblings and all that is below them into the innermost frame.
    mutating func copySiblings(from first: CMarkNode, below root: CMarkNode) {
        var node = first
        while true {
            if enter(node) {
                if let child = node.firstChild {
                    node = child
                    continue
                }
                leave(node)
            }
            while node.next == nil {
                guard let parent = node.parentNode, parent != root else { return }
                leave(parent)
                node = parent
            }
            guard let next = node.next else { return }
            node = next
        }
    }

    // MARK: - The arena

    /// Adds a node below the innermost frame.
    @discardableResult
    mutating func append(
        _ kind: MarkdownDocument.Kind, line: Int, text: Range<Int32> = 0..<0, detail: Int = 0
    ) -> MarkdownDocument.NodeID {
        let id = MarkdownDocument.NodeID(truncatingIfNeeded: document.nodes.count)
        let top = frames.count - 1
        let (parent, last) = (frames[top].node, frames[top].last)
        document.nodes.append(
            MarkdownDocument.Node(
                kind: kind, parent: parent, firstChild: MarkdownDocument.none, nextSibling: MarkdownDocument.none,
                line: Int32(truncatingIfNeeded: fileLine(line)), text: text, detail: Int32(truncatingIfNeeded: detail)))
        if last == MarkdownDocument.none {
            document.nodes[Int(parent)].firstChild = id
        } else {
            document.nodes[Int(last)].nextSibling = id
        }
        frames[top].last = id
        openText = MarkdownDocument.none
        return id
    }

    mutating func push(_ node: MarkdownDocument.NodeID) {
        frames.append(Frame(node: node, last: MarkdownDocument.none))
        openText = MarkdownDocument.none
    }

    mutating func pop() {
        let frame = frames.removeLast()
        if frame.isTransparent { frames[frames.count - 1].last = frame.last }
        openText = MarkdownDocument.none
    }

    /// Opens a frame whose children go to the node that is open already.
    mutating func pushTransparent() {
        var frame = frames[frames.count - 1]
        frame.isTransparent = true
        frames.append(frame)
    }

    /// Opens `kind`, or, below the depth that browsers display, leaves it out and keeps its content.
    mutating func pushContainer(_ kind: MarkdownDocument.Kind, line: Int, detail: Int = 0) {
        if frames.count > Self.depthLimit, options.extensions {
            if deepLine == nil { deepLine = source.origin(ofLine: line).line }
            pushTransparent()
        } else {
            push(append(kind, line: line, detail: detail))
        }
    }

    var parentKind: MarkdownDocument.Kind { document.nodes[Int(frames[frames.count - 1].node)].kind }

    /// Adds text to the buffer, masks undone.
    mutating func store(_ text: UnsafeBufferPointer<UInt8>, verbatim: Bool = false) -> Range<Int32> {
        let start = Int32(truncatingIfNeeded: document.buffer.count)
        unmasker.append(text, to: &document.buffer, verbatim: verbatim)
        return start..<Int32(truncatingIfNeeded: document.buffer.count)
    }

    // MARK: - Places in the file

    /// The line of the file that a line of `source` comes from.
    func fileLine(_ line: Int) -> Int { source.origin(ofLine: line).line + lineOffset }

    mutating func report(
        _ kind: DiagnosticKind, line: Int, column: Int? = nil, length: Int? = nil, _ summary: String,
        help: String? = nil
    ) {
        let location = SourceLocation(file: file, line: line, column: column, length: length)
        diagnostics.append(Diagnostic(kind, at: location, summary, help: help))
    }

    /// The column from 1 at which `pattern` was written on a line of `source`: where libcmark says, or else the place
    /// on the
    /// line that is nearest. Nil when it is not on the line.
    ///
    /// libcmark 0.30 counts columns as if every line of a paragraph began where its first does, so lazy lines are off.
    mutating func column(of pattern: UnsafeBufferPointer<UInt8>, line: Int, near expected: Int) -> Int? {
        written.indexLines()
        let origin = source.origin(ofLine: line)
        let range = written.range(ofLine: origin.line)
        guard !pattern.isEmpty, range.count >= pattern.count else { return nil }
        let wanted = expected + origin.columnShift - 1
        return written.bytes.withUnsafeBufferPointer { text in
            func matches(_ offset: Int) -> Bool {
                guard offset >= 0, offset + pattern.count <= range.count else { return false }
                for index in 0..<pattern.count {
                    let byte = text[range.lowerBound + offset + index]
                    if byte != pattern[index], Mask.original[Int(byte)] != pattern[index] { return false }
                }
                return true
            }
            // Indentation is what it can be off by; a long line is not searched to its ends for each link on it.
            for distance in 0..<64 {
                if matches(wanted - distance) { return wanted - distance + 1 }
                if distance > 0, matches(wanted + distance) { return wanted + distance + 1 }
            }
            return nil
        }
    }
}
