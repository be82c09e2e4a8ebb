// What becomes of notes in the tree that is to be written.
extension NoteLinks {
    private typealias Definition = (label: String, blocks: [MarkdownBlock])

    /// The notes behind all else, as Markdown wants them. A note whose mark has not come along stays where all read it, and
    /// of a mark without its note the number is left.
    static func settled(_ blocks: [MarkdownBlock]) -> (text: [MarkdownBlock], notes: [MarkdownBlock]) {
        var notes: [Definition] = []
        let text = taken(blocks, &notes)
        let known = Set(notes.map(\.label))
        var used: Set<String> = []
        var pending = marks(in: text)
        while let label = pending.popFirst() {
            guard used.insert(label).inserted, let note = notes.first(where: { $0.label == label }) else { continue }
            pending.formUnion(marks(in: note.blocks))
        }
        let unused = notes.filter { !used.contains($0.label) }.flatMap(\.blocks)
        let rest = notes.filter { used.contains($0.label) }
        func settled(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
            blocks.rewritten { inlines in
                changed(inlines) { known.contains($0) && used.contains($0) ? .footnote($0) : .text("[\($0)]") }
            }
        }
        return (settled(text + unused), settled(rest.map { .footnoteDefinition(label: $0.label, $0.blocks) }))
    }

    /// The blocks without the notes in them.
    private static func taken(_ blocks: [MarkdownBlock], _ notes: inout [Definition]) -> [MarkdownBlock] {
        var result: [MarkdownBlock] = []
        for block in blocks {
            switch block {
            case .footnoteDefinition(let label, let inner): notes.append((label, begun(taken(inner, &notes))))
            case .quote(let inner):
                let rest = taken(inner, &notes)
                if !rest.isEmpty { result.append(.quote(rest)) }
            case .alert(let kind, let inner): result.append(.alert(kind: kind, taken(inner, &notes)))
            case .list(var list):
                list.items = list.items.map { taken($0, &notes) }.filter { !$0.isEmpty }
                if !list.items.isEmpty { result.append(.list(list)) }
            default: result.append(block)
            }
        }
        return result
    }

    /// Without the full stop of a number that has gone.
    private static func begun(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
        guard case .paragraph(let line)? = blocks.first, case .text(let text)? = line.first, text.hasPrefix(". ") else {
            return blocks
        }
        return [.paragraph([.text(String(text.dropFirst(2)))] + line.dropFirst())] + blocks.dropFirst()
    }

    private static func marks(in blocks: [MarkdownBlock]) -> Set<String> {
        var found: Set<String> = []
        _ = blocks.rewritten { inlines in
            changed(inlines) {
                found.insert($0)
                return .footnote($0)
            }
        }
        return found
    }

    /// The same running text with `change` for each mark.
    private static func changed(
        _ inlines: [MarkdownInline], _ change: (String) -> MarkdownInline
    ) -> [MarkdownInline] {
        inlines.map { inline in
            switch inline {
            case .footnote(let label): change(label)
            case .emphasis(let inner): .emphasis(changed(inner, change))
            case .strong(let inner): .strong(changed(inner, change))
            case .strikethrough(let inner): .strikethrough(changed(inner, change))
            case .link(let destination, let title, let inner):
                .link(destination: destination, title: title, changed(inner, change))
            default: inline
            }
        }
    }
}

// What becomes of them in HTML.
extension HTMLToMarkdown {
    /// The blocks of a note or of a list of notes; nil for all else.
    mutating func noteBlocks(_ node: HTMLNode, depth: Int) -> [MarkdownBlock]? {
        guard !options.notes.isEmpty else { return nil }
        if options.notes.lists.contains(node.id) { return blocks(of: node, depth: depth, wrappers: []) }
        guard let label = options.notes.texts[node.id] else { return nil }
        let inner = blocks(of: node, depth: depth, wrappers: [])
        return inner.isEmpty ? [] : [.footnoteDefinition(label: label, inner)]
    }

    /// The mark of a note, or raised text around several; false for all else.
    mutating func noteMark(_ node: HTMLNode, into run: inout InlineRun, depth: Int) -> Bool {
        guard !options.notes.isEmpty else { return false }
        if let label = options.notes.marks[node.id] {
            leaveOut(node, "marks of footnotes")
            run.add(.footnote(label))
            return true
        }
        guard options.notes.raised.contains(node.id) else { return false }
        inlines(of: node, into: &run, depth: depth)
        return true
    }
}
