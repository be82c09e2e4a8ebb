import CCMark
import HearthModel

/// A text node of libcmark while its extensions are looked for.
private struct TextRun {
    /// The text, masks undone but for escapes.
    var text: UnsafeBufferPointer<UInt8>
    var node: CMarkNode
    var line: Int
    /// The column of the first byte, as libcmark counts.
    var column: Int
    /// Up to where text has been copied.
    var done = 0
}

extension TreeBuilder {
    /// What an extension begins with, and the `.` of `www.`.
    private static let triggers = ByteScanner("@#~[:.")
    private static let linkTriggers = ByteScanner("~")

    mutating func addText(_ node: CMarkNode) {
        if skipped.last == node {
            skipped.removeLast()
            return
        }
        var text = node.literalBytes
        var column = node.startColumn
        inlineLine = node.startLine + lineShift
        guard options.extensions else {
            addPlain(text)
            return
        }
        if taskMarkLength > 0 {
            text = UnsafeBufferPointer(rebasing: text[min(taskMarkLength, text.count)...])
            column += taskMarkLength
            taskMarkLength = 0
        }
        if parentKind == .heading, node.next == nil { text = takeHeadingID(text) }
        // The address of `<https://…>` is no text that could be struck out.
        guard linkDepth == 0 || !Self.isAddress(text, ofLinkAbove: node) else {
            addPlain(text)
            return
        }
        if unmasker.isActive, Self.hasMasks(text) {
            var plain = scratch
            scratch = []
            plain.removeAll(keepingCapacity: true)
            for byte in text { plain.append(Mask.original[Int(byte)]) }
            plain.withUnsafeBufferPointer { scan(TextRun(text: $0, node: node, line: inlineLine, column: column)) }
            scratch = plain
        } else {
            scan(TextRun(text: text, node: node, line: inlineLine, column: column))
        }
    }

    /// Whether `text` is all of the text of a link, and its address.
    private static func isAddress(_ text: UnsafeBufferPointer<UInt8>, ofLinkAbove node: CMarkNode) -> Bool {
        guard let link = node.parentNode, link.kind == CMARK_NODE_LINK else { return false }
        return link.urlBytes.elementsEqual(text)
    }

    private static func hasMasks(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // Without a branch for each byte, so that many are looked at together.
        var found: UInt8 = 0
        for byte in text { found |= byte < 0x20 ? 1 : 0 }
        return found != 0
    }

    /// Adds text without looking into it, to the text node before it if there is one.
    mutating func addPlain(_ text: UnsafeBufferPointer<UInt8>) {
        guard !text.isEmpty else { return }
        let range = store(text)
        if openText != MarkdownDocument.none {
            let start = document.nodes[Int(openText)].text.lowerBound
            document.nodes[Int(openText)].text = start..<range.upperBound
        } else {
            openText = append(.text, line: inlineLine, text: range)
        }
    }

    private mutating func addPlain(of run: inout TextRun, to end: Int) {
        if end > run.done { addPlain(UnsafeBufferPointer(rebasing: run.text[run.done..<end])) }
        run.done = max(run.done, end)
    }

    private mutating func scan(_ start: TextRun) {
        var run = start
        let count = run.text.count
        if options.communityLinks { reportBlankAddresses(in: run.text, line: run.line, column: run.column) }
        // A link has no links in it, but words can be struck out.
        let triggers = linkDepth == 0 ? Self.triggers : Self.linkTriggers
        var index = triggers.next(in: run.text, from: 0)
        while index < count {
            let end: Int?
            switch run.text[index] {
            case Byte.at: end = addMailOrMention(&run, at: index)
            case Byte.hash: end = addTopic(&run, at: index)
            case Byte.tilde: end = addTildes(&run, at: index)
            case Byte.bracket: end = addBracketed(&run, at: index)
            case Byte.colon: end = addURL(&run, colon: index)
            default: end = addWWW(&run, dot: index)
            }
            index = triggers.next(in: run.text, from: end ?? index + 1)
        }
        addPlain(of: &run, to: count)
    }

    // MARK: - URLs and mail

    private mutating func addURL(_ run: inout TextRun, colon: Int) -> Int? {
        guard let match = AutolinkScanner.url(in: run.text, colon: colon, floor: run.done) else { return nil }
        return addAutolink(match, &run)
    }

    private mutating func addWWW(_ run: inout TextRun, dot: Int) -> Int? {
        let index = dot - 3
        guard index >= run.done, dot + 1 < run.text.count,
            run.text[index..<dot].allSatisfy({ $0 | 0x20 == 0x77 })
        else { return nil }
        let before = scalarBefore(index, in: run)
        guard before.isMarkdownSpace || before == "*" || before == "_" || before == "~" || before == "(",
            let match = AutolinkScanner.www(in: run.text, at: index)
        else { return nil }
        return addAutolink(match, &run)
    }

    private mutating func addAutolink(_ match: AutolinkScanner.Match, _ run: inout TextRun) -> Int {
        addPlain(of: &run, to: match.range.lowerBound)
        let written = UnsafeBufferPointer(rebasing: run.text[match.range])
        addLink(.link, .bareURL, written, "\(match.prefix)" + unmasker.string(written), nil, match.range, run)
        push(frames[frames.count - 1].last)
        addPlain(written)
        pop()
        run.done = match.range.upperBound
        return match.range.upperBound
    }

    /// Adds a link that stands in text.
    private mutating func addLink(
        _ kind: MarkdownDocument.Kind, _ form: MarkdownDocument.LinkForm, _ written: UnsafeBufferPointer<UInt8>,
        _ destination: String, _ label: String?, _ range: Range<Int>, _ run: TextRun
    ) {
        var text: Range<Int32> = 0..<0
        switch form {
        case .wiki: text = storeText(label ?? destination)
        case .embed where kind == .wikiLink: text = storeText(label ?? destination)
        case .mention, .topic: text = store(written)
        default: break
        }
        let node = append(kind, line: run.line, text: text, detail: document.links.count)
        let column = column(of: written, line: run.line, near: run.column + range.lowerBound)
        document.links.append(
            MarkdownDocument.Link(
                node: node, form: form, destination: destination, title: "", label: label, line: fileLine(run.line),
                column: column, length: column == nil ? nil : range.count))
    }

    private mutating func storeText(_ text: String) -> Range<Int32> {
        let start = Int32(truncatingIfNeeded: document.buffer.count)
        document.buffer.append(contentsOf: text.utf8)
        return start..<Int32(truncatingIfNeeded: document.buffer.count)
    }

    // MARK: - People and topics

    private mutating func addMailOrMention(_ run: inout TextRun, at index: Int) -> Int? {
        if let match = AutolinkScanner.mail(in: run.text, at: index, floor: run.done) {
            return addAutolink(match, &run)
        }
        guard options.communityLinks, !scalarBefore(index, in: run).isWord else { return nil }
        var end = index + 1
        while end < run.text.count {
            let byte = run.text[end]
            if byte.isASCIIAlphanumeric || byte == Byte.dot || byte == Byte.underscore || byte == Byte.minus {
                end += 1
                continue
            }
            guard byte >= 0x80, case (let scalar, let length) = run.text.scalar(at: end), scalar.isWord else { break }
            end += length
        }
        if end < run.text.count, run.text[end] == Byte.at { return end }
        while end > index + 1, run.text[end - 1] == Byte.dot { end -= 1 }
        guard end > index + 1, run.text.scalar(at: index + 1).scalar.isWord, run.text[index + 1] != Byte.underscore
        else { return nil }
        return addCommunityLink(.mention, .mention, index..<end, &run)
    }

    private mutating func addTopic(_ run: inout TextRun, at index: Int) -> Int? {
        guard options.communityLinks, index + 1 < run.text.count else { return nil }
        // `#.net`
        let first = index + (run.text[index + 1] == Byte.dot && index + 2 < run.text.count ? 2 : 1)
        guard run.text.scalar(at: first).scalar.isLetterOrMark, scalarBefore(index, in: run).opensTopic else {
            return nil
        }
        var end = first
        while end < run.text.count {
            if isTopicSign(run.text, at: end) {
                end += 1
                continue
            }
            guard run.text[end] >= 0x80, case (let scalar, let length) = run.text.scalar(at: end), scalar.isWord else {
                break
            }
            end += length
        }
        while run.text[end - 1] == Byte.minus || run.text[end - 1] == Byte.underscore { end -= 1 }
        return addCommunityLink(.topic, .topic, index..<end, &run)
    }

    /// Whether the ASCII byte at `index` belongs to a topic that began before it. `c++`, `node.js` and `c#` do as a
    /// whole: what is not known then is no link, and never one to another topic (`c`).
    private func isTopicSign(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        switch text[index] {
        case Byte.underscore, Byte.minus, Byte.plus: return true
        // A full stop, and what begins the next topic, do not belong to it.
        case Byte.dot: return index + 1 < text.count && text.scalar(at: index + 1).scalar.isWord
        case Byte.hash: return index + 1 == text.count || !isTopicStart(text, at: index + 1)
        default: return text[index].isASCIIAlphanumeric
        }
    }

    private func isTopicStart(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        text[index] == Byte.hash || text[index] == Byte.dot && index + 1 < text.count && text[index + 1] != Byte.space
            || text.scalar(at: index).scalar.isWord
    }

    /// Adds `@handle` or `#topic`; the destination is what follows the sign.
    private mutating func addCommunityLink(
        _ kind: MarkdownDocument.Kind, _ form: MarkdownDocument.LinkForm, _ range: Range<Int>, _ run: inout TextRun
    ) -> Int {
        addPlain(of: &run, to: range.lowerBound)
        let written = UnsafeBufferPointer(rebasing: run.text[range])
        addLink(kind, form, written, String(decoding: written.dropFirst(), as: UTF8.self), nil, range, run)
        run.done = range.upperBound
        return range.upperBound
    }

    // MARK: - Brackets

    /// `[[wiki link]]` or `[^footnote]`.
    private mutating func addBracketed(_ run: inout TextRun, at index: Int) -> Int? {
        guard index + 2 < run.text.count else { return nil }
        switch run.text[index + 1] {
        case Byte.bracket: return options.communityLinks ? addWikiLink(&run, at: index) : nil
        case Byte.caret: return addFootnoteReference(&run, at: index)
        default: return nil
        }
    }

    private mutating func addWikiLink(_ run: inout TextRun, at index: Int) -> Int? {
        guard let (end, bar) = WikiBrackets.end(in: run.text, from: index + 2) else { return nil }
        // `[[[x]]]` is a link in brackets, `[[[x] y]]` one whose name begins with one.
        if run.text[index + 2] == Byte.bracket, WikiBrackets.end(in: run.text, from: index + 3) != nil { return nil }
        let target = trimmed(run.text, index + 2..<(bar ?? end))
        guard !target.isEmpty else { return nil }
        var label: String?
        if let bar, case let range = trimmed(run.text, bar + 1..<end), !range.isEmpty {
            label = unmasker.string(UnsafeBufferPointer(rebasing: run.text[range]))
        }
        let isEmbed = isEmbed(index..<end + 2, of: run)
        let start = isEmbed ? index - 1 : index
        addPlain(of: &run, to: start)
        let written = UnsafeBufferPointer(rebasing: run.text[start..<end + 2])
        let destination = unmasker.string(UnsafeBufferPointer(rebasing: run.text[target]))
        run.done = end + 2
        guard isEmbed else {
            addLink(.wikiLink, .wiki, written, destination, label, start..<end + 2, run)
            return end + 2
        }
        let said = EmbedName.Label(label)
        label = said.words
        guard EmbedName.isPicture(destination) else {
            addLink(.wikiLink, .embed, written, destination, label, start..<end + 2, run)
            return end + 2
        }
        addLink(.image, .embed, written, destination, label, start..<end + 2, run)
        document.links[document.links.count - 1].width = said.width
        document.links[document.links.count - 1].height = said.height
        push(frames[frames.count - 1].last)
        append(.text, line: run.line, text: storeText(label ?? EmbedName.stem(destination)))
        pop()
        return end + 2
    }

    /// Whether the wiki link at `range` has the `!` before it that shows what it names: one that is no escape.
    private mutating func isEmbed(_ range: Range<Int>, of run: TextRun) -> Bool {
        let start = range.lowerBound - 1
        guard start >= run.done, run.text[start] == Byte.bang else { return false }
        let escaped = [Byte.backslash] + run.text[start..<range.upperBound]
        let (line, expected) = (run.line, run.column + start - 1)
        return escaped.withUnsafeBufferPointer { column(of: $0, line: line, near: expected) } == nil
    }

    private func trimmed(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, text[start].isBlank { start += 1 }
        while end > start, text[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    private mutating func addFootnoteReference(_ run: inout TextRun, at index: Int) -> Int? {
        guard let end = FootnoteLabel.end(in: run.text, from: index + 2) else { return nil }
        // A text without any footnote may well speak of regular expressions.
        guard !footnotes.isEmpty || FootnoteLabel.isSurelyMeant(index + 2..<end, in: run.text) else { return nil }
        let label = unmasker.string(UnsafeBufferPointer(rebasing: run.text[index + 2..<end]))
        guard let (place, ordinal) = footnotes.refer(to: label, onLine: source.origin(ofLine: run.line).line) else {
            report(
                .missingFootnote, line: fileLine(run.line), "there is no footnote [^\(label)]",
                help: "add a line [^\(label)]: with its text")
            return nil
        }
        addPlain(of: &run, to: index)
        let written = UnsafeBufferPointer(rebasing: run.text[index...end])
        let node = append(.footnoteReference, line: run.line, text: store(written), detail: place)
        document.referenceOrdinals[node] = ordinal
        run.done = end + 1
        return end + 1
    }

    // MARK: - Strikethrough

    private mutating func addTildes(_ run: inout TextRun, at index: Int) -> Int {
        var end = index
        while end < run.text.count, run.text[end] == Byte.tilde { end += 1 }
        guard end - index <= 2, frames.count <= Self.strikeDepthLimit else { return end }
        let before = scalarBefore(index, in: run)
        let after = end < run.text.count ? run.text.scalar(at: end).scalar : scalarAfter(run.node)
        let (isSpaceBefore, isSpaceAfter) = (before.isMarkdownSpace, after.isMarkdownSpace)
        let (isMarkBefore, isMarkAfter) = (before.isMarkdownPunctuation, after.isMarkdownPunctuation)
        let opens = !isSpaceAfter && (!isMarkAfter || isSpaceBefore || isMarkBefore)
        let closes = !isSpaceBefore && (!isMarkBefore || isSpaceAfter || isMarkAfter)
        guard opens || closes else { return end }
        addPlain(of: &run, to: index)
        let written = UnsafeBufferPointer(rebasing: run.text[index..<end])
        let node = append(.text, line: run.line, text: store(written))
        strikes.append(
            StrikeDelimiter(
                node: node, parent: frames[frames.count - 1].node, length: end - index, opens: opens, closes: closes))
        run.done = end
        return end
    }

    // MARK: - Neighbours

    /// The scalar before `index`, or what the node before the text ends with.
    private func scalarBefore(_ index: Int, in run: TextRun) -> Unicode.Scalar {
        if index > 0 {
            if run.text[index - 1] < 0x80 { return Unicode.Scalar(run.text[index - 1]) }
            return run.text.scalar(before: index)
        }
        let frame = frames[frames.count - 1]
        guard frame.last != MarkdownDocument.none else {
            switch parentKind {
            case .emphasis, .strong: return "*"
            default: return " "
            }
        }
        let last = document.nodes[Int(frame.last)]
        switch last.kind {
        case .softBreak, .lineBreak: return " "
        case .text:
            return document.buffer.withUnsafeBufferPointer { $0.scalar(before: Int(last.text.upperBound)) }
        case .code: return "`"
        case .emphasis, .strong: return "*"
        case .htmlInline: return ">"
        default: return ")"
        }
    }

    /// What the node after a text begins with.
    private func scalarAfter(_ node: CMarkNode) -> Unicode.Scalar {
        guard let next = node.next else {
            switch parentKind {
            case .emphasis, .strong: return "*"
            default: return " "
            }
        }
        switch next.kind {
        case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: return " "
        case CMARK_NODE_CODE: return "`"
        case CMARK_NODE_HTML_INLINE: return "<"
        case CMARK_NODE_LINK: return "["
        case CMARK_NODE_IMAGE: return "!"
        default: return "*"
        }
    }
}
