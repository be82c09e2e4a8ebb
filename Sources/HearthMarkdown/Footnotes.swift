import CCMark
import HearthModel

/// The footnotes of a text while it is copied.
struct FootnoteTable {
    struct Entry {
        var label: String
        var line: Int
        /// libcmark's list item that holds the footnote.
        var item: CMarkNode?
        var number = 0
        var references = 0
        var isDuplicate = false
    }

    var entries: [Entry] = []
    private var indices: [String: Int] = [:]
    /// Indices of entries in the order of their numbers.
    private(set) var order: [Int] = []

    var isEmpty: Bool { entries.isEmpty }

    init() {}

    init(_ definitions: [FootnoteRewriter.Definition]) {
        for definition in definitions {
            let key = definition.label.lowercased()
            let isDuplicate = indices[key] != nil
            if !isDuplicate { indices[key] = entries.count }
            entries.append(Entry(label: definition.label, line: definition.line, isDuplicate: isDuplicate))
        }
    }

    /// Counts a reference: the number of its footnote and which reference to it this is; nil when there is no such
    /// footnote.
    mutating func refer(to label: String) -> (number: Int, ordinal: Int)? {
        guard let index = indices[label.lowercased()] else { return nil }
        if entries[index].number == 0 {
            order.append(index)
            entries[index].number = order.count
        }
        entries[index].references += 1
        return (entries[index].number, entries[index].references)
    }
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
                label: entry.label, number: entry.number, definition: id, references: entry.references))
        return id
    }
}
