import CCMark
import HearthModel

/// Where on its line a link was written, and how.
private struct WrittenPlace {
    var column: Int
    var length: Int?
    var isAutolink: Bool
}

extension TreeBuilder {
    /// Copies an inline other than text; true when a frame was opened for its children.
    mutating func enterInline(_ node: CMarkNode) -> Bool {
        if skipped.last == node {
            skipped.removeLast()
            endLine(with: node)
            return false
        }
        switch node.kind {
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
            if boxTitle?.lineEnd == node { return endBoxTitle(with: node) }
            append(node.kind == CMARK_NODE_SOFTBREAK ? .softBreak : .lineBreak, line: inlineLine)
            endLine(with: node)
        case CMARK_NODE_CODE:
            inlineLine = node.startLine + lineShift
            append(.code, line: inlineLine, text: store(node.literalBytes, verbatim: true))
            inlineLine = node.endLine + lineShift
        case CMARK_NODE_HTML_INLINE: addInlineHTML(node)
        case CMARK_NODE_EMPH:
            pushContainer(.emphasis, line: inlineLine)
            return true
        case CMARK_NODE_STRONG:
            pushContainer(.strong, line: inlineLine)
            return true
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
            return enterLink(node)
        default: break
        }
        return false
    }

    /// Goes on to the next line. libcmark 0.30 does not count the line that a backslash ends, so all that follows in its
    /// paragraph is short by it.
    mutating func endLine(with node: CMarkNode) {
        if node.kind == CMARK_NODE_LINEBREAK {
            written.indexLines()
            let line = written.range(ofLine: source.origin(ofLine: inlineLine).line)
            if !line.isEmpty, written.bytes[line.upperBound - 1] == Byte.backslash { lineShift += 1 }
        }
        inlineLine += 1
    }

    private mutating func addInlineHTML(_ node: CMarkNode) {
        inlineLine = node.startLine + lineShift
        let literal = node.literalBytes
        if options.allowsRawHTML {
            append(.htmlInline, line: inlineLine, text: store(literal, verbatim: true))
        } else if Self.isLineBreak(literal) {
            // The words around it must not become one; a row of a table has no other way to end a line.
            let column = column(of: literal, line: inlineLine, near: node.startColumn)
            report(
                .rawHTML, line: fileLine(inlineLine), column: column, length: column == nil ? nil : literal.count,
                "the HTML \(unmasker.string(literal)) was left out, with a line break in its place",
                help: "end the line with a backslash, where it is not in a table")
            append(.lineBreak, line: inlineLine)
        } else {
            if !literal.hasASCII("<!--", at: 0), !literal.hasASCII("</", at: 0) {
                // An end tag was reported with its start tag.
                let column = column(of: literal, line: inlineLine, near: node.startColumn)
                reportHTML(literal, line: inlineLine, column: column, length: column == nil ? nil : literal.count)
            }
            if HTMLTag.isBlock(literal) { separateWords(around: node) }
        }
        inlineLine = node.endLine + lineShift
    }

    /// Puts a blank where a tag was left out that ends a line in browsers: the words around it must not become one.
    private mutating func separateWords(around tag: CMarkNode) {
        let last = frames[frames.count - 1].last
        guard last != MarkdownDocument.none else { return }
        switch document.nodes[Int(last)].kind {
        case .softBreak, .lineBreak: return
        case .text: if document.literalBytes(last).last?.isASCIISpace == true { return }
        default: break
        }
        var next = tag.next
        // Of many tags in a row one gives the blank, and the end of the text needs none.
        for _ in 0..<8 where next?.kind == CMARK_NODE_HTML_INLINE { next = next?.next }
        guard let next, next.kind != CMARK_NODE_SOFTBREAK, next.kind != CMARK_NODE_LINEBREAK else { return }
        [Byte.space].withUnsafeBufferPointer { addPlain($0) }
    }

    /// Whether `tag` is `<br>`; browsers take `</br>` for one, too.
    private static func isLineBreak(_ tag: UnsafeBufferPointer<UInt8>) -> Bool {
        let name = tag.hasASCII("</br", at: 0) ? 4 : tag.hasASCII("<br", at: 0) ? 3 : tag.count
        return name < tag.count && !tag[name].isASCIIAlphanumeric && tag[name] != Byte.minus
    }

    private mutating func enterLink(_ node: CMarkNode) -> Bool {
        let isImage = node.kind == CMARK_NODE_IMAGE
        let place = writtenPlace(ofLink: node, isImage: isImage)
        // `<https://…>` has no escapes: a backslash in it is one.
        let isVerbatim = place?.isAutolink == true
        // What is judged is what is written.
        var url = unmasker.string(node.urlBytes, verbatim: isVerbatim)
        let danger = url.withUTF8 { URLSafety.danger(of: $0) }
        if options.extensions || !options.allowsRawHTML, let danger,
            // What an importer reads is its own to judge and to tell.
            danger != .isElsewhere || options.communityLinks
        {
            let text = String(decoding: url.utf8.prefix(60), as: UTF8.self).debugDescription
            let isElsewhere = danger == .isElsewhere
            report(
                .unsafeURL, line: fileLine(inlineLine), column: place?.column, length: place?.length,
                isElsewhere
                    ? "the address \(text) means nothing to readers and was left out"
                    : "the address \(text) is not safe and was left out",
                help: URLSafety.help(danger, url))
            pushTransparent()
            return true
        }
        if frames.count > Self.depthLimit, options.extensions {
            if deepLine == nil { deepLine = source.origin(ofLine: inlineLine).line }
            pushTransparent()
            return true
        }
        let id = append(isImage ? .image : .link, line: inlineLine, detail: document.links.count)
        document.links.append(
            MarkdownDocument.Link(
                node: id, form: isImage ? .image : .link, destination: url,
                title: unmasker.string(node.titleBytes), label: nil, line: fileLine(inlineLine), column: place?.column,
                length: place?.length))
        push(id)
        if isVerbatim, let text = node.firstChild {
            append(.text, line: inlineLine, text: store(text.literalBytes, verbatim: true))
            pop()
            return false
        }
        linkDepth += 1
        return true
    }

    /// Tells of a link around pictures without words: it has no name, and a screen reader reads out its address.
    mutating func reportWordlessLink(_ node: MarkdownDocument.NodeID) {
        guard let link = wordlessLink(node) else { return }
        report(
            .wordlessLink, line: link.line, column: link.column, length: link.length,
            "the picture that leads to '\(link.destination)' has no words",
            help: "say in the brackets of the picture where the link leads: [![Pump manual](pump.png)](manual.md)")
    }

    private func wordlessLink(_ id: MarkdownDocument.NodeID) -> MarkdownDocument.Link? {
        guard document.nodes[Int(id)].kind == .link else { return nil }
        let link = document.links[Int(document.nodes[Int(id)].detail)]
        var hasPicture = false
        var current = document.next(after: id, below: id)
        while let inner = current {
            let node = document.nodes[Int(inner)]
            switch node.kind {
            case .text, .code:
                if document.literalBytes(inner).contains(where: { !$0.isASCIISpace }) { return nil }
            case .image:
                // One on another server is shown by its file's name.
                if document.links[Int(node.detail)].destination.contains("//") { return nil }
                hasPicture = true
            case .emphasis, .strong, .softBreak, .lineBreak: break
            default: return nil
            }
            current = document.next(after: inner, below: id)
        }
        return hasPicture && link.title.isEmpty ? link : nil
    }

    /// Column and length of what was written for a link, as far as libcmark's hints lead to it.
    private mutating func writtenPlace(ofLink node: CMarkNode, isImage: Bool) -> WrittenPlace? {
        guard options.extensions else { return nil }
        var pattern: [UInt8] = isImage ? [Byte.bang, Byte.bracket] : [Byte.bracket]
        if let child = node.firstChild, child.kind == CMARK_NODE_TEXT {
            pattern += child.literalBytes.prefix(12).prefix { $0 != Byte.ampersand && !Self.isEscapable($0) }
        }
        let (line, expected) = (inlineLine, node.startColumn)
        var column = pattern.withUnsafeBufferPointer { self.column(of: $0, line: line, near: expected) }
        var isAutolink = false
        if column == nil, !isImage {
            column = [Byte.less].withUnsafeBufferPointer { self.column(of: $0, line: line, near: expected) }
            isAutolink = column != nil && node.firstChild.map { $0.next == nil && $0.kind == CMARK_NODE_TEXT } ?? false
        }
        guard let column else { return nil }
        // libcmark's line of a link is the line of its end.
        let isOneLine = node.startLine + lineShift == line
        let length = Int(cmark_node_get_end_column(node)) - node.startColumn + 1
        return WrittenPlace(column: column, length: isOneLine && length > 0 ? length : nil, isAutolink: isAutolink)
    }

    /// Whether a character may have been written as an escape, so that the text differs from the source.
    private static func isEscapable(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !byte.isASCIIAlphanumeric && byte != Byte.minus && byte != Byte.dot
    }

    /// Ends the inlines of a paragraph, heading or cell.
    mutating func finishInlines() {
        if !strikes.isEmpty { resolveStrikes() }
        taskMarkLength = 0
    }
}
