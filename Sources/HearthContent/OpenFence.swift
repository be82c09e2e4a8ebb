import HearthMarkdown
import HearthModel

/// A block of code that begins with a fence and that nothing ends, so that the rest of the page is code.
enum OpenFence {
    /// `lines` are those of the text as it was written.
    static func diagnostic(of document: MarkdownDocument, file: String, lines: SourceLines) -> Diagnostic? {
        // Whatever is below it belongs to it.
        guard let last = document.blocks.last, document.nodes[Int(last)].kind == .codeBlock else { return nil }
        let line = Int(document.nodes[Int(last)].line)
        let all = lines.text.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard all.indices.contains(line - lines.first), let opening = fence(all[line - lines.first]) else { return nil }
        let isClosed = all[(line - lines.first + 1)...].contains { text in
            guard let found = fence(text), found.sign == opening.sign, found.count >= opening.count else {
                return false
            }
            return found.rest.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
        guard !isClosed, document.nodes[Int(last)].text.count > 0 else { return nil }
        let signs = String(repeating: opening.sign == 0x60 ? "`" : "~", count: opening.count)
        return Diagnostic(
            .openCode, at: SourceLocation(file: file, line: line),
            "the block of code that begins here is never closed, so all that is below is code",
            help: "write \(signs) on a line of its own where the code ends")
    }

    private static func fence(_ line: ArraySlice<UInt8>) -> (sign: UInt8, count: Int, rest: ArraySlice<UInt8>)? {
        let text = line.drop { $0 == 0x20 }
        guard text.startIndex - line.startIndex < 4, let sign = text.first, sign == 0x60 || sign == 0x7E else {
            return nil
        }
        let rest = text.drop { $0 == sign }
        let count = rest.startIndex - text.startIndex
        return count > 2 ? (sign, count, rest) : nil
    }
}
