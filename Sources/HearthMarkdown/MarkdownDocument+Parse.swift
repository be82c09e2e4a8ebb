import CCMark
package import HearthModel

// How a text becomes a `MarkdownDocument`:
//
// 1. `SourceMarker` reads it once and hides what libcmark would misread (extensions only).
// 2. libcmark parses CommonMark.
// 3. Only when there may be footnotes or tables: `FootnoteRewriter` and `TableRewriter` look for them in the blocks
// that
//    libcmark found, put place-holders into the source, and libcmark parses again.
// 4. `TreeBuilder` copies libcmark's tree into the arena, brings back what was hidden, and finds the other extensions.
extension MarkdownDocument {
    /// The most bytes that are parsed: offsets in the arena are 32 bits wide.
    static let sizeLimit = 500_000_000

    /// Parses Markdown: CommonMark 0.30 and, unless `options` says otherwise, GitHub's and the community's extensions.
    ///
    /// - Parameters:
    ///   - source: UTF-8 without front matter. Broken UTF-8 and NUL become U+FFFD.
    ///   - file: The file that diagnostics name.
    ///   - firstLine: The line of the file that the first line of `source` is, from 1.
    ///   - startsPart: Whether a heading of this level and text begins a part of its own: footnotes belong to the part
    ///     that they are written in, and serve others only where those have none of that label.
    ///   - diagnostics: Receives what was left out or is suspicious; see `DiagnosticKind.markdownKinds`.
    package static func parse(
        _ source: ArraySlice<UInt8>, file: String, firstLine: Int = 1, options: MarkdownOptions = .init(),
        startsPart: ((_ level: Int, _ heading: String) -> Bool)? = nil, diagnostics: inout [Diagnostic]
    ) -> MarkdownDocument {
        guard source.count <= sizeLimit else {
            diagnostics.append(
                Diagnostic(.textTooLarge, at: SourceLocation(file: file), "the text has \(source.count) bytes"))
            return MarkdownDocument(capacity: 0)
        }
        guard options.extensions else {
            var builder = TreeBuilder(
                source: SourceText(bytes: Array(source)), unmasker: Unmasker(standIns: nil, isActive: false),
                file: file,
                lineOffset: firstLine - 1, options: options)
            return builder.build(tables: nil, footnotes: nil, diagnostics: &diagnostics)
        }
        let marker = SourceMarker(source, hasWikiLinks: options.communityLinks)
        var builder = TreeBuilder(
            source: SourceText(bytes: marker.bytes), unmasker: marker.unmasker, file: file, lineOffset: firstLine - 1,
            options: options)
        builder.deepLine = marker.deepLine
        builder.startsPart = startsPart
        return builder.build(marked: marker, diagnostics: &diagnostics)
    }

    /// A document that has only its root.
    init(capacity: Int) {
        nodes = []
        nodes.reserveCapacity(capacity / 20 + 1)
        buffer = []
        buffer.reserveCapacity(capacity)
        (headings, links, codeInfos, lists, tables, alerts, footnotes, blocks) = ([], [], [], [], [], [], [], [])
        referenceOrdinals = [:]
        nodes.append(
            Node(
                kind: .document, parent: Self.none, firstChild: Self.none, nextSibling: Self.none, line: 1, text: 0..<0,
                detail: 0))
    }
}

extension TreeBuilder {
    /// Parses, and parses again with place-holders when there are footnotes or tables.
    mutating func build(marked marker: SourceMarker, diagnostics: inout [Diagnostic]) -> MarkdownDocument {
        guard marker.mayHaveFootnotes || marker.mayHaveTables else {
            return build(tables: nil, footnotes: nil, diagnostics: &diagnostics)
        }
        if !marker.mayHaveFootnotes, let tables = TableRewriter(plain: source) {
            if !tables.tables.isEmpty { source = tables.rewrittenSource() }
            return build(
                tables: tables.tables.isEmpty ? nil : tables, footnotes: nil, diagnostics: &diagnostics)
        }
        guard let tree = CMarkTree(parsing: source.bytes) else { return document }
        guard marker.mayHaveFootnotes else {
            return build(findingTablesIn: tree, footnotes: nil, diagnostics: &diagnostics)
        }
        let footnotes = FootnoteRewriter(source: source, tree: tree, unmasker: unmasker)
        guard !footnotes.definitions.isEmpty else {
            return build(findingTablesIn: tree, footnotes: nil, diagnostics: &diagnostics)
        }
        _ = consume tree
        source = footnotes.rewrittenSource()
        guard marker.mayHaveTables else { return build(tables: nil, footnotes: footnotes, diagnostics: &diagnostics) }
        guard let second = CMarkTree(parsing: source.bytes) else { return document }
        return build(findingTablesIn: second, footnotes: footnotes, diagnostics: &diagnostics)
    }

    private mutating func build(
        findingTablesIn tree: consuming CMarkTree, footnotes: FootnoteRewriter?, diagnostics: inout [Diagnostic]
    ) -> MarkdownDocument {
        let tables = TableRewriter(source: source, tree: tree)
        guard !tables.tables.isEmpty else {
            return copy(tree, tables: nil, footnotes: footnotes, diagnostics: &diagnostics)
        }
        // The first tree goes before the second is made: they share their memory.
        _ = consume tree
        source = tables.rewrittenSource()
        return build(tables: tables, footnotes: footnotes, diagnostics: &diagnostics)
    }

    /// Parses `source` and copies the tree.
    mutating func build(
        tables: TableRewriter?, footnotes: FootnoteRewriter?, diagnostics: inout [Diagnostic]
    ) -> MarkdownDocument {
        guard let tree = CMarkTree(parsing: source.bytes) else { return document }
        return copy(tree, tables: tables, footnotes: footnotes, diagnostics: &diagnostics)
    }
}
