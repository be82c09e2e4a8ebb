/// A query with what it is narrowed to.
package struct SearchQuery: Sendable {
    package var text: String
    package var kind: SearchKind?
    /// Group id and topic tag.
    package var group: String?
    package var topic: String?
    package var limit = 10

    package init(_ text: String) { self.text = text }
}

/// One result.
package struct SearchHit: Sendable {
    /// Below the site's root, with the anchor of the best passage.
    package var address: String
    package var title: String
    package var kind: SearchKind
    package var label: String?
    package var group: String?
    package var heading: String
    package var excerpt: String
    package var score: Int
    package var explanation: [String]
}

package struct SearchResults: Sendable {
    package var hits: [SearchHit]
    /// All that match, shown or not.
    package var count: Int
}

/// Ranks pages for a query. All numbers are integers, so that the browser, which does the same, agrees to the last one.
///
/// 1. Each word has readings (`QueryWord`); a page counts the best one: weight × impact of the term in its best unit.
/// 2. Rare words count more: the sum over words is weighted by the logarithm of how few pages have them. A page that has
///    only what is like a word has the weight of all such pages, and lacks the rest of the word's own.
/// 3. Pages that have more of the words come first, and the page's prior (accepted, verified, obsolete, age) counts.
/// 4. Six pages are ordered once more by how the words stand: together in the title, as a phrase in the text. Three of the
///    six are kept for pages that have all words in titles and headings, be they as frequent as they may.
package struct SearchEngine {
    private let index: SearchIndex
    /// How many of the first results are looked at closely.
    static let window = 6
    /// How many of them may be there for their titles and headings alone.
    private static let titled = 3

    package init(_ index: SearchIndex) { self.index = index }

    package func search(_ query: SearchQuery) -> SearchResults {
        let words = QueryReader(index: index).read(query.text)
        let scores = Scores(words, index)
        let matching = scores.ranked.filter { accepts(index.rows[$0.row], query) }
        let (top, rest) = Self.split(matching, words: scores.wordCount)
        let reranked = rerank(top, words) + rest.map { ($0, 0) }
        let hits = reranked.prefix(query.limit).compactMap { hit($0.0, bonus: $0.1, words, scores) }
        return SearchResults(hits: hits, count: matching.count)
    }

    private func accepts(_ row: SearchIndex.Row, _ query: SearchQuery) -> Bool {
        if let kind = query.kind, row.kind != kind.rawValue { return false }
        if let group = query.group {
            guard row.group > 0, row.group <= index.head.groups.count, index.head.groups[row.group - 1].first == group
            else { return false }
        }
        if let topic = query.topic {
            guard
                row.topics.contains(where: {
                    index.head.topics.indices.contains($0) && index.head.topics[$0].first == topic
                })
            else { return false }
        }
        return true
    }

    /// Those that are looked at closely, and all others, best first. `words` is how many words pages were ranked by.
    private static func split(
        _ ranked: [Scores.Ranked], words: Int
    ) -> (top: [Scores.Ranked], rest: [Scores.Ranked]) {
        let sure = window - titled
        var top = Array(ranked.prefix(sure).indices)
        if words > 1 { top += ranked.indices.dropFirst(sure).lazy.filter { ranked[$0].titled == words }.prefix(titled) }
        top += ranked.indices.dropFirst(sure).filter { !top.contains($0) }.prefix(window - top.count)
        let chosen = Set(top)
        return (top.sorted().map { ranked[$0] }, ranked.indices.filter { !chosen.contains($0) }.map { ranked[$0] })
    }

    private func rerank(_ top: [Scores.Ranked], _ words: [QueryWord]) -> [(Scores.Ranked, Int)] {
        top.map { ranked -> (Scores.Ranked, Int) in
            var ranked = ranked
            let bonus = index.fragment(ranked.unit).map { PhraseBonus.of($0, words) } ?? 0
            ranked.score = ranked.score * (64 + bonus) / 64
            return (ranked, bonus)
        }
        .sorted { $0.0.score != $1.0.score ? $0.0.score > $1.0.score : $0.0.row < $1.0.row }
    }

    private func hit(_ ranked: Scores.Ranked, bonus: Int, _ words: [QueryWord], _ scores: Scores) -> SearchHit? {
        guard let fragment = index.fragment(ranked.unit) else { return nil }
        let passage = PhraseBonus.bestPassage(fragment, words)
        let part = fragment.p.indices.contains(passage) ? fragment.p[passage] : ["", "", ""]
        var explanation = scores.explain(ranked)
        explanation.append("words together: +\(bonus)/64")
        return SearchHit(
            address: fragment.u + (part[0].isEmpty ? "" : "#" + part[0]), title: fragment.t,
            kind: SearchKind(rawValue: fragment.k) ?? .page, label: fragment.l, group: fragment.g, heading: part[1],
            excerpt: Excerpt.of(part[2], words), score: ranked.score, explanation: explanation)
    }
}

/// What the words of a query have on each page.
struct Scores {
    struct Ranked {
        var row: Int
        /// The row of the unit that matched best.
        var unit: Int
        var score: Int
        /// How many of the words stand in its title, headings and keywords as they are.
        var titled: Int
    }

    /// Best first.
    private(set) var ranked: [Ranked] = []
    private let words: [QueryWord]
    /// Word → page row → the best reading's value.
    private var values: [[Int]] = []
    private var weights: [Weights] = []
    /// How many words were looked for.
    var wordCount: Int { words.count }
    private let index: SearchIndex

    /// An impact that only a title, heading or keyword gives.
    private static let field = 16 * 64

    /// How much a word tells.
    private struct Weights {
        var ofWord: Int
        /// Of what is only like it.
        var ofBeside: Int
        var hasBeside: Bool

        func of(_ value: Int) -> Int { hasBeside && value < QueryWord.leastOfWord ? ofBeside : ofWord }
    }

    init(_ all: [QueryWord], _ index: SearchIndex) {
        self.index = index
        // Words that are everywhere are left out beside two that are not: their lists are long and say nothing.
        let telling = all.count { !$0.isCommon && !$0.isMinor && !$0.isOptional && !$0.alternatives.isEmpty }
        words = all.filter { !$0.alternatives.isEmpty && !($0.isCommon && telling >= 2) }
        let count = index.rows.count
        var totals = [Int](repeating: 0, count: count)
        var covered = [Int](repeating: 0, count: count)
        var lacking = [Int](repeating: 0, count: count)
        var titled = [Int](repeating: 0, count: count)
        var unitTotals = [Int](repeating: 0, count: count)
        var unitWords = [Int](repeating: 0, count: count)
        var pageWords = [Int](repeating: 0, count: count)
        var sumOfWeights = 0
        for word in words {
            let ofUnits = Self.values(of: word, index)
            var ofPages = [Int](repeating: 0, count: count)
            for row in 0..<count where ofUnits[row] > 0 {
                let parent = index.rows[row].parent
                ofPages[parent] = max(ofPages[parent], ofUnits[row])
            }
            // Words of every sentence do not outvote those that say what it is about.
            let isMinor = word.isMinor && telling > 0
            let isWanted = !word.isOptional && !isMinor
            let weight = Self.weights(of: word, ofPages, index.head.docs, isMinor: isMinor)
            if isWanted { sumOfWeights += weight.ofWord }
            for row in 0..<count {
                if ofUnits[row] > 0 { unitWords[row] += 1 }
                unitTotals[row] += weight.of(ofUnits[row]) * (ofUnits[row] >= Self.field ? 1 : ofUnits[row])
                let value = ofPages[row]
                guard value > 0 else { continue }
                pageWords[row] += 1
                if value >= Self.field { titled[row] += 1 }
                totals[row] += weight.of(value) * value
                guard isWanted else { continue }
                covered[row] += weight.ofWord
                lacking[row] += weight.ofWord - weight.of(value)
            }
            values.append(ofPages)
            weights.append(weight)
        }
        var units = Array(0..<count)
        for row in 0..<count where index.rows[row].parent != row {
            let parent = index.rows[row].parent
            // The beginning of a page, unless it lacks words that a later part has.
            if unitWords[parent] < pageWords[parent], unitTotals[row] > unitTotals[units[parent]] {
                units[parent] = row
            }
        }
        let best = covered.max() ?? 0
        for row in 0..<count where totals[row] > 0 && covered[row] * 2 >= best {
            let share = sumOfWeights == 0 ? 64 : 64 * (covered[row] - lacking[row]) / sumOfWeights
            let score = totals[row] * share * share * index.rows[row].prior / 524_288
            ranked.append(Ranked(row: row, unit: units[row], score: score, titled: titled[row]))
        }
        ranked.sort { $0.score != $1.score ? $0.score > $1.score : $0.row < $1.row }
    }

    private static func weights(of word: QueryWord, _ pages: [Int], _ all: Int, isMinor: Bool) -> Weights {
        let shift = isMinor ? 3 : 0
        let any = weight(pages: pages.count { $0 > 0 }, of: all) >> shift
        guard word.hasBeside else { return Weights(ofWord: any, ofBeside: any, hasBeside: false) }
        let own = weight(pages: pages.count { $0 >= QueryWord.leastOfWord }, of: all) >> shift
        return Weights(ofWord: max(own, any), ofBeside: any, hasBeside: true)
    }

    /// For each row the best reading of the word: weight × impact.
    private static func values(of word: QueryWord, _ index: SearchIndex) -> [Int] {
        var values = [Int](repeating: 0, count: index.rows.count)
        let mostBeside = word.hasBeside ? QueryWord.leastOfWord - 1 : .max
        for alternative in word.alternatives {
            if alternative.terms.count == 1 {
                let most = alternative.weight == QueryWord.beside ? mostBeside : .max
                index.postings(alternative.terms[0]) { row, impact in
                    values[row] = max(values[row], min(alternative.weight * impact, most))
                }
                continue
            }
            // All of the terms on one page: as good as the weakest of them.
            var least: [Int: Int] = [:]
            for (place, term) in alternative.terms.enumerated() {
                var mine: [Int: Int] = [:]
                index.postings(term) { row, impact in
                    let parent = index.rows[row].parent
                    mine[parent] = max(mine[parent] ?? 0, impact)
                }
                least =
                    place == 0
                    ? mine
                    : mine.reduce(into: [:]) { both, entry in
                        if let other = least[entry.key] { both[entry.key] = min(other, entry.value) }
                    }
            }
            for (row, impact) in least { values[row] = max(values[row], alternative.weight * impact) }
        }
        return values
    }

    /// 16 · log₂(all ÷ having) + 8, with the logarithm's fraction by straight lines between powers of two.
    static func weight(pages: Int, of all: Int) -> Int {
        guard pages > 0 else { return 0 }
        let ratio = max(1, all * 64 / pages)
        let exponent = ratio.bitWidth - 1 - ratio.leadingZeroBitCount
        let fraction = exponent >= 4 ? (ratio >> (exponent - 4)) & 15 : (ratio << (4 - exponent)) & 15
        return max(4, 16 * exponent + fraction - 96 + 8)
    }

    func explain(_ ranked: Ranked) -> [String] {
        var lines = words.indices.map { place in
            let readings = words[place].alternatives.map { "\($0.reason) → \($0.terms.joined(separator: "+"))" }
            let value = values[place][ranked.row]
            return
                "\(words[place].form): \(value == 0 ? "not here" : "\(value / 16)") × rarity \(weights[place].of(value)) "
                + "(\(readings.joined(separator: ", ")))"
        }
        lines.append("state and age: \(index.rows[ranked.row].prior)/128")
        return lines
    }
}
