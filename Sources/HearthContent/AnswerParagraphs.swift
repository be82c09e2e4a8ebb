import HearthMarkdown
import HearthModel

/// Answers that were written as a line of their own, but not as a heading: `**Answer — @x, 2013-04-02**`.
enum AnswerParagraphs {
    static func diagnostics(of document: MarkdownDocument, file: String) -> [Diagnostic] {
        document.blocks.compactMap { block in
            let node = document.nodes[Int(block)]
            guard node.kind == .paragraph, let (text, isBold) = firstLine(of: block, in: document) else { return nil }
            let opens: AnswerHeading.Opens
            switch AnswerHeading.read(text) {
            case .opens(let found) where found.flaw == nil && (isBold || found.date != nil): opens = found.opens
            case .resembles(let found, isSure: true) where isBold: opens = found
            default: return nil
            }
            return Diagnostic(
                .answerHeading, at: SourceLocation(file: file, line: Int(node.line)),
                "'\(text.prefix(60))' looks like \(opens == .comment ? "a comment" : "an answer"), but is no heading",
                help: "write: \(opens.example)")
        }
    }

    /// What stands on the first line of a paragraph, where that may be an answer's, and whether all of it is bold.
    private static func firstLine(
        of paragraph: MarkdownDocument.NodeID, in document: MarkdownDocument
    ) -> (text: String, isBold: Bool)? {
        let first = document.nodes[Int(paragraph)].firstChild
        guard first != MarkdownDocument.none else { return nil }
        let node = document.nodes[Int(first)]
        if node.kind == .strong {
            let next = node.nextSibling
            guard next == MarkdownDocument.none || isBreak(document.nodes[Int(next)].kind) else { return nil }
            return (document.plainText(of: first), true)
        }
        // `A…` or `C…`: see `AnswerHeading.read`.
        guard node.kind == .text, let initial = document.literalBytes(first).first, initial | 0x22 == 0x63 else {
            return nil
        }
        var text = ""
        for child in document.children(of: paragraph) {
            if isBreak(document.nodes[Int(child)].kind) { break }
            text += document.plainText(of: child)
            if text.utf8.count > 120 { return nil }
        }
        return (text, false)
    }

    private static func isBreak(_ kind: MarkdownDocument.Kind) -> Bool { kind == .softBreak || kind == .lineBreak }

    /// The first answer on a page that is none of a question, where it counts for nobody.
    static func stray(in document: MarkdownDocument, type: EntityType, file: String) -> Diagnostic? {
        for heading in document.headings {
            guard heading.level == 2, case .opens(let found) = AnswerHeading.read(heading.text), found.opens.level == 2,
                found.flaw != .rawName, document.nodes[Int(heading.node)].parent == 0
            else { continue }
            return Diagnostic(
                .answerHeading, at: SourceLocation(file: file, line: heading.line),
                "'\(heading.text.prefix(60))' is the heading of an answer, but this page is no question",
                help:
                    "the page's type is \(type.rawValue); move it into a folder 'questions', or write 'type: question'",
                severity: .warning)
        }
        return nil
    }
}
