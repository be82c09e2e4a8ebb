/// Tables that can be told without libcmark: those that stand alone at the left margin, as nearly all do.
///
/// A line that begins at the margin with `|` after a blank line begins a paragraph of the document itself: no list, quote
/// or lazy line can hold it, only a fence or a block of HTML. So a look at the lines decides, and the text is parsed once
/// instead of twice. Whatever is less plain is left to libcmark.
extension TableRewriter {
    /// The tables of `source`; nil when one of its lines leaves a doubt.
    init?(plain source: SourceText) {
        self.init(source: source)
        var fence: Fence?
        var line = 1
        while line <= self.source.lineCount {
            let start = lineStart(line)
            if let open = fence {
                if open.isClosed(by: self.source.bytes[start.range], indent: start.indent) { fence = nil }
            } else if start.first == Byte.less {
                return nil
            } else if let opened = Fence(self.source.bytes[start.range]) {
                guard start.indent == 0 || start.indent > 3 else { return nil }
                if start.indent == 0 { fence = opened }
            } else if isDelimiterLine(line) {
                guard let last = addPlainTable(delimiterLine: line) else { return nil }
                line = last
            }
            line += 1
        }
    }

    /// The first byte of a line that is not blank, the columns before it, and the line from there on. A tab counts as four
    /// columns: it is only asked whether they are more than three.
    private func lineStart(_ line: Int) -> (first: UInt8?, indent: Int, range: Range<Int>) {
        let range = source.range(ofLine: line)
        var index = range.lowerBound
        var indent = 0
        while index < range.upperBound, source.bytes[index].isBlank {
            indent += source.bytes[index] == Byte.tab ? 4 : 1
            index += 1
        }
        return (index < range.upperBound ? source.bytes[index] : nil, indent, index..<range.upperBound)
    }

    /// Adds the table with this delimiter row and answers its last line; nil when it does not stand alone at the margin.
    private mutating func addPlainTable(delimiterLine: Int) -> Int? {
        let headerLine = delimiterLine - 1
        guard isRow(delimiterLine), isRow(headerLine), headerLine == 1 || lineStart(headerLine - 1).first == nil,
            let alignments = DelimiterRow.alignments(source.bytes[source.range(ofLine: delimiterLine)]),
            TableRow.cells(in: source.bytes[source.range(ofLine: headerLine)], limit: alignments.count + 1).count
                == alignments.count
        else { return nil }
        var lastLine = delimiterLine
        while lastLine < source.lineCount, lineStart(lastLine + 1).first != nil {
            guard isRow(lastLine + 1) else { return nil }
            lastLine += 1
        }
        addTable(
            alignments,
            lines: (headerLine...lastLine).map { line in
                let range = source.range(ofLine: line)
                return (line, range, range.lowerBound)
            })
        return lastLine
    }

    private func isRow(_ line: Int) -> Bool {
        guard line >= 1, case let range = source.range(ofLine: line), !range.isEmpty else { return false }
        return source.bytes[range.lowerBound] == Byte.pipe
    }

    /// A fence of code that is open (CommonMark 0.30, section 4.5).
    private struct Fence {
        let mark: UInt8
        let length: Int

        /// Nil when `line`, which begins with its first byte that is not blank, opens none.
        init?(_ line: ArraySlice<UInt8>) {
            guard let first = line.first, first == Byte.backtick || first == Byte.tilde else { return nil }
            mark = first
            length = line.prefix { $0 == first }.count
            guard length >= 3 else { return nil }
            // An info string after backticks has no backticks: that would be code in a line of text.
            if first == Byte.backtick, line.dropFirst(length).contains(Byte.backtick) { return nil }
        }

        func isClosed(by line: ArraySlice<UInt8>, indent: Int) -> Bool {
            let count = line.prefix { $0 == mark }.count
            return indent < 4 && count >= length && line.dropFirst(count).allSatisfy(\.isBlank)
        }
    }
}
