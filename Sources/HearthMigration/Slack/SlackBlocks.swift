/// The blocks of Slack's newer messages in its older markup; `isExact` has marks of its own instead (`SlackMarks`), which say
/// what is bold whatever stands beside it.
///
/// https://docs.slack.dev/reference/block-kit/blocks
struct SlackBlocks {
    var isExact = false

    static func text(_ blocks: LooseJSON) -> String { text(blocks.elements) }

    static func text(_ blocks: [LooseJSON]) -> String {
        blocks.map { SlackBlocks().block($0) }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// Rich text alone has styles of its own; the other blocks hold the older markup.
    static func isRich(_ block: LooseJSON) -> Bool { block["type"].text == "rich_text" }
    static func isTable(_ block: LooseJSON) -> Bool { block["type"].text == "table" }

    func block(_ block: LooseJSON) -> String {
        switch block["type"].text {
        case "rich_text": block["elements"].elements.map { part($0, depth: 0) }.joined(separator: "\n")
        case "header": "*" + (block["text"]["text"].text ?? "") + "*"
        case "section":
            ([block["text"]] + block["fields"].elements).compactMap { $0["text"].text }.joined(separator: "\n")
        case "context": block["elements"].elements.compactMap { $0["text"].text }.joined(separator: " ")
        case "image": block["alt_text"].text ?? block["title"]["text"].text ?? ""
        case "table": block["rows"].elements.map { row($0).joined(separator: " ") }.joined(separator: "\n")
        default: ""
        }
    }

    // MARK: Tables

    /// More than Slack takes.
    private static let columnLimit = 50

    /// The cells of a row; what is beyond the last column stands in it.
    func row(_ row: LooseJSON) -> [String] {
        let cells = row.elements.map { cell in
            cell["type"].text == "rich_text" ? block(cell) : escaped(cell["text"].text ?? cell["value"].text ?? "")
        }
        guard cells.count > Self.columnLimit else { return cells }
        return cells[..<(Self.columnLimit - 1)] + [cells[(Self.columnLimit - 1)...].joined(separator: " ")]
    }

    // MARK: Rich text

    private func part(_ part: LooseJSON, depth: Int) -> String {
        guard depth < 8 else { return "" }
        let inner = part["elements"].elements
        switch part["type"].text {
        case "rich_text_list":
            let isOrdered = part["style"].text == "ordered"
            let indent = String(repeating: "    ", count: min(max(part["indent"].integer ?? 0, 0), 8))
            // A list goes on behind one that lies in it.
            let offset = min(max(part["offset"].integer ?? 0, 0), 998)
            return inner.enumerated().map { number, item in
                let text = self.part(item, depth: depth + 1)
                return indent + (isOrdered ? "\(number + offset + 1). " : "• ")
                    + (isExact ? text.replacing("\n", with: SlackMarks.text(SlackMarks.lineBreak)) : text)
            }.joined(separator: "\n")
        case "rich_text_preformatted":
            let code = inner.map { escaped($0["text"].text ?? $0["url"].text ?? "") }.joined()
            let fence = isExact ? SlackMarks.text(SlackMarks.fence) : "```"
            return fence + "\n" + code + "\n" + fence
        case "rich_text_quote":
            return inner.map { element($0) }.joined().split(separator: "\n").map { "&gt; " + $0 }.joined(
                separator: "\n")
        default: return inner.map { element($0) }.joined()
        }
    }

    private func element(_ element: LooseJSON) -> String {
        styled(words(of: element), element["style"])
    }

    private func words(of element: LooseJSON) -> String {
        switch element["type"].text {
        case "text": return escaped(element["text"].text ?? "")
        case "link":
            guard let address = element["url"].text.map({ escaped($0) }) else {
                return escaped(element["text"].text ?? "")
            }
            guard let label = element["text"].text.map({ escaped($0).replacing("\n", with: " ") }) else {
                return "<\(address)>"
            }
            return "<\(address)|\(label)>"
        case "user": return element["user_id"].text.map { "<@\(escaped($0))>" } ?? ""
        case "channel": return element["channel_id"].text.map { "<#\(escaped($0))>" } ?? ""
        case "usergroup": return element["usergroup_id"].text.map { "<!subteam^\(escaped($0))>" } ?? ""
        case "broadcast": return element["range"].text.map { "<!\(escaped($0))>" } ?? ""
        case "emoji": return emoji(element)
        case "date": return escaped(element["fallback"].text ?? "")
        default: return element["text"].text.map { escaped($0) } ?? ""
        }
    }

    private func emoji(_ element: LooseJSON) -> String {
        guard let name = element["name"].text.map({ escaped($0) }) else { return "" }
        guard isExact else { return ":\(name):" }
        let tone = element["skin_tone"].integer.map { "::skin-tone-\($0)" } ?? ""
        return "<:\(name)\(tone)|\(escaped(element["unicode"].text ?? ""))>"
    }

    /// Marks stand at words, on each line of their own, the spaces beside them outside.
    private func styled(_ text: String, _ style: LooseJSON) -> String {
        let names = ["code", "strike", "italic", "bold"].filter { style[$0].isTrue }
        guard !names.isEmpty else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let core = line.drop { $0.isWhitespace }
            guard let last = core.lastIndex(where: { !$0.isWhitespace }) else { return String(line) }
            var shown = String(core[...last])
            for name in names {
                let (open, close) = SlackMarks.pair(name, isExact: isExact)
                shown = open + shown + close
            }
            return line[..<core.startIndex] + shown + core[core.index(after: last)...]
        }.joined(separator: "\n")
    }

    /// Without the characters that serve as marks.
    private func escaped(_ text: String) -> String {
        let bytes = text.utf8
        guard bytes.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || [0x26, 0x3C, 0x3E].contains($0) })
        else { return text }
        var out: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 0x26: out += "&amp;".utf8
            case 0x3C: out += "&lt;".utf8
            case 0x3E: out += "&gt;".utf8
            case 0x09, 0x0A, 0x20...: out.append(byte)
            default: continue
            }
        }
        return out[...].string
    }
}

/// Marks in the text of blocks that nobody can type: characters of control, which `SlackBlocks` takes out of the words.
enum SlackMarks {
    static let strong: UInt8 = 0x01
    static let emphasis: UInt8 = 0x02
    static let strikethrough: UInt8 = 0x03
    static let code: UInt8 = 0x04
    static let close: UInt8 = 0x05
    static let fence: UInt8 = 0x06
    static let lineBreak: UInt8 = 0x0E

    static func text(_ mark: UInt8) -> String { String(Unicode.Scalar(mark)) }

    static func pair(_ style: String, isExact: Bool) -> (String, String) {
        let (mark, typed) =
            switch style {
            case "bold": (strong, "*")
            case "italic": (emphasis, "_")
            case "strike": (strikethrough, "~")
            default: (code, "`")
            }
        return isExact ? (text(mark), text(close)) : (typed, typed)
    }
}
