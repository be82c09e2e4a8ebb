import HearthMarkdown
import HearthModel

// Notations that are a line of their own.
extension ForeignMarks {
    /// Looks at the first text of a line.
    mutating func checkLine(_ id: MarkdownDocument.NodeID, _ node: MarkdownDocument.Node) {
        let text = document.literalBytes(id)
        let line = Int(node.line)
        switch text[text.startIndex] {
        // `!`, `?`
        case 0x21, 0x3F: checkAdmonition(text, line)
        case 0x3D: if Self.opensTab(text) { noteLine(.tab, [0x3D], line) }
        case 0x3A: checkColons(text, node)
        // An id in it is a topic by now.
        case 0x7B where text.count == 1 || ": .#".utf8.contains(text[text.startIndex + 1]) || Self.isAttributes(text):
            note(.attributes, [0x7B], line: line) { Self.attributeLine($0.trimmedBlanks) }
        case 0x5B: if endsLine(node), Self.isContents(text) { noteLine(.contents, [0x5B], line) }
        case 0x2D:
            if text.starts(with: "--8<--".utf8) { noteLine(.snippet, [0x2D, 0x3C], line) }
            checkDelimiters(text, node)
        case 0x2A: if Self.isAbbreviation(text) { noteLine(.abbreviation, [0x2A, 0x5B], line) }
        case 0x2B: if endsLine(node), Self.isGrid(text) { noteLine(.grid, [0x2B], line) }
        case 0x7C: checkRows(text, node)
        case 0x24:
            if text.starts(with: [0x24, 0x24]), text.dropFirst(2).first != 0x24 { noteLine(.formula, [0x24], line) }
        default: break
        }
    }

    private mutating func noteLine(_ notation: ForeignNotation, _ sign: [UInt8], _ line: Int) {
        note(notation, sign, line: line) { String(decoding: $0.trimmedBlanks, as: UTF8.self) }
    }

    // MARK: Boxes and tabs

    /// `!!! note "Title"`, `??? warning`, `???+ tip`; nobody who calls out in words begins them so.
    private mutating func checkAdmonition(_ text: ArraySlice<UInt8>, _ line: Int) {
        let sign = text[text.startIndex]
        var rest = text.drop { $0 == sign }
        guard rest.startIndex - text.startIndex == 3 else { return }
        if rest.first == 0x2B { rest.removeFirst() }
        guard rest.first == 0x20 else { return }
        rest = rest.drop { $0 == 0x20 }
        let name = rest.prefix { Self.isLetter($0) || $0 == 0x2D }
        let behind = rest[name.endIndex...].drop { $0 == 0x20 }
        let isKnown = MarkdownDocument.AlertKind.called(String(decoding: name, as: UTF8.self)) != nil
        guard !name.isEmpty, isKnown || behind.first == 0x22,
            behind.isEmpty || behind.first == 0x22 || isKnown && sign == 0x3F
        else { return }
        noteLine(.admonition, [sign], line)
    }

    /// `=== "Linux"`
    private static func opensTab(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text.drop { $0 == 0x3D }
        guard rest.startIndex - text.startIndex == 3 else { return false }
        if rest.first == 0x2B || rest.first == 0x21 { rest.removeFirst() }
        return rest.starts(with: [0x20, 0x22])
    }

    /// `:::note`, `::: {.tip}`; `: what a word means` below the word.
    private mutating func checkColons(_ text: ArraySlice<UInt8>, _ node: MarkdownDocument.Node) {
        let rest = text.drop { $0 == 0x3A }
        let count = rest.startIndex - text.startIndex
        if count > 2 {
            let word = rest.drop { $0 == 0x20 }
            guard let first = word.first, Self.isLetter(first) || first == 0x7B else { return }
            return noteLine(.container, [0x3A], Int(node.line))
        }
        checkDelimiters(text, node)
        guard count == 1, rest.first == 0x20 || rest.first == 0x09 else { return }
        // The word stands alone on the line above, or above a blank one.
        let start = Int(document.nodes[Int(node.parent)].line)
        guard Int(node.line) - start < 2 else { return }
        if Int(node.line) > start {
            guard let term = look(at: start)?.trimmedBlanks, term.count < 60, term.split(separator: 0x20).count < 5,
                let last = term.last, Self.isWord(last) || last == 0x29 || last == 0x60 || last == 0x2A
            else { return }
        }
        noteLine(.definition, [0x3A], Int(node.line))
    }

    // MARK: Tables

    /// `| a | b |` and more such lines without a line of hyphens.
    private mutating func checkRows(_ text: ArraySlice<UInt8>, _ node: MarkdownDocument.Node) {
        guard !checkDelimiters(text, node) else { return }
        let line = Int(node.line)
        guard document.nodes[Int(node.parent)].line == node.line, let first = look(at: line),
            let second = look(at: line + 1)
        else { return }
        let isRow = { (row: ArraySlice<UInt8>) in
            row.first == 0x7C && row.last == 0x7C && row.count { $0 == 0x7C } > 2 && !row.contains(0x5C)
        }
        guard isRow(first.trimmedBlanks), isRow(second.trimmedBlanks), !Self.areDelimiters(second.trimmedBlanks) else {
            return
        }
        noteLine(.rows, [0x7C], line)
    }

    /// `|---|---|` below a line that has another number of cells; true where it is such a line.
    @discardableResult
    private mutating func checkDelimiters(_ text: ArraySlice<UInt8>, _ node: MarkdownDocument.Node) -> Bool {
        guard endsLine(node), Self.areDelimiters(text) else { return false }
        let line = Int(node.line)
        guard document.nodes[Int(node.parent)].line < node.line, let head = look(at: line - 1) else { return true }
        let (cells, columns) = (Self.cells(of: head.trimmedBlanks), Self.cells(of: text))
        guard cells != columns, cells > 1 else { return true }
        note(.columns, [0x7C], line: line) { _ in "\(cells) \(columns)" }
        return true
    }

    private static func areDelimiters(_ text: ArraySlice<UInt8>) -> Bool {
        text.contains(0x7C) && text.contains(0x2D)
            && text.allSatisfy { $0 == 0x7C || $0 == 0x2D || $0 == 0x3A || $0 == 0x20 }
    }

    /// How many cells a row has; a bar behind a backslash is none that parts them.
    private static func cells(of row: ArraySlice<UInt8>) -> Int {
        var row = row
        if row.first == 0x7C { row.removeFirst() }
        if row.last == 0x7C { row.removeLast() }
        return 1 + zip(row, [0x20] + row).count { $0 == 0x7C && $1 != 0x5C }
    }

    /// `+---+---+`
    private static func isGrid(_ text: ArraySlice<UInt8>) -> Bool {
        text.count > 4 && text.last == 0x2B && text.count { $0 == 0x2B } > 1
            && text.allSatisfy { $0 == 0x2B || $0 == 0x2D || $0 == 0x3D } && text.contains(0x2D)
    }

    // MARK: Other lines

    private static func isContents(_ text: ArraySlice<UInt8>) -> Bool {
        ["[toc]", "[[toc]]", "[[_toc_]]", "[_toc_]"].contains(String(decoding: text, as: UTF8.self).lowercased())
    }

    /// `*[HTML]: what it stands for`
    private static func isAbbreviation(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.dropFirst().first == 0x5B, let close = text.firstIndex(of: 0x5D) else { return false }
        return close - text.startIndex > 2 && text[close...].dropFirst().starts(with: [0x3A, 0x20])
    }

    private static func attributeLine(_ text: ArraySlice<UInt8>) -> String? {
        text.last == 0x7D && isAttributes(text) ? String(decoding: text, as: UTF8.self) : nil
    }

    /// `{: .lead #id }`, `{.lead}`, `{ width=300 }`: nothing but an id, classes and values between braces.
    static func isAttributes(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == 0x7B, let close = text.firstIndex(of: 0x7D) else { return false }
        var rest = text[text.startIndex + 1..<close]
        if rest.first == 0x3A { rest.removeFirst() }
        let words = rest.split { $0 == 0x20 || $0 == 0x09 }
        guard let first = words.first else { return false }
        func isName(_ name: ArraySlice<UInt8>) -> Bool {
            name.first.map { isLetter($0) || $0 == 0x2D || $0 == 0x5F } ?? false
                && name.allSatisfy { isWord($0) || $0 == 0x2D || $0 == 0x3A }
        }
        func isOne(_ word: ArraySlice<UInt8>) -> Bool {
            if word.first == 0x23 || word.first == 0x2E { return isName(word.dropFirst()) }
            return word.firstIndex(of: 0x3D).map { isName(word[..<$0]) && $0 + 1 < word.endIndex } ?? false
        }
        // The rest may be words of a quoted value.
        return isOne(first) && (rest.contains(0x22) || words.allSatisfy(isOne))
    }
}
