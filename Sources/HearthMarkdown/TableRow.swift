/// Reads the delimiter row of a table: `| :-- | :-: |` (GFM 0.29, section 4.10).
enum DelimiterRow {
    /// Whether the line from `start` on has only the characters of a delimiter row, and at least one `-` and a `|` or
    /// `:`.
    static func isCandidate(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        var index = start
        var hasDash = false
        var hasOther = false
        while index < text.count {
            switch text[index] {
            case Byte.minus: hasDash = true
            case Byte.pipe, Byte.colon: hasOther = true
            case Byte.space, Byte.tab: break
            case Byte.newline: return hasDash && hasOther
            default: return false
            }
            index += 1
        }
        return hasDash && hasOther
    }

    /// The alignments of a delimiter row; nil when `line` is none.
    static func alignments(_ line: ArraySlice<UInt8>) -> [MarkdownDocument.Alignment]? {
        var alignments: [MarkdownDocument.Alignment] = []
        for cell in TableRow.cells(in: line) {
            var rest = line[cell]
            guard !rest.isEmpty else { return nil }
            let isLeft = rest.first == Byte.colon
            if isLeft { rest = rest.dropFirst() }
            let isRight = rest.last == Byte.colon
            if isRight { rest = rest.dropLast() }
            guard !rest.isEmpty, rest.allSatisfy({ $0 == Byte.minus }) else { return nil }
            alignments.append(isLeft && isRight ? .center : isLeft ? .left : isRight ? .right : .none)
        }
        return alignments.isEmpty ? nil : alignments
    }
}

/// Splits a row of a table.
enum TableRow {
    /// The cells of a row, blanks around them left out; at most `limit`. A pipe after a backslash belongs to its cell.
    static func cells(in line: ArraySlice<UInt8>, limit: Int = .max) -> [Range<Int>] {
        var cells: [Range<Int>] = []
        var (start, end) = (line.startIndex, line.endIndex)
        while start < end, line[start].isBlank { start += 1 }
        while end > start, line[end - 1].isBlank { end -= 1 }
        if start < end, line[start] == Byte.pipe { start += 1 }
        var index = start
        while start < end, cells.count < limit {
            while index < end, line[index] != Byte.pipe || (index > start && line[index - 1] == Byte.backslash) {
                index += 1
            }
            cells.append(trimmed(start..<index, in: line))
            index += 1
            start = index
        }
        return cells
    }

    /// Where what stands behind `cells` begins; nil when nothing does but empty cells.
    static func surplus(in line: ArraySlice<UInt8>, behind cells: [Range<Int>]) -> Int? {
        guard let last = cells.last else { return nil }
        return line[last.upperBound...].firstIndex { !$0.isBlank && $0 != Byte.pipe }
    }

    private static func trimmed(_ range: Range<Int>, in line: ArraySlice<UInt8>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, line[start].isBlank { start += 1 }
        while end > start, line[end - 1].isBlank { end -= 1 }
        return start..<end
    }
}
