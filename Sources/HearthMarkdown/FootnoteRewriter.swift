import CCMark

/// The footnote definitions of a text, found in libcmark's blocks, and the source in which list items stand for them.
///
/// `[^x]: …` holds blocks that are indented by four columns, which is just what the list item `+   …` does; so each
/// definition becomes such an item, with a marked heading as its first child, and libcmark parses the rest.
struct FootnoteRewriter {
    struct Definition {
        var label: String
        var line: Int
    }

    private(set) var definitions: [Definition] = []
    private var source: SourceText
    private var places: [(line: Int, prefixEnd: Int, contentStart: Int)] = []

    /// Finds the footnotes of `source`, of which `tree` is libcmark's.
    init(source: SourceText, tree: borrowing CMarkTree, unmasker: Unmasker) {
        self.source = source
        self.source.indexLines()
        let candidates = (1...max(self.source.lineCount, 1)).filter { line in
            self.source.bytes[self.source.range(ofLine: line)].contains(Mask.footnoteBracket)
        }
        var next = 0
        var node: CMarkNode? = tree.root
        while let block = node, next < candidates.count {
            if block.kind == CMARK_NODE_PARAGRAPH || block.kind == CMARK_NODE_HEADING {
                while next < candidates.count, candidates[next] < block.startLine { next += 1 }
                if next < candidates.count, candidates[next] <= block.endLine {
                    let chain = ContainerChain(around: block, source: self.source)
                    while next < candidates.count, candidates[next] <= block.endLine {
                        addDefinition(onLine: candidates[next], in: block, chain, unmasker)
                        next += 1
                    }
                }
            }
            node = block.nextBlock(below: tree.root)
        }
    }

    private mutating func addDefinition(
        onLine line: Int, in block: CMarkNode, _ chain: ContainerChain, _ unmasker: Unmasker
    ) {
        let range = source.range(ofLine: line)
        var prefixEnd: Int
        var start: Int
        if line == block.startLine {
            start = range.lowerBound + max(block.startColumn - 1, 0)
            prefixEnd = start
        } else {
            let position = chain.position(onLine: line).position
            let indent: Int
            (start, indent) = chain.firstNonBlank(from: position, line: line)
            guard indent < 4 else { return }
            prefixEnd = position.byte
        }
        guard start < range.upperBound, source.bytes[start] == Mask.footnoteBracket else { return }
        source.bytes.withUnsafeBufferPointer { text in
            guard let end = FootnoteLabel.end(in: text, from: start + 2) else { return }
            var content = end + 2
            while content < range.upperBound, text[content].isBlank { content += 1 }
            let label = unmasker.string(UnsafeBufferPointer(rebasing: text[start + 2..<end]))
            definitions.append(Definition(label: label, line: line))
            places.append((line, prefixEnd, min(content, range.upperBound)))
        }
    }

    /// The source with a list item for each definition.
    func rewrittenSource() -> SourceText {
        var rewriter = SourceRewriter(source)
        for (number, place) in places.enumerated() {
            rewriter.copyLines(before: place.line)
            let range = source.range(ofLine: place.line)
            var prefix = source.bytes[range.lowerBound..<place.prefixEnd]
            // One blank behind `>` belongs to the quote, not to the indentation of the line below.
            if prefix.last == Byte.greater { prefix.append(Byte.space) }
            let marker = Array("+   # ".utf8) + [Mask.footnote] + Array(String(number).utf8)
            rewriter.add([prefix, marker[...]], for: place.line)
            if place.contentStart < range.upperBound {
                // List markers of the same line become indentation on the line that is put below it.
                let indent = prefix.map { $0 == Byte.greater || $0 == Byte.tab ? $0 : Byte.space } + [32, 32, 32, 32]
                rewriter.add(
                    [indent[...], source.bytes[place.contentStart..<range.upperBound]], for: place.line,
                    columnShift: place.contentStart - range.lowerBound - indent.count)
            }
            rewriter.skipLine()
        }
        return rewriter.finish()
    }
}
