import Glibc
import HearthMarkdown
import HearthModel

/// Notations of other Markdown programs that mean nothing here: readers see them as they were typed, or as code.
///
/// One message for each notation of a page, with their number. Only what is nearly always meant so is told; in code, where
/// somebody has escaped it and in pages of a migration it is not. An ordinary page costs a look at the first byte of each
/// text, and a few searches of the C library for bytes that are rare.
struct ForeignMarks {
    /// The first of a notation on the page, and how many there are.
    struct Found {
        var notation: ForeignNotation
        var line: Int
        /// As it was typed.
        var text: String
        var count = 1
    }

    private(set) var found: [Found] = []
    let document: MarkdownDocument
    let lines: SourceLines
    /// So many lines are looked at as they were written, and not one for each of 100,000 signs.
    private var lookups = 200
    /// Where the line begins that was looked at last; the next is most often below it.
    private var reached: (line: Int, place: Int)
    private let file: String

    /// `lines` are those of the text as it was written.
    init(_ document: MarkdownDocument, file: String, lines: SourceLines) {
        (self.document, self.file, self.lines) = (document, file, lines)
        reached = (lines.first, lines.text.startIndex)
        // Texts lie in the buffer in the order of their nodes, with code between them.
        var signs = Self.inlineSigns(in: document.buffer)[...]
        let formulas = lines.formulaLines()
        for (index, node) in document.nodes.enumerated() {
            switch node.kind {
            case .text where !node.text.isEmpty:
                if Self.opensLine[Int(document.buffer[Int(node.text.lowerBound)])], startsLine(index, node) {
                    checkLine(MarkdownDocument.NodeID(index), node)
                }
                if !signs.isEmpty {
                    signs = signs.drop { $0 < node.text.lowerBound }
                    if let next = signs.first, next < node.text.upperBound { checkInlines(index, node) }
                }
                if !formulas.isEmpty, formulas.contains(Int(node.line)) { noteFormula(on: Int(node.line)) }
            case .strikethrough: checkScript(index, node)
            case .codeBlock: checkCode(node)
            default: break
            }
        }
        if Self.has([0x25, 0x25], in: document.buffer) { checkComments() }
    }

    var diagnostics: [Diagnostic] {
        found.map { found in
            let others = found.count - 1
            let more =
                others == 0
                ? "" : others == 1 ? "; so is one more on this page" : "; so are \(others) more on this page"
            return Diagnostic(
                found.notation.kind, at: SourceLocation(file: file, line: found.line),
                found.notation.summary(found.text) + more, help: found.notation.help(found.text),
                severity: found.notation.severity)
        }
    }

    // MARK: What was found

    /// Notes a sign on a line, unless it was escaped there. `text` gives what is shown of it, with the line.
    mutating func note(_ notation: ForeignNotation, _ sign: [UInt8], line: Int, _ text: (ArraySlice<UInt8>) -> String?)
    {
        if let place = found.firstIndex(where: { $0.notation == notation }) {
            // In the message only the first counts for certain.
            found[place].count += 1
            return
        }
        guard let written = look(at: line), !Self.isEscaped(sign, in: written), let text = text(written) else { return }
        found.append(Found(notation: notation, line: line, text: Self.short(text)))
    }

    /// The line of that number, as it was written; nil when enough were looked at.
    mutating func look(at line: Int) -> ArraySlice<UInt8>? {
        guard lookups > 0 else { return nil }
        lookups -= 1
        if line < reached.line { reached = (lines.first, lines.text.startIndex) }
        var rest = lines.text[reached.place...]
        for _ in reached.line..<max(line, reached.line) {
            guard let end = rest.firstIndex(of: 0x0A) else { return nil }
            rest = rest[(end + 1)...]
        }
        reached = (max(line, reached.line), rest.startIndex)
        return rest.prefix(5000).prefix { $0 != 0x0A }
    }

    /// Whether one of the bytes of `sign` stands behind a backslash.
    private static func isEscaped(_ sign: [UInt8], in line: ArraySlice<UInt8>) -> Bool {
        zip(line, line.dropFirst()).contains { $0 == 0x5C && sign.contains($1) }
    }

    private static func short(_ text: String) -> String { text.count > 60 ? text.prefix(59) + "…" : text }

    private mutating func noteFormula(on line: Int) {
        guard found.last?.notation != .formula || found.last?.line != line else { return }
        note(.formula, [], line: line) { String(decoding: $0.trimmedBlanks, as: UTF8.self) }
    }

    // MARK: Places

    /// Whether a text is the first of a line of a paragraph.
    private func startsLine(_ index: Int, _ node: MarkdownDocument.Node) -> Bool {
        guard document.nodes[Int(node.parent)].kind == .paragraph else { return false }
        let before = document.nodes[index - 1].kind
        return index - 1 == Int(node.parent) || before == .softBreak || before == .lineBreak
    }

    /// Whether nothing follows a text on its line.
    func endsLine(_ node: MarkdownDocument.Node) -> Bool {
        guard node.nextSibling != MarkdownDocument.none else { return true }
        let next = document.nodes[Int(node.nextSibling)].kind
        return next == .softBreak || next == .lineBreak
    }

    // MARK: Bytes

    /// What the notations of `checkLine` begin with.
    private static let opensLine: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "!?=:{[-*+|$".utf8 { table[Int(byte)] = true }
        return table
    }()

    /// What the notations of `checkInlines` begin with, and whether it stands there twice.
    private static let signs: [(sign: UInt8, isPair: Bool)] = [
        (0x7B, false), (0x5E, false), (0x24, false), (0x3D, true), (0x2B, true),
    ]

    /// Where the signs of `checkInlines` stand, in code too, in order.
    private static func inlineSigns(in buffer: [UInt8]) -> [Int32] {
        var found: [Int32] = []
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            for (sign, isPair) in Self.signs {
                var start = 0
                while start < bytes.count, let hit = memchr(base + start, Int32(sign), bytes.count - start) {
                    let place = UnsafeRawPointer(hit) - base
                    start = place + 1
                    if !isPair || start < bytes.count && bytes[start] == sign { found.append(Int32(place)) }
                }
            }
        }
        return found.sorted()
    }

    private static func has(_ sign: [UInt8], in buffer: [UInt8]) -> Bool {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            var start = 0
            while start < bytes.count, let hit = memchr(base + start, Int32(sign[0]), bytes.count - start) {
                let place = UnsafeRawPointer(hit) - base
                if bytes[place...].starts(with: sign) { return true }
                start = place + 1
            }
            return false
        }
    }
}

extension Collection where Element == UInt8, SubSequence == ArraySlice<UInt8> {
    /// Without spaces and tabs at both ends, and without the signs of quotes before.
    var trimmedBlanks: ArraySlice<UInt8> {
        var rest = drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x3E }
        while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        return rest
    }
}

extension SourceLines {
    /// The lines with `\(x^2\)` or `\[x^2\]`, whose backslashes are those of escapes here. Somebody who escapes brackets writes
    /// no formula between them.
    fileprivate func formulaLines() -> Set<Int> {
        var found: Set<Int> = []
        text.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var (start, line, counted) = (0, self.first, 0)
            while start + 1 < bytes.count, let hit = memchr(base + start, 0x5C, bytes.count - start - 1) {
                let place = UnsafeRawPointer(hit) - base
                start = place + 2
                let sign = bytes[place + 1]
                guard sign == 0x28 || sign == 0x5B else { continue }
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(500).prefix { $0 != 0x0A })
                let closing: [UInt8] = [0x5C, sign == 0x28 ? 0x29 : 0x5D]
                let content: UnsafeRawBufferPointer.SubSequence
                if let end = rest.firstRange(of: closing) {
                    content = rest[..<end.lowerBound]
                } else if sign == 0x5B, rest.isEmpty {
                    // A block of its own: what it holds stands on the next line.
                    content = bytes[start...].dropFirst().prefix(500).prefix { $0 != 0x0A }
                } else {
                    continue
                }
                // What stands in code on the same line cannot be told from what does not.
                let before = bytes[..<place].suffix(500).reversed().prefix { $0 != 0x0A }
                guard Self.isFormula(content), !before.contains(0x60), !rest.contains(0x60) else { continue }
                line += bytes[counted..<place].count { $0 == 0x0A }
                counted = place
                found.insert(line)
            }
        }
        return found
    }

    private static func isFormula(_ content: some Collection<UInt8>) -> Bool {
        zip(content, content.dropFirst()).contains { sign, next in
            switch sign {
            // `\frac`, and not `\_`.
            case 0x5C: ForeignMarks.isLetter(next)
            case 0x5E: next != 0x20
            case 0x5F: next == 0x7B || ForeignMarks.isWord(next)
            default: false
            }
        }
    }
}
