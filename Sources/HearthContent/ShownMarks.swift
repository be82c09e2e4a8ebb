import HearthMarkdown
import HearthModel

/// Signs of Markdown that readers see, because of one sign that is not the plain one: what a word processor or the
/// Option key makes of them.
struct ShownMarks {
    private(set) var diagnostics: [Diagnostic] = []
    private let file: String
    private let lines: SourceLines

    /// `lines` are those of the text as it was written.
    init(_ document: MarkdownDocument, file: String, lines: SourceLines) {
        self.file = file
        self.lines = lines
        for (index, node) in document.nodes.enumerated() where node.kind == .paragraph {
            check(MarkdownDocument.NodeID(index), of: document)
        }
    }

    private mutating func check(_ paragraph: MarkdownDocument.NodeID, of document: MarkdownDocument) {
        let first = document.nodes[Int(paragraph)].firstChild
        guard first != MarkdownDocument.none, document.nodes[Int(first)].kind == .text,
            let sign = document.literalBytes(first).first
        else { return }
        switch sign {
        case 0x23: checkHeading(document.literalBytes(first), line: Int(document.nodes[Int(paragraph)].line))
        // `•`
        case 0xE2: checkBullets(paragraph, of: document)
        case 0x5B: checkBox(paragraph, of: document)
        // `-`, `*`, `+`
        case 0x2D, 0x2A, 0x2B: checkItem(document.literalBytes(first), line: Int(document.nodes[Int(paragraph)].line))
        default: break
        }
    }

    /// `## Heading` with a no-break space, which the Option key writes, and `##Heading`: of one sign that is a topic.
    private mutating func checkHeading(_ text: ArraySlice<UInt8>, line: Int) {
        let signs = text.prefix { $0 == 0x23 }
        let rest = text[signs.endIndex...]
        guard signs.count < 7 else { return }
        if signs.count > 1, rest.count > 3, rest.first.map({ ForeignMarks.isLetter($0) || $0 > 0xC2 }) == true {
            let marks = String(decoding: signs, as: UTF8.self)
            let words = String(decoding: rest, as: UTF8.self).prefix(40)
            return report(
                line, "'\(marks)' is shown, and the line is no heading: there is no space behind it",
                "write '\(marks) \(words)'")
        }
        guard rest.starts(with: [0xC2, 0xA0]) else { return }
        let marks = String(decoding: signs, as: UTF8.self)
        report(
            line, "'\(marks)' is shown, and the line is no heading: behind it stands a no-break space",
            "write '\(marks)' and a plain space")
    }

    /// `- item` with a no-break space.
    private mutating func checkItem(_ text: ArraySlice<UInt8>, line: Int) {
        guard text.dropFirst().starts(with: [0xC2, 0xA0]) else { return }
        let sign = String(decoding: text.prefix(1), as: UTF8.self)
        report(
            line, "'\(sign)' is shown, and the line is no item of a list: behind it stands a no-break space",
            "write '\(sign)' and a plain space")
    }

    /// Lines of a list that was pasted: all of them become one line of text.
    private mutating func checkBullets(_ paragraph: MarkdownDocument.NodeID, of document: MarkdownDocument) {
        var lines = 1
        var isStart = true
        for child in document.children(of: paragraph) {
            switch document.nodes[Int(child)].kind {
            case .softBreak: (lines, isStart) = (lines + 1, true)
            case .lineBreak: return
            case .text where isStart:
                guard document.literalBytes(child).starts(with: [0xE2, 0x80, 0xA2]) else { return }
                isStart = false
            default: if isStart { return }
            }
        }
        guard lines > 1 else { return }
        report(
            Int(document.nodes[Int(paragraph)].line),
            "\(lines) lines that begin with '•' are shown as one line of text",
            "begin each of them with '- ' instead")
    }

    /// `> [!Attn]`, which is the name of no box.
    private mutating func checkBox(_ paragraph: MarkdownDocument.NodeID, of document: MarkdownDocument) {
        let node = document.nodes[Int(paragraph)]
        guard document.nodes[Int(node.parent)].kind == .blockQuote,
            document.nodes[Int(node.parent)].firstChild == paragraph
        else { return }
        var text = ""
        for child in document.children(of: paragraph) {
            guard document.nodes[Int(child)].kind == .text else { break }
            text += String(decoding: document.literalBytes(child), as: UTF8.self)
        }
        guard let match = text.prefixMatch(of: #/\[!([A-Za-z-]+)\][+-]?(?:\s|$)/#),
            MarkdownDocument.AlertKind.called(String(match.1)) == nil
        else { return }
        text = String(text.prefix { $0 != "]" }) + "]"
        let names = MarkdownDocument.AlertKind.allCases.map { "[!\($0.rawValue.uppercased())]" }
        report(
            Int(node.line), "'\(text)' is shown as it was typed: no box has that name",
            "write one of \(names.joined(separator: ", "))")
    }

    /// What somebody has escaped is to be seen.
    private mutating func report(_ line: Int, _ summary: String, _ help: String) {
        guard !lines[line].contains(0x5C) else { return }
        diagnostics.append(Diagnostic(.shownMark, at: SourceLocation(file: file, line: line), summary, help: help))
    }
}
