/// What the searcher typed, one word, and what in the index it may mean. `Layouts/assets/search.js` does the same.
struct QueryWord {
    /// Terms that a page must all have, and how good a reading of the word they are, in sixteenths.
    struct Alternative {
        var terms: [String]
        var weight: Int
        /// How the reading came about, for `--explain`.
        var reason: String
    }

    /// A form and its term: what is highlighted, and what counts as a neighbour in a phrase.
    struct Shape {
        var form: String
        var key: String
    }

    /// The weight of a reading that is only another chance beside pages that have the word: a slip, a longer word. It
    /// never counts as much as the word itself, wherever it stands.
    static let beside = 6
    /// That of the word itself.
    static let exact = 16
    /// The least that other readings of such a word have: that of a synonym in a text.
    static let leastOfWord = 12 * 16

    var form: String
    /// And not a pair of characters, or words written together.
    var isWord = false
    var alternatives: [Alternative] = []
    var shapes: [Shape] = []
    /// So frequent in this site that it says nothing beside other words.
    var isCommon = false
    /// A word of every sentence (`FunctionWords`), or the first letter of a word that is still growing: says little beside
    /// other words.
    var isMinor = false
    /// An extra chance, such as a word written together: its absence costs nothing.
    var isOptional = false
    /// On so few pages that other readings were looked for.
    var isRare = false

    /// Whether there are readings beside the word itself, which stands somewhere as it was typed.
    var hasBeside: Bool {
        alternatives.contains { $0.weight == Self.beside } && alternatives.contains { $0.weight == Self.exact }
    }

    mutating func add(_ terms: [String], _ weight: Int, _ reason: String) {
        for term in terms {
            if let known = alternatives.firstIndex(where: { $0.terms == [term] }) {
                if alternatives[known].weight < weight { alternatives[known].weight = weight }
            } else {
                alternatives.append(Alternative(terms: [term], weight: weight, reason: reason))
            }
        }
    }

    mutating func addShape(_ form: String, _ terms: [String]) {
        for term in terms { shapes.append(Shape(form: form, key: form.commonPrefix(with: term))) }
    }

    /// Whether a folded word of a text is this one in some form.
    func matches(_ token: String) -> Bool {
        shapes.contains { shape in
            token == shape.form
                || shape.key.unicodeScalars.count >= 3 && token.begins(with: shape.key)
                    && token.unicodeScalars.count <= shape.form.unicodeScalars.count + 3
        }
    }
}

/// Optimal string alignment: insertions, deletions, substitutions, and two neighbours that changed places.
enum EditDistance {
    /// Nil when it is more than `limit`.
    static func between(_ a: [UInt32], _ b: [UInt32], atMost limit: Int) -> Int? {
        guard abs(a.count - b.count) <= limit else { return nil }
        var before: [Int] = []
        var previous = Array(0...b.count)
        for i in 1...max(1, a.count) {
            guard i <= a.count else { break }
            var row = [i] + [Int](repeating: 0, count: b.count)
            for j in stride(from: 1, through: b.count, by: 1) {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                row[j] = min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], before[j - 2] + 1) }
            }
            if row.min() ?? 0 > limit { return nil }
            before = previous
            previous = row
        }
        let distance = previous[b.count]
        return distance <= limit ? distance : nil
    }
}

extension String {
    /// Byte order, as the browser's half sorts (by code points).
    func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }

    /// Scalar by scalar, as the browser's half looks: `hasPrefix` wants whole characters, and a word of an Indian script
    /// that is still growing ends within one.
    func begins(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    func ends(with suffix: String) -> Bool { utf8.reversed().starts(with: suffix.utf8.reversed()) }

    /// The characters that both start with, scalar by scalar.
    func commonPrefix(with other: String) -> String {
        var prefix = String.UnicodeScalarView()
        for (a, b) in zip(unicodeScalars, other.unicodeScalars) {
            guard a == b else { break }
            prefix.append(a)
        }
        return String(prefix)
    }
}
