/// Titles for conversations that have none.
enum ThreadTitle {
    static let wordless = "Question without words"

    /// The sentence of `text` (plain, one line) that asks, or else its beginning, cut at a word; `limit` is in characters.
    static func of(_ text: String, limit: Int = 110) -> String {
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        while let first = words.first, first.hasPrefix("@") { words.removeFirst() }
        var text = words.joined(separator: " ")
        if let end = text.firstIndex(where: { "?？؟".contains($0) }) {
            let head = text[...end]
            let starts = [". ", "! ", ": ", "; "].compactMap { head.ranges(of: $0).last?.upperBound }
            let sentence = head[(starts.max() ?? head.startIndex)...]
            if (12...limit).contains(sentence.count) { text = String(sentence) }
        }
        guard text.count > limit else { return text.isEmpty ? wordless : text }
        var cut = String(text.prefix(limit - 10))
        if let space = cut.lastIndex(of: " ") { cut = String(cut[..<space]) }
        return cut + "…"
    }
}
