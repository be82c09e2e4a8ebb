import CCMark
import HearthModel

/// The footnotes of a text while it is copied.
struct FootnoteTable {
    struct Entry {
        var label: String
        var line: Int
        var part: Int
        /// libcmark's list item that holds the footnote.
        var item: CMarkNode?
        var number = 0
        var references = 0
        var isDuplicate = false
    }

    private struct Key: Hashable {
        var part: Int
        var label: String
    }

    var entries: [Entry] = []
    /// Of each part, and the first of the whole text.
    private var indices: [Key: Int] = [:]
    private var anywhere: [String: Int] = [:]
    /// Lines on which parts begin, in order: what is above the first is part 0.
    private(set) var partLines: [Int] = []
    /// The last number of each part.
    private var numbers: [Int: Int] = [:]
    /// Indices of entries in the order of their first references.
    private(set) var order: [Int] = []

    var isEmpty: Bool { entries.isEmpty }

    init() {}

    init(_ definitions: [FootnoteRewriter.Definition], partLines: [Int]) {
        self.partLines = partLines
        for definition in definitions {
            let key = Key(part: part(ofLine: definition.line), label: definition.label.lowercased())
            let isDuplicate = indices[key] != nil
            if !isDuplicate { indices[key] = entries.count }
            if anywhere[key.label] == nil { anywhere[key.label] = entries.count }
            entries.append(
                Entry(label: definition.label, line: definition.line, part: key.part, isDuplicate: isDuplicate))
        }
    }

    /// By halving.
    private func part(ofLine line: Int) -> Int {
        var (low, high) = (0, partLines.count)
        while low < high {
            let middle = (low + high) / 2
            if partLines[middle] <= line { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Counts a reference on a line: the place of its footnote among those that are referred to, and which reference to
    /// it this is; nil when there is no such footnote.
    mutating func refer(to label: String, onLine line: Int) -> (place: Int, ordinal: Int)? {
        let label = label.lowercased()
        guard let index = indices[Key(part: part(ofLine: line), label: label)] ?? anywhere[label] else { return nil }
        if entries[index].number == 0 {
            places[index] = order.count
            order.append(index)
            numbers[entries[index].part, default: 0] += 1
            entries[index].number = numbers[entries[index].part] ?? 1
        }
        entries[index].references += 1
        return (places[index] ?? 0, entries[index].references)
    }

    /// Places in `order`.
    private var places: [Int: Int] = [:]
}

extension TreeBuilder {
    /// Copies the footnotes that are referred to, after everything else and in the order of their numbers. A footnote
    /// may
    /// refer to further ones.
    mutating func copyFootnotes() {
        var position = 0
        while position < footnotes.order.count {
            let entry = footnotes.entries[footnotes.order[position]]
            position += 1
            let definition = appendDefinition(entry)
            guard let item = entry.item, let first = item.firstChild else { continue }
            frames.append(Frame(node: definition, last: MarkdownDocument.none))
            copySiblings(from: first, below: item)
            frames.removeLast()
        }
        for (index, number) in footnotes.order.enumerated() where document.footnotes[index].number > 0 {
            document.footnotes[index].references = footnotes.entries[number].references
        }
        for (index, footnote) in document.footnotes.enumerated() where footnote.number > 0 {
            document.footnotesOfPart[footnote.part, default: []].append(index)
        }
        document.partLines = footnotes.partLines.map { $0 + lineOffset }
        for entry in footnotes.entries where entry.number == 0 {
            appendDefinition(entry)
            let line = entry.line + lineOffset
            if entry.isDuplicate {
                report(.duplicateFootnote, line: line, "the footnote [^\(entry.label)] is defined twice")
            } else {
                report(.unusedFootnote, line: line, "nothing refers to the footnote [^\(entry.label)]")
            }
        }
    }

    /// Adds a definition's node, which belongs to the root but is none of its children.
    @discardableResult
    private mutating func appendDefinition(_ entry: FootnoteTable.Entry) -> MarkdownDocument.NodeID {
        let id = MarkdownDocument.NodeID(truncatingIfNeeded: document.nodes.count)
        document.nodes.append(
            MarkdownDocument.Node(
                kind: .footnoteDefinition, parent: 0, firstChild: MarkdownDocument.none,
                nextSibling: MarkdownDocument.none,
                line: Int32(truncatingIfNeeded: entry.line + lineOffset), text: 0..<0,
                detail: Int32(truncatingIfNeeded: document.footnotes.count)))
        document.footnotes.append(
            MarkdownDocument.Footnote(
                label: entry.label, number: entry.number, part: entry.part, prefix: "", definition: id,
                references: entry.references))
        return id
    }

    // MARK: - Parts

    /// The lines of the headings that begin a part, among `first` and its siblings.
    func partLines(from first: CMarkNode?) -> [Int] {
        guard let startsPart else { return [] }
        var lines: [Int] = []
        var node = first
        while let block = node {
            if block.kind == CMARK_NODE_HEADING,
                startsPart(Int(cmark_node_get_heading_level(block)), plainText(of: block))
            {
                lines.append(source.origin(ofLine: block.startLine).line)
            }
            node = block.next
        }
        return lines
    }

    /// What `MarkdownDocument.plainText` will say of a heading of words, without its id.
    private func plainText(of heading: CMarkNode) -> String {
        var text: [UInt8] = []
        var node = heading.firstChild
        while let inline = node {
            switch inline.kind {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: unmasker.append(inline.literalBytes, to: &text, verbatim: false)
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text.append(Byte.space)
            default: break
            }
            var next = inline.firstChild ?? inline.next
            var above = inline
            while next == nil, let parent = above.parentNode, parent != heading {
                next = parent.next
                above = parent
            }
            node = next
        }
        if text.last == Byte.closeBrace, let brace = text.lastIndex(of: Byte.brace), text[brace + 1] == Byte.hash {
            text.removeSubrange(brace...)
        }
        while text.last?.isBlank == true { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }
}

extension MarkdownDocument {
    /// Gives each part of the text (see `startsPart` of `parse`) the number and the prefix of ids that `owner` says: the
    /// caller may count parts otherwise.
    package mutating func giveFootnotes(_ owner: (_ part: Int) -> (part: Int, prefix: String)) {
        footnotesOfPart = [:]
        for index in footnotes.indices {
            let (part, prefix) = owner(footnotes[index].part)
            (footnotes[index].part, footnotes[index].prefix) = (part, prefix)
            if footnotes[index].number > 0 { footnotesOfPart[part, default: []].append(index) }
        }
    }
}
