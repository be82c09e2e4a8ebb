/// The blocks of Slack's newer messages in its older markup, for messages that have nothing else.
///
/// https://docs.slack.dev/reference/block-kit/blocks
enum SlackBlocks {
    static func text(_ blocks: LooseJSON) -> String {
        blocks.elements.map { block($0) }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func block(_ block: LooseJSON) -> String {
        switch block["type"].text {
        case "rich_text": block["elements"].elements.map { part($0, depth: 0) }.joined(separator: "\n")
        case "header": "*" + (block["text"]["text"].text ?? "") + "*"
        case "section":
            ([block["text"]] + block["fields"].elements).compactMap { $0["text"].text }.joined(separator: "\n")
        case "context": block["elements"].elements.compactMap { $0["text"].text }.joined(separator: " ")
        case "image": block["alt_text"].text ?? block["title"]["text"].text ?? ""
        default: ""
        }
    }

    private static func part(_ part: LooseJSON, depth: Int) -> String {
        guard depth < 8 else { return "" }
        let inner = part["elements"].elements
        switch part["type"].text {
        case "rich_text_list":
            let isOrdered = part["style"].text == "ordered"
            let indent = String(repeating: "    ", count: min(max(part["indent"].integer ?? 0, 0), 8))
            // A list goes on behind one that lies in it.
            let offset = min(max(part["offset"].integer ?? 0, 0), 998)
            return inner.enumerated().map { number, item in
                indent + (isOrdered ? "\(number + offset + 1). " : "• ") + self.part(item, depth: depth + 1)
            }.joined(separator: "\n")
        case "rich_text_preformatted": return "```\n" + inner.compactMap { $0["text"].text }.joined() + "\n```"
        case "rich_text_quote":
            return inner.map { element($0) }.joined().split(separator: "\n").map { "&gt; " + $0 }.joined(
                separator: "\n")
        default: return inner.map { element($0) }.joined()
        }
    }

    private static func element(_ element: LooseJSON) -> String {
        switch element["type"].text {
        case "text": return styled(element)
        case "link":
            guard let address = element["url"].text else { return element["text"].text ?? "" }
            return element["text"].text.map { "<\(address)|\(escaped($0))>" } ?? "<\(address)>"
        case "user": return element["user_id"].text.map { "<@\($0)>" } ?? ""
        case "channel": return element["channel_id"].text.map { "<#\($0)>" } ?? ""
        case "usergroup": return element["usergroup_id"].text.map { "<!subteam^\($0)>" } ?? ""
        case "broadcast": return element["range"].text.map { "<!\($0)>" } ?? ""
        case "emoji": return element["name"].text.map { ":\($0):" } ?? ""
        case "date": return element["fallback"].text ?? ""
        default: return element["text"].text.map { escaped($0) } ?? ""
        }
    }

    private static func styled(_ element: LooseJSON) -> String {
        let text = escaped(element["text"].text ?? "")
        let core = text.drop { $0.isWhitespace }
        guard let last = core.lastIndex(where: { !$0.isWhitespace }) else { return text }
        // Marks stand at words, the spaces beside them outside.
        var shown = String(core[...last])
        let style = element["style"]
        for (name, mark) in [("code", "`"), ("strike", "~"), ("italic", "_"), ("bold", "*")] where style[name].isTrue {
            shown = mark + shown + mark
        }
        return text[..<core.startIndex] + shown + core[core.index(after: last)...]
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
