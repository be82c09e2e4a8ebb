extension [MarkdownBlock] {
    /// The same blocks with what `inlines` makes of every run of text, and `code` of every block of code.
    func rewritten(
        _ inlines: ([MarkdownInline]) -> [MarkdownInline], code: (String) -> String = { $0 }
    ) -> [MarkdownBlock] {
        map { block in
            switch block {
            case .paragraph(let text): .paragraph(inlines(text))
            case .heading(let level, let text): .heading(level: level, inlines(text))
            case .anchoredHeading(let level, let id, let text): .anchoredHeading(level: level, id: id, inlines(text))
            case .quote(let inner): .quote(inner.rewritten(inlines, code: code))
            case .alert(let kind, let inner): .alert(kind: kind, inner.rewritten(inlines, code: code))
            case .footnoteDefinition(let label, let inner):
                .footnoteDefinition(label: label, inner.rewritten(inlines, code: code))
            case .list(let list):
                .list(
                    MarkdownList(
                        start: list.start, isTight: list.isTight,
                        items: list.items.map { $0.rewritten(inlines, code: code) }))
            case .table(let table):
                .table(
                    MarkdownTable(
                        header: table.header.map(inlines), alignments: table.alignments,
                        rows: table.rows.map { $0.map(inlines) }))
            case .code(let language, let text): .code(language: language, code(text))
            case .rule, .verbatimLine: block
            }
        }
    }
}
