import HearthMarkdown
import HearthModel

// Notations within a line.
extension ForeignMarks {
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// A letter, a digit or a part of a character beyond ASCII.
    static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- 0x30 < 10 || byte >= 0x80 }

    mutating func checkInlines(_ index: Int, _ node: MarkdownDocument.Node) {
        let text = document.buffer[Int(node.text.lowerBound)..<Int(node.text.upperBound)]
        var place = text.startIndex
        while let start = text[place...].firstIndex(where: { Self.isInlineSign[Int($0)] }) {
            // Long enough for any of them: a text of signs alone is not searched to its end for each.
            let rest = text[start...].prefix(600)
            let line = Int(node.line)
            place = start + 1
            switch text[start] {
            case 0x7B: place = checkBrace(rest, before: text[..<start], node)
            case 0x5E: checkCaret(rest, before: text[..<start].last, line)
            case 0x3D:
                place = checkPair(.highlight, 0x3D, rest, before: text[..<start].last, line) {
                    $0.contains(where: Self.isWord)
                }
            case 0x2B: place = checkPair(.keys, 0x2B, rest, before: text[..<start].last, line, Self.isKeys)
            default: checkDollar(rest, before: text[..<start].last, line)
            }
        }
    }

    private static let isInlineSign: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "{^=+$".utf8 { table[Int(byte)] = true }
        return table
    }()

    // MARK: Templates and attributes

    /// Answers where to go on.
    private mutating func checkBrace(
        _ rest: ArraySlice<UInt8>, before: ArraySlice<UInt8>, _ node: MarkdownDocument.Node
    ) -> Int {
        let (start, line) = (rest.startIndex, Int(node.line))
        let head = Array(rest.prefix(3))
        if before.isEmpty, Self.isAttributes(rest),
            found.contains(where: { $0.notation == .attributes }) || followsMarkup(node)
        {
            note(.attributes, [0x7B], line: line) { _ in Self.upTo([0x7D], rest) }
            return start + 1
        }
        // `[words]({{< ref … >}})` is told as an address.
        if Self.isInAddress(before) { return start + 1 }
        switch head.dropFirst().first {
        case 0x7B:
            if head.last == 0x3C || head.last == 0x25, head.count == 3 {
                note(.shortcode, [0x7B, head[2]], line: line) {
                    Self.cut($0, from: head, to: [head[2] == 0x3C ? 0x3E : 0x25, 0x7D, 0x7D])
                }
            } else if Self.isVariable(rest) {
                note(.variable, [0x7B], line: line) { Self.cut($0, from: [0x7B, 0x7B], to: [0x7D, 0x7D]) }
            }
            return start + 2
        case 0x25:
            let word = rest.dropFirst(2).drop { $0 == 0x2D || $0 == 0x20 }
            if let first = word.first, Self.isLetter(first), rest.firstRange(of: [0x25, 0x7D]) != nil {
                note(.tag, [0x7B, 0x25], line: line) { Self.cut($0, from: [0x7B, 0x25], to: [0x25, 0x7D]) }
            }
            return start + 2
        default: return start + 1
        }
    }

    /// `{{ site.url }}`, `{{ page.title }}`
    private static func isVariable(_ rest: ArraySlice<UInt8>) -> Bool {
        let name = rest.dropFirst(2).drop { $0 == 0x20 || $0 == 0x2D }
        return ["site.", "page.", ".Site.", ".Page."].contains { name.starts(with: $0.utf8) }
    }

    private static func isInAddress(_ before: ArraySlice<UInt8>) -> Bool {
        let before = before.suffix(400)
        guard let open = before.lastIndex(of: 0x28), open > before.startIndex, before[open - 1] == 0x5D else {
            return false
        }
        return !before[open...].contains(0x29)
    }

    /// Whether a link, a picture, code or emphasis ends where a text begins.
    private func followsMarkup(_ node: MarkdownDocument.Node) -> Bool {
        var before: MarkdownDocument.Kind?
        for child in document.children(of: node.parent) {
            if document.nodes[Int(child)].text == node.text, document.nodes[Int(child)].kind == .text { break }
            before = document.nodes[Int(child)].kind
        }
        return [.link, .image, .code, .strong, .emphasis, .wikiLink].contains(before)
    }

    /// What stands in the line from `sign` on, up to `end`.
    private static func cut(_ line: ArraySlice<UInt8>, from sign: [UInt8], to end: [UInt8]) -> String? {
        guard let start = line.firstRange(of: sign)?.lowerBound,
            end == [0x0A] || line[start...].firstRange(of: end) != nil
        else {
            return nil
        }
        return upTo(end, line[start...])
    }

    private static func upTo(_ end: [UInt8], _ text: ArraySlice<UInt8>) -> String {
        String(decoding: text[..<(text.firstRange(of: end)?.upperBound ?? text.endIndex)], as: UTF8.self)
    }

    // MARK: Signs around words

    /// `^[a note]` and `m^2^`
    private mutating func checkCaret(_ rest: ArraySlice<UInt8>, before: UInt8?, _ line: Int) {
        if rest.dropFirst().first == 0x5B {
            guard let close = rest.firstIndex(of: 0x5D), let before,
                Self.isWord(before) || ".,;:!?)\"".utf8.contains(before)
            else { return }
            let note = rest[..<close].dropFirst(2)
            // `^[a-z]+` is no note.
            guard note.contains(0x20), note.first.map(Self.isWord) == true,
                !"+*?{$".utf8.contains(rest[close...].dropFirst().first ?? 0)
            else { return }
            self.note(.inlineNote, [0x5E, 0x5B], line: line) { _ in Self.upTo([0x5D], rest) }
            return
        }
        let script = rest.dropFirst().prefix { Self.isLetter($0) || $0 &- 0x30 < 10 }
        guard let before, Self.isWord(before) || before == 0x29, (1...3).contains(script.count),
            rest[script.endIndex...].first == 0x5E
        else { return }
        note(.script, [0x5E], line: line) { _ in String(decoding: rest[...script.endIndex], as: UTF8.self) }
    }

    /// `~2~` of `H~2~O`, which is struck out here.
    mutating func checkScript(_ index: Int, _ node: MarkdownDocument.Node) {
        guard node.firstChild != MarkdownDocument.none, case let child = document.nodes[Int(node.firstChild)],
            child.kind == .text, child.nextSibling == MarkdownDocument.none, (1...3).contains(child.text.count)
        else { return }
        let script = Array(document.literalBytes(node.firstChild))
        let before = document.nodes[index - 1]
        guard script.allSatisfy({ Self.isLetter($0) || $0 &- 0x30 < 10 }), before.kind == .text,
            let last = document.literalBytes(MarkdownDocument.NodeID(index - 1)).last, Self.isWord(last) || last == 0x29
        else { return }
        let written = [0x7E] + script + [0x7E]
        note(.script, [], line: Int(node.line)) { line in
            guard line.firstRange(of: written) != nil, line.firstRange(of: [0x7E] + written) == nil else { return nil }
            return String(decoding: written, as: UTF8.self)
        }
    }

    /// `==words==`, `++ctrl+c++`. Answers where to go on.
    private mutating func checkPair(
        _ notation: ForeignNotation, _ sign: UInt8, _ rest: ArraySlice<UInt8>, before: UInt8?, _ line: Int,
        _ isMeant: (ArraySlice<UInt8>) -> Bool
    ) -> Int {
        let signs = rest.prefix { $0 == sign }
        guard signs.count == 2, let range = Self.enclosed(sign, 2, in: rest, before: before), isMeant(rest[range])
        else {
            return signs.endIndex
        }
        let whole = rest[rest.startIndex..<range.upperBound + 2]
        note(notation, [sign], line: line) { _ in String(decoding: whole, as: UTF8.self) }
        return whole.endIndex
    }

    private static func isKeys(_ text: ArraySlice<UInt8>) -> Bool {
        let keys = [
            "ctrl", "control", "alt", "option", "shift", "cmd", "command", "win", "windows", "meta", "enter", "esc",
            "escape", "tab",
        ]
        let words = text.split(separator: 0x2B).map { String(decoding: $0, as: UTF8.self).lowercased() }
        return words.first.map(keys.contains) ?? false
    }

    /// `$x^2$`, and not `$5 and $6`.
    private mutating func checkDollar(_ rest: ArraySlice<UInt8>, before: UInt8?, _ line: Int) {
        guard rest.dropFirst().first != 0x24, before != 0x24, let first = rest.dropFirst().first,
            !(0x30...0x39).contains(first),
            let range = Self.enclosed(0x24, 1, in: rest, before: before)
        else { return }
        let formula = rest[range]
        let isFormula = zip(formula, formula.dropFirst()).contains { sign, next in
            sign == 0x5C && Self.isLetter(next) || sign == 0x5E || sign == 0x5F && (next == 0x7B || formula.count < 8)
        }
        guard isFormula else { return }
        note(.formula, [0x24], line: line) { _ in String(decoding: rest[...range.upperBound], as: UTF8.self) }
    }

    /// What stands between `count` signs at the start of `text` and as many that close it.
    private static func enclosed(_ sign: UInt8, _ count: Int, in text: ArraySlice<UInt8>, before: UInt8?) -> Range<Int>?
    {
        let start = text.startIndex + count
        if let before, isWord(before) || before == sign { return nil }
        guard start < text.endIndex, text[start] != 0x20, text[start] != sign else { return nil }
        let rest = text[start...].prefix(300)
        guard let end = rest.firstIndex(of: sign), rest[end...].prefix(count).allSatisfy({ $0 == sign }),
            end + count <= text.endIndex
        else {
            return sign == 0x2B ? keysEnd(rest).map { start..<$0 } : nil
        }
        if end + count < text.endIndex, isWord(text[end + count]) || text[end + count] == sign {
            return sign == 0x2B ? keysEnd(rest).map { start..<$0 } : nil
        }
        return text[end - 1] == 0x20 ? nil : start..<end
    }

    /// Keys are parted by the sign that stands around them.
    private static func keysEnd(_ rest: ArraySlice<UInt8>) -> Int? { rest.firstRange(of: [0x2B, 0x2B])?.lowerBound }

    // MARK: Code and comments

    /// A drawing or a formula that was to be made of a block of code.
    mutating func checkCode(_ node: MarkdownDocument.Node) {
        let info = document.codeInfos[Int(node.detail)]
        guard !info.isEmpty else { return }
        let language = info.prefix { $0 != " " && $0 != "}" }.drop { $0 == "{" || $0 == "." }.lowercased()
        guard ["mermaid", "plantuml", "puml", "math"].contains(language) else { return }
        note(.drawing, [], line: Int(node.line)) { _ in language }
    }

    /// `%% words %%`, in one paragraph or around several.
    mutating func checkComments() {
        var open: (line: Int, parent: MarkdownDocument.NodeID, isBlock: Bool)?
        for (index, node) in document.nodes.enumerated() where node.kind == .text {
            let text = document.literalBytes(MarkdownDocument.NodeID(index))
            var place = text.startIndex
            while let range = text[place...].firstRange(of: [0x25, 0x25]) {
                place = text[range.lowerBound...].firstIndex { $0 != 0x25 } ?? text.endIndex
                let (before, after) = (text[..<range.lowerBound].last, text[place...].first)
                guard place == range.upperBound else { continue }
                if let start = open, start.parent == node.parent || start.isBlock, after.map(Self.isWord) != true {
                    open = nil
                    note(.comment, [0x25], line: start.line) { line in
                        guard let first = line.firstRange(of: [0x25, 0x25]) else { return nil }
                        let rest = line[first.upperBound...]
                        return "%%"
                            + Self.upTo(
                                [0x25, 0x25], rest.isEmpty ? [0x20, 0xE2, 0x80, 0xA6, 0x20, 0x25, 0x25] : rest)
                    }
                } else if before.map(Self.isWord) != true {
                    let isFirst = before == nil && document.nodes[index - 1].kind != .text
                    open = (
                        Int(node.line), node.parent,
                        isFirst && document.nodes[Int(node.parent)].firstChild == MarkdownDocument.NodeID(index)
                    )
                }
            }
        }
    }
}
