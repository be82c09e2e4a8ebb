import CCMark
import HearthModel

/// What stands behind `> [!NOTE]` on its line, as Obsidian and others have it.
struct BoxTitle {
    var paragraph: CMarkNode
    /// The end of the line; nil when the paragraph has no other.
    var lineEnd: CMarkNode?
    /// What is shown where no title was written; empty where one was.
    var name: String
}

extension TreeBuilder {
    /// A box as it was opened: `[!NOTE]`, `[!faq]- Why?`.
    private struct Opening {
        var kind: MarkdownDocument.AlertKind
        /// As it was typed.
        var name: String
        /// Bytes up to the title.
        var length: Int
        var hasTitle: Bool
    }

    mutating func enterQuote(_ node: CMarkNode) {
        guard options.extensions, let kind = takeAlertTitle(of: node) else {
            pushContainer(.blockQuote, line: node.startLine)
            return
        }
        document.alerts.append(kind)
        pushContainer(.alert, line: node.startLine, detail: document.alerts.count - 1)
    }

    /// The kind of alert when the first line of a quote is `[!NOTE]` or the like.
    ///
    /// GitHub knows five names, and nothing beside them. The names and titles of other programs give the box that comes
    /// nearest, with the title, or the name that was typed, in bold as its first line: no word of it is lost.
    private mutating func takeAlertTitle(of quote: CMarkNode) -> MarkdownDocument.AlertKind? {
        guard let paragraph = quote.firstChild, paragraph.kind == CMARK_NODE_PARAGRAPH,
            let first = paragraph.firstChild, first.kind == CMARK_NODE_TEXT,
            let opening = Self.opening(first.literalBytes)
        else { return nil }
        let next = first.next
        let isAlone = opening.length == first.literalBytes.count
        let endsLine = next.map { $0.kind == CMARK_NODE_SOFTBREAK || $0.kind == CMARK_NODE_LINEBREAK } ?? true
        if isAlone, endsLine, opening.name.lowercased() == opening.kind.rawValue {
            if let next {
                skipped += [next, first]
            } else {
                guard paragraph.next != nil else { return nil }
                skipped.append(paragraph)
            }
            return opening.kind
        }
        // `[!NOTE]**x**` is no title, and other dialects have none.
        guard options.communityLinks, !isAlone || endsLine || opening.hasTitle, frames.count < Self.depthLimit else {
            return nil
        }
        var lineEnd: CMarkNode? = first
        while let node = lineEnd, node.kind != CMARK_NODE_SOFTBREAK, node.kind != CMARK_NODE_LINEBREAK {
            lineEnd = node.next
        }
        let name = opening.name.prefix(1).uppercased() + opening.name.dropFirst()
        let hasName = isAlone && endsLine
        guard !hasName || lineEnd != nil || paragraph.next != nil else { return nil }
        boxTitle = BoxTitle(paragraph: paragraph, lineEnd: lineEnd, name: hasName ? name : "")
        if hasName { skipped.append(first) } else { taskMarkLength = opening.length }
        return opening.kind
    }

    private static func opening(_ text: UnsafeBufferPointer<UInt8>) -> Opening? {
        guard text.count > 3, text[0] == Byte.bracket, text[1] == Byte.bang else { return nil }
        var end = 2
        while end < text.count, text[end].isASCIILetter { end += 1 }
        let name = String(decoding: text[2..<end], as: UTF8.self)
        guard end < text.count, text[end] == Byte.closeBracket, let kind = MarkdownDocument.AlertKind.called(name)
        else { return nil }
        end += 1
        if end < text.count, text[end] == Byte.plus || text[end] == Byte.minus { end += 1 }
        let start = end
        while end < text.count, text[end].isBlank { end += 1 }
        guard end > start || end == text.count else { return nil }
        return Opening(kind: kind, name: name, length: end, hasTitle: end > start)
    }

    // MARK: - The title

    /// Opens the paragraph of a box's title.
    mutating func enterBoxTitle(_ box: BoxTitle, line: Int) -> Bool {
        push(append(.paragraph, line: line))
        push(append(.strong, line: line))
        if !box.name.isEmpty { box.name.utf8.withContiguousStorageIfAvailable { addPlain($0) } }
        return true
    }

    /// Goes on with what stands below the title: false, for the end of a line has no children.
    mutating func endBoxTitle(with lineEnd: CMarkNode) -> Bool {
        finishInlines()
        pop()
        pop()
        endLine(with: lineEnd)
        push(append(.paragraph, line: inlineLine))
        boxTitle = nil
        return false
    }

    /// Closes a title that has its paragraph for itself, but for the paragraph.
    mutating func leaveBoxTitle() {
        pop()
        boxTitle = nil
    }
}

extension MarkdownDocument.AlertKind {
    /// The box of that name, in any case; of a name that other programs have the one that comes nearest.
    package static func called(_ name: String) -> Self? {
        switch name.lowercased() {
        case "abstract", "cite", "example", "faq", "help", "info", "question", "quote", "seealso", "summary", "tldr",
            "todo":
            .note
        case "check", "done", "hint", "success": .tip
        case "attention": .warning
        case "bug", "danger", "error", "fail", "failure", "missing": .caution
        case let name: Self(rawValue: name)
        }
    }
}
