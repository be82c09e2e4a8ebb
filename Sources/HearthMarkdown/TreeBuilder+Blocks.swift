import CCMark
import HearthModel

extension TreeBuilder {
    /// Copies a node; true when a frame was opened for its children.
    mutating func enter(_ node: CMarkNode) -> Bool {
        switch node.kind {
        case CMARK_NODE_TEXT: addText(node)
        case CMARK_NODE_PARAGRAPH: return enterParagraph(node)
        case CMARK_NODE_HEADING: return enterHeading(node)
        case CMARK_NODE_BLOCK_QUOTE:
            enterQuote(node)
            return true
        case CMARK_NODE_LIST: return enterList(node)
        case CMARK_NODE_ITEM: return enterItem(node)
        case CMARK_NODE_CODE_BLOCK:
            let info = unmasker.string(node.infoBytes)
            document.codeInfos.append(info)
            append(
                .codeBlock, line: node.startLine, text: store(node.literalBytes, verbatim: true),
                detail: document.codeInfos.count - 1)
        case CMARK_NODE_HTML_BLOCK: addHTMLBlock(node)
        case CMARK_NODE_THEMATIC_BREAK: append(.thematicBreak, line: node.startLine)
        default: return enterInline(node)
        }
        return false
    }

    /// Closes the frame that `enter` opened.
    mutating func leave(_ node: CMarkNode) {
        switch node.kind {
        case CMARK_NODE_PARAGRAPH:
            finishInlines()
            if boxTitle?.paragraph == node { leaveBoxTitle() }
        case CMARK_NODE_HEADING:
            finishInlines()
            finishHeading()
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
            if !frames[frames.count - 1].isTransparent {
                linkDepth -= 1
                if options.communityLinks { reportWordlessLink(frames[frames.count - 1].node) }
            }
        default: break
        }
        pop()
    }

    // MARK: - Paragraphs and headings

    private mutating func enterParagraph(_ node: CMarkNode) -> Bool {
        if skipped.last == node {
            skipped.removeLast()
            return false
        }
        beginInlines(of: node)
        if let box = boxTitle, box.paragraph == node { return enterBoxTitle(box, line: node.startLine + lineShift) }
        let parent = frames[frames.count - 1]
        if options.extensions, parent.last == MarkdownDocument.none, parentKind == .item { readTaskMark(of: node) }
        push(append(.paragraph, line: node.startLine + lineShift))
        return true
    }

    /// Sets the line that inlines begin on.
    private mutating func beginInlines(of node: CMarkNode) {
        lineShift = 0
        inlineLine = node.startLine
        // Link definitions at the start of a paragraph are taken out of it, but libcmark still counts from their first
        // line.
        guard options.extensions, node.endLine > node.startLine, let first = node.firstChild else { return }
        written.indexLines()
        let origin = source.origin(ofLine: node.startLine)
        let range = written.range(ofLine: origin.line)
        let start = range.lowerBound + node.startColumn - 1 + origin.columnShift
        guard range.contains(start), written.bytes[start] == Byte.bracket else { return }
        lineShift = max(node.endLine - node.startLine - Self.lineEnds(below: node, from: first), 0)
        inlineLine += lineShift
    }

    /// How many lines end within the inlines of `block`, which begin with `first`.
    private static func lineEnds(below block: CMarkNode, from first: CMarkNode) -> Int {
        var count = 0
        var node = first
        while true {
            switch node.kind {
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: count += 1
            case CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE: count += max(node.endLine - node.startLine, 0)
            default: break
            }
            if let child = node.firstChild {
                node = child
                continue
            }
            while node.next == nil {
                guard let parent = node.parentNode, parent != block else { return count }
                node = parent
            }
            guard let next = node.next else { return count }
            node = next
        }
    }

    private mutating func enterHeading(_ node: CMarkNode) -> Bool {
        if let first = node.firstChild, first.kind == CMARK_NODE_TEXT {
            let literal = first.literalBytes
            if literal.first == Mask.table, options.extensions {
                if let index = number(literal), tables.indices.contains(index) {
                    addTable(tables[index], line: node.startLine)
                }
                return false
            }
            if literal.first == Mask.footnote, options.extensions { return false }
        }
        lineShift = 0
        inlineLine = node.startLine
        let heading = append(.heading, line: node.startLine, detail: document.headings.count)
        let level = Int(cmark_node_get_heading_level(node))
        document.headings.append(
            MarkdownDocument.Heading(
                node: heading, level: level, id: "", hasOwnID: false, text: "", line: fileLine(node.startLine)))
        push(heading)
        return true
    }

    /// The number after a mark; nil when there is none.
    func number(_ literal: UnsafeBufferPointer<UInt8>) -> Int? {
        Int(String(decoding: literal.dropFirst(), as: UTF8.self))
    }

    // MARK: - Lists and tasks

    private mutating func enterList(_ node: CMarkNode) -> Bool {
        if !footnotes.isEmpty {
            var item = node.firstChild
            while let current = item, footnoteNumber(of: current) != nil { item = current.next }
            if item == nil {
                item = node.firstChild
                while let current = item {
                    if let number = footnoteNumber(of: current) { footnotes.entries[number].item = current }
                    item = current.next
                }
                return false
            }
        }
        document.lists.append(
            MarkdownDocument.ListInfo(
                isOrdered: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
                start: Int(cmark_node_get_list_start(node)),
                isTight: cmark_node_get_list_tight(node) != 0, hasTasks: false))
        pushContainer(.list, line: node.startLine, detail: document.lists.count - 1)
        return true
    }

    private mutating func enterItem(_ node: CMarkNode) -> Bool {
        if !footnotes.isEmpty, let number = footnoteNumber(of: node) {
            footnotes.entries[number].item = node
            return false
        }
        if frames[frames.count - 1].isTransparent {
            pushTransparent()
        } else {
            push(append(.item, line: node.startLine))
        }
        return true
    }

    private func footnoteNumber(of item: CMarkNode) -> Int? {
        guard let heading = item.firstChild, heading.kind == CMARK_NODE_HEADING, let text = heading.firstChild,
            text.kind == CMARK_NODE_TEXT, text.literalBytes.first == Mask.footnote
        else { return nil }
        return number(text.literalBytes).flatMap { footnotes.entries.indices.contains($0) ? $0 : nil }
    }

    /// `[ ] ` or `[x] ` at the start of an item.
    private mutating func readTaskMark(of paragraph: CMarkNode) {
        guard let first = paragraph.firstChild, first.kind == CMARK_NODE_TEXT else { return }
        let literal = first.literalBytes
        guard literal.count > 3, literal[0] == Byte.bracket, literal[2] == Byte.closeBracket, literal[3].isBlank,
            literal[1] == Byte.space || literal[1] | 0x20 == 0x78, literal.count > 4 || first.next != nil
        else { return }
        let item = Int(frames[frames.count - 1].node)
        document.nodes[item].detail = literal[1] == Byte.space ? 1 : 2
        let list = Int(document.nodes[item].parent)
        if document.nodes[list].kind == .list { document.lists[Int(document.nodes[list].detail)].hasTasks = true }
        taskMarkLength = 4
    }

    // MARK: - Tables and HTML

    private mutating func addTable(_ table: TableRewriter.Table, line: Int) {
        document.tables.append(table.alignments)
        push(append(.table, line: line, detail: document.tables.count - 1))
        for (rowIndex, row) in table.rows.enumerated() {
            // The line of a row is that of `source` before it was rewritten: place-holders keep the distance.
            push(append(.tableRow, line: line + (rowIndex == 0 ? 0 : rowIndex + 1), detail: rowIndex == 0 ? 1 : 0))
            for column in table.alignments.indices {
                if column >= row.count {
                    guard padding < Self.paddingLimit else { break }
                    padding += 1
                }
                push(append(.tableCell, line: line + (rowIndex == 0 ? 0 : rowIndex + 1), detail: column))
                if column < row.count, let heading = row[column].heading, heading < cells.count {
                    copyCell(cells[heading])
                }
                pop()
            }
            pop()
        }
        pop()
        if let surplus = table.surplus { report(surplus, line: line) }
    }

    /// Tells that the cells of a row beyond its table's head were left out. The place is that of the first such row.
    private mutating func report(_ surplus: TableRewriter.Surplus, line: Int) {
        let row = line + (surplus.row == 0 ? 0 : surplus.row + 1)
        let others = surplus.rows - 1
        report(
            .surplusCells, line: fileLine(row), column: surplus.column,
            "this row has more cells than the head of the table, and what is in them was left out"
                + (others == 0 ? "" : others == 1 ? "; so has another row" : "; so have \(others) other rows"),
            help: "write a bar within a cell as \\|, and leave a line blank between two tables")
    }

    private mutating func copyCell(_ heading: CMarkNode) {
        guard let first = heading.firstChild else { return }
        lineShift = 0
        inlineLine = heading.startLine
        copySiblings(from: first, below: heading)
        finishInlines()
    }

    private mutating func addHTMLBlock(_ node: CMarkNode) {
        let literal = node.literalBytes
        if options.allowsRawHTML {
            append(.htmlBlock, line: node.startLine, text: store(literal, verbatim: true))
        } else if !HTMLComment.isWhole(literal) {
            reportHTML(literal, line: node.startLine)
        }
        guard startsPart != nil, frames.count == 1, !HTMLComment.isWhole(literal) else { return }
        noteHiddenParts(literal, line: node.startLine)
    }

    /// A heading that would begin a part, had the HTML above it ended.
    private mutating func noteHiddenParts(_ html: UnsafeBufferPointer<UInt8>, line first: Int) {
        var (start, line) = (0, first)
        while start < html.count {
            let rest = UnsafeBufferPointer(rebasing: html[start...])
            let end = rest.firstIndex(of: Byte.newline) ?? rest.count
            let level = rest.prefix { $0 == Byte.hash }.count
            if (1...6).contains(level), level < end, rest[level].isBlank {
                let heading = unmasker.string(UnsafeBufferPointer(rebasing: rest[level..<end]))
                if let startsPart, startsPart(level, String(heading.drop { $0 == " " || $0 == "\t" })) {
                    document.hiddenParts.append((fileLine(line), heading))
                    return
                }
            }
            start += end + 1
            line += 1
        }
    }

    /// Tells that HTML was left out.
    mutating func reportHTML(_ html: UnsafeBufferPointer<UInt8>, line: Int, column: Int? = nil, length: Int? = nil) {
        let excerpt = unmasker.string(UnsafeBufferPointer(rebasing: html.prefix(60).prefix { $0 != Byte.newline }))
        var end = html.count
        while end > 0, html[end - 1].isASCIISpace { end -= 1 }
        // A block may go on far beyond what its writer meant, a comment that is not closed to the end of the text.
        let below = html[..<end].reduce(0) { $0 + ($1 == Byte.newline ? 1 : 0) }
        let isOpen = html.hasASCII("<!--", at: 0) && !Self.closesComment(html)
        report(
            .rawHTML, line: fileLine(line), column: column, length: length,
            "the HTML \(excerpt) was left out"
                + (below == 0 ? "" : below == 1 ? ", with the line below it" : ", with the \(below) lines below it"),
            help: isOpen ? "close the comment with -->" : HTMLTag.advice(on: html))
    }
}

extension TreeBuilder {
    fileprivate static func closesComment(_ html: UnsafeBufferPointer<UInt8>) -> Bool {
        html.indices.contains { html[$0] == Byte.minus && html.hasASCII("-->", at: $0) }
    }
}

/// HTML comments are notes to other writers: leaving them out is no loss.
enum HTMLComment {
    /// Whether `html` has nothing but comments and white space.
    static func isWhole(_ html: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < html.count {
            if html[index].isASCIISpace {
                index += 1
                continue
            }
            guard html.hasASCII("<!--", at: index) else { return false }
            index += 4
            while !html.hasASCII("-->", at: index) {
                // A comment that is never closed hides the rest of the text, which somebody should know.
                guard index < html.count else { return false }
                index += 1
            }
            index += 3
        }
        return true
    }
}
