import CCMark

/// The quotes and list items around a block, and where on a later line their content goes on.
///
/// libcmark does not tell how it stripped `>` and indentation from the lines of a paragraph; this follows the rules of
/// CommonMark 0.30, section 5 (tabs are stops of four columns).
struct ContainerChain {
    private struct Container {
        var isQuote: Bool
        var startLine: Int
        /// Where its content begins on its first line.
        var content: Position
        /// Columns that an item's later lines are indented by.
        var width = 0
    }

    /// A place on a line: the byte, and the column from 0, which may lie inside a tab.
    struct Position {
        var byte: Int
        var column: Int
    }

    private var containers: [Container] = []
    private let source: SourceText

    /// The containers around `block`. `source` must have its lines indexed.
    init(around block: CMarkNode, source: SourceText) {
        self.source = source
        var ancestors: [CMarkNode] = []
        var node = block.parentNode
        while let current = node {
            ancestors.append(current)
            node = current.parentNode
        }
        for ancestor in ancestors.reversed() {
            switch ancestor.kind {
            case CMARK_NODE_BLOCK_QUOTE: addQuote(ancestor)
            case CMARK_NODE_ITEM: addItem(ancestor)
            default: break
            }
        }
    }

    private mutating func addQuote(_ node: CMarkNode) {
        let start = place(of: node)
        var content = Position(byte: start.byte + 1, column: start.column + 1)
        skipOptionalSpace(&content, end: source.range(ofLine: node.startLine).upperBound)
        containers.append(Container(isQuote: true, startLine: node.startLine, content: content))
    }

    private mutating func addItem(_ node: CMarkNode) {
        let line = source.range(ofLine: node.startLine)
        let start = place(of: node)
        var markerEnd = start
        while markerEnd.byte < line.upperBound, source.bytes[markerEnd.byte].isASCIIDigit {
            markerEnd.byte += 1
            markerEnd.column += 1
        }
        markerEnd.byte += 1
        markerEnd.column += 1
        var content = markerEnd
        skipBlanks(&content, end: line.upperBound)
        let gap = content.column - markerEnd.column
        if content.byte >= line.upperBound || gap > 4 {
            content = Position(byte: min(markerEnd.byte + 1, line.upperBound), column: markerEnd.column + 1)
        }
        let base = position(onLine: node.startLine).position.column
        containers.append(
            Container(isQuote: false, startLine: node.startLine, content: content, width: content.column - base))
    }

    /// The byte that a block starts at, with its column.
    private func place(of node: CMarkNode) -> Position {
        let line = source.range(ofLine: node.startLine)
        let byte = min(line.lowerBound + max(node.startColumn - 1, 0), line.upperBound)
        var column = 0
        for index in line.lowerBound..<byte { column += source.bytes[index] == Byte.tab ? 4 - column % 4 : 1 }
        return Position(byte: byte, column: column)
    }

    /// Where the content of the innermost container begins on `line`, and whether all containers go on there; when they
    /// do
    /// not (a lazy continuation line), the place after the last one that does.
    func position(onLine line: Int) -> (position: Position, isComplete: Bool) {
        let range = source.range(ofLine: line)
        var position = Position(byte: range.lowerBound, column: 0)
        for container in containers {
            if container.startLine == line {
                position = container.content
                continue
            }
            var next = position
            if container.isQuote {
                skipBlanks(&next, end: range.upperBound, atMost: 3)
                guard next.byte < range.upperBound, source.bytes[next.byte] == Byte.greater else {
                    return (position, false)
                }
                next = Position(byte: next.byte + 1, column: next.column + 1)
                skipOptionalSpace(&next, end: range.upperBound)
            } else {
                skipBlanks(&next, end: range.upperBound, atMost: container.width)
                guard next.column - position.column >= container.width else { return (position, false) }
            }
            position = next
        }
        return (position, true)
    }

    /// The first byte at or after `position` that is not blank, and how many columns it is indented by.
    func firstNonBlank(from position: Position, line: Int) -> (byte: Int, indent: Int) {
        var next = position
        skipBlanks(&next, end: source.range(ofLine: line).upperBound)
        return (next.byte, next.column - position.column)
    }

    private func skipOptionalSpace(_ position: inout Position, end: Int) {
        skipBlanks(&position, end: end, atMost: 1)
    }

    /// Skips spaces and tabs, at most so many columns; a tab may be used in part.
    private func skipBlanks(_ position: inout Position, end: Int, atMost limit: Int = .max) {
        let start = position.column
        while position.byte < end, position.column - start < limit {
            switch source.bytes[position.byte] {
            case Byte.space:
                position.byte += 1
                position.column += 1
            case Byte.tab:
                let width = 4 - position.column % 4
                let rest = limit - (position.column - start)
                if width > rest {
                    position.column += rest
                    return
                }
                position.byte += 1
                position.column += width
            default: return
            }
        }
    }
}
