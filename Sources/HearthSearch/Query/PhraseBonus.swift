/// How the words of a query stand in a page: what the first results are ordered by.
enum PhraseBonus {
    private static let mostPairs = 4

    /// In sixty-fourths of the score.
    static func of(_ fragment: IndexFormat.Fragment, _ words: [QueryWord]) -> Int {
        let wanted = words.filter { !$0.isOptional }
        guard !wanted.isEmpty else { return 0 }
        let title = standing(of: wanted, in: fragment.t)
        var bonus = 8 * min(mostPairs, title.pairs) + 16 * title.distinct / wanted.count
        if title.distinct == wanted.count { bonus += 16 }
        // The title that has little else than these words is the one that was meant.
        // One word may stand for several, where a topic has a name of several words.
        bonus += 48 * min(title.distinct, title.tokens) / max(1, title.tokens)
        // The title that is just what was typed, and no other form of it.
        if words.map(\.form) == QueryReader.tokens(fragment.t).map(\.form) { bonus += 48 }
        let pairs = fragment.p.map { standing(of: wanted, in: $0.last ?? "").pairs }.max() ?? 0
        return bonus + 2 * min(mostPairs, pairs)
    }

    /// The passage with most of the words, the first of equals.
    static func bestPassage(_ fragment: IndexFormat.Fragment, _ words: [QueryWord]) -> Int {
        var best = (place: 0, value: -1)
        for (place, part) in fragment.p.enumerated() {
            let text = standing(of: words, in: part.last ?? "")
            let heading = standing(of: words, in: part.count > 1 ? part[1] : "")
            let value = 4 * (text.distinct + heading.distinct) + min(mostPairs, text.pairs + heading.pairs)
            if value > best.value { best = (place, value) }
        }
        return best.place
    }

    /// How many of the words are there, how many neighbours follow each other as in the query, and of how many words.
    static func standing(of words: [QueryWord], in text: String) -> (distinct: Int, pairs: Int, tokens: Int) {
        var distinct: Set<Int> = []
        var pairs = 0
        var tokens = 0
        var last: [Int] = []
        for token in QueryReader.tokens(text) where token.kind != .joined {
            tokens += 1
            let now = words.indices.filter { words[$0].matches(token.form) }
            distinct.formUnion(now)
            if now.contains(where: { last.contains($0 - 1) }) { pairs += 1 }
            last = now
        }
        return (distinct.count, pairs, tokens)
    }
}

/// The part of a passage around the words that were searched, for the command line.
enum Excerpt {
    static let length = 180

    static func of(_ text: String, _ words: [QueryWord]) -> String {
        let line = line(text)
        guard line.count > length else { return line }
        let pieces = line.split(separator: " ")
        let first = pieces.firstIndex { piece in
            QueryReader.tokens(String(piece)).contains { token in words.contains { $0.matches(token.form) } }
        }
        var start = max(0, (first ?? 0) - 8)
        var cut = ""
        let isBeginning = start == 0
        while start < pieces.count, cut.count + pieces[start].count < length {
            cut += (cut.isEmpty ? "" : " ") + pieces[start]
            start += 1
        }
        if cut.isEmpty { cut = String(line.prefix(length)) }
        return (isBeginning ? "" : "… ") + cut + (start < pieces.count ? " …" : "")
    }

    /// Items of a list and cells in one line, with a sign between those that end without one.
    private static func line(_ text: String) -> String {
        var line = ""
        for part in text.split(whereSeparator: \.isNewline) {
            let words = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !words.isEmpty else { continue }
            if let last = line.last { line += ".,:;!?…。！？".contains(last) ? " " : " · " }
            line += words
        }
        return line
    }
}
