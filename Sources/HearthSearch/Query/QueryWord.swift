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

    var form: String
    var alternatives: [Alternative] = []
    var shapes: [Shape] = []
    /// So frequent in this site that it says nothing beside other words.
    var isCommon = false
    /// An extra chance, such as a word written together: its absence costs nothing.
    var isOptional = false

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

/// Finds what the words of a query may mean.
struct QueryReader {
    let index: SearchIndex

    static let mostWords = 12
    private static let exact = 16
    private static let synonym = 12
    private static let pair = 10

    func read(_ query: String) -> [QueryWord] {
        let tokens = Self.tokens(query).prefix(Self.mostWords * 2)
        // The last word may still be growing.
        let isOpen = query.unicodeScalars.last.map { CharacterClass.of($0) != .separator } ?? false
        let lastWord = tokens.lastIndex { $0.kind == .word }
        var words: [QueryWord] = []
        for (place, token) in tokens.enumerated() where words.count < Self.mostWords {
            var word = QueryWord(form: token.form)
            switch token.kind {
            case .pair:
                word.add([token.form], Self.exact, "exact")
                word.addShape(token.form, [token.form])
                if token.form.unicodeScalars.count == 1 { addPairs(&word) }
            case .word: resolve(&word, isGrowing: isOpen && place == lastWord)
            case .joined:
                word.isOptional = true
                if let entry = index.place(of: token.form).first(where: { $0.form == token.form }) {
                    word.add(entry.terms, Self.exact, "written together")
                    word.addShape(entry.form, entry.terms)
                }
            }
            words.append(word)
        }
        addSynonyms(&words)
        return words
    }

    static func tokens(_ text: String) -> [Token] {
        var found = Tokens()
        var tokenizer = Tokenizer()
        var text = text
        text.withUTF8 { tokenizer.tokenize($0, into: &found) }
        return found.tokens
    }

    typealias Token = (form: String, kind: Tokenizer.Kind)

    private struct Tokens: TokenSink {
        var tokens: [Token] = []

        mutating func add(_ token: UnsafeBufferPointer<UInt8>, _ kind: Tokenizer.Kind) {
            let form = WordFolding.fold(token)
            if !form.isEmpty { tokens.append((String(decoding: form, as: UTF8.self), kind)) }
        }
    }

    private func resolve(_ word: inout QueryWord, isGrowing: Bool) {
        let form = word.form
        let length = form.unicodeScalars.count
        let exact = index.place(of: form).first { $0.form == form }
        if let exact {
            word.add(exact.terms, Self.exact, "exact")
            word.addShape(form, exact.terms)
            word.isCommon = 2 << exact.frequency > index.head.docs && index.head.docs >= 64
        }
        if isGrowing, length >= 2 {
            for entry in Self.best(index.completions(of: form).filter { $0.form.begins(with: form) && $0.form != form })
                .prefix(exact == nil ? 4 : 2)
            {
                word.add(entry.terms, exact == nil ? 10 : 6, "begins \(entry.form)")
                word.addShape(entry.form, entry.terms)
            }
        }
        // A rare word may be a slip too, if there are neighbours that are less rare.
        guard length >= 3, (exact?.frequency ?? 0) <= 1 else { return }
        addNearest(&word, length, least: exact.map { $0.frequency + 2 } ?? 0, isKnown: exact != nil)
    }

    /// A word of one character, in a script without spaces, stands in the index as the first half of pairs.
    private func addPairs(_ word: inout QueryWord) {
        for pair in index.pairs(beginningWith: word.form) {
            word.add([pair], Self.pair, "begins \(pair)")
            word.addShape(pair, [pair])
        }
    }

    /// Most frequent first, each form once.
    private static func best(_ entries: [SearchIndex.Entry]) -> [SearchIndex.Entry] {
        var seen: Set<String> = []
        return entries.filter { seen.insert($0.form).inserted }.sorted {
            $0.frequency != $1.frequency ? $0.frequency > $1.frequency : $0.form.precedes($1.form)
        }
    }

    /// Adds forms that are a slip of the finger away, and other endings of the same word.
    private func addNearest(_ word: inout QueryWord, _ length: Int, least: Int, isKnown: Bool) {
        let scalars = Array(word.form.unicodeScalars.map(\.value))
        let most = length >= 8 ? 2 : 1
        var found: [(entry: SearchIndex.Entry, distance: Int)] = []
        for entry in Self.best(index.neighbours(of: word.form))
        where entry.frequency >= least && entry.form != word.form {
            let other = Array(entry.form.unicodeScalars.map(\.value))
            if !isKnown, Self.sharesStem(word.form, length, entry) {
                found.append((entry, 1))
            } else if abs(other.count - length) <= most,
                let distance = EditDistance.between(scalars, other, atMost: most)
            {
                found.append((entry, distance))
            }
        }
        // `best` put the frequent ones first; sorting by distance alone keeps that order within one distance.
        let nearest = found.enumerated().sorted {
            $0.element.distance != $1.element.distance
                ? $0.element.distance < $1.element.distance : $0.offset < $1.offset
        }
        for (_, candidate) in nearest.prefix(3) {
            let weight = isKnown ? 6 : candidate.distance == 1 ? 11 : 7
            word.add(candidate.entry.terms, weight, "near \(candidate.entry.form)")
            word.addShape(candidate.entry.form, candidate.entry.terms)
        }
    }

    /// Whether the word may be another ending of what the site has: it starts with the stem of `entry`.
    private static func sharesStem(_ form: String, _ length: Int, _ entry: SearchIndex.Entry) -> Bool {
        entry.terms.contains { term in
            let stem = term.unicodeScalars.count
            return stem >= 3 && stem * 2 >= length && stem + 4 >= length && form.begins(with: term)
        }
    }

    /// Names of one topic stand for each other.
    private func addSynonyms(_ words: inout [QueryWord]) {
        let forms = words.map(\.form)
        for group in index.head.synonyms {
            let names = group.map { Self.tokens($0).filter { $0.kind != .joined }.map(\.form) }
            for (place, name) in names.enumerated() where !name.isEmpty && name.count <= forms.count {
                for start in 0...(forms.count - name.count) where Array(forms[start..<start + name.count]) == name {
                    for (other, otherName) in names.enumerated() where other != place && !otherName.isEmpty {
                        let terms = otherName.compactMap { form in
                            index.place(of: form).first { $0.form == form }?.terms.first
                        }
                        guard terms.count == otherName.count else { continue }
                        let reason = "same as " + otherName.joined(separator: " ")
                        for word in start..<start + name.count {
                            words[word].alternatives.append(
                                .init(terms: terms, weight: Self.synonym, reason: reason))
                            if terms.count == 1 { words[word].addShape(otherName[0], terms) }
                        }
                    }
                }
            }
        }
    }
}

/// Optimal string alignment: insertions, deletions, substitutions, and two neighbours that changed places.
enum EditDistance {
    /// Nil when it is more than `limit`.
    static func between(_ a: [UInt32], _ b: [UInt32], atMost limit: Int) -> Int? {
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
